//! The command line: one file a command.

pub mod admin;
pub mod backup;
mod corrections;
pub mod demo;
pub mod digest;
pub mod import;
mod log;
pub mod rollup;
pub mod sentiment;
pub mod serve;

use crate::app::App;
use crate::config::{Config, Sources};
use crate::domain::error::Error;
use crate::domain::lang::Lang;
use crate::views::locale::Locale;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// A public feedback and dialogue forum: citizens rate services and raise issues, civil servants
/// answer, units learn.
#[derive(Parser, Debug)]
#[command(version, about)]
pub struct Cli {
    #[command(flatten)]
    pub settings: Settings,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the configuration comes from. Later ones win: file, environment, flags.
#[derive(Args, Debug, Default)]
pub struct Settings {
    /// Configuration file [default: palanta.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE", env = "PALANTA_CONFIG")]
    pub config: Option<PathBuf>,
    /// A setting over file and environment; may be given again
    #[arg(long, global = true, value_name = "NAME=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
    /// Same as --set listen=ADDRESS
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Same as --set data_dir=FOLDER
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<String>,
    /// Same as --set database_url=URL
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.trim().to_owned(), value.to_owned()))
        .ok_or_else(|| "must be name=value".to_owned())
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Serves
    Serve,
    /// Makes the demonstration city, if it isn't there yet, and serves it
    Demo(demo::DemoArgs),
    /// Roles, and the audit log
    #[command(subcommand)]
    Admin(admin::AdminCommand),
    /// Enters units, services, staff or holidays from a file
    Import(import::ImportArgs),
    /// Sends unit heads and deputies the digest of a week or month, once for each
    Digest(digest::DigestArgs),
    /// Compares the roll-ups with a recount
    #[command(subcommand)]
    Rollup(rollup::RollupCommand),
    /// Trains and measures the sentiment model; exports corrections
    #[command(subcommand)]
    Sentiment(sentiment::SentimentCommand),
    /// Copies the database to a SQLite file while the server goes on
    Backup { file: PathBuf },
    /// Puts a backup in the place of the database, of either kind; the server must not run
    Restore {
        file: PathBuf,
        /// Replace what is there; a SQLite file is kept beside as palanta.db.before-restore
        #[arg(long)]
        replace: bool,
    },
}

impl Cli {
    /// Whether it listens, until it is told to stop.
    pub fn serves(&self) -> bool {
        matches!(self.command, Command::Serve | Command::Demo(_))
    }
}

/// Runs a command.
///
/// # Errors
/// What went wrong, for the terminal.
pub async fn run(cli: Cli) -> Result<(), String> {
    match cli.command {
        Command::Rollup(command) => rollup::run(cli.settings.load()?, command).await,
        Command::Sentiment(command) => sentiment::run(cli.settings, command).await,
        Command::Serve => serve::run(cli.settings.load()?).await,
        Command::Demo(args) => demo::run(cli.settings.load()?, args).await,
        Command::Admin(command) => admin::run(cli.settings.load()?, command).await,
        Command::Import(args) => import::run(cli.settings.load()?, args).await,
        Command::Digest(args) => digest::run(cli.settings.load()?, args).await,
        Command::Backup { file } => backup::backup(cli.settings.load()?, &file).await,
        Command::Restore { file, replace } => {
            backup::restore(cli.settings.load()?, &file, replace).await
        }
    }
}

impl Settings {
    /// The configuration, checked whole.
    ///
    /// # Errors
    /// All faults, a line each.
    pub fn load(&self) -> Result<Config, String> {
        let usual = PathBuf::from("palanta.toml");
        let file = match &self.config {
            Some(file) => Some(file),
            None => Some(&usual).filter(|f| f.exists()),
        };
        let mut flags = self.set.clone();
        for (name, value) in [
            ("listen", &self.listen),
            ("data_dir", &self.data_dir),
            ("database_url", &self.database_url),
        ] {
            flags.extend(value.iter().map(|v| (name.to_owned(), v.clone())));
        }
        let env = |name: &str| std::env::var(name).ok();
        let sources = Sources {
            file: file.map(PathBuf::as_path),
            env: Some(&env),
            flags,
        };
        Config::load(&sources)
            .map_err(|faults| format!("the configuration has faults:\n  {}", faults.join("\n  ")))
    }
}

/// Opens the database for a command beside the server.
async fn open_tool(config: Config) -> Result<App, String> {
    log::init_for_tool();
    make_data_dir(&config)?;
    App::open(config, true).await.map_err(say)
}

fn make_data_dir(config: &Config) -> Result<(), String> {
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|e| format!("{}: {e}", config.data_dir.display()))
}

/// An error as a line for the terminal, in English.
fn say(e: Error) -> String {
    let l = Locale::new(Lang::En);
    match e {
        Error::Invalid(errors) => {
            let lines: Vec<String> = errors
                .0
                .iter()
                .map(|(field, message)| format!("{field}: {}", l.msg(message)))
                .collect();
            lines.join("\n  ")
        }
        Error::Conflict(key) => l.t(key),
        other => other.to_string(),
    }
}
