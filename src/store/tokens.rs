//! Tokens of the API.

use super::entity::api_token;
use super::{Tx, run};
use crate::domain::error::Result;
use crate::domain::ids::{TokenId, UnitId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

pub async fn insert(tx: &Tx, token: api_token::Model) -> Result<()> {
    api_token::Entity::insert(token.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// The token of this hash, unless it was revoked.
pub async fn by_hash<C: ConnectionTrait>(db: &C, hash: &str) -> Result<Option<api_token::Model>> {
    Ok(api_token::Entity::find()
        .filter(api_token::Column::Hash.eq(hash))
        .filter(api_token::Column::RevokedMs.is_null())
        .one(db)
        .await?)
}

pub async fn by_id<C: ConnectionTrait>(db: &C, id: TokenId) -> Result<Option<api_token::Model>> {
    Ok(api_token::Entity::find_by_id(id).one(db).await?)
}

/// Tokens in force of some units, or (`None`) all there are; the oldest first, `limit` at most.
pub async fn of_units<C: ConnectionTrait>(
    db: &C,
    units: Option<&[UnitId]>,
    limit: u64,
) -> Result<Vec<api_token::Model>> {
    let mut find = api_token::Entity::find().filter(api_token::Column::RevokedMs.is_null());
    if let Some(units) = units {
        find = find.filter(api_token::Column::UnitId.is_in(units.iter().copied()));
    }
    Ok(find
        .order_by_asc(api_token::Column::CreatedMs)
        .limit(limit)
        .all(db)
        .await?)
}

/// Notes that it was used.
pub async fn used<C: ConnectionTrait>(db: &C, id: TokenId, at: Instant) -> Result<()> {
    run(
        db,
        "UPDATE api_token SET used_ms = $1 WHERE id = $2",
        [at.into(), id.into()],
    )
    .await?;
    Ok(())
}

/// Ends it.
pub async fn revoke(tx: &Tx, id: TokenId, at: Instant) -> Result<()> {
    run(
        &**tx,
        "UPDATE api_token SET revoked_ms = $1 WHERE id = $2 AND revoked_ms IS NULL",
        [at.into(), id.into()],
    )
    .await?;
    Ok(())
}
