//! Digests: each unit's is made once for a week or month, and goes once to each of its readers, on
//! the weekday and at the hour they wish. A run that was missed is made up for.

use super::{Desk, lease};
use crate::app::App;
use crate::domain::digest::schedule::{self, Own, Wishes};
use crate::domain::digest::{Edition, Every, Period};
use crate::domain::error::Result;
use crate::domain::ids::UnitId;
use crate::domain::time::Instant;
use crate::flows::digest::{self as flow, To};
use crate::queries::digest;
use crate::store::digests::{self, Reader};

/// A digest that someone is to get.
#[derive(Clone, Debug)]
struct Due {
    reader: Reader,
    period: Period,
}

/// Sends the digests whose time has come and that have not gone.
pub async fn when_due(desk: &Desk) -> Result<()> {
    let app = &desk.app;
    let now = app.now();
    if !schedule::is_working_time(&app.city().await?.calendar, now) {
        return Ok(());
    }
    if due(app, now).await?.is_empty() || !lease(app, "digest").await? {
        return Ok(());
    }
    // Asked again under the lease: another instance may have been there meanwhile.
    let due = due(app, now).await?;
    let written = write(app, due).await?;
    tracing::info!(written, "digests written");
    Ok(())
}

fn wishes_of(app: &App, r: &Reader) -> Wishes {
    let own = Own {
        weekly: r.weekly,
        monthly: r.monthly,
        weekday: r.weekday.as_deref(),
        hour: r.hour,
    };
    Wishes::of(own, app.config.digest_weekday, app.config.digest_time)
}

/// What is due now, by each reader's wishes. Whoever took the role since then gets the next one.
async fn due(app: &App, now: Instant) -> Result<Vec<Due>> {
    let city = app.city().await?;
    let mut all = Vec::new();
    for reader in digests::readers(app.store.read()).await? {
        if reader.stopped_ms.is_some() || reader.returns_ms.is_some() {
            continue;
        }
        let wishes = wishes_of(app, &reader);
        for every in Every::ALL {
            let found = schedule::latest_due(*every, &wishes, &city.calendar, now)
                .filter(|(_, at)| wishes.wants(*every) && reader.granted_ms <= *at);
            if let Some((period, _)) = found {
                let reader = reader.clone();
                all.push(Due { reader, period });
            }
        }
    }
    not_gone(app, all).await
}

async fn not_gone(app: &App, mut all: Vec<Due>) -> Result<Vec<Due>> {
    let mut names: Vec<String> = all.iter().map(|d| d.period.name()).collect();
    names.sort();
    names.dedup();
    let gone = digests::runs_of(app.store.read(), &names).await?;
    all.retain(|d| !gone.contains(&(d.reader.unit_id, d.reader.account_id, d.period.name())));
    Ok(all)
}

/// Sends the digests of a period that have not gone, of one unit or of all, to those who took
/// their role by `by` and wish them: for the command line, whatever the hour. Returns how many.
pub async fn make(app: &App, period: Period, unit: Option<UnitId>, by: Instant) -> Result<usize> {
    let readers = digests::readers(app.store.read()).await?;
    let all = readers
        .into_iter()
        .filter(|r| r.granted_ms <= by && unit.is_none_or(|only| only == r.unit_id))
        .filter(|r| r.stopped_ms.is_none() && r.returns_ms.is_none())
        .filter(|r| wishes_of(app, r).wants(period.every))
        .map(|reader| Due { reader, period })
        .collect();
    write(app, not_gone(app, all).await?).await
}

/// Unit by unit, so that one edition is in memory at a time, each in a transaction. Whatever breaks
/// off goes on where it was: what is kept and what has gone is not done again.
async fn write(app: &App, mut due: Vec<Due>) -> Result<usize> {
    due.sort_by_key(|d| (d.reader.unit_id, d.period));
    let mut written = 0;
    let same = |a: &Due, b: &Due| a.reader.unit_id == b.reader.unit_id && a.period == b.period;
    for of_one in due.chunk_by(same) {
        let Some(first) = of_one.first() else {
            continue;
        };
        let unit = first.reader.unit_id;
        let edition = current(app, unit, first.period).await?;
        let to: Vec<To> = of_one.iter().map(|d| To::from(&d.reader)).collect();
        written += flow::write(app, unit, &edition, &to).await?;
    }
    Ok(written)
}

/// The edition that is kept, or as it would be made now.
async fn current(app: &App, unit: UnitId, period: Period) -> Result<Edition> {
    match digests::edition(app.store.read(), unit, &period.name()).await? {
        Some(kept) => flow::read(&kept),
        None => digest::edition(app, unit, period).await,
    }
}

/// The edition that is kept, or a new one that is kept from now on.
pub async fn edition(app: &App, unit: UnitId, period: Period) -> Result<Edition> {
    let edition = current(app, unit, period).await?;
    flow::keep(app, unit, &edition).await
}
