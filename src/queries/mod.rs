//! Reads: one file a page or resource. Each asks the policy, runs a fixed number of statements,
//! and returns a plain read model that holds just what the reader may see.

pub mod absence;
pub mod account;
pub mod admin;
pub mod api;
pub mod asked;
pub mod audit;
pub mod beside;
pub mod board;
pub mod cards;
pub mod connections;
pub mod correct;
pub mod dashboard;
pub mod desk;
pub mod digest;
pub mod digests;
pub mod edits;
pub mod erasure;
pub mod files;
pub mod find;
pub mod following;
pub mod home;
pub mod inbox;
pub mod invite;
pub mod lead;
pub mod lexicon;
pub mod marks;
pub mod moderation;
pub mod my_data;
pub mod named;
pub mod needs;
pub mod photos;
pub mod place;
pub mod reminder;
pub mod similar;
pub mod sitemap;
pub mod spoken;
pub mod templates;
pub mod thread;
pub mod threads;
pub mod told;
pub mod trend;
pub mod unit;
pub mod units;
pub mod viewer;
pub mod ways_in;
pub mod word_list;
pub mod words;
pub mod workbench;

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::time::Instant;

/// When pages that show clocks next change by themselves: deadlines end when offices close, days at
/// midnight, in the city's zone.
pub async fn next_turn(app: &App) -> Result<Instant> {
    let city = app.city().await?;
    let (calendar, now) = (&city.calendar, app.now());
    let closing = calendar.at(calendar.day(now), calendar.closes).plus_ms(1);
    let midnight = calendar.next_midnight(now);
    Ok(if now < closing {
        closing.min(midnight)
    } else {
        midnight
    })
}
