//! What a large city costs: 200 units, each with a head and two deputies, over a million threads.
//! Time until every digest lies in the outbox, and how much memory that takes; then dashboards, and
//! the moderators' queue with a hundred thousand things in it.
//!
//!     cargo bench --bench digest [-- POSTS]
//!
//! benches/README.md says what the figures mean.

use palanta::app::App;
use palanta::config::{Config, Sources};
use palanta::domain::digest::{Every, Period};
use palanta::domain::ids::{AccountId, GrantId, ServiceId, UnitId};
use palanta::domain::lang::Lang;
use palanta::domain::person::{Account, Grant, Role, Viewer};
use palanta::domain::time::DAY_MS;
use palanta::jobs::digests;
use palanta::queries::{beside, dashboard, desk};
use palanta::store::bulk;
use palanta::store::entity::{account, role_grant, service, unit};
use palanta::store::generations::Tag;
use sea_orm::ConnectionTrait;
use std::path::Path;
use std::time::Instant as Clock;

const UNITS: usize = 200;
/// A head and two deputies.
const READERS: usize = 3;
const POSTS: usize = 1_000_000;
const READINGS: usize = 50;
/// The posts are of the last year.
const DAYS: i64 = 364;

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
    found(&app).await;
    write(&app, posts).await;
    println!(
        "made {posts} posts of {UNITS} units in {:.0} s",
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
    println!("the slowest of {READINGS} readings, nothing kept in memory:");
    read(&app).await;
}

/// The slowest of some readings with nothing kept, in ms.
async fn slowest<F: Future<Output = ()>>(app: &App, read: impl Fn() -> F) -> f64 {
    let mut most = 0.0_f64;
    for _ in 0..READINGS {
        app.store.generations().bump(Tag::Everything);
        let began = Clock::now();
        read().await;
        most = most.max(began.elapsed().as_secs_f64() * 1000.0);
    }
    most
}

async fn read(app: &App) {
    let moderator = Viewer {
        account: Some(Account {
            id: AccountId::new(),
            name: "Moderator".into(),
            email: "moderator@kota.test".into(),
            grants: vec![Grant {
                role: Role::Moderator,
                unit: None,
                units: Vec::new(),
                position: String::new(),
            }],
            restraint: None,
            withheld: None,
        }),
        ..Viewer::default()
    };
    let everyone = Viewer::default();
    let (app, moderator, everyone) = (app, &moderator, &everyone);
    for kind in ["minggu", "bulan", "triwulan", "tahun"] {
        let period = dashboard::period(app, kind, "").before();
        let city = slowest(app, || async move {
            let read = beside::city(app, everyone, period, "").await;
            read.expect("a dashboard");
        });
        let city = city.await;
        let unit = slowest(app, || async move {
            let read = dashboard::unit(app, everyone, "unit-7", period).await;
            read.expect("a dashboard");
        });
        println!(
            "dashboards ({kind}): the city {city:.1} ms, a unit {:.1} ms",
            unit.await
        );
    }
    let first = slowest(app, || async move {
        desk::queue(app, moderator, None, None)
            .await
            .expect("a queue");
    });
    println!(
        "the moderators' queue, 100,000 things in it: {:.1} ms",
        first.await
    );
}

/// Units with a service and their readers.
async fn found(app: &App) {
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
}

