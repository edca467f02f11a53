//! A unit head's digest is written: once for a unit, a person and a period.

use super::letters;
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, DigestRunId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::notice::{Digest, Notice};
use crate::store::entity::digest_run;
use crate::store::mailing;

/// To whom, and of which period.
#[derive(Clone, Debug)]
pub struct To {
    pub unit: UnitId,
    pub account: AccountId,
    pub email: String,
    pub lang: Lang,
    /// Such as `2026-W47`.
    pub period: String,
}

/// Puts the digest into the outbox and notes that it was made, in one transaction: whatever
/// crashes, there is either both or nothing. `false` if it had been made before.
pub async fn write(app: &App, to: &To, digest: Digest) -> Result<bool> {
    let tx = app.store.begin().await?;
    let now = app.now();
    let cause = format!("{}:{}:{}", to.unit, to.account, to.period);
    let notice = Notice::Digest(Box::new(digest));
    let Some(outbox_id) = letters::write(&tx, &cause, &to.email, to.lang, notice, now).await?
    else {
        return Ok(false);
    };
    let made = digest_run::Model {
        id: DigestRunId::new(),
        unit_id: to.unit,
        account_id: to.account,
        period: to.period.clone(),
        outbox_id,
        created_ms: now,
    };
    mailing::insert_digest(&tx, made).await?;
    tx.commit().await?;
    Ok(true)
}
