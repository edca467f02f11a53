//! A mail to send, written in the transaction that causes it.

use crate::domain::ids::OutboxId;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OutboxId,
    pub dedup: String,
    pub purpose: String,
    pub recipient: String,
    pub content: String,
    pub attempts: i64,
    pub created_ms: Instant,
    pub due_ms: Instant,
    pub lease_ms: Option<Instant>,
    pub sent_ms: Option<Instant>,
    pub failed_ms: Option<Instant>,
    pub last_error: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
