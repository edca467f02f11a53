//! Somebody puts the guide for new staff away.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::store::onboarding;

/// It isn't shown by itself any more.
///
/// # Errors
/// Forbidden or sign-in needed for who works on no unit.
pub async fn put_away(app: &App, viewer: &Viewer) -> Result<()> {
    if !policy::could(Action::SeeInbox, viewer) {
        return Err(policy::refused(Action::SeeInbox, viewer));
    }
    let me = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let tx = app.store.begin().await?;
    onboarding::see_guide(&tx, me, app.now()).await?;
    tx.commit().await
}
