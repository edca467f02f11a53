//! A template of answers.

use crate::domain::ids::{AccountId, TemplateId, UnitId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "template")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateId,
    /// `None`: every unit's.
    pub unit_id: Option<UnitId>,
    pub name: String,
    pub body: String,
    /// Answers that were begun with it.
    pub uses: i64,
    pub created_by: AccountId,
    pub created_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
