use super::{field_errors, photos, shown_as, together};
use crate::domain::error::{Error, FieldErrors};
use crate::domain::screening::Reason;
use crate::domain::thread::{Appear, Kind, Visibility};
use crate::flows::open_thread::{self, Form};
use crate::flows::photos::{Draft, prepare};
use crate::flows::screen;
use crate::keys;
use crate::queries::place::Place;
use crate::queries::{place, similar};
use crate::text::questions;
use crate::views::frame::Writing;
use crate::views::pages::write as view;
use crate::views::parts::lists;
use crate::web::context::Ctx;
use crate::web::cookies;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;

/// GET /tulis: choose a service by words or from the list; with `layanan`, the form.
pub async fn choose(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let l = ctx.locale;
    let path = ctx.query("layanan");
    if !path.is_empty() {
        if let Ok(address) = serde_urlencoded::to_string([("layanan", &path)]) {
            ctx.made_by(address.replace("%2F", "/"));
        }
        let form = Form {
            service: path,
            form_id: keys::token(),
            kind: ctx.query("jenis"),
            appear: remembered(&ctx),
            ..Form::default()
        };
        return form_page(&ctx, StatusCode::OK, &form, &[], &FieldErrors::default()).await;
    }
    let (q, unit) = (ctx.query("q"), ctx.query("unit"));
    let main = if !unit.is_empty() {
        let (name, services) = place::services(app, &unit).await?;
        view::services(l, &name, &services)
    } else {
        let found = place::search(app, &q).await?;
        let units = place::units(app).await?;
        view::choose(l, &q, (&found.0, &found.1), &units)
    };
    let about = l.t("write-choose");
    Ok(ctx.page_with(StatusCode::OK, &l.t("write-title"), &about, main))
}

/// Seconds for which the way to appear is remembered: about a year.
const APPEAR_S: i64 = 365 * 24 * 3600;

/// How the writer last chose to appear; empty if that is not known.
fn remembered(ctx: &Ctx) -> String {
    let cookie = ctx.read_cookie(cookies::APPEAR);
    let appear = cookie.and_then(|c| Appear::parse(c.value()));
    appear.map_or_else(String::new, |a| a.as_str().to_owned())
}

/// POST /tulis/mirip: what is there already and says the same, while one writes. Posted, so that what
/// is being written stands in no address.
pub async fn alike(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let place = place::place(app, ctx.fields.get("layanan")).await?;
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(&place.unit_slug);
    let unit = unit.ok_or(Error::NotFound)?.id;
    let (title, body) = (ctx.fields.get("title"), ctx.fields.get("body"));
    let alike = similar::similar(app, unit, short(title), short(body), None).await?;
    let main = match alike.as_slice() {
        [] => String::new(),
        some => {
            let kind = Kind::parse(ctx.fields.get("kind"));
            lists::similar(ctx.locale, &app.config.zone, kind, some).into_string()
        }
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(main))
}

/// As much of a text as is compared.
fn short(text: &str) -> &str {
    text.get(..text.floor_char_boundary(5_000)).unwrap_or("")
}

/// What is written on these pages goes along, whatever else is pressed than the button that sends it.
fn keeps(ctx: &Ctx, step: &'static str) {
    ctx.writing(Writing {
        form: view::FORM,
        action: "/tulis",
        step,
    });
}

/// Another service for what is written: by words, or from a unit's list.
async fn choose_again(ctx: &Ctx, form: &Form) -> Outcome {
    let (app, l) = (ctx.app(), ctx.locale);
    let (q, unit) = (ctx.fields.get("q"), ctx.fields.get("unit"));
    let (found, guessed) = place::search(app, q).await?;
    let of_unit = match unit {
        "" => None,
        unit => Some(place::services(app, unit).await?),
    };
    let units = place::units(app).await?;
    let model = view::Again {
        csrf: &ctx.csrf(),
        form,
        q,
        found: &found,
        guessed: &guessed,
        unit: of_unit
            .as_ref()
            .map(|(name, all)| (name.as_str(), all.as_slice())),
        units: &units,
    };
    keeps(ctx, "place");
    Ok(ctx.page(&l.t("write-title"), view::choose_again(l, &model)))
}

async fn form_page(
    ctx: &Ctx,
    status: StatusCode,
    form: &Form,
    drafts: &[Draft],
    errors: &FieldErrors,
) -> Outcome {
    let l = ctx.locale;
    let place = match place::place(ctx.app(), &form.service).await {
        Ok(place) => Some(place),
        // The address of the form was made by hand: choose first.
        Err(Error::NotFound) if status == StatusCode::OK => return Err(Error::NotFound),
        Err(Error::NotFound) => None,
        Err(e) => return Err(e),
    };
    let question = screen::question(ctx.app(), &ctx.viewer, &form.form_id).await?;
    let model = view::FormModel {
        script: ctx.site.assets.href("js/write.js"),
        question: question.map(|n| questions::ask(l.lang.code(), n)),
        csrf: &ctx.csrf(),
        form,
        photos: drafts,
        place: place.as_ref(),
        signed_in_as: ctx.viewer.account.as_ref().map(|a| a.name.as_str()),
        errors,
    };
    let about = place.as_ref().map_or_else(String::new, Place::about);
    keeps(ctx, "edit");
    Ok(ctx.page_with(status, &l.t("write-title"), &about, view::form(l, &model)))
}

