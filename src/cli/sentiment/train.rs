//! `palanta sentiment train`: which sentences are learnt from, and what the model makes of those
//! that it has not seen.

use super::figures::{self, Tally, report};
use super::{content, read};
use crate::text::sentiment::irony::Irony;
use crate::text::sentiment::lexicon::Lexicon;
use crate::text::sentiment::model::Scores;
use crate::text::sentiment::pairs::Pairs;
use crate::text::sentiment::train::cross::{FOLDS, Whole};
use crate::text::sentiment::train::irony::{self, Praise};
use crate::text::sentiment::train::{self, Sentence, Settings, topics};
use crate::text::sentiment::{Example, Label, Model, Polarity};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A set of labelled sentences.
struct Set {
    /// Its folder.
    name: &'static str,
    /// What its files end in.
    ending: &'static str,
    /// How much a sentence counts: the small sets are closest to what citizens write.
    weight: f32,
    valid: bool,
    /// Whether its sentences are weighed so that a topic tells nothing of a polarity.
    even: bool,
    /// Whether the calibration is fitted on it too.
    calibrates: bool,
}

const SETS: [Set; 5] = [
    Set {
        name: "smsa",
        ending: "tsv",
        weight: 1.0,
        valid: true,
        even: true,
        calibrates: true,
    },
    nusax(INDONESIAN),
    nusax(MINANGKABAU),
    Set {
        name: "own",
        ending: "tsv",
        weight: 2.0,
        valid: false,
        even: false,
        calibrates: true,
    },
    // Written to be hard: probabilities would be too low for what is not.
    Set {
        name: "own/reviews",
        ending: "tsv",
        weight: 1.0,
        valid: false,
        even: false,
        calibrates: false,
    },
];

/// Irony, labelled negative, and true praise that resembles it.
const IRONY: &str = "own/irony/train.tsv";
/// How much other praise counts beside that which resembles irony.
const PLAIN_PRAISE: f32 = 0.5;

const fn nusax(name: &'static str) -> Set {
    Set {
        name,
        ending: "csv",
        weight: 2.0,
        valid: true,
        even: false,
        calibrates: true,
    }
}

/// The same sentences in the same order.
const INDONESIAN: &str = "nusax/indonesian";
const MINANGKABAU: &str = "nusax/minangkabau";
const MORE_WEIGHT: f32 = 3.0;

/// The sentences to train on.
#[derive(Default)]
struct Loaded {
    sentences: Vec<Sentence>,
    sets: Vec<usize>,
    names: Vec<String>,
    parallel: Vec<(usize, usize)>,
}

impl Loaded {
    fn add(&mut self, name: String, examples: Vec<Example>, weight: f32) {
        let mut sizes = [0usize; 3];
        for (text, polarity) in examples {
            sizes[polarity.index()] += 1;
            self.sets.push(self.names.len());
            self.sentences.push(Sentence {
                text,
                polarity,
                weight,
            });
        }
        println!("{name}: {sizes:?} sentences (negative, neutral, positive), each counts {weight}");
        self.names.push(name);
    }

    fn read(data: &Path, more: &[PathBuf]) -> Result<Loaded, String> {
        let mut all = Loaded::default();
        let (mut ours, mut theirs) = (0..0, 0..0);
        for set in &SETS {
            let from = all.sentences.len();
            let file = data.join(set.name).join(format!("train.{}", set.ending));
            all.add(set.name.to_owned(), read(&file)?, set.weight);
            if set.even {
                topics::even(&mut all.sentences[from..]);
            }
            match set.name {
                MINANGKABAU => ours = from..all.sentences.len(),
                INDONESIAN => theirs = from..all.sentences.len(),
                _ => {}
            }
        }
        for file in more {
            all.add(file.display().to_string(), read(file)?, MORE_WEIGHT);
        }
        if ours.len() != theirs.len() {
            return Err(format!("{MINANGKABAU} and {INDONESIAN} differ in length"));
        }
        all.parallel = ours.zip(theirs).collect();
        Ok(all)
    }
}

