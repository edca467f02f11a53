//! Sanctions: warn, limit, suspend. Nobody sees whom they concern but the person. Who wrote
//! without an account can't be sanctioned: there is nobody to hold to it.

use super::Matter;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{ActionId, SanctionId};
use crate::domain::message::Message;
use crate::domain::moderation::{Decision, SANCTION_DAYS, SanctionKind, ends};
use crate::domain::thread::PostKind;
use crate::store::appeals;
use crate::store::entity::sanction;

/// The sanction that a decision makes, if it can.
///
/// # Errors
/// [`Error::Invalid`] at `decision` if the author has no account, at `days` for no usual length.
pub(super) fn check(m: &Matter, decision: Decision, days: &str) -> Result<sanction::Model> {
    let mut errors = FieldErrors::default();
    let kind = SanctionKind::of(decision).ok_or(Error::NotFound)?;
    let account = m.author.filter(|_| m.post.kind == PostKind::Citizen);
    if account.is_none() {
        errors.add("decision", Message::new("fault-no-account"));
    }
    let days = match kind {
        SanctionKind::Warn => Some(0),
        _ => days.parse().ok().filter(|d| SANCTION_DAYS.contains(d)),
    };
    if days.is_none() {
        errors.add("days", Message::new("fault-choose"));
    }
    errors.into_result()?;
    let (Some(account_id), Some(days)) = (account, days) else {
        return Err(Error::NotFound);
    };
    Ok(sanction::Model {
        id: SanctionId::new(),
        account_id,
        // Set when the decision is written.
        action_id: ActionId(uuid::Uuid::nil()),
        kind,
        starts_ms: m.case.now,
        ends_ms: ends(kind, m.case.now, days),
        lifted_ms: None,
        lifted_by: None,
    })
}

/// Ends the sanctions in force of which this post was the occasion.
///
/// # Errors
/// [`Error::Conflict`] if there are none.
pub(super) async fn lift(m: &mut Matter, by: ActionId) -> Result<sanction::Model> {
    let now = m.case.now;
    let actions = crate::store::moderation::of_post(&*m.case.tx, m.post.id, 50).await?;
    let ids: Vec<ActionId> = actions.iter().map(|a| a.id).collect();
    let made = appeals::sanctions_by(&*m.case.tx, &ids).await?;
    let mut newest = None;
    for s in made {
        if s.lifted_ms.is_none() && s.ends_ms.is_none_or(|end| now < end) {
            appeals::lift(&mut m.case.tx, &s, Some((by, now))).await?;
            m.before.lifted.push(s.id.0);
            newest = Some(s);
        }
    }
    newest.ok_or(Error::Conflict("conflict-decided"))
}
