//! Ways in besides the mailed code: passkeys, a second step for staff, the city's identity provider.

crate::sql::step!(
    "m018_ways_in",
    up: [
        "CREATE TABLE passkey (
            id {uuid} NOT NULL PRIMARY KEY,
            account_id {uuid} NOT NULL REFERENCES account (id),
            credential TEXT NOT NULL UNIQUE,
            public_key {bytes} NOT NULL,
            state {bytes} NOT NULL,
            name TEXT NOT NULL,
            created_ms BIGINT NOT NULL,
            used_ms BIGINT
        )",
        "CREATE INDEX passkey_account ON passkey (account_id, created_ms)",
        // Begun and not finished: a challenge, or a visit to the provider.
        "CREATE TABLE ceremony (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            account_id {uuid} REFERENCES account (id),
            visitor TEXT,
            state {bytes} NOT NULL,
            expires_ms BIGINT NOT NULL
        )",
        "CREATE INDEX ceremony_expires ON ceremony (expires_ms)",
        "CREATE TABLE second_step (
            account_id {uuid} NOT NULL PRIMARY KEY REFERENCES account (id),
            secret {bytes} NOT NULL,
            begun_ms BIGINT NOT NULL,
            confirmed_ms BIGINT,
            used_step BIGINT NOT NULL,
            tries BIGINT NOT NULL,
            tried_ms BIGINT NOT NULL
        )",
        "CREATE TABLE recovery_code (
            account_id {uuid} NOT NULL REFERENCES account (id),
            code_hash TEXT NOT NULL,
            PRIMARY KEY (account_id, code_hash)
        )",
    ],
    down: ["recovery_code", "second_step", "ceremony", "passkey"]
);
