//! The outbox: mail written in the transaction that causes it, sent by a job.

use super::entity::outbox;
use super::{Count, Tx, row, run};
use crate::domain::error::Result;
use crate::domain::ids::OutboxId;
use crate::domain::time::Instant;
use sea_orm::{ColumnTrait, Condition};
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};

/// A mail to send. `dedup` names its cause, so that a cause makes one mail however often it is tried.
#[derive(Clone, Debug)]
pub struct NewMail {
    pub dedup: String,
    pub purpose: &'static str,
    pub recipient: String,
    /// The message, as JSON (see `domain::notice::Letter`).
    pub content: String,
    pub at: Instant,
}

/// Puts a mail into the outbox; `None` if its cause has made one before.
pub async fn enqueue(tx: &Tx, mail: NewMail) -> Result<Option<OutboxId>> {
    let id = OutboxId::new();
    let changed = run(
        &**tx,
        "INSERT INTO outbox (id, dedup, purpose, recipient, content, attempts, created_ms, due_ms,
            last_error)
         VALUES ($1, $2, $3, $4, $5, 0, $6, $6, '') ON CONFLICT (dedup) DO NOTHING",
        [
            id.into(),
            mail.dedup.into(),
            mail.purpose.into(),
            mail.recipient.into(),
            mail.content.into(),
            mail.at.into(),
        ],
    )
    .await?;
    Ok((changed == 1).then_some(id))
}

/// Lets mails wait until then.
pub async fn postpone(tx: &Tx, ids: &[OutboxId], due: Instant) -> Result<()> {
    for_each(
        tx,
        "UPDATE outbox SET due_ms = $1 WHERE id IN",
        due.into(),
        ids,
    )
    .await?;
    Ok(())
}

/// Takes back mails that have not gone; returns how many.
pub async fn withdraw(tx: &Tx, ids: &[OutboxId]) -> Result<u64> {
    for_each(
        tx,
        "DELETE FROM outbox WHERE sent_ms IS NULL AND lease_ms IS NULL AND attempts = $1 AND id IN",
        0i64.into(),
        ids,
    )
    .await
}

async fn for_each(tx: &Tx, what: &str, first: sea_orm::Value, ids: &[OutboxId]) -> Result<u64> {
    if ids.is_empty() {
        return Ok(0);
    }
    let mut values = vec![first];
    values.extend(ids.iter().map(|id| sea_orm::Value::from(*id)));
    let sql = format!("{what} {}", super::placeholders(1, ids.len(), 2));
    Ok(run(&**tx, &sql, values).await?)
}

/// Whether a mail is due, so that a quiet outbox costs no write.
pub async fn any_due<C: ConnectionTrait>(db: &C, now: Instant) -> Result<bool> {
    use outbox::Column as O;
    Ok(outbox::Entity::find()
        .filter(O::SentMs.is_null())
        .filter(O::FailedMs.is_null())
        .filter(O::DueMs.lte(now))
        .filter(
            Condition::any()
                .add(O::LeaseMs.is_null())
                .add(O::LeaseMs.lte(now)),
        )
        .limit(1)
        .one(db)
        .await?
        .is_some())
}

/// A mail that this instance may send until its lease ends.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Claimed {
    pub id: OutboxId,
    pub purpose: String,
    pub recipient: String,
    pub content: String,
    pub attempts: i64,
}

/// Takes the mail that is due first; with PostgreSQL one that another instance is taking is
/// skipped.
pub async fn claim<C: ConnectionTrait>(
    db: &C,
    now: Instant,
    lease_until: Instant,
) -> Result<Option<Claimed>> {
    let skip = match db.get_database_backend() {
        DbBackend::Postgres => "FOR UPDATE SKIP LOCKED",
        _ => "",
    };
    Ok(row(
        db,
        &format!(
            "UPDATE outbox SET lease_ms = $1, attempts = attempts + 1
             WHERE id = (SELECT id FROM outbox
                WHERE sent_ms IS NULL AND failed_ms IS NULL AND due_ms <= $2
                    AND (lease_ms IS NULL OR lease_ms <= $2)
                ORDER BY due_ms LIMIT 1 {skip})
             RETURNING id, purpose, recipient, content, attempts"
        ),
        [lease_until.into(), now.into()],
    )
    .await?)
}

