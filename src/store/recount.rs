//! Counting the roll-ups anew from what they are made of, service by service, so that memory is
//! bounded by one service's figures however many posts there are.

use super::entity::{unit_day, unit_month};
use super::generations::Tag;
use super::{Store, Tx, bulk, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{PostId, ServiceId, ThreadId, UnitId};
use crate::domain::outcome::Ending;
use crate::domain::sentiment::{Mentions, Polarity, Reading};
use crate::domain::tally::{self, Answer, Delta};
use crate::domain::thread::{Kind, PostVisibility, Visibility};
use crate::domain::time::Instant;
use futures_util::TryStreamExt;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult, IsolationLevel,
    Statement, StreamTrait, TransactionOptions, TransactionTrait, Value,
};
use std::collections::BTreeMap;

/// A unit's service; what is filed under it is counted together.
pub type Place = (UnitId, ServiceId);

/// Figures by day (or month) and measure: how many, and their total.
pub type Sums = BTreeMap<(String, String), (i64, i64)>;

/// The figures of a place, as they are counted or as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub days: Sums,
    pub months: Sums,
}

impl Counted {
    fn add(&mut self, day: &str, deltas: Vec<Delta>) {
        let month = day.get(..7).unwrap_or(day);
        for d in deltas {
            for (sums, period) in [(&mut self.days, day), (&mut self.months, month)] {
                let sum = sums
                    .entry((period.to_owned(), d.measure.to_owned()))
                    .or_default();
                *sum = (sum.0 + d.n, sum.1 + d.total);
            }
        }
    }

    /// Leaves out what comes to nothing, which a row may say or not.
    fn without_nothing(mut self) -> Self {
        self.days.retain(|_, sum| *sum != (0, 0));
        self.months.retain(|_, sum| *sum != (0, 0));
        self
    }
}

/// A view of the whole database as it stands at one moment.
pub async fn snapshot(store: &Store) -> Result<DatabaseTransaction> {
    let postgres = store.backend() == DbBackend::Postgres;
    Ok(store
        .read()
        .begin_with_options(TransactionOptions {
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        })
        .await?)
}

/// Keeps others from changing figures until the transaction ends: each changes them in the
/// transaction that changes what they are counted from. (SQLite has one writer anyway.)
pub async fn lock(tx: &Tx) -> Result<()> {
    if ConnectionTrait::get_database_backend(&**tx) == DbBackend::Postgres {
        tx.execute_unprepared("LOCK TABLE unit_day, unit_month IN SHARE ROW EXCLUSIVE MODE")
            .await?;
    }
    Ok(())
}

/// Every place that has something filed under it, or a figure.
pub async fn places<C: ConnectionTrait>(db: &C) -> Result<Vec<Place>> {
    #[derive(FromQueryResult)]
    struct Row {
        unit_id: UnitId,
        service_id: ServiceId,
    }
    let all: Vec<Row> = rows(
        db,
        "SELECT DISTINCT unit_id, service_id FROM thread
         UNION SELECT DISTINCT unit_id, service_id FROM rating
         UNION SELECT DISTINCT unit_id, service_id FROM first_answer
         UNION SELECT DISTINCT unit_id, service_id FROM outcome
         UNION SELECT DISTINCT unit_id, service_id FROM unit_day
         UNION SELECT DISTINCT unit_id, service_id FROM unit_month",
        [],
    )
    .await?;
    let mut places: Vec<Place> = all.into_iter().map(|r| (r.unit_id, r.service_id)).collect();
    places.sort_unstable();
    Ok(places)
}

#[derive(FromQueryResult)]
struct PostRow {
    opening: bool,
    thread_visibility: Visibility,
    visibility: PostVisibility,
    polarity: Option<Polarity>,
    certainty: Option<f64>,
    elements: Option<Mentions>,
    corrected_ms: Option<Instant>,
    created_ms: Instant,
}

#[derive(FromQueryResult)]
struct AnswerRow {
    at_ms: Instant,
    took_ms: i64,
    work_ms: Option<i64>,
    on_time: bool,
}

#[derive(FromQueryResult)]
struct EndingRow {
    ending: Ending,
    at_ms: Instant,
}

#[derive(FromQueryResult)]
struct FigureRow {
    period: String,
    measure: String,
    n: i64,
    total: i64,
}

/// Hands each row of a statement on as it comes.
async fn each<T, C>(db: &C, sql: &str, place: Place, mut take: impl FnMut(T)) -> Result<()>
where
    T: FromQueryResult + Send + Unpin,
    C: ConnectionTrait + StreamTrait,
{
    let values: [Value; 2] = [place.0.into(), place.1.into()];
    let statement =
        Statement::from_sql_and_values(ConnectionTrait::get_database_backend(db), sql, values);
    let mut stream = T::find_by_statement(statement).stream(db).await?;
    while let Some(row) = stream.try_next().await? {
        take(row);
    }
    Ok(())
}

