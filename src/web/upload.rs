//! Forms with files (`multipart/form-data`): words go into memory, within the limit of any form;
//! files go to the disk, each within its own, into files without a name that are gone when closed.

use super::context::Context;
use super::form::Fields;
use crate::domain::error::Error;
use crate::media::MAX_BYTES;
use actix_multipart::{Field, Multipart};
use actix_web::web::Payload;
use futures_util::StreamExt;
use std::fs::File;
use std::time::Duration;
use tokio::io::AsyncWriteExt;

/// Bytes of a whole form at most: four files that are too long are read to their end, so that this
/// can be said beside each of them.
const WHOLE: u64 = 64 << 20;
/// How long a form may take to come: 8 MiB at 256 kbit/s.
const PATIENCE: Duration = Duration::from_secs(270);
/// Parts of a form at most.
const PARTS: usize = 200;

/// A file of a form.
pub struct SentFile {
    pub field: String,
    pub name: String,
    /// `None`: longer than [`MAX_BYTES`].
    pub content: Option<File>,
    /// This address has sent as many as it may for now; the file was not kept.
    pub too_many: bool,
}

/// Why a form could not be read.
pub enum Refusal {
    TooLarge,
    NotText,
    /// The form's token is missing or forged, which is known before any file is taken.
    Stale,
    Failed(Error),
}

/// What was read, as far as it could be.
#[derive(Default)]
pub struct Sent {
    pub fields: Fields,
    pub files: Vec<SentFile>,
    pub refusal: Option<Refusal>,
}

/// Reads a form with files.
pub async fn read(ctx: &Context, payload: Payload) -> Sent {
    let mut sent = Sent::default();
    let done = tokio::time::timeout(PATIENCE, take(ctx, payload, &mut sent)).await;
    sent.refusal = match done {
        Ok(Ok(())) => None,
        Ok(Err(refusal)) => Some(refusal),
        Err(_) => Some(Refusal::TooLarge),
    };
    sent
}

async fn take(ctx: &Context, payload: Payload, sent: &mut Sent) -> Result<(), Refusal> {
    let mut form = Multipart::new(ctx.req.headers(), payload);
    let mut whole = 0;
    let mut words = 0;
    let mut parts = 0;
    while let Some(part) = form.next().await {
        let part = part.map_err(|_| Refusal::NotText)?;
        parts += 1;
        if parts > PARTS {
            return Err(Refusal::TooLarge);
        }
        let field = part.name().unwrap_or("").to_owned();
        let name = part
            .content_disposition()
            .and_then(|d| d.get_filename())
            .map(str::to_owned);
        match name {
            None => {
                let text = text(ctx, part, &mut words).await?;
                whole += text.len() as u64;
                let text = String::from_utf8(text).map_err(|_| Refusal::NotText)?;
                sent.fields.push(field, text);
            }
            Some(name) => {
                if !ctx.csrf_good(sent.fields.get("_csrf")) {
                    return Err(Refusal::Stale);
                }
                if let Some(file) = file(ctx, part, field, name, &mut whole).await? {
                    sent.files.push(file);
                }
            }
        }
    }
    Ok(())
}

async fn text(ctx: &Context, mut part: Field, words: &mut usize) -> Result<Vec<u8>, Refusal> {
    let mut text = Vec::new();
    while let Some(bytes) = part.next().await {
        let bytes = bytes.map_err(|_| Refusal::NotText)?;
        *words += bytes.len();
        if *words > ctx.app().config.body_limit {
            return Err(Refusal::TooLarge);
        }
        text.extend_from_slice(&bytes);
    }
    Ok(text)
}

/// `None` for a field in which no file was chosen.
async fn file(
    ctx: &Context,
    mut part: Field,
    field: String,
    name: String,
    whole: &mut u64,
) -> Result<Option<SentFile>, Refusal> {
    let mut into: Option<tokio::fs::File> = None;
    let mut too_many = false;
    let mut length = 0;
    while let Some(bytes) = part.next().await {
        let bytes = bytes.map_err(|_| Refusal::NotText)?;
        length += bytes.len() as u64;
        *whole += bytes.len() as u64;
        if *whole > WHOLE {
            return Err(Refusal::TooLarge);
        }
        if length > MAX_BYTES || too_many {
            into = None;
            continue;
        }
        let file = match &mut into {
            Some(file) => file,
            None => {
                too_many = ctx.site.limits.check_photo(&ctx.req).is_err();
                if too_many {
                    continue;
                }
                into.insert(nameless(ctx).await.map_err(failed)?)
            }
        };
        file.write_all(&bytes).await.map_err(failed)?;
    }
    if length == 0 {
        return Ok(None);
    }
    let content = match into {
        Some(mut file) => {
            file.flush().await.map_err(failed)?;
            Some(file.into_std().await)
        }
        None => None,
    };
    Ok(Some(SentFile {
        field,
        name,
        content,
        too_many,
    }))
}

/// In the data folder: the system's folder for such files is often memory.
pub async fn nameless(ctx: &Context) -> std::io::Result<tokio::fs::File> {
    let folder = ctx.app().config.data_dir.clone();
    let file = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&folder)?;
        tempfile::tempfile_in(folder)
    })
    .await
    .map_err(std::io::Error::other)??;
    Ok(tokio::fs::File::from_std(file))
}

fn failed(e: std::io::Error) -> Refusal {
    Refusal::Failed(Error::Internal(format!("an upload: {e}")))
}
