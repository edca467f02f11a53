//! Threads: writing them, moving them, and the pages of those who work on them.

use super::entity::{submission, support, thread, thread_contact};
use super::generations::Tag;
use super::{Tx, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, ServiceId, ThreadId, UnitId};
use crate::domain::thread::{Routing, Status, Visibility};
use crate::domain::time::Instant;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select,
};

pub async fn by_id<C: ConnectionTrait>(db: &C, id: ThreadId) -> Result<Option<thread::Model>> {
    Ok(thread::Entity::find_by_id(id).one(db).await?)
}

pub async fn by_number<C: ConnectionTrait>(db: &C, number: &str) -> Result<Option<thread::Model>> {
    Ok(thread::Entity::find()
        .filter(thread::Column::Number.eq(number))
        .one(db)
        .await?)
}

/// Reads a thread to change it: with PostgreSQL its row is locked until the transaction ends
/// (SQLite has one writer anyway).
pub async fn for_update(tx: &Tx, number: &str) -> Result<Option<thread::Model>> {
    Ok(thread::Entity::find()
        .filter(thread::Column::Number.eq(number))
        .lock_exclusive()
        .one(&**tx)
        .await?)
}

/// Marks everything that shows the thread as changed.
pub fn touch(tx: &mut Tx, thread: ThreadId, unit: UnitId) {
    tx.touch(Tag::Thread(thread));
    tx.touch(Tag::Unit(unit));
    tx.touch(Tag::City);
}

pub async fn insert(
    tx: &mut Tx,
    thread: thread::Model,
    contact: thread_contact::Model,
) -> Result<()> {
    let (id, unit) = (thread.id, thread.unit_id);
    thread::Entity::insert(thread.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    thread_contact::Entity::insert(contact.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    touch(tx, id, unit);
    Ok(())
}

/// Writes every column of a thread that was read with [`for_update`] in this transaction.
pub async fn save(tx: &mut Tx, thread: thread::Model) -> Result<()> {
    let (id, unit) = (thread.id, thread.unit_id);
    thread::Entity::update(thread.into_active_model().reset_all())
        .exec(&**tx)
        .await?;
    touch(tx, id, unit);
    Ok(())
}

pub async fn contact<C: ConnectionTrait>(
    db: &C,
    id: ThreadId,
) -> Result<Option<thread_contact::Model>> {
    Ok(thread_contact::Entity::find_by_id(id).one(db).await?)
}

/// Notes when a thread's tracking code was entered.
pub async fn set_seen<C: ConnectionTrait>(db: &C, id: ThreadId, now: Instant) -> Result<()> {
    run(
        db,
        "UPDATE thread_contact SET seen_ms = $1 WHERE thread_id = $2",
        [now.into(), id.into()],
    )
    .await?;
    Ok(())
}

/// The thread that a tracking code opens.
pub async fn by_code_hash<C: ConnectionTrait>(db: &C, hash: &str) -> Result<Option<ThreadId>> {
    Ok(thread_contact::Entity::find()
        .filter(thread_contact::Column::CodeHash.eq(hash))
        .one(db)
        .await?
        .map(|c| c.thread_id))
}

/// The threads that a tracking code opens: the one it was given for, and those that replies in it have
/// become; at most fifty.
pub async fn all_by_code_hash<C: ConnectionTrait>(db: &C, hash: &str) -> Result<Vec<ThreadId>> {
    let Some(first) = by_code_hash(db, hash).await? else {
        return Ok(Vec::new());
    };
    let more = thread_contact::Entity::find()
        .filter(thread_contact::Column::CodeOf.eq(first))
        .order_by_desc(thread_contact::Column::ThreadId)
        .limit(50)
        .all(db)
        .await?;
    Ok(std::iter::once(first)
        .chain(more.into_iter().map(|c| c.thread_id))
        .collect())
}

/// The numbers of what an account has to do in some units: open cases in its name, and cases with an
/// answer of its own that is not out. In one order, for who locks them.
pub async fn held_by<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    units: &[UnitId],
) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Number {
        number: String,
    }
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = vec![sea_orm::Value::from(account)];
    values.extend(units.iter().map(|u| sea_orm::Value::from(*u)));
    let found: Vec<Number> = rows(
        db,
        &format!(
            "SELECT number FROM thread
             WHERE unit_id IN {}
                AND ((assigned_to = $1 AND status IN ('routed', 'in_progress', 'asked'))
                    OR EXISTS (SELECT 1 FROM answer_draft d WHERE d.thread_id = thread.id
                        AND d.account_id = $1 AND d.unit_id = thread.unit_id
                        AND d.state IN ('waiting', 'given_back')))
             ORDER BY number",
            super::placeholders(1, units.len(), 2)
        ),
        values,
    )
    .await?;
    Ok(found.into_iter().map(|n| n.number).collect())
}

