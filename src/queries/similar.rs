//! Threads that say what someone is about to write, so that they may support one of them instead
//! of writing its twin.

use super::cards::{Card, card};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::{ThreadId, UnitId};
use crate::store::search;
use crate::text::terms;
use std::collections::HashMap;

/// The unit's newest threads that are compared: a bound, whatever the unit's size.
const COMPARED: u64 = 400;
/// Similar threads shown.
const SHOWN: usize = 3;
/// Words of what is being written that count, title first.
const WORDS: usize = 60;
/// The share of what is being written, by weight of its words, that another must say as well.
const ENOUGH: f64 = 0.34;
/// A word of the title counts as so many of the text.
const TITLE: f64 = 2.5;

/// Up to three public threads of the unit that are most like a text, the likest first; not the thread
/// that the text is of.
///
/// Each word weighs by how rare it is among the unit's newest threads, so that "loket" says little
/// in an office that has nothing else.
pub async fn similar(
    app: &App,
    unit: UnitId,
    title: &str,
    body: &str,
    except: Option<ThreadId>,
) -> Result<Vec<Card>> {
    let mut wanted: Vec<(String, f64)> = Vec::new();
    for (text, weight) in [(title, TITLE), (body, 1.0)] {
        for term in terms::terms(text, WORDS) {
            if wanted.len() < WORDS && !wanted.iter().any(|(w, _)| *w == term.stem) {
                wanted.push((term.stem, weight));
            }
        }
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut compared = search::newest_of(app.store.read(), unit, COMPARED).await?;
    compared.retain(|(t, _)| Some(t.id) != except);
    let holds = |text: &str, word: &str| text.contains(&format!(" {word} "));
    let mut rarity: HashMap<&str, f64> = HashMap::new();
    let all = compared.len() as f64;
    for (word, _) in &wanted {
        let n = compared
            .iter()
            .filter(|(_, w)| holds(&w.title, word) || holds(&w.body, word))
            .count();
        rarity.insert(word, ((all + 1.0) / (n as f64 + 0.5)).ln().max(0.05));
    }
    let weigh = |word: &str, weight: f64| weight * rarity.get(word).copied().unwrap_or(0.0);
    let title_weight: f64 = wanted
        .iter()
        .filter(|(_, w)| *w == TITLE)
        .map(|(t, w)| weigh(t, *w))
        .sum();
    let mut found: Vec<(f64, _)> = Vec::new();
    for (thread, words) in compared {
        let (mut said, mut shared) = (0.0, 0);
        for (word, weight) in &wanted {
            if holds(&words.title, word) {
                said += weigh(word, *weight);
                shared += 1;
            } else if holds(&words.body, word) {
                said += weigh(word, *weight) / 2.0;
                shared += 1;
            }
        }
        // Measured by the title: a long story need not be told twice to be the same matter.
        let share = if title_weight > 0.0 {
            said / title_weight
        } else {
            0.0
        };
        if share >= ENOUGH && (shared > 1 || wanted.len() == 1) {
            found.push((share, thread));
        }
    }
    found.sort_by(|(a, s), (b, t)| {
        b.total_cmp(a)
            .then_with(|| (t.listed_ms, t.id).cmp(&(s.listed_ms, s.id)))
    });
    let city = app.city().await?;
    let now = app.now();
    Ok(found
        .into_iter()
        .take(SHOWN)
        .map(|(_, thread)| card(thread, now, &city))
        .collect())
}
