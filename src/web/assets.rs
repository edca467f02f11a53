//! Styles, scripts and pictures, built into the binary; addressed by their content, so that a
//! browser may keep them for ever.

use super::context::Ctx;
use super::kept::Body;
use super::routes::Outcome;
use crate::domain::error::Error;
use actix_web::HttpResponse;
use actix_web::http::header;
use rust_embed::RustEmbed;
use std::collections::HashMap;

#[derive(RustEmbed)]
#[folder = "assets/"]
#[include = "css/*"]
#[include = "js/*"]
#[include = "icons/*.svg"]
#[include = "icons/*.png"]
struct Files;

struct Asset {
    body: Body,
    mime: String,
    href: String,
}

/// All assets, read once.
pub struct Assets(HashMap<String, Asset>);

impl Assets {
    pub fn load() -> Self {
        let mut all = HashMap::new();
        for name in Files::iter() {
            let Some(file) = Files::get(&name) else {
                continue;
            };
            let hash = crate::keys::hex(&file.metadata.sha256_hash()[..6]);
            let mime = mime_guess::from_path(&*name).first_or_octet_stream();
            let mime = match mime.type_() {
                mime_guess::mime::TEXT => format!("{mime}; charset=utf-8"),
                _ => mime.to_string(),
            };
            let asset = Asset {
                body: Body::new(file.data.into_owned().into()),
                mime,
                href: format!("/assets/{name}?v={hash}"),
            };
            all.insert(name.into_owned(), asset);
        }
        Self(all)
    }

    /// The text of a script, to be completed.
    pub fn script(&self, name: &str) -> std::borrow::Cow<'_, str> {
        let asset = self.0.get(name);
        asset.map_or_else(Default::default, |a| String::from_utf8_lossy(&a.body.plain))
    }

    /// The address of an asset with its version.
    pub fn href(&self, name: &str) -> &str {
        self.0.get(name).map_or("/", |a| a.href.as_str())
    }
}

fn answer(ctx: &Ctx, name: &str) -> Outcome {
    let asset = ctx.site.assets.0.get(name).ok_or(Error::NotFound)?;
    if ctx
        .req
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|v| *v == asset.body.etag)
    {
        return Ok(HttpResponse::NotModified().finish());
    }
    let (bytes, encoding) = asset.body.encoded(ctx.req.headers());
    let versioned = ctx.here() == asset.href;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, asset.mime.clone()))
        .insert_header((header::ETAG, asset.body.etag.clone()))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((
            header::CACHE_CONTROL,
            if versioned {
                "public, max-age=31536000, immutable"
            } else {
                "public, max-age=300"
            },
        ));
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    Ok(response.body(bytes))
}

/// GET /assets/…: only names that were built in exist, so no path leads anywhere else.
pub async fn show(ctx: Ctx) -> Outcome {
    answer(&ctx, ctx.part("path"))
}

/// GET /favicon.ico, for browsers that ask without being told.
pub async fn favicon(ctx: Ctx) -> Outcome {
    answer(&ctx, "icons/favicon.svg")
}