/// A mail has gone. Its text is not kept: it may hold a code or a person's words.
pub async fn mark_sent<C: ConnectionTrait>(db: &C, id: OutboxId, now: Instant) -> Result<()> {
    run(
        db,
        "UPDATE outbox SET sent_ms = $1, lease_ms = NULL, content = '', last_error = ''
         WHERE id = $2 AND sent_ms IS NULL",
        [now.into(), id.into()],
    )
    .await?;
    Ok(())
}

/// A mail that has nothing to say any more goes away unsent.
pub async fn drop_empty<C: ConnectionTrait>(db: &C, id: OutboxId) -> Result<()> {
    run(
        db,
        "DELETE FROM outbox WHERE id = $1 AND sent_ms IS NULL",
        [id.into()],
    )
    .await?;
    Ok(())
}

/// A try failed: due again at `due`, or given up.
pub async fn mark_failed<C: ConnectionTrait>(
    db: &C,
    id: OutboxId,
    error: &str,
    due: Option<Instant>,
    now: Instant,
) -> Result<()> {
    let gone = due.is_none().then_some(now);
    run(
        db,
        "UPDATE outbox SET lease_ms = NULL, last_error = $1, due_ms = $2, failed_ms = $3
         WHERE id = $4 AND sent_ms IS NULL",
        [
            error.into(),
            due.unwrap_or(now).into(),
            gone.into(),
            id.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Blanks who a mail went to, and what it said, once it has gone or been given up before `before`,
/// at most `limit` of them: that it went is enough to know.
pub async fn forget<C: ConnectionTrait>(db: &C, before: Instant, limit: u64) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "UPDATE outbox SET recipient = '', content = '' WHERE id IN (SELECT id FROM outbox
             WHERE (sent_ms < $1 OR failed_ms < $1) AND recipient <> '' LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}

/// Tries a given-up mail again.
pub async fn retry<C: ConnectionTrait>(db: &C, id: OutboxId, now: Instant) -> Result<bool> {
    let changed = run(
        db,
        "UPDATE outbox SET failed_ms = NULL, attempts = 0, due_ms = $1
         WHERE id = $2 AND sent_ms IS NULL AND recipient <> ''",
        [now.into(), id.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// The outbox, newest first, from before the given row on.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    before: Option<(Instant, OutboxId)>,
    limit: u64,
) -> Result<Vec<outbox::Model>> {
    use outbox::Column as O;
    let mut find = outbox::Entity::find();
    if let Some((at, id)) = before {
        find = find.filter(
            Condition::any()
                .add(O::CreatedMs.lt(at))
                .add(Condition::all().add(O::CreatedMs.eq(at)).add(O::Id.lt(id))),
        );
    }
    Ok(find
        .order_by_desc(O::CreatedMs)
        .order_by_desc(O::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Mails that wait, and mails given up.
pub async fn counts<C: ConnectionTrait>(db: &C) -> Result<(i64, i64)> {
    let waiting: Option<Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM outbox WHERE sent_ms IS NULL AND failed_ms IS NULL",
        [],
    )
    .await?;
    let failed: Option<Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM outbox WHERE sent_ms IS NULL AND failed_ms IS NOT NULL",
        [],
    )
    .await?;
    Ok((waiting.map_or(0, |c| c.n), failed.map_or(0, |c| c.n)))
}

/// A mail, if its recipient is not forgotten yet.
pub async fn by_id<C: ConnectionTrait>(db: &C, id: OutboxId) -> Result<Option<outbox::Model>> {
    Ok(outbox::Entity::find_by_id(id)
        .filter(outbox::Column::Recipient.ne(""))
        .one(db)
        .await?)
}
