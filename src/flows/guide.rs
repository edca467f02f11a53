//! What texts are read by before they are shown: the units' contacts, who works for them, the word
//! list as admins have edited it, and the lexicon of elements as staff have. Kept until one of these changes, on every instance.

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::UnitId;
use crate::store::entity::{element_rule, word_rule};
use crate::store::generations::{Kept, Tag};
use crate::store::places::Directory;
use crate::store::{accounts, guide};
use crate::text::abuse::edits::{self, Edit, Row};
use crate::text::abuse::{self, Lexicon};
use crate::text::elements;
use crate::text::masks::Published;
use crate::text::names::Staff;
use std::sync::Arc;

/// Somebody who works for a unit, as far as a text that names them must know.
#[derive(Clone, Debug)]
pub struct Worker {
    pub name: String,
    /// May be empty.
    pub position: String,
    pub unit: UnitId,
    pub unit_name: String,
}

#[derive(Debug, Default)]
pub struct Guide {
    /// Contacts that units publish themselves.
    pub contacts: Published,
    /// In the order of `workers`.
    pub staff: Staff,
    pub workers: Vec<Worker>,
    pub words: Lexicon,
    /// By it a text is read for elements of service.
    pub elements: elements::Lexicon,
}

/// The guide as it stands now.
pub async fn guide(app: &App) -> Result<Arc<Guide>> {
    if let Some(kept) = app.kept::<Guide>("") {
        return Ok(kept);
    }
    let tags = vec![Tag::Guide, Tag::Directory];
    let stamp = app.store.generations().stamp(&tags);
    let city = app.city().await?;
    let db = app.store.read();
    let grants = accounts::unit_grants(db).await?;
    let listed = guide::staff_names(db).await?;
    let rules = guide::word_rules(db).await?;
    let elements = elements(app).await?;
    let d = &city.directory;
    let people = listed
        .into_iter()
        .map(|s| (s.name, s.position, s.unit_id))
        .chain(
            grants
                .into_iter()
                .filter_map(|g| Some((g.name, g.position, g.unit_id?))),
        );
    let mut workers: Vec<Worker> = Vec::new();
    for (name, position, unit) in people {
        // Staff and head of the same unit, or listed and with an account: one person.
        if !workers.iter().any(|w| w.name == name && w.unit == unit) {
            workers.push(Worker {
                unit_name: short_name(d, unit),
                name,
                position,
                unit,
            });
        }
    }
    let made = Arc::new(Guide {
        contacts: contacts(d),
        staff: Staff::new(workers.iter().map(|w| w.name.as_str())),
        workers,
        words: lexicon(&rules),
        elements,
    });
    app.keep(
        String::new(),
        Kept {
            value: made.clone(),
            tags,
            stamp,
            until: None,
        },
    );
    Ok(made)
}

/// A unit's name in a sentence.
pub fn short_name(d: &Directory, unit: UnitId) -> String {
    d.unit(unit).map_or_else(String::new, |u| {
        let name = if u.short_name.is_empty() {
            &u.name
        } else {
            &u.short_name
        };
        name.clone()
    })
}

/// Telephone numbers and addresses of email that units publish.
pub fn contacts(d: &Directory) -> Published {
    let of_units = d
        .units
        .iter()
        .flat_map(|u| [&u.phone, &u.description, &u.address, &u.hours]);
    let of_services = d.services.iter().map(|s| &s.description);
    Published::of(of_units.chain(of_services).map(String::as_str))
}

/// An edit as the pure rules read it.
pub fn edit(rule: &word_rule::Model) -> Edit {
    Edit {
        origin: rule.origin.clone(),
        row: Row {
            class: rule.class.clone(),
            mark: rule.mark.clone(),
            phrase: rule.phrase.clone(),
        },
        off: rule.off,
    }
}

/// Edits are checked when they are made; if a newer built-in list no longer goes with them, it
/// stands without them, which the log tells.
fn lexicon(rules: &[word_rule::Model]) -> Lexicon {
    let edits: Vec<Edit> = rules.iter().map(edit).collect();
    edits::read(&edits::merged(abuse::BUILT_IN, &edits)).unwrap_or_else(|faults| {
        tracing::error!(
            ?faults,
            "the edited word list can't be read; the built-in one is used"
        );
        Lexicon::parse(abuse::BUILT_IN).unwrap_or_default()
    })
}

/// As [`edit`], of the lexicon of elements.
pub fn element_edit(rule: &element_rule::Model) -> elements::edits::Edit {
    let row = [&rule.phrase, &rule.element, &rule.sign].map(String::as_str);
    elements::edits::edit(&rule.origin, row, rule.off)
}

/// What staff have edited of the lexicon of elements, the oldest first.
pub async fn element_edits(app: &App) -> Result<Vec<elements::edits::Edit>> {
    let rules = guide::element_rules(app.store.read()).await?;
    Ok(rules.iter().map(element_edit).collect())
}

/// The lexicon of elements with staff's edits, read anew; [`guide()`] keeps it.
pub async fn elements(app: &App) -> Result<elements::Lexicon> {
    let edits = element_edits(app).await?;
    let (lexicon, faults) = elements::edits::in_force(elements::BUILT_IN, &edits);
    if !faults.is_empty() {
        tracing::error!(?faults, "rows of the lexicon of elements don't go with it");
    }
    Ok(lexicon)
}
