//! The list as admins have edited it: rows of the built-in list, some changed or switched off, and
//! rows that were added.

use super::lexicon::{Lexicon, Wrong};

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

/// An admin's edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Key of the built-in row that it stands for; empty for one that was added.
    pub origin: String,
    pub row: Row,
    pub off: bool,
}

/// A row as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Names it, however it was changed.
    pub key: String,
    pub row: Row,
    pub off: bool,
    pub state: State,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum State {
    BuiltIn,
    Changed,
    Added,
}

/// What is wrong with a list: in which of its rows, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    pub key: String,
    pub row: Row,
    pub wrong: Wrong,
}

/// The built-in list with the edits over it. An edit of a built-in row that is no longer there
/// counts as added.
pub fn merged(built_in: &str, edits: &[Edit]) -> Vec<Standing> {
    let mut used = vec![false; edits.len()];
    let mut all: Vec<Standing> = built_in
        .lines()
        .filter_map(Row::read)
        .map(|row| {
            let key = row.key();
            match edits.iter().position(|e| e.origin == key) {
                Some(n) => {
                    used[n] = true;
                    Standing {
                        key,
                        row: edits[n].row.clone(),
                        off: edits[n].off,
                        state: State::Changed,
                    }
                }
                None => Standing {
                    key,
                    row,
                    off: false,
                    state: State::BuiltIn,
                },
            }
        })
        .collect();
    for (edit, _) in edits.iter().zip(used).filter(|(_, used)| !used) {
        // A set is named before it is used.
        let at = if edit.row.class == "set" {
            0
        } else {
            all.len()
        };
        let added = Standing {
            key: edit.row.key(),
            row: edit.row.clone(),
            off: edit.off,
            state: State::Added,
        };
        all.insert(at, added);
    }
    all
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
