//! A token of the API, by its keyed hash.

use crate::domain::ids::{AccountId, TokenId, UnitId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TokenId,
    /// The unit (with those below it) that it may read; `None`: all of the city.
    pub unit_id: Option<UnitId>,
    pub hash: String,
    /// What its owner calls it.
    pub label: String,
    pub created_by: AccountId,
    pub created_ms: Instant,
    /// When it was last used, to the hour.
    pub used_ms: Option<Instant>,
    pub revoked_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
