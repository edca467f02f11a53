//! What a decision does to a post and its thread. What is changed is noted for taking it back.

use super::Matter;
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::following::What;
use crate::domain::ids::{ActionId, MaskId};
use crate::domain::message::Message;
use crate::domain::moderation::Rule;
use crate::domain::thread::{PostKind, PostVisibility, Status, Step, Visibility};
use crate::flows::case::{Actor, Case};
use crate::flows::{edit, guide, named as names, transfer, words};
use crate::store::entity::{post, post_mask};
use crate::store::{moderation, named, places, posts};
use crate::text::{clean, cover, markdown, masks};

/// Phrases covered by one decision, and characters of each.
const PHRASES: usize = 20;
const PHRASE_MAX: usize = 300;

const DECIDED: Error = Error::Conflict("conflict-decided");

impl Matter {
    async fn step(&mut self, step: Step) -> Result<()> {
        let detail = self.rule.map_or("", Rule::as_str).to_owned();
        let id = self.case.step(step, Actor::Service, &detail).await?;
        self.before.steps.push(id.0);
        Ok(())
    }

    /// A reply comes into view, or goes out of it.
    fn count_reply(&mut self, by: i64) {
        if self.post.kind == PostKind::Citizen && !self.post.opening {
            self.case.thread.replies += by;
            self.before.replies += by;
        }
    }

    async fn show(&mut self, app: &App, to: PostVisibility) -> Result<()> {
        let rule = self.rule;
        posts::set_visibility(&mut self.case.tx, &self.post, to, rule).await?;
        let before = self.case.thread.visibility;
        self.case.retally(app, &self.post, before, to).await
    }
}

pub(super) async fn publish(app: &App, m: &mut Matter) -> Result<()> {
    if m.post.opening {
        if m.case.thread.visibility != Visibility::Held {
            return Err(DECIDED);
        }
        return to_public(app, m).await;
    }
    if m.post.visibility != PostVisibility::Held {
        return Err(DECIDED);
    }
    reply_in_view(app, m).await
}

/// A reply that was held or refused is shown, where the thread is.
async fn reply_in_view(app: &App, m: &mut Matter) -> Result<()> {
    if !matches!(
        m.case.thread.visibility,
        Visibility::Public | Visibility::Confidential
    ) {
        return Err(Error::Conflict("conflict-not-public"));
    }
    m.rule = None;
    m.show(app, PostVisibility::Public).await?;
    m.count_reply(1);
    // To the unit's own system it is written now.
    if let (PostKind::Citizen, Some(reads)) = (m.post.kind, m.post.polarity) {
        m.case.replied(m.post.id, reads);
        // And if its author was asked something, they have answered.
        if m.post.by_author {
            m.before.steps.extend(m.case.told().await?.map(|id| id.0));
        }
    }
    m.case.thread.active_ms = m.case.now;
    Ok(())
}

/// Held or refused becomes public, and the unit has it.
async fn to_public(app: &App, m: &mut Matter) -> Result<()> {
    let before = m.case.thread.visibility;
    m.step(Step::Route).await?;
    m.case.thread.visibility = Visibility::Public;
    m.case.thread.listed_ms = Some(m.case.now);
    m.case.route(app);
    m.case.happened(What::Opened, m.post.id);
    m.case
        .retally(app, &m.post, before, PostVisibility::Public)
        .await
}

pub(super) async fn refuse(app: &App, m: &mut Matter) -> Result<()> {
    if !m.post.opening {
        if m.post.visibility != PostVisibility::Held {
            return Err(DECIDED);
        }
        return m.show(app, PostVisibility::Refused).await;
    }
    if m.case.thread.visibility != Visibility::Held {
        return Err(DECIDED);
    }
    m.step(Step::Refuse).await?;
    m.case.thread.visibility = Visibility::Refused;
    m.case.thread.closed_ms = Some(m.case.now);
    m.case
        .retally(app, &m.post, Visibility::Held, PostVisibility::Public)
        .await
}

