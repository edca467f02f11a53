//! Changing what one wrote; what was said before.

use super::{field_errors, shown_as};
use crate::domain::error::FieldErrors;
use crate::flows::edit::{self, Edited};
use crate::flows::revise;
use crate::queries::edits as query;
use crate::views::pages::edits as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /utas/{number}/ubah?pos=…
pub async fn form(ctx: Ctx) -> Outcome {
    let post = ctx.query("pos");
    own(&ctx, StatusCode::OK, &post, None, &FieldErrors::default()).await
}

async fn own(
    ctx: &Ctx,
    status: StatusCode,
    post: &str,
    typed: Option<(&str, &str)>,
    errors: &FieldErrors,
) -> Outcome {
    let app = ctx.app();
    let found = query::own(app, &ctx.viewer, ctx.part("number"), post).await?;
    let l = ctx.locale;
    let main = view::own(l, &app.config.zone, &ctx.csrf(), &found, typed, errors);
    Ok(ctx.page_with(status, &l.t("edit-title"), "", main))
}

/// POST /utas/{number}/ubah
pub async fn send(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = edit::Form {
        post: f.owned("post"),
        title: f.owned("title"),
        body: f.owned("body"),
        names: shown_as(f),
        seen: f.get("step") == "send",
    };
    let typed = Some((form.title.as_str(), form.body.as_str()));
    if f.get("step") == "edit" {
        return own(
            &ctx,
            StatusCode::OK,
            &form.post,
            typed,
            &FieldErrors::default(),
        )
        .await;
    }
    let number = ctx.part("number");
    let saying = |said| {
        let to = format!("/utas/{number}/pos/{}", form.post);
        Ok(ctx.redirect_saying(&to, said))
    };
    match field_errors(edit::edit(ctx.app(), &ctx.viewer, number, &form).await)? {
        Ok(Edited::Changed) => saying("flash-edited"),
        Ok(Edited::Same) => saying("flash-edit-same"),
        Ok(Edited::Unseen(shown)) => {
            let l = ctx.locale;
            let main = view::preview(l, &ctx.csrf(), number, &form, &shown);
            Ok(ctx.page(&l.t("write-preview-title"), main))
        }
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            own(&ctx, status, &form.post, typed, &errors).await
        }
    }
}

/// GET /petugas/utas/{number}/ubah?pos=…
pub async fn official_form(ctx: Ctx) -> Outcome {
    let post = ctx.query("pos");
    official(&ctx, StatusCode::OK, &post, None, &FieldErrors::default()).await
}

async fn official(
    ctx: &Ctx,
    status: StatusCode,
    post: &str,
    typed: Option<(&str, &str)>,
    errors: &FieldErrors,
) -> Outcome {
    let found = query::official(ctx.app(), &ctx.viewer, ctx.part("number"), post).await?;
    let l = ctx.locale;
    let main = view::official(l, &ctx.csrf(), &found, typed, errors);
    Ok(ctx.page_with(status, &l.t("revise-title"), "", main))
}

/// POST /petugas/utas/{number}/ubah
pub async fn revise(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = revise::Form {
        post: f.owned("post"),
        body: f.owned("body"),
        why: f.owned("why"),
    };
    let number = ctx.part("number");
    match field_errors(revise::revise(ctx.app(), &ctx.viewer, number, &form).await)? {
        Ok(changed) => {
            let said = if changed {
                "flash-revised"
            } else {
                "flash-edit-same"
            };
            Ok(ctx.redirect_saying(&format!("/petugas/utas/{number}"), said))
        }
        Err(errors) => {
            let typed = Some((form.body.as_str(), form.why.as_str()));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            official(&ctx, status, &form.post, typed, &errors).await
        }
    }
}

/// GET /utas/{number}/riwayat/{post}
pub async fn history(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let found = query::history(app, &ctx.viewer, ctx.part("number"), ctx.part("post")).await?;
    let l = ctx.locale;
    let main = view::history(l, &app.config.zone, &found);
    Ok(ctx.page(&l.t("history-title"), main))
}
