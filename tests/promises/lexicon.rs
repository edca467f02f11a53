//! The lexicon of elements: any unit's staff edit it, the next text is read by it on every instance,
//! and whoever looks sees who did what and can put it back.

use crate::house::browser::{Page, Person};
use crate::house::{ADMIN, CITIZEN, HEAD, House, MODERATOR, OTHER_STAFF, STAFF, config};
use crate::on_both;
use palanta::app::App;
use palanta::domain::ikm::Element;
use palanta::flows::lexicon::{self as flow, Form};
use palanta::flows::{grant, guide, recount};
use palanta::queries::marks::{Marks, Spoken};
use palanta::queries::viewer;
use palanta::store::rollups::{self, Span};
use palanta::store::{accounts, audit};
use palanta::text::elements::{BUILT_IN, Lexicon, edits};
use palanta::web::cookies;

const HERE: &str = "/petugas/kamus";
/// Says nothing until it is in the lexicon.
const ODD: [(&str, &str); 2] = [("title", "Klotokan"), ("body", "Semuanya klotokan.")];

/// The civil registry's marks of today.
async fn today(house: &House) -> Marks {
    let city = house.app.city().await.expect("a city");
    let unit = city.directory.unit_by_slug("dukcapil").expect("a unit").id;
    let day = house.app.now().day(&house.app.config.zone).to_string();
    let sums = rollups::of_unit(house.app.store.read(), unit, Span::Days(&day, &day)).await;
    Marks::of(&sums.expect("figures"), house.app.config.min_respondents)
}

fn blamed(n: i64) -> Spoken {
    Spoken {
        negative: n,
        ..Spoken::default()
    }
}

