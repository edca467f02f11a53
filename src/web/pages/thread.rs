use super::{field_errors, form_id, photos, place, together};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::PostId;
use crate::domain::moderation::Rule;
use crate::domain::screening::Reason;
use crate::domain::thread::Visibility;
use crate::flows;
use crate::flows::decide::appeals;
use crate::flows::photos::prepare;
use crate::flows::reply::Replied;
use crate::queries::{thread as query, told};
use crate::store::generations::Tag;
use crate::views::pages::thread as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// GET /utas/{number}
pub async fn show(ctx: Ctx) -> Outcome {
    let id = query::id_of(ctx.app(), ctx.part("number")).await?;
    ctx.keep(vec![Tag::Thread(id), Tag::Directory]);
    render(&ctx, StatusCode::OK, view::Typed::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, typed: view::Typed<'_>) -> Outcome {
    let app = ctx.app();
    let after = place(&ctx.query("sesudah"), PostId::parse);
    let (page, relation) = query::page(app, &ctx.viewer, ctx.part("number"), after).await?;
    ctx.keep_until(page.changes_at);
    let may = query::may(&page, relation, &ctx.viewer, app.now());
    // Forms stand only where somebody can send them: a visitor's page holds links instead, and
    // nothing personal, so that it can be kept.
    let forms = ctx.viewer.account.is_some() || relation.own;
    let csrf = if forms { ctx.csrf() } else { String::new() };
    let form_id = form_id(ctx);
    let mine = told::in_thread(app, &ctx.viewer, &page, relation).await?;
    let model = view::Model {
        mine: &mine,
        page: &page,
        relation,
        may,
        csrf: forms.then_some(csrf.as_str()),
        form_id: &form_id,
        tracked: ctx.viewer.tracked == Some(page.id),
        reopen_days: crate::domain::thread::REOPEN_DAYS,
        typed,
    };
    let l = ctx.locale;
    let hidden = page.title.is_empty();
    let title = if hidden {
        l.t("thread-hidden-title")
    } else {
        format!("{} · {}", page.title, page.number)
    };
    let main = view::page(l, &app.config.zone, &model);
    let status = if hidden && status == StatusCode::OK {
        StatusCode::GONE
    } else {
        status
    };
    Ok(ctx.page_with(status, &title, &page.excerpt, main))
}

fn back(ctx: &Ctx) -> String {
    format!("/utas/{}", ctx.part("number"))
}

/// After an act: back to the thread with a message, or the thread with the faults at the field.
async fn after<T>(
    ctx: &Ctx,
    result: Result<T>,
    said: &'static str,
    typed: impl for<'a> Fn(&'a FieldErrors, &'a str) -> view::Typed<'a>,
) -> Outcome {
    match field_errors(result)? {
        Ok(_) => Ok(ctx.redirect_saying(&back(ctx), said)),
        Err(errors) => {
            let body = ctx.fields.owned("body");
            render(ctx, StatusCode::UNPROCESSABLE_ENTITY, typed(&errors, &body)).await
        }
    }
}

/// GET /utas/{number}/dukung: one question, for who has no account or no script.
pub async fn support_form(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let (page, relation) = query::page(app, &ctx.viewer, ctx.part("number"), None).await?;
    if page.visibility != Visibility::Public {
        return Err(Error::NotFound);
    }
    let l = ctx.locale;
    let may = query::may(&page, relation, &ctx.viewer, app.now());
    let main = view::support(l, &ctx.csrf(), &page, may);
    Ok(ctx.page(&l.t("thread-support"), main))
}

/// POST /utas/{number}/dukung
pub async fn support(ctx: Ctx) -> Outcome {
    let on = ctx.fields.get("undo").is_empty();
    flows::support::support(ctx.app(), &ctx.viewer, ctx.part("number"), on).await?;
    let said = if on {
        "flash-supported"
    } else {
        "flash-unsupported"
    };
    Ok(ctx.redirect_saying(&back(&ctx), said))
}

/// What was written, and whether its writer asks for a moderator after it was given back.
fn typed(ctx: &Ctx) -> (&str, bool) {
    let f = &ctx.fields;
    (f.get("body"), !f.get("insists").is_empty())
}

/// What the next page says: what was done, or that it waits and why.
fn said(held: Option<Reason>, done: &'static str) -> &'static str {
    match held {
        None => done,
        Some(Reason::Words) => "flash-held-words",
        Some(Reason::Flood) => "flash-held-flood",
        Some(Reason::Repeated) => "flash-held-repeated",
        Some(Reason::Copied) => "flash-held-copied",
        Some(Reason::Links) => "flash-held-links",
        Some(Reason::OfficialName) => "flash-held-official-name",
        Some(Reason::Limited) => "flash-held-limited",
        Some(Reason::Withheld) => "flash-held-withheld",
        Some(Reason::First) => "flash-held-first",
    }
}

/// POST /utas/{number}/balas
pub async fn reply(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let ((body, insists), form_id) = (typed(&ctx), ctx.fields.get("form_id"));
    let (drafts, faults) = prepare(app, &ctx.viewer, form_id, photos::changes(&ctx)).await?;
    let result = if faults.is_empty() {
        let number = ctx.part("number");
        flows::reply::reply(app, &ctx.viewer, number, body, insists, form_id).await
    } else {
        flows::reply::check(body).map(|_| Replied { held: None })
    };
    match together(field_errors(result)?, faults) {
        Ok(replied) => Ok(ctx.redirect_saying(&back(&ctx), said(replied.held, "flash-replied"))),
        Err(errors) => {
            let typed = view::Typed {
                reply: Some((body, &errors)),
                photos: &drafts,
                ..view::Typed::default()
            };
            render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, typed).await
        }
    }
}

/// POST /utas/{number}/konfirmasi
pub async fn confirm(ctx: Ctx) -> Outcome {
    flows::confirm::confirm(ctx.app(), &ctx.viewer, ctx.part("number")).await?;
    Ok(ctx.redirect_saying(&back(&ctx), "flash-confirmed"))
}

/// POST /utas/{number}/buka-lagi
pub async fn reopen(ctx: Ctx) -> Outcome {
    let (body, insists) = typed(&ctx);
    let number = ctx.part("number");
    let result = flows::confirm::reopen(ctx.app(), &ctx.viewer, number, body, insists).await;
    let said = said(result.as_ref().ok().copied().flatten(), "flash-reopened");
    after(&ctx, result, said, |errors, body| view::Typed {
        reopen: Some((body, errors)),
        ..view::Typed::default()
    })
    .await
}

/// GET /utas/{number}/lapor?pos=…
pub async fn report_form(ctx: Ctx) -> Outcome {
    let post = ctx.query("pos");
    report_page(&ctx, StatusCode::OK, &post, &FieldErrors::default()).await
}

async fn report_page(
    ctx: &Ctx,
    status: StatusCode,
    post: &str,
    errors: &FieldErrors,
) -> Result<HttpResponse> {
    let (page, _) = query::page(ctx.app(), &ctx.viewer, ctx.part("number"), None).await?;
    if page.visibility != Visibility::Public {
        return Err(Error::NotFound);
    }
    let form = view::ReportForm {
        csrf: &ctx.csrf(),
        number: &page.number,
        title: &page.title,
        post,
        rule: Rule::parse(ctx.fields.get("rule")),
        note: ctx.fields.get("note"),
        errors,
    };
    let l = ctx.locale;
    let main = view::report(l, &form);
    Ok(ctx.page_with(status, &l.t("report-title"), "", main))
}

/// POST /utas/{number}/lapor
pub async fn report(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let (post, rule, note) = (f.get("post"), f.get("rule"), f.get("note"));
    let number = ctx.part("number");
    let result = flows::report::report(ctx.app(), &ctx.viewer, number, post, rule, note).await;
    match field_errors(result)? {
        Ok(true) => Ok(ctx.redirect_saying(&back(&ctx), "flash-reported")),
        Ok(false) => Ok(ctx.redirect_saying(&back(&ctx), "flash-reported-before")),
        Err(errors) => report_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, post, &errors).await,
    }
}

