//! Telling those who follow something: on their page of news, and by mail when it is due. Whatever
//! breaks off goes on where it was: nobody is told twice, and no mail goes twice.

use super::{Desk, lease};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::following::{Target, What};
use crate::domain::ids::{AccountId, ThreadId};
use crate::domain::thread::Visibility;
use crate::flows::news;
use crate::queries::following::found_by;
use crate::store::following::{self, Waiting};
use crate::store::notifications;

/// Things that happened, searches and people taken in hand at once.
const HAPPENINGS: u64 = 50;
const SEARCHES: u64 = 100;
const PEOPLE: u64 = 100;

/// Tells what waits to be told, and writes the mails that are due.
pub async fn when_due(desk: &Desk) -> Result<()> {
    let app = &desk.app;
    let db = app.store.read();
    let nobody = AccountId(uuid::Uuid::nil());
    let idle = following::waiting(db, 1).await?.is_empty()
        && notifications::due(db, app.now(), nobody, 1)
            .await?
            .is_empty();
    if idle || !lease(app, "following").await? {
        return Ok(());
    }
    let told = spread(app).await?;
    let written = mail(app).await?;
    if told + written > 0 {
        tracing::info!(told, written, "news told to those who follow");
    }
    Ok(())
}

/// Finds those who follow what happened. Returns how many things were told.
///
/// # Errors
/// What the database says; what has been told stays so.
pub async fn spread(app: &App) -> Result<usize> {
    let mut told = 0;
    loop {
        let waiting = following::waiting(app.store.read(), HAPPENINGS).await?;
        if waiting.is_empty() {
            return Ok(told);
        }
        for h in &waiting {
            news::tell(app, h, &news::targets(app, h).await?).await?;
        }
        by_search(app, &waiting).await?;
        let ids: Vec<_> = waiting.iter().map(|h| h.id).collect();
        let tx = app.store.begin().await?;
        following::spread(&tx, &ids, app.now()).await?;
        tx.commit().await?;
        told += waiting.len();
        // A long backlog keeps its lease.
        lease(app, "following").await?;
    }
}

/// Tells those whose search finds a thread that has come into view.
async fn by_search(app: &App, waiting: &[Waiting]) -> Result<()> {
    let new: Vec<&Waiting> = waiting
        .iter()
        .filter(|h| h.kind == What::Opened && h.visibility == Visibility::Public)
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let ids: Vec<ThreadId> = new.iter().map(|h| h.thread_id).collect();
    let mut after = String::new();
    loop {
        let searches = following::searches(app.store.read(), &after, SEARCHES).await?;
        for target in &searches {
            let found = found_by(app, target, &ids).await?;
            let Some(search) = Target::parse(target) else {
                continue;
            };
            for h in new.iter().filter(|h| found.contains(&h.thread_id)) {
                news::tell(app, h, std::slice::from_ref(&search)).await?;
            }
        }
        match searches.last() {
            Some(last) if searches.len() as u64 == SEARCHES => after.clone_from(last),
            _ => return Ok(()),
        }
    }
}

/// Writes the mails that are due, one to a person. Returns how many.
///
/// # Errors
/// What the database says; what has been written stays so.
pub async fn mail(app: &App) -> Result<usize> {
    let (mut written, mut after) = (0, AccountId(uuid::Uuid::nil()));
    loop {
        let people = notifications::due(app.store.read(), app.now(), after, PEOPLE).await?;
        let Some(last) = people.last().copied() else {
            return Ok(written);
        };
        for account in people {
            written += usize::from(news::mail(app, account).await?);
        }
        after = last;
    }
}
