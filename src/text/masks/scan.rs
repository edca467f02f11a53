//! Looking around in a text.

/// How far back words are read.
const CONTEXT: usize = 28;

/// A text by characters, and what can be asked about a place in it.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) chars: Vec<(usize, char)>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            chars: text.char_indices().collect(),
        }
    }

    pub(super) fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|(_, c)| *c)
    }

    pub(super) fn before(&self, i: usize) -> Option<char> {
        i.checked_sub(1).and_then(|i| self.at(i))
    }

    pub(super) fn byte(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.text.len(), |(byte, _)| *byte)
    }

    /// The digit at `i`: also one of full width, and of Arabic script.
    pub(super) fn digit(&self, i: usize) -> Option<char> {
        let c = self.at(i)?;
        let zero = match c {
            '0'..='9' => return Some(c),
            '０'..='９' => '０',
            '٠'..='٩' => '٠',
            '۰'..='۹' => '۰',
            _ => return None,
        };
        char::from_digit(u32::from(c) - u32::from(zero), 10)
    }

    /// Whether one of `words` stands just before `i`, with no other number between.
    pub(super) fn says(&self, i: usize, words: &[&str]) -> bool {
        let start = i.saturating_sub(CONTEXT);
        let stops =
            |j: &usize| self.digit(*j).is_some() || matches!(self.at(*j), Some('\n' | ']' | ';'));
        let mut from = (start..i).rev().find(stops).map_or(start, |j| j + 1);
        // The end of a longer word is no word.
        while from < i && self.before(from).is_some_and(char::is_alphabetic) {
            from += 1;
        }
        let nearby = self.text[self.byte(from)..self.byte(i)].to_lowercase();
        nearby
            .split(|c: char| !c.is_alphabetic())
            .any(|word| words.contains(&word))
    }

    /// The word right before `i`, in small letters; blanks and full stops may follow it.
    pub(super) fn word_before(&self, i: usize) -> String {
        let blank = |c: &char| matches!(c, ' ' | '.' | '\u{a0}');
        let back = (0..i).rev().map_while(|j| self.at(j)).take(CONTEXT);
        let word: String = back
            .skip_while(blank)
            .take_while(|c| c.is_alphabetic())
            .collect();
        word.chars().rev().flat_map(char::to_lowercase).collect()
    }
}
