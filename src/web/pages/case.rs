//! The workbench: a case, and each act on it.

use super::{field_errors, form_id, photos, place, together};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{AccountId, PostId, TemplateId};
use crate::flows;
use crate::flows::answer::Given;
use crate::flows::photos::{Draft, prepare};
use crate::queries::{templates, workbench};
use crate::views::pages::{answer as view_answer, case as view};
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// The photos and files that an answer's form holds.
#[derive(Default)]
struct Held {
    photos: Vec<Draft>,
    files: Vec<flows::files::Draft>,
}

/// GET /petugas/utas/{number}
pub async fn show(ctx: Ctx) -> Outcome {
    render(
        &ctx,
        StatusCode::OK,
        view::Typed::default(),
        Held::default(),
    )
    .await
}

async fn render(ctx: &Ctx, status: StatusCode, typed: view::Typed<'_>, mut held: Held) -> Outcome {
    let app = ctx.app();
    let after = place(&ctx.query("sesudah"), PostId::parse);
    let bench = workbench::case(app, &ctx.viewer, ctx.part("number"), after).await?;
    flows::view::visit(app, &ctx.viewer, bench.page.id, bench.seen_ms).await?;
    let l = ctx.locale;
    let all = templates::for_case(app, &bench).await?;
    let pressed = TemplateId::parse(ctx.fields.get("templat"));
    let picked = pressed.or_else(|| TemplateId::parse(ctx.fields.get("template")));
    let id = form_id(ctx);
    // What the viewer wrote and is not out yet comes with its photos and files.
    if let Some(draft) = bench.draft.as_ref().filter(|d| d.mine)
        && ctx.fields.get("form_id").is_empty()
    {
        flows::release::resume(app, &ctx.viewer, &draft.row, &id).await?;
        held.photos = flows::photos::held(app, &ctx.viewer, &id).await?;
        held.files = flows::files::held(app, &ctx.viewer, &id).await?;
    }
    let speaks_as = ctx.viewer.speaks_for(bench.page.unit_id);
    let form = view::AnswerForm {
        id: &id,
        photos: &held.photos,
        files: &held.files,
        picked: all.iter().find(|t| Some(t.id) == picked),
        adds: pressed.is_some() && status == StatusCode::OK,
        templates: &all,
        name: ctx.viewer.account.as_ref().map_or("", |a| a.name.as_str()),
        position: speaks_as.map_or("", |g| g.position.as_str()),
    };
    let main = view::case(l, &app.config.zone, &ctx.csrf(), &bench, &typed, &form);
    let title = format!("{} · {}", bench.page.title, bench.page.number);
    Ok(ctx.page_with(status, &title, "", main))
}

fn back(ctx: &Ctx) -> String {
    format!("/petugas/utas/{}", ctx.part("number"))
}

/// After an act: back to the case with a message; or the case again with what was typed, and the
/// faults or, where the case has moved meanwhile, that.
async fn after<T>(
    ctx: &Ctx,
    result: Result<T>,
    said: &'static str,
    field: &'static str,
    held: Held,
) -> Outcome {
    let typed = ctx.fields.owned(field);
    let chosen = ctx.fields.owned("layanan");
    let more = [
        "day", "what", "because", "post", "title", "place", "ground", "done",
    ]
    .map(|name| (name, ctx.fields.owned(name)));
    match result {
        Err(Error::Conflict(key)) if !typed.is_empty() => {
            let mut errors = FieldErrors::default();
            errors.add(field, crate::domain::message::Message::new(key));
            let typed = view::Typed {
                field,
                text: &typed,
                more: &more,
                chosen: &chosen,
                errors: &errors,
            };
            render(ctx, StatusCode::CONFLICT, typed, held).await
        }
        other => match field_errors(other)? {
            Ok(_) => Ok(ctx.redirect_saying(&back(ctx), said)),
            Err(errors) => {
                let typed = view::Typed {
                    field,
                    text: &typed,
                    more: &more,
                    chosen: &chosen,
                    errors: &errors,
                };
                render(ctx, StatusCode::UNPROCESSABLE_ENTITY, typed, held).await
            }
        },
    }
}

/// POST …/ambil
pub async fn take(ctx: Ctx) -> Outcome {
    let result = flows::take::take(ctx.app(), &ctx.viewer, ctx.part("number")).await;
    after(&ctx, result, "flash-taken", "body", Held::default()).await
}

