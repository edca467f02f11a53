//! One person's rating of a service on a day.

use crate::domain::ids::{RatingId, ServiceId, UnitId};
use crate::domain::rating::Channel;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rating")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RatingId,
    pub unit_id: UnitId,
    pub service_id: ServiceId,
    pub day: String,
    pub rater: String,
    pub channel: Channel,
    pub overall: Option<i64>,
    pub u1: Option<i64>,
    pub u2: Option<i64>,
    pub u3: Option<i64>,
    pub u4: Option<i64>,
    pub u5: Option<i64>,
    pub u6: Option<i64>,
    pub u7: Option<i64>,
    pub u8: Option<i64>,
    pub u9: Option<i64>,
    pub created_ms: Instant,
    /// A moderator has taken it out of the figures.
    pub excluded: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
