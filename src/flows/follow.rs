//! Someone with an account follows a thread, a unit, a service or a search, says how soon they want
//! to hear of it, or follows it no more.

use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::following::{Every, Followed, MOST, Named, Target, usual};
use crate::domain::ids::{AccountId, FollowId};
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::may_be_number;
use crate::store::entity::follow;
use crate::store::{following, threads};

fn account(viewer: &Viewer) -> Result<AccountId> {
    if !policy::may(Action::Follow, viewer, &Subject::default()) {
        return Err(policy::refused(Action::Follow, viewer));
    }
    viewer.account_id().ok_or(Error::SignInNeeded)
}

/// Follows it, or changes how soon one hears of it; without `every` as usual.
///
/// # Errors
/// [`Error::Invalid`] at `every`; [`Error::NotFound`] as [`following::target`]; [`Error::Conflict`] if more
/// than [`MOST`] things are followed.
pub async fn follow(app: &App, viewer: &Viewer, named: &Named, every: &str) -> Result<Target> {
    let me = account(viewer)?;
    let city = app.city().await?;
    let target = following::target(app.store.read(), &city.directory, named).await?;
    put(app, me, &target, chosen(target.kind(), every)?).await?;
    Ok(target)
}

fn chosen(kind: Followed, every: &str) -> Result<Every> {
    match every {
        "" => Ok(usual(kind)),
        text => Every::parse(text).ok_or_else(|| {
            let mut errors = FieldErrors::default();
            errors.add("every", Message::new("fault-choose"));
            Error::Invalid(errors)
        }),
    }
}

async fn put(app: &App, me: AccountId, target: &Target, every: Every) -> Result<()> {
    let mut tx = app.store.begin().await?;
    following::touch(&mut tx, [me]);
    let text = target.to_text();
    match following::of(&*tx, me, &text).await? {
        Some(there) => {
            following::set_every(&tx, there.id, every).await?;
        }
        None => {
            if following::count(&*tx, me).await? >= MOST {
                return Err(Error::Conflict("conflict-follows"));
            }
            let new = follow::Model {
                id: FollowId::new(),
                account_id: me,
                kind: target.kind(),
                target: text,
                every,
                since_ms: app.now(),
            };
            following::put(&tx, new).await?;
        }
    }
    // Whoever asks for mail again wants it.
    if every != Every::Never {
        following::set_stopped(&tx, me, None).await?;
    }
    tx.commit().await
}

/// Changes how soon one hears of something one follows, whatever has become of it.
///
/// # Errors
/// [`Error::Invalid`] at `every`; [`Error::NotFound`] unless it is one's own.
pub async fn change(app: &App, viewer: &Viewer, id: FollowId, every: &str) -> Result<()> {
    let me = account(viewer)?;
    let there = own(app, me, id).await?;
    let target = Target::parse(&there.target).ok_or(Error::NotFound)?;
    put(app, me, &target, chosen(there.kind, every)?).await
}

async fn own(app: &App, me: AccountId, id: FollowId) -> Result<follow::Model> {
    let found = following::by_id(app.store.read(), id).await?;
    found.filter(|f| f.account_id == me).ok_or(Error::NotFound)
}

/// Follows it no more; twice is no fault.
///
/// # Errors
/// As [`following::target`], but of a thread that is not public any more.
pub async fn end(app: &App, viewer: &Viewer, named: &Named) -> Result<Target> {
    let me = account(viewer)?;
    let city = app.city().await?;
    let target = if named.kind == Followed::Thread.as_str() && may_be_number(&named.what) {
        let thread = threads::by_number(app.store.read(), &named.what).await?;
        Target::Thread(thread.ok_or(Error::NotFound)?.id)
    } else {
        following::target(app.store.read(), &city.directory, named).await?
    };
    let mut tx = app.store.begin().await?;
    following::touch(&mut tx, [me]);
    following::end(&tx, me, &target.to_text()).await?;
    tx.commit().await?;
    Ok(target)
}

/// As [`end`], by the row of the page of what one follows.
///
/// # Errors
/// [`Error::NotFound`] unless it is one's own.
pub async fn end_one(app: &App, viewer: &Viewer, id: FollowId) -> Result<()> {
    let me = account(viewer)?;
    let there = own(app, me, id).await?;
    let mut tx = app.store.begin().await?;
    following::touch(&mut tx, [me]);
    following::end(&tx, me, &there.target).await?;
    tx.commit().await
}

/// Lets mail come again that was stopped by a link.
pub async fn resume(app: &App, viewer: &Viewer) -> Result<()> {
    let me = account(viewer)?;
    let mut tx = app.store.begin().await?;
    following::touch(&mut tx, [me]);
    following::set_stopped(&tx, me, None).await?;
    tx.commit().await
}
