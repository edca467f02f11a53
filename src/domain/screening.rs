//! Whether what someone has written is published, held for a moderator, or given back: from what is
//! known of it, by thresholds that the city sets. Each reason is told to the writer.

use super::moderation::Rule;

/// What is known of a text and of who sends it. Flows gather it; nothing here is looked up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signals {
    /// Score of the words, 0 to 1, and the rule that the worst of them break.
    pub abuse: f64,
    pub rule: Option<Rule>,
    /// Links in the text.
    pub links: usize,
    /// Nothing of the writer's stands published.
    pub first: bool,
    /// Posts of the writer within the last hour, this one not among them.
    pub in_hour: i64,
    /// How alike the most alike of the writer's own posts of the last days is, 0 to 1.
    pub own_likeness: f64,
    /// Posts of others within a day with nearly the same words.
    pub copies: i64,
    /// Posts of this writer or address that were withheld lately.
    pub withheld: i64,
    /// Their account is limited: all that they write waits.
    pub limited: bool,
    /// The name they go by looks like an office's.
    pub official_name: bool,
    /// The writer has been told that it won't be published as it is, and asks that a moderator
    /// read it.
    pub insists: bool,
}

/// The city's thresholds; `None` or 0 turns one off.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    pub hold_first: bool,
    /// Scores, 0 to 1.
    pub hold_score: Option<f64>,
    pub refuse_score: Option<f64>,
    /// Links from which a writer without anything published waits.
    pub hold_links: usize,
    /// Posts within an hour from which a further one waits, and from which it is given back.
    pub hold_hour: i64,
    pub refuse_hour: i64,
    /// Likeness to one's own post, 0 to 1, from which it waits.
    pub hold_likeness: Option<f64>,
    /// Copies by others from which one waits.
    pub hold_copies: i64,
    /// Withheld posts from which everything waits.
    pub hold_withheld: i64,
}

crate::text_enum! {
    /// Why something waits or is given back, in the order of weight.
    pub enum Reason {
        /// Words that threaten, hate, insult, advertise or are obscene.
        Words = "words",
        /// More in an hour than anyone reads.
        Flood = "flood",
        /// The writer has said the same before.
        Repeated = "repeated",
        /// The same words came from others.
        Copied = "copied",
        Links = "links",
        OfficialName = "official-name",
        /// Their account is limited.
        Limited = "limited",
        /// Posts of theirs were withheld lately.
        Withheld = "withheld",
        /// A first thread is read by a moderator.
        First = "first",
    }
}

crate::text_enum! {
    pub enum Outcome {
        Publish = "publish",
        Hold = "hold",
        /// Given back to the writer, who may change it, or ask that a moderator read it as it is.
        Refuse = "refuse",
    }
}

/// The outcome and its reasons, the weightiest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub outcome: Outcome,
    pub reasons: Vec<Reason>,
}

/// From a likeness of this on, a text is the same once more.
const SAME: f64 = 0.97;

/// Decides. Pure: the same signals and thresholds give the same verdict.
pub fn judge(s: &Signals, t: &Thresholds) -> Verdict {
    let from = |limit: i64, n: i64| limit > 0 && n >= limit;
    let reached = |limit: Option<f64>, score: f64| limit.is_some_and(|l| score >= l);
    let mut refuse = Vec::new();
    let mut hold = Vec::new();
    let mut add = |reason, refused: bool, held: bool| {
        if refused {
            refuse.push(reason);
        } else if held {
            hold.push(reason);
        }
    };
    let (worse, bad) = (
        reached(t.refuse_score, s.abuse),
        reached(t.hold_score, s.abuse),
    );
    add(Reason::Words, worse, bad);
    add(
        Reason::Flood,
        from(t.refuse_hour, s.in_hour),
        from(t.hold_hour, s.in_hour),
    );
    let alike = reached(t.hold_likeness, s.own_likeness);
    add(Reason::Repeated, alike && s.own_likeness >= SAME, alike);
    add(Reason::Copied, false, from(t.hold_copies, s.copies));
    let links = t.hold_links > 0 && s.first && s.links >= t.hold_links;
    add(Reason::Links, false, links);
    add(Reason::OfficialName, false, s.official_name);
    add(Reason::Limited, false, s.limited);
    add(Reason::Withheld, false, from(t.hold_withheld, s.withheld));
    add(Reason::First, false, t.hold_first && s.first);
    let outcome = match (refuse.is_empty(), hold.is_empty()) {
        (true, true) => Outcome::Publish,
        (true, false) => Outcome::Hold,
        // A person may read it, but nobody reads a flood.
        (false, _) if s.insists && !refuse.contains(&Reason::Flood) => Outcome::Hold,
        (false, _) => Outcome::Refuse,
    };
    refuse.extend(hold);
    refuse.sort();
    Verdict {
        outcome,
        reasons: refuse,
    }
}

impl Verdict {
    /// Whether more than the first-thread rule holds it.
    pub fn suspicious(&self) -> bool {
        self.reasons.iter().any(|r| *r != Reason::First)
    }

