//! Something a unit notes of a day, which may explain its figures.

use crate::domain::ids::{AccountId, EventId, UnitId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub unit_id: UnitId,
    /// ISO date in the city's zone.
    pub day: String,
    pub words: String,
    pub account_id: AccountId,
    pub created_ms: Instant,
    pub removed_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
