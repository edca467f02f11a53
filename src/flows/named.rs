//! Who is named in what someone writes, and how they are shown: suggested by the rules, offered to
//! the writer, decided by a moderator where it is not sure.

use super::guide::{Guide, Worker};
use super::words;
use crate::domain::desk::{ItemKind, NewItem, Reason, Thing};
use crate::domain::error::Result;
use crate::domain::ids::{NamedId, PostId, ThreadId, UnitId};
use crate::domain::named::{self, Form, Known, Tone};
use crate::domain::sentiment::Polarity;
use crate::domain::time::Instant;
use crate::store::entity::named as row;
use crate::store::{Tx, queue};
use crate::text::masks::{self, Published, Reason as Masked};
use crate::text::people::{self, Person};
use crate::text::{markdown, names, sentiment};

/// Names in one text that are looked at; whoever writes more is listing people.
const MOST: usize = 40;

/// Stands in the place of a name that is covered. Not translated: part of a citizen's text.
const COVERED: &str = "[••• nama]";

/// Where a name stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Title,
    Body,
}

impl Place {
    pub const fn as_str(self) -> &'static str {
        match self {
            Place::Title => "title",
            Place::Body => "body",
        }
    }
}

/// Somebody named in a text, and how they will be shown.
#[derive(Clone, Debug)]
pub struct Named {
    pub place: Place,
    pub person: Person,
    /// As written, with the title.
    pub written: String,
    pub tone: Tone,
    pub suggested: Form,
    /// What the writer chose.
    pub wish: Option<Form>,
    pub form: Form,
    /// A moderator will decide.
    pub doubt: bool,
    /// The unit and the list's name of the one of its staff that it is.
    pub staff: Option<(UnitId, String)>,
    /// What [`Form::Position`] shows.
    pub position: String,
}

impl Named {
    /// The forms to choose from.
    pub fn choices(&self) -> &'static [Form] {
        if self.person.staff.is_empty() {
            &[Form::Covered, Form::FirstName, Form::AsWritten]
        } else {
            Form::ALL
        }
    }

    /// Whether a moderator would decide, if the writer chose this form.
    pub fn asks_moderator(&self, form: Form) -> bool {
        named::wished((self.suggested, false), Some(form)).1
    }

    /// What stands in the place of the name if it is shown so.
    pub fn as_form(&self, form: Form) -> String {
        let name = self.person.name.start - self.person.range.start;
        shown(&self.written, name, &self.position, form)
    }

    /// What stands there now.
    pub fn shown(&self) -> String {
        self.as_form(self.form)
    }

    /// As it is stored.
    pub fn row(&self, post: PostId, thread: ThreadId, at: Instant) -> row::Model {
        let bytes = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        row::Model {
            id: NamedId::new(),
            post_id: post,
            thread_id: thread,
            unit_id: self.staff.as_ref().map(|(unit, _)| *unit),
            person: self
                .staff
                .as_ref()
                .map_or_else(String::new, |(_, n)| n.clone()),
            place: self.place.as_str().to_owned(),
            start_at: bytes(self.person.range.start),
            end_at: bytes(self.person.range.end),
            written: self.written.clone(),
            shown: self.shown(),
            position: self.position.clone(),
            tone: self.tone,
            form: self.form,
            doubt: self.doubt,
            created_ms: at,
        }
    }
}

/// `written` is a name with its title; the name begins at byte `name`.
fn shown(written: &str, name: usize, position: &str, form: Form) -> String {
    let courtesy = written.get(..name).unwrap_or("").trim();
    let with_title = |what: &str| match courtesy {
        "" => what.to_owned(),
        courtesy => format!("{courtesy} {what}"),
    };
    match form {
        Form::AsWritten => written.to_owned(),
        Form::Position => format!("[{position}]"),
        Form::Covered => with_title(COVERED),
        Form::FirstName => {
            let all = written.get(name..).unwrap_or("");
            let first = names::first_name(all);
            with_title(if first.is_empty() { all } else { first })
        }
    }
}

/// What [`Named::as_form`] gives, from what is stored of a name.
pub fn stored_as(row: &row::Model, form: Form) -> String {
    shown(
        &row.written,
        names::after_title(&row.written),
        &row.position,
        form,
    )
}

/// Who is named in a text about a service of `unit`; `wishes` are the writer's, by order.
pub fn find(
    guide: &Guide,
    unit: UnitId,
    text: &str,
    place: Place,
    wishes: &[Option<Form>],
) -> Vec<Named> {
    let model = match sentiment::load() {
        Ok(model) => model,
        Err(e) => {
            tracing::error!(error = %e, "the sentiment model can't be read");
            return Vec::new();
        }
    };
    people::find(text, &guide.staff, model)
        .into_iter()
        .take(MOST)
        .enumerate()
        .map(|(n, person)| {
            let wish = wishes.get(n).copied().flatten();
            one(guide, unit, text, place, person, wish)
        })
        .collect()
}

