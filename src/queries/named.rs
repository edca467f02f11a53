//! Names: those in a post that a moderator decides on, who was praised, and whom units list.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{NamedId, PostId, StaffNameId};
use crate::domain::named::{Form, Tone};
use crate::domain::person::{Role, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::PostKind;
use crate::domain::time::{DAY_MS, Instant};
use crate::store::entity::named as row;
use crate::store::{guide, named, posts, threads};

/// People in the list of who was praised, and days that it goes back.
const PRAISED: u64 = 100;
pub const PRAISE_DAYS: i64 = 365;
/// Names of a unit's list on its page: all there may be.
const LISTED: u64 = 500;

/// A name in a post, for a moderator.
#[derive(Clone, Debug)]
pub struct Name {
    pub id: NamedId,
    /// As stored: what it would be shown as is worked out of it.
    pub row: row::Model,
    pub written: String,
    pub shown: String,
    pub tone: Tone,
    pub form: Form,
    pub doubt: bool,
    /// On a unit's list of staff.
    pub known: bool,
}

#[derive(Clone, Debug)]
pub struct Names {
    pub number: String,
    pub title: String,
    pub post: PostId,
    /// The post as everyone sees it: safe HTML.
    pub html: String,
    pub names: Vec<Name>,
}

/// The names in a post.
///
/// # Errors
/// [`Error::NotFound`] for a post that isn't a citizen's of this thread; forbidden for who may not decide on it.
pub async fn of_post(app: &App, viewer: &Viewer, number: &str, post: &str) -> Result<Names> {
    let id = super::thread::id_of(app, number).await?;
    let db = app.store.read();
    let thread = threads::by_id(db, id).await?.ok_or(Error::NotFound)?;
    let post = PostId::parse(post).ok_or(Error::NotFound)?;
    let post = posts::by_id(db, post)
        .await?
        .filter(|p| p.thread_id == id && p.kind == PostKind::Citizen);
    let opener = posts::opener(db, id).await?;
    let own = |a: Option<crate::domain::ids::AccountId>| a.is_some() && a == viewer.account_id();
    let author = match &post {
        Some(p) => posts::author_of(db, p.id).await?.and_then(|a| a.account_id),
        None => None,
    };
    let subject = Subject {
        unit: Some(thread.unit_id),
        own: own(opener.and_then(|o| o.account_id)) || own(author),
    };
    if !policy::may(Action::Decide, viewer, &subject) {
        return Err(policy::refused(Action::Decide, viewer));
    }
    let post = post.ok_or(Error::NotFound)?;
    let names = named::of_post(db, post.id).await?;
    Ok(Names {
        number: thread.number,
        title: thread.title,
        post: post.id,
        html: post.shown,
        names: names
            .into_iter()
            .map(|n| Name {
                id: n.id,
                written: n.written.clone(),
                shown: n.shown.clone(),
                tone: n.tone,
                form: n.form,
                doubt: n.doubt,
                known: n.unit_id.is_some(),
                row: n,
            })
            .collect(),
    })
}

/// Somebody praised by name.
#[derive(Clone, Debug)]
pub struct Praised {
    pub unit: String,
    pub name: String,
    pub n: i64,
    pub last: Instant,
}

/// Who of the units that the viewer heads was praised within a year.
///
/// # Errors
/// Forbidden or sign-in needed for who is no head of a unit.
pub async fn praised(app: &App, viewer: &Viewer) -> Result<Vec<Praised>> {
    let units = headed(viewer, Action::SeePraise)?;
    let city = app.city().await?;
    let since = app.now().plus_ms(-PRAISE_DAYS * DAY_MS);
    let rows = named::praised(app.store.read(), &units, since, PRAISED).await?;
    Ok(rows
        .into_iter()
        .map(|r| Praised {
            unit: city
                .directory
                .unit(r.unit_id)
                .map_or_else(String::new, |u| u.name.clone()),
            name: r.person,
            n: r.n,
            last: r.last_ms,
        })
        .collect())
}

fn headed(viewer: &Viewer, action: Action) -> Result<Vec<crate::domain::ids::UnitId>> {
    if !policy::could(action, viewer) {
        return Err(policy::refused(action, viewer));
    }
    let grants = viewer.account.iter().flat_map(|a| &a.grants);
    let mut units: Vec<_> = grants
        .filter(|g| g.role == Role::UnitHead)
        .flat_map(|g| g.units.iter().copied())
        .collect();
    units.sort();
    units.dedup();
    Ok(units)
}

/// A unit's list of staff.
#[derive(Clone, Debug)]
pub struct StaffList {
    pub unit: String,
    pub unit_slug: String,
    /// Slug and name of each unit that the viewer heads.
    pub units: Vec<(String, String)>,
    pub names: Vec<(StaffNameId, String, String)>,
}

/// The list of a unit that the viewer heads; of the first one if none is named.
///
/// # Errors
/// As [`praised`]; [`Error::Forbidden`] for another's unit.
pub async fn staff_list(app: &App, viewer: &Viewer, slug: &str) -> Result<StaffList> {
    let units = headed(viewer, Action::ManageStaffNames)?;
    let city = app.city().await?;
    let mine: Vec<_> = city
        .directory
        .units
        .iter()
        .filter(|u| u.active && units.contains(&u.id))
        .collect();
    let unit = match slug {
        "" => mine.first().ok_or(Error::NotFound)?,
        slug => mine
            .iter()
            .find(|u| u.slug == slug)
            .ok_or(Error::Forbidden)?,
    };
    let names = guide::staff_names_of(app.store.read(), unit.id, LISTED).await?;
    Ok(StaffList {
        unit: unit.name.clone(),
        unit_slug: unit.slug.clone(),
        units: mine
            .iter()
            .map(|u| (u.slug.clone(), u.name.clone()))
            .collect(),
        names: names
            .into_iter()
            .map(|n| (n.id, n.name, n.position))
            .collect(),
    })
}
