//! Who wrote anonymously is in no page, form's answer, export, mail, message, log or error that anyone
//! else gets. A marker stands in everything that would tell: the account's name and address, the address
//! left for news, the browser's cookies. Then every route is asked as everyone who works here, and
//! everything that came back, and every line of the log, is searched.

use super::{address, routes};
use crate::house::browser::Person;
use crate::house::{ADMIN, HEAD, MODERATOR, OTHER_STAFF, STAFF, write_thread};
use crate::on_both;
use palanta::domain::time::{DAY_MS, HOUR_MS};
use palanta::flows::grant::{self, Form, Granter};
use palanta::jobs::reminders::when_due;
use palanta::mail;
use palanta::store::mailing;
use palanta::web::routes::{Route, Verb};
use reqwest::Method;
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// Every line that the service logs in this process, at every level.
#[derive(Clone)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a log").extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Log;
    fn make_writer(&self) -> Log {
        self.clone()
    }
}

static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log(Arc::default());
    // Whatever another test of this process has set up first stays.
    let _ = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_env_filter("palanta=trace")
        .with_writer(log.clone())
        .try_init();
    log
});

/// Searches what somebody got.
fn search(found: &mut Vec<String>, markers: &[&str], what: &str, text: &str) {
    let text = text.to_lowercase();
    for marker in markers {
        if text.contains(marker) {
            found.push(format!("{marker} in {what}"));
        }
    }
}

async fn ask(person: &mut Person, route: &Route, number: &str, post: &str) -> String {
    let mut to = address(route, number);
    match route.verb {
        Verb::Get => {
            let of_post = ["/lapor", "/koreksi", "/asli/{number}", "/nama/{number}"];
            if of_post.iter().any(|end| route.path.ends_with(end)) {
                to.push_str(&format!("?pos={post}"));
            }
            let page = person
                .get(&to.replace("00000000-0000-7000-8000-000000000000", post))
                .await;
            format!("{:?}{}", page.headers, page.html)
        }
        Verb::Post => {
            let csrf = person.csrf().await;
            let fields = [
                ("_csrf", csrf.as_str()),
                ("thread", number),
                ("post", post),
                ("number", number),
                ("body", "Sudah kami kerjakan."),
                ("note", "Catatan"),
                ("title", "Judul lain"),
                ("why", "Tugas unit lain"),
                ("reason", "Perlu untuk memutuskan laporan"),
                ("layanan", "dukcapil/kk"),
                ("question", "Loket berapa?"),
                ("day", "2099-01-01"),
                ("what", "Loket dibuka"),
                ("act", "assign"),
                ("step", "do"),
                ("label", "Nama"),
                ("into", "SWL-2026-99999"),
                ("to", "x"),
                ("decision", "mask"),
                ("cover", "loket"),
                ("rule", "spam"),
            ];
            let request = person.request(Method::POST, &to).form(&fields);
            let page = person.receive(request).await;
            format!("{:?}{}", page.headers, page.html)
        }
    }
}

