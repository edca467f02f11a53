//! `palanta sentiment`: training the model, and measuring it.

use super::{Settings as CliSettings, corrections};
use crate::text::elements::{self, eval::Part};
use crate::text::sentiment::eval::{Confusion, PRIOR, Reliability};
use crate::text::sentiment::irony::Irony;
use crate::text::sentiment::lexicon::Lexicon;
use crate::text::sentiment::model::Scores;
use crate::text::sentiment::pairs::Pairs;
use crate::text::sentiment::train::cross::{FOLDS, Whole};
use crate::text::sentiment::train::irony::{self, Praise};
use crate::text::sentiment::train::{self, Sentence, Settings, topics};
use crate::text::sentiment::{self, Example, Label, Model, Polarity, labelled};
use clap::Subcommand;
use std::ops::Range;
use std::path::{Path, PathBuf};

#[derive(Subcommand, Debug)]
pub enum SentimentCommand {
    /// Trains the model from the labelled sentences; build again to take it into the binary
    Train {
        /// Folder of the labelled sentences
        #[arg(long, default_value = "assets/sentiment")]
        data: PathBuf,
        /// Where to write the model [default: model.bin in the folder]
        #[arg(long)]
        out: Option<PathBuf>,
        /// More labelled sentences, such as exported corrections; each counts three times
        #[arg(long)]
        more: Vec<PathBuf>,
    },
    /// Measures the built-in model on tab- or comma-separated files with text and label
    Eval {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// A model to measure instead of the built-in one
        #[arg(long)]
        model: Option<PathBuf>,
    },
    /// Measures how well elements of service are found, on a file such as
    /// assets/elements/labelled.tsv
    Elements {
        file: PathBuf,
        /// A lexicon to try instead of the built-in one
        #[arg(long)]
        lexicon: Option<PathBuf>,
        /// Show each sentence of the part "seen" that comes out otherwise than it is labelled
        #[arg(long)]
        show: bool,
    },
    /// Labels each line of the standard input: polarity, probability and the line, by tabs, under a
    /// line that names them
    Label {
        /// A model to ask instead of the built-in one
        #[arg(long)]
        model: Option<PathBuf>,
    },
    /// Writes what people have corrected in public posts, with private data masked, for `train
    /// --more`
    ExportCorrections {
        file: PathBuf,
        /// In the form of assets/elements/labelled.tsv instead, for `elements`
        #[arg(long)]
        elements: bool,
    },
}

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
const PLAIN_PRAISE: f32 = 0.15;

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

/// # Errors
/// What could not be read or written, in a line.
pub async fn run(settings: CliSettings, command: SentimentCommand) -> Result<(), String> {
    match command {
        SentimentCommand::Train { data, out, more } => {
            let out = out.unwrap_or_else(|| data.join("model.bin"));
            train(&data, &out, &more)
        }
        SentimentCommand::Eval { files, model } => {
            with_model(model.as_deref(), |model| eval(model, &files))
        }
        SentimentCommand::Elements {
            file,
            lexicon,
            show,
        } => measure_elements(&file, lexicon.as_deref(), show),
        SentimentCommand::Label { model } => with_model(model.as_deref(), label),
        SentimentCommand::ExportCorrections { file, elements } => {
            corrections::export(settings.load()?, &file, elements).await
        }
    }
}

fn content(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    String::from_utf8(bytes).map_err(|_| format!("{}: is not UTF-8", path.display()))
}

fn read(path: &Path) -> Result<Vec<Example>, String> {
    labelled::read(&content(path)?).map_err(|e| format!("{}: {e}", path.display()))
}

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

fn train(data: &Path, out: &Path, more: &[PathBuf]) -> Result<(), String> {
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
                let label = Label::of(Scores {
                    polarity: calibration.apply(scores[n]),
                    irony: f32::MIN,
                });
                by_fold[folds[n]].count(sentence.polarity, label);
            }
        }
        report_folds(name, &by_fold);
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
        let tally = measure(&model, &read(&file)?);
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

/// What is counted of a file.
#[derive(Clone, Default)]
struct Tally {
    confusion: Confusion,
    reliability: Reliability,
    uncertain: u64,
}

impl Tally {
    fn count(&mut self, truth: Polarity, label: Label) {
        self.confusion.count(truth, label.polarity);
        self.reliability
            .count(label.probability, truth == label.polarity);
        self.uncertain += u64::from(label.is_uncertain());
    }

    fn add(&mut self, other: &Tally) {
        self.confusion.add(&other.confusion);
        self.reliability.add(&other.reliability);
        self.uncertain += other.uncertain;
    }
}

fn measure(model: &Model, examples: &[Example]) -> Tally {
    let mut tally = Tally::default();
    for (text, truth) in examples {
        tally.count(*truth, model.classify(text));
    }
    tally
}

