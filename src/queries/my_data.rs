//! Everything that is kept of one's own account, a page at a time. Of others there is only what they
//! have said in public, and no internal note is ever here.

use super::following;
use crate::app::{App, City};
use crate::domain::audit;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{
    AccountId, ActionId, OutboxId, PhotoId, PostId, RatingId, ReportId, ServiceId, ThreadId, UnitId,
};
use crate::domain::person::{Means, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::{PostVisibility, Visibility};
use crate::domain::time::Instant;
use crate::keys::Purpose;
use crate::store::{accounts, mine, photos, uploads, ways_in};

/// Rows read at once.
const PAGE: u64 = 50;
/// Answers read with a page of posts.
const ANSWERS: u64 = 500;

crate::text_enum! {
    /// The parts of an export, in their order.
    pub enum Section {
        Profile = "profile",
        Roles = "roles",
        Settings = "settings",
        Sessions = "sessions",
        Keys = "keys",
        Follows = "follows",
        Threads = "threads",
        Ratings = "ratings",
        Supports = "supports",
        Reports = "reports",
        Decisions = "decisions",
        Sanctions = "sanctions",
        Mails = "mails",
        Acts = "acts",
    }
}

/// What a thing is, for programs and for people.
#[derive(Clone, Debug)]
pub enum Datum {
    Text(String),
    /// Safe HTML.
    Words(String),
    Number(i64),
    Flag(bool),
    At(Instant),
    /// A value of a fixed set, and the key of its words.
    Kind(String, String),
    /// Files of the archive.
    Files(Vec<String>),
    Things(Vec<Thing>),
}

/// A thing: what of it is told, by name.
pub type Thing = Vec<(&'static str, Datum)>;

/// A page of a section.
#[derive(Default)]
pub struct Part {
    pub things: Vec<Thing>,
    /// Photos that belong to them, and their names in the archive.
    pub photos: Vec<(PhotoId, String)>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<String>,
}

/// Who may export what: one's own.
///
/// # Errors
/// Sign-in needed for visitors.
pub fn own(viewer: &Viewer) -> Result<AccountId> {
    if !policy::may(Action::ManageOwnAccount, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageOwnAccount, viewer));
    }
    viewer.account_id().ok_or(Error::SignInNeeded)
}

fn text(s: impl Into<String>) -> Datum {
    Datum::Text(s.into())
}

/// The whole picture of a photo of one's own; `None` if it has gone.
///
/// # Errors
/// As [`own`]; what the database says.
pub async fn photo(app: &App, viewer: &Viewer, id: PhotoId) -> Result<Option<Vec<u8>>> {
    mine::photo(app.store.read(), own(viewer)?, id).await
}

/// A value of a set whose words stand under `prefix-value`.
fn kind(prefix: &str, value: &str) -> Datum {
    let key = format!("{prefix}-{}", value.replace('_', "-"));
    Datum::Kind(value.to_owned(), key)
}

/// A page of a section, from after `after` on.
///
/// # Errors
/// As [`own`]; what the database says.
pub async fn part(
    app: &App,
    viewer: &Viewer,
    section: Section,
    after: Option<&str>,
) -> Result<Part> {
    let me = own(viewer)?;
    let city = app.city().await?;
    match section {
        Section::Profile => profile(app, me).await,
        Section::Roles => roles(app, me, &city).await,
        Section::Settings => settings(app, me).await,
        Section::Sessions => sessions(app, me).await,
        Section::Keys => keys(app, me).await,
        Section::Follows => follows(app, me).await,
        Section::Threads => threads(app, me, &city, after.and_then(PostId::parse)).await,
        Section::Ratings => ratings(app, me, &city, after.and_then(RatingId::parse)).await,
        Section::Supports => supports(app, viewer, after.and_then(ThreadId::parse)).await,
        Section::Reports => reports(app, viewer, after.and_then(ReportId::parse)).await,
        Section::Decisions => decisions(app, me, after.and_then(ActionId::parse)).await,
        Section::Sanctions => sanctions(app, me).await,
        Section::Mails => mails(app, me, after.and_then(OutboxId::parse)).await,
        Section::Acts => acts(app, me, after.and_then(|a| a.parse().ok()).unwrap_or(0)).await,
    }
}

fn all(things: Vec<Thing>) -> Part {
    Part {
        things,
        ..Part::default()
    }
}

