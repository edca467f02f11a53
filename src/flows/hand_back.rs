//! Somebody works for a unit no more: their open cases are anybody's of the unit again, and what they
//! wrote that waits for a release, or was given back, is kept as a note on its case.

use super::case::{Actor, Case, blank_post};
use crate::app::City;
use crate::domain::error::{Error, Result};
use crate::domain::ids::PostId;
use crate::domain::release::DraftState;
use crate::domain::thread::{PostKind, Step};
use crate::domain::time::Instant;
use crate::store::entity::{account, answer_draft, role_grant};
use crate::store::{Tx, accounts, drafts, merges, posts, threads};
use crate::text::markdown;
use std::sync::Arc;

/// What was left.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// How many cases went back.
    pub cases: usize,
    /// The cases of which an answer was set aside.
    pub answers: Vec<String>,
}

/// Hands back what somebody had under a role that has just ended, where no other role of their own
/// lets them work. A role that an absence lends is none: it ends by itself.
///
/// # Errors
/// What the database says.
pub(super) async fn all(
    tx: Tx,
    city: &Arc<City>,
    ended: &role_grant::Model,
    now: Instant,
) -> Result<(Tx, Left)> {
    let mut left = Left::default();
    let Some(unit) = ended.unit_id.filter(|_| ended.role.works_cases()) else {
        return Ok((tx, left));
    };
    let held = accounts::grants_of(&*tx, ended.account_id).await?;
    let others: Vec<_> = held
        .into_iter()
        .filter(|g| g.role.works_cases())
        .filter_map(|g| g.unit_id)
        .collect();
    let units = city.directory.beyond(unit, &others);
    let writer = accounts::by_id(&*tx, ended.account_id)
        .await?
        .ok_or(Error::NotFound)?;
    // Joining locks two cases as well.
    merges::one_at_a_time(&tx).await?;
    let mut tx = tx;
    for number in threads::held_by(&*tx, writer.id, &units).await? {
        let Some(thread) = threads::for_update(&tx, &number).await? else {
            continue;
        };
        // It may have gone elsewhere before it was locked.
        if !units.contains(&thread.unit_id) {
            continue;
        }
        let opener = posts::opener(&*tx, thread.id).await?;
        let mut case = Case::of_service(tx, thread, opener, city.clone(), now);
        if case.thread.assigned_to == Some(writer.id) && case.thread.status.is_open() {
            case.step(Step::HandBack, Actor::Service, "").await?;
            case.thread.assigned_to = None;
            left.cases += 1;
        }
        let waiting = drafts::open_by(&*case.tx, case.thread.id, writer.id).await?;
        if !waiting.is_empty() {
            left.answers.push(number);
        }
        for draft in waiting {
            set_aside(&mut case, &writer, ended, draft).await?;
        }
        (tx, _) = case.settle().await?;
    }
    Ok((tx, left))
}

/// Takes an answer out of the queue; its words stay as a note of its writer.
async fn set_aside(
    case: &mut Case,
    writer: &account::Model,
    ended: &role_grant::Model,
    draft: answer_draft::Model,
) -> Result<()> {
    let (id, dropped) = (draft.id, DraftState::Dropped);
    drafts::decide(&case.tx, id, dropped, &draft.note, None, case.now).await?;
    let mut note = blank_post(PostId::new(), case.thread.id, PostKind::Note, case.now);
    // By this the note is told apart: it says that it was to be an answer.
    note.step = Some(Step::HandBack);
    note.label.clone_from(&writer.name);
    note.position.clone_from(&ended.position);
    let unit = case.city.directory.unit(draft.unit_id);
    note.unit_name = unit.map_or_else(String::new, |u| u.name.clone());
    note.shown = markdown::render(&draft.body);
    note.body = draft.body;
    posts::insert(&mut case.tx, note, Some((Some(writer.id), None))).await
}
