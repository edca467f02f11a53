//! `palanta rollup`: whether the figures are what their parts come to.

use super::{open_tool, say};
use crate::config::Config;
use crate::flows::recount::{self, Found};
use crate::store::places::Directory;
use clap::Subcommand;

#[derive(Subcommand, Debug)]
pub enum RollupCommand {
    /// Compares every figure of every service and day with a full recount; ends with 1 if any
    /// differs
    Check {
        /// Put right what differs; posts from before elements were looked for are read first
        #[arg(long)]
        repair: bool,
    },
}

/// # Errors
/// What kept it from being checked, or that figures differ and were left so.
pub async fn run(config: Config, command: RollupCommand) -> Result<(), String> {
    let RollupCommand::Check { repair } = command;
    let app = open_tool(config).await?;
    let found = if repair {
        recount::repair(&app).await
    } else {
        recount::check(&app).await
    };
    let found = found.map_err(say)?;
    let city = app.city().await.map_err(say)?;
    tell(&found, &city.directory);
    app.store.clone().close().await.map_err(say)?;
    if found.differences > 0 && !repair {
        return Err("figures differ; --repair puts them right".to_owned());
    }
    Ok(())
}

fn tell(found: &Found, directory: &Directory) {
    for d in &found.first {
        let unit = directory
            .unit(d.place.0)
            .map_or_else(|| d.place.0.to_string(), |u| u.slug.clone());
        let service = directory
            .service(d.place.1)
            .map_or_else(|| d.place.1.to_string(), |s| s.slug.clone());
        println!(
            "{unit}/{service} {} {}: {} (total {}), should be {} (total {})",
            d.period, d.measure, d.stands.0, d.stands.1, d.counted.0, d.counted.1
        );
    }
    let more = found.differences - found.first.len();
    if more > 0 {
        println!("and {more} more");
    }
    if found.read > 0 {
        println!("{} posts and answers read that had not been", found.read);
    }
    println!(
        "{} services, {} figures compared, {} differ, {} services put right",
        found.places, found.figures, found.differences, found.repaired
    );
}
