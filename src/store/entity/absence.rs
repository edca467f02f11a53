//! Somebody is away, and who stands in.

use crate::domain::ids::{AbsenceId, AccountId};
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "absence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AbsenceId,
    pub account_id: AccountId,
    pub stand_in: AccountId,
    /// ISO date, in the city's zone.
    pub from_day: String,
    /// The last day away.
    pub until_day: String,
    pub from_ms: Instant,
    /// The end of the last day.
    pub until_ms: Instant,
    pub created_ms: Instant,
    /// When they came back sooner.
    pub ended_ms: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
