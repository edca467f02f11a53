//! An earlier version of a post, as everyone could read it.

use crate::domain::ids::{PostId, RevisionId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "post_revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionId,
    pub post_id: PostId,
    /// The thread's title then; empty for other posts than its first.
    pub title: String,
    /// Plain text, masked.
    pub words: String,
    /// Who changed it after that, of official answers: name, position, reason.
    pub label: String,
    pub position: String,
    pub reason: String,
    pub from_ms: Instant,
    pub until_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
