//! A unit's digests as they were sent, who reads them, and what is planned.

use super::digest;
use crate::app::App;
use crate::domain::digest::plan::PlanStep;
use crate::domain::digest::{Edition, Every, Period, Thing};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, EditionId, FollowUpId, UnitId};
use crate::domain::person::{Role, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::Instant;
use crate::store::entity::{digest_edition, follow_up};
use crate::store::{accounts, digests, plans};

const A_PAGE: usize = 20;

/// The unit, and what the viewer may do there.
#[derive(Clone, Debug)]
pub struct Place {
    pub id: UnitId,
    pub slug: String,
    pub name: String,
    pub may_plan: bool,
    pub may_resend: bool,
    pub may_name: bool,
    /// May send it to another reader than themselves.
    pub may_choose_reader: bool,
}

/// # Errors
/// Forbidden or sign-in needed; [`Error::NotFound`] for an unknown unit.
pub async fn place(app: &App, viewer: &Viewer, slug: &str) -> Result<Place> {
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(slug);
    let subject = Subject {
        unit: unit.map(|u| u.id),
        own: false,
    };
    let may = |action| policy::may(action, viewer, &subject);
    if !may(Action::SeeDigests) {
        return Err(policy::refused(Action::SeeDigests, viewer));
    }
    let unit = unit.ok_or(Error::NotFound)?;
    Ok(Place {
        id: unit.id,
        slug: unit.slug.clone(),
        name: unit.name.clone(),
        may_plan: may(Action::PlanFollowUp),
        may_resend: may(Action::ResendDigest),
        may_name: may(Action::NameDeputy),
        may_choose_reader: may(Action::ManageMail),
    })
}

/// An edition in a list.
#[derive(Clone, Debug)]
pub struct Line {
    pub period: Period,
    pub made: Instant,
    pub thing: Option<Thing>,
    pub quiet: bool,
}

/// What happened to a plan.
#[derive(Clone, Debug)]
pub struct StepLine {
    pub kind: PlanStep,
    pub note: String,
    pub due: String,
    pub by: String,
    pub at: Instant,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub id: FollowUpId,
    pub period: String,
    pub thing: Option<Thing>,
    pub action: String,
    pub due: String,
    pub open: bool,
    pub overdue: bool,
    pub steps: Vec<StepLine>,
}

/// Whether digests reach a reader.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    Sent {
        weekly: bool,
        monthly: bool,
    },
    /// They wish none, or have stopped them.
    Stopped,
    /// Mail to their address comes back.
    Returned,
}

#[derive(Clone, Debug)]
pub struct ReaderLine {
    pub account: AccountId,
    pub name: String,
    pub role: Role,
    pub reach: Reach,
    pub me: bool,
}

/// The archive's page.
#[derive(Clone, Debug)]
pub struct Archive {
    pub place: Place,
    pub lines: Vec<Line>,
    pub next: Option<(Instant, EditionId)>,
    pub plans: Vec<Plan>,
    pub plans_next: Option<(Instant, FollowUpId)>,
    pub readers: Vec<ReaderLine>,
    /// Staff of the unit who could be named deputies.
    pub nameable: Vec<(AccountId, String)>,
}

/// # Errors
/// Those of [`place`].
pub async fn archive(
    app: &App,
    viewer: &Viewer,
    slug: &str,
    before: Option<(Instant, EditionId)>,
    plans_before: Option<(Instant, FollowUpId)>,
) -> Result<Archive> {
    let place = place(app, viewer, slug).await?;
    let db = app.store.read();
    let mut kept = digests::editions(db, place.id, before, A_PAGE as u64 + 1).await?;
    let more = kept.len() > A_PAGE;
    kept.truncate(A_PAGE);
    let next = kept.last().filter(|_| more).map(|e| (e.made_ms, e.id));
    let mut found = plans::page(db, place.id, plans_before, A_PAGE as u64 + 1).await?;
    let more = found.len() > A_PAGE;
    found.truncate(A_PAGE);
    let plans_next = found.last().filter(|_| more).map(|p| (p.made_ms, p.id));
    let readers = reader_lines(viewer, digests::readers_of(db, place.id).await?);
    let nameable = if place.may_name {
        nameable(app, place.id).await?
    } else {
        Vec::new()
    };
    Ok(Archive {
        lines: kept.iter().map(line).collect::<Result<_>>()?,
        next,
        plans: with_steps(app, found).await?,
        plans_next,
        readers,
        nameable,
        place,
    })
}

fn read(kept: &digest_edition::Model) -> Result<Edition> {
    serde_json::from_str(&kept.content)
        .map_err(|e| Error::Internal(format!("digest {}: {e}", kept.id)))
}

fn line(kept: &digest_edition::Model) -> Result<Line> {
    let edition = read(kept)?;
    Ok(Line {
        period: edition.period,
        made: kept.made_ms,
        quiet: edition.is_quiet(),
        thing: edition.choice.map(|c| c.thing),
    })
}

