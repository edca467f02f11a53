//! How long each kind of data is kept. One table: the job applies it, and the page that tells
//! citizens is made of it.

use super::hook::KEEP_MS;
use super::person::SESSION_MS;
use super::time::DAY_MS;

crate::text_enum! {
    /// Kinds of data that go by themselves.
    pub enum Kind {
        /// Hashes of addresses, each day's under a key of its own; then hash and key go.
        Addresses = "addresses",
        /// Drafts. They lie in the writer's browser and nowhere else; our script clears them.
        Drafts = "drafts",
        /// Sessions without use.
        Sessions = "sessions",
        /// Sign-in codes, after they have expired.
        Codes = "codes",
        /// Names of forms, by which one sent twice is seen.
        Forms = "forms",
        /// To whom a mail went.
        Mail = "mail",
        /// Threads that wait for a moderator and that nobody has decided on.
        Held = "held",
        /// What was not published: words, and who wrote them.
        Refused = "refused",
        /// By whom a rating was given, so that each counts once a day.
        Raters = "raters",
        /// Reports that are decided, and what was noted for moderators.
        Reports = "reports",
        /// What was sent to units' own systems. No names are in it.
        Hooks = "hooks",
        /// What happened in what people follow, and whom it was told.
        News = "news",
    }
}

/// What a city may set, in days.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    pub addresses: i64,
    pub mail: i64,
    pub held: i64,
    pub refused: i64,
    pub raters: i64,
    pub reports: i64,
}

/// One kind and how long it is kept, in whole days from when it came (sessions: from their last
/// use; codes: from their end; refused posts: from the decision).
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub kind: Kind,
    pub days: i64,
}

impl Schedule {
    pub fn ms(self) -> i64 {
        self.days.saturating_mul(DAY_MS)
    }
}

/// The schedule of every kind.
pub fn table(keep: &Keep) -> Vec<Schedule> {
    Kind::ALL
        .iter()
        .map(|kind| Schedule {
            kind: *kind,
            days: match kind {
                Kind::Addresses => keep.addresses,
                Kind::Drafts => 14,
                Kind::Sessions => SESSION_MS / DAY_MS,
                Kind::Codes => 1,
                Kind::Forms => 7,
                Kind::Mail => keep.mail,
                Kind::Held => keep.held,
                Kind::Refused => keep.refused,
                Kind::Raters => keep.raters,
                Kind::Reports => keep.reports,
                Kind::Hooks => KEEP_MS / DAY_MS,
                Kind::News => 90,
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_time() {
        let keep = Keep {
            addresses: 7,
            mail: 30,
            held: 180,
            refused: 90,
            raters: 30,
            reports: 180,
        };
        let table = table(&keep);
        assert_eq!(table.len(), Kind::ALL.len());
        assert!(table.iter().all(|s| s.days > 0));
        assert_eq!(table[0].ms(), 7 * DAY_MS);
    }
}
