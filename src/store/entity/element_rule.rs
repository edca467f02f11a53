//! A row of the lexicon of elements that staff added, or changed over a built-in one.

use crate::domain::ids::{AccountId, ElementRuleId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "element_rule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ElementRuleId,
    /// The built-in row that this one stands for; empty for one that was added.
    pub origin: String,
    pub phrase: String,
    /// As in the file: an element's name, or the word for none.
    pub element: String,
    /// As in the file.
    pub sign: String,
    /// Whether the row counts for nothing.
    pub off: bool,
    pub edited_by: Option<AccountId>,
    pub edited_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
