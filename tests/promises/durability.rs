//! What was acknowledged is there: after a kill -9, after a restart, in a backup; and instances of
//! one PostgreSQL see each other's changes.

use crate::house::database::Database;
use crate::house::{House, Kind, config};
use palanta::app::App;
use palanta::web;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

fn serve(house_url: &str, folder: &std::path::Path) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_palanta"))
        .args([
            "--database-url",
            house_url,
            "--listen",
            "127.0.0.1:0",
            "--set",
            "limit_write=100000",
        ])
        // Many posts come from this one address at once; that they would be held or given back is
        // another matter.
        .args(
            [
                "hold_hour=0",
                "refuse_hour=0",
                "hold_likeness=0",
                "hold_copies=0",
                "hold_withheld=0",
                "burst_posts=0",
            ]
            .into_iter()
            .flat_map(|s| ["--set", s]),
        )
        .args(["--set", "log=error", "--data-dir"])
        .arg(folder)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()
        .expect("a server");
    let out = BufReader::new(child.stdout.take().expect("output"));
    let line = out.lines().next().expect("a line").expect("text");
    let url = line
        .split_whitespace()
        .last()
        .expect("an address")
        .to_owned();
    (child, url)
}

async fn kill_nine_loses_nothing(kind: Kind) {
    let house = House::build(kind, &[]).await;
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        let (mut child, url) = serve(&house.database.url, house.folder.path());
        let mut writers = Vec::new();
        let numbers = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        for w in 0..4 {
            let (url, numbers) = (url.clone(), numbers.clone());
            writers.push(actix_web::rt::spawn(async move {
                for n in 0.. {
                    let client = reqwest::Client::builder()
                        .redirect(reqwest::redirect::Policy::none())
                        .build()
                        .expect("a client");
                    let Ok(page) = client
                        .get(format!("{url}/tulis?layanan=dukcapil/ktp-el"))
                        .send()
                        .await
                    else {
                        return;
                    };
                    let cookie = page.headers()["set-cookie"]
                        .to_str()
                        .expect("text")
                        .split(';')
                        .next()
                        .expect("a cookie")
                        .to_owned();
                    let Ok(html) = page.text().await else { return };
                    let of = |name: &str| {
                        html.split(&format!("name=\"{name}\" value=\""))
                            .nth(1)
                            .and_then(|r| r.split('"').next())
                            .unwrap_or("")
                            .to_owned()
                    };
                    let title = format!("Putaran {round} penulis {w} nomor {n}");
                    let form = [
                        ("_csrf", of("_csrf")),
                        ("form_id", of("form_id")),
                        ("layanan", "dukcapil/ktp-el".into()),
                        ("kind", "complaint".into()),
                        ("title", title.clone()),
                        ("body", "Isi".into()),
                        ("appear", "anonymous".into()),
                        ("step", "send".into()),
                    ];
                    let sent = client
                        .post(format!("{url}/tulis"))
                        .header("cookie", cookie)
                        .form(&form)
                        .send()
                        .await;
                    match sent {
                        Ok(r) if r.status() == 303 => numbers.lock().expect("a lock").push(title),
                        Ok(r) => panic!("{}", r.status()),
                        Err(_) => return,
                    }
                }
            }));
        }
        while numbers.lock().expect("a lock").len() < 20 {
            assert!(!writers.iter().any(|w| w.is_finished()), "a writer gave up");
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        for writer in writers {
            writer.await.expect("a writer");
        }
        acknowledged.append(&mut numbers.lock().expect("a lock"));
    }
    let app = App::open(config(&house.database, house.folder.path(), &[]), false)
        .await
        .expect("it opens again");
    let queue = titles(&app).await;
    for title in &acknowledged {
        assert!(
            queue.contains(title),
            "{title} was acknowledged and is gone"
        );
    }
    let mut unique = queue.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), queue.len(), "nothing twice");
}

async fn titles(app: &App) -> Vec<String> {
    use sea_orm::{ConnectionTrait, Statement};
    let sql = Statement::from_string(app.store.backend(), "SELECT title FROM thread");
    let rows = app.store.read().query_all_raw(sql).await.expect("rows");
    rows.iter()
        .map(|r| r.try_get("", "title").expect("a title"))
        .collect()
}

