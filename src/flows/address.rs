//! Addresses of those without an account, hashed under a key that is made for each day and goes
//! after a few: then nobody can tell any more what was hashed.

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::person::Viewer;
use crate::keys::{self, Purpose};
use crate::store::screening;

/// The hashes of one address.
#[derive(Clone, Debug, Default)]
pub struct Hashes {
    /// Under today's key.
    pub today: String,
    /// Under every key that is still there.
    pub all: Vec<String>,
}

/// Hashes where a viewer without an account comes from; `None` for one with an account, of whom no
/// address is kept.
pub async fn hashes(app: &App, viewer: &Viewer) -> Result<Option<Hashes>> {
    let (None, Some(address)) = (&viewer.account, viewer.address) else {
        return Ok(None);
    };
    let now = app.now();
    let day = app.day(now);
    let mut all = screening::address_keys(app.store.read()).await?;
    if !all.iter().any(|k| k.day == day) {
        screening::put_address_key(app.store.write(), &day, &keys::token(), now).await?;
        all = screening::address_keys(app.store.write()).await?;
    }
    let hash = |key: &str| {
        let text = format!("{key} {}", address.0);
        app.keys.hash(Purpose::Network, &text)
    };
    let today = all.iter().find(|k| k.day == day);
    Ok(today.map(|today| Hashes {
        today: hash(&today.content),
        all: all.iter().map(|k| hash(&k.content)).collect(),
    }))
}
