//! A small city with a server of its own, on either database; people with browsers; a mail server.

pub mod browser;
pub mod database;
pub mod receiver;
pub mod smtp;

use browser::Person;
use database::Database;
use palanta::app::App;
use palanta::config::{Config, Sources};
use palanta::domain::ids::{ServiceId, UnitId};
use palanta::domain::notice::{Letter, Notice};
use palanta::flows::grant::{self, Form, Granter};
use palanta::jobs::Desk;
use palanta::store::entity::{holiday, service, unit};
use palanta::store::generations::Tag;
use palanta::store::{bulk, mailing, posts, threads};
use palanta::web;
use sea_orm::ConnectionTrait;
use std::net::TcpListener;
use tempfile::TempDir;

pub use database::Kind;

/// Two tests of one promise, `sqlite` and `postgres`, in a module of the promise's name.
#[macro_export]
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($house:ident: House $(, $($setting:literal = $value:expr),+)?) $body:block)+) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn promise($house: $crate::house::House) $body

            #[actix_web::test]
            async fn sqlite() {
                let house = $crate::house::House::build(
                    $crate::house::Kind::Sqlite, &[$($(($setting, $value)),+)?]).await;
                promise(house).await;
            }

            #[actix_web::test]
            async fn postgres() {
                let house = $crate::house::House::build(
                    $crate::house::Kind::Postgres, &[$($(($setting, $value)),+)?]).await;
                promise(house).await;
            }
        }
    )+};
}

/// As [`on_both!`], for functions that build their house themselves.
#[macro_export]
macro_rules! on_each {
    ($($name:ident),+) => {$(
        mod $name {
            #[actix_web::test]
            async fn sqlite() { super::$name($crate::house::Kind::Sqlite).await; }
            #[actix_web::test]
            async fn postgres() { super::$name($crate::house::Kind::Postgres).await; }
        }
    )+};
}

/// Units, services and people by name.
pub const CIVIL: &str = "dukcapil";
pub const HEALTH: &str = "dinkes";
pub const CLINIC: &str = "puskesmas";
pub const STAFF: &str = "staf@kota.test";
pub const HEAD: &str = "kepala@kota.test";
pub const OTHER_STAFF: &str = "bidan@kota.test";
pub const MODERATOR: &str = "moderator@kota.test";
pub const ADMIN: &str = "admin@kota.test";
pub const CITIZEN: &str = "warga@contoh.test";

/// A running service.
pub struct House {
    pub app: App,
    pub url: String,
    pub folder: TempDir,
    pub database: Database,
    server: actix_web::dev::ServerHandle,
}

impl House {
    pub async fn build(kind: Kind, settings: &[(&str, &str)]) -> House {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::make(kind, folder.path()).await;
        Self::build_on(database, folder, settings).await
    }

    pub async fn build_on(database: Database, folder: TempDir, settings: &[(&str, &str)]) -> House {
        let config = config(&database, folder.path(), settings);
        let app = App::open(config, false).await.expect("a database");
        found(&app).await;
        Self::serve(app, folder, database).await
    }

    async fn serve(app: App, folder: TempDir, database: Database) -> House {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let site = web::site(app.clone(), url.clone());
        let server = web::server(site, listener).expect("a server");
        let handle = server.handle();
        actix_web::rt::spawn(server);
        tokio::spawn(app.store.clone().listen());
        House {
            app,
            url,
            folder,
            database,
            server: handle,
        }
    }

    /// Someone with an empty browser.
    pub fn visitor(&self) -> Person {
        Person::new(&self.url)
    }

