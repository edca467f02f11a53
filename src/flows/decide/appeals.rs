//! An appeal: who a decision concerns asks for another look, and another moderator than the first
//! takes it. What they decide is final; if the decision falls, everything is given back.

use super::record::{self, Entry};
use super::{Matter, is_taken, posts, undo};
use crate::app::App;
use crate::domain::desk::{ItemKind, NewItem, Reason, Thing};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{ActionId, AppealId};
use crate::domain::message::Message;
use crate::domain::moderation::{AppealState, Decision, Rule, may_appeal};
use crate::domain::notice::Notice;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::record as measure;
use crate::domain::thread::{PostVisibility, Step, Visibility};
use crate::flows::case::{Actor, Case};
use crate::flows::words;
use crate::store::entity::{appeal, moderation_action};
use crate::store::{appeals, moderation, photos, posts as rows, queue, record as figures, threads};

/// Characters of an appeal at most.
pub const APPEAL_MAX: usize = 2_000;

/// Asks for another look at a decision.
///
/// # Errors
/// [`Error::Invalid`] at `body`; [`Error::NotFound`] unless the decision is about the viewer or
/// what they wrote; [`Error::Conflict`] if it can't be appealed (any more), or has been: an appeal
/// that has been decided is final.
pub async fn file(
    app: &App,
    viewer: &Viewer,
    number: &str,
    action: &str,
    body: &str,
) -> Result<()> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "body", body, APPEAL_MAX);
    let case = Case::lock(app, viewer, number, Action::Appeal).await?;
    let id = ActionId::parse(action).ok_or(Error::NotFound)?;
    let action = moderation::action(&*case.tx, id)
        .await?
        .filter(|a| a.thread_id == Some(case.thread.id) && a.undone_ms.is_none())
        .ok_or(Error::NotFound)?;
    let post = action.post_id.ok_or(Error::NotFound)?;
    if !concerns(&case, viewer, &action).await? {
        return Err(Error::NotFound);
    }
    if !action.decision.is_appealable() {
        return Err(Error::Conflict("conflict-appeal-none"));
    }
    let days = app.config.appeal_days;
    if let Some(before) = appeals::of(&*case.tx, &[id]).await?.first() {
        return Err(Error::Conflict(match before.state {
            AppealState::Open => "conflict-appealed",
            _ => "conflict-appeal-final",
        }));
    }
    if !may_appeal(action.decision, action.created_ms, case.now, days) {
        return Err(Error::Conflict("conflict-appeal-late"));
    }
    errors.into_result()?;
    let model = appeal::Model {
        id: AppealId::new(),
        action_id: id,
        body,
        state: AppealState::Open,
        note: String::new(),
        created_ms: case.now,
        decided_ms: None,
    };
    let item = NewItem {
        thing: Thing::Appeal {
            appeal: model.id,
            thread: case.thread.id,
            post,
            decided_by: action.moderator_id,
        },
        kind: ItemKind::Appeal,
        unit: case.thread.unit_id,
        reasons: vec![Reason::Appeal],
        weight: 0,
        detail: String::new(),
        since: case.now,
    };
    if !appeals::insert(&case.tx, model).await? {
        return Err(Error::Conflict("conflict-appealed"));
    }
    queue::enqueue(&case.tx, item).await?;
    let month = app.day(action.created_ms);
    let counts = vec![measure::one(measure::APPEALS)];
    figures::add(&case.tx, month.get(..7).unwrap_or_default(), counts).await?;
    // The page of the thread tells its author where the appeal stands.
    case.finish().await?;
    Ok(())
}

/// Whether a decision is about the viewer: their post, or themselves.
async fn concerns(case: &Case, viewer: &Viewer, action: &moderation_action::Model) -> Result<bool> {
    let Some(me) = viewer.account_id() else {
        // By the tracking code one is the thread's author, and nobody that could be sanctioned.
        return by_own_code(case, viewer, action).await;
    };
    if action.decision.is_sanction() {
        let made = appeals::sanctions_by(&*case.tx, &[action.id]).await?;
        return Ok(made.iter().any(|s| s.account_id == me));
    }
    let Some(post) = action.post_id else {
        return Ok(false);
    };
    let written = rows::author_of(&*case.tx, post).await?;
    if written.is_some_and(|w| w.account_id == Some(me)) {
        return Ok(true);
    }
    by_own_code(case, viewer, action).await
}

async fn by_own_code(
    case: &Case,
    _viewer: &Viewer,
    action: &moderation_action::Model,
) -> Result<bool> {
    if !case.own || action.decision.is_sanction() {
        return Ok(false);
    }
    let Some(post) = action.post_id else {
        return Ok(false);
    };
    let post = rows::by_id(&*case.tx, post).await?;
    Ok(post.is_some_and(|p| p.by_author))
}

