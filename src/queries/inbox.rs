//! The inbox of a unit's staff: what is due first stands first; views of it, with exact counts.

use super::cards::{Card, card};
use crate::app::{App, City};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, ThreadId, UnitId};
use crate::domain::person::{Role, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::{Status, Visibility};
use crate::domain::time::Instant;
pub use crate::domain::view::Box;
use crate::domain::view::{Urgency, View, Who};
use crate::store::entity::thread;
use crate::store::inbox::{self as store, Find};
use crate::store::{absences, accounts, drafts, onboarding, threads};
use std::collections::HashMap;

/// Cases on a page.
const CASES_A_PAGE: usize = 30;

#[derive(Clone, Debug)]
pub struct InboxRow {
    pub card: Card,
    pub confidential: bool,
    pub mine: bool,
    /// Who has it, if somebody else does.
    pub taken_by: Option<String>,
}

/// A view that somebody has named, and how many cases it has.
#[derive(Clone, Debug)]
pub struct Named {
    pub id: String,
    pub name: String,
    pub address: String,
    pub n: i64,
    /// Whether it is the one in view.
    pub now: bool,
}

#[derive(Clone, Debug)]
pub struct Inbox {
    pub view: View,
    pub rows: Vec<InboxRow>,
    pub next: Option<String>,
    /// How many cases each box has, the rest of the view being the same; not of those that only
    /// grow, the closed and the uncertain.
    pub counts: Vec<(Box, Option<i64>)>,
    pub named: Vec<Named>,
    /// Units and services to choose from: what a form sends, and its text.
    pub places: Vec<(String, String)>,
    /// Those who work on the units' cases.
    pub people: Vec<(AccountId, String)>,
    /// Name, open and late cases of the viewer's units.
    pub units: Vec<(String, i64, i64)>,
    /// Whether the viewer heads a unit.
    pub head: bool,
    /// Those whom the viewer stands in for now.
    pub stands_in_for: Vec<String>,
    /// Whether the guide is to be shown: it is the viewer's first time.
    pub guide: bool,
}

/// What a view means for the viewer's units.
fn find(city: &City, viewer: &Viewer, mine: &[AccountId], view: &View, now: Instant) -> Find {
    let statuses: &[Status] = match view.which {
        Box::Open | Box::Mine => &[Status::Routed, Status::InProgress],
        Box::Asked => &[Status::Asked],
        Box::Answered => &[Status::Answered],
        Box::Closed => &[Status::Resolved, Status::Declined, Status::Merged],
        Box::Uncertain => &[],
    };
    let mut find = Find {
        units: viewer.work_units(),
        statuses: statuses.to_vec(),
        uncertain: view.which == Box::Uncertain,
        ..Find::default()
    };
    if !view.place.is_empty() {
        let (unit, service) = view.place.split_once('/').unwrap_or((&view.place, ""));
        let unit = city.directory.units.iter().find(|u| u.slug == unit);
        find.units
            .retain(|u| unit.is_some_and(|unit| unit.id == *u));
        if !service.is_empty() {
            let of_unit = |s: &&crate::store::entity::service::Model| {
                Some(s.unit_id) == unit.map(|u| u.id) && s.slug == service
            };
            match city.directory.services.iter().find(of_unit) {
                Some(s) => find.service = Some(s.id),
                None => find.units.clear(),
            }
        }
    }
    match view.who {
        Who::Anyone => {}
        Who::Nobody => find.unassigned = true,
        Who::Account(id) => find.assigned = Some(vec![id]),
    }
    if view.which == Box::Mine {
        let both: Vec<AccountId> = match &find.assigned {
            Some(chosen) => mine
                .iter()
                .copied()
                .filter(|a| chosen.contains(a))
                .collect(),
            None => mine.to_vec(),
        };
        find.assigned = Some(both);
    }
    let soon = city.calendar.add_working_days(now, 1).plus_ms(1);
    match view.urgency {
        None => {}
        Some(Urgency::Late) => find.due_before = Some(now),
        Some(Urgency::Soon) => (find.due_from, find.due_before) = (Some(now), Some(soon)),
        Some(Urgency::Promised) => find.planned_before = Some(Instant(i64::MAX)),
        Some(Urgency::Broken) => find.planned_before = Some(now),
    }
    find
}

/// Whose cases are the viewer's own now: their own, and those of whom they stand in for.
async fn mine(app: &App, viewer: &Viewer, now: Instant) -> Result<(Vec<AccountId>, Vec<String>)> {
    let Some(me) = viewer.account_id() else {
        return Ok(Default::default());
    };
    let away = absences::of_account(app.store.read(), me, now).await?;
    let standing_in = away
        .into_iter()
        .filter(|a| a.stand_in == me && a.is_now(now));
    let (mut ids, mut names) = (vec![me], Vec::new());
    for a in standing_in {
        ids.push(a.account_id);
        names.push(a.name);
    }
    Ok((ids, names))
}

/// # Errors
/// Forbidden or sign-in needed for who works on no unit.
pub async fn inbox(
    app: &App,
    viewer: &Viewer,
    view: View,
    after: Option<(Instant, ThreadId)>,
) -> Result<Inbox> {
    if !policy::could(Action::SeeInbox, viewer) {
        return Err(policy::refused(Action::SeeInbox, viewer));
    }
    let city = app.city().await?;
    let (db, now) = (app.store.read(), app.now());
    let me = viewer.account_id();
    let (mine, stands_in_for) = mine(app, viewer, now).await?;
    let named = match me {
        Some(me) => store::saved(db, me).await?,
        None => Vec::new(),
    };
    let guide = match me {
        Some(me) => !onboarding::has_seen_guide(db, me).await?,
        None => false,
    };
    let counted = [Box::Open, Box::Mine, Box::Asked, Box::Answered];
    let views: Vec<View> = counted
        .iter()
        .map(|which| view.in_box(*which))
        .chain(named.iter().map(|f| View::of_address(&f.address)))
        .collect();
    let finds: Vec<Find> = views
        .iter()
        .map(|v| find(&city, viewer, &mine, v, now))
        .collect();
    let counts = store::counts(db, &finds).await?;
    let find = find(&city, viewer, &mine, &view, now);
    let mut rows = store::page(db, &find, after, CASES_A_PAGE as u64 + 1).await?;
    let more = rows.len() > CASES_A_PAGE;
    rows.truncate(CASES_A_PAGE);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|t| format!("{}.{}", find.place(t).0, t.id));
    let units = viewer.work_units();
    let people = people(app, &city, viewer).await?;
    let names: HashMap<AccountId, &str> = people
        .iter()
        .map(|(id, name)| (*id, name.as_str()))
        .collect();
    let rows = rows
        .into_iter()
        .map(|t| row(t, now, &city, me, &names))
        .collect();
    Ok(Inbox {
        next,
        rows,
        head: policy::could(Action::SeePraise, viewer),
        counts: Box::ALL
            .iter()
            .map(|b| {
                let at = counted.iter().position(|c| c == b);
                (*b, at.and_then(|i| counts.get(i).copied()))
            })
            .collect(),
        named: named
            .into_iter()
            .zip(counts.iter().skip(counted.len()))
            .map(|(f, n)| Named {
                id: f.id.to_string(),
                now: View::of_address(&f.address) == view,
                name: f.name,
                address: f.address,
                n: *n,
            })
            .collect(),
        places: places(&city, viewer),
        units: threads::open_counts_of(db, &units, now)
            .await?
            .into_iter()
            .map(|(id, open, late)| (unit_name(&city, id), open, late))
            .collect(),
        people,
        stands_in_for,
        guide,
        view,
    })
}

