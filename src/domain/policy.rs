//! Who may do what: one table. Handlers and flows ask it; a test requests every route as every role.

use super::error::Error;
use super::person::{Subject, Viewer};
use super::thread::Visibility;
use std::ops::{BitOr, BitOrAssign};

/// A set of relations between a viewer and a thing.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Standing(u16);

impl Standing {
    pub const NONE: Standing = Standing(0);
    pub const ANYONE: Standing = Standing(1);
    pub const SIGNED_IN: Standing = Standing(1 << 1);
    /// Wrote the thing: by account, or (an opening post) by tracking code.
    pub const AUTHOR: Standing = Standing(1 << 2);
    /// Staff of the thing's unit.
    pub const STAFF: Standing = Standing(1 << 3);
    /// Head of the thing's unit.
    pub const HEAD: Standing = Standing(1 << 4);
    pub const MODERATOR: Standing = Standing(1 << 5);
    pub const ADMIN: Standing = Standing(1 << 6);
    /// The city's coordinator of cases.
    pub const COORDINATOR: Standing = Standing(1 << 7);
    /// A machine with a token that covers the thing's unit.
    pub const TOKEN: Standing = Standing(1 << 8);
    /// Deputy of the head of the thing's unit.
    pub const DEPUTY: Standing = Standing(1 << 9);
    /// An account that a moderator has suspended, for now.
    pub const SUSPENDED: Standing = Standing(1 << 10);
    /// A moderator who took the decision in question.
    pub const DECIDED: Standing = Standing(1 << 11);

    pub const fn or(self, other: Standing) -> Standing {
        Standing(self.0 | other.0)
    }

