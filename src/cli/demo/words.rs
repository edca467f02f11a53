//! The words of the demonstration: what citizens write about each service, what others reply, and
//! what the units answer.

use super::chance::Chance;
use crate::domain::decline::Ground;
use crate::domain::error::{Error, Result};
use crate::domain::moderation::Rule;
use crate::domain::sentiment::{Polarity, Reading};
use crate::domain::thread::{Kind, Step};
use crate::flows::words;
use crate::text::elements::Lexicon;
use crate::text::{markdown, masks};
use serde::Deserialize;
use std::collections::HashMap;

const STEPS: &str = include_str!("../../../assets/demo/steps.toml");

macro_rules! tales {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../assets/demo/threads/", $name, ".toml")),
        )
    };
}
/// What is told of each topic of `city.toml`, by the kind of unit that it concerns.
const TALES: [(&str, &str); 12] = [
    tales!("dinkes"),
    tales!("disdikbud"),
    tales!("dishub"),
    tales!("dinsos"),
    tales!("dlh"),
    tales!("dpmptsp"),
    tales!("dukcapil"),
    tales!("kecamatan"),
    tales!("pupr"),
    tales!("puskesmas"),
    tales!("rsud"),
    tales!("satpol"),
];

/// What a citizen writes, with everything that follows from it alone.
pub struct Sentence {
    pub body: String,
    pub shown: String,
    pub excerpt: String,
    pub reading: Reading,
}

#[derive(Deserialize)]
struct File {
    threads: Vec<TaleLine>,
}

/// A thread as the files tell it.
#[derive(Deserialize)]
pub struct TaleLine {
    /// Empty where what it stands in says what it is about.
    #[serde(default)]
    topic: String,
    kind: String,
    title: String,
    bodies: Vec<String>,
    replies: Vec<String>,
    answer: String,
    /// What its author writes when it is not solved, and what the unit answers to that.
    #[serde(default)]
    again: String,
    #[serde(default)]
    second: String,
}

/// What a thread may tell: its opening in several persons' words, and what follows.
pub struct Tale {
    pub kind: Kind,
    pub title: String,
    /// Read together with the title.
    pub openings: Vec<Sentence>,
    pub replies: Vec<Sentence>,
    answer: String,
    /// None if nobody opens it again.
    pub again: Option<Sentence>,
    second: String,
}

impl Tale {
    /// # Errors
    /// An unknown kind.
    pub fn new(line: TaleLine, lexicon: &Lexicon) -> Result<Tale> {
        let kind = named(&line.kind, Kind::parse)?;
        let opening = |body: &String| Sentence {
            reading: words::read_opening(&line.title, body, kind, None, lexicon),
            ..sentence(body, lexicon)
        };
        Ok(Tale {
            kind,
            openings: line.bodies.iter().map(opening).collect(),
            replies: line.replies.iter().map(|r| sentence(r, lexicon)).collect(),
            again: (!line.again.is_empty()).then(|| sentence(&line.again, lexicon)),
            title: line.title,
            answer: line.answer,
            second: line.second,
        })
    }

    /// What the unit answers, at first or once it was opened again.
    pub fn answer(&self, again: bool, place: &Names) -> String {
        let text = match again && !self.second.is_empty() {
            true => &self.second,
            false => &self.answer,
        };
        place.fill(text)
    }

    /// How its words are meant.
    pub fn meant(&self) -> Polarity {
        match self.kind {
            Kind::Complaint => Polarity::Negative,
            Kind::Suggestion | Kind::Question => Polarity::Neutral,
            Kind::Praise => Polarity::Positive,
        }
    }
}

#[derive(Deserialize)]
struct Steps {
    texts: Vec<TextLine>,
    against: Vec<AgainstLine>,
}

#[derive(Deserialize)]
struct TextLine {
    step: String,
    /// Of words that decline.
    #[serde(default)]
    ground: String,
    text: String,
}

/// A reply that breaks a rule.
#[derive(Deserialize)]
struct AgainstLine {
    rule: String,
    text: String,
}

/// What a word of a file stands for.
fn named<T>(word: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
    parse(word).ok_or_else(|| Error::Internal(format!("{word:?} is unknown")))
}

pub struct Words {
    /// By topic.
    tales: HashMap<String, Vec<Tale>>,
    texts: Vec<TextLine>,
    against: Vec<(Rule, Sentence)>,
}

