use super::field_errors;
use crate::domain::error::FieldErrors;
use crate::flows::rate as flow;
use crate::keys;
use crate::queries::place;
use crate::views::pages::rate as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

fn path(ctx: &Ctx) -> String {
    format!("{}/{}", ctx.part("unit"), ctx.part("service"))
}

/// GET /nilai/{unit}/{service}
pub async fn form(ctx: Ctx) -> Outcome {
    show(&ctx, StatusCode::OK, &FieldErrors::default()).await
}

async fn show(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Outcome {
    let place = place::place(ctx.app(), &path(ctx)).await?;
    let l = ctx.locale;
    let form_id = keys::token();
    let answers = ctx.fields.answers();
    let main = view::form(l, &ctx.csrf(), &form_id, &place, &answers, errors);
    let title = l.ta("rate-title", &[("service", place.service.as_str().into())]);
    Ok(ctx.page_with(status, &title, &place.about(), main))
}

/// POST /nilai/{unit}/{service}
pub async fn rate(ctx: Ctx) -> Outcome {
    let form_id = ctx.fields.get("form_id");
    let answers = ctx.fields.answers();
    let result = flow::rate(ctx.app(), &ctx.viewer, &path(&ctx), answers, form_id).await;
    let to = format!("/unit/{}", ctx.part("unit"));
    match field_errors(result)? {
        Ok(true) => Ok(ctx.redirect_saying(&to, "flash-rated")),
        Ok(false) => Ok(ctx.redirect_saying(&to, "flash-rated-before")),
        Err(errors) => show(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
}
