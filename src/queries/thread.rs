//! A thread's page: what everyone sees of it, kept in memory and shared; and what it is to one viewer.

use super::{cards, following};
use crate::app::{App, City};
use crate::domain::deadline::ClockState;
use crate::domain::decline::Ground;
use crate::domain::error::{Error, Result};
use crate::domain::following::{Every, Target};
use crate::domain::ids::{PhotoId, PostId, ScheduleId, ThreadId};
use crate::domain::lang::Lang;
use crate::domain::moderation::Rule;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action, Standing};
use crate::domain::schedule::{self, ScheduleState};
use crate::domain::screening::{Reason, reasons};
use crate::domain::sentiment::Reading;
use crate::domain::thread::{
    Appear, Kind, PostKind, PostVisibility, REOPEN_DAYS, Status, Step, Visibility, may_be_number,
};
use crate::domain::time::{DAY_MS, Instant};
use crate::store::entity::{post, thread};
use crate::store::generations::{Kept, Tag};
use crate::store::{
    files, merges, moderation, photos, posts, schedules, screening, threads, uploads,
};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// New entries that are counted for who comes back by their code.
const NEW: u64 = 100;

/// Posts on a page of a thread.
pub const POSTS_A_PAGE: usize = 40;

/// A post as readers see it. The text of a hidden one is not even here.
#[derive(Clone, Debug)]
pub struct PostView {
    pub id: PostId,
    pub kind: PostKind,
    pub opening: bool,
    pub by_author: bool,
    /// Empty for anonymous authors.
    pub label: String,
    pub position: String,
    pub unit_name: String,
    pub step: Option<Step>,
    pub detail: String,
    /// On what ground it was declined.
    pub ground: Option<Ground>,
    /// Safe HTML.
    pub html: String,
    /// Of a citizen's post: what was read from it.
    pub reading: Option<Reading>,
    pub hidden: bool,
    pub hidden_rule: Option<Rule>,
    pub photos: Vec<PhotoView>,
    pub files: Vec<FileView>,
    pub at: Instant,
    /// When it was last changed.
    pub edited: Option<Instant>,
}

/// A file of an official answer.
#[derive(Clone, Debug)]
pub struct FileView {
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// The last part of its address.
    pub hash: String,
}

/// A photo of a post. One that a moderator hid has no description any more.
#[derive(Clone, Debug)]
pub struct PhotoView {
    pub id: PhotoId,
    pub alt: String,
    /// The addresses' last parts: of the picture, and of its small form with its size in pixels.
    pub full: String,
    pub small: String,
    pub width: i64,
    pub height: i64,
    pub hidden: bool,
    pub hidden_rule: Option<Rule>,
}

/// A thread's page without anything personal.
#[derive(Clone, Debug)]
pub struct ThreadPage {
    pub id: ThreadId,
    pub unit_id: crate::domain::ids::UnitId,
    pub number: String,
    pub kind: Kind,
    pub title: String,
    pub excerpt: String,
    pub unit: String,
    pub unit_slug: String,
    pub service: String,
    pub service_path: String,
    pub status: Status,
    pub visibility: Visibility,
    pub appear: Appear,
    /// Why it waits for a moderator; for who may read it meanwhile.
    pub reasons: Vec<Reason>,
    pub author: String,
    pub overall: Option<i64>,
    pub supports: i64,
    pub replies: i64,
    pub created: Instant,
    pub due: Option<Instant>,
    pub routed: Option<Instant>,
    pub first_answer: Option<Instant>,
    pub closed: Option<Instant>,
    pub clock: Option<ClockState>,
    pub posts: Vec<PostView>,
    /// Where the next page of posts begins.
    pub next: Option<(Instant, PostId)>,
    /// Whether this page begins at the thread's beginning.
    pub first_page: bool,
    /// When the page changes by itself.
    pub changes_at: Option<Instant>,
    /// Number and title of the thread that this one is joined to.
    pub joined_to: Option<(String, String)>,
    /// What the unit has said it will do by a day, the newest first.
    pub plans: Vec<Plan>,
    pub timeline: Timeline,
    /// Closed for replies by a moderator.
    pub locked: bool,
    /// Something in it waits for a moderator, or one has decided in it: its writers may have more
    /// to see than others.
    pub moderated: bool,
}

