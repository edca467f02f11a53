//! Threads in bulk: batch by batch, each a transaction with its roll-ups and its place in the
//! count, so that a run that breaks off goes on where it was.

use super::State;
use super::chance::Chance;
use super::city::{account_id, topics, unit_id};
use super::life::{Life, Official, Stage, live};
use super::photos;
use super::words::Words;
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::{ServiceId, UnitId};
use crate::domain::record::Count;
use crate::domain::thread::{PostKind, PostVisibility, Step, Visibility};
use crate::domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};
use crate::flows::{demo, guide, search};
use crate::store::bulk;
use crate::store::entity::{
    appeal, authorship, correction, first_answer, moderation_action, outcome, photo, post,
    queue_item, rating, report, schedule, support, thread, thread_contact,
};
use crate::store::generations::Tag;
use crate::store::record as figures;
use crate::store::rollups::{self, Figure};
use crate::store::search::{self as index, Spoken};
use crate::store::{Tx, settings};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;

/// Threads in a transaction.
const BATCH: u32 = 1_000;
/// How far back the city's history goes: eighteen months.
const HISTORY_DAYS: i64 = 548;

/// Makes threads until there are `wanted`.
pub async fn load(app: &App, mut state: State, wanted: u32) -> Result<()> {
    let stage = stage(app, state).await?;
    let bar = ProgressBar::new(wanted.into());
    if let Ok(style) =
        ProgressStyle::with_template("{msg} [{bar:40}] {human_pos}/{human_len} threads, {eta} left")
    {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message("Making the city");
    bar.set_position(state.threads.into());
    let first = state.threads;
    while state.threads < wanted {
        let until = (state.threads + BATCH).min(wanted);
        let lives: Vec<Life> = (state.threads..until)
            .map(|n| live(&stage, n, written_at(&stage, n, first, wanted)))
            .collect();
        state.threads = until;
        store(app, lives, state).await?;
        bar.set_position(until.into());
    }
    bar.finish();
    Ok(())
}

/// When thread `n` of `first..wanted` is written: in order, by day, more often of late.
fn written_at(stage: &Stage, n: u32, first: u32, wanted: u32) -> Instant {
    let share = f64::from(n - first + 1) / f64::from(wanted - first).max(1.0);
    let back = (HISTORY_DAYS as f64 * (1.0 - share.powf(0.6))) as i64;
    let mut chance = Chance::new("time", n.into());
    let day = stage
        .now
        .plus_ms(-back * DAY_MS)
        .day(&stage.app.config.zone);
    let midnight = stage.city.calendar.at(day, jiff::civil::Time::midnight());
    let at = midnight
        .plus_ms(chance.between(6, 21) * HOUR_MS + chance.between(0, 59) * MINUTE_MS)
        .plus_ms(chance.between(0, 59_999));
    at.min(stage.now.plus_ms(-chance.between(1, 90) * MINUTE_MS))
}

async fn stage(app: &App, state: State) -> Result<Stage<'_>> {
    let mut places = Vec::new();
    for (i, place) in topics()?.into_iter().enumerate() {
        // Some services are written about five times as often as others.
        let weight = 1 + Chance::new("service", i as u64).below(5);
        places.extend(std::iter::repeat_n(place, weight));
    }
    let people = demo::people();
    let official = |p: &demo::DemoPerson| {
        let official = Official {
            id: account_id(&p.email),
            name: p.name.clone(),
            position: p.position.clone(),
        };
        (unit_id(&p.unit), official)
    };
    let moderator = people.iter().find(|p| p.role == "moderator");
    let lexicon = guide::elements(app).await?;
    Ok(Stage {
        app,
        city: app.city().await?,
        words: Words::load(&lexicon)?,
        stories: super::stories::load(&lexicon)?,
        places,
        citizens: people
            .iter()
            .filter(|p| p.role.is_empty())
            .map(|p| (account_id(&p.email), p.name.clone(), p.pseudonym.clone()))
            .collect(),
        officials: people
            .iter()
            .filter(|p| p.role == "staff")
            .map(official)
            .collect(),
        moderator: account_id(moderator.map_or("", |p| p.email.as_str())),
        now: state.made,
    })
}

