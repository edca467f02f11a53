//! Photos of posts. One that has not been sent yet has a form and an owner instead of a post.

crate::sql::step!(
    "m013_photos",
    up: [
        // The bytes stand last, so that a row can be read without them.
        "CREATE TABLE photo (
            id {uuid} NOT NULL PRIMARY KEY,
            thread_id {uuid} REFERENCES thread (id),
            post_id {uuid} REFERENCES post (id),
            form_key TEXT,
            owner TEXT,
            position BIGINT NOT NULL,
            alt TEXT NOT NULL,
            width BIGINT NOT NULL,
            height BIGINT NOT NULL,
            small_width BIGINT NOT NULL,
            small_height BIGINT NOT NULL,
            full_hash TEXT NOT NULL,
            small_hash TEXT NOT NULL,
            visibility TEXT NOT NULL,
            hidden_rule TEXT,
            created_ms BIGINT NOT NULL,
            small_bytes {bytes} NOT NULL,
            full_bytes {bytes} NOT NULL
        )",
        "CREATE INDEX photo_thread ON photo (thread_id, full_hash)",
        "CREATE INDEX photo_post ON photo (post_id, position)",
        "CREATE UNIQUE INDEX photo_form ON photo (form_key, full_hash)",
        "CREATE INDEX photo_draft ON photo (created_ms) WHERE form_key IS NOT NULL",
    ],
    down: ["photo"]
);
