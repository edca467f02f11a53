//! One's own ways in: passkeys, and the second step of who holds a role.

use super::my_data::own;
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::PasskeyId;
use crate::domain::person::{Viewer, Withheld};
use crate::domain::time::Instant;
use crate::store::ways_in;

/// A passkey, as its holder knows it.
#[derive(Clone, Debug)]
pub struct Key {
    pub id: PasskeyId,
    pub name: String,
    pub since: Instant,
    pub used: Option<Instant>,
}

#[derive(Clone, Debug)]
pub struct WaysIn {
    pub email: String,
    pub keys: Vec<Key>,
    /// The account holds a role, there or withheld.
    pub staff: bool,
    pub withheld: Option<Withheld>,
    /// Since when there is a second step.
    pub second: Option<Instant>,
    /// Recovery codes that are left.
    pub recovery: i64,
    /// The city asks for a second step.
    pub asked: bool,
}

impl WaysIn {
    /// Whether ways in may be changed in this session.
    pub fn may_change(&self) -> bool {
        self.withheld.is_none_or(Withheld::may_enrol)
    }
}

/// # Errors
/// Sign-in needed for visitors.
pub async fn mine(app: &App, viewer: &Viewer) -> Result<WaysIn> {
    let me = own(viewer)?;
    let db = app.store.read();
    let keys = ways_in::passkeys(db, me).await?;
    let second = ways_in::second_step(db, me).await?;
    let account = viewer.account.as_ref();
    Ok(WaysIn {
        email: account.map_or_else(String::new, |a| a.email.clone()),
        staff: account.is_some_and(|a| !a.grants.is_empty() || a.withheld.is_some()),
        withheld: viewer.withheld(),
        second: second.and_then(|s| s.confirmed_ms),
        recovery: ways_in::count_recovery(db, me).await?,
        asked: app.config.staff_second_step,
        keys: keys
            .into_iter()
            .map(|k| Key {
                id: k.id,
                name: k.name,
                since: k.created_ms,
                used: k.used_ms,
            })
            .collect(),
    })
}
