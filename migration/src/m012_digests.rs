//! Digests as they were made, who wishes which, what heads plan to do about them, and mail that
//! came back.

crate::sql::step!(
    "m012_digests",
    up: [
        "CREATE TABLE digest_edition (
            id {uuid} NOT NULL PRIMARY KEY,
            unit_id {uuid} NOT NULL REFERENCES unit (id),
            period TEXT NOT NULL,
            content TEXT NOT NULL,
            made_ms BIGINT NOT NULL,
            UNIQUE (unit_id, period)
        )",
        "CREATE INDEX digest_edition_made ON digest_edition (unit_id, made_ms, id)",
        "CREATE TABLE digest_wish (
            account_id {uuid} NOT NULL PRIMARY KEY REFERENCES account (id),
            weekly BOOLEAN NOT NULL,
            monthly BOOLEAN NOT NULL,
            weekday TEXT,
            hour BIGINT,
            stopped_ms BIGINT,
            changed_ms BIGINT NOT NULL
        )",
        "CREATE TABLE follow_up (
            id {uuid} NOT NULL PRIMARY KEY,
            unit_id {uuid} NOT NULL REFERENCES unit (id),
            period TEXT NOT NULL,
            thing TEXT,
            action TEXT NOT NULL,
            due TEXT NOT NULL,
            ended_ms BIGINT,
            made_ms BIGINT NOT NULL
        )",
        "CREATE INDEX follow_up_unit ON follow_up (unit_id, ended_ms, due)",
        "CREATE INDEX follow_up_made ON follow_up (unit_id, made_ms, id)",
        "CREATE TABLE follow_up_step (
            id {uuid} NOT NULL PRIMARY KEY,
            follow_up_id {uuid} NOT NULL REFERENCES follow_up (id),
            kind TEXT NOT NULL,
            note TEXT NOT NULL,
            due TEXT NOT NULL,
            account_id {uuid} NOT NULL REFERENCES account (id),
            at_ms BIGINT NOT NULL
        )",
        "CREATE INDEX follow_up_step_of ON follow_up_step (follow_up_id, at_ms, id)",
        "CREATE TABLE mail_trouble (
            email TEXT NOT NULL PRIMARY KEY,
            soft BIGINT NOT NULL,
            hard BIGINT NOT NULL,
            said TEXT NOT NULL,
            last_ms BIGINT NOT NULL,
            stopped_ms BIGINT
        )",
        "CREATE INDEX mail_trouble_stopped ON mail_trouble (stopped_ms, email)",
        "CREATE TABLE mail_return (
            outbox_id {uuid} NOT NULL,
            verdict TEXT NOT NULL,
            at_ms BIGINT NOT NULL,
            PRIMARY KEY (outbox_id, verdict)
        )",
        "CREATE INDEX mail_return_at ON mail_return (at_ms)",
    ],
    down: [
        "mail_return",
        "mail_trouble",
        "follow_up_step",
        "follow_up",
        "digest_wish",
        "digest_edition",
    ]
);