/// POST …/tugaskan
pub async fn assign(ctx: Ctx) -> Outcome {
    let number = ctx.part("number");
    let given = match AccountId::parse(ctx.fields.get("to")) {
        Some(to) => flows::assign::assign(ctx.app(), &ctx.viewer, number, to).await,
        // Who may is said before what is wrong with the form.
        None => match workbench::case(ctx.app(), &ctx.viewer, number, None).await {
            Ok(w) if !w.people.is_empty() || w.mine => Err(Error::field("to", "fault-choose")),
            Ok(_) => Err(Error::Conflict("conflict-step")),
            Err(e) => Err(e),
        },
    };
    after(&ctx, given, "flash-assigned", "to", Held::default()).await
}

/// POST …/jawab
pub async fn answer(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let f = &ctx.fields;
    let (body, seen, form_id) = (f.get("body"), f.get("seen"), f.get("form_id"));
    let number = ctx.part("number");
    let form = flows::answer::Form {
        body: body.to_owned(),
        seen: PostId::parse(seen),
        form_id: form_id.to_owned(),
        template: TemplateId::parse(f.get("template")),
        done: f.get("done") == "1",
    };
    let (pictures, files) = photos::both(&ctx);
    let (photos, mut faults) = prepare(app, &ctx.viewer, form_id, pictures).await?;
    let (files, of_files) = flows::files::prepare(app, &ctx.viewer, form_id, files).await?;
    faults.0.extend(of_files.0);
    let step = f.get("step");
    let picks = !f.get("templat").is_empty();
    if (step == "edit" || picks) && faults.is_empty() {
        return again(&ctx, Held { photos, files }).await;
    }
    if step == "preview" && faults.is_empty() {
        return preview(&ctx, &form, Held { photos, files }).await;
    }
    let result = if faults.is_empty() {
        flows::answer::answer(app, &ctx.viewer, number, &form).await
    } else {
        let checked = field_errors(flows::reply::check(body))?;
        together(checked.map(|_| Given::Again), faults).map_err(Error::Invalid)
    };
    let said = match result {
        Ok(Given::Waits) => "flash-draft-waits",
        _ if form.done => "flash-done",
        _ => "flash-answered",
    };
    after(&ctx, result, said, "body", Held { photos, files }).await
}

/// The answer's form once more, with what it held.
async fn again(ctx: &Ctx, held: Held) -> Outcome {
    let more = ["done"].map(|name| (name, ctx.fields.owned(name)));
    let typed = view::Typed {
        field: "body",
        text: ctx.fields.get("body"),
        more: &more,
        ..view::Typed::default()
    };
    render(ctx, StatusCode::OK, typed, held).await
}

/// How the answer would stand; it is sent to the same address.
async fn preview(ctx: &Ctx, form: &flows::answer::Form, held: Held) -> Outcome {
    let (app, f) = (ctx.app(), &ctx.fields);
    let bench = workbench::case(app, &ctx.viewer, ctx.part("number"), None).await?;
    let shown = flows::answer::look(app, &ctx.viewer, bench.page.unit_id, form).await;
    let refused = match field_errors(shown)? {
        Ok(shown) if bench.may_answer => Ok(shown),
        Ok(_) => Err(Error::Conflict("conflict-step")),
        Err(errors) => Err(Error::Invalid(errors)),
    };
    let shown = match refused {
        Ok(shown) => shown,
        refused => return after(ctx, refused, "flash-answered", "body", held).await,
    };
    let kept = ["form_id", "seen", "template", "body", "done"].map(|name| (name, f.get(name)));
    let model = view_answer::Preview {
        csrf: &ctx.csrf(),
        address: ctx.req.path(),
        bench: &bench,
        look: &shown,
        kept: &kept,
        photos: &held.photos,
        files: &held.files,
        done: form.done,
    };
    let l = ctx.locale;
    let main = view_answer::preview(l, &app.config.zone, &model);
    Ok(ctx.page(&l.t("write-preview-title"), main))
}

/// POST …/tanya
pub async fn ask(ctx: Ctx) -> Outcome {
    let (number, question) = (ctx.part("number"), ctx.fields.get("question"));
    let asked = flows::ask::ask(ctx.app(), &ctx.viewer, number, question).await;
    after(&ctx, asked, "flash-asked", "question", Held::default()).await
}

/// POST …/catat
pub async fn note(ctx: Ctx) -> Outcome {
    let note = ctx.fields.get("note");
    let result = flows::note::note(ctx.app(), &ctx.viewer, ctx.part("number"), note).await;
    after(&ctx, result, "flash-noted", "note", Held::default()).await
}

/// POST …/tolak
pub async fn decline(ctx: Ctx) -> Outcome {
    let (ground, reason) = (ctx.fields.get("ground"), ctx.fields.get("reason"));
    let number = ctx.part("number");
    let result = flows::decline::decline(ctx.app(), &ctx.viewer, number, ground, reason).await;
    after(&ctx, result, "flash-declined", "reason", Held::default()).await
}

