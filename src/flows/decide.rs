//! A moderator decides on a held thread or a post: by a rule, reversible, in the public log.

use super::case::{Actor, Case};
use super::{letters, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{ActionId, PostId};
use crate::domain::message::Message;
use crate::domain::moderation::{Decision, ReportState, Rule};
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::thread::{PostKind, PostVisibility, Status, Step, Visibility};
use crate::store::audit::{self, Act};
use crate::store::entity::{moderation_action, post};
use crate::store::{moderation, posts, queue};

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub number: String,
    pub post: String,
    pub decision: String,
    pub rule: String,
    /// To the author; not public.
    pub note: String,
}

/// Decides.
///
/// # Errors
/// [`Error::Invalid`] at `decision`, `rule` or `note`; [`Error::Conflict`] if another moderator
/// has decided meanwhile; [`Error::Forbidden`] on one's own posts and one's own unit's cases.
pub async fn decide(app: &App, viewer: &Viewer, form: &Form) -> Result<Decision> {
    let mut errors = FieldErrors::default();
    let decision = Decision::parse(&form.decision).filter(|d| !d.of_photo());
    let rule = Rule::parse(&form.rule);
    let note = words::optional_line(&mut errors, "note", &form.note, words::NOTE_MAX);
    let mut case = Case::lock(app, viewer, &form.number, Action::Decide).await?;
    let post = PostId::parse(&form.post).ok_or(Error::NotFound)?;
    let post = posts::by_id(&*case.tx, post)
        .await?
        .filter(|p| p.thread_id == case.thread.id && p.kind != PostKind::Status)
        .ok_or(Error::NotFound)?;
    let Some(decision) = decision else {
        errors.add("decision", Message::new("fault-choose"));
        return Err(Error::Invalid(errors));
    };
    if decision.needs_rule() && rule.is_none() {
        errors.add("rule", Message::new("fault-rule-needed"));
    }
    errors.into_result()?;
    let moderator = viewer.account_id().ok_or(Error::SignInNeeded)?;
    // The thread's author is barred by the policy table; this is for posts by others in it.
    let author = posts::author_of(&*case.tx, post.id)
        .await?
        .and_then(|a| a.account_id);
    if author == Some(moderator) {
        return Err(Error::Forbidden);
    }

    match decision {
        Decision::Publish => publish(app, &mut case, &post).await?,
        Decision::Refuse => refuse(app, &mut case, &post).await?,
        Decision::Hide => hide(app, &mut case, &post, rule).await?,
        Decision::Restore => restore(app, &mut case, &post).await?,
        Decision::Dismiss | Decision::HidePhoto | Decision::RestorePhoto => {}
    }
    let state = match decision {
        Decision::Hide | Decision::Refuse => ReportState::Upheld,
        _ => ReportState::Dismissed,
    };
    let thread_id = case.thread.id;
    let closed = moderation::close_reports(&mut case.tx, thread_id, post.id, state).await?;
    case.thread.reports_open -= closed as i64;
    if decision == Decision::Dismiss && closed == 0 {
        return Err(Error::Conflict("conflict-decided"));
    }
    let action = moderation_action::Model {
        id: ActionId::new(),
        thread_id,
        post_id: post.id,
        decision,
        rule: rule.filter(|_| decision.needs_rule()),
        note: note.clone(),
        moderator_id: moderator,
        public: case.thread.visibility != Visibility::Confidential,
        created_ms: case.now,
    };
    queue::close_post(&case.tx, post.id, action.id, case.now).await?;
    let cause = action.id.to_string();
    let detail = format!("{} {}", decision.as_str(), rule.map_or("", Rule::as_str));
    moderation::insert_action(&mut case.tx, action).await?;
    audit::append(
        &case.tx,
        Act {
            at: case.now,
            actor: Some(moderator),
            act: "moderation",
            subject: &format!("{} {}", case.thread.number, post.id),
            detail: &detail,
        },
    )
    .await?;
    if let Some(notice) = notice(&case, decision, rule, note) {
        if post.by_author {
            let opener = case.opener.as_ref();
            letters::to_author(&case.tx, thread_id, opener, &cause, notice, case.now).await?;
        } else if let Some(account) = author {
            letters::to_account(&case.tx, account, &cause, notice, case.now).await?;
        }
    }
    case.finish().await?;
    Ok(decision)
}

async fn publish(app: &App, case: &mut Case, post: &post::Model) -> Result<()> {
    if case.thread.visibility != Visibility::Held || !post.opening {
        return Err(Error::Conflict("conflict-decided"));
    }
    to_public(app, case, post).await
}

/// Held or refused becomes public, and the unit has it.
async fn to_public(app: &App, case: &mut Case, post: &post::Model) -> Result<()> {
    let before = case.thread.visibility;
    case.step(Step::Route, Actor::Service, "").await?;
    case.thread.visibility = Visibility::Public;
    case.thread.listed_ms = Some(case.now);
    case.route(app);
    case.retally(app, post, before, PostVisibility::Public)
        .await
}

async fn refuse(app: &App, case: &mut Case, post: &post::Model) -> Result<()> {
    if case.thread.visibility != Visibility::Held || !post.opening {
        return Err(Error::Conflict("conflict-decided"));
    }
    case.step(Step::Refuse, Actor::Service, "").await?;
    case.thread.visibility = Visibility::Refused;
    case.thread.closed_ms = Some(case.now);
    case.retally(app, post, Visibility::Held, PostVisibility::Public)
        .await
}

async fn hide(app: &App, case: &mut Case, post: &post::Model, rule: Option<Rule>) -> Result<()> {
    if post.visibility != PostVisibility::Public
        || !matches!(
            case.thread.visibility,
            Visibility::Public | Visibility::Confidential
        )
    {
        return Err(Error::Conflict("conflict-decided"));
    }
    let before = case.thread.visibility;
    posts::set_visibility(&mut case.tx, post, PostVisibility::Hidden, rule).await?;
    if post.opening && before == Visibility::Public {
        case.thread.visibility = Visibility::Hidden;
    }
    case.retally(app, post, before, PostVisibility::Hidden)
        .await?;
    let detail = rule.map_or("", Rule::as_str);
    case.step(Step::Hide, Actor::Service, detail).await
}

async fn restore(app: &App, case: &mut Case, post: &post::Model) -> Result<()> {
    let before = case.thread.visibility;
    if before == Visibility::Refused && post.opening {
        case.thread.status = Status::Submitted;
        return to_public(app, case, post).await;
    }
    if post.visibility != PostVisibility::Hidden {
        return Err(Error::Conflict("conflict-decided"));
    }
    posts::set_visibility(&mut case.tx, post, PostVisibility::Public, None).await?;
    if post.opening && before == Visibility::Hidden {
        case.thread.visibility = Visibility::Public;
    }
    case.retally(app, post, before, PostVisibility::Public)
        .await?;
    case.step(Step::Restore, Actor::Service, "").await
}

fn notice(case: &Case, decision: Decision, rule: Option<Rule>, note: String) -> Option<Notice> {
    let number = case.thread.number.clone();
    let title = case.thread.title.clone();
    Some(match decision {
        Decision::Publish => Notice::Published { number, title },
        Decision::Restore => Notice::Restored { number, title },
        Decision::Refuse | Decision::Hide => Notice::Withheld {
            number,
            title,
            rule: rule.map_or("", Rule::as_str).to_owned(),
            note,
            hidden: decision == Decision::Hide,
        },
        Decision::Dismiss | Decision::HidePhoto | Decision::RestorePhoto => return None,
    })
}
