//! Words that tell of an element, and what is said of it where they stand.

use super::Passed;
use super::clauses::Clauses;
use super::lexicon::Lexicon;
use crate::text::sentiment::{Model, Polarity};
use std::cell::OnceCell;
use std::ops::Range;

/// Words between a thing and what is said of it, such as "syaratnya sangat mudah".
const NEAR: usize = 3;
/// A text leans one way from this share on of what is good and what is bad in it.
const LEANS: f32 = 0.7;

/// Words from which on the model is asked about a clause.
const FEW: usize = 3;

/// A word or phrase that tells of an element.
#[derive(Clone, Debug)]
pub struct Cue {
    pub element: usize,
    /// Number of its first word.
    pub at: usize,
    /// Words.
    pub length: usize,
    /// Number of the lexicon's phrase.
    pub entry: usize,
    /// What it says by itself, after negation: 1, -1, or 0.
    sign: i8,
    weak: bool,
    /// Something good that is only wished for.
    wished: bool,
}

/// Finds cues from the left, the longest first, and the phrases that are none; what the words of
/// those say is taken from the opinions.
pub fn find(clauses: &mut Clauses, lexicon: &Lexicon) -> (Vec<Cue>, Vec<Passed>) {
    let (mut cues, mut passed): (Vec<Cue>, Vec<Passed>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < clauses.words.len() {
        let Some((length, entry, sense)) = lexicon.longest(&clauses.words[at..]) else {
            at += 1;
            continue;
        };
        let Some(element) = sense.element else {
            clauses.opinions[at..at + length].fill(0);
            passed.push(Passed {
                span: clauses.span(at, length),
                entry,
            });
            at += length;
            continue;
        };
        let turned = length == 1 && clauses.negated(at);
        let sign = if turned { -sense.sign } else { sense.sign };
        let wished = sign > 0 && clauses.wished(at);
        cues.push(Cue {
            element,
            at,
            length,
            entry,
            sign: if wished { 0 } else { sign },
            wished,
            // "Di terminal" says where, not what about.
            weak: sense.weak || sense.sign == 0 && length == 1 && clauses.places(at),
        });
        at += length;
    }
    (heads(attach(cues, clauses), clauses), passed)
}

/// A quality right after a thing is said of that thing: "syaratnya mudah" is about requirements,
/// although "mudah" alone tells of the procedure.
fn attach(cues: Vec<Cue>, clauses: &Clauses) -> Vec<Cue> {
    let part = |c: &Cue| clauses.words[c.at].part;
    let mut kept: Vec<Cue> = Vec::with_capacity(cues.len());
    // From the right, so that each quality meets the thing next to it.
    for mut cue in cues.into_iter().rev() {
        let said = kept.last().is_some_and(|next: &Cue| {
            cue.sign == 0
                && !cue.weak
                && next.sign != 0
                && next.length == 1
                && cue.element != next.element
                && part(&cue) == part(next)
                && next.at < cue.at + cue.length + NEAR
        });
        if said && let Some(quality) = kept.pop() {
            cue.sign = quality.sign;
        }
        kept.push(cue);
    }
    kept.reverse();
    kept
}

/// Of two things side by side the first is the matter: "tarif parkir" is about cost, "laporan lampu"
/// about complaints.
fn heads(cues: Vec<Cue>, clauses: &Clauses) -> Vec<Cue> {
    let part = |c: &Cue| clauses.words[c.at].part;
    let beside: Vec<bool> = (0..cues.len())
        .map(|n| {
            n > 0
                && cues[n].at == cues[n - 1].at + cues[n - 1].length
                && part(&cues[n]) == part(&cues[n - 1])
                && cues[n].sign == 0
                && cues[n - 1].element != cues[n].element
        })
        .collect();
    cues.into_iter()
        .zip(beside)
        .filter(|(_, beside)| !beside)
        .map(|(cue, _)| cue)
        .collect()
}

/// Says what is said at each cue. It keeps what the model says of each clause, so that a clause is
/// asked about once.
pub struct Judge<'a> {
    cues: &'a [Cue],
    clauses: &'a Clauses<'a>,
    model: &'a Model,
    of_clause: Vec<OnceCell<Option<i8>>>,
    of_text: OnceCell<Option<i8>>,
}

