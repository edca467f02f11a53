//! Somebody will be away, and somebody stands in: their cases are among the stand-in's own, and the
//! daily reminder goes there. The cases stay in their name, so coming back undoes everything.

use crate::app::App;
use crate::domain::absence as rules;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{AbsenceId, AccountId};
use crate::domain::message::Message;
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::store::audit::{self, Act};
use crate::store::entity::absence;
use crate::store::{absences, accounts};

use super::letters;

/// An absence as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// ISO dates.
    pub from: String,
    pub until: String,
    /// The account of who stands in.
    pub stand_in: String,
}

/// Notes an absence. Who stands in is told.
///
/// # Errors
/// [`Error::Invalid`] at `from`, `until` or `stand-in`: not somebody else who works on one of the
/// viewer's units, or somebody who is away then too; an absence that overlaps another is a fault at
/// `from`.
pub async fn begin(app: &App, viewer: &Viewer, form: &Form) -> Result<()> {
    let me = allowed(viewer)?;
    let city = app.city().await?;
    let now = app.now();
    let mut errors = FieldErrors::default();
    let calendar = &city.calendar;
    let span = rules::span(&form.from, &form.until, calendar.day(now), calendar);
    if let Err((field, key)) = span {
        errors.add(field, Message::new(key));
    }
    let stand_in = AccountId::parse(&form.stand_in).filter(|a| *a != me);
    let mut tx = app.store.begin().await?;
    let works = match stand_in {
        Some(account) => works_beside(app, &tx, viewer, account).await?,
        None => false,
    };
    if !works {
        errors.add("stand-in", Message::new("fault-stand-in"));
    }
    let (Ok((first, last, from_ms, until_ms)), Some(stand_in), true) =
        (span, stand_in, errors.is_empty())
    else {
        return Err(Error::Invalid(errors));
    };
    // Two of one person at once would not see each other's otherwise.
    accounts::lock(&tx, me.min(stand_in)).await?;
    accounts::lock(&tx, me.max(stand_in)).await?;
    let overlaps = |a: &absences::Away| a.from_ms < until_ms && from_ms < a.until_ms;
    let mine = absences::of_account(&*tx, me, now).await?;
    if mine.iter().any(|a| a.account_id == me && overlaps(a)) {
        return Err(Error::field("from", "fault-absence-twice"));
    }
    let theirs = absences::of_account(&*tx, stand_in, now).await?;
    if theirs
        .iter()
        .any(|a| a.account_id == stand_in && overlaps(a))
    {
        return Err(Error::field("stand-in", "fault-stand-in-away"));
    }
    // Whoever counts on me to stand in would have nobody.
    if mine.iter().any(|a| a.stand_in == me && overlaps(a)) {
        return Err(Error::field("from", "fault-absence-standing"));
    }
    let id = AbsenceId::new();
    let model = absence::Model {
        id,
        account_id: me,
        stand_in,
        from_day: first.to_string(),
        until_day: last.to_string(),
        from_ms,
        until_ms,
        created_ms: now,
        ended_ms: None,
    };
    absences::insert(&tx, model).await?;
    note(&tx, me, "absence", now, &format!("{first} {last}")).await?;
    let name = viewer.account.as_ref().map_or("", |a| a.name.as_str());
    let notice = Notice::StandIn {
        name: name.to_owned(),
        from: first.to_string(),
        until: last.to_string(),
    };
    letters::to_account(&tx, stand_in, &id.to_string(), notice, now).await?;
    tx.touch(crate::store::generations::Tag::Account(stand_in));
    tx.commit().await
}

/// Back, sooner than said: from now everything is as it was.
///
/// # Errors
/// [`Error::NotFound`] if there is none such of one's own.
pub async fn end(app: &App, viewer: &Viewer, id: &str) -> Result<()> {
    let me = allowed(viewer)?;
    let id = AbsenceId::parse(id).ok_or(Error::NotFound)?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let mine = absences::of_account(&*tx, me, now).await?;
    if !absences::end(&tx, id, me, now).await? {
        return Err(Error::NotFound);
    }
    // What was lent is given back at the stand-in's next request.
    for ended in mine.iter().filter(|a| a.id == id) {
        tx.touch(crate::store::generations::Tag::Account(ended.stand_in));
    }
    note(&tx, me, "absence end", now, "").await?;
    tx.commit().await
}

async fn note(
    tx: &crate::store::Tx,
    me: AccountId,
    act: &str,
    at: crate::domain::time::Instant,
    detail: &str,
) -> Result<()> {
    let entry = Act {
        at,
        actor: Some(me),
        act,
        subject: &me.to_string(),
        detail,
    };
    audit::append(tx, entry).await
}

fn allowed(viewer: &Viewer) -> Result<AccountId> {
    if !policy::could(Action::SeeInbox, viewer) {
        return Err(policy::refused(Action::SeeInbox, viewer));
    }
    viewer.account_id().ok_or(Error::SignInNeeded)
}

/// Whether somebody works on any unit that the viewer works on, or is deputy there.
async fn works_beside(
    app: &App,
    tx: &crate::store::Tx,
    viewer: &Viewer,
    account: AccountId,
) -> Result<bool> {
    let city = app.city().await?;
    let units = viewer.work_units();
    let grants = accounts::grants_of(&**tx, account).await?;
    Ok(grants
        .iter()
        .filter(|g| rules::may_stand_in(g.role))
        .filter_map(|g| g.unit_id)
        .flat_map(|u| city.directory.with_descendants(u))
        .any(|u| units.contains(&u)))
}
