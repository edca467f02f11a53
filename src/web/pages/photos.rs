use crate::domain::ids::PhotoId;
use crate::flows::photos::{Changes, Content, FIELDS, Sent};
use crate::queries::photos as query;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::header;

/// What a form says of its photos. The files can be taken once.
pub fn changes(ctx: &Ctx) -> Changes {
    let f = &ctx.fields;
    let add = ctx
        .take_files()
        .into_iter()
        .filter_map(|file| {
            let slot = FIELDS.iter().position(|name| *name == file.field)?;
            Some(Sent {
                name: file.name,
                alt: f.owned(&format!("alt{}", slot + 1)),
                content: match file.content {
                    _ if file.too_many => Content::TooMany,
                    Some(file) => Content::File(file),
                    None => Content::TooLong,
                },
            })
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