/// A batch in one transaction.
async fn store(app: &App, lives: Vec<Life>, state: State) -> Result<()> {
    let (mut threads, mut contacts) = (Vec::new(), Vec::new());
    let (mut posts, mut authors) = (Vec::new(), Vec::new());
    let (mut supports, mut ratings) = (Vec::new(), Vec::new());
    let (mut reports, mut actions, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    let (mut answers, mut corrections) = (Vec::new(), Vec::new());
    let mut appeals = Vec::new();
    let (mut outcomes, mut schedules) = (Vec::new(), Vec::new());
    let mut record = BTreeMap::<(String, String), (i64, i64)>::new();
    let mut documents = Vec::new();
    let mut sums = Sums::default();
    for life in lives {
        let Some(thread) = life.thread else { continue };
        if thread.visibility == Visibility::Public && thread.listed_ms.is_some() {
            documents.push(search::document(
                thread.id,
                &thread.title,
                &spoken(&life.posts),
            ));
        }
        for (day, delta) in life.figures {
            let place = (thread.unit_id, thread.service_id);
            sums.add(place, day, delta.measure, delta.n, delta.total);
        }
        threads.push(thread);
        contacts.extend(life.contact);
        posts.extend(life.posts);
        authors.extend(life.authors);
        supports.extend(life.supports);
        ratings.extend(life.ratings);
        reports.extend(life.reports);
        actions.extend(life.actions);
        appeals.extend(life.appeals);
        waiting.extend(life.waiting);
        answers.extend(life.first_answer);
        outcomes.extend(life.outcomes);
        schedules.extend(life.schedules);
        corrections.extend(life.corrections);
        for (month, c) in life.record {
            let sum = record.entry((month, c.measure)).or_insert((0, 0));
            *sum = (sum.0 + c.n, sum.1 + c.total);
        }
    }
    let pictures = photos::of(&threads, &posts)?;
    let mut tx = app.store.begin().await?;
    number(app, &tx, &mut threads).await?;
    bulk::insert::<thread::Entity, _, _>(&*tx, threads).await?;
    bulk::insert::<thread_contact::Entity, _, _>(&*tx, contacts).await?;
    bulk::insert::<post::Entity, _, _>(&*tx, posts).await?;
    bulk::insert::<photo::Entity, _, _>(&*tx, pictures).await?;
    bulk::insert::<authorship::Entity, _, _>(&*tx, authors).await?;
    bulk::insert::<support::Entity, _, _>(&*tx, supports).await?;
    bulk::insert::<rating::Entity, _, _>(&*tx, ratings).await?;
    bulk::insert::<report::Entity, _, _>(&*tx, reports).await?;
    bulk::insert::<moderation_action::Entity, _, _>(&*tx, actions).await?;
    bulk::insert::<appeal::Entity, _, _>(&*tx, appeals).await?;
    bulk::insert::<queue_item::Entity, _, _>(&*tx, waiting).await?;
    bulk::insert::<first_answer::Entity, _, _>(&*tx, answers).await?;
    bulk::insert::<outcome::Entity, _, _>(&*tx, outcomes).await?;
    bulk::insert::<schedule::Entity, _, _>(&*tx, schedules).await?;
    bulk::insert::<correction::Entity, _, _>(&*tx, corrections).await?;
    let mut months = BTreeMap::<String, Vec<Count>>::new();
    for ((month, measure), (n, total)) in record {
        let count = Count { measure, n, total };
        months.entry(month).or_default().push(count);
    }
    for (month, counts) in months {
        figures::add(&tx, &month, counts).await?;
    }
    let (days, months) = sums.figures();
    rollups::add_figures(&tx, &days, &months).await?;
    index::insert(&tx, documents).await?;
    settings::set(&*tx, super::STATE, &state.text()).await?;
    tx.touch(Tag::Everything);
    tx.commit().await
}

/// What everyone may read of a life's posts, as `store::search::spoken` reads it from the tables.
fn spoken(posts: &[post::Model]) -> Vec<Spoken> {
    let mut public: Vec<&post::Model> = posts
        .iter()
        .filter(|p| p.visibility == PostVisibility::Public)
        .filter(|p| {
            matches!(p.kind, PostKind::Citizen | PostKind::Official)
                || p.step == Some(Step::Decline)
        })
        .collect();
    public.sort_by_key(|p| (p.created_ms, p.id));
    public
        .into_iter()
        .map(|p| Spoken {
            thread_id: p.thread_id,
            shown: p.shown.clone(),
            detail: p.detail.clone(),
        })
        .collect()
}

/// Gives numbers, in the order of writing, from each year's counter.
async fn number(app: &App, tx: &Tx, threads: &mut [thread::Model]) -> Result<()> {
    let mut years: BTreeMap<i16, Vec<&mut thread::Model>> = BTreeMap::new();
    for t in threads {
        let year = t.created_ms.day(&app.config.zone).year();
        years.entry(year).or_default().push(t);
    }
    for (year, of_year) in years {
        let by = i64::try_from(of_year.len()).unwrap_or(0);
        let last = settings::advance(&**tx, &format!("thread-{year}"), by).await?;
        for (serial, t) in (last - by + 1..).zip(of_year) {
            t.number = format!("{}-{year}-{serial:05}", app.config.number_prefix);
        }
    }
    Ok(())
}

/// Roll-up figures, summed before they are written.
#[derive(Default)]
struct Sums {
    days: BTreeMap<Key, (i64, i64)>,
    months: BTreeMap<Key, (i64, i64)>,
}

type Key = (UnitId, ServiceId, String, &'static str);

impl Sums {
    fn add(
        &mut self,
        (unit, service): (UnitId, ServiceId),
        day: String,
        measure: &'static str,
        n: i64,
        total: i64,
    ) {
        let month = day.get(..7).unwrap_or(&day).to_owned();
        for (map, period) in [(&mut self.months, month), (&mut self.days, day)] {
            let sum = map.entry((unit, service, period, measure)).or_default();
            *sum = (sum.0 + n, sum.1 + total);
        }
    }

    fn figures(self) -> (Vec<Figure>, Vec<Figure>) {
        let list = |map: BTreeMap<Key, (i64, i64)>| {
            map.into_iter()
                .map(|((u, s, period, measure), (n, total))| (u, s, period, measure, n, total))
                .collect()
        };
        (list(self.days), list(self.months))
    }
}
