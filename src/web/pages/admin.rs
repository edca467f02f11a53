use super::{field_errors, place};
use crate::domain::error::{Error, FieldErrors};
use crate::domain::ids::{GrantId, OutboxId};
use crate::flows::grant::{self, Form, Granter};
use crate::flows::second_step::{self, Resetter};
use crate::flows::{mail, returned};
use crate::queries::admin as query;
use crate::views::pages::admin as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /admin
pub async fn home(ctx: Ctx) -> Outcome {
    let mail = query::mail(ctx.app(), &ctx.viewer, None).await?;
    let l = ctx.locale;
    Ok(ctx.page(&l.t("admin-title"), view::home(l, &mail)))
}

/// GET /admin/orang
pub async fn people(ctx: Ctx) -> Outcome {
    let form = Form::default();
    render(&ctx, StatusCode::OK, &form, &FieldErrors::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, form: &Form, errors: &FieldErrors) -> Outcome {
    let app = ctx.app();
    let after = GrantId::parse(&ctx.query("id")).map(|id| (ctx.query("nama"), id));
    let people = query::people(app, &ctx.viewer, after).await?;
    let l = ctx.locale;
    let main = view::people(l, &app.config.zone, &ctx.csrf(), &people, form, errors);
    Ok(ctx.page_with(status, &l.t("people-title"), "", main))
}

/// POST /admin/orang
pub async fn grant(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = Form {
        email: f.owned("email"),
        name: f.owned("name"),
        role: f.owned("role"),
        unit: f.owned("unit"),
        position: f.owned("position"),
    };
    let granted = grant::grant(ctx.app(), Granter::Person(&ctx.viewer), &form).await;
    match field_errors(granted)? {
        Ok(()) => Ok(ctx.redirect_saying("/admin/orang", "flash-granted")),
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors).await,
    }
}

/// POST /admin/orang/akhiri
pub async fn end_grant(ctx: Ctx) -> Outcome {
    let id = GrantId::parse(ctx.fields.get("grant")).ok_or(Error::NotFound)?;
    grant::end(ctx.app(), Granter::Person(&ctx.viewer), id).await?;
    Ok(ctx.redirect_saying("/admin/orang", "flash-grant-ended"))
}

/// POST /admin/orang/pulihkan: for who has lost their passkey or their app.
pub async fn reset_ways_in(ctx: Ctx) -> Outcome {
    let by = Resetter::Person(&ctx.viewer);
    second_step::reset(ctx.app(), by, ctx.fields.get("email")).await?;
    Ok(ctx.redirect_saying("/admin/orang", "flash-ways-in-reset"))
}

/// GET /admin/surat
pub async fn mail(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let before = place(&ctx.query("sebelum"), OutboxId::parse);
    let mail = query::mail(app, &ctx.viewer, before).await?;
    let l = ctx.locale;
    let main = view::mail(l, &app.config.zone, &ctx.csrf(), &mail);
    Ok(ctx.page(&l.t("mail-page-title"), main))
}

/// POST /admin/surat/ulang
pub async fn retry_mail(ctx: Ctx) -> Outcome {
    let id = OutboxId::parse(ctx.fields.get("mail")).ok_or(Error::NotFound)?;
    mail::retry(ctx.app(), &ctx.viewer, id).await?;
    Ok(ctx.redirect_saying("/admin/surat", "flash-mail-retried"))
}

/// POST /admin/surat/alamat: mail goes to an address again.
pub async fn lift_address(ctx: Ctx) -> Outcome {
    returned::lift(ctx.app(), &ctx.viewer, ctx.fields.get("address")).await?;
    Ok(ctx.redirect_saying("/admin/surat", "flash-lifted"))
}