on_both! {
    async fn nobody_learns_who_wrote_anonymously(house: House, "hold_first" = "false") {
        // Unlike the other database's, which the same log holds.
        let tag = uuid::Uuid::new_v4().simple().to_string()[..10].to_owned();
        let (name, email, left) = (format!("penanda{tag}"), format!("surel{tag}@contoh.test"), format!("kabar{tag}@contoh.test"));
        LazyLock::force(&LOG);
        let mut author = house.person(&email).await;
        author.act("/akun", "/akun/profil", &[("name", &name), ("lang", "id")]).await;
        let title = [("title", "Antrean loket tiga")];
        let (by_account, _) = write_thread(&mut author, &title).await;
        let (secret, _) = write_thread(&mut author, &[("appear", "confidential"), ("title", "Minta uang")]).await;
        let mut guest = house.visitor();
        let (by_code, code) = write_thread(&mut guest, &[("email", &left), ("title", "Antrean loket empat")]).await;
        let thread = format!("/utas/{by_account}");
        author.act(&thread, &format!("{thread}/balas"), &[("body", "Masih antre juga.")]).await;
        let code = code.to_lowercase();
        let cookies: Vec<String> = author.cookies.values().chain(guest.cookies.values())
            .filter(|v| v.len() > 20).map(|v| v.to_lowercase()).collect();
        let markers: Vec<&str> = [name.as_str(), email.as_str(), left.as_str(), tag.as_str(), code.as_str()].into_iter()
            .chain(cookies.iter().map(String::as_str)).collect();
        let coordinator = Form { email: "koordinator@kota.test".into(), role: "coordinator".into(), ..Form::default() };
        grant::grant(&house.app, Granter::CommandLine, &coordinator).await.expect("a grant");
        let deputy = Form { email: STAFF.into(), role: "deputy".into(), unit: "dukcapil".into(), ..Form::default() };
        grant::grant(&house.app, Granter::CommandLine, &deputy).await.expect("a grant");
        let mut people = Vec::new();
        for who in [STAFF, HEAD, OTHER_STAFF, "koordinator@kota.test", MODERATOR, ADMIN] {
            people.push((who, house.person(who).await));
        }
        people.push(("a visitor", house.visitor()));
        let mut post = String::new();
        {
            let db = house.app.store.read();
            let model = palanta::store::threads::by_number(db, &by_account).await.expect("a read").expect("a thread");
            for p in palanta::store::posts::replies_by_citizens(db, model.id).await.expect("a read") {
                post = p.id.to_string();
            }
        }
        let mut found = Vec::new();
        let mut asked = 0;
        // What is read first, then what changes things, then what is read of that.
        for verb in [Verb::Get, Verb::Post, Verb::Get] {
            for (who, person) in &mut people {
                for route in routes(verb) {
                    // Leaving would change who asks next.
                    if matches!(route.path, "/keluar" | "/akun/sesi" | "/lacak/tutup") {
                        continue;
                    }
                    for number in [&by_account, &secret, &by_code] {
                        if number != &by_account && !route.path.contains("{number}") {
                            continue;
                        }
                        let got = ask(person, route, number, &post).await;
                        search(&mut found, &markers, &format!("{:?} {} of {number} to {who}", route.verb, route.path), &got);
                        asked += 1;
                    }
                }
            }
        }
        assert!(asked > 1_000, "{asked}");
        // The daily mail, the digests, and every letter to anyone else; messages of webhooks.
        house.app.clock.advance(14 * DAY_MS);
        let city = house.app.city().await.expect("a city");
        while !city.calendar.is_open(house.app.now()) {
            house.app.clock.advance(HOUR_MS);
        }
        let desk = house.desk();
        when_due(&desk).await.expect("a run");
        palanta::jobs::digests::when_due(&desk).await.expect("a run");
        for letter in mailing::page(house.app.store.read(), None, 500).await.expect("the outbox") {
            let own = letter.recipient == email || letter.recipient == left;
            let Ok(content) = serde_json::from_str(&letter.content) else { continue };
            if !own {
                let mail = mail::write(&desk.house, &content);
                search(&mut found, &markers, &format!("a letter to {}", letter.recipient), &format!("{}{}", mail.subject, mail.text()));
            }
        }
        for table in ["webhook_delivery WHERE content", "digest_edition WHERE content", "audit_entry WHERE detail", "audit_entry WHERE subject"] {
            let n = house.count(&format!("{table} LIKE '%{tag}%'")).await;
            if n > 0 {
                found.push(format!("{n} of {table}"));
            }
        }
        let log = String::from_utf8_lossy(&LOG.0.lock().expect("a log")).into_owned();
        assert!(log.contains("/petugas"), "something was logged");
        search(&mut found, &markers, "the log", &log);
        found.sort();
        found.dedup();
        assert!(found.is_empty(), "{found:#?}");
    }
}