/// A year of threads, evenly over the units and the days, most of them answered, with what citizens
/// wrote, and with their figures by day: by statements, since through the store a million take long.
const CITY: &[&str] = &[
    "CREATE TEMP TABLE place (n INTEGER PRIMARY KEY, unit_id BLOB, service_id BLOB)",
    "INSERT INTO place SELECT u.position, u.id, s.id FROM unit u JOIN service s ON s.unit_id = u.id",
    "CREATE TEMP TABLE said (n INTEGER PRIMARY KEY, words TEXT, elements TEXT, polarity TEXT)",
    "INSERT INTO said VALUES
        (0, 'Antrean di loket lama sekali, dari pagi sampai siang belum juga dipanggil petugas.',
            'u3-', 'negative'),
        (1, 'Petugas loket ramah sekali dan mau membantu ibu saya yang sudah tua. Terima kasih.',
            'u7+', 'positive'),
        (2, 'Syaratnya berubah-ubah, kemarin diminta fotokopi, hari ini surat pengantar lagi.',
            'u1-', 'negative'),
        (3, 'Apakah pada hari Sabtu loket buka, dan sampai jam berapa nomor antrean dibagikan?',
            'u20', 'neutral')",
    // Of those that nobody answered, the older ones were closed.
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {posts}),
        t AS (SELECT i, {now} - {year} * ({posts} - i) / {posts} AS at, i / {units} % 10 AS turn FROM n)
     INSERT INTO thread (id, number, kind, title, excerpt, unit_id, service_id, status, visibility,
        appear, author_label, deadline_class, supports, replies, reports_open, created_ms,
        listed_ms, due_ms, routed_ms, first_answer_ms, answered_ms, closed_ms, active_ms, routing)
     SELECT CAST(printf('%016d', i) AS BLOB), 'SWL-2026-' || i, 'complaint', 'Perkara nomor ' || i,
        '', unit_id, service_id,
        CASE WHEN turn > 0 THEN 'answered' WHEN at < {now} - {month} THEN 'resolved'
            ELSE 'routed' END,
        CASE WHEN i / {units} % 25 = 7 THEN 'confidential' ELSE 'public' END,
        'anonymous', '', 'simple', i % 13, 0, 0, at, at, at + {week}, at,
        CASE WHEN turn > 0 THEN at + {week} / 3 END, CASE WHEN turn > 0 THEN at + {week} / 3 END,
        CASE WHEN turn > 0 THEN at + {week} / 3 END, at, 'first'
     FROM t JOIN place ON place.n = i % {units}",
    "WITH t AS (SELECT id, created_ms, CAST(CAST(id AS TEXT) AS INTEGER) AS i FROM thread)
     INSERT INTO post (id, thread_id, kind, opening, by_author, label, position, unit_name, detail,
        body, shown, polarity, certainty, elements, visibility, created_ms)
     SELECT CAST(printf('p%015d', i) AS BLOB), t.id, 'citizen', TRUE, TRUE, '', '', '', '',
        words || i, '<p>' || words || ' (' || i || ')</p>', polarity, 0.7 + i % 30 / 100.0,
        elements, 'public', created_ms
     FROM t JOIN said ON said.n = i / {units} % 4",
    "INSERT INTO authorship (post_id, thread_id, opening, visitor)
     SELECT id, thread_id, TRUE, printf('%064d', rowid % 40000) FROM post",
    "INSERT INTO unit_day (unit_id, service_id, day, measure, n, total)
     SELECT t.unit_id, t.service_id, date(t.created_ms / 1000 + 25200, 'unixepoch') AS day,
        m.measure, COUNT(*), 0
     FROM post p JOIN thread t ON t.id = p.thread_id JOIN (
        SELECT polarity AS of, 'polarity.' || polarity AS measure FROM said GROUP BY polarity
        UNION ALL SELECT elements, 'element.' || substr(elements, 1, 2) || '.' || polarity FROM said
     ) m ON m.of = p.polarity OR m.of = p.elements
     GROUP BY t.unit_id, t.service_id, day, m.measure",
    "INSERT INTO unit_day (unit_id, service_id, day, measure, n, total)
     SELECT unit_id, service_id, date(first_answer_ms / 1000 + 25200, 'unixepoch') AS day,
        'answered', COUNT(*), SUM(first_answer_ms - created_ms)
     FROM thread WHERE first_answer_ms <= {now} GROUP BY unit_id, service_id, day",
    "INSERT INTO unit_day (unit_id, service_id, day, measure, n, total)
     SELECT unit_id, service_id, day, 'answered.on_time', n * 4 / 5, 0 FROM unit_day
     WHERE measure = 'answered'",
    "INSERT INTO unit_month (unit_id, service_id, month, measure, n, total)
     SELECT unit_id, service_id, substr(day, 1, 7) AS month, measure, SUM(n), SUM(total)
     FROM unit_day GROUP BY unit_id, service_id, month, measure",
    "INSERT INTO queue_item (id, kind, subject, thread_id, post_id, unit_id, reasons, detail, weight,
        n, since_ms, rank_ms)
     SELECT p.id, CASE WHEN p.rowid % 3 = 0 THEN 'doubt' ELSE 'reported' END, p.id, t.id, p.id,
        t.unit_id, 'reports', '', 0, 1, p.created_ms, p.created_ms
     FROM post p JOIN thread t ON t.id = p.thread_id ORDER BY p.rowid DESC LIMIT 100000",
];

async fn write(app: &App, posts: usize) {
    for statement in CITY {
        let sql = statement
            .replace("{posts}", &posts.to_string())
            .replace("{units}", &UNITS.to_string())
            .replace("{now}", &app.now().0.to_string())
            .replace("{year}", &(DAYS * DAY_MS).to_string())
            .replace("{month}", &(30 * DAY_MS).to_string())
            .replace("{week}", &(7 * DAY_MS).to_string());
        app.store
            .write()
            .execute_unprepared(&sql)
            .await
            .expect(statement);
    }
}
