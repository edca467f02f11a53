//! A photo of a post, or one that has not been sent yet.

use crate::domain::ids::{PhotoId, PostId, ThreadId};
use crate::domain::moderation::Rule;
use crate::domain::thread::PostVisibility;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PhotoId,
    pub thread_id: Option<ThreadId>,
    pub post_id: Option<PostId>,
    pub form_key: Option<String>,
    pub owner: Option<String>,
    pub position: i64,
    pub alt: String,
    pub width: i64,
    pub height: i64,
    pub small_width: i64,
    pub small_height: i64,
    pub full_hash: String,
    pub small_hash: String,
    pub visibility: PostVisibility,
    pub hidden_rule: Option<Rule>,
    pub created_ms: Instant,
    pub small_bytes: Vec<u8>,
    pub full_bytes: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
