//! Tables as spreadsheets write them: comma or semicolon, named columns, each row with its line.

use serde::de::DeserializeOwned;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There are more rows than are taken; the rest was not read.
    Many,
    /// It can't be read, in the reader's words.
    Row(String),
}

/// Rows with their lines, and lines with their faults.
#[derive(Clone, Debug)]
pub struct Table<T> {
    pub rows: Vec<(u64, T)>,
    pub faults: Vec<(u64, Fault)>,
}

/// Reads at most `max` rows by the names in the first line.
pub fn read<T: DeserializeOwned>(content: &str, max: usize) -> Table<T> {
    let content = content.trim_start_matches('\u{feff}');
    // Spreadsheets of Indonesian computers separate by semicolons.
    let head = content.lines().next().unwrap_or("");
    let by = if head.contains(';') && !head.contains(',') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(by)
        .trim(csv::Trim::All)
        .from_reader(content.as_bytes());
    let mut table = Table {
        rows: Vec::new(),
        faults: Vec::new(),
    };
    let headers = reader.headers().cloned().unwrap_or_default();
    for record in reader.records() {
        if table.rows.len() + table.faults.len() >= max {
            let line = table.rows.last().map_or(1, |(line, _)| *line);
            table.faults.push((line, Fault::Many));
            break;
        }
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                match record.deserialize(Some(&headers)) {
                    Ok(row) => table.rows.push((line, row)),
                    Err(e) => table.faults.push((line, plain(&e))),
                }
            }
            Err(e) => {
                let line = e.position().map_or(0, csv::Position::line);
                table.faults.push((line, plain(&e)));
            }
        }
    }
    table
}

/// A row that can't be read; its place stands beside it.
fn plain(e: &csv::Error) -> Fault {
    Fault::Row(match e.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8".to_owned(),
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("has {len} columns, the first line {expected_len}"),
        _ => e.to_string(),
    })
}
