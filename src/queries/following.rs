//! What one follows, the news of it, and what a mail about it may say.

use super::asked::Asked;
use super::threads;
use crate::app::{App, City};
use crate::domain::error::{Error, Result};
use crate::domain::following::{
    Every, Followed, Group, Item, Leave, Name, Named, NewsLetter, Search, Target, usual,
};
use crate::domain::ids::{AccountId, FollowId, HappeningId, ThreadId};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::{PostVisibility, Visibility};
use crate::domain::time::Instant;
use crate::store::entity::{follow as row, thread};
use crate::store::generations::{Kept, Tag};
use crate::store::notifications::{self, Told};
use crate::store::{accounts, following, returns, threads as store};
use crate::text::plain;
use std::sync::Arc;

/// Rows of a page.
const PAGE: usize = 30;
/// Characters of a post that news quotes.
const EXCERPT: usize = 160;

/// One thing that is followed.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: FollowId,
    pub kind: Followed,
    pub name: Name,
    pub every: Every,
    pub since: Instant,
}

/// What one follows.
#[derive(Clone, Debug)]
pub struct Page {
    pub lines: Vec<Line>,
    pub next: Option<(Instant, FollowId)>,
    pub email: String,
    /// All mail of it is stopped, by the link in one.
    pub stopped: bool,
    /// Mail to the address comes back.
    pub returns: bool,
}

/// Something that happened, as its page shows it.
#[derive(Clone, Debug)]
pub struct NewsLine {
    pub id: HappeningId,
    pub at: Instant,
    pub read: bool,
    /// It is about one's own thread.
    pub own: bool,
    /// By what one follows; none of one's own threads, or if it is followed no more.
    pub by: Option<Followed>,
    /// `None`: it may not be read any more.
    pub item: Option<Item>,
}

/// News.
#[derive(Clone, Debug)]
pub struct News {
    pub lines: Vec<NewsLine>,
    pub next: Option<(Instant, HappeningId)>,
    pub unread: i64,
    /// Whether one follows anything.
    pub follows: bool,
}

fn me(viewer: &Viewer) -> Result<AccountId> {
    if !policy::may(Action::Follow, viewer, &Subject::default()) {
        return Err(policy::refused(Action::Follow, viewer));
    }
    viewer.account_id().ok_or(Error::SignInNeeded)
}

/// A search in the one form in which it is followed: its query without a page.
pub fn search_form(query: &str) -> String {
    query_of(&asked_of(query))
}

/// As [`search_form`], of a list.
pub fn query_of(asked: &Asked) -> String {
    let first = asked.but(|a| {
        a.older.clear();
        a.newer.clear();
        a.sort = None;
    });
    first.address("", None).trim_start_matches('?').to_owned()
}

/// What is followed of a list: the unit or service, if it asks for nothing else, or the search.
pub fn named(asked: &Asked) -> Named {
    let query = query_of(asked);
    let bare = |place: &Asked| query == query_of(place);
    let of_unit = Asked {
        unit: asked.unit.clone(),
        ..Asked::default()
    };
    let of_service = Asked {
        service: asked.service.clone(),
        ..Asked::default()
    };
    let of_both = Asked {
        unit: asked.unit.clone(),
        ..of_service.clone()
    };
    if !asked.unit.is_empty() && bare(&of_unit) {
        Named::new(Followed::Unit, &asked.unit)
    } else if !asked.service.is_empty() && (bare(&of_service) || bare(&of_both)) {
        Named::new(Followed::Service, &asked.service)
    } else {
        Named::new(Followed::Search, &query)
    }
}

fn asked_of(query: &str) -> Asked {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    Asked::read(|name| {
        let found = pairs.iter().find(|(n, _)| n == name);
        found.map_or_else(String::new, |(_, v)| v.clone())
    })
}

/// How what is followed is named; `known` are the threads among it.
fn name(city: &City, target: Option<&Target>, known: &[thread::Model]) -> Name {
    let directory = &city.directory;
    let unit_name = |unit| {
        directory
            .unit(unit)
            .map_or_else(String::new, |u| u.name.clone())
    };
    match target {
        Some(Target::Thread(id)) => match known.iter().find(|t| t.id == *id) {
            Some(t) if t.visibility == Visibility::Public => Name::Thread {
                number: t.number.clone(),
                title: t.title.clone(),
            },
            _ => Name::Gone,
        },
        Some(Target::Unit(id)) => directory.unit(*id).map_or(Name::Gone, |u| Name::Unit {
            name: u.name.clone(),
            slug: u.slug.clone(),
        }),
        Some(Target::Service(id)) => {
            let found = directory.service(*id);
            found.map_or(Name::Gone, |s| {
                let unit = directory.unit(s.unit_id);
                Name::Service {
                    name: s.name.clone(),
                    unit: unit_name(s.unit_id),
                    path: format!("{}/{}", unit.map_or("", |u| u.slug.as_str()), s.slug),
                }
            })
        }
        Some(Target::Search(query)) => Name::Search(search(city, query)),
        None => Name::Gone,
    }
}

