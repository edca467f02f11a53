//! Signing in, or adding a passkey, begun and not finished. Taken once.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ceremony")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Keyed hash of the challenge, or of what the provider gives back.
    pub id: String,
    pub kind: String,
    /// Whose passkey is added.
    pub account_id: Option<AccountId>,
    /// Keyed hash of the browser in which it was begun.
    pub visitor: Option<String>,
    pub state: Vec<u8>,
    pub expires_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
