//! Passkeys (WebAuthn level 3): adding, naming and removing them, and signing in with one. The site
//! they belong to follows from the address under which people reach the service. Every passkey is
//! discoverable and asks its holder for a finger, a face or a PIN, so it is two factors in one.

use super::sign_in::{self, Begun};
use super::{letters, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{AccountId, PasskeyId};
use crate::domain::notice::Notice;
use crate::domain::person::{Means, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::MINUTE_MS;
use crate::keys::Purpose;
use crate::store::audit::{self, Act};
use crate::store::entity::{ceremony, passkey};
use crate::store::{Tx, accounts, ways_in};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::request::register::{
    CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle,
    Username,
};
use webauthn_rp::request::{AsciiDomain, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
};

/// How long a challenge is good.
const CHALLENGE_MS: i64 = 5 * MINUTE_MS;
/// Passkeys of one account.
pub const MOST: i64 = 20;
/// Bytes of the handle by which an authenticator knows an account.
const HANDLE: usize = 32;

type PublicKey = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

/// The site that passkeys belong to.
pub struct Site {
    rp: RpId,
    origin: String,
}

/// The site of an address: its host, over https, or localhost for trying it out. `None` for others, where
/// browsers make no passkeys.
pub fn site(base_url: &str) -> Option<Site> {
    let url = url::Url::parse(base_url).ok()?;
    let host = match url.host()? {
        url::Host::Domain(host) => host.to_owned(),
        url::Host::Ipv4(_) | url::Host::Ipv6(_) => return None,
    };
    if url.scheme() != "https" && host != "localhost" {
        return None;
    }
    Some(Site {
        rp: RpId::Domain(AsciiDomain::try_from(host).ok()?),
        origin: url.origin().ascii_serialization(),
    })
}

fn fault() -> Error {
    Error::field("credential", "fault-passkey")
}

/// Why it was not taken stands in the log for the operator; who tries is told no more than that.
fn refused(why: &dyn std::fmt::Display) -> Error {
    tracing::info!(%why, "a passkey was refused");
    fault()
}

/// One's own account, with everything that one's roles ask for done.
fn own(viewer: &Viewer) -> Result<AccountId> {
    if !policy::may(Action::ManagePasskeys, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManagePasskeys, viewer));
    }
    let account = viewer.account.as_ref().ok_or(Error::SignInNeeded)?;
    // Else a code from the mail alone would buy a way around the second step.
    if account.withheld.is_some_and(|w| !w.may_enrol()) {
        return Err(Error::SecondStepNeeded);
    }
    Ok(account.id)
}

/// By what an authenticator knows the account: random to all but us, and the same for all its passkeys.
fn handle(app: &App, account: AccountId) -> UserHandle<HANDLE> {
    let bytes = app.keys.bytes(Purpose::PasskeyHandle, &account.to_string());
    match UserHandle::decode(bytes) {
        Ok(handle) => handle,
        Err(never) => match never {},
    }
}

fn challenge_key(app: &App, challenge: u128) -> String {
    app.keys.hash(Purpose::Challenge, &challenge.to_string())
}

/// Begins adding a passkey: what the browser is to be asked, as JSON.
///
/// # Errors
/// [`Error::Conflict`] with [`MOST`] passkeys; [`Error::SecondStepNeeded`].
pub async fn begin_adding(app: &App, viewer: &Viewer, site: &Site) -> Result<String> {
    let me = own(viewer)?;
    let db = app.store.read();
    let account = accounts::by_id(db, me).await?.ok_or(Error::NotFound)?;
    let there = ways_in::passkeys(db, me).await?;
    if there.len() as i64 >= MOST {
        return Err(Error::Conflict("conflict-passkeys"));
    }
    // Transports are hints; none are kept.
    let exclude = there
        .iter()
        .filter_map(|p| URL_SAFE_NO_PAD.decode(&p.credential).ok())
        .filter_map(|id| CredentialId::<Vec<u8>>::decode(id).ok())
        .zip(std::iter::repeat_with(|| AuthTransports::decode(0)))
        .filter_map(|(id, transports)| {
            Some(PublicKeyCredentialDescriptor {
                id,
                transports: transports.ok()?,
            })
        })
        .collect();
    let handle = handle(app, me);
    let user = PublicKeyCredentialUserEntity {
        name: Username::try_from(account.email.as_str()).map_err(|e| refused(&e))?,
        id: &handle,
        display_name: None,
    };
    let mut options = PublicKeyCredentialCreationOptions::passkey(&site.rp, user, exclude);
    // Many devices don't know this extension, and refuse where it is enforced. That the holder was
    // verified is asked of each use instead.
    options.extensions.cred_protect = CredProtect::None;
    let (server, client) = options.start_ceremony().map_err(|e| refused(&e))?;
    let state = server
        .encode()
        .map_err(|e| Error::Internal(e.to_string()))?;
    let json = asked(&client)?;
    keep(app, viewer, "add", Some(me), &json, state).await?;
    Ok(json.to_string())
}

