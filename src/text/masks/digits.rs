//! What people write for a digit: digits of any script, letters that look like digits, and words.

/// Zeros of the scripts whose ten digits follow each other (Unicode 15, general category Nd).
const ZEROS: &[u32] = &[
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// Raised, lowered, circled, bracketed and pointed digits: the first, its value, how many.
const DRESSED: &[(u32, u8, u8)] = &[
    (0xb2, 2, 2),
    (0xb9, 1, 1),
    (0x2070, 0, 1),
    (0x2074, 4, 6),
    (0x2080, 0, 10),
    (0x2460, 1, 9),
    (0x2474, 1, 9),
    (0x2488, 1, 9),
    (0x24ea, 0, 1),
    (0x24f5, 1, 9),
    (0x24ff, 0, 1),
    (0x2776, 1, 9),
    (0x2780, 1, 9),
    (0x278a, 1, 9),
    (0x1f100, 0, 1),
    (0x1f101, 0, 10),
    (0x1f10b, 0, 1),
    (0x1f10c, 0, 1),
];

/// Words for one digit in Indonesian, Minangkabau and English, in order of the alphabet.
const WORDS: &[(&str, char)] = &[
    ("ampek", '4'),
    ("anam", '6'),
    ("ciek", '1'),
    ("delapan", '8'),
    ("dua", '2'),
    ("duo", '2'),
    ("eight", '8'),
    ("empat", '4'),
    ("enam", '6'),
    ("five", '5'),
    ("four", '4'),
    ("kosong", '0'),
    ("lapan", '8'),
    ("lima", '5'),
    ("limo", '5'),
    ("nine", '9'),
    ("nol", '0'),
    ("one", '1'),
    ("salapan", '8'),
    ("sambilan", '9'),
    ("satu", '1'),
    ("sembilan", '9'),
    ("seven", '7'),
    ("six", '6'),
    ("three", '3'),
    ("tiga", '3'),
    ("tigo", '3'),
    ("tujuah", '7'),
    ("tujuh", '7'),
    ("two", '2'),
    ("zero", '0'),
];

/// Characters of the longest word for a digit.
const LONGEST: usize = 8;

/// The ASCII digit that `c` stands for by itself.
pub(super) fn value(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let code = u32::from(c);
    let zero = ZEROS[ZEROS.partition_point(|z| *z <= code).checked_sub(1)?];
    let digit = if code - zero < 10 {
        code - zero
    } else {
        let (first, value, _) = DRESSED
            .iter()
            .find(|(first, _, n)| (*first..first + u32::from(*n)).contains(&code))?;
        code - first + u32::from(*value)
    };
    char::from_digit(digit, 10)
}

/// The digit that a letter looks like. It counts only within a run of digits.
pub(super) fn lookalike(c: char) -> Option<char> {
    Some(match c {
        'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' => '0',
        'I' | 'l' | 'i' | 'І' | 'і' | 'Ӏ' | 'Ι' => '1',
        'Z' | 'z' => '2',
        'S' | 's' | 'Ѕ' | 'ѕ' => '5',
        'B' | 'В' | 'Β' => '8',
        'g' | 'q' => '9',
        _ => return None,
    })
}

/// The digits of `letters` (in small letters), if it is made of nothing but words for digits.
/// With each digit comes how many characters its word has.
pub(super) fn spelled(letters: &[char]) -> Option<Vec<(char, usize)>> {
    let mut digits = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        // No word begins another, so the order of trying makes no difference.
        let (word, digit) = WORDS.iter().find(|(word, _)| {
            word.len() <= rest.len().min(LONGEST)
                && word.chars().eq(rest[..word.len()].iter().copied())
        })?;
        digits.push((*digit, word.len()));
        at += word.len();
    }
    (!digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_any_dress_have_their_value() {
        assert!(ZEROS.is_sorted());
        for (text, digits) in [
            ("0９٣߇๔", "09374"),
            ("①⓪❾⑸⒏", "10958"),
            ("²¹⁰₇𝟖𝟬", "210780"),
            ("ab½⑩", ""),
        ] {
            let got: String = text.chars().filter_map(value).collect();
            assert_eq!(got, digits, "{text}");
        }
    }

    #[test]
    fn words_are_read_in_three_languages_and_run_together() {
        let read = |text: &str| {
            let letters: Vec<char> = text.chars().collect();
            spelled(&letters).map(|d| d.into_iter().map(|(c, _)| c).collect::<String>())
        };
        assert_eq!(read("nol").as_deref(), Some("0"));
        assert_eq!(read("noldelapansatuduo").as_deref(), Some("0812"));
        assert_eq!(read("sambilan").as_deref(), Some("9"));
        assert_eq!(read("satuan"), None);
        assert_eq!(read(""), None);
        for (word, _) in WORDS {
            assert!(word.len() <= LONGEST && word.is_ascii());
            let begins = WORDS.iter().filter(|(w, _)| word.starts_with(w));
            assert_eq!(begins.count(), 1, "{word}");
        }
    }
}
