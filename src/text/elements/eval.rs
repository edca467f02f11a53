//! Reading sentences that are labelled with elements, and counting how often they are found.

use super::{Lexicon, Mention, NAMES, find};
use crate::text::sentiment::Model;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What sentences may be used for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Looked at while the lexicon was made.
    Seen,
    /// Not looked at to change the lexicon.
    Held,
    /// Written when the lexicon was done, and held back too.
    Last,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Seen, Part::Held, Part::Last];

    pub fn name(self) -> &'static str {
        match self {
            Part::Seen => "seen",
            Part::Held => "held",
            Part::Last => "last",
        }
    }
}

/// An element and the index of the [`Polarity`](crate::text::sentiment::Polarity) towards it.
pub type Labels = BTreeSet<(usize, usize)>;

/// A labelled sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub part: Part,
    /// `id` or `min`.
    pub language: String,
    pub text: String,
    pub labels: Labels,
}

/// A line that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("line {line}: needs part (seen, held, last), language, text and elements, by tabs")]
    Columns { line: usize },
    #[error("line {line}: {label:?} is no element with + (good), - (bad) or 0 (neither)")]
    Label { line: usize, label: String },
}

/// Reads tab-separated lines; those that begin with `#` are passed over.
///
/// # Errors
/// The first line that can't be read.
pub fn read(content: &str) -> Result<Vec<Example>, Fault> {
    let mut examples = Vec::new();
    for (n, line) in content.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fault = Fault::Columns { line: n + 1 };
        let columns: Vec<&str> = line.split('\t').collect();
        let [part, language, text, labels] = columns[..] else {
            return Err(fault);
        };
        let part = Part::ALL.into_iter().find(|p| p.name() == part);
        let labels = labels
            .split_whitespace()
            .filter(|l| *l != "-")
            .map(|l| {
                label(l).ok_or_else(|| Fault::Label {
                    line: n + 1,
                    label: l.chars().take(40).collect(),
                })
            })
            .collect::<Result<_, _>>()?;
        examples.push(Example {
            part: part.ok_or(fault)?,
            language: language.to_owned(),
            text: text.to_owned(),
            labels,
        });
    }
    Ok(examples)
}

/// The signs of the polarities, by their index.
const SIGNS: [char; 3] = ['-', '0', '+'];

fn label(text: &str) -> Option<(usize, usize)> {
    let sign = text.chars().next_back()?;
    let polarity = SIGNS.iter().position(|s| *s == sign)?;
    let name = text.strip_suffix(sign)?;
    Some((NAMES.iter().position(|n| *n == name)?, polarity))
}

/// Element and polarity of each mention.
pub fn labels(found: &[Mention]) -> Labels {
    found
        .iter()
        .map(|m| (m.element, m.polarity.index()))
        .collect()
}

/// Labels as they stand in the file.
pub fn written(labels: &Labels) -> String {
    let all: Vec<String> = labels
        .iter()
        .map(|(element, polarity)| format!("{}{}", NAMES[*element], SIGNS[*polarity]))
        .collect();
    if all.is_empty() {
        "-".to_owned()
    } else {
        all.join(" ")
    }
}

/// Right, wrongly found and missed.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub right: u32,
    pub wrong: u32,
    pub missed: u32,
}

impl Count {
    /// Share of what was found that is right, 0 to 1; 0 of nothing.
    pub fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }

    /// Share of what is there that was found, 0 to 1; 0 of nothing.
    pub fn recall(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.missed).max(1))
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        f64::from(2 * self.right) / f64::from((2 * self.right + self.wrong + self.missed).max(1))
    }

    fn count(&mut self, found: bool, there: bool) {
        self.right += u32::from(found && there);
        self.wrong += u32::from(found && !there);
        self.missed += u32::from(!found && there);
    }
}

/// What is counted over sentences.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub sentences: u32,
    /// Whether the element is found, whatever the polarity.
    pub elements: [Count; 9],
    /// Whether it is found with its polarity.
    pub with_polarity: [Count; 9],
}

impl Tally {
    pub fn count(&mut self, truth: &Labels, found: &Labels) {
        self.sentences += 1;
        for e in 0..9 {
            let has = |set: &Labels| set.iter().any(|(x, _)| *x == e);
            self.elements[e].count(has(found), has(truth));
            for p in 0..3 {
                let pair = (e, p);
                self.with_polarity[e].count(found.contains(&pair), truth.contains(&pair));
            }
        }
    }

    /// The nine together.
    pub fn all(counts: &[Count; 9]) -> Count {
        counts.iter().fold(Count::default(), |sum, c| Count {
            right: sum.right + c.right,
            wrong: sum.wrong + c.wrong,
            missed: sum.missed + c.missed,
        })
    }
}

/// Counts over some of the sentences.
pub fn measure<'a>(
    examples: impl IntoIterator<Item = &'a Example>,
    lexicon: &Lexicon,
    model: &Model,
) -> Tally {
    let mut tally = Tally::default();
    for e in examples {
        tally.count(&e.labels, &labels(&find(&e.text, lexicon, model)));
    }
    tally
}

/// The tally as lines of a table.
pub fn table(tally: &Tally) -> String {
    let mut out = String::from(
        "     element     n  precision  recall    F1   with polarity: precision  recall    F1\n",
    );
    let mut line = |name: &str, c: &Count, p: &Count| {
        let (n, precision, recall, f1) = (c.right + c.missed, c.precision(), c.recall(), c.f1());
        let _ = writeln!(
            out,
            "{name:>12}  {n:>4}      {precision:.3}   {recall:.3}  {f1:.3}                       \
             {:.3}   {:.3}  {:.3}",
            p.precision(),
            p.recall(),
            p.f1()
        );
    };
    for (n, name) in NAMES.iter().enumerate() {
        line(name, &tally.elements[n], &tally.with_polarity[n]);
    }
    let (all, with) = (
        Tally::all(&tally.elements),
        Tally::all(&tally.with_polarity),
    );
    line("all", &all, &with);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{elements, sentiment, sentiment::Polarity};

    #[test]
    fn labels_are_read_and_broken_lines_named() {
        let all = read("# remark\nheld\tid\tRamah tapi lama\tperilaku+ waktu-\nseen\tmin\tOk\t-\n")
            .expect("sentences");
        let good = (6, Polarity::Positive.index());
        assert!(all[0].part == Part::Held && all[0].labels.contains(&good));
        assert_eq!(written(&all[0].labels), "waktu- perilaku+");
        assert!(all[1].labels.is_empty());
        assert_eq!(read("held\tid\tA\n"), Err(Fault::Columns { line: 1 }));
        assert!(matches!(
            read("held\tid\tA\tharga+\n"),
            Err(Fault::Label { line: 1, .. })
        ));
    }

    /// Run with `--nocapture` to see the tables.
    #[test]
    fn elements_are_found_as_well_as_promised() {
        let all = read(include_str!("../../../assets/elements/labelled.tsv")).expect("sentences");
        let lexicon = elements::load().expect("the lexicon");
        let model = sentiment::load().expect("the model");
        for (part, floor, with_polarity) in [
            (Part::Seen, 0.85, 0.80),
            (Part::Held, 0.75, 0.65),
            (Part::Last, 0.50, 0.45),
        ] {
            let tally = measure(all.iter().filter(|e| e.part == part), lexicon, model);
            println!("{}, {} sentences", part.name(), tally.sentences);
            println!("{}", table(&tally));
            assert!(tally.sentences >= 60);
            assert!(Tally::all(&tally.elements).f1() >= floor);
            assert!(Tally::all(&tally.with_polarity).f1() >= with_polarity);
        }
    }
}
