//! The life of one thread of the demonstration, from writing to its end, as rows ready to insert.
//! Everything in it follows from the thread's place in the city's history.

use super::chance::Chance;
use super::city::SURVEYED;
use super::stories::{self, Story};
use super::words::{Names, Sentence, Tale, Words};
use crate::app::{App, City};
use crate::domain::deadline::DeadlineClass;
use crate::domain::ids::{AccountId, CorrectionId, PostId, ServiceId, ThreadId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::outcome::Ending;
use crate::domain::rating::{Answers, Channel, Score};
use crate::domain::record::Count;
use crate::domain::sentiment::Polarity;
use crate::domain::tally::{self, Delta};
use crate::domain::thread::{Appear, Kind, PostKind, Routing, Status, Step, Visibility};
use crate::domain::time::{DAY_MS, Instant};
use crate::flows::case::blank_post;
use crate::keys::Purpose;
use crate::store::entity::{
    appeal, authorship, correction, first_answer, moderation_action, outcome, post, queue_item,
    rating, report, schedule, support, thread, thread_contact,
};
use crate::store::ratings::NewRating;
use std::sync::Arc;
use uuid::Uuid;

/// Someone who speaks for a unit.
pub struct Official {
    pub id: AccountId,
    pub name: String,
    pub position: String,
}

/// What all lives share.
pub struct Stage<'a> {
    pub app: &'a App,
    pub city: Arc<City>,
    pub words: Words,
    pub stories: Vec<Story>,
    /// Place and topic, each as often as it is written about.
    pub places: Vec<((UnitId, ServiceId), String)>,
    pub citizens: Vec<(AccountId, String, String)>,
    pub officials: std::collections::HashMap<UnitId, Official>,
    pub moderator: AccountId,
    /// Until when lives are told.
    pub now: Instant,
}

/// Rows and figures of one thread.
#[derive(Default)]
pub struct Life {
    pub thread: Option<thread::Model>,
    pub contact: Option<thread_contact::Model>,
    pub posts: Vec<post::Model>,
    pub authors: Vec<authorship::Model>,
    pub supports: Vec<support::Model>,
    pub ratings: Vec<rating::Model>,
    pub reports: Vec<report::Model>,
    pub actions: Vec<moderation_action::Model>,
    pub appeals: Vec<appeal::Model>,
    pub waiting: Vec<queue_item::Model>,
    pub first_answer: Option<first_answer::Model>,
    pub outcomes: Vec<outcome::Model>,
    pub schedules: Vec<schedule::Model>,
    pub corrections: Vec<correction::Model>,
    /// Month and what moderation adds to its figures.
    pub record: Vec<(String, Count)>,
    /// Day and what it adds there.
    pub figures: Vec<(String, Delta)>,
}

/// A UUID v7 of that moment whose other bits follow from `chance`.
pub(super) fn id_at(at: Instant, chance: &mut Chance) -> Uuid {
    let mut bytes = [0u8; 10];
    for (byte, bits) in bytes.iter_mut().zip(chance.bits().to_le_bytes()) {
        *byte = bits;
    }
    let more = chance.bits().to_le_bytes();
    (bytes[8], bytes[9]) = (more[0], more[1]);
    let ms = u64::try_from(at.0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &bytes).into_uuid()
}

pub(super) struct Telling<'a> {
    pub(super) stage: &'a Stage<'a>,
    pub(super) chance: Chance,
    pub(super) n: u32,
    pub(super) tale: &'a Tale,
    place: (UnitId, ServiceId),
    pub(super) life: Life,
}

const PSEUDONYMS: [&str; 10] = [
    "Warga Talawi",
    "Ibu dua anak",
    "Urang Kolok",
    "Pelanggan pasar",
    "Pak RT",
    "Bundo Silungkang",
    "Anak nagari",
    "Sopir angkot",
    "Pemuda Barangin",
    "Wali murid",
];

/// Tells the life of thread `n`, written at `at`.
pub fn live(stage: &Stage, n: u32, at: Instant) -> Life {
    let mut chance = Chance::new("thread", n.into());
    let Some((place, topic)) = chance.pick(&stage.places) else {
        return Life::default();
    };
    let kind = kind(&mut chance);
    let story = stories::told(&stage.stories, n, at, stage.now)
        .and_then(|s| Some((s.place, chance.pick(&s.tales)?)));
    let told = story.or_else(|| Some((*place, stage.words.tale(topic, kind, &mut chance)?)));
    let Some((place, tale)) = told else {
        return Life::default();
    };
    let mut telling = Telling {
        stage,
        chance,
        n,
        tale,
        place,
        life: Life::default(),
    };
    telling.tell(at);
    telling.life
}