/// Counts a place's figures from posts, first answers and ratings; `day` gives the ISO date of a
/// moment in the city's zone.
pub async fn count<C>(db: &C, place: Place, day: impl Fn(Instant) -> String) -> Result<Counted>
where
    C: ConnectionTrait + StreamTrait,
{
    let mut counted = Counted::default();
    each(
        db,
        "SELECT p.opening, t.visibility AS thread_visibility, p.visibility, p.polarity,
            p.certainty, p.elements, p.corrected_ms, p.created_ms
         FROM thread t JOIN post p ON p.thread_id = t.id
         WHERE t.unit_id = $1 AND t.service_id = $2 AND p.kind = 'citizen'",
        place,
        |p: PostRow| {
            let reading = Reading {
                polarity: p.polarity.unwrap_or(Polarity::Neutral),
                certainty: p.certainty.unwrap_or(0.0),
                elements: p.elements.unwrap_or_default(),
                corrected: p.corrected_ms.is_some(),
            };
            let deltas = tally::of_post(p.opening, p.thread_visibility, p.visibility, &reading);
            counted.add(&day(p.created_ms), deltas);
        },
    )
    .await?;
    each(
        db,
        "SELECT at_ms, took_ms, work_ms, on_time FROM first_answer
         WHERE unit_id = $1 AND service_id = $2",
        place,
        |a: AnswerRow| {
            let answer = Answer {
                took_ms: a.took_ms,
                work_ms: a.work_ms,
                on_time: a.on_time,
            };
            counted.add(&day(a.at_ms), tally::of_answer(answer));
        },
    )
    .await?;
    each(
        db,
        "SELECT ending, at_ms FROM outcome WHERE unit_id = $1 AND service_id = $2",
        place,
        |e: EndingRow| counted.add(&day(e.at_ms), tally::of_ending(e.ending)),
    )
    .await?;
    each(
        db,
        "SELECT * FROM rating WHERE unit_id = $1 AND service_id = $2 AND NOT excluded",
        place,
        |r: super::entity::rating::Model| {
            counted.add(&r.day, tally::of_rating(&super::ratings::answers(&r)));
        },
    )
    .await?;
    Ok(counted.without_nothing())
}

/// A place's figures as they stand.
pub async fn standing<C>(db: &C, place: Place) -> Result<Counted>
where
    C: ConnectionTrait + StreamTrait,
{
    let mut found = Counted::default();
    for (sums, table, column) in [
        (&mut found.days, "unit_day", "day"),
        (&mut found.months, "unit_month", "month"),
    ] {
        let sql = format!(
            "SELECT {column} AS period, measure, n, total FROM {table}
             WHERE unit_id = $1 AND service_id = $2"
        );
        each(db, &sql, place, |f: FigureRow| {
            sums.insert((f.period, f.measure), (f.n, f.total));
        })
        .await?;
    }
    Ok(found.without_nothing())
}

/// Puts a place's figures in the place of those that stand; after [`lock`].
pub async fn replace(tx: &mut Tx, place: Place, counted: Counted) -> Result<()> {
    for table in ["unit_day", "unit_month"] {
        let sql = format!("DELETE FROM {table} WHERE unit_id = $1 AND service_id = $2");
        run(&**tx, &sql, [place.0.into(), place.1.into()]).await?;
    }
    let (unit_id, service_id) = place;
    let days = counted.days.into_iter();
    let days = days.map(|((day, measure), (n, total))| unit_day::Model {
        unit_id,
        day,
        measure,
        service_id,
        n,
        total,
    });
    bulk::insert::<unit_day::Entity, _, _>(&**tx, days.collect()).await?;
    let months = counted.months.into_iter();
    let months = months.map(|((month, measure), (n, total))| unit_month::Model {
        unit_id,
        month,
        measure,
        service_id,
        n,
        total,
    });
    bulk::insert::<unit_month::Entity, _, _>(&**tx, months.collect()).await?;
    tx.touch(Tag::Unit(unit_id));
    tx.touch(Tag::City);
    Ok(())
}

/// A citizen's post that was written before elements were looked for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Unread {
    pub id: PostId,
    pub opening: bool,
    pub kind: Kind,
    pub overall: Option<i64>,
    pub title: String,
    pub body: String,
}

/// Posts without elements, from after `after` on, in the order of their ids.
pub async fn unread<C: ConnectionTrait>(
    db: &C,
    after: Option<PostId>,
    limit: u64,
) -> Result<Vec<Unread>> {
    let after = after.unwrap_or(PostId(uuid::Uuid::nil()));
    Ok(rows(
        db,
        &format!(
            "SELECT p.id, p.opening, t.kind, t.overall, t.title, p.body FROM post p JOIN thread t ON t.id = p.thread_id
             WHERE p.id > $1 AND p.kind = 'citizen' AND p.elements IS NULL
             ORDER BY p.id LIMIT {limit}"
        ),
        [after.into()],
    )
    .await?)
}

/// Notes the elements of a post that had none noted.
pub async fn note_elements(tx: &Tx, post: PostId, elements: Mentions) -> Result<()> {
    run(
        &**tx,
        "UPDATE post SET elements = $1 WHERE id = $2 AND elements IS NULL",
        [elements.into(), post.into()],
    )
    .await?;
    Ok(())
}

/// A first answer whose office hours are not worked out.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Unmeasured {
    pub thread_id: ThreadId,
    pub at_ms: Instant,
    pub took_ms: i64,
}

pub async fn unmeasured<C: ConnectionTrait>(db: &C, limit: u64) -> Result<Vec<Unmeasured>> {
    Ok(rows(
        db,
        &format!(
            "SELECT thread_id, at_ms, took_ms FROM first_answer WHERE work_ms IS NULL LIMIT {limit}"
        ),
        [],
    )
    .await?)
}

pub async fn note_work(tx: &Tx, thread: ThreadId, work_ms: i64) -> Result<()> {
    run(
        &**tx,
        "UPDATE first_answer SET work_ms = $1 WHERE thread_id = $2",
        [work_ms.into(), thread.into()],
    )
    .await?;
    Ok(())
}
