use super::{field_errors, place};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{DeliveryId, TokenId, WebhookId};
use crate::flows::connect::{self, Form, TokenForm};
use crate::queries::connections as query;
use crate::views::pages::connections as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /sambungan
pub async fn overview(ctx: Ctx) -> Outcome {
    show_overview(&ctx, StatusCode::OK, &view::Typed::default()).await
}

async fn show_overview(ctx: &Ctx, status: StatusCode, typed: &view::Typed) -> Outcome {
    let app = ctx.app();
    let all = query::all(app, &ctx.viewer).await?;
    let l = ctx.locale;
    let main = view::overview(l, &app.config.zone, &ctx.csrf(), &all, typed);
    Ok(ctx.page_with(status, &l.t("connect-title"), "", main))
}

fn form(ctx: &Ctx) -> Form {
    Form {
        unit: ctx.fields.owned("unit"),
        address: ctx.fields.owned("address"),
        events: ctx.fields.all("events").map(str::to_owned).collect(),
    }
}

/// POST /sambungan/kait
pub async fn create(ctx: Ctx) -> Outcome {
    let hook = form(&ctx);
    match field_errors(connect::create(ctx.app(), &ctx.viewer, &hook).await)? {
        Ok(id) => Ok(ctx.redirect_saying(&page(id), "flash-hook-created")),
        Err(hook_errors) => {
            let typed = view::Typed {
                hook,
                hook_errors,
                ..view::Typed::default()
            };
            show_overview(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed).await
        }
    }
}

fn id(ctx: &Ctx) -> Result<WebhookId> {
    WebhookId::parse(ctx.part("id")).ok_or(Error::NotFound)
}

fn page(id: WebhookId) -> String {
    format!("/sambungan/kait/{id}")
}

/// GET /sambungan/kait/{id}
pub async fn hook(ctx: Ctx) -> Outcome {
    show_hook(&ctx, StatusCode::OK, None).await
}

async fn show_hook(ctx: &Ctx, status: StatusCode, typed: Option<(&Form, &FieldErrors)>) -> Outcome {
    let app = ctx.app();
    let aside = ctx.query("hanya") == "sisih";
    let before = place(&ctx.query("sebelum"), DeliveryId::parse);
    let hook = query::hook(app, &ctx.viewer, id(ctx)?, aside, before).await?;
    let l = ctx.locale;
    let private = app.config.webhook_private;
    let main = view::hook(l, &app.config.zone, &ctx.csrf(), &hook, private, typed);
    Ok(ctx.page_with(status, &l.t("connect-hook-title"), "", main))
}

/// POST /sambungan/kait/{id}
pub async fn change(ctx: Ctx) -> Outcome {
    let typed = form(&ctx);
    let id = id(&ctx)?;
    match field_errors(connect::change(ctx.app(), &ctx.viewer, id, &typed).await)? {
        Ok(()) => Ok(ctx.redirect_saying(&page(id), "flash-hook-saved")),
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show_hook(&ctx, status, Some((&typed, &errors))).await
        }
    }
}

/// POST /sambungan/kait/{id}/jeda
pub async fn pause(ctx: Ctx) -> Outcome {
    let id = id(&ctx)?;
    connect::pause(ctx.app(), &ctx.viewer, id, true).await?;
    Ok(ctx.redirect_saying(&page(id), "flash-hook-paused"))
}

/// POST /sambungan/kait/{id}/lanjut
pub async fn resume(ctx: Ctx) -> Outcome {
    let id = id(&ctx)?;
    connect::pause(ctx.app(), &ctx.viewer, id, false).await?;
    Ok(ctx.redirect_saying(&page(id), "flash-hook-resumed"))
}

/// POST /sambungan/kait/{id}/coba
pub async fn test(ctx: Ctx) -> Outcome {
    let id = id(&ctx)?;
    connect::test(ctx.app(), &ctx.viewer, id).await?;
    Ok(ctx.redirect_saying(&page(id), "flash-hook-test"))
}

/// POST /sambungan/kait/{id}/ulang
pub async fn replay(ctx: Ctx) -> Outcome {
    let id = id(&ctx)?;
    let message = match ctx.fields.get("message") {
        "" => None,
        typed => Some(DeliveryId::parse(typed).ok_or(Error::NotFound)?),
    };
    connect::replay(ctx.app(), &ctx.viewer, id, message).await?;
    Ok(ctx.redirect_saying(&page(id), "flash-hook-replayed"))
}

/// POST /sambungan/kait/{id}/rahasia
pub async fn reveal(ctx: Ctx) -> Outcome {
    let id = id(&ctx)?;
    let secret = connect::reveal(ctx.app(), &ctx.viewer, id).await?;
    Ok(show_secret(&ctx, id, "connect-secret-shown", &secret))
}

/// POST /sambungan/kait/{id}/ganti-rahasia
pub async fn rotate(ctx: Ctx) -> Outcome {
    let id = id(&ctx)?;
    let secret = connect::rotate(ctx.app(), &ctx.viewer, id).await?;
    Ok(show_secret(&ctx, id, "connect-secret-rotated", &secret))
}

fn show_secret(ctx: &Ctx, id: WebhookId, about: &str, secret: &str) -> actix_web::HttpResponse {
    let l = ctx.locale;
    let title = l.t("connect-secret");
    let main = view::secret(l, &title, &l.t(about), secret, &page(id));
    ctx.page(&title, main)
}

/// POST /sambungan/kait/{id}/hapus
pub async fn remove(ctx: Ctx) -> Outcome {
    connect::remove(ctx.app(), &ctx.viewer, id(&ctx)?).await?;
    Ok(ctx.redirect_saying("/sambungan", "flash-hook-removed"))
}

/// POST /sambungan/token
pub async fn token(ctx: Ctx) -> Outcome {
    let token = TokenForm {
        unit: ctx.fields.owned("unit"),
        label: ctx.fields.owned("label"),
    };
    let l = ctx.locale;
    match field_errors(connect::token(ctx.app(), &ctx.viewer, &token).await)? {
        Ok(secret) => {
            let (title, about) = (l.t("connect-token-title"), l.t("connect-token-shown"));
            let main = view::secret(l, &title, &about, &secret, "/sambungan");
            Ok(ctx.page(&title, main))
        }
        Err(token_errors) => {
            let typed = view::Typed {
                token,
                token_errors,
                ..view::Typed::default()
            };
            show_overview(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed).await
        }
    }
}

/// POST /sambungan/token/cabut
pub async fn revoke(ctx: Ctx) -> Outcome {
    let id = TokenId::parse(ctx.fields.get("token")).ok_or(Error::NotFound)?;
    connect::revoke(ctx.app(), &ctx.viewer, id).await?;
    Ok(ctx.redirect_saying("/sambungan", "flash-token-revoked"))
}
