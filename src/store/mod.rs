//! The only place that knows SQL: entities, one file an aggregate, and [`Store`], which opens
//! either database and hands out transactions.

pub mod absences;
pub mod accounts;
pub mod appeals;
pub mod audit;
pub mod backup;
pub mod bulk;
mod copy;
pub mod corrections;
pub mod digests;
pub mod drafts;
pub mod entity;
pub mod erasure;
pub mod error;
pub mod events;
pub mod files;
pub mod following;
pub mod generations;
pub mod guide;
pub mod hooks;
pub mod inbox;
pub mod lead;
pub mod lists;
pub mod mailing;
pub mod merges;
pub mod mine;
pub mod moderation;
pub mod named;
pub mod news;
pub mod notifications;
pub mod onboarding;
pub mod photos;
pub mod places;
pub mod plans;
pub mod posts;
pub mod queue;
pub mod ratings;
pub mod record;
pub mod recount;
pub mod retention;
pub mod returns;
pub mod revisions;
pub mod rollups;
pub mod schedules;
pub mod screening;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod templates;
pub mod threads;
pub mod tokens;
pub mod uploads;
mod values;
pub mod vocabulary;
pub mod ways_in;

use crate::domain::error::{Error, Result};
use generations::{Generations, Tag};
use migration::MigratorTrait;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value, sqlx,
};
use std::sync::Arc;
use std::time::Duration;

/// How to open the database.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite://path` or `postgres://…`.
    pub url: String,
    /// Connections at most (readers, with SQLite; its writer is one more).
    pub connections: u32,
    /// How long a request waits for a connection or a lock.
    pub patience: Duration,
    /// A command beside a running server: tells it of changes through the database.
    pub tool: bool,
}

/// The database.
#[derive(Clone)]
pub struct Store {
    url: Arc<str>,
    write: DatabaseConnection,
    read: DatabaseConnection,
    generations: Arc<Generations>,
    /// Names this process to other instances.
    instance: Arc<str>,
    tool: bool,
}

/// A transaction that remembers what it touches. Dropped without [`Tx::commit`], nothing happens.
pub struct Tx {
    inner: DatabaseTransaction,
    touched: Vec<Tag>,
    generations: Arc<Generations>,
    instance: Arc<str>,
    tool: bool,
}

impl Store {
    /// Opens the database; makes a SQLite file that does not exist. Does not migrate.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if it can't be reached, [`Error::Internal`] if the address is no
    /// address of a database.
    pub async fn open(options: &Options) -> Result<Store> {
        let sqlite = options.url.starts_with("sqlite:");
        let (write, read) = if sqlite {
            (
                Database::connect(sqlite_options(options, 1, false)).await?,
                Database::connect(sqlite_options(options, options.connections, true)).await?,
            )
        } else {
            let mut o = ConnectOptions::new(options.url.clone());
            o.max_connections(options.connections)
                .acquire_timeout(options.patience)
                .connect_timeout(options.patience)
                .test_before_acquire(false)
                .sqlx_logging(false)
                .map_sqlx_postgres_opts({
                    // A lock is waited for no longer than a connection.
                    let patience = format!("{}ms", options.patience.as_millis());
                    move |o| o.options([("lock_timeout", patience.as_str())])
                });
            let pool = Database::connect(o).await?;
            (pool.clone(), pool)
        };
        Ok(Store {
            url: options.url.as_str().into(),
            write,
            read,
            generations: Arc::default(),
            instance: uuid::Uuid::now_v7().simple().to_string().into(),
            tool: options.tool,
        })
    }

    /// Brings the schema up to this version, all steps or none; another instance that does the
    /// same meanwhile waits for the end of it.
    pub async fn migrate(&self) -> Result<()> {
        let tx = self.write.begin().await?;
        if self.backend() == DbBackend::Postgres {
            tx.execute_unprepared(
                "SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(7305804402)",
            )
            .await?;
        }
        migration::Migrator::up(&tx, None).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether the schema is of this version; `None` if there is none yet.
    pub async fn is_current(&self) -> Result<Option<bool>> {
        let applied = migration::Migrator::get_applied_migrations(&self.write).await?;
        if applied.is_empty() {
            return Ok(None);
        }
        Ok(Some(
            applied.len() == migration::Migrator::migrations().len(),
        ))
    }

    /// A write transaction. With SQLite it holds the one writer from its start.
    pub async fn begin(&self) -> Result<Tx> {
        let inner = self
            .write
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await?;
        Ok(Tx {
            inner,
            touched: Vec::new(),
            generations: self.generations.clone(),
            instance: self.instance.clone(),
            tool: self.tool,
        })
    }

    /// For reads outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For migrations and maintenance.
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    pub fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }

    pub fn generations(&self) -> &Generations {
        &self.generations
    }

    /// A name for this process, unique among instances.
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// Tells of the text of each statement from now on, for who counts the work of an act.
    pub fn observe(&mut self, told: impl Fn(&str) + Send + Sync + Clone + 'static) {
        for connection in [&mut self.read, &mut self.write] {
            let told = told.clone();
            connection.set_metric_callback(move |info| told(&info.statement.sql));
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.read
            .query_one_raw(Statement::from_string(self.backend(), "SELECT 1"))
            .await?;
        Ok(())
    }

    /// Closes every connection; with SQLite the write-ahead log is folded into the file.
    pub async fn close(self) -> Result<()> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

fn sqlite_options(options: &Options, connections: u32, read_only: bool) -> ConnectOptions {
    let patience = options.patience;
    let mut o = ConnectOptions::new(options.url.clone());
    o.max_connections(connections)
        .min_connections(1)
        .acquire_timeout(patience)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |o| {
            use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
            o.create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // A post that was acknowledged is on the disk, not in the system's cache.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(patience)
                .pragma("cache_size", "-16384")
                .pragma("temp_store", "memory")
                .pragma("query_only", if read_only { "on" } else { "off" })
        });
    o
}

impl Tx {
    /// Notes that `tag` will have changed once this commits.
    pub fn touch(&mut self, tag: Tag) {
        if !self.touched.contains(&tag) {
            self.touched.push(tag);
        }
    }

    /// Commits; then, before returning, whatever was kept of the touched things is void, here and
    /// (by a notification that PostgreSQL sends with the commit) in the other instances.
    pub async fn commit(self) -> Result<()> {
        if !self.touched.is_empty() {
            self.tell_others().await?;
        }
        self.inner.commit().await?;
        for tag in self.touched {
            self.generations.bump(tag);
        }
        Ok(())
    }

    async fn tell_others(&self) -> Result<(), DbErr> {
        match self.inner.get_database_backend() {
            DbBackend::Postgres => {
                let mut news: Vec<String> = self.touched.iter().map(|t| t.to_wire()).collect();
                // PostgreSQL takes 8,000 bytes a notification.
                if news.len() > 200 {
                    news = vec![Tag::Everything.to_wire()];
                }
                let text = format!("{} {}", self.instance, news.join(" "));
                run(
                    &self.inner,
                    "SELECT pg_notify('palanta', $1)",
                    [text.into()],
                )
                .await?;
            }
            _ if self.tool => news::leave_word(&self.inner, &self.instance).await?,
            _ => {}
        }
        Ok(())
    }
}

impl std::ops::Deref for Tx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

/// Runs one statement written for both databases (`$1`, `$2` …); returns the rows it changed.
pub(crate) async fn run<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// Reads rows by a statement written for both databases.
pub(crate) async fn rows<T: sea_orm::FromQueryResult, C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    T::find_by_statement(statement).all(db).await
}

/// Reads one row, or none.
pub(crate) async fn row<T: sea_orm::FromQueryResult, C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    T::find_by_statement(statement).one(db).await
}

/// `($1, $2), ($3, $4)`: placeholders for `rows` rows of `columns` values, from `$first` on.
pub(crate) fn placeholders(rows: usize, columns: usize, first: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 5);
    for r in 0..rows {
        text.push_str(if r == 0 { "(" } else { ", (" });
        for c in 0..columns {
            if c > 0 {
                text.push_str(", ");
            }
            text.push('$');
            text.push_str(&(first + r * columns + c).to_string());
        }
        text.push(')');
    }
    text
}

/// A count that came as the database's own integer.
#[derive(sea_orm::FromQueryResult)]
pub(crate) struct Count {
    pub n: i64,
}

/// Turns "no row" into [`Error::NotFound`].
pub(crate) fn found<T>(row: Option<T>) -> Result<T> {
    row.ok_or(Error::NotFound)
}