fn search(city: &City, query: &str) -> Search {
    let asked = asked_of(query);
    let directory = &city.directory;
    let service = directory.service_by_path(&asked.service);
    let unit = match &service {
        Some((unit, _)) => Some(*unit),
        None => directory.unit_by_slug(&asked.unit),
    };
    let further = [
        asked.overall.is_some(),
        asked.answered.is_some(),
        asked.late.is_some(),
        asked.from.is_some(),
        asked.to.is_some(),
    ];
    Search {
        query: query.to_owned(),
        words: asked.q,
        unit: unit.map_or_else(String::new, |u| u.name.clone()),
        service: service.map_or_else(String::new, |(_, s)| s.name.clone()),
        kind: asked.kind,
        status: asked.status,
        more: further.iter().filter(|f| **f).count(),
    }
}

async fn known(app: &App, targets: &[Option<Target>]) -> Result<Vec<thread::Model>> {
    let ids: Vec<ThreadId> = targets
        .iter()
        .filter_map(|t| match t {
            Some(Target::Thread(id)) => Some(*id),
            _ => None,
        })
        .collect();
    store::of_ids(app.store.read(), &ids).await
}

/// What is followed, in words, and for a search its address; empty for what is there no more.
pub(super) async fn in_words(app: &App, targets: &[String]) -> Result<Vec<(String, String)>> {
    let targets: Vec<Option<Target>> = targets.iter().map(|t| Target::parse(t)).collect();
    let (known, city) = (known(app, &targets).await?, app.city().await?);
    let joined = |parts: [&str; 3]| {
        let there: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        there.join(" · ")
    };
    let words = |target: &Option<Target>| match name(&city, target.as_ref(), &known) {
        Name::Thread { number, title } => (joined([&number, &title, ""]), String::new()),
        Name::Unit { name, .. } => (name, String::new()),
        Name::Service { name, unit, .. } => (joined([&name, &unit, ""]), String::new()),
        Name::Search(s) => (
            joined([&s.words, &s.service, &s.unit]),
            format!("/utas?{}", s.query),
        ),
        Name::Gone => Default::default(),
    };
    Ok(targets.iter().map(words).collect())
}

