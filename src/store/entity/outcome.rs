//! How an answered case ended: what its author said of the answer, or their silence. Kept whatever becomes of the thread, by where it was filed then.

use crate::domain::ids::{PostId, ServiceId, ThreadId, UnitId};
use crate::domain::outcome::Ending;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outcome")]
pub struct Model {
    /// The step in the timeline.
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: PostId,
    pub thread_id: ThreadId,
    pub unit_id: UnitId,
    pub service_id: ServiceId,
    pub ending: Ending,
    pub at_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
