//! Erasing an account: where a person can stand in the database, and what becomes of each place.

use super::entity::{account, digest_edition, erasure, outbox};
use super::generations::Tag;
use super::{Count, Tx, row, rows, run};
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, EditionId, OutboxId, PostId, ThreadId};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

/// By what a person is found in a column.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum By {
    Account,
    Email,
    /// Keyed hashes of the account, each for its purpose.
    Supporter,
    Rater,
    Uploader,
}

/// What becomes of the rows.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The row goes.
    Removed,
    /// The column is emptied; the row is about something else.
    Emptied,
    /// The row is counted for somebody, who is from then on someone random.
    Renamed,
    /// Gone before, post by post (`flows/erase`), since what stands there depends on the post.
    ByPost,
    /// What was done in office stays with the office: the account that it points at is left without
    /// name and address. Only those who ever held a role stand there.
    Office,
    /// Not a person of ours: an address typed by an admin, a hash that no account makes.
    Nobody,
}

/// A column in which a person can stand.
#[derive(Copy, Clone, Debug)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub by: By,
    pub fate: Fate,
}

macro_rules! places {
    ($($table:ident . $column:ident $by:ident $fate:ident;)+) => {
        /// Every column in which a person can stand, in the order in which they are emptied. A
        /// test holds each column of the schema that points at an account, or is named as such
        /// columns are, to this list: **a new table with people in it gets its line here**.
        pub const PLACES: &[Place] = &[$(Place {
            table: stringify!($table),
            column: stringify!($column),
            by: By::$by,
            fate: Fate::$fate,
        },)+];
    };
}

places! {
    session.account_id            Account   Removed;
    login_code.email              Email     Removed;
    passkey.account_id            Account   Removed;
    ceremony.account_id           Account   Removed;
    ceremony.visitor              Account   Nobody;
    recovery_code.account_id      Account   Removed;
    second_step.account_id        Account   Removed;
    digest_wish.account_id        Account   Removed;
    digest_run.account_id         Account   Removed;
    notification.account_id       Account   Removed;
    follow.account_id             Account   Removed;
    news_wish.account_id          Account   Removed;
    saved_filter.account_id       Account   Removed;
    case_visit.account_id         Account   Removed;
    guide_seen.account_id         Account   Removed;
    absence.account_id            Account   Removed;
    absence.stand_in              Account   Removed;
    invitation.email              Email     Removed;
    attachment.owner              Uploader  Removed;
    answer_draft.owner            Uploader  Emptied;
    sanction.account_id           Account   Removed;
    outbox.recipient              Email     Removed;
    mail_trouble.email            Email     Removed;
    photo.owner                   Uploader  Removed;
    thread_contact.email          Email     Emptied;
    thread.assigned_to            Account   Emptied;
    queue_item.claimed_by         Account   Emptied;
    support.supporter             Supporter Renamed;
    report.reporter               Supporter Renamed;
    rating.rater                  Rater     Renamed;
    authorship.account_id         Account   ByPost;
    authorship.visitor            Account   ByPost;
    erasure.account_id            Account   Removed;
    role_grant.account_id         Account   Office;
    role_grant.granted_by         Account   Office;
    queue_item.not_by             Account   Office;
    queue_item.closed_by          Account   Nobody;
    report.closed_by              Account   Nobody;
    sanction.lifted_by            Account   Nobody;
    moderation_action.moderator_id Account  Office;
    correction.account_id         Account   Office;
    unit_event.account_id         Account   Office;
    schedule.made_by              Account   Office;
    release_rule.set_by           Account   Office;
    answer_draft.account_id       Account   Office;
    answer_draft.decided_by       Account   Office;
    invitation.invited_by         Account   Office;
    follow_up_step.account_id     Account   Office;
    template.created_by           Account   Office;
    webhook.created_by            Account   Office;
    api_token.created_by          Account   Office;
    word_rule.edited_by           Account   Office;
    element_rule.edited_by        Account   Office;
    audit_entry.actor             Account   Office;
}

/// How a person is known in each kind of column.
#[derive(Clone, Debug)]
pub struct Known {
    pub account: AccountId,
    pub email: String,
    pub supporter: String,
    pub rater: String,
    pub uploader: String,
}

impl Known {
    fn value(&self, by: By) -> sea_orm::Value {
        match by {
            By::Account => self.account.into(),
            By::Email => self.email.as_str().into(),
            By::Supporter => self.supporter.as_str().into(),
            By::Rater => self.rater.as_str().into(),
            By::Uploader => self.uploader.as_str().into(),
        }
    }
}

