use super::field_errors;
use crate::domain::error::{Error, FieldErrors};
use crate::flows::event::{self, Form};
use crate::queries::{beside, dashboard, next_turn};
use crate::store::generations::Tag;
use crate::views::pages::insight as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /kinerja
pub async fn city(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    ctx.keep(vec![Tag::City, Tag::Directory]);
    let period = dashboard::period(app, &ctx.query("kurun"), &ctx.query("pada"));
    let found = beside::city(app, &ctx.viewer, period, &ctx.query("ukuran")).await?;
    ctx.keep_until(Some(next_turn(app).await?));
    let l = ctx.locale;
    let main = view::city(l, &found);
    let description = l.t("city-about");
    Ok(ctx.page_with(StatusCode::OK, &l.t("city-title"), &description, main))
}

/// GET /kinerja/unit/{slug}
pub async fn unit(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(ctx.part("slug"));
    let id = unit.ok_or(Error::NotFound)?.id;
    ctx.keep(vec![Tag::Unit(id), Tag::Directory]);
    render(&ctx, StatusCode::OK, &FieldErrors::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Outcome {
    let app = ctx.app();
    let period = dashboard::period(app, &ctx.query("kurun"), &ctx.query("pada"));
    let found = dashboard::unit(app, &ctx.viewer, ctx.part("slug"), period).await?;
    ctx.keep_until(Some(next_turn(app).await?));
    let csrf = found.may_note.then(|| ctx.csrf());
    let typed = view::Typed {
        day: ctx.fields.get("day"),
        words: ctx.fields.get("words"),
        errors,
    };
    let l = ctx.locale;
    let main = view::unit(l, &found, csrf.as_deref(), typed);
    let title = l.ta("insight-title", &[("unit", found.name.as_str().into())]);
    let description = l.ta(
        "insight-description",
        &[("unit", found.name.as_str().into())],
    );
    Ok(ctx.page_with(status, &title, &description, main))
}

fn back(ctx: &Ctx) -> String {
    format!("/kinerja/unit/{}", ctx.part("slug"))
}

/// POST /kinerja/unit/{slug}/peristiwa
pub async fn note(ctx: Ctx) -> Outcome {
    let form = Form {
        day: ctx.fields.owned("day"),
        words: ctx.fields.owned("words"),
    };
    let noted = event::note(ctx.app(), &ctx.viewer, ctx.part("slug"), &form).await;
    match field_errors(noted)? {
        Ok(()) => Ok(ctx.redirect_saying(&back(&ctx), "flash-event-noted")),
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
}

/// POST /kinerja/unit/{slug}/peristiwa/hapus
pub async fn remove(ctx: Ctx) -> Outcome {
    let event = ctx.fields.get("event");
    event::remove(ctx.app(), &ctx.viewer, ctx.part("slug"), event).await?;
    Ok(ctx.redirect_saying(&back(&ctx), "flash-event-removed"))
}
