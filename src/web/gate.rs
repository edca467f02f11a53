//! The one way a request takes: limit, kept page, who asks, policy, form token, handler, and the
//! headers that every answer carries.

use super::context::{self, Context, Ctx, Site};
use super::cookies;
use super::form::Fields;
use super::limits::Class;
use super::pages::errors;
use super::routes::{Route, Verb};
use super::upload::{self, Refusal, Sent};
use crate::domain::error::{Error, Result};
use crate::domain::lang::Lang;
use crate::domain::person::Viewer;
use crate::domain::policy::{self, Action};
use crate::flows::sign_in;
use crate::keys::Purpose;
use crate::queries::{api, following, viewer};
use crate::views::locale::Locale;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::web::{BytesMut, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

/// Answers a request of a route.
pub async fn pass(
    site: Arc<Site>,
    route: &'static Route,
    req: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let began = Instant::now();
    let mut response = answer(site.clone(), route, &req, payload).await;
    dress(&site, &mut response);
    log(&req, &response, began);
    response
}

/// Answers what no route takes: 404, or 405 on a path that has other methods.
pub async fn nowhere(site: Arc<Site>, req: HttpRequest, allow: Option<&str>) -> HttpResponse {
    let ctx = bare(site.clone(), req.clone());
    let mut response = match (site.limits.check(Class::Read, &req), allow) {
        (Err(retry_after_s), _) => errors::page(&ctx, Error::TooMany { retry_after_s }),
        (Ok(()), None) => errors::page(&ctx, Error::NotFound),
        (Ok(()), Some(allow)) => errors::method_not_allowed(&ctx, allow),
    };
    dress(&site, &mut response);
    response
}

async fn answer(
    site: Arc<Site>,
    route: &'static Route,
    req: &HttpRequest,
    payload: Payload,
) -> HttpResponse {
    if let Err(retry_after_s) = site.limits.check(route.class, req) {
        let mut ctx = bare(site.clone(), req.clone());
        if route.verb == Verb::Post && route.action != Action::UseApi {
            // What was typed comes back: one address may be a whole school's.
            let typed = read_sent(&site, route, &ctx, payload).await.fields;
            if let Some(ctx) = Rc::get_mut(&mut ctx) {
                ctx.fields = typed;
            }
        }
        return errors::page(&ctx, Error::TooMany { retry_after_s });
    }
    if route.action == Action::UseApi {
        return machine(site, route, req).await;
    }
    if route.class == Class::Free {
        let ctx = bare(site, req.clone());
        return match (route.handler)(ctx.clone()).await {
            Ok(response) => response,
            Err(e) => errors::page(&ctx, e),
        };
    }
    let https = site.app.config.https();
    let plain = route.verb == Verb::Get && context::is_plain_visitor(req, https);
    if plain {
        let (lang, asked) = context::language(req, None, https);
        let address = req.uri().path_and_query().map_or("/", |p| p.as_str());
        let (generations, now) = (site.app.store.generations(), site.app.now());
        if !asked && let Some(page) = site.pages.get(lang, address, generations, now) {
            return context::kept_page(req, &page);
        }
    }
    let mut ctx = match who(site.clone(), req).await {
        Ok(ctx) => ctx,
        Err(e) => return errors::page(&bare(site, req.clone()), e),
    };
    ctx.action = Some(route.action);
    let mut refused = None;
    let mut wait = None;
    if let Some(account) = ctx.viewer.account_id() {
        wait = site.limits.check_account(route.class, account).err();
    }
    if route.verb == Verb::Post {
        let sent = read_sent(&site, route, &ctx, payload).await;
        ctx.fields = sent.fields;
        ctx.files = sent.files.into();
        refused = match sent.refusal {
            // A mail program may say it in either form (RFC 8058 §3.1); what it says is known.
            Some(Refusal::NotText) if by_word(route) => None,
            refusal => refusal,
        };
    }
    let ctx: Ctx = Rc::new(ctx);
    let mut response = match refused {
        Some(Refusal::TooLarge) => errors::too_large(&ctx),
        Some(Refusal::NotText) => errors::not_text(&ctx),
        Some(Refusal::Stale) => errors::stale_form(&ctx),
        Some(Refusal::Failed(e)) => errors::page(&ctx, e),
        None if wait.is_some() => {
            let retry_after_s = wait.unwrap_or(1);
            errors::page(&ctx, Error::TooMany { retry_after_s })
        }
        None if route.verb == Verb::Post && !by_word(route) && !form_is_ours(&ctx) => {
            errors::stale_form(&ctx)
        }
        None if !policy::could(route.action, &ctx.viewer) => {
            errors::page(&ctx, policy::refused(route.action, &ctx.viewer))
        }
        None => match (route.handler)(ctx.clone()).await {
            Ok(response) => response,
            Err(e) => errors::page(&ctx, e),
        },
    };
    for cookie in ctx.take_cookies() {
        if let Ok(value) = HeaderValue::try_from(cookie.encoded().to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// Answers a program. It shows a token; cookies are not looked at, so no page can make a browser
/// ask in a person's name.
async fn machine(site: Arc<Site>, route: &'static Route, req: &HttpRequest) -> HttpResponse {
    let token = req
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map_or("", |(_, token)| token.trim());
    let viewer = match api::viewer(&site.app, token).await {
        Ok(viewer) => viewer,
        Err(e) => return errors::page(&bare(site, req.clone()), e),
    };
    let locale = Locale::new(Lang::default());
    let ctx = Rc::new(Context::new(site, req.clone(), viewer, None, locale, None));
    if !policy::could(route.action, &ctx.viewer) {
        return errors::page(&ctx, Error::SignInNeeded);
    }
    match (route.handler)(ctx.clone()).await {
        Ok(response) => response,
        Err(e) => errors::page(&ctx, e),
    }
}

/// A context that knows nobody: for errors before anyone is known.
fn bare(site: Arc<Site>, req: HttpRequest) -> Ctx {
    let (lang, _) = context::language(&req, None, site.app.config.https());
    Rc::new(Context::new(
        site,
        req,
        Viewer::default(),
        None,
        Locale::new(lang),
        None,
    ))
}

/// Finds out who asks; gives a session its new token when it is time.
async fn who(site: Arc<Site>, req: &HttpRequest) -> Result<Context> {
    let app = &site.app;
    let https = app.config.https();
    let mut new_token = None;
    let mut forget = false;
    let mut signed_in = None;
    if let Some(cookie) = cookies::read(req, cookies::SESSION, https) {
        signed_in = viewer::signed_in(app, cookie.value()).await?;
        match &signed_in {
            Some(s) => {
                new_token = sign_in::rotate(app, &s.session).await?;
                if new_token.is_none() {
                    let staff = !s.account.grants.is_empty() || s.account.withheld.is_some();
                    sign_in::seen(app, &s.session, staff).await?;
                }
            }
            None => forget = true,
        }
    }
    let mut tracked = Vec::new();
    let mut no_code = false;
    if let Some(code) = cookies::read(req, cookies::TRACK, https)
        && site.limits.codes_open().is_ok()
    {
        tracked = viewer::tracked(app, code.value()).await?;
        no_code = tracked.is_empty();
        if no_code {
            // A cookie is one more way to guess: counted as the form is.
            site.limits.wrong_code();
            site.limits
                .check(Class::Track, req)
                .map_err(|retry_after_s| Error::TooMany { retry_after_s })?;
        }
    }
    let visitor = cookies::read(req, cookies::VISITOR, https)
        .map(|c| c.value().to_owned())
        .filter(|v| v.len() == 64 && v.bytes().all(|b| b.is_ascii_hexdigit()));
    let who = Viewer {
        account: signed_in.as_ref().map(|s| s.account.clone()),
        visitor: visitor
            .as_deref()
            .map(|v| app.keys.hash(Purpose::Visitor, v)),
        tracked,
        token: None,
        address: Some(site.limits.address(req)),
    };
    let account_lang: Option<Lang> = signed_in.as_ref().map(|s| s.lang);
    let (lang, asked) = context::language(req, account_lang, https);
    let locale = Locale::new(lang);
    let unread = match &signed_in {
        Some(s) => following::unread(app, s.account.id).await?,
        None => 0,
    };
    let mut ctx = Context::new(site.clone(), req.clone(), who, signed_in, locale, visitor);
    ctx.unread = unread;
    if asked {
        let year = 365 * 24 * 3600;
        ctx.cookie(cookies::LANG, Some(lang.code().to_owned()), Some(year));
    }
    if let Some(token) = new_token {
        let seconds = crate::domain::person::SESSION_MS / 1000;
        ctx.cookie(cookies::SESSION, Some(token), Some(seconds));
    }
    if forget {
        ctx.cookie(cookies::SESSION, None, None);
    }
    if no_code {
        ctx.cookie(cookies::TRACK, None, None);
    }
    Ok(ctx)
}

/// Whether a request says that its form may hold files.
fn has_files(req: &HttpRequest) -> bool {
    context::content_type(req) == "multipart/form-data"
}

/// Reads what a form sent.
async fn read_sent(site: &Site, route: &Route, ctx: &Context, payload: Payload) -> Sent {
    if route.takes_files() && has_files(&ctx.req) {
        upload::read(ctx, payload).await
    } else {
        read_form(site, &ctx.req, payload).await
    }
}

/// Reads a form of words only.
async fn read_form(site: &Site, req: &HttpRequest, mut payload: Payload) -> Sent {
    let refuse = |refusal| Sent {
        refusal: Some(refusal),
        ..Sent::default()
    };
    if context::content_type(req) != "application/x-www-form-urlencoded" {
        return refuse(Refusal::NotText);
    }
    let mut body = BytesMut::new();
    while let Some(part) = payload.next().await {
        let Ok(part) = part else {
            return refuse(Refusal::NotText);
        };
        if body.len() + part.len() > site.app.config.body_limit {
            return refuse(Refusal::TooLarge);
        }
        body.extend_from_slice(&part);
    }
    match Fields::parse(&body) {
        Some(fields) => Sent {
            fields,
            ..Sent::default()
        },
        None => refuse(Refusal::NotText),
    }
}

/// Whether the keyed word in the address is the proof, so that no form of ours is needed: a mail
/// program sends it without cookies.
fn by_word(route: &Route) -> bool {
    route.action == Action::Unsubscribe
}

/// A change is taken only from a form that we gave to this very person. Browsers also tell where
/// a request comes from; what comes from another site is refused whatever it carries.
fn form_is_ours(ctx: &Ctx) -> bool {
    let from = ctx
        .req
        .headers()
        .get("sec-fetch-site")
        .and_then(|v| v.to_str().ok());
    !matches!(from, Some("cross-site" | "same-site")) && ctx.csrf_good(ctx.fields.get("_csrf"))
}

const CSP: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);
const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
);
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

fn dress(site: &Site, response: &mut HttpResponse) {
    let h = response.headers_mut();
    // A picture and a mail bring stricter ones.
    if !h.contains_key(header::CONTENT_SECURITY_POLICY) {
        h.insert(header::CONTENT_SECURITY_POLICY, CSP);
    }
    h.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    h.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    h.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    h.insert(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    h.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    h.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    if site.app.config.https() {
        h.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if !h.contains_key(header::CACHE_CONTROL) {
        h.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// One line a request; what went well and quickly only if asked for. No query (it may hold a
/// person's words) and no address.
fn log(req: &HttpRequest, response: &HttpResponse, began: Instant) {
    let (status, ms) = (response.status().as_u16(), began.elapsed().as_millis());
    let path = req.path();
    // Whoever holds the word in this path may use it.
    let path = match path.rsplit_once('/') {
        Some(("/langganan", _)) => "/langganan/…",
        Some(("/batal-hapus", _)) => "/batal-hapus/…",
        _ => path,
    };
    let method = req.method().as_str();
    if status >= 500 || ms >= 1_000 {
        tracing::warn!(method, path, status, ms, "request");
    } else if req.method() == actix_web::http::Method::POST {
        tracing::info!(method, path, status, ms, "request");
    } else {
        tracing::debug!(method, path, status, ms, "request");
    }
}
