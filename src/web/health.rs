//! For whoever watches the service: is the process alive, can it serve.

use super::context::Ctx;
use super::routes::Outcome;
use actix_web::HttpResponse;

/// GET /health/live: the process answers.
pub async fn live(_: Ctx) -> Outcome {
    Ok(HttpResponse::Ok().body("live\n"))
}

/// GET /health/ready: the database answers and the sentiment model is sound; else 503.
pub async fn ready(ctx: Ctx) -> Outcome {
    ctx.app().store.ping().await?;
    if let Err(e) = crate::text::sentiment::load() {
        tracing::error!(error = %e, "the sentiment model can't be read");
        return Ok(HttpResponse::ServiceUnavailable().body("sentiment model\n"));
    }
    Ok(HttpResponse::Ok().body("ready\n"))
}