/// Rows as things, with where the next page begins.
fn paged<R>(rows: Vec<R>, key: impl Fn(&R) -> String, thing: impl Fn(R) -> Thing) -> Part {
    let next = (rows.len() as u64 == PAGE)
        .then(|| rows.last().map(key))
        .flatten();
    Part {
        things: rows.into_iter().map(thing).collect(),
        photos: Vec::new(),
        next,
    }
}

async fn profile(app: &App, me: AccountId) -> Result<Part> {
    let a = accounts::by_id(app.store.read(), me)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(all(vec![vec![
        ("id", text(a.id.to_string())),
        ("email", text(a.email)),
        ("name", text(a.name)),
        ("lang", kind("lang", a.lang.code())),
        ("since", Datum::At(a.created_ms)),
    ]]))
}

fn unit_name(city: &City, id: UnitId) -> String {
    city.directory
        .unit(id)
        .map_or_else(String::new, |u| u.name.clone())
}

fn service_name(city: &City, id: ServiceId) -> String {
    city.directory
        .service(id)
        .map_or_else(String::new, |s| s.name.clone())
}

async fn roles(app: &App, me: AccountId, city: &City) -> Result<Part> {
    let rows = mine::roles(app.store.read(), me).await?;
    Ok(all(rows
        .into_iter()
        .map(|r| {
            let mut thing = vec![("role", kind("role", r.role.as_str()))];
            if let Some(unit) = r.unit_id {
                thing.push(("unit", text(unit_name(city, unit))));
            }
            thing.push(("position", text(r.position)));
            thing.push(("since", Datum::At(r.granted_ms)));
            thing.extend(r.ended_ms.map(|at| ("until", Datum::At(at))));
            thing
        })
        .collect()))
}

async fn settings(app: &App, me: AccountId) -> Result<Part> {
    let db = app.store.read();
    let wish = mine::wish(db, me).await?;
    let mut things: Vec<Thing> = wish
        .into_iter()
        .map(|w| {
            let mut thing = vec![
                ("weekly", Datum::Flag(w.weekly)),
                ("monthly", Datum::Flag(w.monthly)),
            ];
            thing.extend(w.weekday.map(|d| ("weekday", kind("weekday", &d))));
            thing.extend(w.hour.map(|h| ("hour", Datum::Number(h))));
            thing.extend(w.stopped_ms.map(|at| ("stopped", Datum::At(at))));
            thing
        })
        .collect();
    let views = mine::views(db, me).await?;
    things.extend(views.into_iter().map(|v| {
        vec![
            ("name", text(v.name)),
            ("address", text(format!("/petugas?{}", v.address))),
            ("since", Datum::At(v.created_ms)),
        ]
    }));
    Ok(all(things))
}

async fn sessions(app: &App, me: AccountId) -> Result<Part> {
    let rows = mine::sessions(app.store.read(), me).await?;
    Ok(all(rows
        .into_iter()
        .map(|s| {
            vec![
                ("agent", text(s.agent)),
                ("means", kind("means", s.means.as_str())),
                ("since", Datum::At(s.created_ms)),
                ("seen", Datum::At(s.seen_ms)),
                ("until", Datum::At(s.expires_ms)),
            ]
        })
        .collect()))
}

async fn keys(app: &App, me: AccountId) -> Result<Part> {
    let db = app.store.read();
    let mut things: Vec<Thing> = ways_in::passkeys(db, me)
        .await?
        .into_iter()
        .map(|k| {
            let mut thing = vec![
                ("means", kind("means", Means::Passkey.as_str())),
                ("name", text(k.name)),
                ("since", Datum::At(k.created_ms)),
            ];
            thing.extend(k.used_ms.map(|at| ("seen", Datum::At(at))));
            thing
        })
        .collect();
    let second = ways_in::second_step(db, me).await?;
    if let Some(at) = second.and_then(|s| s.confirmed_ms) {
        things.push(vec![
            ("second", Datum::Flag(true)),
            ("since", Datum::At(at)),
        ]);
    }
    Ok(all(things))
}

async fn follows(app: &App, me: AccountId) -> Result<Part> {
    let rows = mine::follows(app.store.read(), me).await?;
    let targets: Vec<String> = rows.iter().map(|f| f.target.clone()).collect();
    let words = following::in_words(app, &targets).await?;
    Ok(all(rows
        .into_iter()
        .zip(words)
        .map(|(f, (words, address))| {
            vec![
                ("kind", kind("followed", f.kind.as_str())),
                ("target", text(words)),
                ("address", text(address)),
                ("every", kind("follow-every", f.every.as_str())),
                ("since", Datum::At(f.since_ms)),
            ]
        })
        .collect()))
}

