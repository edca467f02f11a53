//! A thread; nothing here tells who wrote it unless they chose to be named.

use crate::domain::ids::{AccountId, ServiceId, ThreadId, UnitId};
use crate::domain::rating::Score;
use crate::domain::thread::{Appear, Kind, Routing, Status, Visibility};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "thread")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ThreadId,
    pub number: String,
    pub kind: Kind,
    pub title: String,
    pub excerpt: String,
    pub unit_id: UnitId,
    pub service_id: ServiceId,
    pub status: Status,
    pub visibility: Visibility,
    pub appear: Appear,
    pub author_label: String,
    pub deadline_class: String,
    pub overall: Option<i64>,
    pub supports: i64,
    pub replies: i64,
    pub reports_open: i64,
    pub created_ms: Instant,
    pub listed_ms: Option<Instant>,
    pub due_ms: Option<Instant>,
    pub routed_ms: Option<Instant>,
    /// The unit's first official answer, by which its answer times are measured.
    pub first_answer_ms: Option<Instant>,
    /// The answer that stopped the present clock; none while it runs.
    pub answered_ms: Option<Instant>,
    pub closed_ms: Option<Instant>,
    pub active_ms: Instant,
    pub assigned_to: Option<AccountId>,
    pub routing: Routing,
    /// When the citizen was asked back; the clock stands still until they answer.
    pub asked_ms: Option<Instant>,
    /// How long it has stood still since the case came to the unit, in milliseconds, and how much of
    /// that were office hours.
    pub waited_ms: i64,
    pub waited_work_ms: i64,
    /// The end of the day by which the unit has said that something will be done; none once that is
    /// kept or given up.
    pub planned_ms: Option<Instant>,
    /// Closed for replies by a moderator.
    pub locked: bool,
    /// The title without moderators' masks, if they have covered words in it.
    pub whole_title: Option<String>,
}

impl Model {
    /// The mark for the service as a whole that was given with it.
    pub fn mark(&self) -> Option<Score> {
        u8::try_from(self.overall?).ok().and_then(Score::new)
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