/// How many open cases an account has in its name in a unit.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Held {
    pub account_id: AccountId,
    pub unit_id: UnitId,
    pub n: i64,
}

/// The open cases of some accounts, by unit.
pub async fn held_of<C: ConnectionTrait>(db: &C, accounts: &[AccountId]) -> Result<Vec<Held>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rows(
        db,
        &format!(
            "SELECT assigned_to AS account_id, unit_id, COUNT(*) AS n FROM thread
             WHERE assigned_to IN {} AND status IN ('routed', 'in_progress', 'asked')
             GROUP BY assigned_to, unit_id",
            super::placeholders(1, accounts.len(), 1)
        ),
        accounts.iter().map(|a| sea_orm::Value::from(*a)),
    )
    .await?)
}

/// Number and title of some threads.
pub async fn names<C: ConnectionTrait>(db: &C, ids: &[ThreadId]) -> Result<Vec<(String, String)>> {
    let all = thread::Entity::find()
        .filter(thread::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(thread::Column::CreatedMs)
        .all(db)
        .await?;
    Ok(all.into_iter().map(|t| (t.number, t.title)).collect())
}

/// A case of a service that is settled, for who works on another.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Settled {
    pub number: String,
    pub title: String,
    pub status: Status,
    pub closed_ms: Instant,
    /// The unit's last answer, as safe HTML; none if it was hidden.
    pub answer: Option<String>,
}

/// The public cases of a service that were answered last, but one: at most `limit`.
pub async fn settled_of<C: ConnectionTrait>(
    db: &C,
    service: ServiceId,
    except: ThreadId,
    limit: u64,
) -> Result<Vec<Settled>> {
    Ok(rows(
        db,
        &format!(
            "SELECT t.number, t.title, t.status, t.closed_ms,
                (SELECT p.shown FROM post p WHERE p.thread_id = t.id AND p.kind = 'official'
                    AND p.visibility = 'public'
                 ORDER BY p.created_ms DESC, p.id DESC LIMIT 1) AS answer
             FROM thread t
             WHERE t.service_id = $1 AND t.visibility = 'public'
                AND t.status IN ('answered', 'resolved') AND t.closed_ms IS NOT NULL
                AND t.id <> $2
             ORDER BY t.closed_ms DESC, t.id DESC LIMIT {limit}"
        ),
        [service.into(), except.into()],
    )
    .await?)
}

/// What an earlier sending of the same form made.
pub async fn submitted<C: ConnectionTrait>(db: &C, form_key: &str) -> Result<Option<ThreadId>> {
    Ok(submission::Entity::find_by_id(form_key.to_owned())
        .one(db)
        .await?
        .map(|s| s.thread_id))
}