impl<'a> Judge<'a> {
    pub fn new(cues: &'a [Cue], clauses: &'a Clauses<'a>, model: &'a Model) -> Self {
        Self {
            cues,
            clauses,
            model,
            of_clause: vec![OnceCell::new(); clauses.count()],
            of_text: OnceCell::new(),
        }
    }

    /// The cues that begin among some words.
    fn among(&self, words: &Range<usize>) -> &'a [Cue] {
        let from = self.cues.partition_point(|c| c.at < words.start);
        let to = self.cues.partition_point(|c| c.at < words.end);
        &self.cues[from..to]
    }

    /// What is said of a cue's element at the cue: 1, -1 or 0. None if it is too weak to count.
    pub fn polarity(&self, cue: &Cue) -> Option<i8> {
        if cue.sign != 0 {
            return Some(cue.sign);
        }
        if cue.wished {
            return Some(0);
        }
        let part = self.clauses.around(cue.at, |a, b| a.part == b.part);
        let beside = self.among(&part);
        let surer = |c: &Cue| !c.weak && c.element != cue.element;
        if cue.weak && beside.iter().any(surer) {
            return None;
        }
        // What the same element is said to be in the same part.
        let same: i32 = beside
            .iter()
            .filter(|c| c.element == cue.element)
            .map(|c| i32::from(c.sign))
            .sum();
        if same != 0 {
            return Some(same.signum() as i8);
        }
        if let Some(opinion) = self.nearest(cue, part, |_| true) {
            return Some(opinion);
        }
        let clause = self.clauses.around(cue.at, |a, b| a.clause == b.clause);
        // What is said of another element isn't said of this one.
        let free = |at: usize| self.cues.binary_search_by_key(&at, |c| c.at).is_err();
        if let Some(opinion) = self.nearest(cue, clause.clone(), free) {
            return Some(opinion);
        }
        let number = self.clauses.words[cue.at].clause;
        if cue.weak {
            return None;
        }
        if self.clauses.asks(number) || self.clauses.wished(cue.at) {
            return Some(0);
        }
        let span = self.clauses.span(clause.start, clause.len());
        // A bare thing has no tone, whatever the model has seen it with.
        let of_clause = match clause.len() {
            0..FEW => None,
            _ => *self.of_clause[number].get_or_init(|| self.leaning(&self.clauses.text[span])),
        };
        let of_text = match self.clauses.words.len() {
            0..FEW => None,
            _ => *self.of_text.get_or_init(|| self.leaning(self.clauses.text)),
        };
        Some(match (of_clause, of_text) {
            // Blame of a word that praise holds by the way, and the reverse.
            (Some(a), Some(b)) if a != b => 0,
            (a, b) => a.or(b).unwrap_or(0),
        })
    }

    /// The nearest good or bad word among some; what follows goes before what is as far ahead.
    fn nearest(&self, cue: &Cue, words: Range<usize>, among: impl Fn(usize) -> bool) -> Option<i8> {
        let end = cue.at + cue.length;
        let distance = |at: &usize| {
            if *at >= end {
                2 * (at - end)
            } else {
                2 * cue.at.saturating_sub(*at) + 1
            }
        };
        words
            // The thing is no opinion of itself.
            .filter(|at| !(cue.at..end).contains(at))
            .filter(|at| self.clauses.opinions[*at] != 0 && among(*at))
            .min_by_key(distance)
            .map(|at| self.clauses.opinions[at])
    }

    /// Whether a text is rather good or bad than the other, by the sentiment model. Whether it is
    /// neither is not asked: who speaks of an element without asking about it has an opinion.
    fn leaning(&self, text: &str) -> Option<i8> {
        let p = self.model.probabilities(text)?;
        let (bad, good) = (p[Polarity::Negative.index()], p[Polarity::Positive.index()]);
        match good / (good + bad) {
            share if share >= LEANS => Some(1),
            share if share <= 1.0 - LEANS => Some(-1),
            _ => None,
        }
    }
}
