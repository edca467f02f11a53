//! A moderator looks at what was written behind the masks: with a reason, once, and the look is in
//! the audit log before anything is shown.

use super::case::Case;
use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::PostId;
use crate::domain::message::Message;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::PostKind;
use crate::store::audit::{self, Act};
use crate::store::{named, posts};
use crate::text::masks;

/// Characters that a reason has at least: "a" is none.
const REASON_MIN: usize = 10;

/// What a citizen wrote.
#[derive(Clone, Debug)]
pub struct Original {
    pub number: String,
    /// As written, Markdown and all.
    pub body: String,
    /// Names, as written and as shown.
    pub names: Vec<(String, String)>,
}

/// Whether the viewer may ask for the originals of this thread's posts.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`] if not.
pub async fn may(app: &App, viewer: &Viewer, number: &str, post: &str) -> Result<()> {
    let case = locked(app, viewer, number).await?;
    find(&case, post).await.map(|_| ())
}

async fn locked(app: &App, viewer: &Viewer, number: &str) -> Result<Case> {
    let case = Case::lock(app, viewer, number, Action::Unmask).await?;
    // The promise is to citizens, not to one unit's: nobody on any unit's staff ever sees it.
    if !viewer.work_units().is_empty() {
        return Err(Error::Forbidden);
    }
    Ok(case)
}

async fn find(case: &Case, post: &str) -> Result<crate::store::entity::post::Model> {
    let post = PostId::parse(post).ok_or(Error::NotFound)?;
    posts::by_id(&*case.tx, post)
        .await?
        .filter(|p| p.thread_id == case.thread.id && p.kind == PostKind::Citizen)
        .ok_or(Error::NotFound)
}

/// Shows what was written, after the look has been audited.
///
/// # Errors
/// [`Error::Invalid`] at `reason`; [`Error::NotFound`] if the post isn't a citizen's of this
/// thread; [`Error::Forbidden`] for who may not, which nothing gets round.
pub async fn unmask(
    app: &App,
    viewer: &Viewer,
    number: &str,
    post: &str,
    reason: &str,
) -> Result<Original> {
    let case = locked(app, viewer, number).await?;
    let post = find(&case, post).await?;
    let mut errors = FieldErrors::default();
    let reason = words::line(&mut errors, "reason", reason, words::NOTE_MAX);
    if errors.is_empty() && reason.chars().count() < REASON_MIN {
        errors.add(
            "reason",
            Message::new("fault-reason-short").with("n", REASON_MIN),
        );
    }
    errors.into_result()?;
    let names = named::of_post(&*case.tx, post.id).await?;
    audit::append(
        &case.tx,
        Act {
            at: case.now,
            actor: viewer.account_id(),
            act: "unmask",
            subject: &format!("{} {}", case.thread.number, post.id),
            // Whoever copies the text into the reason has it masked there, too.
            detail: &masks::mask(&reason).text,
        },
    )
    .await?;
    case.tx.commit().await?;
    Ok(Original {
        number: case.thread.number,
        body: post.body,
        names: names.into_iter().map(|n| (n.written, n.shown)).collect(),
    })
}
