//! Granting and ending roles; each is written to the audit chain. Takes effect at the next request.

use super::{hand_back, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{AccountId, GrantId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::message::Message;
use crate::domain::person::{Role, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::Tx;
use crate::store::accounts;
use crate::store::audit::{self, Act};
use crate::store::entity::{account, role_grant};

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub email: String,
    pub name: String,
    pub role: String,
    /// A unit's slug; empty for city-wide roles.
    pub unit: String,
    pub position: String,
}

/// Who grants: someone signed in, or the command line, which whoever owns the database may use.
#[derive(Copy, Clone)]
pub enum Granter<'a> {
    Person(&'a Viewer),
    CommandLine,
    /// An invitation that is accepted; who invited was asked when it was written, and again now.
    Invitation(Option<AccountId>),
}

impl Granter<'_> {
    fn check(self) -> Result<Option<AccountId>> {
        match self {
            Granter::CommandLine => Ok(None),
            Granter::Invitation(by) => Ok(by),
            Granter::Person(viewer) => {
                if policy::may(Action::ManageRoles, viewer, &Subject::default()) {
                    Ok(viewer.account_id())
                } else {
                    Err(policy::refused(Action::ManageRoles, viewer))
                }
            }
        }
    }
}

/// Grants a role to an address; an account is made if it has none.
///
/// # Errors
/// [`Error::Invalid`] at each field; a grant that is in force already is a fault at `role`.
pub async fn grant(app: &App, granter: Granter<'_>, form: &Form) -> Result<()> {
    let mut tx = app.store.begin().await?;
    grant_in(app, &mut tx, granter, form).await?;
    tx.commit().await
}

/// As [`grant`], in a transaction with others.
pub async fn grant_in(app: &App, tx: &mut Tx, granter: Granter<'_>, form: &Form) -> Result<()> {
    let by = granter.check()?;
    let Checked {
        email,
        name,
        position,
        role,
        unit: unit_id,
    } = check(app, tx, form).await?;
    // A name that isn't given is that of the address, which is one's office's.
    let name = match name.is_empty() {
        true => email.split('@').next().unwrap_or("").to_owned(),
        false => name,
    };
    let now = app.now();
    let account = match accounts::by_email(&**tx, &email).await? {
        Some(account) => {
            // Who answers for a unit does so by name.
            if account.name.is_empty() {
                accounts::set_profile(tx, account.id, &name, account.lang).await?;
            }
            account
        }
        None => {
            let account = account::Model {
                id: AccountId::new(),
                name,
                email: email.clone(),
                lang: Lang::Id,
                created_ms: now,
            };
            accounts::insert(&**tx, account.clone()).await?;
            account
        }
    };
    let model = role_grant::Model {
        id: GrantId::new(),
        account_id: account.id,
        role,
        unit_id,
        position,
        granted_by: by,
        granted_ms: now,
        ended_ms: None,
    };
    accounts::insert_grant(tx, model).await?;
    audit::append(
        tx,
        Act {
            at: now,
            actor: by,
            act: "grant",
            subject: &account.id.to_string(),
            detail: &format!("{} {}", role.as_str(), form.unit),
        },
    )
    .await
}

/// What was typed, made fit.
pub(super) struct Checked {
    pub email: String,
    pub name: String,
    pub position: String,
    pub role: Role,
    pub unit: Option<UnitId>,
}

/// Checks every field, and that the address doesn't hold the role already.
pub(super) async fn check(app: &App, tx: &Tx, form: &Form) -> Result<Checked> {
    let mut errors = FieldErrors::default();
    let (email, name, position) = texts(form, &mut errors);
    let role = Role::parse(&form.role);
    if role.is_none() {
        errors.add("role", Message::new("fault-choose"));
    }
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(&form.unit);
    match role {
        Some(r) if r.needs_unit() && unit.is_none() => {
            errors.add("unit", Message::new("fault-unit"));
        }
        Some(r) if !r.needs_unit() && !form.unit.is_empty() => {
            errors.add("unit", Message::new("fault-no-unit"));
        }
        _ => {}
    }
    let (Some(email), Some(role), true) = (email, role, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let unit = unit.map(|u| u.id);
    if let Some(account) = accounts::by_email(&**tx, &email).await? {
        let held = accounts::grants_of(&**tx, account.id).await?;
        if held.iter().any(|g| g.role == role && g.unit_id == unit) {
            return Err(Error::field("role", "fault-granted"));
        }
    }
    Ok(Checked {
        email,
        name,
        position,
        role,
        unit,
    })
}

/// Reads the texts of the form, with every fault.
fn texts(form: &Form, errors: &mut FieldErrors) -> (Option<String>, String, String) {
    let email = words::normal_email(&form.email);
    if email.is_none() {
        errors.add("email", Message::new("fault-email"));
    }
    let name = words::optional_line(errors, "name", &form.name, words::NAME_MAX);
    let position = words::optional_line(errors, "position", &form.position, words::NAME_MAX);
    (email, name, position)
}

/// Ends a grant. What the person had to do where they work no more goes back to the unit.
///
/// # Errors
/// [`Error::NotFound`] if none is in force; [`Error::Conflict`] for one's own role as admin,
/// which another admin must end, so that the last one can't lock the city out.
pub async fn end(app: &App, granter: Granter<'_>, grant: GrantId) -> Result<()> {
    let by = granter.check()?;
    let (now, city) = (app.now(), app.city().await?);
    let mut tx = app.store.begin().await?;
    let ended = accounts::end_grant(&mut tx, grant, now)
        .await?
        .ok_or(Error::NotFound)?;
    if ended.role == Role::Admin && by == Some(ended.account_id) {
        return Err(Error::Conflict("conflict-own-admin"));
    }
    // The chain is written last: whoever has a case locked may be waiting for it.
    let (tx, left) = hand_back::all(tx, &city, &ended, now).await?;
    let account = ended.account_id.to_string();
    let cases = left.cases.to_string();
    let act = |act, subject, detail| Act {
        at: now,
        actor: by,
        act,
        subject,
        detail,
    };
    audit::append(&tx, act("end grant", &account, ended.role.as_str())).await?;
    if left.cases > 0 {
        audit::append(&tx, act("hand cases back", &account, &cases)).await?;
    }
    for number in &left.answers {
        audit::append(&tx, act("set answer aside", number, "")).await?;
    }
    tx.commit().await
}
