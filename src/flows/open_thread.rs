//! A citizen opens a thread, with or without an account, and may rate the service with it.

use super::rate;
use super::reply;
pub use super::thread_form::{Checked, Form, check};
use super::words;
use super::{case, guide, letters, named as names, photos, search, tell, uploads};
use crate::app::App;
use crate::domain::deadline::DeadlineClass;
use crate::domain::desk::Thing;
use crate::domain::error::{Error, Result};
use crate::domain::following::What;
use crate::domain::hook::Event;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::lang::Lang;
use crate::domain::notice::Notice;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::rating::Channel;
use crate::domain::screening::Reason;
use crate::domain::tally;
use crate::domain::thread::{Appear, PostKind, PostVisibility, Routing, Status, Step, Visibility};
use crate::keys::Purpose;
use crate::store::entity::{thread, thread_contact};
use crate::store::{following, named, places, posts, rollups, search as index, settings, threads};

/// What has become of the form.
#[derive(Clone, Debug)]
pub struct Opened {
    pub number: String,
    /// For who has no account. The database keeps a hash; only the form's own name leads to it.
    pub tracking_code: Option<String>,
    pub visibility: Visibility,
    /// Why it is held.
    pub reasons: Vec<Reason>,
    /// Whether the rating was counted (one a service and day).
    pub rated: bool,
}

