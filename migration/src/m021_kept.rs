//! What the schedules of retention look for.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m021_kept"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                // Hashes are of 0 to f; what stands in the place of one that is gone begins behind them.
                "CREATE INDEX rating_rater ON rating (created_ms) WHERE rater < 'g'",
                "CREATE INDEX queue_item_kept ON queue_item (closed_ms) WHERE detail <> ''",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &["DROP INDEX queue_item_kept", "DROP INDEX rating_rater"],
        )
        .await
    }
}
