//! An author's wish that a decision be looked at again; one for each decision.

use crate::domain::ids::{ActionId, AppealId};
use crate::domain::moderation::AppealState;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "appeal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AppealId,
    pub action_id: ActionId,
    pub body: String,
    pub state: AppealState,
    /// What the other moderator answered.
    pub note: String,
    pub created_ms: Instant,
    pub decided_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
