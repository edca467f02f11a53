//! Pure language work: cleaning, Markdown, masks, tokens, sentiment.

pub mod clean;
pub mod markdown;
pub mod masks;
pub mod normalise;
pub mod sentiment;
pub mod tokens;