pub(super) fn train(data: &Path, out: &Path, more: &[PathBuf]) -> Result<(), String> {
    let loaded = Loaded::read(data, more)?;
    let file = data.join("lexicon.txt");
    let lexicon = content(&file)?;
    let parsed = Lexicon::parse(&lexicon).map_err(|e| format!("{}: {e}", file.display()))?;
    let whole = Whole {
        sentences: &loaded.sentences,
        sets: &loaded.sets,
        parallel: &loaded.parallel,
    };
    let settings = Settings::default();
    println!("cross-validation, near-equal sentences in one fold:");
    let scores = whole.scores(&lexicon, settings);
    let calibration = whole.calibration(&scores, |set| SETS.get(set).is_none_or(|s| s.calibrates));
    let folds = whole.folds();
    for (set, name) in loaded.names.iter().enumerate() {
        let mut by_fold = vec![Tally::default(); FOLDS];
        for (n, sentence) in loaded.sentences.iter().enumerate() {
            if loaded.sets[n] == set {
                let of_words = Scores {
                    polarity: calibration.apply(scores[n]),
                    irony: f32::MIN,
                };
                let label = Label::of(of_words, true);
                by_fold[folds[n]].count(sentence.polarity, label);
            }
        }
        figures::folds(name, &by_fold);
    }

    let corpus = whole.corpus(|_| true);
    let pairs = train::learn_pairs(&corpus);
    println!("{} word pairs learnt", pairs.count());
    let weights = train::train(&corpus, &parsed, &pairs, settings);
    let irony = learn_irony(data, &loaded, &folds, &parsed, &pairs)?;
    let model = Model::from_weights(&weights, parsed, pairs, calibration, irony);
    let mut pool = Tally::default();
    for set in SETS.iter().filter(|s| s.valid) {
        let file = data.join(set.name).join(format!("valid.{}", set.ending));
        let tally = figures::measure(&model, &read(&file)?);
        report(&format!("{} valid", set.name), &tally);
        pool.add(&tally);
    }
    report("all valid sentences", &pool);
    let bytes = model.write();
    std::fs::write(out, &bytes).map_err(|e| format!("{}: {e}", out.display()))?;
    println!("{}: {} bytes", out.display(), bytes.len());
    Ok(())
}

/// Trains the machine for irony on the sentences about it and on all other praise.
fn learn_irony(
    data: &Path,
    loaded: &Loaded,
    folds: &[usize],
    lexicon: &Lexicon,
    pairs: &Pairs,
) -> Result<Irony, String> {
    let examples = read(&data.join(IRONY))?;
    let texts: Vec<&str> = examples.iter().map(|(text, _)| text.as_str()).collect();
    let kinds: Vec<usize> = examples.iter().map(|(_, p)| p.index()).collect();
    let dealt = train::folds::deal(&train::folds::groups(&texts, &[]), &kinds, FOLDS, 1);
    let mut all: Vec<Praise> = examples
        .iter()
        .zip(dealt)
        .map(|((text, polarity), fold)| Praise {
            text,
            ironic: *polarity == Polarity::Negative,
            weight: 1.0,
            fold,
        })
        .collect();
    let alike = all.len();
    let praise = loaded.sentences.iter().zip(folds);
    all.extend(
        praise
            .filter(|(s, _)| s.polarity == Polarity::Positive)
            .map(|(s, fold)| Praise {
                text: &s.text,
                ironic: false,
                weight: s.weight * PLAIN_PRAISE,
                fold: *fold,
            }),
    );
    let (machine, scores) = irony::train(&all, lexicon, pairs);
    let found = |among: Range<usize>, ironic: bool| {
        let kind: Vec<usize> = among.filter(|n| all[*n].ironic == ironic).collect();
        let found = kind.iter().filter(|n| scores[**n] > 0.0).count();
        format!("{found} of {}", kind.len())
    };
    println!(
        "{IRONY}: taken for irony in folds: irony {}, praise like it {}, other praise {}",
        found(0..alike, true),
        found(0..alike, false),
        found(alike..all.len(), false)
    );
    Ok(machine)
}
