//! Pages of public threads: by filter and words, in each order, by keyset.

use super::entity::thread;
use super::search::{Find, Sql};
use crate::domain::error::Result;
use crate::domain::ids::{ServiceId, ThreadId, UnitId};
use crate::domain::sort::Sort;
use crate::domain::thread::{Kind, Status};
use crate::domain::time::Instant;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult};

/// Which threads a list shows; public ones only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub unit: Option<UnitId>,
    pub service: Option<ServiceId>,
    pub kind: Option<Kind>,
    pub status: Option<Status>,
    /// The overall mark, 1 to 4.
    pub overall: Option<i64>,
    /// Whether the unit has answered or closed it.
    pub answered: Option<bool>,
    /// Whether its limit was missed, answered or not.
    pub late: Option<bool>,
    /// Listed at or after this.
    pub from: Option<Instant>,
    /// Listed before this.
    pub before: Option<Instant>,
    pub words: Option<Find>,
    pub number: Option<String>,
    /// If any are named, none but these.
    pub among: Vec<ThreadId>,
}

/// Where a page begins: the place in the order of the last row seen.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Supports or score; nothing in the orders by time.
    pub rank: i64,
    pub at: Instant,
    pub id: ThreadId,
    /// The rows before the cursor (a step back) rather than after it.
    pub back: bool,
}

/// A thread, and how well it answers a search.
#[derive(Clone, Debug)]
pub struct Row {
    pub thread: thread::Model,
    pub score: i64,
}

impl FromQueryResult for Row {
    fn from_query_result(res: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        Ok(Row {
            thread: thread::Model::from_query_result(res, pre)?,
            score: res.try_get(pre, "score")?,
        })
    }
}

impl Row {
    /// The row's place in an order.
    pub fn place(&self, sort: Sort) -> (i64, Instant) {
        let t = &self.thread;
        let listed = t.listed_ms.unwrap_or(t.created_ms);
        match sort {
            Sort::Newest => (0, listed),
            Sort::Supported => (t.supports, listed),
            Sort::Waiting => (0, t.routed_ms.unwrap_or(t.created_ms)),
            Sort::Best => (self.score, listed),
        }
    }
}

/// A page of public threads, at most `limit`. What is late is so at `now`.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    filter: &Filter,
    sort: Sort,
    cursor: Option<Cursor>,
    now: Instant,
    limit: u64,
) -> Result<Vec<Row>> {
    let (sql, values) = statement(db, filter, sort, cursor, now, limit);
    let mut rows: Vec<Row> = super::rows(db, &sql, values).await?;
    if cursor.is_some_and(|c| c.back) {
        rows.reverse();
    }
    Ok(rows)
}

fn statement<C: ConnectionTrait>(
    db: &C,
    filter: &Filter,
    sort: Sort,
    cursor: Option<Cursor>,
    now: Instant,
    limit: u64,
) -> (String, Vec<sea_orm::Value>) {
    let mut sql = Sql::default();
    let mut score = "CAST(0 AS BIGINT)".to_owned();
    let mut from = "thread t".to_owned();
    let mut conditions = Vec::new();
    if let Some(find) = &filter.words {
        let parts = find.parts(&mut sql, db.get_database_backend(), sort == Sort::Best);
        (from, score) = (parts.from, parts.score);
        conditions.extend(parts.conditions);
    }
    conditions.extend(wanted(filter, sort, now, &mut sql));
    let keys: &[&str] = match sort {
        Sort::Newest => &["listed_ms", "id"],
        Sort::Supported => &["supports", "listed_ms", "id"],
        Sort::Waiting => &["routed_ms", "id"],
        Sort::Best => &["score", "listed_ms", "id"],
    };
    let back = cursor.is_some_and(|c| c.back);
    let descending = (sort == Sort::Waiting) == back;
    let prefix = if sort == Sort::Best { "" } else { "t." };
    let beyond = cursor.map(|c| {
        let mut places = vec![sql.bind(c.at), sql.bind(c.id)];
        if keys.len() == 3 {
            places.insert(0, sql.bind(c.rank));
        }
        let columns: Vec<String> = keys.iter().map(|k| format!("{prefix}{k}")).collect();
        let than = if descending { '<' } else { '>' };
        format!("({}) {than} ({})", columns.join(", "), places.join(", "))
    });
    let direction = if descending { " DESC" } else { "" };
    let order: Vec<String> = keys
        .iter()
        .map(|k| format!("{prefix}{k}{direction}"))
        .collect();
    let order = order.join(", ");
    let conditions_of = |all: &[String]| all.join(" AND ");
    let text = if sort == Sort::Best {
        // The score can be compared only where it has a name.
        let beyond = beyond.map_or_else(String::new, |b| format!("WHERE {b}"));
        format!(
            "SELECT * FROM (SELECT t.*, {score} AS score FROM {from} WHERE {}) found
             {beyond} ORDER BY {order} LIMIT {limit}",
            conditions_of(&conditions)
        )
    } else {
        conditions.extend(beyond);
        format!(
            "SELECT t.*, {score} AS score FROM {from} WHERE {} ORDER BY {order} LIMIT {limit}",
            conditions_of(&conditions)
        )
    };
    (text, sql.values)
}

