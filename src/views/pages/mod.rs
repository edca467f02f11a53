//! Pages, a file for each part of the site.

pub mod account;
pub mod admin;
pub mod api;
pub mod audit;
pub mod board;
pub mod connections;
pub mod correct;
pub mod desk;
pub mod digests;
pub mod error;
pub mod home;
pub mod inbox;
pub mod insight;
mod insight_parts;
pub mod moderation;
pub mod names;
pub mod original;
pub mod rate;
pub mod sign_in;
pub mod simple;
pub mod templates;
pub mod thread;
pub mod threads;
pub mod track;
pub mod unit;
pub mod words;
pub mod write;
