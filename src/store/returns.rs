//! Mail that came back, and the addresses that are left in peace since.

use super::entity::mail_trouble;
use super::{Tx, run};
use crate::domain::bounce::{SOFT_LIMIT, Verdict};
use crate::domain::error::Result;
use crate::domain::ids::OutboxId;
use crate::domain::time::Instant;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub async fn trouble<C: ConnectionTrait>(
    db: &C,
    email: &str,
) -> Result<Option<mail_trouble::Model>> {
    Ok(mail_trouble::Entity::find_by_id(email.to_owned())
        .one(db)
        .await?)
}

/// Whether nothing but sign-in codes goes to an address.
pub async fn is_stopped<C: ConnectionTrait>(db: &C, email: &str) -> Result<bool> {
    Ok(trouble(db, email)
        .await?
        .is_some_and(|t| t.stopped_ms.is_some()))
}

/// Addresses that are left in peace, from after the given one on.
pub async fn stopped<C: ConnectionTrait>(
    db: &C,
    after: &str,
    limit: u64,
) -> Result<Vec<mail_trouble::Model>> {
    Ok(mail_trouble::Entity::find()
        .filter(mail_trouble::Column::StoppedMs.is_not_null())
        .filter(mail_trouble::Column::Email.gt(after))
        .order_by_asc(mail_trouble::Column::Email)
        .limit(limit)
        .all(db)
        .await?)
}

/// Notes that a mail came back; each mail counts once for each verdict. Returns whether the address
/// is left in peace from now on, and was not before.
pub async fn note(
    tx: &Tx,
    mail: OutboxId,
    email: &str,
    verdict: Verdict,
    said: &str,
    now: Instant,
) -> Result<bool> {
    let kind = match verdict {
        Verdict::Soft => "soft",
        Verdict::Hard => "hard",
    };
    let counted = run(
        &**tx,
        "INSERT INTO mail_return (outbox_id, verdict, at_ms) VALUES ($1, $2, $3)
         ON CONFLICT (outbox_id, verdict) DO NOTHING",
        [mail.into(), kind.into(), now.into()],
    )
    .await?;
    if counted == 0 {
        return Ok(false);
    }
    let hard = verdict == Verdict::Hard;
    run(
        &**tx,
        "INSERT INTO mail_trouble (email, soft, hard, said, last_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (email) DO UPDATE SET soft = mail_trouble.soft + excluded.soft,
            hard = mail_trouble.hard + excluded.hard, said = excluded.said,
            last_ms = excluded.last_ms",
        [
            email.into(),
            i64::from(!hard).into(),
            i64::from(hard).into(),
            said.into(),
            now.into(),
        ],
    )
    .await?;
    let stopped = run(
        &**tx,
        "UPDATE mail_trouble SET stopped_ms = $1
         WHERE email = $2 AND stopped_ms IS NULL AND (hard > 0 OR soft >= $3)",
        [now.into(), email.into(), SOFT_LIMIT.into()],
    )
    .await?;
    Ok(stopped == 1)
}

/// Lets mail go to an address again; `false` if it was not stopped.
pub async fn lift(tx: &Tx, email: &str) -> Result<bool> {
    let changed = run(
        &**tx,
        "DELETE FROM mail_trouble WHERE email = $1 AND stopped_ms IS NOT NULL",
        [email.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Forgets what came back before `before`, but not who is left in peace.
pub async fn forget<C: ConnectionTrait>(db: &C, before: Instant) -> Result<()> {
    run(
        db,
        "DELETE FROM mail_return WHERE at_ms < $1",
        [before.into()],
    )
    .await?;
    run(
        db,
        "DELETE FROM mail_trouble WHERE stopped_ms IS NULL AND last_ms < $1",
        [before.into()],
    )
    .await?;
    Ok(())
}