/// Opens a thread.
///
/// # Errors
/// [`Error::Invalid`] as [`check`]; [`Error::Forbidden`] by the policy.
pub async fn open(app: &App, viewer: &Viewer, form: &Form, lang: Lang) -> Result<Opened> {
    if !policy::may(Action::OpenThread, viewer, &Subject::default()) {
        return Err(policy::refused(Action::OpenThread, viewer));
    }
    let limited = viewer.limited().is_some();
    if limited {
        reply::enough_today(app, viewer).await?;
    }
    // Sent again, it is no repetition but the same thread.
    if let Some(form_key) = uploads::form_key(app, &form.form_id)
        && threads::submitted(app.store.read(), &form_key)
            .await?
            .is_some()
    {
        return opened_before(app, &form_key, &form.form_id).await;
    }
    let checked = check(app, viewer, form).await?;
    let now = app.now();
    let city = app.city().await?;
    let id = ThreadId::new();
    // All that can be known and worked out before the transaction is: with SQLite it holds the
    // one writer.
    let reading = words::read_opening(
        &checked.title,
        &checked.body,
        checked.kind,
        checked.answers.overall,
        &guide::guide(app).await?.elements,
    );
    let visibility = match checked.appear {
        Appear::Confidential => Visibility::Confidential,
        _ if checked.screened.holds() => Visibility::Held,
        _ => Visibility::Public,
    };
    let held = visibility == Visibility::Held;
    let class =
        DeadlineClass::parse(&checked.service.deadline_class).unwrap_or(DeadlineClass::Standard);
    let calendar = &city.calendar;
    let due_class = if held { DeadlineClass::Verify } else { class };
    let status = if held {
        Status::Submitted
    } else {
        Status::Submitted.after(Step::Route)?
    };
    let tracking_code = viewer
        .account
        .is_none()
        .then(|| app.keys.tracking_code(&form.form_id));

    let post_id = PostId::new();
    let mut opening = case::blank_post(post_id, id, PostKind::Citizen, now);
    opening.opening = true;
    opening.by_author = true;
    opening.label.clone_from(&checked.label);
    let deltas = tally::of_post(true, visibility, PostVisibility::Public, &reading);
    let reads = Some(reading.polarity);
    opening.set_reading(reading);
    opening.body = checked.body.clone();
    let words = (visibility == Visibility::Public)
        .then(|| search::opening(id, &checked.title, &checked.shown));
    opening.shown = checked.shown;
    let due = app.config.limits.due(due_class, now, calendar);
    let excerpt = checked.excerpt;
    let day = app.day(now);

    let mut tx = app.store.begin().await?;
    if !threads::claim_form(&tx, &checked.form_key, id, now).await? {
        drop(tx);
        return opened_before(app, &checked.form_key, &form.form_id).await;
    }
    // It was open when the form was read; it may have been closed since.
    if !places::hold_open(&tx, checked.unit.id).await? {
        return Err(Error::field("layanan", "fault-service"));
    }
    let year = now.day(&app.config.zone).year();
    let serial = settings::next(&*tx, &format!("thread-{year}")).await?;
    let number = format!("{}-{year}-{serial:05}", app.config.number_prefix);
    let model = thread::Model {
        id,
        number: number.clone(),
        kind: checked.kind,
        title: checked.title.clone(),
        excerpt,
        unit_id: checked.unit.id,
        service_id: checked.service.id,
        status,
        visibility,
        appear: checked.appear,
        author_label: checked.label,
        deadline_class: class.as_str().to_owned(),
        overall: checked.answers.overall.map(|s| s.get().into()),
        supports: 0,
        replies: 0,
        reports_open: 0,
        created_ms: now,
        listed_ms: (visibility == Visibility::Public).then_some(now),
        due_ms: Some(due),
        routed_ms: (!held).then_some(now),
        first_answer_ms: None,
        answered_ms: None,
        closed_ms: None,
        active_ms: now,
        assigned_to: None,
        routing: Routing::First,
        asked_ms: None,
        waited_ms: 0,
        waited_work_ms: 0,
        planned_ms: None,
        locked: false,
        whole_title: None,
    };
    let contact = thread_contact::Model {
        thread_id: id,
        code_hash: tracking_code
            .as_deref()
            .map(|c| app.keys.hash(Purpose::TrackingCode, c)),
        code_of: None,
        email: checked.email.clone(),
        lang,
        seen_ms: None,
    };
    tell::of_thread(&tx, &city, Event::Opened, &model, reads, None, now).await?;
    threads::insert(&mut tx, model, contact).await?;
    let author = (viewer.account_id(), viewer.visitor.clone());
    posts::insert(&mut tx, opening, Some(author)).await?;
    photos::adopt(app, &mut tx, viewer, &form.form_id, id, post_id).await?;
    checked.screened.keep(&tx, id, post_id, held, now).await?;
    let rows = checked.named.iter().map(|n| n.row(post_id, id, now));
    named::insert(&tx, rows.collect()).await?;
    let (unit, service) = (checked.unit.id, checked.service.id);
    let thing = Thing::Post {
        thread: id,
        post: post_id,
    };
    if held {
        checked.screened.wait(&tx, thing, unit, now).await?;
    }
    names::ask(&tx, &checked.named, thing, unit, now).await?;
    rollups::add(&mut tx, unit, service, &day, deltas).await?;
    let rated = !checked.answers.is_empty()
        && rate::count(
            app,
            &mut tx,
            viewer,
            rate::Given {
                place: (unit, service),
                answers: checked.answers,
                channel: Channel::Thread,
                form_id: &form.form_id,
                from: checked.screened.from.as_ref(),
            },
        )
        .await?;
    if let Some(email) = &checked.email {
        let notice = Notice::Received {
            number: number.clone(),
            title: checked.title,
            held,
        };
        letters::write(&tx, &number, email, lang, notice, now).await?;
    }
    if visibility == Visibility::Public {
        following::happened(&tx, id, &[(What::Opened, post_id)], now).await?;
    }
    index::insert(&tx, words.into_iter().collect()).await?;
    tx.commit().await?;
    Ok(Opened {
        number,
        tracking_code,
        visibility,
        reasons: if held {
            checked.screened.verdict.reasons
        } else {
            Vec::new()
        },
        rated,
    })
}

/// The thread that the same form has made before.
async fn opened_before(app: &App, form_key: &str, form_id: &str) -> Result<Opened> {
    let id = threads::submitted(app.store.read(), form_key)
        .await?
        .ok_or(Error::Conflict("conflict-form"))?;
    let thread = threads::by_id(app.store.read(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let has_code = threads::contact(app.store.read(), id)
        .await?
        .is_some_and(|c| c.code_hash.is_some());
    Ok(Opened {
        number: thread.number,
        tracking_code: has_code.then(|| app.keys.tracking_code(form_id)),
        visibility: thread.visibility,
        reasons: Vec::new(),
        rated: true,
    })
}
