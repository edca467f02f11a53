//! The tables, a file each. Field by field as the migrations make them.

pub mod account;
pub mod audit_entry;
pub mod authorship;
pub mod counter;
pub mod digest_run;
pub mod holiday;
pub mod login_code;
pub mod moderation_action;
pub mod outbox;
pub mod post;
pub mod rating;
pub mod report;
pub mod role_grant;
pub mod search_gram;
pub mod search_term;
pub mod service;
pub mod session;
pub mod setting;
pub mod submission;
pub mod support;
pub mod thread;
pub mod thread_contact;
pub mod thread_search;
pub mod unit;
pub mod unit_day;
pub mod unit_month;
