//! Sending what waits for webhooks: signed, again and again until it is taken, and then put aside.

use super::{Desk, sleep};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::hook::{self, TRIES};
use crate::domain::net;
use crate::domain::time::MINUTE_MS;
use crate::store::entity::webhook;
use crate::store::hooks::{self, Claimed};
use futures_util::future::join_all;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How long a claimed message is this instance's: longer than any receiver is waited for.
const LEASE_MS: i64 = 2 * MINUTE_MS;
/// How long a receiver may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Messages on their way at once.
const AT_ONCE: u32 = 16;

/// How a run ended.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub sent: usize,
    pub failed: usize,
}

/// Sends until stopped.
pub async fn run(desk: Desk, mut stopped: watch::Receiver<bool>) {
    let client = match client(desk.app.config.webhook_private) {
        Ok(client) => client,
        Err(e) => {
            tracing::error!(error = %e, "webhooks can't be sent: no client");
            return;
        }
    };
    loop {
        match deliver(&desk, &client).await {
            Ok(done) if done.sent + done.failed > 0 && !*stopped.borrow() => continue,
            Ok(_) => {}
            Err(e) => tracing::warn!(error = %e, "webhooks can't be read; trying again"),
        }
        if *stopped.borrow() || sleep(Duration::from_secs(1), &mut stopped).await {
            return;
        }
    }
}

/// Sends all that is due, then returns.
///
/// # Errors
/// What the database says.
pub async fn drain(desk: &Desk) -> Result<Sent> {
    let client = client(desk.app.config.webhook_private)
        .map_err(|e| crate::domain::error::Error::Internal(e.to_string()))?;
    let mut all = Sent::default();
    loop {
        let done = deliver(desk, &client).await?;
        if done == Sent::default() {
            return Ok(all);
        }
        all.sent += done.sent;
        all.failed += done.failed;
    }
}

