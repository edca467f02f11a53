//! The weekly digests, one for each unit head. A run that was missed is made up for.

use super::{Desk, lease};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::UnitId;
use crate::domain::time::Instant;
use crate::flows::digest::{self as flow, To};
use crate::queries::digest::{Week, digest};
use crate::store::accounts::GrantRow;
use crate::store::{accounts, mailing};
use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};

/// Makes this week's digests if their time has come and they are not all made.
pub async fn when_due(desk: &Desk) -> Result<()> {
    let app = &desk.app;
    let config = &app.config;
    let city = app.city().await?;
    let today = app.now().day(&config.zone);
    let (day, at) = last_run(
        today,
        config.digest_weekday,
        config.digest_time,
        |day, time| city.calendar.at(day, time),
        app.now(),
    );
    let week = Week::before(day);
    // Whoever became head since then gets the next one.
    if waiting(app, week, None, at).await?.is_empty() || !lease(app, "digest").await? {
        return Ok(());
    }
    let made = make(app, week, None, at).await?;
    tracing::info!(made, week = week.name(), "digests made");
    Ok(())
}

/// The day and moment of the latest run that should have been by now.
fn last_run(
    today: Date,
    weekday: Weekday,
    time: Time,
    moment: impl Fn(Date, Time) -> Instant,
    now: Instant,
) -> (Date, Instant) {
    let back = i64::from(today.weekday().since(weekday));
    let day = today.saturating_sub(back.days());
    let at = moment(day, time);
    if at <= now {
        (day, at)
    } else {
        let day = day.saturating_sub(7.days());
        (day, moment(day, time))
    }
}

/// Heads by `heads_by`, of one unit or of all, whose digest of the week is not made yet.
async fn waiting(
    app: &App,
    week: Week,
    unit: Option<UnitId>,
    heads_by: Instant,
) -> Result<Vec<GrantRow>> {
    let mut heads = accounts::unit_heads(app.store.read()).await?;
    let made = mailing::digests_made(app.store.read(), &week.name()).await?;
    heads.retain(|head| {
        head.granted_ms <= heads_by
            && head.unit_id.is_some_and(|of| {
                unit.is_none_or(|only| only == of) && !made.contains(&(of, head.account_id))
            })
    });
    Ok(heads)
}

/// Makes the digests of a week that are not made yet; of one unit or of all, for those who were
/// heads by `heads_by`. Returns how many.
pub async fn make(app: &App, week: Week, unit: Option<UnitId>, heads_by: Instant) -> Result<usize> {
    let mut made = 0;
    for head in waiting(app, week, unit, heads_by).await? {
        let Some(of) = head.unit_id else { continue };
        let digest = digest(app, of, &head.name, week).await?;
        let to = To {
            unit: of,
            account: head.account_id,
            email: head.email,
            lang: head.lang,
            period: week.name(),
        };
        if flow::write(app, &to, digest).await? {
            made += 1;
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn a_missed_run_is_made_up_for_until_the_next() {
        let moment = |d: Date, t: Time| {
            let at = jiff::tz::TimeZone::UTC
                .to_timestamp(d.to_datetime(t))
                .expect("a moment");
            Instant::from_jiff(at)
        };
        let run = |today: Date, now: Time| {
            last_run(
                today,
                Weekday::Monday,
                time(7, 30, 0, 0),
                moment,
                moment(today, now),
            )
            .0
        };
        assert_eq!(
            run(date(2026, 11, 23), time(7, 30, 0, 0)),
            date(2026, 11, 23)
        );
        assert_eq!(
            run(date(2026, 11, 23), time(7, 29, 0, 0)),
            date(2026, 11, 16)
        );
        assert_eq!(
            run(date(2026, 11, 29), time(23, 0, 0, 0)),
            date(2026, 11, 23)
        );
    }
}
