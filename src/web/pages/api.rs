use crate::domain::error::Error;
use crate::domain::hook::TRIES;
use crate::queries::api as query;
use crate::views::pages::api as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

const OPENAPI: &str = include_str!("../../../assets/api/openapi.json");
const EXAMPLES: [(&str, &str); 2] = [
    (
        "api-example-figures",
        include_str!("../../../assets/api/figures.py"),
    ),
    (
        "api-example-receive",
        include_str!("../../../assets/api/receive.py"),
    ),
];

/// GET /api
pub async fn documents(ctx: Ctx) -> Outcome {
    ctx.keep(Vec::new());
    let l = ctx.locale;
    let minimum = ctx.app().config.min_respondents;
    let main = view::documents(l, &ctx.site.base_url, minimum, TRIES, &EXAMPLES);
    Ok(ctx.page_with(StatusCode::OK, &l.t("api-title"), &l.t("api-lead"), main))
}

fn json(value: &impl Serialize) -> Outcome {
    let text = serde_json::to_string(value).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(HttpResponse::Ok()
        .insert_header(("content-type", "application/json"))
        .insert_header(("cache-control", "private, no-store"))
        .body(text))
}

/// GET /api/v1/openapi.json
pub async fn openapi(_: Ctx) -> Outcome {
    Ok(HttpResponse::Ok()
        .insert_header(("content-type", "application/json"))
        .insert_header(("cache-control", "public, max-age=300"))
        .body(OPENAPI))
}

/// GET /api/v1/units
pub async fn units(ctx: Ctx) -> Outcome {
    json(&query::units(ctx.app(), &ctx.viewer).await?)
}

/// GET /api/v1/units/{slug}/figures
pub async fn figures(ctx: Ctx) -> Outcome {
    let (from, to) = (ctx.query("from"), ctx.query("to"));
    let days = (from.as_str(), to.as_str());
    json(&query::figures(ctx.app(), &ctx.viewer, ctx.part("slug"), days).await?)
}

/// GET /api/v1/units/{slug}/days
pub async fn by_day(ctx: Ctx) -> Outcome {
    let (from, to) = (ctx.query("from"), ctx.query("to"));
    let days = (from.as_str(), to.as_str());
    json(&query::by_day(ctx.app(), &ctx.viewer, ctx.part("slug"), days).await?)
}

/// GET /api/v1/units/{slug}/services
pub async fn by_service(ctx: Ctx) -> Outcome {
    let (from, to) = (ctx.query("from"), ctx.query("to"));
    let days = (from.as_str(), to.as_str());
    json(&query::by_service(ctx.app(), &ctx.viewer, ctx.part("slug"), days).await?)
}