/// GET /utas/{number}/banding?putusan=…: ask for another look at a decision.
pub async fn appeal_form(ctx: Ctx) -> Outcome {
    let action = ctx.query("putusan");
    appeal_page(&ctx, StatusCode::OK, &action, &FieldErrors::default()).await
}

async fn appeal_page(
    ctx: &Ctx,
    status: StatusCode,
    action: &str,
    errors: &FieldErrors,
) -> Result<HttpResponse> {
    let app = ctx.app();
    let (page, relation) = query::page(app, &ctx.viewer, ctx.part("number"), None).await?;
    let told = told::to_appeal(app, &ctx.viewer, &page, relation, action).await?;
    let l = ctx.locale;
    let form = view::AppealForm {
        csrf: &ctx.csrf(),
        number: &page.number,
        told: &told,
        body: ctx.fields.get("body"),
        errors,
    };
    let main = view::appeal(l, &app.config.zone, &form);
    Ok(ctx.page_with(status, &l.t("appeal-title"), "", main))
}

/// POST /utas/{number}/banding
pub async fn appeal(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let (action, body) = (f.get("action"), f.get("body"));
    let number = ctx.part("number");
    let result = appeals::file(ctx.app(), &ctx.viewer, number, action, body).await;
    match field_errors(result)? {
        Ok(()) => Ok(ctx.redirect_saying(&back(&ctx), "flash-appealed")),
        Err(errors) => appeal_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, action, &errors).await,
    }
}
