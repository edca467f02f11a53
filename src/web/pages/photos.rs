use crate::domain::ids::{FileId, PhotoId};
use crate::flows::files;
use crate::flows::photos::{Changes, FIELDS};
use crate::flows::uploads::{Content, Sent};
use crate::queries::photos as query;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use crate::web::upload::SentFile;
use actix_web::HttpResponse;
use actix_web::http::header;

/// What a form says of its photos. The files can be taken once.
pub fn changes(ctx: &Ctx) -> Changes {
    of_photos(ctx, ctx.take_files())
}

/// What an answer's form says of its photos and its files (PDF).
pub fn both(ctx: &Ctx) -> (Changes, files::Changes) {
    let (other, pictures): (Vec<SentFile>, Vec<SentFile>) = ctx
        .take_files()
        .into_iter()
        .partition(|f| files::FIELDS.contains(&f.field.as_str()));
    let changes = files::Changes {
        drop: ctx
            .fields
            .starting("drop-file-")
            .filter_map(|(id, _)| FileId::parse(id))
            .collect(),
        add: other.into_iter().map(|file| sent(file, "")).collect(),
    };
    (of_photos(ctx, pictures), changes)
}

fn sent(file: SentFile, alt: &str) -> Sent {
    Sent {
        name: file.name,
        alt: alt.to_owned(),
        content: match file.content {
            _ if file.too_many => Content::TooMany,
            Some(file) => Content::File(file),
            None => Content::TooLong,
        },
    }
}

fn of_photos(ctx: &Ctx, files: Vec<SentFile>) -> Changes {
    let f = &ctx.fields;
    let add = files
        .into_iter()
        .filter_map(|file| {
            let slot = FIELDS.iter().position(|name| *name == file.field)?;
            Some(sent(file, f.get(&format!("alt{}", slot + 1))))
        })
        .collect();
    Changes {
        drop: f
            .starting("drop-")
            .filter_map(|(id, _)| PhotoId::parse(id))
            .collect(),
        alts: f
            .starting("alt-")
            .filter_map(|(id, alt)| Some((PhotoId::parse(id)?, alt.to_owned())))
            .collect(),
        add,
    }
}

/// GET /utas/{number}/foto/{hash}. The address names the content, so whoever has it need not ask
/// again. Caches that people share ask after five minutes, since a moderator may have hidden it; what not
/// everyone may see they never keep.
pub async fn show(ctx: Ctx) -> Outcome {
    let (number, hash) = (ctx.part("number"), ctx.part("hash"));
    let picture = query::picture(ctx.app(), &ctx.viewer, number, hash).await?;
    let kept = if picture.public {
        "public, max-age=31536000, s-maxage=300, immutable"
    } else {
        "private, no-store"
    };
    Ok(jpeg(&format!("{number}-{hash}"), kept, picture.bytes))
}

/// GET /tulis/foto/{photo}
pub async fn draft(ctx: Ctx) -> Outcome {
    let bytes = query::draft(ctx.app(), &ctx.viewer, ctx.part("photo")).await?;
    Ok(jpeg("foto", "private, no-store", bytes))
}

/// Always the type that we wrote, and nothing that a browser could take for a page.
fn jpeg(name: &str, kept: &'static str, bytes: Vec<u8>) -> HttpResponse {
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/jpeg"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{name}.jpg\""),
        ))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ))
        .insert_header((header::CACHE_CONTROL, kept))
        .body(bytes)
}
