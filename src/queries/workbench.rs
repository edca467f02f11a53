//! A case on a staff member's table: the thread with its internal notes. Nothing of the author
//! but what the thread itself shows.

use super::thread::{self, ThreadPage};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::PostId;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::{Step, Visibility};
use crate::domain::time::Instant;
use crate::store::{accounts, posts, threads};

#[derive(Clone, Debug)]
pub struct Workbench {
    pub page: ThreadPage,
    pub taken_by: Option<String>,
    pub mine: bool,
    pub may_take: bool,
    pub may_answer: bool,
    pub may_decline: bool,
    pub may_note: bool,
}

/// # Errors
/// [`Error::NotFound`] for a case that isn't with a unit yet, forbidden for another unit's staff.
pub async fn case(
    app: &App,
    viewer: &Viewer,
    number: &str,
    after: Option<(Instant, PostId)>,
) -> Result<Workbench> {
    if !policy::could(Action::SeeCase, viewer) {
        return Err(policy::refused(Action::SeeCase, viewer));
    }
    let id = thread::id_of(app, number).await?;
    let db = app.store.read();
    let model = threads::by_id(db, id).await?.ok_or(Error::NotFound)?;
    let opener = posts::opener(db, id).await?;
    let subject = Subject {
        unit: Some(model.unit_id),
        own: opener.is_some_and(|w| viewer.wrote(w.thread_id, w.opening, w.account_id)),
    };
    let can = |action| policy::may(action, viewer, &subject);
    if !can(Action::SeeCase) {
        return Err(Error::Forbidden);
    }
    if !matches!(
        model.visibility,
        Visibility::Public | Visibility::Confidential
    ) {
        return Err(Error::NotFound);
    }
    let taken_by = match model.assigned_to {
        Some(account) => accounts::by_id(db, account).await?.map(|a| a.name),
        None => None,
    };
    let page = thread::read(app, id, after, true).await?;
    let status = model.status;
    Ok(Workbench {
        mine: model.assigned_to.is_some() && model.assigned_to == viewer.account_id(),
        may_take: can(Action::Take) && status.is_open() && model.assigned_to != viewer.account_id(),
        may_answer: can(Action::Answer) && status.after(Step::Answer).is_ok(),
        may_decline: can(Action::Decline) && status.after(Step::Decline).is_ok(),
        may_note: can(Action::Note),
        taken_by,
        page,
    })
}
