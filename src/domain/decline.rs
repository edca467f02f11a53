//! Why a unit declines a case: one of a few grounds, with words of its own beside it.

crate::text_enum! {
    /// The ground. The words beside it say the rest, and everyone reads them.
    pub enum Ground {
        /// Not within this city's authority; the words say whose it is (UU 23/2014, annex).
        Elsewhere = "elsewhere",
        /// Handled already, or the same as another thread.
        Handled = "handled",
        /// Not enough to go on, even after the author was asked.
        Unclear = "unclear",
        /// Looked into, and not found to be so.
        Unverified = "unverified",
        /// What is asked for is against a law or rule.
        Unlawful = "unlawful",
        /// There is no budget for it this year.
        Budget = "budget",
        Other = "other",
    }
}

impl Ground {
    /// Whether it may be given only after the author was asked.
    pub fn needs_asking(self) -> bool {
        self == Ground::Unclear
    }
}
