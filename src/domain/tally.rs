//! What a post, an answer or a rating adds to the roll-ups.
//!
//! One place says it for writing, for undoing and for a full recount, so the three cannot differ.

use super::ikm::Element;
use super::outcome::Ending;
use super::rating::Answers;
use super::sentiment::{Polarity, Reading};
use super::thread::{PostVisibility, Visibility};
use super::time::HOUR_MS;

/// One figure of a unit's service on a day: `n` things, and the `total` of what they measure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delta {
    pub measure: &'static str,
    pub n: i64,
    pub total: i64,
}

impl Delta {
    fn one(measure: &'static str, total: i64) -> Self {
        Self {
            measure,
            n: 1,
            total,
        }
    }
}

/// Opening posts that count.
pub const THREADS: &str = "threads";
/// Citizens' posts that count (opening posts included).
pub const POSTS: &str = "posts";
pub const NEGATIVE: &str = "polarity.negative";
pub const NEUTRAL: &str = "polarity.neutral";
pub const POSITIVE: &str = "polarity.positive";
/// Posts whose polarity is a guess; they count as none of the three.
pub const UNCERTAIN: &str = "polarity.uncertain";
/// Posts that speak of an element, by the polarity towards it: U1 to U9, each negative, neutral,
/// positive. A post that praises and blames the same counts once for each.
pub const SPOKEN: [[&str; 3]; 9] = [
    [
        "element.u1.negative",
        "element.u1.neutral",
        "element.u1.positive",
    ],
    [
        "element.u2.negative",
        "element.u2.neutral",
        "element.u2.positive",
    ],
    [
        "element.u3.negative",
        "element.u3.neutral",
        "element.u3.positive",
    ],
    [
        "element.u4.negative",
        "element.u4.neutral",
        "element.u4.positive",
    ],
    [
        "element.u5.negative",
        "element.u5.neutral",
        "element.u5.positive",
    ],
    [
        "element.u6.negative",
        "element.u6.neutral",
        "element.u6.positive",
    ],
    [
        "element.u7.negative",
        "element.u7.neutral",
        "element.u7.positive",
    ],
    [
        "element.u8.negative",
        "element.u8.neutral",
        "element.u8.positive",
    ],
    [
        "element.u9.negative",
        "element.u9.neutral",
        "element.u9.positive",
    ],
];
/// Posts that speak of any element.
pub const SPEAKING: &str = "element.any";
/// Posts whose polarity or elements a person has corrected.
pub const CORRECTED: &str = "posts.corrected";
/// Posts that wait for a moderator, or were refused or hidden.
pub const WITHHELD: &str = "posts.withheld";
/// First official answers; `total` is the time from publication to answer, in milliseconds.
pub const ANSWERED: &str = "answered";
/// First official answers within the legal limit.
pub const ON_TIME: &str = "answered.on_time";
/// First official answers by the office hours they took: up to the bound in [`HOURS`] at the same
/// place, the last without bound; `total` is those hours, in milliseconds.
pub const ANSWER_HOURS: [&str; HOURS.len() + 1] = [
    "answer_hours.00",
    "answer_hours.01",
    "answer_hours.02",
    "answer_hours.03",
    "answer_hours.04",
    "answer_hours.05",
    "answer_hours.06",
    "answer_hours.07",
    "answer_hours.08",
    "answer_hours.09",
    "answer_hours.10",
    "answer_hours.11",
    "answer_hours.12",
    "answer_hours.13",
    "answer_hours.14",
    "answer_hours.15",
    "answer_hours.16",
    "answer_hours.17",
    "answer_hours.18",
    "answer_hours.19",
];
/// Upper bounds of the histogram of answer times, in office hours; eight are a day.
pub const HOURS: [i64; 19] = [
    1, 2, 4, 8, 12, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 160, 240, 320, 480,
];
/// Answered cases of which the author said that it helped.
pub const CONFIRMED: &str = "ended.confirmed";
/// Answered cases that their author opened again.
pub const REOPENED: &str = "ended.reopened";
/// Overall marks, 1 to 4.
pub const OVERALL: &str = "rating.overall";
/// The same; `total` is the sum of their squares.
pub const OVERALL_SQUARE: &str = "rating.overall_square";
/// Respondents: ratings that answer at least one element.
pub const RESPONDENTS: &str = "rating.respondents";
/// Sums of each element's answers, U1 to U9.
pub const ELEMENTS: [&str; 9] = [
    "rating.u1",
    "rating.u2",
    "rating.u3",
    "rating.u4",
    "rating.u5",
    "rating.u6",
    "rating.u7",
    "rating.u8",
    "rating.u9",
];

/// The measure of a polarity.
pub const fn polarity_measure(p: Polarity) -> &'static str {
    match p {
        Polarity::Negative => NEGATIVE,
        Polarity::Neutral => NEUTRAL,
        Polarity::Positive => POSITIVE,
    }
}

/// The measure of an element that is spoken of so.
pub const fn spoken_measure(element: Element, p: Polarity) -> &'static str {
    SPOKEN[element.index()][p as usize]
}

/// What a citizen's post adds in its present state.
pub fn of_post(
    opening: bool,
    thread: Visibility,
    post: PostVisibility,
    reading: &Reading,
) -> Vec<Delta> {
    let counts = matches!(thread, Visibility::Public | Visibility::Confidential)
        && post == PostVisibility::Public;
    if !counts {
        return vec![Delta::one(WITHHELD, 0)];
    }
    let polarity = if reading.is_sure() {
        polarity_measure(reading.polarity)
    } else {
        UNCERTAIN
    };
    let mut deltas = vec![Delta::one(POSTS, 0), Delta::one(polarity, 0)];
    if opening {
        deltas.push(Delta::one(THREADS, 0));
    }
    if reading.corrected {
        deltas.push(Delta::one(CORRECTED, 0));
    }
    if !reading.elements.is_empty() {
        deltas.push(Delta::one(SPEAKING, 0));
    }
    for (element, polarity) in reading.elements.iter() {
        deltas.push(Delta::one(spoken_measure(element, polarity), 0));
    }
    deltas
}

