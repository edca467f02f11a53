//! What a unit's digest of a period says: made once from the roll-ups and the newest threads, then
//! read from where it is kept.

use super::cards;
use crate::app::{App, City};
use crate::domain::deadline::ClockState;
use crate::domain::digest::choice::{self, ElementFigures, Evidence, Facts};
use crate::domain::digest::worth::{self, Post};
use crate::domain::digest::{Edition, Figures, LateCase, Period, PlanLine, Thing, Voice};
use crate::domain::error::{Error, Result};
use crate::domain::ids::UnitId;
use crate::domain::ikm::Element;
use crate::domain::sentiment::{Polarity, UNCERTAIN_BELOW};
use crate::domain::share;
use crate::domain::tally;
use crate::domain::thread::{Status, Visibility};
use crate::domain::time::Instant;
use crate::store::entity::follow_up;
use crate::store::inbox::{self, Find};
use crate::store::posts::OpeningPost;
use crate::store::rollups::{self, Span};
use crate::store::{plans, posts, threads};
use crate::text::plain;
use jiff::civil::{Date, Time};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Late cases and posts that a digest names.
const LATE: u64 = 5;
const VOICES: usize = 3;
/// The newest threads among which posts worth reading are sought.
const SOUGHT: u64 = 100;
/// Bytes read of a post: more than any that is worth reading has.
const READ: usize = 4_000;

/// Makes the digest of a unit for a period, as things stand now.
///
/// # Errors
/// [`Error::NotFound`] for an unknown unit.
pub async fn edition(app: &App, unit: UnitId, period: Period) -> Result<Edition> {
    let city = app.city().await?;
    let place = city.directory.unit(unit).ok_or(Error::NotFound)?;
    let db = app.store.read();
    let now = app.now();
    let today = now.day(&app.config.zone);
    let [told, before] = period.told(today);
    let (figures_now, facts_now) = of_days(app, unit, told).await?;
    let (figures_before, facts_before) = of_days(app, unit, before).await?;
    let (open, late) = threads::open_counts(db, unit, now).await?;
    let late_cases = late_cases(app, &city, unit, now).await?;
    let evidence = Evidence {
        now: facts_now,
        before: facts_before,
        open,
        late,
        late_days: late_cases.first().map_or(0, |c| c.days),
        minimum: app.config.min_respondents,
    };
    let mut ranking = choice::rank(&evidence).into_iter();
    let choice = ranking.next();
    let about = choice.as_ref().and_then(|c| c.thing.element());
    let midnight = |d: Date| city.calendar.at(d, Time::midnight());
    let span = (midnight(period.first), midnight(period.end()));
    let written = posts::openings_of_unit(db, unit, span.0, span.1, SOUGHT).await?;
    let plans = plans::open(db, unit).await?;
    Ok(Edition {
        unit: place.name.clone(),
        slug: place.slug.clone(),
        period,
        made_ms: now.0,
        now: figures_now,
        before: figures_before,
        others: ranking.take(2).collect(),
        praise: choice::praise(&evidence.now),
        voices: voices(written, about),
        covered: 0,
        until: (told.1 < period.last()).then_some(told.1),
        minimum: app.config.min_respondents,
        choice,
        open,
        late,
        late_cases,
        plans: plans
            .into_iter()
            .map(|p| plan_line(p, &today.to_string()))
            .collect(),
    })
}

/// A kept edition as it may be read now: what it quotes and names in the words that everyone may read
/// at this moment, without the voices that a moderator has covered since. What is kept stays as it is,
/// so a post that is restored speaks again.
pub async fn uncovered(app: &App, mut kept: Edition) -> Result<Edition> {
    let voices = kept.voices.iter().map(|v| &v.number);
    let named = kept.late_cases.iter().map(|c| &c.number);
    let numbers: Vec<String> = voices.chain(named).cloned().collect();
    let now = posts::openings_shown(app.store.read(), &numbers).await?;
    let shown = |number: &str| now.iter().find(|p| p.number == number);
    let before = kept.voices.len();
    kept.voices.retain_mut(|v| {
        let Some(found) = shown(&v.number) else {
            return false;
        };
        v.title.clone_from(&found.title);
        v.words = worth::quoted(&plain::of_html(&found.shown, READ));
        true
    });
    kept.covered = before - kept.voices.len();
    for case in &mut kept.late_cases {
        case.title = shown(&case.number).map_or_else(String::new, |found| found.title.clone());
    }
    Ok(kept)
}

