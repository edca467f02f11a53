//! Moderation: published rules, reasoned and reversible decisions, sanctions, appeals.

use super::desk::ItemKind;
use super::thread::{PostVisibility, Visibility};
use super::time::{DAY_MS, HOUR_MS, Instant};

crate::text_enum! {
    /// The published list of rules. Texts stand in the locale files (`rule-…`).
    pub enum Rule {
        PersonalData = "personal-data",
        Insult = "insult",
        Hate = "hate",
        Threat = "threat",
        Spam = "spam",
        OffTopic = "off-topic",
        FalseOfficial = "false-official",
        Illegal = "illegal",
        Duplicate = "duplicate",
    }
}

impl Rule {
    /// Whether breaking it harms somebody more the longer it stands.
    pub fn is_urgent(self) -> bool {
        matches!(
            self,
            Rule::PersonalData | Rule::Hate | Rule::Threat | Rule::Illegal
        )
    }
}

crate::text_enum! {
    /// What a moderator decides. What takes something away needs a rule.
    pub enum Decision {
        /// Show what was held.
        Publish = "publish",
        /// Don't show what was held.
        Refuse = "refuse",
        Hide = "hide",
        /// Show again what was hidden or refused.
        Restore = "restore",
        /// Nothing is wrong with it: leave it.
        Dismiss = "dismiss",
        /// Hide one photo of a post, and leave its words.
        HidePhoto = "hide-photo",
        RestorePhoto = "restore-photo",
        /// The reports were made to silence somebody: leave it, and trust their makers less.
        Misuse = "misuse",
        /// Cover some words; the rest stays.
        Mask = "mask",
        /// Uncover all words that moderators have covered.
        Unmask = "unmask",
        /// Close a thread for replies.
        Lock = "lock",
        Unlock = "unlock",
        /// To the unit or service whose task it is.
        Move = "move",
        Warn = "warn",
        /// What the person writes waits for a moderator, and there is little of it a day.
        Limit = "limit",
        /// The person may read, follow their cases and appeal, but not write.
        Suspend = "suspend",
        /// End a sanction before its time.
        Lift = "lift",
        /// Take a rating out of the figures.
        Exclude = "exclude",
        /// Count a rating (again).
        Include = "include",
        /// An appeal is right: what was decided is undone.
        Overturn = "overturn",
        /// An appeal is not right: what was decided stays.
        Uphold = "uphold",
    }
}

impl Decision {
    pub fn needs_rule(self) -> bool {
        use Decision::*;
        matches!(
            self,
            Refuse | Hide | HidePhoto | Mask | Lock | Warn | Limit | Suspend | Exclude
        )
    }

    /// Whether it is about one photo, not the post.
    pub fn of_photo(self) -> bool {
        matches!(self, Decision::HidePhoto | Decision::RestorePhoto)
    }

    /// Whether it concerns a person rather than a text.
    pub fn is_sanction(self) -> bool {
        use Decision::*;
        matches!(self, Warn | Limit | Suspend | Lift)
    }

    /// Whether whom it concerns may ask for another look. Ratings have no known author, and what
    /// gives something back or decides an appeal is not appealed.
    pub fn is_appealable(self) -> bool {
        self.needs_rule() && self != Decision::Exclude
    }

    /// Which questions on the desk about the same post it answers.
    pub fn settles(self) -> &'static [ItemKind] {
        use Decision::*;
        use ItemKind as K;
        match self {
            Publish | Refuse => &[K::Held, K::Doubt],
            Hide | Restore | Mask => &[K::Reported, K::Doubt],
            Dismiss => &[K::Reported, K::Doubt],
            Misuse => &[K::Reported],
            Exclude | Include => &[K::Rating],
            Overturn | Uphold => &[K::Appeal],
            Unmask | Lock | Unlock | Move | Warn | Limit | Suspend | Lift | HidePhoto
            | RestorePhoto => &[],
        }
    }

    /// What becomes of the open reports of the post; `None`: they stay open.
    pub fn reports(self) -> Option<ReportState> {
        use Decision::*;
        match self {
            Hide | Mask | Refuse => Some(ReportState::Upheld),
            Dismiss | Restore => Some(ReportState::Dismissed),
            Misuse => Some(ReportState::Misused),
            _ => None,
        }
    }
}

crate::text_enum! {
    /// Where a report stands.
    pub enum ReportState {
        Open = "open",
        Upheld = "upheld",
        Dismissed = "dismissed",
        /// Made to silence somebody.
        Misused = "misused",
    }
}

/// What has become of someone's earlier reports.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportRecord {
    pub upheld: i64,
    pub dismissed: i64,
    pub misused: i64,
}

