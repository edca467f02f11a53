//! Pure language work: cleaning, Markdown, masks, names, abuse, links, likeness, tokens, sentiment.

pub mod abuse;
pub mod clean;
#[cfg(test)]
mod linear;
pub mod links;
pub mod markdown;
pub mod masks;
pub mod names;
pub mod normalise;
pub mod sentiment;
pub mod similar;
pub mod tokens;
