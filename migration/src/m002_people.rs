//! Accounts, the roles they hold, their sessions and sign-in codes. No password is stored anywhere.

crate::sql::step!(
    "m002_people",
    up: [
        "CREATE TABLE account (
            id {uuid} NOT NULL PRIMARY KEY,
            email TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            lang TEXT NOT NULL,
            created_ms BIGINT NOT NULL
        )",
        "CREATE TABLE role_grant (
            id {uuid} NOT NULL PRIMARY KEY,
            account_id {uuid} NOT NULL REFERENCES account (id),
            role TEXT NOT NULL,
            unit_id {uuid} REFERENCES unit (id),
            position TEXT NOT NULL,
            granted_by {uuid} REFERENCES account (id),
            granted_ms BIGINT NOT NULL,
            ended_ms BIGINT
        )",
        "CREATE INDEX role_grant_account ON role_grant (account_id, ended_ms)",
        "CREATE INDEX role_grant_unit ON role_grant (unit_id, role, ended_ms)",
        "CREATE TABLE session (
            id {uuid} NOT NULL PRIMARY KEY,
            account_id {uuid} NOT NULL REFERENCES account (id),
            token_hash TEXT NOT NULL UNIQUE,
            previous_hash TEXT,
            rotated_ms BIGINT NOT NULL,
            created_ms BIGINT NOT NULL,
            expires_ms BIGINT NOT NULL,
            agent TEXT NOT NULL
        )",
        "CREATE INDEX session_account ON session (account_id, created_ms)",
        "CREATE INDEX session_previous ON session (previous_hash)",
        "CREATE INDEX session_expires ON session (expires_ms)",
        "CREATE TABLE login_code (
            id {uuid} NOT NULL PRIMARY KEY,
            email TEXT NOT NULL,
            code_hash TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            created_ms BIGINT NOT NULL,
            expires_ms BIGINT NOT NULL,
            used_ms BIGINT
        )",
        "CREATE INDEX login_code_email ON login_code (email, created_ms)",
        "CREATE INDEX login_code_expires ON login_code (expires_ms)",
    ],
    down: ["login_code", "session", "role_grant", "account"]
);
