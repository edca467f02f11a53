//! Joining a thread to another about the same thing, and parting them again. Supporters and the
//! author move along; both addresses keep working; the words stay where they were written.

use super::case::{Actor, Case, blank_post};
use super::letters;
use super::transfer::{actor, mover};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::message::Message;
use crate::domain::notice::Notice;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::{PostKind, Status, Step, Visibility, is_number};
use crate::domain::time::Instant;
use crate::store::entity::{thread, thread_merge};
use crate::store::{Tx, merges, posts, threads};

/// The number that was typed: as it is, or at the end of an address.
fn number_of(typed: &str) -> Option<String> {
    let path = typed.trim().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or(path);
    let number = last.split(['?', '#']).next().unwrap_or(last).to_uppercase();
    is_number(&number).then_some(number)
}

/// Joins a thread to another of the same unit; a coordinator joins any. Both must be public.
///
/// # Errors
/// [`Error::Invalid`] at `into` for a thread that it can't be joined to: none of this number, the
/// same, one that is joined itself, not public, another unit's.
pub async fn merge(app: &App, viewer: &Viewer, number: &str, into: &str) -> Result<()> {
    let mut case = Case::lock(app, viewer, number, Action::Merge)
        .await?
        .in_view()?;
    let fault = |key| {
        let mut errors = FieldErrors::default();
        errors.add("into", Message::new(key));
        Err(Error::Invalid(errors))
    };
    if case.thread.visibility != Visibility::Public {
        return Err(Error::Conflict("conflict-not-public"));
    }
    let Some(into) = number_of(into) else {
        return fault("fault-merge-number");
    };
    if into == case.thread.number {
        return fault("fault-merge-self");
    }
    let Some(mut target) = threads::for_update(&case.tx, &into).await? else {
        return fault("fault-merge-none");
    };
    if target.visibility != Visibility::Public {
        return fault("fault-merge-none");
    }
    let subject = Subject {
        unit: Some(target.unit_id),
        own: false,
    };
    if !policy::may(Action::Merge, viewer, &subject) {
        return fault("fault-merge-unit");
    }
    if target.status == Status::Merged {
        return fault("fault-merge-merged");
    }
    let (name, position, unit) = mover(&case, viewer)?;
    let was = case.thread.status;
    case.step(Step::Merge, actor(&name, &position, &unit), &target.number)
        .await?;
    let merge = thread_merge::Model {
        source_id: case.thread.id,
        target_id: target.id,
        into_id: target.id,
        at_ms: case.now,
        was,
        listed_ms: case.thread.listed_ms.take(),
    };
    case.thread.closed_ms = Some(case.now);
    merges::join(&mut case.tx, merge).await?;
    target.supports += merges::support_along(&case.tx, case.thread.id, target.id, case.now).await?;
    let asker = posts::opener(&*case.tx, target.id).await?;
    if let Some(opener) = &case.opener
        && let Some(key) = app.supporter_of(opener)
        && asker.as_ref().and_then(|a| app.supporter_of(a)) != Some(key.clone())
    {
        target.supports += merges::support_one(&case.tx, target.id, &key, case.now).await?;
    }
    note(
        &mut case,
        &mut target,
        Step::Join,
        (&name, &position, &unit),
    )
    .await?;
    let notice = Notice::Merged {
        number: case.thread.number.clone(),
        title: case.thread.title.clone(),
        into: target.number.clone(),
        into_title: target.title.clone(),
    };
    let cause = format!("{} {}", case.thread.number, case.now.0);
    let opener = case.opener.as_ref();
    letters::to_author(&case.tx, case.thread.id, opener, &cause, notice, case.now).await?;
    threads::save(&mut case.tx, target).await?;
    case.finish().await?;
    Ok(())
}

