//! Words of a post that a moderator has covered.

use crate::domain::ids::{ActionId, MaskId, PostId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "post_mask")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MaskId,
    pub post_id: PostId,
    pub action_id: ActionId,
    /// As the moderator gave them.
    pub words: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
