//! What everyone may know of moderation: the log, and the figures by month and year.

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::ActionId;
use crate::domain::moderation::{Decision, Rule};
use crate::domain::record;
use crate::domain::time::Instant;
use crate::store::entity::moderation_month;
use crate::store::{moderation, record as figures};
use std::collections::BTreeMap;

/// Rows of the log on a page.
const A_PAGE: usize = 20;

/// A line of the public log.
#[derive(Clone, Debug)]
pub struct LogLine {
    pub decision: Decision,
    pub rule: Option<Rule>,
    pub at: Instant,
    /// Empty where the number would lead to a person: sanctions, and ratings.
    pub number: String,
    pub unit: String,
    pub unit_slug: String,
    /// The whole thread, or a post in it; `None` for what is about neither.
    pub whole: Option<bool>,
    /// The moderator took it back within minutes.
    pub undone: bool,
}

/// A page of the public log, newest first, and where the next begins.
pub async fn log(
    app: &App,
    before: Option<(Instant, ActionId)>,
) -> Result<(Vec<LogLine>, Option<(Instant, ActionId)>)> {
    let city = app.city().await?;
    let mut rows = moderation::log(app.store.read(), before, A_PAGE as u64 + 1).await?;
    let more = rows.len() > A_PAGE;
    rows.truncate(A_PAGE);
    let next = rows.last().filter(|_| more).map(|r| (r.created_ms, r.id));
    let lines = rows
        .into_iter()
        .map(|r| {
            let unit = city.directory.unit(r.unit_id);
            let personal = r.decision.is_sanction();
            LogLine {
                decision: r.decision,
                rule: r.rule,
                at: r.created_ms,
                number: r.number.filter(|_| !personal).unwrap_or_default(),
                unit: unit.map_or_else(String::new, |u| u.short_name.clone()),
                unit_slug: unit.map_or_else(String::new, |u| u.slug.clone()),
                whole: r.opening.filter(|_| !personal),
                undone: r.undone_ms.is_some(),
            }
        })
        .collect();
    Ok((lines, next))
}

/// The figures of a span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures(BTreeMap<String, (i64, i64)>);

impl Figures {
    fn add(&mut self, m: &moderation_month::Model) {
        let sum = self.0.entry(m.measure.clone()).or_default();
        *sum = (sum.0 + m.n, sum.1 + m.total);
    }

    fn of(&self, measure: &str) -> (i64, i64) {
        self.0.get(measure).copied().unwrap_or_default()
    }

    pub fn decisions(&self, decision: Decision) -> i64 {
        self.of(&record::decision_measure(decision)).0
    }

    /// All decisions.
    pub fn all(&self) -> i64 {
        Decision::ALL.iter().map(|d| self.decisions(*d)).sum()
    }

    /// Decisions that took something away and can be appealed.
    pub fn restricting(&self) -> i64 {
        let restricting = Decision::ALL.iter().filter(|d| d.is_appealable());
        restricting.map(|d| self.decisions(*d)).sum()
    }

    pub fn rule(&self, rule: Rule) -> i64 {
        self.of(&record::rule_measure(rule)).0
    }

    pub fn reports(&self) -> i64 {
        self.of(record::REPORTS).0
    }

    pub fn appeals(&self) -> i64 {
        self.of(record::APPEALS).0
    }

    pub fn overturned(&self) -> i64 {
        self.of(record::OVERTURNED).0
    }

    /// Decisions on what had waited.
    pub fn waited(&self) -> i64 {
        self.of(record::WAITED).0
    }

    /// Hours that these had waited, on average.
    pub fn hours(&self) -> Option<f64> {
        let (n, total) = self.of(record::WAITED);
        (n > 0).then(|| total as f64 / n as f64 / crate::domain::time::HOUR_MS as f64)
    }

    pub fn within_day(&self) -> i64 {
        self.of(record::WITHIN_DAY).0
    }

    pub fn within_three(&self) -> i64 {
        self.of(record::WITHIN_THREE).0
    }
}

/// A year of figures.
#[derive(Clone, Debug)]
pub struct Year {
    pub year: i16,
    pub now: i16,
    pub whole: Figures,
    /// "2026-11", from the first month to the last of the year, or the present one.
    pub months: Vec<(String, Figures)>,
}

/// The figures of a year, by its months; the present year if the one asked for is none to come or
/// before 2000.
pub async fn year(app: &App, asked: &str) -> Result<Year> {
    let today = app.now().day(&app.config.zone);
    let now = today.year();
    let year = asked
        .parse()
        .ok()
        .filter(|y| (2000..=now).contains(y))
        .unwrap_or(now);
    let last = if year == now { today.month() } else { 12 };
    let (from, to) = (format!("{year:04}-01"), format!("{year:04}-{last:02}"));
    let rows = figures::between(app.store.read(), &from, &to).await?;
    let mut whole = Figures::default();
    let mut months: Vec<(String, Figures)> = (1..=last)
        .map(|m| (format!("{year:04}-{m:02}"), Figures::default()))
        .collect();
    for row in &rows {
        whole.add(row);
        if let Some((_, of_month)) = months.iter_mut().find(|(m, _)| *m == row.month) {
            of_month.add(row);
        }
    }
    Ok(Year {
        year,
        now,
        whole,
        months,
    })
}
