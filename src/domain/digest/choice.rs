//! What a unit should mend first, and what citizens praise: one ranking, with its reasons.
//!
//! Each thing gets points of 100, by what it does to citizens. Small numbers are drawn towards what
//! is usual ("shrinkage", as by so many posts of the usual kind), so that one angry post outweighs
//! nothing. Shares are of mentions of the element: a post that both
//! praises and blames it mentions it twice.
//!
//! | thing | points |
//! |---|---|
//! | late cases | 45 + 25 × late / open + working days of the longest late, at most 30 |
//! | an element | w × (60 × share + 25 × rise) + 15 × (4 − mean mark) / 3 × rated / (rated + 10) |
//! | answers past their limit | 40 × late answers / (answers + 5) |
//! | overall marks | w × (40 × (4 − mean) / 3 + 30 × fall / 3) |
//!
//! - usual: negative mentions of all elements in both periods, as a share; shrunk by 10 mentions at
//!   0.3;
//! - share: negative mentions of the element, shrunk by 6 mentions at the usual share; rise: by
//!   how much that is more than in the period before;
//! - w: n / (n + 6), n being the mentions or marks;
//! - mean: overall marks shrunk by 5 marks of 3; fall: by how much that is less than before.
//!
//! Marks count from the least number on of which a mean is told.
//! Points are rounded; what has fewer than [`FLOOR`] does not stand out. Between equals the order of
//! [`Thing`] decides: a duty by law before what people feel.

use crate::domain::ikm::Element;
use crate::domain::share::{self, Interval};
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What can be mended.
    pub enum Thing {
        /// Cases past their legal limit.
        Late = "late",
        Requirements = "u1",
        Procedure = "u2",
        Time = "u3",
        Cost = "u4",
        Product = "u5",
        Competence = "u6",
        Conduct = "u7",
        Facilities = "u8",
        Complaints = "u9",
        /// Answers that came after their limit.
        Answers = "answers",
        /// Overall marks.
        Marks = "marks",
    }
}
super::text_serde!(Thing);

impl Thing {
    pub fn of_element(element: Element) -> Thing {
        Thing::parse(element.as_str()).unwrap_or(Thing::Marks)
    }

    /// The element it is, if it is one.
    pub fn element(self) -> Option<Element> {
        Element::parse(self.as_str())
    }
}

/// What posts and marks of a period say of one element.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct ElementFigures {
    /// Mentions of it, by how; a post may have one of each.
    pub negative: i64,
    pub neutral: i64,
    pub positive: i64,
    /// Marks of it, and their sum (1 to 4 each).
    pub rated: i64,
    pub rated_sum: i64,
}

impl ElementFigures {
    pub fn total(&self) -> i64 {
        self.negative + self.neutral + self.positive
    }
}

/// What is known of a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// U1 to U9.
    pub elements: [ElementFigures; 9],
    pub answered: i64,
    pub on_time: i64,
    /// Overall marks, their sum and the sum of their squares.
    pub marks: i64,
    pub marks_sum: i64,
    pub marks_squares: i64,
}

impl Facts {
    fn overall(&self) -> Option<Interval> {
        share::mean(self.marks, self.marks_sum, self.marks_squares).map(|(_, i)| i)
    }
}

/// What the ranking looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    pub now: Facts,
    pub before: Facts,
    /// Cases not answered yet, how many of them are late, and by how many working days the longest.
    pub open: i64,
    pub late: i64,
    pub late_days: i64,
    /// Marks below which their mean is no reason.
    pub minimum: u64,
}

/// A sentence of evidence, as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Reason {
    Late {
        late: i64,
        open: i64,
        days: i64,
    },
    Negative {
        negative: i64,
        total: i64,
    },
    /// Negative of all mentions of it, in the period before.
    MoreThanBefore {
        negative: i64,
        total: i64,
    },
    /// Marks of the element.
    Rated {
        mean: f64,
        n: i64,
        #[serde(default)]
        between: Option<Interval>,
    },
    LateAnswers {
        late: i64,
        answered: i64,
    },
    Marks {
        mean: f64,
        n: i64,
        #[serde(default)]
        between: Option<Interval>,
    },
    MarksBefore {
        mean: f64,
        n: i64,
        #[serde(default)]
        between: Option<Interval>,
    },
}

/// A thing in the ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    pub thing: Thing,
    /// 0 to 100.
    pub points: u32,
    pub reasons: Vec<Reason>,
}

