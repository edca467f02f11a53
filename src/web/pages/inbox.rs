use super::{field_errors, form_id, place};
use crate::domain::error::FieldErrors;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::policy::{self, Action};
use crate::domain::view::View;
use crate::flows::bulk::{self, Act};
use crate::flows::{guide_seen, view as flow};
use crate::queries::{board, inbox};
use crate::views::pages::{board as board_view, guide, inbox as view};
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /petugas
pub async fn show(ctx: Ctx) -> Outcome {
    render(&ctx, StatusCode::OK, &FieldErrors::default()).await
}

async fn render(ctx: &Ctx, status: StatusCode, errors: &FieldErrors) -> Outcome {
    let app = ctx.app();
    let after = place(&ctx.query("sesudah"), ThreadId::parse);
    let wanted = View::read(|name| ctx.query(name));
    let inbox = inbox::inbox(app, &ctx.viewer, wanted, after).await?;
    let l = ctx.locale;
    let desk = view::Desk {
        zone: &app.config.zone,
        csrf: &ctx.csrf(),
        script: ctx.site.assets.href("js/desk.js"),
        connects: policy::could(Action::ManageConnections, &ctx.viewer),
        leads: policy::could(Action::SeeLead, &ctx.viewer),
        invites: policy::could(Action::Invite, &ctx.viewer),
        all: ctx.query("semua") == "1",
        name: ctx.fields.get("label"),
        errors,
    };
    let main = view::page(l, &desk, &inbox);
    Ok(ctx.page_with(status, &l.t("inbox-title"), "", main))
}

/// POST /petugas/saringan: names the view that the address says.
pub async fn save_view(ctx: Ctx) -> Outcome {
    let wanted = View::read(|name| ctx.query(name));
    let saved = flow::save(ctx.app(), &ctx.viewer, ctx.fields.get("label"), &wanted).await;
    match field_errors(saved)? {
        Ok(()) => {
            let back = format!("/petugas?{}", wanted.address());
            Ok(ctx.redirect_saying(&back, "flash-filter-saved"))
        }
        Err(errors) => render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
    }
}

/// POST /petugas/saringan/hapus
pub async fn forget_view(ctx: Ctx) -> Outcome {
    flow::forget(ctx.app(), &ctx.viewer, ctx.fields.get("id")).await?;
    Ok(ctx.redirect_saying("/petugas", "flash-filter-forgotten"))
}

/// POST /petugas/banyak: first asks what exactly, then does it and says what became of each.
pub async fn bulk(ctx: Ctx) -> Outcome {
    let (app, f, l) = (ctx.app(), &ctx.fields, ctx.locale);
    let act = Act::parse(f.get("act")).unwrap_or(Act::Assign);
    let numbers = bulk::chosen(f.all("number"));
    let mut errors = FieldErrors::default();
    if f.get("step") == "do" {
        let form = bulk::Form {
            numbers: numbers.clone(),
            to: f.owned("to"),
            service: f.owned("layanan"),
            why: f.owned("why"),
            template: f.owned("template"),
            form_id: f.owned("form_id"),
            seen: f
                .beginning("seen-")
                .map(|(number, post)| (number.to_owned(), PostId::parse(post)))
                .collect(),
        };
        let zone = &app.config.zone;
        let date = move |at| l.date(at, zone);
        let done = bulk::carry_out(app, &ctx.viewer, act, &form, &date).await;
        match field_errors(done)? {
            Ok(all) => {
                let title = l.t(&format!("bulk-{}", act.as_str()));
                return Ok(ctx.page(&title, view::done(l, act, &all)));
            }
            Err(faults) => errors = faults,
        }
    }
    let chosen = inbox::chosen(app, &ctx.viewer, &numbers).await?;
    let typed = view::Typed {
        act,
        form_id: &form_id(&ctx),
        to: f.get("to"),
        service: f.get("layanan"),
        why: f.get("why"),
        template: f.get("template"),
        errors: &errors,
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let main = view::confirm(l, &ctx.csrf(), &chosen, &typed);
    Ok(ctx.page_with(status, &l.t(&format!("bulk-{}", act.as_str())), "", main))
}

/// GET /petugas/panduan
pub async fn guide(ctx: Ctx) -> Outcome {
    let l = ctx.locale;
    Ok(ctx.page(&l.t("guide-title"), guide::page(l)))
}

/// POST /petugas/panduan
pub async fn guide_away(ctx: Ctx) -> Outcome {
    guide_seen::put_away(ctx.app(), &ctx.viewer).await?;
    Ok(ctx.redirect_saying("/petugas", "flash-guide-away"))
}

/// GET /petugas/koordinasi
pub async fn board(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let after = place(&ctx.query("sesudah"), ThreadId::parse);
    let board = board::board(app, &ctx.viewer, after).await?;
    let l = ctx.locale;
    let main = board_view::page(l, &app.config.zone, &board);
    Ok(ctx.page(&l.t("board-title"), main))
}
