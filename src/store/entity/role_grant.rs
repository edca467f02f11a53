//! A role held by an account, until it ends.

use crate::domain::ids::{AccountId, GrantId, UnitId};
use crate::domain::person::Role;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GrantId,
    pub account_id: AccountId,
    pub role: Role,
    pub unit_id: Option<UnitId>,
    pub position: String,
    pub granted_by: Option<AccountId>,
    pub granted_ms: Instant,
    pub ended_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
