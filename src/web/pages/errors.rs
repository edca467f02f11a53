//! Errors as pages, in the visitor's language, with what was typed kept; nothing else leaks.

use crate::domain::error::Error;
use crate::domain::lang::Lang;
use crate::views::locale::Locale;
use crate::views::pages::error as view;
use crate::web::context::Ctx;
use crate::web::routes::above;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use serde_json::json;

/// Whether a program asks, which is answered with a problem (RFC 9457) rather than a page.
fn is_api(ctx: &Ctx) -> bool {
    ctx.req.path().starts_with("/api/")
}

/// The answer to an error.
pub fn page(ctx: &Ctx, error: Error) -> HttpResponse {
    if is_api(ctx) {
        return problem(error);
    }
    let here = ctx.here();
    match error {
        Error::SignInNeeded if ctx.req.method() == actix_web::http::Method::GET => {
            let next = serde_urlencoded::to_string([("next", here)]).unwrap_or_default();
            ctx.redirect(&format!("/masuk?{next}"))
        }
        Error::SignInNeeded => show(ctx, StatusCode::UNAUTHORIZED, "sign-in", None),
        Error::SecondStepNeeded => {
            // What a form was for is asked again once the step is done.
            let next = match ctx.req.method() == actix_web::http::Method::GET {
                true => here,
                false => String::new(),
            };
            let next = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
            ctx.redirect(&format!("/masuk/langkah-kedua?{next}"))
        }
        Error::Suspended { until } => {
            let date = ctx.locale.date_time(until, &ctx.app().config.zone);
            let text = ctx
                .locale
                .ta("error-suspended-until", &[("date", date.into())]);
            show(ctx, StatusCode::FORBIDDEN, "suspended", Some(text))
        }
        // Whoever wrote a thread without an account sees what isn't public by its code.
        Error::NotFound if here.starts_with("/utas/") && ctx.viewer.account.is_none() => {
            show(ctx, StatusCode::NOT_FOUND, "no-thread", None)
        }
        Error::NotFound => show(ctx, StatusCode::NOT_FOUND, "not-found", None),
        Error::Forbidden => show(ctx, StatusCode::FORBIDDEN, "forbidden", None),
        Error::Invalid(errors) => {
            let first = errors.0.first().map(|(_, m)| ctx.locale.msg(m));
            show(ctx, StatusCode::UNPROCESSABLE_ENTITY, "invalid", first)
        }
        Error::Conflict(key) => {
            let text = ctx.locale.t(key);
            show(ctx, StatusCode::CONFLICT, "conflict", Some(text))
        }
        Error::TooMany { retry_after_s } => {
            let minutes = retry_after_s.div_ceil(60);
            let wait = if retry_after_s < 60 {
                let n = i64::try_from(retry_after_s).unwrap_or(60);
                ctx.locale.ta("error-wait-seconds", &[("n", n.into())])
            } else {
                let n = i64::try_from(minutes).unwrap_or(60);
                ctx.locale.ta("error-wait-minutes", &[("n", n.into())])
            };
            let mut response = show(ctx, StatusCode::TOO_MANY_REQUESTS, "too-many", Some(wait));
            retry_after(&mut response, retry_after_s);
            response
        }
        Error::Unavailable(why) => {
            tracing::warn!(%why, "unavailable");
            let mut response = show(ctx, StatusCode::SERVICE_UNAVAILABLE, "unavailable", None);
            retry_after(&mut response, 5);
            response
        }
        Error::Internal(why) => {
            let reference = logged(ctx.req.path(), &why);
            let text = ctx
                .locale
                .ta("error-reference", &[("reference", reference.into())]);
            show(
                ctx,
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                Some(text),
            )
        }
    }
}

/// A fault of ours goes to the log; its reference to whom it met.
fn logged(path: &str, why: &str) -> String {
    let reference = uuid::Uuid::new_v4().simple().to_string()[..8].to_owned();
    tracing::error!(reference, %why, path, "internal error");
    reference
}

/// An error as a problem: a title by its meaning, and in `detail` what the program's author can do.
fn problem(error: Error) -> HttpResponse {
    let (status, title, detail) = match &error {
        Error::SignInNeeded => (
            StatusCode::UNAUTHORIZED,
            "A token is needed",
            "Send a token that is in force as Authorization: Bearer …".to_owned(),
        ),
        Error::Forbidden | Error::Suspended { .. } | Error::SecondStepNeeded => (
            StatusCode::FORBIDDEN,
            "Not covered by the token",
            "The token is for other units".to_owned(),
        ),
        Error::NotFound => (
            StatusCode::NOT_FOUND,
            "There is no such thing",
            String::new(),
        ),
        Error::Invalid(errors) => {
            let faults: Vec<String> = errors
                .0
                .iter()
                .map(|(field, m)| format!("{field}: {}", Locale::new(Lang::En).msg(m)))
                .collect();
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Can't be read",
                faults.join("; "),
            )
        }
        Error::Conflict(key) => (StatusCode::CONFLICT, "Conflict", (*key).to_owned()),
        Error::TooMany { retry_after_s } => (
            StatusCode::TOO_MANY_REQUESTS,
            "Asked too often",
            format!("Wait for {retry_after_s} s"),
        ),
        Error::Unavailable(why) => {
            tracing::warn!(%why, "unavailable");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "Unavailable",
                "Ask again in a while".to_owned(),
            )
        }
        Error::Internal(why) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "A fault of ours",
            format!("Reference {}", logged("/api", why)),
        ),
    };
    let body = json!({ "title": title, "status": status.as_u16(), "detail": detail });
    let mut response = HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "application/problem+json"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body.to_string());
    if status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, scheme);
    }
    match error {
        Error::TooMany { retry_after_s } => retry_after(&mut response, retry_after_s),
        Error::Unavailable(_) => retry_after(&mut response, 5),
        _ => {}
    }
    response
}

fn retry_after(response: &mut HttpResponse, seconds: u64) {
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
}

/// The form's token is missing, forged, or of a session that has ended.
pub fn stale_form(ctx: &Ctx) -> HttpResponse {
    show(ctx, StatusCode::FORBIDDEN, "stale-form", None)
}

pub fn too_large(ctx: &Ctx) -> HttpResponse {
    show(ctx, StatusCode::PAYLOAD_TOO_LARGE, "too-large", None)
}

/// The body is no form, or its bytes are no text.
pub fn not_text(ctx: &Ctx) -> HttpResponse {
    show(ctx, StatusCode::BAD_REQUEST, "not-text", None)
}

pub fn method_not_allowed(ctx: &Ctx, allow: &str) -> HttpResponse {
    let mut response = if is_api(ctx) {
        HttpResponse::MethodNotAllowed().finish()
    } else {
        show(ctx, StatusCode::METHOD_NOT_ALLOWED, "method", None)
    };
    if let Ok(allow) = HeaderValue::from_str(allow) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

fn show(ctx: &Ctx, status: StatusCode, what: &'static str, detail: Option<String>) -> HttpResponse {
    let l = ctx.locale;
    let typed: Vec<(&str, &str)> = ctx.fields.typed().collect();
    let title = l.t(&format!("error-{what}-title"));
    // What a form was about; not where it would not open either.
    let back = (ctx.req.method() == actix_web::http::Method::POST
        && !matches!(
            what,
            "not-found" | "no-thread" | "forbidden" | "suspended" | "sign-in"
        ))
    .then(|| above(ctx.req.path()))
    .flatten();
    let main = view::page(l, what, detail.as_deref(), &typed, back);
    ctx.page_with(status, &title, "", main)
}
