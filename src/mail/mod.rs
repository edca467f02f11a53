//! Mail: what a letter says (one description, rendered as text and as HTML), and how it leaves:
//! by SMTP, or as files in a folder where there is no server.

pub mod letter;
pub mod news;
pub mod reminder;
pub mod returned;
pub mod transport;

use crate::config::Config;
use crate::domain::notice::Letter;
use crate::views::letter::Page;
use jiff::tz::TimeZone;

/// What every letter needs to know of the service.
#[derive(Clone)]
pub struct House {
    pub product: String,
    pub city: String,
    pub zone: TimeZone,
    /// Where the service is reached, without a slash at the end.
    pub base_url: String,
}

impl House {
    pub fn new(config: &Config, base_url: &str) -> Self {
        Self {
            product: config.product.clone(),
            city: config.city.clone(),
            zone: config.zone.clone(),
            base_url: base_url.to_owned(),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// A letter in words.
pub fn write(house: &House, letter: &Letter) -> Page {
    letter::write(house, letter)
}
