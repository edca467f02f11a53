//! How a text speaks of somebody or something that stands in it: by the words of the clause it
//! stands in, or else of the clause after, and only then by the model.

use super::clauses::Clauses;
use crate::text::sentiment::{Model, Polarity};
use std::ops::Range;

/// How certain the model must be of a clause that has no word with an opinion.
const CERTAIN: f32 = 0.75;

/// What is said of something.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Toward {
    pub polarity: Polarity,
    /// Whether everything points one way.
    pub sure: bool,
}

/// What `text` says of each of `places`, which are ranges of its bytes in order.
pub fn towards(text: &str, model: &Model, places: &[Range<usize>]) -> Vec<Toward> {
    let clauses = Clauses::read(text, model);
    let at: Vec<Option<usize>> = places
        .iter()
        .map(|p| clauses.words.iter().position(|w| w.span.end > p.start))
        .collect();
    let named: Vec<usize> = at
        .iter()
        .flatten()
        .map(|i| clauses.words[*i].clause)
        .collect();
    at.iter()
        .zip(places)
        .map(|(word, place)| match word {
            Some(word) => of(&clauses, model, *word, place, &named),
            None => NOTHING,
        })
        .collect()
}

const NOTHING: Toward = Toward {
    polarity: Polarity::Neutral,
    sure: true,
};

fn of(all: &Clauses, model: &Model, word: usize, place: &Range<usize>, named: &[usize]) -> Toward {
    let clause = all.words[word].clause;
    let here = all.around(word, |a, b| a.clause == b.clause);
    if let Some(toward) = by_words(all, here.clone(), Some(place)) {
        return toward;
    }
    if let Some(toward) = by_model(all, model, &here) {
        return toward;
    }
    // "Dilayani Bu Rina. Ramah sekali." unless the next clause is about somebody else.
    let next = all.words.get(here.end).map(|w| w.clause);
    if next.is_some_and(|next| next > clause && !named.contains(&next)) {
        let there = all.around(here.end, |a, b| a.clause == b.clause);
        if let Some(toward) = by_words(all, there, None) {
            return toward;
        }
    }
    NOTHING
}

/// By the words of a clause that have an opinion; those of the name itself have none.
fn by_words(all: &Clauses, words: Range<usize>, name: Option<&Range<usize>>) -> Option<Toward> {
    let (mut good, mut bad) = (0, 0);
    for i in words {
        let span = &all.words[i].span;
        if name.is_some_and(|n| span.start < n.end && n.start < span.end) {
            continue;
        }
        match all.opinions[i] {
            1.. => good += 1,
            0 => {}
            _ => bad += 1,
        }
    }
    let polarity = match (good, bad) {
        (0, 0) => return None,
        _ if bad >= good => Polarity::Negative,
        _ => Polarity::Positive,
    };
    Some(Toward {
        polarity,
        sure: good == 0 || bad == 0,
    })
}

fn by_model(all: &Clauses, model: &Model, words: &Range<usize>) -> Option<Toward> {
    let from = all.words.get(words.start)?.span.start;
    let to = all.words.get(words.end.checked_sub(1)?)?.span.end;
    let label = model.classify(all.text.get(from..to)?);
    (label.polarity != Polarity::Neutral && label.probability >= CERTAIN).then_some(Toward {
        polarity: label.polarity,
        sure: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentiment;
    use proptest::prelude::*;

    fn said(text: &str, name: &str) -> Toward {
        let at = text.find(name).expect("the name");
        let model = sentiment::load().expect("the model");
        let place = at..at + name.len();
        towards(text, model, std::slice::from_ref(&place))[0]
    }

    #[test]
    fn each_is_spoken_of_in_their_own_clause() {
        let text = "Bu Rina ramah sekali, tapi Pak Darwis kasar dan lamban.";
        assert_eq!(said(text, "Rina").polarity, Polarity::Positive);
        assert_eq!(said(text, "Darwis").polarity, Polarity::Negative);
        assert!(said(text, "Darwis").sure);
        let text = "Saya dilayani Bu Rina. Ramah sekali orangnya.";
        assert_eq!(said(text, "Rina").polarity, Polarity::Positive);
        let text = "Bu Rina tidak ramah.";
        assert_eq!(said(text, "Rina").polarity, Polarity::Negative);
        let text = "Kapan Bu Rina ada di kantor?";
        assert_eq!(said(text, "Rina").polarity, Polarity::Neutral);
        let mixed = said("Bu Rina ramah walau agak lambat", "Rina");
        assert!(!mixed.sure || mixed.polarity != Polarity::Neutral);
    }

    proptest! {
        #[test]
        fn any_place_is_answered(text in any::<String>(), a in 0usize..40, b in 0usize..40) {
            let model = sentiment::load().expect("the model");
            let place = a.min(b)..a.max(b);
            prop_assert_eq!(towards(&text, model, &[place.clone(), place]).len(), 2);
        }
    }
}
