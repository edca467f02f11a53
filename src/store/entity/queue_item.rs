//! Something that waits, or has waited, for a moderator.

use crate::domain::desk::ItemKind;
use crate::domain::ids::{
    AccountId, ActionId, AppealId, PostId, QueueItemId, RatingId, ThreadId, UnitId,
};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "queue_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QueueItemId,
    pub kind: ItemKind,
    /// The post's, rating's or appeal's identifier: with the kind, what makes two items one.
    pub subject: Uuid,
    pub thread_id: Option<ThreadId>,
    pub post_id: Option<PostId>,
    pub rating_id: Option<RatingId>,
    pub appeal_id: Option<AppealId>,
    pub unit_id: UnitId,
    /// Codes of `desk::Reason`, with blanks between.
    pub reasons: String,
    pub detail: String,
    /// Hours; see `desk::NewItem`.
    pub weight: i64,
    /// How often it was brought here, such as by reports.
    pub n: i64,
    pub since_ms: Instant,
    /// Its place: `desk::rank`.
    pub rank_ms: Instant,
    /// The moderator who may not decide it: an appeal is against their decision.
    pub not_by: Option<AccountId>,
    pub claimed_by: Option<AccountId>,
    pub claimed_until_ms: Option<Instant>,
    pub closed_ms: Option<Instant>,
    /// The decision that closed it.
    pub closed_by: Option<ActionId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
