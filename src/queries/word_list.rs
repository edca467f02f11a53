//! The admin's page of the word list: the built-in rows with the edits over them.

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::guide;
use crate::text::abuse::BUILT_IN;
use crate::text::abuse::edits::{self, Edit, Row, State};

/// Rows on a page.
const A_PAGE: usize = 40;

crate::text_enum! {
    /// Where a row comes from.
    pub enum Origin {
        BuiltIn = "built-in",
        Changed = "changed",
        Added = "added",
        Off = "off",
    }
}

#[derive(Clone, Debug)]
pub struct WordRow {
    pub key: String,
    pub class: String,
    pub mark: String,
    pub phrase: String,
    pub origin: Origin,
}

#[derive(Clone, Debug)]
pub struct Words {
    pub rows: Vec<WordRow>,
    /// How many rows match, and how many there are.
    pub matching: usize,
    pub all: usize,
    pub edited: usize,
    /// Key of the last row shown, if more follow.
    pub next: Option<String>,
}

/// What the page is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// A class's code; empty for all.
    pub class: String,
    /// Part of a phrase; empty for all.
    pub phrase: String,
    /// Only rows that an admin has edited.
    pub edited: bool,
    /// From after this row on.
    pub after: String,
}

/// The rows of a page after the one with a key, and the key of the last if more follow. A row that has
/// gone meanwhile leads to the beginning.
pub(super) fn page<R>(
    matching: Vec<R>,
    after: &str,
    key: impl Fn(&R) -> &String,
) -> (Vec<R>, Option<String>) {
    let from = match after {
        "" => 0,
        after => matching
            .iter()
            .position(|r| key(r) == after)
            .map_or(0, |i| i + 1),
    };
    let mut rows: Vec<R> = matching.into_iter().skip(from).take(A_PAGE + 1).collect();
    let more = rows.len() > A_PAGE;
    rows.truncate(A_PAGE);
    let next = rows.last().filter(|_| more).map(|r| key(r).clone());
    (rows, next)
}

/// # Errors
/// Forbidden or sign-in needed for who is no admin.
pub async fn words(app: &App, viewer: &Viewer, asked: &Asked) -> Result<Words> {
    if !policy::may(Action::ManageWords, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageWords, viewer));
    }
    let edits: Vec<Edit> = guide::word_rules(app.store.read())
        .await?
        .into_iter()
        .map(|r| Edit {
            origin: r.origin,
            row: Row {
                class: r.class,
                mark: r.mark,
                phrase: r.phrase,
            },
            off: r.off,
        })
        .collect();
    let standing = edits::merged(BUILT_IN, &edits);
    let all = standing.len();
    let wanted = asked.phrase.trim().to_lowercase();
    let matching: Vec<WordRow> = standing
        .into_iter()
        .map(|s| WordRow {
            origin: match s.state {
                _ if s.off => Origin::Off,
                State::BuiltIn => Origin::BuiltIn,
                State::Changed => Origin::Changed,
                State::Added => Origin::Added,
            },
            key: s.key,
            class: s.row.class,
            mark: s.row.mark,
            phrase: s.row.phrase,
        })
        .filter(|r| asked.class.is_empty() || r.class == asked.class)
        .filter(|r| wanted.is_empty() || r.phrase.contains(&wanted) || r.mark.contains(&wanted))
        .filter(|r| !asked.edited || r.origin != Origin::BuiltIn)
        .collect();
    let n = matching.len();
    let (rows, next) = page(matching, &asked.after, |r| &r.key);
    Ok(Words {
        next,
        rows,
        matching: n,
        all,
        edited: edits.len(),
    })
}
