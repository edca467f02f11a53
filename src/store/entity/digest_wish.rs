//! Which digests a person wishes, and when.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "digest_wish")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub weekly: bool,
    pub monthly: bool,
    /// `monday` … `sunday`; none: the city's.
    pub weekday: Option<String>,
    /// 0 to 23; none: the city's time.
    pub hour: Option<i64>,
    /// Since when no digest is sent, by the link in a mail.
    pub stopped_ms: Option<Instant>,
    pub changed_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
