//! Pure language work: cleaning, Markdown, masks, tokens, stems and words for searching, sentiment.

pub mod clean;
pub mod markdown;
pub mod masks;
pub mod minang;
pub mod normalise;
pub mod plain;
pub mod sentiment;
pub mod snippet;
pub mod stem;
pub mod terms;
pub mod tokens;
