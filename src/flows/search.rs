//! Keeps the search index: in the transaction of each act that changes what a thread says, and,
//! for threads that the index lacks, by itself.

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::ThreadId;
use crate::domain::thread::Visibility;
use crate::store::Tx;
use crate::store::entity::{thread, thread_search};
use crate::store::generations::Tag;
use crate::store::search::{self, Spoken};
use crate::text::{plain, terms};

/// Posts of a thread by which it is found: the first ones.
const POSTS: usize = 200;
/// Bytes of a post, and words of a thread, by which it is found.
const BYTES: usize = 40_000;
const WORDS: usize = 6_000;
/// Threads entered in one transaction by [`catch_up`]: writers wait no longer than for these.
const BATCH: u64 = 100;

/// What a public thread is found by: its title, and what citizens and units say in it.
pub fn document(id: ThreadId, title: &str, spoken: &[Spoken]) -> thread_search::Model {
    let texts: Vec<String> = spoken
        .iter()
        .map(|s| {
            let html = plain::of_html(&s.shown, BYTES);
            if html.is_empty() {
                s.detail.clone()
            } else {
                html
            }
        })
        .collect();
    thread_search::Model {
        thread_id: id,
        title: terms::document([title], WORDS),
        body: terms::document(texts.iter().map(String::as_str), WORDS),
        version: terms::VERSION,
    }
}

/// What a thread is found by that nobody has answered yet.
pub fn opening(id: ThreadId, title: &str, shown: &str) -> thread_search::Model {
    let spoken = Spoken {
        thread_id: id,
        shown: shown.to_owned(),
        detail: String::new(),
    };
    document(id, title, &[spoken])
}

fn is_findable(t: &thread::Model) -> bool {
    t.visibility == Visibility::Public && t.listed_ms.is_some()
}

/// Brings the index up to what the thread says now; a thread that is not public goes out of it.
/// Call it last in a transaction.
pub async fn keep(tx: &Tx, thread: &thread::Model) -> Result<()> {
    let words = if is_findable(thread) {
        let spoken = search::spoken(&**tx, &[thread.id], POSTS).await?;
        Some(document(thread.id, &thread.title, &spoken))
    } else {
        None
    };
    search::put(tx, thread.id, words).await
}

/// Enters some public threads after `after` that the index lacks (they are from before there was
/// one, or from a backup), or holds by another version's rules. May run at any time, and twice.
/// Returns the last one looked at, and how many were entered; `None` if none is left.
pub async fn catch_up(app: &App, after: ThreadId) -> Result<Option<(ThreadId, usize)>> {
    let ids = search::missing(app.store.read(), terms::VERSION, after, BATCH).await?;
    let Some(last) = ids.last().copied() else {
        return Ok(None);
    };
    let mut tx = app.store.begin().await?;
    let threads = search::lock(&tx, &ids).await?;
    let spoken = search::spoken(&*tx, &ids, POSTS).await?;
    let mut entered = 0;
    for thread in threads.iter().filter(|t| is_findable(t)) {
        let from = spoken.partition_point(|s| s.thread_id < thread.id);
        let to = spoken.partition_point(|s| s.thread_id <= thread.id);
        let words = document(thread.id, &thread.title, &spoken[from..to]);
        search::put(&tx, thread.id, Some(words)).await?;
        entered += 1;
    }
    // Searches that were kept without these threads are void.
    tx.touch(Tag::City);
    tx.commit().await?;
    Ok(Some((last, entered)))
}
