//! `palanta import`: units, services, staff and holidays from comma-separated files.

use super::{open_tool, say};
use crate::config::Config;
use crate::domain::lang::Lang;
use crate::flows::import::{self, What};
use crate::views::locale::Locale;
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct ImportArgs {
    /// units, services, staff or holidays
    #[arg(value_parser = what)]
    what: What,
    /// A comma- or semicolon-separated file, UTF-8, with a first line of column names
    file: PathBuf,
    /// Say what would come of it, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Staff only: write each an invitation; they hold the role once they accept
    #[arg(long)]
    invite: bool,
}

fn what(text: &str) -> Result<What, String> {
    What::parse(text).ok_or_else(|| "must be units, services, staff or holidays".to_owned())
}

/// # Errors
/// Every fault of the file, a line each; nothing is changed then.
pub async fn run(config: Config, args: ImportArgs) -> Result<(), String> {
    let name = args.file.display();
    let bytes = std::fs::read(&args.file).map_err(|e| format!("{name}: {e}"))?;
    let content = String::from_utf8(bytes).map_err(|_| format!("{name}: is not UTF-8"))?;
    let app = open_tool(config).await?;
    let outcome = match args.invite {
        true if args.what != What::Staff => return Err("--invite goes with staff only".into()),
        true => import::invite_staff(&app, &content, args.dry_run).await,
        false => import::import(&app, args.what, &content, args.dry_run).await,
    };
    app.store.clone().close().await.map_err(say)?;
    let outcome = outcome.map_err(say)?;
    if !outcome.faults.is_empty() {
        let l = Locale::new(Lang::En);
        let lines: Vec<String> = outcome
            .faults
            .iter()
            .map(|(line, fault)| format!("{name}:{line}: {}", l.msg(fault)))
            .collect();
        return Err(format!("nothing was changed:\n  {}", lines.join("\n  ")));
    }
    let would = if args.dry_run { "would be " } else { "" };
    println!(
        "{}: {} {would}added, {} {would}changed, {} as they were",
        args.what.as_str(),
        outcome.added,
        outcome.changed,
        outcome.same
    );
    Ok(())
}
