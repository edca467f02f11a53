//! Pages of the demonstration only.

use super::sign_in::signed_in;
use crate::domain::error::Error;
use crate::flows::{demo, sign_in};
use crate::views::gallery;
use crate::views::pages::sign_in as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;

fn only_in_demo(ctx: &Ctx) -> Result<(), Error> {
    ctx.app().config.demo.then_some(()).ok_or(Error::NotFound)
}

/// GET /masuk/demo/{who}: one button, so that a link alone signs in nobody.
pub async fn form(ctx: Ctx) -> Outcome {
    only_in_demo(&ctx)?;
    let who = demo::by_slug(ctx.part("who")).ok_or(Error::NotFound)?;
    let l = ctx.locale;
    let main = view::demo(l, &ctx.csrf(), &who.slug, &who.name, &who.role);
    Ok(ctx.page(&l.t("sign-in-title"), main))
}

/// POST /masuk/demo/{who}
pub async fn enter(ctx: Ctx) -> Outcome {
    only_in_demo(&ctx)?;
    let who = demo::by_slug(ctx.part("who")).ok_or(Error::NotFound)?;
    let begun = sign_in::demo_session(ctx.app(), &who.email, &ctx.agent()).await?;
    let to = match who.label {
        "staff" | "unit head" => "/petugas",
        "coordinator" => "/petugas/koordinasi",
        "moderator" => "/moderasi",
        "admin" => "/admin",
        _ => "/akun",
    };
    Ok(signed_in(&ctx, begun.token, to))
}

/// GET /_components
pub async fn components(ctx: Ctx) -> Outcome {
    only_in_demo(&ctx)?;
    let l = ctx.locale;
    Ok(ctx.page(&l.t("components-title"), gallery::gallery(l)))
}
