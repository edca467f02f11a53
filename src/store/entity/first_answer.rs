//! A thread's first official answer: who gave it, and how long it took by the clock it stopped. A
//! reopening begins another clock, and a transfer leads elsewhere; this stays.

use crate::domain::ids::{ServiceId, ThreadId, UnitId};
use crate::domain::tally::Answer;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "first_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub thread_id: ThreadId,
    /// Where the case was when it was answered.
    pub unit_id: UnitId,
    pub service_id: ServiceId,
    pub at_ms: Instant,
    pub took_ms: i64,
    /// Within office hours; none of answers from before it was measured, until a repair.
    pub work_ms: Option<i64>,
    pub on_time: bool,
}

impl Model {
    /// What it adds to the figures.
    pub fn measured(&self) -> Answer {
        Answer {
            took_ms: self.took_ms,
            work_ms: self.work_ms,
            on_time: self.on_time,
        }
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
