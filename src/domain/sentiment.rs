//! What a citizen's words say, as far as a program or a reader can tell: a claim with an error,
//! never a verdict.

use super::ikm::Element;
use super::rating::Score;
use super::thread::Kind;
use std::collections::BTreeSet;

crate::text_enum! {
    pub enum Polarity {
        Negative = "negative",
        Neutral = "neutral",
        Positive = "positive",
    }
}

impl Polarity {
    /// The sign in stored and exported labels.
    pub const fn sign(self) -> char {
        match self {
            Polarity::Negative => '-',
            Polarity::Neutral => '0',
            Polarity::Positive => '+',
        }
    }

    pub fn of_sign(sign: char) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.sign() == sign)
    }
}

/// A label with less certainty is a guess and counts as uncertain.
pub const UNCERTAIN_BELOW: f32 = 0.6;

/// The certainty of a label whose signs contradict each other, such as praise of a service whose
/// every named element is found bad, or praise in a complaint: irony reads so.
pub const CONTRADICTED: f64 = 0.5;

/// The elements that a post speaks of, each with the polarities towards it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions(BTreeSet<(Element, Polarity)>);

impl Mentions {
    pub fn add(&mut self, element: Element, polarity: Polarity) {
        self.0.insert((element, polarity));
    }

    pub fn has(&self, element: Element, polarity: Polarity) -> bool {
        self.0.contains(&(element, polarity))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (Element, Polarity)> + '_ {
        self.0.iter().copied()
    }

    /// Whether any element is spoken of so.
    pub fn any(&self, polarity: Polarity) -> bool {
        self.0.iter().any(|(_, p)| *p == polarity)
    }

    /// Such as `u3- u7+`; `None` if a part is no element with a sign.
    pub fn parse(text: &str) -> Option<Self> {
        let mut mentions = Self::default();
        for part in text.split_whitespace() {
            let sign = part.chars().next_back()?;
            let element = Element::parse(part.strip_suffix(sign)?)?;
            mentions.add(element, Polarity::of_sign(sign)?);
        }
        Some(mentions)
    }

    /// As [`Mentions::parse`] reads it.
    pub fn into_text(self) -> String {
        let parts: Vec<String> = self
            .iter()
            .map(|(e, p)| format!("{}{}", e.as_str(), p.sign()))
            .collect();
        parts.join(" ")
    }
}

impl FromIterator<(Element, Polarity)> for Mentions {
    fn from_iter<I: IntoIterator<Item = (Element, Polarity)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

/// What is known of a post's words.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub polarity: Polarity,
    /// How sure the program is of the polarity, 0 to 1.
    pub certainty: f64,
    pub elements: Mentions,
    /// Whether a person has corrected it: then it is sure.
    pub corrected: bool,
}

impl Reading {
    /// What a program has read. Where polarity and elements say opposite things, it is a guess.
    pub fn new(polarity: Polarity, certainty: f64, elements: Mentions) -> Reading {
        let against = match polarity {
            Polarity::Positive => Some(Polarity::Negative),
            Polarity::Negative => Some(Polarity::Positive),
            Polarity::Neutral => None,
        };
        let contradicted = against.is_some_and(|a| elements.any(a) && !elements.any(polarity));
        Reading {
            polarity,
            certainty: if contradicted {
                certainty.min(CONTRADICTED)
            } else {
                certainty
            },
            elements,
            corrected: false,
        }
    }

    /// The same as the words that open a thread, of whose matter the writer has said of which kind it
    /// is and perhaps how the service was. Where that speaks against the words, they are a guess: a
    /// complaint or a mark of 1 or 2 against praise; thanks, or a mark of 4 without a complaint, against
    /// blame.
    pub fn beside(mut self, kind: Kind, overall: Option<Score>) -> Reading {
        let mark = overall.map(Score::get);
        let against = match self.polarity {
            Polarity::Positive => kind == Kind::Complaint || mark.is_some_and(|m| m <= 2),
            Polarity::Negative => {
                kind == Kind::Praise || (mark == Some(4) && kind != Kind::Complaint)
            }
            Polarity::Neutral => false,
        };
        if against {
            self.certainty = self.certainty.min(CONTRADICTED);
        }
        self
    }

    /// Whether the polarity may be counted as one.
    pub fn is_sure(&self) -> bool {
        self.corrected || self.certainty as f32 >= UNCERTAIN_BELOW
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn contradicting_signs_are_a_guess() {
        let bad = Mentions::parse("u3-").expect("mentions");
        let mixed = Mentions::parse("u3- u7+").expect("mentions");
        assert!(!Reading::new(Polarity::Positive, 0.95, bad.clone()).is_sure());
        assert!(Reading::new(Polarity::Negative, 0.95, bad.clone()).is_sure());
        assert!(Reading::new(Polarity::Positive, 0.95, mixed).is_sure());
        let corrected = Reading {
            corrected: true,
            ..Reading::new(Polarity::Positive, 0.95, bad)
        };
        assert!(corrected.is_sure());
    }

    #[test]
    fn words_against_what_the_form_says_are_a_guess() {
        let sure = |polarity, kind, mark: u8| {
            Reading::new(polarity, 0.95, Mentions::default())
                .beside(kind, Score::new(mark))
                .is_sure()
        };
        for (polarity, kind, mark, expected) in [
            (Polarity::Positive, Kind::Complaint, 0, false),
            (Polarity::Positive, Kind::Praise, 2, false),
            (Polarity::Positive, Kind::Suggestion, 3, true),
            (Polarity::Positive, Kind::Praise, 0, true),
            (Polarity::Negative, Kind::Praise, 0, false),
            (Polarity::Negative, Kind::Suggestion, 4, false),
            (Polarity::Negative, Kind::Complaint, 4, true),
            (Polarity::Negative, Kind::Question, 3, true),
            (Polarity::Negative, Kind::Complaint, 1, true),
            (Polarity::Neutral, Kind::Complaint, 4, true),
        ] {
            assert_eq!(
                sure(polarity, kind, mark),
                expected,
                "{polarity:?} {kind:?} {mark}"
            );
        }
        // A guess stays the guess that it was.
        let guess = Reading::new(Polarity::Positive, 0.4, Mentions::default());
        assert_eq!(guess.clone().beside(Kind::Complaint, None), guess);
    }

    #[test]
    fn what_is_no_mention_is_refused() {
        for text in ["u0-", "u10+", "waktu-", "u3", "-", "u3?", "u3 -"] {
            assert_eq!(Mentions::parse(text), None, "{text}");
        }
        assert_eq!(Mentions::parse("  "), Some(Mentions::default()));
    }

    proptest! {
        #[test]
        fn mentions_are_read_as_they_were_written(all in proptest::collection::vec((0usize..9, 0usize..3), 0..20)) {
            let mentions: Mentions = all
                .iter()
                .map(|(e, p)| (Element::ALL[*e], Polarity::ALL[*p]))
                .collect();
            let text = mentions.clone().into_text();
            prop_assert_eq!(Mentions::parse(&text), Some(mentions));
        }

        #[test]
        fn no_text_breaks_it(text in ".{0,60}") {
            let _ = Mentions::parse(&text);
        }
    }
}
