//! A signed-in browser.

use crate::domain::ids::{AccountId, SessionId};
use crate::domain::person::Means;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub account_id: AccountId,
    pub token_hash: String,
    pub previous_hash: Option<String>,
    pub rotated_ms: Instant,
    pub created_ms: Instant,
    pub expires_ms: Instant,
    pub agent: String,
    /// When it was last used, to within a tenth of the time after which it ends idle.
    pub seen_ms: Instant,
    pub means: Means,
    /// When a second step was done in it.
    pub second_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