fn one(
    guide: &Guide,
    unit: UnitId,
    text: &str,
    place: Place,
    person: Person,
    wish: Option<Form>,
) -> Named {
    let all: Vec<&Worker> = person
        .staff
        .iter()
        .filter_map(|n| guide.workers.get(*n))
        .collect();
    // "Bu Rina" at this counter is the one who works here.
    let here: Vec<&Worker> = all.iter().copied().filter(|w| w.unit == unit).collect();
    let who = if here.is_empty() { &all } else { &here };
    let (known, staff, position) = match who.as_slice() {
        [] => (Known::Unknown, None, "petugas".to_owned()),
        [one] => (
            Known::Staff,
            Some((one.unit, one.name.clone())),
            position(one),
        ),
        [first, rest @ ..] => {
            let one_unit = rest.iter().all(|w| w.unit == first.unit);
            let position = if one_unit {
                format!("petugas {}", first.unit_name)
            } else {
                "petugas".to_owned()
            };
            (Known::Several, None, position)
        }
    };
    let tone = match words::of_text(person.polarity) {
        Polarity::Positive => Tone::Praise,
        Polarity::Negative => Tone::Criticism,
        Polarity::Neutral => Tone::Neither,
    };
    let suggested = named::suggest(known, tone, person.sure);
    let (form, doubt) = named::wished(suggested, wish);
    Named {
        place,
        written: text[person.range.clone()].to_owned(),
        person,
        tone,
        suggested: suggested.0,
        wish,
        form,
        doubt,
        staff,
        position,
    }
}

fn position(w: &Worker) -> String {
    if w.position.is_empty() {
        format!("petugas {}", w.unit_name)
    } else {
        format!("{}, {}", w.position, w.unit_name)
    }
}

/// Markdown fit for the public: names as they are shown, private data masked.
pub struct Public {
    pub markdown: String,
    pub masked: Vec<Masked>,
}

impl Public {
    pub fn html(&self) -> String {
        markdown::render(&self.markdown)
    }
}

/// Makes a body fit for the public, with those named in it as they are shown.
pub fn body_of(text: &str, named: &[Named], contacts: &Published) -> Public {
    let with: Vec<_> = named
        .iter()
        .map(|n| (n.person.range.clone(), as_ours(&n.shown(), n.form)))
        .collect();
    let text = people::replace(text, with.iter().map(|(r, s)| (r.clone(), s.as_str())));
    let masked = masks::mask_except(&text, contacts);
    Public {
        markdown: masked.text,
        masked: masked.found,
    }
}

/// A line of plain text, such as a title, and what was masked in it.
pub fn line(text: &str, named: &[Named], contacts: &Published) -> (String, Vec<Masked>) {
    let shown: Vec<String> = named.iter().map(Named::shown).collect();
    let with = named.iter().zip(&shown);
    let text = people::replace(
        text,
        with.map(|(n, s)| (n.person.range.clone(), s.as_str())),
    );
    let masked = masks::mask_except(&text, contacts);
    (masked.text, masked.found)
}

/// Brings those of whom it is not sure how to show them to the moderators' desk. The post itself is
/// published, with what is suggested in the place of the names.
pub async fn ask(tx: &Tx, named: &[Named], thing: Thing, unit: UnitId, now: Instant) -> Result<()> {
    let doubtful: Vec<&str> = named
        .iter()
        .filter(|n| n.doubt)
        .map(|n| n.written.as_str())
        .collect();
    if doubtful.is_empty() {
        return Ok(());
    }
    let item = NewItem {
        thing,
        kind: ItemKind::Doubt,
        unit,
        reasons: vec![Reason::Name],
        weight: 0,
        detail: doubtful.join("\n"),
        since: now,
    };
    queue::enqueue(tx, item).await?;
    Ok(())
}

/// A body with those named in it as they are shown, from what is stored of them.
pub fn replaced(text: &str, named: &[row::Model]) -> String {
    let bytes = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    let of_body = named.iter().filter(|n| n.place == Place::Body.as_str());
    let with: Vec<_> = of_body
        .map(|n| {
            (
                bytes(n.start_at)..bytes(n.end_at),
                as_ours(&n.shown, n.form),
            )
        })
        .collect();
    people::replace(text, with.iter().map(|(r, s)| (r.clone(), s.as_str())))
}

/// What we put in the place of a name is no mark of Markdown's; what the writer wrote stays.
fn as_ours(shown: &str, form: Form) -> String {
    if matches!(form, Form::Position | Form::Covered) {
        people::escaped(shown)
    } else {
        shown.to_owned()
    }
}