/// What a first official answer took, in milliseconds: by the clock on the wall, and in office
/// hours where that is known.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub took_ms: i64,
    pub work_ms: Option<i64>,
    pub on_time: bool,
}

/// What a first official answer adds.
pub fn of_answer(answer: Answer) -> Vec<Delta> {
    let mut deltas = vec![Delta::one(ANSWERED, answer.took_ms.max(0))];
    if answer.on_time {
        deltas.push(Delta::one(ON_TIME, 0));
    }
    if let Some(work_ms) = answer.work_ms {
        let work_ms = work_ms.max(0);
        let bin = HOURS.partition_point(|bound| *bound * HOUR_MS < work_ms);
        deltas.push(Delta::one(ANSWER_HOURS[bin], work_ms));
    }
    deltas
}

/// What the author's word on an answer adds.
pub fn of_ending(ending: Ending) -> Vec<Delta> {
    vec![Delta::one(
        match ending {
            Ending::Confirmed => CONFIRMED,
            Ending::Reopened => REOPENED,
        },
        0,
    )]
}

/// What a rating adds.
pub fn of_rating(answers: &Answers) -> Vec<Delta> {
    let mut deltas = Vec::new();
    if let Some(score) = answers.overall {
        let score = i64::from(score.get());
        deltas.push(Delta::one(OVERALL, score));
        deltas.push(Delta::one(OVERALL_SQUARE, score * score));
    }
    if answers.has_elements() {
        deltas.push(Delta::one(RESPONDENTS, 0));
    }
    for (measure, score) in ELEMENTS.iter().zip(answers.elements) {
        if let Some(score) = score {
            deltas.push(Delta::one(measure, score.get().into()));
        }
    }
    deltas
}

/// The difference that turns `before` into `after`; what cancels out is left out.
pub fn difference(before: &[Delta], after: Vec<Delta>) -> Vec<Delta> {
    let mut sum: std::collections::BTreeMap<&'static str, (i64, i64)> = Default::default();
    for d in after {
        let e = sum.entry(d.measure).or_default();
        *e = (e.0 + d.n, e.1 + d.total);
    }
    for d in before {
        let e = sum.entry(d.measure).or_default();
        *e = (e.0 - d.n, e.1 - d.total);
    }
    sum.into_iter()
        .filter(|(_, v)| *v != (0, 0))
        .map(|(measure, (n, total))| Delta { measure, n, total })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(polarity: Polarity, certainty: f64, elements: &str) -> Reading {
        let elements = crate::domain::sentiment::Mentions::parse(elements).expect("mentions");
        Reading::new(polarity, certainty, elements)
    }

    #[test]
    fn hiding_and_restoring_cancel_out() {
        let read = reading(Polarity::Negative, 0.9, "u3- u7+");
        let shown = || of_post(true, Visibility::Public, PostVisibility::Public, &read);
        let hidden = || of_post(true, Visibility::Hidden, PostVisibility::Hidden, &read);
        let mut all = difference(&shown(), hidden());
        all.extend(difference(&hidden(), shown()));
        assert!(difference(&all, Vec::new()).is_empty());
    }

    #[test]
    fn a_held_post_counts_as_withheld_only() {
        let read = reading(Polarity::Positive, 0.9, "u7+");
        let d = of_post(true, Visibility::Held, PostVisibility::Public, &read);
        assert_eq!(d, vec![Delta::one(WITHHELD, 0)]);
    }

    #[test]
    fn a_guess_counts_as_no_polarity_until_it_is_corrected() {
        let mut read = reading(Polarity::Positive, 0.4, "u3- u3+");
        let measures = |r: &Reading| -> Vec<&str> {
            of_post(false, Visibility::Public, PostVisibility::Public, r)
                .into_iter()
                .map(|d| d.measure)
                .collect()
        };
        let spoken = [SPEAKING, "element.u3.negative", "element.u3.positive"];
        let (guess, sure) = ([POSTS, UNCERTAIN], [POSTS, POSITIVE, CORRECTED]);
        assert_eq!(measures(&read), [&guess[..], &spoken].concat());
        read.corrected = true;
        assert_eq!(measures(&read), [&sure[..], &spoken].concat());
    }

    #[test]
    fn an_answer_falls_into_the_bin_of_its_hours() {
        let bin = |hours: i64, more: i64| {
            let answer = Answer {
                took_ms: 0,
                work_ms: Some(hours * HOUR_MS + more),
                on_time: false,
            };
            of_answer(answer)[1].measure
        };
        assert_eq!(bin(0, 0), "answer_hours.00");
        assert_eq!(
            (bin(1, 0), bin(1, 1)),
            ("answer_hours.00", "answer_hours.01")
        );
        assert_eq!(
            (bin(480, 0), bin(9_000, 0)),
            ("answer_hours.18", "answer_hours.19")
        );
        for (n, name) in ANSWER_HOURS.iter().enumerate() {
            assert_eq!(*name, format!("answer_hours.{n:02}"));
        }
    }

    #[test]
    fn every_element_has_its_measure() {
        for e in Element::ALL {
            for p in Polarity::ALL {
                let name = format!("element.{}.{}", e.as_str(), p.as_str());
                assert_eq!(spoken_measure(*e, *p), name);
            }
        }
    }
}
