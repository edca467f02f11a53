//! The unit asks the citizen back, and its clock stands still until they answer.

use crate::house::{House, OTHER_STAFF, STAFF, write_thread};
use crate::on_both;
use palanta::domain::notice::Notice;
use palanta::domain::thread::Status;
use palanta::domain::time::DAY_MS;
use palanta::flows::lapse::lapse;
use palanta::store::entity::thread;
use palanta::store::threads;

async fn row(house: &House, number: &str) -> thread::Model {
    threads::by_number(house.app.store.read(), number)
        .await
        .expect("a read")
        .expect("a thread")
}

/// Working days that are left of a case's limit, by its row.
async fn left(house: &House, number: &str) -> i64 {
    let calendar = &house.app.city().await.expect("a city").calendar;
    let due = row(house, number).await.due_ms.expect("a limit");
    calendar.working_days_between(calendar.day(house.app.now()), calendar.day(due))
}

on_both! {
    async fn the_clock_stands_still(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let (number, code) = write_thread(&mut citizen, &[("email", "warga@contoh.test")]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let mut staff = house.person(STAFF).await;
        let empty = staff.act(&case, &format!("{case}/tanya"), &[("question", " ")]).await;
        assert_eq!(empty.status, 422);
        let was = left(&house, &number).await;
        let asked = staff.act(&case, &format!("{case}/tanya"), &[("question", "Loket nomor berapa? Kantor buka 0754-61234.")]).await;
        assert_eq!(asked.status, 303, "{}", asked.text());
        let again = staff.request(reqwest::Method::POST, &format!("{case}/tanya"))
            .form(&[("_csrf", staff.csrf().await.as_str()), ("question", "Dan kapan?")]);
        assert_eq!(staff.receive(again).await.status, 409, "asked already");
        let page = house.visitor().get(&thread).await;
        assert!(page.text().contains("Tenggat berhenti"), "{}", page.text());
        assert!(page.text().contains("Loket nomor berapa?") && page.text().contains("Rahmi Putri"));
        let letter = house.letters("warga@contoh.test").await.into_iter()
            .find(|l| matches!(l.notice, Notice::Asked { .. })).expect("a letter");
        assert!(matches!(letter.notice, Notice::Asked { ref excerpt, days: 10, .. } if excerpt.starts_with("Loket")));
        assert!(staff.get("/petugas").await.has(".empty"), "nothing is owed");
        assert!(staff.get("/petugas?kotak=asked").await.text().contains("Antrean KTP"));

        house.app.clock.advance(20 * DAY_MS);
        assert_eq!(row(&house, &number).await.status, Status::Asked);
        // Somebody else's reply is no answer to it, and stops nothing.
        let mut other = house.person("orang@contoh.test").await;
        other.act(&thread, &format!("{thread}/balas"), &[("body", "Saya juga begitu.")]).await;
        assert_eq!(row(&house, &number).await.status, Status::Asked);
        let mut citizen = house.visitor();
        citizen.act("/lacak", "/lacak", &[("code", &code)]).await;
        let page = citizen.get(&thread).await;
        assert!(page.text().contains("Unit bertanya kepada Anda"), "{}", page.text());
        let told = citizen.submit(&format!("{thread}/balas"), &[("body", "Loket tiga.")]).await;
        assert_eq!(told.status, 303, "{}", told.text());
        let now = row(&house, &number).await;
        assert_eq!((now.status, now.asked_ms), (Status::InProgress, None));
        assert_eq!(left(&house, &number).await, was, "as many working days as were left");

        // What the citizen took is not the unit's time, and its answer is in time.
        let mut staff = house.person(STAFF).await;
        staff.act(&case, &format!("{case}/jawab"), &[("body", "Loket tiga buka lagi besok.")]).await;
        let page = house.visitor().get(&thread).await;
        assert!(page.text().contains("Dijawab dalam tenggat") || page.has(".clock.met"), "{}", page.text());
        let now = row(&house, &number).await;
        assert!(now.waited_ms >= 20 * DAY_MS && now.waited_work_ms < now.waited_ms);
    }

    /// Whoever doesn't answer for the set working days has their case closed; they may reopen it.
    async fn silence_closes_it(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let (number, code) = write_thread(&mut citizen, &[]).await;
        let case = format!("/petugas/utas/{number}");
        let mut staff = house.person(STAFF).await;
        staff.act(&case, &format!("{case}/tanya"), &[("question", "Loket berapa?")]).await;
        house.app.clock.advance(11 * DAY_MS);
        assert_eq!(lapse(&house.app, 100).await.expect("looked"), 0, "eleven days, seven or eight of them worked");
        house.app.clock.advance(9 * DAY_MS);
        assert_eq!(lapse(&house.app, 100).await.expect("closed"), 1);
        assert_eq!(row(&house, &number).await.status, Status::Resolved);
        let mut citizen = house.visitor();
        citizen.act("/lacak", "/lacak", &[("code", &code)]).await;
        let thread = format!("/utas/{number}");
        let reopened = citizen.act(&thread, &format!("{thread}/buka-lagi"), &[("body", "Maaf terlambat: loket tiga.")]).await;
        assert_eq!(reopened.status, 303, "{}", reopened.text());
        let now = row(&house, &number).await;
        assert_eq!((now.status, now.asked_ms, now.waited_ms), (Status::Routed, None, 0));
    }

    /// A case that waits may be answered, declined or moved all the same; what was late stays late.
    async fn waiting_ends_by_any_step(house: House, "hold_first" = "false") {
        let mut staff = house.person(STAFF).await;
        for (act, fill, after) in [
            ("jawab", vec![("body", "Sudah kami temukan sendiri.")], Status::Answered),
            ("tolak", vec![("ground", "other"), ("reason", "Bukan urusan kami.")], Status::Declined),
            ("pindah", vec![("layanan", "puskesmas/imunisasi"), ("why", "Ini puskesmas.")], Status::Routed),
        ] {
            let (number, _) = write_thread(&mut house.visitor(), &[]).await;
            let case = format!("/petugas/utas/{number}");
            staff.act(&case, &format!("{case}/tanya"), &[("question", "Di mana?")]).await;
            let page = staff.act(&case, &format!("{case}/{act}"), &fill).await;
            assert_eq!(page.status, 303, "{act}: {}", page.text());
            let now = row(&house, &number).await;
            assert_eq!((now.status, now.asked_ms), (after, None), "{act}");
        }
        let (number, code) = write_thread(&mut house.visitor(), &[]).await;
        let case = format!("/petugas/utas/{number}");
        house.app.clock.advance(15 * DAY_MS);
        let due = row(&house, &number).await.due_ms;
        let mut staff = house.person(STAFF).await;
        staff.act(&case, &format!("{case}/tanya"), &[("question", "Di mana?")]).await;
        assert!(house.visitor().get(&format!("/utas/{number}")).await.has(".clock.late"), "late in public");
        let mut citizen = house.visitor();
        citizen.act("/lacak", "/lacak", &[("code", &code)]).await;
        citizen.act(&format!("/utas/{number}"), &format!("/utas/{number}/balas"), &[("body", "Di pasar.")]).await;
        assert_eq!(row(&house, &number).await.due_ms, due);
        let mut other = house.person(OTHER_STAFF).await;
        let page = other.get(&case).await;
        assert_eq!(page.status, 403);
    }
}

on_both! {
    /// A unit's templates are its people's; variables are replaced; uses are counted.
    async fn answers_begin_with_templates(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let case = format!("/petugas/utas/{number}");
        let mut staff = house.person(STAFF).await;
        let here = "/petugas/templat";
        let bad = staff.act(here, here, &[("unit", "dukcapil"), ("label", "Jadwal"), ("body", "Utas {nomer}: {petugas}")]).await;
        assert_eq!(bad.status, 422);
        assert!(bad.text().contains("{nomer}") && bad.value("body") == "Utas {nomer}: {petugas}", "{}", bad.text());
        for unit in ["", "dinkes", "tidak-ada"] {
            let other = staff.act(here, here, &[("unit", unit), ("label", "Jadwal"), ("body", "Isi")]).await;
            assert_eq!(other.status, 422, "{unit}");
        }
        let made = staff.act(here, here, &[("unit", "dukcapil"), ("label", "Jadwal"),
            ("body", "Utas {nomor} ({judul}): loket {layanan} buka pukul 8.\n\n{petugas}, {jabatan}")]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let page = staff.get(&case).await;
        let id = page.attribute("button[name=templat]", "value").expect("a template");
        assert_eq!(page.attribute("button[name=templat]", "formaction"), Some(format!("{case}/jawab#body")));
        // The enter key presses the form's first button.
        let first = page.html.split("action=\"").find(|f| f.starts_with(&format!("{case}/jawab"))).and_then(|f| f.split("<button").nth(1)).expect("a button");
        assert!(first.contains("value=\"preview\""), "{first}");
        // It goes after what was typed, and so does the next; nothing is sent.
        let words = format!("Utas {number} (Antrean KTP lebih dari tiga jam): loket KTP elektronik buka pukul 8.\n\nRahmi Putri, Kepala Seksi");
        let action = format!("{case}/jawab");
        let page = staff.submit(&action, &[("templat", &id), ("body", " ")]).await;
        assert_eq!((page.status, page.value("body")), (200, words.clone()), "{}", page.text());
        staff.get(&case).await;
        let page = staff.submit(&action, &[("templat", &id), ("body", "Terima kasih.\n"), ("done", "1")]).await;
        assert_eq!((page.status, page.value("body")), (200, format!("Terima kasih.\n\n{words}")), "{}", page.text());
        assert!(page.has("input[name=done][value='1'][checked]"), "the choice stays");
        let page = staff.submit(&action, &[("templat", &id)]).await;
        assert_eq!(page.value("body"), format!("Terima kasih.\n\n{words}\n\n{words}"));
        assert_eq!(house.count("post WHERE kind = 'official'").await, 0);
        let unknown = staff.submit(&action, &[("templat", "tidak-ada"), ("body", "Tetap ada.")]).await;
        assert_eq!((unknown.status, unknown.value("body").as_str()), (200, "Tetap ada."));
        staff.get(&case).await;
        staff.submit(&action, &[("templat", &id), ("body", "")]).await;
        let sent = staff.submit(&action, &[]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let list = staff.get(here).await;
        assert!(list.text().contains("Dipakai 1 kali"), "{}", list.text());

        let id = list.attribute("a[href^='/petugas/templat/']", "href").expect("a template");
        let mut other = house.person(OTHER_STAFF).await;
        assert!(other.get(here).await.has(".empty"), "another unit's");
        assert_eq!(other.get(&id).await.status, 404);
        let csrf = other.csrf().await;
        for act in ["", "/hapus"] {
            let request = other.request(reqwest::Method::POST, &format!("{id}{act}")).form(&[("_csrf", csrf.as_str()), ("label", "x"), ("body", "y")]);
            assert_eq!(other.receive(request).await.status, 403, "{act}");
        }
        assert_eq!(staff.act(&id, &id, &[("body", "Baru {unit}.")]).await.status, 303);
        let mut admin = house.person(crate::house::ADMIN).await;
        admin.act(here, here, &[("unit", ""), ("label", "Umum"), ("body", "Terima kasih dari {unit}.")]).await;
        assert!(other.get(here).await.text().contains("Umum"), "the city's are everyone's");
        staff.act(&id, &format!("{id}/hapus"), &[]).await;
        assert_eq!(staff.get(&id).await.status, 404);
    }
}
