//! Work on cases: asking the citizen back (the clock stands still meanwhile, and the wait is nobody's
//! answer time), templates of answers, threads that are joined to others.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m015_work"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "ALTER TABLE thread ADD COLUMN asked_ms BIGINT",
                "ALTER TABLE thread ADD COLUMN waited_ms BIGINT NOT NULL DEFAULT 0",
                "ALTER TABLE thread ADD COLUMN waited_work_ms BIGINT NOT NULL DEFAULT 0",
                "CREATE INDEX thread_asked ON thread (status, asked_ms)",
                "CREATE TABLE thread_merge (
                    source_id {uuid} NOT NULL PRIMARY KEY REFERENCES thread (id),
                    target_id {uuid} NOT NULL REFERENCES thread (id),
                    at_ms BIGINT NOT NULL,
                    was TEXT NOT NULL,
                    listed_ms BIGINT
                )",
                "CREATE INDEX thread_merge_target ON thread_merge (target_id)",
                "CREATE TABLE template (
                    id {uuid} NOT NULL PRIMARY KEY,
                    unit_id {uuid} REFERENCES unit (id),
                    name TEXT NOT NULL,
                    body TEXT NOT NULL,
                    uses BIGINT NOT NULL,
                    created_by {uuid} NOT NULL REFERENCES account (id),
                    created_ms BIGINT NOT NULL
                )",
                "CREATE INDEX template_unit ON template (unit_id, uses)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP TABLE thread_merge",
                "DROP TABLE template",
                "DROP INDEX thread_asked",
                "ALTER TABLE thread DROP COLUMN waited_work_ms",
                "ALTER TABLE thread DROP COLUMN waited_ms",
                "ALTER TABLE thread DROP COLUMN asked_ms",
            ],
        )
        .await
    }
}
