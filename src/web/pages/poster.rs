use crate::domain::error::Error;
use crate::queries::place;
use crate::store::generations::Tag;
use crate::views::pages::poster as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /unit/{slug}/poster: a sheet to hang up, with codes that lead to writing and rating. For the
/// unit, or with `layanan` for one of its services.
pub async fn show(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    ctx.keep(vec![Tag::Directory]);
    let slug = ctx.part("slug");
    let (unit, services) = place::services(app, slug).await?;
    let asked = ctx.query("layanan");
    let service = match asked.as_str() {
        "" => None,
        asked => {
            let path = format!("{slug}/{asked}");
            let found = services.iter().find(|s| s.path == path);
            Some(found.ok_or(Error::NotFound)?)
        }
    };
    let config = &app.config;
    let l = ctx.locale;
    let poster = view::Poster {
        product: &config.product,
        city: &config.city,
        base: &ctx.site.base_url,
        unit: &unit,
        slug,
        service,
        services: &services,
    };
    let title = l.ta("poster-title", &[("name", poster.name().into())]);
    let main = view::page(l, &poster)?;
    Ok(ctx.page_with(StatusCode::OK, &title, &l.t("poster-about"), main))
}
