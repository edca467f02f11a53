//! A thread and its life: kinds, ways to appear, and the state machine of its status.

use super::error::{Error, Result};

crate::text_enum! {
    /// What the citizen brings.
    pub enum Kind {
        Complaint = "complaint",
        Suggestion = "suggestion",
        Question = "question",
        Praise = "praise",
    }
}

crate::text_enum! {
    /// How the author appears. `Anonymous` hides the author from everyone, the unit included;
    /// `Confidential` hides the whole thread from the public too.
    pub enum Appear {
        Named = "named",
        Pseudonym = "pseudonym",
        Anonymous = "anonymous",
        Confidential = "confidential",
    }
}

crate::text_enum! {
    /// Where the case stands. Who sees the thread is [`Visibility`], a separate matter.
    pub enum Status {
        /// Written, not yet verified (a moderator holds it).
        Submitted = "submitted",
        /// With the unit; its clock runs.
        Routed = "routed",
        /// Taken by a member of staff.
        InProgress = "in_progress",
        /// The unit has asked the citizen something; its clock stands still.
        Asked = "asked",
        /// Answered officially; the citizen may confirm or reopen.
        Answered = "answered",
        /// Closed: confirmed by the citizen, or by silence after the set time.
        Resolved = "resolved",
        /// Closed by the unit with a public reason.
        Declined = "declined",
        /// Joined to another thread.
        Merged = "merged",
    }
}

crate::text_enum! {
    /// Who sees the thread.
    pub enum Visibility {
        Public = "public",
        /// Waits for a moderator; seen by its author and moderators.
        Held = "held",
        /// Not published; seen by its author and moderators.
        Refused = "refused",
        /// Taken from view by a moderator; its page says by which rule.
        Hidden = "hidden",
        /// Seen by its author, the unit and moderators, by the author's wish.
        Confidential = "confidential",
    }
}

crate::text_enum! {
    /// Where a case stands in being moved between units.
    pub enum Routing {
        /// Where the citizen brought it; the unit may move it.
        First = "first",
        /// Moved once; the unit that got it may say that it belongs elsewhere.
        Moved = "moved",
        /// The units disagree: a coordinator decides.
        Contested = "contested",
        /// A coordinator has decided; only a coordinator moves it again.
        Settled = "settled",
    }
}

impl Routing {
    /// After a move; `within` is one between services of the same unit, which is the unit's affair.
    ///
    /// # Errors
    /// [`Error::Conflict`] if a unit may not move it any more.
    pub fn moved(self, by_coordinator: bool, within: bool) -> Result<Routing> {
        match self {
            _ if by_coordinator => Ok(Routing::Settled),
            Routing::Contested => Err(Error::Conflict("conflict-contested")),
            same if within => Ok(same),
            Routing::First => Ok(Routing::Moved),
            Routing::Moved | Routing::Settled => Err(Error::Conflict("conflict-moved")),
        }
    }

    /// After the unit that got the case has said that it isn't theirs.
    ///
    /// # Errors
    /// [`Error::Conflict`] unless it was moved here by a unit.
    pub fn contested(self) -> Result<Routing> {
        match self {
            Routing::Moved => Ok(Routing::Contested),
            _ => Err(Error::Conflict("conflict-not-moved")),
        }
    }
}

crate::text_enum! {
    /// What a post in the timeline is.
    pub enum PostKind {
        Citizen = "citizen",
        /// The unit's answer.
        Official = "official",
        /// The unit asks the citizen back.
        Question = "question",
        /// Among staff of the unit; never public.
        Note = "note",
        /// A step of the case, written by the system.
        Status = "status",
    }
}

crate::text_enum! {
    /// Who sees a post, within a thread that is seen.
    pub enum PostVisibility {
        Public = "public",
        /// Waits for a moderator; seen by its author and moderators.
        Held = "held",
        /// Not published; seen by its author and moderators.
        Refused = "refused",
        /// Taken from view by a moderator; its place says by which rule.
        Hidden = "hidden",
    }
}

