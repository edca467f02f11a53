//! Full-text search and the lists' other orders. `thread_search` holds the words of a public thread
//! as the program has made them regular; each database keeps its own index of them by itself
//! (SQLite by triggers, PostgreSQL in a generated column), so whoever writes the plain table has
//! written the index. Threads that are there already are entered by the program (`flows/search`),
//! which alone knows how words are made regular.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m007_search"
    }
}

const SQLITE: &[&str] = &[
    // A number of its own: the index refers to rows by it, and it must outlast a VACUUM.
    "CREATE TABLE thread_search (
        doc INTEGER NOT NULL PRIMARY KEY,
        thread_id BLOB NOT NULL UNIQUE REFERENCES thread (id),
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        version BIGINT NOT NULL
    )",
    // Words come regular and apart: nothing is left to a tokenizer but to split at blanks.
    "CREATE VIRTUAL TABLE thread_fts USING fts5 (
        title, body, content = 'thread_search', content_rowid = 'doc',
        tokenize = 'ascii', detail = none, columnsize = 0
    )",
    "CREATE TRIGGER thread_search_in AFTER INSERT ON thread_search BEGIN
        INSERT INTO thread_fts (rowid, title, body) VALUES (new.doc, new.title, new.body);
    END",
    "CREATE TRIGGER thread_search_out AFTER DELETE ON thread_search BEGIN
        INSERT INTO thread_fts (thread_fts, rowid, title, body)
            VALUES ('delete', old.doc, old.title, old.body);
    END",
    "CREATE TRIGGER thread_search_over AFTER UPDATE ON thread_search BEGIN
        INSERT INTO thread_fts (thread_fts, rowid, title, body)
            VALUES ('delete', old.doc, old.title, old.body);
        INSERT INTO thread_fts (rowid, title, body) VALUES (new.doc, new.title, new.body);
    END",
];

const POSTGRES: &[&str] = &[
    "CREATE TABLE thread_search (
        thread_id UUID NOT NULL PRIMARY KEY REFERENCES thread (id),
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        version BIGINT NOT NULL,
        terms TSVECTOR GENERATED ALWAYS AS (
            array_to_tsvector(array_remove(string_to_array(title || ' ' || body, ' '), ''))
        ) STORED
    )",
    "CREATE INDEX thread_search_terms ON thread_search USING GIN (terms)",
];

const BOTH: &[&str] = &[
    // The vocabulary of what is public, and its words by pieces of three letters, for words that
    // are written wrongly.
    "CREATE TABLE search_term (term TEXT NOT NULL PRIMARY KEY)",
    "CREATE TABLE search_gram (
        gram TEXT NOT NULL,
        term TEXT NOT NULL,
        PRIMARY KEY (gram, term)
    )",
    // Who sees it stands first in each, so that SQLite takes them for what they are: sorted.
    "CREATE INDEX thread_supports ON thread (visibility, supports, listed_ms, id)",
    "CREATE INDEX thread_unit_supports ON thread (unit_id, visibility, supports, listed_ms, id)",
    "CREATE INDEX thread_overall ON thread (visibility, overall, listed_ms, id)",
    "CREATE INDEX thread_waiting ON thread (visibility, routed_ms, id)
        WHERE status IN ('routed', 'in_progress')",
    "CREATE INDEX thread_unit_waiting ON thread (unit_id, visibility, routed_ms, id)
        WHERE status IN ('routed', 'in_progress')",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let own = match manager.get_connection().get_database_backend() {
            DbBackend::Sqlite => SQLITE,
            _ => POSTGRES,
        };
        crate::sql::run(manager, own).await?;
        crate::sql::run(manager, BOTH).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_connection().get_database_backend() == DbBackend::Sqlite;
        if sqlite {
            crate::sql::run(manager, &["DROP TABLE thread_fts"]).await?;
        }
        crate::sql::run(
            manager,
            &[
                "DROP INDEX thread_overall",
                "DROP INDEX thread_unit_waiting",
                "DROP INDEX thread_waiting",
                "DROP INDEX thread_unit_supports",
                "DROP INDEX thread_supports",
                "DROP TABLE search_gram",
                "DROP TABLE search_term",
                "DROP TABLE thread_search",
            ],
        )
        .await
    }
}
