//! An official answer that waits for a superior, and what became of it.

use crate::domain::ids::{AccountId, DraftId, TemplateId, ThreadId, UnitId};
use crate::domain::release::DraftState;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "answer_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DraftId,
    pub thread_id: ThreadId,
    pub unit_id: UnitId,
    /// Who wrote it, and whose name it will bear.
    pub account_id: AccountId,
    pub body: String,
    /// By which its photos and files are found, with their owner.
    pub form_key: Option<String>,
    pub owner: Option<String>,
    pub template_id: Option<TemplateId>,
    /// Whether it says what was done.
    pub done: bool,
    pub state: DraftState,
    /// Why it was given back.
    pub note: String,
    pub created_ms: Instant,
    pub decided_by: Option<AccountId>,
    pub decided_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
