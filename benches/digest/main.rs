//! What the digests of a large city cost: 200 units, each with a head and two deputies, over a
//! million posts. Time until every digest lies in the outbox, and how much memory that takes.
//!
//!     cargo bench --bench digest [-- POSTS]
//!
//! benches/README.md says what the figures mean.

use palanta::app::App;
use palanta::config::{Config, Sources};
use palanta::domain::digest::{Every, Period};
use palanta::domain::ids::{AccountId, GrantId, PostId, ServiceId, ThreadId, UnitId};
use palanta::domain::lang::Lang;
use palanta::domain::person::Role;
use palanta::domain::sentiment::{Mentions, Polarity, Reading};
use palanta::domain::tally::{self, Answer, Delta};
use palanta::domain::thread::{
    Appear, Kind, PostKind, PostVisibility, Routing, Status, Visibility,
};
use palanta::domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};
use palanta::jobs::digests;
use palanta::store::entity::{account, authorship, post, role_grant, service, thread, unit};
use palanta::store::generations::Tag;
use palanta::store::{bulk, rollups};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant as Clock;

const UNITS: usize = 200;
/// A head and two deputies.
const READERS: usize = 3;
const POSTS: usize = 1_000_000;
/// The posts are of the last year.
const DAYS: i64 = 364;
const BATCH: usize = 5_000;

const WORDS: [(&str, &str, Polarity); 4] = [
    (
        "Antrean di loket lama sekali, dari pagi sampai siang belum juga dipanggil petugas.",
        "u3-",
        Polarity::Negative,
    ),
    (
        "Petugas loket ramah sekali dan mau membantu ibu saya yang sudah tua. Terima kasih.",
        "u7+",
        Polarity::Positive,
    ),
    (
        "Syaratnya berubah-ubah, kemarin diminta fotokopi, hari ini diminta surat pengantar lagi.",
        "u1-",
        Polarity::Negative,
    ),
    (
        "Apakah pada hari Sabtu loket buka, dan sampai jam berapa nomor antrean dibagikan?",
        "u20",
        Polarity::Neutral,
    ),
];

/// A place in the memory's own account of this process, in MiB.
fn memory(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|l| l.starts_with(name)).expect(name);
    let kib: f64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .expect("a number");
    kib / 1024.0
}

fn main() {
    let asked = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let posts: usize = asked.unwrap_or(POSTS);
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(measure(folder.path(), posts));
}

async fn open(folder: &Path) -> App {
    let config = Config::load(&Sources {
        flags: vec![
            ("data_dir".into(), folder.display().to_string()),
            ("log".into(), "error".into()),
        ],
        ..Sources::default()
    })
    .expect("a configuration");
    App::open(config, false).await.expect("a database")
}

async fn measure(folder: &Path, posts: usize) {
    let app = open(folder).await;
    let began = Clock::now();
    let places = found(&app).await;
    let each = posts / UNITS;
    for (unit, service) in &places {
        write(&app, *unit, *service, each).await;
    }
    println!(
        "made {} posts of {UNITS} units in {:.0} s",
        each * UNITS,
        began.elapsed().as_secs_f64()
    );
    app.store.clone().close().await.expect("closed");
    let app = open(folder).await;
    let week = Period::before(Every::Week, app.now().day(&app.config.zone));
    for (name, period) in [
        ("a week", week),
        ("a month", Period::before(Every::Month, week.first)),
    ] {
        // From here on the peak is this run's.
        std::fs::write("/proc/self/clear_refs", "5").expect("the peak is forgotten");
        let before = memory("VmRSS");
        let began = Clock::now();
        let written = digests::make(&app, period, None, app.now())
            .await
            .expect("digests");
        let took = began.elapsed().as_secs_f64();
        assert_eq!(written, UNITS * READERS, "everyone gets one");
        println!(
            "digests of {name}: {UNITS} units, {written} readers, in {took:.2} s; memory {before:.0} MiB before, {:.0} MiB at most",
            memory("VmHWM")
        );
    }
}

/// Units with a service and their readers.
async fn found(app: &App) -> Vec<(UnitId, ServiceId)> {
    let since = app.now().plus_ms(-400 * DAY_MS);
    let (mut units, mut services, mut accounts, mut grants) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for n in 0..UNITS {
        let id = UnitId::new();
        units.push(unit::Model {
            id,
            parent_id: None,
            slug: format!("unit-{n}"),
            name: format!("Dinas {n}"),
            short_name: String::new(),
            kind: "dinas".into(),
            description: String::new(),
            address: String::new(),
            phone: String::new(),
            hours: String::new(),
            position: n as i64,
            active: true,
        });
        services.push(service::Model {
            id: ServiceId::new(),
            unit_id: id,
            slug: "layanan".into(),
            name: "Layanan".into(),
            description: String::new(),
            synonyms: String::new(),
            deadline_class: "simple".into(),
            position: 0,
            active: true,
        });
        for r in 0..READERS {
            let account_id = AccountId::new();
            accounts.push(account::Model {
                id: account_id,
                email: format!("{r}.{n}@kota.test"),
                name: format!("Pembaca {r} {n}"),
                lang: Lang::Id,
                created_ms: since,
            });
            grants.push(role_grant::Model {
                id: GrantId::new(),
                account_id,
                role: if r == 0 { Role::UnitHead } else { Role::Deputy },
                unit_id: Some(id),
                position: String::new(),
                granted_by: None,
                granted_ms: since,
                ended_ms: None,
            });
        }
    }
    let places = services.iter().map(|s| (s.unit_id, s.id)).collect();
    let mut tx = app.store.begin().await.expect("a transaction");
    bulk::insert::<unit::Entity, _, _>(&*tx, units)
        .await
        .expect("units");
    bulk::insert::<service::Entity, _, _>(&*tx, services)
        .await
        .expect("services");
    bulk::insert::<account::Entity, _, _>(&*tx, accounts)
        .await
        .expect("accounts");
    bulk::insert::<role_grant::Entity, _, _>(&*tx, grants)
        .await
        .expect("grants");
    tx.touch(Tag::Everything);
    tx.commit().await.expect("a commit");
    places
}

