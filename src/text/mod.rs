//! Pure language work: cleaning, Markdown, masks, names, abuse, links, likeness, tokens, stems and
//! words for searching, tables, sentiment, elements of service.

pub mod abuse;
pub mod clean;
pub mod cover;
pub mod diff;
pub mod edited;
pub mod elements;
#[cfg(test)]
mod linear;
pub mod links;
pub mod markdown;
pub mod masks;
pub mod minang;
pub mod names;
pub mod normalise;
pub mod people;
pub mod phrases;
pub mod plain;
pub mod questions;
pub mod sentiment;
pub mod similar;
pub mod snippet;
pub mod stem;
pub mod table;
pub mod terms;
pub mod tokens;