/// Reports of one post within [`BURST_MS`] that may be a weapon.
pub const BURST: i64 = 10;
pub const BURST_MS: i64 = HOUR_MS;

impl ReportRecord {
    /// The share of their reports that would be founded, 0 to 1, by the rule of succession; half
    /// for who has not reported before. A misused one counts as three unfounded ones.
    pub fn reliability(self) -> f64 {
        let good = self.upheld.max(0) as f64;
        let bad = (self.dismissed.max(0) + 3 * self.misused.max(0)) as f64;
        (good + 1.0) / (good + bad + 2.0)
    }

    /// Whether most of what they report is unfounded.
    pub fn is_unreliable(self) -> bool {
        self.reliability() < 0.25
    }

    /// Hours by which one report of theirs brings a post forward: 0 to 18. It moves a post in the
    /// queue and does nothing else: nobody's report hides anything.
    pub fn weight(self, rule: Rule) -> i64 {
        if self.is_unreliable() {
            return 0;
        }
        let urgent = if rule.is_urgent() { 6.0 } else { 0.0 };
        (12.0 * self.reliability() + urgent).round() as i64
    }
}

crate::text_enum! {
    /// Where an appeal stands.
    pub enum AppealState {
        Open = "open",
        /// The decision was undone.
        Granted = "granted",
        /// The decision stands, finally.
        Denied = "denied",
        /// The decision was taken back before anyone looked.
        Moot = "moot",
    }
}

crate::text_enum! {
    /// What a sanction takes from an account.
    pub enum SanctionKind {
        Warn = "warn",
        Limit = "limit",
        Suspend = "suspend",
    }
}

impl SanctionKind {
    pub fn of(decision: Decision) -> Option<Self> {
        match decision {
            Decision::Warn => Some(SanctionKind::Warn),
            Decision::Limit => Some(SanctionKind::Limit),
            Decision::Suspend => Some(SanctionKind::Suspend),
            _ => None,
        }
    }
}

/// Days that a limit or a suspension may last.
pub const SANCTION_DAYS: &[i64] = &[1, 3, 7, 14, 30, 90, 180, 365];
/// Texts that a limited person may send a day; each waits for a moderator.
pub const LIMITED_A_DAY: i64 = 3;
/// Hours by which what a limited person writes comes before others': none.
pub const LIMITED_WEIGHT: i64 = 0;

/// What an account may not do for now, the gravest of its sanctions.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Restraint {
    pub kind: SanctionKind,
    /// It ends by itself then.
    pub until: Instant,
}

impl Restraint {
    /// The gravest at `now` of these kinds and ends; warnings restrain nobody.
    pub fn gravest(
        all: impl IntoIterator<Item = (SanctionKind, Option<Instant>)>,
        now: Instant,
    ) -> Option<Restraint> {
        all.into_iter()
            .filter(|(kind, _)| *kind != SanctionKind::Warn)
            .filter_map(|(kind, until)| {
                Some(Restraint {
                    kind,
                    until: until?,
                })
            })
            .filter(|r| now < r.until)
            .max_by_key(|r| (r.kind, r.until))
    }
}

/// How a post and its thread stand, as far as decisions on it depend on it.
#[derive(Copy, Clone, Debug)]
pub struct State {
    pub thread: Visibility,
    pub post: PostVisibility,
    pub opening: bool,
    /// Written by a citizen, not by the unit.
    pub citizen: bool,
    pub reported: bool,
    pub doubted: bool,
    /// Moderators have covered words in it.
    pub masked: bool,
    pub locked: bool,
    /// Its author can be held to a sanction.
    pub has_account: bool,
    /// It was the occasion of a sanction that is in force.
    pub sanctioned: bool,
}

/// What may be decided now, what is most often right first.
pub fn offered(s: &State) -> Vec<Decision> {
    use Decision::*;
    let in_view = matches!(s.thread, Visibility::Public | Visibility::Confidential);
    let held = match s.opening {
        true => s.thread == Visibility::Held,
        false => s.post == PostVisibility::Held && in_view,
    };
    let refused = match s.opening {
        true => s.thread == Visibility::Refused,
        false => s.post == PostVisibility::Refused && in_view,
    };
    let hidden = s.post == PostVisibility::Hidden;
    let shown = in_view && s.post == PostVisibility::Public;
    let choices = [
        (Publish, held),
        (Dismiss, s.reported || s.doubted),
        (Restore, hidden || refused),
        (Mask, held || shown),
        (Refuse, held),
        (Hide, shown),
        (Misuse, s.reported),
        (Unmask, s.masked),
        (Lock, in_view && s.opening && !s.locked),
        (Unlock, s.locked && s.opening),
        (Move, s.opening && (in_view || s.thread == Visibility::Held)),
        (Warn, s.citizen && s.has_account),
        (Limit, s.citizen && s.has_account),
        (Suspend, s.citizen && s.has_account),
        (Lift, s.sanctioned),
    ];
    choices.into_iter().filter(|c| c.1).map(|c| c.0).collect()
}

