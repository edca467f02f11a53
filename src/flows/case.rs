//! What every act on a thread does first: lock it, see who asks, ask the policy; and what moves it.

use super::{assign, search, tell, uploads};
use crate::app::{App, City};
use crate::domain::deadline::{self, DeadlineClass};
use crate::domain::decline::Ground;
use crate::domain::error::{Error, Result};
use crate::domain::following::What;
use crate::domain::hook::Event;
use crate::domain::ids::{PostId, UnitId};
use crate::domain::outcome::Ending;
use crate::domain::person::{Subject, Viewer};
use crate::domain::policy::{self, Action};
use crate::domain::sentiment::Polarity;
use crate::domain::tally::{self, Delta};
use crate::domain::thread::{
    PostKind, PostVisibility, Routing, Status, Step, Visibility, may_be_number,
};
use crate::domain::time::Instant;
use crate::store::entity::{authorship, outcome, post, thread};
use crate::store::{Tx, following, merges, places, posts, rollups, threads};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A thread locked for an act that the viewer may do.
pub struct Case {
    pub tx: Tx,
    pub thread: thread::Model,
    pub opener: Option<authorship::Model>,
    /// Whether the viewer is the thread's author.
    pub own: bool,
    pub city: Arc<City>,
    pub now: Instant,
    /// Whether a unit owed something in it when it was locked.
    was_open: bool,
    /// The unit that had it when it was locked.
    pub(super) from: UnitId,
    /// What others are told of when the act is finished, with how the post reads.
    pub(super) news: Vec<(Event, Option<Polarity>)>,
    /// What those who follow it are told of, with the entry that says it.
    pub(super) happened: Vec<(What, PostId)>,
}

/// Whether the viewer wrote what `authorship` tells of.
fn is_own(viewer: &Viewer, authorship: Option<&authorship::Model>) -> bool {
    authorship.is_some_and(|w| viewer.wrote(w.thread_id, w.opening, w.account_id))
}

impl Case {
    /// Locks the thread.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none or the viewer may not even read it,
    /// [`Error::Forbidden`] or [`Error::SignInNeeded`] by the policy table.
    pub async fn lock(app: &App, viewer: &Viewer, number: &str, action: Action) -> Result<Case> {
        if !may_be_number(number) {
            return Err(Error::NotFound);
        }
        let city = app.city().await?;
        let tx = app.store.begin().await?;
        if action == Action::Merge {
            merges::one_at_a_time(&tx).await?;
        }
        let thread = threads::for_update(&tx, number)
            .await?
            .ok_or(Error::NotFound)?;
        let opener = posts::opener(&*tx, thread.id).await?;
        let subject = Subject {
            unit: Some(thread.unit_id),
            own: is_own(viewer, opener.as_ref()),
        };
        if !policy::may_read(thread.visibility, viewer.standing(&subject)) {
            return Err(Error::NotFound);
        }
        if !policy::may(action, viewer, &subject) {
            return Err(policy::refused(action, viewer));
        }
        Ok(Case {
            own: subject.own,
            was_open: thread.status.is_open(),
            from: thread.unit_id,
            news: Vec::new(),
            happened: Vec::new(),
            tx,
            thread,
            opener,
            city,
            now: app.now(),
        })
    }

    /// A locked thread on which the service itself acts.
    pub(super) fn of_service(
        tx: Tx,
        thread: thread::Model,
        opener: Option<authorship::Model>,
        city: Arc<City>,
        now: Instant,
    ) -> Case {
        Case {
            was_open: thread.status.is_open(),
            from: thread.unit_id,
            news: Vec::new(),
            happened: Vec::new(),
            own: false,
            tx,
            thread,
            opener,
            city,
            now,
        }
    }

    /// Asks that the thread be in view of those it is meant for: nobody acts on one that a
    /// moderator holds or has withheld.
    ///
    /// # Errors
    /// [`Error::Conflict`] if it is not.
    pub fn in_view(self) -> Result<Case> {
        match self.thread.visibility {
            Visibility::Public | Visibility::Confidential => Ok(self),
            Visibility::Held | Visibility::Refused | Visibility::Hidden => {
                Err(Error::Conflict("conflict-not-public"))
            }
        }
    }

