//! A moderator decides how those named in a post are shown; the post is made anew from what was
//! written.

use super::case::Case;
use super::{decide, edit, named};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{NamedId, PostId};
use crate::domain::named::Form;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::PostKind;
use crate::store::audit::{self, Act};
use crate::store::{moderation, named as store, posts, queue};

/// Decides; names of the post that are not among `decided` stay as they are.
///
/// # Errors
/// [`Error::Invalid`] if the post has none of these names; [`Error::Forbidden`] on one's own posts and
/// one's own unit's cases.
pub async fn settle(
    app: &App,
    viewer: &Viewer,
    number: &str,
    post: &str,
    decided: &[(NamedId, Form)],
) -> Result<()> {
    let mut case = Case::lock(app, viewer, number, Action::Decide).await?;
    let post = PostId::parse(post).ok_or(Error::NotFound)?;
    let post = posts::by_id(&*case.tx, post)
        .await?
        .filter(|p| p.thread_id == case.thread.id && p.kind == PostKind::Citizen)
        .ok_or(Error::NotFound)?;
    let author = posts::author_of(&*case.tx, post.id).await?;
    if author.and_then(|a| a.account_id) == viewer.account_id() {
        return Err(Error::Forbidden);
    }
    let mut all = store::of_post(&*case.tx, post.id).await?;
    let mut told = Vec::new();
    let mut renamed = Vec::new();
    for row in &mut all {
        let Some((_, form)) = decided.iter().find(|(id, _)| *id == row.id) else {
            continue;
        };
        let shown = named::stored_as(row, *form);
        if *form != Form::AsWritten {
            renamed.push((row.written.clone(), shown.clone()));
            // What covers a name may stand for others too.
            if matches!(row.form, Form::FirstName) {
                renamed.push((row.shown.clone(), shown.clone()));
            }
        }
        if row.place == "title" {
            // A title is kept as it is shown; what stands there for the name is put back.
            let title = match &mut case.thread.whole_title {
                Some(whole) => whole,
                None => &mut case.thread.title,
            };
            *title = title.replacen(&row.shown, &shown, 1);
        }
        store::decide(&case.tx, row.id, *form, &shown).await?;
        (row.form, row.shown, row.doubt) = (*form, shown, false);
        told.push(form.as_str());
    }
    if told.is_empty() {
        return Err(Error::field("decision", "fault-choose"));
    }
    if all.iter().all(|n| !n.doubt) {
        queue::close_doubt(&case.tx, post.id, case.now).await?;
    }
    // What moderators have covered stays covered.
    let covered = moderation::masks_of(&*case.tx, post.id).await?;
    let words: Vec<String> = covered.into_iter().map(|mask| mask.words).collect();
    decide::rewrite(&mut case, &post, &words).await?;
    edit::cover_earlier(&case, &post, &[], &renamed).await?;
    audit::append(
        &case.tx,
        Act {
            at: case.now,
            actor: viewer.account_id(),
            act: "name",
            subject: &format!("{} {}", case.thread.number, post.id),
            detail: &told.join(" "),
        },
    )
    .await?;
    case.finish().await?;
    Ok(())
}
