//! Taking one's data along: one archive with everything as JSON, the same as a page, and the photos.

use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::PhotoId;
use crate::domain::person::Viewer;
use crate::queries::my_data::{self as query, Section};
use crate::views::export;
use crate::views::locale::Locale;
use crate::views::pages::my_data as view;
use crate::web::archive::Archive;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use crate::web::upload::nameless;
use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::web::Bytes;
use futures_util::stream;
use std::io::SeekFrom;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use tokio::sync::Semaphore;

/// Archives made at once in a process: each reads all of a person's photos.
static MAKING: Semaphore = Semaphore::const_new(2);
/// Bytes in memory before they go to the disk, and read from there at once.
const BUFFER: usize = 256 * 1024;

/// GET /akun/data
pub async fn show(ctx: Ctx) -> Outcome {
    query::own(&ctx.viewer)?;
    let l = ctx.locale;
    let main = view::page(l, &ctx.csrf());
    Ok(ctx.page(&l.t("my-data-title"), main))
}

/// POST /akun/data/unduh. The archive is whole on the disk, in a file without a name, before any of it
/// goes out: what breaks off in the middle is then a page that says so, not half a file.
pub async fn download(ctx: Ctx) -> Outcome {
    query::own(&ctx.viewer)?;
    let _turn = MAKING
        .acquire()
        .await
        .map_err(|e| Error::Internal(e.to_string()))?;
    let (mut file, length) = make(&ctx).await?;
    file.seek(SeekFrom::Start(0)).await.map_err(disk)?;
    let name = format!(
        "{}-{}.zip",
        ctx.app().config.product.to_lowercase().replace(' ', "-"),
        ctx.app().day(ctx.app().now())
    );
    let ascii: String = name.chars().filter(char::is_ascii).collect();
    let body = stream::unfold(file, |mut file| async move {
        let mut bytes = vec![0; BUFFER];
        match file.read(&mut bytes).await {
            Ok(0) => None,
            Ok(n) => {
                bytes.truncate(n);
                Some((Ok(Bytes::from(bytes)), file))
            }
            Err(e) => Some((Err(e), file)),
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/zip"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", ascii.replace('"', "")),
        ))
        .body(SizedStream::new(length, body)))
}

fn disk(e: std::io::Error) -> Error {
    Error::Internal(format!("an archive: {e}"))
}

/// An archive on its way to the disk.
struct Spool {
    archive: Archive,
    file: File,
    length: u64,
    /// The page is written beside it, since archives hold one file after another.
    page: File,
}

impl Spool {
    async fn flush(&mut self, least: usize) -> Result<()> {
        if self.archive.waiting() < least {
            return Ok(());
        }
        let bytes = self.archive.take();
        self.length += bytes.len() as u64;
        self.file.write_all(&bytes).await.map_err(disk)
    }

    async fn page(&mut self, html: &str) -> Result<()> {
        self.page.write_all(html.as_bytes()).await.map_err(disk)
    }
}

async fn make(ctx: &Ctx) -> Result<(File, u64)> {
    let (app, l) = (ctx.app(), ctx.locale);
    let zone = &app.config.zone;
    let now = app.now();
    let mut spool = Spool {
        archive: Archive::new(zone.to_datetime(now.to_jiff())),
        file: nameless(ctx).await.map_err(disk)?,
        length: 0,
        page: nameless(ctx).await.map_err(disk)?,
    };
    let made = l.ta(
        "data-file-made",
        &[
            ("product", app.config.product.as_str().into()),
            ("city", app.config.city.as_str().into()),
            ("date", l.date_time(now, zone).into()),
        ],
    );
    spool
        .page(&export::head(l, &l.t("my-data-title"), &made))
        .await?;
    let mut photos = Vec::new();
    for section in Section::ALL {
        write(app, &ctx.viewer, l, *section, &mut spool, &mut photos).await?;
    }
    spool.page(export::TAIL).await?;
    spool.page.seek(SeekFrom::Start(0)).await.map_err(disk)?;
    spool.archive.begin_text("index.html").map_err(disk)?;
    let mut bytes = vec![0; BUFFER];
    loop {
        let n = spool.page.read(&mut bytes).await.map_err(disk)?;
        if n == 0 {
            break;
        }
        spool.archive.text(&bytes[..n]).map_err(disk)?;
        spool.flush(BUFFER).await?;
    }
    for (id, name) in photos {
        // One that was removed meanwhile is not there any more, and not missed.
        if let Some(bytes) = query::photo(app, &ctx.viewer, id).await? {
            spool.archive.store(&name, &bytes).map_err(disk)?;
            spool.flush(BUFFER).await?;
        }
    }
    let Spool {
        archive,
        mut file,
        length,
        ..
    } = spool;
    let last = archive.finish().map_err(disk)?;
    file.write_all(&last).await.map_err(disk)?;
    file.flush().await.map_err(disk)?;
    Ok((file, length + last.len() as u64))
}

/// Writes a section, page by page, as JSON and as a part of the page.
async fn write(
    app: &App,
    viewer: &Viewer,
    l: Locale,
    section: Section,
    spool: &mut Spool,
    photos: &mut Vec<(PhotoId, String)>,
) -> Result<()> {
    let zone = &app.config.zone;
    let name = format!("data/{}.json", section.as_str());
    spool.archive.begin_text(&name).map_err(disk)?;
    spool.archive.text(b"[").map_err(disk)?;
    spool.page(&export::begin(l, section)).await?;
    let mut empty = true;
    let mut after = None;
    loop {
        let part = query::part(app, viewer, section, after.as_deref()).await?;
        for thing in &part.things {
            let json = serde_json::to_vec_pretty(&export::machine(thing))
                .map_err(|e| Error::Internal(e.to_string()))?;
            let between: &[u8] = if empty { b"\n" } else { b",\n" };
            spool.archive.text(between).map_err(disk)?;
            spool.archive.text(&json).map_err(disk)?;
            spool.page(&export::item(l, zone, thing)).await?;
            empty = false;
        }
        photos.extend(part.photos);
        spool.flush(BUFFER).await?;
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    spool.archive.text(b"\n]\n").map_err(disk)?;
    spool.page(&export::end(l, empty)).await
}
