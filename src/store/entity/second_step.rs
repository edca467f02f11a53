//! The secret of an account's one-time codes (RFC 6238), sealed.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "second_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub secret: Vec<u8>,
    pub begun_ms: Instant,
    /// When a code of it was first entered; until then it asks for nothing.
    pub confirmed_ms: Option<Instant>,
    /// The last step of time of which a code was used.
    pub used_step: i64,
    /// Wrong codes since `tried_ms`.
    pub tries: i64,
    pub tried_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
