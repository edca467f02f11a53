//! Passkeys, and the second step of who holds a role.

use super::field_errors;
use super::sign_in::{next, signed_in};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::PasskeyId;
use crate::domain::person::{SESSION_MS, Withheld};
use crate::domain::totp;
use crate::flows::{passkey, second_step};
use crate::queries::ways_in as query;
use crate::views::pages::ways_in::{self as view, Script};
use crate::web::context::Ctx;
use crate::web::cookies;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;

/// The site that passkeys belong to, where there can be any.
fn site(ctx: &Ctx) -> Result<passkey::Site> {
    passkey::site(ctx.public_url()).ok_or(Error::NotFound)
}

/// Address of the script, where there can be passkeys.
pub(super) fn script(ctx: &Ctx) -> Option<&str> {
    site(ctx)
        .is_ok()
        .then(|| ctx.site.assets.href("js/passkey.js"))
}

fn json(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text)
}

/// GET /akun/keamanan
pub async fn show(ctx: Ctx) -> Outcome {
    render(&ctx, StatusCode::OK, "", &FieldErrors::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, typed: &str, errors: &FieldErrors) -> Outcome {
    let mine = query::mine(ctx.app(), &ctx.viewer).await?;
    let (l, zone) = (ctx.locale, &ctx.app().config.zone);
    let script = script(ctx).map(|href| Script { href });
    let csrf = ctx.csrf();
    let main = view::page(l, zone, &csrf, &mine, script.as_ref(), typed, errors);
    Ok(ctx.page_with(status, &l.t("ways-in-title"), "", main))
}

/// POST /akun/kunci/mulai
pub async fn begin_adding(ctx: Ctx) -> Outcome {
    let site = site(&ctx)?;
    passkey::begin_adding(ctx.app(), &ctx.viewer, &site)
        .await
        .map(json)
}

/// POST /akun/kunci
pub async fn add(ctx: Ctx) -> Outcome {
    let site = site(&ctx)?;
    let (credential, name) = (ctx.fields.get("credential"), ctx.fields.get("name"));
    let added = passkey::add(ctx.app(), &ctx.viewer, &site, credential, name).await;
    match field_errors(added)? {
        Ok(()) => Ok(ctx.redirect_saying("/akun/keamanan", "flash-passkey-added")),
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, name, &errors).await,
    }
}

fn key(ctx: &Ctx) -> Result<PasskeyId> {
    PasskeyId::parse(ctx.fields.get("key")).ok_or(Error::NotFound)
}

/// POST /akun/kunci/nama
pub async fn rename(ctx: Ctx) -> Outcome {
    let name = ctx.fields.get("name");
    let named = passkey::rename(ctx.app(), &ctx.viewer, key(&ctx)?, name).await;
    match field_errors(named)? {
        Ok(()) => Ok(ctx.redirect_saying("/akun/keamanan", "flash-saved")),
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, "", &errors).await,
    }
}

/// POST /akun/kunci/hapus
pub async fn remove(ctx: Ctx) -> Outcome {
    passkey::remove(ctx.app(), &ctx.viewer, key(&ctx)?).await?;
    Ok(ctx.redirect_saying("/akun/keamanan", "flash-passkey-removed"))
}

/// POST /masuk/kunci/mulai
pub async fn begin_entering(ctx: Ctx) -> Outcome {
    let site = site(&ctx)?;
    passkey::begin_entering(ctx.app(), &ctx.viewer, &site)
        .await
        .map(json)
}

/// POST /masuk/kunci
pub async fn enter(ctx: Ctx) -> Outcome {
    let site = site(&ctx)?;
    let (credential, to) = (ctx.fields.get("credential"), next(ctx.fields.get("next")));
    let entered = passkey::enter(ctx.app(), &ctx.viewer, &site, credential, &ctx.agent()).await;
    match field_errors(entered)? {
        Ok(begun) => Ok(signed_in(&ctx, begun.token, &to)),
        Err(errors) => super::sign_in::show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &to, &errors),
    }
}

/// GET /akun/langkah-kedua
pub async fn second(ctx: Ctx) -> Outcome {
    render_second(&ctx, StatusCode::OK, &FieldErrors::default()).await
}

