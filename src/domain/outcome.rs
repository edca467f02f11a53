//! How an answered case ended: what its author said of the answer.

use super::thread::Step;

crate::text_enum! {
    /// What the author did after an answer. That they stayed silent says nothing of it and is not
    /// counted.
    pub enum Ending {
        /// It helped.
        Confirmed = "confirm",
        /// It did not, and the case is open again.
        Reopened = "reopen",
    }
}

impl Ending {
    /// The ending of a step, if it is one.
    pub fn of_step(step: Step) -> Option<Ending> {
        match step {
            Step::Confirm => Some(Ending::Confirmed),
            Step::Reopen => Some(Ending::Reopened),
            _ => None,
        }
    }
}
