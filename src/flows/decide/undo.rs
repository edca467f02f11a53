//! A moderator takes a decision back, for a while: everything is as it was before, figures, search
//! and queue included, and the letter that has not gone yet does not go.

use super::{Matter, author, posts};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::hook::Event;
use crate::domain::ids::{
    AccountId, ActionId, AppealId, OutboxId, PhotoId, PostId, SanctionId, ServiceId, UnitId,
};
use crate::domain::moderation::{AppealState, Decision, Rule};
use crate::domain::notice::Notice;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::record::{self, Count};
use crate::domain::thread::{PostVisibility, Routing, Status, Visibility};
use crate::domain::time::Instant;
use crate::flows::case::Case;
use crate::flows::{letters, transfer};
use crate::store::audit::{self, Act};
use crate::store::entity::{moderation_action, post, sanction, thread};
use crate::store::{
    Tx, appeals, mailing, moderation, photos, posts as rows, queue, record as figures, threads,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A mask: the decision that made it, its own identifier, its words.
pub(super) type Covered = (Uuid, Uuid, String);

/// What a decision changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Before {
    thread: Option<ThreadState>,
    /// As the decision left it: if it isn't so any more, somebody has acted on it since.
    left: Option<ThreadState>,
    post: Option<PostState>,
    left_post: Option<PostState>,
    pub steps: Vec<Uuid>,
    pub mails: Vec<Uuid>,
    /// What was added to the count of replies.
    pub replies: i64,
    /// What the decision covered.
    pub masks: Option<Vec<Covered>>,
    /// What it uncovered.
    pub uncovered: Vec<Covered>,
    pub sanction: Option<Uuid>,
    pub lifted: Vec<Uuid>,
    /// A photo that was shown again, and the rule by which it had been hidden.
    pub photo: Option<(Uuid, String)>,
    pub appeal: Option<Uuid>,
    /// Of a rating: whether it was out of the figures.
    excluded: Option<bool>,
    /// Month, measure, how many, their total.
    counts: Vec<(String, String, i64, i64)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ThreadState {
    status: String,
    visibility: String,
    routing: String,
    unit: Uuid,
    service: Uuid,
    assigned: Option<Uuid>,
    listed: Option<i64>,
    due: Option<i64>,
    routed: Option<i64>,
    answered: Option<i64>,
    closed: Option<i64>,
    active: i64,
    asked: Option<i64>,
    waited: i64,
    waited_work: i64,
    locked: bool,
    title: String,
    whole_title: Option<String>,
    excerpt: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct PostState {
    visibility: String,
    rule: Option<String>,
    shown: String,
}

impl ThreadState {
    fn of(t: &thread::Model) -> ThreadState {
        let ms = |at: Option<Instant>| at.map(|at| at.0);
        ThreadState {
            status: t.status.as_str().into(),
            visibility: t.visibility.as_str().into(),
            routing: t.routing.as_str().into(),
            unit: t.unit_id.0,
            service: t.service_id.0,
            assigned: t.assigned_to.map(|a| a.0),
            listed: ms(t.listed_ms),
            due: ms(t.due_ms),
            routed: ms(t.routed_ms),
            answered: ms(t.answered_ms),
            closed: ms(t.closed_ms),
            active: t.active_ms.0,
            asked: ms(t.asked_ms),
            waited: t.waited_ms,
            waited_work: t.waited_work_ms,
            locked: t.locked,
            title: t.title.clone(),
            whole_title: t.whole_title.clone(),
            excerpt: t.excerpt.clone(),
        }
    }

    /// All but when something last happened, which others' words change too.
    fn same(&self, other: &ThreadState) -> bool {
        let active = 0;
        let a = ThreadState {
            active,
            ..self.clone()
        };
        a == ThreadState {
            active,
            ..other.clone()
        }
    }

    fn put(self, t: &mut thread::Model, left_active: i64) -> Option<()> {
        let at = |ms: Option<i64>| ms.map(Instant);
        t.status = Status::parse(&self.status)?;
        t.visibility = Visibility::parse(&self.visibility)?;
        t.routing = Routing::parse(&self.routing)?;
        t.assigned_to = self.assigned.map(AccountId);
        t.listed_ms = at(self.listed);
        t.due_ms = at(self.due);
        t.routed_ms = at(self.routed);
        t.answered_ms = at(self.answered);
        t.closed_ms = at(self.closed);
        if t.active_ms.0 == left_active {
            t.active_ms = Instant(self.active);
        }
        t.asked_ms = at(self.asked);
        t.waited_ms = self.waited;
        t.waited_work_ms = self.waited_work;
        t.locked = self.locked;
        t.title = self.title;
        t.whole_title = self.whole_title;
        t.excerpt = self.excerpt;
        Some(())
    }
}

impl PostState {
    fn of(p: &post::Model) -> PostState {
        PostState {
            visibility: p.visibility.as_str().into(),
            rule: p.hidden_rule.map(|r| r.as_str().into()),
            shown: p.shown.clone(),
        }
    }
}

impl Before {
    pub fn of(case: &Case, post: &post::Model) -> Before {
        Before {
            thread: Some(ThreadState::of(&case.thread)),
            post: Some(PostState::of(post)),
            ..Before::default()
        }
    }

    pub fn rating(&mut self, excluded: bool) {
        self.excluded = Some(excluded);
    }

    pub fn was_excluded(&self) -> Option<bool> {
        self.excluded
    }

    pub fn after(&mut self, case: &Case, post: &post::Model) {
        self.left = Some(ThreadState::of(&case.thread));
        self.left_post = Some(PostState::of(post));
    }

    pub fn count(&mut self, month: &str, counts: &[Count]) {
        let counts = counts
            .iter()
            .map(|c| (month.to_owned(), c.measure.clone(), c.n, c.total));
        self.counts.extend(counts);
    }

    pub fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Error::Internal(e.to_string()))
    }

    /// Takes the figures back.
    async fn uncount(&self, tx: &Tx) -> Result<()> {
        let mut months = std::collections::BTreeMap::<&str, Vec<Count>>::new();
        for (month, measure, n, total) in &self.counts {
            let count = Count {
                measure: measure.clone(),
                n: *n,
                total: *total,
            };
            months.entry(month).or_default().push(count);
        }
        for (month, counts) in months {
            figures::add(tx, month, record::taken_back(counts)).await?;
        }
        Ok(())
    }
}

