//! Numbers that identify or reach a person.

use super::Reason;
use super::scan::Scan;
use std::ops::Range;

/// Words before a number that say what it is.
const NIK_WORDS: &[&str] = &["nik", "ktp", "ektp"];
const KK_WORDS: &[&str] = &["kk", "keluarga", "kaluarga"];
const NPWP_WORDS: &[&str] = &["npwp", "pajak"];
const CARD_WORDS: &[&str] = &["kartu", "kredit", "debit", "atm", "visa", "mastercard"];
const ACCOUNT_WORDS: &[&str] = &[
    "rekening", "rek", "norek", "bri", "bni", "bca", "bsi", "mandiri",
];
const INSURANCE_WORDS: &[&str] = &["bpjs", "jkn", "kis"];
const PHONE_WORDS: &[&str] = &[
    "hp", "wa", "whatsapp", "telp", "telepon", "tlp", "telpon", "hubungi", "kontak", "nohp",
];
const MONEY_WORDS: &[&str] = &["rp", "idr"];

/// Digits without anything between them.
struct Group {
    /// Positions of its characters.
    span: Range<usize>,
    digits: String,
}

impl Scan<'_> {
    /// Reads the numbers from `i` on and returns where they end.
    pub(super) fn numbers(
        &self,
        i: usize,
        limit: usize,
        hits: &mut Vec<(Range<usize>, Reason)>,
    ) -> usize {
        let groups = self.groups(i, limit);
        let mut g = 0;
        while g < groups.len() {
            let (count, reason) = self.number(&groups[g..]);
            if let Some(reason) = reason {
                let end = groups[g + count - 1].span.end;
                hits.push((self.opening(groups[g].span.start, end)..end, reason));
            }
            g += count;
        }
        groups.last().map_or(i + 1, |g| g.span.end)
    }

    /// Groups of digits from `i` on, with at most three separators between two.
    fn groups(&self, i: usize, limit: usize) -> Vec<Group> {
        let mut groups = Vec::new();
        let mut at = i;
        loop {
            let start = at;
            let mut digits = String::new();
            while let Some(d) = self.digit(at).filter(|_| at < limit) {
                digits.push(d);
                at += 1;
            }
            groups.push(Group {
                span: start..at,
                digits,
            });
            let separators = (at..at + 3).take_while(|j| {
                let c = self.at(*j).unwrap_or('x');
                matches!(c, ' ' | '\u{a0}' | '.' | '-' | '–' | '(' | ')' | '_' | '*')
            });
            at += separators.count();
            if at >= limit || self.digit(at).is_none() {
                return groups;
            }
        }
    }

    /// Takes the plus sign or the bracket before a number into the mask.
    fn opening(&self, start: usize, end: usize) -> usize {
        let closes = (start..end).any(|i| self.at(i) == Some(')'));
        let mut from = start;
        while match self.before(from) {
            Some('+') => true,
            Some('(') => closes,
            _ => false,
        } {
            from -= 1;
        }
        from
    }

    /// How many of `groups` belong together, and what they are.
    fn number(&self, groups: &[Group]) -> (usize, Option<Reason>) {
        let start = groups[0].span.start;
        // No amount begins with 0, and none is as long as an identity number.
        let solid = groups[0].digits.len();
        let amount = solid < 15 && !groups[0].digits.starts_with('0');
        if amount && MONEY_WORDS.contains(&self.word_before(start).as_str()) {
            let more = groups
                .windows(2)
                .take_while(|w| w[1].digits.len() == 3 && self.text_between(&w[0], &w[1]) == ".");
            return (1 + more.count(), None);
        }
        for shape in SHAPES {
            if has_shape(groups, shape) {
                let digits = joined(&groups[..shape.len()]);
                if let Some(reason) = self.identity(&digits, shape, start) {
                    return (shape.len(), Some(reason));
                }
            }
        }
        if let Some(count) = self.phone(groups) {
            return (count, Some(Reason::Phone));
        }
        if matches!(solid, 11 | 13) && self.says(start, INSURANCE_WORDS) {
            return (1, Some(Reason::Insurance));
        }
        if self.says(start, ACCOUNT_WORDS)
            && let Some(count) = self.gather(groups, 10, 16, true)
        {
            return (count, Some(Reason::Account));
        }
        (1, None)
    }

    fn text_between(&self, a: &Group, b: &Group) -> &str {
        &self.text[self.byte(a.span.end)..self.byte(b.span.start)]
    }

    /// What `digits`, written in groups of `shape`, identify.
    fn identity(&self, digits: &str, shape: &[usize], start: usize) -> Option<Reason> {
        match digits.len() {
            18 => is_nip(digits).then_some(Reason::Nip),
            16 => {
                let named_card = self.says(start, CARD_WORDS) && !self.says(start, KK_WORDS);
                let nik = self.says(start, NIK_WORDS);
                let quartets = shape == [4, 4, 4, 4] || shape == [16];
                if quartets && is_card(digits) && !nik && (named_card || !is_nik(digits)) {
                    Some(Reason::Card)
                } else if self.says(start, NPWP_WORDS) {
                    Some(Reason::Npwp)
                } else if self.says(start, KK_WORDS) {
                    Some(Reason::Kk)
                } else {
                    (nik || is_nik(digits)).then_some(Reason::Nik)
                }
            }
            15 if shape.len() == 6 || self.says(start, NPWP_WORDS) => Some(Reason::Npwp),
            // A digit forgotten or doubled, where the word before leaves no doubt.
            15 | 17 if self.says(start, NIK_WORDS) => Some(Reason::Nik),
            _ => None,
        }
    }

    /// How many groups are a mobile telephone number: 08…, 628… or +62 8…, 10 to 13 digits.
    fn phone(&self, groups: &[Group]) -> Option<usize> {
        let first = &groups[0];
        let embedded = self
            .before(first.span.start)
            .is_some_and(char::is_alphabetic)
            && self.at(first.span.end).is_some_and(char::is_alphabetic);
        let head = national(&joined(&groups[..groups.len().min(3)]));
        let mobile = head.starts_with("08")
            && matches!(
                head.as_bytes().get(2),
                Some(b'1' | b'2' | b'3' | b'5' | b'7'..=b'9')
            );
        if embedded || !mobile {
            return None;
        }
        // Hours and dates begin with 08 too: a lone 08 counts only where a word announces it.
        let second = groups.get(1).map_or(0, |g| g.digits.len());
        let plain = match first.digits.as_str() {
            "08" => self.says(first.span.start, PHONE_WORDS) && self.is_uniform(groups),
            "0" | "62" | "0062" => second >= 3 || groups.get(1).is_some_and(|g| g.digits == "0"),
            _ => true,
        };
        let international = first.digits.starts_with("62") || first.digits.starts_with("0062");
        let shift = match () {
            () if first.digits.starts_with("0062") => 3,
            () if international => 1,
            () => 0,
        };
        plain
            .then(|| self.gather(groups, 10 + shift, 13 + shift, false))
            .flatten()
    }

    /// Whether the same separator stands between the first five groups.
    fn is_uniform(&self, groups: &[Group]) -> bool {
        let mut between = groups
            .windows(2)
            .take(4)
            .map(|w| self.text_between(&w[0], &w[1]));
        let first = between.next();
        first.is_some() && between.all(|b| Some(b) == first)
    }

    /// How many groups make up `least` to `most` digits: as few as will do, and after them those
    /// that go on in the same manner, or (if `loose`) with the same separator.
    fn gather(&self, groups: &[Group], least: usize, most: usize, loose: bool) -> Option<usize> {
        let mut total = groups[0].digits.len();
        let mut count = 1;
        while total < least {
            total += groups.get(count)?.digits.len();
            count += 1;
        }
        while count > 1 && count < groups.len() {
            let (last, next) = (&groups[count - 1], &groups[count]);
            let length = next.digits.len();
            let alike = loose || length >= 3 || (length == 2 && last.digits.len() == 2);
            let same = self.text_between(last, next) == self.text_between(&groups[count - 2], last);
            if !(alike && same && total + length <= most) {
                break;
            }
            total += length;
            count += 1;
        }
        (total <= most).then_some(count)
    }
}

