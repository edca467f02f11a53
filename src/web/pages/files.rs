use crate::queries::files as query;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::header::{
    self, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
};

/// GET /utas/{number}/berkas/{hash}: always a download, never something that a browser could take for
/// a page of ours.
pub async fn show(ctx: Ctx) -> Outcome {
    let (number, hash) = (ctx.part("number"), ctx.part("hash"));
    let file = query::download(ctx.app(), &ctx.viewer, number, hash).await?;
    let kept = if file.public {
        "public, max-age=31536000, s-maxage=300, immutable"
    } else {
        "private, no-store"
    };
    let plain: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii() { c } else { '_' })
        .collect();
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename(plain),
            DispositionParam::FilenameExt(ExtendedValue {
                charset: header::Charset::Ext("UTF-8".to_owned()),
                language_tag: None,
                value: file.name.into_bytes(),
            }),
        ],
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header(disposition)
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, kept))
        .body(file.bytes))
}