/// A line in the other thread's timeline that names this one.
async fn note(
    case: &mut Case,
    target: &mut thread::Model,
    step: Step,
    (name, position, unit): (&str, &str, &str),
) -> Result<()> {
    let mut entry = blank_post(PostId::new(), target.id, PostKind::Status, case.now);
    entry.step = Some(step);
    entry.detail.clone_from(&case.thread.number);
    if let Actor::Staff {
        name,
        position,
        unit,
    } = actor(name, position, unit)
    {
        entry.label = name.to_owned();
        entry.position = position.to_owned();
        entry.unit_name = unit.to_owned();
    }
    target.active_ms = case.now;
    posts::insert(&mut case.tx, entry, None).await
}

/// Parts a thread from the one that it was joined to: it is what it was before, with the limit it
/// had.
///
/// # Errors
/// [`Error::Conflict`] unless it is joined.
pub async fn part(app: &App, viewer: &Viewer, number: &str) -> Result<()> {
    let mut case = Case::lock(app, viewer, number, Action::Merge)
        .await?
        .in_view()?;
    let merge = merges::of_source(&*case.tx, case.thread.id)
        .await?
        .filter(|_| case.thread.status == Status::Merged)
        .ok_or(Error::Conflict("conflict-not-merged"))?;
    let mut target = lock(&case.tx, merge.into_id).await?;
    let (name, position, unit) = mover(&case, viewer)?;
    case.step(Step::Part, actor(&name, &position, &unit), &target.number)
        .await?;
    // A case that somebody had taken, or that had been answered, is so again.
    case.thread.status = merge.was;
    if !case.thread.status.is_open() {
        case.thread.closed_ms = case.thread.answered_ms.or(case.thread.closed_ms);
    } else {
        case.thread.closed_ms = None;
    }
    case.thread.listed_ms = merge.listed_ms;
    merges::part(&mut case.tx, case.thread.id).await?;
    recount(app, &case.tx, &mut target, merge.at_ms).await?;
    note(
        &mut case,
        &mut target,
        Step::Part,
        (&name, &position, &unit),
    )
    .await?;
    let mut last = target.id;
    threads::save(&mut case.tx, target).await?;
    // Those to which that one was joined in turn.
    while let Some(next) = merges::of_source(&*case.tx, last).await? {
        let mut above = lock(&case.tx, next.into_id).await?;
        recount(app, &case.tx, &mut above, next.at_ms).await?;
        last = above.id;
        threads::save(&mut case.tx, above).await?;
    }
    case.finish().await?;
    Ok(())
}

async fn lock(tx: &Tx, id: ThreadId) -> Result<thread::Model> {
    let number = threads::by_id(&**tx, id)
        .await?
        .ok_or(Error::NotFound)?
        .number;
    threads::for_update(tx, &number)
        .await?
        .ok_or(Error::NotFound)
}

/// Counts a thread's supporters anew after something that came along at this moment has left. Who came
/// along with another thread as well still counts.
async fn recount(app: &App, tx: &Tx, target: &mut thread::Model, at: Instant) -> Result<()> {
    target.supports -= merges::support_back(tx, target.id, at).await?;
    target.supports += merges::support_of_joined(tx, target.id).await?;
    let asker = posts::opener(&**tx, target.id).await?;
    let own = asker.as_ref().and_then(|a| app.supporter_of(a));
    for (opener, at) in merges::direct_openers(&**tx, target.id).await? {
        if let Some(key) = app
            .supporter_of(&opener)
            .filter(|k| Some(k) != own.as_ref())
        {
            target.supports += merges::support_one(tx, target.id, &key, at).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_addresses_too() {
        let number = Some("SWL-2026-00042".to_owned());
        for typed in [
            "SWL-2026-00042",
            " swl-2026-00042 ",
            "https://palanta.test/utas/SWL-2026-00042/",
            "/utas/SWL-2026-00042?sesudah=1#x",
        ] {
            assert_eq!(number_of(typed), number, "{typed}");
        }
        for typed in ["", "/", "42", "utas", "SWL-2026-00042 ; DROP"] {
            assert_eq!(number_of(typed), None, "{typed}");
        }
    }
}
