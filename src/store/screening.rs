//! What is looked at before a text is published: what its writer has sent lately, whether others
//! sent the same, and how it came. Traces are kept for days only.

use super::entity::{address_key, screening, trace};
use super::{Count, Tx, row, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, PostId, RatingId, ServiceId, ThreadId, TraceId};
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
};

/// Who writes, as far as it is known: an account, or else a browser.
#[derive(Copy, Clone, Debug)]
pub enum Writer<'a> {
    Account(AccountId),
    Visitor(&'a str),
}

impl Writer<'_> {
    fn column(self) -> (&'static str, sea_orm::Value) {
        match self {
            Writer::Account(id) => ("w.account_id", id.into()),
            Writer::Visitor(hash) => ("w.visitor", hash.to_owned().into()),
        }
    }
}

/// A post that the writer has sent.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Sent {
    pub post_id: PostId,
    pub number: String,
    pub title: String,
    pub opening: bool,
    pub body: String,
    pub created_ms: Instant,
    pub thread_visibility: Visibility,
    pub hidden: bool,
}

/// The writer's newest posts since, at most `limit`.
pub async fn sent<C: ConnectionTrait>(
    db: &C,
    writer: Writer<'_>,
    since: Instant,
    limit: u64,
) -> Result<Vec<Sent>> {
    let (column, value) = writer.column();
    Ok(rows(
        db,
        &format!(
            "SELECT p.id AS post_id, t.number, t.title, p.opening, p.body, p.created_ms,
                t.visibility AS thread_visibility, (p.visibility = 'hidden') AS hidden
             FROM authorship w JOIN post p ON p.id = w.post_id JOIN thread t ON t.id = w.thread_id
             WHERE {column} = $1 AND p.created_ms > $2
             ORDER BY w.post_id DESC LIMIT {limit}"
        ),
        [value, since.into()],
    )
    .await?)
}

/// What addresses have sent.
#[derive(Copy, Clone, Debug, Default, FromQueryResult)]
pub struct FromAddress {
    pub n: i64,
    pub withheld: i64,
}

fn listed(addresses: &[String], first: usize) -> (String, Vec<sea_orm::Value>) {
    let list: Vec<String> = (0..addresses.len())
        .map(|i| format!("${}", i + first))
        .collect();
    let values = addresses.iter().map(|a| a.clone().into()).collect();
    (list.join(", "), values)
}

/// Posts from any of these address hashes since, and how many of those that are traced at all were
/// withheld.
pub async fn from_address<C: ConnectionTrait>(
    db: &C,
    addresses: &[String],
    since: Instant,
) -> Result<FromAddress> {
    if addresses.is_empty() {
        return Ok(FromAddress::default());
    }
    let (list, more) = listed(addresses, 2);
    let mut values = vec![since.into()];
    values.extend(more);
    let found: Option<FromAddress> = row(
        db,
        &format!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN x.created_ms > $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS n,
                CAST(COALESCE(SUM(CASE WHEN p.visibility = 'hidden'
                    OR (p.opening AND t.visibility IN ('refused', 'hidden')) THEN 1 ELSE 0 END), 0)
                    AS BIGINT) AS withheld
             FROM trace x JOIN post p ON p.id = x.subject JOIN thread t ON t.id = p.thread_id
             WHERE x.address IN ({list}) AND x.what = 'post'"
        ),
        values,
    )
    .await?;
    Ok(found.unwrap_or_default())
}

/// Posts since with the same sketch.
pub async fn copies<C: ConnectionTrait>(db: &C, sketch: i64, since: Instant) -> Result<i64> {
    if sketch == 0 {
        return Ok(0);
    }
    let found: Option<Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM trace WHERE what = 'post' AND sketch = $1 AND created_ms > $2",
        [sketch.into(), since.into()],
    )
    .await?;
    Ok(found.map_or(0, |c| c.n))
}

/// Posts since, of the whole city: at most `most` are counted.
pub async fn posts_since<C: ConnectionTrait>(db: &C, since: Instant, most: i64) -> Result<i64> {
    let found: Option<Count> = row(
        db,
        &format!(
            "SELECT COUNT(*) AS n FROM (SELECT 1 FROM trace
             WHERE what = 'post' AND created_ms > $1 LIMIT {most}) q"
        ),
        [since.into()],
    )
    .await?;
    Ok(found.map_or(0, |c| c.n))
}

/// Notes how a post came.
pub async fn trace_post(
    tx: &Tx,
    post: PostId,
    address: Option<String>,
    sketch: i64,
    at: Instant,
) -> Result<()> {
    insert_trace(
        tx,
        trace::Model {
            id: TraceId::new(),
            what: "post".to_owned(),
            subject: post.0,
            address,
            sketch,
            value: None,
            created_ms: at,
        },
    )
    .await
}

