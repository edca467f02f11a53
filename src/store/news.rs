//! Hearing of changes made elsewhere: other instances (PostgreSQL), commands beside the server (SQLite).

use super::Store;
use super::generations::{Generations, Tag};
use super::settings;
use crate::domain::error::Result;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, sqlx};
use std::time::Duration;

/// The setting that a command beside the server changes with each transaction.
const WORD: &str = "news";

pub(super) async fn leave_word<C: ConnectionTrait>(db: &C, instance: &str) -> Result<(), DbErr> {
    let word = format!("{instance} {}", uuid::Uuid::now_v7().simple());
    settings::set(db, WORD, &word).await
}

impl Store {
    /// Listens until the task is dropped. While nothing can be heard, nothing kept is used.
    pub async fn listen(self) {
        match self.backend() {
            DbBackend::Postgres => self.listen_postgres().await,
            _ => self.poll_word().await,
        }
    }

    async fn listen_postgres(self) {
        loop {
            if let Err(e) = self.hear().await {
                tracing::warn!(error = %e, "cannot hear other instances; keeping nothing in memory");
            }
            self.generations().set_hearing(false);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn hear(&self) -> Result<(), sqlx::Error> {
        // A connection of its own: the pool may be of one.
        let mut listener = sqlx::postgres::PgListener::connect(&self.url).await?;
        listener.listen("palanta").await?;
        self.generations().set_hearing(true);
        // `None`: the connection broke, so something may have been missed.
        while let Some(notification) = listener.try_recv().await? {
            apply(self.generations(), notification.payload(), self.instance());
        }
        Ok(())
    }

    async fn poll_word(self) {
        let mut last: Option<Option<String>> = None;
        loop {
            match settings::get(self.read(), WORD).await {
                Ok(word) => {
                    if last.as_ref().is_some_and(|l| *l != word) {
                        self.generations().bump(Tag::Everything);
                    }
                    last = Some(word);
                }
                Err(e) => tracing::warn!(error = %e, "cannot look for changes by other commands"),
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

fn apply(generations: &Generations, payload: &str, instance: &str) {
    let mut words = payload.split(' ');
    if words.next() == Some(instance) {
        return; // our own, bumped at the commit
    }
    for word in words {
        generations.bump(Tag::from_wire(word));
    }
}
