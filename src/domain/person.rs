//! Who is asking: a visitor, a citizen with an account, someone with roles.

use super::ids::{AccountId, ThreadId, UnitId};
use super::moderation::{Restraint, SanctionKind};
use super::policy::Standing;
use super::time::{DAY_MS, MINUTE_MS};

/// How long a session lasts without use.
pub const SESSION_MS: i64 = 30 * DAY_MS;
/// How old a session's token grows before it is changed.
pub const ROTATE_MS: i64 = DAY_MS;
/// How long the token before is still good, for requests under way.
pub const GRACE_MS: i64 = MINUTE_MS;

crate::text_enum! {
    /// What an account may be granted. `Staff`, `UnitHead` and `Deputy` always name a unit (and
    /// cover the units below it); the others are city-wide.
    pub enum Role {
        Staff = "staff",
        UnitHead = "unit_head",
        /// Reads the head's digests and keeps the plans; works on cases only as staff besides.
        Deputy = "deputy",
        /// Decides which unit a case belongs to where units disagree; looks over all of them.
        Coordinator = "coordinator",
        Moderator = "moderator",
        Admin = "admin",
    }
}

crate::text_enum! {
    /// By what a session began.
    pub enum Means {
        /// A code sent by email.
        Code = "code",
        Passkey = "passkey",
        /// The city's identity provider (OpenID Connect).
        Provider = "provider",
        /// The demonstration.
        Demo = "demo",
    }
}

crate::text_enum! {
    /// What a code sent by email is for; one for one thing is no use for another.
    pub enum CodeFor {
        SignIn = "sign_in",
        /// Confirms that one's account is to be erased.
        Erase = "erase",
    }
}

impl Role {
    /// Whether the role is held on a unit rather than city-wide.
    pub fn needs_unit(self) -> bool {
        matches!(self, Role::Staff | Role::UnitHead | Role::Deputy)
    }

    /// Whether who holds it works on the unit's cases.
    pub fn works_cases(self) -> bool {
        matches!(self, Role::Staff | Role::UnitHead)
    }
}

/// A role in force. `units` lists the unit of the grant and all below it; empty for city-wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub unit: Option<UnitId>,
    pub units: Vec<UnitId>,
    /// The position shown beside official answers, such as "Kepala Bidang".
    pub position: String,
}

/// An account that is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub grants: Vec<Grant>,
    /// What moderators have taken from it for now.
    pub restraint: Option<Restraint>,
    /// Its roles are not in `grants`: they wait for a second step.
    pub withheld: Option<Withheld>,
}

/// Why the roles of an account are not there in this session.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// The city asks for a second step, and none is set up.
    Enrol,
    /// A one-time code, or a recovery code, is asked for.
    Enter,
    /// There is a passkey and no one-time code: signing in by the passkey is both steps.
    Passkey,
}

impl Withheld {
    /// Whether a way in may be added in such a session: only where there is none yet. Else who reads
    /// the mail alone could add one of their own.
    pub fn may_enrol(self) -> bool {
        self == Withheld::Enrol
    }
}

/// Where a request comes from. Only ever hashed; what is printed of it tells nothing.
#[derive(Copy, Clone, PartialEq, Eq)]
pub struct Address(pub std::net::IpAddr);

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// Whoever makes a request. Never holds more than the request itself proved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewer {
    pub account: Option<Account>,
    /// Keyed hash of the browser's visitor cookie, if it has one.
    pub visitor: Option<String>,
    /// The thread whose tracking code this browser has entered, and those that replies in it have
    /// become.
    pub tracked: Vec<ThreadId>,
    /// The token of the API that the request carried; a browser never has one.
    pub token: Option<Covers>,
    pub address: Option<Address>,
}

/// What a token of the API covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Covers {
    City,
    /// A unit and all below it.
    Units(Vec<UnitId>),
}

impl Covers {
    /// Whether it covers a unit; what is of no unit is the city's.
    pub fn covers(&self, unit: Option<UnitId>) -> bool {
        match self {
            Covers::City => true,
            Covers::Units(units) => unit.is_some_and(|u| units.contains(&u)),
        }
    }
}

/// What an act is about, as far as policy must know.
#[derive(Copy, Clone, Debug, Default)]
pub struct Subject {
    pub unit: Option<UnitId>,
    /// Whether the viewer wrote it.
    pub own: bool,
}

impl Viewer {
    pub fn account_id(&self) -> Option<AccountId> {
        self.account.as_ref().map(|a| a.id)
    }

    /// Why one's roles are not there, if they wait for a second step.
    pub fn withheld(&self) -> Option<Withheld> {
        self.account.as_ref().and_then(|a| a.withheld)
    }