/// What citizens bring, by how often.
fn kind(chance: &mut Chance) -> Kind {
    match chance.below(100) {
        0..46 => Kind::Complaint,
        46..60 => Kind::Suggestion,
        60..74 => Kind::Question,
        _ => Kind::Praise,
    }
}

impl<'a> Telling<'a> {
    fn tell(&mut self, at: Instant) {
        let stage = self.stage;
        let directory = &stage.city.directory;
        let (Some(unit), Some(service)) = (
            directory.unit(self.place.0),
            directory.service(self.place.1),
        ) else {
            return;
        };
        let (tale, kind) = (self.tale, self.tale.kind);
        let Some(words) = self.chance.pick(&tale.openings) else {
            return;
        };
        let class =
            DeadlineClass::parse(&service.deadline_class).unwrap_or(DeadlineClass::Standard);
        let due = stage.app.config.limits.due(class, at, &stage.city.calendar);
        let due_day = crate::views::locale::Locale::new(Lang::Id).date(due, &stage.app.config.zone);
        let names = Names {
            service: &service.name,
            unit: if unit.short_name.is_empty() {
                &unit.name
            } else {
                &unit.short_name
            },
            due: &due_day,
        };
        let appear = match self.chance.below(100) {
            0..20 => Appear::Named,
            20..50 => Appear::Pseudonym,
            50..94 => Appear::Anonymous,
            _ => Appear::Confidential,
        };
        let account = stage.chance_of_account(&mut self.chance, appear);
        let label = self.label(appear, account);
        let mut t = thread::Model {
            id: ThreadId(id_at(at, &mut self.chance)),
            number: String::new(),
            kind,
            title: names.fill(&tale.title),
            excerpt: words.excerpt.clone(),
            unit_id: unit.id,
            service_id: service.id,
            status: Status::Routed,
            visibility: match appear {
                Appear::Confidential => Visibility::Confidential,
                _ => Visibility::Public,
            },
            appear,
            author_label: label,
            deadline_class: class.as_str().to_owned(),
            overall: None,
            supports: 0,
            replies: 0,
            reports_open: 0,
            created_ms: at,
            listed_ms: None,
            due_ms: Some(due),
            routed_ms: Some(at),
            first_answer_ms: None,
            answered_ms: None,
            closed_ms: None,
            active_ms: at,
            assigned_to: None,
            routing: Routing::First,
            asked_ms: None,
            waited_ms: 0,
            waited_work_ms: 0,
            planned_ms: None,
            locked: false,
            whole_title: None,
        };
        self.life.contact = Some(thread_contact::Model {
            thread_id: t.id,
            // A third wrote without an account and follows by code; nobody knows these codes.
            code_hash: account.is_none().then(|| {
                stage
                    .app
                    .keys
                    .hash(Purpose::TrackingCode, &format!("demo {}", self.n))
            }),
            code_of: None,
            email: None,
            lang: Lang::Id,
            seen_ms: None,
        });
        self.rate(&mut t);
        let mut opening = self.opening(&t, words);
        let fate = self.chance.below(1_000);
        let fresh = stage.now.0 - at.0 < 3 * DAY_MS;
        if t.visibility == Visibility::Public && ((fresh && fate < 200) || fate < 12) {
            self.before_moderator(&mut t, opening, fresh);
        } else {
            if t.visibility == Visibility::Public {
                t.listed_ms = Some(at);
            }
            let opening_id = opening.id;
            self.correct(&t, &mut opening);
            self.citizen_post(&t, opening, account);
            self.case(&mut t, &names, account, opening_id);
        }
        self.life.thread = Some(t);
    }

    fn label(&mut self, appear: Appear, account: Option<usize>) -> String {
        let person = account.and_then(|i| self.stage.citizens.get(i));
        match (appear, person) {
            (Appear::Named, Some((_, name, _))) => name.clone(),
            (Appear::Pseudonym, Some((_, _, pseudonym))) if !pseudonym.is_empty() => {
                pseudonym.clone()
            }
            (Appear::Named | Appear::Pseudonym, _) => self
                .chance
                .pick(&PSEUDONYMS)
                .map_or_else(String::new, |p| (*p).to_owned()),
            _ => String::new(),
        }
    }

    /// Two in three who write say how the service was.
    fn rate(&mut self, t: &mut thread::Model) {
        if !self.chance.falls(650) {
            return;
        }
        let best = match self.tale.meant() {
            Polarity::Negative => self.chance.between(1, 2),
            Polarity::Neutral => self.chance.between(2, 3),
            Polarity::Positive => self.chance.between(3, 4),
        };
        let score = |n: i64| u8::try_from(n.clamp(1, 4)).ok().and_then(Score::new);
        let mut answers = Answers {
            overall: score(best),
            ..Answers::default()
        };
        let surveyed = super::city::unit_id(SURVEYED.0) == t.unit_id;
        if !surveyed && self.chance.falls(400) {
            for element in &mut answers.elements {
                // People who complain of one thing are mostly content with the rest.
                *element = score(best + self.chance.between(0, 2));
            }
        }
        t.overall = answers.overall.map(|s| s.get().into());
        let app = self.stage.app;
        let day = app.day(t.created_ms);
        self.count(t.created_ms, tally::of_rating(&answers));
        let new = NewRating {
            unit: t.unit_id,
            service: t.service_id,
            day,
            rater: app.keys.hash(Purpose::Rater, &format!("demo {}", self.n)),
            channel: Channel::Thread,
            answers,
            at: t.created_ms,
        };
        let mut model = new.into_model();
        model.id.0 = id_at(t.created_ms, &mut self.chance);
        self.life.ratings.push(model);
    }

