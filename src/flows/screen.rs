//! Looks at a text before it is published: gathers what is known of it and of who sends it; the
//! rule in `domain::screening` decides.

use super::address::{self, Hashes};
use super::guide::Guide;
use crate::app::App;
use crate::domain::desk::{self, ItemKind, NewItem, Thing};
use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::ids::{PostId, ThreadId, UnitId};
use crate::domain::message::Message;
use crate::domain::moderation::{LIMITED_WEIGHT, Rule};
use crate::domain::person::Viewer;
use crate::domain::screening::{self as rules, Outcome, Reason, Signals, Verdict};
use crate::domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};
use crate::store::entity::screening as row;
use crate::store::screening::{self, Sent, Writer};
use crate::store::{Tx, posts, queue};
use crate::text::abuse::{self, Class};
use crate::text::similar::Sketch;
use crate::text::{links, questions};

/// The writer's own posts that are compared: the newest, and for how long.
const COMPARED: u64 = 8;
const COMPARED_MS: i64 = 7 * DAY_MS;
/// How long withheld posts are held against a writer.
const WITHHELD_MS: i64 = 30 * DAY_MS;
/// Pieces under which a text is too short to be like another: "terima kasih banyak".
const LEAST_PIECES: usize = 10;
/// An address may be a whole village's: what came from it counts a quarter of what came from one
/// browser.
const ADDRESS_SHARE: i64 = 4;
/// A burst is counted over these.
const BURST_MS: i64 = 10 * MINUTE_MS;

/// What is to be looked at.
pub struct Text<'a> {
    /// Empty for a reply.
    pub title: &'a str,
    pub body: &'a str,
    /// What else is read with it, such as the descriptions of photos.
    pub beside: &'a str,
    /// What stands as the author.
    pub label: &'a str,
    pub insists: bool,
    /// The post that it takes the place of.
    pub instead_of: Option<PostId>,
}

/// What came of it.
pub struct Screened {
    pub verdict: Verdict,
    /// The rule that the worst words break.
    pub rule: Option<Rule>,
    /// The writer's own thread that says the same.
    pub alike: Option<String>,
    /// Whether anything of the writer's stands published.
    pub known: bool,
    /// Where it comes from, of those without an account.
    pub from: Option<Hashes>,
    sketch: i64,
}

/// Looks at a text.
pub async fn screen(
    app: &App,
    guide: &Guide,
    viewer: &Viewer,
    text: &Text<'_>,
) -> Result<Screened> {
    let now = app.now();
    let db = app.store.read();
    let (account, visitor) = (viewer.account_id(), viewer.visitor.as_deref());
    let known = posts::has_published(db, account, visitor).await?;
    let limits = &app.config.screening;
    // One more than the highest count that matters.
    let most = limits.hold_hour.max(limits.refuse_hour).clamp(0, 1_000) as u64 + 1;
    let writer = match (account, visitor) {
        (Some(account), _) => Some(Writer::Account(account)),
        (None, visitor) => visitor.map(Writer::Visitor),
    };
    let sent = match writer {
        Some(writer) => {
            let since = now.plus_ms(-WITHHELD_MS);
            screening::sent(db, writer, since, most.max(50)).await?
        }
        None => Vec::new(),
    };
    let hashes = address::hashes(app, viewer).await?;
    let from = match &hashes {
        Some(h) => screening::from_address(db, &h.all, now.plus_ms(-HOUR_MS)).await?,
        None => Default::default(),
    };
    let said = said(text.title, text.body);
    let sketch = Sketch::new(&said);
    let simhash = simhash(&sketch);
    let copies = screening::copies(db, simhash, now.plus_ms(-DAY_MS)).await?;
    let (likeness, alike, own_copies) = compare(&sketch, &sent, text.instead_of, now);
    let in_hour = sent
        .iter()
        .filter(|s| s.created_ms > now.plus_ms(-HOUR_MS))
        .count() as i64;
    let withheld = sent.iter().filter(|s| is_withheld(s)).count() as i64;
    let words = abuse::score(
        &format!("{said}\n{}\n{}", text.beside, text.label),
        &guide.words,
    );
    let rule = words.worst().map(rule_of);
    let signals = Signals {
        abuse: words.total,
        rule,
        links: links::count(&said) + links::count(text.beside),
        first: !known,
        in_hour: in_hour.max(of_address(from.n, limits.refuse_hour)),
        own_likeness: likeness,
        copies: (copies - own_copies).max(0),
        withheld: withheld.max(from.withheld / ADDRESS_SHARE),
        limited: viewer.limited().or(viewer.suspended()).is_some(),
        official_name: account.is_none() && sounds_official(text.label, guide),
        insists: text.insists,
    };
    Ok(Screened {
        verdict: rules::judge(&signals, limits),
        rule,
        alike,
        known,
        sketch: simhash,
        from: hashes,
    })
}

