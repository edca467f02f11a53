//! One's own data: taken along whole, and erased so that nothing leads to the person any more.

use crate::house::browser::{File, Person};
use crate::house::{CITIZEN, House, Kind, MODERATOR, STAFF, write_thread};
use crate::on_both;
use palanta::domain::digest::{Every, Period};
use palanta::domain::notice::Notice;
use palanta::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use palanta::flows::erase;
use palanta::jobs::{digests, upkeep};
use palanta::keys::Purpose;
use palanta::store::accounts;
use palanta::store::erasure::PLACES;
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeMap;
use std::process::Command;

const NAME: &str = "Zulfahmirandi Caniago";
const EMAIL: &str = "zulfahmirandi@contoh.test";
const PHONE: &str = "0812 3456 7891";
const ABUSE: &str = "Dasar petugas anjing bangsat, goblok semua! Rahasiaditahan.";

/// The files of an archive, by name, as Python reads them: texts as they are, pictures by their size.
fn unzip(bytes: &[u8]) -> BTreeMap<String, String> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("data.zip");
    std::fs::write(&path, bytes).expect("a file");
    let script = "import sys,zipfile,json\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n\
        print(json.dumps({n:(z.read(n).decode() if not n.endswith('.jpg') else '%d %s'%(len(z.read(n)),z.read(n)[:3].hex())) for n in z.namelist()}))";
    let out = Command::new("python3")
        .args(["-c", script])
        .arg(&path)
        .output()
        .expect("Python");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    serde_json::from_slice(&out.stdout).expect("JSON")
}

async fn download(person: &mut Person) -> BTreeMap<String, String> {
    let page = person.act("/akun/data", "/akun/data/unduh", &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(page.header("content-type"), "application/zip");
    assert!(page.header("cache-control").contains("no-store"));
    assert!(page.header("content-disposition").starts_with("attachment"));
    assert_eq!(
        page.header("content-length"),
        page.bytes.len().to_string().as_str()
    );
    unzip(&page.bytes)
}

/// Sets the name that is shown.
async fn named(person: &mut Person) {
    person
        .act("/akun", "/akun/profil", &[("name", NAME), ("lang", "id")])
        .await;
}

fn picture() -> Vec<u8> {
    let mut picture = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut picture)
        .encode(&[90; 48], 4, 4, image::ExtendedColorType::Rgb8)
        .expect("a picture");
    picture
}

/// Writes a thread with a photo.
async fn with_photo(person: &mut Person, more: &[(&str, &str)]) -> String {
    person.get("/tulis?layanan=dukcapil/ktp-el").await;
    let form = person.page.form("/tulis").expect("a form");
    let id = form
        .iter()
        .find(|(n, _)| n == "form_id")
        .expect("a name")
        .1
        .clone();
    let bytes = picture();
    let file = File {
        field: "photo1",
        name: "a.jpg",
        kind: "image/jpeg",
        bytes: &bytes,
    };
    person
        .send_files("/tulis", form, &[("step", "edit")], &[file])
        .await;
    write_thread(person, &[more, &[("form_id", &id)]].concat())
        .await
        .0
}

async fn texts(house: &House, sql: &str) -> Vec<String> {
    let db = house.app.store.read();
    let rows = db
        .query_all_raw(Statement::from_string(
            house.app.store.backend(),
            sql.to_owned(),
        ))
        .await
        .expect("rows");
    rows.iter()
        .map(|r| {
            r.try_get::<Option<String>>("", "x")
                .expect("text")
                .unwrap_or_default()
        })
        .collect()
}

/// Names of all tables, without those in which SQLite keeps its index of words.
async fn tables(house: &House) -> Vec<String> {
    let sql = match house.database.kind {
        Kind::Sqlite => {
            "SELECT name AS x FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'thread_fts%'"
        }
        Kind::Postgres => {
            "SELECT CAST(table_name AS TEXT) AS x FROM information_schema.tables WHERE table_schema = 'public'"
        }
    };
    texts(house, sql).await
}

