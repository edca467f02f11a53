//! What other citizens and moderators do with a thread of the demonstration.

use super::life::{Telling, id_at};
use super::words::Sentence;
use crate::domain::deadline::DeadlineClass;
use crate::domain::desk::{ItemKind, NewItem, Reason, Thing};
use crate::domain::ids::{ActionId, AppealId, PostId, QueueItemId, ReportId};
use crate::domain::moderation::{AppealState, Decision, ReportState, Rule};
use crate::domain::record::{self, Count};
use crate::domain::thread::{PostKind, PostVisibility, Status, Step, Visibility};
use crate::domain::time::{DAY_MS, HOUR_MS, Instant};
use crate::store::entity::{appeal, moderation_action, post, report, support, thread};
use crate::store::queue;

impl Telling<'_> {
    /// A first text that waits for a moderator, or was refused.
    pub(super) fn before_moderator(&mut self, t: &mut thread::Model, p: post::Model, fresh: bool) {
        let stage = self.stage;
        t.status = Status::Submitted;
        t.visibility = Visibility::Held;
        t.routed_ms = None;
        let (limits, calendar) = (&stage.app.config.limits, &stage.city.calendar);
        t.due_ms = Some(limits.due(DeadlineClass::Verify, t.created_ms, calendar));
        if !fresh {
            let at = t.created_ms.plus_ms(self.chance.between(1, 20) * HOUR_MS);
            t.status = Status::Declined;
            t.visibility = Visibility::Refused;
            t.closed_ms = Some(at);
            t.active_ms = at;
            let rule = *self.chance.pick(Rule::ALL).unwrap_or(&Rule::Spam);
            self.decision(t, p.id, Decision::Refuse, Some(rule), t.created_ms, at);
            self.step(t, Step::Refuse, None, "", at);
        } else {
            self.wait(t, p.id, ItemKind::Held, Reason::First, 0, t.created_ms);
        }
        self.citizen_post(t, p, None);
    }

    pub(super) fn decision(
        &mut self,
        t: &thread::Model,
        post_id: PostId,
        decision: Decision,
        rule: Option<Rule>,
        since: Instant,
        at: Instant,
    ) {
        let waited = Some(at.0 - since.0);
        self.record(at, record::of_decision(decision, rule, waited));
        self.life.actions.push(moderation_action::Model {
            id: ActionId(id_at(at, &mut self.chance)),
            unit_id: t.unit_id,
            thread_id: Some(t.id),
            post_id: Some(post_id),
            rating_id: None,
            photo_id: None,
            appeal_id: None,
            decision,
            rule,
            note: String::new(),
            moderator_id: self.stage.moderator,
            public: t.visibility != Visibility::Confidential,
            waited_ms: waited,
            before: String::new(),
            created_ms: at,
            undone_ms: None,
        });
    }

    /// Other citizens reply and support; now and then a moderator must act.
    pub(super) fn others(&mut self, t: &mut thread::Model, opening: PostId) {
        let stage = self.stage;
        if t.visibility != Visibility::Public {
            return;
        }
        let age_h = (stage.now.0 - t.created_ms.0) / HOUR_MS;
        let replies = &self.tale.replies;
        let first = self.chance.below(replies.len());
        let in_turn = replies.iter().cycle().skip(first);
        let several = self.chance.below(4).saturating_sub(1).min(replies.len());
        for words in in_turn.take(several) {
            let at = t.created_ms.plus_ms(self.chance.between(1, 240) * HOUR_MS);
            if at > stage.now {
                continue;
            }
            let who = self.chance.below(stage.citizens.len());
            let (hidden, reported) = (self.chance.falls(20), self.chance.falls(60));
            let reported = !hidden && reported && age_h < 24 * 14;
            let against = match hidden || reported {
                true => stage.words.against(&mut self.chance),
                false => None,
            };
            let mut p = self.reply(t, against.map_or(words, |(_, w)| w), at);
            if let Some((_, name, _)) = stage.citizens.get(who) {
                p.label.clone_from(name);
            }
            match against {
                Some((rule, _)) if hidden => self.hide(t, &mut p, *rule),
                Some((rule, _)) => {
                    self.report(t, p.id, *rule, at.plus_ms(HOUR_MS));
                    t.reports_open += 1;
                }
                None => {}
            }
            if p.visibility == PostVisibility::Public {
                t.replies += 1;
            }
            t.active_ms = t.active_ms.max(at);
            self.citizen_post(t, p, Some(who));
        }
        if age_h < 24 * 10 && self.chance.falls(20) {
            self.report(
                t,
                opening,
                Rule::Duplicate,
                t.created_ms.plus_ms(5 * HOUR_MS),
            );
            t.reports_open += 1;
        }
        // Most are supported by few, some by many.
        let most = self.chance.below(6) * self.chance.below(6);
        for s in 0..self.chance.below(most + 1) {
            let at = t
                .created_ms
                .plus_ms(self.chance.between(0, age_h.max(0)) * HOUR_MS);
            self.life.supports.push(support::Model {
                thread_id: t.id,
                supporter: format!("demo-{s:04}"),
                created_ms: at,
            });
            t.supports += 1;
        }
    }

    pub(super) fn reply(
        &mut self,
        t: &thread::Model,
        words: &Sentence,
        at: Instant,
    ) -> post::Model {
        let mut p = self.post(t, PostKind::Citizen, at);
        p.body.clone_from(&words.body);
        p.shown.clone_from(&words.shown);
        p.set_reading(words.reading.clone());
        p
    }

    fn record(&mut self, at: Instant, counts: Vec<Count>) {
        let day = self.stage.app.day(at);
        let month = day.get(..7).unwrap_or_default();
        let counts = counts.into_iter().map(|c| (month.to_owned(), c));
        self.life.record.extend(counts);
    }

    /// Puts something on the moderators' desk.
    fn wait(
        &mut self,
        t: &thread::Model,
        post: PostId,
        kind: ItemKind,
        reason: Reason,
        weight: i64,
        since: Instant,
    ) {
        let item = NewItem {
            thing: Thing::Post { thread: t.id, post },
            kind,
            unit: t.unit_id,
            reasons: vec![reason],
            weight,
            detail: String::new(),
            since,
        };
        let id = QueueItemId(id_at(since, &mut self.chance));
        self.life.waiting.push(queue::model(&item, id));
    }

    fn report(&mut self, t: &thread::Model, post_id: PostId, rule: Rule, at: Instant) {
        self.record(at, vec![record::one(record::REPORTS)]);
        self.wait(t, post_id, ItemKind::Reported, Reason::Reports, 6, at);
        self.life.reports.push(report::Model {
            id: ReportId(id_at(at, &mut self.chance)),
            thread_id: t.id,
            post_id,
            rule,
            note: String::new(),
            reporter: format!("demo-{}", self.n),
            state: ReportState::Open,
            created_ms: at,
            closed_by: None,
        });
    }

    /// A reply is hidden; one in three is shown again later.
    fn hide(&mut self, t: &thread::Model, p: &mut post::Model, rule: Rule) {
        let at = p.created_ms.plus_ms(self.chance.between(1, 30) * HOUR_MS);
        if at > self.stage.now {
            return;
        }
        p.visibility = PostVisibility::Hidden;
        p.hidden_rule = Some(rule);
        self.decision(t, p.id, Decision::Hide, Some(rule), p.created_ms, at);
        self.step(t, Step::Hide, None, rule.as_str(), at);
        let later = at.plus_ms(self.chance.between(5, 50) * HOUR_MS);
        if later <= self.stage.now && self.chance.falls(330) {
            p.visibility = PostVisibility::Public;
            p.hidden_rule = None;
            self.decision(t, p.id, Decision::Restore, None, at, later);
            self.step(t, Step::Restore, None, "", later);
        } else if later <= self.stage.now
            && self.stage.now.0 - later.0 < 21 * DAY_MS
            && self.chance.falls(350)
        {
            self.appeal(t, p.id, later);
        }
    }

    /// The author of what was just hidden asks for another look, and waits.
    fn appeal(&mut self, t: &thread::Model, post: PostId, at: Instant) {
        let Some(against) = self.life.actions.last().map(|a| (a.id, a.created_ms)) else {
            return;
        };
        let id = AppealId(id_at(at, &mut self.chance));
        self.life.appeals.push(appeal::Model {
            id,
            action_id: against.0,
            body: "Saya mengkritik pelayanannya, bukan orangnya. Mohon dibaca lagi.".into(),
            state: AppealState::Open,
            note: String::new(),
            created_ms: at,
            decided_ms: None,
        });
        self.record(against.1, vec![record::one(record::APPEALS)]);
        let item = NewItem {
            thing: Thing::Appeal {
                appeal: id,
                thread: t.id,
                post,
                decided_by: self.stage.moderator,
            },
            kind: ItemKind::Appeal,
            unit: t.unit_id,
            reasons: vec![Reason::Appeal],
            weight: 0,
            detail: String::new(),
            since: at,
        };
        let item_id = QueueItemId(id_at(at, &mut self.chance));
        self.life.waiting.push(queue::model(&item, item_id));
    }
}
