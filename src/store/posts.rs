//! Posts of a timeline, and who wrote them.

use super::entity::{authorship, first_answer, outcome, post};
use super::generations::Tag;
use super::{Count, Tx, row, run};
use crate::domain::error::Result;
use crate::domain::ids::{AccountId, PostId, ThreadId, UnitId};
use crate::domain::moderation::Rule;
use crate::domain::sentiment::{Mentions, Polarity};
use crate::domain::thread::{PostKind, PostVisibility};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

/// A post, with who wrote it where a person did.
pub async fn insert(
    tx: &mut Tx,
    post: post::Model,
    author: Option<(Option<AccountId>, Option<String>)>,
) -> Result<()> {
    let (id, thread_id, opening) = (post.id, post.thread_id, post.opening);
    post::Entity::insert(post.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    if let Some((account_id, visitor)) = author {
        let model = authorship::Model {
            post_id: id,
            thread_id,
            opening,
            account_id,
            visitor,
        };
        authorship::Entity::insert(model.into_active_model())
            .exec_without_returning(&**tx)
            .await?;
    }
    tx.touch(Tag::Thread(thread_id));
    Ok(())
}

/// What a thread's first official answer took; kept whatever becomes of the thread.
pub async fn insert_first_answer(tx: &Tx, answer: first_answer::Model) -> Result<()> {
    first_answer::Entity::insert(answer.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// How an answered case ended; kept whatever becomes of the thread.
pub async fn insert_outcome(tx: &Tx, outcome: outcome::Model) -> Result<()> {
    outcome::Entity::insert(outcome.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

pub async fn by_id<C: ConnectionTrait>(db: &C, id: PostId) -> Result<Option<post::Model>> {
    Ok(post::Entity::find_by_id(id).one(db).await?)
}

pub async fn opening<C: ConnectionTrait>(db: &C, thread: ThreadId) -> Result<Option<post::Model>> {
    Ok(post::Entity::find()
        .filter(post::Column::ThreadId.eq(thread))
        .filter(post::Column::Opening.eq(true))
        .one(db)
        .await?)
}

/// A thread's timeline from after the given place on, oldest first; without what waits for a
/// moderator or was refused. `notes` adds internal notes.
pub async fn timeline<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
    notes: bool,
    after: Option<(Instant, PostId)>,
    limit: u64,
) -> Result<Vec<post::Model>> {
    use post::Column as P;
    let mut find = post::Entity::find()
        .filter(P::ThreadId.eq(thread))
        .filter(P::Visibility.is_in([PostVisibility::Public, PostVisibility::Hidden]));
    if !notes {
        find = find.filter(P::Kind.ne(PostKind::Note));
    }
    if let Some((at, id)) = after {
        find = find.filter(
            Condition::any()
                .add(P::CreatedMs.gt(at))
                .add(Condition::all().add(P::CreatedMs.eq(at)).add(P::Id.gt(id))),
        );
    }
    Ok(find
        .order_by_asc(P::CreatedMs)
        .order_by_asc(P::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// What the unit has said last in a thread: an answer or a question.
pub async fn last_spoken<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
) -> Result<Option<post::Model>> {
    use post::Column as P;
    Ok(post::Entity::find()
        .filter(P::ThreadId.eq(thread))
        .filter(P::Kind.is_in([PostKind::Official, PostKind::Question]))
        .order_by_desc(P::CreatedMs)
        .order_by_desc(P::Id)
        .one(db)
        .await?)
}

/// Whether the unit has ever asked the author something in this thread.
pub async fn has_asked<C: ConnectionTrait>(db: &C, thread: ThreadId) -> Result<bool> {
    use post::Column as P;
    Ok(post::Entity::find()
        .filter(P::ThreadId.eq(thread))
        .filter(P::Kind.eq(PostKind::Question))
        .one(db)
        .await?
        .is_some())
}

/// As [`last_spoken`], of several threads.
pub async fn last_spoken_of<C: ConnectionTrait>(
    db: &C,
    threads: &[ThreadId],
) -> Result<Vec<(ThreadId, PostId)>> {
    #[derive(FromQueryResult)]
    struct Row {
        thread_id: ThreadId,
        id: PostId,
    }
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    let list = super::placeholders(1, threads.len(), 1);
    let all: Vec<Row> = super::rows(
        db,
        &format!(
            "SELECT thread_id, id FROM (
                SELECT thread_id, id, ROW_NUMBER() OVER (
                    PARTITION BY thread_id ORDER BY created_ms DESC, id DESC) AS place
                FROM post WHERE thread_id IN {list} AND kind IN ('official', 'question')) p
             WHERE place = 1"
        ),
        threads.iter().map(|t| sea_orm::Value::from(*t)),
    )
    .await?;
    Ok(all.into_iter().map(|r| (r.thread_id, r.id)).collect())
}

/// What citizens have written in a thread after its opening.
pub async fn replies_by_citizens<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
) -> Result<Vec<post::Model>> {
    Ok(post::Entity::find()
        .filter(post::Column::ThreadId.eq(thread))
        .filter(post::Column::Kind.eq(PostKind::Citizen))
        .filter(post::Column::Opening.eq(false))
        .all(db)
        .await?)
}

/// Who wrote the thread's opening post.
pub async fn opener<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
) -> Result<Option<authorship::Model>> {
    Ok(authorship::Entity::find()
        .filter(authorship::Column::ThreadId.eq(thread))
        .filter(authorship::Column::Opening.eq(true))
        .one(db)
        .await?)
}

/// Who wrote the opening posts of some threads.
pub async fn openers<C: ConnectionTrait>(
    db: &C,
    threads: &[ThreadId],
) -> Result<Vec<authorship::Model>> {
    Ok(authorship::Entity::find()
        .filter(authorship::Column::ThreadId.is_in(threads.iter().copied()))
        .filter(authorship::Column::Opening.eq(true))
        .all(db)
        .await?)
}

pub async fn author_of<C: ConnectionTrait>(
    db: &C,
    post: PostId,
) -> Result<Option<authorship::Model>> {
    Ok(authorship::Entity::find_by_id(post).one(db).await?)
}

/// Whether this account or browser has had a thread published that still stands.
pub async fn has_published<C: ConnectionTrait>(
    db: &C,
    account: Option<AccountId>,
    visitor: Option<&str>,
) -> Result<bool> {
    if account.is_none() && visitor.is_none() {
        return Ok(false);
    }
    let known: Option<Count> = row(
        db,
        "SELECT CAST(1 AS BIGINT) AS n FROM authorship w JOIN thread t ON t.id = w.thread_id
         WHERE w.opening AND (w.account_id = $1 OR w.visitor = $2)
            AND t.visibility = 'public' LIMIT 1",
        [account.into(), visitor.map(str::to_owned).into()],
    )
    .await?;
    Ok(known.is_some())
}

/// A reply becomes the opening of another thread; who wrote it stays.
pub async fn make_opening(tx: &mut Tx, reply: &post::Model, thread: ThreadId) -> Result<()> {
    for statement in [
        "UPDATE post SET thread_id = $1, opening = TRUE, by_author = TRUE WHERE id = $2",
        "UPDATE authorship SET thread_id = $1, opening = TRUE WHERE post_id = $2",
        "UPDATE photo SET thread_id = $1 WHERE post_id = $2",
        "UPDATE named SET thread_id = $1 WHERE post_id = $2",
        "UPDATE screening SET thread_id = $1 WHERE post_id = $2",
    ] {
        run(&**tx, statement, [thread.into(), reply.id.into()]).await?;
    }
    tx.touch(Tag::Thread(reply.thread_id));
    tx.touch(Tag::Thread(thread));
    Ok(())
}

/// Shows or hides a post.
pub async fn set_visibility(
    tx: &mut Tx,
    post: &post::Model,
    visibility: PostVisibility,
    rule: Option<Rule>,
) -> Result<()> {
    run(
        &**tx,
        "UPDATE post SET visibility = $1, hidden_rule = $2 WHERE id = $3",
        [visibility.into(), rule.into(), post.id.into()],
    )
    .await?;
    tx.touch(Tag::Thread(post.thread_id));
    Ok(())
}

/// Rewrites what readers see of a post; what was written stays.
pub async fn set_shown(tx: &mut Tx, post: &post::Model, shown: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE post SET shown = $1 WHERE id = $2",
        [shown.into(), post.id.into()],
    )
    .await?;
    tx.touch(Tag::Thread(post.thread_id));
    Ok(())
}

/// Takes steps out of the timeline that a decision had put there.
pub async fn drop_steps(tx: &mut Tx, thread: ThreadId, steps: &[PostId]) -> Result<()> {
    post::Entity::delete_many()
        .filter(post::Column::ThreadId.eq(thread))
        .filter(post::Column::Kind.eq(PostKind::Status))
        .filter(post::Column::Id.is_in(steps.iter().copied()))
        .exec(&**tx)
        .await?;
    tx.touch(Tag::Thread(thread));
    Ok(())
}

/// What of a thread waits for a moderator or was refused, oldest first; at most `limit`.
pub async fn waiting<C: ConnectionTrait>(
    db: &C,
    thread: ThreadId,
    limit: u64,
) -> Result<Vec<post::Model>> {
    Ok(super::rows(
        db,
        &format!(
            "SELECT * FROM post WHERE thread_id = $1 AND visibility IN ('held', 'refused')
             ORDER BY created_ms, id LIMIT {limit}"
        ),
        [thread.into()],
    )
    .await?)
}

/// What stands before a post in its thread, the newest first; without internal notes.
pub async fn before<C: ConnectionTrait>(
    db: &C,
    post: &post::Model,
    limit: u64,
) -> Result<Vec<post::Model>> {
    use post::Column as P;
    Ok(post::Entity::find()
        .filter(P::ThreadId.eq(post.thread_id))
        .filter(P::Kind.is_in([PostKind::Citizen, PostKind::Official]))
        .filter(
            Condition::any().add(P::CreatedMs.lt(post.created_ms)).add(
                Condition::all()
                    .add(P::CreatedMs.eq(post.created_ms))
                    .add(P::Id.lt(post.id)),
            ),
        )
        .order_by_desc(P::CreatedMs)
        .order_by_desc(P::Id)
        .limit(limit)
        .all(db)
        .await?)
}

#[derive(FromQueryResult)]
struct At {
    created_ms: Instant,
    id: PostId,
}

/// The place in a timeline after which a post stands; none for the first.
pub async fn just_before<C: ConnectionTrait>(
    db: &C,
    post: &post::Model,
) -> Result<Option<(Instant, PostId)>> {
    let found: Option<At> = row(
        db,
        "SELECT created_ms, id FROM post WHERE thread_id = $1 AND (created_ms, id) < ($2, $3)
            AND kind <> 'note' AND visibility IN ('public', 'hidden')
         ORDER BY created_ms DESC, id DESC LIMIT 1",
        [
            post.thread_id.into(),
            post.created_ms.into(),
            post.id.into(),
        ],
    )
    .await?;
    Ok(found.map(|at| (at.created_ms, at.id)))
}

/// How many texts an account has written since then.
pub async fn written_since<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    since: Instant,
) -> Result<i64> {
    let counted: Option<Count> = row(
        db,
        "SELECT COUNT(*) AS n FROM authorship w JOIN post p ON p.id = w.post_id
         WHERE w.account_id = $1 AND p.created_ms >= $2 AND p.kind = 'citizen'",
        [account.into(), since.into()],
    )
    .await?;
    Ok(counted.map_or(0, |c| c.n))
}

/// A public opening post of a unit. Who wrote it is for telling writers apart only.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OpeningPost {
    pub number: String,
    pub title: String,
    pub supports: i64,
    pub shown: String,
    pub polarity: Option<Polarity>,
    pub certainty: Option<f64>,
    pub elements: Option<Mentions>,
    pub corrected_ms: Option<Instant>,
    pub account_id: Option<AccountId>,
    pub visitor: Option<String>,
}