pub(super) async fn hide(app: &App, m: &mut Matter) -> Result<()> {
    let before = m.case.thread.visibility;
    if m.post.visibility != PostVisibility::Public
        || !matches!(before, Visibility::Public | Visibility::Confidential)
    {
        return Err(DECIDED);
    }
    let rule = m.rule;
    posts::set_visibility(&mut m.case.tx, &m.post, PostVisibility::Hidden, rule).await?;
    if m.post.opening && before == Visibility::Public {
        m.case.thread.visibility = Visibility::Hidden;
    }
    m.count_reply(-1);
    m.case
        .retally(app, &m.post, before, PostVisibility::Hidden)
        .await?;
    m.step(Step::Hide).await
}

pub(super) async fn restore(app: &App, m: &mut Matter) -> Result<()> {
    m.rule = None;
    let before = m.case.thread.visibility;
    if before == Visibility::Refused && m.post.opening {
        m.case.thread.status = Status::Submitted;
        return to_public(app, m).await;
    }
    match m.post.visibility {
        PostVisibility::Refused => return reply_in_view(app, m).await,
        PostVisibility::Hidden => {}
        PostVisibility::Public | PostVisibility::Held => return Err(DECIDED),
    }
    posts::set_visibility(&mut m.case.tx, &m.post, PostVisibility::Public, None).await?;
    if m.post.opening && before == Visibility::Hidden {
        m.case.thread.visibility = Visibility::Public;
    }
    m.count_reply(1);
    m.case
        .retally(app, &m.post, before, PostVisibility::Public)
        .await?;
    m.step(Step::Restore).await
}

/// The words to cover, a line each.
fn phrases(typed: &str) -> Result<Vec<String>> {
    let mut errors = FieldErrors::default();
    let mut all = Vec::new();
    for line in typed.lines().filter(|l| !l.trim().is_empty()) {
        let phrase = words::line(&mut errors, "cover", line, PHRASE_MAX);
        if !all.contains(&phrase) {
            all.push(phrase);
        }
    }
    if all.is_empty() && errors.is_empty() {
        errors.add("cover", Message::new("fault-mask-nothing"));
    } else if all.len() > PHRASES {
        errors.add(
            "cover",
            Message::new("fault-mask-many").with("max", PHRASES),
        );
    }
    errors.into_result()?;
    Ok(all)
}

pub(super) async fn mask(m: &mut Matter, typed: &str, by: ActionId) -> Result<()> {
    let wanted = phrases(typed)?;
    let there = moderation::masks_of(&*m.case.tx, m.post.id).await?;
    let mut all: Vec<String> = there.into_iter().map(|mask| mask.words).collect();
    let known = all.len();
    all.extend(wanted.iter().cloned());
    let found = rewrite(&mut m.case, &m.post, &all).await?;
    if let Some(at) = (known..all.len()).find(|i| !found[*i]) {
        let shown: String = all[at].chars().take(60).collect();
        let message = Message::new("fault-mask-not-found").with("words", shown.as_str());
        return Err(Error::Invalid(FieldErrors(vec![("cover", message)])));
    }
    m.before.masks = Some(
        wanted
            .into_iter()
            .map(|words| (by.0, MaskId::new().0, words))
            .collect(),
    );
    m.step(Step::Mask).await
}

pub(super) async fn unmask(m: &mut Matter) -> Result<()> {
    let there = moderation::masks_of(&*m.case.tx, m.post.id).await?;
    if there.is_empty() {
        return Err(DECIDED);
    }
    m.before.uncovered = there
        .into_iter()
        .map(|mask| (mask.action_id.0, mask.id.0, mask.words))
        .collect();
    moderation::clear_masks(&m.case.tx, m.post.id).await?;
    rewrite(&mut m.case, &m.post, &[]).await?;
    m.step(Step::Unmask).await
}

