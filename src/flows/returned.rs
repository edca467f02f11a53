//! A mail came back: it is counted, and an address that is gone is left in peace.

use super::letters;
use crate::app::App;
use crate::domain::bounce::{self, Verdict};
use crate::domain::error::{Error, Result};
use crate::domain::ids::OutboxId;
use crate::domain::notice::Notice;
use crate::domain::person::{Role, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::audit::{self, Act};
use crate::store::{accounts, mailing, returns};

/// Notes what came back of a mail of ours. If its address is left in peace from now on, the admins
/// are told. `false` if the mail is not known (any more), so that nobody can stop mail to an address
/// by inventing a report.
pub async fn note(app: &App, mail: OutboxId, verdict: Verdict, said: &str) -> Result<bool> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let Some(sent) = mailing::by_id(&*tx, mail).await? else {
        return Ok(false);
    };
    let said = bounce::without_addresses(said);
    let stopped = returns::note(&tx, mail, &sent.recipient, verdict, &said, now).await?;
    if stopped {
        let covered = bounce::covered(&sent.recipient);
        for admin in accounts::holders(&*tx, Role::Admin).await? {
            if admin.email == sent.recipient {
                continue;
            }
            let notice = Notice::AddressStopped {
                address: covered.clone(),
                said: said.clone(),
            };
            let cause = format!("{mail}:{}", admin.account_id);
            letters::write(&tx, &cause, &admin.email, admin.lang, notice, now).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// An admin lets mail go to an address again.
///
/// # Errors
/// [`Error::NotFound`] if mail to it is not stopped.
pub async fn lift(app: &App, viewer: &Viewer, key: &str) -> Result<()> {
    if !policy::may(Action::ManageMail, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageMail, viewer));
    }
    let now = app.now();
    let tx = app.store.begin().await?;
    // The page shows no address, so it can't send one back: it sends its hash.
    let mut after = String::new();
    let found = loop {
        let some = returns::stopped(&*tx, &after, 500).await?;
        let Some(last) = some.last() else { break None };
        if let Some(t) = some.iter().find(|t| address_key(app, &t.email) == key) {
            break Some(t.email.clone());
        }
        after.clone_from(&last.email);
    };
    let email = found.ok_or(Error::NotFound)?;
    if !returns::lift(&tx, &email).await? {
        return Err(Error::NotFound);
    }
    audit::append(
        &tx,
        Act {
            at: now,
            actor: viewer.account_id(),
            act: "lift mail stop",
            subject: &bounce::covered(&email),
            detail: "",
        },
    )
    .await?;
    tx.commit().await
}

/// A name for an address in a form, from which it can't be read.
pub fn address_key(app: &App, email: &str) -> String {
    app.keys.hash(crate::keys::Purpose::Address, email)
}
