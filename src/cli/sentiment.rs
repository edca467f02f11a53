//! `palanta sentiment`: training the model, and measuring it.

use crate::text::sentiment::eval::{self, Confusion};
use crate::text::sentiment::train::{self, Settings, Weighted};
use crate::text::sentiment::{self, Example, Model, Polarity};
use clap::Subcommand;
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
        /// Measure by five-fold cross-validation as well
        #[arg(long)]
        folds: bool,
    },
    /// Measures the built-in model on tab- or comma-separated files with text and label
    Eval {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

/// The NusaX sentences are few and closest to what citizens write: each counts this often.
const NUSAX_WEIGHT: f32 = 3.0;
const SETS: [(&str, &str, f32); 3] = [
    ("smsa", "tsv", 1.0),
    ("nusax/indonesian", "csv", NUSAX_WEIGHT),
    ("nusax/minangkabau", "csv", NUSAX_WEIGHT),
];

/// # Errors
/// What could not be read or written, in a line.
pub fn run(command: SentimentCommand) -> Result<(), String> {
    match command {
        SentimentCommand::Train { data, out, folds } => {
            let out = out.unwrap_or_else(|| data.join("model.bin"));
            train(&data, &out, folds)
        }
        SentimentCommand::Eval { files } => eval(&files),
    }
}

fn read(path: &Path) -> Result<Vec<Example>, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{}: is not UTF-8", path.display()))?;
    eval::read(&text).map_err(|e| format!("{}: {e}", path.display()))
}

fn train(data: &Path, out: &Path, folds: bool) -> Result<(), String> {
    let (mut sentences, mut valid) = (Vec::new(), Vec::new());
    for (set, ending, weight) in SETS {
        let examples = read(&data.join(set).join(format!("train.{ending}")))?;
        println!(
            "{set}: {} sentences, by class {:?}",
            examples.len(),
            train::counts(&examples)
        );
        sentences.extend(examples.into_iter().map(|e| (e, weight)));
        valid.push((set, read(&data.join(set).join(format!("valid.{ending}")))?));
    }
    let weighted: Vec<Weighted> = sentences.iter().map(|(e, w)| (e, *w)).collect();
    let held: Vec<Example> = valid.iter().flat_map(|(_, v)| v.clone()).collect();
    if folds {
        cross_validate(&weighted, &held);
    }
    let model = train::train(&weighted, &held, Settings::default());
    let mut pool = Confusion::default();
    for (set, examples) in &valid {
        let c = measure(&model, examples);
        report(set, &c);
        pool.add(&c);
    }
    report("all valid sentences", &pool);
    let bytes = model.write();
    std::fs::write(out, &bytes).map_err(|e| format!("{}: {e}", out.display()))?;
    println!("{}: {} bytes", out.display(), bytes.len());
    Ok(())
}

fn cross_validate(all: &[Weighted], held: &[Example]) {
    let fold = train::folds(all.len(), 5);
    let mut figures = Vec::new();
    for k in 0..5 {
        let part = |inside: bool| {
            all.iter()
                .zip(&fold)
                .filter(move |(_, f)| (**f == k) == inside)
                .map(|(e, _)| *e)
        };
        let rest: Vec<Weighted> = part(false).collect();
        let model = train::train(&rest, held, Settings::default());
        let mut c = Confusion::default();
        for ((text, truth), _) in part(true) {
            c.count(*truth, model.classify(text).polarity);
        }
        figures.push(c.macro_f1());
    }
    let mean = figures.iter().sum::<f64>() / 5.0;
    let spread = (figures.iter().map(|f| (f - mean).powi(2)).sum::<f64>() / 4.0).sqrt();
    println!("five folds of train: macro-F1 {mean:.3} ± {spread:.3}  {figures:.3?}");
}

fn measure(model: &Model, examples: &[Example]) -> Confusion {
    let mut c = Confusion::default();
    for (text, truth) in examples {
        c.count(*truth, model.classify(text).polarity);
    }
    c
}

fn eval(files: &[PathBuf]) -> Result<(), String> {
    let model = sentiment::load().map_err(|e| e.to_string())?;
    let mut pool = Confusion::default();
    for file in files {
        let c = measure(model, &read(file)?);
        report(&file.display().to_string(), &c);
        pool.add(&c);
    }
    if files.len() > 1 {
        report("all files", &pool);
    }
    Ok(())
}

fn report(name: &str, c: &Confusion) {
    println!(
        "{name}: {} sentences, accuracy {:.3}, macro-F1 {:.3}",
        c.total(),
        c.accuracy(),
        c.macro_f1()
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
