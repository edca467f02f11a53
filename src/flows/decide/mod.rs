//! A moderator decides: by a rule, reversible, in the public log. On posts here and in `posts`, on
//! the people who wrote them in `people`, on ratings in `ratings`, on appeals in `appeals`; what was
//! decided is written down in `record`, and taken back in `undo`.

pub mod appeals;
mod people;
mod posts;
pub mod ratings;
mod record;
pub mod undo;

use super::case::Case;
use super::words;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{AccountId, PostId, QueueItemId};
use crate::domain::message::Message;
use crate::domain::moderation::{Decision, Rule};
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::PostKind;
use crate::domain::time::Instant;
use crate::store::entity::{post, queue_item};
use crate::store::{posts as rows, queue};
pub(super) use posts::rewrite;
use record::Entry;
use undo::Before;

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub number: String,
    pub post: String,
    pub decision: String,
    pub rule: String,
    /// To the author; not public, but for a move, whose reason it is.
    pub note: String,
    /// What to cover, one phrase a line.
    pub words: String,
    /// Where to move it: `unit-slug/service-slug`.
    pub service: String,
    /// How long a limit or a suspension lasts.
    pub days: String,
}

/// A post that is being decided on, in its locked thread.
struct Matter {
    case: Case,
    post: post::Model,
    /// The account of who wrote it, if they have one.
    author: Option<AccountId>,
    rule: Option<Rule>,
    note: String,
    before: Before,
}

/// Decides on a post and what it is the occasion of.
///
/// # Errors
/// [`Error::Invalid`] at the fields of the form; [`Error::Conflict`] if another moderator has
/// decided meanwhile, or has taken it from the queue; [`Error::Forbidden`] on one's own posts and
/// one's own unit's cases.
pub async fn decide(app: &App, viewer: &Viewer, form: &Form) -> Result<Decision> {
    let mut errors = FieldErrors::default();
    let decision = Decision::parse(&form.decision);
    let rule = Rule::parse(&form.rule);
    let note = words::optional_line(&mut errors, "note", &form.note, words::NOTE_MAX);
    let case = Case::lock(app, viewer, &form.number, Action::Decide).await?;
    let post = PostId::parse(&form.post).ok_or(Error::NotFound)?;
    let post = rows::by_id(&*case.tx, post)
        .await?
        .filter(|p| p.thread_id == case.thread.id && p.kind != PostKind::Status)
        .ok_or(Error::NotFound)?;
    // Appeals, ratings and photos have forms of their own.
    let Some(decision) = decision.filter(|d| {
        use Decision::*;
        !matches!(
            d,
            Exclude | Include | Overturn | Uphold | HidePhoto | RestorePhoto
        )
    }) else {
        errors.add("decision", Message::new("fault-choose"));
        return Err(Error::Invalid(errors));
    };
    if decision.needs_rule() && rule.is_none() {
        errors.add("rule", Message::new("fault-rule-needed"));
    }
    errors.into_result()?;
    let moderator = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let author = author(&case, &post).await?;
    // The thread's author is barred by the policy table; this is for posts by others in it.
    if author == Some(moderator) {
        return Err(Error::Forbidden);
    }
    let items = queue::open_of(&*case.tx, post.id).await?;
    not_taken_by_another(&items, decision, moderator, case.now)?;
    let before = Before::of(&case, &post);
    let mut m = Matter {
        case,
        post,
        author,
        rule: rule.filter(|_| decision.needs_rule()),
        note,
        before,
    };
    let mut entry = Entry::new(decision, moderator, &m);
    match decision {
        Decision::Publish => posts::publish(app, &mut m).await?,
        Decision::Refuse => posts::refuse(app, &mut m).await?,
        Decision::Hide => posts::hide(app, &mut m).await?,
        Decision::Restore => posts::restore(app, &mut m).await?,
        Decision::Dismiss | Decision::Misuse => {}
        Decision::Mask => posts::mask(&mut m, &form.words, entry.id).await?,
        Decision::Unmask => posts::unmask(&mut m).await?,
        Decision::Lock => posts::lock(&mut m, true).await?,
        Decision::Unlock => posts::lock(&mut m, false).await?,
        Decision::Move => posts::relocate(app, &mut m, &form.service).await?,
        // The sanction refers to the decision, which is written first.
        Decision::Warn | Decision::Limit | Decision::Suspend => {
            entry.sanction = Some(people::check(&m, decision, &form.days)?);
        }
        Decision::Lift => {}
        Decision::Exclude
        | Decision::Include
        | Decision::Overturn
        | Decision::Uphold
        | Decision::HidePhoto
        | Decision::RestorePhoto => return Err(Error::NotFound),
    }
    record::finish(app, m, entry, &items).await?;
    Ok(decision)
}

/// The account of who wrote a post; by a tracking code one writes as the thread's author.
async fn author(case: &Case, post: &post::Model) -> Result<Option<AccountId>> {
    let written = rows::author_of(&*case.tx, post.id).await?;
    let account = written.and_then(|w| w.account_id);
    let opener = case.opener.as_ref().and_then(|o| o.account_id);
    Ok(account.or(opener.filter(|_| post.by_author)))
}

/// Asks that nobody else is at what the decision would settle.
///
/// # Errors
/// [`Error::Conflict`] if somebody is.
fn not_taken_by_another(
    items: &[queue_item::Model],
    decision: Decision,
    me: AccountId,
    now: Instant,
) -> Result<()> {
    let taken = items
        .iter()
        .filter(|i| decision.settles().contains(&i.kind))
        .any(|i| is_taken(i, me, now));
    if taken {
        return Err(Error::Conflict("conflict-claimed"));
    }
    Ok(())
}

/// Whether another moderator has the item for now.
pub(super) fn is_taken(item: &queue_item::Model, me: AccountId, now: Instant) -> bool {
    item.claimed_by.is_some_and(|by| by != me) && item.claimed_until_ms.is_some_and(|t| now < t)
}

/// The items that a decision settles.
fn settled(items: &[queue_item::Model], decision: Decision) -> Vec<QueueItemId> {
    items
        .iter()
        .filter(|i| decision.settles().contains(&i.kind))
        .map(|i| i.id)
        .collect()
}

/// How long what a decision settles has waited, in milliseconds; `None` if nothing did.
fn waited(items: &[queue_item::Model], decision: Decision, now: Instant) -> Option<i64> {
    items
        .iter()
        .filter(|i| decision.settles().contains(&i.kind))
        .map(|i| now.0 - i.since_ms.0)
        .max()
}