crate::text_enum! {
    /// Acts that move a case, and the events that the timeline shows.
    pub enum Step {
        Submit = "submit",
        /// A moderator publishes what was held, or it needed no holding: the unit has it.
        Route = "route",
        Refuse = "refuse",
        Take = "take",
        /// Whoever had it works there no more: it is anybody's of the unit.
        HandBack = "hand_back",
        /// The unit asks the citizen back.
        Ask = "ask",
        /// The citizen has answered what they were asked.
        Told = "told",
        Answer = "answer",
        /// The unit says what was done: the work is finished.
        Resolve = "resolve",
        Confirm = "confirm",
        Reopen = "reopen",
        Decline = "decline",
        /// To another unit or service.
        Transfer = "transfer",
        /// The unit that got it says that it belongs elsewhere.
        Contest = "contest",
        /// Joined to another thread, which `detail` names.
        Merge = "merge",
        /// Another was joined to this one.
        Join = "join",
        /// Parted from the thread it was joined to.
        Part = "part",
        Hide = "hide",
        Restore = "restore",
        /// A moderator covers words of a post.
        Mask = "mask",
        Unmask = "unmask",
        /// A moderator closes the thread for replies.
        Lock = "lock",
        Unlock = "unlock",
        /// Closed because the citizen did not respond within the set time.
        Lapse = "lapse",
        /// The unit says by when something will be done; `detail` has the day and what.
        Schedule = "schedule",
        /// Another day, with the reason.
        Reschedule = "reschedule",
        /// It is done.
        Keep = "keep",
        /// It will not be done, with the reason.
        GiveUp = "give_up",
        /// The day that was promised has passed without it.
        Break = "break",
        /// A reply became a thread of its own, which `detail` names.
        Split = "split",
        /// Begun as a reply in another thread, which `detail` names.
        SplitOff = "split_off",
        /// The author had their account and its words erased.
        Withdraw = "withdraw",
    }
}

impl Step {
    /// Whether it changes who sees or may write what, and nothing of the case.
    pub fn is_moderation(self) -> bool {
        use Step::{Hide, Lock, Mask, Restore, Unlock, Unmask};
        matches!(self, Hide | Restore | Mask | Unmask | Lock | Unlock)
    }
}

impl Status {
    /// Whether the unit still owes something.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Status::Submitted | Status::Routed | Status::InProgress | Status::Asked
        )
    }

    /// The status after `step`.
    ///
    /// # Errors
    /// [`Error::Conflict`] with a key to show if the step does not fit the status.
    pub fn after(self, step: Step) -> Result<Status> {
        use Status as S;
        match (self, step) {
            (S::Submitted, Step::Route) => Ok(S::Routed),
            (S::Submitted, Step::Refuse) => Ok(S::Declined),
            (S::Routed, Step::Take) => Ok(S::InProgress),
            (S::Routed | S::InProgress, Step::HandBack) => Ok(S::Routed),
            // The author is still asked.
            (S::Asked, Step::HandBack) => Ok(S::Asked),
            (S::Routed | S::InProgress, Step::Ask) => Ok(S::Asked),
            (S::Asked, Step::Told) => Ok(S::InProgress),
            (
                S::Routed | S::InProgress | S::Asked | S::Answered,
                // That it is done is the unit's word; whether it is so, the author says, or is silent.
                Step::Answer | Step::Resolve,
            ) => Ok(S::Answered),
            (S::Answered, Step::Confirm | Step::Lapse) => Ok(S::Resolved),
            (S::Asked, Step::Lapse) => Ok(S::Resolved),
            (S::Answered | S::Declined | S::Resolved, Step::Reopen) => Ok(S::Routed),
            (S::Routed | S::InProgress | S::Asked, Step::Decline) => Ok(S::Declined),
            (S::Routed | S::InProgress | S::Asked, Step::Withdraw) => Ok(S::Resolved),
            // Whoever had taken it has it no more.
            (S::Routed | S::InProgress | S::Asked, Step::Transfer | Step::Contest) => Ok(S::Routed),
            (S::Routed | S::InProgress | S::Asked | S::Answered, Step::Merge) => Ok(S::Merged),
            (S::Merged, Step::Part) => Ok(S::Routed),
            (same, Step::Schedule) if super::schedule::may_begin(same) => Ok(same),
            // What was promised is owed, however the case ends.
            (same, Step::Reschedule | Step::Keep | Step::GiveUp | Step::Break) => Ok(same),
            (S::Merged | S::Submitted, Step::Split) => Err(Error::Conflict("conflict-step")),
            (same, Step::Split | Step::SplitOff) => Ok(same),
            (same, step) if step.is_moderation() => Ok(same),
            _ => Err(Error::Conflict("conflict-step")),
        }
    }
}

