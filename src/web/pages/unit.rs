use crate::domain::error::Error;
use crate::domain::following::{Followed, Named};
use crate::queries::{home, next_turn, unit};
use crate::store::generations::Tag;
use crate::views::pages::unit as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /unit
pub async fn list(ctx: Ctx) -> Outcome {
    ctx.keep(vec![Tag::City, Tag::Directory]);
    let units = home::units(ctx.app()).await?;
    ctx.keep_until(Some(next_turn(ctx.app()).await?));
    let l = ctx.locale;
    let description = l.t("units-description");
    let main = view::list(l, &units);
    Ok(ctx.page_with(StatusCode::OK, &l.t("units-title"), &description, main))
}

/// GET /unit/{slug}
pub async fn show(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let slug = ctx.part("slug");
    let city = app.city().await?;
    let id = city.directory.unit_by_slug(slug).ok_or(Error::NotFound)?.id;
    ctx.keep(vec![Tag::Unit(id), Tag::Directory]);
    let page = unit::unit(app, slug).await?;
    ctx.keep_until(Some(next_turn(app).await?));
    let l = ctx.locale;
    ctx.feed(format!("/feed/unit/{}", page.slug));
    let follow = super::follow(&ctx, &Named::new(Followed::Unit, &page.slug)).await?;
    let main = view::page(l, &app.config.zone, &page, follow);
    Ok(ctx.page_with(StatusCode::OK, &page.name, &page.description, main))
}
