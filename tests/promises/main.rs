//! What the service promises, asked of it through HTTP, on SQLite and on PostgreSQL.

mod abuse;
mod accounts;
mod api;
mod bad_input;
mod cases;
mod digests;
mod documents;
mod durability;
mod hardening;
mod hooks;
mod house;
mod imports;
mod insight;
mod lists;
mod mails;
mod main_job;
mod masks;
mod migrations;
mod moderation;
mod photos;
mod reminders;
mod roles;
mod rooms;
mod routing;
mod search;
mod texts;
