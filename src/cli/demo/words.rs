//! The words of the demonstration: labelled sentences for citizens, written answers for the units.

use super::chance::Chance;
use crate::domain::decline::Ground;
use crate::domain::error::{Error, Result};
use crate::domain::sentiment::{Polarity, Reading};
use crate::domain::thread::{Kind, Step};
use crate::flows::words;
use crate::text::sentiment::eval;
use crate::text::{markdown, masks, sentiment};
use serde::Deserialize;
use std::collections::HashMap;

const ANSWERS: &str = include_str!("../../../assets/demo/answers.toml");
/// Labelled sentences about public services and daily life.
const SENTENCES: &str = include_str!("../../../assets/sentiment/own/train.tsv");

/// What is about daily life, and not about the city's services.
const LEFT_OUT: &str = "aku gue kamu dia temanku kawan film filmnya filmnyo hape hapenya laptopnya \
    baterainya kamera kameranya kualitas dosen dosennya kampus kampusku presiden menteri dprd partai \
    gubernur pilkada politik pejabatnya kebijakan onda pantainya pantainyo pesawatnya kereta \
    konsernya suaranya pelayannya menu kadai kopinya rasanya rasonyo belanja kasirnya bukunya \
    penampilannya pertandingan panen emas polisi perusahaan bank petani peneliti ukurannya kakek \
    nilaiku orangnya urangnyo barangnya barangnyo penjualnya ongkirnya restorannya sambalnya sambal \
    gulainyo sepatunya paketnya ukuran cuaca voli pelabuhan telur adik adiak baralek masak atlet \
    produk hargonyo harago muak bosan bengkel halte nongkrong copet perut perutku beli mambali samba \
    warna eskalatornya resi kucing anjing";

/// What a citizen writes, with everything that follows from it alone.
pub struct Sentence {
    pub body: String,
    pub shown: String,
    pub excerpt: String,
    pub reading: Reading,
}

#[derive(Deserialize)]
struct File {
    answers: Vec<AnswerLine>,
    texts: Vec<TextLine>,
    titles: HashMap<String, HashMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
struct AnswerLine {
    kind: String,
    #[serde(default)]
    topic: String,
    body: String,
}

#[derive(Deserialize)]
struct TextLine {
    step: String,
    /// Of words that decline.
    #[serde(default)]
    ground: String,
    text: String,
}

pub struct Words {
    /// By the polarity with which they are labelled.
    sentences: HashMap<Polarity, Vec<Sentence>>,
    file: File,
}

impl Words {
    pub fn load() -> Result<Words> {
        let file: File =
            toml::from_str(ANSWERS).map_err(|e| Error::Internal(format!("answers.toml: {e}")))?;
        let mut sentences: HashMap<Polarity, Vec<Sentence>> = HashMap::new();
        let examples = eval::read(SENTENCES).map_err(|e| Error::Internal(e.to_string()))?;
        for (text, polarity) in examples.iter().filter(|(text, _)| fits(text)) {
            let polarity = match polarity {
                sentiment::Polarity::Negative => Polarity::Negative,
                sentiment::Polarity::Neutral => Polarity::Neutral,
                sentiment::Polarity::Positive => Polarity::Positive,
            };
            sentences.entry(polarity).or_default().push(sentence(text));
        }
        Ok(Words { sentences, file })
    }

    /// A citizen's words of this polarity.
    pub fn sentence(&self, polarity: Polarity, chance: &mut Chance) -> Option<&Sentence> {
        chance.pick(self.sentences.get(&polarity)?)
    }

    /// A title that fits the service and the kind.
    pub fn title(&self, topic: &str, kind: Kind, place: &Names, chance: &mut Chance) -> String {
        let of = |topic: &str| {
            self.file
                .titles
                .get(topic)
                .and_then(|kinds| kinds.get(kind.as_str()))
                .filter(|t| !t.is_empty())
        };
        let own = of(topic).filter(|_| chance.falls(700));
        let titles = own.or_else(|| of("general"));
        let title = titles
            .and_then(|t| chance.pick(t))
            .map_or("", String::as_str);
        place.fill(title)
    }

    /// An official answer that fits.
    pub fn answer(&self, topic: &str, kind: Kind, place: &Names, chance: &mut Chance) -> String {
        let fitting: Vec<&AnswerLine> = self
            .file
            .answers
            .iter()
            .filter(|a| a.kind == kind.as_str() && (a.topic.is_empty() || a.topic == topic))
            .collect();
        let own = fitting.iter().find(|a| !a.topic.is_empty());
        let chosen = match own {
            Some(own) if chance.falls(600) => Some(own),
            _ => chance.pick(&fitting),
        };
        chosen.map_or_else(String::new, |a| place.fill(a.body.trim()))
    }

    /// What stands beside a step in the timeline.
    /// On what ground a case is declined with these words.
    pub fn ground(&self, text: &str) -> Option<Ground> {
        let line = self.file.texts.iter().find(|t| t.text == text)?;
        Ground::parse(&line.ground)
    }

    pub fn step(&self, step: Step, chance: &mut Chance) -> String {
        let fitting: Vec<&TextLine> = self
            .file
            .texts
            .iter()
            .filter(|t| t.step == step.as_str())
            .collect();
        chance
            .pick(&fitting)
            .map_or_else(String::new, |t| t.text.clone())
    }
}

/// What the placeholders of titles and answers stand for.
pub struct Names<'a> {
    pub service: &'a str,
    pub unit: &'a str,
    pub due: &'a str,
}

impl Names<'_> {
    fn fill(&self, text: &str) -> String {
        text.replace("{service}", self.service)
            .replace("{unit}", self.unit)
            .replace("{due}", self.due)
    }
}

/// Whether a sentence fits a city's forum.
fn fits(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.len() >= 25
        && !lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| LEFT_OUT.split_whitespace().any(|l| l == w))
}

/// What follows from a text alone.
pub fn sentence(body: &str) -> Sentence {
    let masked = masks::mask(body).text;
    Sentence {
        shown: words::public_html(body, &masks::Published::default()),
        excerpt: markdown::excerpt(&masked, 200),
        reading: words::read(body),
        body: body.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_titles_and_answers() {
        let words = Words::load().expect("words");
        let place = Names {
            service: "KTP",
            unit: "Dinas",
            due: "1 Mei 2026",
        };
        for kind in Kind::ALL {
            for n in 0..50 {
                let mut chance = Chance::new("test", n);
                let title = words.title("ktp-el", *kind, &place, &mut chance);
                let answer = words.answer("ktp-el", *kind, &place, &mut chance);
                assert!(!title.is_empty() && !answer.is_empty(), "{kind:?}");
                assert!(
                    !title.contains('{') && !answer.contains('{'),
                    "{title} {answer}"
                );
                assert!(title.chars().count() <= 120, "{title}");
            }
        }
        for polarity in Polarity::ALL {
            let n = words.sentences.get(polarity).map_or(0, Vec::len);
            assert!(n >= 80, "{polarity:?}: {n}");
        }
    }
}