#[actix_web::test]
async fn kill_nine_loses_nothing_on_sqlite() {
    kill_nine_loses_nothing(Kind::Sqlite).await;
}

#[actix_web::test]
async fn kill_nine_loses_nothing_on_postgres() {
    kill_nine_loses_nothing(Kind::Postgres).await;
}

/// A backup of either database is restored into either; nothing is replaced unasked.
async fn a_backup_is_restored(from: Kind, into: Kind) {
    let house = House::build(from, &[]).await;
    let mut citizen = house.visitor();
    let (number, code) = house.thread_by(&mut citizen, &[("overall", "3")]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name).display().to_string();
    let run = |args: &[&str], database: &str| {
        let out = Command::new(env!("CARGO_BIN_EXE_palanta"))
            .args(["--database-url", database, "--data-dir"])
            .arg(folder.path())
            .args(args)
            .output()
            .expect("it ran");
        (
            out.status.success(),
            String::from_utf8_lossy(&out.stderr).into_owned(),
        )
    };
    let copy = file("copy.db");
    let (good, said) = run(&["backup", &copy], &house.database.url);
    assert!(good, "while the server runs: {said}");
    let again = run(&["backup", &copy], &house.database.url);
    assert!(!again.0, "nothing is overwritten");
    // Written after the backup: gone with it.
    let mut late = house.visitor();
    let (after, _) = house.thread_by(&mut late, &[("title", "Sesudahnya")]).await;

    let elsewhere = Database::make(into, folder.path()).await;
    let (good, said) = run(&["restore", &copy], &elsewhere.url);
    assert!(good, "{said}");
    let again = run(&["restore", &copy], &elsewhere.url);
    assert!(!again.0, "what is there is not replaced unasked");
    let bad = file("bad.db");
    std::fs::write(&bad, b"no database").expect("a file");
    assert!(!run(&["restore", &bad, "--replace"], &elsewhere.url).0);
    let (good, said) = run(&["restore", &copy, "--replace"], &elsewhere.url);
    assert!(good, "{said}");

    let (child, url) = serve(&elsewhere.url, folder.path());
    let _child = Stop(child);
    let mut citizen = crate::house::browser::Person::new(&url);
    citizen.act("/lacak", "/lacak", &[("code", &code)]).await;
    let page = citizen.get(&format!("/utas/{number}")).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Antrean KTP lebih dari tiga jam"));
    assert_eq!(citizen.get(&format!("/utas/{after}")).await.status, 404);
    // Numbers go on where they were, and the audit chain is whole.
    let (next, _) = house_thread(&url).await;
    assert_eq!(next, after);
    let app = App::open(config(&elsewhere, folder.path(), &[]), true)
        .await
        .expect("a database");
    let audited = palanta::store::audit::verify(app.store.read()).await;
    assert_eq!(audited.expect("whole"), 5);
}

/// A visitor opens a thread on a server that is not in this process.
async fn house_thread(url: &str) -> (String, String) {
    let mut visitor = crate::house::browser::Person::new(url);
    crate::house::write_thread(&mut visitor, &[]).await
}

#[actix_web::test]
async fn a_backup_goes_from_sqlite_into_sqlite() {
    a_backup_is_restored(Kind::Sqlite, Kind::Sqlite).await;
}

#[actix_web::test]
async fn a_backup_goes_from_sqlite_into_postgres() {
    a_backup_is_restored(Kind::Sqlite, Kind::Postgres).await;
}

#[actix_web::test]
async fn a_backup_goes_from_postgres_into_postgres() {
    a_backup_is_restored(Kind::Postgres, Kind::Postgres).await;
}

#[actix_web::test]
async fn a_backup_goes_from_postgres_into_sqlite() {
    a_backup_is_restored(Kind::Postgres, Kind::Sqlite).await;
}

struct Stop(Child);

