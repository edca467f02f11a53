//! The staff's page of the lexicon of elements: the built-in rows with the edits over them, who made
//! those, and what was edited last.

use super::word_list::page;
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::AccountId;
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::domain::time::Instant;
use crate::store::audit::{self, Filter};
use crate::store::{accounts, guide};
use crate::text::elements::edits::{self, Edit, Row, SIGNS, State};
use crate::text::elements::{BUILT_IN, lexicon};
use std::collections::HashMap;

/// Edits told below the list.
const LAST: u64 = 20;

crate::text_enum! {
    /// Where a row comes from.
    pub enum Origin {
        BuiltIn = "built-in",
        Changed = "changed",
        Added = "added",
    }
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    pub phrase: String,
    /// As the file names it: an element, or none.
    pub element: String,
    /// A word for the sign.
    pub sign: &'static str,
}

#[derive(Clone, Debug)]
pub struct LexiconRow {
    pub key: String,
    pub says: Says,
    pub origin: Origin,
    pub off: bool,
    /// What the built-in row says, if it says something else.
    pub was: Option<Says>,
    /// Who edited it (empty: an account that has no name), and when.
    pub edited: Option<(String, Instant)>,
}

/// An edit, as the audit log has it.
#[derive(Clone, Debug)]
pub struct Told {
    pub at: Instant,
    pub who: String,
    /// `save`, `off`, `restore` or `remove`.
    pub act: String,
    pub phrase: String,
}

#[derive(Clone, Debug)]
pub struct Lexicon {
    pub rows: Vec<LexiconRow>,
    /// How many rows match, and how many there are.
    pub matching: usize,
    pub all: usize,
    pub edited: usize,
    /// Key of the last row shown, if more follow.
    pub next: Option<String>,
    /// The newest first.
    pub last: Vec<Told>,
}

/// What the page is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// An element as the file names it, or none; empty for all.
    pub element: String,
    /// Part of a phrase; empty for all.
    pub phrase: String,
    /// Only rows that were edited.
    pub edited: bool,
    /// From after this row on.
    pub after: String,
    /// One row, whatever else is asked for.
    pub only: String,
}

fn says(row: &Row) -> Says {
    Says {
        phrase: row.phrase.clone(),
        element: row.element.clone(),
        sign: SIGNS
            .iter()
            .find(|(_, sign)| *sign == row.sign)
            .map_or("around", |(word, _)| word),
    }
}

/// # Errors
/// Forbidden or sign-in needed for others than units' staff and admins.
pub async fn lexicon(app: &App, viewer: &Viewer, asked: &Asked) -> Result<Lexicon> {
    if !policy::could(Action::EditLexicon, viewer) {
        return Err(policy::refused(Action::EditLexicon, viewer));
    }
    let db = app.store.read();
    let rules = guide::element_rules(db).await?;
    let edits: Vec<Edit> = rules
        .iter()
        .map(|r| {
            let row = [&r.phrase, &r.element, &r.sign].map(String::as_str);
            edits::edit(&r.origin, row, r.off)
        })
        .collect();
    let standing = edits::merged(BUILT_IN, &edits);
    let all = standing.len();
    // "lelet" is found as "lambat", as it is in a text.
    let wanted = asked.phrase.trim().to_lowercase();
    let regular = lexicon::regular(&wanted);
    let matching: Vec<_> = standing
        .into_iter()
        .filter(|s| match asked.only.as_str() {
            "" => {
                (asked.element.is_empty() || s.row.element == asked.element)
                    && (s.row.phrase.contains(&wanted) || s.row.phrase.contains(&regular))
                    && (!asked.edited || s.state != State::BuiltIn)
            }
            only => s.key == only,
        })
        .collect();
    let n = matching.len();
    let (shown, next) = page(matching, &asked.after, |s| &s.key);
    let last = audit::page(
        db,
        &Filter {
            act: Some(crate::domain::audit::LEXICON.to_owned()),
            ..Filter::default()
        },
        None,
        LAST,
    )
    .await?;
    let editors = shown.iter().filter_map(|s| rules.get(s.edit?)?.edited_by);
    let mut ids: Vec<AccountId> = editors.chain(last.iter().filter_map(|e| e.actor)).collect();
    ids.sort_unstable();
    ids.dedup();
    let names: HashMap<AccountId, String> = accounts::by_ids(db, &ids)
        .await?
        .into_iter()
        .map(|a| (a.id, a.name))
        .collect();
    let name = |id: Option<AccountId>| {
        let name = id.and_then(|id| names.get(&id));
        name.cloned().unwrap_or_default()
    };
    let keys: Vec<&str> = shown.iter().map(|s| s.key.as_str()).collect();
    let originals = edits::originals(BUILT_IN, &keys);
    let rows = shown
        .iter()
        .map(|s| {
            let was = originals.get(&s.key).filter(|r| **r != s.row).map(says);
            let rule = s.edit.and_then(|n| rules.get(n));
            LexiconRow {
                key: s.key.clone(),
                says: says(&s.row),
                origin: match s.state {
                    State::BuiltIn => Origin::BuiltIn,
                    State::Changed => Origin::Changed,
                    State::Added => Origin::Added,
                },
                off: s.off,
                was,
                edited: rule.map(|r| (name(r.edited_by), r.edited_ms)),
            }
        })
        .collect();
    Ok(Lexicon {
        next,
        rows,
        matching: n,
        all,
        edited: edits.len(),
        last: last
            .into_iter()
            .map(|e| Told {
                at: e.at_ms,
                who: name(e.actor),
                act: e.detail.split(' ').next().unwrap_or_default().to_owned(),
                phrase: e.subject,
            })
            .collect(),
    })
}
