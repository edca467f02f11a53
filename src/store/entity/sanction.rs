//! What a moderator has taken from an account, until when.

use crate::domain::ids::{AccountId, ActionId, SanctionId};
use crate::domain::moderation::SanctionKind;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sanction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SanctionId,
    pub account_id: AccountId,
    /// The decision; it names the post that was the occasion, the rule and the note.
    pub action_id: ActionId,
    pub kind: SanctionKind,
    pub starts_ms: Instant,
    /// `None`: a warning.
    pub ends_ms: Option<Instant>,
    /// Ended before its time, by a decision.
    pub lifted_ms: Option<Instant>,
    pub lifted_by: Option<ActionId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
