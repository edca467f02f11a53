//! What someone writes to open a thread: checked, looked at, and made fit for the public.

use super::guide;
use super::named::{self, Named, Place};
use super::screen::{self, Screened};
use super::{photos, uploads, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::message::Message;
use crate::domain::named::Form as ShownAs;
use crate::domain::person::Viewer;
use crate::domain::rating::Answers;
use crate::domain::thread::{Appear, Kind};
use crate::store::entity::{service, unit};
use crate::text::{markdown, masks, questions};

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
    /// How the writer wants those named to be shown, in the order in which they are named.
    pub names: Vec<Option<ShownAs>>,
    /// The answer to the question that is asked in a burst.
    pub answer: String,
    /// Told that it won't be published as it is, the writer asks that a moderator read it.
    pub insists: bool,
}

/// A form without a fault.
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
    /// How the text begins, as the public will see it.
    pub excerpt: String,
    pub masked: Vec<masks::Reason>,
    /// Who is named, the title's first.
    pub named: Vec<Named>,
    pub email: Option<String>,
    pub answers: Answers,
    pub screened: Screened,
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
    if !title.is_empty() && !title.chars().any(char::is_alphanumeric) {
        errors.add("title", Message::new("fault-no-words"));
    }
    let body = words::text(&mut errors, "body", &form.body, words::BODY_MAX);
    let appear = Appear::parse(&form.appear);
    if appear.is_none() {
        errors.add("appear", Message::new("fault-choose"));
    }
    let label = match (appear, &viewer.account) {
        (Some(Appear::Named), Some(account)) if !account.name.is_empty() => account.name.clone(),
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
    let form_key = uploads::form_key(app, &form.form_id);
    if form_key.is_none() {
        errors.add("form_id", Message::new("fault-stale-form"));
    }
    if let Some(n) = screen::question(app, viewer, &form.form_id).await?
        && !questions::is_right(n, &form.answer)
    {
        errors.add("answer", Message::new("fault-question"));
    }
    match (place, kind, appear, form_key) {
        (Some((unit, service)), Some(kind), Some(appear), Some(form_key)) if errors.is_empty() => {
            let guide = guide::guide(app).await?;
            let photos = photos::held(app, viewer, &form.form_id).await?;
            let beside: Vec<&str> = photos.iter().map(|p| p.alt.as_str()).collect();
            let text = screen::Text {
                title: &title,
                body: &body,
                beside: &beside.join(". "),
                label: &label,
                insists: form.insists,
                instead_of: None,
            };
            let screened = screen::screen(app, &guide, viewer, &text).await?;
            screened.accepted()?;
            let mut named = named::find(&guide, unit.id, &title, Place::Title, &form.names);
            let wishes = form.names.get(named.len()..).unwrap_or(&[]);
            let (public_title, mut found) = named::line(&title, &named, &guide.contacts);
            let of_body = named::find(&guide, unit.id, &body, Place::Body, wishes);
            let public = named::body_of(&body, &of_body, &guide.contacts);
            named.extend(of_body);
            found.extend(public.masked.iter().copied());
            Ok(Checked {
                form_key,
                unit: unit.clone(),
                service: service.clone(),
                kind,
                appear,
                label: masks::mask(&label).text,
                title: public_title,
                shown: public.html(),
                excerpt: markdown::excerpt(&public.markdown, 200),
                body,
                masked: found,
                named,
                screened,
                email,
                answers: form.answers,
            })
        }
        _ => Err(Error::Invalid(errors)),
    }
}
