//! Erasing one's account (UU 27/2022 on personal data: erasure on request). It is asked for with a code sent by
//! email, waits for a set time in which it may be cancelled, and is then done by a job: post by post,
//! and at the end everything else at once. It may break off anywhere and goes on at the next run.
//!
//! What becomes of each column in which a person can stand is a table: [`PLACES`](erasure::PLACES).

use super::case::{Actor, Case};
use super::{guide, letters, named as names, sign_in};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, EditionId, OutboxId};
use crate::domain::lang::Lang;
use crate::domain::notice::Notice;
use crate::domain::person::{CodeFor, Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::thread::{PostKind, PostVisibility, Status, Step, Visibility};
use crate::domain::time::Instant;
use crate::keys::{self, Purpose};
use crate::store::audit::{self, Act};
use crate::store::entity::{account, post};
use crate::store::erasure::{self, Known, Written};
use crate::store::retention::{self, Reply};
use crate::store::{Tx, accounts, moderation, named, posts, sessions, threads};
use crate::text::{cover, masks};
use serde_json::Value;

/// Stands in the place of words that their writer had erased. Not translated: it is part of the text.
pub const GONE: &str = "[dihapus penulisnya]";
/// Accounts erased in one run, and posts read at once.
const ACCOUNTS: u64 = 20;
const POSTS: u64 = 50;

/// One's own account, which has no role in force.
async fn own(app: &App, viewer: &Viewer) -> Result<account::Model> {
    if !policy::may(Action::ManageOwnAccount, viewer, &Subject::default()) {
        return Err(policy::refused(Action::ManageOwnAccount, viewer));
    }
    let id = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let db = app.store.read();
    // Whoever speaks for the city gives that back first: an admin ends the role.
    if !accounts::grants_of(db, id).await?.is_empty() {
        return Err(Error::Conflict("conflict-erase-role"));
    }
    accounts::by_id(db, id).await?.ok_or(Error::NotFound)
}

/// Sends the code that confirms it; returns it for the demonstration to show.
///
/// # Errors
/// [`Error::Conflict`] for who holds a role; [`Error::TooMany`] after five codes in an hour.
pub async fn ask_code(app: &App, viewer: &Viewer, lang: Lang) -> Result<String> {
    let account = own(app, viewer).await?;
    sign_in::send_code(app, &account.email, CodeFor::Erase, lang).await
}

/// Asks for it; returns when it will be done. `keep_posts`: what is public stays, without its author.
///
/// # Errors
/// [`Error::Invalid`] at `code`; [`Error::Conflict`] for who holds a role, or has asked already.
pub async fn ask(
    app: &App,
    viewer: &Viewer,
    code: &str,
    keep_posts: bool,
    lang: Lang,
) -> Result<Instant> {
    let account = own(app, viewer).await?;
    let code = sign_in::check_code(app, &account.email, CodeFor::Erase, code).await?;
    let now = app.now();
    let due = now.plus_ms(app.config.erase_ms);
    let word = keys::token();
    let mut tx = app.store.begin().await?;
    if !sessions::use_code(&*tx, code, now).await? {
        return Err(sign_in::wrong());
    }
    let model = crate::store::entity::erasure::Model {
        account_id: account.id,
        cancel_hash: app.keys.hash(Purpose::Erasure, &word),
        keep_posts,
        asked_ms: now,
        due_ms: due,
    };
    if !erasure::ask(&mut tx, model).await? {
        return Err(Error::Conflict("conflict-erase-asked"));
    }
    let notice = Notice::EraseAsked {
        due: due.0,
        cancel: word,
    };
    let cause = format!("{} {}", account.id, now.0);
    letters::write(&tx, &cause, &account.email, lang, notice, now).await?;
    tx.commit().await?;
    Ok(due)
}

/// Cancels it, signed in.
///
/// # Errors
/// [`Error::Conflict`] if none waits any more.
pub async fn cancel(app: &App, viewer: &Viewer) -> Result<()> {
    let id = viewer.account_id().ok_or(Error::SignInNeeded)?;
    call_off(app, id).await
}

/// Cancels it by the word of the mail's link, signed in or not.
///
/// # Errors
/// [`Error::NotFound`] if the word cancels nothing.
pub async fn cancel_by_word(app: &App, word: &str) -> Result<()> {
    let hash = app.keys.hash(Purpose::Erasure, word);
    let asked = erasure::by_word(app.store.read(), &hash)
        .await?
        .ok_or(Error::NotFound)?;
    call_off(app, asked.account_id).await
}

async fn call_off(app: &App, id: AccountId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    if !erasure::cancel(&mut tx, id).await? {
        return Err(Error::Conflict("conflict-erase-none"));
    }
    let now = app.now();
    let cause = format!("{id} {}", now.0);
    letters::to_account(&tx, id, &cause, Notice::EraseCancelled {}, now).await?;
    tx.commit().await
}

/// Does the erasures that are due; returns how many.
pub async fn apply(app: &App) -> Result<usize> {
    let due = erasure::due(app.store.read(), app.now(), ACCOUNTS).await?;
    let mut done = 0;
    for asked in due {
        let id = asked.account_id;
        // Whoever got a role meanwhile speaks for the city now: it is called off, and told.
        if !accounts::grants_of(app.store.read(), id).await?.is_empty() {
            call_off(app, id).await?;
            continue;
        }
        let Some(account) = accounts::by_id(app.store.read(), id).await? else {
            continue;
        };
        erase(app, &account, asked.keep_posts).await?;
        done += 1;
    }
    if done > 0 {
        tracing::info!(done, "accounts erased");
    }
    Ok(done)
}

async fn erase(app: &App, account: &account::Model, keep: bool) -> Result<()> {
    loop {
        let some = erasure::written(app.store.read(), account.id, POSTS).await?;
        if some.is_empty() {
            break;
        }
        for written in &some {
            erase_post(app, written, keep).await?;
        }
    }
    let viewer_like = format!("account {}", account.id);
    let known = Known {
        account: account.id,
        email: account.email.clone(),
        supporter: app.keys.hash(Purpose::Supporter, &viewer_like),
        rater: app.keys.hash(Purpose::Rater, &viewer_like),
        uploader: app.keys.hash(Purpose::Upload, &viewer_like),
    };
    let mut tx = app.store.begin().await?;
    erasure::finish(&mut tx, &known).await?;
    // Told without name or address: whoever restores an older backup reads here what to erase again.
    let act = Act {
        at: app.now(),
        actor: None,
        act: "erase",
        subject: &account.id.to_string(),
        detail: if keep { "posts kept" } else { "posts removed" },
    };
    audit::append(&tx, act).await?;
    tx.commit().await
}

async fn erase_post(app: &App, written: &Written, keep: bool) -> Result<()> {
    let city = app.city().await?;
    let tx = app.store.begin().await?;
    let thread = threads::for_update(&tx, &written.number)
        .await?
        .ok_or(Error::NotFound)?;
    let post = posts::by_id(&*tx, written.post_id)
        .await?
        .ok_or(Error::NotFound)?;
    let mut case = Case::of_service(tx, thread, None, city, app.now());
    // Answers, questions and notes are the office's.
    if post.kind == PostKind::Citizen {
        let in_view = matches!(
            case.thread.visibility,
            Visibility::Public | Visibility::Confidential
        );
        let withheld = matches!(
            case.thread.visibility,
            Visibility::Held | Visibility::Refused
        );
        match post.visibility {
            PostVisibility::Public if keep && in_view => strip(&mut case, &post).await?,
            _ if post.opening && withheld => withhold(&mut case, &post).await?,
            PostVisibility::Held | PostVisibility::Refused => {
                withhold_reply(&mut case, &post).await?;
            }
            PostVisibility::Public | PostVisibility::Hidden => remove(&mut case, &post).await?,
        }
    }
    let id = case.thread.id;
    if post.kind == PostKind::Citizen {
        erasure::forget_words(&mut case.tx, post.id, id).await?;
    }
    erasure::forget_writer(&mut case.tx, post.id, id, post.opening).await?;
    case.finish().await?;
    Ok(())
}

/// The post stays as everyone has read it, by nobody.
async fn strip(case: &mut Case, post: &post::Model) -> Result<()> {
    let named = named::of_post(&*case.tx, post.id).await?;
    let covered: Vec<String> = moderation::masks_of(&*case.tx, post.id)
        .await?
        .into_iter()
        .map(|mask| mask.words)
        .collect();
    let body = cover::cover(&names::replaced(&post.body, &named), &covered).text;
    let contacts = guide::contacts(&case.city.directory);
    let body = masks::mask_except(&body, &contacts).text;
    erasure::strip(&mut case.tx, post.id, case.thread.id, &body).await?;
    if post.opening {
        case.thread.author_label.clear();
        case.thread.whole_title = None;
    }
    Ok(())
}

/// The words go; what others said around them stays, and so do the case's dates and figures.
async fn remove(case: &mut Case, post: &post::Model) -> Result<()> {
    let (thread, number) = (case.thread.id, case.thread.number.clone());
    let shown = format!("<p>{GONE}</p>");
    erasure::remove_words(&mut case.tx, post.id, thread, &shown).await?;
    retention::close_waiting(&case.tx, &[post.id], case.now).await?;
    if post.opening {
        case.thread.title = GONE.to_owned();
        case.thread.excerpt.clear();
        case.thread.author_label.clear();
        case.thread.whole_title = None;
        if case.thread.status.after(Step::Withdraw).is_ok() {
            // Nobody can answer what isn't there.
            case.step(Step::Withdraw, Actor::Service, "").await?;
            case.thread.closed_ms = Some(case.now);
        }
    }
    unquote(&case.tx, &number, post.opening).await
}

/// A thread that was never published: nothing of it stays but that there was one.
async fn withhold(case: &mut Case, post: &post::Model) -> Result<()> {
    if case.thread.visibility == Visibility::Held {
        case.thread.visibility = Visibility::Refused;
        case.thread.status = Status::Declined;
        case.thread.closed_ms = Some(case.now);
        retention::close_waiting(&case.tx, &[post.id], case.now).await?;
    }
    case.thread.title.clear();
    case.thread.excerpt.clear();
    case.thread.author_label.clear();
    case.thread.whole_title = None;
    let (id, number) = (case.thread.id, case.thread.number.clone());
    retention::blank(&mut case.tx, &[id]).await?;
    unquote(&case.tx, &number, true).await
}

async fn withhold_reply(case: &mut Case, post: &post::Model) -> Result<()> {
    let reply = [Reply {
        id: post.id,
        thread_id: case.thread.id,
        number: case.thread.number.clone(),
        title: String::new(),
        account_id: None,
    }];
    retention::close_waiting(&case.tx, &[post.id], case.now).await?;
    retention::refuse_replies(&mut case.tx, &reply).await?;
    retention::blank_replies(&mut case.tx, &reply).await
}

/// Takes what digests and mails that have not gone quote of a thread.
async fn unquote(tx: &Tx, number: &str, title_too: bool) -> Result<()> {
    for edition in erasure::editions_naming(&**tx, number).await? {
        if let Some(content) = without_quotes(&edition.content, number, title_too) {
            erasure::set_edition(tx, EditionId(edition.id), &content).await?;
        }
    }
    for mail in erasure::mails_naming(&**tx, number).await? {
        if let Some(content) = without_quotes(&mail.content, number, title_too) {
            erasure::set_mail(tx, OutboxId(mail.id), &content).await?;
        }
    }
    Ok(())
}

/// `content` with what stands beside the thread's number gone; `None` if it is no JSON.
fn without_quotes(content: &str, number: &str, title_too: bool) -> Option<String> {
    let mut json: Value = serde_json::from_str(content).ok()?;
    blank(&mut json, number, title_too);
    serde_json::to_string(&json).ok()
}

fn blank(json: &mut Value, number: &str, title_too: bool) {
    match json {
        Value::Array(all) => all.iter_mut().for_each(|v| blank(v, number, title_too)),
        Value::Object(fields) => {
            if fields.get("number").and_then(Value::as_str) == Some(number) {
                for name in ["title", "words", "excerpt"] {
                    if let Some(Value::String(text)) = fields.get_mut(name)
                        && (title_too || name != "title")
                        && !text.is_empty()
                    {
                        GONE.clone_into(text);
                    }
                }
            }
            fields
                .values_mut()
                .for_each(|v| blank(v, number, title_too));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_of_a_thread_go_and_others_stay() {
        let content = r#"{"voices":[{"number":"A-1","title":"Jalan","words":"rusak"},
            {"number":"A-2","title":"Air","words":"mati"}],"late":{"number":"A-1","title":"Jalan","days":3}}"#;
        let all = without_quotes(content, "A-1", true).expect("JSON");
        assert!(!all.contains("Jalan") && !all.contains("rusak"), "{all}");
        assert!(all.contains("Air") && all.contains("mati") && all.contains("\"days\":3"));
        let reply = without_quotes(content, "A-1", false).expect("JSON");
        assert!(reply.contains("Jalan") && !reply.contains("rusak"));
        assert_eq!(without_quotes("", "A-1", true), None);
    }
}
