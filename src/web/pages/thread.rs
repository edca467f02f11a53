use super::{field_errors, form_id, photos, shown_as, together};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::following::{Followed, Named};
use crate::domain::ids::PostId;
use crate::domain::moderation::Rule;
use crate::domain::named::Form as ShownAs;
use crate::domain::screening::Reason;
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use crate::flows;
use crate::flows::decide::appeals;
use crate::flows::news;
use crate::flows::photos::{Draft, prepare};
use crate::flows::reply::{Ready, Replied, Words};
use crate::queries::{edits, thread as query, told, viewer};
use crate::store::generations::Tag;
use crate::views::pages::{reply as view_reply, thread as view};
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// GET /utas/{number}
pub async fn show(ctx: Ctx) -> Outcome {
    let id = query::id_of(ctx.app(), ctx.part("number")).await?;
    ctx.keep(vec![Tag::Thread(id), Tag::Directory]);
    if let Some(me) = ctx.viewer.account_id().filter(|_| ctx.unread > 0) {
        news::seen(ctx.app(), me, id).await?;
    }
    render(&ctx, StatusCode::OK, view::Typed::default()).await
}

/// GET /utas/{number}/pos/{post}: to the page on which an entry of the timeline stands.
pub async fn place(ctx: Ctx) -> Outcome {
    let post = PostId::parse(ctx.part("post")).ok_or(Error::NotFound)?;
    let to = query::place_of(ctx.app(), &ctx.viewer, ctx.part("number"), post).await?;
    Ok(ctx.redirect(&to))
}

