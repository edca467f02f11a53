//! A unit's page: its marks, its services' marks, sentiment over time, and its threads.

use super::cards::Card;
use super::marks::{Marks, last_twelve_months};
use super::threads;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::tally;
use crate::domain::veil;
use crate::store::lists::Filter;
use crate::store::rollups::{self, Figures, Span};
use crate::store::threads::open_counts;

/// Threads on a unit's page.
const NEWEST: usize = 6;

/// Polarity of a month's posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// `YYYY-MM`.
    pub month: String,
    pub negative: i64,
    pub neutral: i64,
    pub positive: i64,
    /// How its posts read would tell a small count, and is none here (see [`veil`]).
    pub few: bool,
}

#[derive(Clone, Debug)]
pub struct ServiceMarks {
    pub path: String,
    pub name: String,
    pub description: String,
    pub marks: Marks,
}

#[derive(Clone, Debug)]
pub struct UnitPage {
    pub slug: String,
    pub name: String,
    pub description: String,
    pub address: String,
    pub phone: String,
    pub hours: String,
    /// Name and slug.
    pub parent: Option<(String, String)>,
    pub children: Vec<(String, String)>,
    pub marks: Marks,
    pub months: Vec<Month>,
    pub services: Vec<ServiceMarks>,
    pub open: i64,
    pub late: i64,
    pub newest: Vec<Card>,
}

/// # Errors
/// [`Error::NotFound`] for an unknown unit.
pub async fn unit(app: &App, slug: &str) -> Result<UnitPage> {
    let city = app.city().await?;
    let d = &city.directory;
    let unit = d.unit_by_slug(slug).ok_or(Error::NotFound)?;
    let (from, to) = last_twelve_months(app.now().day(&app.config.zone));
    let db = app.store.read();
    let span = Span::Months(&from, &to);
    let sums = rollups::of_unit(db, unit.id, span).await?;
    let by_service = rollups::of_services(db, unit.id, span).await?;
    let months = rollups::polarity_by_month(db, unit.id, &from, &to).await?;
    let (open, late) = open_counts(db, unit.id, app.now()).await?;
    let filter = Filter {
        unit: Some(unit.id),
        ..Filter::default()
    };
    let newest = threads::page(app, &filter, NEWEST).await?;
    let minimum = app.config.min_respondents;
    let none = Figures::default();
    Ok(UnitPage {
        slug: unit.slug.clone(),
        name: unit.name.clone(),
        description: unit.description.clone(),
        address: unit.address.clone(),
        phone: unit.phone.clone(),
        hours: unit.hours.clone(),
        parent: unit
            .parent_id
            .and_then(|p| d.unit(p))
            .map(|p| (p.name.clone(), p.slug.clone())),
        children: d
            .units
            .iter()
            .filter(|u| u.parent_id == Some(unit.id) && u.active)
            .map(|u| (u.name.clone(), u.slug.clone()))
            .collect(),
        marks: Marks::of(&sums, minimum),
        months: by_month(&from, months),
        services: d
            .services_of(unit.id)
            .map(|s| ServiceMarks {
                path: format!("{}/{}", unit.slug, s.slug),
                name: s.name.clone(),
                description: s.description.clone(),
                marks: Marks::of(by_service.get(&s.id).unwrap_or(&none), minimum),
            })
            .collect(),
        open,
        late,
        newest: newest.cards,
    })
}

/// Twelve months from `from` (`YYYY-MM`), months without posts among them.
fn by_month(from: &str, figures: Vec<rollups::MonthFigure>) -> Vec<Month> {
    let mut months = Vec::with_capacity(12);
    let Ok(mut first) = format!("{from}-01").parse::<jiff::civil::Date>() else {
        return months;
    };
    for _ in 0..12 {
        let name = format!("{:04}-{:02}", first.year(), first.month());
        let n = |measure: &str| {
            figures
                .iter()
                .find(|f| f.month == name && f.measure == measure)
                .map_or(0, |f| f.n)
        };
        months.push(Month {
            negative: n(tally::NEGATIVE),
            neutral: n(tally::NEUTRAL),
            positive: n(tally::POSITIVE),
            few: false,
            month: name.clone(),
        });
        first = first.saturating_add(jiff::Span::new().months(1));
    }
    let counts: Vec<[i64; 3]> = months
        .iter()
        .map(|m| [m.negative, m.neutral, m.positive])
        .collect();
    for (month, few) in months.iter_mut().zip(veil::rows(&counts)) {
        if few {
            *month = Month {
                month: std::mem::take(&mut month.month),
                few,
                ..Month::default()
            };
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_few_posts_read_is_not_told() {
        let figure = |month: &str, measure: &str, n| rollups::MonthFigure {
            month: month.into(),
            measure: measure.into(),
            n,
        };
        let months = by_month(
            "2026-01",
            vec![
                figure("2026-02", tally::NEGATIVE, 4),
                figure("2026-03", tally::NEGATIVE, 5),
                figure("2026-05", tally::NEGATIVE, 9),
                figure("2026-05", tally::POSITIVE, 1),
            ],
        );
        assert_eq!(months.len(), 12);
        let few: Vec<bool> = months.iter().map(|m| m.few).collect();
        assert_eq!(
            few[..8],
            [true, true, false, false, true, true, false, false]
        );
        assert_eq!((months[1].negative, months[4].negative), (0, 0), "veiled");
        assert_eq!((months[2].negative, months[2].positive), (5, 0));
        assert_eq!(months[4].month, "2026-05");
    }
}
