//! A view of the inbox that somebody has named.

use crate::domain::ids::{AccountId, FilterId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_filter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FilterId,
    pub account_id: AccountId,
    pub name: String,
    /// The view's query, as `domain/view.rs` writes it.
    pub address: String,
    pub created_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