/// Writes a thread that everyone reads.
async fn write(house: &House, person: &mut Person, fields: &[(&str, &str)]) -> String {
    let (number, _) = house.thread_by(person, fields).await;
    let page = house.visitor().get(&format!("/utas/{number}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    number
}

async fn add(who: &mut Person, phrase: &str, element: &str, sign: &str) -> Page {
    let form = who
        .get(HERE)
        .await
        .form_with(HERE, ("key", ""))
        .expect("a form");
    let fields = [
        ("phrase", phrase),
        ("element", element),
        ("sign", sign),
        ("act", "save"),
    ];
    who.send(HERE, form, &fields).await
}

/// Does something with the row of a key.
async fn act(who: &mut Person, key: &str, fields: &[(&str, &str)]) -> Page {
    let query = serde_urlencoded::to_string([("frasa", key)]).expect("a query");
    let page = who.get(&format!("{HERE}?{query}")).await;
    let form = page.form_with(HERE, ("key", key)).expect("the row");
    who.send(HERE, form, fields).await
}

/// What the try-out box says of a sentence.
async fn tried(who: &mut Person, sentence: &str) -> Vec<String> {
    let query = serde_urlencoded::to_string([("kalimat", sentence)]).expect("a query");
    let page = who.get(&format!("{HERE}?{query}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(page.value("kalimat"), sentence, "kept");
    (1..=page.count("[data-tried] li"))
        .map(|n| page.part(&format!("[data-tried] li:nth-child({n})")))
        .collect()
}

on_both! {
    /// The next post is read by an edit; figures follow; what was there before stays.
    async fn the_next_post_is_read_by_what_staff_added(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        let before = write(&house, &mut citizen, &ODD).await;
        assert_eq!(today(&house).await.speaking, 0);
        // Staff of another unit: it is one lexicon.
        let mut staff = house.person(OTHER_STAFF).await;
        let page = staff.get("/petugas").await;
        assert!(page.has(&format!("a[href='{HERE}']")), "linked");
        let page = staff.get(HERE).await;
        assert!(page.text().contains("mulai tulisan berikutnya") && page.text().contains("tidak ikut berubah"), "{}", page.text());
        let sent = add(&mut staff, "  Klotokan ", "sarana", "bad").await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert_eq!(today(&house).await.speaking, 0, "not back");
        let number = write(&house, &mut citizen, &ODD).await;
        let marks = today(&house).await;
        assert_eq!((marks.speaking, marks.spoken(Element::Facilities)), (1, blamed(1)));
        let thread = format!("/utas/{number}");
        // Replies as well, and a text that is changed.
        citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Masih klotokan.")]).await;
        assert_eq!(today(&house).await.spoken(Element::Facilities), blamed(2));
        let thread = format!("/utas/{before}");
        let to = citizen.get(&thread).await.attribute("a[href*='/ubah?pos=']", "href").expect("a link");
        let changed = citizen.act(&to, &format!("{thread}/ubah"), &[("body", "Semuanya klotokan sekali.")]).await;
        assert_eq!(changed.status, 303, "{}", changed.text());
        assert_eq!(today(&house).await.spoken(Element::Facilities), blamed(3));
        let found = recount::check(&house.app).await.expect("counted");
        assert_eq!(found.differences, 0, "{:?}", found.first);
        let mut own = house.person(STAFF).await;
        let bench = own.get(&format!("/petugas/utas/{number}")).await;
        assert!(bench.text().contains("Sarana dan prasarana: negatif"), "{}", bench.text());
        let board = own.get("/kinerja/unit/dukcapil").await;
        assert_eq!(board.status, 200);
        assert!(board.text().contains("Sarana dan prasarana"), "{}", board.text());
        let correct = bench.attribute(".reading a", "href").expect("a link");
        assert!(own.get(&correct).await.has(&format!("main a[href='{HERE}']")));
        let mut moderator = house.person(MODERATOR).await;
        let page = moderator.get(&correct).await;
        assert!(page.status == 200 && !page.has(&format!("a[href='{HERE}']")), "not theirs");
    }

    /// A built-in row is switched off, changed and put back, by anyone of the staff.
    async fn what_is_switched_off_is_put_back(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        let slow = [("title", "Loket"), ("body", "Selalu terlambat.")];
        write(&house, &mut citizen, &slow).await;
        assert_eq!(today(&house).await.spoken(Element::Time), blamed(1));
        let mut staff = house.person(STAFF).await;
        assert_eq!(act(&mut staff, "terlambat", &[("act", "off")]).await.status, 303);
        write(&house, &mut citizen, &slow).await;
        assert_eq!(today(&house).await.spoken(Element::Time), blamed(1), "switched off");
        // Somebody else sees who did it and what it was, and puts it back.
        let mut other = house.person(OTHER_STAFF).await;
        let page = other.get(&format!("{HERE}?ubahan=1")).await;
        assert_eq!(page.count("[data-key]"), 1);
        let row = page.part("[data-key='terlambat']");
        let account = accounts::by_email(house.app.store.read(), STAFF).await.expect("a read").expect("an account");
        let name = if account.name.is_empty() { "Seorang petugas" } else { &account.name };
        assert!(row.contains("dimatikan") && row.contains(&format!("Diubah oleh {name}")), "{row}");
        assert_eq!(act(&mut other, "terlambat", &[("act", "restore")]).await.status, 303);
        assert_eq!(other.get(&format!("{HERE}?ubahan=1")).await.count("[data-key]"), 0);
        write(&house, &mut citizen, &slow).await;
        assert_eq!(today(&house).await.spoken(Element::Time), blamed(2), "put back");
        // What stands changed, with what it was; saved as it was built in, it is no edit.
        let change = [("act", "save"), ("element", "perilaku"), ("sign", "good")];
        assert_eq!(act(&mut staff, "terlambat", &change).await.status, 303);
        let page = other.get(&format!("{HERE}?ubahan=1")).await;
        let row = page.part("[data-key='terlambat']");
        assert!(row.contains("Bawaannya: terlambat (Waktu penyelesaian, buruk dengan sendirinya)"), "{row}");
        let back = [("act", "save"), ("element", "waktu"), ("sign", "bad")];
        assert_eq!(act(&mut other, "terlambat", &back).await.status, 303);
        assert_eq!(other.get(&format!("{HERE}?ubahan=1")).await.count("[data-key]"), 0);
        // Too late to put back what someone has put back.
        let (csrf, form) = (staff.csrf().await, page.form_with(HERE, ("key", "terlambat")).expect("a form"));
        let gone = staff.send(HERE, form, &[("_csrf", &csrf), ("act", "restore")]).await;
        assert!(gone.status == 422 && gone.has("#phrase-fault"), "{}", gone.text());
        // Everything is on the page and in the audit log, newest first.
        let page = staff.get(HERE).await;
        let last: Vec<String> = (1..=4).map(|n| page.part(&format!("main > .wrap > ul.rows > li:nth-child({n})"))).collect();
        for (line, did) in last.iter().zip(["menyimpan", "menyimpan", "mengembalikan", "mematikan"]) {
            assert!(line.contains(did) && line.contains("terlambat"), "{last:#?}");
        }
        let mut admin = house.person(ADMIN).await;
        let log = admin.get("/admin/audit?tindakan=element+lexicon").await;
        assert_eq!(log.count("[data-place]"), 4, "{}", log.text());
        assert!(log.text().contains("off terlambat: waktu -"), "{}", log.text());
        assert!(audit::verify(house.app.store.read()).await.is_ok());
    }

    /// An added row may be switched off, switched on and removed.
    async fn an_added_row_comes_and_goes(house: House) {
        let mut staff = house.person(STAFF).await;
        assert_eq!(add(&mut staff, "klotokan", "sarana", "bad").await.status, 303);
        assert_eq!(act(&mut staff, "klotokan", &[("act", "off")]).await.status, 303);
        assert!(tried(&mut staff, "Klotokan").await.is_empty());
        assert_eq!(act(&mut staff, "klotokan", &[("act", "restore")]).await.status, 303);
        assert_eq!(tried(&mut staff, "Klotokan").await.len(), 1);
        let renamed = [("act", "save"), ("phrase", "klotokan sekali")];
        assert_eq!(act(&mut staff, "klotokan", &renamed).await.status, 303);
        assert!(tried(&mut staff, "Klotokan").await.is_empty());
        assert_eq!(act(&mut staff, "klotokan sekali", &[("act", "remove")]).await.status, 303);
        assert_eq!(house.count("element_rule").await, 0);
        // A built-in row can't be removed.
        let page = act(&mut staff, "terlambat", &[("act", "remove")]).await;
        assert_eq!(page.status, 422);
        assert_eq!(house.count("element_rule").await, 0);
    }

    /// Two at once: an edit is checked against what the other has made of it.
    async fn two_who_add_the_same_make_one_row(house: House) {
        let (mut one, mut two) = (house.person(STAFF).await, house.person(OTHER_STAFF).await);
        for n in 0..4 {
            let phrase = format!("klotokan {n}");
            let (a, b) = tokio::join!(add(&mut one, &phrase, "sarana", "bad"), add(&mut two, &phrase, "waktu", "good"));
            let mut statuses = [a.status, b.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 422], "{} {}", a.text(), b.text());
            assert_eq!(house.count("element_rule").await, n + 1);
        }
    }

    /// What was edited elsewhere on the same database counts here too.
    async fn other_instances_hear_of_an_edit(house: House) {
        let mut staff = house.person(STAFF).await;
        assert!(tried(&mut staff, "Klotokan").await.is_empty());
        let other = App::open(config(&house.database, house.folder.path(), &[]), true).await.expect("an instance");
        let token = staff.cookies.get(cookies::SESSION).expect("a session");
        let session = viewer::signed_in(&house.app, token).await.expect("a read").expect("an account");
        let by = palanta::domain::person::Viewer { account: Some(session.account.clone()), ..Default::default() };
        let form = Form {
            act: "save".into(), phrase: "klotokan".into(), element: "sarana".into(), sign: "bad".into(), ..Form::default()
        };
        flow::edit(&other, &by, &form).await.expect("an edit");
        let mut found = 0;
        // SQLite's is looked for each second.
        for _ in 0..120 {
            found = tried(&mut staff, "Klotokan").await.len();
            if found == 1 { break; }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        assert_eq!(found, 1);
    }

    /// What can't be taken comes back with its fault beside the field, and nothing is lost.
    async fn what_is_wrong_stands_beside_its_field(house: House) {
        let mut staff = house.person(STAFF).await;
        let long = "klotokan ".repeat(10);
        for (phrase, element, sign, field, said) in [
            ("", "sarana", "bad", "phrase", "Isi bagian ini"),
            ("   ", "sarana", "bad", "phrase", "Isi bagian ini"),
            (long.as_str(), "sarana", "bad", "phrase", "80"),
            ("klo*tokan", "sarana", "bad", "phrase", "awal atau akhir kata"),
            ("* *", "sarana", "bad", "phrase", "awal atau akhir kata"),
            ("k*", "sarana", "bad", "phrase", "Terlalu luas"),
            ("# #", "sarana", "bad", "phrase", "Terlalu luas"),
            ("очередь", "waktu", "bad", "phrase", "huruf Latin"),
            ("待つ", "waktu", "bad", "phrase", "huruf Latin"),
            ("klotokan!", "sarana", "bad", "phrase", "tanda baca"),
            ("meja dan kursi", "sarana", "bad", "phrase", "kata sambung"),
            ("klotokaaaan", "sarana", "bad", "phrase", "huruf berulang"),
            ("TERLAMBAT", "biaya", "good", "phrase", "Sudah ada di kamus: terlambat"),
            // Read as the one that is there, whatever the spelling.
            ("telat", "biaya", "good", "phrase", "Sudah ada di kamus: terlambat"),
            ("klotokan", "", "bad", "element", "Pilih"),
            ("klotokan", "keramahan", "bad", "element", "Unsur ini tidak ada"),
            ("klotokan", "sarana", "", "sign", "Pilih"),
            ("klotokan", "sarana", "+", "sign", "Pilih"),
        ] {
            let page = add(&mut staff, phrase, element, sign).await;
            assert_eq!(page.status, 422, "{phrase} {element} {sign}");
            assert!(page.part(&format!("#{field}-fault")).contains(said), "{phrase} {element} {sign}: {}", page.text());
            assert!(page.has(&format!(".faults a[href='#{field}']")) && page.has(&format!("#{field}[aria-invalid]")), "{phrase}");
            assert!(page.has("details[open] #phrase"), "in sight");
            assert_eq!(page.attribute("#phrase", "value").as_deref(), Some(phrase), "kept");
        }
        assert_eq!(house.count("element_rule").await, 0);
        // In a row that stands further down.
        let page = act(&mut staff, "terlambat", &[("act", "save"), ("phrase", "an*tre")]).await;
        assert!(page.status == 422 && page.has("[data-key='terlambat'] details[open] #phrase-fault"), "{}", page.text());
        assert_eq!(page.attribute("[data-key='terlambat'] #phrase", "value").as_deref(), Some("an*tre"));
        // What is off is there all the same.
        act(&mut staff, "terlambat", &[("act", "off")]).await;
        let page = add(&mut staff, "terlambat", "biaya", "good").await;
        assert!(page.part("#phrase-fault").contains("dimatikan"), "{}", page.text());
        let csrf = staff.csrf().await;
        let unknown = vec![("_csrf".to_owned(), csrf), ("key".to_owned(), "terlambat".to_owned())];
        assert_eq!(staff.send(HERE, unknown, &[("act", "burn")]).await.status, 404);
        assert_eq!(house.count("audit_entry WHERE act = 'element lexicon'").await, 1, "only what was done");
    }

    /// Staff, heads and deputies of any unit, and admins; nobody else.
    async fn it_is_for_staff_and_admins(house: House) {
        for (email, role, unit) in [
            ("wakil@kota.test", "deputy", "dukcapil"), ("koordinator@kota.test", "coordinator", ""),
        ] {
            let form = grant::Form { email: email.into(), role: role.into(), unit: unit.into(), ..grant::Form::default() };
            grant::grant(&house.app, grant::Granter::CommandLine, &form).await.expect("a grant");
        }
        let mut visitor = house.visitor();
        let page = visitor.get(HERE).await;
        assert!(page.status == 303 && page.header("location").starts_with("/masuk?"), "{}", page.status);
        for email in [CITIZEN, MODERATOR, "koordinator@kota.test"] {
            let mut person = house.person(email).await;
            assert_eq!(person.get(&format!("{HERE}?kalimat=terlambat")).await.status, 403, "{email}");
            let form = vec![("_csrf".to_owned(), person.csrf().await)];
            let fields = [("phrase", "klotokan"), ("element", "sarana"), ("sign", "bad"), ("act", "save")];
            assert_eq!(person.send(HERE, form, &fields).await.status, 403, "{email}");
        }
        assert_eq!(house.count("element_rule").await, 0);
        for (n, email) in [STAFF, HEAD, OTHER_STAFF, "wakil@kota.test", ADMIN].into_iter().enumerate() {
            let mut person = house.person(email).await;
            let sent = add(&mut person, &format!("klotokan {n}"), "sarana", "bad").await;
            assert_eq!(sent.status, 303, "{email}: {}", sent.text());
        }
        assert!(house.person("wakil@kota.test").await.get("/petugas/papan").await.has(&format!("a[href='{HERE}']")));
        assert!(house.person(ADMIN).await.get("/admin").await.has(&format!("a[href='{HERE}']")));
    }

    /// The box says what is found, how it is meant, and by which row.
    async fn a_sentence_can_be_tried_out(house: House) {
        let mut staff = house.person(STAFF).await;
        let found = tried(&mut staff, "Petugas ramah tapi antrean lama").await;
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("Perilaku pelaksana : Positif"), "{found:?}");
        assert!(found[1].contains("Waktu penyelesaian : Negatif") && found[1].contains("“antrean”. Baris kamus: antre*"), "{found:?}");
        let page = staff.get(&format!("{HERE}?kalimat=Petugas+ramah")).await;
        let row = page.attribute("[data-tried] a", "href").expect("the row");
        assert!(staff.get(&row).await.count("[data-key]") >= 1, "{row}");
        let none = tried(&mut staff, "Di depan terminal ada petugas parkir liar.").await;
        assert!(none.last().is_some_and(|f| f.contains("bukan unsur") && f.contains("petugas parkir liar")), "{none:?}");
        assert!(tried(&mut staff, "Selamat pagi.").await.is_empty());
        assert!(staff.get(&format!("{HERE}?kalimat=Selamat+pagi")).await.text().contains("Tidak ada unsur"));
        // With edits, also those that say that there is none.
        assert_eq!(add(&mut staff, "terlambat", "bukan", "bad").await.status, 422, "stands there as another");
        assert_eq!(add(&mut staff, "ramah lingkungan", "bukan", "good").await.status, 303);
        let found = tried(&mut staff, "Kantongnya ramah lingkungan.").await;
        assert!(found.len() == 1 && found[0].contains("bukan unsur"), "{found:?}");
        // Whatever is typed stands there and nothing more.
        let odd = "<script>alert(1)</script> \"ramah\" & 'lama' ％ 🙂";
        assert!(!tried(&mut staff, odd).await.is_empty());
        assert!(!staff.page.html.contains("<script>alert"));
        let long = format!("{HERE}?kalimat={}", "ramah+".repeat(120));
        let page = staff.get(&long).await;
        assert!(page.status == 422 && page.has("#kalimat-fault") && page.value("kalimat").len() > 600, "{}", page.status);
        assert!(!page.has("[data-tried]"));
    }

    /// Filters, pages and the empty list.
    async fn rows_are_found(house: House) {
        let mut staff = house.person(STAFF).await;
        let page = staff.get(HERE).await;
        assert_eq!(page.count("[data-key]"), 40);
        let next = page.attribute("a[rel='next']", "href").expect("a next page");
        let second = staff.get(&next).await;
        assert_eq!(second.count("[data-key]"), 40);
        assert_ne!(page.attribute("[data-key]", "data-key"), second.attribute("[data-key]", "data-key"));
        let page = staff.get(&format!("{HERE}?unsur=bukan&frasa=parkir")).await;
        assert!(page.count("[data-key]") >= 1 && page.has("[data-key='petugas parkir liar']"), "{}", page.text());
        // As a text is read: another spelling of the same.
        assert!(staff.get(&format!("{HERE}?frasa=telat")).await.has("[data-key='terlambat']"));
        let page = staff.get(&format!("{HERE}?frasa=qxzwv")).await;
        assert!(page.status == 200 && page.has(".empty") && !page.has("[data-key]"));
        assert!(staff.get(&format!("{HERE}?ubahan=1")).await.has(".empty"));
    }

    /// The file that is written is what counts, and none is overwritten.
    async fn what_is_in_force_is_exported(house: House) {
        let mut staff = house.person(STAFF).await;
        assert_eq!(add(&mut staff, "klotokan", "sarana", "bad").await.status, 303);
        assert_eq!(add(&mut staff, "ramah lingkungan", "bukan", "around").await.status, 303);
        assert_eq!(act(&mut staff, "terlambat", &[("act", "off")]).await.status, 303);
        let to = house.folder.path().join("kamus.tsv");
        let run = |more: Vec<&str>| {
            std::process::Command::new(env!("CARGO_BIN_EXE_palanta"))
                .args(["--database-url", &house.database.url, "--data-dir"]).arg(house.folder.path())
                .args(["--set", "log=error", "sentiment", "lexicon"]).args(more)
                .output().expect("a command")
        };
        let name = to.to_str().expect("a path");
        let done = run(vec!["--out", name]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let file = std::fs::read_to_string(&to).expect("the file");
        assert!(file.contains("\nklotokan\tsarana\t-\n") && file.contains("\nramah lingkungan\tbukan\n") && !file.contains("\nterlambat\t"));
        assert_eq!(file.lines().count(), BUILT_IN.lines().count() + 1);
        let lexicon = Lexicon::parse(&file).expect("a lexicon");
        let guide = guide::guide(&house.app).await.expect("a guide");
        assert_eq!(lexicon.len(), guide.elements.len());
        let edits = guide::element_edits(&house.app).await.expect("edits");
        assert_eq!(file, edits::written(BUILT_IN, &edits::merged(BUILT_IN, &edits)));
        assert!(!run(vec!["--out", name]).status.success(), "not over what is there");
        assert_eq!(String::from_utf8_lossy(&run(vec![]).stdout), file);
    }
}