/// POST /tulis: show it as it will be, send it, or back to the form.
pub async fn send(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let f = &ctx.fields;
    let mut form = Form {
        form_id: f.owned("form_id"),
        service: f.owned("layanan"),
        kind: f.owned("kind"),
        appear: f.owned("appear"),
        name: f.owned("name"),
        title: f.owned("title"),
        body: f.owned("body"),
        email: f.owned("email"),
        answers: f.answers(),
        names: shown_as(f),
        answer: f.owned("answer"),
        insists: !f.get("insists").is_empty(),
    };
    let step = f.get("step");
    let (drafts, faults) = prepare(app, &ctx.viewer, &form.form_id, photos::changes(&ctx)).await?;
    let picked = f.get("pilih");
    if !picked.is_empty() {
        picked.clone_into(&mut form.service);
    }
    // A photo that can't be taken is said beside the photos.
    let elsewhere = step == "place" || !f.get("unit").is_empty();
    if elsewhere && picked.is_empty() && faults.is_empty() {
        return choose_again(&ctx, &form).await;
    }
    if step == "edit" || elsewhere || !picked.is_empty() {
        return form_page(&ctx, StatusCode::OK, &form, &drafts, &faults).await;
    }
    let l = ctx.locale;
    if step == "preview" || !faults.is_empty() {
        let checked = field_errors(open_thread::check(app, &ctx.viewer, &form).await)?;
        return match together(checked, faults) {
            Ok(checked) => {
                let (title, body) = (&checked.title, &checked.body);
                let alike = similar::similar(app, checked.unit.id, title, body, None).await?;
                let model = view::Preview {
                    csrf: &ctx.csrf(),
                    form: &form,
                    checked: &checked,
                    photos: &drafts,
                    alike: &alike,
                };
                let main = view::preview(l, &app.config.zone, &model);
                keeps(&ctx, "preview");
                Ok(ctx.page(&l.t("write-preview-title"), main))
            }
            Err(errors) => refuse(&ctx, &mut form, &drafts, &errors).await,
        };
    }
    let opened = open_thread::open(app, &ctx.viewer, &form, l.lang).await;
    match field_errors(opened)? {
        Ok(opened) => {
            let code = opened.tracking_code.unwrap_or_default();
            let seen = opened.visibility.as_str();
            let email = !form.email.trim().is_empty();
            let rated = opened.rated || form.answers.is_empty();
            let why: Vec<&str> = opened.reasons.iter().map(|r| r.as_str()).collect();
            let why = why.join(".");
            let done = format!("{}|{code}|{seen}|{email}|{rated}|{why}", opened.number);
            ctx.cookie(cookies::DONE, Some(done), Some(300));
            ctx.cookie(cookies::APPEAR, Some(form.appear), Some(APPEAR_S));
            Ok(ctx.redirect("/tulis/selesai"))
        }
        Err(errors) => refuse(&ctx, &mut form, &drafts, &errors).await,
    }
}

/// The form again, with its faults. A form whose name was lost gets a new one.
async fn refuse(ctx: &Ctx, form: &mut Form, drafts: &[Draft], errors: &FieldErrors) -> Outcome {
    if errors.of("form_id").is_some() {
        form.form_id = keys::token();
    }
    form_page(ctx, StatusCode::UNPROCESSABLE_ENTITY, form, drafts, errors).await
}

/// GET /tulis/selesai: the number and the tracking code, for five minutes.
pub async fn done(ctx: Ctx) -> Outcome {
    let Some(cookie) = ctx.read_cookie(cookies::DONE) else {
        return Ok(ctx.redirect("/tulis"));
    };
    let parts: Vec<&str> = cookie.value().split('|').collect();
    let [number, code, seen, email, rated, why] = parts.as_slice() else {
        return Ok(ctx.redirect("/tulis"));
    };
    // What a cookie says is shown only if it could be ours.
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain(number) || !plain(code) {
        return Ok(ctx.redirect("/tulis"));
    }
    let l = ctx.locale;
    let model = view::Done {
        number,
        code: Some(*code).filter(|c| !c.is_empty()),
        held: *seen == Visibility::Held.as_str(),
        open: code.is_empty() || *seen == Visibility::Public.as_str(),
        email: *email == "true",
        rated: *rated == "true",
        reasons: why.split('.').filter_map(Reason::parse).collect(),
    };
    // Nothing of this page is kept, and its address tells nothing.
    Ok(ctx.page(&l.t("write-done-title"), view::done(l, &model)))
}
