//! What runs by itself: the outbox, digests, news of what people follow, the daily reminders, reading returned mail, upkeep, the
//! search index. Any number of instances may run them: mails are claimed row by row, the rest is done by
//! whoever holds the job's lease.

pub mod digests;
pub mod following;
pub mod hooks;
pub mod index;
pub mod outbox;
pub mod reminders;
pub mod returns;
pub mod upkeep;

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::time::{Instant, MINUTE_MS};
use crate::mail::House;
use crate::mail::transport::Transport;
use crate::store::settings;
use std::future::Future;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What jobs need.
#[derive(Clone)]
pub struct Desk {
    pub app: App,
    pub house: House,
    pub transport: Transport,
}

impl Desk {
    /// # Errors
    /// A text for the command line if mail can't be set up.
    pub fn new(app: &App, base_url: &str) -> Result<Self, String> {
        let config = &app.config;
        Ok(Self {
            house: House::new(config, base_url),
            transport: Transport::new(config)?,
            app: app.clone(),
        })
    }
}

/// The jobs of this instance, under way.
pub struct Jobs {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    app: App,
}

impl Jobs {
    /// Starts them.
    pub fn start(desk: &Desk) -> Self {
        let (stop, stopped) = watch::channel(false);
        let d = desk.clone();
        let sending = tokio::spawn(outbox::run(d, stopped.clone()));
        let telling = tokio::spawn(hooks::run(desk.clone(), stopped.clone()));
        let d = desk.clone();
        let digests = every(Duration::from_secs(30), stopped.clone(), move || {
            let d = d.clone();
            async move { digests::when_due(&d).await }
        });
        let d = desk.clone();
        let following = every(Duration::from_secs(5), stopped.clone(), move || {
            let d = d.clone();
            async move { following::when_due(&d).await }
        });
        let d = desk.clone();
        let reminders = every(Duration::from_secs(60), stopped.clone(), move || {
            let d = d.clone();
            async move { reminders::when_due(&d).await }
        });
        let d = desk.clone();
        let upkeep = every(Duration::from_secs(600), stopped.clone(), move || {
            let d = d.clone();
            async move { upkeep::run(&d.app).await }
        });
        let d = desk.clone();
        let returns = every(Duration::from_secs(300), stopped.clone(), move || {
            let d = d.clone();
            async move { returns::when_due(&d).await }
        });
        let (d, s) = (desk.clone(), stopped.clone());
        let index = every(Duration::from_secs(3600), stopped, move || {
            let (d, s) = (d.clone(), s.clone());
            async move { index::run(&d.app, &s).await }
        });
        Self {
            stop,
            tasks: vec![
                sending,
                telling,
                tokio::spawn(digests),
                tokio::spawn(following),
                tokio::spawn(reminders),
                tokio::spawn(upkeep),
                tokio::spawn(returns),
                tokio::spawn(index),
            ],
            app: desk.app.clone(),
        }
    }

    /// Stops them after what is in hand, and gives their leases to others.
    pub async fn stop(self) {
        // Nobody listening means that all have ended.
        let _ = self.stop.send(true);
        for task in self.tasks {
            if let Err(e) = task.await {
                tracing::error!(error = %e, "a job broke off");
            }
        }
        let store = &self.app.store;
        if let Err(e) = settings::release_leases(store.write(), store.instance()).await {
            tracing::warn!(error = %e, "leases could not be given up; they end by themselves");
        }
    }
}

/// Runs `job` now and then every `period`, until stopped. A failure is logged and tried again.
async fn every<F, W>(period: Duration, mut stopped: watch::Receiver<bool>, job: F)
where
    F: Fn() -> W,
    W: Future<Output = Result<()>>,
{
    loop {
        if let Err(e) = job().await {
            tracing::warn!(error = %e, "a job failed; it will be tried again");
        }
        if sleep(period, &mut stopped).await {
            return;
        }
    }
}

/// Sleeps; `true` if told to stop meanwhile.
async fn sleep(period: Duration, stopped: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = tokio::time::sleep(period) => *stopped.borrow(),
        _ = stopped.changed() => true,
    }
}

/// Whether this instance may do a job now; for ten minutes, unless it asks again.
async fn lease(app: &App, job: &str) -> Result<bool> {
    let now: Instant = app.now();
    let until = now.plus_ms(10 * MINUTE_MS);
    settings::take_lease(app.store.write(), job, app.store.instance(), now, until).await
}
