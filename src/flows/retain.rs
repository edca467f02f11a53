//! Applies the schedules of `domain::retention`, in batches that hold the writer for moments. May
//! run at any time, and twice.

use super::letters;
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::PostId;
use crate::domain::notice::Notice;
use crate::domain::retention::{self, Kind};
use crate::domain::thread::{Status, Visibility};
use crate::domain::time::Instant;
use crate::store::{
    following, hooks, mailing, posts, retention as store, sessions, threads, ways_in,
};

/// Rows in one transaction.
const BATCH: u64 = 200;

/// How many of a kind have gone.
pub type Gone = (Kind, u64);

/// Applies every schedule once.
pub async fn apply(app: &App) -> Result<Vec<Gone>> {
    let now = app.now();
    let mut all = Vec::new();
    for schedule in retention::table(&app.config.keep) {
        let before = now.plus_ms(-schedule.ms());
        let mut gone = 0;
        loop {
            let some = batch(app, schedule.kind, before).await?;
            gone += some;
            if some < BATCH {
                break;
            }
        }
        if gone > 0 {
            tracing::info!(kind = schedule.kind.as_str(), gone, "kept long enough");
        }
        all.push((schedule.kind, gone));
    }
    Ok(all)
}

/// Lets at most [`BATCH`] of a kind go, of those from before.
async fn batch(app: &App, kind: Kind, before: Instant) -> Result<u64> {
    let db = app.store.write();
    match kind {
        Kind::Addresses => {
            store::forget_address_keys(db, before).await?;
            store::forget_traces(db, before, BATCH).await
        }
        // They are in browsers.
        Kind::Drafts => Ok(0),
        // A session's end is set when it begins and with each use.
        Kind::Sessions => {
            let idle = app.config.staff_idle_ms;
            let gone = match idle {
                0 => 0,
                idle => sessions::sweep_idle(db, app.now().plus_ms(-idle), BATCH).await?,
            };
            Ok(gone.max(sessions::sweep(db, app.now(), BATCH).await?))
        }
        // What was begun and not finished ends by itself in minutes.
        Kind::Codes => Ok(sessions::sweep_codes(db, before, BATCH)
            .await?
            .max(ways_in::sweep(db, app.now(), BATCH).await?)),
        Kind::Forms => sessions::sweep_forms(db, before, BATCH).await,
        Kind::Mail => mailing::forget(db, before, BATCH).await,
        Kind::Held => Ok(give_up(app, before)
            .await?
            .max(give_up_replies(app, before).await?)),
        Kind::News => following::forget(db, before, BATCH).await,
        Kind::Refused => Ok(blank(app, before)
            .await?
            .max(blank_replies(app, before).await?)),
        Kind::Raters => store::forget_raters(db, before, BATCH).await,
        Kind::Reports => Ok(store::forget_reports(db, before, BATCH)
            .await?
            .max(store::forget_details(db, before, BATCH).await?)),
        Kind::Hooks => hooks::forget(db, before, BATCH).await,
    }
}

/// Threads that nobody has decided on: they are closed unpublished, and their authors told.
async fn give_up(app: &App, before: Instant) -> Result<u64> {
    let mut tx = app.store.begin().await?;
    let held = store::held_since(&tx, before, BATCH).await?;
    let ids: Vec<_> = held.iter().map(|t| t.id).collect();
    let openers = posts::openers(&*tx, &ids).await?;
    let now = app.now();
    for mut thread in held.iter().cloned() {
        thread.visibility = Visibility::Refused;
        thread.status = Status::Declined;
        thread.closed_ms = Some(now);
        let notice = Notice::GivenUp {
            number: thread.number.clone(),
            title: thread.title.clone(),
            days: app.config.keep.held,
        };
        let opener = openers.iter().find(|o| o.thread_id == thread.id);
        letters::to_author(&tx, thread.id, opener, &thread.number, notice, now).await?;
        threads::save(&mut tx, thread).await?;
    }
    if !openers.is_empty() {
        let posts: Vec<PostId> = openers.iter().map(|o| o.post_id).collect();
        store::close_waiting(&tx, &posts, now).await?;
    }
    tx.commit().await?;
    Ok(held.len() as u64)
}

async fn give_up_replies(app: &App, before: Instant) -> Result<u64> {
    let mut tx = app.store.begin().await?;
    let held = store::held_replies(&tx, before, BATCH).await?;
    if held.is_empty() {
        return Ok(0);
    }
    let now = app.now();
    for reply in &held {
        let notice = Notice::GivenUp {
            number: reply.number.clone(),
            title: reply.title.clone(),
            days: app.config.keep.held,
        };
        if let Some(account) = reply.account_id {
            letters::to_account(&tx, account, &reply.id.to_string(), notice, now).await?;
        }
    }
    let posts: Vec<PostId> = held.iter().map(|r| r.id).collect();
    store::close_waiting(&tx, &posts, now).await?;
    store::refuse_replies(&mut tx, &held).await?;
    tx.commit().await?;
    Ok(held.len() as u64)
}

async fn blank_replies(app: &App, before: Instant) -> Result<u64> {
    let mut tx = app.store.begin().await?;
    let refused = store::refused_replies(&tx, before, BATCH).await?;
    if !refused.is_empty() {
        store::blank_replies(&mut tx, &refused).await?;
    }
    tx.commit().await?;
    Ok(refused.len() as u64)
}

/// What was refused or withheld for good loses its words and its author; that it was there, and
/// by which rule it went, stays in the log.
async fn blank(app: &App, before: Instant) -> Result<u64> {
    let mut tx = app.store.begin().await?;
    let refused = store::refused_before(&tx, before, BATCH).await?;
    let ids: Vec<_> = refused.iter().map(|t| t.id).collect();
    if !ids.is_empty() {
        store::blank(&mut tx, &ids).await?;
    }
    tx.commit().await?;
    Ok(ids.len() as u64)
}
