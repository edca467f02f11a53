//! `palanta serve`: the server and its jobs, until told to stop.

use super::{log, make_data_dir, say};
use crate::app::App;
use crate::config::Config;
use crate::jobs::{Desk, Jobs};
use crate::web;
use actix_web::dev::ServerHandle;
use std::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// # Errors
/// What kept it from serving.
pub async fn run(config: Config) -> Result<(), String> {
    log::init(&config);
    make_data_dir(&config)?;
    let listener = listen(&config)?;
    let app = App::open(config, false).await.map_err(say)?;
    let base_url = base_url(&app.config, &listener)?;
    println!("Palanta is listening at {base_url}");
    until_stopped(app, listener, base_url).await
}

/// Takes the address first: another server on it should be told of before anything is done.
pub fn listen(config: &Config) -> Result<TcpListener, String> {
    TcpListener::bind(config.listen).map_err(|e| format!("cannot listen at {}: {e}", config.listen))
}

/// Where people reach the service.
pub fn base_url(config: &Config, listener: &TcpListener) -> Result<String, String> {
    if config.public_url.is_empty() {
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        Ok(format!("http://{address}"))
    } else {
        Ok(config.public_url.clone())
    }
}

/// Serves until SIGTERM or SIGINT; then finishes the requests in hand, stops the jobs, gives up
/// leases and closes the database.
pub async fn until_stopped(
    app: App,
    listener: TcpListener,
    base_url: String,
) -> Result<(), String> {
    let desk = Desk::new(&app, &base_url)?;
    if let Err(e) = crate::text::sentiment::load() {
        return Err(format!("the sentiment model built in can't be read: {e}"));
    }
    let site = web::site(app.clone(), base_url);
    let server = web::server(site, listener).map_err(|e| format!("cannot serve: {e}"))?;
    tokio::spawn(stop_when_told(server.handle()));
    let listening = tokio::spawn(app.store.clone().listen());
    let jobs = Jobs::start(&desk);
    let served = server.await;
    tracing::info!("stopping");
    jobs.stop().await;
    listening.abort();
    // It has ended or was ended just now; either is what is wanted.
    let _ = listening.await;
    app.store.clone().close().await.map_err(say)?;
    served.map_err(|e| e.to_string())
}

/// Waits for SIGTERM or SIGINT, then stops the server after the requests in hand; told a second
/// time, at once.
async fn stop_when_told(server: ServerHandle) {
    let (mut term, mut int) = match (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) {
        (Ok(term), Ok(int)) => (term, int),
        (Err(e), _) | (_, Err(e)) => {
            tracing::error!(error = %e, "cannot listen for signals");
            return;
        }
    };
    let mut told = async || {
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
    };
    told().await;
    let stopping = tokio::spawn(server.stop(true));
    told().await;
    tracing::warn!("told twice: stopping at once");
    stopping.abort();
    server.stop(false).await;
}