    fn opening(&mut self, t: &thread::Model, words: &Sentence) -> post::Model {
        let mut p = self.post(t, PostKind::Citizen, t.created_ms);
        p.opening = true;
        p.by_author = true;
        p.label.clone_from(&t.author_label);
        p.body.clone_from(&words.body);
        p.shown.clone_from(&words.shown);
        p.set_reading(words.reading.clone().beside(t.kind, t.mark()));
        p
    }

    pub(super) fn post(&mut self, t: &thread::Model, kind: PostKind, at: Instant) -> post::Model {
        blank_post(PostId(id_at(at, &mut self.chance)), t.id, kind, at)
    }

    pub(super) fn count(&mut self, at: Instant, deltas: Vec<Delta>) {
        let day = self.stage.app.day(at);
        self.life
            .figures
            .extend(deltas.into_iter().map(|d| (day.clone(), d)));
    }

    /// Stores a citizen's post as it stands, and counts it.
    pub(super) fn citizen_post(
        &mut self,
        t: &thread::Model,
        p: post::Model,
        account: Option<usize>,
    ) {
        let deltas = tally::of_post(p.opening, t.visibility, p.visibility, &p.reading());
        self.count(p.created_ms, deltas);
        let who = account.and_then(|i| self.stage.citizens.get(i));
        self.life.authors.push(authorship::Model {
            post_id: p.id,
            thread_id: t.id,
            opening: p.opening,
            account_id: who.map(|c| c.0),
            visitor: None,
        });
        self.life.posts.push(p);
    }

    /// Of what the program could not tell, staff say now and then what it really says, a day later.
    fn correct(&mut self, t: &thread::Model, p: &mut post::Model) {
        let at = p.created_ms.plus_ms(DAY_MS);
        let before = p.reading();
        let Some(official) = self.stage.officials.get(&t.unit_id) else {
            return;
        };
        if before.is_sure() || at > self.stage.now || !self.chance.falls(300) {
            return;
        }
        self.life.corrections.push(correction::Model {
            id: CorrectionId(id_at(at, &mut self.chance)),
            post_id: p.id,
            account_id: official.id,
            by_staff: true,
            from_polarity: before.polarity,
            from_elements: before.elements.clone(),
            from_certainty: before.certainty,
            to_polarity: self.tale.meant(),
            to_elements: before.elements,
            created_ms: at,
        });
        p.polarity = Some(self.tale.meant());
        p.corrected_ms = Some(at);
    }

    pub(super) fn step(
        &mut self,
        t: &thread::Model,
        step: Step,
        by: Option<&Official>,
        detail: &str,
        at: Instant,
    ) {
        let mut p = self.post(t, PostKind::Status, at);
        p.step = Some(step);
        p.detail = detail.to_owned();
        p.by_author = matches!(step, Step::Confirm | Step::Reopen);
        if let Some(by) = by {
            self.speak(&mut p, t, by);
        }
        if let Some(ending) = Ending::of_step(step) {
            self.life.outcomes.push(outcome::Model {
                post_id: p.id,
                thread_id: t.id,
                unit_id: t.unit_id,
                service_id: t.service_id,
                ending,
                at_ms: at,
            });
            self.count(at, tally::of_ending(ending));
        }
        self.life.posts.push(p);
    }

    pub(super) fn speak(&self, p: &mut post::Model, t: &thread::Model, by: &Official) {
        p.label.clone_from(&by.name);
        p.position.clone_from(&by.position);
        if let Some(unit) = self.stage.city.directory.unit(t.unit_id) {
            p.unit_name.clone_from(&unit.name);
        }
    }
}

impl Stage<'_> {
    /// Who signs in to write: those who give their name, mostly.
    fn chance_of_account(&self, chance: &mut Chance, appear: Appear) -> Option<usize> {
        let in_a_thousand = match appear {
            Appear::Named => 1_000,
            Appear::Pseudonym => 500,
            Appear::Anonymous | Appear::Confidential => 200,
        };
        (chance.falls(in_a_thousand) && !self.citizens.is_empty())
            .then(|| chance.below(self.citizens.len()))
    }
}
