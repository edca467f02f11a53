//! The inbox of a day with many cases: views with exact counts, one act on several, two people on one
//! case.

use crate::house::browser::{Fields, Person};
use crate::house::{CIVIL, HEAD, House, OTHER_STAFF, STAFF, write_thread};
use crate::on_both;
use crate::schedule::{day_in, row};
use palanta::domain::thread::Status;
use palanta::domain::time::{DAY_MS, MINUTE_MS};
use palanta::flows::grant::{self, Form, Granter};
use palanta::store::accounts;

const COLLEAGUE: &str = "rekan@kota.test";

/// One more of the unit's staff.
pub async fn colleague(house: &House) -> Person {
    let form = Form {
        email: COLLEAGUE.into(),
        name: "Zulfa".into(),
        role: "staff".into(),
        unit: CIVIL.into(),
        position: "Pengelola".into(),
    };
    grant::grant(&house.app, Granter::CommandLine, &form)
        .await
        .expect("a grant");
    house.person(COLLEAGUE).await
}

pub async fn id_of(house: &House, email: &str) -> String {
    let account = accounts::by_email(house.app.store.read(), email).await;
    account.expect("a read").expect("an account").id.to_string()
}

async fn cases(house: &House, n: usize) -> Vec<String> {
    let mut citizen = house.visitor();
    let mut all = Vec::new();
    for i in 0..n {
        let title = format!("Antrean loket {i}");
        all.push(write_thread(&mut citizen, &[("title", &title)]).await.0);
    }
    all
}

