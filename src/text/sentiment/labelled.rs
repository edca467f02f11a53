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

/// Reads a tab- or comma-separated file with text and label columns. Named by a first line, else
/// the first and the last. Tab-separated files have no quotes.
///
/// # Errors
/// The first line that can't be read, by its number.
pub fn read(content: &str) -> Result<Vec<Example>, Fault> {
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
    for (n, record) in reader.records().enumerate() {
        let record = record.map_err(|e| Fault::Broken {
            line: e.position().map_or(n as u64 + 1, csv::Position::line),
            problem: e.to_string(),
        })?;
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
            return Err(Fault::Columns { line });
        };
        if text_at == label_at {
            return Err(Fault::Columns { line });
        }
        let polarity = Polarity::parse(label.trim()).ok_or_else(|| Fault::Label {
            line,
            label: label.chars().take(40).collect(),
        })?;
        examples.push((text.to_owned(), polarity));
    }
    if examples.is_empty() {
        return Err(Fault::Nothing);
    }
    Ok(examples)
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
            Err(Fault::Label {
                line: 2,
                label: "happy".into()
            })
        );
        assert_eq!(read("a\tpositive\nb\n"), Err(Fault::Columns { line: 2 }));
        assert_eq!(read(""), Err(Fault::Nothing));
    }
}
