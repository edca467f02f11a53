//! Connections of a unit's own systems: webhooks and tokens of the API, made, changed and ended by
//! the unit's head or an admin. Each act stands in the audit log.

use super::words;
use crate::app::{App, City};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::hook::{self, Event};
use crate::domain::ids::{AccountId, DeliveryId, TokenId, UnitId, WebhookId};
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::Instant;
use crate::keys::{self, Purpose};
use crate::store::audit::{self, Act};
use crate::store::entity::{api_token, webhook};
use crate::store::{Tx, hooks, tokens};

/// What a token of the API begins with, so that scanners of sources find a lost one.
pub const TOKEN_PREFIX: &str = "palanta_";

/// A webhook's form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// A unit's slug; empty for the whole city.
    pub unit: String,
    pub address: String,
    pub events: Vec<String>,
}

/// A token's form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct TokenForm {
    pub unit: String,
    pub label: String,
}

/// Who may, for a unit (`None`: the city, which is the admins' alone).
fn allowed(viewer: &Viewer, unit: Option<UnitId>) -> Result<AccountId> {
    let subject = Subject { unit, own: false };
    match viewer.account_id() {
        Some(id) if policy::may(Action::ManageConnections, viewer, &subject) => Ok(id),
        _ => Err(policy::refused(Action::ManageConnections, viewer)),
    }
}

/// The unit of a form; a fault at `unit` if there is none or the viewer has no say in it.
fn place(
    city: &City,
    viewer: &Viewer,
    typed: &str,
    errors: &mut FieldErrors,
) -> Option<Option<UnitId>> {
    let unit = match typed {
        "" => None,
        slug => match city.directory.unit_by_slug(slug) {
            Some(unit) => Some(unit.id),
            None => {
                errors.add("unit", Message::new("fault-unit"));
                return None;
            }
        },
    };
    if allowed(viewer, unit).is_err() {
        errors.add("unit", Message::new("fault-hook-unit"));
        return None;
    }
    Some(unit)
}

async fn note(
    tx: &Tx,
    actor: AccountId,
    act: &'static str,
    subject: String,
    detail: &str,
    at: Instant,
) -> Result<()> {
    let act = Act {
        at,
        actor: Some(actor),
        act,
        subject: &subject,
        detail,
    };
    audit::append(tx, act).await
}

/// Address and events of a form.
fn wanted(app: &App, form: &Form, errors: &mut FieldErrors) -> Option<(String, String)> {
    let address = match hook::address(&form.address, app.config.webhook_private) {
        Ok(url) => Some(String::from(url)),
        Err(key) => {
            errors.add("address", Message::new(key));
            None
        }
    };
    let events: Vec<&str> = Event::ALL
        .iter()
        .filter(|e| **e != Event::Test && form.events.iter().any(|f| f == e.as_str()))
        .map(|e| e.as_str())
        .collect();
    if events.is_empty() {
        errors.add("events", Message::new("fault-hook-events"));
        return None;
    }
    address.map(|a| (a, events.join(" ")))
}