impl Words {
    pub fn load(lexicon: &Lexicon) -> Result<Words> {
        let bad = |name: &str, e: toml::de::Error| Error::Internal(format!("{name}.toml: {e}"));
        let steps: Steps = toml::from_str(STEPS).map_err(|e| bad("steps", e))?;
        let mut tales: HashMap<String, Vec<Tale>> = HashMap::new();
        for (name, text) in TALES {
            let file: File = toml::from_str(text).map_err(|e| bad(name, e))?;
            for line in file.threads {
                let topic = line.topic.clone();
                tales
                    .entry(topic)
                    .or_default()
                    .push(Tale::new(line, lexicon)?);
            }
        }
        let against = steps.against.iter();
        let against =
            against.map(|a| Ok((named(&a.rule, Rule::parse)?, sentence(&a.text, lexicon))));
        Ok(Words {
            tales,
            against: against.collect::<Result<_>>()?,
            texts: steps.texts,
        })
    }

    /// Something of this kind that is told of the topic.
    pub fn tale(&self, topic: &str, kind: Kind, chance: &mut Chance) -> Option<&Tale> {
        let fitting: Vec<&Tale> = self
            .tales
            .get(topic)?
            .iter()
            .filter(|t| t.kind == kind)
            .collect();
        chance.pick(&fitting).copied()
    }

    /// A reply that breaks a rule, and which.
    pub fn against(&self, chance: &mut Chance) -> Option<&(Rule, Sentence)> {
        chance.pick(&self.against)
    }

    /// What stands beside a step in the timeline, and on what ground if it declines.
    pub fn step(&self, step: Step, chance: &mut Chance) -> (&str, Option<Ground>) {
        let fitting: Vec<&TextLine> = self
            .texts
            .iter()
            .filter(|t| t.step == step.as_str())
            .collect();
        chance
            .pick(&fitting)
            .map_or(("", None), |t| (t.text.as_str(), Ground::parse(&t.ground)))
    }
}

/// What the placeholders of titles and answers stand for.
pub struct Names<'a> {
    pub service: &'a str,
    pub unit: &'a str,
    pub due: &'a str,
}

impl Names<'_> {
    pub fn fill(&self, text: &str) -> String {
        text.replace("{service}", self.service)
            .replace("{unit}", self.unit)
            .replace("{due}", self.due)
    }
}

/// What follows from a text alone.
fn sentence(body: &str, lexicon: &Lexicon) -> Sentence {
    let masked = masks::mask(body).text;
    Sentence {
        shown: words::public_html(body, &masks::Published::default()),
        excerpt: markdown::excerpt(&masked, 200),
        reading: words::read(body, lexicon),
        body: body.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_topic_has_something_of_each_kind_to_tell() {
        let words = Words::load(crate::text::elements::load().expect("a lexicon")).expect("words");
        let place = Names {
            service: "KTP",
            unit: "Dinas",
            due: "1 Mei 2026",
        };
        let topics = super::super::city::topics().expect("topics");
        let topics: BTreeSet<String> = topics.into_iter().map(|(_, t)| t).collect();
        let told: BTreeSet<String> = words.tales.keys().cloned().collect();
        assert_eq!(told, topics);
        let (mut texts, mut wrong, mut sure) = (BTreeSet::new(), Vec::new(), 0usize);
        for (topic, tales) in &words.tales {
            for kind in Kind::ALL {
                assert!(tales.iter().any(|t| t.kind == *kind), "{topic} {kind:?}");
            }
            for tale in tales {
                assert!(tale.title.chars().count() <= 120, "{}", tale.title);
                assert!(!tale.openings.is_empty() && !tale.replies.is_empty());
                assert_eq!(tale.again.is_some(), !tale.second.is_empty());
                for again in [false, true] {
                    let answer = tale.answer(again, &place);
                    assert!(!answer.contains('{') && answer.len() > 20, "{answer}");
                }
                for s in tale.openings.iter().chain(&tale.replies) {
                    assert!(texts.insert(&s.body), "twice: {}", s.body);
                }
                // Suggestions and questions may praise or blame besides.
                if tale.meant() != Polarity::Neutral {
                    for s in &tale.openings {
                        let reading = s.reading.clone().beside(tale.kind, None);
                        sure += usize::from(reading.is_sure());
                        if reading.is_sure() && reading.polarity != tale.meant() {
                            wrong.push(&s.body);
                        }
                    }
                }
            }
        }
        assert!(wrong.len() * 20 <= sure, "{wrong:#?}");
    }
}
