//! The moderators' queue, and the public log.

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::{ActionId, PostId, ThreadId};
use crate::domain::moderation::{Decision, Rule};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::Appear;
use crate::domain::time::Instant;
use crate::store::{moderation, posts, threads};

/// Rows of each part of the queue, and of the log, on a page.
const A_PAGE: usize = 20;

/// A thread that waits to be published.
#[derive(Clone, Debug)]
pub struct Held {
    pub number: String,
    pub title: String,
    pub unit: String,
    pub service: String,
    pub appear: Appear,
    pub label: String,
    pub post: PostId,
    /// Safe HTML.
    pub html: String,
    pub at: Instant,
    /// By when a moderator must have verified it.
    pub due: Option<Instant>,
    /// The viewer's own, or of their own unit: another moderator must decide.
    pub barred: bool,
}

/// A post with open reports.
#[derive(Clone, Debug)]
pub struct Reported {
    pub number: String,
    pub title: String,
    pub unit: String,
    pub post: PostId,
    pub label: String,
    pub html: String,
    pub rules: Vec<Rule>,
    pub notes: String,
    pub n: i64,
    pub first: Instant,
    pub barred: bool,
}

#[derive(Clone, Debug)]
pub struct Queue {
    /// How many wait in all.
    pub held_n: i64,
    pub held: Vec<Held>,
    pub held_next: Option<ThreadId>,
    /// How many posts have open reports in all.
    pub reported_n: i64,
    pub reported: Vec<Reported>,
    pub reported_next: Option<(Instant, PostId)>,
}

/// # Errors
/// Forbidden or sign-in needed for who is no moderator.
pub async fn queue(
    app: &App,
    viewer: &Viewer,
    held_after: Option<ThreadId>,
    reported_after: Option<(Instant, PostId)>,
) -> Result<Queue> {
    if !policy::could(Action::SeeModeration, viewer) {
        return Err(policy::refused(Action::SeeModeration, viewer));
    }
    let city = app.city().await?;
    let db = app.store.read();
    let size = A_PAGE as u64 + 1;
    let mut held = threads::held(db, held_after, size).await?;
    let held_more = held.len() > A_PAGE;
    held.truncate(A_PAGE);
    let ids: Vec<ThreadId> = held.iter().map(|t| t.id).collect();
    let openings = posts::openings(db, &ids).await?;
    let mut reported = moderation::reported(db, reported_after, size).await?;
    let reported_more = reported.len() > A_PAGE;
    reported.truncate(A_PAGE);
    let reported_ids: Vec<PostId> = reported.iter().map(|r| r.post_id).collect();
    let authors = posts::authors_of(db, &reported_ids).await?;
    let unit_name = |id| {
        city.directory
            .unit(id)
            .map_or_else(String::new, |u| u.short_name.clone())
    };
    let me = viewer.account_id();
    let barred = |unit, author: Option<crate::domain::ids::AccountId>| {
        let subject = Subject {
            unit: Some(unit),
            own: author.is_some() && author == me,
        };
        !policy::may(Action::Decide, viewer, &subject)
    };
    let (held_n, reported_n) = moderation::counts(db).await?;
    Ok(Queue {
        held_n,
        reported_n,
        held_next: held.last().filter(|_| held_more).map(|t| t.id),
        reported_next: reported
            .last()
            .filter(|_| reported_more)
            .map(|r| (r.first_ms, r.post_id)),
        held: held
            .into_iter()
            .filter_map(|t| {
                let (post, author) = openings.iter().find(|(p, _)| p.thread_id == t.id)?;
                Some(Held {
                    unit: unit_name(t.unit_id),
                    service: city
                        .directory
                        .service(t.service_id)
                        .map_or_else(String::new, |s| s.name.clone()),
                    barred: barred(t.unit_id, *author),
                    number: t.number,
                    title: t.title,
                    appear: t.appear,
                    label: t.author_label,
                    post: post.id,
                    html: post.shown.clone(),
                    at: t.created_ms,
                    due: t.due_ms,
                })
            })
            .collect(),
        reported: reported
            .into_iter()
            .map(|r| Reported {
                unit: unit_name(r.unit_id),
                barred: barred(
                    r.unit_id,
                    authors
                        .iter()
                        .find(|a| a.post_id == r.post_id)
                        .and_then(|a| a.account_id),
                ),
                rules: r.rules.split(',').filter_map(Rule::parse).collect(),
                number: r.number,
                title: r.title,
                post: r.post_id,
                label: r.label,
                html: r.shown,
                notes: r.notes,
                n: r.n,
                first: r.first_ms,
            })
            .collect(),
    })
}

/// A line of the public log.
#[derive(Clone, Debug)]
pub struct LogLine {
    pub decision: Decision,
    pub rule: Option<Rule>,
    pub at: Instant,
    pub number: String,
    pub unit: String,
    pub unit_slug: String,
    /// The whole thread, or a post in it.
    pub whole: bool,
}

/// A page of the public log, newest first, and where the next begins.
pub async fn log(
    app: &App,
    before: Option<(Instant, ActionId)>,
) -> Result<(Vec<LogLine>, Option<(Instant, ActionId)>)> {
    let city = app.city().await?;
    let mut rows = moderation::log(app.store.read(), before, A_PAGE as u64 + 1).await?;
    let more = rows.len() > A_PAGE;
    rows.truncate(A_PAGE);
    let next = rows.last().filter(|_| more).map(|r| (r.created_ms, r.id));
    let lines = rows
        .into_iter()
        .map(|r| {
            let unit = city.directory.unit(r.unit_id);
            LogLine {
                decision: r.decision,
                rule: r.rule,
                at: r.created_ms,
                number: r.number,
                unit: unit.map_or_else(String::new, |u| u.short_name.clone()),
                unit_slug: unit.map_or_else(String::new, |u| u.slug.clone()),
                whole: r.opening,
            }
        })
        .collect();
    Ok((lines, next))
}
