//! Following threads, units, services and searches; what happened, and whom it is told; earlier
//! versions of what was written.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m016_following"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "CREATE TABLE follow (
                    id {uuid} NOT NULL PRIMARY KEY,
                    account_id {uuid} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                    kind TEXT NOT NULL,
                    target TEXT NOT NULL,
                    every TEXT NOT NULL,
                    since_ms BIGINT NOT NULL,
                    UNIQUE (account_id, target)
                )",
                "CREATE INDEX follow_target ON follow (target, account_id)",
                "CREATE INDEX follow_kind ON follow (kind, target)",
                "CREATE INDEX follow_page ON follow (account_id, since_ms, id)",
                "CREATE TABLE happening (
                    id {uuid} NOT NULL PRIMARY KEY,
                    thread_id {uuid} NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
                    post_id {uuid} NOT NULL REFERENCES post (id) ON DELETE CASCADE,
                    kind TEXT NOT NULL,
                    at_ms BIGINT NOT NULL,
                    spread_ms BIGINT,
                    UNIQUE (post_id, kind)
                )",
                "CREATE INDEX happening_waiting ON happening (at_ms, id) WHERE spread_ms IS NULL",
                "CREATE INDEX happening_at ON happening (at_ms)",
                "CREATE INDEX happening_thread ON happening (thread_id)",
                "CREATE TABLE notification (
                    account_id {uuid} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                    happening_id {uuid} NOT NULL REFERENCES happening (id) ON DELETE CASCADE,
                    thread_id {uuid} NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
                    follow_id {uuid} REFERENCES follow (id) ON DELETE SET NULL,
                    at_ms BIGINT NOT NULL,
                    read_ms BIGINT,
                    due_ms BIGINT,
                    mailed_ms BIGINT,
                    PRIMARY KEY (account_id, happening_id)
                )",
                "CREATE INDEX notification_page ON notification (account_id, at_ms, happening_id)",
                "CREATE INDEX notification_unread ON notification (account_id, thread_id)
                    WHERE read_ms IS NULL",
                "CREATE INDEX notification_due ON notification (due_ms, account_id)
                    WHERE due_ms IS NOT NULL",
                "CREATE INDEX notification_due_to ON notification (account_id, due_ms)
                    WHERE due_ms IS NOT NULL",
                "CREATE INDEX notification_happening ON notification (happening_id)",
                "CREATE INDEX notification_follow ON notification (follow_id)",
                "CREATE INDEX notification_thread ON notification (thread_id)",
                "CREATE TABLE news_wish (
                    account_id {uuid} NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
                    stopped_ms BIGINT,
                    mailed_ms BIGINT
                )",
                "CREATE TABLE post_revision (
                    id {uuid} NOT NULL PRIMARY KEY,
                    post_id {uuid} NOT NULL REFERENCES post (id) ON DELETE CASCADE,
                    title TEXT NOT NULL,
                    words TEXT NOT NULL,
                    label TEXT NOT NULL,
                    position TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    from_ms BIGINT NOT NULL,
                    until_ms BIGINT NOT NULL
                )",
                "CREATE INDEX post_revision_post ON post_revision (post_id, until_ms, id)",
                "ALTER TABLE post ADD COLUMN edited_ms BIGINT",
                "ALTER TABLE thread_contact ADD COLUMN seen_ms BIGINT",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "ALTER TABLE thread_contact DROP COLUMN seen_ms",
                "ALTER TABLE post DROP COLUMN edited_ms",
                "DROP TABLE post_revision",
                "DROP TABLE news_wish",
                "DROP TABLE notification",
                "DROP TABLE happening",
                "DROP TABLE follow",
            ],
        )
        .await
    }
}
