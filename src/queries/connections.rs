//! A unit's connections: its webhooks with their messages, and its tokens of the API.

use crate::app::{App, City};
use crate::domain::error::{Error, Result};
use crate::domain::hook::{self, Event};
use crate::domain::ids::{DeliveryId, TokenId, UnitId, WebhookId};
use crate::domain::person::{Role, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::Instant;
use crate::store::entity::webhook;
use crate::store::{hooks, tokens};
use std::collections::BTreeMap;

const A_PAGE: usize = 50;
/// Webhooks and tokens on the overview; a city has some dozens.
const MOST: u64 = 200;

/// A webhook in the overview.
#[derive(Clone, Debug)]
pub struct HookLine {
    pub id: WebhookId,
    /// `None`: the whole city.
    pub unit: Option<String>,
    pub address: String,
    pub events: Vec<Event>,
    pub paused: bool,
    /// Tries that failed since the last message that was taken.
    pub streak: i64,
    pub waiting: i64,
    /// Messages that were put aside.
    pub aside: i64,
}

/// A token in the overview; the token itself is not known.
#[derive(Clone, Debug)]
pub struct TokenLine {
    pub id: TokenId,
    pub unit: Option<String>,
    pub label: String,
    pub created: Instant,
    pub used: Option<Instant>,
}

#[derive(Clone, Debug)]
pub struct Connections {
    pub hooks: Vec<HookLine>,
    pub tokens: Vec<TokenLine>,
    /// Slug and name of each unit that the viewer may connect.
    pub units: Vec<(String, String)>,
    /// Whether the viewer may connect the whole city.
    pub city: bool,
    /// Whether addresses of the city's own network are allowed.
    pub private: bool,
}

/// A message for a webhook.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: DeliveryId,
    pub event: Event,
    pub content: String,
    pub attempts: i64,
    pub created: Instant,
    pub due: Instant,
    pub done: Option<Instant>,
    pub aside: bool,
    pub last_error: String,
}

/// A webhook with its newest messages.
#[derive(Clone, Debug)]
pub struct Hook {
    pub line: HookLine,
    /// Until when the secret before the present one signs too.
    pub overlap: Option<Instant>,
    pub messages: Vec<Message>,
    pub next: Option<(Instant, DeliveryId)>,
    /// Only what was put aside.
    pub aside: bool,
}

/// Units on which the viewer may; `None`: all of them, and the city.
fn scope(viewer: &Viewer) -> Result<Option<Vec<UnitId>>> {
    if !policy::could(Action::ManageConnections, viewer) {
        return Err(policy::refused(Action::ManageConnections, viewer));
    }
    if viewer.has_role(Role::Admin) {
        return Ok(None);
    }
    Ok(Some(
        viewer
            .work_units()
            .into_iter()
            .filter(|unit| {
                let subject = Subject {
                    unit: Some(*unit),
                    own: false,
                };
                policy::may(Action::ManageConnections, viewer, &subject)
            })
            .collect(),
    ))
}

fn name(city: &City, unit: Option<UnitId>) -> Option<String> {
    unit.and_then(|u| city.directory.unit(u))
        .map(|u| u.name.clone())
}

fn line(city: &City, hook: &webhook::Model, counts: hooks::Counts) -> HookLine {
    HookLine {
        id: hook.id,
        unit: name(city, hook.unit_id),
        address: hook.address.clone(),
        events: hooks::events(&hook.events),
        paused: hook.paused_ms.is_some(),
        streak: hook.streak,
        waiting: counts.waiting,
        aside: counts.aside,
    }
}

/// # Errors
/// Forbidden or sign-in needed for who is neither head of a unit nor admin.
pub async fn all(app: &App, viewer: &Viewer) -> Result<Connections> {
    let scope = scope(viewer)?;
    let (db, city) = (app.store.read(), app.city().await?);
    let found = hooks::of_units(db, scope.as_deref(), MOST).await?;
    let ids: Vec<WebhookId> = found.iter().map(|h| h.id).collect();
    let counts: BTreeMap<_, _> = hooks::counts(db, &ids).await?.into_iter().collect();
    let tokens = tokens::of_units(db, scope.as_deref(), MOST).await?;
    Ok(Connections {
        hooks: found
            .iter()
            .map(|h| line(&city, h, counts.get(&h.id).copied().unwrap_or_default()))
            .collect(),
        tokens: tokens
            .into_iter()
            .map(|t| TokenLine {
                id: t.id,
                unit: name(&city, t.unit_id),
                label: t.label,
                created: t.created_ms,
                used: t.used_ms,
            })
            .collect(),
        units: city
            .directory
            .units
            .iter()
            .filter(|u| u.active && scope.as_ref().is_none_or(|s| s.contains(&u.id)))
            .map(|u| (u.slug.clone(), u.name.clone()))
            .collect(),
        city: scope.is_none(),
        private: app.config.webhook_private,
    })
}

/// # Errors
/// [`Error::NotFound`] also for a webhook of a unit in which the viewer has no say.
pub async fn hook(
    app: &App,
    viewer: &Viewer,
    id: WebhookId,
    aside: bool,
    before: Option<(Instant, DeliveryId)>,
) -> Result<Hook> {
    let scope = scope(viewer)?;
    let (db, city) = (app.store.read(), app.city().await?);
    let found = hooks::by_id(db, id).await?.ok_or(Error::NotFound)?;
    let within = |units: &Vec<UnitId>| found.unit_id.is_some_and(|u| units.contains(&u));
    if !scope.as_ref().is_none_or(within) {
        return Err(Error::NotFound);
    }
    let counts = hooks::counts(db, &[id]).await?;
    let counts = counts.first().map(|c| c.1).unwrap_or_default();
    let mut messages = hooks::page(db, id, aside, before, A_PAGE as u64 + 1).await?;
    let more = messages.len() > A_PAGE;
    messages.truncate(A_PAGE);
    Ok(Hook {
        line: line(&city, &found, counts),
        overlap: found
            .rotated_ms
            .map(|at| at.plus_ms(hook::OVERLAP_MS))
            .filter(|until| app.now() < *until),
        next: messages
            .last()
            .filter(|_| more)
            .map(|m| (m.created_ms, m.id)),
        messages: messages
            .into_iter()
            .map(|m| Message {
                id: m.id,
                event: m.event,
                content: m.content,
                attempts: m.attempts,
                created: m.created_ms,
                due: m.due_ms,
                done: m.done_ms,
                aside: m.failed_ms.is_some(),
                last_error: m.last_error,
            })
            .collect(),
        aside,
    })
}
