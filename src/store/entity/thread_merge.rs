//! A thread that is joined to another.

use crate::domain::ids::ThreadId;
use crate::domain::thread::Status;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "thread_merge")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: ThreadId,
    /// Where it goes on: the last of the chain.
    pub target_id: ThreadId,
    /// What it was joined to; that may have been joined to another since.
    pub into_id: ThreadId,
    /// When it was joined; supporters that came along have this as their time.
    pub at_ms: Instant,
    /// What it was before: its status, and when it came into the lists.
    pub was: Status,
    pub listed_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
