//! An account that asked to be erased, and has not been yet.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "erasure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Keyed hash of the word in the mail's link that cancels it.
    pub cancel_hash: String,
    /// Public posts stay, without their author.
    pub keep_posts: bool,
    pub asked_ms: Instant,
    pub due_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
