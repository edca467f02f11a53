use crate::queries::asked::Asked;
use crate::queries::{following, next_turn, place, threads};
use crate::store::generations::Tag;
use crate::views::pages::threads as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /utas
pub async fn list(ctx: Ctx) -> Outcome {
    ctx.keep(vec![Tag::City, Tag::Directory]);
    let app = ctx.app();
    let asked = Asked::read(|name| ctx.query(name));
    let list = threads::list(app, &asked).await?;
    let choices = place::choices(app, &asked.unit, &asked.service).await?;
    ctx.keep_until(Some(next_turn(app).await?));
    ctx.feed(asked.address("/feed/utas", None));
    let l = ctx.locale;
    let follow = super::follow(&ctx, &following::named(&asked)).await?;
    let main = view::page(l, &app.config.zone, &asked, &choices, &list, follow);
    let title = match asked.q.as_str() {
        "" => l.t("threads-title"),
        q => format!("{q} · {}", l.t("threads-title")),
    };
    Ok(ctx.page_with(StatusCode::OK, &title, &l.t("threads-description"), main))
}
