//! The search index: the words of public threads. Whoever writes
//! `thread_search` has written the database's own index (see the migration m007).

use super::entity::{thread, thread_search};
use super::{Tx, bulk, placeholders, rows, vocabulary};
use crate::domain::error::Result;
use crate::domain::ids::{ThreadId, UnitId};
use crate::domain::thread::Visibility;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Value,
};
use std::collections::BTreeSet;

/// A statement in the making: its values, each with its place.
#[derive(Default)]
pub struct Sql {
    pub values: Vec<Value>,
}

impl Sql {
    /// Adds a value; returns how the statement names it.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}

/// Words to be found. They consist of letters and digits only, so they mean nothing to the
/// databases but themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    /// Of each group one word must be there (or, with `any`, of one group).
    pub groups: Vec<Vec<String>>,
    /// Words that stand side by side, in the title or in what was written.
    pub phrases: Vec<Vec<String>>,
    /// A thread that holds some of the words is found too; more of them is better.
    pub any: bool,
}

pub(super) struct Parts {
    pub from: String,
    pub conditions: Vec<String>,
    pub score: String,
}

impl Find {
    /// The search as each database's own expression.
    fn expression(&self, backend: DbBackend) -> String {
        let (quote, or, and) = match backend {
            DbBackend::Postgres => ('\'', " | ", " & "),
            _ => ('"', " OR ", " AND "),
        };
        let groups: Vec<String> = self
            .groups
            .iter()
            .map(|group| {
                let words: Vec<String> =
                    group.iter().map(|w| format!("{quote}{w}{quote}")).collect();
                format!("({})", words.join(or))
            })
            .collect();
        groups.join(if self.any { or } else { and })
    }

    /// Where to look, what must hold there, and how good it is. The index narrows; the order and
    /// the phrases are worked out from the stored words, by the same patterns on both databases.
    pub(super) fn parts(&self, sql: &mut Sql, backend: DbBackend, scored: bool) -> Parts {
        let expression = sql.bind(self.expression(backend));
        let (from, matches) = match backend {
            DbBackend::Postgres => (
                "thread_search s JOIN thread t ON t.id = s.thread_id",
                format!("s.terms @@ CAST({expression} AS tsquery)"),
            ),
            // CROSS JOIN keeps the order: the index first, once.
            _ => (
                "thread_fts CROSS JOIN thread_search s ON s.doc = thread_fts.rowid
                 CROSS JOIN thread t ON t.id = s.thread_id",
                format!("thread_fts MATCH {expression}"),
            ),
        };
        let mut conditions = vec![matches];
        for phrase in &self.phrases {
            let pattern = sql.bind(format!("% {} %", phrase.join(" ")));
            conditions.push(format!("(s.title LIKE {pattern} OR s.body LIKE {pattern})"));
        }
        let mut scores = Vec::new();
        for group in self.groups.iter().filter(|_| scored) {
            let (mut titles, mut bodies) = (Vec::new(), Vec::new());
            for word in group {
                let pattern = sql.bind(format!("% {word} %"));
                titles.push(format!("s.title LIKE {pattern}"));
                bodies.push(format!("s.body LIKE {pattern}"));
            }
            let (titles, bodies) = (titles.join(" OR "), bodies.join(" OR "));
            scores.push(if self.any {
                // A word more weighs more than any number of words in the title.
                format!("CASE WHEN {titles} THEN 11 WHEN {bodies} THEN 10 ELSE 0 END")
            } else {
                format!("CASE WHEN {titles} THEN 1 ELSE 0 END")
            });
        }
        if scores.is_empty() {
            scores.push("0".to_owned());
        }
        Parts {
            from: from.to_owned(),
            conditions,
            score: format!("CAST({} AS BIGINT)", scores.join(" + ")),
        }
    }
}