/// What citizens praise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Praise {
    pub thing: Thing,
    pub positive: i64,
    pub total: i64,
}

/// Points under which a thing does not stand out.
pub const FLOOR: u32 = 10;

fn of(n: i64) -> f64 {
    n.max(0) as f64
}

/// A share drawn towards `usual` as by `k` further ones.
fn shrunk(part: f64, whole: f64, usual: f64, k: f64) -> f64 {
    (part + k * usual) / (whole + k)
}

fn points(p: f64) -> u32 {
    // Clamped, so it fits; what is no number counts nothing.
    if p.is_finite() {
        p.clamp(0.0, 100.0).round() as u32
    } else {
        0
    }
}

/// The things that stand out, the most urgent first. The same evidence gives the same ranking.
pub fn rank(e: &Evidence) -> Vec<Candidate> {
    let mut all = vec![late(e)];
    let usual = usual_share(e);
    let least = i64::try_from(e.minimum).unwrap_or(i64::MAX).max(3);
    for element in Element::ALL {
        let i = element.index();
        let (now, before) = (&e.now.elements[i], &e.before.elements[i]);
        all.push(of_element(*element, now, before, (usual, least)));
    }
    all.push(answers(&e.now));
    all.push(marks(&e.now, &e.before, least));
    all.retain(|c| c.points >= FLOOR);
    all.sort_by_key(|c| (std::cmp::Reverse(c.points), c.thing));
    all
}

fn late(e: &Evidence) -> Candidate {
    let (late, open) = (of(e.late), of(e.open).max(of(e.late)));
    let p = if late > 0.0 {
        45.0 + 25.0 * late / open + of(e.late_days).min(30.0)
    } else {
        0.0
    };
    Candidate {
        thing: Thing::Late,
        points: points(p),
        reasons: vec![Reason::Late {
            late: e.late,
            open: e.open.max(e.late),
            days: e.late_days,
        }],
    }
}

/// The share of negative mentions that is usual in this unit.
fn usual_share(e: &Evidence) -> f64 {
    let both = || e.now.elements.iter().chain(&e.before.elements);
    let negative: f64 = both().map(|f| of(f.negative)).sum();
    let total: f64 = both().map(|f| of(f.total())).sum();
    shrunk(negative, total, 0.3, 10.0)
}

