//! Why a case was declined, answers that say what was done, promises that were broken, threads that are
//! followed by the code of another, and what was done before for the same service.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m022_outcomes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "ALTER TABLE post ADD COLUMN reason TEXT",
                "ALTER TABLE answer_draft ADD COLUMN done BOOLEAN NOT NULL DEFAULT FALSE",
                "ALTER TABLE schedule ADD COLUMN broken_ms BIGINT",
                "CREATE INDEX schedule_unkept ON schedule (due_ms)
                 WHERE state = 'open' AND broken_ms IS NULL",
                "ALTER TABLE thread_contact ADD COLUMN code_of {uuid}",
                "CREATE INDEX thread_contact_code_of ON thread_contact (code_of)
                 WHERE code_of IS NOT NULL",
                "CREATE INDEX thread_settled ON thread (service_id, closed_ms, id)
                 WHERE visibility = 'public' AND status IN ('answered', 'resolved')",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP INDEX thread_settled",
                "DROP INDEX thread_contact_code_of",
                "ALTER TABLE thread_contact DROP COLUMN code_of",
                "DROP INDEX schedule_unkept",
                "ALTER TABLE schedule DROP COLUMN broken_ms",
                "ALTER TABLE answer_draft DROP COLUMN done",
                "ALTER TABLE post DROP COLUMN reason",
            ],
        )
        .await
    }
}