/// Decides an appeal; returns whether the first decision stands.
///
/// # Errors
/// [`Error::Invalid`] at `decision` or `note`; [`Error::Forbidden`] for who took the decision;
/// [`Error::Conflict`] if another has decided it or has it.
pub async fn decide(
    app: &App,
    viewer: &Viewer,
    appeal: &str,
    decision: &str,
    note: &str,
) -> Result<Decision> {
    let mut errors = FieldErrors::default();
    let id = AppealId::parse(appeal).ok_or(Error::NotFound)?;
    let db = app.store.read();
    let found = appeals::by_id(db, id).await?.ok_or(Error::NotFound)?;
    let action = moderation::action(db, found.action_id)
        .await?
        .ok_or(Error::NotFound)?;
    let (Some(thread), Some(post)) = (action.thread_id, action.post_id) else {
        return Err(Error::NotFound);
    };
    let number = threads::by_id(db, thread)
        .await?
        .ok_or(Error::NotFound)?
        .number;
    let note = words::line(&mut errors, "note", note, words::NOTE_MAX);
    let case = Case::lock(app, viewer, &number, Action::DecideAppeal).await?;
    let subject = Subject {
        unit: Some(case.thread.unit_id),
        own: case.own,
    };
    if !policy::may_about(Action::DecideAppeal, viewer, &subject, action.moderator_id) {
        return Err(Error::Forbidden);
    }
    let moderator = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let decision =
        Decision::parse(decision).filter(|d| matches!(d, Decision::Overturn | Decision::Uphold));
    if decision.is_none() {
        errors.add("decision", Message::new("fault-choose"));
    }
    errors.into_result()?;
    let decision = decision.ok_or(Error::NotFound)?;
    let post = rows::by_id(&*case.tx, post).await?.ok_or(Error::NotFound)?;
    let item = queue::open_about(&*case.tx, id.0, ItemKind::Appeal).await?;
    if item
        .as_ref()
        .is_some_and(|i| is_taken(i, moderator, case.now))
    {
        return Err(Error::Conflict("conflict-claimed"));
    }
    let state = match decision {
        Decision::Overturn => AppealState::Granted,
        _ => AppealState::Denied,
    };
    let now = case.now;
    let mut m = undo::matter(case, post, note.clone()).await?;
    // A post's own author decides on nothing about it.
    if m.author == Some(moderator) {
        return Err(Error::Forbidden);
    }
    if !appeals::settle(&m.case.tx, id, AppealState::Open, state, &note, Some(now)).await? {
        return Err(Error::Conflict("conflict-decided"));
    }
    m.before.appeal = Some(id.0);
    let mut entry = Entry::new(decision, moderator, &m);
    entry.appeal = Some(id);
    if decision == Decision::Overturn {
        give_back(app, &mut m, &action, entry.id).await?;
        let counts = vec![measure::one(measure::OVERTURNED)];
        record::count(app, &m.case.tx, &mut m.before, action.created_ms, counts).await?;
    }
    m.rule = action.rule;
    let notice = Notice::AppealDecided {
        number: m.case.thread.number.clone(),
        title: m.case.thread.title.clone(),
        granted: decision == Decision::Overturn,
        note,
    };
    let personal = action.decision.is_sanction();
    let sent = record::tell(&m, &entry.id.to_string(), notice, personal).await?;
    record::held_back(app, &mut m, sent.into_iter().collect()).await?;
    let items: Vec<_> = item.into_iter().collect();
    record::finish(app, m, entry, &items).await?;
    Ok(decision)
}

/// Undoes a decision as far as it still stands.
async fn give_back(
    app: &App,
    m: &mut Matter,
    action: &moderation_action::Model,
    by: ActionId,
) -> Result<()> {
    match action.decision {
        Decision::Hide if m.post.visibility == PostVisibility::Hidden => {
            posts::restore(app, m).await
        }
        Decision::Refuse
            if m.post.visibility == PostVisibility::Refused
                || (m.post.opening && m.case.thread.visibility == Visibility::Refused) =>
        {
            posts::restore(app, m).await
        }
        Decision::Mask => {
            let masks = moderation::masks_of(&*m.case.tx, m.post.id).await?;
            let (fell, stay): (Vec<_>, Vec<_>) = masks
                .into_iter()
                .partition(|mask| mask.action_id == action.id);
            if fell.is_empty() {
                return Ok(());
            }
            m.before.uncovered = fell
                .into_iter()
                .map(|mask| (mask.action_id.0, mask.id.0, mask.words))
                .collect();
            moderation::drop_masks(&m.case.tx, action.id).await?;
            let stay: Vec<String> = stay.into_iter().map(|mask| mask.words).collect();
            posts::rewrite(&mut m.case, &m.post, &stay).await?;
            let step = m.case.step(Step::Unmask, Actor::Service, "").await?;
            m.before.steps.push(step.0);
            Ok(())
        }
        Decision::HidePhoto => {
            let Some(id) = action.photo_id else {
                return Ok(());
            };
            let photo = photos::by_id(&*m.case.tx, id).await?;
            if photo.is_some_and(|p| p.visibility == PostVisibility::Hidden) {
                let thread = m.case.thread.id;
                let (tx, public) = (&mut m.case.tx, PostVisibility::Public);
                photos::set_visibility(tx, id, thread, public, None).await?;
                let rule = action.rule.map_or("", Rule::as_str).to_owned();
                m.before.photo = Some((id.0, rule));
            }
            Ok(())
        }
        Decision::Lock if m.case.thread.locked => posts::lock(m, false).await,
        Decision::Warn | Decision::Limit | Decision::Suspend => {
            let now = m.case.now;
            for s in appeals::sanctions_by(&*m.case.tx, &[action.id]).await? {
                if undo::in_force(&s, now) {
                    appeals::lift(&mut m.case.tx, &s, Some((by, now))).await?;
                    m.before.lifted.push(s.id.0);
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
