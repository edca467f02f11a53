use super::field_errors;
use crate::domain::error::FieldErrors;
use crate::flows::absence::{self as flow, Form};
use crate::queries::absence as query;
use crate::views::pages::absence as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /petugas/cuti
pub async fn show(ctx: Ctx) -> Outcome {
    let form = Form::default();
    render(&ctx, StatusCode::OK, &form, &FieldErrors::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, form: &Form, errors: &FieldErrors) -> Outcome {
    let all = query::absences(ctx.app(), &ctx.viewer).await?;
    let l = ctx.locale;
    let main = view::page(l, &ctx.csrf(), &all, form, errors);
    Ok(ctx.page_with(status, &l.t("absence-title"), "", main))
}

/// POST /petugas/cuti
pub async fn begin(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = Form {
        from: f.owned("from"),
        until: f.owned("until"),
        stand_in: f.owned("stand-in"),
    };
    match field_errors(flow::begin(ctx.app(), &ctx.viewer, &form).await)? {
        Ok(()) => Ok(ctx.redirect_saying("/petugas/cuti", "flash-absence")),
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors).await,
    }
}

/// POST /petugas/cuti/akhiri
pub async fn end(ctx: Ctx) -> Outcome {
    flow::end(ctx.app(), &ctx.viewer, ctx.fields.get("id")).await?;
    Ok(ctx.redirect_saying("/petugas/cuti", "flash-absence-over"))
}