/// Every row of every table, as text; bytes in hexadecimal.
async fn dump(house: &House) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for table in tables(house).await {
        let sql = match house.database.kind {
            Kind::Postgres => format!("SELECT CAST(t AS TEXT) AS x FROM \"{table}\" t"),
            Kind::Sqlite => {
                let columns = texts(
                    house,
                    &format!("SELECT name AS x FROM pragma_table_info('{table}')"),
                )
                .await;
                let parts: Vec<String> =
                    columns.iter().map(|c| format!("quote(\"{c}\")")).collect();
                format!("SELECT {} AS x FROM \"{table}\"", parts.join(" || '|' || "))
            }
        };
        for row in texts(house, &sql).await {
            all.push((table.clone(), row.to_lowercase()));
        }
    }
    assert!(all.len() > 20);
    all
}

/// The rows in which a word stands.
fn found(dump: &[(String, String)], word: &str, but: &[&str]) -> Vec<(String, String)> {
    let (word, bare) = (word.to_lowercase(), word.to_lowercase().replace('-', ""));
    dump.iter()
        .filter(|(table, row)| {
            !but.contains(&table.as_str()) && (row.contains(&word) || row.contains(&bare))
        })
        .cloned()
        .collect()
}

struct Life {
    person: Person,
    account: String,
    public: String,
    secret: String,
    held: String,
    /// Words by which the person would be found.
    marks: Vec<String>,
}

/// A life in the service: everything that a citizen can leave there.
async fn life(house: &House) -> Life {
    let mut other = house.person(CITIZEN).await;
    let (theirs, _) = write_thread(
        &mut other,
        &[
            ("title", "Utas orang lain"),
            ("body", "Jalan berlubang di pasar."),
        ],
    )
    .await;
    let mut person = house.person(EMAIL).await;
    named(&mut person).await;
    let body = format!("Lampu kucingoranye padam, hubungi {PHONE} atau {EMAIL} segera.");
    let public = with_photo(
        &mut person,
        &[
            ("title", "Lampu kucingoranye padam"),
            ("body", &body),
            ("appear", "named"),
            ("overall", "2"),
        ],
    )
    .await;
    let (_, _) = write_thread(
        &mut person,
        &[
            ("title", "Burungmerah di kantor"),
            ("body", "Burungmerah masuk kantor."),
            ("appear", "anonymous"),
        ],
    )
    .await;
    write_thread(
        &mut person,
        &[
            ("title", "Samaran di loket"),
            ("body", "Antrean panjang."),
            ("appear", "pseudonym"),
            ("name", "Pendekarsamaran"),
        ],
    )
    .await;
    let (secret, _) = write_thread(
        &mut person,
        &[
            ("title", "Laporan ikanhitam"),
            ("body", "Ikanhitam menerima uang."),
            ("appear", "confidential"),
        ],
    )
    .await;
    let (held, _) = write_thread(&mut person, &[("title", "Ditahan"), ("body", ABUSE)]).await;
    person.get(&format!("/utas/{theirs}")).await;
    let reply = format!("Saya juga melihat gajahbiru, telepon {PHONE}.");
    let to = format!("/utas/{theirs}/balas");
    assert_eq!(
        person
            .submit(&to, &[("body", &reply), ("step", "send")])
            .await
            .status,
        303
    );
    person.get(&format!("/utas/{theirs}")).await;
    person.submit(&format!("/utas/{theirs}/dukung"), &[]).await;
    let pos = house.post_of(&theirs).await;
    person.get(&format!("/utas/{theirs}/lapor?pos={pos}")).await;
    person
        .submit(
            &format!("/utas/{theirs}/lapor"),
            &[("rule", "spam"), ("note", "Kudaputih menulis ini.")],
        )
        .await;
    person
        .act(
            "/nilai/dukcapil/kk",
            "/nilai/dukcapil/kk",
            &[("overall", "3")],
        )
        .await;
    // A photo that was never sent.
    person.get("/tulis?layanan=dukcapil/ktp-el").await;
    let form = person.page.form("/tulis").expect("a form");
    let bytes = picture();
    let file = File {
        field: "photo1",
        name: "a.jpg",
        kind: "image/jpeg",
        bytes: &bytes,
    };
    person
        .send_files("/tulis", form, &[("step", "edit")], &[file])
        .await;
    // A unit answers, staff correct what was read, a moderator refuses what was held, and it is appealed.
    let mut staff = house.person(STAFF).await;
    staff.get(&format!("/petugas/utas/{public}")).await;
    let answered = staff
        .submit(
            &format!("/petugas/utas/{public}/jawab"),
            &[("body", "Lampu kami ganti besok pagi.")],
        )
        .await;
    assert_eq!(answered.status, 303, "{}", answered.text());
    staff.get(&format!("/petugas/utas/{public}")).await;
    staff
        .submit(
            &format!("/petugas/utas/{public}/catat"),
            &[("body", "Catataninternal tentang perkara ini.")],
        )
        .await;
    let mut moderator = house.person(MODERATOR).await;
    let queue = moderator.get("/moderasi").await;
    let form = queue
        .form_with("/moderasi/putusan", ("thread", &held))
        .expect("a held thread");
    moderator
        .send(
            "/moderasi/putusan",
            form,
            &[("decision", "refuse"), ("rule", "spam")],
        )
        .await;
    let account = accounts::by_email(house.app.store.read(), EMAIL)
        .await
        .expect("a read")
        .expect("an account")
        .id;
    let keys = &house.app.keys;
    let who = format!("account {account}");
    let visitor = person
        .cookies
        .get(palanta::web::cookies::VISITOR)
        .cloned()
        .unwrap_or_default();
    let marks = vec![
        EMAIL.to_owned(),
        "Zulfahmirandi".into(),
        NAME.into(),
        PHONE.into(),
        "Pendekarsamaran".into(),
        "Rahasiaditahan".into(),
        "Kudaputih".into(),
        keys.hash(Purpose::Supporter, &who),
        keys.hash(Purpose::Rater, &who),
        keys.hash(Purpose::Upload, &who),
        keys.hash(
            Purpose::Session,
            &person.cookies[palanta::web::cookies::SESSION],
        ),
        keys.hash(Purpose::Visitor, &visitor),
    ];
    Life {
        person,
        account: account.to_string(),
        public,
        secret,
        held,
        marks,
    }
}

