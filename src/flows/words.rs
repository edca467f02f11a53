//! What a person typed, made fit to keep and to show.

use crate::domain::error::FieldErrors;
use crate::domain::message::Message;
use crate::domain::sentiment::Polarity;
use crate::text::{abuse, clean, markdown, masks, sentiment};
use std::sync::LazyLock;

/// Most characters of a title, a body, a name and a short note.
pub const TITLE_MAX: usize = 120;
pub const BODY_MAX: usize = 5_000;
pub const NAME_MAX: usize = 60;
pub const NOTE_MAX: usize = 500;

/// A line of text, or a fault at its field.
pub fn line(errors: &mut FieldErrors, field: &'static str, typed: &str, max: usize) -> String {
    keep(errors, field, clean::clean_line(typed, max))
}

/// A line that may be left empty.
pub fn optional_line(
    errors: &mut FieldErrors,
    field: &'static str,
    typed: &str,
    max: usize,
) -> String {
    if typed.trim().is_empty() {
        String::new()
    } else {
        line(errors, field, typed, max)
    }
}

/// A text of several lines, or a fault at its field.
pub fn text(errors: &mut FieldErrors, field: &'static str, typed: &str, max: usize) -> String {
    keep(errors, field, clean::clean_text(typed, max))
}

fn keep(
    errors: &mut FieldErrors,
    field: &'static str,
    cleaned: Result<String, clean::Fault>,
) -> String {
    match cleaned {
        Ok(text) => text,
        Err(clean::Fault::Empty) => {
            errors.add(field, Message::new("fault-empty"));
            String::new()
        }
        Err(clean::Fault::TooLong { max, got }) => {
            errors.add(
                field,
                Message::new("fault-too-long")
                    .with("max", max)
                    .with("got", got),
            );
            String::new()
        }
    }
}

/// Markdown as the public sees it: private data masked, made into safe HTML.
pub fn public_html(body: &str) -> String {
    markdown::render(&masks::mask(body).text)
}

/// The polarity of a citizen's words and how sure the model is, 0 to 1.
///
/// A model that can't be read leaves the post neutral with certainty 0, which the log tells; the
/// server checks the model when it starts.
pub fn label(words: &str) -> (Polarity, f64) {
    match sentiment::load() {
        Ok(model) => {
            let label = model.classify(words);
            let polarity = match label.polarity {
                sentiment::Polarity::Negative => Polarity::Negative,
                sentiment::Polarity::Neutral => Polarity::Neutral,
                sentiment::Polarity::Positive => Polarity::Positive,
            };
            (polarity, f64::from(label.probability))
        }
        Err(e) => {
            tracing::error!(error = %e, "the sentiment model can't be read");
            (Polarity::Neutral, 0.0)
        }
    }
}

/// How much of the words insults, threatens or advertises, 0 to 1, by the phrases that come with
/// the program.
pub fn abuse(words: &str) -> f64 {
    static LEXICON: LazyLock<Option<abuse::Lexicon>> =
        LazyLock::new(|| match abuse::Lexicon::parse(abuse::BUILT_IN) {
            Ok(lexicon) => Some(lexicon),
            Err(faults) => {
                tracing::error!(?faults, "the phrases of abuse can't be read");
                None
            }
        });
    LEXICON
        .as_ref()
        .map_or(0.0, |lexicon| abuse::score(words, lexicon).total)
}

/// An email address in its one form: trimmed, lower case, at most 254 characters (RFC 5321).
pub fn normal_email(typed: &str) -> Option<String> {
    let email = typed.trim().to_lowercase();
    let (_, domain) = email.rsplit_once('@')?;
    (email.len() <= 254
        && email.is_ascii()
        && domain.contains('.')
        && email.parse::<lettre::Address>().is_ok())
    .then_some(email)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_take_one_form() {
        assert_eq!(
            normal_email(" Siti@Contoh.Test "),
            Some("siti@contoh.test".into())
        );
        for bad in [
            "",
            "siti",
            "siti@",
            "@contoh.test",
            "a b@contoh.test",
            "a@b\r\nBcc: c@d.e",
            "siti@contoh",
        ] {
            assert_eq!(normal_email(bad), None, "{bad:?}");
        }
    }
}
