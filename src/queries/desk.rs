//! The moderators' desk: the queue, and one post with all that is needed to decide on it.

use super::thread::{PhotoView, PostView, photos_of, view};
use crate::app::App;
use crate::domain::desk::{self, ItemKind, Reason};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{
    AccountId, ActionId, AppealId, PostId, QueueItemId, RatingId, ThreadId, UnitId,
};
use crate::domain::moderation::{self as rules, Decision, Rule, State};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::rating::Answers;
use crate::domain::thread::{Appear, PostKind, PostVisibility, Status, Visibility};
use crate::domain::time::Instant;
use crate::store::entity::{moderation_action, queue_item, thread};
use crate::store::queue::{self, Place};
use crate::store::{appeals, moderation, posts, ratings, threads};

pub use crate::store::queue::COUNTED;

/// Items on a page of the queue.
const A_PAGE: usize = 20;
/// Decisions that are offered for taking back.
const RECENT: u64 = 5;
/// Posts before the one in question that are shown with it, and earlier decisions.
const CONTEXT: u64 = 3;
const EARLIER: u64 = 10;

/// Who has an item for now.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub mine: bool,
    pub until: Instant,
}

/// A rating in doubt.
#[derive(Clone, Debug)]
pub struct RatingView {
    pub id: RatingId,
    pub day: String,
    pub answers: Answers,
    pub excluded: bool,
}

/// An appeal, and what it is against.
#[derive(Clone, Debug)]
pub struct AppealView {
    pub id: AppealId,
    /// What the author says, as they wrote it.
    pub body: String,
    pub decision: Decision,
    pub rule: Option<Rule>,
    pub note: String,
    pub decided: Instant,
    /// The viewer took the decision, so another decides this.
    pub mine: bool,
}

/// Something that waits.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: QueueItemId,
    pub kind: ItemKind,
    /// Empty for ratings.
    pub number: String,
    pub title: String,
    pub unit: String,
    pub service: String,
    pub post: Option<PostId>,
    pub opening: bool,
    pub appear: Appear,
    pub label: String,
    /// Safe HTML.
    pub html: String,
    pub photos: Vec<PhotoView>,
    pub reasons: Vec<Reason>,
    pub detail: String,
    /// Rules that were reported, and how often.
    pub rules: Vec<(Rule, i64)>,
    pub n: i64,
    pub since: Instant,
    /// By when a moderator must have verified a held thread.
    pub due: Option<Instant>,
    /// The viewer's own, of their own unit, or their own decision: another must decide.
    pub barred: bool,
    pub claimed: Option<Claimed>,
    pub rating: Option<RatingView>,
    pub appeal: Option<AppealView>,
}

/// A decision that its moderator may still take back.
#[derive(Clone, Debug)]
pub struct Recent {
    pub id: ActionId,
    pub decision: Decision,
    /// Empty for ratings.
    pub number: String,
    pub until: Instant,
}

#[derive(Clone, Debug)]
pub struct Queue {
    pub kind: Option<ItemKind>,
    pub counts: Vec<(ItemKind, i64)>,
    pub items: Vec<Item>,
    pub next: Option<Place>,
    pub first_page: bool,
    pub recent: Vec<Recent>,
}

fn allowed(viewer: &Viewer) -> Result<AccountId> {
    if !policy::could(Action::SeeModeration, viewer) {
        return Err(policy::refused(Action::SeeModeration, viewer));
    }
    viewer.account_id().ok_or(Error::SignInNeeded)
}

/// A page of the queue.
///
/// # Errors
/// Forbidden or sign-in needed for who is no moderator.
pub async fn queue(
    app: &App,
    viewer: &Viewer,
    kind: Option<ItemKind>,
    after: Option<Place>,
) -> Result<Queue> {
    let me = allowed(viewer)?;
    let db = app.store.read();
    let mut rows = queue::page(db, kind, after, A_PAGE as u64 + 1).await?;
    let more = rows.len() > A_PAGE;
    rows.truncate(A_PAGE);
    let next = rows.last().filter(|_| more).map(|i| (i.rank_ms, i.id));
    let since = app.now().plus_ms(-app.config.undo_ms);
    let decided = moderation::recent_of(db, me, since, RECENT).await?;
    let mut ids: Vec<ThreadId> = rows.iter().filter_map(|i| i.thread_id).collect();
    ids.extend(decided.iter().filter_map(|a| a.thread_id));
    let known = threads::of_ids(db, &ids).await?;
    let recent = decided
        .into_iter()
        .map(|a| Recent {
            id: a.id,
            decision: a.decision,
            number: number_of(&known, a.thread_id),
            until: a.created_ms.plus_ms(app.config.undo_ms),
        })
        .collect();
    Ok(Queue {
        kind,
        counts: queue::counts(db).await?,
        items: items(app, viewer, rows, &known).await?,
        next,
        first_page: after.is_none(),
        recent,
    })
}

fn number_of(known: &[thread::Model], id: Option<ThreadId>) -> String {
    known
        .iter()
        .find(|t| Some(t.id) == id)
        .map_or_else(String::new, |t| t.number.clone())
}