/// What one follows, the latest first.
pub async fn mine(app: &App, viewer: &Viewer, before: Option<(Instant, FollowId)>) -> Result<Page> {
    let me = me(viewer)?;
    let db = app.store.read();
    let account = accounts::by_id(db, me).await?.ok_or(Error::NotFound)?;
    let mut rows = following::page(db, me, before, PAGE as u64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let targets: Vec<Option<Target>> = rows.iter().map(|f| Target::parse(&f.target)).collect();
    let known = known(app, &targets).await?;
    let city = app.city().await?;
    let wish = following::wish(db, me).await?;
    Ok(Page {
        next: rows.last().filter(|_| more).map(|f| (f.since_ms, f.id)),
        lines: rows
            .iter()
            .zip(&targets)
            .map(|(f, target)| line(&city, f, target.as_ref(), &known))
            .collect(),
        returns: returns::is_stopped(db, &account.email).await?,
        email: account.email,
        stopped: wish.is_some_and(|w| w.stopped_ms.is_some()),
    })
}

fn line(city: &City, f: &row::Model, target: Option<&Target>, known: &[thread::Model]) -> Line {
    Line {
        id: f.id,
        kind: f.kind,
        name: name(city, target, known),
        every: f.every,
        since: f.since_ms,
    }
}

/// Something that may be followed, and how the viewer does.
#[derive(Clone, Debug)]
pub struct Offer {
    pub named: Named,
    pub name: Name,
    pub kind: Followed,
    /// As it is followed now.
    pub every: Option<Every>,
    pub usual: Every,
}

/// Something that may be followed, by its name in an address.
///
/// # Errors
/// [`Error::NotFound`] if it is not there, or no public thread.
pub async fn offer(app: &App, viewer: &Viewer, named: &Named) -> Result<Offer> {
    let me = me(viewer)?;
    let city = app.city().await?;
    let target = following::target(app.store.read(), &city.directory, named).await?;
    let there = following::of(app.store.read(), me, &target.to_text()).await?;
    let targets = [Some(target)];
    let known = known(app, &targets).await?;
    let kind = targets[0].as_ref().map_or(Followed::Search, Target::kind);
    Ok(Offer {
        name: name(&city, targets[0].as_ref(), &known),
        named: named.clone(),
        kind,
        every: there.map(|f| f.every),
        usual: usual(kind),
    })
}

/// How the viewer follows something; `None` if they don't, or have no account.
pub async fn state(app: &App, viewer: &Viewer, target: &Target) -> Result<Option<Every>> {
    let Some(me) = viewer.account_id() else {
        return Ok(None);
    };
    let there = following::of(app.store.read(), me, &target.to_text()).await?;
    Ok(there.map(|f| f.every))
}

/// What is followed by its name in a page's address; `None` if it is not there.
pub async fn state_of(app: &App, viewer: &Viewer, named: &Named) -> Result<Option<Every>> {
    let city = app.city().await?;
    match following::target(app.store.read(), &city.directory, named).await {
        Ok(target) => state(app, viewer, &target).await,
        Err(Error::NotFound) => Ok(None),
        Err(e) => Err(e),
    }
}

/// How many of an account's news are unread, up to `notifications::COUNTED`. Kept in memory until
/// something is told or read.
pub async fn unread(app: &App, account: AccountId) -> Result<i64> {
    let key = account.to_string();
    if let Some(n) = app.kept::<i64>(&key) {
        return Ok(*n);
    }
    let tags = vec![Tag::News(account)];
    let stamp = app.store.generations().stamp(&tags);
    let n = notifications::unread(app.store.read(), account).await?;
    let kept = Kept {
        value: Arc::new(n),
        tags,
        stamp,
        until: None,
    };
    app.keep(key, kept);
    Ok(n)
}

/// Whether it may be read: public, or the reader's own that is not withheld.
fn is_readable(t: &Told) -> bool {
    let thread = match t.visibility {
        Visibility::Public => true,
        Visibility::Confidential => t.own,
        Visibility::Held | Visibility::Refused | Visibility::Hidden => false,
    };
    thread && t.post_visibility == PostVisibility::Public
}

fn item(city: &City, t: &Told) -> Item {
    let unit = city.directory.unit(t.unit_id);
    let text = plain::of_html(&t.shown, EXCERPT * 8);
    let mut excerpt: String = text.chars().take(EXCERPT).collect();
    if excerpt.len() < text.len() {
        excerpt.push('…');
    }
    Item {
        what: t.kind,
        number: t.number.clone(),
        title: t.title.clone(),
        unit: unit.map_or_else(String::new, |u| u.name.clone()),
        excerpt,
        post: t.post_id.to_string(),
        at: t.at_ms,
    }
}

/// One's news, the newest first.
pub async fn news(
    app: &App,
    viewer: &Viewer,
    before: Option<(Instant, HappeningId)>,
) -> Result<News> {
    let me = me(viewer)?;
    let db = app.store.read();
    let mut rows = notifications::page(db, me, before, PAGE as u64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let city = app.city().await?;
    let follows = !rows.is_empty() || following::count(db, me).await? > 0;
    Ok(News {
        next: rows
            .last()
            .filter(|_| more)
            .map(|t| (t.at_ms, t.happening_id)),
        lines: rows
            .iter()
            .map(|t| NewsLine {
                id: t.happening_id,
                at: t.at_ms,
                read: t.read_ms.is_some(),
                own: t.own,
                by: t
                    .target
                    .as_deref()
                    .and_then(Target::parse)
                    .map(|t| t.kind()),
                item: is_readable(t).then(|| item(&city, t)),
            })
            .collect(),
        unread: unread(app, me).await?,
        follows,
    })
}

/// What a mail says, as it may be said now: without what was hidden, withheld or left since it was
/// written. `None` if nothing is left.
pub async fn letter(app: &App, letter: &NewsLetter) -> Result<Option<NewsLetter>> {
    let Some(account) = AccountId::parse(&letter.account) else {
        return Ok(None);
    };
    let db = app.store.read();
    let wish = following::wish(db, account).await?;
    if wish.is_some_and(|w| w.stopped_ms.is_some()) {
        return Ok(None);
    }
    let ids: Vec<HappeningId> = letter
        .happenings
        .iter()
        .filter_map(|id| HappeningId::parse(id))
        .collect();
    let mut told = notifications::of_happenings(db, account, &ids).await?;
    told.retain(|t| {
        let asked = t.every.is_some_and(|e| e != Every::Never);
        asked && is_readable(t) && t.visibility == Visibility::Public
    });
    let targets: Vec<Option<Target>> = told
        .iter()
        .map(|t| t.target.as_deref().and_then(Target::parse))
        .collect();
    let known = known(app, &targets).await?;
    let city = app.city().await?;
    let mut groups: Vec<(FollowId, Group)> = Vec::new();
    for (t, target) in told.iter().zip(&targets) {
        let Some(follow) = t.follow_id else { continue };
        let item = item(&city, t);
        if let Some((_, group)) = groups.iter_mut().find(|(id, _)| *id == follow) {
            group.items.push(item);
            continue;
        }
        let group = Group {
            name: name(&city, target.as_ref(), &known),
            stop: app.leave_word(Leave::Follow(follow)),
            items: vec![item],
        };
        groups.push((follow, group));
    }
    if groups.is_empty() {
        return Ok(None);
    }
    Ok(Some(NewsLetter {
        groups: groups.into_iter().map(|(_, g)| g).collect(),
        ..letter.clone()
    }))
}

/// Which of some public threads a search that somebody follows finds.
pub async fn found_by(app: &App, target: &str, among: &[ThreadId]) -> Result<Vec<ThreadId>> {
    match Target::parse(target) {
        Some(Target::Search(query)) => threads::among(app, &asked_of(&query), among).await,
        _ => Ok(Vec::new()),
    }
}
