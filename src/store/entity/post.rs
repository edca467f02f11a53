//! An entry of a thread's timeline.

use crate::domain::ids::{PostId, ThreadId};
use crate::domain::moderation::Rule;
use crate::domain::sentiment::Polarity;
use crate::domain::thread::{PostKind, PostVisibility, Step};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostId,
    pub thread_id: ThreadId,
    pub kind: PostKind,
    pub opening: bool,
    pub by_author: bool,
    pub label: String,
    pub position: String,
    pub unit_name: String,
    pub step: Option<Step>,
    pub detail: String,
    pub body: String,
    pub shown: String,
    pub polarity: Option<Polarity>,
    pub certainty: Option<f64>,
    pub visibility: PostVisibility,
    pub hidden_rule: Option<Rule>,
    pub created_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
