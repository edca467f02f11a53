//! What a head sees of their unit, and a coordinator of all: who has what, how long answers take, what
//! their authors say of them, and a few threads to read. From roll-ups and bounded reads; nothing of
//! who wrote.

use super::marks::Marks;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, UnitId};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::tally;
use crate::domain::time::{DAY_MS, Instant};
use crate::domain::veil::Told;
use crate::store::drafts::{self, Waiting};
use crate::store::rollups::{self, Figures, Span};
use crate::store::{absences, accounts, lead, threads};
use std::collections::BTreeMap;

/// Days that the figures are of.
pub const DAYS: i64 = 90;
/// Threads to read.
const SAMPLES: usize = 5;

/// What somebody of the unit has.
#[derive(Clone, Debug)]
pub struct Load {
    /// `None`: taken by nobody.
    pub name: Option<String>,
    /// Names the person in a view of the inbox.
    pub account: Option<AccountId>,
    pub open: i64,
    pub late: i64,
    /// Who stands in, if they are away.
    pub stand_in: Option<String>,
}

/// A unit's figures of the last [`DAYS`] days.
#[derive(Clone, Debug)]
pub struct UnitFigures {
    pub name: String,
    pub slug: String,
    pub open: i64,
    pub late: i64,
    /// Answers and how long they took, among others.
    pub marks: Marks,
    /// Answers whose author said that they helped, of those that said anything.
    pub helped: Told,
    /// Cases opened again, of those answered first or again with a word of their author.
    pub reopened: Told,
    pub needs_release: bool,
    pub may_set: bool,
}

/// A thread to read for its quality.
#[derive(Clone, Debug)]
pub struct Sample {
    pub number: String,
    pub title: String,
    pub at: Instant,
}

#[derive(Clone, Debug)]
pub struct Lead {
    /// The one unit that is looked into, if it is one.
    pub one: Option<String>,
    pub units: Vec<UnitFigures>,
    /// Of the one unit and those below.
    pub people: Vec<Load>,
    pub waiting: Vec<Waiting>,
    pub samples: Vec<Sample>,
    /// Whether the viewer looks over all units.
    pub coordinates: bool,
}

/// # Errors
/// Forbidden or sign-in needed for who leads nothing; [`Error::NotFound`] for no such unit.
pub async fn lead(app: &App, viewer: &Viewer, slug: &str) -> Result<Lead> {
    if !policy::could(Action::SeeLead, viewer) {
        return Err(policy::refused(Action::SeeLead, viewer));
    }
    let city = app.city().await?;
    let (db, now) = (app.store.read(), app.now());
    let coordinates = policy::coordinates(viewer);
    let may = |action, unit| {
        let subject = Subject {
            unit: Some(unit),
            own: false,
        };
        policy::may(action, viewer, &subject)
    };
    let mine: Vec<UnitId> = city
        .directory
        .units
        .iter()
        .filter(|u| u.active && may(Action::SeeLead, u.id))
        .map(|u| u.id)
        .collect();
    let one = match slug {
        "" => viewer.leads().into_iter().next().filter(|_| !coordinates),
        slug => {
            let unit = city.directory.unit_by_slug(slug).ok_or(Error::NotFound)?;
            if !mine.contains(&unit.id) {
                return Err(policy::refused(Action::SeeLead, viewer));
            }
            Some(unit.id)
        }
    };
    let looked_into = one.map_or_else(Vec::new, |u| city.directory.with_descendants(u));
    let from = app.day(now.plus_ms(-DAYS * DAY_MS));
    let to = app.day(now);
    let minimum = app.config.min_respondents;
    let mut measures: Vec<&'static str> = tally::ANSWER_HOURS.to_vec();
    measures.extend([tally::ANSWERED, tally::CONFIRMED, tally::REOPENED]);
    let figures = rollups::of_all_units(db, Span::Days(&from, &to), &measures).await?;
    let open = threads::open_counts_of(db, &mine, now).await?;
    let rules = drafts::rules(db, &mine).await?;
    let none = Figures::default();
    let mut units: Vec<UnitFigures> = mine
        .iter()
        .filter_map(|id| {
            let unit = city.directory.unit(*id)?;
            let counts = open
                .iter()
                .find(|o| o.0 == *id)
                .map_or((0, 0), |o| (o.1, o.2));
            Some(unit_figures(
                (unit.name.clone(), unit.slug.clone()),
                counts,
                (figures.get(id).unwrap_or(&none), minimum),
                rules.contains(id),
                may(Action::SetRelease, *id),
            ))
        })
        .collect();
    if coordinates {
        units.sort_by_key(|u| std::cmp::Reverse((u.late, u.open)));
    }
    let since = now.plus_ms(-DAYS * DAY_MS);
    let mut recent = lead::answered(db, &looked_into, since).await?;
    // Others each day, and the same all day long.
    let seed = format!("{to} {slug}");
    recent.sort_by_key(|t| scatter(&seed, t.id.0.as_bytes()));
    recent.truncate(SAMPLES);
    Ok(Lead {
        one: one
            .and_then(|u| city.directory.unit(u))
            .map(|u| u.name.clone()),
        people: people(app, &looked_into, now).await?,
        waiting: drafts::waiting(db, &viewer.lead_units()).await?,
        samples: recent
            .into_iter()
            .map(|t| Sample {
                number: t.number,
                title: t.title,
                at: t.at_ms,
            })
            .collect(),
        units,
        coordinates,
    })
}

fn unit_figures(
    (name, slug): (String, String),
    (open, late): (i64, i64),
    (f, minimum): (&Figures, u64),
    needs_release: bool,
    may_set: bool,
) -> UnitFigures {
    let (confirmed, reopened) = (f.n(tally::CONFIRMED), f.n(tally::REOPENED));
    let answered = f.n(tally::ANSWERED);
    UnitFigures {
        name,
        slug,
        open,
        late,
        marks: Marks::of(f, minimum),
        helped: Told::inside(confirmed, confirmed + reopened, minimum),
        reopened: Told::inside(reopened.min(answered), answered, minimum),
        needs_release,
        may_set,
    }
}

/// FNV-1a of 64 bits: what comes first under a seed has nothing to do with the thing.
fn scatter(seed: &str, bytes: &[u8]) -> u64 {
    seed.bytes()
        .chain(bytes.iter().copied())
        .fold(0xcbf2_9ce4_8422_2325, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
        })
}

async fn people(app: &App, units: &[UnitId], now: Instant) -> Result<Vec<Load>> {
    let db = app.store.read();
    let loads = lead::loads(db, units, now).await?;
    let ids: Vec<AccountId> = loads.iter().filter_map(|l| l.assigned_to).collect();
    let names: BTreeMap<AccountId, String> = accounts::by_ids(db, &ids)
        .await?
        .into_iter()
        .map(|a| (a.id, a.name))
        .collect();
    let away = absences::at(db, now).await?;
    let mut people: Vec<Load> = loads
        .into_iter()
        .map(|l| Load {
            name: l
                .assigned_to
                .map(|a| names.get(&a).cloned().unwrap_or_default()),
            account: l.assigned_to,
            open: l.open,
            late: l.late,
            stand_in: away
                .iter()
                .find(|a| Some(a.account_id) == l.assigned_to)
                .map(|a| a.stand_in_name.clone()),
        })
        .collect();
    people.sort_by_key(|p| (p.name.is_some(), std::cmp::Reverse((p.late, p.open))));
    Ok(people)
}
