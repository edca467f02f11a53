//! The audit chain: privileged acts, each hashed with the one before it, so that a row that is
//! changed, taken out or put in shows.

use super::entity::audit_entry;
use super::{Tx, row, settings};
use crate::domain::error::{Error, Result};
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use sea_orm::{ColumnTrait, DbBackend, FromQueryResult};
use sea_orm::{
    Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};

/// The setting that names the last entry: its place and hash.
const HEAD: &str = "audit-head";

/// A privileged act.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    pub at: Instant,
    /// Nobody: the command line or a job.
    pub actor: Option<AccountId>,
    pub act: &'a str,
    pub subject: &'a str,
    pub detail: &'a str,
}

fn link(previous: &str, place: i64, a: &Act) -> String {
    let mut h = Sha256::new();
    let actor = a.actor.map_or_else(String::new, |id| id.to_string());
    for part in [
        previous,
        &place.to_string(),
        &a.at.0.to_string(),
        &actor,
        a.act,
        a.subject,
        a.detail,
    ] {
        // Lengths keep two different acts from reading the same.
        h.update((part.len() as u64).to_be_bytes());
        h.update(part.as_bytes());
    }
    crate::keys::hex(&h.finalize())
}

/// Appends an act to the chain, in the transaction of the act itself.
pub async fn append(tx: &Tx, act: Act<'_>) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Last {
        place: i64,
        chain: String,
    }
    if tx.get_database_backend() == DbBackend::Postgres {
        // One appender at a time; held until the transaction ends.
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(7230417)")
            .await?;
    }
    let last: Option<Last> = row(
        &**tx,
        "SELECT place, chain FROM audit_entry ORDER BY place DESC LIMIT 1",
        [],
    )
    .await?;
    let (place, previous) = last.map_or((1, String::new()), |l| (l.place + 1, l.chain));
    let model = audit_entry::Model {
        place,
        at_ms: act.at,
        actor: act.actor,
        act: act.act.to_owned(),
        subject: act.subject.to_owned(),
        detail: act.detail.to_owned(),
        chain: link(&previous, place, &act),
    };
    let head = format!("{} {}", model.place, model.chain);
    audit_entry::Entity::insert(model.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    // Kept apart, so that the last rows can't go missing unseen.
    settings::set(&**tx, HEAD, &head).await?;
    Ok(())
}

/// Reads the whole chain, a thousand rows at a time.
///
/// # Errors
/// [`Error::Conflict`] if a row was changed, is missing or out of order, the last ones too; the log
/// names its place.
pub async fn verify<C: ConnectionTrait>(db: &C) -> Result<i64> {
    let (mut place, mut previous) = (0, String::new());
    loop {
        let rows = audit_entry::Entity::find()
            .filter(audit_entry::Column::Place.gt(place))
            .order_by_asc(audit_entry::Column::Place)
            .limit(1000)
            .all(db)
            .await?;
        if rows.is_empty() {
            let head = settings::get(db, HEAD).await?;
            let last = (place > 0).then(|| format!("{place} {previous}"));
            if head != last {
                tracing::error!(place, "the audit chain does not end where it should");
                return Err(Error::Conflict("conflict-audit"));
            }
            return Ok(place);
        }
        for r in rows {
            let expected = link(
                &previous,
                r.place,
                &Act {
                    at: r.at_ms,
                    actor: r.actor,
                    act: &r.act,
                    subject: &r.subject,
                    detail: &r.detail,
                },
            );
            if r.place != place + 1 || r.chain != expected {
                tracing::error!(place = place + 1, "the audit chain is broken");
                return Err(Error::Conflict("conflict-audit"));
            }
            (place, previous) = (r.place, r.chain);
        }
    }
}

/// Which entries a page shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub act: Option<String>,
    pub actor: Option<AccountId>,
    /// From this instant on, and before that one.
    pub from: Option<Instant>,
    pub until: Option<Instant>,
}

/// Entries before a place, the newest first.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    filter: &Filter,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<audit_entry::Model>> {
    use audit_entry::Column as A;
    let condition = Condition::all()
        .add_option(filter.act.as_ref().map(|a| A::Act.eq(a.as_str())))
        .add_option(filter.actor.map(|a| A::Actor.eq(a)))
        .add_option(filter.from.map(|at| A::AtMs.gte(at)))
        .add_option(filter.until.map(|at| A::AtMs.lt(at)))
        .add_option(before.map(|place| A::Place.lt(place)));
    Ok(audit_entry::Entity::find()
        .filter(condition)
        .order_by_desc(A::Place)
        .limit(limit)
        .all(db)
        .await?)
}
