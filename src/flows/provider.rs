//! Signing in by the city's identity provider (OpenID Connect Core 1.0): the code flow with PKCE, state
//! and nonce. It signs in who has an account already, by an address that the provider has verified; it
//! makes no accounts and grants nothing.
//!
//! Only the provider of the configuration is asked. What it says of its own addresses is followed over
//! https alone (over http only where the provider itself is on this machine), without redirections.

use super::sign_in::{self, Begun};
use super::words;
use crate::app::App;
use crate::config::Provider;
use crate::domain::error::{Error, Result};
use crate::domain::person::Means;
use crate::domain::time::MINUTE_MS;
use crate::keys::{self, Purpose};
use crate::store::entity::ceremony;
use crate::store::{accounts, ways_in};
use futures_util::future::LocalBoxFuture;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl,
    Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse, http,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// How long a visit to the provider may take.
pub const VISIT_MS: i64 = 10 * MINUTE_MS;
/// How long an answer of the provider may take, and how long it may be.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST: usize = 512 * 1024;

/// What the browser keeps of a visit, sealed: nobody but we can read or make it.
#[derive(Serialize, Deserialize)]
struct Visit {
    state: String,
    nonce: String,
    verifier: String,
    next: String,
    ends_ms: i64,
}

/// A visit that begins.
pub struct Leaving {
    /// Where the browser goes.
    pub to: String,
    /// What it keeps meanwhile.
    pub cookie: String,
}

/// What comes back in the address.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub code: String,
    pub state: String,
    pub error: String,
}

/// Why the provider could not be asked, or said what can't be taken. The reason is for the log.
fn refused(why: impl std::fmt::Display) -> Error {
    tracing::warn!(%why, "signing in by the provider did not work");
    Error::field("provider", "fault-provider")
}

fn down(why: impl std::fmt::Display) -> Error {
    tracing::warn!(%why, "the provider could not be asked");
    Error::field("provider", "fault-provider-down")
}

fn provider(app: &App) -> Result<&Provider> {
    app.config.provider.as_ref().ok_or(Error::NotFound)
}

/// Asks the provider, and nobody else.
struct Asker {
    client: reqwest::Client,
    /// http is allowed: the provider is on this machine.
    plain: bool,
}

/// It could not be asked.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unasked(String);

