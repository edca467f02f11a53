use super::field_errors;
use crate::domain::error::{Error, FieldErrors};
use crate::domain::ids::{SessionId, ThreadId};
use crate::flows::account as flow;
use crate::flows::wishes;
use crate::queries::account as query;
use crate::views::pages::account as view;
use crate::web::context::Ctx;
use crate::web::cookies;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /akun
pub async fn show(ctx: Ctx) -> Outcome {
    render(&ctx, StatusCode::OK, None, None).await
}

/// The page with the form of digests as it was typed.
pub(super) async fn render_with_wishes(
    ctx: &Ctx,
    form: &wishes::Form,
    errors: &FieldErrors,
) -> Outcome {
    render(
        ctx,
        StatusCode::UNPROCESSABLE_ENTITY,
        None,
        Some((form, errors)),
    )
    .await
}

async fn render(
    ctx: &Ctx,
    status: StatusCode,
    typed: Option<(&str, &FieldErrors)>,
    wishes: Option<(&wishes::Form, &FieldErrors)>,
) -> Outcome {
    let app = ctx.app();
    let before = ThreadId::parse(&ctx.query("sebelum"));
    let mine = query::mine(app, &ctx.viewer, ctx.session_id()?, before).await?;
    let l = ctx.locale;
    let main = view::page(l, &app.config.zone, &ctx.csrf(), &mine, typed, wishes);
    Ok(ctx.page_with(status, &l.t("account-title"), "", main))
}

/// POST /akun/profil
pub async fn profile(ctx: Ctx) -> Outcome {
    let (name, lang) = (ctx.fields.get("name"), ctx.fields.get("lang"));
    let set = flow::set_profile(ctx.app(), &ctx.viewer, name, lang).await;
    match field_errors(set)? {
        Ok(lang) => {
            let year = 365 * 24 * 3600;
            ctx.cookie(cookies::LANG, Some(lang.code().to_owned()), Some(year));
            Ok(ctx.redirect_saying("/akun", "flash-saved"))
        }
        Err(errors) => {
            render(
                &ctx,
                StatusCode::UNPROCESSABLE_ENTITY,
                Some((name, &errors)),
                None,
            )
            .await
        }
    }
}

/// POST /akun/sesi: ends one session, or with `others` all but this one.
pub async fn end_session(ctx: Ctx) -> Outcome {
    let present = ctx.session_id()?;
    if ctx.fields.get("others").is_empty() {
        let id = SessionId::parse(ctx.fields.get("session")).ok_or(Error::NotFound)?;
        flow::end_session(ctx.app(), &ctx.viewer, id).await?;
        if id == present {
            return Ok(left(&ctx));
        }
    } else {
        flow::end_other_sessions(ctx.app(), &ctx.viewer, present).await?;
    }
    Ok(ctx.redirect_saying("/akun", "flash-session-ended"))
}

/// POST /keluar
pub async fn sign_out(ctx: Ctx) -> Outcome {
    flow::end_session(ctx.app(), &ctx.viewer, ctx.session_id()?).await?;
    Ok(left(&ctx))
}

fn left(ctx: &Ctx) -> actix_web::HttpResponse {
    ctx.cookie(cookies::SESSION, None, None);
    ctx.cookie(cookies::TRACK, None, None);
    ctx.cookie(cookies::APPEAR, None, None);
    ctx.redirect_saying("/", "flash-signed-out")
}
