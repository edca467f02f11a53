//! A list that is built in, with people's edits over it: rows that were changed or switched off, and
//! rows that were added. The words of moderation and the lexicon of elements are such lists.

use std::collections::HashMap;

/// A row of such a list.
pub trait Listed: Clone {
    /// What names the row; no two have the same.
    fn key(&self) -> String;

    /// Whether an added row must stand before all others.
    fn leads(&self) -> bool {
        false
    }
}

/// An edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit<R> {
    /// Key of the built-in row that it stands for; empty for one that was added.
    pub origin: String,
    pub row: R,
    pub off: bool,
}

/// A row as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<R> {
    /// Names it, however it was changed.
    pub key: String,
    pub row: R,
    pub off: bool,
    pub state: State,
    /// Number of the edit that made it so.
    pub edit: Option<usize>,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum State {
    BuiltIn,
    Changed,
    Added,
}

/// The built-in rows with the edits over them. An edit of a built-in row that is no longer there
/// counts as added.
pub fn merged<R: Listed>(built_in: impl Iterator<Item = R>, edits: &[Edit<R>]) -> Vec<Standing<R>> {
    let mut of: HashMap<&str, usize> = HashMap::new();
    for (n, edit) in edits
        .iter()
        .enumerate()
        .filter(|(_, e)| !e.origin.is_empty())
    {
        of.entry(edit.origin.as_str()).or_insert(n);
    }
    let mut used = vec![false; edits.len()];
    let mut all: Vec<Standing<R>> = built_in
        .map(|row| {
            let key = row.key();
            match of.get(key.as_str()) {
                Some(n) => {
                    used[*n] = true;
                    Standing {
                        key,
                        row: edits[*n].row.clone(),
                        off: edits[*n].off,
                        state: State::Changed,
                        edit: Some(*n),
                    }
                }
                None => Standing {
                    key,
                    row,
                    off: false,
                    state: State::BuiltIn,
                    edit: None,
                },
            }
        })
        .collect();
    for (n, edit) in edits.iter().enumerate().filter(|(n, _)| !used[*n]) {
        let at = if edit.row.leads() { 0 } else { all.len() };
        let added = Standing {
            key: edit.row.key(),
            row: edit.row.clone(),
            off: edit.off,
            state: State::Added,
            edit: Some(n),
        };
        all.insert(at, added);
    }
    all
}
