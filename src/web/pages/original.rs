use super::field_errors;
use crate::domain::error::FieldErrors;
use crate::flows::unmask;
use crate::views::pages::original as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /moderasi/asli/{number}?pos=…
pub async fn ask(ctx: Ctx) -> Outcome {
    let post = ctx.query("pos");
    unmask::may(ctx.app(), &ctx.viewer, ctx.part("number"), &post).await?;
    page(&ctx, StatusCode::OK, &post, &FieldErrors::default())
}

fn page(ctx: &Ctx, status: StatusCode, post: &str, errors: &FieldErrors) -> Outcome {
    let l = ctx.locale;
    let (number, reason) = (ctx.part("number"), ctx.fields.get("reason"));
    let main = view::ask(l, &ctx.csrf(), number, post, reason, errors);
    Ok(ctx.page_with(status, &l.t("original-title"), "", main))
}

/// POST /moderasi/asli/{number}: shown in the answer to this form and nowhere else.
pub async fn show(ctx: Ctx) -> Outcome {
    let (post, reason) = (ctx.fields.get("post"), ctx.fields.get("reason"));
    let number = ctx.part("number");
    let shown = unmask::unmask(ctx.app(), &ctx.viewer, number, post, reason).await;
    match field_errors(shown)? {
        Ok(original) => {
            let l = ctx.locale;
            Ok(ctx.page(&l.t("original-title"), view::shown(l, &original)))
        }
        Err(errors) => page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, post, &errors),
    }
}