/// Makes a webhook.
///
/// # Errors
/// [`Error::Invalid`] at each field; a conflict if the unit has as many as it may.
pub async fn create(app: &App, viewer: &Viewer, form: &Form) -> Result<WebhookId> {
    if !policy::could(Action::ManageConnections, viewer) {
        return Err(policy::refused(Action::ManageConnections, viewer));
    }
    let city = app.city().await?;
    let mut errors = FieldErrors::default();
    let unit = place(&city, viewer, &form.unit, &mut errors);
    let wanted = wanted(app, form, &mut errors);
    let (Some(unit), Some((address, events))) = (unit, wanted) else {
        return Err(Error::Invalid(errors));
    };
    let by = allowed(viewer, unit)?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let most = i64::try_from(hook::HOOKS_MAX).unwrap_or(i64::MAX);
    if hooks::count_of(&*tx, unit).await? >= most {
        return Err(Error::Conflict("conflict-hooks"));
    }
    let id = WebhookId::new();
    let model = webhook::Model {
        id,
        unit_id: unit,
        address: address.clone(),
        events,
        generation: 1,
        rotated_ms: None,
        created_by: by,
        created_ms: now,
        paused_ms: None,
        quiet_ms: Instant(0),
        streak: 0,
    };
    hooks::insert(&mut tx, model).await?;
    note(&tx, by, "add webhook", id.to_string(), &address, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// A webhook that the viewer may manage, in a transaction.
async fn manage(
    app: &App,
    viewer: &Viewer,
    id: WebhookId,
) -> Result<(Tx, webhook::Model, AccountId)> {
    let tx = app.store.begin().await?;
    let found = hooks::by_id(&*tx, id).await?.ok_or(Error::NotFound)?;
    // Who has no say in it need not know that it exists.
    let by = allowed(viewer, found.unit_id).map_err(|e| match e {
        Error::Forbidden if policy::could(Action::ManageConnections, viewer) => Error::NotFound,
        e => e,
    })?;
    Ok((tx, found, by))
}

/// Changes address and events.
///
/// # Errors
/// [`Error::Invalid`] at each field; [`Error::NotFound`].
pub async fn change(app: &App, viewer: &Viewer, id: WebhookId, form: &Form) -> Result<()> {
    let (mut tx, mut found, by) = manage(app, viewer, id).await?;
    let mut errors = FieldErrors::default();
    let Some((address, events)) = wanted(app, form, &mut errors) else {
        return Err(Error::Invalid(errors));
    };
    (found.address, found.events) = (address, events);
    // Another address is tried at once.
    (found.quiet_ms, found.streak) = (Instant(0), 0);
    hooks::save(&mut tx, &found).await?;
    let subject = id.to_string();
    note(
        &tx,
        by,
        "change webhook",
        subject,
        &found.address,
        app.now(),
    )
    .await?;
    tx.commit().await
}

/// Stops sending, or goes on. What happens meanwhile is not kept for later; what waited goes then.
pub async fn pause(app: &App, viewer: &Viewer, id: WebhookId, paused: bool) -> Result<()> {
    let (mut tx, mut found, by) = manage(app, viewer, id).await?;
    if found.paused_ms.is_some() == paused {
        return Ok(());
    }
    let now = app.now();
    found.paused_ms = paused.then_some(now);
    found.quiet_ms = Instant(0);
    hooks::save(&mut tx, &found).await?;
    let act = if paused {
        "pause webhook"
    } else {
        "resume webhook"
    };
    note(&tx, by, act, id.to_string(), "", now).await?;
    tx.commit().await
}

/// The secret, for the receiver's settings. Each look is noted.
pub async fn reveal(app: &App, viewer: &Viewer, id: WebhookId) -> Result<String> {
    let (tx, found, by) = manage(app, viewer, id).await?;
    note(
        &tx,
        by,
        "show webhook secret",
        id.to_string(),
        "",
        app.now(),
    )
    .await?;
    tx.commit().await?;
    let secret = app.keys.webhook_secret(&id.to_string(), found.generation);
    Ok(secret.shown())
}

/// Makes a new secret and returns it. The one before signs beside it for
/// [`hook::OVERLAP_MS`], so that receivers may change over.
pub async fn rotate(app: &App, viewer: &Viewer, id: WebhookId) -> Result<String> {
    let (mut tx, mut found, by) = manage(app, viewer, id).await?;
    let now = app.now();
    found.generation += 1;
    found.rotated_ms = Some(now);
    hooks::save(&mut tx, &found).await?;
    note(&tx, by, "rotate webhook secret", id.to_string(), "", now).await?;
    tx.commit().await?;
    let secret = app.keys.webhook_secret(&id.to_string(), found.generation);
    Ok(secret.shown())
}

/// Takes it away, with all that waits for it.
pub async fn remove(app: &App, viewer: &Viewer, id: WebhookId) -> Result<()> {
    let (mut tx, found, by) = manage(app, viewer, id).await?;
    hooks::delete(&mut tx, id).await?;
    let subject = id.to_string();
    note(
        &tx,
        by,
        "remove webhook",
        subject,
        &found.address,
        app.now(),
    )
    .await?;
    tx.commit().await
}

/// Sends a message of no meaning, to see whether the receiver works.
pub async fn test(app: &App, viewer: &Viewer, id: WebhookId) -> Result<()> {
    let (tx, found, _) = manage(app, viewer, id).await?;
    if found.paused_ms.is_some() {
        return Err(Error::Conflict("conflict-hook-paused"));
    }
    hooks::enqueue(&tx, &[id], Event::Test, "{}", app.now()).await?;
    tx.commit().await
}

/// Sends again one message, or (`None`) all that were put aside. Returns how many.
///
/// # Errors
/// [`Error::NotFound`] if the message is on its way or gone.
pub async fn replay(
    app: &App,
    viewer: &Viewer,
    id: WebhookId,
    message: Option<DeliveryId>,
) -> Result<u64> {
    let (tx, _, by) = manage(app, viewer, id).await?;
    let now = app.now();
    let again = hooks::replay(&tx, id, message, now).await?;
    if again == 0 {
        return Err(Error::NotFound);
    }
    let detail = again.to_string();
    note(&tx, by, "replay webhook", id.to_string(), &detail, now).await?;
    tx.commit().await?;
    Ok(again)
}

/// Makes a token of the API. It is returned once and cannot be shown again.
///
/// # Errors
/// [`Error::Invalid`] at each field.
pub async fn token(app: &App, viewer: &Viewer, form: &TokenForm) -> Result<String> {
    if !policy::could(Action::ManageConnections, viewer) {
        return Err(policy::refused(Action::ManageConnections, viewer));
    }
    let city = app.city().await?;
    let mut errors = FieldErrors::default();
    let unit = place(&city, viewer, &form.unit, &mut errors);
    let label = words::line(&mut errors, "label", &form.label, words::NAME_MAX);
    let (Some(unit), true) = (unit, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let by = allowed(viewer, unit)?;
    let now = app.now();
    let secret = format!("{TOKEN_PREFIX}{}", keys::token());
    let model = api_token::Model {
        id: TokenId::new(),
        unit_id: unit,
        hash: app.keys.hash(Purpose::ApiToken, &secret),
        label,
        created_by: by,
        created_ms: now,
        used_ms: None,
        revoked_ms: None,
    };
    let tx = app.store.begin().await?;
    let subject = model.id.to_string();
    tokens::insert(&tx, model).await?;
    note(&tx, by, "add API token", subject, &form.unit, now).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Ends a token, at once.
pub async fn revoke(app: &App, viewer: &Viewer, id: TokenId) -> Result<()> {
    let tx = app.store.begin().await?;
    let found = tokens::by_id(&*tx, id).await?.ok_or(Error::NotFound)?;
    let by = allowed(viewer, found.unit_id)?;
    let now = app.now();
    tokens::revoke(&tx, id, now).await?;
    note(&tx, by, "revoke API token", id.to_string(), "", now).await?;
    tx.commit().await
}
