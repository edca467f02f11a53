//! A moderator takes something from the queue, so that two don't do one; it comes back by itself
//! when its time is over.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, QueueItemId};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::entity::queue_item;
use crate::store::queue::{self, Writers};

/// Items looked at for one that the moderator may decide and nobody has, and how many times.
const LOOK: u64 = 50;
const LOOKS: usize = 4;

/// Takes an item, or with no id the first that the moderator may decide and nobody has.
///
/// # Errors
/// [`Error::Conflict`] if it is decided, another has it, or there is none; [`Error::Forbidden`] by
/// the policy.
pub async fn claim(app: &App, viewer: &Viewer, id: &str) -> Result<queue_item::Model> {
    if !policy::could(Action::Claim, viewer) {
        return Err(policy::refused(Action::Claim, viewer));
    }
    let me = viewer.account_id().ok_or(Error::SignInNeeded)?;
    if id.is_empty() {
        return next(app, viewer, me).await;
    }
    let id = QueueItemId::parse(id).ok_or(Error::NotFound)?;
    let item = queue::by_id(app.store.read(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let items = [item.clone()];
    let writers = queue::writers(app.store.read(), &items).await?;
    if !may_decide(viewer, &item, &writers) {
        return Err(Error::Forbidden);
    }
    if take(app, &item, me).await? {
        Ok(item)
    } else {
        Err(Error::Conflict("conflict-claimed"))
    }
}

async fn next(app: &App, viewer: &Viewer, me: AccountId) -> Result<queue_item::Model> {
    let mut after = None;
    for _ in 0..LOOKS {
        let items = queue::page(app.store.read(), None, after, LOOK).await?;
        let writers = queue::writers(app.store.read(), &items).await?;
        let now = app.now();
        // Mostly the first that is free is still free a moment later.
        for item in &items {
            if may_decide(viewer, item, &writers)
                && !super::decide::is_taken(item, me, now)
                && take(app, item, me).await?
            {
                return Ok(item.clone());
            }
        }
        match items.last() {
            Some(last) if items.len() as u64 == LOOK => after = Some((last.rank_ms, last.id)),
            _ => break,
        }
    }
    Err(Error::Conflict("conflict-queue-empty"))
}

async fn take(app: &App, item: &queue_item::Model, me: AccountId) -> Result<bool> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let taken = queue::claim(&tx, item.id, me, now, now.plus_ms(app.config.claim_ms)).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Gives an item back.
///
/// # Errors
/// [`Error::NotFound`] if the id is none.
pub async fn release(app: &App, viewer: &Viewer, id: &str) -> Result<()> {
    let me = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let id = QueueItemId::parse(id).ok_or(Error::NotFound)?;
    let tx = app.store.begin().await?;
    queue::release(&tx, id, me).await?;
    tx.commit().await
}

/// Whether the policy lets the viewer decide it: not their own posts or threads, not their unit's
/// cases, not an appeal against their own decision.
fn may_decide(viewer: &Viewer, item: &queue_item::Model, writers: &Writers) -> bool {
    let subject = Subject {
        unit: Some(item.unit_id),
        own: writers.wrote(item, viewer.account_id()),
    };
    policy::may_decide(viewer, &subject, item.not_by)
}
