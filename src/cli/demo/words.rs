//! The words of the demonstration: sentences of the labelled data sets for citizens, written
//! answers for the units.

use super::chance::Chance;
use crate::domain::error::{Error, Result};
use crate::domain::sentiment::{Polarity, Reading};
use crate::domain::thread::{Kind, Step};
use crate::flows::words;
use crate::text::sentiment::eval;
use crate::text::{markdown, masks, sentiment};
use serde::Deserialize;
use std::collections::HashMap;

const ANSWERS: &str = include_str!("../../../assets/demo/answers.toml");
const SETS: [&str; 6] = [
    include_str!("../../../assets/sentiment/nusax/indonesian/train.csv"),
    include_str!("../../../assets/sentiment/nusax/indonesian/valid.csv"),
    include_str!("../../../assets/sentiment/nusax/minangkabau/train.csv"),
    include_str!("../../../assets/sentiment/nusax/minangkabau/valid.csv"),
    include_str!("../../../assets/sentiment/smsa/train.tsv"),
    include_str!("../../../assets/sentiment/smsa/valid.tsv"),
];

/// The larger set was gathered from social media and reviews. What is about parties, candidates and
/// faiths, and what holds slurs, has no place in a city's forum.
const LEFT_OUT: &str = "partai pilpres pilkada pilgub caleg capres paslon cagub presiden gubernur \
    bupati menteri dpr kpk politik politikus politisi kampanye jokowi prabowo ahok anies sandi \
    sandiaga setnov novanto fadli zonk megawati sby gerindra pdip pks golkar demokrat nasdem hti \
    fpi pki komunis komunisme cebong kampret kafir islam muslim kristen yahudi hindu budha agama \
    ulama ustad ustadz nabi allah tuhan haram lgbt gay cina china tionghoa pribumi papua israel \
    palestina rohingya anjing bangsat tolol goblok bodoh dungu idiot babi setan iblis sesat bunuh \
    perkosa seks sex porno telanjang koruptor korupsi teroris bom perang narkoba miras bir";

/// Of the larger set, sentences that speak of places, services, waiting, prices and people who serve.
const ABOUT_SERVICES: &str = "pelayanan layanan pelayan petugas pegawai karyawan staf kasir antre \
    antri antrian antrean menunggu nunggu loket jadwal ramah sopan cepat lambat lama lokasi tempat \
    ruangan ruang fasilitas toilet parkir bersih kotor nyaman harga biaya bayar tarif mahal murah \
    tiket proses daftar kartu surat sekolah guru dokter obat jalan lampu air listrik sampah macet \
    kecewa mengecewakan puas memuaskan tolong mohon bantu keluhan komplain terima";

/// From here on, [`SETS`] are of the larger set.
const FIRST_LARGE: usize = 4;

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
    text: String,
}

pub struct Words {
    /// By the polarity that the data set gives.
    sentences: HashMap<Polarity, Vec<Sentence>>,
    file: File,
}

impl Words {
    pub fn load() -> Result<Words> {
        let file: File =
            toml::from_str(ANSWERS).map_err(|e| Error::Internal(format!("answers.toml: {e}")))?;
        let mut sentences: HashMap<Polarity, Vec<Sentence>> = HashMap::new();
        for (n, set) in SETS.into_iter().enumerate() {
            let examples = eval::read(set).map_err(|e| Error::Internal(e.to_string()))?;
            for (text, polarity) in examples {
                let polarity = match polarity {
                    sentiment::Polarity::Negative => Polarity::Negative,
                    sentiment::Polarity::Neutral => Polarity::Neutral,
                    sentiment::Polarity::Positive => Polarity::Positive,
                };
                if fits(&text, n >= FIRST_LARGE) {
                    let sentence = sentence(&tidy(&text));
                    sentences.entry(polarity).or_default().push(sentence);
                }
            }
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

/// Whether a sentence of a set fits a city's forum.
fn fits(text: &str, large: bool) -> bool {
    let lower = text.to_lowercase();
    let holds = |list: &str| {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .any(|w| list.split_whitespace().any(|l| l == w))
    };
    (25..=600).contains(&text.len()) && !holds(LEFT_OUT) && (!large || holds(ABOUT_SERVICES))
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

/// The data set has spaces before its marks, and no capitals.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    for word in text.split_whitespace() {
        let mark = word.starts_with(['.', ',', '!', '?', ';', ':', ')', '%']);
        if !out.is_empty() && !mark && !out.ends_with('(') {
            out.push(' ');
        }
        let begins = out.is_empty() || out.trim_end().ends_with(['.', '!', '?']);
        match word.chars().next() {
            Some(first) if begins => {
                out.extend(first.to_uppercase());
                out.push_str(&word[first.len_utf8()..]);
            }
            _ => out.push_str(word),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_made_readable() {
        assert_eq!(
            tidy("harga cukup terjangkau . jangan lewatkan ( tahu ) nya , enak !"),
            "Harga cukup terjangkau. Jangan lewatkan (tahu) nya, enak!"
        );
    }

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
            assert!(
                words
                    .sentence(*polarity, &mut Chance::new("p", 1))
                    .is_some()
            );
        }
    }
}
