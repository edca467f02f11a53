//! Someone who works with a post says what it really says: polarity and elements. The program's
//! label gives way, the figures follow, and what was is kept.

use super::case::Case;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{CorrectionId, PostId};
use crate::domain::person::Viewer;
use crate::domain::policy::Action;
use crate::domain::sentiment::{Mentions, Polarity};
use crate::domain::tally;
use crate::domain::thread::{PostKind, PostVisibility};
use crate::store::audit::{self, Act};
use crate::store::entity::{correction, post};
use crate::store::{corrections, posts, rollups};

/// The form as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub post: String,
    pub polarity: String,
    pub elements: Mentions,
}

/// Corrects a post's polarity and elements, or says that they are right. `false` if a person has
/// said just that before.
///
/// # Errors
/// [`Error::Invalid`] at `polarity`; [`Error::NotFound`] if the post is no citizen's in this thread
/// or not in view; [`Error::Forbidden`] on one's own words.
pub async fn correct(app: &App, viewer: &Viewer, number: &str, form: &Form) -> Result<bool> {
    let mut case = Case::lock(app, viewer, number, Action::Correct)
        .await?
        .in_view()?;
    let post = find(&case, &form.post).await?;
    let account = viewer.account_id().ok_or(Error::SignInNeeded)?;
    let author = posts::author_of(&*case.tx, post.id).await?;
    if author.and_then(|a| a.account_id) == Some(account) {
        return Err(Error::Forbidden);
    }
    let Some(polarity) = Polarity::parse(&form.polarity) else {
        return Err(Error::field("polarity", "fault-choose"));
    };
    let before = post.reading();
    let mut after = before.clone();
    after.polarity = polarity;
    after.elements = settled(&form.elements);
    after.corrected = true;
    if after == before {
        return Ok(false);
    }
    let of = |reading| {
        tally::of_post(
            post.opening,
            case.thread.visibility,
            post.visibility,
            reading,
        )
    };
    let deltas = tally::difference(&of(&before), of(&after));
    let (unit, service) = (case.thread.unit_id, case.thread.service_id);
    rollups::add(
        &mut case.tx,
        unit,
        service,
        &app.day(post.created_ms),
        deltas,
    )
    .await?;
    let detail = format!(
        "{} [{}] → {} [{}]",
        before.polarity.as_str(),
        before.elements.clone().into_text(),
        polarity.as_str(),
        after.elements.clone().into_text()
    );
    let made = correction::Model {
        id: CorrectionId::new(),
        post_id: post.id,
        account_id: account,
        by_staff: viewer.speaks_for(unit).is_some(),
        from_polarity: before.polarity,
        from_elements: before.elements,
        from_certainty: before.certainty,
        to_polarity: polarity,
        to_elements: after.elements,
        created_ms: case.now,
    };
    corrections::insert(&mut case.tx, &post, made).await?;
    let subject = format!("{} {}", case.thread.number, post.id);
    let act = Act {
        at: case.now,
        actor: Some(account),
        act: "correction",
        subject: &subject,
        detail: &detail,
    };
    audit::append(&case.tx, act).await?;
    case.tx.commit().await?;
    Ok(true)
}

async fn find(case: &Case, id: &str) -> Result<post::Model> {
    let id = PostId::parse(id).ok_or(Error::NotFound)?;
    posts::by_id(&*case.tx, id)
        .await?
        .filter(|p| p.thread_id == case.thread.id)
        .filter(|p| p.kind == PostKind::Citizen && p.visibility == PostVisibility::Public)
        .ok_or(Error::NotFound)
}

/// What has an opinion is not also spoken of without one.
fn settled(mentions: &Mentions) -> Mentions {
    mentions
        .iter()
        .filter(|(e, p)| {
            *p != Polarity::Neutral
                || !(mentions.has(*e, Polarity::Negative) || mentions.has(*e, Polarity::Positive))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opinion_leaves_no_room_for_none() {
        let mentions = Mentions::parse("u1- u1+ u10- u2- u20 u30");
        assert_eq!(mentions, None, "there is no u10");
        let mentions = Mentions::parse("u1- u1+ u2- u20 u30").expect("mentions");
        assert_eq!(settled(&mentions).into_text(), "u1- u1+ u2- u30");
    }
}
