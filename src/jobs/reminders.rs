//! Each working day, when the offices open: one mail a person about what is late or soon due.

use super::{Desk, lease};
use crate::domain::error::Result;
use crate::flows::remind::remind;
use crate::queries::reminder::reminders;
use crate::store::settings;

/// The setting that says which day's reminders have all been written.
const DONE: &str = "reminded";

/// Writes today's reminders if the offices have opened and they are not all written.
pub async fn when_due(desk: &Desk) -> Result<()> {
    let app = &desk.app;
    let city = app.city().await?;
    let now = app.now();
    let calendar = &city.calendar;
    let today = calendar.day(now);
    if !calendar.is_working(today) || now < calendar.at(today, calendar.opens) {
        return Ok(());
    }
    let day = today.to_string();
    let done = settings::get(app.store.read(), DONE).await?;
    if done.as_deref() == Some(day.as_str()) || !lease(app, "reminders").await? {
        return Ok(());
    }
    let mut written = 0;
    for r in reminders(app).await? {
        written += usize::from(remind(app, r.account, &r.email, r.lang, r.reminder).await?);
    }
    settings::set(app.store.write(), DONE, &day).await?;
    if written > 0 {
        tracing::info!(written, day, "reminders written");
    }
    Ok(())
}
