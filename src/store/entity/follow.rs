//! Someone follows something.

use crate::domain::following::{Every, Followed};
use crate::domain::ids::{AccountId, FollowId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "follow")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FollowId,
    pub account_id: AccountId,
    pub kind: Followed,
    /// The text form of a [`Target`](crate::domain::following::Target).
    pub target: String,
    pub every: Every,
    pub since_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
