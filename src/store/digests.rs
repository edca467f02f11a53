//! Digests: who gets them, what each said, and which have gone out.

use super::entity::{digest_edition, digest_run, digest_wish};
use super::{Tx, row, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, EditionId, OutboxId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::person::Role;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashSet;

/// Someone who leads a unit, with what they wish of digests; no wish of their own: `None`.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Reader {
    pub unit_id: UnitId,
    pub account_id: AccountId,
    pub name: String,
    pub email: String,
    pub lang: Lang,
    pub role: Role,
    pub granted_ms: Instant,
    pub weekly: Option<bool>,
    pub monthly: Option<bool>,
    pub weekday: Option<String>,
    pub hour: Option<i64>,
    pub stopped_ms: Option<Instant>,
    /// Since when mail to the address comes back.
    pub returns_ms: Option<Instant>,
}

const READERS: &str = "SELECT g.unit_id, g.account_id, a.name, a.email, a.lang, g.role,
        g.granted_ms, w.weekly, w.monthly, w.weekday, w.hour, w.stopped_ms,
        m.stopped_ms AS returns_ms
    FROM role_grant g JOIN account a ON a.id = g.account_id JOIN unit u ON u.id = g.unit_id
    LEFT JOIN digest_wish w ON w.account_id = g.account_id
    LEFT JOIN mail_trouble m ON m.email = a.email
    WHERE g.ended_ms IS NULL AND g.role IN ('unit_head', 'deputy') AND u.active";

/// Heads and deputies of every unit, the heads first; who is both stands once, by the role that
/// was granted first.
pub async fn readers<C: ConnectionTrait>(db: &C) -> Result<Vec<Reader>> {
    let all: Vec<Reader> = rows(
        db,
        &format!("{READERS} ORDER BY g.unit_id, g.role DESC, g.granted_ms, g.account_id"),
        [],
    )
    .await?;
    Ok(once(all))
}

/// As [`readers`], of one unit.
pub async fn readers_of<C: ConnectionTrait>(db: &C, unit: UnitId) -> Result<Vec<Reader>> {
    let all: Vec<Reader> = rows(
        db,
        &format!("{READERS} AND g.unit_id = $1 ORDER BY g.role DESC, g.granted_ms, g.account_id"),
        [unit.into()],
    )
    .await?;
    Ok(once(all))
}

fn once(all: Vec<Reader>) -> Vec<Reader> {
    let mut seen = HashSet::new();
    all.into_iter()
        .filter(|r| seen.insert((r.unit_id, r.account_id)))
        .collect()
}

pub async fn wish<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Option<digest_wish::Model>> {
    Ok(digest_wish::Entity::find_by_id(account).one(db).await?)
}

pub async fn set_wish(tx: &Tx, wish: digest_wish::Model) -> Result<()> {
    super::bulk::upsert::<digest_wish::Entity, _, _>(&**tx, vec![wish]).await
}

