//! `palanta digest`: sends what the weekly job would send; nobody gets a week's digest twice.

use super::{open_tool, say};
use crate::config::Config;
use crate::domain::lang::Lang;
use crate::domain::notice::{Letter, Notice};
use crate::jobs::{Desk, digests, outbox};
use crate::mail;
use crate::queries::digest::{Week, digest};
use clap::Args;
use jiff::civil::{ISOWeekDate, Weekday};

#[derive(Args, Debug)]
pub struct DigestArgs {
    /// Only the head of this unit, by its slug
    #[arg(long)]
    pub unit: Option<String>,
    /// The week, such as 2026-W47 [default: the last whole one]
    #[arg(long)]
    pub week: Option<String>,
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
    let week = match &args.week {
        None => Week::before(now.day(&app.config.zone)),
        Some(name) => parse(name).ok_or("the week must look like 2026-W47")?,
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
        let digest = digest(&app, unit.id, "", week).await.map_err(say)?;
        let letter = Letter {
            lang: Lang::Id,
            notice: Notice::Digest(Box::new(digest)),
        };
        let page = mail::write(&desk.house, &letter);
        println!("{}\n\n{}", page.subject, page.text());
        return Ok(());
    }
    let made = digests::make(&app, week, unit.map(|u| u.id), now)
        .await
        .map_err(say)?;
    let sent = outbox::drain(&desk).await.map_err(say)?;
    println!(
        "{}: {made} digests made; {} mails sent, {} failed",
        week.name(),
        sent.sent,
        sent.failed
    );
    app.store.clone().close().await.map_err(say)
}

fn parse(name: &str) -> Option<Week> {
    let (year, week) = name.split_once("-W")?;
    let monday = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?;
    Some(Week {
        first: monday.date(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_read_as_they_are_named() {
        let week = parse("2026-W47").expect("a week");
        assert_eq!(week.name(), "2026-W47");
        for bad in ["2026", "2026-W", "2026-W54", "W47", "x-Wy"] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
