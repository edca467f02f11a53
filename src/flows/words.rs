//! What a person typed, made fit to keep and to show.

use crate::domain::error::FieldErrors;
use crate::domain::ikm::Element;
use crate::domain::message::Message;
use crate::domain::rating::Score;
use crate::domain::sentiment::{Mentions, Polarity, Reading};
use crate::domain::thread::Kind;
use crate::text::{clean, elements, markdown, masks, sentiment};

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

/// Markdown as the public sees it: private data masked but for what units publish, made into safe
/// HTML. Who is named in it is another matter: see `flows/named.rs`.
pub fn public_html(body: &str, contacts: &masks::Published) -> String {
    markdown::render(&masks::mask_except(body, contacts).text)
}

/// What a citizen's words say: polarity, certainty, and the elements they speak of by a lexicon (that
/// of `guide::guide`).
///
/// A model that can't be read leaves the post neutral with certainty 0, which the log tells; the server
/// checks it when it starts.
pub fn read(words: &str, lexicon: &elements::Lexicon) -> Reading {
    read_as(words, lexicon, false)
}

/// As [`read`]; `sincere` of a writer who has said that they mean praise.
fn read_as(words: &str, lexicon: &elements::Lexicon, sincere: bool) -> Reading {
    let model = match sentiment::load() {
        Ok(model) => model,
        Err(e) => {
            tracing::error!(error = %e, "the sentiment model can't be read");
            return Reading::new(Polarity::Neutral, 0.0, Mentions::default());
        }
    };
    let label = match sincere {
        true => model.classify_sincere(words),
        false => model.classify(words),
    };
    let found = match sincere {
        true => elements::find_in_praise(words, lexicon, model),
        false => elements::find(words, lexicon, model),
    };
    let mentions = found
        .into_iter()
        .filter_map(|m| Some((Element::from_index(m.element)?, of_text(m.polarity))))
        .collect();
    Reading::new(
        of_text(label.polarity),
        f64::from(label.probability),
        mentions,
    )
}

/// What the words that open a thread say, beside its kind and the mark given with it.
pub fn read_opening(
    title: &str,
    body: &str,
    kind: Kind,
    overall: Option<Score>,
    lexicon: &elements::Lexicon,
) -> Reading {
    let mark = overall.map(Score::get);
    let sincere = kind == Kind::Praise && mark.is_none_or(|m| m > 2);
    read_as(&format!("{title}. {body}"), lexicon, sincere).beside(kind, overall)
}

/// The same polarity, as rules know it.
pub(super) fn of_text(polarity: sentiment::Polarity) -> Polarity {
    match polarity {
        sentiment::Polarity::Negative => Polarity::Negative,
        sentiment::Polarity::Neutral => Polarity::Neutral,
        sentiment::Polarity::Positive => Polarity::Positive,
    }
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

    fn read(words: &str) -> Reading {
        super::read(words, elements::load().expect("the lexicon"))
    }

    fn read_opening(title: &str, body: &str, kind: Kind, overall: Option<Score>) -> Reading {
        let lexicon = elements::load().expect("the lexicon");
        super::read_opening(title, body, kind, overall, lexicon)
    }

    #[test]
    fn words_are_read_for_polarity_and_elements() {
        let reading = read("Petugas ramah tapi antrean lama sekali, saya kecewa");
        assert_eq!(reading.elements.clone().into_text(), "u3- u7+");
        assert!(!reading.corrected);
        assert_eq!(
            sentiment::UNCERTAIN_BELOW,
            crate::domain::sentiment::UNCERTAIN_BELOW
        );
        for (e, name) in Element::ALL.iter().zip(elements::NAMES) {
            assert!(!name.is_empty() && e.index() < 9);
        }
    }

    /// What can't be told is uncertain rather than wrong.
    #[test]
    fn strange_words_are_uncertain_and_never_break_it() {
        let huge = "antrean lama ".repeat(20_000);
        for text in [
            "",
            "   ",
            "…",
            "これは日本語です",
            "жалоба на сервис",
            "\u{0}",
            "123 456",
        ] {
            let reading = read(text);
            assert!(
                !reading.is_sure() && reading.elements.is_empty(),
                "{text}: {reading:?}"
            );
        }
        for (text, polarity) in [("👍👍👍", Polarity::Positive), ("😡", Polarity::Negative)]
        {
            let reading = read(text);
            assert!(
                reading.is_sure() && reading.polarity == polarity,
                "{text}: {reading:?}"
            );
        }
        assert_eq!(read(&huge).elements.into_text(), "u3-");
        for ironic in [
            "Hebat sekali pelayanannya, tiga jam menunggu antrean yang lama.",
            "Luar biasa, mantap, loket tutup lagi dan petugas tidak ramah.",
        ] {
            let reading = read(ironic);
            assert!(
                !reading.is_sure() || reading.polarity == Polarity::Negative,
                "{ironic}: {reading:?}"
            );
        }
        // Two languages in one sentence are read in both.
        let mixed = read("Antrian lamo bana, the service was slow, petugas indak ramah");
        assert!(mixed.elements.any(Polarity::Negative), "{mixed:?}");
    }

    /// Irony is left uncertain where it is not seen to be blame. As the opening of a complaint it never
    /// counts as praise, whatever the model thinks of it.
    #[test]
    fn irony_is_seldom_taken_for_sure_praise() {
        let ironic = [
            "Hebat sekali, baru empat jam sudah dipanggil",
            "Terima kasih sudah membuat kami hujan-hujanan di luar pagar",
            "Bagus sekali, KTP jadi setahun",
            "Mantap, jalan baru sudah berlubang",
            "Wah rajin sekali petugasnya, jam sepuluh baru datang",
            "Luar biasa, air PDAM cuma mengalir waktu hujan",
            "Pelayanan super cepat, tiga bulan baru jadi",
            "Ramah sekali, sampai saya diusir",
            "Keren, lampu jalan menyala di siang hari saja",
            "Salut, sudah lima kali lapor tetap tidak digubris",
            "Selamat, kami sukses disuruh pulang lagi",
            "Senang sekali bolak-balik tiga kali karena fotokopi kurang selembar",
            "Jempol buat petugas yang tidur di loket",
            "Enak ya jadi petugas, pukul dua sudah pulang",
            "Canggih, aplikasinya error terus",
            "Rancak bana, jalan ka sakola jadi tabek",
            "Santiang, alah tigo bulan alun juo siap",
            "Makasih ya pak, obatnya habis terus",
        ];
        let praises = |r: &Reading| r.is_sure() && r.polarity == Polarity::Positive;
        let praised: Vec<&str> = ironic
            .into_iter()
            .filter(|text| praises(&read(text)))
            .collect();
        assert!(praised.len() <= 1, "{praised:#?}");
        for text in ironic {
            let opening = read_opening(text, text, Kind::Complaint, None);
            assert!(!praises(&opening), "{opening:?}");
            let rated = read_opening(text, text, Kind::Suggestion, Score::new(1));
            assert!(!praises(&rated), "{rated:?}");
        }
    }

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
