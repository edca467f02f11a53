//! Sessions and sign-in codes. Only hashes of what a browser or a mail holds are stored.

use super::entity::{login_code, session};
use super::generations::Tag;
use super::{Tx, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, LoginCodeId, SessionId};
use crate::domain::person::CodeFor;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

pub async fn insert(tx: &mut Tx, session: session::Model) -> Result<()> {
    let account = session.account_id;
    session::Entity::insert(session.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Account(account));
    Ok(())
}

/// The session whose token, present or last, has this hash.
pub async fn by_hash<C: ConnectionTrait>(db: &C, hash: &str) -> Result<Option<session::Model>> {
    Ok(session::Entity::find()
        .filter(
            Condition::any()
                .add(session::Column::TokenHash.eq(hash))
                .add(session::Column::PreviousHash.eq(hash)),
        )
        .one(db)
        .await?)
}

pub async fn of_account<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    now: Instant,
) -> Result<Vec<session::Model>> {
    Ok(session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::ExpiresMs.gt(now))
        .order_by_desc(session::Column::CreatedMs)
        .limit(50)
        .all(db)
        .await?)
}

/// Gives the session a new token. `false` if another request was first.
pub async fn rotate(
    tx: &mut Tx,
    session: &session::Model,
    new_hash: &str,
    now: Instant,
    expires: Instant,
) -> Result<bool> {
    let changed = run(
        &**tx,
        "UPDATE session SET token_hash = $1, previous_hash = $2, rotated_ms = $3, seen_ms = $3,
            expires_ms = $4
         WHERE id = $5 AND token_hash = $2",
        [
            new_hash.into(),
            session.token_hash.clone().into(),
            now.into(),
            expires.into(),
            session.id.into(),
        ],
    )
    .await?;
    tx.touch(Tag::Account(session.account_id));
    Ok(changed == 1)
}

/// A session has done its second step: a new token, and none before it is good.
pub async fn elevate(
    tx: &mut Tx,
    session: &session::Model,
    new_hash: &str,
    now: Instant,
) -> Result<()> {
    run(
        &**tx,
        "UPDATE session SET token_hash = $1, previous_hash = NULL, rotated_ms = $2, seen_ms = $2,
            second_ms = $2
         WHERE id = $3",
        [new_hash.into(), now.into(), session.id.into()],
    )
    .await?;
    tx.touch(Tag::Account(session.account_id));
    Ok(())
}

/// Ends every session of an account.
pub async fn end_all(tx: &mut Tx, account: AccountId) -> Result<()> {
    run(
        &**tx,
        "DELETE FROM session WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    tx.touch(Tag::Account(account));
    Ok(())
}

/// Notes that a session was used.
pub async fn seen(tx: &mut Tx, session: &session::Model, now: Instant) -> Result<()> {
    run(
        &**tx,
        "UPDATE session SET seen_ms = $1 WHERE id = $2",
        [now.into(), session.id.into()],
    )
    .await?;
    tx.touch(Tag::Account(session.account_id));
    Ok(())
}

/// Ends one session of an account.
pub async fn end(tx: &mut Tx, account: AccountId, id: SessionId) -> Result<bool> {
    let changed = run(
        &**tx,
        "DELETE FROM session WHERE id = $1 AND account_id = $2",
        [id.into(), account.into()],
    )
    .await?;
    tx.touch(Tag::Account(account));
    Ok(changed == 1)
}

/// Ends every session of an account but one.
pub async fn end_others(tx: &mut Tx, account: AccountId, keep: SessionId) -> Result<()> {
    run(
        &**tx,
        "DELETE FROM session WHERE account_id = $1 AND id <> $2",
        [account.into(), keep.into()],
    )
    .await?;
    tx.touch(Tag::Account(account));
    Ok(())
}

pub async fn insert_code(tx: &Tx, code: login_code::Model) -> Result<()> {
    login_code::Entity::insert(code.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// The newest code that was sent to an address for this and is neither used nor expired.
pub async fn live_code<C: ConnectionTrait>(
    db: &C,
    email: &str,
    purpose: CodeFor,
    now: Instant,
) -> Result<Option<login_code::Model>> {
    Ok(login_code::Entity::find()
        .filter(login_code::Column::Email.eq(email))
        .filter(login_code::Column::Purpose.eq(purpose))
        .filter(login_code::Column::UsedMs.is_null())
        .filter(login_code::Column::ExpiresMs.gt(now))
        .order_by_desc(login_code::Column::CreatedMs)
        .one(db)
        .await?)
}

/// How many codes were asked for an address since `since`.
pub async fn codes_since<C: ConnectionTrait>(db: &C, email: &str, since: Instant) -> Result<i64> {
    let counted: Option<super::Count> = super::row(
        db,
        "SELECT COUNT(*) AS n FROM login_code WHERE email = $1 AND created_ms > $2",
        [email.into(), since.into()],
    )
    .await?;
    Ok(counted.map_or(0, |c| c.n))
}

/// Counts a try. `false` if the code has been tried `most` times already.
pub async fn count_attempt<C: ConnectionTrait>(db: &C, id: LoginCodeId, most: i64) -> Result<bool> {
    let changed = run(
        db,
        "UPDATE login_code SET attempts = attempts + 1
         WHERE id = $1 AND attempts < $2 AND used_ms IS NULL",
        [id.into(), most.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Uses a code up. `false` if another request was first.
pub async fn use_code<C: ConnectionTrait>(db: &C, id: LoginCodeId, now: Instant) -> Result<bool> {
    let changed = run(
        db,
        "UPDATE login_code SET used_ms = $1 WHERE id = $2 AND used_ms IS NULL",
        [now.into(), id.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Removes sessions that have expired, at most `limit`.
pub async fn sweep<C: ConnectionTrait>(db: &C, now: Instant, limit: u64) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "DELETE FROM session WHERE id IN
             (SELECT id FROM session WHERE expires_ms <= $1 LIMIT {limit})"
        ),
        [now.into()],
    )
    .await?)
}

/// Removes sessions of those who hold a role that were not used since `before`, at most `limit`. A
/// role that was granted since keeps them.
pub async fn sweep_idle<C: ConnectionTrait>(db: &C, before: Instant, limit: u64) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "DELETE FROM session WHERE id IN (SELECT s.id FROM session s
             WHERE s.seen_ms <= $1 AND s.account_id IN
                (SELECT account_id FROM role_grant WHERE ended_ms IS NULL)
             AND s.account_id NOT IN
                (SELECT account_id FROM role_grant WHERE ended_ms IS NULL AND granted_ms > $1)
             LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}

/// Removes sign-in codes that expired before, at most `limit`.
pub async fn sweep_codes<C: ConnectionTrait>(db: &C, before: Instant, limit: u64) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "DELETE FROM login_code WHERE id IN
             (SELECT id FROM login_code WHERE expires_ms <= $1 LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}

/// Removes names of forms that came before, at most `limit`.
pub async fn sweep_forms<C: ConnectionTrait>(db: &C, before: Instant, limit: u64) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "DELETE FROM submission WHERE form_key IN
             (SELECT form_key FROM submission WHERE created_ms <= $1 LIMIT {limit})"
        ),
        [before.into()],
    )
    .await?)
}
