//! Which thread each was joined to by whoever joined it, beside the one where it goes on: parting one in
//! the middle of a chain leaves what lies below with it.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m025_joined"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "CREATE TABLE thread_joined (
                    source_id {uuid} NOT NULL PRIMARY KEY REFERENCES thread (id),
                    target_id {uuid} NOT NULL REFERENCES thread (id),
                    into_id {uuid} NOT NULL REFERENCES thread (id),
                    at_ms BIGINT NOT NULL,
                    was TEXT NOT NULL,
                    listed_ms BIGINT
                )",
                // The timeline says what was joined to what, and when.
                "INSERT INTO thread_joined (source_id, target_id, into_id, at_ms, was, listed_ms)
                 SELECT m.source_id, m.target_id,
                    COALESCE((SELECT t.id FROM post p JOIN thread t ON t.number = p.detail
                        WHERE p.thread_id = m.source_id AND p.kind = 'status' AND p.step = 'merge'
                        ORDER BY p.created_ms DESC, p.id DESC LIMIT 1), m.target_id),
                    COALESCE((SELECT p.created_ms FROM post p JOIN thread t ON t.number = p.detail
                        WHERE p.thread_id = m.source_id AND p.kind = 'status' AND p.step = 'merge'
                        ORDER BY p.created_ms DESC, p.id DESC LIMIT 1), m.at_ms),
                    m.was, m.listed_ms
                 FROM thread_merge m",
                // Where that does not lead to where it goes on, it stays as it was.
                "UPDATE thread_joined SET into_id = target_id,
                    at_ms = (SELECT m.at_ms FROM thread_merge m
                        WHERE m.source_id = thread_joined.source_id)
                 WHERE into_id <> target_id AND NOT EXISTS (SELECT 1 FROM thread_merge m
                    WHERE m.source_id = thread_joined.into_id
                        AND m.target_id = thread_joined.target_id)",
                "DROP TABLE thread_merge",
                "ALTER TABLE thread_joined RENAME TO thread_merge",
                "CREATE INDEX thread_merge_target ON thread_merge (target_id)",
                "CREATE INDEX thread_merge_into ON thread_merge (into_id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "CREATE TABLE thread_parted (
                    source_id {uuid} NOT NULL PRIMARY KEY REFERENCES thread (id),
                    target_id {uuid} NOT NULL REFERENCES thread (id),
                    at_ms BIGINT NOT NULL,
                    was TEXT NOT NULL,
                    listed_ms BIGINT
                )",
                "INSERT INTO thread_parted (source_id, target_id, at_ms, was, listed_ms)
                 SELECT source_id, target_id, at_ms, was, listed_ms FROM thread_merge",
                "DROP TABLE thread_merge",
                "ALTER TABLE thread_parted RENAME TO thread_merge",
                "CREATE INDEX thread_merge_target ON thread_merge (target_id)",
            ],
        )
        .await
    }
}
