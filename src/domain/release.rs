//! Answers that a superior releases before anyone reads them, where a unit is set so.
//!
//! The citizen waits until the release, so everything counts from it: the clock, the first answer, and
//! the day in the figures.

crate::text_enum! {
    /// What has become of a draft.
    pub enum DraftState {
        Waiting = "waiting",
        /// It stands in the thread.
        Released = "released",
        /// Back with its writer, with a note.
        GivenBack = "given_back",
        /// The case moved on without it.
        Dropped = "dropped",
    }
}