/// Does something with the model in a file, or with the built-in one.
fn with_model(
    path: Option<&Path>,
    act: impl FnOnce(&Model) -> Result<(), String>,
) -> Result<(), String> {
    match path {
        None => act(sentiment::load().map_err(|e| e.to_string())?),
        Some(path) => {
            let named = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
            let bytes = std::fs::read(path).map_err(|e| named(&e))?;
            act(&Model::read(&bytes).map_err(|e| named(&e))?)
        }
    }
}

fn eval(model: &Model, files: &[PathBuf]) -> Result<(), String> {
    let mut pool = Tally::default();
    for file in files {
        let tally = measure(model, &read(file)?);
        report(&file.display().to_string(), &tally);
        pool.add(&tally);
    }
    if files.len() > 1 {
        report("all files", &pool);
    }
    reliability(&pool.reliability);
    Ok(())
}

fn measure_elements(file: &Path, lexicon: Option<&Path>, show: bool) -> Result<(), String> {
    let model = sentiment::load().map_err(|e| e.to_string())?;
    let lines = |faults: &[elements::lexicon::Fault]| -> String {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        lines.join("\n")
    };
    let own = match lexicon {
        None => None,
        Some(path) => Some(
            elements::Lexicon::parse(&content(path)?)
                .map_err(|f| format!("{}:\n{}", path.display(), lines(&f)))?,
        ),
    };
    let lexicon = match &own {
        Some(lexicon) => lexicon,
        None => elements::load().map_err(|f| lines(&f))?,
    };
    let all =
        elements::eval::read(&content(file)?).map_err(|e| format!("{}: {e}", file.display()))?;
    if all.is_empty() {
        return Err(format!("{}: holds no sentence", file.display()));
    }
    for part in Part::ALL {
        let of_part: Vec<_> = all.iter().filter(|e| e.part == part).collect();
        if of_part.is_empty() {
            continue;
        }
        let tally = elements::eval::measure(of_part.iter().copied(), lexicon, model);
        println!("{}: {} sentences", part.name(), tally.sentences);
        println!("{}", elements::eval::table(&tally));
        // What is held back would not be held back if it were shown.
        for example in of_part.iter().filter(|_| show && part == Part::Seen) {
            let found = elements::eval::labels(&elements::find(&example.text, lexicon, model));
            if found != example.labels {
                println!("  {}", example.text);
                println!(
                    "    labelled {}; found {}",
                    elements::eval::written(&example.labels),
                    elements::eval::written(&found)
                );
            }
        }
    }
    Ok(())
}

fn label(model: &Model) -> Result<(), String> {
    println!("label\tprobability\ttext");
    for line in std::io::stdin().lines() {
        let line = line.map_err(|e| e.to_string())?;
        let label = model.classify(&line);
        let shown = if label.is_uncertain() {
            "uncertain"
        } else {
            label.polarity.as_str()
        };
        println!("{shown}\t{:.3}\t{line}", label.probability);
    }
    Ok(())
}

fn report_folds(name: &str, folds: &[Tally]) {
    let mut pool = Tally::default();
    folds.iter().for_each(|t| pool.add(t));
    let spread = |f: &dyn Fn(&Confusion) -> f64| -> (f64, f64) {
        let all: Vec<f64> = folds.iter().map(|t| f(&t.confusion)).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let square: f64 = all.iter().map(|x| (x - mean).powi(2)).sum();
        (f(&pool.confusion), (square / (all.len() - 1) as f64).sqrt())
    };
    let (plain, plain_spread) = spread(&Confusion::macro_f1);
    let (weighed, weighed_spread) = spread(&|c| c.macro_f1_under(PRIOR));
    println!(
        "  {name}: {} sentences, macro-F1 {plain:.3} ± {plain_spread:.3}, under even classes \
         {weighed:.3} ± {weighed_spread:.3}, calibration error {:.3}",
        pool.confusion.total(),
        pool.reliability.error()
    );
}

fn report(name: &str, tally: &Tally) {
    let c = &tally.confusion;
    println!(
        "{name}: {} sentences, accuracy {:.3}, macro-F1 {:.3}, under even classes {:.3}; \
         {} uncertain",
        c.total(),
        c.accuracy(),
        c.macro_f1(),
        c.macro_f1_under(PRIOR),
        tally.uncertain
    );
    println!("  {:>18} negative  neutral positive", "true \\ given");
    for (p, row) in Polarity::ALL.iter().zip(c.0) {
        println!(
            "  {:>18} {:>8} {:>8} {:>8}",
            p.as_str(),
            row[0],
            row[1],
            row[2]
        );
    }
}

/// How often the label was right, by how likely it was said to be.
fn reliability(r: &Reliability) {
    println!("  probability  labels   mean   right");
    for (n, bin) in r.bins().iter().enumerate().filter(|(_, b)| b.count > 0) {
        let count = bin.count as f64;
        println!(
            "  {:>4.1} to {:.1}  {:>6}  {:.3}   {:.3}",
            n as f64 / 10.0,
            (n + 1) as f64 / 10.0,
            bin.count,
            bin.claimed / count,
            bin.right as f64 / count
        );
    }
    println!("  expected calibration error {:.3}", r.error());
}
