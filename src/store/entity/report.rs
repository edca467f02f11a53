//! A report of a post against a rule.

use crate::domain::ids::{ActionId, PostId, ReportId, ThreadId};
use crate::domain::moderation::{ReportState, Rule};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportId,
    pub thread_id: ThreadId,
    pub post_id: PostId,
    pub rule: Rule,
    pub note: String,
    pub reporter: String,
    pub state: ReportState,
    pub created_ms: Instant,
    /// The decision that closed it.
    pub closed_by: Option<ActionId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
