use super::field_errors;
use crate::domain::error::FieldErrors;
use crate::flows::unit as flow;
use crate::queries::units as query;
use crate::views::pages::units as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /admin/unit
pub async fn list(ctx: Ctx) -> Outcome {
    render(&ctx, StatusCode::OK, &FieldErrors::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Outcome {
    let units = query::units(ctx.app(), &ctx.viewer).await?;
    let l = ctx.locale;
    let main = view::page(l, &ctx.csrf(), &units, ctx.fields.get("unit"), errors);
    Ok(ctx.page_with(status, &l.t("units-admin-title"), "", main))
}

/// POST /admin/unit
pub async fn set(ctx: Ctx) -> Outcome {
    let active = ctx.fields.get("active") == "1";
    let set = flow::set_active(ctx.app(), &ctx.viewer, ctx.fields.get("unit"), active).await;
    match field_errors(set)? {
        Ok(()) => {
            let said = if active {
                "flash-unit-open"
            } else {
                "flash-unit-closed"
            };
            Ok(ctx.redirect_saying("/admin/unit", said))
        }
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
}
