//! Who wrote a post; read only to decide what the author may do.

use crate::domain::ids::{AccountId, PostId, ThreadId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "authorship")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: PostId,
    pub thread_id: ThreadId,
    pub opening: bool,
    pub account_id: Option<AccountId>,
    pub visitor: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
