//! Where a unit is set so, an answer waits for its head or a deputy, who releases it or gives it back
//! with a note. Nobody else reads it meanwhile; the clock runs until the release.

use super::answer::{self, Said};
use super::case::Case;
use super::{assign, letters, uploads, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{DraftId, UnitId};
use crate::domain::notice::Notice;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action, Standing};
use crate::domain::release::DraftState;
use crate::store::audit::{self, Act};
use crate::store::entity::answer_draft;
use crate::store::{Tx, accounts, drafts, posts};

/// Whether an answer of the viewer in this unit waits for somebody else: the head's own does not.
///
/// # Errors
/// What the database says.
pub(super) async fn is_needed(tx: &Tx, viewer: &Viewer, unit: UnitId) -> Result<bool> {
    let subject = Subject {
        unit: Some(unit),
        own: false,
    };
    if viewer.standing(&subject).meets(Standing::HEAD) {
        return Ok(false);
    }
    drafts::needs_release(&**tx, unit).await
}

/// Keeps an answer for a superior. One's own that waits already gives way to the new one.
///
/// # Errors
/// [`Error::Conflict`] if a colleague's waits.
pub(super) async fn hold(
    app: &App,
    mut case: Case,
    viewer: &Viewer,
    body: &str,
    form: &answer::Form,
) -> Result<()> {
    let account_id = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let open = drafts::open_of(&*case.tx, case.thread.id).await?;
    if open.is_some_and(|d| d.account_id != account_id && d.state == DraftState::Waiting) {
        return Err(Error::Conflict("conflict-draft-waiting"));
    }
    drafts::drop_of(&case.tx, case.thread.id, case.now).await?;
    let holder = uploads::holder(app, viewer, &form.form_id);
    let (form_key, owner) = holder.map(|h| (h.form, h.owner)).unzip();
    let draft = answer_draft::Model {
        id: DraftId::new(),
        thread_id: case.thread.id,
        unit_id: case.thread.unit_id,
        account_id,
        body: body.to_owned(),
        form_key,
        owner,
        template_id: form.template,
        done: form.done,
        state: DraftState::Waiting,
        note: String::new(),
        created_ms: case.now,
        decided_by: None,
        decided_ms: None,
    };
    drafts::insert(&case.tx, draft).await?;
    if case.thread.assigned_to.is_none() {
        case.thread.assigned_to = Some(account_id);
    }
    case.finish().await?;
    Ok(())
}

/// The draft that is decided, with its case locked: not by its writer.
async fn waiting(
    app: &App,
    viewer: &Viewer,
    number: &str,
    id: &str,
) -> Result<(Case, answer_draft::Model)> {
    let case = Case::lock(app, viewer, number, Action::Release)
        .await?
        .in_view()?;
    let id = DraftId::parse(id).ok_or(Error::Conflict("conflict-draft-gone"))?;
    let draft = drafts::by_id(&*case.tx, id)
        .await?
        .filter(|d| d.thread_id == case.thread.id && d.unit_id == case.thread.unit_id)
        .filter(|d| d.state == DraftState::Waiting)
        .ok_or(Error::Conflict("conflict-draft-gone"))?;
    if Some(draft.account_id) == viewer.account_id() {
        return Err(Error::Conflict("conflict-draft-own"));
    }
    Ok((case, draft))
}