fn of_element(
    element: Element,
    now: &ElementFigures,
    before: &ElementFigures,
    (usual, least): (f64, i64),
) -> Candidate {
    let share = |f: &ElementFigures| shrunk(of(f.negative), of(f.total()), usual, 6.0);
    let n = of(now.total());
    let weight = n / (n + 6.0);
    let rise = (share(now) - share(before)).max(0.0);
    let rated = of(now.rated);
    let mean = of(now.rated_sum) / rated.max(1.0);
    let low = if now.rated >= least {
        ((4.0 - mean) / 3.0).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let p = weight * (60.0 * share(now) + 25.0 * rise) + 15.0 * low * rated / (rated + 10.0);
    let mut reasons = Vec::new();
    if now.negative > 0 {
        reasons.push(Reason::Negative {
            negative: now.negative,
            total: now.total(),
        });
    }
    // Said only where both sides are more than chance: a tenth more, of five mentions or more.
    let more = of(now.negative) * of(before.total()) - of(before.negative) * n;
    if before.total() >= 5 && more > 0.1 * n * of(before.total()) {
        reasons.push(Reason::MoreThanBefore {
            negative: before.negative,
            total: before.total(),
        });
    }
    if now.rated >= least && mean < 3.0 {
        reasons.push(Reason::Rated {
            mean,
            n: now.rated,
            between: share::around_mean(mean, now.rated),
        });
    }
    Candidate {
        thing: Thing::of_element(element),
        // Without a sentence there is nothing to show for it.
        points: if reasons.is_empty() { 0 } else { points(p) },
        reasons,
    }
}

fn answers(now: &Facts) -> Candidate {
    let late = (now.answered - now.on_time).max(0);
    Candidate {
        thing: Thing::Answers,
        points: points(40.0 * of(late) / (of(now.answered) + 5.0)),
        reasons: vec![Reason::LateAnswers {
            late,
            answered: now.answered,
        }],
    }
}

fn marks(now: &Facts, before: &Facts, least: i64) -> Candidate {
    let mean = |f: &Facts| shrunk(of(f.marks_sum), of(f.marks), 3.0, 5.0);
    let plain = |f: &Facts| of(f.marks_sum) / of(f.marks).max(1.0);
    let n = of(now.marks);
    let weight = n / (n + 6.0);
    let fall = (mean(before) - mean(now)).max(0.0);
    let p = weight * (40.0 * (4.0 - mean(now)) / 3.0 + 30.0 * fall / 3.0);
    let mut reasons = vec![Reason::Marks {
        mean: plain(now),
        n: now.marks,
        between: now.overall(),
    }];
    if before.marks >= least {
        reasons.push(Reason::MarksBefore {
            mean: plain(before),
            n: before.marks,
            between: before.overall(),
        });
    }
    Candidate {
        thing: Thing::Marks,
        // Good marks are no reason to mend anything, and few are none either.
        points: if now.marks >= least && plain(now) < 3.0 {
            points(p)
        } else {
            0
        },
        reasons,
    }
}

/// The element with the most praise: three of five mentions of it or more are good. Their share
/// is drawn towards a half as by four further ones. `None` if there is none.
pub fn praise(now: &Facts) -> Option<Praise> {
    let mut best: Option<(f64, Praise)> = None;
    for element in Element::ALL {
        let f = &now.elements[element.index()];
        if f.positive < 1 || f.positive.saturating_mul(5) < f.total().saturating_mul(3) {
            continue;
        }
        let score = of(f.positive) * shrunk(of(f.positive), of(f.total()), 0.5, 4.0);
        if best.as_ref().is_none_or(|(s, _)| score > *s) {
            let praise = Praise {
                thing: Thing::of_element(*element),
                positive: f.positive,
                total: f.total(),
            };
            best = Some((score, praise));
        }
    }
    best.map(|(_, praise)| praise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn element(negative: i64, neutral: i64, positive: i64) -> ElementFigures {
        ElementFigures {
            negative,
            neutral,
            positive,
            ..ElementFigures::default()
        }
    }

    fn with(i: usize, now: ElementFigures, before: ElementFigures) -> Evidence {
        let mut e = Evidence::default();
        e.now.elements[i] = now;
        e.before.elements[i] = before;
        e
    }

    #[test]
    fn nothing_stands_out_of_nothing() {
        assert!(rank(&Evidence::default()).is_empty());
        assert_eq!(praise(&Facts::default()), None);
    }

    #[test]
    fn one_angry_post_outweighs_nothing() {
        assert!(rank(&with(2, element(1, 0, 0), element(0, 0, 0))).is_empty());
        let three = rank(&with(2, element(3, 0, 0), element(0, 0, 0)));
        assert_eq!(three[0].thing, Thing::Time);
    }

    #[test]
    fn a_broken_limit_comes_before_a_mood_but_not_before_an_uproar() {
        let mut e = with(6, element(9, 1, 0), element(5, 5, 0));
        (e.open, e.late, e.late_days) = (10, 1, 2);
        assert_eq!(rank(&e)[0].thing, Thing::Late);
        e.now.elements[6] = element(180, 5, 5);
        e.before.elements[6] = element(5, 50, 50);
        let ranking = rank(&e);
        assert_eq!(ranking[0].thing, Thing::Conduct, "{ranking:?}");
        assert_eq!(ranking[1].thing, Thing::Late);
    }

    #[test]
    fn a_rise_is_told_with_what_was_before() {
        let ranking = rank(&with(0, element(18, 2, 0), element(5, 15, 0)));
        assert_eq!(
            ranking[0].reasons,
            [
                Reason::Negative {
                    negative: 18,
                    total: 20
                },
                Reason::MoreThanBefore {
                    negative: 5,
                    total: 20
                },
            ]
        );
        let steady = rank(&with(0, element(18, 2, 0), element(18, 2, 0)));
        assert_eq!(steady[0].reasons.len(), 1);
        assert!(steady[0].points < ranking[0].points);
    }

    #[test]
    fn low_marks_of_an_element_count_without_posts() {
        let mut e = Evidence::default();
        e.now.elements[7].rated = 40;
        e.now.elements[7].rated_sum = 60;
        let ranking = rank(&e);
        assert_eq!(ranking[0].thing, Thing::Facilities);
        let Reason::Rated {
            mean,
            n,
            between: Some(i),
        } = ranking[0].reasons[0]
        else {
            panic!("{ranking:?}");
        };
        assert_eq!((mean, n), (1.5, 40));
        assert!(i.holds(1.5) && i.low > 1.2 && i.high < 2.0, "{i:?}");
        e.minimum = 41;
        assert!(rank(&e).is_empty(), "too few to say so");
    }

    #[test]
    fn answers_and_marks_stand_out_too() {
        let mut e = Evidence::default();
        (e.now.answered, e.now.on_time) = (20, 5);
        assert_eq!(rank(&e)[0].thing, Thing::Answers);
        let mut e = Evidence::default();
        (e.now.marks, e.now.marks_sum) = (30, 45);
        (e.before.marks, e.before.marks_sum) = (30, 100);
        assert_eq!(rank(&e)[0].thing, Thing::Marks);
        assert_eq!(rank(&e)[0].reasons.len(), 2);
        e.minimum = 31;
        assert!(rank(&e).is_empty(), "too few to say so");
    }

    #[test]
    fn praise_needs_more_than_one_lucky_word_to_win() {
        let mut facts = Facts::default();
        facts.elements[3] = element(0, 0, 1);
        facts.elements[6] = element(2, 0, 9);
        let found = praise(&facts).expect("praise");
        assert_eq!(
            (found.thing, found.positive, found.total),
            (Thing::Conduct, 9, 11)
        );
        facts.elements[6] = element(9, 0, 2);
        assert_eq!(praise(&facts).expect("praise").thing, Thing::Cost);
    }

    fn figures() -> impl Strategy<Value = ElementFigures> {
        (0i64..500, 0i64..500, 0i64..500, 0i64..200, 1i64..=4).prop_map(|(n, u, p, r, m)| {
            ElementFigures {
                negative: n,
                neutral: u,
                positive: p,
                rated: r,
                rated_sum: r * m,
            }
        })
    }

    fn evidence() -> impl Strategy<Value = Evidence> {
        let facts = || {
            (
                prop::array::uniform9(figures()),
                0i64..300,
                0i64..300,
                0i64..200,
                1i64..=4,
            )
                .prop_map(|(elements, a, b, n, m)| Facts {
                    elements,
                    answered: a.max(b),
                    on_time: a.min(b),
                    marks: n,
                    marks_sum: n * m,
                    marks_squares: n * m * m,
                })
        };
        (facts(), facts(), 0i64..100, 0i64..100, 0i64..400).prop_map(|(now, before, a, b, d)| {
            Evidence {
                now,
                before,
                open: a.max(b),
                late: a.min(b),
                late_days: d,
                minimum: 10,
            }
        })
    }

    fn of_thing(ranking: &[Candidate], thing: Thing) -> u32 {
        ranking
            .iter()
            .find(|c| c.thing == thing)
            .map_or(0, |c| c.points)
    }

    proptest! {
        #[test]
        fn the_ranking_is_ordered_explained_and_the_same_each_time(e in evidence()) {
            let ranking = rank(&e);
            prop_assert_eq!(&ranking, &rank(&e));
            for pair in ranking.windows(2) {
                prop_assert!(pair[0].points >= pair[1].points);
            }
            for c in &ranking {
                prop_assert!((FLOOR..=100).contains(&c.points) && !c.reasons.is_empty());
            }
        }

        #[test]
        fn one_more_late_case_never_lowers_it(e in evidence()) {
            let mut more = e.clone();
            (more.late, more.open) = (e.late + 1, e.open + 1);
            prop_assert!(of_thing(&rank(&more), Thing::Late) >= of_thing(&rank(&e), Thing::Late));
        }

        #[test]
        fn turning_a_good_post_bad_never_lowers_its_element(e in evidence(), i in 0usize..9) {
            let mut worse = e.clone();
            let f = &mut worse.now.elements[i];
            if f.positive > 0 {
                (f.positive, f.negative) = (f.positive - 1, f.negative + 1);
            }
            let thing = Thing::of_element(Element::ALL[i]);
            prop_assert!(of_thing(&rank(&worse), thing) >= of_thing(&rank(&e), thing));
        }

        #[test]
        fn nonsense_gives_no_panic(n in any::<i64>(), m in any::<i64>()) {
            let mut e = Evidence::default();
            (e.late, e.open, e.late_days) = (n / 4, m / 4, n);
            e.now.answered = n / 4;
            e.now.on_time = m / 4;
            e.now.marks = n;
            e.now.marks_sum = m;
            e.now.elements[0] = ElementFigures {
                negative: n / 4, neutral: m / 4, positive: n / 8, rated: m, rated_sum: n,
            };
            let _ = (rank(&e), praise(&e.now));
        }
    }
}
