use crate::queries::audit::{self as query, Asked};
use crate::views::pages::audit::{self as view, Checked};
use crate::web::context::Ctx;
use crate::web::routes::Outcome;

/// GET /admin/audit
pub async fn show(ctx: Ctx) -> Outcome {
    render(&ctx, Checked::NotYet).await
}

/// POST /admin/audit/periksa: reads the whole chain.
pub async fn verify(ctx: Ctx) -> Outcome {
    let checked = match query::verify(ctx.app(), &ctx.viewer).await? {
        Some(n) => Checked::Whole(n),
        None => Checked::Broken,
    };
    render(&ctx, checked).await
}

async fn render(ctx: &Ctx, checked: Checked) -> Outcome {
    let app = ctx.app();
    let asked = Asked {
        act: ctx.query("tindakan"),
        who: ctx.query("siapa"),
        from: ctx.query("dari"),
        until: ctx.query("sampai"),
        before: ctx.query("sebelum").parse().ok(),
    };
    let log = query::log(app, &ctx.viewer, &asked).await?;
    let l = ctx.locale;
    let main = view::log(l, &app.config.zone, &ctx.csrf(), &log, &asked, checked);
    Ok(ctx.page(&l.t("audit-title"), main))
}
