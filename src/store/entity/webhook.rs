//! An address of a unit's own system that is told of what happens.

use crate::domain::ids::{AccountId, UnitId, WebhookId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookId,
    /// The unit (with those below it) that it hears of; `None`: all of the city.
    pub unit_id: Option<UnitId>,
    pub address: String,
    /// The events it wants, by their text form, a space between them.
    pub events: String,
    /// Counts the secrets: 1, 2, … The secret itself follows from the service's own.
    pub generation: i64,
    pub rotated_ms: Option<Instant>,
    pub created_by: AccountId,
    pub created_ms: Instant,
    pub paused_ms: Option<Instant>,
    /// Nothing is sent before: the receiver could not be reached.
    pub quiet_ms: Instant,
    /// Failures since the last message that was taken.
    pub streak: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
