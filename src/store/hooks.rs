//! Webhooks, and the messages that wait for them, went, or were put aside.

use super::entity::{webhook, webhook_delivery};
use super::generations::Tag;
use super::{Count, Tx, row, rows, run};
use crate::domain::error::Result;
use crate::domain::hook::Event;
use crate::domain::ids::{DeliveryId, UnitId, WebhookId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Value,
};

/// A webhook that is not paused, as the directory keeps it.
#[derive(Clone, Debug)]
pub struct Listening {
    pub id: WebhookId,
    /// `None`: all of the city.
    pub unit: Option<UnitId>,
    pub events: Vec<Event>,
}

/// The events of a webhook's column. What this version doesn't know is passed over.
pub fn events(text: &str) -> Vec<Event> {
    text.split(' ').filter_map(Event::parse).collect()
}

/// Every webhook that is not paused.
pub async fn listening<C: ConnectionTrait>(db: &C) -> Result<Vec<Listening>> {
    let hooks = webhook::Entity::find()
        .filter(webhook::Column::PausedMs.is_null())
        .all(db)
        .await?;
    Ok(hooks
        .into_iter()
        .map(|h| Listening {
            id: h.id,
            unit: h.unit_id,
            events: events(&h.events),
        })
        .collect())
}

pub async fn insert(tx: &mut Tx, hook: webhook::Model) -> Result<()> {
    tx.touch(Tag::Directory);
    webhook::Entity::insert(hook.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Saves what may change: everything but whose it is and who made it.
pub async fn save(tx: &mut Tx, hook: &webhook::Model) -> Result<()> {
    tx.touch(Tag::Directory);
    run(
        &**tx,
        "UPDATE webhook SET address = $2, events = $3, generation = $4, rotated_ms = $5,
            paused_ms = $6, quiet_ms = $7, streak = $8 WHERE id = $1",
        [
            hook.id.into(),
            hook.address.clone().into(),
            hook.events.clone().into(),
            hook.generation.into(),
            hook.rotated_ms.into(),
            hook.paused_ms.into(),
            hook.quiet_ms.into(),
            hook.streak.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes a webhook away, with its messages.
pub async fn delete(tx: &mut Tx, id: WebhookId) -> Result<()> {
    tx.touch(Tag::Directory);
    for sql in [
        "DELETE FROM webhook_delivery WHERE webhook_id = $1",
        "DELETE FROM webhook WHERE id = $1",
    ] {
        run(&**tx, sql, [id.into()]).await?;
    }
    Ok(())
}

pub async fn by_id<C: ConnectionTrait>(db: &C, id: WebhookId) -> Result<Option<webhook::Model>> {
    Ok(webhook::Entity::find_by_id(id).one(db).await?)
}

/// The webhooks of some units, or (`None`) all there are; the oldest first, `limit` at most.
pub async fn of_units<C: ConnectionTrait>(
    db: &C,
    units: Option<&[UnitId]>,
    limit: u64,
) -> Result<Vec<webhook::Model>> {
    let mut find = webhook::Entity::find();
    if let Some(units) = units {
        find = find.filter(webhook::Column::UnitId.is_in(units.iter().copied()));
    }
    Ok(find
        .order_by_asc(webhook::Column::CreatedMs)
        .limit(limit)
        .all(db)
        .await?)
}

/// How many webhooks a unit (`None`: the city) has.
pub async fn count_of<C: ConnectionTrait>(db: &C, unit: Option<UnitId>) -> Result<i64> {
    let counted: Option<Count> = match unit {
        Some(unit) => {
            let sql = "SELECT COUNT(*) AS n FROM webhook WHERE unit_id = $1";
            row(db, sql, [unit.into()]).await?
        }
        None => {
            let sql = "SELECT COUNT(*) AS n FROM webhook WHERE unit_id IS NULL";
            row(db, sql, []).await?
        }
    };
    Ok(counted.map_or(0, |c| c.n))
}

/// Puts a message into the queue of each of the webhooks that is still there.
pub async fn enqueue(
    tx: &Tx,
    hooks: &[WebhookId],
    event: Event,
    content: &str,
    now: Instant,
) -> Result<()> {
    for hook in hooks {
        // A unit has a handful of webhooks, mostly one. Taken from the table, so that one deleted
        // meanwhile is passed over rather than fail the act.
        run(
            &**tx,
            "INSERT INTO webhook_delivery (id, webhook_id, event, content, attempts, created_ms,
                due_ms, last_error)
             SELECT $1, id, $2, $3, 0, $4, $4, '' FROM webhook WHERE id = $5",
            [
                DeliveryId::new().into(),
                event.into(),
                content.into(),
                now.into(),
                (*hook).into(),
            ],
        )
        .await?;
    }
    Ok(())
}

/// A message that this instance may send until its lease ends, and where to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Claimed {
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    pub event: Event,
    pub content: String,
    pub attempts: i64,
    pub created_ms: Instant,
}

/// Takes up to `limit` messages that are due, the longest due first, of webhooks that are neither
/// paused nor quiet; with PostgreSQL those that another instance is taking are skipped.
pub async fn claim<C: ConnectionTrait>(
    db: &C,
    now: Instant,
    lease_until: Instant,
    limit: u32,
) -> Result<Vec<Claimed>> {
    let skip = match db.get_database_backend() {
        DbBackend::Postgres => "FOR UPDATE OF d SKIP LOCKED",
        _ => "",
    };
    Ok(rows(
        db,
        &format!(
            "UPDATE webhook_delivery SET lease_ms = $1, attempts = attempts + 1
             WHERE id IN (SELECT d.id FROM webhook_delivery d
                JOIN webhook w ON w.id = d.webhook_id
                WHERE d.done_ms IS NULL AND d.failed_ms IS NULL AND d.due_ms <= $2
                    AND (d.lease_ms IS NULL OR d.lease_ms <= $2)
                    AND w.paused_ms IS NULL AND w.quiet_ms <= $2
                ORDER BY d.due_ms LIMIT {limit} {skip})
             RETURNING id, webhook_id, event, content, attempts, created_ms"
        ),
        [lease_until.into(), now.into()],
    )
    .await?)
}

/// Whether a message is due, so that a quiet queue costs no write.
pub async fn any_due<C: ConnectionTrait>(db: &C, now: Instant) -> Result<bool> {
    let due: Option<Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM (SELECT d.id FROM webhook_delivery d
            JOIN webhook w ON w.id = d.webhook_id
            WHERE d.done_ms IS NULL AND d.failed_ms IS NULL AND d.due_ms <= $1
                AND (d.lease_ms IS NULL OR d.lease_ms <= $1)
                AND w.paused_ms IS NULL AND w.quiet_ms <= $1 LIMIT 1) due",
        [now.into()],
    )
    .await?;
    Ok(due.is_some_and(|c| c.n > 0))
}

/// The receiver took it.
pub async fn mark_done(tx: &Tx, message: &Claimed, now: Instant) -> Result<()> {
    run(
        &**tx,
        "UPDATE webhook_delivery SET done_ms = $1, lease_ms = NULL, last_error = ''
         WHERE id = $2 AND done_ms IS NULL",
        [now.into(), message.id.into()],
    )
    .await?;
    run(
        &**tx,
        "UPDATE webhook SET streak = 0, quiet_ms = 0 WHERE id = $1 AND streak > 0",
        [message.webhook_id.into()],
    )
    .await?;
    Ok(())
}

/// A try failed: due again at `due`, or put aside. Nothing goes to the webhook before `quiet`.
pub async fn mark_failed(
    tx: &Tx,
    message: &Claimed,
    error: &str,
    due: Option<Instant>,
    quiet: Instant,
    now: Instant,
) -> Result<()> {
    run(
        &**tx,
        "UPDATE webhook_delivery SET lease_ms = NULL, last_error = $1, due_ms = $2, failed_ms = $3
         WHERE id = $4 AND done_ms IS NULL",
        [
            error.into(),
            due.unwrap_or(now).into(),
            due.is_none().then_some(now).into(),
            message.id.into(),
        ],
    )
    .await?;
    run(
        &**tx,
        "UPDATE webhook SET streak = streak + 1,
            quiet_ms = CASE WHEN quiet_ms < $1 THEN $1 ELSE quiet_ms END WHERE id = $2",
        [quiet.into(), message.webhook_id.into()],
    )
    .await?;
    Ok(())
}

/// Sends again: one message, or (`None`) all that were put aside. Returns how many.
pub async fn replay(
    tx: &Tx,
    hook: WebhookId,
    message: Option<DeliveryId>,
    now: Instant,
) -> Result<u64> {
    let set = "UPDATE webhook_delivery SET attempts = 0, due_ms = $1, lease_ms = NULL,
        done_ms = NULL, failed_ms = NULL WHERE webhook_id = $2";
    let again = match message {
        Some(id) => {
            // One that is on its way is left alone.
            let sql = format!("{set} AND id = $3 AND (lease_ms IS NULL OR lease_ms <= $1)");
            run(&**tx, &sql, [now.into(), hook.into(), id.into()]).await?
        }
        None => {
            let sql = format!("{set} AND failed_ms IS NOT NULL");
            run(&**tx, &sql, [now.into(), hook.into()]).await?
        }
    };
    run(
        &**tx,
        "UPDATE webhook SET quiet_ms = 0 WHERE id = $1",
        [hook.into()],
    )
    .await?;
    Ok(again)
}

/// The messages of a webhook, newest first, from before the given one on.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    hook: WebhookId,
    aside: bool,
    before: Option<(Instant, DeliveryId)>,
    limit: u64,
) -> Result<Vec<webhook_delivery::Model>> {
    use webhook_delivery::Column as D;
    let mut find = webhook_delivery::Entity::find().filter(D::WebhookId.eq(hook));
    if aside {
        find = find.filter(D::FailedMs.is_not_null());
    }
    if let Some((at, id)) = before {
        find = find.filter(
            Condition::any()
                .add(D::CreatedMs.lt(at))
                .add(Condition::all().add(D::CreatedMs.eq(at)).add(D::Id.lt(id))),
        );
    }
    Ok(find
        .order_by_desc(D::CreatedMs)
        .order_by_desc(D::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// What of a webhook waits and was put aside.
#[derive(Copy, Clone, Debug, Default, FromQueryResult)]
pub struct Counts {
    pub waiting: i64,
    pub aside: i64,
}

#[derive(FromQueryResult)]
struct CountsOf {
    webhook_id: WebhookId,
    waiting: i64,
    aside: i64,
}

/// Counts for each of some webhooks, in one statement.
pub async fn counts<C: ConnectionTrait>(
    db: &C,
    hooks: &[WebhookId],
) -> Result<Vec<(WebhookId, Counts)>> {
    if hooks.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=hooks.len()).map(|n| format!("${n}")).collect();
    let found: Vec<CountsOf> = rows(
        db,
        &format!(
            "SELECT webhook_id,
                COUNT(CASE WHEN done_ms IS NULL AND failed_ms IS NULL THEN 1 END) AS waiting,
                COUNT(failed_ms) AS aside
             FROM webhook_delivery WHERE webhook_id IN ({}) GROUP BY webhook_id",
            marks.join(", ")
        ),
        hooks.iter().map(|h| Value::from(*h)),
    )
    .await?;
    Ok(found
        .into_iter()
        .map(|c| {
            let counts = Counts {
                waiting: c.waiting,
                aside: c.aside,
            };
            (c.webhook_id, counts)
        })
        .collect())
}

/// Takes away messages that went, or were put aside, before `before`; `limit` at most.
pub async fn forget<C: ConnectionTrait>(db: &C, before: Instant, limit: u64) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery
                WHERE done_ms < $1 OR failed_ms < $1 LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}

/// Some webhooks, in no order.
pub async fn by_ids<C: ConnectionTrait>(
    db: &C,
    ids: Vec<WebhookId>,
) -> Result<Vec<webhook::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let all = webhook::Entity::find().filter(webhook::Column::Id.is_in(ids));
    Ok(all.all(db).await?)
}
