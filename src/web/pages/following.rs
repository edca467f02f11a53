//! Following, and the news of it.

use super::{field_errors, place};
use crate::domain::error::{Error, FieldErrors};
use crate::domain::following::{Followed, Named, Target};
use crate::domain::ids::{FollowId, HappeningId};
use crate::flows::{follow, news};
use crate::queries::following as query;
use crate::views::pages::following as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// GET /ikuti: what one follows; with `jenis` and `apa`, one thing that one may.
pub async fn show(ctx: Ctx) -> Outcome {
    let kind = ctx.query("jenis");
    if kind.is_empty() {
        return all(&ctx, StatusCode::OK).await;
    }
    let named = in_one_form(Named {
        kind,
        what: ctx.query("apa"),
    });
    offer(&ctx, StatusCode::OK, &named, &FieldErrors::default()).await
}

/// A search is followed in one form, however its address is written.
fn in_one_form(mut named: Named) -> Named {
    if named.kind == Followed::Search.as_str() {
        named.what = query::search_form(&named.what);
    }
    named
}

async fn all(ctx: &Ctx, status: StatusCode) -> Outcome {
    let app = ctx.app();
    let before = place(&ctx.query("sebelum"), FollowId::parse);
    let page = query::mine(app, &ctx.viewer, before).await?;
    let l = ctx.locale;
    let main = view::all(l, &app.config.zone, &ctx.csrf(), &page);
    Ok(ctx.page_with(status, &l.t("follows-title"), "", main))
}

async fn offer(ctx: &Ctx, status: StatusCode, named: &Named, errors: &FieldErrors) -> Outcome {
    let offer = query::offer(ctx.app(), &ctx.viewer, named).await?;
    let l = ctx.locale;
    let main = view::offer(l, &ctx.csrf(), &offer, errors);
    Ok(ctx.page_with(status, &l.t("follow-title"), "", main))
}

/// POST /ikuti: follows what is named, changes how soon one hears of it, or ends it; by its name or,
/// on the page of all, by its row.
pub async fn change(ctx: Ctx) -> Outcome {
    let (app, f) = (ctx.app(), &ctx.fields);
    let ends = !f.get("end").is_empty();
    if !f.get("resume").is_empty() {
        follow::resume(app, &ctx.viewer).await?;
        return Ok(ctx.redirect_saying("/ikuti", "flash-follow-resumed"));
    }
    if let Some(id) = FollowId::parse(f.get("follow")) {
        let said = match ends {
            true => follow::end_one(app, &ctx.viewer, id)
                .await
                .map(|()| "flash-unfollowed"),
            false => {
                let changed = follow::change(app, &ctx.viewer, id, f.get("every")).await;
                changed.map(|()| "flash-follow-changed")
            }
        };
        return match field_errors(said)? {
            Ok(said) => Ok(ctx.redirect_saying("/ikuti", said)),
            Err(_) => all(&ctx, StatusCode::UNPROCESSABLE_ENTITY).await,
        };
    }
    let named = in_one_form(Named {
        kind: f.owned("kind"),
        what: f.owned("what"),
    });
    if ends {
        let target = follow::end(app, &ctx.viewer, &named).await?;
        return Ok(ctx.redirect_saying(&back(&named, &target), "flash-unfollowed"));
    }
    let followed = follow::follow(app, &ctx.viewer, &named, f.get("every")).await;
    match field_errors(followed)? {
        Ok(target) => Ok(ctx.redirect_saying(&back(&named, &target), "flash-followed")),
        Err(errors) => offer(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &named, &errors).await,
    }
}

/// The page of what is followed.
fn back(named: &Named, target: &Target) -> String {
    let what = named.what.as_str();
    match target {
        Target::Thread(_) => format!("/utas/{what}"),
        Target::Unit(_) => format!("/unit/{what}"),
        Target::Service(_) => format!("/utas?layanan={what}"),
        Target::Search(query) if query.is_empty() => "/utas".to_owned(),
        Target::Search(query) => format!("/utas?{query}"),
    }
}

/// GET /pemberitahuan
pub async fn news(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let before = place(&ctx.query("sebelum"), HappeningId::parse);
    let page = query::news(app, &ctx.viewer, before).await?;
    let l = ctx.locale;
    let main = view::news(l, &app.config.zone, &ctx.csrf(), &page, before.is_none());
    Ok(ctx.page(&l.t("news-title"), main))
}

/// POST /pemberitahuan: one thing is read, or with `all` everything.
pub async fn read(ctx: Ctx) -> Outcome {
    let one = HappeningId::parse(ctx.fields.get("one"));
    if one.is_none() && ctx.fields.get("all").is_empty() {
        return Err(Error::NotFound);
    }
    news::read(ctx.app(), &ctx.viewer, one).await?;
    Ok(ctx.redirect("/pemberitahuan"))
}
