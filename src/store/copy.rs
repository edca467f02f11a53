//! Copying a whole database into an empty one of either kind: the backup of a PostgreSQL is a
//! SQLite file, and a backup may be restored into either.

use super::{Store, bulk, entity, settings};
use crate::domain::error::{Error, Result};
use futures_util::TryStreamExt;
use sea_orm::{
    AccessMode, ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait,
    IntoActiveModel, IsolationLevel, TransactionOptions, TransactionTrait,
};

/// Rows that are in memory at once; of photos, which hold up to some hundred KiB each, fewer.
const ROWS: usize = 500;
const PHOTOS: usize = 16;

/// Every table, each after those it refers to. Leases of jobs are of the moment and stay behind.
macro_rules! tables {
    ($each:ident) => {
        $each!(
            unit,
            service,
            holiday,
            setting,
            counter,
            account,
            role_grant,
            session,
            login_code,
            erasure,
            passkey,
            ceremony,
            second_step,
            recovery_code,
            thread,
            thread_contact,
            post,
            photo,
            authorship,
            correction,
            first_answer,
            support,
            submission,
            rating,
            unit_day,
            unit_month,
            unit_event,
            report,
            moderation_action,
            appeal,
            post_mask,
            sanction,
            moderation_month,
            queue_item,
            audit_entry,
            outbox,
            digest_run,
            webhook,
            webhook_delivery,
            api_token,
            template,
            schedule,
            outcome,
            saved_filter,
            case_visit,
            release_rule,
            answer_draft,
            attachment,
            absence,
            invitation,
            guide_seen,
            thread_merge,
            digest_edition,
            digest_wish,
            follow_up,
            follow_up_step,
            mail_trouble,
            mail_return,
            thread_search,
            search_term,
            search_gram,
            word_rule,
            element_rule,
            staff_name,
            named,
            screening,
            trace,
            address_key,
            follow,
            happening,
            notification,
            news_wish,
            post_revision
        )
    };
}

impl Store {
    /// Copies every row of `self`, as it stands at one moment, into `into`, all or nothing.
    ///
    /// # Errors
    /// [`Error::Conflict`] if `into` holds something and `replace` is not given; else what the
    /// databases say.
    pub async fn copy_into(&self, into: &Store, replace: bool) -> Result<()> {
        let from = self
            .read
            .begin_with_options(TransactionOptions {
                isolation_level: (self.backend() == DbBackend::Postgres)
                    .then_some(IsolationLevel::RepeatableRead),
                access_mode: (self.backend() == DbBackend::Postgres)
                    .then_some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            })
            .await?;
        let tx = into.begin().await?;
        let to = &*tx;
        if replace {
            macro_rules! empty {
                ($($table:ident),+) => {{
                    let names = [$(stringify!($table)),+];
                    for name in names.iter().rev() {
                        to.execute_unprepared(&format!("DELETE FROM {name}")).await?;
                    }
                }};
            }
            tables!(empty);
        } else if settings::get(to, "secret").await?.is_some() {
            return Err(Error::Conflict("conflict-not-empty"));
        }
        macro_rules! copy {
            ($($table:ident),+) => {
                $(copy::<entity::$table::Entity, _>(&from, to).await?;)+
            };
        }
        tables!(copy);
        tx.commit().await
    }
}

async fn copy<E, A>(from: &DatabaseTransaction, to: &DatabaseTransaction) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A> + Send,
    A: ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = E::find().stream(from).await?;
    let most = match E::default().table_name() {
        "photo" | "attachment" => PHOTOS,
        _ => ROWS,
    };
    let mut part = Vec::with_capacity(most);
    while let Some(row) = rows.try_next().await? {
        part.push(row);
        if part.len() == most {
            bulk::insert::<E, A, _>(to, std::mem::take(&mut part)).await?;
        }
    }
    bulk::insert::<E, A, _>(to, part).await
}
