//! Answers that a superior releases, files of answers, absences, invitations, and the guide.

crate::sql::step!(
    "m020_staff",
    up: [
        "CREATE TABLE release_rule (
            unit_id {uuid} NOT NULL PRIMARY KEY REFERENCES unit (id),
            set_by {uuid} REFERENCES account (id),
            set_ms BIGINT NOT NULL
        )",
        "CREATE TABLE answer_draft (
            id {uuid} NOT NULL PRIMARY KEY,
            thread_id {uuid} NOT NULL REFERENCES thread (id),
            unit_id {uuid} NOT NULL REFERENCES unit (id),
            account_id {uuid} NOT NULL REFERENCES account (id),
            body TEXT NOT NULL,
            form_key TEXT,
            owner TEXT,
            template_id {uuid},
            state TEXT NOT NULL,
            note TEXT NOT NULL,
            created_ms BIGINT NOT NULL,
            decided_by {uuid} REFERENCES account (id),
            decided_ms BIGINT
        )",
        "CREATE INDEX answer_draft_thread ON answer_draft (thread_id, created_ms)",
        "CREATE INDEX answer_draft_unit ON answer_draft (unit_id, state, created_ms)",
        "CREATE INDEX answer_draft_form ON answer_draft (form_key) WHERE state = 'waiting'",
        "CREATE UNIQUE INDEX answer_draft_waiting ON answer_draft (thread_id)
         WHERE state = 'waiting'",
        // The bytes stand last, so that a row can be read without them.
        "CREATE TABLE attachment (
            id {uuid} NOT NULL PRIMARY KEY,
            thread_id {uuid} REFERENCES thread (id),
            post_id {uuid} REFERENCES post (id),
            form_key TEXT,
            owner TEXT,
            position BIGINT NOT NULL,
            name TEXT NOT NULL,
            size BIGINT NOT NULL,
            hash TEXT NOT NULL,
            created_ms BIGINT NOT NULL,
            bytes {bytes} NOT NULL
        )",
        "CREATE INDEX attachment_thread ON attachment (thread_id, hash)",
        "CREATE INDEX attachment_post ON attachment (post_id, position)",
        "CREATE UNIQUE INDEX attachment_form ON attachment (form_key, hash)",
        "CREATE INDEX attachment_draft ON attachment (created_ms) WHERE form_key IS NOT NULL",
        "CREATE TABLE absence (
            id {uuid} NOT NULL PRIMARY KEY,
            account_id {uuid} NOT NULL REFERENCES account (id),
            stand_in {uuid} NOT NULL REFERENCES account (id),
            from_day TEXT NOT NULL,
            until_day TEXT NOT NULL,
            from_ms BIGINT NOT NULL,
            until_ms BIGINT NOT NULL,
            created_ms BIGINT NOT NULL,
            ended_ms BIGINT
        )",
        "CREATE INDEX absence_account ON absence (account_id, until_ms)",
        "CREATE INDEX absence_stand_in ON absence (stand_in, until_ms)",
        "CREATE INDEX absence_until ON absence (until_ms)",
        "CREATE TABLE invitation (
            id {uuid} NOT NULL PRIMARY KEY,
            token_hash TEXT NOT NULL UNIQUE,
            email TEXT NOT NULL,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            unit_id {uuid} REFERENCES unit (id),
            position TEXT NOT NULL,
            invited_by {uuid} REFERENCES account (id),
            created_ms BIGINT NOT NULL,
            expires_ms BIGINT NOT NULL,
            used_ms BIGINT,
            withdrawn_ms BIGINT
        )",
        "CREATE INDEX invitation_unit ON invitation (unit_id, created_ms)",
        "CREATE INDEX invitation_created ON invitation (created_ms)",
        "CREATE TABLE guide_seen (
            account_id {uuid} NOT NULL PRIMARY KEY REFERENCES account (id),
            at_ms BIGINT NOT NULL
        )",
    ],
    down: [
        "guide_seen", "invitation", "absence", "attachment", "answer_draft", "release_rule"
    ]
);
