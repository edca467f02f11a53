//! An invitation to work here, by email: its link leads to a button, the button to a sign-in code. The
//! role is held from then on. A link is good once, for two weeks, and only while whoever invited could
//! still do so.

use super::grant::{self, Form, Granter};
use super::{letters, sign_in};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, InvitationId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::notice::Notice;
use crate::domain::person::{Role, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::DAY_MS;
use crate::keys::{self, Purpose};
use crate::store::audit::{self, Act};
use crate::store::entity::invitation;
use crate::store::{Tx, accounts, onboarding};

/// How long a link is good, in days.
pub const DAYS: i64 = 14;

/// Invites an address to a role: an admin to any, a head to their unit's staff.
///
/// # Errors
/// [`Error::Invalid`] at each field; a role that the address holds already is a fault at `role`.
pub async fn invite(app: &App, viewer: &Viewer, form: &Form) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let me = viewer
        .account
        .as_ref()
        .ok_or_else(|| policy::refused(Action::Invite, viewer))?;
    if !policy::could(Action::Invite, viewer) {
        return Err(policy::refused(Action::Invite, viewer));
    }
    let everywhere = viewer.has_role(Role::Admin);
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(&form.unit).map(|u| u.id);
    let subject = Subject { unit, own: false };
    let role = Role::parse(&form.role);
    let fits = role == Some(Role::Staff)
        && unit.is_some()
        && policy::may(Action::Invite, viewer, &subject);
    if !everywhere && !fits {
        return Err(Error::field("unit", "fault-invite-unit"));
    }
    write(app, &mut tx, form, Some((me.id, me.name.as_str()))).await?;
    tx.commit().await
}

/// Writes an invitation and its letter; `by` is who invites, if it is not the command line.
///
/// # Errors
/// As [`invite`].
pub async fn write(
    app: &App,
    tx: &mut Tx,
    form: &Form,
    by: Option<(AccountId, &str)>,
) -> Result<()> {
    let checked = grant::check(app, tx, form).await?;
    let now = app.now();
    let word = keys::token();
    let model = invitation::Model {
        id: InvitationId::new(),
        token_hash: app.keys.hash(Purpose::Invitation, &word),
        email: checked.email.clone(),
        name: checked.name,
        role: checked.role,
        unit_id: checked.unit,
        position: checked.position,
        invited_by: by.map(|b| b.0),
        created_ms: now,
        expires_ms: now.plus_ms(DAYS * DAY_MS),
        used_ms: None,
        withdrawn_ms: None,
    };
    let city = app.city().await?;
    let unit = checked.unit.and_then(|u| city.directory.unit(u));
    let notice = Notice::Invitation {
        from: by.map_or_else(String::new, |b| b.1.to_owned()),
        role: checked.role.as_str().to_owned(),
        unit: unit.map_or_else(String::new, |u| u.name.clone()),
        word,
        days: DAYS,
    };
    let id = model.id.to_string();
    onboarding::invite(tx, model).await?;
    letters::write(tx, &id, &checked.email, Lang::Id, notice, now).await?;
    let detail = format!("{} {}", checked.role.as_str(), form.unit);
    note(tx, by.map(|b| b.0), "invite", &id, &detail, now).await
}

async fn note(
    tx: &Tx,
    actor: Option<AccountId>,
    act: &str,
    subject: &str,
    detail: &str,
    at: crate::domain::time::Instant,
) -> Result<()> {
    let entry = Act {
        at,
        actor,
        act,
        subject,
        detail,
    };
    audit::append(tx, entry).await
}

/// An invitation that is good now.
///
/// # Errors
/// [`Error::Conflict`] if it was used or withdrawn, is over, or whoever invited may not any more;
/// [`Error::NotFound`] for a word that is none.
pub async fn good(app: &App, tx: Option<&Tx>, word: &str) -> Result<invitation::Model> {
    if word.len() != 64 || !word.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Error::NotFound);
    }
    let hash = app.keys.hash(Purpose::Invitation, word);
    let found = match tx {
        Some(tx) => onboarding::by_token_for_update(tx, &hash).await?,
        None => onboarding::by_token(app.store.read(), &hash).await?,
    };
    let found = found.ok_or(Error::NotFound)?;
    let over = Error::Conflict("conflict-invitation");
    if found.used_ms.is_some() || found.withdrawn_ms.is_some() || app.now() >= found.expires_ms {
        return Err(over);
    }
    let city = app.city().await?;
    let closed = |u: UnitId| city.directory.unit(u).is_none_or(|u| !u.active);
    if found.unit_id.is_some_and(closed) {
        return Err(over);
    }
    if let Some(by) = found.invited_by {
        let grants = match tx {
            Some(tx) => accounts::grants_of(&**tx, by).await?,
            None => accounts::grants_of(app.store.read(), by).await?,
        };
        let heads = |g: &crate::store::entity::role_grant::Model| {
            g.role == Role::UnitHead
                && found.role == Role::Staff
                && g.unit_id.zip(found.unit_id).is_some_and(|(head, unit)| {
                    city.directory.with_descendants(head).contains(&unit)
                })
        };
        if !grants.iter().any(|g| g.role == Role::Admin || heads(g)) {
            return Err(over);
        }
    }
    Ok(found)
}

/// Accepts: the role is held from now, and a sign-in code goes to the address. Returns address and
/// code, which only the demonstration shows.
///
/// # Errors
/// As [`good`]; too many codes asked for.
pub async fn accept(app: &App, word: &str, lang: Lang) -> Result<(String, String)> {
    let mut tx = app.store.begin().await?;
    let found = good(app, Some(&tx), word).await?;
    let city = app.city().await?;
    let unit = found.unit_id.and_then(|u| city.directory.unit(u));
    let form = Form {
        email: found.email.clone(),
        name: found.name.clone(),
        role: found.role.as_str().to_owned(),
        unit: unit.map_or_else(String::new, |u| u.slug.clone()),
        position: found.position.clone(),
    };
    match grant::grant_in(app, &mut tx, Granter::Invitation(found.invited_by), &form).await {
        // Granted by hand meanwhile: that is what was wanted.
        Err(Error::Invalid(e)) if e.of("role").is_some_and(|m| m.key == "fault-granted") => {}
        other => other?,
    }
    onboarding::used(&tx, found.id, app.now()).await?;
    tx.commit().await?;
    sign_in::ask_code(app, &found.email, lang).await
}

/// Takes an invitation back that nobody has used.
///
/// # Errors
/// [`Error::NotFound`] if there is none such in the viewer's reach.
pub async fn withdraw(app: &App, viewer: &Viewer, id: &str) -> Result<()> {
    if !policy::could(Action::Invite, viewer) {
        return Err(policy::refused(Action::Invite, viewer));
    }
    let id = InvitationId::parse(id).ok_or(Error::NotFound)?;
    let units = reach(viewer);
    let now = app.now();
    let tx = app.store.begin().await?;
    if !onboarding::withdraw(&tx, id, units.as_deref(), now).await? {
        return Err(Error::NotFound);
    }
    note(
        &tx,
        viewer.account_id(),
        "withdraw invitation",
        &id.to_string(),
        "",
        now,
    )
    .await?;
    tx.commit().await
}

/// The units whose invitations the viewer sees; `None`: all.
pub fn reach(viewer: &Viewer) -> Option<Vec<UnitId>> {
    (!viewer.has_role(Role::Admin)).then(|| viewer.head_units())
}
