//! The links in mails by which they stop: each holds a keyed word, and whoever holds the word stops
//! that mail and does nothing else.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::following::{Every, Leave, usual};
use crate::store::{accounts, digests, following};

/// Stops what the word of a mail's link is of, or with `undo` lets it come again. It signs nobody
/// in, and may be done twice.
///
/// # Errors
/// [`Error::NotFound`] for a word that is not ours, or of what is not there any more.
pub async fn stop(app: &App, word: &str, undo: bool) -> Result<Leave> {
    let leave = app.read_leave_word(word).ok_or(Error::NotFound)?;
    let mut tx = app.store.begin().await?;
    let now = app.now();
    let stopped = (!undo).then_some(now);
    match leave {
        Leave::Digests(account) | Leave::News(account) => {
            if accounts::by_id(&*tx, account).await?.is_none() {
                return Err(Error::NotFound);
            }
            if matches!(leave, Leave::News(_)) {
                following::set_stopped(&tx, account, stopped).await?;
            } else {
                digests::set_stopped(&tx, account, stopped, now).await?;
            }
        }
        Leave::Follow(id) => {
            let found = following::by_id(&*tx, id).await?.ok_or(Error::NotFound)?;
            let every = match undo {
                true => usual(found.kind),
                false => Every::Never,
            };
            following::touch(&mut tx, [found.account_id]);
            following::set_every(&tx, id, every).await?;
        }
    }
    tx.commit().await?;
    Ok(leave)
}