/// POST …/pindah: back to the inbox, since the case may be another unit's now.
pub async fn transfer(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let (to, why, seen) = (f.get("layanan"), f.get("why"), f.get("seen"));
    let number = ctx.part("number");
    match flows::transfer::transfer(ctx.app(), &ctx.viewer, number, to, why, seen).await {
        Ok(()) => Ok(ctx.redirect_saying(home(&ctx), "flash-moved")),
        failed => after(&ctx, failed, "flash-moved", "why", Held::default()).await,
    }
}

/// POST …/bukan-kami
pub async fn contest(ctx: Ctx) -> Outcome {
    let reason = ctx.fields.get("contest");
    let number = ctx.part("number");
    let result = flows::transfer::contest(ctx.app(), &ctx.viewer, number, reason).await;
    after(&ctx, result, "flash-contested", "contest", Held::default()).await
}

/// Where whoever works goes back to.
fn home(ctx: &Ctx) -> &'static str {
    if ctx.viewer.work_units().is_empty() {
        "/petugas/koordinasi"
    } else {
        "/petugas"
    }
}

/// POST …/gabung
pub async fn merge(ctx: Ctx) -> Outcome {
    let into = ctx.fields.get("into");
    let result = flows::merge::merge(ctx.app(), &ctx.viewer, ctx.part("number"), into).await;
    after(&ctx, result, "flash-merged", "into", Held::default()).await
}

/// POST …/pisah
pub async fn part(ctx: Ctx) -> Outcome {
    flows::merge::part(ctx.app(), &ctx.viewer, ctx.part("number")).await?;
    Ok(ctx.redirect_saying(&back(&ctx), "flash-parted"))
}

/// POST …/jadwal
pub async fn schedule(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = flows::schedule::Form {
        day: f.owned("day"),
        what: f.owned("what"),
        because: f.owned("because"),
        plan: f.owned("plan"),
    };
    let set = flows::schedule::set(ctx.app(), &ctx.viewer, ctx.part("number"), &form).await;
    after(&ctx, set, "flash-plan-set", "what", Held::default()).await
}

/// POST …/jadwal/tepati
pub async fn keep_schedule(ctx: Ctx) -> Outcome {
    let plan = ctx.fields.get("plan");
    flows::schedule::keep(ctx.app(), &ctx.viewer, ctx.part("number"), plan).await?;
    Ok(ctx.redirect_saying(&back(&ctx), "flash-plan-kept"))
}

/// POST …/jadwal/batal
pub async fn give_up_schedule(ctx: Ctx) -> Outcome {
    let (plan, reason) = (ctx.fields.get("plan"), ctx.fields.get("unable"));
    let number = ctx.part("number");
    let given = flows::schedule::give_up(ctx.app(), &ctx.viewer, number, plan, reason).await;
    after(
        &ctx,
        given,
        "flash-plan-given-up",
        "unable",
        Held::default(),
    )
    .await
}

/// POST …/lepas
pub async fn release(ctx: Ctx) -> Outcome {
    let (number, id) = (ctx.part("number"), ctx.fields.get("draft"));
    flows::release::release(ctx.app(), &ctx.viewer, number, id).await?;
    Ok(ctx.redirect_saying(&back(&ctx), "flash-draft-released"))
}

/// POST …/kembalikan
pub async fn give_back(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let (number, id, why) = (ctx.part("number"), f.get("draft"), f.get("note-back"));
    let given = flows::release::give_back(ctx.app(), &ctx.viewer, number, id, why).await;
    after(
        &ctx,
        given,
        "flash-draft-given-back",
        "note-back",
        Held::default(),
    )
    .await
}

/// POST /petugas/pelepasan
pub async fn set_release(ctx: Ctx) -> Outcome {
    let (unit, on) = (ctx.fields.get("unit"), ctx.fields.get("on") == "1");
    flows::release::set_rule(ctx.app(), &ctx.viewer, unit, on).await?;
    let back = match ctx.fields.get("back") {
        "admin" => "/admin/unit",
        _ => "/petugas/papan",
    };
    let said = if on {
        "flash-release-on"
    } else {
        "flash-release-off"
    };
    Ok(ctx.redirect_saying(back, said))
}

/// POST …/pecah
pub async fn split(ctx: Ctx) -> Outcome {
    let f = &ctx.fields;
    let form = flows::split::Form {
        post: f.owned("post"),
        title: f.owned("title"),
        service: f.owned("place"),
    };
    let made = flows::split::split(ctx.app(), &ctx.viewer, ctx.part("number"), &form).await;
    after(&ctx, made, "flash-split", "title", Held::default()).await
}
