//! Backup and restore of a SQLite database. PostgreSQL has its own tools for that (pg_dump).

use super::Store;
use crate::domain::error::{Error, Result};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use std::path::Path;

impl Store {
    /// Writes a consistent copy to `file` while the server goes on.
    ///
    /// # Errors
    /// [`Error::Internal`] with a text for the command line: not SQLite, the file exists, or the
    /// copy is not sound.
    pub async fn backup(&self, file: &Path) -> Result<()> {
        if self.backend() != DbBackend::Sqlite {
            return Err(Error::Internal(
                "this database is PostgreSQL: use pg_dump".into(),
            ));
        }
        if file.exists() {
            return Err(Error::Internal(format!(
                "{} exists already",
                file.display()
            )));
        }
        let path = file
            .to_str()
            .ok_or_else(|| Error::Internal("the path is not text".into()))?;
        let statement =
            Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO $1", [path.into()]);
        self.write().execute_raw(statement).await?;
        check(file).await
    }
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
