//! The digests that heads have had, and a plan one of them has made of it: so that the archive is
//! not empty on the first day.

use super::State;
use super::city::{account_id, unit_id};
use crate::app::App;
use crate::domain::digest::plan::PlanStep;
use crate::domain::digest::{Every, Period};
use crate::domain::error::Result;
use crate::domain::ids::{FollowUpId, FollowUpStepId};
use crate::domain::time::HOUR_MS;
use crate::flows::demo;
use crate::jobs::digests::edition;
use crate::store::entity::{follow_up, follow_up_step};
use crate::store::{digests, plans};
use jiff::ToSpan;

/// Whose plan it is.
const UNIT: &str = "dukcapil";
const ACTION: &str =
    "Membuka loket kedua setiap Senin dan Selasa pagi, saat antrean paling panjang.";

/// Keeps the digests of the last two weeks and the last month of every unit, once.
pub async fn keep(app: &App, state: State) -> Result<()> {
    let today = state.made.day(&app.config.zone);
    let week = Period::before(Every::Week, today);
    let unit = unit_id(UNIT);
    if digests::edition(app.store.read(), unit, &week.name())
        .await?
        .is_some()
    {
        return Ok(());
    }
    plan(app, state, week.previous()).await?;
    let city = app.city().await?;
    for u in &city.directory.units {
        for period in [week.previous(), Period::before(Every::Month, today), week] {
            edition(app, u.id, period).await?;
        }
    }
    Ok(())
}

async fn plan(app: &App, state: State, period: Period) -> Result<()> {
    let Some(head) = demo::people()
        .iter()
        .find(|p| p.unit == UNIT && p.role == "unit_head")
    else {
        return Ok(());
    };
    let at = state.made.plus_ms(-30 * HOUR_MS);
    let due = at
        .day(&app.config.zone)
        .saturating_add(14.days())
        .to_string();
    let made = follow_up::Model {
        id: FollowUpId::new(),
        unit_id: unit_id(UNIT),
        period: period.name(),
        thing: Some("u3".into()),
        action: ACTION.into(),
        due: due.clone(),
        ended_ms: None,
        made_ms: at,
    };
    let step = follow_up_step::Model {
        id: FollowUpStepId::new(),
        follow_up_id: made.id,
        kind: PlanStep::Made,
        note: String::new(),
        due,
        account_id: account_id(&head.email),
        at_ms: at,
    };
    let tx = app.store.begin().await?;
    plans::insert(&tx, made).await?;
    plans::step(&tx, step).await?;
    tx.commit().await
}
