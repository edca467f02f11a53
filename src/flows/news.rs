//! Telling people what happened in what they follow: on the page of news at once, by mail when they
//! wish; and what they have read.

use super::letters;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::following::{self as rules, Every, Leave, NewsLetter, Target, What};
use crate::domain::ids::{AccountId, HappeningId, ThreadId};
use crate::domain::notice::Notice;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::Visibility;
use crate::store::following::{self, Follower, Waiting};
use crate::store::notifications::{self, New};
use crate::store::{accounts, merges, returns};
use std::collections::BTreeMap;

/// People told in one transaction: writers wait no longer than for these, and the news of it goes
/// to other instances by name.
const PEOPLE: usize = 150;
/// Rows read for them; who follows a thread by several ways has several.
const ROWS: u64 = 3 * PEOPLE as u64;
/// Things named in one mail.
const NAMED: u64 = 30;

/// What somebody follows who is to hear of it, besides searches.
pub async fn targets(app: &App, h: &Waiting) -> Result<Vec<Target>> {
    if h.visibility != Visibility::Public {
        return Ok(Vec::new());
    }
    let mut all = vec![Target::Thread(h.thread_id)];
    // Whoever follows a thread that was joined to this one hears of this one.
    let joined = merges::sources(app.store.read(), h.thread_id).await?;
    all.extend(joined.into_iter().map(Target::Thread));
    if h.kind.is_of_places() {
        all.extend([Target::Unit(h.unit_id), Target::Service(h.service_id)]);
    }
    Ok(all)
}

/// The most immediate way by which someone follows, of those from before it happened.
fn soonest<'a>(ways: &[&'a Follower], h: &Waiting) -> Option<&'a Follower> {
    let since = ways.iter().filter(|f| f.since_ms <= h.at_ms);
    since.min_by_key(|f| f.every).copied()
}

/// Tells everyone who follows any of these, and the thread's authors. May be done again: nobody is
/// told twice.
pub async fn tell(app: &App, h: &Waiting, targets: &[Target]) -> Result<()> {
    let targets: Vec<String> = targets.iter().map(Target::to_text).collect();
    let mut authors = authors(app, h).await?;
    let mut after = AccountId(uuid::Uuid::nil());
    loop {
        let found = following::followers(app.store.read(), &targets, after, ROWS).await?;
        let full = found.len() as u64 == ROWS;
        let mut people = BTreeMap::<AccountId, Vec<&Follower>>::new();
        for f in &found {
            people.entry(f.account_id).or_default().push(f);
        }
        // The last one's ways may go on in the next batch.
        if full && people.len() > 1 {
            people.pop_last();
        }
        let Some(last) = people.keys().next_back().copied() else {
            break;
        };
        let mut new = Vec::new();
        for (account, ways) in &people {
            if is_doer(h, *account) {
                continue;
            }
            let Some(way) = soonest(ways, h) else {
                continue;
            };
            let has_letter = match h.opener == Some(*account) {
                true => h.kind.is_written_to_author(),
                false => authors.contains(account) && h.kind.is_written_to_joined(),
            };
            authors.retain(|a| a != account);
            let due = match has_letter {
                true => None,
                false => due(app, h, way).await?,
            };
            new.push(New {
                follow: Some(way.follow_id),
                due,
                ..blank(h, *account)
            });
        }
        insert(app, &new).await?;
        after = last;
        if !full {
            break;
        }
    }
    authors.retain(|a| !is_doer(h, *a));
    let new: Vec<New> = authors.into_iter().map(|a| blank(h, a)).collect();
    insert(app, &new).await
}

fn blank(h: &Waiting, account: AccountId) -> New {
    New {
        account,
        happening: h.id,
        thread: h.thread_id,
        follow: None,
        at: h.at_ms,
        due: None,
    }
}

async fn insert(app: &App, new: &[New]) -> Result<()> {
    for some in new.chunks(PEOPLE) {
        let mut tx = app.store.begin().await?;
        notifications::insert(&mut tx, some).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Whether they did it themselves. What a moderator has published later is news to its writer.
fn is_doer(h: &Waiting, account: AccountId) -> bool {
    if h.kind == What::Opened && h.at_ms > h.written_ms {
        return false;
    }
    h.writer == Some(account) || (h.by_author && h.opener == Some(account))
}

/// Those whose thread it is, or one that is joined to it.
async fn authors(app: &App, h: &Waiting) -> Result<Vec<AccountId>> {
    let mut all: Vec<AccountId> = match h.visibility {
        Visibility::Public | Visibility::Confidential => h.opener.into_iter().collect(),
        _ => return Ok(Vec::new()),
    };
    if h.visibility == Visibility::Public {
        let joined = merges::openers(app.store.read(), h.thread_id).await?;
        all.extend(joined.into_iter().filter_map(|(o, _)| o.account_id));
    }
    all.sort();
    all.dedup();
    Ok(all)
}

async fn due(
    app: &App,
    h: &Waiting,
    way: &Follower,
) -> Result<Option<crate::domain::time::Instant>> {
    if way.stopped_ms.is_some() {
        return Ok(None);
    }
    let city = app.city().await?;
    let usual = (app.config.digest_weekday, app.config.digest_time);
    let at = h.at_ms;
    let every: Every = way.every;
    Ok(rules::due(every, at, way.mailed_ms, usual, &city.calendar))
}

/// Puts one mail into the outbox about everything that is due to a person, in one transaction with
/// the note that it went there: whatever crashes, there is either all or nothing. `false` if there
/// was nothing, or no way to reach them.
pub async fn mail(app: &App, account: AccountId) -> Result<bool> {
    let tx = app.store.begin().await?;
    let now = app.now();
    let (ids, all) = notifications::take_due(&tx, account, now, NAMED).await?;
    let Some(first) = ids.first() else {
        return Ok(false);
    };
    let Some(person) = accounts::by_id(&*tx, account).await? else {
        return Ok(false);
    };
    let mut written = false;
    if !returns::is_stopped(&*tx, &person.email).await? {
        let letter = NewsLetter {
            reader: person.name,
            account: account.to_string(),
            stop: app.leave_word(Leave::News(account)),
            happenings: ids.iter().map(HappeningId::to_string).collect(),
            more: i64::try_from(all.saturating_sub(ids.len() as u64)).unwrap_or(i64::MAX),
            groups: Vec::new(),
        };
        // What is taken is never due again, so its oldest names the mail.
        let cause = format!("{account}:{first}");
        let notice = Notice::News(Box::new(letter));
        let mail = letters::write(&tx, &cause, &person.email, person.lang, notice, now).await?;
        written = mail.is_some();
    }
    tx.commit().await?;
    Ok(written)
}

fn account(viewer: &Viewer) -> Result<AccountId> {
    if !policy::may(Action::Follow, viewer, &Subject::default()) {
        return Err(policy::refused(Action::Follow, viewer));
    }
    viewer.account_id().ok_or(Error::SignInNeeded)
}

/// One has read all of one's news, or one thing.
pub async fn read(app: &App, viewer: &Viewer, one: Option<HappeningId>) -> Result<()> {
    let me = account(viewer)?;
    let mut tx = app.store.begin().await?;
    notifications::set_read(&mut tx, me, one, app.now()).await?;
    tx.commit().await
}

/// One has looked at a thread: what one was told of it is read. Costs a write only if there is
/// something unread of it.
pub async fn seen(app: &App, account: AccountId, thread: ThreadId) -> Result<()> {
    if !notifications::any_unread_in(app.store.read(), account, thread).await? {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    notifications::set_read_in(&mut tx, account, thread, app.now()).await?;
    tx.commit().await
}
