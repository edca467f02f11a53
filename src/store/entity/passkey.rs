//! A passkey of an account (WebAuthn).

use crate::domain::ids::{AccountId, PasskeyId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasskeyId,
    pub account_id: AccountId,
    /// The credential's id, base 64 for addresses.
    pub credential: String,
    /// The public key and what never changes of it, as `webauthn_rp` writes them.
    pub public_key: Vec<u8>,
    /// The counter and what else changes with each use, likewise.
    pub state: Vec<u8>,
    pub name: String,
    pub created_ms: Instant,
    pub used_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
