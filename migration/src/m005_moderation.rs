//! Reports, decisions, and the append-only audit chain.

crate::sql::step!(
    "m005_moderation",
    up: [
        "CREATE TABLE report (
            id {uuid} NOT NULL PRIMARY KEY,
            thread_id {uuid} NOT NULL REFERENCES thread (id),
            post_id {uuid} NOT NULL REFERENCES post (id),
            rule TEXT NOT NULL,
            note TEXT NOT NULL,
            reporter TEXT NOT NULL,
            state TEXT NOT NULL,
            created_ms BIGINT NOT NULL,
            UNIQUE (post_id, reporter)
        )",
        "CREATE INDEX report_open ON report (state, created_ms, id)",
        "CREATE INDEX report_post ON report (post_id, state)",
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
        "CREATE INDEX moderation_action_log ON moderation_action (public, created_ms, id)",
        "CREATE INDEX moderation_action_post ON moderation_action (post_id)",
        "CREATE TABLE audit_entry (
            place BIGINT NOT NULL PRIMARY KEY,
            at_ms BIGINT NOT NULL,
            actor {uuid},
            act TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            chain TEXT NOT NULL
        )",
    ],
    down: ["audit_entry", "moderation_action", "report"]
);
