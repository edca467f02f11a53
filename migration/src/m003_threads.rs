//! Threads, posts and support. Who wrote stands in `authorship` and `thread_contact`, apart from
//! what was written, so that no page about a case can read a person by accident.

crate::sql::step!(
    "m003_threads",
    up: [
        "CREATE TABLE thread (
            id {uuid} NOT NULL PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            title TEXT NOT NULL,
            excerpt TEXT NOT NULL,
            unit_id {uuid} NOT NULL REFERENCES unit (id),
            service_id {uuid} NOT NULL REFERENCES service (id),
            status TEXT NOT NULL,
            visibility TEXT NOT NULL,
            appear TEXT NOT NULL,
            author_label TEXT NOT NULL,
            deadline_class TEXT NOT NULL,
            overall BIGINT,
            supports BIGINT NOT NULL,
            replies BIGINT NOT NULL,
            reports_open BIGINT NOT NULL,
            created_ms BIGINT NOT NULL,
            listed_ms BIGINT,
            due_ms BIGINT,
            routed_ms BIGINT,
            first_answer_ms BIGINT,
            answered_ms BIGINT,
            closed_ms BIGINT,
            active_ms BIGINT NOT NULL,
            assigned_to {uuid} REFERENCES account (id)
        )",
        "CREATE INDEX thread_listed ON thread (visibility, listed_ms, id)",
        "CREATE INDEX thread_unit ON thread (unit_id, visibility, listed_ms, id)",
        "CREATE INDEX thread_service ON thread (service_id, visibility, listed_ms, id)",
        "CREATE INDEX thread_status ON thread (visibility, status, listed_ms, id)",
        "CREATE INDEX thread_kind ON thread (visibility, kind, listed_ms, id)",
        "CREATE INDEX thread_inbox ON thread (unit_id, status, due_ms, id)",
        "CREATE INDEX thread_lapse ON thread (status, closed_ms)",
        "CREATE INDEX thread_reported ON thread (reports_open, id)",
        "CREATE TABLE thread_contact (
            thread_id {uuid} NOT NULL PRIMARY KEY REFERENCES thread (id),
            code_hash TEXT UNIQUE,
            email TEXT,
            lang TEXT NOT NULL
        )",
        "CREATE TABLE post (
            id {uuid} NOT NULL PRIMARY KEY,
            thread_id {uuid} NOT NULL REFERENCES thread (id),
            kind TEXT NOT NULL,
            opening BOOLEAN NOT NULL,
            by_author BOOLEAN NOT NULL,
            label TEXT NOT NULL,
            position TEXT NOT NULL,
            unit_name TEXT NOT NULL,
            step TEXT,
            detail TEXT NOT NULL,
            body TEXT NOT NULL,
            shown TEXT NOT NULL,
            polarity TEXT,
            certainty DOUBLE PRECISION,
            visibility TEXT NOT NULL,
            hidden_rule TEXT,
            created_ms BIGINT NOT NULL
        )",
        "CREATE INDEX post_thread ON post (thread_id, created_ms, id)",
        "CREATE TABLE authorship (
            post_id {uuid} NOT NULL PRIMARY KEY REFERENCES post (id),
            thread_id {uuid} NOT NULL REFERENCES thread (id),
            opening BOOLEAN NOT NULL,
            account_id {uuid} REFERENCES account (id),
            visitor TEXT
        )",
        "CREATE INDEX authorship_thread ON authorship (thread_id)",
        "CREATE INDEX authorship_account ON authorship (account_id)",
        "CREATE INDEX authorship_visitor ON authorship (visitor)",
        "CREATE TABLE support (
            thread_id {uuid} NOT NULL REFERENCES thread (id),
            supporter TEXT NOT NULL,
            created_ms BIGINT NOT NULL,
            PRIMARY KEY (thread_id, supporter)
        )",
        "CREATE TABLE submission (
            form_key TEXT NOT NULL PRIMARY KEY,
            thread_id {uuid} NOT NULL REFERENCES thread (id) DEFERRABLE INITIALLY DEFERRED,
            created_ms BIGINT NOT NULL
        )",
        "CREATE INDEX submission_created ON submission (created_ms)",
    ],
    down: ["submission", "support", "authorship", "post", "thread_contact", "thread"]
);
