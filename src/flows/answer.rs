//! The unit answers officially. Name, position and unit are taken from the grant at this moment.

use super::case::{Actor, Case, blank_post};
use super::take::{official, speaks_as};
use super::{guide, letters, release, schedule, uploads, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::following::What;
use crate::domain::ids::{AccountId, PostId, TemplateId, UnitId};
use crate::domain::notice::Notice;
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::tally;
use crate::domain::thread::{PostKind, Step};
use crate::domain::time::Instant;
use crate::store::entity::first_answer;
use crate::store::{drafts, files, photos, posts, rollups, templates, uploads as stored};
use crate::text::{markdown, masks};

/// What an answer is made of, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub body: String,
    /// What the unit had said last on the page it was written on: if a colleague has spoken since,
    /// nothing is lost, but the writer is asked to look first.
    pub seen: Option<PostId>,
    /// Names this very form, and its photos; one that was taken before adds nothing.
    pub form_id: String,
    /// The template that it was begun with.
    pub template: Option<TemplateId>,
    /// Whether it says what was done, and so that the work is finished. A promise that is owed is kept
    /// with it.
    pub done: bool,
}

/// What has become of an answer.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Published,
    /// For a superior, who releases it.
    Waits,
    /// The same form was taken before.
    Again,
}

/// An answer as it would be shown.
#[derive(Clone, Debug)]
pub struct Look {
    pub name: String,
    pub position: String,
    pub unit: String,
    /// Safe HTML.
    pub html: String,
    /// Numbers and addresses in it that may be somebody's private data. Nothing of an answer is masked,
    /// so its writer is told.
    pub private: usize,
    pub at: Instant,
}

/// How an answer of the viewer would be shown, by the very steps that publish it. Nothing is written.
///
/// # Errors
/// [`Error::Invalid`] at `body`; forbidden for who doesn't speak for the unit.
pub async fn look(app: &App, viewer: &Viewer, unit: UnitId, form: &Form) -> Result<Look> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "body", &form.body, words::BODY_MAX);
    errors.into_result()?;
    let city = app.city().await?;
    let (name, position, unit) = speaks_as(&city, viewer, unit)?;
    let guide = guide::guide(app).await?;
    Ok(Look {
        name,
        position,
        unit,
        html: markdown::render(&body),
        private: masks::mask_except(&body, &guide.contacts).found.len(),
        at: app.now(),
    })
}

/// Answers, with the photos and files of the form. Where the unit is set so, a superior reads it
/// before anyone else.
///
/// # Errors
/// [`Error::Invalid`] at `body`; [`Error::Conflict`] if the case is closed or has moved.
pub async fn answer(app: &App, viewer: &Viewer, number: &str, form: &Form) -> Result<Given> {
    let mut errors = FieldErrors::default();
    let body = words::text(&mut errors, "body", &form.body, words::BODY_MAX);
    let mut case = Case::lock(app, viewer, number, Action::Answer)
        .await?
        .in_view()?;
    errors.into_result()?;
    if !case.first_time(app, &form.form_id).await? {
        return Ok(Given::Again);
    }
    let last = posts::last_spoken(&*case.tx, case.thread.id).await?;
    if last.is_some_and(|p| Some(p.id) != form.seen) {
        return Err(Error::Conflict("conflict-answered-since"));
    }
    if release::is_needed(&case.tx, viewer, case.thread.unit_id).await? {
        release::hold(app, case, viewer, &body, form).await?;
        return Ok(Given::Waits);
    }
    let (name, position, unit) = official(&case, viewer, case.thread.unit_id)?;
    let holder = uploads::holder(app, viewer, &form.form_id);
    let said = Said {
        account: viewer.account_id(),
        name,
        position,
        unit,
        body,
        holder: holder.map(|h| (h.form, h.owner)),
        template: form.template,
        done: form.done,
    };
    publish(app, &mut case, said).await?;
    case.finish().await?;
    Ok(Given::Published)
}

/// An answer that goes out now.
pub(super) struct Said {
    /// Who wrote it.
    pub account: Option<AccountId>,
    pub name: String,
    pub position: String,
    pub unit: String,
    pub body: String,
    /// The form and the owner by which its photos and files are found.
    pub holder: Option<(String, String)>,
    pub template: Option<TemplateId>,
    pub done: bool,
}

/// Writes an answer into the thread, with everything that follows from it.
pub(super) async fn publish(app: &App, case: &mut Case, said: Said) -> Result<()> {
    let Said {
        name,
        position,
        unit: unit_name,
        body,
        ..
    } = said;
    // The unit's own published contacts may stand in its answer, so nothing is masked here.
    let shown = markdown::render(&body);
    let excerpt = markdown::excerpt(&body, 300);
    let id = PostId::new();
    let mut post = blank_post(id, case.thread.id, PostKind::Official, case.now);
    post.label.clone_from(&name);
    post.position.clone_from(&position);
    post.unit_name.clone_from(&unit_name);
    post.body = body;
    post.shown = shown;
    let author = (said.account, None);
    posts::insert(&mut case.tx, post, Some(author)).await?;
    if let Some((form, owner)) = &said.holder {
        stored::adopt::<photos::Info>(&mut case.tx, form, owner, case.thread.id, id).await?;
        stored::adopt::<files::Info>(&mut case.tx, form, owner, case.thread.id, id).await?;
    }
    drafts::drop_of(&case.tx, case.thread.id, case.now).await?;
    if let Some(template) = said.template {
        templates::used(&case.tx, template).await?;
    }
    let actor = Actor::Staff {
        name: &name,
        position: &position,
        unit: &unit_name,
    };
    let (step, what) = match said.done {
        true => (Step::Resolve, What::Done),
        false => (Step::Answer, What::Answered),
    };
    case.step(step, actor, "").await?;
    case.happened(what, id);
    if said.done {
        schedule::keep_with(case, actor).await?;
    }
    if case.thread.first_answer_ms.is_none() {
        let from = case.thread.routed_ms.unwrap_or(case.thread.created_ms);
        // The time in which the citizen was asked back is not the unit's.
        let worked = case.city.calendar.working_ms_between(from, case.now);
        let answer = first_answer::Model {
            thread_id: case.thread.id,
            unit_id: case.thread.unit_id,
            service_id: case.thread.service_id,
            at_ms: case.now,
            took_ms: (case.now.0 - from.0 - case.thread.waited_ms).max(0),
            work_ms: Some((worked - case.thread.waited_work_ms).max(0)),
            on_time: case.thread.due_ms.is_none_or(|due| case.now <= due),
        };
        let (unit, service) = (answer.unit_id, answer.service_id);
        let deltas = tally::of_answer(answer.measured());
        posts::insert_first_answer(&case.tx, answer).await?;
        rollups::add(&mut case.tx, unit, service, &app.day(case.now), deltas).await?;
        case.thread.first_answer_ms = Some(case.now);
    }
    // A second answer to the same question adds to the first; the clock stopped at that.
    case.thread.answered_ms.get_or_insert(case.now);
    case.thread.closed_ms = Some(case.now);
    if case.thread.assigned_to.is_none() {
        case.thread.assigned_to = said.account;
    }
    let notice = Notice::Answered {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        unit: unit_name,
        excerpt,
        done: said.done,
        days: app.config.limits.citizen_reply.into(),
    };
    letters::to_authors(
        &case.tx,
        case.thread.id,
        case.opener.as_ref(),
        &id.to_string(),
        notice,
        case.now,
    )
    .await
}
