//! `palanta sentiment`: training the model, and measuring it.

mod figures;
mod lexicon;
mod train;

use super::{Settings, corrections};
use crate::text::elements::{self, eval::Part};
use crate::text::sentiment::{self, Example, Model, labelled};
use clap::Subcommand;
use figures::{Tally, measure, reliability, report};
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
    /// Writes the lexicon of elements in force, the built-in one with staff's edits, as a file such as
    /// assets/elements/lexicon.tsv
    Lexicon {
        /// Where to write it; it must not be there yet [default: the standard output]
        #[arg(long)]
        out: Option<PathBuf>,
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

/// # Errors
/// What could not be read or written, in a line.
pub async fn run(settings: Settings, command: SentimentCommand) -> Result<(), String> {
    match command {
        SentimentCommand::Train { data, out, more } => {
            let out = out.unwrap_or_else(|| data.join("model.bin"));
            train::train(&data, &out, &more)
        }
        SentimentCommand::Eval { files, model } => {
            with_model(model.as_deref(), |model| eval(model, &files))
        }
        SentimentCommand::Elements {
            file,
            lexicon,
            show,
        } => measure_elements(&file, lexicon.as_deref(), show),
        SentimentCommand::Lexicon { out } => {
            lexicon::export(settings.load()?, out.as_deref()).await
        }
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
