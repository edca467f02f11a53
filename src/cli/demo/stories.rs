//! What the demonstration city talks about more than usual for a while, and what units' heads noted
//! of it: so that the dashboards have something to tell.

use super::chance::Chance;
use super::city::{account_id, id_of, service_id, unit_id};
use super::words::{Tale, TaleLine};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{EventId, ServiceId, UnitId};
use crate::domain::time::{DAY_MS, Instant};
use crate::flows::demo;
use crate::store::entity::unit_event;
use crate::store::{Tx, bulk};
use crate::text::elements::Lexicon;
use serde::Deserialize;

const STORIES: &str = include_str!("../../../assets/demo/stories.toml");

#[derive(Deserialize)]
struct File {
    stories: Vec<Lines>,
}

#[derive(Deserialize)]
struct Lines {
    unit: String,
    service: String,
    /// The first and last day, counted back.
    days: [i64; 2],
    /// Of a thousand threads.
    share: u64,
    threads: Vec<TaleLine>,
    events: Vec<EventLine>,
}

#[derive(Deserialize)]
struct EventLine {
    day: i64,
    words: String,
}

/// Something that is told for a while.
pub struct Story {
    pub place: (UnitId, ServiceId),
    pub tales: Vec<Tale>,
    days: [i64; 2],
    share: u64,
}

fn read() -> Result<File> {
    toml::from_str(STORIES).map_err(|e| Error::Internal(format!("stories.toml: {e}")))
}

pub fn load(lexicon: &Lexicon) -> Result<Vec<Story>> {
    read()?
        .stories
        .into_iter()
        .map(|s| {
            Ok(Story {
                place: (unit_id(&s.unit), service_id(&s.unit, &s.service)),
                tales: s
                    .threads
                    .into_iter()
                    .map(|line| Tale::new(line, lexicon))
                    .collect::<Result<_>>()?,
                days: s.days,
                share: s.share,
            })
        })
        .collect()
}

/// The story that thread `n`, written at `at`, tells, if any.
pub fn told(stories: &[Story], n: u32, at: Instant, now: Instant) -> Option<&Story> {
    let ago = (now.0 - at.0) / DAY_MS;
    let mut chance = Chance::new("story", n.into());
    stories.iter().find(|s| {
        let falls = chance.falls(s.share);
        falls && (s.days[1]..=s.days[0]).contains(&ago)
    })
}

/// What the heads of units noted.
pub async fn note_events(app: &App, tx: &Tx, made: Instant) -> Result<()> {
    let mut events = Vec::new();
    for story in read()?.stories {
        let head = demo::people()
            .iter()
            .find(|p| p.role == "unit_head" && p.unit == story.unit);
        let Some(head) = head else { continue };
        for e in story.events {
            let at = made.plus_ms(-e.day * DAY_MS);
            events.push(unit_event::Model {
                id: EventId(id_of("event", &format!("{} {}", story.unit, e.day))),
                unit_id: unit_id(&story.unit),
                day: app.day(at),
                words: e.words,
                account_id: account_id(&head.email),
                created_ms: at,
                removed_ms: None,
            });
        }
    }
    bulk::insert::<unit_event::Entity, _, _>(&**tx, events).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_are_whole_and_read_as_they_are_meant() {
        for story in load(crate::text::elements::load().expect("a lexicon")).expect("stories") {
            assert!(!story.tales.is_empty());
            assert!(story.days[0] > story.days[1] && story.share < 200);
            for tale in &story.tales {
                assert!(!tale.replies.is_empty());
                for s in &tale.openings {
                    let fits = !s.reading.is_sure() || s.reading.polarity == tale.meant();
                    assert!(fits, "{}: {:?}", s.body, s.reading);
                }
            }
        }
        for story in read().expect("stories").stories {
            assert!(
                demo::people()
                    .iter()
                    .any(|p| p.unit == story.unit && p.role == "unit_head")
            );
            assert!(story.events.iter().all(|e| e.words.chars().count() <= 120));
        }
    }
}