/// Resolves names to public addresses only. Asked at each connection, so a name that changes
/// after it was checked gains nothing.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|a| net::is_public(a.ip())).collect();
            if public.is_empty() {
                return Err("the name has no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// A client that follows no redirection, uses no proxy, and waits no longer than [`PATIENCE`].
fn client(private: bool) -> Result<Client, Box<dyn std::error::Error + Send + Sync>> {
    let roots = rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut builder = Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .timeout(PATIENCE)
        .pool_max_idle_per_host(1)
        .user_agent(concat!("Palanta/", env!("CARGO_PKG_VERSION")));
    if !private {
        builder = builder.dns_resolver(Arc::new(PublicOnly));
    }
    Ok(builder.build()?)
}

/// Why a message did not go.
struct Failure {
    why: String,
    /// How long nothing more is sent there, in milliseconds.
    quiet_ms: i64,
}

/// Sends what is due, some at once; each is claimed, so no other instance sends it meanwhile.
async fn deliver(desk: &Desk, client: &Client) -> Result<Sent> {
    let app = &desk.app;
    let now = app.now();
    let mut done = Sent::default();
    if !hooks::any_due(app.store.read(), now).await? {
        return Ok(done);
    }
    let until = now.plus_ms(LEASE_MS);
    let claimed = hooks::claim(app.store.write(), now, until, AT_ONCE).await?;
    let known = hooks::by_ids(
        app.store.read(),
        claimed.iter().map(|m| m.webhook_id).collect(),
    )
    .await?;
    let tries = claimed.iter().map(|message| {
        let to = known.iter().find(|h| h.id == message.webhook_id);
        async move {
            match to {
                Some(to) => (message, send(desk, client, to, message).await),
                None => (message, Ok(())),
            }
        }
    });
    for (message, outcome) in join_all(tries).await {
        match settle(app, message, outcome).await? {
            true => done.sent += 1,
            false => done.failed += 1,
        }
    }
    Ok(done)
}

async fn settle(app: &App, message: &Claimed, outcome: Result<(), Failure>) -> Result<bool> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let went = match outcome {
        Ok(()) => {
            hooks::mark_done(&tx, message, now).await?;
            true
        }
        Err(Failure { why, quiet_ms }) => {
            tracing::warn!(id = %message.id, webhook = %message.webhook_id,
                attempts = message.attempts, %why, "a webhook's message did not go");
            let again = now.plus_ms(hook::wait(message.attempts));
            let due = (message.attempts < TRIES).then_some(again);
            let why: String = why.chars().take(300).collect();
            hooks::mark_failed(&tx, message, &why, due, now.plus_ms(quiet_ms), now).await?;
            false
        }
    };
    tx.commit().await?;
    Ok(went)
}

/// The message as it is sent.
fn body(desk: &Desk, message: &Claimed) -> String {
    let mut data: Value = serde_json::from_str(&message.content).unwrap_or_default();
    if let Some(fields) = data.as_object_mut()
        && let Some(path) = fields.remove("path")
        && let Some(path) = path.as_str()
    {
        fields.insert(
            "url".to_owned(),
            format!("{}{path}", desk.house.base_url).into(),
        );
    }
    json!({
        "id": message.id.to_string(),
        "type": message.event.as_str(),
        "timestamp": message.created_ms.to_jiff().to_string(),
        "data": data,
    })
    .to_string()
}

async fn send(
    desk: &Desk,
    client: &Client,
    to: &webhook::Model,
    message: &Claimed,
) -> Result<(), Failure> {
    let app = &desk.app;
    // Checked again: the setting may have changed since it was entered.
    let address = hook::address(&to.address, app.config.webhook_private).map_err(|_| Failure {
        why: "the address is not allowed".to_owned(),
        quiet_ms: 0,
    })?;
    let now = app.now();
    let (id, seconds) = (message.id.to_string(), now.0.div_euclid(1_000));
    let body = body(desk, message);
    let hook_id = to.id.to_string();
    let signatures: Vec<String> = hook::generations(to.generation, to.rotated_ms, now)
        .into_iter()
        .map(|g| {
            app.keys
                .webhook_secret(&hook_id, g)
                .sign(&id, seconds, &body)
        })
        .collect();
    let answer = client
        .post(address)
        .header("content-type", "application/json")
        .header("webhook-id", &id)
        .header("webhook-timestamp", seconds.to_string())
        .header("webhook-signature", signatures.join(" "))
        .body(body)
        .send()
        .await;
    match answer {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(Failure {
            why: format!("HTTP {}", answer.status().as_u16()),
            quiet_ms: quiet(answer.status(), answer.headers()),
        }),
        // The receiver is away: others for it need not try just now.
        Err(e) => Err(Failure {
            why: reason(&e),
            quiet_ms: hook::wait(to.streak + 1).min(10 * MINUTE_MS),
        }),
    }
}

/// How long a receiver that answers "too many" or "unavailable" is left alone: as long as it
/// asks, from a second to six hours, else a minute.
fn quiet(status: StatusCode, headers: &HeaderMap) -> i64 {
    if !matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    ) {
        return 0;
    }
    let asked = headers
        .get(RETRY_AFTER)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.trim().parse::<i64>().ok());
    asked.map_or(MINUTE_MS, |s| s.clamp(1, 6 * 3600) * 1_000)
}

/// What went wrong, to its root, without the address (it may hold a key in its query).
fn reason(e: &reqwest::Error) -> String {
    let mut root: &dyn std::error::Error = e;
    while let Some(deeper) = root.source() {
        root = deeper;
    }
    let kind = if e.is_timeout() {
        "timeout"
    } else if e.is_connect() {
        "can't connect"
    } else {
        "broken off"
    };
    format!("{kind}: {root}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_may_ask_for_quiet() {
        let mut headers = HeaderMap::new();
        assert_eq!(quiet(StatusCode::BAD_REQUEST, &headers), 0);
        assert_eq!(quiet(StatusCode::SERVICE_UNAVAILABLE, &headers), MINUTE_MS);
        for (asked, ms) in [
            ("120", 120_000),
            ("0", 1_000),
            ("99999999", 21_600_000),
            ("Wed", MINUTE_MS),
        ] {
            headers.insert(RETRY_AFTER, asked.parse().expect("a value"));
            assert_eq!(
                quiet(StatusCode::TOO_MANY_REQUESTS, &headers),
                ms,
                "{asked}"
            );
        }
    }

    #[tokio::test]
    async fn names_of_ones_own_network_are_not_resolved() {
        let name = "localhost".parse().expect("a name");
        assert!(PublicOnly.resolve(name).await.is_err());
    }

    #[test]
    fn a_client_can_be_made() {
        client(false).expect("a client");
        client(true).expect("a client");
    }
}
