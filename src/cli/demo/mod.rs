//! `palanta demo`: the demonstration city, made once, then served. What it says of people is made
//! up; what citizens "write" are sentences of two published data sets (see assets/demo).

mod case;
mod chance;
mod city;
mod digests;
mod life;
mod load;
mod others;
mod photos;
mod stories;
mod words;

use super::{log, make_data_dir, say, serve};
use crate::app::App;
use crate::config::Config;
use crate::domain::time::Instant;
use crate::flows::demo::roles;
use crate::store::settings;
use clap::Args;

#[derive(Args, Debug)]
pub struct DemoArgs {
    /// How many threads the city has [default: 1500, or what is there]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub threads: Option<u32>,
    /// Make the city and stop, without serving it
    #[arg(long)]
    pub only_load: bool,
}

const THREADS: u32 = 1_500;
/// The setting that says what has been made: "first day's instant, threads".
const STATE: &str = "demo";

/// How much of the city there is.
#[derive(Copy, Clone, Debug)]
struct State {
    /// When it was made: the last eighteen months count back from here.
    made: Instant,
    threads: u32,
}

impl State {
    fn parse(text: &str) -> Option<State> {
        let (made, threads) = text.split_once(' ')?;
        Some(State {
            made: Instant(made.parse().ok()?),
            threads: threads.parse().ok()?,
        })
    }

    fn text(self) -> String {
        format!("{} {}", self.made.0, self.threads)
    }
}

/// # Errors
/// What kept it from being made or served.
pub async fn run(mut config: Config, args: DemoArgs) -> Result<(), String> {
    config.demo = true;
    log::init(&config);
    make_data_dir(&config)?;
    let listener = if args.only_load {
        None
    } else {
        Some(serve::listen(&config)?)
    };
    let app = App::open(config, false).await.map_err(say)?;
    let state = settings::get(app.store.read(), STATE)
        .await
        .map_err(|e| e.to_string())?
        .and_then(|text| State::parse(&text));
    let state = match state {
        Some(state) => state,
        None => found(&app).await?,
    };
    let wanted = args.threads.unwrap_or(if state.threads == 0 {
        THREADS
    } else {
        state.threads
    });
    if wanted > state.threads {
        load::load(&app, state, wanted).await.map_err(say)?;
    }
    digests::keep(&app, state).await.map_err(say)?;
    let Some(listener) = listener else {
        return app.store.clone().close().await.map_err(say);
    };
    let base_url = serve::base_url(&app.config, &listener)?;
    println!("Palanta is listening at {base_url}");
    println!("This is the demonstration: one link for each role signs you in.");
    for person in roles() {
        println!(
            "  {:<11} {base_url}/masuk/demo/{}",
            person.label, person.slug
        );
    }
    serve::until_stopped(app, listener, base_url).await
}

/// Founds the city in an empty database.
async fn found(app: &App) -> Result<State, String> {
    let there = app.city().await.map_err(say)?;
    if !there.directory.units.is_empty() {
        return Err(
            "this database holds a city of its own; give the demonstration another place: \
             --data-dir FOLDER"
                .to_owned(),
        );
    }
    let state = State {
        made: app.now(),
        threads: 0,
    };
    city::found(app, state).await.map_err(say)?;
    Ok(state)
}
