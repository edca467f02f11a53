//! What a head plans to do about what a digest said.

use crate::domain::ids::{FollowUpId, UnitId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "follow_up")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FollowUpId,
    pub unit_id: UnitId,
    /// The digest it was written under.
    pub period: String,
    /// Text form of what is to be mended; none if the digest chose nothing.
    pub thing: Option<String>,
    pub action: String,
    /// ISO date by which.
    pub due: String,
    pub ended_ms: Option<Instant>,
    pub made_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
