//! Cleaning of what people type, before anything else sees it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Why an input is refused.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is left after cleaning.
    Empty,
    /// More than `max` characters.
    TooLong { max: usize, got: usize },
}

impl Fault {
    /// The key of the message; `fault-too-long` takes `max` and `got`.
    pub const fn key(self) -> &'static str {
        match self {
            Fault::Empty => "fault-empty",
            Fault::TooLong { .. } => "fault-too-long",
        }
    }
}

/// Marks that may stand on one letter; "zalgo" text stacks far more than any language does.
const MARKS_MAX: usize = 4;

/// One line of text: as [`clean_text`], with every run of blanks and line breaks one space.
///
/// # Errors
/// [`Fault`], counting characters after cleaning.
pub fn clean_line(input: &str, max: usize) -> Result<String, Fault> {
    let text = visible(input);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    measured(line, max)
}

/// Text of several lines, in Unicode form NFC, with line feeds only. Control characters,
/// zero-width characters and bidirectional controls are taken out, and blanks at both ends.
///
/// # Errors
/// [`Fault`], counting characters after cleaning.
pub fn clean_text(input: &str, max: usize) -> Result<String, Fault> {
    measured(visible(input).trim().to_owned(), max)
}

fn measured(text: String, max: usize) -> Result<String, Fault> {
    let got = text.chars().count();
    match got {
        0 => Err(Fault::Empty),
        _ if got > max => Err(Fault::TooLong { max, got }),
        _ => Ok(text),
    }
}

/// What of `input` can be seen, in NFC, with line feeds for all line breaks.
fn visible(input: &str) -> String {
    let mut kept = String::with_capacity(input.len());
    let mut chars = input.nfc().peekable();
    let mut marks = 0;
    while let Some(c) = chars.next() {
        // What is taken out parts no letter from its marks.
        if !is_combining_mark(c) && !is_dropped(c) {
            marks = 0;
        }
        match c {
            '\r' => {
                // The line feed of a CRLF follows by itself.
                if chars.peek() != Some(&'\n') {
                    kept.push('\n');
                }
            }
            '\n' => kept.push('\n'),
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => kept.push('\n'),
            '\t' => kept.push(' '),
            // Joins emoji into one picture; between letters it only hides.
            '\u{200d}' => {
                let before = kept.chars().next_back();
                let joins = before.is_some_and(|b| b == '\u{fe0f}' || is_pictorial(b));
                if joins && chars.peek().is_some_and(|c| is_pictorial(*c)) {
                    kept.push(c);
                }
            }
            _ if is_dropped(c) => {}
            _ if is_combining_mark(c) => {
                marks += 1;
                if marks <= MARKS_MAX {
                    kept.push(c);
                }
            }
            _ => kept.push(c),
        }
    }
    kept.nfc().collect()
}

/// Control characters that break no line, and invisible ones.
fn is_dropped(c: char) -> bool {
    (c.is_control() && !matches!(c, '\r' | '\n' | '\t' | '\u{85}' | '\u{b}' | '\u{c}'))
        || is_invisible(c)
}

/// Zero-width characters, bidirectional controls, tags, and code points that are no characters.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
        || ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// Whether `c` may stand in a picture of several code points: symbols above the Basic Latin.
fn is_pictorial(c: char) -> bool {
    c > '\u{2000}' && !c.is_alphanumeric() && !is_combining_mark(c) && !is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_and_texts_come_out_clean() {
        assert_eq!(
            clean_line("  Jalan \t rusak\r\n parah ", 80).unwrap(),
            "Jalan rusak parah"
        );
        assert_eq!(
            clean_text(" a\r\nb\rc\n\nd\u{2028}e ", 80).unwrap(),
            "a\nb\nc\n\nd\ne"
        );
        assert_eq!(clean_text("a\u{0}\u{7}\u{1b}[31mb", 80).unwrap(), "a[31mb");
        assert_eq!(
            clean_line("pu\u{200b}ngli\u{202e}\u{feff}", 80).unwrap(),
            "pungli"
        );
        assert_eq!(clean_line("cafe\u{301}", 80).unwrap(), "café");
        // Taken out before composing: the letter and its mark still meet.
        assert_eq!(clean_line("cafe\u{200b}\u{301}", 80).unwrap(), "café");
    }

    #[test]
    fn emoji_stay_whole() {
        let family = "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}";
        assert_eq!(clean_line(family, 80).unwrap(), family);
        assert_eq!(clean_line("a\u{200d}b", 80).unwrap(), "ab");
    }

    #[test]
    fn piles_of_marks_are_cut() {
        let pile = format!("z{}", "\u{321}".repeat(500));
        assert_eq!(
            clean_line(&pile, 80).unwrap().chars().count(),
            1 + MARKS_MAX
        );
    }

    #[test]
    fn faults_count_characters() {
        assert_eq!(clean_text(" \n\u{200b}\t", 5), Err(Fault::Empty));
        assert_eq!(clean_text("ééééé", 5).unwrap(), "ééééé");
        assert_eq!(
            clean_line("123456", 5),
            Err(Fault::TooLong { max: 5, got: 6 })
        );
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            if let Ok(once) = clean_text(&text, usize::MAX) {
                prop_assert_eq!(clean_text(&once, usize::MAX), Ok(once.clone()));
                prop_assert!(!once.contains(|c: char| c.is_control() && c != '\n'));
                prop_assert!(unicode_normalization::is_nfc(&once));
            }
            if let Ok(once) = clean_line(&text, usize::MAX) {
                prop_assert_eq!(clean_line(&once, usize::MAX), Ok(once.clone()));
                prop_assert!(!once.contains(char::is_control));
            }
        }

        #[test]
        fn hidden_characters_never_pass(text in "[ab\u{200b}-\u{200f}\u{202a}-\u{202e}\u{301}\u{1f468}\r\n\t ]{0,40}") {
            if let Ok(once) = clean_text(&text, usize::MAX) {
                prop_assert_eq!(clean_text(&once, usize::MAX), Ok(once.clone()));
                let hidden = ['\u{200b}', '\u{202e}', '\r', '\t'];
                prop_assert!(!once.contains(hidden));
            }
        }
    }
}
