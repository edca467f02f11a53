//! What every decision leaves behind: its row, the queue and the reports it settles, the figures of
//! the month, the audit entry, the letter to whom it concerns.

use super::undo::Before;
use super::{Matter, people, posts, settled, waited};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, ActionId, AppealId, OutboxId};
use crate::domain::moderation::{Decision, Rule};
use crate::domain::notice::Notice;
use crate::domain::record::{self, Count};
use crate::domain::thread::Visibility;
use crate::domain::time::Instant;
use crate::flows::letters;
use crate::store::audit::{self, Act};
use crate::store::entity::{moderation_action, queue_item, sanction};
use crate::store::{Tx, appeals, mailing, moderation, posts as rows, queue, record as figures};

/// A decision about to be written.
pub(super) struct Entry {
    pub id: ActionId,
    pub decision: Decision,
    pub moderator: AccountId,
    pub public: bool,
    pub appeal: Option<AppealId>,
    pub sanction: Option<sanction::Model>,
}

impl Entry {
    pub fn new(decision: Decision, moderator: AccountId, m: &Matter) -> Entry {
        Entry {
            id: ActionId::new(),
            decision,
            moderator,
            public: m.case.thread.visibility != Visibility::Confidential,
            appeal: None,
            sanction: None,
        }
    }
}

/// Adds to the figures of the month of `at`, and notes it for taking it back.
pub(super) async fn count(
    app: &App,
    tx: &Tx,
    before: &mut Before,
    at: Instant,
    counts: Vec<Count>,
) -> Result<()> {
    let month = app.day(at).get(..7).unwrap_or_default().to_owned();
    before.count(&month, &counts);
    figures::add(tx, &month, counts).await
}

/// Writes the decision on a post, and commits.
///
/// # Errors
/// [`Error::Conflict`] if it was to settle something, and another had.
pub(super) async fn finish(
    app: &App,
    mut m: Matter,
    entry: Entry,
    items: &[queue_item::Model],
) -> Result<()> {
    let (decision, now) = (entry.decision, m.case.now);
    let thread = m.case.thread.id;
    let settles = settled(items, decision);
    let waited = waited(items, decision, now);
    let mut closed = 0;
    if let Some(state) = decision.reports() {
        closed = moderation::close_reports(&m.case.tx, thread, m.post.id, state, entry.id).await?;
        m.case.thread.reports_open -= closed;
    }
    let needed = matches!(decision, Decision::Dismiss | Decision::Misuse);
    if needed && closed == 0 && settles.is_empty() {
        return Err(Error::Conflict("conflict-decided"));
    }
    let action = moderation_action::Model {
        id: entry.id,
        unit_id: m.case.thread.unit_id,
        thread_id: Some(thread),
        post_id: Some(m.post.id),
        rating_id: None,
        photo_id: None,
        appeal_id: entry.appeal,
        decision,
        rule: m.rule,
        note: m.note.clone(),
        moderator_id: entry.moderator,
        public: entry.public,
        waited_ms: waited,
        before: String::new(),
        created_ms: now,
        undone_ms: None,
    };
    moderation::insert_action(&mut m.case.tx, action).await?;
    if let Some(masks) = &m.before.masks {
        moderation::insert_masks(&m.case.tx, posts::mask_rows(&m.post, masks)).await?;
    }
    let mut until = None;
    let mut lifted = None;
    if let Some(mut s) = entry.sanction {
        s.action_id = entry.id;
        m.before.sanction = Some(s.id.0);
        until = s.ends_ms;
        appeals::sanction(&mut m.case.tx, s).await?;
    } else if decision == Decision::Lift {
        lifted = Some(people::lift(&mut m, entry.id).await?.account_id);
    }
    queue::close(&m.case.tx, &settles, entry.id, now).await?;
    let counts = record::of_decision(decision, m.rule, waited);
    count(app, &m.case.tx, &mut m.before, now, counts).await?;
    let subject = format!("{} {}", m.case.thread.number, m.post.id);
    audited(&m.case.tx, now, entry.moderator, decision, m.rule, &subject).await?;
    if let Some(notice) = notice(&m, decision, until) {
        let cause = entry.id.to_string();
        let sent = match lifted {
            Some(account) => letters::to_account(&m.case.tx, account, &cause, notice, now).await?,
            None => tell(&m, &cause, notice, decision.is_sanction()).await?,
        };
        held_back(app, &mut m, sent.into_iter().collect()).await?;
    }
    let left = rows::by_id(&*m.case.tx, m.post.id)
        .await?
        .ok_or(Error::NotFound)?;
    m.before.after(&m.case, &left);
    moderation::set_before(&m.case.tx, entry.id, &m.before.text()?).await?;
    m.case.finish().await?;
    Ok(())
}

/// The letter waits, so that it can be withdrawn with the decision.
pub(super) async fn held_back(app: &App, m: &mut Matter, sent: Vec<OutboxId>) -> Result<()> {
    let due = m.case.now.plus_ms(app.config.decision_mail_wait_ms);
    mailing::postpone(&m.case.tx, &sent, due).await?;
    m.before.mails.extend(sent.into_iter().map(|id| id.0));
    Ok(())
}

/// Writes to who wrote the post, if they can be reached. A sanction goes to the account alone: it
/// is about the person, not the case.
pub(super) async fn tell(
    m: &Matter,
    cause: &str,
    notice: Notice,
    personal: bool,
) -> Result<Option<OutboxId>> {
    let (case, now) = (&m.case, m.case.now);
    if m.post.by_author && !personal {
        let opener = case.opener.as_ref();
        return letters::to_author(&case.tx, case.thread.id, opener, cause, notice, now).await;
    }
    match m.author {
        Some(account) => letters::to_account(&case.tx, account, cause, notice, now).await,
        None => Ok(None),
    }
}

pub(super) async fn audited(
    tx: &Tx,
    at: Instant,
    moderator: AccountId,
    decision: Decision,
    rule: Option<Rule>,
    subject: &str,
) -> Result<()> {
    let detail = format!("{} {}", decision.as_str(), rule.map_or("", Rule::as_str));
    let act = Act {
        at,
        actor: Some(moderator),
        act: "moderation",
        subject,
        detail: detail.trim_end(),
    };
    audit::append(tx, act).await
}

/// What the author is told.
fn notice(m: &Matter, decision: Decision, until: Option<Instant>) -> Option<Notice> {
    let number = m.case.thread.number.clone();
    let title = m.case.thread.title.clone();
    let rule = m.rule.map_or("", Rule::as_str).to_owned();
    let note = m.note.clone();
    Some(match decision {
        Decision::Publish if m.post.opening => Notice::Published { number, title },
        Decision::Restore => Notice::Restored { number, title },
        Decision::Hide => Notice::Withheld {
            number,
            title,
            rule,
            note,
            hidden: true,
        },
        Decision::Refuse if m.post.opening => Notice::Withheld {
            number,
            title,
            rule,
            note,
            hidden: false,
        },
        Decision::Move => Notice::Moved {
            number,
            title,
            unit: m.unit_name(),
            reason: note,
        },
        Decision::Dismiss | Decision::Misuse => return None,
        _ => Notice::Moderated {
            number,
            title,
            decision: decision.as_str().to_owned(),
            rule,
            note,
            until: until.map(|t| t.0),
        },
    })
}

impl Matter {
    fn unit_name(&self) -> String {
        let unit = self.case.city.directory.unit(self.case.thread.unit_id);
        unit.map_or_else(String::new, |u| u.name.clone())
    }
}
