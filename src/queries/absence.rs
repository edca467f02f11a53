//! One's absences and those in which one stands in, and who could.

use crate::app::App;
use crate::domain::absence::may_stand_in;
use crate::domain::error::Result;
use crate::domain::ids::AccountId;
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::domain::time::Instant;
use crate::store::absences::{self, Away};

#[derive(Clone, Debug)]
pub struct Absences {
    pub now: Instant,
    pub own: Vec<Away>,
    pub stands_in: Vec<Away>,
    /// Those who could stand in.
    pub people: Vec<(AccountId, String)>,
}

/// # Errors
/// Forbidden or sign-in needed for who works on no unit.
pub async fn absences(app: &App, viewer: &Viewer) -> Result<Absences> {
    if !policy::could(Action::SeeInbox, viewer) {
        return Err(policy::refused(Action::SeeInbox, viewer));
    }
    let now = app.now();
    let city = app.city().await?;
    let me = viewer.account_id();
    let all = match me {
        Some(me) => absences::of_account(app.store.read(), me, now).await?,
        None => Vec::new(),
    };
    let (own, stands_in) = all.into_iter().partition(|a| Some(a.account_id) == me);
    let mut people = super::inbox::people_on(app, &city, viewer.work_units(), may_stand_in).await?;
    people.retain(|(id, _)| Some(*id) != me);
    Ok(Absences {
        now,
        own,
        stands_in,
        people,
    })
}
