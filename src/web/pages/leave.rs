use crate::domain::error::Error;
use crate::flows::leave;
use crate::views::pages::leave as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;

/// GET /langganan/{word}: asks; following a link changes nothing.
pub async fn ask(ctx: Ctx) -> Outcome {
    let of = ctx.app().read_leave_word(ctx.part("word"));
    let of = of.ok_or(Error::NotFound)?;
    let l = ctx.locale;
    Ok(ctx.page(&view::title(l, of), view::ask(l, of, ctx.req.path())))
}

/// POST /langganan/{word}: stops the mail, also for a mail program that posts by itself (RFC 8058);
/// with `undo` lets it come again.
pub async fn stop(ctx: Ctx) -> Outcome {
    let undo = !ctx.fields.get("undo").is_empty();
    let of = leave::stop(ctx.app(), ctx.part("word"), undo).await?;
    let l = ctx.locale;
    let title = view::left_title(l, of, undo);
    Ok(ctx.page(&title, view::left(l, of, ctx.req.path(), undo)))
}