/// Rows of the queue with what they are about.
async fn items(
    app: &App,
    viewer: &Viewer,
    rows: Vec<queue_item::Model>,
    known: &[thread::Model],
) -> Result<Vec<Item>> {
    let (db, now) = (app.store.read(), app.now());
    let city = app.city().await?;
    let writers = queue::writers(db, &rows).await?;
    let ids: Vec<PostId> = rows.iter().filter_map(|i| i.post_id).collect();
    let found = posts::of_ids(db, &ids).await?;
    let pictured = photos_of(app, &ids).await?;
    let reported = moderation::open_rules(db, &ids).await?;
    let rating_ids: Vec<RatingId> = rows.iter().filter_map(|i| i.rating_id).collect();
    let rated = ratings::of_ids(db, &rating_ids).await?;
    let views = appeal_views(app, viewer, &rows).await?;
    let me = viewer.account_id();
    Ok(rows
        .into_iter()
        .map(|i| {
            let subject = Subject {
                unit: Some(i.unit_id),
                own: writers.wrote(&i, me),
            };
            let t = known.iter().find(|t| Some(t.id) == i.thread_id);
            let p = found.iter().find(|p| Some(p.id) == i.post_id);
            let r = rated.iter().find(|r| Some(r.id) == i.rating_id);
            let service = t.map(|t| t.service_id).or(r.map(|r| r.service_id));
            let unit = city.directory.unit(i.unit_id);
            Item {
                id: i.id,
                kind: i.kind,
                number: t.map_or_else(String::new, |t| t.number.clone()),
                title: t.map_or_else(String::new, |t| t.title.clone()),
                unit: unit.map_or_else(String::new, |u| u.short_name.clone()),
                service: service
                    .and_then(|s| city.directory.service(s))
                    .map_or_else(String::new, |s| s.name.clone()),
                post: i.post_id,
                opening: p.is_some_and(|p| p.opening),
                appear: match p {
                    Some(p) if !p.by_author => Appear::Anonymous,
                    _ => t.map_or(Appear::Anonymous, |t| t.appear),
                },
                label: p.map_or_else(String::new, |p| p.label.clone()),
                html: p.map_or_else(String::new, |p| p.shown.clone()),
                // Two items may be about one post.
                photos: p
                    .and_then(|p| pictured.get(&p.id).cloned())
                    .unwrap_or_default(),
                reasons: desk::parse_reasons(&i.reasons),
                rules: reported
                    .iter()
                    .filter(|(post, _, _)| i.kind == ItemKind::Reported && Some(*post) == i.post_id)
                    .map(|(_, rule, n)| (*rule, *n))
                    .collect(),
                detail: i.detail,
                n: i.n,
                since: i.since_ms,
                due: t
                    .filter(|t| t.visibility == Visibility::Held && i.kind == ItemKind::Held)
                    .and_then(|t| t.due_ms),
                barred: !policy::may_decide(viewer, &subject, i.not_by),
                claimed: match (i.claimed_by, i.claimed_until_ms) {
                    (Some(by), Some(until)) if now < until => Some(Claimed {
                        mine: Some(by) == me,
                        until,
                    }),
                    _ => None,
                },
                rating: r.map(|r| RatingView {
                    id: r.id,
                    day: r.day.clone(),
                    answers: ratings::answers(r),
                    excluded: r.excluded,
                }),
                appeal: views.iter().find(|a| Some(a.id) == i.appeal_id).cloned(),
            }
        })
        .collect())
}

async fn appeal_views(
    app: &App,
    viewer: &Viewer,
    rows: &[queue_item::Model],
) -> Result<Vec<AppealView>> {
    let db = app.store.read();
    let ids: Vec<AppealId> = rows.iter().filter_map(|i| i.appeal_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = appeals::of_ids(db, &ids).await?;
    let against: Vec<ActionId> = found.iter().map(|a| a.action_id).collect();
    let actions = moderation::actions(db, &against).await?;
    Ok(found
        .into_iter()
        .filter_map(|a| {
            let action = actions.iter().find(|m| m.id == a.action_id)?;
            Some(AppealView {
                id: a.id,
                body: a.body,
                decision: action.decision,
                rule: action.rule,
                note: action.note.clone(),
                decided: action.created_ms,
                mine: viewer.account_id() == Some(action.moderator_id),
            })
        })
        .collect())
}

/// An earlier decision on the same post.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub decision: Decision,
    pub rule: Option<Rule>,
    pub at: Instant,
}

