//! HTML: pure functions of a read model and a locale. No view asks the database.

pub mod digest;
pub mod export;
pub mod feed;
pub mod frame;
pub mod gallery;
pub mod letter;
pub mod locale;
pub mod pages;
pub mod parts;
pub mod picture;
pub mod svg;