/// Chooses cases in the inbox and says what to do; then the page that asks what exactly.
async fn choose(person: &mut Person, act: &str, numbers: &[&String]) {
    let inbox = person.get("/petugas").await;
    let mut form: Fields = inbox.form("/petugas/banyak").expect("a form");
    form.retain(|(n, _)| n != "act");
    form.push(("act".into(), act.into()));
    form.extend(numbers.iter().map(|n| ("number".to_owned(), (*n).clone())));
    let page = person.send("/petugas/banyak", form, &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
}

/// Sends the page that asks, with fields filled in.
async fn do_it(person: &mut Person, fill: &[(&str, &str)]) -> crate::house::browser::Page {
    person.submit("/petugas/banyak", fill).await
}

on_both! {
    async fn views_are_named_and_counted_exactly(house: House, "hold_first" = "false") {
        let all = cases(&house, 5).await;
        let kk = write_thread(&mut house.visitor(), &[("title", "Kartu keluarga saya")]).await.0;
        let mut staff = house.person(STAFF).await;
        let csrf = staff.csrf().await;
        let (case, me) = (format!("/petugas/utas/{}", all[0]), id_of(&house, STAFF).await);
        staff.act(&case, &format!("{case}/ambil"), &[]).await;
        let moved = [("_csrf", csrf.as_str()), ("layanan", "dukcapil/kk"), ("why", "Ini kartu keluarga")];
        let request = staff.request(reqwest::Method::POST, &format!("/petugas/utas/{kk}/pindah")).form(&moved);
        assert_eq!(staff.receive(request).await.status, 303);

        let page = staff.get("/petugas").await;
        for tab in ["Belum dijawab (6)", "Saya kerjakan (1)", "Menunggu penulis (0)"] {
            assert!(page.text().contains(tab), "{tab}: {}", page.text());
        }
        let of = |page: &crate::house::browser::Page| page.count("ul.cases > li");
        assert_eq!(of(&staff.get("/petugas?tempat=dukcapil/kk").await), 1);
        assert_eq!(of(&staff.get("/petugas?siapa=belum").await), 5);
        assert_eq!(of(&staff.get(&format!("/petugas?siapa={me}")).await), 1);
        assert_eq!(of(&staff.get("/petugas?segera=late").await), 0);
        // Other units' and what makes no sense show nothing of others.
        assert_eq!(of(&staff.get("/petugas?tempat=dinkes").await), 0);
        assert_eq!(of(&staff.get("/petugas?tempat=puskesmas/imunisasi").await), 0);
        assert_eq!(of(&staff.get("/petugas?tempat=%27%3B--&siapa=x&segera=y&kotak=z").await), 6);
        house.app.clock.advance(20 * DAY_MS);
        assert_eq!(of(&staff.get("/petugas?segera=late&siapa=belum").await), 5);

        // Named, it stands above with its count; a name is needed, and used again it changes.
        let view = "kotak=open&siapa=belum&segera=late";
        staff.get(&format!("/petugas?{view}")).await;
        let save = format!("/petugas/saringan?{view}");
        let page = staff.submit(&save, &[("label", " ")]).await;
        assert!(page.status == 422 && page.has("#label-fault"), "{}", page.text());
        let page = staff.submit(&save, &[("label", "Lewat, belum diambil")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let page = staff.get("/petugas").await;
        assert!(page.text().contains("Lewat, belum diambil (5)"), "{}", page.text());
        assert_eq!(page.attribute("a.chip", "href").as_deref(), Some("/petugas?kotak=open&siapa=belum&segera=late"));
        staff.get("/petugas?segera=promised").await;
        staff.submit("/petugas/saringan?kotak=open&segera=promised", &[("label", "Lewat, belum diambil")]).await;
        assert!(staff.get("/petugas").await.text().contains("Lewat, belum diambil (0)"));
        assert_eq!(house.count("saved_filter").await, 1);
        // One's own only, and twelve at most.
        let mut head = house.person(HEAD).await;
        assert!(!head.get("/petugas").await.text().contains("Lewat, belum diambil"));
        let csrf = head.csrf().await;
        let id = staff.get("/petugas?kotak=open&segera=promised").await.value("id");
        let request = head.request(reqwest::Method::POST, "/petugas/saringan/hapus")
            .form(&[("_csrf", csrf.as_str()), ("id", id.as_str())]);
        assert_eq!(head.receive(request).await.status, 404);
        for n in 0..12 {
            let request = head.request(reqwest::Method::POST, "/petugas/saringan?kotak=open")
                .form(&[("_csrf", csrf.as_str()), ("label", &format!("Saringan {n}"))]);
            assert_eq!(head.receive(request).await.status, 303);
        }
        let request = head.request(reqwest::Method::POST, "/petugas/saringan?kotak=open")
            .form(&[("_csrf", csrf.as_str()), ("label", "Satu lagi")]);
        assert_eq!(head.receive(request).await.status, 409);
        let page = staff.submit("/petugas/saringan/hapus", &[]).await;
        assert_eq!(page.status, 303);
        assert_eq!(house.count("saved_filter").await, 12);
    }

    async fn several_are_assigned_moved_and_answered_at_once(house: House, "hold_first" = "false") {
        let all = cases(&house, 4).await;
        let mut staff = house.person(STAFF).await;
        let mut other = colleague(&house).await;
        // Nothing chosen is said, not failed at.
        let csrf = staff.csrf().await;
        let request = staff.request(reqwest::Method::POST, "/petugas/banyak").form(&[("_csrf", csrf.as_str()), ("act", "assign")]);
        let page = staff.receive(request).await;
        assert!(page.status == 200 && page.text().contains("Belum ada yang dipilih"), "{}", page.text());

        choose(&mut staff, "assign", &[&all[0], &all[1]]).await;
        let page = do_it(&mut staff, &[("to", "")]).await;
        assert!(page.status == 422 && page.has("#to-fault"), "{}", page.text());
        let zulfa = id_of(&house, COLLEAGUE).await;
        let page = do_it(&mut staff, &[("to", &zulfa)]).await;
        assert_eq!((page.status, page.count(".bulk-done li"), page.count(".bulk-failed li")), (200, 2, 0), "{}", page.text());
        assert!(other.get("/petugas?kotak=mine").await.text().contains("Saya kerjakan (2)"));
        assert!(house.visitor().get(&format!("/utas/{}", all[0])).await.text().contains("Diambil petugas · Zulfa"));
        // Not to somebody who doesn't work there.
        choose(&mut staff, "assign", &[&all[0]]).await;
        let page = do_it(&mut staff, &[("to", &id_of(&house, OTHER_STAFF).await)]).await;
        assert_eq!((page.count(".bulk-done li"), page.count(".bulk-failed li")), (0, 1), "{}", page.text());
        assert!(page.text().contains("Orang itu tidak bertugas"), "{}", page.text());

        // A colleague answers one of three between the choice and the act: it is passed over, and said.
        staff.act("/petugas/templat", "/petugas/templat", &[("label", "Jadwal"), ("body", "Utas {nomor}: loket buka Senin. {petugas}")]).await;
        choose(&mut staff, "answer", &[&all[0], &all[1], &all[2]]).await;
        let template = staff.page.attribute("select[name='template'] option:nth-child(2)", "value").expect("a template");
        let case = format!("/petugas/utas/{}", all[1]);
        other.act(&case, &format!("{case}/jawab"), &[("body", "Loket buka Selasa.")]).await;
        let ask = staff.page.form("/petugas/banyak").expect("a form");
        let page = do_it(&mut staff, &[("template", &template)]).await;
        assert_eq!((page.count(".bulk-done li"), page.count(".bulk-failed li")), (2, 1), "{}", page.text());
        assert!(page.text().contains("Rekan Anda sudah menjawab") && !page.text().contains("di bawah"), "{}", page.text());
        let page = house.visitor().get(&format!("/utas/{}", all[0])).await;
        assert!(page.text().contains(&format!("Utas {}: loket buka Senin. Rahmi Putri", all[0])), "{}", page.text());
        // The same form sent again answers nothing twice.
        let page = staff.send("/petugas/banyak", ask, &[("template", &template)]).await;
        assert_eq!(page.status, 200);
        assert_eq!(house.count("post WHERE kind = 'official'").await, 3);

        choose(&mut staff, "transfer", &[&all[2], &all[3]]).await;
        let page = do_it(&mut staff, &[("layanan", "puskesmas/imunisasi"), ("why", "")]).await;
        assert!(page.status == 422 && page.has("#why-fault") && page.value("layanan") == "puskesmas/imunisasi");
        let page = do_it(&mut staff, &[("layanan", "puskesmas/imunisasi"), ("why", "Ini imunisasi")]).await;
        assert_eq!((page.count(".bulk-done li"), page.count(".bulk-failed li")), (1, 1), "answered, it stays: {}", page.text());
        assert!(page.text().contains("tidak cocok lagi") && !page.text().contains("Muat ulang"), "{}", page.text());
        assert_eq!(house.person(OTHER_STAFF).await.get("/petugas").await.count("ul.cases > li"), 1);
        // What went to another unit is read as everyone reads it; what stayed is still a case.
        for (list, place) in [(".bulk-done a", format!("/utas/{}", all[3])), (".bulk-failed a", format!("/petugas/utas/{}", all[2]))] {
            assert_eq!(page.attribute(list, "href"), Some(place.clone()));
            assert_eq!(staff.get(&place).await.status, 200, "{place}");
        }
        // A confidential one that has gone is not to be opened at all.
        let (secret, _) = write_thread(&mut house.visitor(), &[("title", "Rahasia"), ("appear", "confidential")]).await;
        choose(&mut staff, "transfer", &[&secret]).await;
        let page = do_it(&mut staff, &[("layanan", "puskesmas/imunisasi"), ("why", "Ini imunisasi")]).await;
        assert!(page.count(".bulk-done li") == 1 && !page.has(".bulk-done a"), "{}", page.text());
    }

    /// Under the rule of release nothing is out yet, and the pages before and after say so.
    async fn several_answers_wait_for_the_head(house: House, "hold_first" = "false") {
        let all = cases(&house, 2).await;
        let (mut staff, mut head) = (house.person(STAFF).await, house.person(HEAD).await);
        staff.act("/petugas/templat", "/petugas/templat", &[("label", "Jadwal"), ("body", "Loket buka Senin.")]).await;
        choose(&mut staff, "answer", &[&all[0], &all[1]]).await;
        assert!(!staff.page.text().contains("dibaca dahulu"), "{}", staff.page.text());
        let csrf = head.csrf().await;
        let request = head.request(reqwest::Method::POST, "/petugas/pelepasan")
            .form(&[("_csrf", csrf.as_str()), ("unit", CIVIL), ("on", "1")]);
        assert_eq!(head.receive(request).await.status, 303);
        choose(&mut staff, "answer", &[&all[0], &all[1]]).await;
        let said = staff.page.text();
        assert!(said.contains("2 jawaban akan dibaca dahulu") && said.contains("Kirim 2 jawaban untuk dilepaskan"), "{said}");
        let template = staff.page.attribute("select[name='template'] option:nth-child(2)", "value").expect("a template");
        let ask = staff.page.form("/petugas/banyak").expect("a form");
        let page = do_it(&mut staff, &[("template", &template)]).await;
        // Sent again, it says what was so the first time.
        let again = staff.send("/petugas/banyak", ask, &[("template", &template)]).await;
        for page in [page, again] {
            assert_eq!((page.count(".bulk-waits li"), page.count(".bulk-done li"), page.count(".bulk-failed li")), (2, 0, 0), "{}", page.text());
            assert!(page.text().contains("2 jawaban menunggu pelepasan") && !page.text().contains("selesai"), "{}", page.text());
        }
        assert_eq!(house.count("post WHERE kind = 'official'").await, 0);
        assert_eq!(house.count("answer_draft WHERE state = 'waiting'").await, 2);
        // The head's own are out at once.
        choose(&mut head, "answer", &[&all[0]]).await;
        let page = do_it(&mut head, &[("template", &template)]).await;
        assert_eq!((page.count(".bulk-done li"), page.count(".bulk-waits li"), house.count("post WHERE kind = 'official'").await), (1, 0, 1), "{}", page.text());
    }

    async fn two_people_on_one_case_lose_nothing(house: House, "hold_first" = "false") {
        let number = cases(&house, 1).await.remove(0);
        let (case, answer) = (format!("/petugas/utas/{number}"), format!("/petugas/utas/{number}/jawab"));
        let mut staff = house.person(STAFF).await;
        let mut other = colleague(&house).await;
        assert!(!staff.get(&case).await.has("[data-beside]"), "alone");
        assert!(other.get(&case).await.text().contains("Rahmi Putri baru saja membuka utas ini"));
        assert!(staff.get(&case).await.text().contains("Zulfa"));
        house.app.clock.advance(20 * MINUTE_MS);
        assert!(!staff.get(&case).await.has("[data-beside]"), "that was long ago");
        other.get(&case).await;
        // Both write; the second is shown the first's words above their own.
        assert_eq!(staff.submit(&answer, &[("body", "Loket buka hari Senin.")]).await.status, 303);
        let page = other.submit(&answer, &[("body", "Loket buka hari Selasa.")]).await;
        assert_eq!(page.status, 409, "{}", page.text());
        assert!(page.has(".newer") && page.text().contains("Loket buka hari Senin."), "{}", page.text());
        assert_eq!(page.value("body"), "Loket buka hari Selasa.");
        assert_eq!(house.count("post WHERE kind = 'official'").await, 1);
        // Having read it they may add to it; and a third from before both is stale again.
        let old = other.page.form(&answer).expect("a form");
        assert_eq!(other.submit(&answer, &[]).await.status, 303);
        let seen = old.iter().find(|(n, _)| n == "seen").expect("what was seen").1.clone();
        staff.get(&case).await;
        let page = staff.submit(&answer, &[("body", "Dan Rabu."), ("seen", &seen)]).await;
        assert_eq!((page.status, page.value("body").as_str()), (409, "Dan Rabu."));
        assert_eq!(row(&house, &number).await.status, Status::Answered);
        // A day that was promised is no answer: it makes nobody's words stale.
        let day = day_in(&house, 3);
        staff.act(&case, &format!("{case}/jadwal"), &[("day", &day), ("what", "Loket dibuka")]).await;
        let page = staff.act(&case, &answer, &[("body", "Dan Rabu.")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }

    /// Without holidays of a year, weekends alone count, and the workbench says so.
    async fn a_limit_past_the_calendar_says_so(house: House, "hold_first" = "false", "days_simple" = "250") {
        let number = cases(&house, 1).await.remove(0);
        let due = row(&house, &number).await.due_ms.expect("a limit");
        let city = house.app.city().await.expect("a city");
        let year = city.calendar.day(due).year();
        assert!(year > 2026 && !city.calendar.covers(year), "over a year");
        let weekends = |day: jiff::civil::Date| day.weekday().to_monday_zero_offset() < 5;
        assert!(weekends(city.calendar.day(due)), "on no weekend");
        let mut staff = house.person(STAFF).await;
        let page = staff.get(&format!("/petugas/utas/{number}")).await;
        assert!(page.text().contains("dihitung dengan akhir pekan saja"), "{}", page.text());
    }
}
