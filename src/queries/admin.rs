//! The admin's pages: people and roles, outgoing mail.

use crate::app::{App, City};
use crate::domain::bounce::covered;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, GrantId, OutboxId};
use crate::domain::person::{Role, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::Instant;
use crate::keys::Purpose;
use crate::store::{accounts, drafts, mailing, returns, threads};

const A_PAGE: usize = 50;

#[derive(Clone, Debug)]
pub struct GrantLine {
    pub id: GrantId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub unit: Option<String>,
    pub position: String,
    pub since: Instant,
    /// One's own role as admin can't be ended by oneself.
    pub locked: bool,
    /// Open cases that would go back to the unit.
    pub cases: i64,
    /// Answers not out yet that would become notes.
    pub answers: i64,
}

#[derive(Clone, Debug)]
pub struct People {
    pub grants: Vec<GrantLine>,
    pub next: Option<(String, GrantId)>,
    /// Slug and name of each unit, for the form.
    pub units: Vec<(String, String)>,
}

/// # Errors
/// Forbidden or sign-in needed for who is no admin.
pub async fn people(
    app: &App,
    viewer: &Viewer,
    after: Option<(String, GrantId)>,
) -> Result<People> {
    if !policy::may(Action::ManageRoles, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageRoles, viewer));
    }
    let city = app.city().await?;
    let mut rows = accounts::grants_page(app.store.read(), after, A_PAGE as u64 + 1).await?;
    let more = rows.len() > A_PAGE;
    rows.truncate(A_PAGE);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|r| (r.name.clone(), r.grant_id));
    let me = viewer.account_id();
    let left = left(app, &city, &rows).await?;
    Ok(People {
        next,
        grants: rows
            .into_iter()
            .zip(left)
            .map(|(r, (cases, answers))| GrantLine {
                cases,
                answers,
                id: r.grant_id,
                locked: r.role == Role::Admin && Some(r.account_id) == me,
                unit: r
                    .unit_id
                    .and_then(|u| city.directory.unit(u))
                    .map(|u| u.name.clone()),
                name: r.name,
                email: r.email,
                role: r.role,
                position: r.position,
                since: r.granted_ms,
            })
            .collect(),
        units: city
            .directory
            .units
            .iter()
            .filter(|u| u.active)
            .map(|u| (u.slug.clone(), u.name.clone()))
            .collect(),
    })
}

/// How many cases and answers would be left by the end of each of these grants: where no other of the
/// same person covers the unit.
async fn left(app: &App, city: &City, ends: &[accounts::GrantRow]) -> Result<Vec<(i64, i64)>> {
    let db = app.store.read();
    let mut ids: Vec<AccountId> = ends
        .iter()
        .filter(|r| r.role.works_cases())
        .map(|r| r.account_id)
        .collect();
    ids.sort();
    ids.dedup();
    let held = accounts::grants_of_all(db, &ids).await?;
    let cases = threads::held_of(db, &ids).await?;
    let answers = drafts::held(db, &ids).await?;
    Ok(ends
        .iter()
        .map(|r| {
            let Some(unit) = r.unit_id.filter(|_| r.role.works_cases()) else {
                return (0, 0);
            };
            let others: Vec<_> = held
                .iter()
                .filter(|g| g.account_id == r.account_id && g.id != r.grant_id)
                .filter(|g| g.role.works_cases())
                .filter_map(|g| g.unit_id)
                .collect();
            let units = city.directory.beyond(unit, &others);
            let sum = |all: &[threads::Held]| {
                all.iter()
                    .filter(|h| h.account_id == r.account_id && units.contains(&h.unit_id))
                    .map(|h| h.n)
                    .sum()
            };
            (sum(&cases), sum(&answers))
        })
        .collect())
}

/// A mail, without its text.
#[derive(Clone, Debug)]
pub struct MailLine {
    pub id: OutboxId,
    pub purpose: String,
    /// The address with all but its first letter and domain covered.
    pub recipient: String,
    pub created: Instant,
    pub sent: Option<Instant>,
    pub failed: bool,
    pub attempts: i64,
    pub last_error: String,
}

/// An address to which nothing but sign-in codes goes.
#[derive(Clone, Debug)]
pub struct StoppedLine {
    /// Names it in the form that allows it again.
    pub key: String,
    pub address: String,
    pub said: String,
    pub since: Instant,
}

#[derive(Clone, Debug)]
pub struct Mail {
    /// The first of them, at most fifty.
    pub stopped: Vec<StoppedLine>,
    pub lines: Vec<MailLine>,
    pub next: Option<(Instant, OutboxId)>,
    pub waiting: i64,
    pub failed: i64,
    /// Mail goes into a folder since no SMTP server is configured.
    pub folder: Option<String>,
}

/// # Errors
/// Forbidden or sign-in needed for who is no admin.
pub async fn mail(app: &App, viewer: &Viewer, before: Option<(Instant, OutboxId)>) -> Result<Mail> {
    if !policy::may(Action::ManageMail, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageMail, viewer));
    }
    let db = app.store.read();
    let mut rows = mailing::page(db, before, A_PAGE as u64 + 1).await?;
    let more = rows.len() > A_PAGE;
    rows.truncate(A_PAGE);
    let (waiting, failed) = mailing::counts(db).await?;
    let stopped = returns::stopped(db, "", A_PAGE as u64).await?;
    Ok(Mail {
        stopped: stopped
            .into_iter()
            .map(|t| StoppedLine {
                key: app.keys.hash(Purpose::Address, &t.email),
                address: covered(&t.email),
                said: t.said,
                since: t.stopped_ms.unwrap_or(t.last_ms),
            })
            .collect(),
        next: rows.last().filter(|_| more).map(|r| (r.created_ms, r.id)),
        waiting,
        failed,
        folder: app
            .config
            .smtp_url
            .is_none()
            .then(|| app.config.mail_dir.display().to_string()),
        lines: rows
            .into_iter()
            .map(|r| MailLine {
                id: r.id,
                purpose: r.purpose,
                recipient: covered(&r.recipient),
                created: r.created_ms,
                sent: r.sent_ms,
                failed: r.failed_ms.is_some(),
                attempts: r.attempts,
                last_error: r.last_error,
            })
            .collect(),
    })
}