/// Threads of a unit over the year, most of them answered, with their figures.
async fn write(app: &App, unit: UnitId, service: ServiceId, posts: usize) {
    let now = app.now();
    let mut n = 0;
    while n < posts {
        let until = (n + BATCH).min(posts);
        let (mut threads, mut texts, mut authors) = (Vec::new(), Vec::new(), Vec::new());
        let mut days: BTreeMap<String, Vec<Delta>> = BTreeMap::new();
        for i in n..until {
            let back = DAYS * DAY_MS * (posts - i) as i64 / posts as i64;
            let at = now.plus_ms(-back - (i % 60) as i64 * MINUTE_MS);
            let (t, p, a) = one(unit, service, i, at, now);
            let reading = p.reading();
            let deltas = days.entry(app.day(at)).or_default();
            deltas.extend(tally::of_post(true, t.visibility, p.visibility, &reading));
            if let Some(answered) = t.first_answer_ms {
                let answer = Answer {
                    took_ms: answered.0 - at.0,
                    work_ms: Some((answered.0 - at.0) / 3),
                    on_time: !i.is_multiple_of(5),
                };
                days.entry(app.day(answered))
                    .or_default()
                    .extend(tally::of_answer(answer));
            }
            threads.push(t);
            texts.push(p);
            authors.push(a);
        }
        let mut tx = app.store.begin().await.expect("a transaction");
        bulk::insert::<thread::Entity, _, _>(&*tx, threads)
            .await
            .expect("threads");
        bulk::insert::<post::Entity, _, _>(&*tx, texts)
            .await
            .expect("posts");
        bulk::insert::<authorship::Entity, _, _>(&*tx, authors)
            .await
            .expect("authors");
        let days = days.into_iter().collect();
        rollups::add_days(&mut tx, unit, service, days)
            .await
            .expect("figures");
        tx.commit().await.expect("a commit");
        n = until;
    }
}

fn one(
    unit_id: UnitId,
    service_id: ServiceId,
    n: usize,
    at: Instant,
    now: Instant,
) -> (thread::Model, post::Model, authorship::Model) {
    let (words, elements, polarity) = WORDS[n % WORDS.len()];
    let id = ThreadId::new();
    let due = at.plus_ms(7 * DAY_MS);
    let answered = (!n.is_multiple_of(10))
        .then(|| at.plus_ms(50 * HOUR_MS))
        .filter(|a| *a < now);
    let thread = thread::Model {
        id,
        number: format!("SWL-2026-{}", id.0.simple()),
        kind: Kind::Complaint,
        title: format!("Perkara nomor {n}"),
        excerpt: words.into(),
        unit_id,
        service_id,
        // Of those that nobody answered, the older ones were closed.
        status: match answered {
            Some(_) => Status::Answered,
            None if due < now.plus_ms(-20 * DAY_MS) => Status::Resolved,
            None => Status::Routed,
        },
        visibility: if n % 25 == 7 {
            Visibility::Confidential
        } else {
            Visibility::Public
        },
        appear: Appear::Anonymous,
        author_label: String::new(),
        deadline_class: "simple".into(),
        overall: None,
        supports: (n % 13) as i64,
        replies: 0,
        reports_open: 0,
        created_ms: at,
        listed_ms: Some(at),
        due_ms: Some(due),
        routed_ms: Some(at),
        first_answer_ms: answered,
        answered_ms: answered,
        closed_ms: answered,
        active_ms: at,
        assigned_to: None,
        routing: Routing::First,
        asked_ms: None,
        waited_ms: 0,
        waited_work_ms: 0,
        locked: false,
        whole_title: None,
    };
    let text = format!("{words} ({n})");
    let reading = Reading::new(polarity, 0.7 + (n % 30) as f64 / 100.0, mentions(elements));
    let post = post::Model {
        id: PostId::new(),
        thread_id: id,
        kind: PostKind::Citizen,
        opening: true,
        by_author: true,
        label: String::new(),
        position: String::new(),
        unit_name: String::new(),
        step: None,
        detail: String::new(),
        shown: format!("<p>{text}</p>"),
        body: text,
        polarity: Some(reading.polarity),
        certainty: Some(reading.certainty),
        elements: Some(reading.elements),
        corrected_ms: None,
        visibility: PostVisibility::Public,
        hidden_rule: None,
        created_ms: at,
    };
    let author = authorship::Model {
        post_id: post.id,
        thread_id: id,
        opening: true,
        account_id: None,
        visitor: Some(format!("{:064x}", n % 40_000)),
    };
    (thread, post, author)
}

fn mentions(text: &str) -> Mentions {
    Mentions::parse(text).unwrap_or_default()
}
