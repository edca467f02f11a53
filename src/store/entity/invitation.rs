//! An address was invited to a role.

use crate::domain::ids::{AccountId, InvitationId, UnitId};
use crate::domain::person::Role;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// Keyed hash of the word in the link.
    pub token_hash: String,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub unit_id: Option<UnitId>,
    pub position: String,
    pub invited_by: Option<AccountId>,
    pub created_ms: Instant,
    pub expires_ms: Instant,
    pub used_ms: Option<Instant>,
    pub withdrawn_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
