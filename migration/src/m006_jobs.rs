//! What runs by itself: mail to send, digests made, and who holds which job.

crate::sql::step!(
    "m006_jobs",
    up: [
        "CREATE TABLE outbox (
            id {uuid} NOT NULL PRIMARY KEY,
            dedup TEXT NOT NULL UNIQUE,
            purpose TEXT NOT NULL,
            recipient TEXT NOT NULL,
            content TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            created_ms BIGINT NOT NULL,
            due_ms BIGINT NOT NULL,
            lease_ms BIGINT,
            sent_ms BIGINT,
            failed_ms BIGINT,
            last_error TEXT NOT NULL
        )",
        "CREATE INDEX outbox_due ON outbox (sent_ms, failed_ms, due_ms)",
        "CREATE INDEX outbox_created ON outbox (created_ms, id)",
        "CREATE TABLE digest_run (
            id {uuid} NOT NULL PRIMARY KEY,
            unit_id {uuid} NOT NULL REFERENCES unit (id),
            account_id {uuid} NOT NULL REFERENCES account (id),
            period TEXT NOT NULL,
            outbox_id {uuid} NOT NULL REFERENCES outbox (id),
            created_ms BIGINT NOT NULL,
            UNIQUE (unit_id, account_id, period)
        )",
        "CREATE TABLE job_lease (
            name TEXT NOT NULL PRIMARY KEY,
            holder TEXT NOT NULL,
            until_ms BIGINT NOT NULL
        )",
    ],
    down: ["job_lease", "digest_run", "outbox"]
);
