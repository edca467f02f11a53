//! The inbox of a unit's staff: what is due first stands first.

use super::cards::{Card, card};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::ThreadId;
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::domain::thread::{Status, Visibility};
use crate::domain::time::Instant;
use crate::store::threads;

/// Cases on a page.
const CASES_A_PAGE: usize = 30;

crate::text_enum! {
    /// Which cases the inbox shows.
    pub enum Box {
        /// Not answered yet.
        Open = "open",
        /// Taken by the viewer and not answered.
        Mine = "mine",
        /// The citizen was asked back.
        Asked = "asked",
        /// Answered, waiting for the citizen.
        Answered = "answered",
        /// Closed.
        Closed = "closed",
    }
}

#[derive(Clone, Debug)]
pub struct InboxRow {
    pub card: Card,
    pub confidential: bool,
    pub mine: bool,
    pub taken: bool,
}

#[derive(Clone, Debug)]
pub struct Inbox {
    pub which: Box,
    pub rows: Vec<InboxRow>,
    pub next: Option<String>,
    /// Open and late cases of all the viewer's units.
    pub units: Vec<(String, i64, i64)>,
    /// Whether the viewer heads a unit.
    pub head: bool,
}

/// # Errors
/// Forbidden or sign-in needed for who works on no unit.
pub async fn inbox(
    app: &App,
    viewer: &Viewer,
    which: &str,
    after: Option<(Instant, ThreadId)>,
) -> Result<Inbox> {
    if !policy::could(Action::SeeInbox, viewer) {
        return Err(policy::refused(Action::SeeInbox, viewer));
    }
    let which = Box::parse(which).unwrap_or(Box::Open);
    let statuses: &[Status] = match which {
        Box::Open | Box::Mine => &[Status::Routed, Status::InProgress],
        Box::Asked => &[Status::Asked],
        Box::Answered => &[Status::Answered],
        Box::Closed => &[Status::Resolved, Status::Declined, Status::Merged],
    };
    let mine = viewer.account_id().filter(|_| which == Box::Mine);
    let units = viewer.work_units();
    let city = app.city().await?;
    let db = app.store.read();
    let mut rows =
        threads::inbox(db, &units, statuses, mine, after, CASES_A_PAGE as u64 + 1).await?;
    let more = rows.len() > CASES_A_PAGE;
    rows.truncate(CASES_A_PAGE);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|t| format!("{}.{}", t.due_ms.unwrap_or_default().0, t.id));
    let counts = threads::open_counts_of(db, &units, app.now()).await?;
    let now = app.now();
    let me = viewer.account_id();
    Ok(Inbox {
        which,
        next,
        head: policy::could(Action::SeePraise, viewer),
        units: counts
            .into_iter()
            .map(|(id, open, late)| {
                let name = city
                    .directory
                    .unit(id)
                    .map_or_else(String::new, |u| u.name.clone());
                (name, open, late)
            })
            .collect(),
        rows: rows
            .into_iter()
            .map(|t| InboxRow {
                confidential: t.visibility == Visibility::Confidential,
                mine: t.assigned_to.is_some() && t.assigned_to == me,
                taken: t.assigned_to.is_some(),
                card: card(t, now, &city),
            })
            .collect(),
    })
}
