use super::{field_errors, place};
use crate::domain::digest::{Edition, Every};
use crate::domain::ids::{AccountId, EditionId, FollowUpId};
use crate::flows::plan::{self, Form, StepForm};
use crate::flows::{deputy, digest, wishes};
use crate::queries::digests as query;
use crate::views::digest as words;
use crate::views::pages::digests as view;
use crate::views::pages::digests::Typed;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};

/// GET /kinerja/unit/{slug}/surat
pub async fn archive(ctx: Ctx) -> Outcome {
    render_archive(&ctx, StatusCode::OK, &Typed::default()).await
}

async fn render_archive(ctx: &Ctx, status: StatusCode, typed: &Typed) -> Outcome {
    let app = ctx.app();
    let before = place(&ctx.query("sebelum"), EditionId::parse);
    let plans = place(&ctx.query("rencana"), FollowUpId::parse);
    let archive = query::archive(app, &ctx.viewer, ctx.part("slug"), before, plans).await?;
    let l = ctx.locale;
    let title = l.ta(
        "digests-title",
        &[("unit", archive.place.name.as_str().into())],
    );
    let main = view::archive(l, &app.config.zone, &ctx.csrf(), &archive, typed);
    Ok(ctx.page_with(status, &title, "", main))
}

/// GET /kinerja/unit/{slug}/surat/pratinjau
pub async fn preview(ctx: Ctx) -> Outcome {
    let every = Every::parse(&ctx.query("tiap")).unwrap_or(Every::Week);
    let app = ctx.app();
    let (place, edition) = query::preview(app, &ctx.viewer, ctx.part("slug"), every).await?;
    if wants_mail(&ctx) {
        return Ok(as_mail(&ctx, &edition));
    }
    let l = ctx.locale;
    let main = view::preview(l, &app.config.zone, &place, &edition);
    Ok(ctx.page(&words::subject(l, &edition), main))
}

/// GET /kinerja/unit/{slug}/surat/{period}
pub async fn show(ctx: Ctx) -> Outcome {
    render(&ctx, StatusCode::OK, &Typed::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, typed: &Typed) -> Outcome {
    let app = ctx.app();
    let shown = query::shown(app, &ctx.viewer, ctx.part("slug"), ctx.part("period")).await?;
    if wants_mail(ctx) {
        return Ok(as_mail(ctx, &shown.edition));
    }
    let l = ctx.locale;
    let title = words::subject(l, &shown.edition);
    let main = view::shown(l, &app.config.zone, &ctx.csrf(), &shown, typed);
    Ok(ctx.page_with(status, &title, "", main))
}

fn wants_mail(ctx: &Ctx) -> bool {
    ctx.query("sebagai") == "surat"
}

/// Mail brings its styles along, which no page of ours may: it is shown apart from them, as a
/// document that can do nothing.
fn as_mail(ctx: &Ctx, edition: &Edition) -> HttpResponse {
    const ALONE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox \
                         allow-popups allow-top-navigation-by-user-activation; \
                         base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let config = &ctx.app().config;
    let html = view::as_mail(ctx.locale, &config.zone, &ctx.site.base_url, edition);
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_SECURITY_POLICY, ALONE))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(html)
}

/// POST /kinerja/unit/{slug}/surat/{period}/ulang
pub async fn again(ctx: Ctx) -> Outcome {
    let (slug, period) = (ctx.part("slug"), ctx.part("period"));
    let to = AccountId::parse(ctx.fields.get("to"));
    digest::send_again(ctx.app(), &ctx.viewer, slug, period, to).await?;
    Ok(ctx.redirect_saying(&format!("{}/{period}", words::archive(slug)), "flash-again"))
}

/// POST /kinerja/unit/{slug}/surat/{period}/rencana
pub async fn plan(ctx: Ctx) -> Outcome {
    let (slug, period) = (ctx.part("slug"), ctx.part("period"));
    let form = Form {
        action: ctx.fields.owned("action"),
        due: ctx.fields.owned("due"),
    };
    let made = plan::make(ctx.app(), &ctx.viewer, slug, period, &form).await;
    match field_errors(made)? {
        Ok(()) => {
            let to = format!("{}#rencana", words::archive(slug));
            Ok(ctx.redirect_saying(&to, "flash-planned"))
        }
        Err(errors) => {
            let typed = Typed {
                plan: form,
                errors,
                ..Typed::default()
            };
            render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed).await
        }
    }
}

/// POST /kinerja/unit/{slug}/rencana
pub async fn step(ctx: Ctx) -> Outcome {
    let slug = ctx.part("slug");
    let f = &ctx.fields;
    let form = StepForm {
        plan: f.owned("plan"),
        step: f.owned("step"),
        note: f.owned("note"),
        due: f.owned("due"),
    };
    let noted = plan::step(ctx.app(), &ctx.viewer, slug, &form).await;
    match field_errors(noted)? {
        Ok(()) => {
            let to = format!("{}#rencana", words::archive(slug));
            Ok(ctx.redirect_saying(&to, "flash-plan-step"))
        }
        Err(errors) => {
            let typed = Typed {
                step: form,
                errors,
                ..Typed::default()
            };
            render_archive(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed).await
        }
    }
}

/// POST /kinerja/unit/{slug}/wakil
pub async fn name_deputy(ctx: Ctx) -> Outcome {
    let slug = ctx.part("slug");
    let named = deputy::name(ctx.app(), &ctx.viewer, slug, ctx.fields.get("deputy")).await;
    match field_errors(named)? {
        Ok(()) => Ok(ctx.redirect_saying(&words::archive(slug), "flash-deputy")),
        Err(errors) => {
            let typed = Typed {
                errors,
                ..Typed::default()
            };
            render_archive(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed).await
        }
    }
}

/// POST /kinerja/unit/{slug}/wakil/akhiri
pub async fn end_deputy(ctx: Ctx) -> Outcome {
    let slug = ctx.part("slug");
    deputy::end(ctx.app(), &ctx.viewer, slug, ctx.fields.get("deputy")).await?;
    Ok(ctx.redirect_saying(&words::archive(slug), "flash-deputy-ended"))
}

/// POST /akun/ringkasan
pub async fn set_wishes(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = wishes::Form {
        every: f.owned("every"),
        weekday: f.owned("weekday"),
        hour: f.owned("hour"),
    };
    let set = wishes::set(ctx.app(), &ctx.viewer, &form).await;
    match field_errors(set)? {
        Ok(()) => Ok(ctx.redirect_saying("/akun#ringkasan", "flash-wishes")),
        Err(errors) => super::account::render_with_wishes(&ctx, &form, &errors).await,
    }
}
