//! Reading labelled sentences.

use super::{Example, Polarity};

/// A line that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("line {line}: {label:?} is no label (negative, neutral, positive)")]
    Label { line: u64, label: String },
    #[error("line {line}: has no text and label")]
    Columns { line: u64 },
    #[error("line {line}: {problem}")]
    Broken { line: u64, problem: String },
    #[error("holds no sentence")]
    Nothing,
}

/// Every line of a file that can't be read, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

/// Faults told one by one.
const TOLD: usize = 20;

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, fault) in self.0.iter().take(TOLD).enumerate() {
            let between = if n == 0 { "" } else { "\n  " };
            write!(f, "{between}{fault}")?;
        }
        match self.0.len().saturating_sub(TOLD) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

impl std::error::Error for Faults {}

/// Reads a tab- or comma-separated file with text and label columns. Named by a first line, else
/// the first and the last. Tab-separated files have no quotes.
///
/// # Errors
/// Every line that can't be read, by its number.
pub fn read(content: &str) -> Result<Vec<Example>, Faults> {
    let content = content.trim_start_matches('\u{feff}');
    let first = content.lines().next().unwrap_or("");
    let tabs = first.contains('\t');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tabs { b'\t' } else { b',' })
        .quoting(!tabs)
        .from_reader(content.as_bytes());
    let (mut text_at, mut label_at) = (0, None);
    let mut examples = Vec::new();
    let mut faults = Vec::new();
    for (n, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                faults.push(Fault::Broken {
                    line: e.position().map_or(n as u64 + 1, csv::Position::line),
                    problem: e.to_string(),
                });
                continue;
            }
        };
        let line = record.position().map_or(n as u64 + 1, csv::Position::line);
        if n == 0 {
            let named = |name: &str| record.iter().position(|c| c.trim() == name);
            if let (Some(text), Some(label)) = (named("text"), named("label")) {
                (text_at, label_at) = (text, Some(label));
                continue;
            }
        }
        let label_at = label_at.unwrap_or(record.len().saturating_sub(1));
        let (Some(text), Some(label)) = (record.get(text_at), record.get(label_at)) else {
            faults.push(Fault::Columns { line });
            continue;
        };
        if text_at == label_at {
            faults.push(Fault::Columns { line });
            continue;
        }
        match Polarity::parse(label.trim()) {
            Some(polarity) => examples.push((text.to_owned(), polarity)),
            None => faults.push(Fault::Label {
                line,
                label: label.chars().take(40).collect(),
            }),
        }
    }
    if examples.is_empty() && faults.is_empty() {
        faults.push(Fault::Nothing);
    }
    if faults.is_empty() {
        Ok(examples)
    } else {
        Err(Faults(faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_kinds_of_file_and_names_broken_lines() {
        let csv = read("id,text,label\n1,\"baik, ramah\",positive\n").expect("csv");
        assert_eq!(csv, [("baik, ramah".to_owned(), Polarity::Positive)]);
        let tsv = read("\"buruk\tnegative\nbiasa\tneutral\n").expect("tsv");
        assert_eq!(tsv[0].0, "\"buruk");
        assert_eq!(
            read("a\tpositive\nb\thappy\n"),
            Err(Faults(vec![Fault::Label {
                line: 2,
                label: "happy".into()
            }]))
        );
        assert_eq!(
            read("a\tpositive\nb\nc\tuncertain\nd\tneutral\n"),
            Err(Faults(vec![
                Fault::Columns { line: 2 },
                Fault::Label {
                    line: 3,
                    label: "uncertain".into()
                }
            ]))
        );
        assert_eq!(read(""), Err(Faults(vec![Fault::Nothing])));
    }
}