/// Opening posts of a unit's public threads listed in a span, the newest first; at most `limit`.
pub async fn openings_of_unit<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    from: Instant,
    to: Instant,
    limit: u64,
) -> Result<Vec<OpeningPost>> {
    Ok(super::rows(
        db,
        &format!(
            "SELECT t.number, t.title, t.supports, p.shown, p.polarity, p.certainty,
                p.elements, p.corrected_ms, w.account_id, w.visitor
             FROM (SELECT id, number, title, supports, listed_ms FROM thread
                WHERE unit_id = $1 AND visibility = 'public' AND listed_ms >= $2 AND listed_ms < $3
                ORDER BY listed_ms DESC, id DESC LIMIT {limit}) t
             JOIN post p ON p.thread_id = t.id AND p.opening AND p.visibility = 'public'
             LEFT JOIN authorship w ON w.post_id = p.id
             ORDER BY t.listed_ms DESC, t.id DESC"
        ),
        [unit.into(), from.into(), to.into()],
    )
    .await?)
}

/// What a public thread opens with now, beside its number.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ShownNow {
    pub number: String,
    pub title: String,
    /// Safe HTML, masked.
    pub shown: String,
}

/// What everyone may read now at the head of these threads; those that are covered are not among
/// them.
pub async fn openings_shown<C: ConnectionTrait>(
    db: &C,
    numbers: &[String],
) -> Result<Vec<ShownNow>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    Ok(super::rows(
        db,
        &format!(
            "SELECT t.number, t.title, p.shown FROM thread t
             JOIN post p ON p.thread_id = t.id AND p.opening AND p.visibility = 'public'
             WHERE t.visibility = 'public' AND t.number IN {}",
            super::placeholders(1, numbers.len(), 1)
        ),
        numbers.iter().map(|n| n.as_str().into()),
    )
    .await?)
}