    /// The reasons' codes, parted by spaces, as they are stored.
    pub fn codes(&self) -> String {
        let codes: Vec<&str> = self.reasons.iter().map(|r| r.as_str()).collect();
        codes.join(" ")
    }
}

/// Reads [`Verdict::codes`].
pub fn reasons(codes: &str) -> Vec<Reason> {
    codes.split(' ').filter_map(Reason::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn usual() -> Thresholds {
        Thresholds {
            hold_first: true,
            hold_score: Some(0.6),
            refuse_score: Some(0.98),
            hold_links: 1,
            hold_hour: 5,
            refuse_hour: 20,
            hold_likeness: Some(0.8),
            hold_copies: 2,
            hold_withheld: 2,
        }
    }

    #[test]
    fn each_signal_has_its_outcome() {
        let plain = Signals::default();
        let cases: &[(Signals, Outcome, &[Reason])] = &[
            (plain.clone(), Outcome::Publish, &[]),
            (
                Signals {
                    first: true,
                    ..plain.clone()
                },
                Outcome::Hold,
                &[Reason::First],
            ),
            (
                Signals {
                    abuse: 0.6,
                    ..plain.clone()
                },
                Outcome::Hold,
                &[Reason::Words],
            ),
            (
                Signals {
                    abuse: 0.99,
                    ..plain.clone()
                },
                Outcome::Refuse,
                &[Reason::Words],
            ),
            (
                Signals {
                    abuse: 0.99,
                    insists: true,
                    ..plain.clone()
                },
                Outcome::Hold,
                &[Reason::Words],
            ),
            (
                Signals {
                    links: 3,
                    ..plain.clone()
                },
                Outcome::Publish,
                &[],
            ),
            (
                Signals {
                    links: 1,
                    first: true,
                    ..plain.clone()
                },
                Outcome::Hold,
                &[Reason::Links, Reason::First],
            ),
            (
                Signals {
                    in_hour: 5,
                    ..plain.clone()
                },
                Outcome::Hold,
                &[Reason::Flood],
            ),
            (
                Signals {
                    in_hour: 20,
                    insists: true,
                    ..plain.clone()
                },
                Outcome::Refuse,
                &[Reason::Flood],
            ),
            (
                Signals {
                    own_likeness: 0.85,
                    ..plain.clone()
                },
                Outcome::Hold,
                &[Reason::Repeated],
            ),
            (
                Signals {
                    own_likeness: 1.0,
                    ..plain.clone()
                },
                Outcome::Refuse,
                &[Reason::Repeated],
            ),
            (
                Signals {
                    copies: 2,
                    ..plain.clone()
                },
                Outcome::Hold,
                &[Reason::Copied],
            ),
            (
                Signals {
                    withheld: 2,
                    ..plain.clone()
                },
                Outcome::Hold,
                &[Reason::Withheld],
            ),
            (
                Signals {
                    official_name: true,
                    ..plain.clone()
                },
                Outcome::Hold,
                &[Reason::OfficialName],
            ),
        ];
        for (signals, outcome, reasons) in cases {
            let verdict = judge(signals, &usual());
            assert_eq!(
                (verdict.outcome, verdict.reasons.as_slice()),
                (*outcome, *reasons),
                "{signals:?}"
            );
        }
    }

    #[test]
    fn what_is_off_holds_nothing() {
        let off = Thresholds {
            hold_first: false,
            hold_score: None,
            refuse_score: None,
            hold_links: 0,
            hold_hour: 0,
            refuse_hour: 0,
            hold_likeness: None,
            hold_copies: 0,
            hold_withheld: 0,
        };
        let worst = Signals {
            abuse: 1.0,
            links: 99,
            first: true,
            in_hour: 999,
            own_likeness: 1.0,
            copies: 99,
            withheld: 99,
            ..Signals::default()
        };
        assert_eq!(judge(&worst, &off).outcome, Outcome::Publish);
    }

    #[test]
    fn codes_round_trip() {
        let verdict = Verdict {
            outcome: Outcome::Hold,
            reasons: Reason::ALL.to_vec(),
        };
        assert_eq!(reasons(&verdict.codes()), Reason::ALL);
        assert_eq!(reasons("no such"), []);
    }

    proptest! {
        /// Worse signals never have a milder outcome, and what is not published says why.
        #[test]
        fn worse_is_never_milder(a in 0.0f64..1.0, more in 0.0f64..0.5, links in 0usize..4, first: bool,
            hour in 0i64..30, alike in 0.0f64..1.0, copies in 0i64..5, withheld in 0i64..5) {
            let s = Signals { abuse: a, rule: None, links, first, in_hour: hour, own_likeness: alike, copies,
                withheld, limited: false, official_name: false, insists: false };
            let worse = Signals { abuse: a + more, links: links + 1, in_hour: hour + 1, first: true,
                copies: copies + 1, withheld: withheld + 1, ..s.clone() };
            let (one, other) = (judge(&s, &usual()), judge(&worse, &usual()));
            prop_assert!(one.outcome <= other.outcome);
            for v in [one, other] {
                prop_assert_eq!(v.outcome == Outcome::Publish, v.reasons.is_empty());
            }
        }
    }
}
