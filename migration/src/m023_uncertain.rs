//! Threads with a post whose polarity is a guess, for those who can put it right.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m023_uncertain"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "CREATE INDEX post_uncertain ON post (thread_id, certainty)
                 WHERE kind = 'citizen' AND visibility = 'public' AND corrected_ms IS NULL",
                "CREATE INDEX thread_unit_created ON thread (unit_id, created_ms, id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP INDEX thread_unit_created",
                "DROP INDEX post_uncertain",
            ],
        )
        .await
    }
}
