//! What a unit's own systems are given: webhooks with what waits for them, and tokens of the API.

crate::sql::step!(
    "m014_connections",
    up: [
        "CREATE TABLE webhook (
            id {uuid} NOT NULL PRIMARY KEY,
            unit_id {uuid} REFERENCES unit (id),
            address TEXT NOT NULL,
            events TEXT NOT NULL,
            generation BIGINT NOT NULL,
            rotated_ms BIGINT,
            created_by {uuid} NOT NULL REFERENCES account (id),
            created_ms BIGINT NOT NULL,
            paused_ms BIGINT,
            quiet_ms BIGINT NOT NULL,
            streak BIGINT NOT NULL
        )",
        "CREATE INDEX webhook_unit ON webhook (unit_id, created_ms)",
        "CREATE TABLE webhook_delivery (
            id {uuid} NOT NULL PRIMARY KEY,
            webhook_id {uuid} NOT NULL REFERENCES webhook (id),
            event TEXT NOT NULL,
            content TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            created_ms BIGINT NOT NULL,
            due_ms BIGINT NOT NULL,
            lease_ms BIGINT,
            done_ms BIGINT,
            failed_ms BIGINT,
            last_error TEXT NOT NULL
        )",
        "CREATE INDEX webhook_delivery_due ON webhook_delivery (done_ms, failed_ms, due_ms)",
        "CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook_id, created_ms, id)",
        "CREATE TABLE api_token (
            id {uuid} NOT NULL PRIMARY KEY,
            unit_id {uuid} REFERENCES unit (id),
            hash TEXT NOT NULL UNIQUE,
            label TEXT NOT NULL,
            created_by {uuid} NOT NULL REFERENCES account (id),
            created_ms BIGINT NOT NULL,
            used_ms BIGINT,
            revoked_ms BIGINT
        )",
        "CREATE INDEX api_token_unit ON api_token (unit_id, created_ms)",
    ],
    down: ["api_token", "webhook_delivery", "webhook"]
);
