//! How the author of a thread is reached, apart from the thread.

use crate::domain::ids::ThreadId;
use crate::domain::lang::Lang;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "thread_contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub thread_id: ThreadId,
    pub code_hash: Option<String>,
    pub email: Option<String>,
    pub lang: Lang,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