async fn render(ctx: &Ctx, status: StatusCode, typed: view::Typed<'_>) -> Outcome {
    let app = ctx.app();
    let after = super::place(&ctx.query("sesudah"), PostId::parse);
    let (page, relation) = query::page(app, &ctx.viewer, ctx.part("number"), after).await?;
    ctx.keep_until(page.changes_at);
    let may = query::may(&page, relation, &ctx.viewer, app.now());
    // Forms stand only where somebody can send them: a visitor's page holds links instead, and
    // nothing personal, so that it can be kept.
    let forms = ctx.viewer.account.is_some() || relation.own;
    let csrf = if forms { ctx.csrf() } else { String::new() };
    let form_id = form_id(ctx);
    let editable = edits::editable(app, &ctx.viewer, &page, relation).await?;
    let quoted = match ctx.query("kutip") {
        post if !post.is_empty() && may.reply => edits::quote(app, &page, &post).await?,
        _ => String::new(),
    };
    let since = ctx.query("sejak").parse().ok().map(Instant);
    let news = match since {
        Some(at) if ctx.viewer.tracked.contains(&page.id) => {
            Some((at, query::new_since(app, &ctx.viewer, &page, at).await?))
        }
        _ => None,
    };
    let address = format!("{}/utas/{}", ctx.site.base_url, page.number);
    let mine = told::in_thread(app, &ctx.viewer, &page, relation).await?;
    let mut also = match ctx.viewer.tracked.contains(&page.id) {
        true if ctx.viewer.tracked.len() > 1 => viewer::followed_by_code(app, &ctx.viewer).await?,
        _ => Vec::new(),
    };
    also.retain(|(number, _)| *number != page.number);
    let name = ctx.viewer.account.as_ref().map_or("", |a| a.name.as_str());
    let model = view::Model {
        name: &crate::text::masks::mask(name).text,
        mine: &mine,
        editable: &editable,
        quoted: &quoted,
        news,
        address: &address,
        page: &page,
        relation,
        may,
        csrf: forms.then_some(csrf.as_str()),
        form_id: &form_id,
        tracked: ctx.viewer.tracked.contains(&page.id),
        also: &also,
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

/// The page's top, where it is said what was done. A browser would take along to where it is sent on the
/// place at which the form was, were none named.
fn top(ctx: &Ctx) -> String {
    format!("{}#isi", back(ctx))
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
    let said = match on {
        true if ctx.viewer.account.is_some() => "flash-supported-follow",
        true => "flash-supported",
        false => "flash-unsupported",
    };
    Ok(ctx.redirect_saying(&back(&ctx), said))
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

/// What a form with a reply holds. Whoever sends it from its preview has seen it.
fn words<'a>(ctx: &'a Ctx, names: &'a [Option<ShownAs>]) -> Words<'a> {
    let f = &ctx.fields;
    Words {
        typed: f.get("body"),
        insists: !f.get("insists").is_empty(),
        form_id: f.get("form_id"),
        names,
        seen: f.get("step") == "send",
        unnamed: !f.get("unnamed").is_empty(),
    }
}

/// Whether the writer wants to go on writing.
fn changes_mind(ctx: &Ctx) -> bool {
    ctx.fields.get("step") == "edit"
}

/// Shows how a reply will look; it is sent to the same address.
fn preview(ctx: &Ctx, words: &Words<'_>, ready: &Ready, drafts: &[Draft]) -> Outcome {
    let l = ctx.locale;
    let model = view_reply::Preview {
        csrf: &ctx.csrf(),
        address: ctx.req.path(),
        back: &back(ctx),
        words,
        ready,
        photos: drafts,
    };
    Ok(ctx.page(&l.t("write-preview-title"), view_reply::preview(l, &model)))
}

/// POST /utas/{number}/balas
pub async fn reply(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let names = shown_as(&ctx.fields);
    let words = words(&ctx, &names);
    let (drafts, faults) = prepare(app, &ctx.viewer, words.form_id, photos::changes(&ctx)).await?;
    let again = async |status, errors: &FieldErrors| {
        let typed = view::Typed {
            reply: Some((words.typed, errors)),
            photos: &drafts,
            insists: words.insists,
            unnamed: words.unnamed,
            ..view::Typed::default()
        };
        render(&ctx, status, typed).await
    };
    if changes_mind(&ctx) {
        return again(StatusCode::OK, &faults).await;
    }
    let result = if faults.is_empty() {
        flows::reply::reply(app, &ctx.viewer, ctx.part("number"), &words).await
    } else {
        flows::reply::check(words.typed).map(|_| Replied::Sent { held: None })
    };
    match together(field_errors(result)?, faults) {
        Ok(Replied::Sent { held }) => {
            follow_too(&ctx).await?;
            Ok(ctx.redirect_saying(&top(&ctx), said(held, "flash-replied")))
        }
        Ok(Replied::Unseen(ready)) => preview(&ctx, &words, &ready, &drafts),
        Err(errors) => again(StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
}

/// Whoever has written may follow what comes of it, by the same form.
async fn follow_too(ctx: &Ctx) -> Result<()> {
    if ctx.fields.get("follow").is_empty() || ctx.viewer.account.is_none() {
        return Ok(());
    }
    let named = Named::new(Followed::Thread, ctx.part("number"));
    match flows::follow::follow(ctx.app(), &ctx.viewer, &named, "").await {
        // A confidential thread has no followers, and what was written is written.
        Ok(_) | Err(Error::NotFound | Error::Conflict(_)) => Ok(()),
        Err(e) => Err(e),
    }
}

/// POST /utas/{number}/konfirmasi
pub async fn confirm(ctx: Ctx) -> Outcome {
    flows::confirm::confirm(ctx.app(), &ctx.viewer, ctx.part("number")).await?;
    Ok(ctx.redirect_saying(&back(&ctx), "flash-confirmed"))
}

/// POST /utas/{number}/buka-lagi
pub async fn reopen(ctx: Ctx) -> Outcome {
    let names = shown_as(&ctx.fields);
    let words = words(&ctx, &names);
    let again = async |status, errors: &FieldErrors| {
        let typed = view::Typed {
            reopen: Some((words.typed, errors)),
            insists: words.insists,
            ..view::Typed::default()
        };
        render(&ctx, status, typed).await
    };
    if changes_mind(&ctx) {
        return again(StatusCode::OK, &FieldErrors::default()).await;
    }
    let number = ctx.part("number");
    let result = flows::confirm::reopen(ctx.app(), &ctx.viewer, number, &words).await;
    match field_errors(result)? {
        Ok(Replied::Sent { held }) => {
            Ok(ctx.redirect_saying(&top(&ctx), said(held, "flash-reopened")))
        }
        Ok(Replied::Unseen(ready)) => preview(&ctx, &words, &ready, &[]),
        Err(errors) => again(StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
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
