//! Somebody who works for a unit, as the unit itself lists them; with an account or without.

use crate::domain::ids::{StaffNameId, UnitId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_name")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StaffNameId,
    pub unit_id: UnitId,
    pub name: String,
    pub position: String,
    pub added_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
