//! The cases of a unit's staff: pages of them, and exact counts of several views in one statement.

use super::entity::{case_visit, saved_filter, thread};
use super::search::Sql;
use super::{Tx, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, FilterId, ServiceId, ThreadId, UnitId};
use crate::domain::sentiment::UNCERTAIN_BELOW;
use crate::domain::thread::Status;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Which cases; those in view of their staff only.
#[derive(Clone, Debug, Default)]
pub struct Find {
    pub units: Vec<UnitId>,
    pub service: Option<ServiceId>,
    /// Any if there are none.
    pub statuses: Vec<Status>,
    /// Taken by one of these.
    pub assigned: Option<Vec<AccountId>>,
    /// Taken by nobody.
    pub unassigned: bool,
    /// Due at or after this.
    pub due_from: Option<Instant>,
    /// Due before this.
    pub due_before: Option<Instant>,
    /// Something was promised for a day that ends before this.
    pub planned_before: Option<Instant>,
    /// With a post whose polarity is a guess. These stand in the order in which they came, the newest
    /// first: none of them is due.
    pub uncertain: bool,
}

impl Find {
    /// By what a case has its place in the order.
    pub fn place(&self, t: &thread::Model) -> Instant {
        if self.uncertain {
            t.created_ms
        } else {
            t.due_ms.unwrap_or_default()
        }
    }

    /// What stands after WHERE.
    fn conditions(&self, sql: &mut Sql) -> String {
        if self.units.is_empty() || self.assigned.as_ref().is_some_and(Vec::is_empty) {
            return "1 = 0".to_owned();
        }
        fn list<V: Into<sea_orm::Value> + Copy>(sql: &mut Sql, column: &str, of: &[V]) -> String {
            let names: Vec<String> = of.iter().map(|v| sql.bind(*v)).collect();
            format!("{column} IN ({})", names.join(", "))
        }
        let mut all = vec![
            "visibility IN ('public', 'confidential')".to_owned(),
            list(sql, "unit_id", &self.units),
        ];
        if !self.statuses.is_empty() {
            all.push(list(sql, "status", &self.statuses));
        }
        if let Some(service) = self.service {
            all.push(format!("service_id = {}", sql.bind(service)));
        }
        if let Some(accounts) = &self.assigned {
            all.push(list(sql, "assigned_to", accounts));
        }
        if self.unassigned {
            all.push("assigned_to IS NULL".to_owned());
        }
        if let Some(at) = self.due_from {
            all.push(format!("due_ms >= {}", sql.bind(at)));
        }
        if let Some(at) = self.due_before {
            all.push(format!("due_ms < {}", sql.bind(at)));
        }
        if let Some(at) = self.planned_before {
            all.push(format!("planned_ms < {}", sql.bind(at)));
        }
        if self.uncertain {
            // As the index post_uncertain has it.
            let below = sql.bind(f64::from(UNCERTAIN_BELOW));
            all.push(format!(
                "EXISTS (SELECT 1 FROM post WHERE post.thread_id = thread.id
                    AND post.kind = 'citizen' AND post.visibility = 'public'
                    AND post.corrected_ms IS NULL AND COALESCE(post.certainty, 0) < {below})"
            ));
        }
        all.join(" AND ")
    }
}

/// A page of cases, first due first (or as [`Find::uncertain`] says), from after a place in that order
/// on.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    find: &Find,
    after: Option<(Instant, ThreadId)>,
    limit: u64,
) -> Result<Vec<thread::Model>> {
    let mut sql = Sql::default();
    let mut conditions = find.conditions(&mut sql);
    if let Some((due, id)) = after {
        let (due, id) = (sql.bind(due), sql.bind(id));
        conditions.push_str(&if find.uncertain {
            format!(" AND (created_ms, id) < ({due}, {id})")
        } else {
            format!(" AND (due_ms, id) > ({due}, {id})")
        });
    }
    let order = if find.uncertain {
        "created_ms DESC, id DESC"
    } else {
        "due_ms, id"
    };
    let text = format!("SELECT * FROM thread WHERE {conditions} ORDER BY {order} LIMIT {limit}");
    Ok(rows(db, &text, sql.values).await?)
}

/// How many cases each of several views has.
pub async fn counts<C: ConnectionTrait>(db: &C, finds: &[Find]) -> Result<Vec<i64>> {
    #[derive(FromQueryResult)]
    struct Counted {
        i: i64,
        n: i64,
    }
    if finds.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    let parts: Vec<String> = finds
        .iter()
        .enumerate()
        .map(|(i, find)| {
            let conditions = find.conditions(&mut sql);
            format!("SELECT CAST({i} AS BIGINT) AS i, COUNT(*) AS n FROM thread WHERE {conditions}")
        })
        .collect();
    let counted: Vec<Counted> = rows(db, &parts.join(" UNION ALL "), sql.values).await?;
    let mut all = vec![0; finds.len()];
    for c in counted {
        if let Some(n) = usize::try_from(c.i).ok().and_then(|i| all.get_mut(i)) {
            *n = c.n;
        }
    }
    Ok(all)
}

/// Somebody's named views, the oldest first.
pub async fn saved<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Vec<saved_filter::Model>> {
    Ok(saved_filter::Entity::find()
        .filter(saved_filter::Column::AccountId.eq(account))
        .order_by_asc(saved_filter::Column::CreatedMs)
        .order_by_asc(saved_filter::Column::Id)
        .limit(crate::domain::view::NAMED_MAX as u64)
        .all(db)
        .await?)
}

pub async fn save(tx: &Tx, filter: saved_filter::Model) -> Result<()> {
    saved_filter::Entity::insert(filter.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Forgets one's own named view. `false` if there is none such.
pub async fn forget(tx: &Tx, id: FilterId, account: AccountId) -> Result<bool> {
    let gone = run(
        &**tx,
        "DELETE FROM saved_filter WHERE id = $1 AND account_id = $2",
        [id.into(), account.into()],
    )
    .await?;
    Ok(gone == 1)
}

/// Somebody has a case open now.
pub async fn visit(tx: &Tx, visit: case_visit::Model) -> Result<()> {
    run(
        &**tx,
        "INSERT INTO case_visit (thread_id, account_id, at_ms) VALUES ($1, $2, $3)
         ON CONFLICT (thread_id, account_id) DO UPDATE SET at_ms = excluded.at_ms",
        [
            visit.thread_id.into(),
            visit.account_id.into(),
            visit.at_ms.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Who has had a case open, by name.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Visitor {
    pub account_id: AccountId,
    pub name: String,
    pub at_ms: Instant,
}

/// Those who had a case open since then, the last first; at most ten.
pub async fn visitors<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
    since: Instant,
) -> Result<Vec<Visitor>> {
    Ok(rows(
        db,
        "SELECT v.account_id, a.name, v.at_ms FROM case_visit v JOIN account a ON a.id = v.account_id
         WHERE v.thread_id = $1 AND v.at_ms >= $2 ORDER BY v.at_ms DESC, v.account_id LIMIT 10",
        [thread.into(), since.into()],
    )
    .await?)
}

/// Forgets who had cases open before then.
pub async fn sweep_visits<C: ConnectionTrait>(db: &C, before: Instant) -> Result<u64> {
    Ok(run(
        db,
        "DELETE FROM case_visit WHERE at_ms < $1",
        [before.into()],
    )
    .await?)
}