    /// Whether the two sets share a member.
    pub const fn meets(self, other: Standing) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Standing {
    type Output = Standing;
    fn bitor(self, rhs: Standing) -> Standing {
        self.or(rhs)
    }
}
impl BitOrAssign for Standing {
    fn bitor_assign(&mut self, rhs: Standing) {
        *self = self.or(rhs);
    }
}

macro_rules! policy {
    ($($(#[$doc:meta])* $action:ident: $allowed:expr $(, except $barred:expr)?;)+) => {
        /// Everything that can be asked of the service.
        #[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $action,)+ }

        impl Action {
            pub const ALL: &[Action] = &[$(Action::$action,)+];

            /// Who may.
            pub const fn allowed(self) -> Standing {
                match self { $(Action::$action => $allowed,)+ }
            }

            /// Who may not, even if a standing of theirs is allowed.
            pub const fn barred(self) -> Standing {
                match self { $(Action::$action => policy!(@barred $($barred)?),)+ }
            }
        }
    };
    (@barred) => { Standing::NONE };
    (@barred $barred:expr) => { $barred };
}

const ANYONE: Standing = Standing::ANYONE;
const SIGNED_IN: Standing = Standing::SIGNED_IN;
const AUTHOR: Standing = Standing::AUTHOR;
const WORKS_THERE: Standing = Standing::STAFF.or(Standing::HEAD);
const HEAD: Standing = Standing::HEAD;
const MODERATOR: Standing = Standing::MODERATOR;
const ADMIN: Standing = Standing::ADMIN;
const COORDINATOR: Standing = Standing::COORDINATOR;
const TOKEN: Standing = Standing::TOKEN;
const LEADS: Standing = HEAD.or(Standing::DEPUTY);
const SUSPENDED: Standing = Standing::SUSPENDED;
const DECIDED: Standing = Standing::DECIDED;

policy! {
    /// Pages without anything private.
    ReadPublic: ANYONE;
    /// One thread; what of it is seen depends on [`may_read`].
    ReadThread: ANYONE;
    OpenThread: ANYONE, except SUSPENDED;
    /// Follow a thread, a unit, a service or a search, and read the news of it.
    Follow: SIGNED_IN;
    /// "Saya juga". Nobody supports their own thread.
    Support: ANYONE, except AUTHOR.or(SUSPENDED);
    /// A citizen's further post: with an account, or as the thread's author.
    Reply: SIGNED_IN.or(AUTHOR), except SUSPENDED;
    /// Change one's own text, for a while. What was said before stays readable.
    Edit: SIGNED_IN.or(AUTHOR), except SUSPENDED;
    /// "Did this help?" belongs to who asked, suspended or not: it is their case.
    Confirm: AUTHOR;
    Reopen: AUTHOR;
    Report: ANYONE, except SUSPENDED;
    Rate: ANYONE, except SUSPENDED;
    /// Ask that a decision on what one wrote, or on oneself, be looked at again.
    Appeal: SIGNED_IN.or(AUTHOR);
    Track: ANYONE;
    SignIn: ANYONE;
    ManageOwnAccount: SIGNED_IN;
    /// The link in the mail about an erasure: who holds it calls that off, and nothing else.
    CancelErasure: ANYONE;
    /// Passkeys of one's own account.
    ManagePasskeys: SIGNED_IN;
    /// One-time codes as a second step, for who holds a role; done or not yet.
    ManageSecondStep: SIGNED_IN;
    SeeInbox: WORKS_THERE;
    /// The unit's view of a case, confidential ones too.
    SeeCase: WORKS_THERE.or(COORDINATOR);
    /// A unit's board: who has what, how fast, how well.
    SeeLead: LEADS.or(COORDINATOR);
    /// Every unit's cases at a glance, those that units disagree on first.
    SeeBoard: COORDINATOR;
    /// Move a case to another unit or service.
    Transfer: WORKS_THERE.or(COORDINATOR), except AUTHOR;
    /// Join a case to another about the same thing, and part them again.
    Merge: WORKS_THERE.or(COORDINATOR), except AUTHOR;
    /// Make a thread of a reply that raises another matter.
    Split: WORKS_THERE.or(COORDINATOR), except AUTHOR;
    /// Say of a case that was moved here that it belongs elsewhere.
    Contest: WORKS_THERE, except AUTHOR;
    Take: WORKS_THERE;
    /// Give a case to somebody of the unit.
    Assign: WORKS_THERE;
    /// Speak for the unit. Nobody answers their own complaint.
    Answer: WORKS_THERE, except AUTHOR;
    /// Release an answer of the unit's staff, or give it back.
    Release: LEADS, except AUTHOR;
    /// Set that a unit's answers need a superior's release.
    SetRelease: HEAD.or(ADMIN);
    /// Make and change templates of answers: a unit's own, or the city's.
    ManageTemplates: WORKS_THERE.or(COORDINATOR).or(ADMIN);
    /// Read and edit the lexicon by which texts are read for elements of service: any unit's staff,
    /// since it is one for all.
    EditLexicon: WORKS_THERE.or(Standing::DEPUTY).or(ADMIN);
    /// Change an official answer: a public revision, dated, with a reason.
    Revise: WORKS_THERE, except AUTHOR;
    /// Ask the citizen back.
    Ask: WORKS_THERE, except AUTHOR;
    Note: WORKS_THERE, except AUTHOR;
    /// Say by when something will be done, move the day, and say that it is done or will not be.
    Schedule: WORKS_THERE, except AUTHOR;
    Decline: WORKS_THERE, except AUTHOR;
    /// Say what a post really says, where the program read it wrongly. Nobody corrects their own.
    Correct: WORKS_THERE.or(MODERATOR), except AUTHOR;
    /// A unit's figures without the veil over small counts, and what is withheld.
    SeeInside: WORKS_THERE.or(COORDINATOR);
    /// Note of a day what may explain the unit's figures.
    NoteEvent: HEAD;
    SeeModeration: MODERATOR;
    /// Moderators don't judge their own posts or their own unit's cases.
    Decide: MODERATOR, except AUTHOR.or(WORKS_THERE);
    /// A unit's digests, their archive and plans.
    SeeDigests: LEADS.or(COORDINATOR).or(ADMIN);
    /// Say what will be done about what a digest says, and what came of it.
    PlanFollowUp: LEADS;
    /// Have a digest sent once more.
    ResendDigest: LEADS.or(ADMIN);
    /// Name a deputy among the unit's staff.
    NameDeputy: HEAD.or(ADMIN);
    /// The link in a digest: who holds it stops the mail, and nothing else.
    Unsubscribe: ANYONE;
    /// Take something from the queue to decide it, so that two don't do one.
    Claim: MODERATOR, except AUTHOR.or(WORKS_THERE);
    /// Whether a rating counts.
    DecideRating: MODERATOR, except WORKS_THERE;
    /// An appeal goes to another moderator than the one whose decision it is about.
    DecideAppeal: MODERATOR, except AUTHOR.or(WORKS_THERE).or(DECIDED);
    /// Take one's own decision back, for a while.
    Undo: DECIDED, except AUTHOR.or(WORKS_THERE);
    /// See what was written behind a mask: with a reason, and each look is audited. Nobody who
    /// works for a unit may, whatever else they are (`flows/unmask.rs`).
    Unmask: MODERATOR, except AUTHOR.or(WORKS_THERE);
    /// Who of one's unit was praised by name.
    SeePraise: HEAD;
    /// The names by which a unit's staff are known in texts.
    ManageStaffNames: HEAD;
    SeeAdmin: ADMIN;
    /// The words by which texts are scored.
    ManageWords: ADMIN;
    SeeAudit: ADMIN;
    ManageRoles: ADMIN;
    /// Open and close units.
    ManageUnits: ADMIN;
    /// Invite somebody to a role: an admin to any, a head to their unit's staff.
    Invite: HEAD.or(ADMIN);
    /// Whoever holds an invitation's link.
    AcceptInvitation: ANYONE;
    ManageMail: ADMIN;
    /// Webhooks and tokens of a unit are its head's affair; those of the whole city the admins'.
    ManageConnections: Standing::HEAD.or(ADMIN);
    /// Figures for machines, of the units that a token covers.
    UseApi: TOKEN;
    /// Pages that exist in the demonstration only; the route answers 404 elsewhere.
    Demonstrate: ANYONE;
    /// A photo that has not been sent yet: who uploaded it sees it, which the query asks.
    SeeOwnUpload: ANYONE;
    /// Health checks, assets, robots.
    Operate: ANYONE;
}

/// The answer of the table for a viewer and a thing.
pub fn may(action: Action, viewer: &Viewer, subject: &Subject) -> bool {
    holds(action, viewer.standing(subject))
}

/// As [`may`], about a decision: `decided_by` is who took it.
pub fn may_about(
    action: Action,
    viewer: &Viewer,
    subject: &Subject,
    decided_by: crate::domain::ids::AccountId,
) -> bool {
    let mut standing = viewer.standing(subject);
    if standing.meets(MODERATOR) && viewer.account_id() == Some(decided_by) {
        standing |= DECIDED;
    }
    holds(action, standing)
}

/// Whether the viewer may decide what waits on the desk about a thing. `not_by` is who took the
/// decision that is appealed, if it is an appeal.
pub fn may_decide(
    viewer: &Viewer,
    subject: &Subject,
    not_by: Option<crate::domain::ids::AccountId>,
) -> bool {
    match not_by {
        Some(by) => may_about(Action::DecideAppeal, viewer, subject, by),
        None => may(Action::Claim, viewer, subject),
    }
}

fn holds(action: Action, standing: Standing) -> bool {
    action.allowed().meets(standing) && !action.barred().meets(standing)
}

/// Whether there may be any thing at all on which the viewer could do this: the check made at
/// the route, before the thing is loaded.
pub fn could(action: Action, viewer: &Viewer) -> bool {
    let kept_out = viewer.suspended().is_some() && action.barred().meets(SUSPENDED);
    action.allowed().meets(viewer.best_standing()) && !kept_out
}

/// What to answer who may not: sign in first, where that could help, or no.
pub fn refused(action: Action, viewer: &Viewer) -> Error {
    let by_account = SIGNED_IN
        .or(WORKS_THERE)
        .or(LEADS)
        .or(COORDINATOR)
        .or(MODERATOR)
        .or(DECIDED)
        .or(ADMIN);
    if let Some(restraint) = viewer.suspended()
        && action.barred().meets(SUSPENDED)
    {
        Error::Suspended {
            until: restraint.until,
        }
    } else if viewer.account.is_none() && action.allowed().meets(by_account) {
        Error::SignInNeeded
    } else if viewer.withheld().is_some() {
        Error::SecondStepNeeded
    } else {
        Error::Forbidden
    }
}

/// Whether the viewer decides where cases belong.
pub fn coordinates(viewer: &Viewer) -> bool {
    viewer.best_standing().meets(COORDINATOR)
}

/// Who may read a thread of this visibility.
pub fn may_read(visibility: Visibility, standing: Standing) -> bool {
    match visibility {
        Visibility::Public => true,
        // A held or refused thread is between its author and the moderators; a hidden one leaves
        // a public trace (its page says by which rule), so it "may be read" as that trace.
        Visibility::Hidden => true,
        Visibility::Held | Visibility::Refused => standing.meets(AUTHOR.or(MODERATOR)),
        Visibility::Confidential => {
            standing.meets(AUTHOR.or(WORKS_THERE).or(COORDINATOR).or(MODERATOR))
        }
    }
}

/// Who may see a photo of such a thread. `hidden`: a moderator hid it, or the post it belongs to is
/// not shown and is not the viewer's own; then only those who decide look, as of a hidden thread
/// only they and its author.
pub fn may_see_photo(visibility: Visibility, hidden: bool, standing: Standing) -> bool {
    may_read(visibility, standing)
        && (visibility != Visibility::Hidden || standing.meets(AUTHOR.or(MODERATOR)))
        && (!hidden || standing.meets(MODERATOR))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{AccountId, UnitId};
    use crate::domain::person::{Account, Grant, Role};

    fn with(role: Role, unit: Option<UnitId>) -> Viewer {
        Viewer {
            account: Some(Account {
                id: AccountId::new(),
                name: "Rina".into(),
                email: "rina@kota.test".into(),
                restraint: None,
                withheld: None,
                grants: vec![Grant {
                    role,
                    unit,
                    units: unit.into_iter().collect(),
                    position: String::new(),
                }],
            }),
            ..Viewer::default()
        }
    }

    #[test]
    fn staff_answer_only_for_their_unit_and_never_their_own() {
        let (mine, other) = (UnitId::new(), UnitId::new());
        let staff = with(Role::Staff, Some(mine));
        let at = |unit, own| Subject {
            unit: Some(unit),
            own,
        };
        assert!(may(Action::Answer, &staff, &at(mine, false)));
        assert!(!may(Action::Answer, &staff, &at(other, false)));
        assert!(!may(Action::Answer, &staff, &at(mine, true)));
        assert!(!may(
            Action::Answer,
            &with(Role::Admin, None),
            &at(mine, false)
        ));
    }

    #[test]
    fn a_moderator_is_barred_from_own_posts_and_own_unit() {
        let unit = UnitId::new();
        let mut viewer = with(Role::Moderator, None);
        let subject = |own| Subject {
            unit: Some(unit),
            own,
        };
        assert!(may(Action::Decide, &viewer, &subject(false)));
        assert!(!may(Action::Decide, &viewer, &subject(true)));
        if let Some(account) = &mut viewer.account {
            account.grants.push(Grant {
                role: Role::Staff,
                unit: Some(unit),
                units: vec![unit],
                position: String::new(),
            });
        }
        assert!(!may(Action::Decide, &viewer, &subject(false)));
    }

    #[test]
    fn an_appeal_is_for_another_moderator_and_only_the_first_takes_back() {
        let unit = UnitId::new();
        let subject = Subject {
            unit: Some(unit),
            own: false,
        };
        let (first, second) = (with(Role::Moderator, None), with(Role::Moderator, None));
        let decided_by = first.account_id().expect("an account");
        let about = |action, viewer| may_about(action, viewer, &subject, decided_by);
        assert!(!about(Action::DecideAppeal, &first) && about(Action::DecideAppeal, &second));
        assert!(about(Action::Undo, &first) && !about(Action::Undo, &second));
        for role in Role::ALL.iter().filter(|r| **r != Role::Moderator) {
            let viewer = with(*role, Some(unit));
            let id = viewer.account_id().expect("an account");
            for action in [
                Action::DecideAppeal,
                Action::Undo,
                Action::Claim,
                Action::DecideRating,
            ] {
                assert!(
                    !may_about(action, &viewer, &subject, id),
                    "{action:?} {role:?}"
                );
            }
        }
    }

    #[test]
    fn who_is_suspended_reads_follows_and_appeals() {
        use crate::domain::moderation::{Restraint, SanctionKind};
        let mut viewer = with(Role::Staff, Some(UnitId::new()));
        let until = crate::domain::time::Instant(1);
        let own = Subject {
            unit: None,
            own: true,
        };
        let other = Subject::default();
        for (kind, free) in [(SanctionKind::Limit, true), (SanctionKind::Suspend, false)] {
            if let Some(account) = &mut viewer.account {
                account.restraint = Some(Restraint { kind, until });
            }
            for action in [
                Action::OpenThread,
                Action::Support,
                Action::Reply,
                Action::Report,
                Action::Rate,
            ] {
                assert_eq!(may(action, &viewer, &other), free, "{action:?} {kind:?}");
                assert_eq!(could(action, &viewer), free, "{action:?} {kind:?}");
            }
            for action in [
                Action::ReadThread,
                Action::Confirm,
                Action::Reopen,
                Action::Appeal,
                Action::Track,
            ] {
                assert!(may(action, &viewer, &own), "{action:?} {kind:?}");
            }
        }
        assert!(matches!(
            refused(Action::Reply, &viewer),
            Error::Suspended { .. }
        ));
    }

    #[test]
    fn what_may_be_done_could_be_done() {
        let unit = UnitId::new();
        for role in Role::ALL {
            let viewer = with(*role, Some(unit));
            for action in Action::ALL {
                for own in [false, true] {
                    let subject = Subject {
                        unit: Some(unit),
                        own,
                    };
                    if may(*action, &viewer, &subject) {
                        assert!(could(*action, &viewer), "{action:?} {role:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn photos_are_seen_by_who_may_read_and_hidden_ones_by_moderators() {
        let anyone = Standing::ANYONE | Standing::SIGNED_IN | Standing::ADMIN;
        assert!(may_see_photo(Visibility::Public, false, anyone));
        for v in Visibility::ALL {
            assert_eq!(
                may_see_photo(*v, false, anyone),
                *v == Visibility::Public,
                "{v:?}"
            );
            assert!(!may_see_photo(*v, true, anyone | Standing::AUTHOR));
            assert!(may_see_photo(*v, true, Standing::MODERATOR));
        }
        assert!(may_see_photo(Visibility::Hidden, false, Standing::AUTHOR));
        assert!(!may_see_photo(Visibility::Held, false, Standing::STAFF));
        assert!(may_see_photo(
            Visibility::Confidential,
            false,
            Standing::STAFF
        ));
    }

    #[test]
    fn confidential_threads_stay_among_author_unit_and_moderators() {
        let c = Visibility::Confidential;
        assert!(!may_read(c, Standing::ANYONE | Standing::SIGNED_IN));
        assert!(!may_read(c, Standing::ANYONE | Standing::ADMIN));
        assert!(may_read(c, Standing::AUTHOR));
        assert!(may_read(c, Standing::STAFF));
        assert!(may_read(c, Standing::MODERATOR));
    }
}
