//! Which of the nine elements of the survey of public satisfaction (PermenPANRB 14/2017) a post
//! speaks of, and how: from a lexicon that unit staff can read and edit, and the sentiment model.
//! How it is labelled and how good it is: `assets/elements/GUIDELINE.md`.

mod clauses;
mod cues;
pub mod edits;
pub mod eval;
pub mod lexicon;
mod towards;
mod useless;

pub use lexicon::Lexicon;
pub use towards::{Toward, towards};
pub use useless::{Useless, of_use};

use crate::text::sentiment::{Model, Polarity};
use clauses::Clauses;
use std::ops::Range;
use std::sync::OnceLock;

/// The elements in the order of the survey's form; an element is an index into this.
pub const NAMES: [&str; 9] = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarana",
    "pengaduan",
];

/// What stands in the place of an element for a phrase that tells of none.
pub const NONE: &str = "bukan";

/// The lexicon that is built in, over which staff's edits stand.
pub const BUILT_IN: &str = include_str!("../../../assets/elements/lexicon.tsv");

/// A place where a text speaks of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// 0 to 8, see [`NAMES`].
    pub element: usize,
    pub polarity: Polarity,
    /// Bytes of the text: the word or phrase that tells.
    pub span: Range<usize>,
    /// The lexicon's phrase for it, see [`Lexicon::written`].
    pub entry: usize,
}

/// A place where a text says something that looks like an element and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// The lexicon's phrase for it.
    pub entry: usize,
}

/// The lexicon that is built in, read once.
///
/// # Errors
/// The lines that can't be read; a test looks.
pub fn load() -> Result<&'static Lexicon, Vec<lexicon::Fault>> {
    static LEXICON: OnceLock<Result<Lexicon, Vec<lexicon::Fault>>> = OnceLock::new();
    LEXICON
        .get_or_init(|| Lexicon::parse(BUILT_IN))
        .as_ref()
        .map_err(Clone::clone)
}

/// Finds the elements that a text speaks of, in the order of the text: each once in a clause for
/// each polarity towards it. None if it speaks of none.
pub fn find(text: &str, lexicon: &Lexicon, model: &Model) -> Vec<Mention> {
    search(text, lexicon, model, false).0
}

/// As [`find`], with what is passed over.
pub fn explain(text: &str, lexicon: &Lexicon, model: &Model) -> (Vec<Mention>, Vec<Passed>) {
    search(text, lexicon, model, false)
}

/// The same of a text whose writer has said that they mean praise. Whoever praises tells the trouble
/// that was helped ("anak saya demam, petugas sigap"): what is bad is blame only where it stands
/// against the praise ("tapi antrean lama").
pub fn find_in_praise(text: &str, lexicon: &Lexicon, model: &Model) -> Vec<Mention> {
    search(text, lexicon, model, true).0
}

fn search(
    text: &str,
    lexicon: &Lexicon,
    model: &Model,
    praise: bool,
) -> (Vec<Mention>, Vec<Passed>) {
    let mut clauses = Clauses::read(text, model);
    let (cues, passed) = cues::find(&mut clauses, lexicon);
    let judge = cues::Judge::new(&cues, &clauses, model);
    let mut mentions: Vec<(usize, Mention)> = Vec::new();
    for cue in &cues {
        let Some(sign) = judge.polarity(cue) else {
            continue;
        };
        let polarity = match sign {
            1.. => Polarity::Positive,
            0 => Polarity::Neutral,
            _ => Polarity::Negative,
        };
        let clause = clauses.words[cue.at].clause;
        if praise && polarity == Polarity::Negative && !clauses.turned(clause) {
            continue;
        }
        let known = mentions
            .iter()
            .rev()
            .take_while(|(c, _)| *c == clause)
            .any(|(_, m)| m.element == cue.element && m.polarity == polarity);
        if !known {
            let mention = Mention {
                element: cue.element,
                polarity,
                span: clauses.span(cue.at, cue.length),
                entry: cue.entry,
            };
            mentions.push((clause, mention));
        }
    }
    // What has an opinion elsewhere is not also spoken of without one.
    let opinion: [bool; 9] = std::array::from_fn(|e| {
        mentions
            .iter()
            .any(|(_, m)| m.element == e && m.polarity != Polarity::Neutral)
    });
    let mentions = mentions
        .into_iter()
        .map(|(_, m)| m)
        .filter(|m| m.polarity != Polarity::Neutral || !opinion[m.element])
        .collect();
    (mentions, passed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentiment;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(&'static str, Polarity)> {
        let lexicon = load().expect("the lexicon");
        find(text, lexicon, sentiment::load().expect("the model"))
            .into_iter()
            .map(|m| (NAMES[m.element], m.polarity))
            .collect()
    }

    #[test]
    fn each_clause_has_its_own_opinion() {
        assert_eq!(
            found("Petugas ramah tapi antrean lama"),
            [
                ("perilaku", Polarity::Positive),
                ("waktu", Polarity::Negative)
            ]
        );
        let rude = [("perilaku", Polarity::Negative)];
        assert_eq!(found("Petugasnya tidak ramah"), rude);
        assert_eq!(found("Berapa biayanya?"), [("biaya", Polarity::Neutral)]);
        assert_eq!(found("Selamat pagi"), []);
        assert_eq!(found(""), []);
    }

    #[test]
    fn trouble_that_praise_tells_is_no_blame_of_it() {
        let lexicon = load().expect("the lexicon");
        let model = sentiment::load().expect("the model");
        let praised = |text: &str| -> Vec<(&str, Polarity)> {
            find_in_praise(text, lexicon, model)
                .into_iter()
                .map(|m| (NAMES[m.element], m.polarity))
                .collect()
        };
        let kind = ("perilaku", Polarity::Positive);
        let slow = ("waktu", Polarity::Negative);
        assert_eq!(praised("Lampu mati kemarin. Petugas ramah."), [kind]);
        assert_eq!(praised("Petugas ramah, tapi antrean lama."), [kind, slow]);
    }

    #[test]
    fn what_is_wished_for_is_not_praised_and_a_bare_thing_has_no_tone() {
        for text in [
            "Mohon segera diperbaiki.",
            "Semoga petugas lebih ramah.",
            "Tolong dipermudah syaratnya.",
            "Seharusnya gratis.",
            "Sudah dua kali lapor, mohon dibantu segera.",
        ] {
            let praise = found(text)
                .into_iter()
                .find(|(_, p)| *p == Polarity::Positive);
            assert_eq!(praise, None, "{text}");
        }
        for text in ["Antrean", "Antrean daring"] {
            let tone = found(text)
                .into_iter()
                .find(|(_, p)| *p != Polarity::Neutral);
            assert_eq!(tone, None, "{text}");
        }
    }

    #[test]
    fn a_span_is_the_word_that_tells() {
        let text = "Wah, TOILETNYA kotor!";
        let lexicon = load().expect("the lexicon");
        let all = find(text, lexicon, sentiment::load().expect("the model"));
        assert_eq!(&text[all[0].span.clone()], "TOILETNYA");
    }

    proptest! {
        #[test]
        fn never_panics_and_spans_lie_in_the_text(text in ".{0,300}") {
            let lexicon = load().expect("the lexicon");
            for m in find(&text, lexicon, sentiment::load().expect("the model")) {
                prop_assert!(text.get(m.span).is_some_and(|s| !s.is_empty()));
                prop_assert!(m.element < 9);
            }
        }
    }
}
