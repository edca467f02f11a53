//! Acts: one file a thing a person does. Each asks the policy, applies the rules, and writes in
//! one transaction. Web, jobs and the command line call the same acts.

pub mod account;
pub mod answer;
pub mod ask;
pub mod case;
pub mod confirm;
pub mod connect;
pub mod correct;
pub mod decide;
pub mod decline;
pub mod demo;
pub mod digest;
pub mod event;
pub mod grant;
pub mod hide_photo;
pub mod import;
pub mod lapse;
pub mod letters;
pub mod mail;
pub mod note;
pub mod open_thread;
pub mod photos;
pub mod rate;
pub mod recount;
pub mod remind;
pub mod reply;
pub mod report;
pub mod search;
pub mod sign_in;
pub mod support;
pub mod take;
pub mod tell;
pub mod template;
pub mod track;
pub mod transfer;
pub mod words;
