use super::field_errors;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::TemplateId;
use crate::flows::template::{self, Form};
use crate::queries::templates as query;
use crate::views::pages::templates as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

const HERE: &str = "/petugas/templat";

fn form(ctx: &Ctx) -> Form {
    Form {
        unit: ctx.fields.owned("unit"),
        name: ctx.fields.owned("label"),
        body: ctx.fields.owned("body"),
    }
}

fn id(ctx: &Ctx) -> Result<TemplateId> {
    TemplateId::parse(ctx.part("id")).ok_or(Error::NotFound)
}

/// GET /petugas/templat
pub async fn all(ctx: Ctx) -> Outcome {
    let (form, errors) = (Form::default(), FieldErrors::default());
    show_all(&ctx, StatusCode::OK, &form, &errors).await
}

async fn show_all(ctx: &Ctx, status: StatusCode, form: &Form, errors: &FieldErrors) -> Outcome {
    let all = query::all(ctx.app(), &ctx.viewer).await?;
    let l = ctx.locale;
    let main = view::all(l, &ctx.csrf(), &all, form, errors);
    Ok(ctx.page_with(status, &l.t("templates-title"), "", main))
}

/// POST /petugas/templat
pub async fn create(ctx: Ctx) -> Outcome {
    let form = form(&ctx);
    match field_errors(template::create(ctx.app(), &ctx.viewer, &form).await)? {
        Ok(_) => Ok(ctx.redirect_saying(HERE, "flash-template-saved")),
        Err(errors) => show_all(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors).await,
    }
}

/// GET /petugas/templat/{id}
pub async fn one(ctx: Ctx) -> Outcome {
    show_one(&ctx, StatusCode::OK, None).await
}

async fn show_one(ctx: &Ctx, status: StatusCode, typed: Option<(&Form, &FieldErrors)>) -> Outcome {
    let line = query::one(ctx.app(), &ctx.viewer, id(ctx)?).await?;
    let stands = Form {
        name: line.name.clone(),
        body: line.body.clone(),
        ..Form::default()
    };
    let none = FieldErrors::default();
    let (form, errors) = typed.unwrap_or((&stands, &none));
    let l = ctx.locale;
    let main = view::one(l, &ctx.csrf(), &line, form, errors);
    Ok(ctx.page_with(status, &line.name, "", main))
}

/// POST /petugas/templat/{id}
pub async fn change(ctx: Ctx) -> Outcome {
    let form = form(&ctx);
    let changed = template::change(ctx.app(), &ctx.viewer, id(&ctx)?, &form).await;
    match field_errors(changed)? {
        Ok(()) => Ok(ctx.redirect_saying(HERE, "flash-template-saved")),
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show_one(&ctx, status, Some((&form, &errors))).await
        }
    }
}

/// POST /petugas/templat/{id}/hapus
pub async fn remove(ctx: Ctx) -> Outcome {
    template::remove(ctx.app(), &ctx.viewer, id(&ctx)?).await?;
    Ok(ctx.redirect_saying(HERE, "flash-template-removed"))
}
