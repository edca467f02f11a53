use super::place;
use crate::domain::ids::ThreadId;
use crate::domain::policy::{self, Action};
use crate::queries::{board, inbox};
use crate::views::pages::{board as board_view, inbox as view};
use crate::web::context::Ctx;
use crate::web::routes::Outcome;

/// GET /petugas
pub async fn show(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let after = place(&ctx.query("sesudah"), ThreadId::parse);
    let inbox = inbox::inbox(app, &ctx.viewer, &ctx.query("kotak"), after).await?;
    let l = ctx.locale;
    let heads = policy::could(Action::ManageConnections, &ctx.viewer);
    let main = view::page(l, &app.config.zone, &inbox, heads);
    Ok(ctx.page(&l.t("inbox-title"), main))
}

/// GET /petugas/koordinasi
pub async fn board(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let after = place(&ctx.query("sesudah"), ThreadId::parse);
    let board = board::board(app, &ctx.viewer, after).await?;
    let l = ctx.locale;
    let main = board_view::page(l, &app.config.zone, &board);
    Ok(ctx.page(&l.t("board-title"), main))
}
