//! Palanta: a public forum where citizens rate services and raise issues, civil servants answer,
//! moderators keep it fair, and ratings and sentiment flow back to the service units.
//!
//! This list is the map; ARCHITECTURE.md is the guide.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod flows;
pub mod jobs;
pub mod keys;
pub mod mail;
pub mod media;
pub mod queries;
pub mod store;
pub mod text;
pub mod views;
pub mod web;
