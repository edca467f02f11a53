//! A unit's digest of a period, as it was made.

use crate::domain::ids::{EditionId, UnitId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "digest_edition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EditionId,
    pub unit_id: UnitId,
    /// Such as `2026-W47` or `2026-11`.
    pub period: String,
    /// JSON of `domain::digest::Edition`.
    pub content: String,
    pub made_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
