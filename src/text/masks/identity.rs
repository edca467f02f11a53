//! The forms of numbers that identify a person.

use std::ops::Range;

/// The number that `digits[range]` is.
fn part(digits: &str, range: Range<usize>) -> u32 {
    digits.get(range).and_then(|d| d.parse().ok()).unwrap_or(0)
}

/// A province's code (Permendagri 72/2019 and the provinces made since), then day, month and year
/// of birth (40 more on the day for women).
pub(super) fn is_nik(digits: &str) -> bool {
    let province = matches!(part(digits, 0..2),
        11..=19 | 21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97);
    let day = matches!(part(digits, 6..8), 1..=31 | 41..=71);
    digits.len() == 16 && province && day && (1..=12).contains(&part(digits, 8..10))
}

/// As [`is_nik`], with plausible codes of regency or city and of district, and a serial number: for
/// digits that stand in groups of no usual form.
pub(super) fn is_surely_nik(digits: &str) -> bool {
    let regency = matches!(part(digits, 2..4), 1..=29 | 71..=79);
    let district = (1..=60).contains(&part(digits, 4..6));
    is_nik(digits) && regency && district && part(digits, 12..16) > 0
}

/// Date of birth, month of appointment, sex, serial number.
pub(super) fn is_nip(digits: &str) -> bool {
    digits.len() == 18
        && (1920..=2050).contains(&part(digits, 0..4))
        && (1..=12).contains(&part(digits, 4..6))
        && (1..=31).contains(&part(digits, 6..8))
        && (1950..=2100).contains(&part(digits, 8..12))
        // Contract staff (PPPK) have 21 and the like here.
        && (1..=12).contains(&(part(digits, 12..14) % 20))
        && (1..=2).contains(&part(digits, 14..15))
}

/// An issuer's first digits, and the Luhn check (ISO/IEC 7812-1).
pub(super) fn is_card(digits: &str) -> bool {
    let issuer = matches!(part(digits, 0..1), 3..=6) || (22..=27).contains(&part(digits, 0..2));
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0') << (i % 2);
            if d > 9 { d - 9 } else { d }
        })
        .sum();
    digits.len() == 16 && issuer && sum.is_multiple_of(10)
}
