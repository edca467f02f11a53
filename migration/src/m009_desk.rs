//! The moderators' desk: the queue.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m009_desk"
    }
}

const UP: &[&str] = &[
    "CREATE TABLE queue_item (
        id {uuid} NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        subject {uuid} NOT NULL,
        thread_id {uuid} REFERENCES thread (id),
        post_id {uuid} REFERENCES post (id),
        rating_id {uuid} REFERENCES rating (id),
        appeal_id {uuid},
        unit_id {uuid} NOT NULL REFERENCES unit (id),
        reasons TEXT NOT NULL,
        detail TEXT NOT NULL,
        weight BIGINT NOT NULL,
        n BIGINT NOT NULL,
        since_ms BIGINT NOT NULL,
        rank_ms BIGINT NOT NULL,
        not_by {uuid} REFERENCES account (id),
        claimed_by {uuid} REFERENCES account (id),
        claimed_until_ms BIGINT,
        closed_ms BIGINT,
        closed_by {uuid}
    )",
    "CREATE UNIQUE INDEX queue_item_open ON queue_item (subject, kind) WHERE closed_ms IS NULL",
    "CREATE INDEX queue_item_rank ON queue_item (rank_ms, id) WHERE closed_ms IS NULL",
    "CREATE INDEX queue_item_kind ON queue_item (kind, rank_ms, id) WHERE closed_ms IS NULL",
    "CREATE INDEX queue_item_post ON queue_item (post_id)",
    "CREATE INDEX queue_item_closed ON queue_item (closed_by)",
    // What waits already.
    "INSERT INTO queue_item (id, kind, subject, thread_id, post_id, unit_id, reasons, detail,
        weight, n, since_ms, rank_ms)
     SELECT p.id, 'held', p.id, t.id, p.id, t.unit_id, 'first', '', 0, 1, t.created_ms,
        t.created_ms
     FROM thread t JOIN post p ON p.thread_id = t.id WHERE t.visibility = 'held' AND p.opening",
    "INSERT INTO queue_item (id, kind, subject, thread_id, post_id, unit_id, reasons, detail,
        weight, n, since_ms, rank_ms)
     SELECT r.id, 'reported', r.post_id, r.thread_id, r.post_id, t.unit_id, 'reports', '', 0,
        (SELECT COUNT(*) FROM report m WHERE m.post_id = r.post_id AND m.state = 'open'),
        r.created_ms, r.created_ms
     FROM report r JOIN thread t ON t.id = r.thread_id
     WHERE r.state = 'open' AND NOT EXISTS (SELECT 1 FROM report e
        WHERE e.post_id = r.post_id AND e.state = 'open'
            AND (e.created_ms < r.created_ms OR (e.created_ms = r.created_ms AND e.id < r.id)))",
];

const DOWN: &[&str] = &["DROP TABLE queue_item"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await
    }
}
