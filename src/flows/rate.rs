//! Rating a service: one person, one rating a service and day.

use super::address::{self, Hashes};
use super::tell;
use crate::app::App;
use crate::domain::desk::{ItemKind, NewItem, Reason, Thing};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{ServiceId, UnitId};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::rating::{Answers, Channel};
use crate::domain::suspicion::{self, History, Recent, Suspicion};
use crate::domain::tally;
use crate::domain::time::{DAY_MS, HOUR_MS, Instant};
use crate::keys::Purpose;
use crate::store::ratings::{self, NewRating};
use crate::store::{Tx, queue, rollups, screening};

/// Ratings that are looked at together are of so long.
const SUSPECT_MS: i64 = 3 * HOUR_MS;
/// How far back a service's marks are compared.
const HISTORY_MS: i64 = 180 * DAY_MS;
/// Ratings brought to the desk at once.
const SUSPECT_MOST: u64 = 50;

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
    let from = address::hashes(app, viewer).await?;
    let mut tx = app.store.begin().await?;
    let given = Given {
        place: (unit.id, service.id),
        answers,
        channel: Channel::Web,
        form_id,
        from: from.as_ref(),
    };
    let counted = count(app, &mut tx, viewer, given).await?;
    tx.commit().await?;
    Ok(counted)
}

/// A rating as it is given.
#[derive(Copy, Clone)]
pub struct Given<'a> {
    pub place: (UnitId, ServiceId),
    pub answers: Answers,
    pub channel: Channel,
    /// Tells apart those without account or visitor cookie.
    pub form_id: &'a str,
    /// Where it comes from, of those without an account.
    pub from: Option<&'a Hashes>,
}

/// Counts a rating within an act's transaction. `false` if this person has rated the service
/// today.
pub async fn count(app: &App, tx: &mut Tx, viewer: &Viewer, given: Given<'_>) -> Result<bool> {
    let ((unit, service), answers) = (given.place, given.answers);
    let rater = match (viewer.account_id(), &viewer.visitor) {
        (Some(account), _) => format!("account {account}"),
        (None, Some(visitor)) => format!("visitor {visitor}"),
        (None, None) => format!("form {}", given.form_id),
    };
    let now = app.now();
    let day = app.day(now);
    let new = NewRating {
        unit,
        service,
        day: day.clone(),
        rater: app.keys.hash(Purpose::Rater, &rater),
        channel: given.channel,
        answers,
        at: now,
    };
    let Some(rating) = ratings::insert(tx, new).await? else {
        return Ok(false);
    };
    rollups::add(tx, unit, service, &day, tally::of_rating(&answers)).await?;
    let city = app.city().await?;
    tell::of_rating(tx, &city, (unit, service), &answers, now).await?;
    if let Some(mark) = answers.overall {
        let mark = i64::from(mark.get());
        let today = given.from.map(|f| f.today.clone());
        screening::trace_rating(tx, rating, service, today, mark, now).await?;
        if let Some(from) = given.from {
            suspect(app, tx, (unit, service), &from.all, now).await?;
        }
    }
    Ok(true)
}

/// Brings ratings that look made to the moderators' desk; they count until somebody decides.
async fn suspect(
    app: &App,
    tx: &Tx,
    (unit, service): (UnitId, ServiceId),
    from: &[String],
    now: Instant,
) -> Result<()> {
    let since = now.plus_ms(-SUSPECT_MS);
    let recent = screening::recent_ratings(&**tx, service, from, since).await?;
    if recent.from_place < suspicion::LEAST {
        return Ok(());
    }
    let month = now.plus_ms(-HISTORY_MS).day(&app.config.zone);
    let month = format!("{:04}-{:02}", month.year(), month.month());
    let marks = ratings::marks(&**tx, unit, service, &month).await?;
    let suspected = suspicion::suspect(
        Recent {
            from_place: recent.from_place,
            lowest: recent.lowest,
            highest: recent.highest,
            all: recent.n,
        },
        History {
            n: (marks.n - recent.n).max(0),
            total: (marks.total - recent.total).max(0),
        },
    );
    let (mark, detail) = match suspected {
        None => return Ok(()),
        Some(s @ Suspicion::Down) => (1, s.as_str()),
        Some(s @ Suspicion::Up) => (4, s.as_str()),
    };
    let all = screening::ratings_from(&**tx, service, from, mark, since, SUSPECT_MOST).await?;
    for rating in all {
        let item = NewItem {
            thing: Thing::Rating(rating),
            kind: ItemKind::Rating,
            unit,
            reasons: vec![Reason::SameDevice, Reason::RatingBurst],
            weight: 0,
            detail: detail.to_owned(),
            since: now,
        };
        queue::enqueue(tx, item).await?;
    }
    Ok(())
}