async fn threads(app: &App, me: AccountId, city: &City, after: Option<PostId>) -> Result<Part> {
    let db = app.store.read();
    let rows = mine::posts(db, me, after, PAGE).await?;
    let ids: Vec<PostId> = rows.iter().map(|p| p.id).collect();
    let pictures = uploads::of_posts::<photos::Info>(db, &ids).await?;
    let opened: Vec<ThreadId> = rows
        .iter()
        .filter(|p| p.opening && p.thread_visibility == Visibility::Public)
        .map(|p| p.thread_id)
        .collect();
    let answers = mine::answers(db, &opened, ANSWERS).await?;
    let mut files = Vec::new();
    let mut part = paged(
        rows,
        |p| p.id.to_string(),
        |p| {
            let mut thing = vec![
                ("number", text(p.number.clone())),
                ("opening", Datum::Flag(p.opening)),
            ];
            if p.opening {
                let title = p.whole_title.clone().unwrap_or_else(|| p.title.clone());
                thing.push(("title", text(title)));
                thing.push(("kind", kind("kind", p.thread_kind.as_str())));
                thing.push(("appear", kind("appear", p.appear.as_str())));
                thing.push(("unit", text(unit_name(city, p.unit_id))));
                thing.push(("service", text(service_name(city, p.service_id))));
                thing.push(("status", kind("status", p.status.as_str())));
                let seen = kind("visibility", p.thread_visibility.as_str());
                thing.push(("visibility", seen));
                thing.extend(p.overall.map(|n| ("overall", Datum::Number(n))));
                thing.push(("supports", Datum::Number(p.supports)));
            }
            let shown = p.visibility == PostVisibility::Public;
            thing.push(("shown", Datum::Flag(shown)));
            thing.push(("shown_as", text(p.label.clone())));
            thing.push(("at", Datum::At(p.created_ms)));
            thing.push(("written", text(p.body.clone())));
            thing.push(("read_as", Datum::Words(p.shown.clone())));
            let of_post: Vec<Thing> = pictures
                .iter()
                .filter(|f| f.post_id == Some(p.id))
                .map(|f| {
                    vec![
                        ("file", Datum::Files(vec![file(&p.number, f)])),
                        ("alt", text(f.alt.clone())),
                    ]
                })
                .collect();
            if !of_post.is_empty() {
                thing.push(("photos", Datum::Things(of_post)));
            }
            let said: Vec<Thing> = answers
                .iter()
                .filter(|a| p.opening && a.thread_id == p.thread_id)
                .map(|a| {
                    vec![
                        ("by", text(a.label.clone())),
                        ("position", text(a.position.clone())),
                        ("unit", text(a.unit_name.clone())),
                        ("at", Datum::At(a.created_ms)),
                        ("read_as", Datum::Words(a.shown.clone())),
                    ]
                })
                .collect();
            if !said.is_empty() {
                thing.push(("answers", Datum::Things(said)));
            }
            thing
        },
    );
    // The names that the things were given.
    for thing in &part.things {
        let number = thing.iter().find_map(|(name, d)| match d {
            Datum::Text(number) if *name == "number" => Some(number),
            _ => None,
        });
        files.push(number.cloned().unwrap_or_default());
    }
    for f in &pictures {
        let of = ids.iter().position(|id| Some(*id) == f.post_id);
        if let Some(number) = of.and_then(|i| files.get(i)) {
            part.photos.push((f.id, file(number, f)));
        }
    }
    Ok(part)
}

/// A photo's name in the archive.
fn file(number: &str, f: &photos::Info) -> String {
    let id = f.id.0.simple().to_string();
    let end = id.get(20..).unwrap_or("");
    format!("foto/{number}-{end}.jpg")
}