fn plan_line(p: follow_up::Model, today: &str) -> PlanLine {
    PlanLine {
        id: p.id.to_string(),
        thing: p.thing.as_deref().and_then(Thing::parse),
        action: p.action,
        // ISO dates are ordered as texts.
        overdue: p.due.as_str() < today,
        due: p.due,
    }
}

async fn of_days(app: &App, unit: UnitId, days: (Date, Date)) -> Result<(Figures, Facts)> {
    let (from, to) = (days.0.to_string(), days.1.to_string());
    let f = rollups::of_unit(app.store.read(), unit, Span::Days(&from, &to)).await?;
    let marks = f.n(tally::OVERALL);
    let mut facts = Facts {
        answered: f.n(tally::ANSWERED),
        on_time: f.n(tally::ON_TIME),
        marks,
        marks_sum: f.total(tally::OVERALL),
        marks_squares: f.total(tally::OVERALL_SQUARE),
        ..Facts::default()
    };
    for (i, element) in facts.elements.iter_mut().enumerate() {
        let [negative, neutral, positive] = tally::SPOKEN[i].map(|m| f.n(m));
        *element = ElementFigures {
            negative,
            neutral,
            positive,
            rated: f.n(tally::ELEMENTS[i]),
            rated_sum: f.total(tally::ELEMENTS[i]),
        };
    }
    let figures = Figures {
        negative: f.n(tally::NEGATIVE),
        neutral: f.n(tally::NEUTRAL),
        positive: f.n(tally::POSITIVE),
        uncertain: f.n(tally::UNCERTAIN),
        answered: facts.answered,
        on_time: facts.on_time,
        ratings: marks,
        overall: (marks > 0).then(|| facts.marks_sum as f64 / marks as f64),
        overall_between: share::mean(marks, facts.marks_sum, facts.marks_squares).map(|(_, i)| i),
    };
    Ok((figures, facts))
}

/// The longest late cases of a unit.
async fn late_cases(app: &App, city: &City, unit: UnitId, now: Instant) -> Result<Vec<LateCase>> {
    let find = Find {
        units: vec![unit],
        statuses: vec![Status::Routed, Status::InProgress],
        ..Find::default()
    };
    let first = inbox::page(app.store.read(), &find, None, LATE).await?;
    Ok(first
        .into_iter()
        .filter_map(|t| match cards::clock(&t, now, city) {
            Some(ClockState::Late { days }) => Some(LateCase {
                number: t.number,
                title: match t.visibility {
                    Visibility::Confidential => String::new(),
                    _ => t.title,
                },
                days,
            }),
            _ => None,
        })
        .collect())
}

/// The posts worth reading, in the words that everyone may read.
fn voices(written: Vec<OpeningPost>, about: Option<Element>) -> Vec<Voice> {
    let words: Vec<String> = written
        .iter()
        .map(|p| plain::of_html(&p.shown, READ))
        .collect();
    let posts: Vec<Post> = written
        .iter()
        .zip(&words)
        .map(|(p, words)| Post {
            number: p.number.clone(),
            length: words.chars().count(),
            writer: writer(p),
            polarity: p.polarity.unwrap_or(Polarity::Neutral),
            sure: is_sure(p),
            certainty: p.certainty.unwrap_or(0.0),
            elements: p
                .elements
                .iter()
                .flat_map(|m| m.iter().map(|(element, _)| element))
                .collect(),
            supports: p.supports,
        })
        .collect();
    worth::worth_reading(&posts, about, VOICES)
        .into_iter()
        .map(|i| Voice {
            number: written[i].number.clone(),
            title: written[i].title.clone(),
            words: words[i].clone(),
            supports: written[i].supports,
        })
        .collect()
}

/// As `Reading::is_sure`, of a row.
fn is_sure(p: &OpeningPost) -> bool {
    p.corrected_ms.is_some() || p.certainty.unwrap_or(0.0) as f32 >= UNCERTAIN_BELOW
}

/// Tells one writer from another, and nothing of who it is; it is kept nowhere.
fn writer(p: &OpeningPost) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    match (p.account_id, &p.visitor) {
        (Some(account), _) => account.hash(&mut hasher),
        (None, Some(visitor)) => visitor.hash(&mut hasher),
        (None, None) => return None,
    }
    Some(hasher.finish())
}
