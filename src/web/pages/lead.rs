use crate::queries::lead as query;
use crate::views::pages::lead as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;

/// GET /petugas/papan
pub async fn show(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let lead = query::lead(app, &ctx.viewer, &ctx.query("unit")).await?;
    let l = ctx.locale;
    let main = view::page(l, &app.config.zone, &ctx.csrf(), &lead);
    Ok(ctx.page(&l.t("lead-title"), main))
}