async fn with_steps(app: &App, found: Vec<follow_up::Model>) -> Result<Vec<Plan>> {
    let ids: Vec<FollowUpId> = found.iter().map(|p| p.id).collect();
    let mut steps = plans::steps(app.store.read(), &ids).await?;
    let today = app.day(app.now());
    Ok(found
        .into_iter()
        .map(|p| Plan {
            steps: steps
                .extract_if(.., |s| s.follow_up_id == p.id)
                .map(|s| StepLine {
                    kind: s.kind,
                    note: s.note,
                    due: s.due,
                    by: s.name,
                    at: s.at_ms,
                })
                .collect(),
            open: p.ended_ms.is_none(),
            overdue: p.ended_ms.is_none() && p.due < today,
            id: p.id,
            period: p.period,
            thing: p.thing.as_deref().and_then(Thing::parse),
            action: p.action,
            due: p.due,
        })
        .collect())
}

fn reader_lines(viewer: &Viewer, found: Vec<digests::Reader>) -> Vec<ReaderLine> {
    let me = viewer.account_id();
    found
        .into_iter()
        .map(|r| {
            let (weekly, monthly) = (r.weekly.unwrap_or(true), r.monthly.unwrap_or(true));
            ReaderLine {
                account: r.account_id,
                me: Some(r.account_id) == me,
                name: r.name,
                role: r.role,
                reach: if r.returns_ms.is_some() {
                    Reach::Returned
                } else if r.stopped_ms.is_some() || (!weekly && !monthly) {
                    Reach::Stopped
                } else {
                    Reach::Sent { weekly, monthly }
                },
            }
        })
        .collect()
}

async fn nameable(app: &App, unit: UnitId) -> Result<Vec<(AccountId, String)>> {
    let here = accounts::grants_on(app.store.read(), unit).await?;
    let leads = |account| {
        here.iter()
            .any(|g| g.account_id == account && g.role != Role::Staff)
    };
    Ok(here
        .iter()
        .filter(|g| g.role == Role::Staff && !leads(g.account_id))
        .map(|g| (g.account_id, g.name.clone()))
        .collect())
}

/// To whom an edition went.
#[derive(Clone, Debug)]
pub struct DeliveryLine {
    pub name: String,
    pub made: Instant,
    pub sent: Option<Instant>,
    pub failed: bool,
    /// Sent once more, because someone asked.
    pub again: bool,
}

/// One digest, as it is kept.
#[derive(Clone, Debug)]
pub struct Shown {
    pub place: Place,
    pub edition: Edition,
    pub deliveries: Vec<DeliveryLine>,
    pub readers: Vec<ReaderLine>,
}

/// # Errors
/// Those of [`place`]; [`Error::NotFound`] if none of this period is kept.
pub async fn shown(app: &App, viewer: &Viewer, slug: &str, period: &str) -> Result<Shown> {
    let place = place(app, viewer, slug).await?;
    let db = app.store.read();
    let kept = digests::edition(db, place.id, period)
        .await?
        .ok_or(Error::NotFound)?;
    let deliveries = digests::deliveries(db, place.id, period).await?;
    let found = digests::readers_of(db, place.id).await?;
    let to: Vec<&str> = found.iter().map(|r| r.email.as_str()).collect();
    let again = digests::again(db, place.id, period, &to).await?;
    let readers = reader_lines(viewer, found);
    let again = again.into_iter().filter_map(|a| {
        let account = a.dedup.split(':').nth(2).and_then(AccountId::parse)?;
        let reader = readers.iter().find(|r| r.account == account)?;
        Some(DeliveryLine {
            name: reader.name.clone(),
            made: a.created_ms,
            sent: a.sent_ms,
            failed: a.failed_ms.is_some() && a.sent_ms.is_none(),
            again: true,
        })
    });
    Ok(Shown {
        edition: digest::uncovered(app, read(&kept)?).await?,
        deliveries: deliveries
            .into_iter()
            .map(|d| DeliveryLine {
                name: d.name,
                made: d.created_ms,
                sent: d.sent_ms,
                failed: d.failed_ms.is_some() && d.sent_ms.is_none(),
                again: false,
            })
            .chain(again)
            .collect(),
        readers,
        place,
    })
}

/// What the digest of the running week or month would say if it were made now. It is kept nowhere.
///
/// # Errors
/// Those of [`place`].
pub async fn preview(
    app: &App,
    viewer: &Viewer,
    slug: &str,
    every: Every,
) -> Result<(Place, Edition)> {
    let place = place(app, viewer, slug).await?;
    let period = Period::of(every, app.now().day(&app.config.zone));
    let edition = digest::edition(app, place.id, period).await?;
    Ok((place, edition))
}
