//! Polarity of what citizens write, by a linear classifier that is built into the binary.
//! Method and figures: `assets/sentiment/README.md`.

pub mod eval;
pub mod features;
mod hashed;
pub mod irony;
pub mod labelled;
pub mod lexicon;
pub mod loose;
pub mod model;
pub mod pairs;
mod reading;
pub mod signals;
pub mod train;

pub use model::{Label, Model, ModelError, UNCERTAIN_BELOW};
use std::sync::OnceLock;

/// The three labels.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    Negative,
    Neutral,
    Positive,
}

impl Polarity {
    pub const ALL: [Polarity; 3] = [Polarity::Negative, Polarity::Neutral, Polarity::Positive];

    pub fn as_str(self) -> &'static str {
        match self {
            Polarity::Negative => "negative",
            Polarity::Neutral => "neutral",
            Polarity::Positive => "positive",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == text)
    }

    /// 0 to 2, in the order of [`Polarity::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}

/// A sentence with its label.
pub type Example = (String, Polarity);

static BUILT_IN: &[u8] = include_bytes!("../../../assets/sentiment/model.bin");

/// The model that is built in, read once.
///
/// # Errors
/// [`ModelError`] if it isn't one of this version; a test and the readiness check look.
pub fn load() -> Result<&'static Model, ModelError> {
    static MODEL: OnceLock<Result<Model, ModelError>> = OnceLock::new();
    MODEL
        .get_or_init(|| Model::read(BUILT_IN))
        .as_ref()
        .map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_plain_praise_and_plain_anger() {
        let model = load().expect("the model");
        for (text, polarity) in [
            (
                "pelayanan sangat ramah dan cepat, terima kasih",
                Polarity::Positive,
            ),
            (
                "petugas kasar dan antrean sangat lama, kecewa",
                Polarity::Negative,
            ),
            ("pelayanan buruk sekali", Polarity::Negative),
            ("tempatnya bersih dan nyaman", Polarity::Positive),
        ] {
            assert_eq!(model.classify(text).polarity, polarity, "{text}");
        }
    }

    #[test]
    fn nothing_to_go_by_is_neutral_and_uncertain() {
        let model = load().expect("the model");
        for text in [
            "",
            "   ",
            "…",
            "これは日本語です",
            "жалоба на сервис",
            "\u{0}",
        ] {
            let label = model.classify(text);
            assert_eq!(label.polarity, Polarity::Neutral, "{text}");
            assert!(label.probability == 0.0 && label.is_uncertain(), "{text}");
        }
    }

    #[test]
    fn minangkabau_is_read_as_what_it_means() {
        let model = load().expect("the model");
        for (text, polarity) in [
            ("palayanannyo rancak bana, sanang ati", Polarity::Positive),
            (
                "WC-nyo kumuah, indak namuah den ka siko lai",
                Polarity::Negative,
            ),
        ] {
            assert_eq!(model.classify(text).polarity, polarity, "{text}");
        }
    }

    #[test]
    fn a_huge_text_is_read_as_its_beginning() {
        let model = load().expect("the model");
        let huge = "pelayanan buruk sekali, ".repeat(100_000);
        let start: String = huge.chars().take(10_000).collect();
        assert_eq!(model.classify(&huge), model.classify(&start));
        assert_eq!(model.classify(&huge).polarity, Polarity::Negative);
    }

    #[test]
    fn mixed_languages_and_scripts_are_read_by_what_is_known() {
        let model = load().expect("the model");
        for (text, polarity) in [
            ("The queue lamo bana, den kecewa", Polarity::Negative),
            ("pelayanan buruk sekali, очень плохо", Polarity::Negative),
            ("service-nya good, staff ramah, 满意", Polarity::Positive),
            ("petugasnya very helpful, thank you", Polarity::Positive),
        ] {
            let label = model.classify(text);
            assert!(
                label.polarity == polarity || label.is_uncertain(),
                "{text}: {label:?}"
            );
        }
    }

    #[test]
    fn the_file_is_small() {
        assert!(BUILT_IN.len() <= 8 << 20);
    }

    #[test]
    fn the_built_in_model_keeps_its_promise_on_the_valid_sentences() {
        let files = [
            include_str!("../../../assets/sentiment/smsa/valid.tsv"),
            include_str!("../../../assets/sentiment/nusax/indonesian/valid.csv"),
            include_str!("../../../assets/sentiment/nusax/minangkabau/valid.csv"),
        ];
        let model = load().expect("the model");
        let mut pool = eval::Confusion::default();
        let mut reliability = eval::Reliability::default();
        for file in files {
            for (text, truth) in eval::read(file).expect("labelled sentences") {
                let label = model.classify(&text);
                pool.count(truth, label.polarity);
                reliability.count(label.probability, truth == label.polarity);
            }
        }
        assert_eq!(pool.total(), 1257 + 97 + 97);
        let f1 = pool.macro_f1();
        assert!(f1 >= 0.875, "macro-F1 {f1}");
        let weighed = pool.macro_f1_under(eval::PRIOR);
        assert!(weighed >= 0.88, "macro-F1 under even classes {weighed}");
        let error = reliability.error();
        assert!(error <= 0.03, "calibration error {error}");
    }

    /// Nothing was trained on these: 80 ironic posts and 80 of true praise that resembles irony.
    #[test]
    fn irony_is_left_uncertain_rather_than_taken_for_praise() {
        let held = include_str!("../../../assets/sentiment/own/irony/held.tsv");
        let model = load().expect("the model");
        let mut sure = eval::Confusion::default();
        for (text, truth) in eval::read(held).expect("labelled sentences") {
            let label = model.classify(&text);
            if !label.is_uncertain() {
                sure.count(truth, label.polarity);
            }
        }
        let [ironic, _, sincere] = sure.0;
        assert!(ironic[Polarity::Positive.index()] <= 6, "{sure:?}");
        // Most of the praise that is hardest to tell is uncertain too, little of it wrong.
        assert!(sincere[Polarity::Positive.index()] >= 34, "{sure:?}");
        assert!(sincere[Polarity::Negative.index()] <= 8, "{sure:?}");
        // Plain thanks, not trained on either, are hardly taken for irony: without looking for it
        // 46 of 60 are sure praise.
        let plain = include_str!("../../../assets/sentiment/own/irony/plain.tsv");
        let plain = eval::read(plain).expect("labelled sentences");
        let sure = plain
            .iter()
            .map(|(text, _)| model.classify(text))
            .filter(|l| l.polarity == Polarity::Positive && !l.is_uncertain())
            .count();
        assert!((45..=60).contains(&sure), "{sure}");
    }

    proptest! {
        #[test]
        fn never_panics_and_stays_a_probability(text in ".{0,400}") {
            let label = load().expect("the model").classify(&text);
            prop_assert!((0.0..=1.0).contains(&label.probability));
        }
    }
}