async fn ratings(app: &App, me: AccountId, city: &City, after: Option<RatingId>) -> Result<Part> {
    let rater = app.keys.hash(Purpose::Rater, &format!("account {me}"));
    let rows = mine::ratings(app.store.read(), &rater, after, PAGE).await?;
    Ok(paged(
        rows,
        |r| r.id.to_string(),
        |r| {
            let mut thing = vec![
                ("unit", text(unit_name(city, r.unit_id))),
                ("service", text(service_name(city, r.service_id))),
                ("day", text(r.day)),
            ];
            thing.extend(r.overall.map(|n| ("overall", Datum::Number(n))));
            let elements = [r.u1, r.u2, r.u3, r.u4, r.u5, r.u6, r.u7, r.u8, r.u9];
            const NAMES: [&str; 9] = ["u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"];
            for (name, mark) in NAMES.into_iter().zip(elements) {
                thing.extend(mark.map(|n| (name, Datum::Number(n))));
            }
            thing.push(("counted", Datum::Flag(!r.excluded)));
            thing.push(("at", Datum::At(r.created_ms)));
            thing
        },
    ))
}

async fn supports(app: &App, viewer: &Viewer, after: Option<ThreadId>) -> Result<Part> {
    let who = app.supporter(viewer).unwrap_or_default();
    let rows = mine::supports(app.store.read(), &who, after, PAGE).await?;
    Ok(paged(
        rows,
        |s| s.thread_id.to_string(),
        |s| {
            vec![
                ("number", text(s.number)),
                ("title", text(s.title)),
                ("at", Datum::At(s.created_ms)),
            ]
        },
    ))
}

async fn reports(app: &App, viewer: &Viewer, after: Option<ReportId>) -> Result<Part> {
    let who = app.supporter(viewer).unwrap_or_default();
    let rows = mine::reports(app.store.read(), &who, after, PAGE).await?;
    Ok(paged(
        rows,
        |r| r.id.to_string(),
        |r| {
            vec![
                ("number", text(r.number)),
                ("rule", kind("rule", r.rule.as_str())),
                ("note", text(r.note)),
                ("state", kind("report-state", r.state.as_str())),
                ("at", Datum::At(r.created_ms)),
            ]
        },
    ))
}

async fn decisions(app: &App, me: AccountId, after: Option<ActionId>) -> Result<Part> {
    let rows = mine::decisions(app.store.read(), me, after, PAGE).await?;
    Ok(paged(
        rows,
        |d| d.id.to_string(),
        |d| {
            let mut thing = vec![
                ("number", text(d.number)),
                ("decision", kind("decision", d.decision.as_str())),
            ];
            thing.extend(d.rule.map(|r| ("rule", kind("rule", r.as_str()))));
            thing.push(("note", text(d.note)));
            thing.push(("at", Datum::At(d.created_ms)));
            thing.extend(d.undone_ms.map(|at| ("undone", Datum::At(at))));
            thing.extend(d.appeal.map(|a| ("appeal", text(a))));
            if let Some(state) = d.appeal_state {
                thing.push(("state", kind("appeal-state", state.as_str())));
            }
            thing
        },
    ))
}

async fn sanctions(app: &App, me: AccountId) -> Result<Part> {
    let rows = mine::sanctions(app.store.read(), me).await?;
    Ok(all(rows
        .into_iter()
        .map(|s| {
            let mut thing = vec![
                ("kind", kind("decision", s.kind.as_str())),
                ("since", Datum::At(s.starts_ms)),
            ];
            thing.extend(s.ends_ms.map(|at| ("until", Datum::At(at))));
            thing.extend(s.lifted_ms.map(|at| ("undone", Datum::At(at))));
            thing
        })
        .collect()))
}

async fn mails(app: &App, me: AccountId, after: Option<OutboxId>) -> Result<Part> {
    let db = app.store.read();
    let account = accounts::by_id(db, me).await?.ok_or(Error::NotFound)?;
    let rows = mine::mails(db, &account.email, after, PAGE).await?;
    Ok(paged(
        rows,
        |m| m.id.to_string(),
        |m| {
            let mut thing = vec![
                ("about", kind("mail-purpose", &m.purpose)),
                ("at", Datum::At(m.created_ms)),
            ];
            thing.extend(m.sent_ms.map(|at| ("sent", Datum::At(at))));
            thing
        },
    ))
}

async fn acts(app: &App, me: AccountId, after: i64) -> Result<Part> {
    let rows = mine::acts(app.store.read(), me, after, PAGE).await?;
    Ok(paged(
        rows,
        |a| a.place.to_string(),
        |a| {
            let key = format!("audit-act-{}", audit::key(&a.act));
            vec![("act", Datum::Kind(a.act, key)), ("at", Datum::At(a.at_ms))]
        },
    ))
}