/// Asks for an erasure. `false` if one waits already.
pub async fn ask(tx: &mut Tx, model: erasure::Model) -> Result<bool> {
    let account = model.account_id;
    if of_account(&**tx, account).await?.is_some() {
        return Ok(false);
    }
    erasure::Entity::insert(model.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    tx.touch(Tag::Account(account));
    Ok(true)
}

pub async fn of_account<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
) -> Result<Option<erasure::Model>> {
    Ok(erasure::Entity::find_by_id(account).one(db).await?)
}

pub async fn by_word<C: ConnectionTrait>(db: &C, hash: &str) -> Result<Option<erasure::Model>> {
    Ok(erasure::Entity::find()
        .filter(erasure::Column::CancelHash.eq(hash))
        .one(db)
        .await?)
}

/// Cancels; `false` if none waits.
pub async fn cancel(tx: &mut Tx, account: AccountId) -> Result<bool> {
    let gone = run(
        &**tx,
        "DELETE FROM erasure WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    tx.touch(Tag::Account(account));
    Ok(gone == 1)
}

/// Erasures that are due, the oldest first.
pub async fn due<C: ConnectionTrait>(db: &C, now: Instant, n: u64) -> Result<Vec<erasure::Model>> {
    Ok(erasure::Entity::find()
        .filter(erasure::Column::DueMs.lte(now))
        .order_by_asc(erasure::Column::DueMs)
        .limit(n)
        .all(db)
        .await?)
}

/// Something the account wrote.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Written {
    pub post_id: PostId,
    pub number: String,
}

/// Some of what the account wrote; what was dealt with is no longer among it.
pub async fn written<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    limit: u64,
) -> Result<Vec<Written>> {
    Ok(rows(
        db,
        &format!(
            "SELECT w.post_id, t.number FROM authorship w JOIN thread t ON t.id = w.thread_id
             WHERE w.account_id = $1 ORDER BY w.post_id LIMIT {limit}"
        ),
        [account.into()],
    )
    .await?)
}

/// What readers saw of a post is all that is left of it: nothing behind its masks, and no label.
pub async fn strip(tx: &mut Tx, post: PostId, thread: ThreadId, body: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE post SET body = $1, label = '' WHERE id = $2",
        [body.into(), post.into()],
    )
    .await?;
    run(
        &**tx,
        "DELETE FROM photo WHERE post_id = $1 AND visibility <> 'public'",
        [post.into()],
    )
    .await?;
    tx.touch(Tag::Thread(thread));
    Ok(())
}

/// Takes a post's words and photos; `shown` stands in their place.
pub async fn remove_words(tx: &mut Tx, post: PostId, thread: ThreadId, shown: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE post SET body = '', shown = $1, label = '' WHERE id = $2",
        [shown.into(), post.into()],
    )
    .await?;
    run(&**tx, "DELETE FROM photo WHERE post_id = $1", [post.into()]).await?;
    tx.touch(Tag::Thread(thread));
    Ok(())
}

/// Takes everything that leads from a citizen's post to what was written behind its masks or before it
/// was edited.
pub async fn forget_words(tx: &mut Tx, post: PostId, thread: ThreadId) -> Result<()> {
    for statement in [
        "UPDATE appeal SET body = '' WHERE action_id IN
            (SELECT id FROM moderation_action WHERE post_id = $1)",
        "UPDATE moderation_action SET before = '' WHERE post_id = $1",
        "UPDATE queue_item SET detail = '' WHERE post_id = $1",
        "DELETE FROM post_mask WHERE post_id = $1",
        "DELETE FROM post_revision WHERE post_id = $1",
        "DELETE FROM named WHERE post_id = $1",
        "DELETE FROM screening WHERE post_id = $1",
        "DELETE FROM trace WHERE subject = $1",
    ] {
        run(&**tx, statement, [post.into()]).await?;
    }
    tx.touch(Tag::Thread(thread));
    Ok(())
}

/// Takes what leads from a post, and from a thread that it opened, to its writer.
pub async fn forget_writer(
    tx: &mut Tx,
    post: PostId,
    thread: ThreadId,
    opening: bool,
) -> Result<()> {
    run(
        &**tx,
        "DELETE FROM authorship WHERE post_id = $1",
        [post.into()],
    )
    .await?;
    if opening {
        for statement in [
            "UPDATE thread_contact SET code_hash = NULL, email = NULL WHERE thread_id = $1",
            "DELETE FROM submission WHERE thread_id = $1",
        ] {
            run(&**tx, statement, [thread.into()]).await?;
        }
    }
    tx.touch(Tag::Thread(thread));
    Ok(())
}

/// Texts kept as they were made that may quote a thread: digests, and mails that have not gone.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Quoting {
    pub id: uuid::Uuid,
    pub content: String,
}