/// Notes how a rating of a service came; the trace has the rating's identifier.
pub async fn trace_rating(
    tx: &Tx,
    rating: RatingId,
    service: ServiceId,
    address: Option<String>,
    value: i64,
    at: Instant,
) -> Result<()> {
    insert_trace(
        tx,
        trace::Model {
            id: TraceId(rating.0),
            what: "rating".to_owned(),
            subject: service.0,
            address,
            sketch: 0,
            value: Some(value),
            created_ms: at,
        },
    )
    .await
}

async fn insert_trace(tx: &Tx, model: trace::Model) -> Result<()> {
    trace::Entity::insert(model.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Ratings of a service since: from some addresses, of these the lowest and highest, and all.
#[derive(Copy, Clone, Debug, Default, FromQueryResult)]
pub struct RecentRatings {
    pub from_place: i64,
    pub lowest: i64,
    pub highest: i64,
    pub n: i64,
    pub total: i64,
}

pub async fn recent_ratings<C: ConnectionTrait>(
    db: &C,
    service: ServiceId,
    addresses: &[String],
    since: Instant,
) -> Result<RecentRatings> {
    if addresses.is_empty() {
        return Ok(RecentRatings::default());
    }
    let (list, more) = listed(addresses, 3);
    let mut values = vec![service.into(), since.into()];
    values.extend(more);
    let found: Option<RecentRatings> = row(
        db,
        &format!(
            "SELECT CAST(COALESCE(SUM(here), 0) AS BIGINT) AS from_place,
                CAST(COALESCE(SUM(CASE WHEN mark = 1 THEN here ELSE 0 END), 0) AS BIGINT) AS lowest,
                CAST(COALESCE(SUM(CASE WHEN mark = 4 THEN here ELSE 0 END), 0) AS BIGINT) AS highest,
                COUNT(*) AS n, CAST(COALESCE(SUM(mark), 0) AS BIGINT) AS total
             FROM (SELECT value AS mark, CASE WHEN address IN ({list}) THEN 1 ELSE 0 END AS here
                FROM trace WHERE subject = $1 AND what = 'rating' AND created_ms > $2) q"
        ),
        values,
    )
    .await?;
    Ok(found.unwrap_or_default())
}

/// Ratings of a service with a mark from some addresses since, the newest first, that have not been
/// brought to the moderators' desk yet.
pub async fn ratings_from<C: ConnectionTrait>(
    db: &C,
    service: ServiceId,
    addresses: &[String],
    mark: i64,
    since: Instant,
    limit: u64,
) -> Result<Vec<RatingId>> {
    #[derive(FromQueryResult)]
    struct Found {
        id: RatingId,
    }
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let (list, more) = listed(addresses, 4);
    let mut values = vec![service.into(), since.into(), mark.into()];
    values.extend(more);
    let found: Vec<Found> = rows(
        db,
        &format!(
            "SELECT x.id FROM trace x WHERE x.subject = $1 AND x.what = 'rating'
                AND x.created_ms > $2 AND x.value = $3 AND x.address IN ({list})
                AND NOT EXISTS (SELECT 1 FROM queue_item q WHERE q.rating_id = x.id)
             ORDER BY x.created_ms DESC, x.id DESC LIMIT {limit}"
        ),
        values,
    )
    .await?;
    Ok(found.into_iter().map(|f| f.id).collect())
}

/// Keeps why a post was held.
pub async fn insert(tx: &Tx, model: screening::Model) -> Result<()> {
    screening::Entity::insert(model.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Why posts of a thread were held.
pub async fn of_thread<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
) -> Result<Vec<screening::Model>> {
    Ok(screening::Entity::find()
        .filter(screening::Column::ThreadId.eq(thread))
        .all(db)
        .await?)
}

/// Why some posts were held.
pub async fn of_posts<C: ConnectionTrait>(
    db: &C,
    posts: &[PostId],
) -> Result<Vec<screening::Model>> {
    Ok(screening::Entity::find()
        .filter(screening::Column::PostId.is_in(posts.iter().copied()))
        .all(db)
        .await?)
}

/// The keys of the last days; there are as many as days that are kept.
pub async fn address_keys<C: ConnectionTrait>(db: &C) -> Result<Vec<address_key::Model>> {
    Ok(address_key::Entity::find().all(db).await?)
}

/// Keeps a key for a day, if the day has none yet.
pub async fn put_address_key<C: ConnectionTrait>(
    db: &C,
    day: &str,
    content: &str,
    now: Instant,
) -> Result<()> {
    run(
        db,
        "INSERT INTO address_key (day, content, created_ms) VALUES ($1, $2, $3)
         ON CONFLICT (day) DO NOTHING",
        [day.into(), content.into(), now.into()],
    )
    .await?;
    Ok(())
}