/// A post with all that is needed to decide on it.
#[derive(Clone, Debug)]
pub struct Review {
    pub number: String,
    pub title: String,
    pub unit: String,
    pub unit_id: UnitId,
    pub service: String,
    pub status: Status,
    pub visibility: Visibility,
    pub appear: Appear,
    pub locked: bool,
    pub post: PostView,
    /// Who sees the post.
    pub shown: PostVisibility,
    /// What stands before it, oldest first; the thread's opening is the first.
    pub before: Vec<PostView>,
    /// What is asked about it.
    pub items: Vec<Item>,
    pub earlier: Vec<Earlier>,
    /// What may be decided now; empty if the viewer may not.
    pub offered: Vec<Decision>,
    /// The author can be held to a sanction: they have an account.
    pub has_account: bool,
    pub barred: bool,
    /// Where the case may be moved: `unit-slug/service-slug`, and how it is called.
    pub places: Vec<(String, String)>,
}

/// What a moderator sees of a post, whether or not readers do.
fn bare(p: crate::store::entity::post::Model, photos: Vec<PhotoView>) -> PostView {
    let html = p.shown.clone();
    PostView {
        html,
        hidden: false,
        ..view(p, photos)
    }
}

/// # Errors
/// [`Error::NotFound`] if there is no such post.
pub async fn review(app: &App, viewer: &Viewer, post: &str) -> Result<Review> {
    let me = allowed(viewer)?;
    let db = app.store.read();
    let id = PostId::parse(post).ok_or(Error::NotFound)?;
    let post = posts::by_id(db, id)
        .await?
        .filter(|p| matches!(p.kind, PostKind::Citizen | PostKind::Official))
        .ok_or(Error::NotFound)?;
    let t = threads::by_id(db, post.thread_id)
        .await?
        .ok_or(Error::NotFound)?;
    let open = queue::open_of(db, id).await?;
    let waits = |kind| open.iter().any(|i| i.kind == kind);
    let opener = posts::opener(db, t.id).await?.and_then(|o| o.account_id);
    let author = posts::author_of(db, id)
        .await?
        .and_then(|a| a.account_id)
        .or(opener.filter(|_| post.by_author));
    let own = author == Some(me) || opener == Some(me);
    let subject = Subject {
        unit: Some(t.unit_id),
        own,
    };
    let barred = !policy::may(Action::Decide, viewer, &subject);
    let mut before = posts::before(db, &post, CONTEXT).await?;
    before.reverse();
    if !post.opening
        && !before.iter().any(|p| p.opening)
        && let Some(opening) = posts::opening(db, t.id).await?
    {
        before.insert(0, opening);
    }
    let mut pictured: Vec<PostId> = before.iter().map(|p| p.id).collect();
    pictured.push(id);
    let mut photos = photos_of(app, &pictured).await?;
    let decided = moderation::of_post(db, id, EARLIER).await?;
    let made: Vec<ActionId> = decided.iter().map(|a| a.id).collect();
    let now = app.now();
    let sanctioned = appeals::sanctions_by(db, &made)
        .await?
        .iter()
        .any(|s| s.lifted_ms.is_none() && s.ends_ms.is_none_or(|end| now < end));
    let masked = !moderation::masks_of(db, id).await?.is_empty();
    let offered = if barred {
        Vec::new()
    } else {
        rules::offered(&State {
            thread: t.visibility,
            post: post.visibility,
            opening: post.opening,
            citizen: post.kind == PostKind::Citizen,
            reported: waits(ItemKind::Reported),
            doubted: waits(ItemKind::Doubt),
            masked,
            locked: t.locked,
            has_account: author.is_some(),
            sanctioned,
        })
    };
    let places = if offered.contains(&Decision::Move) {
        places(app, &t).await?
    } else {
        Vec::new()
    };
    let city = app.city().await?;
    let unit = city.directory.unit(t.unit_id);
    let service = city.directory.service(t.service_id);
    let known = [t.clone()];
    Ok(Review {
        items: items(app, viewer, open, &known).await?,
        earlier: decided.iter().map(earlier).collect(),
        shown: post.visibility,
        post: bare(post, photos.remove(&id).unwrap_or_default()),
        before: before
            .into_iter()
            .map(|p| {
                let of_it = photos.remove(&p.id).unwrap_or_default();
                bare(p, of_it)
            })
            .collect(),
        unit: unit.map_or_else(String::new, |u| u.name.clone()),
        unit_id: t.unit_id,
        service: service.map_or_else(String::new, |s| s.name.clone()),
        number: t.number,
        title: t.title,
        status: t.status,
        visibility: t.visibility,
        appear: t.appear,
        locked: t.locked,
        offered,
        has_account: author.is_some(),
        barred,
        places,
    })
}

fn earlier(a: &moderation_action::Model) -> Earlier {
    Earlier {
        decision: a.decision,
        rule: a.rule,
        at: a.created_ms,
    }
}

/// Every other service of the city.
async fn places(app: &App, t: &thread::Model) -> Result<Vec<(String, String)>> {
    let city = app.city().await?;
    let directory = &city.directory;
    Ok(directory
        .units
        .iter()
        .filter(|u| u.active)
        .flat_map(|u| directory.services_of(u.id).map(move |s| (u, s)))
        .filter(|(_, s)| s.id != t.service_id)
        .map(|(u, s)| {
            let path = format!("{}/{}", u.slug, s.slug);
            (path, format!("{} · {}", u.short_name, s.name))
        })
        .collect())
}
