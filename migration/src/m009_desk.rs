//! The moderators' desk: the queue, decisions that can be taken back, masks, sanctions, appeals, and
//! the figures of all that.

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
    "ALTER TABLE report ADD COLUMN closed_by {uuid}",
    "CREATE INDEX report_reporter ON report (reporter, state)",
    "CREATE INDEX report_post_at ON report (post_id, created_ms)",
    "CREATE INDEX report_closed ON report (closed_by)",
    "CREATE INDEX post_waiting ON post (thread_id) WHERE visibility IN ('held', 'refused')",
    "ALTER TABLE thread ADD COLUMN locked BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE thread ADD COLUMN whole_title TEXT",
    // Replies that are counted are those in view.
    "UPDATE thread SET replies = (SELECT COUNT(*) FROM post p WHERE p.thread_id = thread.id
        AND p.kind = 'citizen' AND NOT p.opening AND p.visibility = 'public')
     WHERE EXISTS (SELECT 1 FROM post h WHERE h.thread_id = thread.id
        AND h.kind = 'citizen' AND NOT h.opening AND h.visibility = 'hidden')",
    "ALTER TABLE rating ADD COLUMN excluded BOOLEAN NOT NULL DEFAULT FALSE",
    // Decisions may be about a rating now: thread and post may be missing, which no database lets
    // one say of a column that is there, in the same words.
    "DROP INDEX moderation_action_log",
    "DROP INDEX moderation_action_post",
    "ALTER TABLE moderation_action RENAME TO moderation_action_old",
    "CREATE TABLE moderation_action (
        id {uuid} NOT NULL PRIMARY KEY,
        unit_id {uuid} NOT NULL REFERENCES unit (id),
        thread_id {uuid} REFERENCES thread (id),
        post_id {uuid} REFERENCES post (id),
        rating_id {uuid} REFERENCES rating (id),
        photo_id {uuid},
        appeal_id {uuid},
        decision TEXT NOT NULL,
        rule TEXT,
        note TEXT NOT NULL,
        moderator_id {uuid} NOT NULL REFERENCES account (id),
        public BOOLEAN NOT NULL,
        waited_ms BIGINT,
        before TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        undone_ms BIGINT
    )",
    "INSERT INTO moderation_action (id, unit_id, thread_id, post_id, decision, rule, note,
        moderator_id, public, before, created_ms)
     SELECT m.id, t.unit_id, m.thread_id, m.post_id, m.decision, m.rule, m.note, m.moderator_id,
        m.public, '', m.created_ms
     FROM moderation_action_old m JOIN thread t ON t.id = m.thread_id",
    "DROP TABLE moderation_action_old",
    "CREATE INDEX moderation_action_log ON moderation_action (public, created_ms, id)",
    "CREATE INDEX moderation_action_post ON moderation_action (post_id)",
    "CREATE INDEX moderation_action_thread ON moderation_action (thread_id)",
    "CREATE INDEX moderation_action_recent ON moderation_action (moderator_id, created_ms)",
    "CREATE INDEX moderation_action_undo ON moderation_action (created_ms) WHERE before <> ''",
    "CREATE TABLE post_mask (
        id {uuid} NOT NULL PRIMARY KEY,
        post_id {uuid} NOT NULL REFERENCES post (id),
        action_id {uuid} NOT NULL REFERENCES moderation_action (id),
        words TEXT NOT NULL
    )",
    "CREATE INDEX post_mask_post ON post_mask (post_id)",
    "CREATE INDEX post_mask_action ON post_mask (action_id)",
    "CREATE TABLE sanction (
        id {uuid} NOT NULL PRIMARY KEY,
        account_id {uuid} NOT NULL REFERENCES account (id),
        action_id {uuid} NOT NULL REFERENCES moderation_action (id),
        kind TEXT NOT NULL,
        starts_ms BIGINT NOT NULL,
        ends_ms BIGINT,
        lifted_ms BIGINT,
        lifted_by {uuid}
    )",
    "CREATE INDEX sanction_account ON sanction (account_id, ends_ms)",
    "CREATE INDEX sanction_action ON sanction (action_id)",
    "CREATE TABLE appeal (
        id {uuid} NOT NULL PRIMARY KEY,
        action_id {uuid} NOT NULL UNIQUE REFERENCES moderation_action (id),
        body TEXT NOT NULL,
        state TEXT NOT NULL,
        note TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        decided_ms BIGINT
    )",
    "CREATE TABLE moderation_month (
        month TEXT NOT NULL,
        measure TEXT NOT NULL,
        n BIGINT NOT NULL,
        total BIGINT NOT NULL,
        PRIMARY KEY (month, measure)
    )",
];

const DOWN: &[&str] = &[
    "DROP TABLE moderation_month",
    "DROP TABLE appeal",
    "DROP TABLE sanction",
    "DROP TABLE post_mask",
    "DROP INDEX moderation_action_undo",
    "DROP INDEX moderation_action_recent",
    "DROP INDEX moderation_action_thread",
    "DROP INDEX moderation_action_post",
    "DROP INDEX moderation_action_log",
    "ALTER TABLE moderation_action RENAME TO moderation_action_new",
    "CREATE TABLE moderation_action (
        id {uuid} NOT NULL PRIMARY KEY,
        thread_id {uuid} NOT NULL REFERENCES thread (id),
        post_id {uuid} NOT NULL REFERENCES post (id),
        decision TEXT NOT NULL,
        rule TEXT,
        note TEXT NOT NULL,
        moderator_id {uuid} NOT NULL REFERENCES account (id),
        public BOOLEAN NOT NULL,
        created_ms BIGINT NOT NULL
    )",
    // What the schema before knows: decisions on posts that stand.
    "INSERT INTO moderation_action (id, thread_id, post_id, decision, rule, note, moderator_id,
        public, created_ms)
     SELECT id, thread_id, post_id, decision, rule, note, moderator_id, public, created_ms
     FROM moderation_action_new WHERE thread_id IS NOT NULL AND post_id IS NOT NULL
        AND undone_ms IS NULL
        AND decision IN ('publish', 'refuse', 'hide', 'restore', 'dismiss')",
    "DROP TABLE moderation_action_new",
    "CREATE INDEX moderation_action_log ON moderation_action (public, created_ms, id)",
    "CREATE INDEX moderation_action_post ON moderation_action (post_id)",
    "ALTER TABLE rating DROP COLUMN excluded",
    "ALTER TABLE thread DROP COLUMN whole_title",
    "ALTER TABLE thread DROP COLUMN locked",
    "DROP INDEX post_waiting",
    "DROP INDEX report_closed",
    "DROP INDEX report_post_at",
    "DROP INDEX report_reporter",
    "ALTER TABLE report DROP COLUMN closed_by",
    "DROP TABLE queue_item",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await
    }
}