    /// Takes a form by its name. `false` if it was taken before: a double tap, or a page that was
    /// loaded again. A form without a name of ours is always new.
    pub async fn first_time(&self, app: &App, form_id: &str) -> Result<bool> {
        match uploads::form_key(app, form_id) {
            Some(key) => threads::claim_form(&self.tx, &key, self.thread.id, self.now).await,
            None => Ok(true),
        }
    }

    /// Asks that it be not joined to another thread: what is said goes there.
    ///
    /// # Errors
    /// [`Error::Conflict`] if it is.
    pub fn on_its_own(self) -> Result<Case> {
        match self.thread.status {
            Status::Merged => Err(Error::Conflict("conflict-merged")),
            _ => Ok(self),
        }
    }

    /// Moves the status and notes the step in the timeline; returns the entry.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the step doesn't fit the status.
    pub async fn step(&mut self, step: Step, actor: Actor<'_>, detail: &str) -> Result<PostId> {
        self.step_on(step, actor, detail, None).await
    }

    /// As [`Case::step`], on a ground.
    ///
    /// # Errors
    /// As there.
    pub async fn step_on(
        &mut self,
        step: Step,
        actor: Actor<'_>,
        detail: &str,
        ground: Option<Ground>,
    ) -> Result<PostId> {
        let before = self.thread.status;
        self.thread.status = before.after(step)?;
        if before == Status::Asked && self.thread.status != Status::Asked {
            self.resume();
        }
        self.thread.active_ms = self.now;
        if let Some(event) = Event::of_step(step) {
            self.news.push((event, None));
        }
        let id = PostId::new();
        let mut entry = blank_post(id, self.thread.id, PostKind::Status, self.now);
        entry.step = Some(step);
        entry.detail = detail.to_owned();
        entry.reason = ground;
        entry.by_author = matches!(actor, Actor::Author);
        if let Actor::Staff {
            name,
            position,
            unit,
        } = actor
        {
            entry.label = name.to_owned();
            entry.position = position.to_owned();
            entry.unit_name = unit.to_owned();
        }
        posts::insert(&mut self.tx, entry, None).await?;
        if let Some(ending) = Ending::of_step(step) {
            self.ended(id, ending).await?;
        }
        self.happened
            .extend(What::of_step(step).map(|what| (what, id)));
        Ok(id)
    }

    /// What the author says of an answer counts for the service that the case is filed under now.
    async fn ended(&mut self, post_id: PostId, ending: Ending) -> Result<()> {
        let (unit_id, service_id) = (self.thread.unit_id, self.thread.service_id);
        let row = outcome::Model {
            post_id,
            thread_id: self.thread.id,
            unit_id,
            service_id,
            ending,
            at_ms: self.now,
        };
        posts::insert_outcome(&self.tx, row).await?;
        let day = self.city.calendar.day(self.now).to_string();
        rollups::add(
            &mut self.tx,
            unit_id,
            service_id,
            &day,
            tally::of_ending(ending),
        )
        .await
    }

    /// The clock goes on after it has stood still.
    fn resume(&mut self) {
        let (now, calendar) = (self.now, &self.city.calendar);
        let Some(asked) = self.thread.asked_ms.take() else {
            return;
        };
        self.thread.waited_ms += (now.0 - asked.0).max(0);
        self.thread.waited_work_ms += calendar.working_ms_between(asked, now);
        if let Some(due) = self.thread.due_ms {
            self.thread.due_ms = Some(deadline::resumed(due, asked, now, calendar));
        }
    }

    /// The author has written further, for all to see: what they were asked is answered. Returns
    /// the entry in the timeline, if there is one.
    pub async fn told(&mut self) -> Result<Option<PostId>> {
        if self.thread.status != Status::Asked {
            return Ok(None);
        }
        self.step(Step::Told, Actor::Author, "").await.map(Some)
    }

    /// The unit has it from now: its clock runs.
    pub fn route(&mut self, app: &App) {
        let class =
            DeadlineClass::parse(&self.thread.deadline_class).unwrap_or(DeadlineClass::Standard);
        let due = app.config.limits.due(class, self.now, &self.city.calendar);
        self.thread.routed_ms = Some(self.now);
        self.thread.due_ms = Some(due);
        self.thread.answered_ms = None;
        self.thread.closed_ms = None;
        self.thread.asked_ms = None;
        (self.thread.waited_ms, self.thread.waited_work_ms) = (0, 0);
    }

