//! `palanta digest`: sends what the weekly job would send; nobody gets a week's digest twice.

use super::{open_tool, say};
use crate::config::Config;
use crate::domain::digest::{Every, Period};
use crate::domain::lang::Lang;
use crate::jobs::{Desk, digests, outbox};
use crate::queries::digest::edition;
use crate::views::digest::{self as words, Around};
use crate::views::letter::Page;
use crate::views::locale::Locale;
use clap::Args;

#[derive(Args, Debug)]
pub struct DigestArgs {
    /// Only the head of this unit, by its slug
    #[arg(long)]
    pub unit: Option<String>,
    /// The week or month, such as 2026-W47 or 2026-11 [default: the last whole week]
    #[arg(long)]
    pub period: Option<String>,
    /// Print the digest of --unit; send nothing
    #[arg(long, requires = "unit")]
    pub print: bool,
}

/// # Errors
/// What was wrong, for the terminal.
pub async fn run(config: Config, args: DigestArgs) -> Result<(), String> {
    let base = match config.public_url.as_str() {
        "" => format!("http://{}", config.listen),
        url => url.to_owned(),
    };
    let app = open_tool(config).await?;
    let now = app.now();
    let period = match &args.period {
        None => Period::before(Every::Week, now.day(&app.config.zone)),
        Some(name) => Period::parse(name).ok_or("the period must look like 2026-W47 or 2026-11")?,
    };
    let city = app.city().await.map_err(say)?;
    let unit = match &args.unit {
        None => None,
        Some(slug) => Some(
            city.directory
                .unit_by_slug(slug)
                .ok_or_else(|| format!("there is no unit {slug:?}"))?,
        ),
    };
    let desk = Desk::new(&app, &base)?;
    if let (true, Some(unit)) = (args.print, unit) {
        let edition = edition(&app, unit.id, period).await.map_err(say)?;
        let l = Locale::new(Lang::Id);
        let url = |path: &str| desk.house.url(path);
        let around = Around {
            zone: &app.config.zone,
            url: &url,
        };
        let page = Page {
            lang: l.lang.code(),
            subject: words::subject(l, &edition),
            parts: words::parts(l, &around, &edition),
            footer: String::new(),
            leave: None,
        };
        println!("{}\n\n{}", page.subject, page.text());
        return Ok(());
    }
    // What is sent is kept as it was made: a period that runs on would never have its own.
    if period.end() > now.day(&app.config.zone) {
        return Err(format!(
            "{} is not over; --print shows how it stands",
            period.name()
        ));
    }
    let made = digests::make(&app, period, unit.map(|u| u.id), now)
        .await
        .map_err(say)?;
    let sent = outbox::drain(&desk).await.map_err(say)?;
    println!(
        "{}: {made} digests made; {} mails sent, {} failed",
        period.name(),
        sent.sent,
        sent.failed
    );
    app.store.clone().close().await.map_err(say)
}