/// Until when a sanction lasts; `None` for a warning, which is said and done.
pub fn ends(kind: SanctionKind, now: Instant, days: i64) -> Option<Instant> {
    (kind != SanctionKind::Warn).then(|| now.plus_ms(days * DAY_MS))
}

/// Whether a decision may still be appealed.
pub fn may_appeal(decision: Decision, decided: Instant, now: Instant, days: i64) -> bool {
    decision.is_appealable() && now <= decided.plus_ms(days * DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reporter_is_trusted_by_their_record() {
        let record = |upheld, dismissed, misused| ReportRecord {
            upheld,
            dismissed,
            misused,
        };
        let new = record(0, 0, 0);
        assert_eq!((new.weight(Rule::Spam), new.weight(Rule::Threat)), (6, 12));
        assert!(record(5, 0, 0).weight(Rule::Spam) > new.weight(Rule::Spam));
        assert!(
            record(0, 2, 0).weight(Rule::Spam) > 0,
            "two slips silence nobody"
        );
        assert_eq!(record(0, 3, 0).weight(Rule::Threat), 0);
        assert_eq!(record(0, 0, 1).weight(Rule::Insult), 0, "one misuse");
        assert!(
            record(9, 3, 0).weight(Rule::Insult) > 6,
            "trust is won back"
        );
    }

    #[test]
    fn the_gravest_sanction_holds_until_its_end() {
        let (limit, suspend) = (SanctionKind::Limit, SanctionKind::Suspend);
        let all = [
            (SanctionKind::Warn, None),
            (limit, Some(Instant(50))),
            (suspend, Some(Instant(20))),
        ];
        let at = |now| Restraint::gravest(all, Instant(now)).map(|r| r.kind);
        assert_eq!(at(0), Some(suspend));
        assert_eq!(at(20), Some(limit));
        assert_eq!(at(50), None);
    }

    #[test]
    fn what_takes_away_can_be_appealed() {
        for d in Decision::ALL {
            assert_eq!(
                d.is_appealable(),
                d.needs_rule() && *d != Decision::Exclude,
                "{d:?}"
            );
            assert!(
                !d.settles().contains(&ItemKind::Appeal)
                    || matches!(d, Decision::Overturn | Decision::Uphold)
            );
        }
        assert!(may_appeal(Decision::Hide, Instant(0), Instant(DAY_MS), 1));
        assert!(!may_appeal(
            Decision::Hide,
            Instant(0),
            Instant(DAY_MS + 1),
            1
        ));
        assert!(!may_appeal(Decision::Uphold, Instant(0), Instant(0), 1));
    }

    #[test]
    fn what_is_offered_fits_what_is_there() {
        for (i, thread) in Visibility::ALL.iter().enumerate() {
            for post in PostVisibility::ALL {
                for bits in 0..128u8 {
                    let bit = |n: u8| bits & (1 << n) != 0;
                    let s = State {
                        thread: *thread,
                        post: *post,
                        opening: bit(0),
                        citizen: bit(1),
                        reported: bit(2),
                        doubted: bit(3),
                        masked: bit(4),
                        locked: bit(5),
                        has_account: bit(6),
                        sanctioned: i == 0,
                    };
                    let all = offered(&s);
                    let has = |d| all.contains(&d);
                    assert!(!(has(Decision::Publish) && has(Decision::Hide)), "{s:?}");
                    assert!(!(has(Decision::Lock) && has(Decision::Unlock)), "{s:?}");
                    assert!(
                        !has(Decision::Suspend) || (s.citizen && s.has_account),
                        "{s:?}"
                    );
                    assert!(!has(Decision::Dismiss) || s.reported || s.doubted, "{s:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_report_moves_a_post_and_never_far(u in 0..10_000i64, d in 0..10_000i64, m in 0..100i64) {
            let record = ReportRecord { upheld: u, dismissed: d, misused: m };
            for rule in Rule::ALL {
                prop_assert!((0..=18).contains(&record.weight(*rule)));
            }
            let better = ReportRecord { upheld: u + 1, ..record };
            prop_assert!(better.reliability() > record.reliability());
        }
    }
}
