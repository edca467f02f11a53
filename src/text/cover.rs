//! Covers words that a moderator has chosen, in a text as it was written, wherever they stand.
//!
//! The moderator sees the text as readers do; in what was written, marks of Markdown and line
//! breaks may stand between or within the words. Work is at most the length of the text times
//! that of the words.

use std::ops::Range;

/// What stands in the place of covered words. Not translated: it is part of a citizen's text.
pub const TOKEN: &str = "[••• moderator]";

/// A text with words covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    pub text: String,
    /// For each of the words, in their order, whether they were found.
    pub found: Vec<bool>,
}

/// Covers each of `phrases` wherever it stands as whole words, whatever its case.
pub fn cover<S: AsRef<str>>(text: &str, phrases: &[S]) -> Covered {
    let mut hits: Vec<Range<usize>> = Vec::new();
    let found = phrases
        .iter()
        .map(|phrase| {
            let places = find(text, phrase.as_ref());
            let any = !places.is_empty();
            hits.extend(places);
            any
        })
        .collect();
    hits.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    let mut covered = String::with_capacity(text.len());
    let mut from = 0;
    for hit in hits {
        if hit.end <= from {
            continue;
        }
        // Where two overlap, the second only lengthens the first.
        if hit.start >= from {
            covered.push_str(&text[from..hit.start]);
            covered.push_str(TOKEN);
        }
        from = hit.end;
    }
    covered.push_str(&text[from..]);
    Covered {
        text: covered,
        found,
    }
}

/// Marks that may stand within words without being seen.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '`' | '~' | '\\')
}

/// What may stand between two words without being more than a gap.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || is_mark(c) || matches!(c, '>' | '#' | '-' | '+')
}

fn same(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

/// Where the words stand, in bytes, in order, none overlapping another.
fn find(text: &str, phrase: &str) -> Vec<Range<usize>> {
    let words: Vec<Vec<char>> = phrase
        .split_whitespace()
        .map(|w| w.chars().collect())
        .collect();
    let mut places = Vec::new();
    let (Some(first), Some(last)) = (
        words.first().and_then(|w| w.first()),
        words.last().and_then(|w| w.last()),
    ) else {
        return places;
    };
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    while at < chars.len() {
        let inside = first.is_alphanumeric() && at > 0 && chars[at - 1].1.is_alphanumeric();
        let end = if inside {
            None
        } else {
            match_at(&chars, at, &words)
        };
        let end = end.filter(|end| {
            !(last.is_alphanumeric() && chars.get(*end).is_some_and(|c| c.1.is_alphanumeric()))
        });
        match end {
            Some(end) => {
                let until = chars.get(end).map_or(text.len(), |c| c.0);
                places.push(chars[at].0..until);
                at = end;
            }
            None => at += 1,
        }
    }
    places
}

/// The place after the words, if they stand at `at`.
fn match_at(chars: &[(usize, char)], at: usize, words: &[Vec<char>]) -> Option<usize> {
    let mut place = at;
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            let gap = chars[place..].iter().take_while(|c| is_gap(c.1)).count();
            if gap == 0 {
                return None;
            }
            // A word may itself begin with what else is a gap, such as a dash.
            let begin = (place + 1..=place + gap)
                .rev()
                .find(|p| chars.get(*p).is_some_and(|c| same(c.1, word[0])))?;
            place = begin;
        }
        for (j, wanted) in word.iter().enumerate() {
            while j > 0
                && chars
                    .get(place)
                    .is_some_and(|c| is_mark(c.1) && c.1 != *wanted)
            {
                place += 1;
            }
            if !same(chars.get(place)?.1, *wanted) {
                return None;
            }
            place += 1;
        }
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str, phrases: &[&str]) -> String {
        cover(text, phrases).text
    }

    #[test]
    fn words_are_covered_wherever_they_stand_as_words() {
        assert_eq!(
            of("Pak Budi bilang budi, bukan Budiman.", &["Budi"]),
            "Pak [••• moderator] bilang [••• moderator], bukan Budiman."
        );
        assert_eq!(
            of("Dasar **si\nAnu** > tukang tipu!", &["si anu tukang tipu"]),
            "Dasar **[••• moderator]!"
        );
        assert_eq!(of("B*ud*i datang", &["budi"]), "[••• moderator] datang");
        assert_eq!(
            of("(Budi-Ani)", &["budi", "ani"]),
            "([••• moderator]-[••• moderator])"
        );
        assert_eq!(
            of("ÉCOLE école", &["École"]),
            "[••• moderator] [••• moderator]"
        );
        assert_eq!(of("a - b", &["- b"]), "a [••• moderator]");
    }

    #[test]
    fn overlapping_words_are_covered_as_one() {
        assert_eq!(
            of("satu dua tiga empat", &["satu dua", "dua tiga"]),
            "[••• moderator] empat"
        );
        assert_eq!(
            of("satu dua tiga", &["dua", "satu dua tiga"]),
            "[••• moderator]"
        );
    }

    #[test]
    fn what_is_not_there_is_told() {
        let covered = cover("Jalan rusak", &["rusak", "bagus", " "]);
        assert_eq!(covered.found, [true, false, false]);
        assert_eq!(covered.text, "Jalan [••• moderator]");
    }

    proptest! {
        #[test]
        fn nothing_panics_and_what_is_not_found_changes_nothing(
            text in "\\PC{0,80}", phrase in "\\PC{0,12}",
        ) {
            let covered = cover(&text, &[&phrase]);
            if !covered.found[0] {
                prop_assert_eq!(covered.text, text);
            }
        }

        #[test]
        fn covered_words_are_gone(before in "[a-z ]{0,20}", word in "[a-z]{3,8}", after in "[a-z ]{0,20}") {
            let covered = cover(&format!("{before} {word} {after}"), &[&word]);
            prop_assert!(covered.found[0]);
            prop_assert!(!covered.text.replace(TOKEN, "•").split(' ').any(|w| w == word));
        }
    }
}