/// What came from an address within the hour, as if one writer had sent it: never so much that a
/// text is given back, since its writer may be another than all the rest.
fn of_address(n: i64, refuse_hour: i64) -> i64 {
    let share = n / ADDRESS_SHARE;
    match refuse_hour {
        0 => share,
        most => share.min(most - 1),
    }
}

fn said(title: &str, body: &str) -> String {
    if title.is_empty() {
        body.to_owned()
    } else {
        format!("{title}. {body}")
    }
}

/// A simhash as the database holds it; 0 for a text too short to compare.
fn simhash(sketch: &Sketch) -> i64 {
    if sketch.len() < LEAST_PIECES {
        0
    } else {
        i64::from_ne_bytes(sketch.simhash().to_ne_bytes())
    }
}

fn is_withheld(s: &Sent) -> bool {
    use crate::domain::thread::Visibility::{Hidden, Refused};
    s.hidden || (s.opening && matches!(s.thread_visibility, Hidden | Refused))
}

/// The likeness of the likest of the writer's own posts, its thread, and how many have the very
/// same sketch.
fn compare(
    sketch: &Sketch,
    sent: &[Sent],
    instead_of: Option<PostId>,
    now: Instant,
) -> (f64, Option<String>, i64) {
    let (mut most, mut which, mut same) = (0.0, None, 0);
    if sketch.len() < LEAST_PIECES {
        return (most, which, same);
    }
    let lately = sent
        .iter()
        .filter(|s| s.created_ms > now.plus_ms(-COMPARED_MS));
    for s in lately.take(COMPARED as usize) {
        let title = if s.opening { s.title.as_str() } else { "" };
        let other = Sketch::new(&said(title, &s.body));
        same += i64::from(other.simhash() == sketch.simhash());
        // Whoever mends a text does not repeat it.
        if Some(s.post_id) == instead_of {
            continue;
        }
        let likeness = sketch.likeness(&other);
        if likeness > most {
            (most, which) = (likeness, Some(s.number.clone()));
        }
    }
    (most, which, same)
}

/// The published rule that words of a class break.
fn rule_of(class: Class) -> Rule {
    match class {
        Class::Insult => Rule::Insult,
        Class::Hate => Rule::Hate,
        Class::Threat => Rule::Threat,
        Class::Spam => Rule::Spam,
        Class::Sexual => Rule::Illegal,
    }
}

/// Whether someone without an account goes by a name that reads like an office's, in whatever
/// letters it is written.
fn sounds_official(label: &str, guide: &Guide) -> bool {
    const WORDS: [&str; 12] = [
        "admin",
        "administrator",
        "moderator",
        "petugas",
        "resmi",
        "official",
        "pemko",
        "walikota",
        "dinas",
        "pemerintah",
        "palanta",
        "operator",
    ];
    let plain = abuse::plain_words(label);
    let names = |text: &str| abuse::plain_words(text).join(" ");
    let whole = plain.join(" ");
    plain.iter().any(|w| WORDS.contains(&w.as_str()))
        || (!whole.is_empty() && guide.workers.iter().any(|w| names(&w.unit_name) == whole))
}

impl Screened {
    /// What the words are compared by.
    pub fn sketch(&self) -> i64 {
        self.sketch
    }

