//! Reading the box to which undeliverable mail returns: a maildir (its `new` folder; what was read
//! goes to `cur`), or a file in mbox form, which is only read and never changed.

use super::{Desk, lease};
use crate::domain::error::{Error, Result};
use crate::domain::ids::OutboxId;
use crate::flows::returned;
use crate::mail::returned::read;
use crate::store::settings;
use std::path::{Path, PathBuf};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncSeekExt, BufReader};

/// Mails read in one go; the next ones come with the next run.
const MAILS: usize = 500;
/// Bytes read of a mail: a report's own part stands before the mail it returns.
const BYTES: u64 = 256 * 1024;
/// The setting that says how far the mbox file has been read.
const PLACE: &str = "returns";

/// How a run ended.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Mails read.
    pub mails: usize,
    /// Of these, reports of a failure of a mail of ours.
    pub noted: usize,
}

/// Reads what has come, if a box is set.
pub async fn when_due(desk: &Desk) -> Result<()> {
    if desk.app.config.mail_returns.is_none() || !lease(&desk.app, "returns").await? {
        return Ok(());
    }
    let done = run(desk).await?;
    if done.mails > 0 {
        tracing::info!(mails = done.mails, noted = done.noted, "returned mail read");
    }
    Ok(())
}

/// Reads what has come. It may run at any time and twice: each mail of ours counts once.
///
/// # Errors
/// [`Error::Unavailable`] if the box can't be read; what was noted until then stays.
pub async fn run(desk: &Desk) -> Result<Read> {
    let Some(path) = &desk.app.config.mail_returns else {
        return Ok(Read::default());
    };
    let kind = tokio::fs::metadata(path)
        .await
        .map_err(|e| unreadable(path, e))?;
    if kind.is_dir() {
        maildir(desk, path).await
    } else {
        mbox(desk, path).await
    }
}

fn unreadable(path: &Path, e: std::io::Error) -> Error {
    Error::Unavailable(format!("mail_returns {}: {e}", path.display()))
}

async fn note(desk: &Desk, raw: &[u8], done: &mut Read) -> Result<()> {
    done.mails += 1;
    if let Some(r) = read(raw)
        && returned::note(&desk.app, OutboxId(r.mail), r.verdict, &r.said).await?
    {
        done.noted += 1;
    }
    Ok(())
}

async fn maildir(desk: &Desk, path: &Path) -> Result<Read> {
    let (new, cur) = (path.join("new"), path.join("cur"));
    let mut done = Read::default();
    let mut folder = tokio::fs::read_dir(&new)
        .await
        .map_err(|e| unreadable(&new, e))?;
    let mut names: Vec<PathBuf> = Vec::new();
    while names.len() < MAILS
        && let Some(entry) = folder.next_entry().await.map_err(|e| unreadable(&new, e))?
    {
        let plain = entry.file_type().await.is_ok_and(|t| t.is_file());
        if plain && !entry.file_name().to_string_lossy().starts_with('.') {
            names.push(entry.path());
        }
    }
    tokio::fs::create_dir_all(&cur)
        .await
        .map_err(|e| unreadable(&cur, e))?;
    for file in names {
        let Some(name) = file.file_name().map(|n| n.to_string_lossy().into_owned()) else {
            continue;
        };
        let mut raw = Vec::new();
        let opened = match tokio::fs::File::open(&file).await {
            Ok(opened) => opened,
            // Someone else has taken it away meanwhile.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
            Err(e) => return Err(unreadable(&file, e)),
        };
        opened
            .take(BYTES)
            .read_to_end(&mut raw)
            .await
            .map_err(|e| unreadable(&file, e))?;
        // First noted, then put away: broken off in between, it is read again and counts once.
        note(desk, &raw, &mut done).await?;
        let read = cur.join(format!("{name}:2,S"));
        tokio::fs::rename(&file, &read)
            .await
            .map_err(|e| unreadable(&file, e))?;
    }
    Ok(done)
}

/// Reads on from where the last run began its last mail, which may not have been whole then.
async fn mbox(desk: &Desk, path: &Path) -> Result<Read> {
    let db = desk.app.store.write();
    let mut file = tokio::fs::File::open(path)
        .await
        .map_err(|e| unreadable(path, e))?;
    let length = file
        .metadata()
        .await
        .map_err(|e| unreadable(path, e))?
        .len();
    let place = settings::get(db, PLACE).await?;
    let mut place: u64 = place.and_then(|p| p.parse().ok()).unwrap_or(0);
    if place > length {
        // Emptied or replaced by another.
        place = 0;
    }
    file.seek(std::io::SeekFrom::Start(place))
        .await
        .map_err(|e| unreadable(path, e))?;
    let mut lines = BufReader::new(file);
    let (mut at, mut begun) = (place, None);
    let mut raw: Vec<u8> = Vec::new();
    let mut blank = true;
    let mut done = Read::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        // A line of any length must not fill the memory: it is read in pieces.
        let read = (&mut lines)
            .take(BYTES)
            .read_until(b'\n', &mut line)
            .await
            .map_err(|e| unreadable(path, e))? as u64;
        let ends = read == 0;
        if ends || (blank && line.starts_with(b"From ")) {
            if let Some(start) = begun {
                note(desk, &raw, &mut done).await?;
                place = start;
            }
            if ends {
                break;
            }
            if done.mails >= MAILS {
                place = at;
                break;
            }
            raw.clear();
            begun = Some(at);
        } else if begun.is_some() && (raw.len() as u64) < BYTES {
            // ">From " stands for "From " within a mail.
            let quoted = line.iter().take_while(|b| **b == b'>').count();
            let unquoted = quoted > 0 && line[quoted..].starts_with(b"From ");
            raw.extend_from_slice(if unquoted { &line[1..] } else { &line });
        }
        blank = line == b"\n" || line == b"\r\n";
        at += read;
    }
    settings::set(db, PLACE, &place.to_string()).await?;
    Ok(done)
}
