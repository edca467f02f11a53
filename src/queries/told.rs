//! What moderators have decided about somebody's own words, or themselves: what, why, by which rule,
//! and whether they may ask for another look.

use super::thread::{PostView, Relation, ThreadPage, photos_of, view};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{ActionId, PostId, ThreadId};
use crate::domain::moderation::{AppealState, Decision, Rule, may_appeal};
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::time::Instant;
use crate::store::entity::{appeal, moderation_action, post, sanction};
use crate::store::{appeals, moderation, posts, threads};

/// Decisions and texts looked at in a thread.
const LOOK: u64 = 50;

/// A decision, to whom it concerns.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: ActionId,
    pub number: String,
    pub decision: Decision,
    pub rule: Option<Rule>,
    pub note: String,
    pub at: Instant,
    /// When a sanction ends by itself.
    pub until: Option<Instant>,
    pub appeal: Option<(AppealState, String)>,
    pub may_appeal: bool,
    /// The last day on which it may be appealed.
    pub last_day: Instant,
}

/// What of a thread only its writer sees.
#[derive(Clone, Debug, Default)]
pub struct Mine {
    /// What they wrote and nobody else sees yet, or ever.
    pub waiting: Vec<Waiting>,
    pub told: Vec<Told>,
}

#[derive(Clone, Debug)]
pub struct Waiting {
    pub post: PostView,
    pub refused: bool,
}

fn told(
    app: &App,
    a: moderation_action::Model,
    number: &str,
    sanctions: &[sanction::Model],
    filed: &[appeal::Model],
) -> Told {
    let days = app.config.appeal_days;
    let appeal = filed.iter().find(|f| f.action_id == a.id);
    Told {
        number: number.to_owned(),
        until: sanctions
            .iter()
            .find(|s| s.action_id == a.id)
            .and_then(|s| s.ends_ms),
        may_appeal: appeal.is_none() && may_appeal(a.decision, a.created_ms, app.now(), days),
        last_day: a.created_ms.plus_ms(days * crate::domain::time::DAY_MS),
        appeal: appeal.map(|f| (f.state, f.note.clone())),
        id: a.id,
        decision: a.decision,
        rule: a.rule,
        note: a.note,
        at: a.created_ms,
    }
}

/// What of a thread concerns the viewer alone. Nothing for who has written nothing in it.
pub async fn in_thread(
    app: &App,
    viewer: &Viewer,
    page: &ThreadPage,
    relation: Relation,
) -> Result<Mine> {
    if !page.moderated || (viewer.account.is_none() && !relation.own) {
        return Ok(Mine::default());
    }
    let db = app.store.read();
    let held = posts::waiting(db, page.id, LOOK).await?;
    let mut actions = moderation::of_thread(db, page.id, LOOK).await?;
    let given_back: Vec<(PostId, Instant)> = actions
        .iter()
        .filter(|a| matches!(a.decision, Decision::Restore | Decision::Publish))
        .filter_map(|a| Some((a.post_id?, a.created_ms)))
        .collect();
    actions.retain(|a| a.decision.is_appealable());
    let mut ids: Vec<PostId> = actions.iter().filter_map(|a| a.post_id).collect();
    ids.extend(held.iter().map(|p| p.id));
    let about = posts::of_ids(db, &ids).await?;
    let authors = posts::authors_of(db, &ids).await?;
    let me = viewer.account_id();
    let own = |p: &post::Model| {
        (p.by_author && relation.own)
            || authors
                .iter()
                .any(|a| a.post_id == p.id && a.account_id.is_some() && a.account_id == me)
    };
    let made: Vec<ActionId> = actions.iter().map(|a| a.id).collect();
    let filed = appeals::of(db, &made).await?;
    let sanctions = appeals::sanctions_by(db, &made).await?;
    actions.retain(|a| {
        if a.decision.is_sanction() {
            return sanctions
                .iter()
                .any(|s| s.action_id == a.id && Some(s.account_id) == me);
        }
        let mine = about.iter().any(|p| Some(p.id) == a.post_id && own(p));
        // What was given back without an appeal is not brought up again.
        let over = matches!(a.decision, Decision::Hide | Decision::Refuse)
            && !filed.iter().any(|f| f.action_id == a.id)
            && given_back
                .iter()
                .any(|(post, at)| Some(*post) == a.post_id && *at >= a.created_ms);
        mine && !over
    });
    let held: Vec<post::Model> = held.into_iter().filter(own).collect();
    let with_photos: Vec<PostId> = held.iter().map(|p| p.id).collect();
    let mut photos = photos_of(app, &with_photos).await?;
    Ok(Mine {
        waiting: held
            .into_iter()
            .map(|p| {
                let refused = p.visibility == crate::domain::thread::PostVisibility::Refused;
                let html = p.shown.clone();
                let photos = photos.remove(&p.id).unwrap_or_default();
                let post = PostView {
                    html,
                    hidden: false,
                    ..view(p, photos)
                };
                Waiting { post, refused }
            })
            .collect(),
        told: actions
            .into_iter()
            .map(|a| told(app, a, &page.number, &sanctions, &filed))
            .collect(),
    })
}

/// A decision that the viewer may ask another look at, or has.
///
/// # Errors
/// Sign-in needed by the policy; [`Error::NotFound`] unless it concerns the viewer.
pub async fn to_appeal(
    app: &App,
    viewer: &Viewer,
    page: &ThreadPage,
    relation: Relation,
    action: &str,
) -> Result<Told> {
    let subject = Subject {
        unit: Some(page.unit_id),
        own: relation.own,
    };
    if !policy::may(Action::Appeal, viewer, &subject) {
        return Err(policy::refused(Action::Appeal, viewer));
    }
    let mine = in_thread(app, viewer, page, relation).await?;
    let told = mine.told.into_iter().find(|t| t.id.to_string() == action);
    told.ok_or(Error::NotFound)
}

/// The sanctions that hold for the viewer's account, the newest first.
pub async fn of_account(app: &App, viewer: &Viewer) -> Result<Vec<Told>> {
    let Some(me) = viewer.account_id() else {
        return Ok(Vec::new());
    };
    let db = app.store.read();
    let sanctions = appeals::in_force(db, me, app.now()).await?;
    if sanctions.is_empty() {
        return Ok(Vec::new());
    }
    let made: Vec<ActionId> = sanctions.iter().map(|s| s.action_id).collect();
    let actions = moderation::actions(db, &made).await?;
    let filed = appeals::of(db, &made).await?;
    let ids: Vec<ThreadId> = actions.iter().filter_map(|a| a.thread_id).collect();
    let known = threads::of_ids(db, &ids).await?;
    Ok(sanctions
        .iter()
        .filter_map(|s| {
            let a = actions.iter().find(|a| a.id == s.action_id)?.clone();
            let t = known.iter().find(|t| Some(t.id) == a.thread_id);
            let number = t.map_or_else(String::new, |t| t.number.clone());
            Some(told(app, a, &number, &sanctions, &filed))
        })
        .collect())
}