    /// A text that is given back: a fault at its field that says why, and what the writer can do.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `body`; [`Error::TooMany`] is not used: what was written comes back.
    pub fn accepted(&self) -> Result<()> {
        if self.verdict.outcome != Outcome::Refuse {
            return Ok(());
        }
        let mut errors = FieldErrors::default();
        let reason = self.verdict.reasons.first().copied();
        errors.add(
            "body",
            match reason {
                Some(Reason::Flood) => Message::new("refused-flood"),
                Some(Reason::Repeated) => Message::new("refused-repeated")
                    .with("number", self.alike.clone().unwrap_or_default()),
                _ => Message::new("refused-words"),
            },
        );
        Err(Error::Invalid(errors))
    }

    pub fn holds(&self) -> bool {
        self.verdict.outcome == Outcome::Hold
    }

    /// Puts a post that is held before the moderators.
    pub async fn wait(&self, tx: &Tx, thing: Thing, unit: UnitId, since: Instant) -> Result<()> {
        let reasons = &self.verdict.reasons;
        let detail: Vec<String> = [
            self.rule.map(|r| r.as_str().to_owned()),
            self.alike
                .clone()
                .filter(|_| reasons.contains(&Reason::Repeated)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let item = NewItem {
            thing,
            kind: ItemKind::Held,
            unit,
            reasons: reasons.iter().map(|r| on_desk(*r)).collect(),
            weight: reasons.iter().map(|r| weight(*r)).max().unwrap_or(0),
            detail: detail.join("\n"),
            since,
        };
        queue::enqueue(tx, item).await?;
        Ok(())
    }

    /// Notes how a post came and, if it is held, why.
    pub async fn keep(
        &self,
        tx: &Tx,
        thread: ThreadId,
        post: PostId,
        held: bool,
        at: Instant,
    ) -> Result<()> {
        let address = self.from.as_ref().map(|f| f.today.clone());
        screening::trace_post(tx, post, address, self.sketch, at).await?;
        if held {
            let model = row::Model {
                post_id: post,
                thread_id: thread,
                outcome: Outcome::Hold.as_str().to_owned(),
                reasons: self.verdict.codes(),
                created_ms: at,
            };
            screening::insert(tx, model).await?;
        }
        Ok(())
    }
}

/// The same reason as the desk calls it.
fn on_desk(reason: Reason) -> desk::Reason {
    match reason {
        Reason::Words => desk::Reason::Abuse,
        Reason::Flood => desk::Reason::Flood,
        Reason::Repeated | Reason::Copied => desk::Reason::Duplicate,
        Reason::Links => desk::Reason::Links,
        Reason::OfficialName => desk::Reason::Name,
        Reason::Withheld | Reason::Limited => desk::Reason::Limited,
        Reason::First => desk::Reason::First,
    }
}

/// Hours by which a reason brings a text to a moderator before others.
fn weight(reason: Reason) -> i64 {
    match reason {
        Reason::Words => 24,
        Reason::Limited => LIMITED_WEIGHT,
        Reason::Copied | Reason::Links => 6,
        _ => 0,
    }
}

/// The number of the question that a form asks, if one is to be asked: only of a writer of whom
/// nothing stands published, and only while more comes in than usual.
pub async fn question(app: &App, viewer: &Viewer, form_id: &str) -> Result<Option<usize>> {
    let burst = app.config.burst_posts;
    if burst == 0 || viewer.account.is_some() {
        return Ok(None);
    }
    let db = app.store.read();
    let since = app.now().plus_ms(-BURST_MS);
    if screening::posts_since(db, since, burst).await? < burst {
        return Ok(None);
    }
    if posts::has_published(db, None, viewer.visitor.as_deref()).await? {
        return Ok(None);
    }
    // Another form has another question, and a form that comes back has the same.
    let hash = app
        .keys
        .hash(crate::keys::Purpose::Form, &format!("question {form_id}"));
    let n = usize::from_str_radix(hash.get(..8).unwrap_or("0"), 16).unwrap_or(0);
    Ok(Some(n % questions::count().max(1)))
}
