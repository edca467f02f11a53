//! The words and phrases that set a period of a unit apart from the one before, from the openings
//! of public threads: a sample of bounded size, spread evenly over each period.

use super::asked::Asked;
use crate::app::{App, City};
use crate::domain::distinctive::distinctive;
use crate::domain::error::Result;
use crate::domain::ids::UnitId;
use crate::domain::period::Period;
use crate::domain::time::Instant;
use crate::store::posts;
use crate::text::phrases::Phrases;
use crate::text::plain;
use jiff::ToSpan;
use jiff::civil::{Date, Time};

/// Slices of a period, and threads of each.
const SLICES: i64 = 12;
const EACH: u64 = 25;
/// Words shown.
const SHOWN: usize = 12;
/// Threads that must say something before it is shown.
const LEAST: u64 = 3;
/// Bytes of a text that count.
const TEXT_MAX: usize = 6_000;

/// Something said clearly more than before.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub text: String,
    /// Threads of the sample that say it.
    pub now: u64,
    pub before: u64,
    /// Path and query of the threads behind it.
    pub href: String,
}

#[derive(Clone, Debug, Default)]
pub struct Words {
    pub words: Vec<Word>,
    /// Threads looked at.
    pub now: u64,
    pub before: u64,
    /// The most that are looked at of a period.
    pub most: u64,
}

/// In two statements.
pub async fn words(app: &App, unit: UnitId, slug: &str, period: &Period) -> Result<Words> {
    let city = app.city().await?;
    let before = period.before();
    let (now, n_now) = said(app, &city, unit, period.first, period.last).await?;
    let (earlier, n_before) = said(app, &city, unit, before.first, before.last).await?;
    let mut words: Vec<Word> = Vec::new();
    for d in distinctive(now.texts(), earlier.texts(), LEAST) {
        let text = now.written(&d.what);
        // A word that stands in a phrase already shown says nothing more, nor the other way round.
        let known = words.iter().any(|w| {
            w.text
                .split(' ')
                .any(|known| text.split(' ').any(|t| t == known))
        });
        if known || words.len() >= SHOWN {
            continue;
        }
        let asked = Asked {
            q: if text.contains(' ') {
                format!("\"{text}\"")
            } else {
                text.clone()
            },
            unit: slug.to_owned(),
            from: Some(period.first),
            to: Some(period.last),
            ..Asked::default()
        };
        words.push(Word {
            href: asked.address("/utas", None),
            text,
            now: d.now,
            before: d.before,
        });
    }
    Ok(Words {
        words,
        now: n_now,
        before: n_before,
        most: EACH * SLICES.unsigned_abs(),
    })
}

async fn said(
    app: &App,
    city: &City,
    unit: UnitId,
    first: Date,
    last: Date,
) -> Result<(Phrases, u64)> {
    let at = |day: Date| city.calendar.at(day, Time::midnight());
    let slices = slices(at(first), at(last.saturating_add(1.day())));
    let openings = posts::sample(app.store.read(), unit, &slices, EACH).await?;
    let mut phrases = Phrases::default();
    for o in &openings {
        phrases.add(&format!(
            "{}\n{}",
            o.title,
            plain::of_html(&o.shown, TEXT_MAX)
        ));
    }
    Ok((phrases, openings.len() as u64))
}

/// Equal parts of a stretch of time.
fn slices(from: Instant, before: Instant) -> Vec<(Instant, Instant)> {
    let length = (before.0 - from.0).max(0);
    (0..SLICES)
        .map(|n| {
            let at = |n: i64| from.plus_ms(length / SLICES * n + length % SLICES * n / SLICES);
            (at(n), at(n + 1))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_leave_no_gap() {
        let all = slices(Instant(5), Instant(1_005));
        assert_eq!(all.len(), 12);
        assert_eq!((all[0].0, all[11].1), (Instant(5), Instant(1_005)));
        assert!(all.windows(2).all(|w| w[0].1 == w[1].0));
    }
}
