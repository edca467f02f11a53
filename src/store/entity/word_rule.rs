//! A row of the word list that an admin added, or changed over a built-in one.

use crate::domain::ids::{AccountId, WordRuleId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "word_rule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WordRuleId,
    /// The built-in row that this one stands for; empty for one that was added.
    pub origin: String,
    pub class: String,
    /// The weight, or a set's name.
    pub mark: String,
    pub phrase: String,
    /// Whether the row counts for nothing.
    pub off: bool,
    pub edited_by: Option<AccountId>,
    pub edited_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
