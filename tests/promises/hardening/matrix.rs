//! Who may do what, to whose thing: every route, as every role, on a thread of others, on one's own,
//! on a confidential one and on a held one. The table below is written apart from the policy's own:
//! a route that is added, or one that is given to someone else, has to be said here too.

use super::address;
use crate::house::browser::{File, Person};
use crate::house::{ADMIN, CITIZEN, HEAD, House, MODERATOR, OTHER_STAFF, STAFF, write_thread};
use crate::on_both;
use palanta::flows::grant;
use palanta::store::{photos, posts, threads, uploads};
use palanta::web::routes::{ROUTES, Route, Verb};
use reqwest::Method;
use std::collections::BTreeMap;

/// Visitor, citizen, staff and head of the thread's unit, staff of another, coordinator, moderator,
/// admin.
const EVERYONE: &str = "VCSHOKMA";
const SIGNED_IN: &str = "CSHOKMA";
const NOBODY: &str = "";
const UNIT: &str = "SH";
/// The unit's, and who decides where cases belong.
const CASE: &str = "SHK";
/// Those who read a confidential thread of others.
const TRUSTED: &str = "SHKM";

/// Who comes past the policy, by letters.
enum May {
    /// The route is about no thread.
    Go(&'static str),
    /// On others' public thread, one's own public thread, others' confidential, others' held one.
    On([&'static str; 4]),
    /// Asked elsewhere, for the reason given.
    Elsewhere(&'static str),
}
use May::{Elsewhere, Go, On};

const TABLE: &[(&str, May)] = &[
    ("GET /", Go(EVERYONE)),
    ("GET /utas", Go(EVERYONE)),
    ("GET /feed/utas", Go(EVERYONE)),
    ("GET /feed/unit/{slug}", Go(EVERYONE)),
    ("GET /utas/{number}", On([EVERYONE, EVERYONE, TRUSTED, "M"])),
    (
        "GET /utas/{number}/foto/{hash}",
        On([EVERYONE, EVERYONE, TRUSTED, "M"]),
    ),
    (
        "GET /utas/{number}/pos/{post}",
        On([EVERYONE, EVERYONE, TRUSTED, "M"]),
    ),
    (
        "GET /utas/{number}/ubah",
        Elsewhere("whose post it is: edits.rs"),
    ),
    (
        "POST /utas/{number}/ubah",
        Elsewhere("whose post it is: edits.rs"),
    ),
    (
        "GET /utas/{number}/riwayat/{post}",
        Elsewhere("only what was changed has one: edits.rs"),
    ),
    (
        "GET /petugas/utas/{number}/ubah",
        Elsewhere("which answer it is: edits.rs"),
    ),
    (
        "POST /petugas/utas/{number}/ubah",
        Elsewhere("which answer it is: edits.rs"),
    ),
    ("GET /ikuti", Go(SIGNED_IN)),
    // Whose row it is: following.rs.
    ("POST /ikuti", Go(SIGNED_IN)),
    ("GET /pemberitahuan", Go(SIGNED_IN)),
    ("POST /pemberitahuan", Go(SIGNED_IN)),
    (
        "GET /utas/{number}/berkas/{hash}",
        Elsewhere("there is no file to ask for: files.rs"),
    ),
    (
        "GET /utas/{number}/dukung",
        On([EVERYONE, EVERYONE, NOBODY, NOBODY]),
    ),
    (
        "POST /utas/{number}/dukung",
        On([EVERYONE, NOBODY, TRUSTED, "M"]),
    ),
    (
        "POST /utas/{number}/balas",
        On([SIGNED_IN, EVERYONE, TRUSTED, "M"]),
    ),
    (
        "POST /utas/{number}/konfirmasi",
        On([NOBODY, EVERYONE, NOBODY, NOBODY]),
    ),
    (
        "POST /utas/{number}/buka-lagi",
        On([NOBODY, EVERYONE, NOBODY, NOBODY]),
    ),
    (
        "GET /utas/{number}/lapor",
        On([EVERYONE, EVERYONE, NOBODY, NOBODY]),
    ),
    (
        "POST /utas/{number}/lapor",
        On([EVERYONE, EVERYONE, NOBODY, "M"]),
    ),
    (
        "GET /utas/{number}/banding",
        Elsewhere("whose decision it is: desk/appeals.rs"),
    ),
    (
        "POST /utas/{number}/banding",
        Elsewhere("whose decision it is: desk/appeals.rs"),
    ),
    ("GET /tulis", Go(EVERYONE)),
    ("POST /tulis", Go(EVERYONE)),
    ("POST /tulis/mirip", Go(EVERYONE)),
    ("GET /tulis/selesai", Go(EVERYONE)),
    ("GET /unit/{slug}/poster", Go(EVERYONE)),
    (
        "GET /tulis/foto/{photo}",
        Elsewhere("whose upload it is: photos.rs"),
    ),
    ("GET /lacak", Go(EVERYONE)),
    ("POST /lacak", Go(EVERYONE)),
    (
        "POST /lacak/tutup",
        Elsewhere("it would change who asks next"),
    ),
    ("GET /nilai/{unit}/{service}", Go(EVERYONE)),
    ("POST /nilai/{unit}/{service}", Go(EVERYONE)),
    ("GET /unit", Go(EVERYONE)),
    ("GET /unit/{slug}", Go(EVERYONE)),
    ("GET /kinerja", Go(EVERYONE)),
    ("GET /kinerja/unit/{slug}", Go(EVERYONE)),
    ("POST /kinerja/unit/{slug}/peristiwa", Go("H")),
    ("POST /kinerja/unit/{slug}/peristiwa/hapus", Go("H")),
    ("GET /moderasi/log", Go(EVERYONE)),
    ("GET /moderasi/angka", Go(EVERYONE)),
    ("GET /moderasi/angka.csv", Go(EVERYONE)),
    ("GET /feed/moderasi", Go(EVERYONE)),
    ("GET /aturan", Go(EVERYONE)),
    ("GET /privasi", Go(EVERYONE)),
    ("GET /masuk", Go(EVERYONE)),
    ("POST /masuk", Go(EVERYONE)),
    ("POST /masuk/kode", Go(EVERYONE)),
    ("GET /masuk/demo/{who}", Elsewhere("not here: accounts.rs")),
    ("POST /masuk/demo/{who}", Elsewhere("not here: accounts.rs")),
    ("POST /keluar", Elsewhere("it would change who asks next")),
    ("GET /akun", Go(SIGNED_IN)),
    ("POST /akun/profil", Go(SIGNED_IN)),
    (
        "POST /akun/sesi",
        Elsewhere("whose session it is: cookies.rs"),
    ),
    ("GET /petugas", Go("SHO")),
    ("POST /petugas/saringan", Go("SHO")),
    ("POST /petugas/saringan/hapus", Go("SHO")),
    ("POST /petugas/banyak", Go("SHO")),
    ("GET /petugas/cuti", Go("SHO")),
    ("POST /petugas/cuti", Go("SHO")),
    ("POST /petugas/cuti/akhiri", Go("SHO")),
    ("POST /petugas/pelepasan", Go("HA")),
    // The deputy may as well: lexicon.rs.
    ("GET /petugas/kamus", Go("SHOA")),
    ("POST /petugas/kamus", Go("SHOA")),
    ("GET /petugas/papan", Go("HK")),
    ("GET /petugas/undangan", Go("HA")),
    ("POST /petugas/undangan", Go("HA")),
    ("POST /petugas/undangan/batal", Go("HA")),
    // Whoever holds the word may, and nobody holds this one.
    ("GET /undangan/{word}", Go(EVERYONE)),
    ("POST /undangan/{word}", Go(EVERYONE)),
    ("GET /admin/unit", Go("A")),
    ("POST /admin/unit", Go("A")),
    ("GET /petugas/panduan", Go("SHO")),
    ("POST /petugas/panduan", Go("SHO")),
    ("GET /petugas/utas/{number}", On([CASE, CASE, CASE, NOBODY])),
    (
        "POST /petugas/utas/{number}/ambil",
        On([UNIT, UNIT, UNIT, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/tugaskan",
        On([UNIT, UNIT, UNIT, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/jawab",
        On([UNIT, NOBODY, UNIT, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/catat",
        On([UNIT, NOBODY, UNIT, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/tolak",
        On([UNIT, NOBODY, UNIT, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/pindah",
        On([CASE, NOBODY, CASE, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/bukan-kami",
        On([UNIT, NOBODY, UNIT, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/lepas",
        On(["H", NOBODY, "H", NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/kembalikan",
        On(["H", NOBODY, "H", NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/pecah",
        On([CASE, NOBODY, CASE, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/jadwal",
        On([UNIT, NOBODY, UNIT, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/jadwal/tepati",
        On([UNIT, NOBODY, UNIT, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/jadwal/batal",
        On([UNIT, NOBODY, UNIT, NOBODY]),
    ),
    (
        "GET /petugas/utas/{number}/koreksi",
        On(["SHM", NOBODY, "SHM", NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/koreksi",
        On(["SHM", NOBODY, "SHM", "M"]),
    ),
    (
        "POST /petugas/utas/{number}/tanya",
        On([UNIT, NOBODY, UNIT, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/gabung",
        On([CASE, NOBODY, CASE, NOBODY]),
    ),
    (
        "POST /petugas/utas/{number}/pisah",
        On([CASE, NOBODY, CASE, NOBODY]),
    ),
    ("GET /petugas/templat", Go("SHOKA")),
    ("POST /petugas/templat", Go("SHOKA")),
    ("GET /petugas/templat/{id}", Go("SHOKA")),
    ("POST /petugas/templat/{id}", Go("SHOKA")),
    ("POST /petugas/templat/{id}/hapus", Go("SHOKA")),
    ("GET /petugas/koordinasi", Go("K")),
    ("GET /moderasi", Go("M")),
    ("GET /moderasi/tinjau/{post}", Go("M")),
    ("POST /moderasi/ambil", Go("M")),
    ("POST /moderasi/lepas", Go("M")),
    ("POST /moderasi/putusan", On(["M", NOBODY, "M", "M"])),
    ("POST /moderasi/foto", On(["M", NOBODY, "M", "M"])),
    ("POST /moderasi/penilaian", Go("M")),
    ("POST /moderasi/banding", Go("M")),
    ("POST /moderasi/batal", Go("M")),
    ("POST /akun/ringkasan", Go(SIGNED_IN)),
    ("GET /akun/data", Go(SIGNED_IN)),
    ("POST /akun/data/unduh", Go(SIGNED_IN)),
    ("GET /akun/keamanan", Go(SIGNED_IN)),
    ("POST /akun/kunci", Go(SIGNED_IN)),
    ("POST /akun/kunci/mulai", Go(SIGNED_IN)),
    ("POST /akun/kunci/nama", Go(SIGNED_IN)),
    ("POST /akun/kunci/hapus", Go(SIGNED_IN)),
    ("GET /akun/langkah-kedua", Go(SIGNED_IN)),
    ("POST /akun/langkah-kedua", Go(SIGNED_IN)),
    ("POST /akun/langkah-kedua/mulai", Go(SIGNED_IN)),
    ("POST /akun/langkah-kedua/pemulihan", Go(SIGNED_IN)),
    ("POST /akun/langkah-kedua/lepas", Go(SIGNED_IN)),
    ("POST /masuk/kunci", Go(EVERYONE)),
    ("POST /masuk/kunci/mulai", Go(EVERYONE)),
    ("GET /masuk/penyedia", Go(EVERYONE)),
    ("GET /masuk/penyedia/kembali", Go(EVERYONE)),
    ("GET /masuk/langkah-kedua", Go(SIGNED_IN)),
    ("POST /masuk/langkah-kedua", Go(SIGNED_IN)),
    ("POST /admin/orang/pulihkan", Go("A")),
    ("GET /akun/hapus", Go(SIGNED_IN)),
    ("POST /akun/hapus", Go(SIGNED_IN)),
    ("POST /akun/hapus/kode", Go(SIGNED_IN)),
    ("POST /akun/hapus/batal", Go(SIGNED_IN)),
    // Whoever holds the word may, and nobody holds this one.
    ("GET /batal-hapus/{word}", Go(EVERYONE)),
    ("POST /batal-hapus/{word}", Go(EVERYONE)),
    ("GET /kinerja/unit/{slug}/surat", Go("HKA")),
    ("GET /kinerja/unit/{slug}/surat/pratinjau", Go("HKA")),
    ("GET /kinerja/unit/{slug}/surat/{period}", Go("HKA")),
    ("POST /kinerja/unit/{slug}/surat/{period}/ulang", Go("HA")),
    ("POST /kinerja/unit/{slug}/surat/{period}/rencana", Go("H")),
    ("POST /kinerja/unit/{slug}/rencana", Go("H")),
    ("POST /kinerja/unit/{slug}/wakil", Go("HA")),
    ("POST /kinerja/unit/{slug}/wakil/akhiri", Go("HA")),
    // Whoever holds the word may, and nobody holds this one.
    ("GET /langganan/{word}", Go(EVERYONE)),
    ("POST /langganan/{word}", Go(EVERYONE)),
    ("POST /admin/surat/alamat", Go("A")),
    ("GET /moderasi/asli/{number}", On(["M", NOBODY, "M", "M"])),
    ("POST /moderasi/asli/{number}", On(["M", NOBODY, "M", "M"])),
    ("GET /moderasi/nama/{number}", On(["M", NOBODY, "M", "M"])),
    ("POST /moderasi/nama/{number}", On(["M", NOBODY, "M", "M"])),
    ("GET /petugas/pujian", Go("H")),
    ("GET /petugas/nama", Go("H")),
    ("POST /petugas/nama", Go("H")),
    ("POST /petugas/nama/hapus", Go("H")),
    ("GET /admin/kata", Go("A")),
    ("POST /admin/kata", Go("A")),
    ("GET /admin/audit", Go("A")),
    ("POST /admin/audit/periksa", Go("A")),
    ("GET /admin", Go("A")),
    ("GET /admin/orang", Go("A")),
    ("POST /admin/orang", Go("A")),
    ("POST /admin/orang/akhiri", Go("A")),
    ("GET /admin/surat", Go("A")),
    ("POST /admin/surat/ulang", Go("A")),
    ("GET /api", Go(EVERYONE)),
    ("GET /api/v1/openapi.json", Go(EVERYONE)),
    ("GET /api/v1/units", Elsewhere("whose token it is: api.rs")),
    (
        "GET /api/v1/units/{slug}/figures",
        Elsewhere("whose token it is: api.rs"),
    ),
    (
        "GET /api/v1/units/{slug}/days",
        Elsewhere("whose token it is: api.rs"),
    ),
    (
        "GET /api/v1/units/{slug}/services",
        Elsewhere("whose token it is: api.rs"),
    ),
    ("GET /sambungan", Go("HA")),
    ("POST /sambungan/kait", Go("HA")),
    ("GET /sambungan/kait/{id}", Go("HA")),
    ("POST /sambungan/kait/{id}", Go("HA")),
    ("POST /sambungan/kait/{id}/jeda", Go("HA")),
    ("POST /sambungan/kait/{id}/lanjut", Go("HA")),
    ("POST /sambungan/kait/{id}/coba", Go("HA")),
    ("POST /sambungan/kait/{id}/ulang", Go("HA")),
    ("POST /sambungan/kait/{id}/rahasia", Go("HA")),
    ("POST /sambungan/kait/{id}/ganti-rahasia", Go("HA")),
    ("POST /sambungan/kait/{id}/hapus", Go("HA")),
    ("POST /sambungan/token", Go("HA")),
    ("POST /sambungan/token/cabut", Go("HA")),
    ("GET /_components", Elsewhere("not here: accounts.rs")),
    ("GET /assets/{path:.*}", Go(EVERYONE)),
    ("GET /sitemap.xml", Go(EVERYONE)),
    ("GET /sitemap/{part}", Go(EVERYONE)),
    ("GET /robots.txt", Go(EVERYONE)),
    ("GET /luring", Go(EVERYONE)),
    ("GET /sw.js", Go(EVERYONE)),
    ("GET /manifes.webmanifest", Go(EVERYONE)),
    ("GET /favicon.ico", Go(EVERYONE)),
    ("GET /health/live", Go(EVERYONE)),
    ("GET /health/ready", Go(EVERYONE)),
];

fn line(route: &Route) -> String {
    let verb = match route.verb {
        Verb::Get => "GET",
        Verb::Post => "POST",
    };
    format!("{verb} {}", route.path)
}

#[test]
fn every_route_has_its_line() {
    let lines: BTreeMap<&str, &May> = TABLE.iter().map(|(l, m)| (*l, m)).collect();
    assert_eq!(lines.len(), TABLE.len(), "a line twice");
    let routes: Vec<String> = ROUTES.iter().map(line).collect();
    for route in &routes {
        assert!(
            lines.contains_key(route.as_str()),
            "the matrix lacks {route}: say who may, on whose thing"
        );
    }
    for line in lines.keys() {
        assert!(routes.iter().any(|r| r == line), "there is no {line}");
    }
    for may in lines.values() {
        if let Elsewhere(why) = may {
            assert!(why.len() > 10);
        }
    }
}

/// Words that are held, whoever writes them.
const ABUSE: &str = "Dasar petugas anjing bangsat, goblok semua!";

/// A thread, and what forms about it name.
struct Thing {
    number: String,
    post: String,
    photo: String,
    hash: String,
}

async fn thing(house: &House, number: String) -> Thing {
    let db = house.app.store.read();
    let thread = threads::by_number(db, &number)
        .await
        .expect("a read")
        .expect("a thread");
    let post = posts::opening(db, thread.id)
        .await
        .expect("a read")
        .expect("a post")
        .id;
    let photo = uploads::of_posts::<photos::Info>(db, &[post])
        .await
        .expect("a read")
        .remove(0);
    Thing {
        number,
        post: post.to_string(),
        photo: photo.id.to_string(),
        hash: photo.small_hash,
    }
}

/// Someone opens a thread with a photo; its number and tracking code.
async fn open(house: &House, person: &mut Person, more: &[(&str, &str)]) -> (Thing, String) {
    let mut picture = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut picture)
        .encode(&[9; 12], 2, 2, image::ExtendedColorType::Rgb8)
        .expect("a picture");
    person.get("/tulis?layanan=dukcapil/ktp-el").await;
    let form = person.page.form("/tulis").expect("a form");
    let file = File {
        field: "photo1",
        name: "a.jpg",
        kind: "image/jpeg",
        bytes: &picture,
    };
    let id = form
        .iter()
        .find(|(n, _)| n == "form_id")
        .expect("a name")
        .1
        .clone();
    let page = person
        .send_files("/tulis", form, &[("step", "edit")], &[file])
        .await;
    assert_eq!(page.status, 200, "{}", page.text());
    let (number, code) = write_thread(person, &[more, &[("form_id", &id)]].concat()).await;
    (thing(house, number).await, code)
}

async fn ask(person: &mut Person, route: &Route, thing: &Thing) -> u16 {
    let mut to = address(route, &thing.number).replace(&"0".repeat(32), &thing.hash);
    let page = match route.verb {
        Verb::Get => {
            let of_post = ["/lapor", "/koreksi", "/asli/{number}", "/nama/{number}"];
            if of_post.iter().any(|end| route.path.ends_with(end)) {
                to.push_str(&format!("?pos={}", thing.post));
            }
            person.get(&to).await
        }
        Verb::Post => {
            let csrf = person.csrf().await;
            // Nothing is typed in it: who may is told what is wanting.
            let fields = [
                ("_csrf", csrf.as_str()),
                ("thread", &thing.number),
                ("post", &thing.post),
                ("photo", &thing.photo),
            ];
            let request = person.request(Method::POST, &to).form(&fields);
            person.receive(request).await
        }
    };
    if page.status == 303 && page.header("location").starts_with("/masuk") {
        401
    } else {
        page.status
    }
}

on_both! {
    async fn every_route_as_every_role_on_every_thing(house: House, "hold_first" = "false") {
        let coordinator = grant::Form {
            email: "koordinator@kota.test".into(),
            role: "coordinator".into(),
            ..grant::Form::default()
        };
        grant::grant(&house.app, grant::Granter::CommandLine, &coordinator).await.expect("a grant");
        let mut people = vec![('V', house.visitor())];
        for (letter, email) in [('C', CITIZEN), ('S', STAFF), ('H', HEAD), ('O', OTHER_STAFF),
            ('K', "koordinator@kota.test"), ('M', MODERATOR), ('A', ADMIN)] {
            people.push((letter, house.person(email).await));
        }
        let mut stranger = house.person("orang@lain.test").await;
        let others = open(&house, &mut stranger, &[]).await.0;
        let secret = open(&house, &mut stranger, &[("appear", "confidential")]).await.0;
        let held = open(&house, &mut stranger, &[("body", ABUSE)]).await.0;
        assert_eq!(house.visitor().get(&format!("/utas/{}", held.number)).await.status, 404, "it is held");
        let mut own = BTreeMap::new();
        for (letter, person) in &mut people {
            let (thing, code) = open(&house, person, &[]).await;
            if *letter == 'V' {
                person.act("/lacak", "/lacak", &[("code", &code)]).await;
            }
            own.insert(*letter, thing);
        }
        let mut faults = Vec::new();
        for (letter, person) in &mut people {
            for route in ROUTES {
                let name = line(route);
                let (_, may) = TABLE.iter().find(|(l, _)| *l == name).expect("its line");
                let cells: Vec<(&str, &Thing, &str)> = match may {
                    Elsewhere(_) => Vec::new(),
                    Go(who) => vec![("", &others, who)],
                    On([open, mine, confidential, waiting]) => vec![
                        ("others'", &others, open), ("own", &own[letter], mine),
                        ("confidential", &secret, confidential), ("held", &held, waiting),
                    ],
                };
                for (whose, thing, who) in cells {
                    let status = ask(person, route, thing).await;
                    assert!(status < 500, "{letter} {name} {whose}: {status}");
                    // Who may not even know of a thread is told there is none.
                    let refused = matches!(status, 401 | 403) || (status == 404 && !whose.is_empty());
                    if who.contains(*letter) == refused {
                        faults.push(format!("{letter} {name} {whose}: {status}"));
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
    }
}
