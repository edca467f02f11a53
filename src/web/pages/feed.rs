//! For machines that read along: feeds and the site map.

use crate::domain::error::Error;
use crate::domain::time::HOUR_MS;
use crate::queries::asked::Asked;
use crate::queries::{next_turn, sitemap, threads};
use crate::store::generations::Tag;
use crate::views::feed as view;
use crate::web::context::Ctx;
use crate::web::routes::Outcome;

/// Threads in a feed.
const ENTRIES: usize = 30;
pub(super) const ATOM: &str = "application/atom+xml; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";
/// The part of the site map with everything that is no thread.
const PAGES: &str = "halaman";

/// GET /feed/utas: the newest threads of a list; its filters and words are those of /utas.
pub async fn list(ctx: Ctx) -> Outcome {
    ctx.keep(vec![Tag::City, Tag::Directory]);
    let asked = Asked::read(|name| ctx.query(name));
    let title = ctx.locale.t("threads-title");
    atom(&ctx, &asked, &title, &asked.address("/utas", None)).await
}

/// GET /feed/unit/{slug}
pub async fn unit(ctx: Ctx) -> Outcome {
    let city = ctx.app().city().await?;
    let unit = city
        .directory
        .unit_by_slug(ctx.part("slug"))
        .ok_or(Error::NotFound)?;
    ctx.keep(vec![Tag::Unit(unit.id), Tag::Directory]);
    let asked = Asked {
        unit: unit.slug.clone(),
        ..Asked::default()
    };
    atom(&ctx, &asked, &unit.name, &format!("/unit/{}", unit.slug)).await
}

async fn atom(ctx: &Ctx, asked: &Asked, title: &str, page: &str) -> Outcome {
    let app = ctx.app();
    let list = threads::newest(app, asked, ENTRIES).await?;
    ctx.keep_until(Some(next_turn(app).await?));
    let author = format!("{} {}", app.config.product, app.config.city);
    let title = match asked.q.as_str() {
        "" => format!("{title} · {author}"),
        q => format!("{q} · {title} · {author}"),
    };
    let feed = view::Feed {
        title: &title,
        author: &author,
        base: &ctx.site.base_url,
        here: &ctx.here(),
        page,
        now: app.now(),
        cards: &list.cards,
    };
    Ok(ctx.document(ATOM, view::atom(ctx.locale, &feed)))
}

/// GET /sitemap.xml: the parts. Search engines need not know of a thread at once, so it is made
/// anew no more than once an hour; it tells nothing but addresses.
pub async fn sitemap(ctx: Ctx) -> Outcome {
    ctx.keep(Vec::new());
    let app = ctx.app();
    let mut parts = vec![PAGES.to_owned()];
    parts.extend(sitemap::parts(app).await?);
    ctx.keep_until(Some(app.now().plus_ms(HOUR_MS)));
    Ok(ctx.document(XML, view::sitemap_index(&ctx.site.base_url, &parts)))
}

/// GET /sitemap/{part}
pub async fn sitemap_part(ctx: Ctx) -> Outcome {
    let app = ctx.app();
    let base = &ctx.site.base_url;
    let xml = match ctx.part("part") {
        PAGES => view::sitemap_pages(base, &sitemap::pages(app).await?),
        place => view::sitemap_threads(base, &sitemap::part(app, place).await?),
    };
    Ok(ctx.document(XML, xml))
}
