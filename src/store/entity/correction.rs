//! A correction of what was read from a post: who, when, from what, to what.

use crate::domain::ids::{AccountId, CorrectionId, PostId};
use crate::domain::sentiment::{Mentions, Polarity};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "correction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionId,
    pub post_id: PostId,
    pub account_id: AccountId,
    /// By the unit's staff, who are named to their colleagues; moderators are not.
    pub by_staff: bool,
    pub from_polarity: Polarity,
    pub from_elements: Mentions,
    pub from_certainty: f64,
    pub to_polarity: Polarity,
    pub to_elements: Mentions,
    pub created_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
