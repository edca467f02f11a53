//! What stands before publication: the admin's words over the built-in list, the names that units
//! know, who is named in a post and how they are shown, what a post was held for, and how it came
//! (kept for days only). And the head of the audit chain, so that its last rows can't go missing.

use crate::sql::run;
use sea_orm_migration::prelude::*;

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m010_before"
    }
}

const UP: &[&str] = &[
    "CREATE TABLE word_rule (
        id {uuid} NOT NULL PRIMARY KEY,
        origin TEXT NOT NULL,
        class TEXT NOT NULL,
        mark TEXT NOT NULL,
        phrase TEXT NOT NULL,
        off BOOLEAN NOT NULL,
        edited_by {uuid} REFERENCES account (id),
        edited_ms BIGINT NOT NULL,
        UNIQUE (class, phrase)
    )",
    "CREATE TABLE staff_name (
        id {uuid} NOT NULL PRIMARY KEY,
        unit_id {uuid} NOT NULL REFERENCES unit (id),
        name TEXT NOT NULL,
        position TEXT NOT NULL,
        added_ms BIGINT NOT NULL,
        UNIQUE (unit_id, name)
    )",
    "CREATE TABLE named (
        id {uuid} NOT NULL PRIMARY KEY,
        post_id {uuid} NOT NULL REFERENCES post (id),
        thread_id {uuid} NOT NULL REFERENCES thread (id),
        unit_id {uuid} REFERENCES unit (id),
        person TEXT NOT NULL,
        place TEXT NOT NULL,
        start_at BIGINT NOT NULL,
        end_at BIGINT NOT NULL,
        written TEXT NOT NULL,
        shown TEXT NOT NULL,
        position TEXT NOT NULL,
        tone TEXT NOT NULL,
        form TEXT NOT NULL,
        doubt BOOLEAN NOT NULL,
        created_ms BIGINT NOT NULL
    )",
    "CREATE INDEX named_post ON named (post_id, place, start_at)",
    "CREATE INDEX named_thread ON named (thread_id)",
    "CREATE INDEX named_unit ON named (unit_id, tone, created_ms)",
    "CREATE TABLE screening (
        post_id {uuid} NOT NULL PRIMARY KEY REFERENCES post (id),
        thread_id {uuid} NOT NULL REFERENCES thread (id),
        outcome TEXT NOT NULL,
        reasons TEXT NOT NULL,
        created_ms BIGINT NOT NULL
    )",
    "CREATE INDEX screening_thread ON screening (thread_id)",
    "CREATE TABLE trace (
        id {uuid} NOT NULL PRIMARY KEY,
        what TEXT NOT NULL,
        subject {uuid} NOT NULL,
        address TEXT,
        sketch BIGINT NOT NULL,
        value BIGINT,
        created_ms BIGINT NOT NULL
    )",
    "CREATE INDEX trace_created ON trace (what, created_ms)",
    "CREATE INDEX trace_sketch ON trace (what, sketch, created_ms)",
    "CREATE INDEX trace_address ON trace (address, what, created_ms)",
    "CREATE INDEX trace_subject ON trace (subject, what, created_ms)",
    "CREATE TABLE address_key (
        day TEXT NOT NULL PRIMARY KEY,
        content TEXT NOT NULL,
        created_ms BIGINT NOT NULL
    )",
    "CREATE INDEX authorship_account_post ON authorship (account_id, post_id)",
    "CREATE INDEX authorship_visitor_post ON authorship (visitor, post_id)",
    "CREATE INDEX thread_withheld ON thread (visibility, closed_ms, id)",
    "CREATE INDEX post_held ON post (created_ms, id) WHERE visibility = 'held'",
    "CREATE INDEX post_refused ON post (created_ms, id) WHERE visibility = 'refused'",
    "CREATE INDEX queue_item_rating ON queue_item (rating_id)",
    "CREATE INDEX audit_entry_act ON audit_entry (act, place)",
    "CREATE INDEX audit_entry_actor ON audit_entry (actor, place)",
    "CREATE INDEX audit_entry_at ON audit_entry (at_ms, place)",
    "INSERT INTO setting (name, content)
     SELECT 'audit-head', place || ' ' || chain FROM audit_entry ORDER BY place DESC LIMIT 1",
];

const DOWN: &[&str] = &[
    "DELETE FROM setting WHERE name = 'audit-head'",
    "DROP INDEX queue_item_rating",
    "DROP INDEX post_refused",
    "DROP INDEX post_held",
    "DROP INDEX audit_entry_at",
    "DROP INDEX audit_entry_actor",
    "DROP INDEX audit_entry_act",
    "DROP INDEX thread_withheld",
    "DROP INDEX authorship_visitor_post",
    "DROP INDEX authorship_account_post",
    "DROP TABLE address_key",
    "DROP TABLE trace",
    "DROP TABLE screening",
    "DROP TABLE named",
    "DROP TABLE staff_name",
    "DROP TABLE word_rule",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await
    }
}
