//! A mail that came back, so that each counts once.

use crate::domain::ids::OutboxId;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_return")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub outbox_id: OutboxId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub verdict: String,
    pub at_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
