//! Something that happened, as one person is told of it.

use crate::domain::ids::{AccountId, FollowId, HappeningId, ThreadId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub happening_id: HappeningId,
    pub thread_id: ThreadId,
    /// By what they follow; none for the thread's own author.
    pub follow_id: Option<FollowId>,
    pub at_ms: Instant,
    pub read_ms: Option<Instant>,
    /// When it is to go out by mail; none if it has, or is not to.
    pub due_ms: Option<Instant>,
    /// When it was put into a mail.
    pub mailed_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
