//! What happened to a plan: made, put off, done or given up.

use crate::domain::digest::plan::PlanStep;
use crate::domain::ids::{AccountId, FollowUpId, FollowUpStepId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "follow_up_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FollowUpStepId,
    pub follow_up_id: FollowUpId,
    pub kind: PlanStep,
    pub note: String,
    /// The day it was due from then on.
    pub due: String,
    pub account_id: AccountId,
    pub at_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
