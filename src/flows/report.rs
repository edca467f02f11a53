//! Anyone reports a post against a published rule; once a person and post.

use super::case::Case;
use super::words;
use crate::app::App;
use crate::domain::desk::{ItemKind, NewItem, Reason, Thing};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{PostId, ReportId};
use crate::domain::message::Message;
use crate::domain::moderation::{BURST_MS, ReportState, Rule};
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::record as measure;
use crate::domain::thread::{PostKind, PostVisibility, Visibility};
use crate::store::entity::report;
use crate::store::{moderation, posts, queue, record as figures};

/// Reports a post. `false` if this person had reported it before.
///
/// # Errors
/// [`Error::Invalid`] at `rule` or `note`; [`Error::NotFound`] if the post is not in the thread
/// or not to be seen.
pub async fn report(
    app: &App,
    viewer: &Viewer,
    number: &str,
    post: &str,
    rule: &str,
    note: &str,
) -> Result<bool> {
    let mut case = Case::lock(app, viewer, number, Action::Report)
        .await?
        .in_view()?;
    // A confidential thread's readers are its unit and the moderators: there is no one to report to.
    if case.thread.visibility != Visibility::Public {
        return Err(Error::NotFound);
    }
    let post = PostId::parse(post).ok_or(Error::NotFound)?;
    let post = posts::by_id(&*case.tx, post)
        .await?
        .filter(|p| {
            p.thread_id == case.thread.id
                && matches!(
                    p.kind,
                    PostKind::Citizen | PostKind::Official | PostKind::Question
                )
                && p.visibility == PostVisibility::Public
        })
        .ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::default();
    let note = words::optional_line(&mut errors, "note", note, words::NOTE_MAX);
    let Some(rule) = Rule::parse(rule) else {
        errors.add("rule", Message::new("fault-choose"));
        return Err(Error::Invalid(errors));
    };
    errors.into_result()?;
    let reporter = app
        .supporter(viewer)
        .ok_or(Error::Conflict("conflict-cookie"))?;
    let record = moderation::record_of(&*case.tx, &reporter).await?;
    let model = report::Model {
        id: ReportId::new(),
        thread_id: case.thread.id,
        post_id: post.id,
        rule,
        note: note.clone(),
        reporter,
        state: ReportState::Open,
        created_ms: case.now,
        closed_by: None,
    };
    let new = moderation::insert_report(&mut case.tx, model).await?;
    if new {
        let burst = moderation::is_burst(&*case.tx, post.id, case.now.plus_ms(-BURST_MS)).await?;
        let mut reasons = vec![Reason::Reports];
        if record.is_unreliable() {
            reasons.push(Reason::UnreliableReports);
        }
        if burst {
            reasons.push(Reason::ReportBurst);
        }
        // A flood of reports is no argument: it brings a post forward no further.
        let weight = if burst { 0 } else { record.weight(rule) };
        let month = app.day(case.now);
        let counts = vec![measure::one(measure::REPORTS)];
        figures::add(&case.tx, month.get(..7).unwrap_or_default(), counts).await?;
        let item = NewItem {
            thing: Thing::Post {
                thread: case.thread.id,
                post: post.id,
            },
            kind: ItemKind::Reported,
            unit: case.thread.unit_id,
            reasons,
            weight,
            detail: note,
            since: case.now,
        };
        queue::enqueue(&case.tx, item).await?;
    }
    case.tx.commit().await?;
    Ok(new)
}