    /// Someone who has signed in by the code that was sent.
    pub async fn person(&self, email: &str) -> Person {
        let mut person = self.visitor();
        person.get("/masuk").await;
        person.submit("/masuk", &[("email", email)]).await;
        let code = self.login_code(email).await;
        let page = person.submit("/masuk/kode", &[("code", &code)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        person
    }

    /// The newest code sent to an address.
    pub async fn login_code(&self, email: &str) -> String {
        for letter in self.letters(email).await {
            if let Notice::LoginCode { code, .. } = letter.notice {
                return code;
            }
        }
        panic!("no code for {email}");
    }

    /// Letters that wait for an address, newest first.
    pub async fn letters(&self, email: &str) -> Vec<Letter> {
        let all = mailing::page(self.app.store.read(), None, 200)
            .await
            .expect("the outbox");
        all.into_iter()
            .filter(|m| m.recipient == email && m.sent_ms.is_none())
            .map(|m| serde_json::from_str(&m.content).expect("a letter"))
            .collect()
    }

    /// How many rows there are of a table, or of what else can stand after FROM.
    pub async fn count(&self, of: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) AS n FROM {of}");
        let statement = sea_orm::Statement::from_string(self.app.store.backend(), sql);
        let row = self.app.store.read().query_one_raw(statement).await;
        let row = row.expect("a count").expect("a row");
        row.try_get("", "n").expect("a number")
    }

    pub fn desk(&self) -> Desk {
        Desk::new(&self.app, &self.url).expect("mail")
    }

    /// Stops the server as SIGTERM would, and starts another on the same database.
    pub async fn restart(self) -> House {
        let House {
            app,
            folder,
            database,
            server,
            ..
        } = self;
        server.stop(true).await;
        let config = (*app.config).clone();
        app.store.clone().close().await.expect("closed");
        let app = App::open(config, false).await.expect("a database");
        Self::serve(app, folder, database).await
    }

    /// Someone opens a thread; returns its number and tracking code.
    pub async fn thread_by(&self, person: &mut Person, more: &[(&str, &str)]) -> (String, String) {
        write_thread(person, more).await
    }

    /// The opening post of a thread.
    pub async fn post_of(&self, number: &str) -> String {
        let db = self.app.store.read();
        let thread = threads::by_number(db, number).await.expect("a read");
        let post = posts::opening(db, thread.expect("a thread").id).await;
        post.expect("a read").expect("a post").id.to_string()
    }

    /// A moderator publishes a held thread.
    pub async fn publish(&self, number: &str) {
        let mut moderator = self.person(MODERATOR).await;
        let queue = moderator.get("/moderasi").await;
        let form = queue
            .form_with("/moderasi/putusan", ("thread", number))
            .expect("a held thread");
        let page = moderator
            .send("/moderasi/putusan", form, &[("decision", "publish")])
            .await;
        assert_eq!(page.status, 303, "{}", page.text());
    }
}

/// Someone opens a thread, with other fields than the usual ones if `more` says so; returns its
/// number and tracking code.
pub async fn write_thread(person: &mut Person, more: &[(&str, &str)]) -> (String, String) {
    person.get("/tulis?layanan=dukcapil/ktp-el").await;
    let mut fields = vec![
        ("kind", "complaint"),
        ("title", "Antrean KTP lebih dari tiga jam"),
        (
            "body",
            "Kemarin saya menunggu dari pagi sampai siang, loket tutup.",
        ),
        ("appear", "anonymous"),
        ("step", "send"),
    ];
    for (name, value) in more {
        fields.retain(|(n, _)| n != name);
        fields.push((name, value));
    }
    let page = person.submit("/tulis", &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let done = person.get("/tulis/selesai").await;
    let of = |attribute: &str| done.attribute(&format!("[{attribute}]"), attribute);
    (
        of("data-number").expect("a number"),
        of("data-tracking-code").unwrap_or_default(),
    )
}

/// The configuration of a test: nothing waits, nothing is limited, nothing leaves the machine.
pub fn config(database: &Database, folder: &std::path::Path, settings: &[(&str, &str)]) -> Config {
    let mut flags: Vec<(String, String)> = [
        ("database_url", database.url.as_str()),
        ("data_dir", folder.to_str().expect("a path")),
        ("listen", "127.0.0.1:0"),
        ("workers", "1"),
        ("limit_read", "100000"),
        ("limit_write", "100000"),
        ("limit_account", "100000"),
        ("limit_sign_in", "100000"),
        ("limit_track", "100000"),
        ("hold_hour", "0"),
        ("refuse_hour", "0"),
        ("hold_likeness", "0"),
        ("hold_copies", "0"),
        ("hold_withheld", "0"),
        ("burst_posts", "0"),
        ("staff_idle_minutes", "0"),
        ("mail_per_minute", "6000"),
        ("connections", "4"),
    ]
    .into_iter()
    .map(|(n, v)| (n.to_owned(), v.to_owned()))
    .collect();
    flags.extend(
        settings
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
    );
    Config::load(&Sources {
        flags,
        ..Sources::default()
    })
    .expect("a configuration")
}

async fn found(app: &App) {
    let civil = place(CIVIL, "Dinas Kependudukan", None, 0);
    let health = place(HEALTH, "Dinas Kesehatan", None, 1);
    let clinic = place(CLINIC, "Puskesmas Talawi", Some(health.id), 2);
    let services = vec![
        service(&civil, "ktp-el", "KTP elektronik", "KTP hilang, e-KTP", 0),
        service(&civil, "kk", "Kartu keluarga", "KK", 1),
        service(&clinic, "imunisasi", "Imunisasi", "vaksin, suntik", 2),
    ];
    let mut tx = app.store.begin().await.expect("a transaction");
    bulk::insert::<unit::Entity, _, _>(&*tx, vec![civil, health, clinic])
        .await
        .expect("units");
    bulk::insert::<service::Entity, _, _>(&*tx, services)
        .await
        .expect("services");
    let christmas = holiday::Model {
        day: "2026-12-25".into(),
        name: "Natal".into(),
    };
    bulk::insert::<holiday::Entity, _, _>(&*tx, vec![christmas])
        .await
        .expect("holidays");
    tx.touch(Tag::Everything);
    tx.commit().await.expect("a commit");
    for (email, role, unit, name) in [
        (STAFF, "staff", CIVIL, "Rahmi Putri"),
        (HEAD, "unit_head", CIVIL, "Yusnimar"),
        (OTHER_STAFF, "staff", HEALTH, "Wirda"),
        (MODERATOR, "moderator", "", "Dewi"),
        (ADMIN, "admin", "", "Rizki"),
    ] {
        let form = Form {
            email: email.into(),
            name: name.into(),
            role: role.into(),
            unit: unit.into(),
            position: "Kepala Seksi".into(),
        };
        grant::grant(app, Granter::CommandLine, &form)
            .await
            .expect("a grant");
    }
}

fn place(slug: &str, name: &str, parent: Option<UnitId>, position: i64) -> unit::Model {
    unit::Model {
        id: UnitId::new(),
        parent_id: parent,
        slug: slug.into(),
        name: name.into(),
        short_name: String::new(),
        kind: "dinas".into(),
        description: "Untuk warga".into(),
        address: "Jalan Sudirman".into(),
        phone: "112".into(),
        hours: "8–16".into(),
        position,
        active: true,
    }
}

fn service(of: &unit::Model, slug: &str, name: &str, words: &str, position: i64) -> service::Model {
    service::Model {
        id: ServiceId::new(),
        unit_id: of.id,
        slug: slug.into(),
        name: name.into(),
        description: "Gratis".into(),
        synonyms: words.into(),
        deadline_class: "simple".into(),
        position,
        active: true,
    }
}
