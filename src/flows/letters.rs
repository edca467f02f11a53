//! Writing letters into the outbox, in the transaction of the act that causes them.

use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, OutboxId, ThreadId};
use crate::domain::lang::Lang;
use crate::domain::notice::{Letter, Notice};
use crate::domain::time::Instant;
use crate::store::entity::authorship;
use crate::store::mailing::{self, NewMail};
use crate::store::{Tx, accounts, merges, threads};

/// Puts a letter to `recipient` into the outbox; `cause` names what makes it, once.
pub async fn write(
    tx: &Tx,
    cause: &str,
    recipient: &str,
    lang: Lang,
    notice: Notice,
    now: Instant,
) -> Result<Option<OutboxId>> {
    let purpose = notice.purpose();
    let content = serde_json::to_string(&Letter { lang, notice })
        .map_err(|e| Error::Internal(e.to_string()))?;
    let mail = NewMail {
        dedup: format!("{purpose}:{cause}"),
        purpose,
        recipient: recipient.to_owned(),
        content,
        at: now,
    };
    mailing::enqueue(tx, mail).await
}

/// Writes to a thread's author, if they left a way to be reached.
pub async fn to_author(
    tx: &Tx,
    thread: ThreadId,
    opener: Option<&authorship::Model>,
    cause: &str,
    notice: Notice,
    now: Instant,
) -> Result<Option<OutboxId>> {
    let Some(contact) = threads::contact(&**tx, thread).await? else {
        return Ok(None);
    };
    match (contact.email, opener.and_then(|o| o.account_id)) {
        (Some(email), _) => write(tx, cause, &email, contact.lang, notice, now).await,
        (None, Some(account)) => to_account(tx, account, cause, notice, now).await,
        (None, None) => Ok(None),
    }
}

/// Writes to a thread's author, and to those of the threads that are joined to it.
pub async fn to_authors(
    tx: &Tx,
    thread: ThreadId,
    opener: Option<&authorship::Model>,
    cause: &str,
    notice: Notice,
    now: Instant,
) -> Result<()> {
    to_author(tx, thread, opener, cause, notice.clone(), now).await?;
    // Rarely any, and bounded; each has a way of their own to be reached.
    for (other, _) in merges::openers(&**tx, thread).await? {
        let cause = format!("{cause} {}", other.thread_id);
        to_author(
            tx,
            other.thread_id,
            Some(&other),
            &cause,
            notice.clone(),
            now,
        )
        .await?;
    }
    Ok(())
}

/// Writes to the holder of an account.
pub async fn to_account(
    tx: &Tx,
    account: AccountId,
    cause: &str,
    notice: Notice,
    now: Instant,
) -> Result<Option<OutboxId>> {
    match accounts::by_id(&**tx, account).await? {
        Some(account) => write(tx, cause, &account.email, account.lang, notice, now).await,
        None => Ok(None),
    }
}
