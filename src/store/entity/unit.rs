//! A service unit.

use crate::domain::ids::UnitId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UnitId,
    pub parent_id: Option<UnitId>,
    pub slug: String,
    pub name: String,
    pub short_name: String,
    pub kind: String,
    pub description: String,
    pub address: String,
    pub phone: String,
    pub hours: String,
    pub position: i64,
    pub active: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
