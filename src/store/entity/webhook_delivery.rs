//! A message for a webhook, written in the transaction that causes it.

use crate::domain::hook::Event;
use crate::domain::ids::{DeliveryId, WebhookId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    pub event: Event,
    /// JSON, without the service's own address.
    pub content: String,
    pub attempts: i64,
    pub created_ms: Instant,
    pub due_ms: Instant,
    pub lease_ms: Option<Instant>,
    pub done_ms: Option<Instant>,
    /// Put aside: the dead letters.
    pub failed_ms: Option<Instant>,
    pub last_error: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