/// What the browser is to be asked: the argument of `navigator.credentials`, bytes as base 64.
fn asked(options: &impl serde::Serialize) -> Result<serde_json::Value> {
    let options = serde_json::to_value(options).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(serde_json::json!({ "publicKey": options }))
}

/// Notes a challenge.
async fn keep(
    app: &App,
    viewer: &Viewer,
    kind: &str,
    account: Option<AccountId>,
    json: &serde_json::Value,
    state: Vec<u8>,
) -> Result<()> {
    let text = json["publicKey"]["challenge"].as_str().unwrap_or("");
    let bytes: [u8; 16] = URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|b| b.try_into().ok())
        .ok_or_else(|| Error::Internal("a challenge of another length".into()))?;
    let model = ceremony::Model {
        id: challenge_key(app, u128::from_le_bytes(bytes)),
        kind: kind.to_owned(),
        account_id: account,
        visitor: viewer.visitor.clone(),
        state,
        expires_ms: app.now().plus_ms(CHALLENGE_MS),
    };
    ways_in::begin(app.store.write(), model).await?;
    Ok(())
}

/// Adds a passkey, as the browser has made it.
///
/// # Errors
/// [`Error::Invalid`] at `credential`: of another site or challenge, used or too late, no passkey, or
/// somebody's already; at `name`.
pub async fn add(
    app: &App,
    viewer: &Viewer,
    site: &Site,
    credential: &str,
    name: &str,
) -> Result<()> {
    let me = own(viewer)?;
    let mut errors = FieldErrors::default();
    let name = words::line(&mut errors, "name", name, words::NAME_MAX);
    errors.into_result()?;
    let made = Registration::from_json_relaxed(credential.as_bytes()).map_err(|e| refused(&e))?;
    let challenge = made.challenge_relaxed().map_err(|e| refused(&e))?;
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let begun = ways_in::take(&tx, &challenge_key(app, challenge.0), "add", now).await?;
    let Some(begun) = begun.filter(|b| b.account_id == Some(me)) else {
        // Taken is taken, also by the wrong one.
        tx.commit().await?;
        return Err(refused(&"no such challenge"));
    };
    let server =
        RegistrationServerState::<HANDLE>::decode(&begun.state).map_err(|e| refused(&e))?;
    let origins = [site.origin.as_str()];
    let options = RegistrationVerificationOptions::<&str, &str> {
        allowed_origins: &origins,
        ..RegistrationVerificationOptions::default()
    };
    let verified = server.verify(&site.rp, &made, &options);
    let registered = match verified {
        Ok(registered) => registered,
        Err(e) => {
            tx.commit().await?;
            return Err(refused(&e));
        }
    };
    let (id, _, _, public_key, state, _) = registered.into_parts();
    let model = passkey::Model {
        id: PasskeyId::new(),
        account_id: me,
        credential: URL_SAFE_NO_PAD.encode(id.as_ref()),
        public_key: match public_key.encode() {
            Ok(bytes) => bytes,
            Err(never) => match never {},
        },
        state: state_bytes(state),
        name,
        created_ms: now,
        used_ms: None,
    };
    if ways_in::count_passkeys(&*tx, me).await? >= MOST {
        return Err(Error::Conflict("conflict-passkeys"));
    }
    let cause = model.id.to_string();
    if !ways_in::add_passkey(&mut tx, model).await? {
        return Err(refused(&"it is somebody's already"));
    }
    changed(&mut tx, app, me, "add passkey", "passkey-added", &cause).await?;
    tx.commit().await
}

fn state_bytes(state: DynamicState) -> Vec<u8> {
    match state.encode() {
        Ok(bytes) => bytes.to_vec(),
        Err(never) => match never {},
    }
}

/// Tells the holder of the account by mail, and of one with a role the audit log, that a way in has changed.
pub(super) async fn changed(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    act: &str,
    what: &str,
    cause: &str,
) -> Result<()> {
    let now = app.now();
    let notice = Notice::WaysIn {
        what: what.to_owned(),
    };
    letters::to_account(tx, account, cause, notice, now).await?;
    if !accounts::grants_of(&**tx, account).await?.is_empty() {
        let act = Act {
            at: now,
            actor: Some(account),
            act,
            subject: &account.to_string(),
            detail: "",
        };
        audit::append(tx, act).await?;
    }
    Ok(())
}