/// Digests that name a thread.
pub async fn editions_naming<C: ConnectionTrait>(db: &C, number: &str) -> Result<Vec<Quoting>> {
    let like = format!("%\"{number}\"%");
    Ok(digest_edition::Entity::find()
        .filter(digest_edition::Column::Content.like(like))
        .all(db)
        .await?
        .into_iter()
        .map(|e| Quoting {
            id: e.id.0,
            content: e.content,
        })
        .collect())
}

/// Mails that name a thread and have not gone; those that have hold no text.
pub async fn mails_naming<C: ConnectionTrait>(db: &C, number: &str) -> Result<Vec<Quoting>> {
    let like = format!("%\"{number}\"%");
    Ok(outbox::Entity::find()
        .filter(outbox::Column::SentMs.is_null())
        .filter(outbox::Column::Content.like(like))
        .all(db)
        .await?
        .into_iter()
        .map(|m| Quoting {
            id: m.id.0,
            content: m.content,
        })
        .collect())
}

pub async fn set_edition(tx: &Tx, id: EditionId, content: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE digest_edition SET content = $1 WHERE id = $2",
        [content.into(), id.into()],
    )
    .await?;
    Ok(())
}

pub async fn set_mail(tx: &Tx, id: OutboxId, content: &str) -> Result<()> {
    run(
        &**tx,
        "UPDATE outbox SET content = $1 WHERE id = $2 AND sent_ms IS NULL",
        [content.into(), id.into()],
    )
    .await?;
    Ok(())
}

/// Whether the account ever held a role: acts in office may point at it.
async fn held_a_role(tx: &Tx, account: AccountId) -> Result<bool> {
    let counted: Option<Count> = row(
        &**tx,
        "SELECT COUNT(*) AS n FROM role_grant WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    Ok(counted.is_some_and(|c| c.n > 0))
}

/// Empties every place of the list, and the account itself. Call it when nothing is left of what the
/// account wrote.
///
/// # Errors
/// [`Error::Conflict`] if something is.
pub async fn finish(tx: &mut Tx, known: &Known) -> Result<()> {
    let account = known.account;
    if !written(&**tx, account, 1).await?.is_empty() {
        return Err(Error::Conflict("conflict-erase"));
    }
    let random = match tx.get_database_backend() {
        // Begins behind f, as no hash does: what goes through hashes passes it over.
        DbBackend::Postgres => "'x' || replace(CAST(gen_random_uuid() AS TEXT), '-', '')",
        _ => "'x' || lower(hex(randomblob(16)))",
    };
    for (statement, value) in [
        (
            "DELETE FROM mail_return WHERE outbox_id IN
                (SELECT id FROM outbox WHERE recipient = $1)",
            By::Email,
        ),
        (
            "UPDATE appeal SET body = '' WHERE action_id IN
                (SELECT action_id FROM sanction WHERE account_id = $1)",
            By::Account,
        ),
        (
            "UPDATE moderation_action SET before = '' WHERE id IN
                (SELECT action_id FROM sanction WHERE account_id = $1)",
            By::Account,
        ),
        (
            "UPDATE queue_item SET detail = '' WHERE appeal_id IN (SELECT id FROM appeal
                WHERE action_id IN (SELECT action_id FROM sanction WHERE account_id = $1))",
            By::Account,
        ),
        // A report's reason is shown where it waits too.
        (
            "UPDATE queue_item SET detail = '' WHERE post_id IN
                (SELECT post_id FROM report WHERE reporter = $1)",
            By::Supporter,
        ),
        (
            "UPDATE report SET note = '' WHERE reporter = $1",
            By::Supporter,
        ),
        (
            "DELETE FROM trace WHERE subject IN (SELECT id FROM rating WHERE rater = $1)",
            By::Rater,
        ),
    ] {
        run(&**tx, statement, [known.value(value)]).await?;
    }
    for place in PLACES {
        let (table, column) = (place.table, place.column);
        let statement = match place.fate {
            Fate::Removed => format!("DELETE FROM {table} WHERE {column} = $1"),
            Fate::Emptied => format!("UPDATE {table} SET {column} = NULL WHERE {column} = $1"),
            Fate::Renamed => format!("UPDATE {table} SET {column} = {random} WHERE {column} = $1"),
            Fate::ByPost | Fate::Office | Fate::Nobody => continue,
        };
        run(&**tx, &statement, [known.value(place.by)]).await?;
    }
    if held_a_role(tx, account).await? {
        run(
            &**tx,
            &format!("UPDATE account SET name = '', email = {random} WHERE id = $1"),
            [account.into()],
        )
        .await?;
    } else {
        account::Entity::delete_by_id(account).exec(&**tx).await?;
    }
    tx.touch(Tag::Account(account));
    tx.touch(Tag::Guide);
    Ok(())
}
