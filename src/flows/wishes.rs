//! Which digests a person wishes, on which weekday, at what hour.

use crate::app::App;
use crate::domain::digest::schedule::{WEEKDAYS, hours};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::store::digests;
use crate::store::entity::digest_wish;

/// The form as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// `week`, `month`, `both` or `none`.
    pub every: String,
    /// Of [`WEEKDAYS`]; empty: the city's.
    pub weekday: String,
    /// A whole hour; empty: the city's time.
    pub hour: String,
}

/// Sets one's wishes; digests that were stopped come again if one wishes any.
///
/// # Errors
/// [`Error::Invalid`] at `every`, `weekday` or `hour`.
pub async fn set(app: &App, viewer: &Viewer, form: &Form) -> Result<()> {
    if !policy::may(Action::ManageOwnAccount, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageOwnAccount, viewer));
    }
    let account_id = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let mut errors = FieldErrors::default();
    let (weekly, monthly) = match form.every.as_str() {
        "both" => (true, true),
        "week" => (true, false),
        "month" => (false, true),
        "none" => (false, false),
        _ => {
            errors.add("every", Message::new("fault-choose"));
            (false, false)
        }
    };
    let known = WEEKDAYS.iter().any(|(name, _)| *name == form.weekday);
    if !known && !form.weekday.is_empty() {
        errors.add("weekday", Message::new("fault-choose"));
    }
    let hour = match form.hour.as_str() {
        "" => None,
        text => {
            let hour = text
                .parse::<i8>()
                .ok()
                .filter(|h| hours(app.config.office).contains(h));
            if hour.is_none() {
                errors.add("hour", Message::new("fault-choose"));
            }
            hour
        }
    };
    errors.into_result()?;
    let wish = digest_wish::Model {
        account_id,
        weekly,
        monthly,
        weekday: known.then(|| form.weekday.clone()),
        hour: hour.map(i64::from),
        stopped_ms: None,
        changed_ms: app.now(),
    };
    let tx = app.store.begin().await?;
    digests::set_wish(&tx, wish).await?;
    tx.commit().await
}