/// Something that was promised for a day.
#[derive(Clone, Debug)]
pub struct Plan {
    pub id: ScheduleId,
    pub what: String,
    /// ISO date.
    pub day: String,
    pub due: Instant,
    pub standing: schedule::Standing,
    /// Why it was moved here, or given up.
    pub reason: String,
    pub open: bool,
}

/// The posts of a page as HTML, put together once for each language, with links to report and to
/// quote or without. It lives and ends with the page it is of, so it is never older than that.
#[derive(Debug, Default)]
pub struct Timeline([OnceLock<String>; 4 * Lang::ALL.len()]);

impl Timeline {
    pub fn get(
        &self,
        lang: Lang,
        report: bool,
        quote: bool,
        make: impl FnOnce() -> String,
    ) -> &str {
        let form = usize::from(report) + 2 * usize::from(quote);
        self.0[lang as usize * 4 + form].get_or_init(make)
    }
}

/// A copy is made to be changed: it begins with nothing put together.
impl Clone for Timeline {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What a thread is to one viewer, and what they may do with it now.
#[derive(Copy, Clone, Debug, Default)]
pub struct Relation {
    pub own: bool,
    pub supported: bool,
    /// How soon they hear of it, if they follow it.
    pub follows: Option<Every>,
}

/// The controls a page shows.
#[derive(Copy, Clone, Debug, Default)]
pub struct May {
    /// Follow it, or follow it no more.
    pub follow: bool,
    pub support: bool,
    pub unsupport: bool,
    pub reply: bool,
    pub confirm: bool,
    pub reopen: bool,
    pub report: bool,
    pub work: bool,
    pub moderate: bool,
    /// See what was written behind the masks, with a reason.
    pub unmask: bool,
}

/// The id behind a number.
pub async fn id_of(app: &App, number: &str) -> Result<ThreadId> {
    if !may_be_number(number) {
        return Err(Error::NotFound);
    }
    if let Some(id) = app.kept::<ThreadId>(number) {
        return Ok(*id);
    }
    let stamp = app.store.generations().stamp(&[]);
    let thread = threads::by_number(app.store.read(), number)
        .await?
        .ok_or(Error::NotFound)?;
    // A number never changes its thread.
    app.keep(
        number.to_owned(),
        Kept {
            value: Arc::new(thread.id),
            tags: Vec::new(),
            stamp,
            until: None,
        },
    );
    Ok(thread.id)
}

/// A page of a thread, from after a post on.
///
/// # Errors
/// [`Error::NotFound`] if there is none, or the viewer may not know of it.
pub async fn page(
    app: &App,
    viewer: &Viewer,
    number: &str,
    after: Option<(Instant, PostId)>,
) -> Result<(Arc<ThreadPage>, Relation)> {
    let id = id_of(app, number).await?;
    let page = shared(app, id, after).await?;
    let relation = relation(app, viewer, &page).await?;
    let standing = viewer.standing(&subject(&page, relation));
    if !policy::may_read(page.visibility, standing) {
        return Err(Error::NotFound);
    }
    if page.visibility == Visibility::Hidden
        && !standing.meets(Standing::AUTHOR | Standing::MODERATOR)
    {
        return Ok((Arc::new(trace(&page)), relation));
    }
    Ok((page, relation))
}

fn subject(page: &ThreadPage, relation: Relation) -> Subject {
    Subject {
        unit: Some(page.unit_id),
        own: relation.own,
    }
}

/// What is left for the public of a thread that a moderator hid: that, and by which rule.
fn trace(page: &ThreadPage) -> ThreadPage {
    ThreadPage {
        title: String::new(),
        excerpt: String::new(),
        author: String::new(),
        plans: Vec::new(),
        posts: page
            .posts
            .iter()
            .filter(|p| p.step == Some(Step::Hide))
            .cloned()
            .collect(),
        next: None,
        ..page.clone()
    }
}

async fn shared(
    app: &App,
    id: ThreadId,
    after: Option<(Instant, PostId)>,
) -> Result<Arc<ThreadPage>> {
    let key = match after {
        None => id.to_string(),
        Some((at, post)) => format!("{id} {} {post}", at.0),
    };
    if let Some(kept) = app.kept::<ThreadPage>(&key) {
        return Ok(kept);
    }
    let tags = vec![Tag::Thread(id), Tag::Directory];
    let stamp = app.store.generations().stamp(&tags);
    let page = Arc::new(read(app, id, after, false).await?);
    app.keep(
        key,
        Kept {
            value: page.clone(),
            tags,
            stamp,
            until: page.changes_at,
        },
    );
    Ok(page)
}

/// Reads a page of a thread; `notes` adds internal notes, for staff of the unit.
pub(super) async fn read(
    app: &App,
    id: ThreadId,
    after: Option<(Instant, PostId)>,
    notes: bool,
) -> Result<ThreadPage> {
    let city = app.city().await?;
    let db = app.store.read();
    let t: thread::Model = threads::by_id(db, id).await?.ok_or(Error::NotFound)?;
    let mut rows = posts::timeline(db, id, notes, after, POSTS_A_PAGE as u64 + 1).await?;
    let more = rows.len() > POSTS_A_PAGE;
    rows.truncate(POSTS_A_PAGE);
    let next = match rows.last() {
        Some(last) if more => Some((last.created_ms, last.id)),
        _ => None,
    };
    let ids: Vec<PostId> = rows
        .iter()
        .filter(|p| p.visibility == PostVisibility::Public)
        .map(|p| p.id)
        .collect();
    let mut of_posts = photos_of(app, &ids).await?;
    let mut files_of = files_of(app, &ids).await?;
    let reasons = match t.visibility {
        Visibility::Held => held_for(app, id).await?,
        _ => Vec::new(),
    };
    let joined_to = match t.status {
        Status::Merged => merges::into(db, id).await?,
        _ => None,
    };
    let now = app.now();
    let plans = plans(app, id, now, &city).await?;
    let clock = cards::clock(&t, now, &city);
    let changes_at = cards::changes_at(&t, now, &city);
    let unit = city.directory.unit(t.unit_id);
    let service = city.directory.service(t.service_id);
    let unit_slug = unit.map_or_else(String::new, |u| u.slug.clone());
    Ok(ThreadPage {
        id,
        unit_id: t.unit_id,
        number: t.number,
        kind: t.kind,
        title: t.title,
        excerpt: t.excerpt,
        unit: unit.map_or_else(String::new, |u| u.name.clone()),
        service: service.map_or_else(String::new, |s| s.name.clone()),
        service_path: service.map_or_else(String::new, |s| format!("{unit_slug}/{}", s.slug)),
        unit_slug,
        status: t.status,
        visibility: t.visibility,
        appear: t.appear,
        reasons,
        author: t.author_label,
        overall: t.overall,
        supports: t.supports,
        replies: t.replies,
        created: t.created_ms,
        due: t.due_ms,
        routed: t.routed_ms,
        first_answer: t.first_answer_ms,
        closed: t.closed_ms,
        clock,
        posts: rows
            .into_iter()
            .map(|p| {
                let photos = of_posts.remove(&p.id).unwrap_or_default();
                let files = files_of.remove(&p.id).unwrap_or_default();
                PostView {
                    files,
                    ..view(p, photos)
                }
            })
            .collect(),
        next,
        first_page: after.is_none(),
        changes_at,
        joined_to: joined_to.map(|t| (t.number, t.title)),
        plans,
        timeline: Timeline::default(),
        locked: t.locked,
        moderated: moderation::touches(db, id).await?,
    })
}

async fn plans(app: &App, id: ThreadId, now: Instant, city: &City) -> Result<Vec<Plan>> {
    let all = schedules::of_thread(app.store.read(), id).await?;
    Ok(all
        .into_iter()
        .map(|s| Plan {
            id: s.id,
            standing: schedule::standing(s.state, s.due_ms, s.closed_ms, now, &city.calendar),
            open: s.state == ScheduleState::Open,
            what: s.what,
            day: s.day,
            due: s.due_ms,
            reason: s.reason,
        })
        .collect())
}

/// Why a thread's opening post is held.
async fn held_for(app: &App, id: ThreadId) -> Result<Vec<Reason>> {
    let all = screening::of_thread(app.store.read(), id).await?;
    Ok(all.iter().flat_map(|s| reasons(&s.reasons)).collect())
}

/// The photos of several posts.
pub(super) async fn photos_of(
    app: &App,
    ids: &[PostId],
) -> Result<HashMap<PostId, Vec<PhotoView>>> {
    let mut of_posts: HashMap<PostId, Vec<PhotoView>> = HashMap::new();
    for photo in uploads::of_posts::<photos::Info>(app.store.read(), ids).await? {
        if let Some(post) = photo.post_id {
            of_posts.entry(post).or_default().push(photo_view(photo));
        }
    }
    Ok(of_posts)
}

async fn files_of(app: &App, ids: &[PostId]) -> Result<HashMap<PostId, Vec<FileView>>> {
    let mut of_posts: HashMap<PostId, Vec<FileView>> = HashMap::new();
    for file in uploads::of_posts::<files::Info>(app.store.read(), ids).await? {
        if let Some(post) = file.post_id {
            of_posts.entry(post).or_default().push(FileView {
                name: file.name,
                size: file.size,
                hash: file.hash,
            });
        }
    }
    Ok(of_posts)
}

fn photo_view(p: photos::Info) -> PhotoView {
    let hidden = p.visibility != PostVisibility::Public;
    PhotoView {
        id: p.id,
        alt: if hidden { String::new() } else { p.alt },
        full: p.full_hash,
        small: p.small_hash,
        width: p.small_width,
        height: p.small_height,
        hidden,
        hidden_rule: p.hidden_rule,
    }
}

pub(super) fn view(p: post::Model, photos: Vec<PhotoView>) -> PostView {
    let hidden = p.visibility != PostVisibility::Public;
    let reading = (p.kind == PostKind::Citizen).then(|| p.reading());
    PostView {
        id: p.id,
        kind: p.kind,
        opening: p.opening,
        by_author: p.by_author,
        label: p.label,
        position: p.position,
        unit_name: p.unit_name,
        step: p.step,
        detail: p.detail,
        ground: p.reason,
        html: if hidden { String::new() } else { p.shown },
        reading,
        hidden,
        hidden_rule: p.hidden_rule,
        photos,
        files: Vec::new(),
        at: p.created_ms,
        edited: p.edited_ms,
    }
}

async fn relation(app: &App, viewer: &Viewer, page: &ThreadPage) -> Result<Relation> {
    // With a tracking code the same account is more than it is without: not kept.
    let kept_by = match viewer.account_id() {
        Some(account) if viewer.tracked.is_empty() => Some(account),
        _ => None,
    };
    let key = kept_by.map_or_else(String::new, |a| format!("{a} {}", page.id));
    if kept_by.is_some()
        && let Some(kept) = app.kept::<Relation>(&key)
    {
        return Ok(*kept);
    }
    if viewer.account.is_none() && viewer.visitor.is_none() && viewer.tracked.is_empty() {
        return Ok(Relation::default());
    }
    let mut tags = vec![Tag::Thread(page.id)];
    tags.extend(kept_by.map(Tag::Account));
    tags.extend(kept_by.map(Tag::News));
    let stamp = app.store.generations().stamp(&tags);
    let db = app.store.read();
    let own = posts::opener(db, page.id)
        .await?
        .is_some_and(|w| viewer.wrote(w.thread_id, w.opening, w.account_id));
    let supported = match app.supporter(viewer) {
        Some(s) => threads::is_supported(db, page.id, &s).await?,
        None => false,
    };
    let follows = following::state(app, viewer, &Target::Thread(page.id)).await?;
    let relation = Relation {
        own,
        supported,
        follows,
    };
    if kept_by.is_some() {
        let value = Arc::new(relation);
        app.keep(
            key,
            Kept {
                value,
                tags,
                stamp,
                until: None,
            },
        );
    }
    Ok(relation)
}

/// Where an entry of the timeline stands: the thread's address with its page, and the entry.
///
/// # Errors
/// [`Error::NotFound`] unless it is an entry that the viewer may see.
pub async fn place_of(app: &App, viewer: &Viewer, number: &str, post: PostId) -> Result<String> {
    let (first, _) = page(app, viewer, number, None).await?;
    let anchor = post.0.simple();
    if first.next.is_none() || first.posts.iter().any(|p| p.id == post) {
        return Ok(format!("/utas/{}#{anchor}", first.number));
    }
    let db = app.store.read();
    let found = posts::by_id(db, post).await?;
    let found = found
        .filter(|p| p.thread_id == first.id)
        .ok_or(Error::NotFound)?;
    // The page that begins with it: those before it are a page away.
    let before = posts::just_before(db, &found).await?;
    let from = before.map_or_else(String::new, |(at, id)| format!("?sesudah={}.{id}", at.0));
    Ok(format!("/utas/{}{from}#{anchor}", first.number))
}

/// What is new in a thread since its author looked at it with their code: how much, up to
/// `NEW` posts, and the first of it. Nothing for others.
pub async fn new_since(
    app: &App,
    viewer: &Viewer,
    page: &ThreadPage,
    since: Instant,
) -> Result<(usize, Option<PostId>)> {
    if !viewer.tracked.contains(&page.id) {
        return Ok((0, None));
    }
    let after = (since, PostId(uuid::Uuid::max()));
    let found = posts::timeline(app.store.read(), page.id, false, Some(after), NEW).await?;
    let others: Vec<PostId> = found
        .iter()
        .filter(|p| !p.by_author)
        .map(|p| p.id)
        .collect();
    Ok((others.len(), others.first().copied()))
}

/// What the viewer may do with the thread now.
pub fn may(page: &ThreadPage, relation: Relation, viewer: &Viewer, now: Instant) -> May {
    let subject = subject(page, relation);
    let can = |action| policy::may(action, viewer, &subject);
    let public = page.visibility == Visibility::Public;
    let joined = page.status == Status::Merged;
    let open_to_words = public || page.visibility == Visibility::Confidential;
    let closed = page.closed.unwrap_or(page.created);
    May {
        follow: (public || relation.follows.is_some()) && can(Action::Follow),
        support: public && !joined && can(Action::Support) && !relation.supported,
        unsupport: public && can(Action::Support) && relation.supported,
        reply: open_to_words && !joined && !page.locked && can(Action::Reply),
        confirm: page.status == Status::Answered && can(Action::Confirm),
        reopen: page.status.after(Step::Reopen).is_ok()
            && now <= closed.plus_ms(REOPEN_DAYS * DAY_MS)
            && open_to_words
            && can(Action::Reopen),
        report: public && can(Action::Report),
        work: can(Action::SeeCase) && open_to_words,
        moderate: can(Action::Decide),
        unmask: can(Action::Unmask) && viewer.work_units().is_empty(),
    }
}
