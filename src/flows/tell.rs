//! Telling units' own systems what happened: a message for each webhook that listens, written in
//! the act's transaction and sent by a job. It names the thing and holds no citizen's words.

use crate::app::City;
use crate::domain::error::{Error, Result};
use crate::domain::hook::Event;
use crate::domain::ids::{ServiceId, UnitId};
use crate::domain::rating::Answers;
use crate::domain::sentiment::Polarity;
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use crate::store::entity::thread;
use crate::store::{Tx, hooks};
use serde::Serialize;

/// What a message says of a thread.
#[derive(Serialize)]
struct OfThread<'a> {
    number: &'a str,
    /// Where it can be read; the sender puts the service's own address before it.
    path: String,
    unit: &'a str,
    service: &'a str,
    kind: &'static str,
    status: &'static str,
    confidential: bool,
    /// When the unit must have answered, RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// How the post reads; with `thread.opened` and `thread.replied`.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentiment: Option<&'static str>,
    /// The unit that had it before; with `thread.moved`.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_unit: Option<&'a str>,
}

/// What a message says of a rating.
#[derive(Serialize)]
struct OfRating<'a> {
    unit: &'a str,
    service: &'a str,
    /// 1 (not good) to 4 (very good), where the person gave one.
    overall: Option<i64>,
    /// The nine elements U1 to U9 (PermenPANRB 14/2017), each 1 to 4 or not given.
    elements: Vec<Option<i64>>,
}

fn json(content: &impl Serialize) -> Result<String> {
    serde_json::to_string(content).map_err(|e| Error::Internal(format!("a message: {e}")))
}

/// Something happened to a thread. `before`: the unit that had it, if it was moved.
pub async fn of_thread(
    tx: &Tx,
    city: &City,
    event: Event,
    t: &thread::Model,
    sentiment: Option<Polarity>,
    before: Option<UnitId>,
    now: Instant,
) -> Result<()> {
    if !event.is_told(t.visibility) {
        return Ok(());
    }
    let directory = &city.directory;
    let mut hooks = directory.hooks_of(t.unit_id, event);
    if let Some(before) = before {
        hooks.extend(directory.hooks_of(before, event));
        hooks.sort();
        hooks.dedup();
    }
    if hooks.is_empty() {
        return Ok(());
    }
    let slug = |unit: UnitId| directory.unit(unit).map_or("", |u| u.slug.as_str());
    let confidential = t.visibility == Visibility::Confidential;
    let part = if confidential { "/petugas" } else { "" };
    let content = OfThread {
        number: &t.number,
        path: format!("{part}/utas/{}", t.number),
        unit: slug(t.unit_id),
        service: service(city, t.service_id),
        kind: t.kind.as_str(),
        status: t.status.as_str(),
        confidential,
        due: t.due_ms.map(|at| at.to_jiff().to_string()),
        sentiment: sentiment.map(Polarity::as_str),
        from_unit: before.map(slug),
    };
    hooks::enqueue(tx, &hooks, event, &json(&content)?, now).await
}

/// Someone rated a service.
pub async fn of_rating(
    tx: &Tx,
    city: &City,
    (unit, rated): (UnitId, ServiceId),
    answers: &Answers,
    now: Instant,
) -> Result<()> {
    let hooks = city.directory.hooks_of(unit, Event::Rated);
    if hooks.is_empty() {
        return Ok(());
    }
    let content = OfRating {
        unit: city.directory.unit(unit).map_or("", |u| u.slug.as_str()),
        service: service(city, rated),
        overall: answers.overall.map(|s| s.get().into()),
        elements: answers
            .elements
            .iter()
            .map(|s| s.map(|s| s.get().into()))
            .collect(),
    };
    hooks::enqueue(tx, &hooks, Event::Rated, &json(&content)?, now).await
}

fn service(city: &City, id: ServiceId) -> &str {
    city.directory.service(id).map_or("", |s| s.slug.as_str())
}
