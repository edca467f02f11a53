//! What each civil servant owes on a working day: cases that are late or soon due.

use super::cards;
use crate::app::{App, City};
use crate::domain::deadline::ClockState;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::notice::{LateUnit, Reminder, ReminderCase, WaitingAnswer};
use crate::domain::person::Role;
use crate::domain::schedule;
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use crate::store::entity::thread;
use crate::store::{absences, accounts, drafts, threads};
use std::collections::BTreeMap;

/// Cases listed under a heading of one mail.
const LISTED: usize = 10;
/// Units listed in one mail.
const UNITS: usize = 200;
/// Cases looked at: more than a city can be behind with and still read its mail.
const CASES: u64 = 20_000;

/// A mail to write.
#[derive(Clone, Debug)]
pub struct ToRemind {
    pub account: AccountId,
    pub email: String,
    pub lang: Lang,
    pub reminder: Reminder,
}

/// Someone's roles, gathered.
struct Worker {
    name: String,
    email: String,
    lang: Lang,
    staff_of: Vec<UnitId>,
    head_of: Vec<UnitId>,
    deputy_of: Vec<UnitId>,
    /// Looks over all units.
    coordinates: bool,
}

/// What is read once for everyone.
struct Owed {
    cases: Vec<thread::Model>,
    planned: Vec<thread::Model>,
    waiting: Vec<drafts::Waiting>,
    units: Vec<LateUnit>,
}

/// The reminders of today, one a person; whoever owes nothing gets none.
///
/// Staff hear of what is late or due by the next working day among the cases they have taken and
/// those that nobody has, and of days that were promised: by the next working day, today, and each
/// working day after until it is kept. Heads hear of what is late in their unit and below, and of
/// the promised days; they and their deputies of answers that wait for their release. Coordinators
/// hear how many cases of which unit are late. Whoever is away gets none: who stands in hears of theirs.
pub async fn reminders(app: &App) -> Result<Vec<ToRemind>> {
    let city = app.city().await?;
    let now = app.now();
    let soon = city.calendar.add_working_days(now, 1);
    let db = app.store.read();
    let cases = threads::due_before(db, soon, CASES).await?;
    let owed = Owed {
        units: late_units(&cases, now, &city),
        cases,
        planned: threads::planned_before(db, end_of_day(&city, soon), CASES).await?,
        waiting: drafts::waiting_anywhere(db, CASES).await?,
    };
    let workers = workers(app, &city).await?;
    let mut away = Away::now(absences::at(db, now).await?);
    away.take_over(&workers);
    let day = app.day(now);
    Ok(workers
        .into_iter()
        .filter_map(|(account, worker)| {
            let reminder = of_worker(app, &city, account, &worker, &owed, &away, &day)?;
            Some(ToRemind {
                account,
                email: worker.email,
                lang: worker.lang,
                reminder,
            })
        })
        .collect())
}

impl Worker {
    fn new(name: String, email: String, lang: Lang) -> Self {
        Self {
            name,
            email,
            lang,
            staff_of: Vec::new(),
            head_of: Vec::new(),
            deputy_of: Vec::new(),
            coordinates: false,
        }
    }
}

async fn workers(app: &App, city: &City) -> Result<BTreeMap<AccountId, Worker>> {
    let mut workers: BTreeMap<AccountId, Worker> = BTreeMap::new();
    for grant in accounts::unit_grants(app.store.read()).await? {
        let Some(unit) = grant.unit_id else { continue };
        let worker = workers
            .entry(grant.account_id)
            .or_insert_with(|| Worker::new(grant.name, grant.email, grant.lang));
        let units = city.directory.with_descendants(unit);
        match grant.role {
            Role::UnitHead => worker.head_of.extend(units),
            Role::Staff => worker.staff_of.extend(units),
            Role::Deputy => worker.deputy_of.extend(units),
            _ => {}
        }
    }
    for grant in accounts::holders(app.store.read(), Role::Coordinator).await? {
        let worker = workers
            .entry(grant.account_id)
            .or_insert_with(|| Worker::new(grant.name, grant.email, grant.lang));
        worker.coordinates = true;
    }
    Ok(workers)
}

