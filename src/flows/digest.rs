//! A unit's digest is kept and goes out: kept once for a unit and period, and into the outbox once
//! for each person.

use super::letters;
use crate::app::App;
use crate::domain::digest::Edition;
use crate::domain::error::{Error, Result};
use crate::domain::following::Leave;
use crate::domain::ids::{AccountId, DigestRunId, EditionId, OutboxId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::notice::{DigestLetter, Notice};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::{DAY_MS, Instant};
use crate::store::Tx;
use crate::store::audit::{self, Act};
use crate::store::digests::{self, Reader};
use crate::store::entity::{digest_edition, digest_run};

/// How often a day a digest may be asked for again.
const AGAIN_A_DAY: i64 = 3;

/// Keeps what a unit's digest of a period says. What was kept before, or by another instance at the
/// same time, stands; returns what stands.
pub async fn keep(app: &App, unit: UnitId, edition: &Edition) -> Result<Edition> {
    let tx = app.store.begin().await?;
    let stands = keep_in(&tx, unit, edition, app.now()).await?;
    tx.commit().await?;
    Ok(stands)
}

async fn keep_in(tx: &Tx, unit: UnitId, edition: &Edition, now: Instant) -> Result<Edition> {
    let content = serde_json::to_string(edition).map_err(|e| Error::Internal(e.to_string()))?;
    let made = digest_edition::Model {
        id: EditionId::new(),
        unit_id: unit,
        period: edition.period.name(),
        content,
        made_ms: now,
    };
    read(&digests::keep_edition(tx, made).await?)
}

/// An edition as it is kept.
///
/// # Errors
/// [`Error::Internal`] if it can't be read.
pub fn read(kept: &digest_edition::Model) -> Result<Edition> {
    serde_json::from_str(&kept.content)
        .map_err(|e| Error::Internal(format!("digest {}: {e}", kept.id)))
}

/// To whom a digest goes.
#[derive(Clone, Debug)]
pub struct To {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub lang: Lang,
}

impl From<&Reader> for To {
    fn from(r: &Reader) -> To {
        To {
            account: r.account_id,
            name: r.name.clone(),
            email: r.email.clone(),
            lang: r.lang,
        }
    }
}

fn letter(app: &App, unit: UnitId, to: &To, edition: Edition, before: Option<OutboxId>) -> Notice {
    Notice::Digest(Box::new(DigestLetter {
        reader: to.name.clone(),
        stop: app.leave_word(Leave::Digests(to.account)),
        row: format!("{}.{}", unit.0.simple(), to.account.0.simple()),
        before: before.map(|id| id.to_string()),
        edition,
    }))
}

/// Keeps a unit's digest of a period, puts it into the outbox for each of these readers and notes
/// that it went there, in one transaction: whatever crashes, there is either all or nothing. Who has
/// had the period's gets none. Returns how many went.
pub async fn write(app: &App, unit: UnitId, edition: &Edition, to: &[To]) -> Result<usize> {
    let tx = app.store.begin().await?;
    let now = app.now();
    let edition = keep_in(&tx, unit, edition, now).await?;
    let period = edition.period.name();
    let mut written = 0;
    for to in to {
        let before = digests::mail_before(&*tx, unit, to.account, &period).await?;
        let cause = format!("{unit}:{}:{period}", to.account);
        let notice = letter(app, unit, to, edition.clone(), before);
        let mail = letters::write(&tx, &cause, &to.email, to.lang, notice, now).await?;
        let Some(outbox_id) = mail else { continue };
        let made = digest_run::Model {
            id: DigestRunId::new(),
            unit_id: unit,
            account_id: to.account,
            period: period.clone(),
            outbox_id,
            created_ms: now,
        };
        digests::insert_run(&tx, made).await?;
        written += 1;
    }
    tx.commit().await?;
    Ok(written)
}

/// Sends a kept digest once more, to the viewer or, if an admin says so, to another of its readers.
///
/// # Errors
/// [`Error::NotFound`] without such a digest or reader; [`Error::Conflict`] if it was asked for too
/// often today, mail to the address comes back, or another than the viewer wishes none.
pub async fn send_again(
    app: &App,
    viewer: &Viewer,
    slug: &str,
    period: &str,
    account: Option<AccountId>,
) -> Result<()> {
    let unit = unit_for(app, viewer, slug, Action::ResendDigest).await?;
    let me = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let account = account.unwrap_or(me);
    let tx = app.store.begin().await?;
    let readers = digests::readers_of(&*tx, unit).await?;
    let reader = readers
        .iter()
        .find(|r| r.account_id == account)
        .ok_or(Error::NotFound)?;
    if account != me && !policy::may(Action::ManageMail, viewer, &Subject::default()) {
        return Err(Error::Forbidden);
    }
    if reader.returns_ms.is_some() {
        return Err(Error::Conflict("conflict-mail-returns"));
    }
    if account != me && reader.stopped_ms.is_some() {
        return Err(Error::Conflict("conflict-digest-stopped"));
    }
    let kept = digests::edition(&*tx, unit, period)
        .await?
        .ok_or(Error::NotFound)?;
    let now = app.now();
    let cause = format!("{unit}:{account}:{period}:again");
    let begun = format!("digest:{cause}");
    let since = now.plus_ms(-DAY_MS);
    let today = digests::sent_again(&*tx, &begun, since).await?;
    if today >= AGAIN_A_DAY {
        return Err(Error::Conflict("conflict-again-enough"));
    }
    let before = digests::mail_before(&*tx, unit, account, "").await?;
    let to = To::from(reader);
    let notice = letter(app, unit, &to, read(&kept)?, before);
    let cause = format!("{cause}:{}", OutboxId::new());
    letters::write(&tx, &cause, &to.email, to.lang, notice, now).await?;
    audit::append(
        &tx,
        Act {
            at: now,
            actor: Some(me),
            act: "resend digest",
            subject: &account.to_string(),
            detail: &format!("{slug} {period}"),
        },
    )
    .await?;
    tx.commit().await
}

/// A unit by its slug, if the viewer may do this there. Who may do it nowhere learns nothing of
/// which units there are.
pub async fn unit_for(app: &App, viewer: &Viewer, slug: &str, action: Action) -> Result<UnitId> {
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(slug);
    let subject = Subject {
        unit: unit.map(|u| u.id),
        own: false,
    };
    if !policy::may(action, viewer, &subject) {
        return Err(policy::refused(action, viewer));
    }
    unit.map(|u| u.id).ok_or(Error::NotFound)
}
