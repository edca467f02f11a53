//! Whether a rating in doubt counts.

use super::undo::{Before, ending, fresh};
use super::{is_taken, record, settled, waited};
use crate::app::App;
use crate::domain::desk::ItemKind;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{ActionId, RatingId};
use crate::domain::message::Message;
use crate::domain::moderation::{Decision, Rule};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::record as figures;
use crate::domain::tally;
use crate::store::entity::{moderation_action, rating};
use crate::store::{Tx, moderation, queue, ratings, rollups};

/// Takes a rating out of the figures, or leaves it (or puts it back) in.
///
/// # Errors
/// [`Error::Invalid`] at `decision` or `rule`; [`Error::Forbidden`] for one's own unit;
/// [`Error::Conflict`] if it is decided already or another moderator has it.
pub async fn decide(
    app: &App,
    viewer: &Viewer,
    id: &str,
    decision: &str,
    rule: &str,
) -> Result<Decision> {
    let id = RatingId::parse(id).ok_or(Error::NotFound)?;
    let mut tx = app.store.begin().await?;
    let rating = ratings::for_update(&tx, id).await?.ok_or(Error::NotFound)?;
    let subject = Subject {
        unit: Some(rating.unit_id),
        own: false,
    };
    if !policy::may(Action::DecideRating, viewer, &subject) {
        return Err(policy::refused(Action::DecideRating, viewer));
    }
    let mut errors = FieldErrors::default();
    let decision =
        Decision::parse(decision).filter(|d| matches!(d, Decision::Exclude | Decision::Include));
    let rule = Rule::parse(rule);
    match decision {
        None => errors.add("decision", Message::new("fault-choose")),
        Some(d) if d.needs_rule() && rule.is_none() => {
            errors.add("rule", Message::new("fault-rule-needed"));
        }
        Some(_) => {}
    }
    errors.into_result()?;
    let (Some(decision), Some(moderator)) = (decision, viewer.account_id()) else {
        return Err(Error::SignInNeeded);
    };
    let now = app.now();
    let item = queue::open_about(&*tx, id.0, ItemKind::Rating).await?;
    if item.as_ref().is_some_and(|i| is_taken(i, moderator, now)) {
        return Err(Error::Conflict("conflict-claimed"));
    }
    let items: Vec<_> = item.into_iter().collect();
    let exclude = decision == Decision::Exclude;
    if items.is_empty() && rating.excluded == exclude {
        return Err(Error::Conflict("conflict-decided"));
    }
    let rule = rule.filter(|_| exclude);
    let waited = waited(&items, decision, now);
    let action = moderation_action::Model {
        id: ActionId::new(),
        unit_id: rating.unit_id,
        thread_id: None,
        post_id: None,
        rating_id: Some(id),
        photo_id: None,
        appeal_id: None,
        decision,
        rule,
        note: String::new(),
        moderator_id: moderator,
        public: true,
        waited_ms: waited,
        before: String::new(),
        created_ms: now,
        undone_ms: None,
    };
    let action_id = action.id;
    let mut before = Before::default();
    before.rating(rating.excluded);
    moderation::insert_action(&mut tx, action).await?;
    set(&mut tx, &rating, exclude).await?;
    queue::close(&tx, &settled(&items, decision), action_id, now).await?;
    let counts = figures::of_decision(decision, rule, waited);
    record::count(app, &tx, &mut before, now, counts).await?;
    let subject = format!("rating {id}");
    record::audited(&tx, now, moderator, decision, rule, &subject).await?;
    moderation::set_before(&tx, action_id, &before.text()?).await?;
    tx.commit().await?;
    Ok(decision)
}

/// Changes whether a rating counts, and the figures with it.
async fn set(tx: &mut Tx, rating: &rating::Model, excluded: bool) -> Result<()> {
    if rating.excluded == excluded {
        return Ok(());
    }
    ratings::set_excluded(tx, rating.id, excluded).await?;
    let counted = tally::of_rating(&ratings::answers(rating));
    let deltas = if excluded {
        tally::difference(&counted, Vec::new())
    } else {
        counted
    };
    let (unit, service) = (rating.unit_id, rating.service_id);
    rollups::add(tx, unit, service, &rating.day, deltas).await
}

/// Takes a decision on a rating back.
pub(super) async fn undo(app: &App, id: ActionId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let (action, before) = fresh(app, &tx, id).await?;
    let rating = action.rating_id.ok_or(Error::NotFound)?;
    let rating = ratings::for_update(&tx, rating)
        .await?
        .ok_or(Error::NotFound)?;
    let was = before.was_excluded().ok_or(Error::NotFound)?;
    set(&mut tx, &rating, was).await?;
    ending(app, &mut tx, &action, &before, app.now()).await?;
    tx.commit().await
}
