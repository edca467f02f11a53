//! Words of a folded text, and the marks between them that mean something.

/// A piece of a text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// A run of letters and digits.
    Word(&'a str),
    /// `!`, `?`, an emoji or emoticon: it carries feeling.
    Mark(&'a str),
    /// `,` and other marks within a sentence.
    Pause,
    /// The end of a sentence or a line.
    Stop,
}

/// Faces made of punctuation, and the emoji that they stand for.
const FACES: &[(&str, &str)] = &[
    (":))", "🙂"),
    (":)", "🙂"),
    (":-)", "🙂"),
    ("^^", "🙂"),
    ("^_^", "🙂"),
    ("<3", "❤"),
    (":((", "😞"),
    (":(", "😞"),
    (":-(", "😞"),
    (":'(", "😢"),
    ("-_-", "😒"),
];

/// Calls `each` with every word and mark of feeling, in order.
pub fn words<'a>(folded: &'a str, mut word: impl FnMut(&'a str)) {
    each(folded, |token| match token {
        Token::Word(w) | Token::Mark(w) => word(w),
        Token::Pause | Token::Stop => {}
    });
}

/// Calls `each` with every token, in order.
pub fn each<'a>(folded: &'a str, mut each: impl FnMut(Token<'a>)) {
    let mut start = None;
    let mut skip_to = 0;
    for (at, c) in folded.char_indices() {
        if at < skip_to {
            continue;
        }
        if c.is_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            each(Token::Word(&folded[from..at]));
        }
        if c.is_ascii() {
            if let Some((face, emoji)) = face(&folded[at..]) {
                skip_to = at + face.len();
                each(Token::Mark(emoji));
                continue;
            }
            match c {
                '!' | '?' => each(Token::Mark(&folded[at..=at])),
                '.' | ';' | '\n' => each(Token::Stop),
                ',' | ':' | '(' | ')' => each(Token::Pause),
                _ => {}
            }
        } else if !c.is_whitespace() && !is_joiner(c) {
            each(Token::Mark(&folded[at..at + c.len_utf8()]));
        }
    }
    if let Some(from) = start {
        each(Token::Word(&folded[from..]));
    }
}

fn face(rest: &str) -> Option<&'static (&'static str, &'static str)> {
    matches!(rest.as_bytes()[0], b':' | b'^' | b'<' | b'-')
        .then(|| FACES.iter().find(|(face, _)| rest.starts_with(face)))
        .flatten()
}

/// What colours or joins emoji, and is nothing by itself.
fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '\u{200d}' | '\u{fe0f}' | '\u{fe0e}' | '\u{1f3fb}'..='\u{1f3ff}'
    )
}

#[cfg(test)]
mod tests {
    use super::Token::{Mark, Pause, Stop, Word};
    use super::*;

    fn all(text: &str) -> Vec<Token<'_>> {
        let mut all = Vec::new();
        each(text, |t| all.push(t));
        all
    }

    #[test]
    fn splits_words_and_keeps_feeling_marks() {
        assert_eq!(
            all("petugas ramah, tapi antre 3 jam! 😡"),
            [
                Word("petugas"),
                Word("ramah"),
                Pause,
                Word("tapi"),
                Word("antre"),
                Word("3"),
                Word("jam"),
                Mark("!"),
                Mark("😡")
            ]
        );
    }

    #[test]
    fn faces_and_coloured_emoji_are_one_mark() {
        assert_eq!(all("ok :( ya"), [Word("ok"), Mark("😞"), Word("ya")]);
        assert_eq!(all("👍🏽."), [Mark("👍"), Stop]);
        assert_eq!(all(":"), [Pause]);
    }
}
