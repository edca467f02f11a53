//! A file of an official answer; one that has not been sent yet has a form and an owner instead of a post.

use crate::domain::ids::{FileId, PostId, ThreadId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    pub thread_id: Option<ThreadId>,
    pub post_id: Option<PostId>,
    pub form_key: Option<String>,
    pub owner: Option<String>,
    pub position: i64,
    /// What readers see and save it as.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// 128 bits of SHA-256, in hexadecimal: the last part of its address.
    pub hash: String,
    pub created_ms: Instant,
    pub bytes: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
