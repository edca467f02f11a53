//! A digest that has been made for a person and period.

use crate::domain::ids::{AccountId, DigestRunId, OutboxId, UnitId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "digest_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DigestRunId,
    pub unit_id: UnitId,
    pub account_id: AccountId,
    pub period: String,
    pub outbox_id: OutboxId,
    pub created_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
