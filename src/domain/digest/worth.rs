//! Which posts a head should read in the citizens' own words.
//!
//! A post may be chosen if its tone is clear and its length is that of something one reads: it
//! stands alone, and is no essay. Then, in this order: what speaks of the chosen thing, what is
//! not neutral, what more people support, what the model is surer of, what is nearer to a
//! paragraph's length, and the higher number. Each writer and each thread once.

use crate::domain::ikm::Element;
use crate::domain::sentiment::Polarity;
use std::cmp::Reverse;

/// A public post as the rule sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub number: String,
    /// Characters of its text.
    pub length: usize,
    /// Whoever wrote it, without saying who: equal for two posts by one writer; `None` if unknown.
    pub writer: Option<u64>,
    pub polarity: Polarity,
    /// Whether the polarity is more than a guess (`Reading::is_sure`).
    pub sure: bool,
    /// How sure the model is, 0 to 1.
    pub certainty: f64,
    pub elements: Vec<Element>,
    pub supports: i64,
}

/// Characters of a text that stands alone and is read to its end.
const READABLE: std::ops::RangeInclusive<usize> = 40..=600;
/// A paragraph.
const PARAGRAPH: usize = 200;

/// Words as a digest quotes them: no more than is read to its end, whatever they have grown to.
pub fn quoted(words: &str) -> String {
    let most = *READABLE.end();
    match words.char_indices().nth(most) {
        None => words.to_owned(),
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
    }
}

/// The places of at most `most` posts worth reading, the best first; none of them below the rule.
pub fn worth_reading(posts: &[Post], about: Option<Element>, most: usize) -> Vec<usize> {
    let mut fit: Vec<usize> = (0..posts.len())
        .filter(|i| {
            let p = &posts[*i];
            p.sure && READABLE.contains(&p.length)
        })
        .collect();
    fit.sort_by_key(|i| {
        let p = &posts[*i];
        let speaks = about.is_some_and(|e| p.elements.contains(&e));
        (
            Reverse(speaks),
            p.polarity == Polarity::Neutral,
            Reverse(p.supports),
            // Whole thousandths: an order that no rounding upsets.
            Reverse((p.certainty.clamp(0.0, 1.0) * 1000.0) as i64),
            p.length.abs_diff(PARAGRAPH),
            Reverse(&p.number),
        )
    });
    let mut chosen: Vec<usize> = Vec::new();
    for i in fit {
        let p = &posts[i];
        let again = chosen.iter().any(|c| {
            let other = &posts[*c];
            other.number == p.number || (p.writer.is_some() && other.writer == p.writer)
        });
        if !again {
            chosen.push(i);
        }
        if chosen.len() == most {
            break;
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_has_grown_is_quoted_short() {
        assert_eq!(quoted("Antrean lama."), "Antrean lama.");
        let long = quoted(&"é ".repeat(4_000));
        assert!(
            long.ends_with("é…") && long.chars().count() <= 601,
            "{long}"
        );
    }

    fn post(number: &str) -> Post {
        Post {
            number: number.into(),
            length: 150,
            writer: None,
            polarity: Polarity::Negative,
            sure: true,
            certainty: 0.9,
            elements: Vec::new(),
            supports: 0,
        }
    }

    #[test]
    fn the_chosen_thing_comes_first_then_support() {
        let mut posts = vec![post("1"), post("2"), post("3"), post("4")];
        posts[0].supports = 50;
        posts[2].elements.push(Element::Time);
        posts[3].supports = 9;
        assert_eq!(worth_reading(&posts, Some(Element::Time), 3), [2, 0, 3]);
        assert_eq!(worth_reading(&posts, None, 2), [0, 3]);
    }

    #[test]
    fn guesses_and_what_nobody_reads_to_the_end_stay_out() {
        let mut posts = vec![post("1"), post("2"), post("3")];
        posts[0].sure = false;
        posts[1].length = 39;
        posts[2].length = 601;
        assert!(worth_reading(&posts, None, 3).is_empty());
    }

    #[test]
    fn a_writer_and_a_thread_speak_once() {
        let mut posts = vec![post("1"), post("2"), post("2"), post("3"), post("4")];
        posts[0].writer = Some(7);
        posts[3].writer = Some(7);
        let chosen = worth_reading(&posts, None, 9);
        let numbers: Vec<&str> = chosen.iter().map(|i| posts[*i].number.as_str()).collect();
        assert_eq!(numbers, ["4", "3", "2"]);
    }

    proptest! {
        /// The order in which posts come from the database changes nothing.
        #[test]
        fn order_changes_nothing(
            made in prop::collection::vec((30usize..700, 0u64..5, 0.5f64..1.0, 0i64..4), 0..20),
            turn in 0usize..20,
        ) {
            let posts: Vec<Post> = made.iter().enumerate().map(|(n, (length, writer, certainty, supports))| Post {
                length: *length, writer: Some(*writer), certainty: *certainty, supports: *supports,
                ..post(&format!("{n:03}"))
            }).collect();
            let mut turned = posts.clone();
            turned.rotate_left(turn % posts.len().max(1));
            let names = |all: &[Post]| -> Vec<String> {
                worth_reading(all, None, 3).iter().map(|i| all[*i].number.clone()).collect()
            };
            let chosen = names(&posts);
            prop_assert_eq!(&chosen, &names(&turned));
            prop_assert!(chosen.len() <= 3);
        }
    }
}
