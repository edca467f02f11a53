//! The passage of a text in which the words of a search stand closest, with those words marked.

use super::terms::{Term, terms};

/// A stretch of text, and whether it is one of the words searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub hit: bool,
}

/// Words read of a text, at most.
const WORDS: usize = 1_000;

fn is_hit(term: &Term, wanted: &[String]) -> bool {
    wanted.contains(&term.stem)
}

/// The whole text with its hits marked; `None` if there are none.
pub fn marked(text: &str, wanted: &[String]) -> Option<Vec<Piece>> {
    let found = terms(text, WORDS);
    found
        .iter()
        .any(|t| is_hit(t, wanted))
        .then(|| pieces(text, 0, text.len(), &found, wanted))
}

/// How many different words of the search stand in the text.
pub fn hits(text: &str, wanted: &[String]) -> usize {
    let found = terms(text, WORDS);
    wanted
        .iter()
        .filter(|w| found.iter().any(|t| t.stem == **w))
        .count()
}

/// About `width` characters of the text, where the most words of the search stand; what is cut
/// off is cut between words and shown as "…". `None` if there are none.
pub fn passage(text: &str, wanted: &[String], width: usize) -> Option<Vec<Piece>> {
    let found = terms(text, WORDS);
    let hits: Vec<&Term> = found.iter().filter(|t| is_hit(t, wanted)).collect();
    // From each hit on, how many different words stand within the width.
    let within = |from: usize| {
        let near = || {
            hits.iter()
                .filter(|t| t.at.start >= from && t.at.end <= from + width)
        };
        wanted
            .iter()
            .filter(|w| near().any(|t| t.stem == **w))
            .count()
    };
    let best = hits.iter().rev().max_by_key(|t| within(t.at.start))?;
    let before = width / 4;
    let from = floor(text, best.at.start.saturating_sub(before));
    let from = if from == 0 {
        0
    } else {
        text[from..best.at.start]
            .find(char::is_whitespace)
            .map_or(best.at.start, |at| from + at)
    };
    let to = floor(text, (from + width).max(best.at.end).min(text.len()));
    let to = if to == text.len() {
        to
    } else {
        text[best.at.end..to]
            .rfind(char::is_whitespace)
            .map_or(to, |at| best.at.end + at)
    };
    let mut all = pieces(text, from, to, &found, wanted);
    if let Some(first) = all.first_mut()
        && from > 0
    {
        first.text = format!("… {}", first.text.trim_start());
    }
    if to < text.len() {
        all.push(Piece {
            text: " …".to_owned(),
            hit: false,
        });
    }
    Some(all)
}

/// The nearest place at or before `at` that is between characters.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn pieces(text: &str, from: usize, to: usize, found: &[Term], wanted: &[String]) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut push = |a: usize, b: usize, hit: bool| {
        if a < b {
            let text = text[a..b].to_owned();
            all.push(Piece { text, hit });
        }
    };
    let mut at = from;
    for term in found {
        if term.at.start >= at && term.at.end <= to && is_hit(term, wanted) {
            push(at, term.at.start, false);
            push(term.at.start, term.at.end, true);
            at = term.at.end;
        }
    }
    push(at, to, false);
    // A cut text may begin with a hit: what says that it is cut needs a piece of its own.
    if from > 0 && all.first().is_some_and(|p| p.hit) {
        let empty = Piece {
            text: String::new(),
            hit: false,
        };
        all.insert(0, empty);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|p| {
                if p.hit {
                    format!("[{}]", p.text)
                } else {
                    p.text.clone()
                }
            })
            .collect()
    }

    #[test]
    fn hits_are_marked_by_their_stem() {
        let wanted = ["layan".to_owned(), "lampu".to_owned()];
        assert_eq!(
            show(&marked("Pelayanan lampu-lampu jalan", &wanted).expect("hits")),
            "[Pelayanan] [lampu-lampu] jalan"
        );
        assert_eq!(marked("Jalan rusak", &wanted), None);
        assert_eq!(hits("Layani lampu dan pelayan", &wanted), 2);
    }

    #[test]
    fn a_passage_is_cut_between_words() {
        let text = format!("{} lampu mati {}", "kata ".repeat(60), "lain ".repeat(60));
        let wanted = ["lampu".to_owned(), "mati".to_owned()];
        let shown = show(&passage(&text, &wanted, 60).expect("a passage"));
        assert!(
            shown.starts_with("… kata") && shown.ends_with(" …"),
            "{shown}"
        );
        assert!(shown.contains("[lampu] [mati]"), "{shown}");
        assert_eq!(passage("apa pun", &wanted, 60), None);
    }

    proptest! {
        #[test]
        fn pieces_are_the_text(text in any::<String>(), width in 1usize..80) {
            let wanted: Vec<String> = terms(&text, 3).into_iter().map(|t| t.stem).collect();
            if let Some(all) = marked(&text, &wanted) {
                let joined: String = all.iter().map(|p| p.text.as_str()).collect();
                prop_assert_eq!(joined, text.clone());
            }
            if let Some(all) = passage(&text, &wanted, width) {
                prop_assert!(all.iter().any(|p| p.hit));
            }
        }
    }
}
