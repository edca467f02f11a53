//! Backup and restore. A backup is a SQLite file whichever database it was made from, and may be
//! restored into either.

use super::{Options, Store};
use crate::domain::error::{Error, Result};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use std::path::Path;
use std::time::Duration;

/// How a backup's own file is opened.
fn file_options(path: &str) -> Options {
    Options {
        url: format!("sqlite://{path}"),
        connections: 1,
        patience: Duration::from_secs(5),
        tool: true,
    }
}

impl Store {
    /// Writes a consistent copy to `file` while the server goes on.
    ///
    /// # Errors
    /// [`Error::Internal`] with a text for the command line: the file exists, or the copy is not
    /// sound.
    pub async fn backup(&self, file: &Path) -> Result<()> {
        if file.exists() {
            return Err(Error::Internal(format!(
                "{} exists already",
                file.display()
            )));
        }
        let path = text(file)?;
        match self.backend() {
            DbBackend::Sqlite => {
                let statement = Statement::from_sql_and_values(
                    DbBackend::Sqlite,
                    "VACUUM INTO $1",
                    [path.into()],
                );
                self.write().execute_raw(statement).await?;
            }
            _ => {
                let copy = Store::open(&file_options(path)).await?;
                copy.migrate().await?;
                let copied = self.copy_into(&copy, false).await;
                copy.close().await?;
                if let Err(e) = copied {
                    // Half a backup is worse than none.
                    let _ = std::fs::remove_file(file);
                    return Err(e);
                }
            }
        }
        check(file).await
    }

    /// Puts the rows of a backup into this database. One of an older version is brought up to
    /// date first, in a copy at `scratch`.
    ///
    /// # Errors
    /// [`Error::Conflict`] if this database holds something and `replace` is not given;
    /// [`Error::Internal`] if the backup is not sound.
    pub async fn restore(&self, file: &Path, scratch: &Path, replace: bool) -> Result<()> {
        check(file).await?;
        std::fs::copy(file, scratch).map_err(|e| Error::Internal(e.to_string()))?;
        let backup = Store::open(&file_options(text(scratch)?)).await?;
        backup.migrate().await?;
        let copied = backup.copy_into(self, replace).await;
        backup.close().await?;
        copied
    }
}

fn text(path: &Path) -> Result<&str> {
    path.to_str()
        .ok_or_else(|| Error::Internal("the path is not text".into()))
}

#[derive(FromQueryResult)]
struct Check {
    integrity_check: String,
}

/// Whether a file is a sound database of ours.
///
/// # Errors
/// [`Error::Internal`] with what is wrong.
pub async fn check(file: &Path) -> Result<()> {
    if !file.is_file() {
        return Err(Error::Internal(format!("{} is no file", file.display())));
    }
    let url = format!("sqlite://{}?mode=ro", file.display());
    let db = sea_orm::Database::connect(url).await?;
    let sound: Option<Check> = super::row(&db, "PRAGMA integrity_check", []).await?;
    let ours = super::settings::get(&db, "secret").await;
    db.close().await?;
    match sound {
        Some(c) if c.integrity_check == "ok" => {}
        _ => {
            return Err(Error::Internal(format!("{} is damaged", file.display())));
        }
    }
    ours.map(|_| ())
        .map_err(|_| Error::Internal(format!("{} is no database of Palanta", file.display())))
}
