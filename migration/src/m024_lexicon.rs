//! What unit staff have edited of the lexicon of elements, over the rows that are built in.

crate::sql::step! {
    "m024_lexicon",
    up: [
        "CREATE TABLE element_rule (
            id {uuid} NOT NULL PRIMARY KEY,
            origin TEXT NOT NULL,
            phrase TEXT NOT NULL,
            element TEXT NOT NULL,
            sign TEXT NOT NULL,
            off BOOLEAN NOT NULL,
            edited_by {uuid} REFERENCES account (id),
            edited_ms BIGINT NOT NULL,
            UNIQUE (phrase)
        )",
    ],
    down: ["element_rule"]
}
