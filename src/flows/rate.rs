//! Rating a service: one person, one rating a service and day.

use super::tell;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{ServiceId, UnitId};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::rating::{Answers, Channel};
use crate::domain::tally;
use crate::keys::Purpose;
use crate::store::ratings::{self, NewRating};
use crate::store::{Tx, rollups};

/// Rates a service on its own. `false` if this person has rated it today.
///
/// # Errors
/// [`Error::NotFound`] for an unknown service, [`Error::Invalid`] if nothing was answered.
pub async fn rate(
    app: &App,
    viewer: &Viewer,
    service_path: &str,
    answers: Answers,
    form_id: &str,
) -> Result<bool> {
    if !policy::may(Action::Rate, viewer, &Subject::default()) {
        return Err(policy::refused(Action::Rate, viewer));
    }
    let city = app.city().await?;
    let (unit, service) = city
        .directory
        .service_by_path(service_path)
        .ok_or(Error::NotFound)?;
    if answers.is_empty() {
        return Err(Error::field("overall", "fault-rate-something"));
    }
    let mut tx = app.store.begin().await?;
    let place = (unit.id, service.id);
    let counted = count(app, &mut tx, viewer, place, answers, Channel::Web, form_id).await?;
    tx.commit().await?;
    Ok(counted)
}

/// Counts a rating within an act's transaction. `false` if this person has rated the service
/// today. `fallback` tells apart those without account or visitor cookie.
pub async fn count(
    app: &App,
    tx: &mut Tx,
    viewer: &Viewer,
    (unit, service): (UnitId, ServiceId),
    answers: Answers,
    channel: Channel,
    fallback: &str,
) -> Result<bool> {
    let rater = match (viewer.account_id(), &viewer.visitor) {
        (Some(account), _) => format!("account {account}"),
        (None, Some(visitor)) => format!("visitor {visitor}"),
        (None, None) => format!("form {fallback}"),
    };
    let now = app.now();
    let day = app.day(now);
    let new = NewRating {
        unit,
        service,
        day: day.clone(),
        rater: app.keys.hash(Purpose::Rater, &rater),
        channel,
        answers,
        at: now,
    };
    let counted = ratings::insert(tx, new).await?;
    if counted {
        rollups::add(tx, unit, service, &day, tally::of_rating(&answers)).await?;
        let city = app.city().await?;
        tell::of_rating(tx, &city, (unit, service), &answers, now).await?;
    }
    Ok(counted)
}
