use crate::domain::thread::{Kind, Status};
use crate::queries::threads::{self, Asked};
use crate::queries::{next_turn, place};
use crate::store::generations::Tag;
use crate::views::pages::threads as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /utas
pub async fn list(ctx: Ctx) -> Outcome {
    ctx.keep(vec![Tag::City, Tag::Directory]);
    let app = ctx.app();
    let asked = Asked {
        unit: ctx.query("unit"),
        service: ctx.query("layanan"),
        kind: ctx.query("jenis"),
        status: ctx.query("status"),
        q: ctx.query("q").trim().chars().take(120).collect(),
        older: ctx.query("sebelum"),
        newer: ctx.query("sesudah"),
    };
    let list = threads::list(app, &asked).await?;
    let units = place::units(app).await?;
    ctx.keep_until(Some(next_turn(app).await?));
    let l = ctx.locale;
    let form = view::Filter {
        asked: &asked,
        units: &units,
        kind: Kind::parse(&asked.kind),
        status: Status::parse(&asked.status),
    };
    let main = view::page(l, &app.config.zone, &form, &list);
    let title = l.t("threads-title");
    Ok(ctx.page_with(StatusCode::OK, &title, &l.t("threads-description"), main))
}
