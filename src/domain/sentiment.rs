//! The polarity of what a citizen wrote: a claim with an error, never a verdict.

crate::text_enum! {
    pub enum Polarity {
        Negative = "negative",
        Neutral = "neutral",
        Positive = "positive",
    }
}
