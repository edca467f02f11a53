//! The words of a public thread as searches compare them: regular, apart by single blanks, with a
//! blank at both ends. Each database keeps its index of them by itself.

use crate::domain::ids::ThreadId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "thread_search")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub thread_id: ThreadId,
    pub title: String,
    pub body: String,
    /// Of the rules by which words are made regular.
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
