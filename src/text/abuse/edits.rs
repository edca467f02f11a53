//! The list as admins have edited it: rows of the built-in list, some changed or switched off, and
//! rows that were added.

use super::lexicon::{Lexicon, Wrong};
pub use crate::text::edited::State;
use crate::text::edited::{self, Listed};

/// A row: class, weight or set's name, phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub class: String,
    pub mark: String,
    pub phrase: String,
}

impl Row {
    fn read(line: &str) -> Option<Row> {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let mut fields = line.split('\t').map(str::to_owned);
        Some(Row {
            class: fields.next()?,
            mark: fields.next()?,
            phrase: fields.next()?,
        })
    }

    /// What names a row: its class and phrase; of a set, its name.
    pub fn key(&self) -> String {
        let phrase = if self.class == "set" {
            &self.mark
        } else {
            &self.phrase
        };
        format!("{}\t{phrase}", self.class)
    }
}

impl Listed for Row {
    fn key(&self) -> String {
        Row::key(self)
    }

    /// A set is named before it is used.
    fn leads(&self) -> bool {
        self.class == "set"
    }
}

/// An admin's edit.
pub type Edit = edited::Edit<Row>;
/// A row as it stands.
pub type Standing = edited::Standing<Row>;

/// What is wrong with a list: in which of its rows, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    pub key: String,
    pub row: Row,
    pub wrong: Wrong,
}

/// The built-in list with the edits over it.
pub fn merged(built_in: &str, edits: &[Edit]) -> Vec<Standing> {
    edited::merged(built_in.lines().filter_map(Row::read), edits)
}

/// Reads a list.
///
/// # Errors
/// Every row that can't be read; a row that stands twice.
pub fn read(rows: &[Standing]) -> Result<Lexicon, Vec<RowFault>> {
    let on: Vec<&Standing> = rows.iter().filter(|s| !s.off).collect();
    let lines: Vec<String> = on
        .iter()
        .map(|s| format!("{}\t{}\t{}", s.row.class, s.row.mark, s.row.phrase))
        .collect();
    Lexicon::parse(&lines.join("\n")).map_err(|faults| {
        faults
            .iter()
            .filter_map(|f| {
                let standing = on.get(f.line.checked_sub(1)?)?;
                Some(RowFault {
                    key: standing.key.clone(),
                    row: standing.row.clone(),
                    wrong: f.wrong,
                })
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::super::{BUILT_IN, score};
    use super::*;

    fn edit(origin: &str, class: &str, mark: &str, phrase: &str, off: bool) -> Edit {
        Edit {
            origin: origin.into(),
            row: Row {
                class: class.into(),
                mark: mark.into(),
                phrase: phrase.into(),
            },
            off,
        }
    }

    #[test]
    fn edits_stand_over_the_built_in_list() {
        let whole = merged(BUILT_IN, &[]);
        let plain = read(&whole).unwrap();
        assert_eq!(plain.len(), Lexicon::parse(BUILT_IN).unwrap().len());
        assert!(score("dasar goblok", &plain).total > 0.5);
        let edits = [
            edit(
                "insult\tgoblok*|gobluk|goblog",
                "insult",
                "0.6",
                "goblok*|gobluk|goblog",
                true,
            ),
            edit("", "insult", "0.7", "kadal gurun", false),
        ];
        let rows = merged(BUILT_IN, &edits);
        assert_eq!(rows.len(), whole.len() + 1);
        let lexicon = read(&rows).unwrap();
        assert!(score("goblok", &lexicon).total < 0.1, "switched off");
        assert!(score("kau kadal gurun", &lexicon).total > 0.6, "added");
        assert_eq!(rows.last().unwrap().state, State::Added);
    }

    #[test]
    fn faults_name_their_row() {
        let rows = merged(BUILT_IN, &[edit("", "insult", "2", "x", false)]);
        let faults = read(&rows).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(
            (faults[0].key.as_str(), faults[0].wrong),
            ("insult\tx", Wrong::Weight)
        );
        // A set that others use can't go.
        let off = edit("set\tyou", "set", "you", "kau", true);
        let faults = read(&merged(BUILT_IN, &[off])).unwrap_err();
        assert!(
            faults
                .iter()
                .all(|f| f.wrong == Wrong::Set && f.key != "set\tyou")
        );
    }
}