/// Names a passkey.
///
/// # Errors
/// [`Error::Invalid`] at `name`; [`Error::NotFound`] for another's.
pub async fn rename(app: &App, viewer: &Viewer, id: PasskeyId, name: &str) -> Result<()> {
    let me = own(viewer)?;
    let mut errors = FieldErrors::default();
    let name = words::line(&mut errors, "name", name, words::NAME_MAX);
    errors.into_result()?;
    let mut tx = app.store.begin().await?;
    if !ways_in::name_passkey(&mut tx, me, id, &name).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await
}

/// Removes a passkey.
///
/// # Errors
/// [`Error::NotFound`] for another's.
pub async fn remove(app: &App, viewer: &Viewer, id: PasskeyId) -> Result<()> {
    let me = own(viewer)?;
    let mut tx = app.store.begin().await?;
    if !ways_in::remove_passkey(&mut tx, me, id).await? {
        return Err(Error::NotFound);
    }
    let cause = format!("{id} removed");
    changed(
        &mut tx,
        app,
        me,
        "remove passkey",
        "passkey-removed",
        &cause,
    )
    .await?;
    tx.commit().await
}

/// Begins signing in: the same question to everyone, since nobody has said who they are.
pub async fn begin_entering(app: &App, viewer: &Viewer, site: &Site) -> Result<String> {
    let options = DiscoverableCredentialRequestOptions::passkey(&site.rp);
    let (server, client) = options.start_ceremony().map_err(|e| refused(&e))?;
    let state = server
        .encode()
        .map_err(|e| Error::Internal(e.to_string()))?;
    let json = asked(&client)?;
    keep(app, viewer, "enter", None, &json, state).await?;
    Ok(json.to_string())
}

/// Signs in by a passkey.
///
/// # Errors
/// [`Error::Invalid`] at `credential`, the same for every reason.
pub async fn enter(
    app: &App,
    viewer: &Viewer,
    site: &Site,
    credential: &str,
    agent: &str,
) -> Result<Begun> {
    let shown = DiscoverableAuthentication::<HANDLE>::from_json_relaxed(credential.as_bytes())
        .map_err(|e| refused(&e))?;
    let challenge = shown.challenge_relaxed().map_err(|e| refused(&e))?;
    let now = app.now();
    let tx = app.store.begin().await?;
    let begun = ways_in::take(&tx, &challenge_key(app, challenge.0), "enter", now).await?;
    tx.commit().await?;
    // A challenge is good once, and in the browser that was asked.
    let begun = begun
        .filter(|b| b.visitor == viewer.visitor)
        .ok_or_else(|| refused(&"no such challenge"))?;
    let server =
        DiscoverableAuthenticationServerState::decode(&begun.state).map_err(|e| refused(&e))?;
    let id = URL_SAFE_NO_PAD.encode(shown.raw_id().as_ref());
    let key = ways_in::passkey_by_credential(app.store.read(), &id)
        .await?
        .ok_or_else(|| refused(&"no such passkey"))?;
    let handle = handle(app, key.account_id);
    let public_key = StaticState::<PublicKey>::decode(&key.public_key).map_err(|e| refused(&e))?;
    let state: [u8; 7] = key
        .state
        .as_slice()
        .try_into()
        .map_err(|_| Error::Internal("a passkey of another form".into()))?;
    let state = DynamicState::decode(state).map_err(|e| refused(&e))?;
    let mut known = AuthenticatedCredential::new(shown.raw_id(), &handle, public_key, state)
        .map_err(|e| refused(&e))?;
    let origins = [site.origin.as_str()];
    let options = AuthenticationVerificationOptions::<&str, &str> {
        allowed_origins: &origins,
        ..AuthenticationVerificationOptions::default()
    };
    server
        .verify(&site.rp, &shown, &mut known, &options)
        .map_err(|e| refused(&e))?;
    let mut tx = app.store.begin().await?;
    let state = state_bytes(known.dynamic_state());
    if !ways_in::used_passkey(&tx, &key, state, now).await? {
        return Err(refused(&"it was used elsewhere at the same time"));
    }
    let begun = sign_in::begin_session(&mut tx, app, key.account_id, Means::Passkey, agent).await?;
    tx.commit().await?;
    Ok(begun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_belong_to_the_host_of_the_public_address() {
        let of = |url: &str| site(url).map(|s| s.origin);
        assert_eq!(
            of("https://Palanta.kota.go.id"),
            Some("https://palanta.kota.go.id".into())
        );
        assert_eq!(
            of("https://palanta.test:8443"),
            Some("https://palanta.test:8443".into())
        );
        assert_eq!(
            of("http://localhost:8080"),
            Some("http://localhost:8080".into())
        );
        for none in [
            "http://palanta.kota.go.id",
            "http://127.0.0.1:8080",
            "https://10.0.0.1",
            "",
        ] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
