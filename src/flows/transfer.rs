//! A case moves to the unit whose task it is. A unit that gets one may say once that it isn't
//! theirs; then the city's coordinator decides, and it stays decided.

use super::case::{Actor, Case};
use super::{letters, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::message::Message;
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::domain::tally::{self, Delta};
use crate::domain::thread::{PostKind, Step};
use crate::store::entity::post;
use crate::store::{places, posts, queue, rollups};
use crate::text::masks;
use std::collections::BTreeMap;

/// How someone who moves cases is shown: name, position, unit.
pub(super) fn mover(case: &Case, viewer: &Viewer) -> Result<(String, String, String)> {
    let account = viewer.account.as_ref().ok_or(Error::SignInNeeded)?;
    let unit = case.thread.unit_id;
    Ok(match viewer.speaks_for(unit) {
        Some(grant) => {
            let unit = case.city.directory.unit(unit);
            (
                account.name.clone(),
                grant.position.clone(),
                unit.map_or_else(String::new, |u| u.name.clone()),
            )
        }
        // The coordinator speaks for the city and is not named, as moderators aren't.
        None => Default::default(),
    })
}

/// Moves an open case to another service, `unit-slug/service-slug`, with a public reason. The
/// legal clock runs on: the citizen waits for the city, not for a unit.
///
/// # Errors
/// [`Error::Invalid`] at `layanan` or `why`; [`Error::Conflict`] if the case is not open, is no more
/// where it was `seen` (two coordinators at once), has been moved before (then only a coordinator moves it), or is where it is to go.
pub async fn transfer(
    app: &App,
    viewer: &Viewer,
    number: &str,
    to: &str,
    reason: &str,
    seen: &str,
) -> Result<()> {
    let mut errors = FieldErrors::default();
    let reason = words::line(&mut errors, "why", reason, words::NOTE_MAX);
    let mut case = Case::lock(app, viewer, number, Action::Transfer)
        .await?
        .in_view()?;
    let city = case.city.clone();
    let Some((unit, service)) = city.directory.service_by_path(to) else {
        errors.add("layanan", Message::new("fault-service"));
        return Err(Error::Invalid(errors));
    };
    if service.id == case.thread.service_id {
        errors.add("layanan", Message::new("fault-same-service"));
    }
    errors.into_result()?;
    let here = city
        .directory
        .unit(case.thread.unit_id)
        .zip(city.directory.service(case.thread.service_id))
        .map(|(u, s)| format!("{}/{}", u.slug, s.slug));
    if !seen.is_empty() && here.is_some_and(|here| here != seen) {
        return Err(Error::Conflict("conflict-moved-since"));
    }
    if !places::hold_open(&case.tx, unit.id).await? {
        return Err(Error::field("layanan", "fault-service"));
    }
    let coordinates = policy::coordinates(viewer);
    let within = unit.id == case.thread.unit_id;
    case.thread.routing = case.thread.routing.moved(coordinates, within)?;
    let (name, position, from) = mover(&case, viewer)?;
    let reason = masks::mask(&reason).text;
    let detail = format!("{} · {}: {reason}", unit.name, service.name);
    case.step(Step::Transfer, actor(&name, &position, &from), &detail)
        .await?;
    let old = (case.thread.unit_id, case.thread.service_id);
    refile(app, &mut case, old, (unit.id, service.id)).await?;
    if !within {
        case.thread.assigned_to = None;
    }
    let notice = Notice::Moved {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        unit: unit.name.clone(),
        reason,
    };
    let cause = format!("{} {}", case.thread.number, case.now.0);
    let opener = case.opener.as_ref();
    letters::to_authors(&case.tx, case.thread.id, opener, &cause, notice, case.now).await?;
    case.finish().await?;
    Ok(())
}

/// The unit that got the case says that it isn't theirs either: the coordinator decides.
///
/// # Errors
/// [`Error::Invalid`] at `contest`; [`Error::Conflict`] unless the case was moved here and not yet
/// sent back.
pub async fn contest(app: &App, viewer: &Viewer, number: &str, reason: &str) -> Result<()> {
    let mut errors = FieldErrors::default();
    let reason = words::line(&mut errors, "contest", reason, words::NOTE_MAX);
    let mut case = Case::lock(app, viewer, number, Action::Contest)
        .await?
        .in_view()?;
    errors.into_result()?;
    case.thread.routing = case.thread.routing.contested()?;
    let (name, position, unit) = mover(&case, viewer)?;
    let reason = masks::mask(&reason).text;
    case.step(Step::Contest, actor(&name, &position, &unit), &reason)
        .await?;
    case.thread.assigned_to = None;
    case.finish().await?;
    Ok(())
}

pub(super) fn actor<'a>(name: &'a str, position: &'a str, unit: &'a str) -> Actor<'a> {
    if name.is_empty() {
        return Actor::Service;
    }
    Actor::Staff {
        name,
        position,
        unit,
    }
}

/// A unit and a service of it.
pub(super) type Place = (crate::domain::ids::UnitId, crate::domain::ids::ServiceId);

/// Takes what citizens wrote from the figures of one service and adds it to another's. Answers and
/// ratings stay with the service that gave and got them.
pub(super) async fn refile(app: &App, case: &mut Case, from: Place, to: Place) -> Result<()> {
    case.tx.touch(crate::store::generations::Tag::Unit(from.0));
    let mut written = posts::replies_by_citizens(&*case.tx, case.thread.id).await?;
    written.extend(posts::opening(&*case.tx, case.thread.id).await?);
    let visibility = case.thread.visibility;
    let of = |p: &post::Model| tally::of_post(p.opening, visibility, p.visibility, &p.reading());
    let mut out = BTreeMap::<String, Vec<Delta>>::new();
    let mut into = BTreeMap::<String, Vec<Delta>>::new();
    for p in written.iter().filter(|p| p.kind == PostKind::Citizen) {
        let day = app.day(p.created_ms);
        let gone = tally::difference(&of(p), Vec::new());
        out.entry(day.clone()).or_default().extend(gone);
        into.entry(day).or_default().extend(of(p));
    }
    // In one order for all, so that two cases moving crosswise never wait in a circle.
    let mut moves = [(from, out), (to, into)];
    moves.sort_by_key(|(place, _)| *place);
    for ((unit, service), days) in moves {
        rollups::add_days(&mut case.tx, unit, service, days.into_iter().collect()).await?;
    }
    (case.thread.unit_id, case.thread.service_id) = to;
    // What waits for moderators about it is the new unit's now: its staff do not decide on it.
    queue::refile(&case.tx, case.thread.id, to.0).await?;
    Ok(())
}
