//! What a search typed means: its words made regular, the wrongly written among them put right by
//! the vocabulary, and where they stand in what was found.

use super::cards::{Card, Marked};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::ThreadId;
use crate::domain::near;
use crate::store::search::{self, Find};
use crate::store::vocabulary;
use crate::text::{plain, snippet, stem, terms};

/// Posts of a thread looked at for a passage that holds the words.
const POSTS: usize = 6;
/// Bytes of a post, and characters of a passage.
const BYTES: usize = 6_000;
const PASSAGE: usize = 200;

/// A search, understood.
pub struct Understood {
    pub find: Find,
    /// Words as typed that stand in no thread, for which the most similar ones were taken.
    pub guessed: Vec<String>,
}

impl Understood {
    /// Some of the words will do.
    pub fn some(&mut self) {
        self.find.any = true;
        self.find.phrases.clear();
    }
}

/// Understands what was typed; `None` if there is no word in it.
pub async fn words(app: &App, typed: &str, any: bool) -> Result<Option<Understood>> {
    let query = terms::query(typed);
    if query.terms.is_empty() {
        return Ok(None);
    }
    let db = app.store.read();
    let unknown = vocabulary::unknown(db, &query.terms).await?;
    let forms: Vec<Vec<String>> = unknown.iter().map(|w| stem::bare_forms(w)).collect();
    let candidates = vocabulary::candidates(db, &forms).await?;
    let near: Vec<Vec<(String, usize)>> = forms
        .iter()
        .enumerate()
        .map(|(at, forms)| {
            let like = candidates.iter().filter(|(n, _)| *n == at);
            let like: Vec<&str> = like.map(|(_, word)| word.as_str()).collect();
            let near = near::nearest(forms, &like);
            near.into_iter()
                .map(|(word, far)| (word.to_owned(), far))
                .collect()
        })
        .collect();
    let all: Vec<String> = near
        .iter()
        .flatten()
        .map(|(word, _)| word.clone())
        .collect();
    let uses = vocabulary::uses(db, &all).await?;
    let meant = |term: &String| -> Vec<String> {
        let at = unknown.iter().position(|u| u == term);
        at.map_or_else(Vec::new, |at| in_use(&near[at], &uses))
    };
    let mut guessed = Vec::new();
    let mut group = |term: &String| {
        let meant = meant(term);
        if meant.is_empty() {
            return vec![term.clone()];
        }
        let all = terms::terms(typed, terms::QUERY_MAX * 4);
        let word = all.iter().find(|t| t.stem == *term);
        guessed.extend(word.map(|t| typed[t.at.clone()].to_owned()));
        meant
    };
    let groups: Vec<Vec<String>> = query.terms.iter().map(&mut group).collect();
    let first_of = |term: &String| {
        let at = query.terms.iter().position(|t| t == term);
        let group = at.and_then(|at| groups.get(at));
        group.and_then(|g| g.first()).unwrap_or(term).clone()
    };
    let phrases = query
        .phrases
        .iter()
        .map(|p| p.iter().map(first_of).collect())
        .collect();
    let mut understood = Understood {
        find: Find {
            groups: groups.clone(),
            phrases,
            any: false,
        },
        guessed,
    };
    if any {
        understood.some();
    }
    Ok(Some(understood))
}

/// Of near words, the one that stands in the most threads, and those that stand in nearly as many;
/// at most three. What is farther must be much more in use: others write wrongly too.
fn in_use(near: &[(String, usize)], uses: &[(String, i64)]) -> Vec<String> {
    let weight = |(word, far): &(String, usize)| {
        let n = uses.iter().find(|(w, _)| w == word).map_or(0, |(_, n)| *n);
        n * if *far == 0 { 20 } else { 1 }
    };
    let most = near.iter().map(weight).max().unwrap_or(0);
    near.iter()
        .filter(|n| weight(n) > 0 && weight(n) * 2 > most)
        .take(3)
        .map(|(word, _)| word.clone())
        .collect()
}

/// Marks the words in titles, and gives the passages of the threads in which they stand.
pub async fn mark(app: &App, cards: &mut [Card], find: &Find) -> Result<()> {
    let wanted: Vec<String> = find.groups.iter().flatten().cloned().collect();
    let ids: Vec<ThreadId> = cards.iter().map(|c| c.id).collect();
    let spoken = search::spoken(app.store.read(), &ids, POSTS).await?;
    for card in cards {
        let texts: Vec<String> = spoken
            .iter()
            .filter(|s| s.thread_id == card.id)
            .map(|s| plain::of_html(&s.shown, BYTES))
            .collect();
        // Of those that hold as many of the words, the first.
        let best = texts
            .iter()
            .rev()
            .max_by_key(|text| snippet::hits(text, &wanted));
        card.marked = Some(Marked {
            title: snippet::marked(&card.title, &wanted),
            passage: best.and_then(|text| snippet::passage(text, &wanted, PASSAGE)),
        });
    }
    Ok(())
}
