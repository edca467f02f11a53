//! What the unit does with a thread of the demonstration, and how its author takes it.

use super::chance::Chance;
use super::life::{Official, Telling, id_at};
use super::words::Names;
use crate::domain::deadline::DeadlineClass;
use crate::domain::ids::{PostId, ScheduleId};
use crate::domain::schedule::{self, ScheduleState};
use crate::domain::tally::{self};
use crate::domain::thread::{Kind, PostKind, Status, Step};
use crate::domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};
use crate::store::entity::{authorship, first_answer, post, schedule as entity, thread};
use crate::text::markdown;

impl Telling<'_> {
    /// What the unit, the author and others do, as far as time has gone.
    pub(super) fn case(
        &mut self,
        t: &mut thread::Model,
        names: &Names,
        account: Option<usize>,
        opening: PostId,
    ) {
        let stage = self.stage;
        self.others(t, opening);
        let Some(official) = stage.officials.get(&t.unit_id) else {
            return;
        };
        // Each unit has its own pace: the slowest miss half of their limits.
        let pace = 25 + i64::from(t.unit_id.0.as_bytes()[0]) % 60;
        let class = DeadlineClass::parse(&t.deadline_class).unwrap_or(DeadlineClass::Standard);
        let limit = i64::from(stage.app.config.limits.days(class)) * 24;
        let hours = |share: i64| (limit * share / 100).max(2);
        let wait = hours(self.chance.between(1, pace / 3));
        let taken = self.at_work(t.created_ms.plus_ms(wait * HOUR_MS));
        let recent = stage.now.0 - t.created_ms.0 < 90 * DAY_MS;
        if taken > stage.now || (recent && self.chance.falls(60)) {
            return;
        }
        t.status = Status::InProgress;
        t.assigned_to = Some(official.id);
        t.active_ms = taken;
        let (text, _) = stage.words.step(Step::Take, &mut self.chance);
        self.step(t, Step::Take, Some(official), text, taken);
        self.promise(t, official, taken.plus_ms(MINUTE_MS));
        let wait = hours(self.chance.between(5, pace * 2));
        let answered = self.at_work(taken.plus_ms(wait * HOUR_MS));
        if answered > stage.now || (recent && self.chance.falls(60)) {
            return;
        }
        // Neither what is promised nor thanks are declined.
        let may = self.life.schedules.is_empty() && t.kind != Kind::Praise;
        if may && self.chance.falls(30) {
            let (words, ground) = stage.words.step(Step::Decline, &mut self.chance);
            self.step(t, Step::Decline, Some(official), words, answered);
            if let Some(last) = self.life.posts.last_mut() {
                last.reason = ground;
            }
            t.status = Status::Declined;
            t.closed_ms = Some(answered);
            t.active_ms = answered;
            return;
        }
        self.answer(t, names, official, answered);
        self.ending(t, names, official, account, answered);
    }

    /// The author confirms, reopens or stays silent.
    fn ending(
        &mut self,
        t: &mut thread::Model,
        names: &Names,
        official: &Official,
        account: Option<usize>,
        answered: Instant,
    ) {
        let stage = self.stage;
        let responds = answered.plus_ms(self.chance.between(3, 24 * 8) * HOUR_MS);
        let lapses = stage.app.config.limits.due(
            DeadlineClass::CitizenReply,
            answered,
            &stage.city.calendar,
        );
        let closed = match self.chance.below(100) {
            0..45 if responds <= stage.now => Some((Step::Confirm, responds)),
            // What was opened again once is solved then.
            45..54 if responds <= stage.now && !self.reopened() && self.tale.again.is_some() => {
                self.reopen(t, names, official, account, responds);
                None
            }
            _ if lapses < stage.now && t.planned_ms.is_none() => {
                Some((Step::Lapse, lapses.plus_ms(30 * MINUTE_MS)))
            }
            _ => None,
        };
        if let Some((step, at)) = closed {
            self.step(t, step, None, "", at);
            t.status = Status::Resolved;
            t.closed_ms = Some(at);
            t.active_ms = at;
        }
    }

    /// Whether its author has opened it again.
    fn reopened(&self) -> bool {
        let reopens = |p: &post::Model| p.step == Some(Step::Reopen);
        self.life.posts.iter().any(reopens)
    }

    /// Now and then the unit says by when something will be done, mostly keeps it, and sometimes moves
    /// the day first.
    fn promise(&mut self, t: &mut thread::Model, official: &Official, at: Instant) {
        let stage = self.stage;
        // Apart from the other chances, which fall as they did.
        let mut chance = Chance::new("promise", self.n.into());
        let wanting = matches!(t.kind, Kind::Complaint | Kind::Suggestion);
        if !wanting || !chance.falls(120) || at > stage.now {
            return;
        }
        let calendar = &stage.city.calendar;
        let what = "Yang disampaikan di utas ini selesai dikerjakan";
        let mut made = at;
        let moves = chance.falls(250);
        for n in 0..=usize::from(moves) {
            let ahead = jiff::Span::new().days(chance.between(5, 25));
            let day = calendar.working_day_from(calendar.day(made).saturating_add(ahead));
            let due = schedule::end_of(day, calendar);
            let reason = match n {
                0 => "",
                _ => "Pekerjaan yang lebih mendesak harus kami dahulukan",
            };
            let (step, words) = match n {
                0 => (Step::Schedule, what),
                _ => (Step::Reschedule, reason),
            };
            self.step(t, step, Some(official), &schedule::detail(day, words), made);
            if let Some(before) = self.life.schedules.last_mut() {
                before.state = ScheduleState::Moved;
                before.closed_ms = Some(made);
            }
            self.life.schedules.push(entity::Model {
                id: ScheduleId(id_at(made, &mut chance)),
                thread_id: t.id,
                what: what.to_owned(),
                day: day.to_string(),
                due_ms: due,
                state: ScheduleState::Open,
                reason: reason.to_owned(),
                made_by: official.id,
                made_ms: made,
                closed_ms: None,
                broken_ms: None,
            });
            t.planned_ms = Some(due);
            made = made.plus_ms(chance.between(1, 4) * DAY_MS);
            if made > stage.now {
                break;
            }
        }
        let Some(due) = t.planned_ms else { return };
        // One in six is late.
        let late = if chance.falls(160) { 3 } else { -1 };
        let done = self.at_work(due.plus_ms(late * DAY_MS));
        if done > stage.now {
            return;
        }
        self.step(t, Step::Keep, Some(official), what, done);
        if let Some(last) = self.life.schedules.last_mut() {
            last.state = ScheduleState::Kept;
            last.closed_ms = Some(done);
        }
        t.planned_ms = None;
        t.active_ms = t.active_ms.max(done);
    }

    /// The next moment at which an office works.
    fn at_work(&mut self, at: Instant) -> Instant {
        let stage = self.stage;
        let calendar = &stage.city.calendar;
        let mut day = calendar.day(at);
        let into_the_day = self.chance.between(0, 7 * 60 + 50) * MINUTE_MS;
        loop {
            let moment = calendar.at(day, calendar.opens).plus_ms(into_the_day);
            if calendar.is_working(day) && moment > at {
                return moment;
            }
            let Ok(next) = day.tomorrow() else { return at };
            day = next;
        }
    }

    fn answer(&mut self, t: &mut thread::Model, names: &Names, official: &Official, at: Instant) {
        let body = self.tale.answer(self.reopened(), names);
        let mut p = self.post(t, PostKind::Official, at);
        self.speak(&mut p, t, official);
        p.shown = markdown::render(&body);
        p.body = body;
        self.life.authors.push(authorship::Model {
            post_id: p.id,
            thread_id: t.id,
            opening: false,
            account_id: Some(official.id),
            visitor: None,
        });
        self.life.posts.push(p);
        self.step(t, Step::Answer, Some(official), "", at.plus_ms(1));
        if t.first_answer_ms.is_none() {
            let from = t.routed_ms.unwrap_or(t.created_ms);
            let answer = first_answer::Model {
                thread_id: t.id,
                unit_id: t.unit_id,
                service_id: t.service_id,
                at_ms: at,
                took_ms: (at.0 - from.0).max(0),
                work_ms: Some(self.stage.city.calendar.working_ms_between(from, at)),
                on_time: t.due_ms.is_none_or(|due| at <= due),
            };
            self.count(at, tally::of_answer(answer.measured()));
            self.life.first_answer = Some(answer);
            t.first_answer_ms = Some(at);
        }
        t.status = Status::Answered;
        t.answered_ms = Some(at);
        t.closed_ms = Some(at);
        t.active_ms = at;
    }

    fn reopen(
        &mut self,
        t: &mut thread::Model,
        names: &Names,
        official: &Official,
        account: Option<usize>,
        at: Instant,
    ) {
        let stage = self.stage;
        self.step(t, Step::Reopen, None, "", at);
        if let Some(words) = &self.tale.again {
            let label = t.author_label.clone();
            let mut p = self.reply(t, words, at.plus_ms(1));
            p.by_author = true;
            p.label = label;
            self.citizen_post(t, p, account);
            t.replies += 1;
        }
        t.status = Status::Routed;
        t.routed_ms = Some(at);
        t.answered_ms = None;
        t.closed_ms = None;
        t.active_ms = at;
        let class = DeadlineClass::parse(&t.deadline_class).unwrap_or(DeadlineClass::Standard);
        t.due_ms = Some(stage.app.config.limits.due(class, at, &stage.city.calendar));
        let wait = self.chance.between(20, 160);
        let again = self.at_work(at.plus_ms(wait * HOUR_MS));
        if again <= stage.now {
            self.answer(t, names, official, again);
            self.ending(t, names, official, account, again);
        }
    }
}
