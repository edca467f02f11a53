//! A moderator hides one photo of a post, or shows it again: by a rule, reversible, in the public
//! log. The words stay.

use super::case::Case;
use super::{letters, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{ActionId, PhotoId};
use crate::domain::message::Message;
use crate::domain::moderation::{Decision, Rule};
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::record as measure;
use crate::domain::thread::{PostVisibility, Visibility};
use crate::store::audit::{self, Act};
use crate::store::entity::moderation_action;
use crate::store::{moderation, photos, posts, record as figures};

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub number: String,
    pub photo: String,
    pub decision: String,
    pub rule: String,
    /// To the author; not public.
    pub note: String,
}

/// Hides or shows a photo.
///
/// # Errors
/// [`Error::Invalid`] at `decision`, `rule` or `note`; [`Error::Conflict`] if another moderator
/// was first; [`Error::Forbidden`] on one's own posts and one's own unit's cases.
pub async fn decide(app: &App, viewer: &Viewer, form: &Form) -> Result<Decision> {
    let mut errors = FieldErrors::default();
    let note = words::optional_line(&mut errors, "note", &form.note, words::NOTE_MAX);
    let mut case = Case::lock(app, viewer, &form.number, Action::Decide).await?;
    let thread = case.thread.id;
    let id = PhotoId::parse(&form.photo).ok_or(Error::NotFound)?;
    let photo = photos::by_id(&*case.tx, id)
        .await?
        .filter(|p| p.thread_id == Some(thread))
        .ok_or(Error::NotFound)?;
    let post = photo.post_id.ok_or(Error::NotFound)?;
    let post = posts::by_id(&*case.tx, post)
        .await?
        .ok_or(Error::NotFound)?;
    let decision = Decision::parse(&form.decision).filter(|d| d.of_photo());
    let rule = Rule::parse(&form.rule);
    let Some(decision) = decision else {
        errors.add("decision", Message::new("fault-choose"));
        return Err(Error::Invalid(errors));
    };
    if decision.needs_rule() && rule.is_none() {
        errors.add("rule", Message::new("fault-rule-needed"));
    }
    errors.into_result()?;
    let rule = rule.filter(|_| decision.needs_rule());
    let moderator = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let author = posts::author_of(&*case.tx, post.id)
        .await?
        .and_then(|a| a.account_id);
    if author == Some(moderator) {
        return Err(Error::Forbidden);
    }
    let (from, to) = match decision {
        Decision::HidePhoto => (PostVisibility::Public, PostVisibility::Hidden),
        _ => (PostVisibility::Hidden, PostVisibility::Public),
    };
    if photo.visibility != from {
        return Err(Error::Conflict("conflict-decided"));
    }
    photos::set_visibility(&mut case.tx, id, thread, to, rule).await?;
    let action = moderation_action::Model {
        id: ActionId::new(),
        unit_id: case.thread.unit_id,
        thread_id: Some(thread),
        post_id: Some(post.id),
        rating_id: None,
        photo_id: Some(id),
        appeal_id: None,
        decision,
        rule,
        note: note.clone(),
        moderator_id: moderator,
        // What the public never saw is no matter of the public log.
        public: !matches!(
            case.thread.visibility,
            Visibility::Confidential | Visibility::Held | Visibility::Refused
        ),
        waited_ms: None,
        // Shown again by the button beside it.
        before: String::new(),
        created_ms: case.now,
        undone_ms: None,
    };
    let month = app.day(case.now);
    let counts = measure::of_decision(decision, rule, None);
    figures::add(&case.tx, month.get(..7).unwrap_or_default(), counts).await?;
    let cause = action.id.to_string();
    moderation::insert_action(&mut case.tx, action).await?;
    audit::append(
        &case.tx,
        Act {
            at: case.now,
            actor: Some(moderator),
            act: "moderation",
            subject: &format!("{} {} {id}", case.thread.number, post.id),
            detail: &format!("{} {}", decision.as_str(), rule.map_or("", Rule::as_str)),
        },
    )
    .await?;
    let notice = Notice::Photo {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        rule: rule.map_or("", Rule::as_str).to_owned(),
        note,
        hidden: decision == Decision::HidePhoto,
    };
    if post.by_author {
        let opener = case.opener.as_ref();
        letters::to_author(&case.tx, thread, opener, &cause, notice, case.now).await?;
    } else if let Some(account) = author {
        letters::to_account(&case.tx, account, &cause, notice, case.now).await?;
    }
    case.tx.commit().await?;
    Ok(decision)
}
