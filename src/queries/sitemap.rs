//! The site map for search engines: an index, and parts of at most so many addresses each.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::ThreadId;
use crate::domain::time::Instant;
use crate::store::lists;

/// Addresses in a part: the protocol's limit.
pub const PART: usize = 50_000;

/// A thread's address, and when something last happened there.
#[derive(Clone, Debug)]
pub struct Address {
    pub number: String,
    pub changed: Instant,
}

/// The parts with threads, each by the place where it begins: `<milliseconds>.<id>`.
pub async fn parts(app: &App) -> Result<Vec<String>> {
    let firsts = lists::firsts(app.store.read(), PART).await?;
    Ok(firsts
        .into_iter()
        .map(|f| format!("{}.{}", f.listed_ms.0, f.id))
        .collect())
}

/// A part's threads.
///
/// # Errors
/// [`Error::NotFound`] if the name is no place, or nothing is there.
pub async fn part(app: &App, name: &str) -> Result<Vec<Address>> {
    let (at, id) = name.split_once('.').ok_or(Error::NotFound)?;
    let at = Instant(at.parse().map_err(|_| Error::NotFound)?);
    let id = ThreadId::parse(id).ok_or(Error::NotFound)?;
    let found = lists::listed_from(app.store.read(), at, id, PART).await?;
    if found.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(found
        .into_iter()
        .map(|f| Address {
            number: f.number,
            changed: f.active_ms,
        })
        .collect())
}

/// Paths of everything public that is no thread: the lists, and each unit.
pub async fn pages(app: &App) -> Result<Vec<String>> {
    let city = app.city().await?;
    let fixed = [
        "/",
        "/utas",
        "/unit",
        "/moderasi/log",
        "/aturan",
        "/privasi",
    ];
    let units = city.directory.units.iter().filter(|u| u.active);
    Ok(fixed
        .into_iter()
        .map(str::to_owned)
        .chain(units.map(|u| format!("/unit/{}", u.slug)))
        .collect())
}
