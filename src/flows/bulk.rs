//! One act on several cases. Each case is its own act with its own transaction, as if it had been
//! done alone, so one that can't be done leaves the others done; what became of each is said.

use super::answer::Given;
use super::{answer, assign, transfer, words};
use crate::app::App;
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{AccountId, PostId, TemplateId};
use crate::domain::message::Message;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::release::DraftState;
use crate::domain::template::{Variable, fill};
use crate::domain::thread::{Visibility, may_be_number};
use crate::domain::time::Instant;
use crate::keys::Purpose;
use crate::store::entity::thread;
use crate::store::{drafts, templates, threads};
use std::collections::BTreeSet;

/// Cases at once.
pub const CASES_MAX: usize = 50;

crate::text_enum! {
    /// What is done to each.
    pub enum Act {
        Assign = "assign",
        Transfer = "transfer",
        Answer = "answer",
    }
}

/// What was chosen and typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub numbers: Vec<String>,
    /// To whom.
    pub to: String,
    /// Where to, `unit-slug/service-slug`.
    pub service: String,
    pub why: String,
    pub template: String,
    /// Names this very form: an answer that it has given is not given again.
    pub form_id: String,
    /// The last official post of each case, as it was when the cases were shown.
    pub seen: Vec<(String, Option<PostId>)>,
}

/// What became of one case.
#[derive(Clone, Debug)]
pub struct Done {
    pub number: String,
    /// Its answer waits for a superior: nobody reads it yet.
    pub waits: bool,
    /// Why not, if not.
    pub fault: Option<Message>,
    pub opens: Opens,
}

/// What the viewer may still open of a case, which may be another unit's now.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Opens {
    Case,
    /// What everyone reads.
    Thread,
    Nothing,
}

/// Why one of several could not be done. What is said beside a form that comes back speaks of that form.
fn reason(key: &'static str) -> Message {
    Message::new(match key {
        "conflict-answered-since" => "bulk-answered-since",
        "conflict-step" | "conflict-merged" => "bulk-step",
        "fault-same-service" => "bulk-same-service",
        "fault-assign" => "bulk-assign-elsewhere",
        other => other,
    })
}

/// The numbers that could be some, each once, as many as may be.
pub fn chosen<'a>(numbers: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    numbers
        .filter(|n| may_be_number(n) && seen.insert(n.to_owned()))
        .take(CASES_MAX)
        .map(str::to_owned)
        .collect()
}

