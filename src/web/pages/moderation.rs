use super::place;
use crate::domain::calendar::Calendar;
use crate::domain::ids::ActionId;
use crate::domain::time::{DAY_MS, Instant};
use crate::queries::moderation as query;
use crate::store::generations::Tag;
use crate::views::feed;
use crate::views::pages::moderation as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::http::StatusCode;

/// Months in the feed, at most.
const FEED_MONTHS: usize = 12;

/// GET /moderasi/log
pub async fn log(ctx: Ctx) -> Outcome {
    ctx.keep(vec![Tag::City, Tag::Directory]);
    let before = place(&ctx.query("sebelum"), ActionId::parse);
    let app = ctx.app();
    let (lines, next) = query::log(app, before).await?;
    let next = next.map(|(at, id)| format!("/moderasi/log?sebelum={}.{id}", at.0));
    let l = ctx.locale;
    let main = view::log(l, &app.config.zone, &lines, next.as_deref());
    let title = l.t("log-title");
    Ok(ctx.page_with(StatusCode::OK, &title, &l.t("log-description"), main))
}

/// GET /moderasi/angka: the figures of a year.
pub async fn figures(ctx: Ctx) -> Outcome {
    let year = query::year(ctx.app(), &ctx.query("tahun")).await?;
    let l = ctx.locale;
    ctx.feed("/feed/moderasi".to_owned());
    let main = view::figures(l, &year);
    let title = format!("{} {}", l.t("figures-title"), year.year);
    Ok(ctx.page_with(StatusCode::OK, &title, &l.t("figures-about"), main))
}

/// GET /moderasi/angka.csv
pub async fn csv(ctx: Ctx) -> Outcome {
    let year = query::year(ctx.app(), &ctx.query("tahun")).await?;
    Ok(ctx.document("text/csv; charset=utf-8", view::csv(&year)))
}

/// GET /feed/moderasi: the figures of the last months, an entry each.
pub async fn feed(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let l = ctx.locale;
    let present = query::year(app, "").await?;
    let before = query::year(app, &(present.year - 1).to_string()).await?;
    let now = app.now();
    let city = app.city().await?;
    let months = present
        .months
        .iter()
        .rev()
        .chain(before.months.iter().rev());
    let notes: Vec<feed::Note> = months
        .take(FEED_MONTHS)
        .map(|(month, f)| feed::Note {
            title: format!("{} {}", l.t("figures-title"), view::month(l, month)),
            path: format!(
                "/moderasi/angka?tahun={}#{month}",
                month.get(..4).unwrap_or_default()
            ),
            updated: end_of(&city.calendar, month, now),
            summary: view::summary(l, f),
        })
        .collect();
    let author = format!("{} {}", app.config.product, app.config.city);
    let title = format!("{} · {author}", l.t("figures-title"));
    let about = feed::Feed {
        title: &title,
        author: &author,
        base: &ctx.site.base_url,
        here: &ctx.here(),
        page: "/moderasi/angka",
        now,
        cards: &[],
    };
    Ok(ctx.document(super::feed::ATOM, feed::notes(l, &about, &notes)))
}

/// The last moment of a month, "2026-11", or now while it runs.
fn end_of(calendar: &Calendar, month: &str, now: Instant) -> Instant {
    let first: Option<jiff::civil::Date> = format!("{month}-01").parse().ok();
    let next = first.and_then(|d| d.last_of_month().tomorrow().ok());
    match next.map(|d| calendar.at(d, jiff::civil::Time::midnight())) {
        Some(end) if end <= now => end,
        // Day by day is often enough to be told.
        _ => Instant(now.0 - now.0.rem_euclid(DAY_MS)),
    }
}
