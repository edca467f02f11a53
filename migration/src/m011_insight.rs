//! What roll-ups are recounted from: elements and corrections of posts, first answers; and what
//! units note about their days.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m011_insight"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                // NULL until the post has been read for elements.
                "ALTER TABLE post ADD COLUMN elements TEXT",
                "ALTER TABLE post ADD COLUMN corrected_ms BIGINT",
                "CREATE INDEX post_corrected ON post (corrected_ms, id)
                    WHERE corrected_ms IS NOT NULL",
                "CREATE TABLE correction (
                    id {uuid} NOT NULL PRIMARY KEY,
                    post_id {uuid} NOT NULL REFERENCES post (id),
                    account_id {uuid} NOT NULL REFERENCES account (id),
                    by_staff BOOLEAN NOT NULL,
                    from_polarity TEXT NOT NULL,
                    from_elements TEXT NOT NULL,
                    from_certainty DOUBLE PRECISION NOT NULL,
                    to_polarity TEXT NOT NULL,
                    to_elements TEXT NOT NULL,
                    created_ms BIGINT NOT NULL
                )",
                "CREATE INDEX correction_post ON correction (post_id, created_ms, id)",
                // A reopened case has another clock: what the first answer took is kept apart.
                "CREATE TABLE first_answer (
                    thread_id {uuid} NOT NULL PRIMARY KEY REFERENCES thread (id),
                    unit_id {uuid} NOT NULL REFERENCES unit (id),
                    service_id {uuid} NOT NULL REFERENCES service (id),
                    at_ms BIGINT NOT NULL,
                    took_ms BIGINT NOT NULL,
                    work_ms BIGINT,
                    on_time BOOLEAN NOT NULL
                )",
                "CREATE INDEX first_answer_service ON first_answer (service_id, thread_id)",
                // Of threads that were reopened before this step, the first clock is lost; their
                // time counts from the writing, and the limit as kept unless it is known not to be.
                "INSERT INTO first_answer
                    (thread_id, unit_id, service_id, at_ms, took_ms, work_ms, on_time)
                 SELECT id, unit_id, service_id, first_answer_ms,
                    CASE WHEN routed_ms <= first_answer_ms THEN first_answer_ms - routed_ms
                         WHEN created_ms <= first_answer_ms THEN first_answer_ms - created_ms
                         ELSE 0 END,
                    NULL,
                    CASE WHEN first_answer_ms > due_ms THEN FALSE ELSE TRUE END
                 FROM thread WHERE first_answer_ms IS NOT NULL",
                // All units of some days or months, for a few measures.
                "CREATE INDEX unit_day_measure ON unit_day (measure, day)",
                "CREATE INDEX unit_month_measure ON unit_month (measure, month)",
                "CREATE TABLE unit_event (
                    id {uuid} NOT NULL PRIMARY KEY,
                    unit_id {uuid} NOT NULL REFERENCES unit (id),
                    day TEXT NOT NULL,
                    words TEXT NOT NULL,
                    account_id {uuid} NOT NULL REFERENCES account (id),
                    created_ms BIGINT NOT NULL,
                    removed_ms BIGINT
                )",
                "CREATE INDEX unit_event_day ON unit_event (unit_id, day, id)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP INDEX unit_month_measure",
                "DROP INDEX unit_day_measure",
                "DROP TABLE unit_event",
                "DROP TABLE first_answer",
                "DROP TABLE correction",
                "DROP INDEX post_corrected",
                "ALTER TABLE post DROP COLUMN corrected_ms",
                "ALTER TABLE post DROP COLUMN elements",
            ],
        )
        .await
    }
}
