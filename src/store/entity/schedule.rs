//! What a unit has said it will do by a day; one that was moved stays.

use crate::domain::ids::{AccountId, ScheduleId, ThreadId};
use crate::domain::schedule::ScheduleState;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "schedule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ScheduleId,
    pub thread_id: ThreadId,
    /// What will be done, masked: everyone reads it.
    pub what: String,
    /// ISO date, in the city's zone.
    pub day: String,
    /// The end of that day.
    pub due_ms: Instant,
    pub state: ScheduleState,
    /// Why it was moved here, or given up; empty for a first one that stands.
    pub reason: String,
    pub made_by: AccountId,
    pub made_ms: Instant,
    /// When it was kept, moved or given up.
    pub closed_ms: Option<Instant>,
    /// When others were told that the day had passed without it.
    pub broken_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
