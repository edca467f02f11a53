//! Searching public threads: one set of queries with the same results, in the same order, on both
//! databases; nothing that is not public; nothing that is typed is an operator.

use crate::house::browser::Person;
use crate::house::database::Database;
use crate::house::{CITIZEN, House, Kind, MODERATOR, STAFF, config};
use crate::on_both;
use palanta::app::App;
use palanta::domain::ids::ThreadId;
use palanta::domain::time::HOUR_MS;
use palanta::flows::search;
use palanta::queries::asked::Asked;
use palanta::queries::threads;
use scraper::{Html, Selector};
use sea_orm::ConnectionTrait;

/// Titles of a list's cards, in their order.
pub async fn titles(person: &mut Person, path: &str) -> Vec<String> {
    let page = person.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    let html = Html::parse_document(&page.html);
    let selector = Selector::parse(".card h3").expect("a selector");
    html.select(&selector).map(|e| e.text().collect()).collect()
}

fn q(words: &str) -> String {
    let query = serde_urlencoded::to_string([("q", words)]).expect("a query");
    format!("/utas?{query}")
}

/// Someone writes threads, an hour apart.
async fn write(house: &House, all: &[(&str, &str)]) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut citizen = house.visitor();
    for (title, body) in all {
        house.app.clock.advance(HOUR_MS);
        numbers.push(
            house
                .thread_by(&mut citizen, &[("title", title), ("body", body)])
                .await
                .0,
        );
    }
    numbers
}

const THREADS: [(&str, &str); 8] = [
    (
        "Lampu jalan mati",
        "Sudah seminggu gelap di depan pasar Talawi.",
    ),
    (
        "Jalan berlubang",
        "Lampunya juga mati, orang jatuh malam-malam.",
    ),
    ("Pelayanan loket lambat", "Petugas melayani sambil makan."),
    (
        "KTP hilang",
        "Ingin mengurus penggantian, dilayani dengan ramah.",
    ),
    (
        "Kartu keluarga belum jadi",
        "Anak-anak butuh untuk mendaftar sekolah.",
    ),
    (
        "Surek katarangan indak kalua",
        "Kantua tutuik, ambo lah lamo mananti palayanan.",
    ),
    ("Sampah menumpuk di pasar", "Baunya sampai ke sekolah."),
    (
        "Usul: antrean daring",
        "Supaya tidak menunggu lama di kantor.",
    ),
];

/// What is typed, and the titles it finds by their places above.
const QUERIES: &[(&str, &[usize])] = &[
    // Word and stem, in title and text; the title weighs more, then the newer is first.
    ("lampu", &[0, 1]),
    ("lampu mati", &[0, 1]),
    ("pelayanan", &[2, 5, 3]),
    ("melayani", &[2, 5, 3]),
    ("layan", &[2, 5, 3]),
    ("dilayanilah", &[2, 5, 3]),
    ("PELAYANAN!!!", &[2, 5, 3]),
    ("pengurusan ktp", &[3]),
    ("anak", &[4]),
    ("pendaftaran", &[4]),
    ("pasar", &[6, 0]),
    ("sekolah", &[6, 4]),
    // Minangkabau finds Indonesian, and the other way round.
    ("palayanan", &[2, 5, 3]),
    ("kantor", &[7, 5]),
    ("surat keterangan", &[5]),
    ("sikola", &[6, 4]),
    // Phrases.
    ("\"lampu jalan\"", &[0]),
    ("“jalan lampu”", &[0, 1]),
    ("\"kartu keluarga\" jadi", &[4]),
    // Slips.
    ("lampuu", &[0, 1]),
    ("pelayannan", &[2, 5, 3]),
    ("kelurga", &[4]),
    ("sampha", &[6]),
    ("sampah menumpk", &[6]),
    // No thread holds all of these: what holds most.
    ("sampah lampu jalan", &[0, 1, 6]),
    // Words that tell nothing are passed over.
    ("yang lampu di", &[0, 1]),
    ("helikopter", &[]),
    ("yang di ke", &[]),
];

