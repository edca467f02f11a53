//! Phrases that would be of no use in the lexicon.

use super::clauses::Clauses;
use super::lexicon::patterns;
use crate::text::sentiment::Model;

/// What keeps a phrase from being of use in a lexicon.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Useless {
    /// It would fit about anything: nothing but numbers and stems of one or two letters.
    Broad,
    /// It has letters that aren't Latin.
    Script,
    /// No text is ever read so: punctuation, a joining word within, or a spelling that is made
    /// regular first.
    Never,
}

/// # Errors
/// Why a text would never be found by a phrase, or any by it. One with a star in the wrong place
/// passes; [`Lexicon::parse`](super::Lexicon::parse) names that.
pub fn of_use(phrase: &str, model: &Model) -> Result<(), Useless> {
    let Ok(patterns) = patterns(phrase) else {
        return Ok(());
    };
    // Past the Latin letters with their signs.
    if phrase.chars().any(|c| c.is_alphabetic() && c > '\u{24f}') {
        return Err(Useless::Script);
    }
    if patterns.iter().all(|p| p.stem().is_some_and(|n| n < 3)) {
        return Err(Useless::Broad);
    }
    let said = phrase.replace('*', "").replace('#', "3");
    let words = Clauses::read(&said, model).words;
    let part = words.first().map(|w| w.part);
    // With a star it may be regular as a stem and not as a word, or the reverse.
    let found = words.len() == patterns.len()
        && patterns
            .iter()
            .zip(&words)
            .all(|(p, w)| Some(w.part) == part && (p.stem().is_some() || p.fits(w)));
    if found { Ok(()) } else { Err(Useless::Never) }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::same;
    use super::*;

    /// Every row of the file can be found in a text.
    #[test]
    fn what_is_built_in_is_of_use() {
        let model = crate::text::sentiment::load().expect("the model");
        let lexicon = crate::text::elements::load().expect("the lexicon");
        let useless: Vec<_> = (0..lexicon.len())
            .map(|n| lexicon.written(n))
            .filter_map(|phrase| Some((of_use(phrase, model).err()?, phrase)))
            .collect();
        assert!(useless.is_empty(), "{useless:#?}");
        for (phrase, why) in [
            ("# #", Useless::Broad),
            ("a*", Useless::Broad),
            ("очередь", Useless::Script),
            ("antre, lama", Useless::Never),
            ("lama.", Useless::Never),
            ("rt dan rw", Useless::Never),
            ("...", Useless::Never),
        ] {
            assert_eq!(of_use(phrase, model), Err(why), "{phrase}");
        }
        for phrase in ["gabisa bayar", "# jam", "antri*", "*nya lama", "GAK jelas"] {
            assert_eq!(of_use(phrase, model), Ok(()), "{phrase}");
        }
        assert!(same("gak  Jelas", "tidak jelas") && !same("jelas", "jelas*"));
        assert!(same("gabisa", "tidak bisa"));
    }
}
