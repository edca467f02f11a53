//! What units have said they will do by a day.

use super::Tx;
use super::entity::schedule;
use super::generations::Tag;
use crate::domain::error::Result;
use crate::domain::ids::{ScheduleId, ThreadId};
use crate::domain::schedule::ScheduleState;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
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
