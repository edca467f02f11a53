//! Units, services, staff and holidays from comma-separated files: what a city enters once, and
//! again when it changes. Rows are known by their slugs, holidays by their day: those that are there
//! are changed, others are added, none is taken away. Roles of staff are only added.

use super::grant::{self, Granter};
use super::invite;
use crate::app::App;
use crate::domain::calendar::Calendar;
use crate::domain::deadline::DeadlineClass;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{ServiceId, UnitId};
use crate::domain::message::Message;
use crate::store::entity::{holiday, service, unit};
use crate::store::generations::Tag;
use crate::store::places;
use crate::text::table;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// Rows of a file at most: a city has hundreds.
const ROWS_MAX: usize = 20_000;

crate::text_enum! {
    /// What a file holds.
    pub enum What {
        /// `slug,name`, and if you like `short_name,parent,kind,description,address,phone,hours,active`.
        Units = "units",
        /// `unit,slug,name,deadline_class`, and if you like `description,synonyms,active`.
        Services = "services",
        /// `email,role`, and if you like `name,unit,position`.
        Staff = "staff",
        /// `date,name`.
        Holidays = "holidays",
    }
}

/// What came, or would come, of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub added: usize,
    pub changed: usize,
    pub same: usize,
    /// Line and what is wrong with it. If there are any, nothing is done.
    pub faults: Vec<(u64, Message)>,
}

impl Outcome {
    fn note(&mut self, known: Option<bool>) {
        match known {
            None => self.added += 1,
            Some(true) => self.same += 1,
            Some(false) => self.changed += 1,
        }
    }
}

#[derive(Deserialize)]
struct UnitRow {
    slug: String,
    name: String,
    #[serde(default)]
    short_name: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    hours: String,
    #[serde(default)]
    active: String,
}

#[derive(Deserialize)]
struct ServiceRow {
    unit: String,
    slug: String,
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    synonyms: String,
    deadline_class: String,
    #[serde(default)]
    active: String,
}

#[derive(Deserialize)]
struct StaffRow {
    email: String,
    role: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    position: String,
}

/// Reads a file and takes it over, all rows or none; with `dry`, only says what would come of it.
///
/// # Errors
/// What the database says; faults of the file stand in the outcome.
pub async fn import(app: &App, what: What, content: &str, dry: bool) -> Result<Outcome> {
    match what {
        What::Units => units(app, content, dry).await,
        What::Services => services(app, content, dry).await,
        What::Staff => staff(app, content, dry, false).await,
        What::Holidays => holidays(app, content, dry).await,
    }
}

/// As [`import`] of staff, but each is invited by email, and holds the role once they accept.
///
/// # Errors
/// As [`import`].
pub async fn invite_staff(app: &App, content: &str, dry: bool) -> Result<Outcome> {
    staff(app, content, dry, true).await
}

/// Rows with their lines; those that can't be read become faults.
fn read<T: DeserializeOwned>(content: &str, outcome: &mut Outcome) -> Vec<(u64, T)> {
    let table = table::read(content, ROWS_MAX);
    outcome
        .faults
        .extend(table.faults.into_iter().map(|(line, fault)| {
            let message = match fault {
                table::Fault::Many => Message::new("import-fault-many").with("max", ROWS_MAX),
                table::Fault::Row(problem) => {
                    Message::new("import-fault-row").with("problem", problem)
                }
            };
            (line, message)
        }));
    table.rows
}

/// Small letters, digits and hyphens: what stands in an address.
fn good_slug(slug: &str) -> bool {
    (1..=60).contains(&slug.len())
        && slug
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn active(text: &str) -> Option<bool> {
    match text {
        "" | "true" | "1" | "ya" | "yes" => Some(true),
        "false" | "0" | "tidak" | "no" => Some(false),
        _ => None,
    }
}

const SLUG: &str = "import-fault-slug";
const NAME: &str = "import-fault-name";
const ACTIVE: &str = "import-fault-active";

fn twice(slug: &str, first: u64) -> Message {
    Message::new("import-fault-twice")
        .with("slug", slug)
        .with("line", i64::try_from(first).unwrap_or(0))
}

async fn units(app: &App, content: &str, dry: bool) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let rows = read::<UnitRow>(content, &mut outcome);
    let city = app.city().await?;
    let mut known: HashMap<&str, &unit::Model> = HashMap::new();
    known.extend(city.directory.units.iter().map(|u| (u.slug.as_str(), u)));
    let mut ids: HashMap<String, UnitId> = HashMap::new();
    ids.extend(known.values().map(|u| (u.slug.clone(), u.id)));
    for (line, row) in &rows {
        if !good_slug(&row.slug) {
            outcome.faults.push((*line, Message::new(SLUG)));
        } else if row.name.is_empty() {
            outcome.faults.push((*line, Message::new(NAME)));
        }
        ids.entry(row.slug.clone()).or_insert_with(UnitId::new);
    }
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut models = Vec::new();
    for (position, (line, row)) in (0..).zip(rows) {
        if let Some(first) = seen.insert(row.slug.clone(), line) {
            outcome.faults.push((line, twice(&row.slug, first)));
        }
        let parent_id = ids.get(&row.parent).copied();
        if !row.parent.is_empty() && (parent_id.is_none() || row.parent == row.slug) {
            let fault = Message::new("import-fault-parent").with("name", row.parent.as_str());
            outcome.faults.push((line, fault));
        }
        let Some(active) = active(&row.active) else {
            outcome.faults.push((line, Message::new(ACTIVE)));
            continue;
        };
        let Some(id) = ids.get(&row.slug).copied() else {
            continue;
        };
        let short_name = if row.short_name.is_empty() {
            row.name.clone()
        } else {
            row.short_name
        };
        let model = unit::Model {
            id,
            parent_id,
            slug: row.slug,
            name: row.name,
            short_name,
            kind: row.kind,
            description: row.description,
            address: row.address,
            phone: row.phone,
            hours: row.hours,
            position,
            active,
        };
        outcome.note(known.get(model.slug.as_str()).map(|k| **k == model));
        models.push(model);
    }
    let mut tx = app.store.begin().await?;
    let closing: Vec<UnitId> = models.iter().filter(|m| !m.active).map(|m| m.id).collect();
    let open_now = |id: UnitId| city.directory.unit(id).is_some_and(|u| u.active);
    // A file names a few units to close, if any.
    for model in models.iter().filter(|m| !m.active && open_now(m.id)) {
        places::lock_unit(&tx, model.id).await?;
        if let Some(fault) = super::unit::why_not(&tx, &city, model.id, &closing).await? {
            let line = seen.get(&model.slug).copied().unwrap_or(1);
            outcome.faults.push((line, fault));
        }
    }
    if circle(&models) {
        outcome
            .faults
            .push((1, Message::new("import-fault-circle")));
    }
    if outcome.faults.is_empty() && !dry {
        places::put_units(&tx, models).await?;
        tx.touch(Tag::Everything);
        tx.commit().await?;
    }
    Ok(outcome)
}