/// Releases an answer: it stands in the thread from now, under the name and position that its writer
/// has now. The clock, the first answer and the figures count from this moment.
///
/// # Errors
/// [`Error::Conflict`] if it was decided, written by the viewer, the unit has spoken since, or its
/// writer doesn't work there any more.
pub async fn release(app: &App, viewer: &Viewer, number: &str, id: &str) -> Result<()> {
    let (mut case, draft) = waiting(app, viewer, number, id).await?;
    let last = posts::last_spoken(&*case.tx, case.thread.id).await?;
    if last.is_some_and(|p| p.created_ms > draft.created_ms) {
        return Err(Error::Conflict("conflict-draft-overtaken"));
    }
    let unit_id = case.thread.unit_id;
    let grant = assign::works_on(&case.tx, &case.city, draft.account_id, unit_id, case.now).await?;
    let writer = accounts::by_id(&*case.tx, draft.account_id).await?;
    let (Some(grant), Some(writer)) = (grant, writer) else {
        return Err(Error::Conflict("conflict-draft-writer"));
    };
    let by = viewer.account_id();
    drafts::decide(&case.tx, draft.id, DraftState::Released, "", by, case.now).await?;
    note(&case, viewer, "release answer").await?;
    let unit = case.city.directory.unit(unit_id);
    let said = Said {
        account: Some(draft.account_id),
        name: writer.name,
        position: grant.position,
        unit: unit.map_or_else(String::new, |u| u.name.clone()),
        body: draft.body,
        holder: draft.form_key.zip(draft.owner),
        template: draft.template_id,
        done: draft.done,
    };
    answer::publish(app, &mut case, said).await?;
    case.finish().await?;
    Ok(())
}

/// Gives an answer back to its writer, who is told why. Its photos and files come back with it.
///
/// # Errors
/// [`Error::Invalid`] at `note-back`; a conflict as for [`release`].
pub async fn give_back(
    app: &App,
    viewer: &Viewer,
    number: &str,
    id: &str,
    why: &str,
) -> Result<()> {
    let mut errors = FieldErrors::default();
    let why = words::line(&mut errors, "note-back", why, words::NOTE_MAX);
    let (case, draft) = waiting(app, viewer, number, id).await?;
    errors.into_result()?;
    let by = viewer.account_id();
    drafts::decide(
        &case.tx,
        draft.id,
        DraftState::GivenBack,
        &why,
        by,
        case.now,
    )
    .await?;
    note(&case, viewer, "give answer back").await?;
    let notice = Notice::GivenBack {
        number: case.thread.number.clone(),
        note: why,
    };
    let cause = draft.id.to_string();
    letters::to_account(&case.tx, draft.account_id, &cause, notice, case.now).await?;
    case.finish().await?;
    Ok(())
}

async fn note(case: &Case, viewer: &Viewer, act: &str) -> Result<()> {
    let entry = Act {
        at: case.now,
        actor: viewer.account_id(),
        act,
        subject: &case.thread.number,
        detail: "",
    };
    audit::append(&case.tx, entry).await
}

/// What was given back is written on in another form, whose name its photos and files take.
///
/// # Errors
/// What the database says.
pub async fn resume(
    app: &App,
    viewer: &Viewer,
    draft: &answer_draft::Model,
    form_id: &str,
) -> Result<()> {
    let mine = Some(draft.account_id) == viewer.account_id();
    let Some(to) = uploads::form_key(app, form_id).filter(|_| mine) else {
        return Ok(());
    };
    let Some(from) = draft.form_key.as_ref().filter(|from| **from != to) else {
        return Ok(());
    };
    let tx = app.store.begin().await?;
    drafts::rename_form(&tx, draft.id, from, &to).await?;
    tx.commit().await
}

/// Sets that a unit's answers need a superior's release, or lifts it. What waits stays waiting.
///
/// # Errors
/// [`Error::NotFound`] for no such unit; forbidden for who is neither its head nor an admin.
pub async fn set_rule(app: &App, viewer: &Viewer, slug: &str, on: bool) -> Result<()> {
    let city = app.city().await?;
    if !policy::could(Action::SetRelease, viewer) {
        return Err(policy::refused(Action::SetRelease, viewer));
    }
    let unit = city.directory.unit_by_slug(slug).ok_or(Error::NotFound)?;
    let subject = Subject {
        unit: Some(unit.id),
        own: false,
    };
    if !policy::may(Action::SetRelease, viewer, &subject) {
        return Err(policy::refused(Action::SetRelease, viewer));
    }
    let now = app.now();
    let tx = app.store.begin().await?;
    let by = viewer.account_id();
    if drafts::set_rule(&tx, unit.id, on, by, now).await? {
        let entry = Act {
            at: now,
            actor: by,
            act: "release rule",
            subject: &unit.slug,
            detail: if on { "on" } else { "off" },
        };
        audit::append(&tx, entry).await?;
    }
    tx.commit().await
}