/// The words of a stored document.
fn words_of(title: &str, body: &str) -> BTreeSet<String> {
    title
        .split(' ')
        .chain(body.split(' '))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Writes what a thread is found by; `None` takes it out of the index.
pub async fn put(tx: &Tx, thread: ThreadId, words: Option<thread_search::Model>) -> Result<()> {
    let before = thread_search::Entity::find_by_id(thread).one(&**tx).await?;
    if before == words {
        return Ok(());
    }
    let terms = |m: &Option<thread_search::Model>| {
        m.as_ref()
            .map(|m| words_of(&m.title, &m.body))
            .unwrap_or_default()
    };
    let (was, is) = (terms(&before), terms(&words));
    match words {
        Some(model) => {
            let replacing = OnConflict::column(thread_search::Column::ThreadId)
                .update_columns([
                    thread_search::Column::Title,
                    thread_search::Column::Body,
                    thread_search::Column::Version,
                ])
                .to_owned();
            thread_search::Entity::insert(model.into_active_model())
                .on_conflict(replacing)
                .exec_without_returning(&**tx)
                .await?;
        }
        None => {
            thread_search::Entity::delete_by_id(thread)
                .exec(&**tx)
                .await?;
        }
    }
    vocabulary::learn(tx, is.difference(&was)).await?;
    vocabulary::forget(tx, was.difference(&is)).await
}

/// Enters threads that are not in the index yet, in bulk.
pub async fn insert(tx: &Tx, documents: Vec<thread_search::Model>) -> Result<()> {
    let all: BTreeSet<String> = documents
        .iter()
        .flat_map(|d| words_of(&d.title, &d.body))
        .collect();
    bulk::insert::<thread_search::Entity, _, _>(&**tx, documents).await?;
    vocabulary::learn(tx, all.iter()).await
}

/// Public words of a thread.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Spoken {
    pub thread_id: ThreadId,
    /// Safe HTML, as everyone sees it.
    pub shown: String,
    /// The public reason of a step.
    pub detail: String,
}

/// What everyone may read in these threads: what citizens and units wrote, and why a unit
/// declined; in the order of the timeline, at most `each` of a thread.
pub async fn spoken<C: ConnectionTrait>(
    db: &C,
    threads: &[ThreadId],
    each: usize,
) -> Result<Vec<Spoken>> {
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rows(
        db,
        &format!(
            "SELECT thread_id, shown, detail FROM (
                SELECT thread_id, shown, detail, created_ms, id, ROW_NUMBER() OVER (
                    PARTITION BY thread_id ORDER BY created_ms, id) AS place
                FROM post WHERE thread_id IN {} AND visibility = 'public'
                    AND (kind IN ('citizen', 'official') OR step = 'decline')
             ) p WHERE place <= {each} ORDER BY thread_id, created_ms, id",
            placeholders(1, threads.len(), 1)
        ),
        threads.iter().map(|t| (*t).into()),
    )
    .await?)
}

#[derive(FromQueryResult)]
struct Id {
    id: ThreadId,
}

/// Public threads after `after` that the index lacks, or holds by other rules; at most `limit`.
pub async fn missing<C: ConnectionTrait>(
    db: &C,
    version: i64,
    after: ThreadId,
    limit: u64,
) -> Result<Vec<ThreadId>> {
    let found: Vec<Id> = rows(
        db,
        &format!(
            "SELECT t.id FROM thread t LEFT JOIN thread_search s ON s.thread_id = t.id
             WHERE t.id > $1 AND t.visibility = 'public' AND t.listed_ms IS NOT NULL
                AND (s.version IS NULL OR s.version <> $2)
             ORDER BY t.id LIMIT {limit}"
        ),
        [after.into(), version.into()],
    )
    .await?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

/// Reads threads to index them; with PostgreSQL they are locked, so that nothing is hidden
/// between the reading and the writing.
pub async fn lock(tx: &Tx, threads: &[ThreadId]) -> Result<Vec<thread::Model>> {
    Ok(thread::Entity::find()
        .filter(thread::Column::Id.is_in(threads.iter().copied()))
        .order_by_asc(thread::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?)
}

/// A thread and the words it is found by.
pub type Found = (thread::Model, thread_search::Model);

/// A unit's newest public threads with their words, at most `limit`.
pub async fn newest_of<C: ConnectionTrait>(db: &C, unit: UnitId, limit: u64) -> Result<Vec<Found>> {
    let threads = thread::Entity::find()
        .filter(thread::Column::UnitId.eq(unit))
        .filter(thread::Column::Visibility.eq(Visibility::Public))
        .filter(thread::Column::ListedMs.is_not_null())
        .order_by_desc(thread::Column::ListedMs)
        .order_by_desc(thread::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    let words = thread_search::Entity::find()
        .filter(thread_search::Column::ThreadId.is_in(threads.iter().map(|t| t.id)))
        .all(db)
        .await?;
    let mut words: std::collections::HashMap<ThreadId, thread_search::Model> =
        words.into_iter().map(|w| (w.thread_id, w)).collect();
    Ok(threads
        .into_iter()
        .filter_map(|t| words.remove(&t.id).map(|w| (t, w)))
        .collect())
}