const MOVED_ON: Error = Error::Conflict("conflict-undo-moved");

/// Takes a decision back; returns what it was.
///
/// # Errors
/// [`Error::NotFound`] for an unknown decision, [`Error::Forbidden`] for another's,
/// [`Error::Conflict`] if the time is over or somebody has acted on it since.
pub async fn undo(app: &App, viewer: &Viewer, id: &str) -> Result<Decision> {
    let id = ActionId::parse(id).ok_or(Error::NotFound)?;
    let action = moderation::action(app.store.read(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let subject = Subject {
        unit: Some(action.unit_id),
        own: false,
    };
    if !policy::may_about(Action::Undo, viewer, &subject, action.moderator_id) {
        return Err(policy::refused(Action::Undo, viewer));
    }
    match (action.thread_id, action.post_id) {
        (Some(thread), Some(post)) => {
            let thread = threads::by_id(app.store.read(), thread)
                .await?
                .ok_or(Error::NotFound)?;
            let case = Case::lock(app, viewer, &thread.number, Action::Decide).await?;
            let (action, before) = fresh(app, &case.tx, id).await?;
            let post = rows::by_id(&*case.tx, post).await?.ok_or(Error::NotFound)?;
            on_post(app, case, post, &action, before).await?;
        }
        _ => super::ratings::undo(app, id).await?,
    }
    Ok(action.decision)
}

/// Reads a decision in the transaction that takes it back.
///
/// # Errors
/// [`Error::Conflict`] if it has been taken back, or the time is over.
pub(super) async fn fresh(
    app: &App,
    tx: &Tx,
    id: ActionId,
) -> Result<(moderation_action::Model, Before)> {
    let action = moderation::action(&**tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let until = action.created_ms.plus_ms(app.config.undo_ms);
    if action.undone_ms.is_some() || action.before.is_empty() || app.now() >= until {
        return Err(Error::Conflict("conflict-undo-late"));
    }
    let before =
        serde_json::from_str(&action.before).map_err(|e| Error::Internal(e.to_string()))?;
    Ok((action, before))
}

async fn on_post(
    app: &App,
    mut case: Case,
    post: post::Model,
    action: &moderation_action::Model,
    before: Before,
) -> Result<()> {
    let (Some(old), Some(left), Some(was)) = (
        before.thread.clone(),
        before.left.clone(),
        before.post.clone(),
    ) else {
        return Err(Error::Internal("a decision without what was before".into()));
    };
    let post_left = before.left_post.as_ref() == Some(&PostState::of(&post));
    if !post_left || !left.same(&ThreadState::of(&case.thread)) {
        return Err(MOVED_ON);
    }
    let to = PostVisibility::parse(&was.visibility).ok_or(MOVED_ON)?;
    let rule = was.rule.as_deref().and_then(Rule::parse);
    let from = (case.thread.unit_id, case.thread.service_id);
    let back = (UnitId(old.unit), ServiceId(old.service));
    if from != back {
        transfer::refile(app, &mut case, from, back).await?;
    }
    let visible = case.thread.visibility;
    old.put(&mut case.thread, left.active).ok_or(MOVED_ON)?;
    case.thread.replies -= before.replies;
    case.retally(app, &post, visible, to).await?;
    if post.visibility != to || post.hidden_rule != rule {
        rows::set_visibility(&mut case.tx, &post, to, rule).await?;
    }
    if post.shown != was.shown {
        rows::set_shown(&mut case.tx, &post, &was.shown).await?;
    }
    moderation::drop_masks(&case.tx, action.id).await?;
    moderation::insert_masks(&case.tx, posts::mask_rows(&post, &before.uncovered)).await?;
    let steps: Vec<PostId> = before.steps.iter().map(|id| PostId(*id)).collect();
    rows::drop_steps(&mut case.tx, case.thread.id, &steps).await?;
    let opened = moderation::reopen_reports(&case.tx, case.thread.id, action.id).await?;
    case.thread.reports_open += opened;
    if let Some((id, rule)) = &before.photo {
        let (thread, hidden) = (case.thread.id, PostVisibility::Hidden);
        let rule = Rule::parse(rule);
        photos::set_visibility(&mut case.tx, PhotoId(*id), thread, hidden, rule).await?;
    }
    // Who was told of it is told the contrary.
    let contrary = match action.decision {
        Decision::Hide => Some(Event::Restored),
        Decision::Publish if post.opening => Some(Event::Hidden),
        Decision::Restore if to == PostVisibility::Hidden => Some(Event::Hidden),
        Decision::Move if from != back => Some(Event::Moved),
        _ => None,
    };
    case.news.extend(contrary.map(|event| (event, None)));
    sanctions_back(&mut case.tx, action, &before).await?;
    if !ending(app, &mut case.tx, action, &before, case.now).await? {
        untell(&case, &post, action, &before).await?;
    }
    case.finish().await?;
    Ok(())
}

/// Who had the letter already gets another.
async fn untell(
    case: &Case,
    post: &post::Model,
    action: &moderation_action::Model,
    before: &Before,
) -> Result<()> {
    let notice = Notice::Moderated {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        decision: "undone".into(),
        rule: String::new(),
        note: String::new(),
        until: None,
    };
    let (cause, now) = (action.id.to_string(), case.now);
    let personal = before.sanction.is_some() || !before.lifted.is_empty();
    if post.by_author && !personal {
        let opener = case.opener.as_ref();
        letters::to_author(&case.tx, case.thread.id, opener, &cause, notice, now).await?;
    } else if let Some(account) = author(case, post).await? {
        letters::to_account(&case.tx, account, &cause, notice, now).await?;
    }
    Ok(())
}

/// What a decision took from or gave back to a person is as before.
async fn sanctions_back(
    tx: &mut Tx,
    action: &moderation_action::Model,
    before: &Before,
) -> Result<()> {
    if before.sanction.is_some() {
        for s in appeals::sanctions_by(&**tx, &[action.id]).await? {
            appeals::erase(tx, &s).await?;
        }
    }
    let lifted: Vec<SanctionId> = before.lifted.iter().map(|id| SanctionId(*id)).collect();
    for s in appeals::sanctions(&**tx, &lifted).await? {
        appeals::lift(tx, &s, None).await?;
    }
    Ok(())
}

/// What every decision leaves behind is taken back: queue, appeal, letters, figures; the audit log
/// keeps both. `false` if a letter had gone already.
pub(super) async fn ending(
    app: &App,
    tx: &mut Tx,
    action: &moderation_action::Model,
    before: &Before,
    now: Instant,
) -> Result<bool> {
    queue::reopen(tx, action.id).await?;
    if let Some(appeal) = before.appeal.map(AppealId) {
        let from = match action.decision {
            Decision::Overturn => AppealState::Granted,
            _ => AppealState::Denied,
        };
        appeals::settle(tx, appeal, from, AppealState::Open, "", None).await?;
    }
    // Who had appealed against it already has what they asked for.
    for appeal in appeals::of(&**tx, &[action.id]).await? {
        let (open, moot) = (AppealState::Open, AppealState::Moot);
        if appeals::settle(tx, appeal.id, open, moot, "", Some(now)).await? {
            let kind = crate::domain::desk::ItemKind::Appeal;
            let item = queue::open_about(&**tx, appeal.id.0, kind).await?;
            let items: Vec<_> = item.into_iter().map(|i| i.id).collect();
            queue::close(tx, &items, action.id, now).await?;
            let month = app.day(action.created_ms);
            let month = month.get(..7).unwrap_or_default();
            let counts = record::taken_back(vec![record::one(record::APPEALS)]);
            figures::add(tx, month, counts).await?;
        }
    }
    let mails: Vec<OutboxId> = before.mails.iter().map(|id| OutboxId(*id)).collect();
    let withdrawn = mailing::withdraw(tx, &mails).await?;
    before.uncount(tx).await?;
    moderation::set_undone(tx, action, now).await?;
    let act = Act {
        at: now,
        actor: Some(action.moderator_id),
        act: "moderation-undo",
        subject: &action.id.to_string(),
        detail: action.decision.as_str(),
    };
    audit::append(tx, act).await?;
    Ok(withdrawn == mails.len() as u64)
}

/// A matter whose decision is being looked at again, as it stands.
pub(super) async fn matter(case: Case, post: post::Model, note: String) -> Result<Matter> {
    let author = author(&case, &post).await?;
    let before = Before::of(&case, &post);
    Ok(Matter {
        case,
        post,
        author,
        rule: None,
        note,
        before,
    })
}

/// Whether a sanction holds at `now`.
pub(super) fn in_force(s: &sanction::Model, now: Instant) -> bool {
    s.lifted_ms.is_none() && s.ends_ms.is_none_or(|end| now < end)
}
