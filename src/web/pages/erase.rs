use super::field_errors;
use crate::domain::error::{Error, FieldErrors};
use crate::domain::message::Message;
use crate::flows::erase as flow;
use crate::queries::erasure as query;
use crate::views::pages::erase as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /akun/hapus
pub async fn show(ctx: Ctx) -> Outcome {
    render(&ctx, StatusCode::OK, &FieldErrors::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Outcome {
    let state = query::state(ctx.app(), &ctx.viewer).await?;
    let (l, zone) = (ctx.locale, &ctx.app().config.zone);
    let main = view::page(l, zone, &ctx.csrf(), &state, errors);
    Ok(ctx.page_with(status, &l.t("erase-title"), "", main))
}

/// What was chosen about one's posts.
fn posts(ctx: &Ctx) -> Option<&'static str> {
    match ctx.fields.get("posts") {
        "keep" => Some("keep"),
        "remove" => Some("remove"),
        _ => None,
    }
}

/// POST /akun/hapus/kode: sends the code that confirms it.
pub async fn send_code(ctx: Ctx) -> Outcome {
    let Some(posts) = posts(&ctx) else {
        let mut errors = FieldErrors::default();
        errors.add("posts", Message::new("fault-choose"));
        return render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
    };
    let code = flow::ask_code(ctx.app(), &ctx.viewer, ctx.locale.lang).await?;
    let shown = ctx.app().config.demo.then_some(code.as_str());
    code_page(&ctx, StatusCode::OK, posts, shown, &FieldErrors::default())
}

fn code_page(
    ctx: &Ctx,
    status: StatusCode,
    posts: &str,
    shown: Option<&str>,
    errors: &FieldErrors,
) -> Outcome {
    let l = ctx.locale;
    let email = ctx
        .signed_in
        .as_ref()
        .map(|s| s.account.email.as_str())
        .ok_or(Error::SignInNeeded)?;
    let main = view::code(l, &ctx.csrf(), email, posts, shown, errors);
    Ok(ctx.page_with(status, &l.t("erase-code-title"), "", main))
}

/// POST /akun/hapus
pub async fn confirm(ctx: Ctx) -> Outcome {
    let Some(posts) = posts(&ctx) else {
        return Ok(ctx.redirect("/akun/hapus"));
    };
    let (code, lang) = (ctx.fields.get("code"), ctx.locale.lang);
    let asked = flow::ask(ctx.app(), &ctx.viewer, code, posts == "keep", lang).await;
    match field_errors(asked)? {
        Ok(_) => Ok(ctx.redirect_saying("/akun/hapus", "flash-erase-asked")),
        Err(errors) => code_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, posts, None, &errors),
    }
}

/// POST /akun/hapus/batal
pub async fn cancel(ctx: Ctx) -> Outcome {
    flow::cancel(ctx.app(), &ctx.viewer).await?;
    Ok(ctx.redirect_saying("/akun", "flash-erase-cancelled"))
}

/// GET /batal-hapus/{word}: shows what would be cancelled, and changes nothing.
pub async fn by_word(ctx: Ctx) -> Outcome {
    let word = ctx.part("word");
    let due = query::by_word(ctx.app(), word).await?;
    let l = ctx.locale;
    let main = view::by_word(l, &ctx.app().config.zone, &ctx.csrf(), word, due);
    Ok(ctx.page(&l.t("erase-cancel-title"), main))
}

/// POST /batal-hapus/{word}
pub async fn cancel_by_word(ctx: Ctx) -> Outcome {
    flow::cancel_by_word(ctx.app(), ctx.part("word")).await?;
    Ok(ctx.redirect_saying("/", "flash-erase-cancelled"))
}