fn of_worker(
    app: &App,
    city: &City,
    account: AccountId,
    worker: &Worker,
    owed: &Owed,
    away: &Away,
    day: &str,
) -> Option<Reminder> {
    let now = app.now();
    // Whoever is away is left alone; their cases, and what they lead, are the stand-in's now.
    if away.stand_in(account).is_some() {
        return None;
    }
    let has = |t: &thread::Model| match t.assigned_to {
        None => worker.staff_of.contains(&t.unit_id),
        Some(a) if a == account => worker.staff_of.contains(&t.unit_id),
        Some(a) => away.stand_in(a) == Some(account),
    };
    let leads = |t: &thread::Model| {
        worker.head_of.contains(&t.unit_id) || away.lead_for(account).contains(&t.unit_id)
    };
    let (mut late, mut soon) = (Vec::new(), Vec::new());
    for t in &owed.cases {
        let (mine, heads) = (has(t), leads(t));
        match cards::clock(t, now, city) {
            Some(ClockState::Late { days }) if mine || heads => late.push(case(t, days, city)),
            Some(ClockState::Due { days_left }) if mine => soon.push(case(t, days_left, city)),
            Some(ClockState::DueToday) if mine => soon.push(case(t, 0, city)),
            _ => {}
        }
    }
    let mut promised: Vec<ReminderCase> = owed
        .planned
        .iter()
        .filter(|t| has(t) || leads(t))
        .map(|t| case(t, days_to(city, now, t.planned_ms.unwrap_or(now)), city))
        .collect();
    let releases = |unit: &UnitId| {
        worker.head_of.contains(unit)
            || worker.deputy_of.contains(unit)
            || away.lead_for(account).contains(unit)
    };
    let mut waiting: Vec<WaitingAnswer> = owed
        .waiting
        .iter()
        // Nobody releases their own.
        .filter(|d| d.account_id != account && releases(&d.unit_id))
        .map(|d| waiting_answer(d, city))
        .collect();
    let mut units = match worker.coordinates {
        true => owed.units.clone(),
        false => Vec::new(),
    };
    let nothing = late.is_empty() && soon.is_empty() && promised.is_empty();
    if nothing && waiting.is_empty() && units.is_empty() {
        return None;
    }
    let more_releases = shorten(&mut waiting, LISTED);
    let more_units = shorten(&mut units, UNITS);
    let more = |list: &mut Vec<ReminderCase>| shorten(list, LISTED);
    let (more_late, more_soon) = (more(&mut late), more(&mut soon));
    let more_promised = more(&mut promised);
    Some(Reminder {
        name: worker.name.clone(),
        day: day.to_owned(),
        head: worker.staff_of.is_empty(),
        late,
        more_late,
        soon,
        more_soon,
        promised,
        more_promised,
        releases: waiting,
        more_releases,
        units,
        more_units,
    })
}

/// Cuts a list; returns how many are left out.
fn shorten<T>(list: &mut Vec<T>, at: usize) -> i64 {
    let more = list.len().saturating_sub(at);
    list.truncate(at);
    i64::try_from(more).unwrap_or(i64::MAX)
}

/// Units with late cases, those with the most first.
fn late_units(cases: &[thread::Model], now: Instant, city: &City) -> Vec<LateUnit> {
    let mut late: BTreeMap<UnitId, (i64, i64)> = BTreeMap::new();
    for t in cases {
        if let Some(ClockState::Late { days }) = cards::clock(t, now, city) {
            let unit = late.entry(t.unit_id).or_default();
            *unit = (unit.0 + 1, unit.1.max(days));
        }
    }
    let mut units: Vec<LateUnit> = late
        .into_iter()
        .filter_map(|(id, (late, days))| {
            let unit = city.directory.unit(id)?;
            Some(LateUnit {
                name: unit.short_name.clone(),
                slug: unit.slug.clone(),
                late,
                days,
            })
        })
        .collect();
    units.sort_by(|a, b| (b.late, b.days, &a.slug).cmp(&(a.late, a.days, &b.slug)));
    units
}

fn waiting_answer(d: &drafts::Waiting, city: &City) -> WaitingAnswer {
    let unit = city.directory.unit(d.unit_id);
    WaitingAnswer {
        number: d.number.clone(),
        title: match d.visibility {
            Visibility::Confidential => String::new(),
            _ => d.title.clone(),
        },
        unit: unit.map_or_else(String::new, |u| u.short_name.clone()),
        writer: d.name.clone(),
    }
}

/// Who is away today, and who stands in.
#[derive(Default)]
struct Away {
    stand_ins: BTreeMap<AccountId, AccountId>,
    /// Units that a stand-in leads meanwhile.
    leads: BTreeMap<AccountId, Vec<UnitId>>,
}

impl Away {
    fn now(absences: Vec<absences::Away>) -> Away {
        Away {
            stand_ins: absences
                .into_iter()
                .map(|a| (a.account_id, a.stand_in))
                .collect(),
            ..Away::default()
        }
    }

    fn stand_in(&self, account: AccountId) -> Option<AccountId> {
        self.stand_ins.get(&account).copied()
    }

    /// Notes the units of heads who are away.
    fn take_over(&mut self, workers: &BTreeMap<AccountId, Worker>) {
        for (away, stand_in) in &self.stand_ins {
            if let Some(head) = workers.get(away) {
                let leads = self.leads.entry(*stand_in).or_default();
                leads.extend(&head.head_of);
            }
        }
    }

    fn lead_for(&self, account: AccountId) -> &[UnitId] {
        self.leads.get(&account).map_or(&[], Vec::as_slice)
    }
}

/// The end of the day of an instant.
fn end_of_day(city: &City, at: Instant) -> Instant {
    schedule::end_of(city.calendar.day(at), &city.calendar)
}

/// Days from now to then, by the calendar on the wall; below nothing if it is past.
fn days_to(city: &City, now: Instant, then: Instant) -> i64 {
    i64::from((city.calendar.day(then) - city.calendar.day(now)).get_days())
}

fn case(t: &thread::Model, days: i64, city: &City) -> ReminderCase {
    let unit = city.directory.unit(t.unit_id);
    ReminderCase {
        number: t.number.clone(),
        title: match t.visibility {
            Visibility::Confidential => String::new(),
            _ => t.title.clone(),
        },
        unit: unit.map_or_else(String::new, |u| u.short_name.clone()),
        days,
    }
}
