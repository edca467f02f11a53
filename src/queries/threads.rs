//! Lists of public threads: filtered, searched, in each order, paged by keyset.

use super::asked::Asked;
use super::cards::{Card, card};
use super::find;
use crate::app::{App, City};
use crate::domain::error::Result;
use crate::domain::ids::ThreadId;
use crate::domain::sort::Sort;
use crate::domain::thread::is_number;
use crate::domain::time::Instant;
use crate::store::lists::{self, Cursor, Filter, Row};
use jiff::civil::Time;

/// Threads on a page of a list.
pub const THREADS_A_PAGE: usize = 20;

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub cards: Vec<Card>,
    pub older: Option<String>,
    pub newer: Option<String>,
    pub sort: Sort,
    pub told: Told,
}

/// What a search has to say about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Words as typed that stand in no thread, for which the most similar ones were taken.
    pub guessed: Vec<String>,
    /// No thread holds all the words; these hold some.
    pub some: bool,
    /// Something was typed, but no word that could be found.
    pub wordless: bool,
}

/// `<milliseconds>.<id>`, or `<rank>.<milliseconds>.<id>` in the orders that have a rank.
fn cursor(text: &str, sort: Sort, back: bool) -> Option<Cursor> {
    let (place, id) = text.rsplit_once('.')?;
    let (rank, at) = match sort {
        Sort::Newest | Sort::Waiting => (0, place),
        Sort::Supported | Sort::Best => {
            let (rank, at) = place.split_once('.')?;
            (rank.parse().ok()?, at)
        }
    };
    Some(Cursor {
        rank,
        at: Instant(at.parse().ok()?),
        id: ThreadId::parse(id)?,
        back,
    })
}

fn mark(row: &Row, sort: Sort) -> String {
    let (rank, at) = row.place(sort);
    match sort {
        Sort::Newest | Sort::Waiting => format!("{}.{}", at.0, row.thread.id),
        Sort::Supported | Sort::Best => format!("{rank}.{}.{}", at.0, row.thread.id),
    }
}

/// Everything asked for but words; `None` if it names a unit or service that is not there.
fn filter(city: &City, asked: &Asked) -> Option<Filter> {
    let directory = &city.directory;
    let (mut unit, mut service) = (None, None);
    if !asked.service.is_empty() {
        service = Some(directory.service_by_path(&asked.service)?.1.id);
    } else if !asked.unit.is_empty() {
        unit = Some(directory.unit_by_slug(&asked.unit)?.id);
    }
    let midnight = |day| city.calendar.at(day, Time::midnight());
    Some(Filter {
        unit,
        service,
        kind: asked.kind,
        status: asked.status,
        overall: asked.overall,
        answered: asked.answered,
        late: asked.late,
        from: asked.from.map(midnight),
        before: asked.to.map(|day| midnight(day.tomorrow().unwrap_or(day))),
        words: None,
        number: None,
        among: Vec::new(),
    })
}

/// Reads a page. What the address asks for and doesn't exist finds nothing.
pub async fn list(app: &App, asked: &Asked) -> Result<List> {
    read(app, asked, asked.sort, THREADS_A_PAGE).await
}

/// Reads the newest of a list, in whatever order it is asked for, and however far it is paged.
pub async fn newest(app: &App, asked: &Asked, size: usize) -> Result<List> {
    let first = asked.but(|a| {
        a.older.clear();
        a.newer.clear();
    });
    read(app, &first, Some(Sort::Newest), size).await
}

async fn read(app: &App, asked: &Asked, sort: Option<Sort>, size: usize) -> Result<List> {
    let city = app.city().await?;
    let mut list = List {
        sort: sort.unwrap_or_default(),
        ..List::default()
    };
    let Some(mut filter) = filter(&city, asked) else {
        return Ok(list);
    };
    let number = asked.q.to_uppercase();
    if asked.q.is_empty() || is_number(&number) {
        filter.number = Some(number).filter(|n| !n.is_empty());
        let sort = sort.filter(|s| *s != Sort::Best).unwrap_or_default();
        return pages(app, &filter, sort, asked, size).await;
    }
    let sort = sort.unwrap_or(Sort::Best);
    list.sort = sort;
    let Some(mut found) = find::words(app, &asked.q, asked.any).await? else {
        list.told.wordless = true;
        return Ok(list);
    };
    filter.words = Some(found.find.clone());
    list = pages(app, &filter, sort, asked, size).await?;
    let paged = !asked.older.is_empty() || !asked.newer.is_empty();
    if list.cards.is_empty() && !paged && !asked.any && found.find.groups.len() > 1 {
        found.some();
        filter.words = Some(found.find.clone());
        list = pages(app, &filter, sort, asked, size).await?;
    }
    list.told.some = found.find.any && !list.cards.is_empty();
    list.told.guessed = found.guessed;
    find::mark(app, &mut list.cards, &found.find).await?;
    Ok(list)
}

/// A page by filter, without words; for parts of other pages.
pub async fn page(app: &App, filter: &Filter, size: usize) -> Result<List> {
    pages(app, filter, Sort::Newest, &Asked::default(), size).await
}

/// Which of some threads a list would show, whatever its order and page. Words are taken as they
/// are typed: a thread that holds none of them is not what was asked for.
pub async fn among(app: &App, asked: &Asked, among: &[ThreadId]) -> Result<Vec<ThreadId>> {
    let city = app.city().await?;
    let Some(mut filter) = filter(&city, asked) else {
        return Ok(Vec::new());
    };
    if among.is_empty() {
        return Ok(Vec::new());
    }
    let number = asked.q.to_uppercase();
    if is_number(&number) {
        filter.number = Some(number);
    } else if !asked.q.is_empty() {
        match find::words(app, &asked.q, asked.any).await? {
            Some(found) if found.guessed.is_empty() => filter.words = Some(found.find),
            _ => return Ok(Vec::new()),
        }
    }
    filter.among = among.to_vec();
    let limit = among.len() as u64;
    let rows = lists::page(
        app.store.read(),
        &filter,
        Sort::Newest,
        None,
        app.now(),
        limit,
    )
    .await?;
    Ok(rows.into_iter().map(|r| r.thread.id).collect())
}

async fn pages(app: &App, filter: &Filter, sort: Sort, asked: &Asked, size: usize) -> Result<List> {
    let city = app.city().await?;
    let at = cursor(&asked.newer, sort, true).or_else(|| cursor(&asked.older, sort, false));
    let now = app.now();
    let limit = size as u64 + 1;
    let mut rows = lists::page(app.store.read(), filter, sort, at, now, limit).await?;
    let more = rows.len() > size;
    let back = at.is_some_and(|c| c.back);
    if more {
        if back {
            rows.remove(0);
        } else {
            rows.truncate(size);
        }
    }
    let older = rows.last().filter(|_| more || back);
    let newer = rows
        .first()
        .filter(|_| if back { more } else { at.is_some() });
    Ok(List {
        older: older.map(|r| mark(r, sort)),
        newer: newer.map(|r| mark(r, sort)),
        cards: rows
            .into_iter()
            .map(|r| card(r.thread, now, &city))
            .collect(),
        sort,
        told: Told::default(),
    })
}