/// Whether a text could be a thread's number, such as SWL-2026-00042. Nothing else is worth asking
/// the database, and not every text can be asked.
pub fn may_be_number(text: &str) -> bool {
    (1..=24).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Whether a text has the form of a thread's number, so that who types it into a search means that
/// very thread.
pub fn is_number(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.rsplit('-');
    may_be_number(text)
        && parts.next().is_some_and(digits)
        && parts.next().is_some_and(digits)
        && parts.next().is_some_and(|prefix| !prefix.is_empty())
}

/// Days within which the author may reopen a closed case (configurable later with the limits).
pub const REOPEN_DAYS: i64 = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_life() {
        let mut s = Status::Submitted;
        for step in [
            Step::Route,
            Step::Take,
            Step::Answer,
            Step::Reopen,
            Step::Answer,
            Step::Confirm,
        ] {
            s = s.after(step).expect("a legal step");
        }
        assert_eq!(s, Status::Resolved);
    }

    #[test]
    fn what_is_handed_back_can_be_taken_and_what_is_closed_is_nobodys_to_hand_back() {
        for had in [Status::Routed, Status::InProgress] {
            let back = had.after(Step::HandBack).expect("open");
            assert_eq!(
                back.after(Step::Take).expect("anybody's"),
                Status::InProgress
            );
        }
        let asked = Status::Asked.after(Step::HandBack).expect("open");
        assert_eq!(asked.after(Step::Told).expect("asked"), Status::InProgress);
        for closed in [
            Status::Submitted,
            Status::Answered,
            Status::Declined,
            Status::Resolved,
        ] {
            assert!(closed.after(Step::HandBack).is_err(), "{closed:?}");
        }
    }

    #[test]
    fn only_parting_leaves_merged_and_nothing_skips_the_moderator() {
        for step in Step::ALL {
            let promise = matches!(
                step,
                Step::Reschedule | Step::Keep | Step::GiveUp | Step::Break
            );
            if !step.is_moderation() && !promise && !matches!(step, Step::Part | Step::SplitOff) {
                assert!(Status::Merged.after(*step).is_err(), "{step:?}");
            }
        }
        for step in [Step::Take, Step::Answer, Step::Confirm, Step::Decline] {
            assert!(Status::Submitted.after(step).is_err());
        }
    }

    #[test]
    fn a_case_is_moved_once_and_then_decided() {
        let moved = Routing::First.moved(false, false).expect("by its unit");
        assert_eq!(moved, Routing::Moved);
        assert!(moved.moved(false, false).is_err(), "not on and on");
        assert_eq!(
            moved.moved(false, true).ok(),
            Some(Routing::Moved),
            "within"
        );
        let contested = moved.contested().expect("once");
        assert!(contested.contested().is_err() && contested.moved(false, true).is_err());
        let settled = contested.moved(true, false).expect("by the coordinator");
        assert!(settled.moved(false, false).is_err() && settled.contested().is_err());
        assert!(Routing::First.contested().is_err());
    }

    #[test]
    fn numbers_are_told_from_words() {
        assert!(is_number("SWL-2026-00042") && is_number("a-1-2"));
        for text in [
            "",
            "lampu",
            "e-ktp",
            "2026-00042",
            "-2026-1",
            "SWL-2026-",
            "SWL-2026-1 OR 1",
        ] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn text_forms_round_trip() {
        for s in Status::ALL {
            assert_eq!(Status::parse(s.as_str()), Some(*s));
        }
        assert_eq!(Status::parse("no such"), None);
    }
}
