//! To the city's identity provider, and back.

use super::field_errors;
use super::sign_in::{go_on, next, show};
use crate::domain::error::FieldErrors;
use crate::flows::provider::{self, Answer};
use crate::web::context::Ctx;
use crate::web::cookies;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;

/// GET /masuk/penyedia: nothing is stored; the browser keeps what is needed for the way back.
pub async fn leave(ctx: Ctx) -> Outcome {
    let to = next(&ctx.query("next"));
    let left = provider::leave(ctx.app(), ctx.public_url(), &to).await;
    match field_errors(left)? {
        Ok(leaving) => {
            let seconds = provider::VISIT_MS / 1000;
            ctx.cookie(cookies::PROVIDER, Some(leaving.cookie), Some(seconds));
            Ok(HttpResponse::SeeOther()
                .insert_header((header::LOCATION, leaving.to))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .finish())
        }
        Err(errors) => fault(&ctx, &to, &errors),
    }
}

/// GET /masuk/penyedia/kembali: where the provider sends the browser. What was agreed with this
/// browser beforehand stands in for a form's token, and is good once.
pub async fn come_back(ctx: Ctx) -> Outcome {
    let cookie = ctx.read_cookie(cookies::PROVIDER);
    ctx.cookie(cookies::PROVIDER, None, None);
    let cookie = cookie.map(|c| c.value().to_owned()).unwrap_or_default();
    let answer = Answer {
        code: ctx.query("code"),
        state: ctx.query("state"),
        error: ctx.query("error"),
    };
    let (app, base) = (ctx.app(), ctx.public_url());
    let back = provider::come_back(app, base, &cookie, &answer, &ctx.agent()).await;
    match field_errors(back)? {
        Ok((begun, to)) => go_on(&ctx, begun, next(&to)).await,
        Err(errors) => fault(&ctx, "/akun", &errors),
    }
}

/// The sign-in page, which says why and offers the mailed code.
fn fault(ctx: &Ctx, to: &str, errors: &FieldErrors) -> Outcome {
    let down = errors
        .of("provider")
        .is_some_and(|m| m.key == "fault-provider-down");
    let status = match down {
        true => StatusCode::BAD_GATEWAY,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    show(ctx, status, to, errors)
}