    fn grants(&self) -> &[Grant] {
        self.account.as_ref().map_or(&[], |a| &a.grants)
    }

    fn restrained(&self, kind: SanctionKind) -> Option<Restraint> {
        let restraint = self.account.as_ref().and_then(|a| a.restraint);
        restraint.filter(|r| r.kind == kind)
    }

    /// Until when the account is suspended, if it is.
    pub fn suspended(&self) -> Option<Restraint> {
        self.restrained(SanctionKind::Suspend)
    }

    /// Until when what the account writes waits for a moderator, if it does.
    pub fn limited(&self) -> Option<Restraint> {
        self.restrained(SanctionKind::Limit)
    }

    /// All standings the viewer has towards `subject`.
    pub fn standing(&self, subject: &Subject) -> Standing {
        let mut s = Standing::ANYONE;
        if self.account.is_some() {
            s |= Standing::SIGNED_IN;
        }
        if subject.own {
            s |= Standing::AUTHOR;
        }
        if self.token.as_ref().is_some_and(|t| t.covers(subject.unit)) {
            s |= Standing::TOKEN;
        }
        if self.suspended().is_some() {
            s |= Standing::SUSPENDED;
        }
        for grant in self.grants() {
            let here = subject.unit.is_some_and(|u| grant.units.contains(&u));
            s |= match grant.role {
                Role::Staff if here => Standing::STAFF,
                Role::UnitHead if here => Standing::HEAD,
                Role::Deputy if here => Standing::DEPUTY,
                Role::Coordinator => Standing::COORDINATOR,
                Role::Moderator => Standing::MODERATOR,
                Role::Admin => Standing::ADMIN,
                Role::Staff | Role::UnitHead | Role::Deputy => Standing::NONE,
            };
        }
        s
    }

    /// The most the viewer could be towards any thing: used before the thing is known.
    pub fn best_standing(&self) -> Standing {
        let mut s = Standing::ANYONE | Standing::AUTHOR;
        if self.account.is_some() {
            s |= Standing::SIGNED_IN;
        }
        if self.token.is_some() {
            s |= Standing::TOKEN;
        }
        for grant in self.grants() {
            s |= match grant.role {
                Role::Staff => Standing::STAFF,
                Role::UnitHead => Standing::HEAD,
                Role::Deputy => Standing::DEPUTY,
                Role::Coordinator => Standing::COORDINATOR,
                // Some decision may be theirs.
                Role::Moderator => Standing::MODERATOR | Standing::DECIDED,
                Role::Admin => Standing::ADMIN,
            };
        }
        s
    }

    /// Whether the viewer wrote a post, by account or (an opening post) by tracking code. The
    /// browser's visitor cookie is no proof: others may use the same telephone.
    pub fn wrote(&self, thread: ThreadId, opening: bool, account: Option<AccountId>) -> bool {
        (opening && self.tracked.contains(&thread))
            || (account.is_some() && account == self.account_id())
    }

    /// Units on which the viewer works, as staff or head.
    pub fn work_units(&self) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = self
            .grants()
            .iter()
            .filter(|g| g.role.works_cases())
            .flat_map(|g| g.units.iter().copied())
            .collect();
        units.sort();
        units.dedup();
        units
    }

    /// The grant under which the viewer speaks for `unit`: the head's before the staff's.
    pub fn speaks_for(&self, unit: UnitId) -> Option<&Grant> {
        let holds = |role| {
            self.grants()
                .iter()
                .find(move |g| g.role == role && g.units.contains(&unit))
        };
        holds(Role::UnitHead).or_else(|| holds(Role::Staff))
    }

    /// Units of which the viewer is head or deputy, by the grants themselves: the digests they get.
    pub fn leads(&self) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = self
            .grants()
            .iter()
            .filter(|g| matches!(g.role, Role::UnitHead | Role::Deputy))
            .filter_map(|g| g.unit)
            .collect();
        units.sort();
        units.dedup();
        units
    }

    /// Units of which the viewer is head or deputy, with those below.
    pub fn lead_units(&self) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = self
            .grants()
            .iter()
            .filter(|g| matches!(g.role, Role::UnitHead | Role::Deputy))
            .flat_map(|g| g.units.iter().copied())
            .collect();
        units.sort();
        units.dedup();
        units
    }

    /// Units that the viewer heads, with those below.
    pub fn head_units(&self) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = self
            .grants()
            .iter()
            .filter(|g| g.role == Role::UnitHead)
            .flat_map(|g| g.units.iter().copied())
            .collect();
        units.sort();
        units.dedup();
        units
    }

    pub fn has_any_role(&self) -> bool {
        !self.grants().is_empty()
    }

    pub fn has_role(&self, role: Role) -> bool {
        self.grants().iter().any(|g| g.role == role)
    }
}
