use crate::queries::home;
use crate::store::generations::Tag;
use crate::views::pages::home as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /
pub async fn show(ctx: Ctx) -> Outcome {
    ctx.keep(vec![Tag::City, Tag::Directory]);
    let app = ctx.app();
    let model = home::home(app).await?;
    let until = crate::queries::next_turn(app).await?;
    ctx.keep_until(Some(until));
    let l = ctx.locale;
    let title = l.ta("home-title", &[("city", app.config.city.as_str().into())]);
    let description = l.ta(
        "home-description",
        &[("city", app.config.city.as_str().into())],
    );
    ctx.feed("/feed/utas".to_owned());
    let main = view::page(l, &app.config.city, &app.config.zone, &model);
    Ok(ctx.page_with(StatusCode::OK, &title, &description, main))
}
