//! The admin's page of the audit log.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::Instant;
use crate::store::accounts;
use crate::store::audit::{self, Filter};

/// Entries on a page.
const A_PAGE: usize = 50;

#[derive(Clone, Debug)]
pub struct Entry {
    pub place: i64,
    pub at: Instant,
    /// Empty: the command line or a job.
    pub who: String,
    pub act: String,
    pub subject: String,
    pub detail: String,
    /// The first digits of the entry's hash, by which two copies can be compared.
    pub chain: String,
}

/// What the page is asked for, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub act: String,
    /// An address.
    pub who: String,
    /// ISO dates in the city's zone, both included.
    pub from: String,
    pub until: String,
    pub before: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Log {
    pub entries: Vec<Entry>,
    pub next: Option<i64>,
    /// Whether a filter was given that means nothing: an unknown address, no date.
    pub passed_over: bool,
}

fn check(viewer: &Viewer) -> Result<()> {
    if policy::may(Action::SeeAudit, viewer, &Subject::default()) {
        Ok(())
    } else {
        Err(policy::refused(Action::SeeAudit, viewer))
    }
}

/// # Errors
/// Forbidden or sign-in needed for who is no admin.
pub async fn log(app: &App, viewer: &Viewer, asked: &Asked) -> Result<Log> {
    check(viewer)?;
    let db = app.store.read();
    let mut passed_over = false;
    let actor = match asked.who.trim() {
        "" => None,
        who => {
            let found = accounts::by_email(db, &who.to_lowercase()).await?;
            passed_over |= found.is_none();
            found.map(|a| a.id)
        }
    };
    let mut day = |text: &str, plus: i64| -> Option<Instant> {
        if text.trim().is_empty() {
            return None;
        }
        let start = text.trim().parse::<jiff::civil::Date>().ok().and_then(|d| {
            let day = d.checked_add(jiff::Span::new().days(plus)).ok()?;
            app.config.zone.to_timestamp(day.at(0, 0, 0, 0)).ok()
        });
        passed_over |= start.is_none();
        start.map(Instant::from_jiff)
    };
    let filter = Filter {
        from: day(&asked.from, 0),
        until: day(&asked.until, 1),
        act: Some(asked.act.clone()).filter(|a| !a.is_empty()),
        actor,
    };
    let mut rows = audit::page(db, &filter, asked.before, A_PAGE as u64 + 1).await?;
    let more = rows.len() > A_PAGE;
    rows.truncate(A_PAGE);
    let mut ids: Vec<_> = rows.iter().filter_map(|r| r.actor).collect();
    ids.sort();
    ids.dedup();
    let people = accounts::by_ids(db, &ids).await?;
    Ok(Log {
        passed_over,
        next: rows.last().filter(|_| more).map(|r| r.place),
        entries: rows
            .into_iter()
            .map(|r| Entry {
                place: r.place,
                at: r.at_ms,
                who: r
                    .actor
                    .and_then(|a| people.iter().find(|p| p.id == a))
                    .map_or_else(String::new, |p| p.name.clone()),
                act: r.act,
                subject: r.subject,
                detail: r.detail,
                chain: r.chain.chars().take(12).collect(),
            })
            .collect(),
    })
}

/// Reads the whole chain: how many entries it has, or `None` if it is broken (the server's log says
/// where).
///
/// # Errors
/// As [`log`].
pub async fn verify(app: &App, viewer: &Viewer) -> Result<Option<i64>> {
    check(viewer)?;
    match audit::verify(app.store.read()).await {
        Ok(n) => Ok(Some(n)),
        Err(Error::Conflict(_)) => Ok(None),
        Err(e) => Err(e),
    }
}
