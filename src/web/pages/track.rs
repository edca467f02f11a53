use super::field_errors;
use crate::domain::error::{Error, FieldErrors};
use crate::flows::track;
use crate::queries::viewer;
use crate::views::pages::track as view;
use crate::web::context::Ctx;
use crate::web::cookies;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /lacak
pub async fn form(ctx: Ctx) -> Outcome {
    show(&ctx, StatusCode::OK, &FieldErrors::default()).await
}

async fn show(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Outcome {
    let l = ctx.locale;
    let tracked = viewer::followed_by_code(ctx.app(), &ctx.viewer).await?;
    let main = view::form(l, &ctx.csrf(), ctx.fields.get("code"), &tracked, errors);
    Ok(ctx.page_with(status, &l.t("track-title"), &l.t("track-description"), main))
}

/// POST /lacak: a right code opens its thread until the browser closes.
pub async fn enter(ctx: Ctx) -> Outcome {
    let limits = &ctx.site.limits;
    let open = limits.codes_open();
    open.map_err(|retry_after_s| Error::TooMany { retry_after_s })?;
    let result = track::track(ctx.app(), ctx.fields.get("code")).await;
    match field_errors(result)? {
        Ok(tracked) => {
            ctx.cookie(cookies::TRACK, Some(tracked.code), None);
            let since = tracked
                .seen
                .map_or_else(String::new, |at| format!("?sejak={}", at.0));
            Ok(ctx.redirect(&format!("/utas/{}{since}", tracked.number)))
        }
        Err(errors) => {
            limits.wrong_code();
            show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
    }
}

/// POST /lacak/tutup: forget the code in this browser.
pub async fn leave(ctx: Ctx) -> Outcome {
    ctx.cookie(cookies::TRACK, None, None);
    Ok(ctx.redirect_saying("/lacak", "flash-track-closed"))
}
