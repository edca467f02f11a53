//! Lists of public threads: filtered, newest first, paged by keyset.

use super::cards::{Card, card};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::ThreadId;
use crate::domain::thread::{Kind, Status};
use crate::domain::time::Instant;
use crate::store::threads::{self, Cursor, Filter};

/// Threads on a page of a list.
pub const THREADS_A_PAGE: usize = 20;

/// What the address asks for, as it came.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub unit: String,
    pub service: String,
    pub kind: String,
    pub status: String,
    pub q: String,
    /// `<milliseconds>.<id>`, of the last thread of the page before.
    pub older: String,
    pub newer: String,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct List {
    pub cards: Vec<Card>,
    pub older: Option<String>,
    pub newer: Option<String>,
}

fn cursor(text: &str, newer: bool) -> Option<Cursor> {
    let (ms, id) = text.split_once('.')?;
    Some(Cursor {
        at: Instant(ms.parse().ok()?),
        id: ThreadId::parse(id)?,
        newer,
    })
}

/// Reads a page. What the address asks for and doesn't exist finds nothing, or is passed over
/// where it can't be read at all.
pub async fn list(app: &App, asked: &Asked) -> Result<List> {
    let city = app.city().await?;
    let mut filter = Filter {
        kind: Kind::parse(&asked.kind),
        status: Status::parse(&asked.status),
        words: asked
            .q
            .split_whitespace()
            .take(6)
            .map(|w| w.chars().take(40).collect())
            .collect(),
        ..Filter::default()
    };
    let empty = List {
        cards: Vec::new(),
        older: None,
        newer: None,
    };
    if !asked.service.is_empty() {
        match city.directory.service_by_path(&asked.service) {
            Some((_, s)) => filter.service = Some(s.id),
            None => return Ok(empty),
        }
    } else if !asked.unit.is_empty() {
        match city.directory.unit_by_slug(&asked.unit) {
            Some(u) => filter.unit = Some(u.id),
            None => return Ok(empty),
        }
    }
    let at = cursor(&asked.newer, true).or_else(|| cursor(&asked.older, false));
    page(app, &filter, at, THREADS_A_PAGE).await
}

/// A page by filter and cursor.
pub async fn page(app: &App, filter: &Filter, at: Option<Cursor>, size: usize) -> Result<List> {
    let city = app.city().await?;
    let mut rows = threads::page(app.store.read(), filter, at, size as u64 + 1).await?;
    let more = rows.len() > size;
    let back = at.is_some_and(|c| c.newer);
    if more {
        if back {
            rows.remove(0);
        } else {
            rows.truncate(size);
        }
    }
    let mark = |t: &crate::store::entity::thread::Model| {
        format!("{}.{}", t.listed_ms.unwrap_or(t.created_ms).0, t.id)
    };
    let older = rows.last().filter(|_| more || back).map(mark);
    let newer = rows
        .first()
        .filter(|_| if back { more } else { at.is_some() })
        .map(mark);
    let now = app.now();
    Ok(List {
        cards: rows.into_iter().map(|t| card(t, now, &city)).collect(),
        older,
        newer,
    })
}