async fn render_second(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Outcome {
    let mine = query::mine(ctx.app(), &ctx.viewer).await?;
    if mine.staff && !mine.may_change() {
        return Err(Error::SecondStepNeeded);
    }
    let begun = match mine.staff && mine.second.is_none() {
        true => second_step::begun(ctx.app(), &ctx.viewer).await?,
        false => None,
    };
    let uri = begun.as_deref().map(|s| uri(ctx, s, &mine.email));
    let begun = begun.as_deref().zip(uri.as_deref());
    let (l, zone) = (ctx.locale, &ctx.app().config.zone);
    let main = view::second(l, zone, &ctx.csrf(), &mine, begun, errors);
    Ok(ctx.page_with(status, &l.t("second-title"), "", main))
}

/// What the QR code says, as authenticator apps read it.
fn uri(ctx: &Ctx, secret: &[u8], email: &str) -> String {
    let product = &ctx.app().config.product;
    let secret = totp::shown(secret).replace(' ', "");
    let pairs = [("secret", secret.as_str()), ("issuer", product.as_str())];
    let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
    // Apps read a blank here as %20 alone.
    let label = serde_urlencoded::to_string([("", format!("{product}:{email}"))]);
    let label = label.unwrap_or_default().replace('+', "%20");
    let (label, query) = (label.trim_start_matches('='), query.replace('+', "%20"));
    format!("otpauth://totp/{label}?{query}")
}

/// POST /akun/langkah-kedua/mulai
pub async fn begin_second(ctx: Ctx) -> Outcome {
    second_step::begin(ctx.app(), &ctx.viewer).await?;
    Ok(ctx.redirect("/akun/langkah-kedua"))
}

/// POST /akun/langkah-kedua
pub async fn confirm_second(ctx: Ctx) -> Outcome {
    let session = &ctx.signed_in.as_ref().ok_or(Error::SignInNeeded)?.session;
    let code = ctx.fields.get("code");
    let confirmed = second_step::confirm(ctx.app(), &ctx.viewer, session, code).await;
    match field_errors(confirmed)? {
        Ok((codes, token)) => {
            ctx.cookie(cookies::SESSION, Some(token), Some(SESSION_MS / 1000));
            Ok(recovery(&ctx, &codes))
        }
        Err(errors) => render_second(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
}

fn recovery(ctx: &Ctx, codes: &[String]) -> HttpResponse {
    let l = ctx.locale;
    let main = view::recovery(l, codes, "/akun/keamanan");
    ctx.page(&l.t("recovery-title"), main)
}

/// POST /akun/langkah-kedua/pemulihan
pub async fn renew_recovery(ctx: Ctx) -> Outcome {
    let code = ctx.fields.get("code");
    let renewed = second_step::renew_recovery(ctx.app(), &ctx.viewer, code).await;
    match field_errors(renewed)? {
        Ok(codes) => Ok(recovery(&ctx, &codes)),
        Err(errors) => render_second(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
}

/// POST /akun/langkah-kedua/lepas
pub async fn take_off_second(ctx: Ctx) -> Outcome {
    let code = ctx.fields.get("code");
    let off = second_step::take_off(ctx.app(), &ctx.viewer, code).await;
    match field_errors(off)? {
        Ok(()) => Ok(ctx.redirect_saying("/akun/keamanan", "flash-second-off")),
        Err(errors) => render_second(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
}

/// GET /masuk/langkah-kedua
pub async fn ask_second(ctx: Ctx) -> Outcome {
    let to = next(&ctx.query("next"));
    render_ask(&ctx, StatusCode::OK, &to, &FieldErrors::default())
}

fn render_ask(ctx: &Ctx, status: StatusCode, to: &str, errors: &FieldErrors) -> Outcome {
    let withheld = match ctx.viewer.withheld() {
        None => return Ok(ctx.redirect(to)),
        Some(Withheld::Enrol) => return Ok(ctx.redirect("/akun/langkah-kedua")),
        Some(withheld) => withheld,
    };
    let l = ctx.locale;
    let script = script(ctx).map(|href| Script { href });
    let main = view::ask(l, &ctx.csrf(), to, withheld, script.as_ref(), errors);
    Ok(ctx.page_with(status, &l.t("second-title"), "", main))
}

/// POST /masuk/langkah-kedua
pub async fn enter_second(ctx: Ctx) -> Outcome {
    let to = next(ctx.fields.get("next"));
    let session = &ctx.signed_in.as_ref().ok_or(Error::SignInNeeded)?.session;
    let code = ctx.fields.get("code");
    let entered = second_step::enter(ctx.app(), &ctx.viewer, session, code).await;
    match field_errors(entered)? {
        Ok(token) => Ok(signed_in(&ctx, token, &to)),
        Err(errors) => render_ask(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &to, &errors),
    }
}
