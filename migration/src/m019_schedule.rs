//! What units say they will do by a day; how answered cases ended; views of the inbox that staff have
//! named; who has a case open.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m019_schedule"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "ALTER TABLE thread ADD COLUMN planned_ms BIGINT",
                "CREATE INDEX thread_planned ON thread (planned_ms) WHERE planned_ms IS NOT NULL",
                "CREATE INDEX thread_assigned ON thread (assigned_to, status, due_ms, id)",
                "CREATE TABLE schedule (
                    id {uuid} NOT NULL PRIMARY KEY,
                    thread_id {uuid} NOT NULL REFERENCES thread (id),
                    what TEXT NOT NULL,
                    day TEXT NOT NULL,
                    due_ms BIGINT NOT NULL,
                    state TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    made_by {uuid} NOT NULL REFERENCES account (id),
                    made_ms BIGINT NOT NULL,
                    closed_ms BIGINT
                )",
                "CREATE INDEX schedule_thread ON schedule (thread_id, made_ms)",
                "CREATE UNIQUE INDEX schedule_open ON schedule (thread_id) WHERE state = 'open'",
                "CREATE TABLE outcome (
                    post_id {uuid} NOT NULL PRIMARY KEY REFERENCES post (id),
                    thread_id {uuid} NOT NULL REFERENCES thread (id),
                    unit_id {uuid} NOT NULL REFERENCES unit (id),
                    service_id {uuid} NOT NULL REFERENCES service (id),
                    ending TEXT NOT NULL,
                    at_ms BIGINT NOT NULL
                )",
                "CREATE INDEX outcome_unit ON outcome (unit_id, service_id, at_ms)",
                // Until now only the timeline told.
                "INSERT INTO outcome (post_id, thread_id, unit_id, service_id, ending, at_ms)
                 SELECT p.id, t.id, t.unit_id, t.service_id, p.step, p.created_ms
                 FROM post p JOIN thread t ON t.id = p.thread_id
                 WHERE p.kind = 'status' AND p.step IN ('confirm', 'reopen')",
                "CREATE INDEX first_answer_unit ON first_answer (unit_id, at_ms)",
                "CREATE TABLE saved_filter (
                    id {uuid} NOT NULL PRIMARY KEY,
                    account_id {uuid} NOT NULL REFERENCES account (id),
                    name TEXT NOT NULL,
                    address TEXT NOT NULL,
                    created_ms BIGINT NOT NULL
                )",
                "CREATE INDEX saved_filter_account ON saved_filter (account_id, created_ms)",
                "CREATE TABLE case_visit (
                    thread_id {uuid} NOT NULL REFERENCES thread (id),
                    account_id {uuid} NOT NULL REFERENCES account (id),
                    at_ms BIGINT NOT NULL,
                    PRIMARY KEY (thread_id, account_id)
                )",
                "CREATE INDEX case_visit_at ON case_visit (at_ms)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP TABLE case_visit",
                "DROP TABLE saved_filter",
                "DROP INDEX first_answer_unit",
                "DROP TABLE outcome",
                "DROP TABLE schedule",
                "DROP INDEX thread_assigned",
                "DROP INDEX thread_planned",
                "ALTER TABLE thread DROP COLUMN planned_ms",
            ],
        )
        .await
    }
}
