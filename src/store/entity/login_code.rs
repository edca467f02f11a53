//! A code sent by email.

use crate::domain::ids::LoginCodeId;
use crate::domain::person::CodeFor;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "login_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LoginCodeId,
    pub email: String,
    pub purpose: CodeFor,
    pub code_hash: String,
    pub attempts: i64,
    pub created_ms: Instant,
    pub expires_ms: Instant,
    pub used_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
