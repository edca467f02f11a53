//! What a browser keeps for when there is no line, and what it needs to put the site on a home
//! screen. All of it is the same for everyone, but for the language, which the address names.

use crate::domain::error::Error;
use crate::keys::hex;
use crate::views::pages::offline as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::body::to_bytes;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::json;
use sha2::{Digest, Sha256};

const OFFLINE_SCRIPT: &str = "js/offline.js";

/// GET /luring: shown in the place of any page that can't be had. Nobody's name stands on it, whoever
/// asks: it stays in the browser when they have signed out.
pub async fn page(ctx: Ctx) -> Outcome {
    Ok(whole(&ctx))
}

fn whole(ctx: &Ctx) -> HttpResponse {
    let l = ctx.locale;
    let main = view::page(l, ctx.site.assets.href(OFFLINE_SCRIPT));
    ctx.page(&l.t("offline-title"), main)
}

/// GET /sw.js: the worker, with what it keeps. Its text changes when any of that does, which is how
/// browsers notice; so it is asked for anew each time.
pub async fn worker(ctx: Ctx) -> Outcome {
    let assets = &ctx.site.assets;
    let kept = [
        "css/app.css",
        "js/app.js",
        OFFLINE_SCRIPT,
        "icons/favicon.svg",
    ];
    let kept: Vec<&str> = kept.iter().map(|name| assets.href(name)).collect();
    let page = to_bytes(whole(&ctx).into_body()).await;
    let page = page.map_err(|e| Error::Internal(e.to_string()))?;
    let version = hex(&Sha256::digest(&page)[..6]);
    let page = format!("/luring?lang={}&v={version}", ctx.locale.lang.code());
    let script = assets
        .script("js/worker.js")
        .replace("OFFLINE = \"\"", &format!("OFFLINE = {}", json!(page)))
        .replace("KEPT = []", &format!("KEPT = {}", json!(kept)));
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/javascript; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(script))
}

/// GET /manifes.webmanifest: what the site is called and looks like as an application.
pub async fn manifest(ctx: Ctx) -> Outcome {
    let l = ctx.locale;
    let (assets, config) = (&ctx.site.assets, &ctx.app().config);
    let icon = |name: &str, size: u32, purpose: &str| json!({ "src": assets.href(name), "sizes": format!("{size}x{size}"), "type": "image/png", "purpose": purpose });
    let shortcut = |key: &str, url: &str| json!({ "name": l.t(key), "url": url });
    let manifest = json!({
        "id": "/",
        "name": format!("{} {}", config.product, config.city),
        "short_name": config.product,
        "description": l.t("frame-about"),
        "lang": l.lang.code(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf9f5",
        "theme_color": "#8f1118",
        "categories": ["government", "social"],
        "icons": [
            icon("icons/icon-192.png", 192, "any"),
            icon("icons/icon-512.png", 512, "any"),
            icon("icons/maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            shortcut("frame-write", "/tulis"),
            shortcut("frame-track", "/lacak"),
            shortcut("frame-threads", "/utas"),
        ],
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/manifest+json"))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .body(manifest.to_string()))
}