on_both! {
    async fn one_set_of_queries(house: House, "hold_first" = "false") {
        write(&house, &THREADS).await;
        let mut visitor = house.visitor();
        for (typed, places) in QUERIES {
            let expected: Vec<&str> = places.iter().map(|p| THREADS[*p].0).collect();
            assert_eq!(titles(&mut visitor, &q(typed)).await, expected, "{typed}");
        }
        // The other orders hold for a search too.
        assert_eq!(titles(&mut visitor, &format!("{}&urut=terbaru", q("pelayanan"))).await,
            [THREADS[5].0, THREADS[3].0, THREADS[2].0]);
        assert_eq!(titles(&mut visitor, &format!("{}&urut=menunggu", q("pelayanan"))).await,
            [THREADS[2].0, THREADS[3].0, THREADS[5].0]);
        let page = visitor.get(&q("pelayannan")).await;
        assert!(page.text().contains("kata yang paling mirip"), "{}", page.text());
        let page = visitor.get(&q("sampah lampu jalan")).await;
        assert!(page.text().contains("Ini yang paling mendekati"), "{}", page.text());
    }

    /// A number leads to its thread, as typed by anyone.
    async fn a_number_is_found(house: House, "hold_first" = "false") {
        let numbers = write(&house, &THREADS[..2]).await;
        let mut visitor = house.visitor();
        assert_eq!(titles(&mut visitor, &q(&numbers[0])).await, [THREADS[0].0]);
        assert_eq!(titles(&mut visitor, &q(&format!(" {} ", numbers[1].to_lowercase()))).await, [THREADS[1].0]);
        assert!(titles(&mut visitor, &q("SWL-1999-00001")).await.is_empty());
    }

    async fn words_are_marked_and_never_markup(house: House, "hold_first" = "false") {
        write(&house, &[("<b>Lampu</b> & \"mati\"", "Teks panjang. <script>lampu</script> **Lampu-lampu** jalan.")]).await;
        let page = house.visitor().get(&q("lampu")).await;
        assert_eq!(page.count(".card h3 mark"), 1);
        assert!(page.count(".card .excerpt mark") >= 1);
        assert!(!page.has(".card h3 b") && !page.has("main script"), "{}", page.html);
        assert!(page.html.contains("&lt;b&gt;<mark>Lampu</mark>&lt;/b&gt;"), "{}", page.html);
    }

    /// Every act that changes what the public reads changes what is found, at once.
    async fn only_what_is_public_is_found(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let mut visitor = house.visitor();
        let (number, _) = house.thread_by(&mut citizen, &[("title", "Trotoar retak"),
            ("body", "Nomor saya 0812-3456-7890, surel budi@contoh.test, batu zamrud.")]).await;
        assert!(titles(&mut visitor, &q("trotoar")).await.is_empty(), "held");
        assert_eq!(vocabulary(&house, "zamrud").await, 0);
        house.publish(&number).await;
        assert_eq!(titles(&mut visitor, &q("trotoar")).await, ["Trotoar retak"]);
        for masked in ["081234567890", "7890", "budi@contoh.test", "contoh"] {
            assert!(titles(&mut visitor, &q(masked)).await.is_empty(), "{masked}");
        }
        let (secret, _) = house.thread_by(&mut citizen, &[("title", "Perihal mutiara"), ("appear", "confidential")]).await;
        assert!(titles(&mut visitor, &q("mutiara")).await.is_empty(), "confidential {secret}");

        // A reply is found, an official answer too, and a note among staff never.
        let thread = format!("/utas/{number}");
        citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Ada delima di celahnya.")]).await;
        assert_eq!(titles(&mut visitor, &q("delima")).await, ["Trotoar retak"]);
        let bench = format!("/petugas/utas/{number}");
        let mut staff = house.person(STAFF).await;
        staff.act(&bench, &format!("{bench}/catat"), &[("body", "Rahasia: intan.")]).await;
        assert!(titles(&mut visitor, &q("intan")).await.is_empty(), "a note");
        staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Diperbaiki dengan semen.")]).await;
        assert_eq!(titles(&mut visitor, &q("semen")).await, ["Trotoar retak"]);

        // A hidden reply is not found, nor known as a word; restored, it is.
        let mut moderator = house.person(MODERATOR).await;
        let page = moderator.get(&thread).await;
        let post = page.html.split("Ada delima").nth(1).expect("the reply");
        let id = post.split("name=\"post\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("an id");
        let form = page.form_with("/moderasi/putusan", ("post", id)).expect("a form");
        moderator.send("/moderasi/putusan", form, &[("rule", "spam")]).await;
        assert!(titles(&mut visitor, &q("delima")).await.is_empty(), "hidden");
        assert!(titles(&mut visitor, &q("delimo")).await.is_empty(), "and no guess");
        assert_eq!(vocabulary(&house, "delima").await, 0);
        assert_eq!(titles(&mut visitor, &q("semen")).await, ["Trotoar retak"]);
        let form = moderator.get(&thread).await.form_with("/moderasi/putusan", ("post", id)).expect("a form");
        moderator.send("/moderasi/putusan", form, &[("decision", "restore")]).await;
        assert_eq!(titles(&mut visitor, &q("delima")).await, ["Trotoar retak"]);

        // The whole thread hidden, and back.
        let form = moderator.get(&thread).await.form("/moderasi/putusan").expect("a form");
        moderator.send("/moderasi/putusan", form, &[("rule", "spam")]).await;
        for word in ["trotoar", "zamrud", "delima", "semen"] {
            assert!(titles(&mut visitor, &q(word)).await.is_empty(), "{word}");
            assert_eq!(vocabulary(&house, word).await, 0, "{word}");
        }
        assert_eq!(house.count("search_gram").await, 0, "nothing else was public");
        let page = moderator.get(&thread).await;
        let form = page.form_with("/moderasi/putusan", ("decision", "restore")).expect("a form");
        moderator.send("/moderasi/putusan", form, &[]).await;
        assert_eq!(titles(&mut visitor, &q("zamrud delima semen")).await, ["Trotoar retak"]);
    }

    /// Quotes, SQL, operators of either engine, emoji, giants, control characters.
    async fn nothing_typed_is_an_operator(house: House, "hold_first" = "false") {
        write(&house, &[("Lampu jalan mati", "Gelap sekali.")]).await;
        let mut visitor = house.visitor();
        let giant = "a".repeat(10_000);
        let marks = "\u{301}".repeat(500);
        for typed in ["'", "\"", "\"\"", "\"lampu", "lampu\"", "'; DROP TABLE thread; --", "\\", "%", "_", "*",
            "lampu*", "^lampu", "lampu AND", "OR", "NOT", "lampu NOT jalan", "NEAR(lampu jalan, 5)", "title:lampu",
            "{title body}:lampu", "-lampu", "+lampu", "lampu & jalan", "lampu | !jalan", "lampu <-> jalan", "lampu:*",
            "lampu:A", "(lampu", "lampu)", "()", "$1", "{uuid}", "😀", "👨\u{200d}👩\u{200d}👧", "\u{202e}lampu",
            "lam\u{200b}pu", "\u{1}\u{7}\u{1b}[31m", "a\tb\nc", "<script>alert(1)</script>", "日本語 العربية ЯЩ",
            "ﬀﬃ ½ ² Ⅷ ①", "İstanbul ẞ", "00000000000000000000000001", "1e5 0x1f 12.5", "a b c d e f g h i j k l",
            &marks, &giant] {
            for sort in ["", "&urut=cocok", "&urut=terbaru", "&urut=dukungan", "&urut=menunggu"] {
                let page = visitor.get(&format!("{}{sort}", q(typed))).await;
                assert_eq!(page.status, 200, "{typed:?}: {}", page.text());
                assert_eq!(page.count("script:not([src])"), 0, "{typed:?}");
            }
            let feed = visitor.get(&q(typed).replace("/utas", "/feed/utas")).await;
            assert_eq!(feed.status, 200, "{typed:?}");
            roxmltree::Document::parse(&feed.html).unwrap_or_else(|e| panic!("{typed:?}: {e}"));
        }
        for query in ["q=%00", "q=%ff", "q=lampu%00", "q=lampu&sebelum=1.2.3", "q=lampu&sesudah=9223372036854775807.0.x",
            "q=lampu&kata=sebagian&sebelum=-1.-1.00000000-0000-0000-0000-000000000000", "q=lampu&q=jalan"] {
            assert_eq!(visitor.get(&format!("/utas?{query}")).await.status, 200, "{query}");
        }
        // What is left of such a thing when it is read as words still finds.
        for typed in ["lampu*", "title:lampu mati", "(lampu", "lampu & jalan", "lampu' OR '1'='1"] {
            assert_eq!(titles(&mut visitor, &q(typed)).await, ["Lampu jalan mati"], "{typed}");
        }
        // Giants may be written as well as searched for.
        write(&house, &[(&giant[..110], &giant[..4_900]), ("😀😀😀 1", "🎉")]).await;
        assert_eq!(titles(&mut visitor, &q(&giant[..100])).await.len(), 1);
    }

    /// A unit's threads that say the same are offered before the twin is sent.
    async fn twins_are_shown_before_they_are_written(house: House, "hold_first" = "false") {
        write(&house, &THREADS).await;
        let mut citizen = house.visitor();
        let preview = [("kind", "complaint"), ("title", "Lampu di jalan kami padam, mati total"), ("body", "Gelap."),
            ("appear", "anonymous"), ("step", "preview")];
        citizen.get("/tulis?layanan=dukcapil/kk").await;
        let page = citizen.submit("/tulis", &preview).await;
        let first = page.attribute(".similar a", "href").expect("a twin");
        assert!(page.text().contains("Lampu jalan mati"), "{}", page.text());
        assert!(page.has(&format!(".similar a[href='{first}/dukung']")), "and the way to support it");
        assert!(page.count(".similar li") <= 3);
        assert!(page.has("button[value='send']"), "one may send all the same");
        citizen.get("/tulis?layanan=puskesmas/imunisasi").await;
        let page = citizen.submit("/tulis", &preview).await;
        assert!(!page.has(".similar"), "another unit's are none of its business");
        citizen.get("/tulis?layanan=dukcapil/kk").await;
        let page = citizen.submit("/tulis", &[("kind", "praise"), ("title", "Terima kasih"), ("body", "Ramah."),
            ("appear", "anonymous"), ("step", "preview")]).await;
        assert!(!page.has(".similar"), "{}", page.text());
    }

    /// Threads from before there was an index are entered; a second time there is nothing to do.
    async fn the_index_catches_up(house: House, "hold_first" = "false") {
        write(&house, &THREADS).await;
        let other = house.database.connect().await;
        for statement in ["DELETE FROM thread_search WHERE title LIKE '% lampu %'", "UPDATE thread_search SET version = 0",
            "DELETE FROM search_gram", "DELETE FROM search_term"] {
            other.execute_unprepared(statement).await.expect("a change");
        }
        house.app.store.generations().bump(palanta::store::generations::Tag::Everything);
        let mut visitor = house.visitor();
        assert!(titles(&mut visitor, &q("gelap")).await.is_empty());
        let nil = ThreadId(uuid::Uuid::nil());
        let (last, n) = search::catch_up(&house.app, nil).await.expect("a pass").expect("some");
        assert_eq!(n, THREADS.len());
        assert!(search::catch_up(&house.app, last).await.expect("a pass").is_none());
        assert!(search::catch_up(&house.app, nil).await.expect("a pass").is_none());
        assert_eq!(titles(&mut visitor, &q("lampu")).await, [THREADS[0].0, THREADS[1].0]);
        assert_eq!(titles(&mut visitor, &q("pelayanan")).await.len(), 3);
    }
}

/// How many words of the vocabulary are this one.
async fn vocabulary(house: &House, word: &str) -> i64 {
    house
        .count(&format!("search_term WHERE term = '{word}'"))
        .await
}

/// A backup finds what the original found, whichever database it goes into.
async fn a_backup_finds(from: Kind, into: Kind) {
    let house = House::build(from, &[("hold_first", "false")]).await;
    write(&house, &THREADS).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (copy, scratch) = (
        folder.path().join("copy.db"),
        folder.path().join("scratch.db"),
    );
    house.app.store.backup(&copy).await.expect("a backup");
    let elsewhere = Database::make(into, folder.path()).await;
    let app = App::open(config(&elsewhere, folder.path(), &[]), false)
        .await
        .expect("a database");
    app.store
        .restore(&copy, &scratch, true)
        .await
        .expect("restored");
    for (typed, places) in QUERIES {
        let asked = Asked {
            q: (*typed).to_owned(),
            ..Asked::default()
        };
        let list = threads::list(&app, &asked).await.expect("a list");
        let found: Vec<&str> = list.cards.iter().map(|c| c.title.as_str()).collect();
        let expected: Vec<&str> = places.iter().map(|p| THREADS[*p].0).collect();
        assert_eq!(found, expected, "{typed}");
    }
    let nil = ThreadId(uuid::Uuid::nil());
    assert!(
        search::catch_up(&app, nil).await.expect("a pass").is_none(),
        "nothing to do"
    );
}

#[actix_web::test]
async fn a_backup_of_sqlite_finds_in_postgres() {
    a_backup_finds(Kind::Sqlite, Kind::Postgres).await;
}

#[actix_web::test]
async fn a_backup_of_postgres_finds_in_sqlite() {
    a_backup_finds(Kind::Postgres, Kind::Sqlite).await;
}
