//! A citizen opens a thread, with or without an account, and may rate the service with it.

use super::rate;
use super::reply;
use super::words;
use super::{case, letters, photos, search, tell};
use crate::app::App;
use crate::domain::deadline::DeadlineClass;
use crate::domain::desk::{ItemKind, NewItem, Reason, Thing};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::hook::Event;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::lang::Lang;
use crate::domain::message::Message;
use crate::domain::moderation::LIMITED_WEIGHT;
use crate::domain::notice::Notice;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::rating::{Answers, Channel};
use crate::domain::tally;
use crate::domain::thread::{
    Appear, Kind, PostKind, PostVisibility, Routing, Status, Step, Visibility,
};
use crate::keys::Purpose;
use crate::store::entity::{service, thread, thread_contact, unit};
use crate::store::{posts, queue, rollups, search as index, settings, threads};
use crate::text::{markdown, masks};

/// Hours by which abusive words come to a moderator before others.
const ABUSE_WEIGHT: i64 = 24;

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Names this very form, so that sending it twice makes one thread.
    pub form_id: String,
    /// `unit-slug/service-slug`.
    pub service: String,
    pub kind: String,
    pub appear: String,
    pub name: String,
    pub title: String,
    pub body: String,
    pub email: String,
    pub answers: Answers,
}

/// A form without a fault.
#[derive(Clone, Debug)]
pub struct Checked {
    pub form_key: String,
    pub unit: unit::Model,
    pub service: service::Model,
    pub kind: Kind,
    pub appear: Appear,
    /// What stands as the author; empty for anonymous and confidential.
    pub label: String,
    /// Masked.
    pub title: String,
    pub body: String,
    /// Safe HTML, masked: exactly what the public will see.
    pub shown: String,
    pub masked: Vec<masks::Reason>,
    pub email: Option<String>,
    pub answers: Answers,
}

/// What has become of the form.
#[derive(Clone, Debug)]
pub struct Opened {
    pub number: String,
    /// For who has no account. The database keeps a hash; only the form's own name leads to it.
    pub tracking_code: Option<String>,
    pub visibility: Visibility,
    /// Whether the rating was counted (one a service and day).
    pub rated: bool,
}

/// Checks a form, naming every fault.
///
/// # Errors
/// [`Error::Invalid`] with a message for each field.
pub async fn check(app: &App, viewer: &Viewer, form: &Form) -> Result<Checked> {
    let mut errors = FieldErrors::default();
    let city = app.city().await?;
    let place = city.directory.service_by_path(&form.service);
    if place.is_none() {
        errors.add("layanan", Message::new("fault-service"));
    }
    let kind = Kind::parse(&form.kind);
    if kind.is_none() {
        errors.add("kind", Message::new("fault-choose"));
    }
    let title = words::line(&mut errors, "title", &form.title, words::TITLE_MAX);
    let body = words::text(&mut errors, "body", &form.body, words::BODY_MAX);
    let appear = Appear::parse(&form.appear);
    if appear.is_none() {
        errors.add("appear", Message::new("fault-choose"));
    }
    let label = match (appear, &viewer.account) {
        (Some(Appear::Named), Some(account)) => account.name.clone(),
        (Some(Appear::Named | Appear::Pseudonym), _) => {
            words::line(&mut errors, "name", &form.name, words::NAME_MAX)
        }
        _ => String::new(),
    };
    let email = if form.email.trim().is_empty() {
        None
    } else {
        let email = words::normal_email(&form.email);
        if email.is_none() {
            errors.add("email", Message::new("fault-email"));
        }
        email
    };
    let form_key = photos::form_key(app, &form.form_id);
    if form_key.is_none() {
        errors.add("form_id", Message::new("fault-stale-form"));
    }
    match (place, kind, appear, form_key) {
        (Some((unit, service)), Some(kind), Some(appear), Some(form_key)) if errors.is_empty() => {
            let mut found = masks::mask(&title);
            let shown = words::public_html(&body);
            let title = std::mem::take(&mut found.text);
            found.found.extend(masks::mask(&body).found);
            Ok(Checked {
                form_key,
                unit: unit.clone(),
                service: service.clone(),
                kind,
                appear,
                label: masks::mask(&label).text,
                title,
                shown,
                body,
                masked: found.found,
                email,
                answers: form.answers,
            })
        }
        _ => Err(Error::Invalid(errors)),
    }
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
    let checked = check(app, viewer, form).await?;
    let now = app.now();
    let city = app.city().await?;
    let id = ThreadId::new();
    // All that can be known and worked out before the transaction is: with SQLite it holds the
    // one writer.
    let (account, visitor) = (viewer.account_id(), viewer.visitor.as_deref());
    let known = posts::has_published(app.store.read(), account, visitor).await?;
    let mut said = format!("{}. {}", checked.title, checked.body);
    let reading = words::read(&said);
    // What stands under photos is read too.
    for photo in photos::held(app, viewer, &form.form_id).await? {
        said.push_str(". ");
        said.push_str(&photo.alt);
    }
    let abusive = app
        .config
        .hold_score
        .is_some_and(|from| words::abuse(&said) >= from);
    let visibility = match checked.appear {
        Appear::Confidential => Visibility::Confidential,
        _ if abusive || limited => Visibility::Held,
        _ if known || !app.config.hold_first => Visibility::Public,
        _ => Visibility::Held,
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
    let excerpt = markdown::excerpt(&masks::mask(&checked.body).text, 200);
    let day = app.day(now);

    let mut tx = app.store.begin().await?;
    if !threads::claim_form(&tx, &checked.form_key, id, now).await? {
        drop(tx);
        return opened_before(app, &checked.form_key, &form.form_id).await;
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
        locked: false,
        whole_title: None,
    };
    let contact = thread_contact::Model {
        thread_id: id,
        code_hash: tracking_code
            .as_deref()
            .map(|c| app.keys.hash(Purpose::TrackingCode, c)),
        email: checked.email.clone(),
        lang,
    };
    tell::of_thread(&tx, &city, Event::Opened, &model, reads, None, now).await?;
    threads::insert(&mut tx, model, contact).await?;
    let author = (viewer.account_id(), viewer.visitor.clone());
    posts::insert(&mut tx, opening, Some(author)).await?;
    photos::adopt(app, &mut tx, viewer, &form.form_id, id, post_id).await?;
    let (unit, service) = (checked.unit.id, checked.service.id);
    if held {
        let (reason, weight) = match (abusive, limited) {
            (true, _) => (Reason::Abuse, ABUSE_WEIGHT),
            (_, true) => (Reason::Limited, LIMITED_WEIGHT),
            _ => (Reason::First, 0),
        };
        let item = NewItem {
            thing: Thing::Post {
                thread: id,
                post: post_id,
            },
            kind: ItemKind::Held,
            unit,
            reasons: vec![reason],
            weight,
            detail: String::new(),
            since: now,
        };
        queue::enqueue(&tx, item).await?;
    }
    rollups::add(&mut tx, unit, service, &day, deltas).await?;
    let rated = !checked.answers.is_empty()
        && rate::count(
            app,
            &mut tx,
            viewer,
            (unit, service),
            checked.answers,
            Channel::Thread,
            &form.form_id,
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
    index::insert(&tx, words.into_iter().collect()).await?;
    tx.commit().await?;
    Ok(Opened {
        number,
        tracking_code,
        visibility,
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
        rated: true,
    })
}
