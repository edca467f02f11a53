//! `palanta backup` and `palanta restore`, for SQLite. PostgreSQL has pg_dump and pg_restore.

use super::{open_tool, say};
use crate::config::Config;
use crate::store::backup::check;
use std::path::{Path, PathBuf};

/// # Errors
/// What was wrong, for the terminal.
pub async fn backup(config: Config, file: &Path) -> Result<(), String> {
    let app = open_tool(config).await?;
    app.store.backup(file).await.map_err(say)?;
    println!("{} is whole", file.display());
    app.store.clone().close().await.map_err(say)
}

/// Checks the backup, then moves it into place in one step.
///
/// # Errors
/// What was wrong; the database is untouched then.
pub async fn restore(config: &Config, file: &Path, replace: bool) -> Result<(), String> {
    let path = config
        .database_url
        .strip_prefix("sqlite:")
        .map(|p| PathBuf::from(p.trim_start_matches("//").split('?').next().unwrap_or("")))
        .ok_or("this database is PostgreSQL: use pg_restore")?;
    check(file).await.map_err(say)?;
    let beside = |ending: &str| PathBuf::from(format!("{}{ending}", path.display()));
    if path.exists() {
        if !replace {
            return Err(format!(
                "{} exists; --replace puts it aside",
                path.display()
            ));
        }
        if beside("-wal").metadata().is_ok_and(|m| m.len() > 0) {
            return Err(format!(
                "{} is in use, or was not closed: stop the server, or start and stop it once",
                path.display()
            ));
        }
    }
    let io = |e: std::io::Error| e.to_string();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(io)?;
    }
    let part = beside(".part");
    std::fs::copy(file, &part).map_err(io)?;
    std::fs::File::open(&part)
        .and_then(|f| f.sync_all())
        .map_err(io)?;
    if path.exists() {
        std::fs::rename(&path, beside(".before-restore")).map_err(io)?;
    }
    for ending in ["-wal", "-shm"] {
        // They belong to the database that has been put aside.
        let _ = std::fs::remove_file(beside(ending));
    }
    std::fs::rename(&part, &path).map_err(io)?;
    println!("{} is restored", path.display());
    Ok(())
}
