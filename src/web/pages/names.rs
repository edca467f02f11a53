use super::field_errors;
use crate::domain::error::{Error, FieldErrors};
use crate::domain::ids::{NamedId, StaffNameId};
use crate::domain::named::Form as ShownAs;
use crate::flows::settle_name;
use crate::flows::staff_list::{self, Form};
use crate::queries::named as query;
use crate::views::pages::names as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /moderasi/nama/{number}?pos=…
pub async fn of_post(ctx: Ctx) -> Outcome {
    let post = ctx.query("pos");
    let names = query::of_post(ctx.app(), &ctx.viewer, ctx.part("number"), &post).await?;
    let l = ctx.locale;
    let main = view::settle(l, &ctx.csrf(), &names);
    Ok(ctx.page(&l.t("settle-title"), main))
}

/// POST /moderasi/nama/{number}
pub async fn settle(ctx: Ctx) -> Outcome {
    let number = ctx.part("number");
    let decided: Vec<(NamedId, ShownAs)> = ctx
        .fields
        .beginning("nama-")
        .filter_map(|(id, form)| Some((NamedId::parse(id)?, ShownAs::parse(form)?)))
        .collect();
    let post = ctx.fields.get("post");
    settle_name::settle(ctx.app(), &ctx.viewer, number, post, &decided).await?;
    Ok(ctx.redirect_saying(&format!("/utas/{number}"), "flash-settled"))
}

/// GET /petugas/pujian
pub async fn praised(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let all = query::praised(app, &ctx.viewer).await?;
    let l = ctx.locale;
    let main = view::praised(l, &app.config.zone, &all);
    Ok(ctx.page(&l.t("praise-title"), main))
}

/// GET /petugas/nama
pub async fn staff(ctx: Ctx) -> Outcome {
    let unit = ctx.query("unit");
    let (form, none) = (Form::default(), FieldErrors::default());
    list(&ctx, StatusCode::OK, &unit, &form, &none).await
}

async fn list(
    ctx: &Ctx,
    status: StatusCode,
    unit: &str,
    form: &Form,
    errors: &FieldErrors,
) -> Outcome {
    let staff = query::staff_list(ctx.app(), &ctx.viewer, unit).await?;
    let l = ctx.locale;
    let main = view::staff(l, &ctx.csrf(), &staff, form, errors);
    Ok(ctx.page_with(status, &l.t("staff-title"), "", main))
}

/// POST /petugas/nama
pub async fn add_staff(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = Form {
        unit: f.owned("unit"),
        name: f.owned("name"),
        position: f.owned("position"),
    };
    match field_errors(staff_list::add(ctx.app(), &ctx.viewer, &form).await)? {
        Ok(()) => Ok(ctx.redirect_saying(&back(&form.unit), "flash-staff-added")),
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            list(&ctx, status, &form.unit, &form, &errors).await
        }
    }
}

/// POST /petugas/nama/hapus
pub async fn remove_staff(ctx: Ctx) -> Outcome {
    let unit = ctx.fields.get("unit");
    let id = StaffNameId::parse(ctx.fields.get("id")).ok_or(Error::NotFound)?;
    staff_list::remove(ctx.app(), &ctx.viewer, unit, id).await?;
    Ok(ctx.redirect_saying(&back(unit), "flash-staff-removed"))
}

fn back(unit: &str) -> String {
    // It has been looked up: a slug of ours.
    format!("/petugas/nama?unit={unit}")
}
