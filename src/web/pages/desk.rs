use super::{field_errors, place};
use crate::domain::desk::ItemKind;
use crate::domain::error::{FieldErrors, Result};
use crate::domain::ids::QueueItemId;
use crate::domain::moderation::Decision;
use crate::flows::claim;
use crate::flows::decide::{self, Form, appeals, ratings, undo};
use crate::flows::hide_photo;
use crate::queries::desk as query;
use crate::views::pages::desk as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /moderasi
pub async fn queue(ctx: Ctx) -> Outcome {
    render(&ctx, StatusCode::OK, "", &FieldErrors::default()).await
}

fn typed<'a>(ctx: &'a Ctx, about: &'a str, errors: &'a FieldErrors) -> view::Typed<'a> {
    let f = &ctx.fields;
    view::Typed {
        about,
        rule: f.get("rule"),
        note: f.get("note"),
        words: f.get("cover"),
        service: f.get("layanan"),
        days: f.get("days"),
        errors,
    }
}

async fn render(ctx: &Ctx, status: StatusCode, about: &str, errors: &FieldErrors) -> Outcome {
    let app = ctx.app();
    let kind = ItemKind::parse(&ctx.query("jenis"));
    let after = place(&ctx.query("sesudah"), QueueItemId::parse);
    let queue = query::queue(app, &ctx.viewer, kind, after).await?;
    let l = ctx.locale;
    let desk = view::Desk {
        zone: &app.config.zone,
        csrf: &ctx.csrf(),
        script: ctx.site.assets.href("js/desk.js"),
    };
    let main = view::queue(l, &desk, &queue, &typed(ctx, about, errors));
    Ok(ctx.page_with(status, &l.t("moderation-title"), "", main))
}

/// GET /moderasi/tinjau/{post}
pub async fn review(ctx: Ctx) -> Outcome {
    let post = ctx.part("post").to_owned();
    review_page(&ctx, &post, StatusCode::OK, "", &FieldErrors::default()).await
}

async fn review_page(
    ctx: &Ctx,
    post: &str,
    status: StatusCode,
    about: &str,
    errors: &FieldErrors,
) -> Outcome {
    let app = ctx.app();
    let review = query::review(app, &ctx.viewer, post).await?;
    let l = ctx.locale;
    let desk = view::Desk {
        zone: &app.config.zone,
        csrf: &ctx.csrf(),
        script: ctx.site.assets.href("js/desk.js"),
    };
    let main = view::review(l, &desk, &review, &typed(ctx, about, errors));
    let title = format!("{} · {}", l.t("desk-review"), review.number);
    Ok(ctx.page_with(status, &title, "", main))
}

/// POST /moderasi/ambil: an item, or the next.
pub async fn take(ctx: Ctx) -> Outcome {
    let item = claim::claim(ctx.app(), &ctx.viewer, ctx.fields.get("item")).await?;
    let to = match item.post_id {
        Some(post) => format!("/moderasi/tinjau/{post}"),
        None => format!("/moderasi?jenis={}", item.kind.as_str()),
    };
    Ok(ctx.redirect_saying(&to, "flash-claimed"))
}

/// POST /moderasi/lepas
pub async fn release(ctx: Ctx) -> Outcome {
    claim::release(ctx.app(), &ctx.viewer, ctx.fields.get("item")).await?;
    Ok(ctx.redirect_saying("/moderasi", "flash-released"))
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
        words: f.owned("cover"),
        service: f.owned("layanan"),
        days: f.owned("days"),
    };
    let result = decide::decide(ctx.app(), &ctx.viewer, &form).await;
    match field_errors(result)? {
        Ok(decision) => {
            // Decided on the thread's page: back there, to see what has become of it.
            let back = match f.get("back") {
                "" => "/moderasi".to_owned(),
                _ => format!("/utas/{}", form.number),
            };
            Ok(ctx.redirect_saying(&super::sign_in::next(&back), said(decision)))
        }
        Err(errors) if !f.get("review").is_empty() => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            review_page(&ctx, &form.post, status, "", &errors).await
        }
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &form.post, &errors).await,
    }
}

fn said(decision: Decision) -> &'static str {
    match decision {
        Decision::Publish => "flash-published",
        Decision::Refuse => "flash-refused",
        Decision::Hide => "flash-hidden",
        Decision::Restore => "flash-restored",
        Decision::Dismiss => "flash-dismissed",
        _ => "flash-decided",
    }
}

async fn told(ctx: &Ctx, about: &str, result: Result<Decision>) -> Outcome {
    match field_errors(result)? {
        Ok(decision) => Ok(ctx.redirect_saying("/moderasi", said(decision))),
        Err(errors) => render(ctx, StatusCode::UNPROCESSABLE_ENTITY, about, &errors).await,
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

/// POST /moderasi/penilaian
pub async fn decide_rating(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let (id, decision, rule) = (f.get("rating"), f.get("decision"), f.get("rule"));
    let result = ratings::decide(ctx.app(), &ctx.viewer, id, decision, rule).await;
    told(&ctx, id, result).await
}

/// POST /moderasi/banding
pub async fn decide_appeal(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let (id, decision, note) = (f.get("appeal"), f.get("decision"), f.get("note"));
    let result = appeals::decide(ctx.app(), &ctx.viewer, id, decision, note).await;
    told(&ctx, id, result).await
}

/// POST /moderasi/batal: takes a decision back.
pub async fn take_back(ctx: Ctx) -> Outcome {
    undo::undo(ctx.app(), &ctx.viewer, ctx.fields.get("action")).await?;
    Ok(ctx.redirect_saying("/moderasi", "flash-undone"))
}
