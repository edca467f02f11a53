//! How the author of a thread is reached, apart from the thread.

use crate::domain::ids::ThreadId;
use crate::domain::lang::Lang;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "thread_contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub thread_id: ThreadId,
    pub code_hash: Option<String>,
    pub email: Option<String>,
    /// The thread whose tracking code opens this one too: it was a reply of that one's author.
    pub code_of: Option<ThreadId>,
    pub lang: Lang,
    /// When its tracking code was last entered.
    pub seen_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
