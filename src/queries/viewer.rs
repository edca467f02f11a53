//! Who is asking: from a session's token and a tracking code to a [`Viewer`].

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::ThreadId;
use crate::domain::lang::Lang;
use crate::domain::moderation::Restraint;
use crate::domain::person::{Account, GRACE_MS, Grant, Means, Viewer, Withheld};
use crate::keys::{Purpose, normal_tracking_code};
use crate::store::entity::session;
use crate::store::generations::{Kept, Tag};
use crate::store::{absences, accounts, appeals, sessions, threads, ways_in};
use std::sync::Arc;

/// A session and whose it is.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub account: Account,
    pub lang: Lang,
    pub session: session::Model,
}

/// The account of a session's token; `None` if the session has ended or expired, or the token is
/// one before the present and its grace is over.
pub async fn signed_in(app: &App, token: &str) -> Result<Option<Arc<SignedIn>>> {
    let hash = app.keys.hash(Purpose::Session, token);
    let (generations, now) = (app.store.generations(), app.now());
    if let Some(kept) = app.kept::<SignedIn>(&hash) {
        return Ok(Some(kept));
    }
    let db = app.store.read();
    let Some(found) = sessions::by_hash(db, &hash).await? else {
        return Ok(None);
    };
    let mut tags = vec![Tag::Account(found.account_id), Tag::Directory];
    // Roles that somebody away lends end with theirs.
    let lenders = absences::lent_to(db, found.account_id, now).await?.by;
    tags.extend(lenders.into_iter().map(Tag::Account));
    let stamp = generations.stamp(&tags);
    // Read again under the stamp: it may have ended in between.
    let Some(session) = sessions::by_hash(db, &hash).await? else {
        return Ok(None);
    };
    let mut until = session.expires_ms;
    if session.token_hash != hash {
        until = until.min(session.rotated_ms.plus_ms(GRACE_MS));
    }
    if now >= until {
        return Ok(None);
    }
    let Some(account) = accounts::by_id(db, session.account_id).await? else {
        return Ok(None);
    };
    let sanctions = appeals::in_force(db, account.id, now).await?;
    let restraint = Restraint::gravest(sanctions.iter().map(|s| (s.kind, s.ends_ms)), now);
    // It ends by itself: what is kept ends with it.
    if let Some(restraint) = restraint {
        until = until.min(restraint.until);
    }
    let city = app.city().await?;
    let mut held = accounts::grants_of(db, account.id).await?;
    let lent = absences::lent_to(db, account.id, now).await?;
    // One's own come first: who works there anyway speaks as who they are.
    held.extend(lent.grants);
    if let Some(changes) = lent.until {
        until = until.min(changes);
    }
    // Who holds a role is signed out after a time without use; from the granting on, not before.
    if let Some(newest) = held.iter().map(|g| g.granted_ms).max()
        && app.config.staff_idle_ms > 0
    {
        until = until.min(
            session
                .seen_ms
                .max(newest)
                .plus_ms(app.config.staff_idle_ms),
        );
        if now >= until {
            return Ok(None);
        }
    }
    let withheld = match held.is_empty() {
        true => None,
        false => withheld(app, &session).await?,
    };
    let grants = held
        .into_iter()
        .filter(|_| withheld.is_none())
        .map(|g| Grant {
            role: g.role,
            unit: g.unit_id,
            units: g
                .unit_id
                .map_or_else(Vec::new, |u| city.directory.with_descendants(u)),
            position: g.position,
        })
        .collect();
    let signed_in = Arc::new(SignedIn {
        account: Account {
            id: account.id,
            name: account.name,
            email: account.email,
            grants,
            restraint,
            withheld,
        },
        lang: account.lang,
        session,
    });
    app.keep(
        hash,
        Kept {
            value: signed_in.clone(),
            tags,
            stamp,
            until: Some(until),
        },
    );
    Ok(Some(signed_in))
}

/// Whether the roles of a session's account wait for a second step. A passkey is two factors in one;
/// the provider's sign-in is if the city says so. Who has set a second step up is always asked.
async fn withheld(app: &App, session: &session::Model) -> Result<Option<Withheld>> {
    let done = session.second_ms.is_some()
        || match session.means {
            Means::Passkey | Means::Demo => true,
            Means::Provider => app.config.provider_second_step,
            Means::Code => false,
        };
    if done {
        return Ok(None);
    }
    let db = app.store.read();
    let step = ways_in::second_step(db, session.account_id).await?;
    if step.is_some_and(|s| s.confirmed_ms.is_some()) {
        return Ok(Some(Withheld::Enter));
    }
    if !app.config.staff_second_step {
        return Ok(None);
    }
    let keys = ways_in::count_passkeys(db, session.account_id).await?;
    Ok(Some(match keys {
        0 => Withheld::Enrol,
        _ => Withheld::Passkey,
    }))
}

/// Number and title of what the viewer's tracking code opens.
pub async fn followed_by_code(app: &App, viewer: &Viewer) -> Result<Vec<(String, String)>> {
    match viewer.tracked.as_slice() {
        [] => Ok(Vec::new()),
        ids => threads::names(app.store.read(), ids).await,
    }
}

/// The threads that a tracking code in the browser's cookie opens.
pub async fn tracked(app: &App, code: &str) -> Result<Vec<ThreadId>> {
    let Some(code) = normal_tracking_code(code) else {
        return Ok(Vec::new());
    };
    let hash = app.keys.hash(Purpose::TrackingCode, &code);
    threads::all_by_code_hash(app.store.read(), &hash).await
}
