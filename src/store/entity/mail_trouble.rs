//! An address from which mail came back.

use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_trouble")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub email: String,
    /// Mails that came back since the last one that was known to arrive.
    pub soft: i64,
    pub hard: i64,
    /// What its server said last.
    pub said: String,
    pub last_ms: Instant,
    /// Since when nothing but sign-in codes is sent there.
    pub stopped_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
