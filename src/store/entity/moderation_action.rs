//! A decision of a moderator.

use crate::domain::ids::{
    AccountId, ActionId, AppealId, PhotoId, PostId, RatingId, ThreadId, UnitId,
};
use crate::domain::moderation::{Decision, Rule};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "moderation_action")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActionId,
    /// Whose case or service it was then.
    pub unit_id: UnitId,
    pub thread_id: Option<ThreadId>,
    pub post_id: Option<PostId>,
    pub rating_id: Option<RatingId>,
    /// The photo of the post, if it is about that alone.
    pub photo_id: Option<PhotoId>,
    /// The appeal that it decides.
    pub appeal_id: Option<AppealId>,
    pub decision: Decision,
    pub rule: Option<Rule>,
    /// To the author; not public.
    pub note: String,
    pub moderator_id: AccountId,
    pub public: bool,
    /// How long what it settled had waited on the desk.
    pub waited_ms: Option<i64>,
    /// What it changed, as JSON, so that it can be taken back; empty when it can't any more.
    pub before: String,
    pub created_ms: Instant,
    /// Taken back by the same moderator.
    pub undone_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
