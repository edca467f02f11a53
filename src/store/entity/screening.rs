//! Why a post was held, for its author and the moderators.

use crate::domain::ids::{PostId, ThreadId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "screening")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: PostId,
    pub thread_id: ThreadId,
    pub outcome: String,
    /// Codes of [`crate::domain::screening::Reason`], parted by spaces.
    pub reasons: String,
    pub created_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
