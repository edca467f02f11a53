//! A decision of a moderator.

use crate::domain::ids::{AccountId, ActionId, PostId, ThreadId};
use crate::domain::moderation::{Decision, Rule};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "moderation_action")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActionId,
    pub thread_id: ThreadId,
    pub post_id: PostId,
    pub decision: Decision,
    pub rule: Option<Rule>,
    pub note: String,
    pub moderator_id: AccountId,
    pub public: bool,
    pub created_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