impl Asker {
    fn new(provider: &Provider) -> Result<Asker> {
        let roots =
            rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(ring)
            .with_safe_default_protocol_versions()
            .map_err(|e| Error::Internal(e.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .timeout(PATIENCE)
            .user_agent(concat!("Palanta/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|e| Error::Internal(e.to_string()))?;
        Ok(Asker {
            client,
            plain: provider.issuer.starts_with("http://"),
        })
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unasked> {
        if request.uri().scheme_str() != Some("https") && !self.plain {
            return Err(Unasked(format!("{} is not over https", request.uri())));
        }
        let failed = |e: reqwest::Error| Unasked(e.without_url().to_string());
        let request = reqwest::Request::try_from(request).map_err(failed)?;
        let mut answer = self.client.execute(request).await.map_err(failed)?;
        let mut out = http::Response::builder().status(answer.status());
        for (name, value) in answer.headers() {
            out = out.header(name, value);
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(failed)? {
            if body.len() + part.len() > MOST {
                return Err(Unasked("its answer is too long".into()));
            }
            body.extend_from_slice(&part);
        }
        out.body(body).map_err(|e| Unasked(e.to_string()))
    }
}

impl<'c> openidconnect::AsyncHttpClient<'c> for Asker {
    type Error = Unasked;
    type Future = LocalBoxFuture<'c, Result<HttpResponse, Unasked>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// What the provider says of itself; it must name itself as it is configured.
async fn metadata(provider: &Provider, asker: &Asker) -> Result<CoreProviderMetadata> {
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(refused)?;
    CoreProviderMetadata::discover_async(issuer, asker)
        .await
        .map_err(|e| match e {
            openidconnect::DiscoveryError::Request(e) => down(e),
            // A provider that answers with a fault of its own is down as well.
            openidconnect::DiscoveryError::Response(status, ..) => down(status),
            e => refused(e),
        })
}

macro_rules! client {
    ($provider:expr, $metadata:expr, $base_url:expr) => {
        CoreClient::from_provider_metadata(
            $metadata,
            ClientId::new($provider.client_id.clone()),
            Some(ClientSecret::new($provider.client_secret.clone())),
        )
        .set_redirect_uri(
            RedirectUrl::new(format!("{}/masuk/penyedia/kembali", $base_url)).map_err(refused)?,
        )
    };
}

/// Begins a visit to the provider, from which the browser goes on to `next`.
///
/// # Errors
/// [`Error::NotFound`] without a provider; [`Error::Invalid`] at `provider` if it can't be asked.
pub async fn leave(app: &App, base_url: &str, next: &str) -> Result<Leaving> {
    let provider = provider(app)?;
    let asker = Asker::new(provider)?;
    let metadata = metadata(provider, &asker).await?;
    let client = client!(provider, metadata, base_url);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (to, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            || CsrfToken::new(keys::token()),
            || Nonce::new(keys::token()),
        )
        .add_scope(Scope::new("email".into()))
        .set_pkce_challenge(challenge)
        .url();
    let visit = Visit {
        state: state.into_secret(),
        nonce: nonce.secret().clone(),
        verifier: verifier.into_secret(),
        next: next.to_owned(),
        ends_ms: app.now().plus_ms(VISIT_MS).0,
    };
    let text = serde_json::to_vec(&visit).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(Leaving {
        to: to.into(),
        cookie: keys::hex(&app.keys.seal("provider", &text)),
    })
}

/// Comes back from the provider: checks that this browser had gone there, that it is the first time,
/// and what the provider says. Returns the session, and where to go on.
///
/// # Errors
/// [`Error::Invalid`] at `provider`: forged, reused, late; the provider refused, or can't be asked;
/// without a verified address; without an account here.
pub async fn come_back(
    app: &App,
    base_url: &str,
    cookie: &str,
    answer: &Answer,
    agent: &str,
) -> Result<(Begun, String)> {
    let provider = provider(app)?;
    let now = app.now();
    let visit: Visit = keys::unhex(cookie)
        .and_then(|sealed| app.keys.open("provider", &sealed))
        .and_then(|text| serde_json::from_slice(&text).ok())
        .ok_or_else(|| refused("no visit of this browser"))?;
    if visit.state != answer.state || now.0 >= visit.ends_ms {
        return Err(refused("of another visit, or too late"));
    }
    // Once, whatever comes of it.
    let used = ceremony::Model {
        id: app.keys.hash(Purpose::Provider, &visit.state),
        kind: "provider".into(),
        account_id: None,
        visitor: None,
        state: Vec::new(),
        expires_ms: now.plus_ms(VISIT_MS),
    };
    if !ways_in::begin(app.store.write(), used).await? {
        return Err(refused("a visit that was used before"));
    }
    if answer.code.is_empty() {
        return Err(refused(format!(
            "it said {:?}",
            answer.error.get(..60).unwrap_or("")
        )));
    }
    let asker = Asker::new(provider)?;
    let metadata = metadata(provider, &asker).await?;
    let client = client!(provider, metadata, base_url);
    let tokens = client
        .exchange_code(AuthorizationCode::new(answer.code.clone()))
        .map_err(refused)?
        .set_pkce_verifier(PkceCodeVerifier::new(visit.verifier))
        .request_async(&asker)
        .await
        .map_err(|e| match e {
            openidconnect::RequestTokenError::Request(e) => down(e),
            e => refused(e),
        })?;
    let id_token = tokens
        .id_token()
        .ok_or_else(|| refused("it gave no identity"))?;
    let claims = id_token
        .claims(&client.id_token_verifier(), &Nonce::new(visit.nonce))
        .map_err(refused)?;
    let mut email = claims.email().map(|e| e.to_string());
    let mut verified = claims.email_verified();
    if email.is_none() {
        // Many tell the address only when asked for it.
        let info: CoreUserInfoClaims = client
            .user_info(
                tokens.access_token().to_owned(),
                Some(claims.subject().clone()),
            )
            .map_err(refused)?
            .request_async(&asker)
            .await
            .map_err(refused)?;
        email = info.email().map(|e| e.to_string());
        verified = info.email_verified();
    }
    let unknown = || Error::field("provider", "fault-provider-unknown");
    if verified != Some(true) {
        return Err(Error::field("provider", "fault-provider-unverified"));
    }
    let email = email
        .as_deref()
        .and_then(words::normal_email)
        .ok_or_else(unknown)?;
    let mut tx = app.store.begin().await?;
    let account = accounts::by_email(&*tx, &email)
        .await?
        .ok_or_else(unknown)?;
    let begun = sign_in::begin_session(&mut tx, app, account.id, Means::Provider, agent).await?;
    tx.commit().await?;
    Ok((begun, visit.next))
}
