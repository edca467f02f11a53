//! Closing cases that were answered, or about which the citizen was asked back, when their author
//! has been silent for the set time (PermenPANRB 62/2018:
//! ten working days, as practised by SP4N-LAPOR!).

use super::case::Actor;
use super::case::Case;
use crate::app::App;
use crate::domain::deadline::DeadlineClass;
use crate::domain::error::Result;
use crate::domain::thread::{Status, Step};
use crate::domain::time::DAY_MS;
use crate::store::{posts, threads};

/// Closes at most `limit` cases; returns how many.
pub async fn lapse(app: &App, limit: u64) -> Result<usize> {
    let now = app.now();
    let city = app.city().await?;
    let days = i64::from(app.config.limits.citizen_reply);
    // No ten working days are shorter than ten days: fewer rows to weigh.
    let candidates =
        threads::silent_before(app.store.read(), now.plus_ms(-days * DAY_MS), limit).await?;
    let mut closed = 0;
    for candidate in candidates {
        let tx = app.store.begin().await?;
        let Some(thread) = threads::for_update(&tx, &candidate.number).await? else {
            continue;
        };
        let since = match thread.status {
            Status::Answered if thread.planned_ms.is_none() => thread.closed_ms,
            Status::Asked => thread.asked_ms,
            _ => None,
        };
        let Some(since) = since else {
            continue;
        };
        let limits = &app.config.limits;
        if now <= limits.due(DeadlineClass::CitizenReply, since, &city.calendar) {
            continue;
        }
        let opener = posts::opener(&*tx, thread.id).await?;
        let mut case = Case::of_service(tx, thread, opener, city.clone(), now);
        case.step(Step::Lapse, Actor::Service, "").await?;
        case.thread.closed_ms = Some(now);
        case.finish().await?;
        closed += 1;
    }
    Ok(closed)
}