    /// Changes the roll-ups after a decision: `post` has come from its visibility to `after`, and
    /// with an opening post the whole thread from `before` to what it is now.
    pub async fn retally(
        &mut self,
        app: &App,
        post: &post::Model,
        before: Visibility,
        after: PostVisibility,
    ) -> Result<()> {
        let mut concerned = vec![post.clone()];
        if before != self.thread.visibility {
            concerned.extend(posts::replies_by_citizens(&*self.tx, self.thread.id).await?);
        }
        let mut days = BTreeMap::<String, Vec<Delta>>::new();
        for p in concerned.iter().filter(|p| p.kind == PostKind::Citizen) {
            let now = if p.id == post.id { after } else { p.visibility };
            let reading = p.reading();
            let was = tally::of_post(p.opening, before, p.visibility, &reading);
            let is = tally::of_post(p.opening, self.thread.visibility, now, &reading);
            days.entry(app.day(p.created_ms))
                .or_default()
                .extend(tally::difference(&was, is));
        }
        let (unit, service) = (self.thread.unit_id, self.thread.service_id);
        rollups::add_days(&mut self.tx, unit, service, days.into_iter().collect()).await
    }

    /// A citizen has written a further post.
    pub fn replied(&mut self, post: PostId, reads: Polarity) {
        self.news.push((Event::Replied, Some(reads)));
        // Why a case is reopened is part of that.
        let reopened = self.happened.iter().any(|(w, _)| *w == What::Reopened);
        if !reopened {
            self.happened(What::Replied, post);
        }
    }

    /// Those who follow the thread are told of this entry.
    pub fn happened(&mut self, what: What, post: PostId) {
        self.happened.push((what, post));
    }

    /// Saves the thread, brings the search index up to it, tells those who listen, and commits.
    pub async fn finish(self) -> Result<thread::Model> {
        let (tx, thread) = self.settle().await?;
        tx.commit().await?;
        Ok(thread)
    }

    /// As [`Case::finish`], where the transaction goes on.
    pub(super) async fn settle(mut self) -> Result<(Tx, thread::Model)> {
        // Opened again: whoever had it may have left meanwhile.
        if self.thread.status.is_open()
            && !self.was_open
            && let Some(account) = self.thread.assigned_to
            && assign::works_on(&self.tx, &self.city, account, self.thread.unit_id, self.now)
                .await?
                .is_none()
        {
            self.thread.assigned_to = None;
        }
        // Opened again in a unit that was closed meanwhile: the coordinator finds it another.
        if self.thread.status.is_open()
            && !self.was_open
            && !places::hold_open(&self.tx, self.thread.unit_id).await?
        {
            self.thread.routing = Routing::Contested;
        }
        threads::save(&mut self.tx, self.thread.clone()).await?;
        let before = (self.from != self.thread.unit_id).then_some(self.from);
        for (event, reads) in &self.news {
            let (t, now) = (&self.thread, self.now);
            tell::of_thread(&self.tx, &self.city, *event, t, *reads, before, now).await?;
        }
        if matches!(
            self.thread.visibility,
            Visibility::Public | Visibility::Confidential
        ) {
            following::happened(&self.tx, self.thread.id, &self.happened, self.now).await?;
        }
        search::keep(&self.tx, &self.thread).await?;
        Ok((self.tx, self.thread))
    }
}

/// Who takes a step, as the timeline shows it.
#[derive(Copy, Clone)]
pub enum Actor<'a> {
    Author,
    Staff {
        name: &'a str,
        position: &'a str,
        unit: &'a str,
    },
    /// A moderator (never named) or the service itself.
    Service,
}

/// A post with nothing in it yet.
pub fn blank_post(
    id: PostId,
    thread_id: crate::domain::ids::ThreadId,
    kind: PostKind,
    now: Instant,
) -> post::Model {
    post::Model {
        id,
        thread_id,
        kind,
        opening: false,
        by_author: false,
        label: String::new(),
        position: String::new(),
        unit_name: String::new(),
        step: None,
        detail: String::new(),
        reason: None,
        body: String::new(),
        shown: String::new(),
        polarity: None,
        certainty: None,
        elements: None,
        corrected_ms: None,
        visibility: PostVisibility::Public,
        hidden_rule: None,
        created_ms: now,
        edited_ms: None,
    }
}
