//! How a post or a rating came: kept for days, to see floods and copies.

use crate::domain::ids::TraceId;
use crate::domain::time::Instant;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "trace")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TraceId,
    /// `post` or `rating`.
    pub what: String,
    /// The post, or the service rated.
    pub subject: uuid::Uuid,
    /// Hash of the address under the day's key, of those without an account.
    pub address: Option<String>,
    /// Simhash of the words; 0 of a rating.
    pub sketch: i64,
    /// The mark of a rating.
    pub value: Option<i64>,
    pub created_ms: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