/// Asks for the erasure with the mailed code; returns the word of the mail's link.
async fn ask(house: &House, person: &mut Person, posts: &str) -> String {
    person
        .act("/akun/hapus", "/akun/hapus/kode", &[("posts", posts)])
        .await;
    let code = house
        .letters(EMAIL)
        .await
        .into_iter()
        .find_map(|l| match l.notice {
            Notice::EraseCode { code, .. } => Some(code),
            _ => None,
        });
    let page = person
        .submit("/akun/hapus", &[("code", &code.expect("a code"))])
        .await;
    assert_eq!(page.status, 303, "{}", page.text());
    let word = house
        .letters(EMAIL)
        .await
        .into_iter()
        .find_map(|l| match l.notice {
            Notice::EraseAsked { cancel, .. } => Some(cancel),
            _ => None,
        });
    word.expect("a mail that says so")
}

on_both! {
    async fn everything_is_taken_along(house: House, "hold_first" = "false") {
        let Life { mut person, public, secret, held, .. } = life(&house).await;
        let files = download(&mut person).await;
        let json = |name: &str| -> serde_json::Value {
            serde_json::from_str(&files[&format!("data/{name}.json")]).expect("JSON")
        };
        assert_eq!(json("profile")[0]["email"], EMAIL);
        assert_eq!(json("profile")[0]["name"], NAME);
        let threads = json("threads");
        let all = threads.as_array().expect("a list");
        assert_eq!(all.len(), 6, "five threads and a reply: {threads}");
        for number in [&public, &secret, &held] {
            assert!(all.iter().any(|t| t["number"] == number.as_str()), "{number}");
        }
        let one = all.iter().find(|t| t["number"] == public.as_str()).expect("it");
        assert!(one["written"].as_str().expect("text").contains(PHONE), "their own words as written");
        assert!(!one["read_as"].as_str().expect("text").contains(PHONE), "and as shown");
        assert!(one["answers"][0]["read_as"].as_str().expect("text").contains("besok pagi"));
        let photo = one["photos"][0]["file"].as_str().expect("a file");
        assert!(files[photo].ends_with("ffd8ff"), "a JPEG: {}", files[photo]);
        assert_eq!(json("ratings").as_array().map(Vec::len), Some(2));
        assert_eq!(json("supports")[0]["title"], "Utas orang lain");
        assert_eq!(json("reports")[0]["note"], "Kudaputih menulis ini.");
        assert_eq!(json("decisions")[0]["decision"], "refuse");
        assert_eq!(json("sessions").as_array().map(Vec::len), Some(1));
        assert!(!json("mails").as_array().expect("a list").is_empty());
        let page = &files["index.html"];
        for word in [EMAIL, "kucingoranye", "Burungmerah", "gajahbiru", "Ikanhitam", "Pendekarsamaran", photo] {
            assert!(page.contains(word), "{word}");
        }
        let whole: String = files.values().cloned().collect();
        assert!(!whole.contains("Catataninternal"), "no note of staff");
        assert!(!whole.contains("berlubang"), "no words of others: that page is at its address");
        assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"), "it asks nobody for anything");
        // Nobody else's, and no more than what is there.
        let mut other = house.person("orang@lain.test").await;
        let files = download(&mut other).await;
        let whole: String = files.values().cloned().collect();
        assert!(!whole.contains("kucingoranye") && !whole.contains("zulfahmirandi"));
        assert_eq!(files["data/threads.json"].trim(), "[\n]");
        // What staff wrote in office is not theirs but in so far as it is public.
        let mut staff = house.person(STAFF).await;
        let whole: String = download(&mut staff).await.values().cloned().collect();
        assert!(whole.contains("besok pagi") && !whole.contains("Catataninternal"));
        assert!(whole.contains("Masuk") || whole.contains("sign in"), "sign-ins of who holds a role");
    }

    /// What is kept in codes is told in words, and what it is of by its name.
    async fn an_export_speaks_in_words(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[("title", "Loket tutup")]).await;
        let (gone, _) = write_thread(&mut house.visitor(), &[("title", "Tidaktampillagi")]).await;
        let mut person = house.person(STAFF).await;
        for at in [format!("/ikuti?jenis=thread&apa={number}"), format!("/ikuti?jenis=thread&apa={gone}"), "/ikuti?jenis=unit&apa=dukcapil".into(),
            "/ikuti?jenis=service&apa=dukcapil/ktp-el".into(), "/ikuti?jenis=search&apa=q%3Dlampu%2Bmati".into()] {
            person.get(&at).await;
            let page = person.submit("/ikuti", &[("every", "day")]).await;
            assert_eq!(page.status, 303, "{at}: {}", page.text());
        }
        let hidden = format!("UPDATE thread SET visibility = 'hidden' WHERE number = '{gone}'");
        house.app.store.write().execute_unprepared(&hidden).await.expect("a write");
        let files = download(&mut person).await;
        let page = &files["index.html"];
        for word in [format!("{number} · Loket tutup"), "Dinas Kependudukan".into(), "KTP elektronik · ".into(), "lampu mati".into(), "Kode masuk".into(), "Masuk".into()] {
            assert!(page.contains(&word), "{word}");
        }
        for code in ["t:0", "u:0", "s:0", "q:q", "login_code", "sign in"] {
            assert!(!page.contains(code), "{code}");
        }
        assert!(!page.contains("Tidaktampillagi"), "what is hidden is not told by this way");
        let follows: serde_json::Value = serde_json::from_str(&files["data/follows.json"]).expect("JSON");
        let targets: Vec<&str> = follows.as_array().expect("a list").iter().map(|f| f["target"].as_str().expect("text")).collect();
        assert!(targets.len() == 5 && targets.iter().all(|t| !t.contains(":0")), "{targets:?}");
        assert!(follows.as_array().expect("a list").iter().any(|f| f["address"].as_str().is_some_and(|a| a.starts_with("/utas?q=lampu"))), "{follows}");
    }

    /// More rows than are read at once.
    async fn long_lives_are_taken_along_whole(house: House, "hold_first" = "false") {
        let mut person = house.person(EMAIL).await;
        for n in 0..103 {
            write_thread(&mut person, &[("title", &format!("Perihal {n}"))]).await;
        }
        let files = download(&mut person).await;
        let threads: Vec<serde_json::Value> = serde_json::from_str(&files["data/threads.json"]).expect("JSON");
        assert_eq!(threads.len(), 103);
        for n in 0..103 {
            assert!(threads.iter().any(|t| t["title"] == format!("Perihal {n}")), "{n}");
        }
    }

    /// Public posts stay as read; nothing leads to who wrote them.
    async fn erased_and_posts_stay(house: House, "hold_first" = "false") {
        let Life { mut person, account, public, secret, held, marks } = life(&house).await;
        let before = dump(&house).await;
        for mark in &marks {
            assert!(!found(&before, mark, &[]).is_empty(), "{mark} was there: else this asks nothing");
        }
        ask(&house, &mut person, "keep").await;
        house.app.clock.advance(3 * DAY_MS - HOUR_MS);
        assert_eq!(erase::apply(&house.app).await.expect("a run"), 0, "not before its time");
        assert_eq!(person.get("/akun").await.status, 200);
        house.app.clock.advance(2 * HOUR_MS);
        upkeep::run(&house.app).await.expect("upkeep");
        assert_eq!(erase::apply(&house.app).await.expect("a run"), 0, "once");
        let after = dump(&house).await;
        for mark in marks.iter().map(String::as_str).chain(["gajahbiru, telepon 0812"]) {
            assert_eq!(found(&after, mark, &[]), [], "{mark}");
        }
        assert_eq!(found(&after, &account, &["audit_entry"]), [], "the number without a name stands in the audit log alone");
        assert_eq!(found(&after, &account, &[]).len(), 1, "once: that it was erased");
        assert_eq!(person.get("/akun").await.status, 303, "signed out");
        let page = house.visitor().get(&format!("/utas/{public}")).await;
        assert!(page.text().contains("kucingoranye") && page.text().contains("Akun dihapus"), "{}", page.text());
        assert!(page.text().contains("Lampu kami ganti besok pagi."));
        assert!(page.has(&format!("img[src^='/utas/{public}/foto/']")), "photos too");
        let mut staff = house.person(STAFF).await;
        assert!(staff.get(&format!("/petugas/utas/{secret}")).await.text().contains("Ikanhitam"), "the unit goes on");
        let mut moderator = house.person(MODERATOR).await;
        assert!(!moderator.get(&format!("/utas/{held}")).await.text().contains("Rahasiaditahan"));
        assert_eq!(house.count("rating").await, 2, "counts stay");
        assert_eq!(house.count("support").await, 1);
        palanta::store::audit::verify(house.app.store.read()).await.expect("whole");
        // The same address begins anew.
        let mut again = house.person(EMAIL).await;
        assert!(!again.get("/akun").await.text().contains("kucingoranye"));
    }

    /// The words go too, from lists, search, digests and mails that have not gone.
    async fn erased_with_all_words(house: House, "hold_first" = "false") {
        let Life { mut person, account, public, secret, marks, .. } = life(&house).await;
        // A digest that quotes it is kept, and a mail with it waits.
        let week = Period::of(Every::Week, house.app.now().day(&house.app.config.zone));
        digests::make(&house.app, week, None, house.app.now().plus_ms(1)).await.expect("made");
        assert!(!found(&dump(&house).await, "kucingoranye", &["post", "thread", "thread_search", "search_term", "search_gram"]).is_empty(), "quoted");
        ask(&house, &mut person, "remove").await;
        house.app.clock.advance(3 * DAY_MS + HOUR_MS);
        upkeep::run(&house.app).await.expect("upkeep");
        let after = dump(&house).await;
        let words = ["kucingoranye", "Burungmerah", "Ikanhitam", "gajahbiru"];
        for mark in marks.iter().map(String::as_str).chain(words) {
            assert_eq!(found(&after, mark, &[]), [], "{mark}");
        }
        assert_eq!(found(&after, &account, &["audit_entry"]), []);
        let page = house.visitor().get(&format!("/utas/{public}")).await;
        assert_eq!(page.status, 200, "the case stays: number, service, answer");
        assert!(page.text().contains(erase::GONE) && page.text().contains("Lampu kami ganti besok pagi."));
        let found = house.visitor().get("/utas?q=kucingoranye").await;
        assert!(!found.text().contains(&public));
        let mut staff = house.person(STAFF).await;
        let case = staff.get(&format!("/petugas/utas/{secret}")).await;
        assert!(case.text().contains("penulis menghapus akun"), "an unanswered case is closed: {}", case.text());
        assert_eq!(house.count("thread WHERE status IN ('routed', 'in_progress') AND title = '[dihapus penulisnya]'").await, 0);
        let differences = palanta::flows::recount::check(&house.app).await.expect("a recount").differences;
        assert_eq!(differences, 0, "the figures still come out");
    }

    async fn erasure_is_asked_with_a_code_and_called_off(house: House) {
        let mut person = house.person(EMAIL).await;
        person.get("/akun/hapus").await;
        let none = person.submit("/akun/hapus/kode", &[]).await;
        assert_eq!(none.status, 422, "a choice is asked for");
        person.act("/akun/hapus", "/akun/hapus/kode", &[("posts", "keep")]).await;
        // A code for signing in confirms nothing, and the other way round.
        let mut thief = house.visitor();
        thief.get("/masuk").await;
        thief.submit("/masuk", &[("email", EMAIL)]).await;
        let sign_in = house.login_code(EMAIL).await;
        let bad = person.submit("/akun/hapus", &[("code", &sign_in)]).await;
        assert_eq!((bad.status, house.count("erasure").await), (422, 0));
        let word = ask(&house, &mut person, "keep").await;
        assert!(person.get("/akun").await.has("form[action='/akun/hapus/batal']"));
        // By the link in the mail, without signing in; following it changes nothing.
        let path = format!("/batal-hapus/{word}");
        let mut visitor = house.visitor();
        assert_eq!(visitor.get(&path).await.status, 200);
        assert_eq!(house.count("erasure").await, 1);
        assert_eq!(visitor.get("/batal-hapus/aaaa").await.status, 404);
        visitor.get(&path).await;
        assert_eq!(visitor.submit(&path, &[]).await.status, 303);
        assert_eq!(visitor.get("/akun").await.status, 303, "it signs nobody in");
        assert_eq!(visitor.get(&path).await.status, 404, "once");
        house.app.clock.advance(HOUR_MS + MINUTE_MS);
        ask(&house, &mut person, "remove").await;
        assert_eq!(person.act("/akun", "/akun/hapus/batal", &[]).await.status, 303);
        house.app.clock.advance(4 * DAY_MS);
        assert_eq!(erase::apply(&house.app).await.expect("a run"), 0);
        assert_eq!(person.get("/akun").await.status, 200);
    }

    /// Whoever speaks for the city gives that back first; what they did in office stays with it.
    async fn staff_give_back_their_role_first(house: House, "hold_first" = "false") {
        let mut staff = house.person(STAFF).await;
        let page = staff.get("/akun/hapus").await;
        assert!(!page.has("form[action='/akun/hapus/kode']") && page.text().contains("Mintalah admin"));
        let csrf = staff.csrf().await;
        let request = staff.request(reqwest::Method::POST, "/akun/hapus/kode").form(&[("_csrf", csrf.as_str()), ("posts", "keep")]);
        assert_eq!(staff.receive(request).await.status, 409);
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = write_thread(&mut citizen, &[]).await;
        staff.get(&format!("/petugas/utas/{number}")).await;
        staff.submit(&format!("/petugas/utas/{number}/jawab"), &[("body", "Sudah kami perbaiki.")]).await;
        let account = accounts::by_email(house.app.store.read(), STAFF).await.expect("a read").expect("an account").id;
        let grant = accounts::grants_of(house.app.store.read(), account).await.expect("a read")[0].id;
        palanta::flows::grant::end(&house.app, palanta::flows::grant::Granter::CommandLine, grant).await.expect("ended");
        staff.act("/akun/hapus", "/akun/hapus/kode", &[("posts", "keep")]).await;
        let code = house.letters(STAFF).await.into_iter().find_map(|l| match l.notice {
            Notice::EraseCode { code, .. } => Some(code),
            _ => None,
        });
        staff.submit("/akun/hapus", &[("code", &code.expect("a code"))]).await;
        house.app.clock.advance(4 * DAY_MS);
        assert_eq!(erase::apply(&house.app).await.expect("a run"), 1);
        let after = dump(&house).await;
        assert_eq!(found(&after, STAFF, &[]), []);
        assert_eq!(found(&after, "Rahmi Putri", &["post"]), [], "but on the answer, which is the office's");
        assert!(house.visitor().get(&format!("/utas/{number}")).await.text().contains("Rahmi Putri"));
        palanta::store::audit::verify(house.app.store.read()).await.expect("whole");
    }

    /// A table that someone adds, with people in it, must say what an erasure does to it.
    async fn every_place_of_people_is_known(house: House) {
        const NAMES: [&str; 16] = ["account_id", "email", "recipient", "actor", "owner", "visitor", "supporter", "reporter",
            "rater", "moderator_id", "assigned_to", "claimed_by", "follower", "user_id", "person_id", "not_by"];
        for table in tables(&house).await {
            let columns = match house.database.kind {
                Kind::Sqlite => texts(&house, &format!("SELECT name AS x FROM pragma_table_info('{table}')")).await,
                Kind::Postgres => texts(&house, &format!("SELECT CAST(column_name AS TEXT) AS x FROM information_schema.columns WHERE table_name = '{table}'")).await,
            };
            let refers = match house.database.kind {
                Kind::Sqlite => texts(&house, &format!("SELECT \"from\" AS x FROM pragma_foreign_key_list('{table}') WHERE \"table\" = 'account'")).await,
                Kind::Postgres => texts(&house, &format!("SELECT CAST(a.attname AS TEXT) AS x FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
                    WHERE c.contype = 'f' AND c.conrelid = CAST('\"{table}\"' AS regclass) AND c.confrelid = CAST('account' AS regclass)")).await,
            };
            for column in columns {
                let person = refers.contains(&column) || NAMES.contains(&column.as_str()) || column.ends_with("_by");
                let known = PLACES.iter().any(|p| p.table == table && p.column == column);
                assert!(!person || known || table == "account",
                    "{table}.{column}: say in store/erasure.rs what an erasure does to it");
            }
        }
        for place in PLACES {
            // The column is there, and its statement is one.
            house.count(&format!("{} WHERE {} IS NULL", place.table, place.column)).await;
        }
    }

    /// Who holds a role is signed out when idle; citizens are not.
    async fn staff_sessions_end_idle(house: House, "staff_idle_minutes" = "30") {
        let mut staff = house.person(STAFF).await;
        let mut citizen = house.person(CITIZEN).await;
        for _ in 0..4 {
            house.app.clock.advance(20 * MINUTE_MS);
            assert_eq!(staff.get("/petugas").await.status, 200, "in use");
        }
        house.app.clock.advance(31 * MINUTE_MS);
        let page = staff.get("/petugas").await;
        assert_eq!(page.status, 303);
        assert!(page.header("location").starts_with("/masuk?"));
        assert_eq!(citizen.get("/akun").await.status, 200);
        upkeep::run(&house.app).await.expect("upkeep");
        assert_eq!(house.count("session").await, 1, "swept");
        // A role that is granted now does not end a session that has been quiet before.
        let form = palanta::flows::grant::Form { email: CITIZEN.into(), role: "moderator".into(), ..Default::default() };
        house.app.clock.advance(DAY_MS / 2);
        palanta::flows::grant::grant(&house.app, palanta::flows::grant::Granter::CommandLine, &form).await.expect("a grant");
        assert_eq!(citizen.get("/moderasi").await.status, 200);
        house.app.clock.advance(31 * MINUTE_MS);
        assert_eq!(citizen.get("/moderasi").await.status, 303);
    }

    async fn sign_ins_of_staff_are_audited(house: House) {
        let before = house.count("audit_entry").await;
        house.person(CITIZEN).await;
        assert_eq!(house.count("audit_entry").await, before, "citizens' are nobody's affair");
        house.person(STAFF).await;
        assert_eq!(house.count("audit_entry WHERE act = 'sign in' AND detail = 'code' AND actor IS NOT NULL").await, 1);
        palanta::store::audit::verify(house.app.store.read()).await.expect("whole");
    }
}