/// Whether following parents leads back.
fn circle(units: &[unit::Model]) -> bool {
    let parent: HashMap<UnitId, UnitId> = units
        .iter()
        .filter_map(|u| Some((u.id, u.parent_id?)))
        .collect();
    units.iter().any(|u| {
        let mut at = u.id;
        for _ in 0..units.len() {
            match parent.get(&at) {
                Some(up) if *up == u.id => return true,
                Some(up) => at = *up,
                None => return false,
            }
        }
        false
    })
}

async fn services(app: &App, content: &str, dry: bool) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let rows = read::<ServiceRow>(content, &mut outcome);
    let city = app.city().await?;
    let directory = &city.directory;
    let mut seen: HashMap<(UnitId, String), u64> = HashMap::new();
    let mut models = Vec::new();
    for (position, (line, row)) in (0..).zip(rows) {
        let mut fault = |message| outcome.faults.push((line, message));
        if !good_slug(&row.slug) {
            fault(Message::new(SLUG));
        }
        if row.name.is_empty() {
            fault(Message::new(NAME));
        }
        let class = DeadlineClass::parse(&row.deadline_class)
            .filter(|c| DeadlineClass::OF_SERVICES.contains(c));
        if class.is_none() {
            fault(Message::new("import-fault-class"));
        }
        let active = active(&row.active);
        if active.is_none() {
            fault(Message::new(ACTIVE));
        }
        let unit = directory.units.iter().find(|u| u.slug == row.unit);
        let Some(unit) = unit else {
            fault(Message::new("import-fault-unit").with("name", row.unit.as_str()));
            continue;
        };
        if let Some(first) = seen.insert((unit.id, row.slug.clone()), line) {
            fault(twice(&row.slug, first));
        }
        let known = directory
            .services
            .iter()
            .find(|s| s.unit_id == unit.id && s.slug == row.slug);
        let model = service::Model {
            id: known.map_or_else(ServiceId::new, |k| k.id),
            unit_id: unit.id,
            slug: row.slug,
            name: row.name,
            description: row.description,
            synonyms: row.synonyms,
            deadline_class: row.deadline_class,
            position,
            active: active.unwrap_or(true),
        };
        outcome.note(known.map(|k| *k == model));
        models.push(model);
    }
    if outcome.faults.is_empty() && !dry {
        let mut tx = app.store.begin().await?;
        places::put_services(&tx, models).await?;
        tx.touch(Tag::Everything);
        tx.commit().await?;
    }
    Ok(outcome)
}

async fn staff(app: &App, content: &str, dry: bool, inviting: bool) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let rows = read::<StaffRow>(content, &mut outcome);
    let mut tx = app.store.begin().await?;
    for (line, row) in rows {
        let form = grant::Form {
            email: row.email,
            name: row.name,
            role: row.role,
            unit: row.unit,
            position: row.position,
        };
        let added = match inviting {
            true => invite::write(app, &mut tx, &form, None).await,
            false => grant::grant_in(app, &mut tx, Granter::CommandLine, &form).await,
        };
        match added {
            Ok(()) => outcome.added += 1,
            Err(Error::Invalid(errors))
                if errors.of("role").is_some_and(|m| m.key == "fault-granted") =>
            {
                outcome.same += 1;
            }
            Err(Error::Invalid(errors)) => {
                let faults = errors.0.into_iter().map(|(_, message)| (line, message));
                outcome.faults.extend(faults);
            }
            Err(e) => return Err(e),
        }
    }
    if outcome.faults.is_empty() && !dry {
        tx.commit().await?;
    }
    Ok(outcome)
}

async fn holidays(app: &App, content: &str, dry: bool) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let days = match Calendar::parse_csv(content) {
        Ok(days) => days,
        Err(faults) => {
            outcome.faults = faults
                .into_iter()
                .map(|f| (f.line, Message::new(f.problem.key())))
                .collect();
            return Ok(outcome);
        }
    };
    let city = app.city().await?;
    let mut models = Vec::new();
    for day in days {
        let model = holiday::Model {
            day: day.date.to_string(),
            name: day.name,
        };
        let known = city.directory.holidays.iter().find(|h| h.day == model.day);
        outcome.note(known.map(|k| *k == model));
        models.push(model);
    }
    if !dry {
        let mut tx = app.store.begin().await?;
        places::put_holidays(&tx, models).await?;
        tx.touch(Tag::Everything);
        tx.commit().await?;
    }
    Ok(outcome)
}