/// Makes anew what readers see of a post, from what was written, with these words covered; and of
/// an opening post the title and excerpt of its thread. Says which words were found in either.
pub(in crate::flows) async fn rewrite(
    case: &mut Case,
    post: &post::Model,
    phrases: &[String],
) -> Result<Vec<bool>> {
    let named = named::of_post(&*case.tx, post.id).await?;
    let body = cover::cover(&names::replaced(&post.body, &named), phrases);
    let contacts = guide::contacts(&case.city.directory);
    let shown = match post.kind {
        // An official answer may hold the unit's own contacts: see `flows::answer`.
        PostKind::Official => markdown::render(&body.text),
        _ => words::public_html(&body.text, &contacts),
    };
    // What stands in the text as written only was a name, and is covered already.
    let written = cover::cover(&post.body, phrases).found;
    let mut found: Vec<bool> = body
        .found
        .iter()
        .zip(written)
        .map(|(a, b)| *a || b)
        .collect();
    posts::set_shown(&mut case.tx, post, &shown).await?;
    edit::cover_earlier(case, post, phrases, &[]).await?;
    if post.opening {
        let whole = case.thread.whole_title.take();
        let whole = whole.unwrap_or_else(|| case.thread.title.clone());
        let title = cover::cover(&whole, phrases);
        for (found, in_title) in found.iter_mut().zip(&title.found) {
            *found |= in_title;
        }
        let longest = words::TITLE_MAX * 4;
        case.thread.title = clean::clean_line(&title.text, longest).unwrap_or(title.text);
        case.thread.whole_title = (case.thread.title != whole).then_some(whole);
        let masked = masks::mask_except(&body.text, &contacts).text;
        case.thread.excerpt = markdown::excerpt(&masked, 200);
    }
    Ok(found)
}

/// Stores what a decision covers, once the decision is there to be referred to.
pub(super) fn mask_rows(
    post: &post::Model,
    masks: &[(uuid::Uuid, uuid::Uuid, String)],
) -> Vec<post_mask::Model> {
    masks
        .iter()
        .map(|(action, id, words)| post_mask::Model {
            id: MaskId(*id),
            post_id: post.id,
            action_id: ActionId(*action),
            words: words.clone(),
        })
        .collect()
}

pub(super) async fn lock(m: &mut Matter, on: bool) -> Result<()> {
    if m.case.thread.locked == on {
        return Err(DECIDED);
    }
    m.case.thread.locked = on;
    m.step(if on { Step::Lock } else { Step::Unlock }).await
}

/// Moves the case, as a unit could. What is held has not been routed yet: it changes its unit
/// without a step.
pub(super) async fn relocate(app: &App, m: &mut Matter, to: &str) -> Result<()> {
    let mut errors = FieldErrors::default();
    let city = m.case.city.clone();
    let place = city.directory.service_by_path(to);
    match place {
        None => errors.add("layanan", Message::new("fault-service")),
        Some((_, service)) if service.id == m.case.thread.service_id => {
            errors.add("layanan", Message::new("fault-same-service"));
        }
        Some(_) => {}
    }
    if m.note.is_empty() {
        errors.add("note", Message::new("fault-empty"));
    }
    errors.into_result()?;
    let Some((unit, service)) = place else {
        return Err(Error::NotFound);
    };
    if !places::hold_open(&m.case.tx, unit.id).await? {
        return Err(Error::field("layanan", "fault-service"));
    }
    match m.case.thread.visibility {
        Visibility::Held => {}
        Visibility::Public | Visibility::Confidential => {
            let within = unit.id == m.case.thread.unit_id;
            m.case.thread.routing = m.case.thread.routing.moved(false, within)?;
            m.note = masks::mask(&m.note).text;
            let detail = format!("{} · {}: {}", unit.name, service.name, m.note);
            let id = m.case.step(Step::Transfer, Actor::Service, &detail).await?;
            m.before.steps.push(id.0);
            if !within {
                m.case.thread.assigned_to = None;
            }
        }
        Visibility::Refused | Visibility::Hidden => {
            return Err(Error::Conflict("conflict-not-public"));
        }
    }
    let old = (m.case.thread.unit_id, m.case.thread.service_id);
    transfer::refile(app, &mut m.case, old, (unit.id, service.id)).await
}
