//! Views of the inbox that somebody has named, and who has a case open.

use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{FilterId, ThreadId};
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::domain::time::{Instant, MINUTE_MS};
use crate::domain::view::{NAME_MAX, NAMED_MAX, View};
use crate::store::entity::{case_visit, saved_filter};
use crate::store::inbox;

/// Gives a view a name, or the name another view.
///
/// # Errors
/// [`Error::Invalid`] at `label`; [`Error::Conflict`] if there are as many as there may be.
pub async fn save(app: &App, viewer: &Viewer, name: &str, view: &View) -> Result<()> {
    let me = allowed(viewer)?;
    let mut errors = FieldErrors::default();
    let name = words::line(&mut errors, "label", name, NAME_MAX);
    errors.into_result()?;
    let tx = app.store.begin().await?;
    let all = inbox::saved(&*tx, me).await?;
    let same = all.iter().find(|f| f.name == name);
    if let Some(same) = same {
        inbox::forget(&tx, same.id, me).await?;
    } else if all.len() >= NAMED_MAX {
        return Err(Error::Conflict("conflict-filters"));
    }
    let model = saved_filter::Model {
        id: FilterId::new(),
        account_id: me,
        name,
        address: view.address(),
        created_ms: same.map_or(app.now(), |f| f.created_ms),
    };
    inbox::save(&tx, model).await?;
    tx.commit().await
}

/// Forgets one's own.
///
/// # Errors
/// [`Error::NotFound`] if there is none such.
pub async fn forget(app: &App, viewer: &Viewer, id: &str) -> Result<()> {
    let me = allowed(viewer)?;
    let id = FilterId::parse(id).ok_or(Error::NotFound)?;
    let tx = app.store.begin().await?;
    if !inbox::forget(&tx, id, me).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await
}

fn allowed(viewer: &Viewer) -> Result<crate::domain::ids::AccountId> {
    if !policy::could(Action::SeeInbox, viewer) {
        return Err(policy::refused(Action::SeeInbox, viewer));
    }
    viewer.account_id().ok_or(Error::SignInNeeded)
}

/// A page that is looked at again within so long writes nothing.
const AGAIN_MS: i64 = MINUTE_MS;

/// Notes that the viewer has a case open, so that colleagues see it; `last` is when that was last
/// noted.
///
/// # Errors
/// What the database says.
pub async fn visit(
    app: &App,
    viewer: &Viewer,
    thread: ThreadId,
    last: Option<Instant>,
) -> Result<()> {
    let Some(account_id) = viewer.account_id() else {
        return Ok(());
    };
    let now = app.now();
    if last.is_some_and(|at| at <= now && now < at.plus_ms(AGAIN_MS)) {
        return Ok(());
    }
    let tx = app.store.begin().await?;
    let visit = case_visit::Model {
        thread_id: thread,
        account_id,
        at_ms: now,
    };
    inbox::visit(&tx, visit).await?;
    tx.commit().await
}
