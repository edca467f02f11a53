use crate::domain::retention;
use crate::views::pages::simple as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// GET /privasi
pub async fn privacy(ctx: Ctx) -> Outcome {
    ctx.keep(Vec::new());
    let l = ctx.locale;
    let config = &ctx.app().config;
    let kept = retention::table(&config.keep);
    let main = view::privacy(l, &config.city, &kept);
    let title = l.t("privacy-title");
    Ok(ctx.page_with(StatusCode::OK, &title, &l.t("privacy-description"), main))
}

/// GET /aturan
pub async fn rules(ctx: Ctx) -> Outcome {
    ctx.keep(Vec::new());
    let l = ctx.locale;
    let title = l.t("rules-title");
    Ok(ctx.page_with(StatusCode::OK, &title, &l.t("rules-about"), view::rules(l)))
}

/// GET /robots.txt
pub async fn robots(ctx: Ctx) -> Outcome {
    Ok(HttpResponse::Ok()
        .insert_header(("content-type", "text/plain; charset=utf-8"))
        .body(format!(
            "User-agent: *\nDisallow: /akun\nDisallow: /admin\nDisallow: /lacak/\nDisallow: /langganan\nDisallow: /luring\n\
             Disallow: /masuk/\nDisallow: /masuk?\nDisallow: /petugas\nDisallow: /tulis/\nDisallow: /utas/*/\n\
             Sitemap: {}/sitemap.xml\n",
            ctx.site.base_url
        )))
}