/// Notes that a form made a thread. `false` if the same form was there first (with PostgreSQL
/// this waits for the other transaction to end).
pub async fn claim_form(tx: &Tx, form_key: &str, thread: ThreadId, now: Instant) -> Result<bool> {
    let changed = run(
        &**tx,
        "INSERT INTO submission (form_key, thread_id, created_ms) VALUES ($1, $2, $3)
         ON CONFLICT (form_key) DO NOTHING",
        [form_key.into(), thread.into(), now.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Adds a support. `false` if this supporter was counted before.
pub async fn add_support(
    tx: &mut Tx,
    thread: &thread::Model,
    supporter: &str,
    now: Instant,
) -> Result<bool> {
    let changed = run(
        &**tx,
        "INSERT INTO support (thread_id, supporter, created_ms) VALUES ($1, $2, $3)
         ON CONFLICT (thread_id, supporter) DO NOTHING",
        [thread.id.into(), supporter.into(), now.into()],
    )
    .await?;
    count_support(tx, thread, changed as i64).await?;
    Ok(changed == 1)
}

/// Takes a support back. `false` if there was none.
pub async fn remove_support(tx: &mut Tx, thread: &thread::Model, supporter: &str) -> Result<bool> {
    let changed = run(
        &**tx,
        "DELETE FROM support WHERE thread_id = $1 AND supporter = $2",
        [thread.id.into(), supporter.into()],
    )
    .await?;
    count_support(tx, thread, -(changed as i64)).await?;
    Ok(changed == 1)
}

async fn count_support(tx: &mut Tx, thread: &thread::Model, by: i64) -> Result<()> {
    if by != 0 {
        run(
            &**tx,
            "UPDATE thread SET supports = supports + $1 WHERE id = $2",
            [by.into(), thread.id.into()],
        )
        .await?;
        touch(tx, thread.id, thread.unit_id);
    }
    Ok(())
}

pub async fn is_supported<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
    supporter: &str,
) -> Result<bool> {
    Ok(support::Entity::find_by_id((thread, supporter.to_owned()))
        .one(db)
        .await?
        .is_some())
}

type Find = Select<thread::Entity>;

/// Cases in view that stand so.
fn cases(statuses: &[Status]) -> Find {
    use thread::Column as T;
    thread::Entity::find()
        .filter(T::Status.is_in(statuses.iter().copied()))
        .filter(T::Visibility.is_in([Visibility::Public, Visibility::Confidential]))
}

/// What is found, first due first, from after a place in that order on; at most `limit`.
async fn by_limit<C: ConnectionTrait>(
    db: &C,
    mut find: Find,
    after: Option<(Instant, ThreadId)>,
    limit: u64,
) -> Result<Vec<thread::Model>> {
    use thread::Column as T;
    if let Some((due, id)) = after {
        find = find.filter(
            Condition::any()
                .add(T::DueMs.gt(due))
                .add(Condition::all().add(T::DueMs.eq(due)).add(T::Id.gt(id))),
        );
    }
    Ok(find
        .order_by_asc(T::DueMs)
        .order_by_asc(T::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// The statuses in which the unit owes something.
const OWED: [Status; 2] = [Status::Routed, Status::InProgress];

/// Open cases of all units that are due by `until`, first due first; at most `limit`.
pub async fn due_before<C: ConnectionTrait>(
    db: &C,
    until: Instant,
    limit: u64,
) -> Result<Vec<thread::Model>> {
    let find = cases(&OWED).filter(thread::Column::DueMs.lte(until));
    by_limit(db, find, None, limit).await
}

/// Cases of all units in which a day that was promised ends by `until`, the soonest first; at most
/// `limit`.
pub async fn planned_before<C: ConnectionTrait>(
    db: &C,
    until: Instant,
    limit: u64,
) -> Result<Vec<thread::Model>> {
    use thread::Column as T;
    Ok(thread::Entity::find()
        .filter(T::PlannedMs.is_not_null())
        .filter(T::PlannedMs.lte(until))
        .filter(T::Visibility.is_in([Visibility::Public, Visibility::Confidential]))
        .order_by_asc(T::PlannedMs)
        .order_by_asc(T::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Open cases that units disagree on, first due first; at most `limit`.
pub async fn contested<C: ConnectionTrait>(db: &C, limit: u64) -> Result<Vec<thread::Model>> {
    let find = cases(&OWED).filter(thread::Column::Routing.eq(Routing::Contested));
    by_limit(db, find, None, limit).await
}

/// Threads that a moderator holds: how many, and when the oldest was written.
pub async fn held<C: ConnectionTrait>(db: &C) -> Result<Option<(i64, Instant)>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Held {
        n: i64,
        since: Option<Instant>,
    }
    let held: Option<Held> = super::row(
        db,
        "SELECT COUNT(*) AS n, MIN(created_ms) AS since FROM thread WHERE visibility = 'held'",
        [],
    )
    .await?;
    Ok(held.and_then(|h| h.since.map(|since| (h.n, since))))
}

/// What each of several units owes: open cases, held ones too, and closed ones in which something is
/// still promised.
pub async fn owed_of<C: ConnectionTrait>(db: &C, units: &[UnitId]) -> Result<Vec<(UnitId, i64)>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Owed {
        unit_id: UnitId,
        n: i64,
    }
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<Owed> = super::rows(
        db,
        &format!(
            "SELECT unit_id, COUNT(*) AS n FROM thread WHERE unit_id IN {}
                AND (status IN ('submitted', 'routed', 'in_progress', 'asked')
                    OR planned_ms IS NOT NULL)
             GROUP BY unit_id",
            super::placeholders(1, units.len(), 1)
        ),
        units.iter().map(|u| sea_orm::Value::from(*u)),
    )
    .await?;
    Ok(found.into_iter().map(|o| (o.unit_id, o.n)).collect())
}

/// Open cases of all units that were due before `now`, the longest late first.
pub async fn late<C: ConnectionTrait>(
    db: &C,
    now: Instant,
    after: Option<(Instant, ThreadId)>,
    limit: u64,
) -> Result<Vec<thread::Model>> {
    let find = cases(&OWED).filter(thread::Column::DueMs.lt(now));
    by_limit(db, find, after, limit).await
}

/// Threads by their numbers.
pub async fn of_numbers<C: ConnectionTrait>(
    db: &C,
    numbers: &[String],
) -> Result<Vec<thread::Model>> {
    Ok(thread::Entity::find()
        .filter(thread::Column::Number.is_in(numbers.iter().map(String::as_str)))
        .all(db)
        .await?)
}

/// Threads by their identifiers.
pub async fn of_ids<C: ConnectionTrait>(db: &C, ids: &[ThreadId]) -> Result<Vec<thread::Model>> {
    Ok(thread::Entity::find()
        .filter(thread::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}

/// Threads that have waited for their author since before `before`: answered, or with a question;
/// at most `limit`.
pub async fn silent_before<C: ConnectionTrait>(
    db: &C,
    before: Instant,
    limit: u64,
) -> Result<Vec<thread::Model>> {
    use thread::Column as T;
    Ok(thread::Entity::find()
        .filter(
            Condition::any()
                .add(
                    Condition::all()
                        .add(T::Status.eq(Status::Answered))
                        // What was promised comes first; until then there is nothing to be silent about.
                        .add(T::PlannedMs.is_null())
                        .add(T::ClosedMs.lt(before)),
                )
                .add(
                    Condition::all()
                        .add(T::Status.eq(Status::Asked))
                        .add(T::AskedMs.lt(before)),
                ),
        )
        .order_by_asc(T::ActiveMs)
        .limit(limit)
        .all(db)
        .await?)
}

/// How many open cases a unit has, and how many of them are late at `now`.
pub async fn open_counts<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    now: Instant,
) -> Result<(i64, i64)> {
    let counts = open_counts_of(db, &[unit], now).await?;
    Ok(counts.first().map_or((0, 0), |c| (c.1, c.2)))
}

/// Open and late cases of each of several units, in one statement; units with none are left out.
pub async fn open_counts_of<C: ConnectionTrait>(
    db: &C,
    units: &[UnitId],
    now: Instant,
) -> Result<Vec<(UnitId, i64, i64)>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Open {
        unit_id: UnitId,
        open: i64,
        late: i64,
    }
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<sea_orm::Value> = vec![now.into()];
    values.extend(units.iter().map(|u| sea_orm::Value::from(*u)));
    let found: Vec<Open> = super::rows(
        db,
        &format!(
            "SELECT unit_id, COUNT(*) AS open,
                CAST(SUM(CASE WHEN due_ms < $1 THEN 1 ELSE 0 END) AS BIGINT) AS late
             FROM thread WHERE unit_id IN {} AND status IN ('routed', 'in_progress')
                AND visibility IN ('public', 'confidential')
             GROUP BY unit_id",
            super::placeholders(1, units.len(), 2)
        ),
        values,
    )
    .await?;
    Ok(found
        .into_iter()
        .map(|o| (o.unit_id, o.open, o.late))
        .collect())
}

/// An account's own threads, newest first.
pub async fn of_account<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    before: Option<ThreadId>,
    limit: u64,
) -> Result<Vec<thread::Model>> {
    let before = before.unwrap_or(ThreadId(uuid::Uuid::max()));
    Ok(super::rows(
        db,
        &format!(
            "SELECT t.* FROM authorship w JOIN thread t ON t.id = w.thread_id
             WHERE w.account_id = $1 AND w.opening AND t.id < $2
             ORDER BY t.id DESC LIMIT {limit}"
        ),
        [account.into(), before.into()],
    )
    .await?)
}
