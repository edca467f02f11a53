//! An admin edits the list of words by which texts are scored: adds a row, changes one, switches it
//! off, or puts it back. Each edit is audited and counts from the next text on.

use super::guide;
use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::WordRuleId;
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::audit::{self, Act};
use crate::store::entity::word_rule;
use crate::store::guide as store;
use crate::text::abuse::edits::{self, Edit, Row, RowFault};
use crate::text::abuse::{BUILT_IN, Wrong};

/// What a row may be: the classes, and those without a weight.
pub const CLASSES: [&str; 9] = [
    "threat", "hate", "insult", "sexual", "spam", "allow", "told", "not", "set",
];

/// Edits that there may be.
const MOST: usize = 2_000;
/// Characters of a phrase; the longest sets have about three hundred.
const PHRASE_MAX: usize = 600;

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The row that is edited; empty for a new one.
    pub key: String,
    /// `save`, `off` or `restore`.
    pub act: String,
    pub class: String,
    pub mark: String,
    pub phrase: String,
}

/// # Errors
/// [`Error::Invalid`] at `class`, `mark` or `phrase`; [`Error::NotFound`] for a row that isn't
/// there; forbidden for who is no admin.
pub async fn edit(app: &App, viewer: &Viewer, form: &Form) -> Result<()> {
    if !policy::may(Action::ManageWords, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageWords, viewer));
    }
    let mut tx = app.store.begin().await?;
    let rules = store::word_rules(&*tx).await?;
    let before: Vec<Edit> = rules.iter().map(guide::edit).collect();
    let rows = edits::merged(BUILT_IN, &before);
    let standing = match form.key.as_str() {
        "" => None,
        key => Some(rows.iter().find(|r| r.key == key).ok_or(Error::NotFound)?),
    };
    // The edit that the row is now, if it is one.
    let own = standing.and_then(|s| rules.get(s.edit?));
    let origin = match (own, standing) {
        (Some(rule), _) => rule.origin.clone(),
        (None, Some(s)) => s.key.clone(),
        (None, None) => String::new(),
    };
    let (row, off) = match (form.act.as_str(), standing) {
        ("save", _) => (typed(form)?, false),
        ("off", Some(s)) => (s.row.clone(), true),
        ("restore", Some(_)) if own.is_some() => (Row::default(), false),
        _ => return Err(Error::NotFound),
    };
    let restore = form.act == "restore";
    let mut after: Vec<Edit> = rules
        .iter()
        .filter(|r| own.is_none_or(|o| o.id != r.id))
        .map(guide::edit)
        .collect();
    let new = Edit {
        origin,
        row: row.clone(),
        off,
    };
    if !restore {
        after.push(new.clone());
    }
    if after.len() > MOST {
        return Err(Error::field("phrase", "fault-words-many"));
    }
    check(&after, &new, restore)?;
    if restore {
        if let Some(own) = own {
            store::remove_word_rule(&mut tx, own.id).await?;
        }
    } else {
        let model = word_rule::Model {
            id: own.map_or_else(WordRuleId::new, |o| o.id),
            origin: new.origin,
            class: row.class.clone(),
            mark: row.mark.clone(),
            phrase: row.phrase.clone(),
            off,
            edited_by: viewer.account_id(),
            edited_ms: app.now(),
        };
        store::put_word_rule(&mut tx, model).await?;
    }
    let subject = if form.key.is_empty() {
        row.key()
    } else {
        form.key.clone()
    };
    audit::append(
        &tx,
        Act {
            at: app.now(),
            actor: viewer.account_id(),
            act: "word list",
            subject: &subject.replace('\t', " "),
            detail: format!("{} {} {} {}", form.act, row.class, row.mark, row.phrase).trim(),
        },
    )
    .await?;
    tx.commit().await
}

fn typed(form: &Form) -> Result<Row> {
    let mut errors = FieldErrors::default();
    let row = Row {
        class: words::line(&mut errors, "class", &form.class, 20),
        // A comma for the decimals, as people write here.
        mark: words::line(&mut errors, "mark", &form.mark, 20).replace(',', "."),
        phrase: words::line(&mut errors, "phrase", &form.phrase, PHRASE_MAX),
    };
    errors.into_result()?;
    Ok(row)
}

/// Whether the list as it would be can be read: faults stand at the field of the row that is
/// edited; one in another row, which the edit would break, names that row.
fn check(after: &[Edit], new: &Edit, restore: bool) -> Result<()> {
    let rows = edits::merged(BUILT_IN, after);
    let mut errors = FieldErrors::default();
    if !restore {
        let key = new.row.key();
        if rows.iter().filter(|r| r.row.key() == key).count() > 1 {
            errors.add("phrase", Message::new("fault-words-twice"));
        }
    }
    if let Err(faults) = edits::read(&rows) {
        for fault in faults.iter().take(3) {
            let (field, message) = told(fault, &new.row);
            if errors.of(field).is_none() {
                errors.add(field, message);
            }
        }
    }
    errors.into_result()
}

fn told(fault: &RowFault, edited: &Row) -> (&'static str, Message) {
    if fault.row != *edited {
        let row = format!("{} {}", fault.row.class, fault.row.phrase);
        return ("phrase", Message::new("fault-words-other").with("row", row));
    }
    match fault.wrong {
        Wrong::Class => ("class", Message::new("fault-words-class")),
        Wrong::Weight => ("mark", Message::new("fault-words-weight")),
        Wrong::Fields | Wrong::Empty => ("phrase", Message::new("fault-words-empty")),
        Wrong::Long => ("phrase", Message::new("fault-words-long")),
        Wrong::Word => ("phrase", Message::new("fault-words-word")),
        Wrong::Set => ("phrase", Message::new("fault-words-set")),
    }
}
