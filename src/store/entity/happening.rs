//! Something in a thread that those who follow it are told.

use crate::domain::following::What;
use crate::domain::ids::{HappeningId, PostId, ThreadId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "happening")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HappeningId,
    pub thread_id: ThreadId,
    /// The entry of the timeline that tells it.
    pub post_id: PostId,
    pub kind: What,
    pub at_ms: Instant,
    /// When everyone who follows had been found.
    pub spread_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