/// Stops every digest to an account, or lets them come again.
pub async fn set_stopped(
    tx: &Tx,
    account: AccountId,
    stopped: Option<Instant>,
    now: Instant,
) -> Result<()> {
    run(
        &**tx,
        "INSERT INTO digest_wish (account_id, weekly, monthly, stopped_ms, changed_ms)
         VALUES ($1, TRUE, TRUE, $2, $3)
         ON CONFLICT (account_id) DO UPDATE
         SET stopped_ms = excluded.stopped_ms, changed_ms = excluded.changed_ms",
        [account.into(), stopped.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// What a unit's digest of a period said.
pub async fn edition<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    period: &str,
) -> Result<Option<digest_edition::Model>> {
    Ok(digest_edition::Entity::find()
        .filter(digest_edition::Column::UnitId.eq(unit))
        .filter(digest_edition::Column::Period.eq(period))
        .one(db)
        .await?)
}

/// Keeps an edition. What another instance has kept of the same period stands; returns it.
pub async fn keep_edition(tx: &Tx, made: digest_edition::Model) -> Result<digest_edition::Model> {
    let (unit, period) = (made.unit_id, made.period.clone());
    run(
        &**tx,
        "INSERT INTO digest_edition (id, unit_id, period, content, made_ms)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (unit_id, period) DO NOTHING",
        [
            made.id.into(),
            unit.into(),
            made.period.into(),
            made.content.into(),
            made.made_ms.into(),
        ],
    )
    .await?;
    super::found(edition(&**tx, unit, &period).await?)
}

/// A unit's editions, the newest first, from before the given one on.
pub async fn editions<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    before: Option<(Instant, EditionId)>,
    limit: u64,
) -> Result<Vec<digest_edition::Model>> {
    use digest_edition::Column as E;
    let mut find = digest_edition::Entity::find().filter(E::UnitId.eq(unit));
    if let Some((at, id)) = before {
        find = find.filter(
            Condition::any()
                .add(E::MadeMs.lt(at))
                .add(Condition::all().add(E::MadeMs.eq(at)).add(E::Id.lt(id))),
        );
    }
    Ok(find
        .order_by_desc(E::MadeMs)
        .order_by_desc(E::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// For which units, persons and periods a digest has gone into the outbox, of these periods.
pub async fn runs_of<C: ConnectionTrait>(
    db: &C,
    periods: &[String],
) -> Result<HashSet<(UnitId, AccountId, String)>> {
    if periods.is_empty() {
        return Ok(HashSet::new());
    }
    let made = digest_run::Entity::find()
        .filter(digest_run::Column::Period.is_in(periods.iter().map(String::as_str)))
        .all(db)
        .await?;
    Ok(made
        .into_iter()
        .map(|d| (d.unit_id, d.account_id, d.period))
        .collect())
}

/// Notes that a digest goes out, in the transaction that puts it into the outbox.
pub async fn insert_run(tx: &Tx, made: digest_run::Model) -> Result<()> {
    digest_run::Entity::insert(made.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Sent {
    outbox_id: OutboxId,
}

/// The mail of the person's digest of this unit before the one of `period`.
pub async fn mail_before<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    account: AccountId,
    period: &str,
) -> Result<Option<OutboxId>> {
    let sent: Option<Sent> = row(
        db,
        "SELECT outbox_id FROM digest_run
         WHERE unit_id = $1 AND account_id = $2 AND period <> $3
         ORDER BY created_ms DESC, id DESC LIMIT 1",
        [unit.into(), account.into(), period.into()],
    )
    .await?;
    Ok(sent.map(|s| s.outbox_id))
}

/// Who has got which of a unit's editions, and when it went or why it did not.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Delivery {
    pub account_id: AccountId,
    pub name: String,
    pub created_ms: Instant,
    pub sent_ms: Option<Instant>,
    pub failed_ms: Option<Instant>,
}

/// To whom the digest of a period went.
pub async fn deliveries<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    period: &str,
) -> Result<Vec<Delivery>> {
    Ok(rows(
        db,
        "SELECT d.account_id, a.name, d.created_ms, o.sent_ms, o.failed_ms
         FROM digest_run d JOIN account a ON a.id = d.account_id
         JOIN outbox o ON o.id = d.outbox_id
         WHERE d.unit_id = $1 AND d.period = $2 ORDER BY d.created_ms, d.id",
        [unit.into(), period.into()],
    )
    .await?)
}

/// A mail that went once more, as it stands in the outbox.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Again {
    pub dedup: String,
    pub created_ms: Instant,
    pub sent_ms: Option<Instant>,
    pub failed_ms: Option<Instant>,
}

/// The mails by which the digest of a period went once more to these addresses, the newest first, at
/// most a hundred.
pub async fn again<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    period: &str,
    to: &[&str],
) -> Result<Vec<Again>> {
    if to.is_empty() {
        return Ok(Vec::new());
    }
    // Written in `flows/digest.rs`: unit, account, period.
    let cause = format!("digest:{unit}:%:{period}:again:%");
    let values = std::iter::once(cause.into()).chain(to.iter().map(|email| (*email).into()));
    Ok(rows(
        db,
        &format!(
            "SELECT dedup, created_ms, sent_ms, failed_ms FROM outbox
             WHERE dedup LIKE $1 AND recipient IN {}
             ORDER BY created_ms DESC, id DESC LIMIT 100",
            super::placeholders(1, to.len(), 2)
        ),
        values,
    )
    .await?)
}

/// How many mails whose cause begins so were written since `since`. `cause` holds no `%` or `_`.
pub async fn sent_again<C: ConnectionTrait>(db: &C, cause: &str, since: Instant) -> Result<i64> {
    let count: Option<super::Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM outbox WHERE created_ms >= $1 AND dedup LIKE $2",
        [since.into(), format!("{cause}%").into()],
    )
    .await?;
    Ok(count.map_or(0, |c| c.n))
}
