//! The home page: what the city talks about now, and the units' marks at a glance.

use super::cards::Card;
use super::marks::{Marks, SIDE_BY_SIDE, last_twelve_months};
use super::threads;
use crate::app::App;
use crate::domain::error::Result;
use crate::store::lists::Filter;
use crate::store::rollups::{self, Figures, Span};

/// Threads on the home page.
const NEWEST: usize = 8;

/// A unit and its marks.
#[derive(Clone, Debug)]
pub struct UnitMarks {
    pub slug: String,
    pub name: String,
    pub kind: String,
    pub parent: bool,
    pub marks: Marks,
}

#[derive(Clone, Debug)]
pub struct Home {
    pub newest: Vec<Card>,
    pub units: Vec<UnitMarks>,
}

pub async fn home(app: &App) -> Result<Home> {
    let newest = threads::page(app, &Filter::default(), NEWEST).await?;
    Ok(Home {
        newest: newest.cards,
        units: units(app).await?,
    })
}

/// Every active unit with its marks over the last twelve months, in the directory's order.
pub async fn units(app: &App) -> Result<Vec<UnitMarks>> {
    let city = app.city().await?;
    let (from, to) = last_twelve_months(app.now().day(&app.config.zone));
    let sums =
        rollups::of_all_units(app.store.read(), Span::Months(&from, &to), &SIDE_BY_SIDE).await?;
    let none = Figures::default();
    Ok(city
        .directory
        .units
        .iter()
        .filter(|u| u.active)
        .map(|u| UnitMarks {
            slug: u.slug.clone(),
            name: u.name.clone(),
            kind: u.kind.clone(),
            parent: u.parent_id.is_none(),
            marks: Marks::of(sums.get(&u.id).unwrap_or(&none), app.config.min_respondents),
        })
        .collect())
}
