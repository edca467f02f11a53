//! Where a case stands in being moved between units.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m008_routing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "ALTER TABLE thread ADD COLUMN routing TEXT NOT NULL DEFAULT 'first'",
                "CREATE INDEX thread_routing ON thread (routing, due_ms, id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP INDEX thread_routing",
                "ALTER TABLE thread DROP COLUMN routing",
            ],
        )
        .await
    }
}
