//! `palanta backup` and `palanta restore`. A backup is a SQLite file, whichever database it is of.

use super::{open_tool, say};
use crate::app::open_store;
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

/// Puts a backup in the place of the database, all of it or nothing.
///
/// # Errors
/// What was wrong; the database is untouched then.
pub async fn restore(config: Config, file: &Path, replace: bool) -> Result<(), String> {
    match config.database_url.strip_prefix("sqlite:") {
        Some(path) => {
            let path = path
                .trim_start_matches("//")
                .split('?')
                .next()
                .unwrap_or("");
            restore_file(Path::new(path), file, replace).await
        }
        None => restore_rows(config, file, replace).await,
    }
}

/// Into PostgreSQL, row by row in one transaction.
async fn restore_rows(config: Config, file: &Path, replace: bool) -> Result<(), String> {
    super::log::init_for_tool();
    super::make_data_dir(&config)?;
    let scratch = config.data_dir.join("restore.part");
    let store = open_store(&config, true).await.map_err(say)?;
    let restored = store.restore(file, &scratch, replace).await;
    for ending in ["", "-wal", "-shm"] {
        // Those that were never made can't be removed.
        let _ = std::fs::remove_file(format!("{}{ending}", scratch.display()));
    }
    restored.map_err(say)?;
    println!("the database is restored");
    store.close().await.map_err(say)
}

/// Checks the backup, then moves it into place in one step.
async fn restore_file(path: &Path, file: &Path, replace: bool) -> Result<(), String> {
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
        std::fs::rename(path, beside(".before-restore")).map_err(io)?;
    }
    for ending in ["-wal", "-shm"] {
        // They belong to the database that has been put aside.
        let _ = std::fs::remove_file(beside(ending));
    }
    std::fs::rename(&part, path).map_err(io)?;
    println!("{} is restored", path.display());
    Ok(())
}
