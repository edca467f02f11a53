//! Unit staff edit the lexicon by which texts are read for elements of service: add a phrase, change
//! one, switch it off, put it back. Each edit is audited and counts from the next text on.

use super::{guide, words};
use crate::app::App;
use crate::domain::audit::LEXICON;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::ElementRuleId;
use crate::domain::ikm::Element;
use crate::domain::message::Message;
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::domain::sentiment::Polarity;
use crate::store::audit::{self, Act};
use crate::store::entity::element_rule;
use crate::store::guide as store;
use crate::text::edited::Listed;
use crate::text::elements::edits::{self, Edit, Row, Standing, State};
use crate::text::elements::lexicon::Fault;
use crate::text::elements::{self, BUILT_IN, NONE, Useless};
use crate::text::sentiment;
use std::ops::Range;

pub use crate::text::elements::edits::SIGNS;

/// Characters of a phrase, and of a sentence to try.
pub const PHRASE_MAX: usize = 80;
pub const SENTENCE_MAX: usize = 500;
/// Edits that there may be.
const MOST: usize = 2_000;

/// What a row may be of, as the file names it: an element, or none.
pub fn elements() -> impl Iterator<Item = &'static str> {
    elements::NAMES.into_iter().chain([NONE])
}

/// The element of a name in the file.
pub fn element(name: &str) -> Option<Element> {
    let at = elements::NAMES.iter().position(|n| *n == name);
    at.and_then(Element::from_index)
}

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The row that is edited; empty for a new one.
    pub key: String,
    /// `save`, `off`, `restore` or `remove`.
    pub act: String,
    pub phrase: String,
    /// One of [`elements()`].
    pub element: String,
    /// The word of one of [`SIGNS`].
    pub sign: String,
}

fn check_viewer(viewer: &Viewer) -> Result<()> {
    if policy::could(Action::EditLexicon, viewer) {
        Ok(())
    } else {
        Err(policy::refused(Action::EditLexicon, viewer))
    }
}

/// # Errors
/// [`Error::Invalid`] at `phrase`, `element` or `sign`, also for a row that someone else has changed
/// or removed meanwhile; forbidden for others than units' staff and admins.
pub async fn edit(app: &App, viewer: &Viewer, form: &Form) -> Result<()> {
    check_viewer(viewer)?;
    let mut tx = app.store.begin().await?;
    store::lock_element_rules(&tx).await?;
    let rules = store::element_rules(&*tx).await?;
    let before: Vec<Edit> = rules.iter().map(guide::element_edit).collect();
    let rows = edits::merged(BUILT_IN, &before);
    let gone = || Error::field("phrase", "fault-lexicon-gone");
    let standing = match form.key.as_str() {
        "" => None,
        key => Some(rows.iter().find(|r| r.key == key).ok_or_else(gone)?),
    };
    // The edit that the row is now, if it is one.
    let own = standing.and_then(|s| rules.get(s.edit?));
    let origin = match standing {
        Some(s) if s.state != State::Added => s.key.clone(),
        _ => String::new(),
    };
    let changed = match (form.act.as_str(), standing) {
        ("save", _) => Some((typed(form)?, false)),
        ("off", Some(s)) => Some((s.row.clone(), true)),
        ("restore", Some(s)) if s.state == State::Added => Some((s.row.clone(), false)),
        ("restore", Some(s)) if s.state == State::Changed => None,
        ("remove", Some(s)) if s.state == State::Added => None,
        // Somebody else has put it back.
        ("restore" | "remove", _) => return Err(gone()),
        _ => return Err(Error::NotFound),
    };
    // What is as it was built in is no edit.
    let originals = edits::originals(BUILT_IN, &[&origin]);
    let changed = changed.filter(|(row, off)| *off || originals.get(&origin) != Some(row));
    if changed.is_none() && own.is_none() {
        return Ok(());
    }
    let mut after: Vec<Edit> = rules
        .iter()
        .filter(|r| own.is_none_or(|o| o.id != r.id))
        .map(guide::element_edit)
        .collect();
    if let Some((row, off)) = &changed {
        let new = Edit {
            origin: origin.clone(),
            row: row.clone(),
            off: *off,
        };
        after.push(new);
        if after.len() > MOST {
            return Err(Error::field("phrase", "fault-words-many"));
        }
        if !off {
            check(&rows, &after, &form.key, row)?;
        }
    }
    let subject = match (&changed, standing) {
        (Some((row, _)), None) => row.key(),
        (_, Some(s)) => s.row.key(),
        (None, None) => String::new(),
    };
    let told = changed.as_ref().map_or_else(String::new, |(row, _)| {
        format!("{}: {} {}", row.phrase, row.element, row.sign)
    });
    match changed {
        Some((row, off)) => {
            let model = element_rule::Model {
                id: own.map_or_else(ElementRuleId::new, |o| o.id),
                origin,
                phrase: row.phrase,
                element: row.element,
                sign: row.sign,
                off,
                edited_by: viewer.account_id(),
                edited_ms: app.now(),
            };
            store::put_element_rule(&mut tx, model).await?;
        }
        None => {
            if let Some(own) = own {
                store::remove_element_rule(&mut tx, own.id).await?;
            }
        }
    }
    audit::append(
        &tx,
        Act {
            at: app.now(),
            actor: viewer.account_id(),
            act: LEXICON,
            subject: &subject,
            detail: format!("{} {told}", form.act).trim(),
        },
    )
    .await?;
    tx.commit().await
}

