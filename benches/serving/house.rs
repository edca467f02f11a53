//! A demonstration city in a temporary folder, served by one worker in this process.

use super::load::{Connection, get};
use actix_web::dev::ServerHandle;
use actix_web::web::Bytes;
use actix_web::{App as Actix, HttpResponse, HttpServer, web};
use clap::Parser;
use palanta::app::App;
use palanta::cli::{self, Cli};
use palanta::config::{Config, Sources};
use palanta::domain::person::{Account, Viewer};
use palanta::flows::{open_thread, reply, sign_in};
use palanta::web as site;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;

/// Settings under which nothing is limited.
const SETTINGS: [&str; 13] = [
    "log=error",
    "limit_read=1000000000",
    "limit_write=1000000000",
    "limit_sign_in=1000000000",
    "limit_track=1000000000",
    "workers=1",
    "hold_first=false",
    "limit_account=1000000000",
    "hold_hour=0",
    "refuse_hour=0",
    "hold_likeness=0",
    "hold_copies=0",
    "burst_posts=0",
];

/// Flags of the command line for a database in `folder`.
pub fn flags(folder: &Path) -> Vec<String> {
    let mut flags = vec!["--data-dir".to_owned(), folder.display().to_string()];
    for setting in SETTINGS {
        flags.extend(["--set".to_owned(), setting.to_owned()]);
    }
    flags
}

/// Makes the demonstration city.
pub fn found(folder: &Path, threads: u32) {
    let mut args = vec!["palanta".to_owned()];
    args.extend(flags(folder));
    let threads = threads.to_string();
    args.extend(["demo", "--only-load", "--threads", &threads].map(str::to_owned));
    let cli = Cli::try_parse_from(args).expect("arguments");
    actix_web::rt::System::new()
        .block_on(cli::run(cli))
        .expect("a city");
}

/// Opens the database of the city.
pub async fn open(folder: &Path) -> App {
    let mut given = vec![("data_dir".to_owned(), folder.display().to_string())];
    given.extend(SETTINGS.iter().filter_map(|s| {
        let (name, value) = s.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    }));
    let mut config = Config::load(&Sources {
        flags: given,
        ..Sources::default()
    })
    .expect("a configuration");
    config.demo = true;
    App::open(config, false).await.expect("a database")
}

/// A server of one worker in a thread of its own.
pub struct House {
    pub address: String,
    /// Path of a thread with twenty posts.
    pub thread: String,
    /// `Cookie` header of someone signed in who has written none of them.
    pub session: String,
    handle: ServerHandle,
}

impl House {
    /// Serves the city; beside its pages `/fixed` answers with the bytes that each test sets.
    pub fn serve(folder: &Path, fixed: Arc<std::sync::RwLock<Bytes>>) -> House {
        let (tell, told) = mpsc::channel();
        let folder = folder.to_owned();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = open(&folder).await;
                let thread = format!("/utas/{}", thread(&app, 20).await);
                let session = session(&app).await;
                let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
                let address = listener.local_addr().expect("an address").to_string();
                let site = site::site(app, format!("http://{address}"));
                let server = HttpServer::new(move || {
                    let (site, fixed) = (site.clone(), fixed.clone());
                    Actix::new()
                        .route(
                            "/fixed",
                            web::get().to(move || {
                                let bytes = fixed.read().expect("a lock").clone();
                                async move {
                                    HttpResponse::Ok()
                                        .content_type("text/html; charset=utf-8")
                                        .body(bytes)
                                }
                            }),
                        )
                        .configure(move |c| site::configure(c, &site))
                })
                .workers(1)
                .disable_signals()
                .listen(listener)
                .expect("a listener")
                .run();
                let house = House {
                    address,
                    thread,
                    session,
                    handle: server.handle(),
                };
                tell.send(house).expect("someone waits");
                server.await.expect("served");
            });
        });
        told.recv().expect("a server")
    }

    pub fn stop(self) {
        drop(self.handle.stop(false));
    }

    /// One answer's body.
    pub fn body(&self, path: &str, headers: &str) -> Bytes {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let mut connection = Connection::open(&self.address).await.expect("a connection");
            let request = get(path, headers);
            let (status, body) = connection.ask(&request).await.expect("an answer");
            assert_eq!(status, 200, "{path}");
            Bytes::copy_from_slice(body)
        })
    }
}

/// The account of a demonstration person.
pub async fn account(app: &App, slug: &str) -> Viewer {
    let person = palanta::flows::demo::by_slug(slug).expect("a person");
    let account = palanta::store::accounts::by_email(app.store.read(), &person.email)
        .await
        .expect("a read")
        .expect("an account");
    Viewer {
        account: Some(Account {
            id: account.id,
            name: account.name,
            email: account.email,
            withheld: None,
            grants: Vec::new(),
            restraint: None,
        }),
        ..Viewer::default()
    }
}

/// A form that opens a thread.
pub fn form(n: u64) -> open_thread::Form {
    open_thread::Form {
        form_id: format!("{n:064x}"),
        service: "dukcapil/ktp-el".into(),
        kind: "complaint".into(),
        appear: "named".into(),
        name: "Siti".into(),
        title: "Antrean KTP lebih dari tiga jam".into(),
        body: "Kemarin saya menunggu dari pagi sampai siang di loket dua. Petugas ramah, tetapi \
               hanya satu loket yang buka dan nomor antrean dipanggil tidak berurutan."
            .into(),
        ..open_thread::Form::default()
    }
}

/// A thread of so many posts, all in view.
async fn thread(app: &App, posts: usize) -> String {
    let writer = account(app, "warga").await;
    let opened = open_thread::open(app, &writer, &form(0xf00d), palanta::domain::lang::Lang::Id)
        .await
        .expect("a thread");
    let other = account(app, "warga2").await;
    // The opening post and the step to the unit are there already.
    for n in 2..posts {
        let body = format!("Saya juga, sudah {n} kali. **Tolong** tambah loket pada hari Senin.");
        let words = reply::Words {
            typed: &body,
            ..reply::Words::default()
        };
        reply::reply(app, &other, &opened.number, &words)
            .await
            .expect("a reply");
    }
    opened.number
}

async fn session(app: &App) -> String {
    let person = palanta::flows::demo::by_slug("lidya.anggraini").expect("a person");
    let begun = sign_in::demo_session(app, &person.email, "bench")
        .await
        .expect("a session");
    format!("Cookie: {}={}\r\n", site::cookies::SESSION, begun.token)
}