/// Does it to each. `date` writes a day in the reader's language, for templates.
///
/// # Errors
/// [`Error::Invalid`] at `to`, `layanan`, `why` or `template` before anything is done; else only what
/// is no case's fault.
pub async fn carry_out(
    app: &App,
    viewer: &Viewer,
    act: Act,
    form: &Form,
    date: &(dyn Fn(Instant) -> String + Sync),
) -> Result<Vec<Done>> {
    let action = match act {
        Act::Assign => Action::Assign,
        Act::Transfer => Action::Transfer,
        Act::Answer => Action::Answer,
    };
    if !policy::could(action, viewer) {
        return Err(policy::refused(action, viewer));
    }
    let mut errors = FieldErrors::default();
    let to = AccountId::parse(&form.to);
    let mut template = None;
    match act {
        Act::Assign if to.is_none() => errors.add("to", Message::new("fault-choose")),
        Act::Transfer => {
            words::line(&mut errors, "why", &form.why, words::NOTE_MAX);
            let city = app.city().await?;
            if city.directory.service_by_path(&form.service).is_none() {
                errors.add("layanan", Message::new("fault-service"));
            }
        }
        Act::Answer => {
            template = match TemplateId::parse(&form.template) {
                Some(id) => templates::by_id(app.store.read(), id).await?,
                None => None,
            };
            if template.is_none() {
                errors.add("template", Message::new("fault-choose"));
            }
        }
        Act::Assign => {}
    }
    errors.into_result()?;
    let mut all = Vec::with_capacity(form.numbers.len());
    // At most fifty acts, each as long as one alone.
    for number in form.numbers.iter().take(CASES_MAX) {
        let result = match (act, to, &template) {
            (Act::Assign, Some(to), _) => assign::assign(app, viewer, number, to)
                .await
                .map(|()| false),
            (Act::Answer, _, Some(t)) => by_template(app, viewer, number, t, form, date).await,
            _ => transfer::transfer(app, viewer, number, &form.service, &form.why, "")
                .await
                .map(|()| false),
        };
        let waits = matches!(result, Ok(true));
        let fault = match result {
            Ok(_) => None,
            Err(Error::Conflict(key)) => Some(reason(key)),
            Err(Error::Invalid(errors)) => errors
                .0
                .into_iter()
                .next()
                .map(|(_, m)| if m.args.is_empty() { reason(m.key) } else { m }),
            Err(Error::NotFound | Error::Forbidden) => Some(Message::new("bulk-not-yours")),
            // The database may be away for a moment; what is done stays done and is said.
            Err(Error::Unavailable(_)) => Some(Message::new("bulk-later")),
            Err(other) => return Err(other),
        };
        all.push(Done {
            number: number.clone(),
            waits,
            fault,
            opens: Opens::Nothing,
        });
    }
    let after = threads::of_numbers(app.store.read(), &form.numbers).await?;
    for done in &mut all {
        let case = after.iter().find(|t| t.number == done.number);
        let mine = |t: &thread::Model| {
            let subject = Subject {
                unit: Some(t.unit_id),
                own: false,
            };
            policy::may(Action::SeeCase, viewer, &subject)
        };
        // One's own case is not one's to work on.
        let barred = done
            .fault
            .as_ref()
            .is_some_and(|m| m.key == "bulk-not-yours");
        done.opens = match case.map(|t| (t.visibility, !barred && mine(t))) {
            Some((Visibility::Public | Visibility::Confidential, true)) => Opens::Case,
            Some((Visibility::Public, false)) => Opens::Thread,
            _ => Opens::Nothing,
        };
    }
    Ok(all)
}

/// Whether the answer waits for a superior.
async fn by_template(
    app: &App,
    viewer: &Viewer,
    number: &str,
    template: &crate::store::entity::template::Model,
    form: &Form,
    date: &(dyn Fn(Instant) -> String + Sync),
) -> Result<bool> {
    let thread = threads::by_number(app.store.read(), number)
        .await?
        .ok_or(Error::NotFound)?;
    if template.unit_id.is_some_and(|u| u != thread.unit_id) {
        return Err(Error::Conflict("conflict-template-unit"));
    }
    let city = app.city().await?;
    let speaks_as = viewer.speaks_for(thread.unit_id).ok_or(Error::Forbidden)?;
    let account = viewer.account.as_ref().ok_or(Error::SignInNeeded)?;
    let body = fill(&template.body, |v| match v {
        Variable::Number => thread.number.clone(),
        Variable::Title => thread.title.clone(),
        Variable::Service => city
            .directory
            .service(thread.service_id)
            .map_or_else(String::new, |s| s.name.clone()),
        Variable::Unit => city
            .directory
            .unit(thread.unit_id)
            .map_or_else(String::new, |u| u.name.clone()),
        Variable::Staff => account.name.clone(),
        Variable::Position => speaks_as.position.clone(),
        Variable::Due => thread.due_ms.map_or_else(String::new, date),
    });
    let seen = form.seen.iter().find(|(n, _)| n == number);
    let answer = answer::Form {
        body,
        seen: seen.and_then(|(_, post)| *post),
        // A name of its own for each case, so that the form sent twice answers once.
        form_id: app
            .keys
            .hash(Purpose::Form, &format!("{} {number}", form.form_id)),
        template: Some(template.id),
        done: false,
    };
    Ok(match answer::answer(app, viewer, number, &answer).await? {
        Given::Published => false,
        Given::Waits => true,
        // What it did the first time.
        Given::Again => drafts::open_of(app.store.read(), thread.id)
            .await?
            .is_some_and(|d| d.account_id == account.id && d.state == DraftState::Waiting),
    })
}
