use super::{field_errors, sign_in};
use crate::domain::error::FieldErrors;
use crate::flows::grant::Form;
use crate::flows::invite as flow;
use crate::queries::invite as query;
use crate::views::pages::invite as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /petugas/undangan
pub async fn list(ctx: Ctx) -> Outcome {
    render(
        &ctx,
        StatusCode::OK,
        &Form::default(),
        &FieldErrors::default(),
    )
    .await
}

async fn render(ctx: &Ctx, status: StatusCode, form: &Form, errors: &FieldErrors) -> Outcome {
    let app = ctx.app();
    let all = query::invitations(app, &ctx.viewer).await?;
    let l = ctx.locale;
    let main = view::list(l, &app.config.zone, &ctx.csrf(), &all, form, errors);
    Ok(ctx.page_with(status, &l.t("invite-title"), "", main))
}

/// POST /petugas/undangan
pub async fn invite(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = Form {
        email: f.owned("email"),
        name: f.owned("name"),
        role: f.owned("role"),
        unit: f.owned("unit"),
        position: f.owned("position"),
    };
    match field_errors(flow::invite(ctx.app(), &ctx.viewer, &form).await)? {
        Ok(()) => Ok(ctx.redirect_saying("/petugas/undangan", "flash-invited")),
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors).await,
    }
}

/// POST /petugas/undangan/batal
pub async fn withdraw(ctx: Ctx) -> Outcome {
    flow::withdraw(ctx.app(), &ctx.viewer, ctx.fields.get("id")).await?;
    Ok(ctx.redirect_saying("/petugas/undangan", "flash-invite-withdrawn"))
}

/// GET /undangan/{word}: a button, since programs that read mail follow links by themselves.
pub async fn show(ctx: Ctx) -> Outcome {
    let invited = query::invited(ctx.app(), ctx.part("word")).await?;
    let l = ctx.locale;
    let main = view::show(l, &ctx.csrf(), ctx.part("word"), &invited);
    Ok(ctx.page(&l.t("invited-title"), main))
}

/// POST /undangan/{word}
pub async fn accept(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let (email, code) = flow::accept(app, ctx.part("word"), ctx.locale.lang).await?;
    let shown = app.config.demo.then_some(code.as_str());
    let none = FieldErrors::default();
    sign_in::code_page(&ctx, StatusCode::OK, &email, "/petugas", shown, &none)
}