/// Who wrote several posts.
pub async fn authors_of<C: ConnectionTrait>(
    db: &C,
    posts: &[PostId],
) -> Result<Vec<authorship::Model>> {
    Ok(authorship::Entity::find()
        .filter(authorship::Column::PostId.is_in(posts.iter().copied()))
        .all(db)
        .await?)
}

/// What a public thread opens with.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Opening {
    pub title: String,
    /// Safe HTML, masked.
    pub shown: String,
}

/// Openings of a unit's public threads, the newest of each slice of time, at most `each` of one:
/// spread over the whole time, however many there are. Slices are from and before, in order.
pub async fn sample<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    slices: &[(Instant, Instant)],
    each: u64,
) -> Result<Vec<Opening>> {
    if slices.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<sea_orm::Value> = vec![unit.into()];
    let mut parts = Vec::new();
    for (n, (from, before)) in slices.iter().enumerate() {
        let at = values.len() + 1;
        parts.push(format!(
            "SELECT * FROM (SELECT id, title FROM thread
                WHERE unit_id = $1 AND visibility = 'public'
                    AND listed_ms >= ${at} AND listed_ms < ${}
                ORDER BY listed_ms DESC, id DESC LIMIT {each}) s{n}",
            at + 1
        ));
        values.extend([(*from).into(), (*before).into()]);
    }
    Ok(super::rows(
        db,
        &format!(
            "SELECT t.title, p.shown FROM ({}) t JOIN post p ON p.thread_id = t.id
             WHERE p.opening AND p.visibility = 'public'",
            parts.join(" UNION ALL ")
        ),
        values,
    )
    .await?)
}

/// Posts by their identifiers.
pub async fn of_ids<C: ConnectionTrait>(db: &C, ids: &[PostId]) -> Result<Vec<post::Model>> {
    Ok(post::Entity::find()
        .filter(post::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}
