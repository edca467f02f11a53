//! The coordinator's board: every unit's cases, those that units disagree on first.

use super::cards::{Card, card};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::ThreadId;
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use crate::store::threads;

/// Cases of each part on a page.
const A_PAGE: usize = 20;

#[derive(Clone, Debug)]
pub struct BoardCase {
    pub card: Card,
    pub confidential: bool,
}

/// A unit and what it owes.
#[derive(Clone, Debug)]
pub struct UnitLoad {
    pub name: String,
    pub slug: String,
    pub open: i64,
    pub late: i64,
}

#[derive(Clone, Debug)]
pub struct Board {
    /// Threads that are with no unit yet, since a moderator has not decided on them: how many, and since
    /// when the oldest waits.
    pub unrouted: Option<(i64, Instant)>,
    /// Units disagree whose they are; the longest due first.
    pub contested: Vec<BoardCase>,
    /// Whether there are more than are shown.
    pub more_contested: bool,
    /// Late cases of the whole city, the longest late first.
    pub late: Vec<BoardCase>,
    pub next: Option<String>,
    /// Units with open cases, those with the most late ones first.
    pub units: Vec<UnitLoad>,
}

/// # Errors
/// Forbidden or sign-in needed for who doesn't coordinate.
pub async fn board(
    app: &App,
    viewer: &Viewer,
    after: Option<(Instant, ThreadId)>,
) -> Result<Board> {
    if !policy::could(Action::SeeBoard, viewer) {
        return Err(policy::refused(Action::SeeBoard, viewer));
    }
    let city = app.city().await?;
    let now = app.now();
    let db = app.store.read();
    let mut contested = threads::contested(db, A_PAGE as u64 + 1).await?;
    let more_contested = contested.len() > A_PAGE;
    contested.truncate(A_PAGE);
    let mut late = threads::late(db, now, after, A_PAGE as u64 + 1).await?;
    let more = late.len() > A_PAGE;
    late.truncate(A_PAGE);
    let next = late
        .last()
        .filter(|_| more)
        .map(|t| format!("{}.{}", t.due_ms.unwrap_or_default().0, t.id));
    let ids: Vec<_> = city.directory.units.iter().map(|u| u.id).collect();
    let mut units: Vec<UnitLoad> = threads::open_counts_of(db, &ids, now)
        .await?
        .into_iter()
        .filter_map(|(id, open, late)| {
            let unit = city.directory.unit(id)?;
            Some(UnitLoad {
                name: unit.name.clone(),
                slug: unit.slug.clone(),
                open,
                late,
            })
        })
        .collect();
    units.sort_by_key(|u| std::cmp::Reverse((u.late, u.open)));
    let of = |t: crate::store::entity::thread::Model| BoardCase {
        confidential: t.visibility == Visibility::Confidential,
        card: card(t, now, &city),
    };
    Ok(Board {
        unrouted: threads::held(db).await?,
        contested: contested.into_iter().map(of).collect(),
        more_contested,
        late: late.into_iter().map(of).collect(),
        next,
        units,
    })
}
