//! What units have said they will do by a day.

use super::Tx;
use super::entity::schedule;
use super::generations::Tag;
use crate::domain::error::Result;
use crate::domain::ids::{ScheduleId, ThreadId};
use crate::domain::schedule::ScheduleState;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};

/// Days of one thread that are shown, the newest.
const SHOWN: u64 = 20;

/// The days a thread has had, the newest first.
pub async fn of_thread<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
) -> Result<Vec<schedule::Model>> {
    Ok(schedule::Entity::find()
        .filter(schedule::Column::ThreadId.eq(thread))
        .order_by_desc(schedule::Column::MadeMs)
        .order_by_desc(schedule::Column::Id)
        .limit(SHOWN)
        .all(db)
        .await?)
}

/// The one that is owed; there is at most one.
pub async fn open<C: ConnectionTrait>(db: &C, thread: ThreadId) -> Result<Option<schedule::Model>> {
    Ok(schedule::Entity::find()
        .filter(schedule::Column::ThreadId.eq(thread))
        .filter(schedule::Column::State.eq(ScheduleState::Open))
        .one(db)
        .await?)
}

pub async fn insert(tx: &mut Tx, schedule: schedule::Model) -> Result<()> {
    let thread = schedule.thread_id;
    schedule::Entity::insert(schedule.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Thread(thread));
    Ok(())
}

/// Number of the threads with a promise whose day passed before `now` and of which nobody was told yet.
pub async fn unkept<C: ConnectionTrait>(db: &C, now: Instant, limit: u64) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    let all: Vec<Row> = super::rows(
        db,
        &format!(
            "SELECT t.number FROM schedule s JOIN thread t ON t.id = s.thread_id
             WHERE s.state = 'open' AND s.broken_ms IS NULL AND s.due_ms < $1
             ORDER BY s.due_ms LIMIT {limit}"
        ),
        [now.into()],
    )
    .await?;
    Ok(all.into_iter().map(|r| r.number).collect())
}

/// Notes that it was told that its day has passed.
pub async fn set_broken(tx: &mut Tx, s: &schedule::Model, now: Instant) -> Result<()> {
    super::run(
        &**tx,
        "UPDATE schedule SET broken_ms = $1 WHERE id = $2",
        [now.into(), s.id.into()],
    )
    .await?;
    tx.touch(Tag::Thread(s.thread_id));
    Ok(())
}

/// What has become of one that was owed.
pub async fn close(
    tx: &mut Tx,
    id: ScheduleId,
    thread: ThreadId,
    state: ScheduleState,
    reason: Option<&str>,
    now: Instant,
) -> Result<()> {
    super::run(
        &**tx,
        "UPDATE schedule SET state = $1, closed_ms = $2, reason = COALESCE($3, reason)
         WHERE id = $4",
        [
            state.into(),
            now.into(),
            reason.map(str::to_owned).into(),
            id.into(),
        ],
    )
    .await?;
    tx.touch(Tag::Thread(thread));
    Ok(())
}