impl Drop for Stop {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// SIGTERM: requests in hand are finished, and the process ends well.
#[actix_web::test]
async fn it_stops_when_told() {
    let house = House::build(Kind::Sqlite, &[]).await;
    let (mut child, url) = serve(&house.database.url, house.folder.path());
    assert!(
        reqwest::get(format!("{url}/health/ready"))
            .await
            .expect("an answer")
            .status()
            .is_success()
    );
    let told = Command::new("kill")
        .arg(child.id().to_string())
        .status()
        .expect("told");
    assert!(told.success());
    let status = actix_web::rt::task::spawn_blocking(move || child.wait())
        .await
        .expect("joined")
        .expect("ended");
    assert!(status.success(), "{status}");
}

/// Two instances on one PostgreSQL: what one changes, the other's kept pages show at once.
#[actix_web::test]
async fn instances_hear_of_each_other() {
    let house = House::build(Kind::Postgres, &[]).await;
    let app = App::open(config(&house.database, house.folder.path(), &[]), false)
        .await
        .expect("a second instance");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let server = web::server(web::site(app.clone(), url.clone()), listener).expect("a server");
    actix_web::rt::spawn(server);
    tokio::spawn(app.store.clone().listen());
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let mut there = crate::house::browser::Person::new(&url);
    assert_eq!(there.get("/utas").await.count(".card"), 0);
    assert_eq!(there.get("/utas").await.count(".card"), 0);
    let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
    house.publish(&number).await;
    let mut seen = 0;
    for _ in 0..40 {
        seen = there.get("/utas").await.count(".card");
        if seen == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert_eq!(seen, 1);
}

/// A way to the database that can be cut.
struct Way {
    port: u16,
    open: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

impl Way {
    async fn to(server: std::net::SocketAddr) -> Way {
        use std::sync::atomic::{AtomicBool, Ordering};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let open = std::sync::Arc::new(AtomicBool::new(true));
        let way = Way {
            port,
            open: open.clone(),
        };
        tokio::spawn(async move {
            while let Ok((mut from, _)) = listener.accept().await {
                let open = open.clone();
                tokio::spawn(async move {
                    if !open.load(Ordering::SeqCst) {
                        return;
                    }
                    let Ok(mut to) = tokio::net::TcpStream::connect(server).await else {
                        return;
                    };
                    let cut = async {
                        while open.load(Ordering::SeqCst) {
                            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                        }
                    };
                    tokio::select! {
                        // Either side may end it.
                        _ = tokio::io::copy_bidirectional(&mut from, &mut to) => {}
                        () = cut => {}
                    }
                });
            }
        });
        way
    }

    fn set(&self, open: bool) {
        self.open.store(open, std::sync::atomic::Ordering::SeqCst);
    }
}

/// PostgreSQL goes away: 503 with Retry-After, nothing kept is shown; it comes back: all is well.
#[actix_web::test]
async fn a_database_that_is_gone_is_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut database = Database::make(Kind::Postgres, folder.path()).await;
    let address = database.url.split('@').nth(1).expect("a host");
    let (server, name) = address.split_once('/').expect("a name");
    let way = Way::to(server.parse().expect("an address")).await;
    let user = database.url.split('@').next().expect("a user");
    database.url = format!("{user}@127.0.0.1:{}/{name}", way.port);
    let house = House::build_on(database, folder, &[("patience_s", "1")]).await;
    let mut visitor = house.visitor();
    assert_eq!(visitor.get("/unit/dukcapil").await.status, 200);
    way.set(false);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    for path in ["/unit/dukcapil", "/utas", "/"] {
        let page = visitor.get(path).await;
        assert_eq!(page.status, 503, "{path}");
        assert!(!page.header("retry-after").is_empty());
    }
    assert_eq!(visitor.get("/health/ready").await.status, 503);
    assert_eq!(visitor.get("/health/live").await.status, 200);
    way.set(true);
    let mut well = 0;
    for _ in 0..100 {
        well = match visitor.get("/utas?q=x").await.status {
            200 => well + 1,
            _ => 0,
        };
        if well == 8 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(well, 8, "well again, and stays so");
    house.thread_by(&mut visitor, &[]).await;
}
