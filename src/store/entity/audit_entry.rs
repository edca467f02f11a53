//! A privileged act, chained to the one before it.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i64,
    pub at_ms: Instant,
    pub actor: Option<AccountId>,
    pub act: String,
    pub subject: String,
    pub detail: String,
    pub chain: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
