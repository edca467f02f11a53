//! The admin tries a given-up mail again.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::OutboxId;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::audit::{self, Act};
use crate::store::mailing;

/// # Errors
/// [`Error::NotFound`] if it was sent already or never was.
pub async fn retry(app: &App, viewer: &Viewer, id: OutboxId) -> Result<()> {
    if !policy::may(Action::ManageMail, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageMail, viewer));
    }
    let now = app.now();
    let tx = app.store.begin().await?;
    if !mailing::retry(&*tx, id, now).await? {
        return Err(Error::NotFound);
    }
    audit::append(
        &tx,
        Act {
            at: now,
            actor: viewer.account_id(),
            act: "retry mail",
            subject: &id.to_string(),
            detail: "",
        },
    )
    .await?;
    tx.commit().await
}
