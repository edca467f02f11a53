//! Pure language work: cleaning, Markdown, masks, abuse, tokens, sentiment.

pub mod abuse;
pub mod clean;
pub mod links;
pub mod markdown;
pub mod masks;
pub mod normalise;
pub mod sentiment;
pub mod similar;
pub mod tokens;
