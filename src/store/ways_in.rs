//! Ways in besides the mailed code: passkeys, what was begun and not finished, second steps.

use super::entity::{ceremony, passkey, recovery_code, second_step};
use super::generations::Tag;
use super::{Count, Tx, bulk, row, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, PasskeyId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Notes what was begun. `false` if the same was noted before.
pub async fn begin<C: ConnectionTrait>(db: &C, c: ceremony::Model) -> Result<bool> {
    let changed = run(
        db,
        "INSERT INTO ceremony (id, kind, account_id, visitor, state, expires_ms)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
        [
            c.id.into(),
            c.kind.into(),
            c.account_id.into(),
            c.visitor.into(),
            c.state.into(),
            c.expires_ms.into(),
        ],
    )
    .await?;
    Ok(changed == 1)
}

/// Takes what was begun, once: another that asks for it finds nothing.
pub async fn take(tx: &Tx, id: &str, kind: &str, now: Instant) -> Result<Option<ceremony::Model>> {
    let found = ceremony::Entity::find_by_id(id.to_owned())
        .filter(ceremony::Column::Kind.eq(kind))
        .one(&**tx)
        .await?;
    let gone = run(
        &**tx,
        "DELETE FROM ceremony WHERE id = $1 AND kind = $2",
        [id.into(), kind.into()],
    )
    .await?;
    Ok(found.filter(|c| gone == 1 && now < c.expires_ms))
}

/// Removes what was begun and never finished, at most `limit`.
pub async fn sweep<C: ConnectionTrait>(db: &C, now: Instant, limit: u64) -> Result<u64> {
    Ok(run(
        db,
        &format!(
            "DELETE FROM ceremony WHERE id IN
             (SELECT id FROM ceremony WHERE expires_ms <= $1 LIMIT {limit})"
        ),
        [now.into()],
    )
    .await?)
}

/// Passkeys of an account, the oldest first.
pub async fn passkeys<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Vec<passkey::Model>> {
    Ok(passkey::Entity::find()
        .filter(passkey::Column::AccountId.eq(account))
        .order_by_asc(passkey::Column::CreatedMs)
        .limit(100)
        .all(db)
        .await?)
}

pub async fn passkey_by_credential<C: ConnectionTrait>(
    db: &C,
    credential: &str,
) -> Result<Option<passkey::Model>> {
    Ok(passkey::Entity::find()
        .filter(passkey::Column::Credential.eq(credential))
        .one(db)
        .await?)
}

/// Adds a passkey; `false` if it is somebody's already.
pub async fn add_passkey(tx: &mut Tx, model: passkey::Model) -> Result<bool> {
    if passkey_by_credential(&**tx, &model.credential)
        .await?
        .is_some()
    {
        return Ok(false);
    }
    let account = model.account_id;
    passkey::Entity::insert(model.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Account(account));
    Ok(true)
}

/// Notes a use: what changes with it, if its state is still `before`. `false` if another use was first.
pub async fn used_passkey(
    tx: &Tx,
    key: &passkey::Model,
    state: Vec<u8>,
    now: Instant,
) -> Result<bool> {
    let changed = run(
        &**tx,
        "UPDATE passkey SET state = $1, used_ms = $2 WHERE id = $3 AND state = $4",
        [
            state.into(),
            now.into(),
            key.id.into(),
            key.state.clone().into(),
        ],
    )
    .await?;
    Ok(changed == 1)
}

pub async fn name_passkey(
    tx: &mut Tx,
    account: AccountId,
    id: PasskeyId,
    name: &str,
) -> Result<bool> {
    let changed = run(
        &**tx,
        "UPDATE passkey SET name = $1 WHERE id = $2 AND account_id = $3",
        [name.into(), id.into(), account.into()],
    )
    .await?;
    tx.touch(Tag::Account(account));
    Ok(changed == 1)
}

pub async fn remove_passkey(tx: &mut Tx, account: AccountId, id: PasskeyId) -> Result<bool> {
    let changed = run(
        &**tx,
        "DELETE FROM passkey WHERE id = $1 AND account_id = $2",
        [id.into(), account.into()],
    )
    .await?;
    tx.touch(Tag::Account(account));
    Ok(changed == 1)
}

pub async fn count_passkeys<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<i64> {
    let counted: Option<Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM passkey WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    Ok(counted.map_or(0, |c| c.n))
}

pub async fn second_step<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Option<second_step::Model>> {
    Ok(second_step::Entity::find_by_id(account).one(db).await?)
}

/// Begins a second step, in the place of one that was begun and not confirmed. `false` if one is
/// confirmed.
pub async fn begin_second_step(tx: &mut Tx, model: second_step::Model) -> Result<bool> {
    let account = model.account_id;
    run(
        &**tx,
        "DELETE FROM second_step WHERE account_id = $1 AND confirmed_ms IS NULL",
        [account.into()],
    )
    .await?;
    if second_step(&**tx, account).await?.is_some() {
        return Ok(false);
    }
    second_step::Entity::insert(model.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Account(account));
    Ok(true)
}

/// Counts a try, of `most` since `since`. `false` if there were as many already.
pub async fn count_try<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    since: Instant,
    now: Instant,
    most: i64,
) -> Result<bool> {
    let changed = run(
        db,
        "UPDATE second_step SET
            tries = CASE WHEN tried_ms <= $1 THEN 1 ELSE tries + 1 END,
            tried_ms = CASE WHEN tried_ms <= $1 THEN $2 ELSE tried_ms END
         WHERE account_id = $3 AND (tries < $4 OR tried_ms <= $1)",
        [since.into(), now.into(), account.into(), most.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Uses the code of a step of time up; the first one confirms. `false` if it, or a later one, was used.
pub async fn use_step(tx: &mut Tx, account: AccountId, step: i64, now: Instant) -> Result<bool> {
    let changed = run(
        &**tx,
        "UPDATE second_step SET used_step = $1, tries = 0,
            confirmed_ms = COALESCE(confirmed_ms, $2)
         WHERE account_id = $3 AND used_step < $1",
        [step.into(), now.into(), account.into()],
    )
    .await?;
    tx.touch(Tag::Account(account));
    Ok(changed == 1)
}

/// New recovery codes, in the place of the old.
pub async fn set_recovery(tx: &Tx, account: AccountId, hashes: Vec<String>) -> Result<()> {
    run(
        &**tx,
        "DELETE FROM recovery_code WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    let models = hashes
        .into_iter()
        .map(|code_hash| recovery_code::Model {
            account_id: account,
            code_hash,
        })
        .collect();
    bulk::insert::<recovery_code::Entity, _, _>(&**tx, models).await
}

/// Uses a recovery code up; `false` if there is none such.
pub async fn use_recovery(tx: &mut Tx, account: AccountId, hash: &str) -> Result<bool> {
    let gone = run(
        &**tx,
        "DELETE FROM recovery_code WHERE account_id = $1 AND code_hash = $2",
        [account.into(), hash.into()],
    )
    .await?;
    if gone == 1 {
        run(
            &**tx,
            "UPDATE second_step SET tries = 0 WHERE account_id = $1",
            [account.into()],
        )
        .await?;
    }
    tx.touch(Tag::Account(account));
    Ok(gone == 1)
}

pub async fn count_recovery<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<i64> {
    let counted: Option<Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM recovery_code WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    Ok(counted.map_or(0, |c| c.n))
}

/// Takes the second step off; `false` if there was none.
pub async fn remove_second_step(tx: &mut Tx, account: AccountId) -> Result<bool> {
    run(
        &**tx,
        "DELETE FROM recovery_code WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    let gone = run(
        &**tx,
        "DELETE FROM second_step WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    tx.touch(Tag::Account(account));
    Ok(gone == 1)
}

/// Takes every passkey off; how many there were.
pub async fn remove_passkeys(tx: &mut Tx, account: AccountId) -> Result<u64> {
    let gone = run(
        &**tx,
        "DELETE FROM passkey WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    tx.touch(Tag::Account(account));
    Ok(gone)
}