fn unit_name(city: &City, id: crate::domain::ids::UnitId) -> String {
    city.directory
        .unit(id)
        .map_or_else(String::new, |u| u.name.clone())
}

fn row(
    t: thread::Model,
    now: Instant,
    city: &City,
    me: Option<AccountId>,
    names: &HashMap<AccountId, &str>,
) -> InboxRow {
    InboxRow {
        confidential: t.visibility == Visibility::Confidential,
        mine: t.assigned_to.is_some() && t.assigned_to == me,
        taken_by: t
            .assigned_to
            .filter(|a| Some(*a) != me)
            // Whoever worked here once and has it still is not named.
            .map(|a| names.get(&a).copied().unwrap_or("").to_owned()),
        card: card(t, now, city),
    }
}

/// The viewer's units, and their services.
fn places(city: &City, viewer: &Viewer) -> Vec<(String, String)> {
    let units = viewer.work_units();
    let several = units.len() > 1;
    let mut all = Vec::new();
    for unit in city
        .directory
        .units
        .iter()
        .filter(|u| units.contains(&u.id))
    {
        if several {
            all.push((unit.slug.clone(), unit.short_name.clone()));
        }
        for s in city.directory.services_of(unit.id) {
            let text = if several {
                format!("{} · {}", unit.short_name, s.name)
            } else {
                s.name.clone()
            };
            all.push((format!("{}/{}", unit.slug, s.slug), text));
        }
    }
    all
}