/// Digits of a telephone number with 0 instead of the country's 62.
pub(super) fn national(digits: &str) -> String {
    let rest = digits.strip_prefix("00").unwrap_or(digits);
    match rest.strip_prefix("62") {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => digits.to_owned(),
    }
}

/// How 15 to 18 digits are written: solid, or in groups of these lengths. The longer come first.
const SHAPES: &[&[usize]] = &[
    &[18],
    &[8, 6, 1, 3],
    &[8, 6, 4],
    &[17],
    &[16],
    &[4, 4, 4, 4],
    &[6, 6, 4],
    &[2, 2, 2, 6, 4],
    &[2, 2, 2, 2, 2, 2, 4],
    &[6, 10],
    &[12, 4],
    &[8, 8],
    &[2, 3, 3, 1, 3, 3],
    &[15],
];

fn has_shape(groups: &[Group], shape: &[usize]) -> bool {
    groups.len() >= shape.len() && groups.iter().zip(shape).all(|(g, n)| g.digits.len() == *n)
}

fn joined(groups: &[Group]) -> String {
    groups.iter().map(|g| g.digits.as_str()).collect()
}

/// The number that `digits[range]` is.
fn part(digits: &str, range: Range<usize>) -> u32 {
    digits.get(range).and_then(|d| d.parse().ok()).unwrap_or(0)
}

/// A region's code, then day, month and year of birth (40 more on the day for women).
fn is_nik(digits: &str) -> bool {
    let province = matches!(part(digits, 0..2),
        11..=19 | 21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97);
    let day = matches!(part(digits, 6..8), 1..=31 | 41..=71);
    province && day && (1..=12).contains(&part(digits, 8..10))
}

/// Date of birth, month of appointment, sex, serial number.
fn is_nip(digits: &str) -> bool {
    (1920..=2050).contains(&part(digits, 0..4))
        && (1..=12).contains(&part(digits, 4..6))
        && (1..=31).contains(&part(digits, 6..8))
        && (1950..=2100).contains(&part(digits, 8..12))
        // Contract staff (PPPK) have 21 and the like here.
        && (1..=12).contains(&(part(digits, 12..14) % 20))
        && (1..=2).contains(&part(digits, 14..15))
}

/// An issuer's first digits, and the Luhn check.
fn is_card(digits: &str) -> bool {
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
    issuer && sum.is_multiple_of(10)
}
