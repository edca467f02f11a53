//! Somebody named in a post, and how they are shown. What was written stands here for moderators.

use crate::domain::ids::{NamedId, PostId, ThreadId, UnitId};
use crate::domain::named::{Form, Tone};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "named")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NamedId,
    pub post_id: PostId,
    pub thread_id: ThreadId,
    /// The unit of somebody on its list of staff.
    pub unit_id: Option<UnitId>,
    /// The name as that list has it; empty for others.
    pub person: String,
    /// `title` or `body`.
    pub place: String,
    /// Bytes of the text as written.
    pub start_at: i64,
    pub end_at: i64,
    pub written: String,
    /// What stands in its place, without Markdown's marks.
    pub shown: String,
    /// What [`Form::Position`] would show.
    pub position: String,
    pub tone: Tone,
    pub form: Form,
    /// A moderator still has to decide.
    pub doubt: bool,
    pub created_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