/// The conditions of a filter. What is fixed stands in the statement itself, so that indexes over
/// a part of the threads serve.
fn wanted(filter: &Filter, sort: Sort, now: Instant, sql: &mut Sql) -> Vec<String> {
    const OPEN: &str = "('routed', 'in_progress')";
    let mut all = vec![
        "t.visibility = 'public'".to_owned(),
        "t.listed_ms IS NOT NULL".to_owned(),
    ];
    if sort == Sort::Waiting {
        all.push(format!("t.status IN {OPEN} AND t.routed_ms IS NOT NULL"));
    }
    let mut equal = |column: &str, value: Option<sea_orm::Value>| {
        if let Some(value) = value {
            let place = sql.bind(value);
            all.push(format!("t.{column} = {place}"));
        }
    };
    equal("unit_id", filter.unit.map(Into::into));
    equal("service_id", filter.service.map(Into::into));
    equal("kind", filter.kind.map(Into::into));
    equal("status", filter.status.map(Into::into));
    equal("overall", filter.overall.map(Into::into));
    equal("number", filter.number.clone().map(Into::into));
    match filter.answered {
        Some(true) => all.push(format!("t.status NOT IN {OPEN}")),
        Some(false) => all.push(format!("t.status IN {OPEN}")),
        None => {}
    }
    if let Some(late) = filter.late {
        let now = sql.bind(now);
        let (unanswered, answered) = if late { ("<", ">") } else { (">=", "<=") };
        all.push(format!(
            "t.status NOT IN ('declined', 'merged')
             AND ((t.answered_ms IS NULL AND t.due_ms {unanswered} {now})
                OR t.answered_ms {answered} t.due_ms)"
        ));
    }
    if !filter.among.is_empty() {
        let ids: Vec<String> = filter.among.iter().map(|id| sql.bind(*id)).collect();
        all.push(format!("t.id IN ({})", ids.join(", ")));
    }
    if let Some(from) = filter.from {
        let from = sql.bind(from);
        all.push(format!("t.listed_ms >= {from}"));
    }
    if let Some(before) = filter.before {
        let before = sql.bind(before);
        all.push(format!("t.listed_ms < {before}"));
    }
    all
}

/// An address of the site map: a thread and when it last changed.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: ThreadId,
    pub number: String,
    pub listed_ms: Instant,
    pub active_ms: Instant,
}

/// The first thread of every `size` of the public ones, in the order of their listing.
pub async fn firsts<C: ConnectionTrait>(db: &C, size: usize) -> Result<Vec<Listed>> {
    Ok(super::rows(
        db,
        &format!(
            "SELECT t.id, t.number, t.listed_ms, t.active_ms FROM thread t JOIN (
                SELECT id, ROW_NUMBER() OVER (ORDER BY listed_ms, id) AS place FROM thread
                WHERE visibility = 'public' AND listed_ms IS NOT NULL
             ) p ON p.id = t.id WHERE p.place % {size} = 1 ORDER BY t.listed_ms, t.id"
        ),
        [],
    )
    .await?)
}

/// Public threads in the order of their listing, from a place on; at most `limit`.
pub async fn listed_from<C: ConnectionTrait>(
    db: &C,
    at: Instant,
    id: ThreadId,
    limit: usize,
) -> Result<Vec<Listed>> {
    Ok(super::rows(
        db,
        &format!(
            "SELECT id, number, listed_ms, active_ms FROM thread
             WHERE visibility = 'public' AND listed_ms IS NOT NULL
                AND (listed_ms, id) >= ($1, $2)
             ORDER BY listed_ms, id LIMIT {limit}"
        ),
        [at.into(), id.into()],
    )
    .await?)
}
