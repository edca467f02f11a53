//! Invitations that wait, for who may invite; and one, for who holds its link.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::person::{Role, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::Instant;
use crate::keys::Purpose;
use crate::store::{accounts, onboarding};

#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: String,
    pub email: String,
    pub role: Role,
    pub unit: String,
    pub until: Instant,
}

#[derive(Clone, Debug)]
pub struct Invitations {
    pub waiting: Vec<Waiting>,
    /// Slug and name of the units that the viewer may invite to.
    pub units: Vec<(String, String)>,
    /// Whether to any role, or to a unit's staff only.
    pub any_role: bool,
}

/// # Errors
/// Forbidden or sign-in needed for who may not invite.
pub async fn invitations(app: &App, viewer: &Viewer) -> Result<Invitations> {
    if !policy::could(Action::Invite, viewer) {
        return Err(policy::refused(Action::Invite, viewer));
    }
    let city = app.city().await?;
    let any_role = viewer.has_role(Role::Admin);
    let heads = viewer.head_units();
    let reach = (!any_role).then_some(heads.as_slice());
    let rows = onboarding::waiting(app.store.read(), reach, app.now()).await?;
    let unit = |id| {
        city.directory
            .unit(id)
            .map_or_else(String::new, |u| u.name.clone())
    };
    Ok(Invitations {
        waiting: rows
            .into_iter()
            .map(|i| Waiting {
                id: i.id.to_string(),
                email: i.email,
                role: i.role,
                unit: i.unit_id.map_or_else(String::new, unit),
                until: i.expires_ms,
            })
            .collect(),
        units: city
            .directory
            .units
            .iter()
            .filter(|u| u.active && (any_role || heads.contains(&u.id)))
            .map(|u| (u.slug.clone(), u.name.clone()))
            .collect(),
        any_role,
    })
}

/// What somebody was invited to.
#[derive(Clone, Debug)]
pub struct Invited {
    /// Who invites; empty for the city.
    pub from: String,
    pub email: String,
    pub role: Role,
    pub unit: String,
}

/// The invitation of a link, whether it is good or not: the act asks that.
///
/// # Errors
/// [`Error::NotFound`] for a word that is none.
pub async fn invited(app: &App, word: &str) -> Result<Invited> {
    if word.len() != 64 || !word.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Error::NotFound);
    }
    let db = app.store.read();
    let hash = app.keys.hash(Purpose::Invitation, word);
    let found = onboarding::by_token(db, &hash)
        .await?
        .ok_or(Error::NotFound)?;
    if found.used_ms.is_some() || found.withdrawn_ms.is_some() || app.now() >= found.expires_ms {
        return Err(Error::Conflict("conflict-invitation"));
    }
    let city = app.city().await?;
    let from = match found.invited_by {
        Some(by) => accounts::by_id(db, by).await?.map(|a| a.name),
        None => None,
    };
    Ok(Invited {
        from: from.unwrap_or_default(),
        email: found.email,
        role: found.role,
        unit: found
            .unit_id
            .and_then(|u| city.directory.unit(u))
            .map_or_else(String::new, |u| u.name.clone()),
    })
}
