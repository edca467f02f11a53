//! The rooms that read what strangers write. They use nothing else of ours, so they are built here
//! from the same files, without the database and the server.
#![allow(dead_code)]

#[path = "../../../src/media/mod.rs"]
pub mod media;
#[path = "../../../src/text/mod.rs"]
pub mod text;
