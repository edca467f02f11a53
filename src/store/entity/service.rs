//! A service of a unit.

use crate::domain::ids::{ServiceId, UnitId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "service")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ServiceId,
    pub unit_id: UnitId,
    pub slug: String,
    pub name: String,
    pub description: String,
    pub synonyms: String,
    pub deadline_class: String,
    pub position: i64,
    pub active: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
