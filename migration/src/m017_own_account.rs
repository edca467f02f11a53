//! One's own account: codes for other things than signing in, when a session was last used and how it
//! began, erasures that wait, and by what a person's rows are found.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m017_own_account"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "ALTER TABLE session ADD COLUMN seen_ms BIGINT NOT NULL DEFAULT 0",
                "UPDATE session SET seen_ms = rotated_ms",
                "ALTER TABLE session ADD COLUMN means TEXT NOT NULL DEFAULT 'code'",
                "ALTER TABLE session ADD COLUMN second_ms BIGINT",
                "ALTER TABLE login_code ADD COLUMN purpose TEXT NOT NULL DEFAULT 'sign_in'",
                "CREATE TABLE erasure (
                    account_id {uuid} NOT NULL PRIMARY KEY REFERENCES account (id),
                    cancel_hash TEXT NOT NULL UNIQUE,
                    keep_posts BOOLEAN NOT NULL,
                    asked_ms BIGINT NOT NULL,
                    due_ms BIGINT NOT NULL
                )",
                "CREATE INDEX erasure_due ON erasure (due_ms)",
                "CREATE INDEX rating_by ON rating (rater, id)",
                "CREATE INDEX support_supporter ON support (supporter, thread_id)",
                "CREATE INDEX outbox_recipient ON outbox (recipient, id)",
                "CREATE INDEX thread_contact_email ON thread_contact (email)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP INDEX thread_contact_email",
                "DROP INDEX outbox_recipient",
                "DROP INDEX support_supporter",
                "DROP INDEX rating_by",
                "DROP TABLE erasure",
                "ALTER TABLE login_code DROP COLUMN purpose",
                "ALTER TABLE session DROP COLUMN second_ms",
                "ALTER TABLE session DROP COLUMN means",
                "ALTER TABLE session DROP COLUMN seen_ms",
            ],
        )
        .await
    }
}