/// Those who work on the cases of the viewer's units, by name.
pub(super) async fn people(
    app: &App,
    city: &City,
    viewer: &Viewer,
) -> Result<Vec<(AccountId, String)>> {
    workers(app, city, viewer.work_units()).await
}

/// Those who work on the cases of some units, by name.
pub(super) async fn workers(
    app: &App,
    city: &City,
    units: Vec<UnitId>,
) -> Result<Vec<(AccountId, String)>> {
    people_on(app, city, units, Role::works_cases).await
}

/// As [`workers`], of those whose role `counts`.
pub(super) async fn people_on(
    app: &App,
    city: &City,
    mut units: Vec<UnitId>,
    counts: fn(Role) -> bool,
) -> Result<Vec<(AccountId, String)>> {
    // A role on a unit above covers them too.
    for i in 0..units.len() {
        let mut at = city.directory.unit(units[i]).and_then(|u| u.parent_id);
        while let Some(up) = at.filter(|up| !units.contains(up)) {
            units.push(up);
            at = city.directory.unit(up).and_then(|u| u.parent_id);
        }
    }
    let grants = accounts::grants_on_any(app.store.read(), &units).await?;
    Ok(accounts::people_of(grants, counts)
        .into_iter()
        .map(|g| (g.account_id, g.name))
        .collect())
}

/// What stands on the page that asks what to do with the chosen cases.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Number and title of each that the viewer works on, first due first.
    pub cases: Vec<(String, String)>,
    /// How many of them an answer of the viewer would wait in for a superior.
    pub waits: usize,
    /// The last official post of each case.
    pub seen: Vec<(String, String)>,
    pub people: Vec<(AccountId, String)>,
    /// Who of them is away now: whose, until which day, and who stands in.
    pub away: Vec<absences::Away>,
    /// Services to move to: what a form sends, and its text.
    pub services: Vec<(String, String)>,
    pub templates: Vec<crate::store::entity::template::Model>,
}

/// # Errors
/// Forbidden or sign-in needed for who works on no unit.
pub async fn chosen(app: &App, viewer: &Viewer, numbers: &[String]) -> Result<Chosen> {
    if !policy::could(Action::SeeInbox, viewer) {
        return Err(policy::refused(Action::SeeInbox, viewer));
    }
    let city = app.city().await?;
    let db = app.store.read();
    let units = viewer.work_units();
    let mut cases = threads::of_numbers(db, numbers).await?;
    cases.retain(|t| {
        units.contains(&t.unit_id)
            && matches!(t.visibility, Visibility::Public | Visibility::Confidential)
    });
    cases.sort_by_key(|t| (t.due_ms, t.id));
    let ids: Vec<ThreadId> = cases.iter().map(|t| t.id).collect();
    let last = crate::store::posts::last_spoken_of(db, &ids).await?;
    let directory = &city.directory;
    let ruled = drafts::rules(db, &units).await?;
    let heads = viewer.head_units();
    Ok(Chosen {
        waits: cases
            .iter()
            .filter(|t| ruled.contains(&t.unit_id) && !heads.contains(&t.unit_id))
            .count(),
        seen: cases
            .iter()
            .map(|t| {
                let post = last.iter().find(|(thread, _)| *thread == t.id);
                let post = post.map_or_else(String::new, |(_, post)| post.to_string());
                (t.number.clone(), post)
            })
            .collect(),
        cases: cases.into_iter().map(|t| (t.number, t.title)).collect(),
        people: people(app, &city, viewer).await?,
        away: absences::at(db, app.now()).await?,
        services: directory
            .units
            .iter()
            .filter(|u| u.active)
            .flat_map(|u| directory.services_of(u.id).map(move |s| (u, s)))
            .map(|(u, s)| {
                let path = format!("{}/{}", u.slug, s.slug);
                (path, format!("{} · {}", u.short_name, s.name))
            })
            .collect(),
        templates: crate::store::templates::of_units(db, &units).await?,
    })
}