fn typed(form: &Form) -> Result<Row> {
    let mut errors = FieldErrors::default();
    let phrase = words::line(&mut errors, "phrase", &form.phrase, PHRASE_MAX);
    if !elements().any(|e| e == form.element) {
        let key = match form.element.is_empty() {
            true => "fault-choose",
            false => "fault-lexicon-element",
        };
        errors.add("element", Message::new(key));
    }
    // What is none says nothing, whatever stands in the field.
    let sign = match form.element == NONE {
        true => Some(""),
        false => SIGNS
            .iter()
            .find(|(word, _)| *word == form.sign)
            .map(|(_, sign)| *sign),
    };
    if sign.is_none() {
        errors.add("sign", Message::new("fault-choose"));
    }
    errors.into_result()?;
    let row = Row {
        phrase,
        element: form.element.clone(),
        sign: sign.unwrap_or_default().to_owned(),
    };
    // As its key is: small letters, one blank between words.
    Ok(Row {
        phrase: row.key(),
        ..row
    })
}

/// Whether a row is of use and the list with it can be read. `rows` is the list before, `key` the
/// row's own in it.
fn check(rows: &[Standing], after: &[Edit], key: &str, row: &Row) -> Result<()> {
    let fault = |message| {
        let mut errors = FieldErrors::default();
        errors.add("phrase", message);
        Err(Error::Invalid(errors))
    };
    let model = sentiment::load().map_err(|e| Error::Internal(e.to_string()))?;
    match elements::of_use(&row.phrase, model) {
        Ok(()) => {}
        Err(Useless::Broad) => return fault(Message::new("fault-lexicon-broad")),
        Err(Useless::Script) => return fault(Message::new("fault-lexicon-script")),
        Err(Useless::Never) => return fault(Message::new("fault-lexicon-never")),
    }
    if let Some(twin) = edits::twin(rows, key, row) {
        let key = match twin.off {
            true => "fault-lexicon-twice-off",
            false => "fault-lexicon-twice",
        };
        return fault(Message::new(key).with("row", twin.row.phrase.as_str()));
    }
    let Err(faults) = edits::read(&edits::merged(BUILT_IN, after)) else {
        return Ok(());
    };
    // Faults of other rows were there before, and are kept out of the lexicon.
    match faults.iter().find(|f| f.row == *row).map(|f| &f.fault) {
        Some(Fault::Star { .. }) => fault(Message::new("fault-lexicon-star")),
        Some(Fault::Element { .. }) => Err(Error::field("element", "fault-lexicon-element")),
        Some(Fault::Sign { .. }) => Err(Error::field("sign", "fault-choose")),
        Some(Fault::Columns { .. } | Fault::Twice { .. }) => {
            fault(Message::new("fault-lexicon-never"))
        }
        None => Ok(()),
    }
}

/// A phrase that was found in a sentence.
#[derive(Clone, Debug)]
pub struct Found {
    /// The sentence's own words.
    pub words: String,
    /// The lexicon's phrase.
    pub phrase: String,
    /// What it tells and how; none of what is no element.
    pub tells: Option<(Element, Polarity)>,
}

/// What the present lexicon finds in a sentence, in its order; what is no element last.
///
/// # Errors
/// [`Error::Invalid`] at `kalimat`; forbidden for others than units' staff and admins.
pub async fn try_out(app: &App, viewer: &Viewer, typed: &str) -> Result<Vec<Found>> {
    check_viewer(viewer)?;
    let mut errors = FieldErrors::default();
    let text = words::text(&mut errors, "kalimat", typed, SENTENCE_MAX);
    errors.into_result()?;
    let guide = guide::guide(app).await?;
    let model = sentiment::load().map_err(|e| Error::Internal(e.to_string()))?;
    let (mentions, passed) = elements::explain(&text, &guide.elements, model);
    let found = |span: Range<usize>, entry: usize, tells| Found {
        words: text.get(span).unwrap_or_default().to_owned(),
        phrase: guide.elements.written(entry).to_owned(),
        tells,
    };
    let told = mentions.into_iter().filter_map(|m| {
        let tells = (Element::from_index(m.element)?, words::of_text(m.polarity));
        Some(found(m.span, m.entry, Some(tells)))
    });
    let none = passed.into_iter().map(|p| found(p.span, p.entry, None));
    Ok(told.chain(none).collect())
}
