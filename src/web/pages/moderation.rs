use super::{field_errors, place};
use crate::domain::error::FieldErrors;
use crate::domain::ids::{ActionId, ThreadId};
use crate::domain::moderation::Decision;
use crate::domain::time::Instant;
use crate::flows::decide::{self, Form};
use crate::flows::hide_photo;
use crate::queries::moderation as query;
use crate::store::generations::Tag;
use crate::views::pages::moderation as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /moderasi
pub async fn queue(ctx: Ctx) -> Outcome {
    render(&ctx, StatusCode::OK, &FieldErrors::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Outcome {
    let app = ctx.app();
    let held = ThreadId::parse(&ctx.query("ditahan"));
    let reported = place(&ctx.query("dilaporkan"));
    let queue = query::queue(app, &ctx.viewer, held, reported).await?;
    let l = ctx.locale;
    let typed = view::Typed {
        post: ctx.fields.get("post"),
        rule: ctx.fields.get("rule"),
        note: ctx.fields.get("note"),
        errors,
    };
    let main = view::queue(l, &app.config.zone, &ctx.csrf(), &queue, &typed);
    Ok(ctx.page_with(status, &l.t("moderation-title"), "", main))
}

/// POST /moderasi/putusan
pub async fn decide(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = Form {
        number: f.owned("thread"),
        post: f.owned("post"),
        decision: f.owned("decision"),
        rule: f.owned("rule"),
        note: f.owned("note"),
    };
    // Decided on the thread's page: back there, to see what has become of it.
    let back = match f.get("back") {
        "" => "/moderasi".to_owned(),
        _ => format!("/utas/{}", form.number),
    };
    match field_errors(decide::decide(ctx.app(), &ctx.viewer, &form).await)? {
        Ok(decision) => {
            let said = match decision {
                Decision::Publish => "flash-published",
                Decision::Refuse => "flash-refused",
                Decision::Hide => "flash-hidden",
                Decision::Restore => "flash-restored",
                Decision::Dismiss => "flash-dismissed",
                Decision::HidePhoto | Decision::RestorePhoto => "flash-photo",
            };
            Ok(ctx.redirect_saying(&super::sign_in::next(&back), said))
        }
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
}

/// POST /moderasi/foto: from the thread's page, and back there.
pub async fn decide_photo(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = hide_photo::Form {
        number: f.owned("thread"),
        photo: f.owned("photo"),
        decision: f.owned("decision"),
        rule: f.owned("rule"),
        note: f.owned("note"),
    };
    hide_photo::decide(ctx.app(), &ctx.viewer, &form).await?;
    let back = super::sign_in::next(&format!("/utas/{}", form.number));
    Ok(ctx.redirect_saying(&back, "flash-photo"))
}

/// GET /moderasi/log
pub async fn log(ctx: Ctx) -> Outcome {
    ctx.keep(vec![Tag::City, Tag::Directory]);
    let before = ctx.query("sebelum");
    let before = before
        .split_once('.')
        .and_then(|(ms, id)| Some((Instant(ms.parse().ok()?), ActionId::parse(id)?)));
    let app = ctx.app();
    let (lines, next) = query::log(app, before).await?;
    let next = next.map(|(at, id)| format!("/moderasi/log?sebelum={}.{id}", at.0));
    let l = ctx.locale;
    let main = view::log(l, &app.config.zone, &lines, next.as_deref());
    let title = l.t("log-title");
    Ok(ctx.page_with(StatusCode::OK, &title, &l.t("log-description"), main))
}
