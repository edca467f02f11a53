//! A thread in a list.

use crate::app::City;
use crate::domain::deadline::{self, ClockState};
use crate::domain::ids::ThreadId;
use crate::domain::schedule;
use crate::domain::thread::{Appear, Kind, Status};
use crate::domain::time::Instant;
use crate::store::entity::thread;
use crate::text::snippet::Piece;

/// What a list shows of a thread.
#[derive(Clone, Debug)]
pub struct Card {
    pub id: ThreadId,
    pub number: String,
    pub kind: Kind,
    pub title: String,
    pub excerpt: String,
    pub unit: String,
    pub unit_slug: String,
    pub service: String,
    pub status: Status,
    pub appear: Appear,
    /// Empty for anonymous authors.
    pub author: String,
    pub supports: i64,
    pub replies: i64,
    pub overall: Option<i64>,
    pub at: Instant,
    /// `None` when no clock runs (declined, merged).
    pub clock: Option<ClockState>,
    pub due: Option<Instant>,
    /// The end of the day that was promised, and whether it has passed.
    pub planned: Option<(Instant, bool)>,
    /// When something last happened in it.
    pub active: Instant,
    /// Where the words of a search stand, if it was one.
    pub marked: Option<Marked>,
}

/// The words of a search in a thread; `None` where they do not stand.
#[derive(Clone, Debug)]
pub struct Marked {
    pub title: Option<Vec<Piece>>,
    /// The part of what was written in which they stand.
    pub passage: Option<Vec<Piece>>,
}

/// The legal clock of a thread at `now`.
pub fn clock(t: &thread::Model, now: Instant, city: &City) -> Option<ClockState> {
    if matches!(t.status, Status::Declined | Status::Merged) {
        return None;
    }
    if let (Status::Asked, Some(asked)) = (t.status, t.asked_ms) {
        return Some(deadline::paused(t.due_ms?, asked, &city.calendar));
    }
    Some(deadline::clock(
        t.due_ms?,
        now,
        t.answered_ms,
        &city.calendar,
    ))
}

/// When [`clock`]'s answer, or how a promised day stands, changes by itself.
pub fn changes_at(t: &thread::Model, now: Instant, city: &City) -> Option<Instant> {
    let clock = match t.due_ms {
        Some(due) if t.status.is_open() && t.status != Status::Asked => {
            deadline::changes_at(due, now, None, &city.calendar)
        }
        _ => None,
    };
    let planned = t
        .planned_ms
        .map(|_| schedule::changes_at(now, &city.calendar));
    clock.into_iter().chain(planned).min()
}

pub fn card(t: thread::Model, now: Instant, city: &City) -> Card {
    let clock = clock(&t, now, city);
    let unit = city.directory.unit(t.unit_id);
    Card {
        id: t.id,
        unit: unit.map_or_else(String::new, |u| u.short_name.clone()),
        unit_slug: unit.map_or_else(String::new, |u| u.slug.clone()),
        service: city
            .directory
            .service(t.service_id)
            .map_or_else(String::new, |s| s.name.clone()),
        number: t.number,
        kind: t.kind,
        title: t.title,
        excerpt: t.excerpt,
        status: t.status,
        appear: t.appear,
        author: t.author_label,
        supports: t.supports,
        replies: t.replies,
        overall: t.overall,
        at: t.listed_ms.unwrap_or(t.created_ms),
        clock,
        due: t.due_ms,
        planned: t.planned_ms.map(|end| (end, now > end)),
        active: t.active_ms,
        marked: None,
    }
}
