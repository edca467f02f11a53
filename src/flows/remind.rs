//! A reminder is written: one a person and day, however often it is tried.

use super::letters;
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::AccountId;
use crate::domain::lang::Lang;
use crate::domain::notice::{Notice, Reminder};

/// Puts the reminder into the outbox. `false` if this person has had the day's.
pub async fn remind(
    app: &App,
    account: AccountId,
    email: &str,
    lang: Lang,
    reminder: Reminder,
) -> Result<bool> {
    let tx = app.store.begin().await?;
    let cause = format!("{account}:{}", reminder.day);
    let notice = Notice::Reminder(Box::new(reminder));
    let written = letters::write(&tx, &cause, email, lang, notice, app.now()).await?;
    tx.commit().await?;
    Ok(written.is_some())
}
