//! In which order a list of threads comes.

crate::text_enum! {
    /// The order of a list, as addresses name it.
    #[derive(Default)]
    pub enum Sort {
        /// The newest first.
        #[default]
        Newest = "terbaru",
        /// The most supported first, of equals the newest.
        Supported = "dukungan",
        /// Only those the unit owes an answer; who has waited longest first.
        Waiting = "menunggu",
        /// For a search: those that hold its words in their title first, of equals the newest.
        Best = "cocok",
    }
}
