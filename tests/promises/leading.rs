//! What heads and coordinators see of their units; invitations; units that close.

use crate::house::browser::Person;
use crate::house::{ADMIN, CITIZEN, HEAD, House, OTHER_STAFF, STAFF, write_thread};
use crate::office::colleague;
use crate::on_both;
use crate::schedule::{day_in, morning, row};
use palanta::domain::notice::Notice;
use palanta::domain::thread::Routing;
use palanta::domain::time::{DAY_MS, HOUR_MS};
use palanta::flows::grant::{self, Form, Granter};
use palanta::flows::import::{self, What};
use palanta::flows::recount;
use palanta::store::generations::Tag;
use palanta::store::{audit, places};

const COORDINATOR: &str = "koordinator@kota.test";
const NEW: &str = "baru@kota.test";

async fn coordinator(house: &House) -> Person {
    let form = Form {
        email: COORDINATOR.into(),
        role: "coordinator".into(),
        ..Form::default()
    };
    grant::grant(&house.app, Granter::CommandLine, &form)
        .await
        .expect("a grant");
    house.person(COORDINATOR).await
}

/// The word of the newest invitation to an address.
async fn word(house: &House, email: &str) -> String {
    let letters = house.letters(email).await;
    let found = letters.into_iter().find_map(|l| match l.notice {
        Notice::Invitation { word, .. } => Some(word),
        _ => None,
    });
    found.expect("an invitation")
}

/// Ends somebody's only role.
pub async fn end_role(admin: &mut Person, email: &str) {
    let people = admin.get("/admin/orang").await;
    let row = people
        .html
        .split("<li")
        .find(|r| r.contains(email))
        .or_else(|| people.html.split("<tr").find(|r| r.contains(email)))
        .expect("a row");
    let grant = row
        .split("name=\"grant\" value=\"")
        .nth(1)
        .and_then(|r| r.split('"').next())
        .expect("a grant")
        .to_owned();
    let form = people
        .form_with("/admin/orang/akhiri", ("grant", &grant))
        .expect("a form");
    assert_eq!(
        admin.send("/admin/orang/akhiri", form, &[]).await.status,
        303
    );
}

on_both! {
    async fn a_board_shows_loads_times_and_what_authors_say(house: House, "hold_first" = "false", "min_respondents" = "3") {
        let marker = [("appear", "pseudonym"), ("name", "Tandapengenal Rahasia")];
        let mut citizen = house.person(CITIZEN).await;
        let mut numbers = Vec::new();
        for n in 0..4 {
            let title = format!("Antrean loket {n}");
            let fields = [&marker[..], &[("title", title.as_str())]].concat();
            numbers.push(write_thread(&mut citizen, &fields).await.0);
        }
        write_thread(&mut citizen, &[("appear", "confidential"), ("title", "Sangat rahasia")]).await;
        let mut staff = house.person(STAFF).await;
        colleague(&house).await;
        let case = |n: usize| format!("/petugas/utas/{}", numbers[n]);
        staff.act(&case(0), &format!("{}/ambil", case(0)), &[]).await;
        house.app.clock.advance(3 * HOUR_MS);
        for n in [1, 2, 3] {
            staff.act(&case(n), &format!("{}/jawab", case(n)), &[("body", "Sudah kami kerjakan.")]).await;
        }
        let thread = |n: usize| format!("/utas/{}", numbers[n]);
        citizen.act(&thread(1), &format!("{}/konfirmasi", thread(1)), &[]).await;
        citizen.act(&thread(2), &format!("{}/konfirmasi", thread(2)), &[]).await;
        citizen.act(&thread(3), &format!("{}/buka-lagi", thread(3)), &[("body", "Masih antre.")]).await;
        let found = recount::check(&house.app).await.expect("a count");
        assert_eq!(found.differences, 0, "{:?}", found.first);
        house.app.clock.advance(12 * DAY_MS);

        let mut head = house.person(HEAD).await;
        let page = head.get("/petugas/papan").await;
        let text = page.text();
        assert_eq!(page.status, 200, "{text}");
        // Taken by nobody: the confidential one. Rahmi has the one she took, and the one opened again.
        assert!(text.contains("Belum diambil") && text.contains("Rahmi Putri"), "{text}");
        assert_eq!(page.count("[data-load='1']") + page.count("[data-load='2']"), 2, "{text}");
        assert!(text.contains("33% 6%–79%, dari 3") && text.contains("67% 21%–94%, dari 3"), "reopened and helped: {text}");
        assert!(page.count(".samples li") >= 1 && page.count(".samples li") <= 5);
        for hidden in ["Tandapengenal", "Sangat rahasia", CITIZEN] {
            assert!(!page.html.contains(hidden), "{hidden}");
        }
        assert_eq!(staff.get("/petugas/papan").await.status, 403);
        assert_eq!(head.get("/petugas/papan?unit=dinkes").await.status, 403);
        assert_eq!(head.get("/petugas/papan?unit=tidak-ada").await.status, 404);

        let mut chief = coordinator(&house).await;
        let page = chief.get("/petugas/papan").await;
        assert!(page.text().contains("Dinas Kesehatan") && page.text().contains("Dinas Kependudukan"));
        assert!(!page.html.contains("Tandapengenal") && !page.has(".samples"), "one unit at a time");
        let page = chief.get("/petugas/papan?unit=dukcapil").await;
        assert!(page.text().contains("Rahmi Putri") && !page.html.contains("Tandapengenal"), "{}", page.text());
    }

    /// What is with no unit yet stands first on the coordinator's board.
    async fn unrouted_cases_stand_first(house: House) {
        let mut chief = coordinator(&house).await;
        assert!(!chief.get("/petugas/koordinasi").await.has("[data-unrouted]"));
        write_thread(&mut house.visitor(), &[("title", "Judul yang ditahan")]).await;
        let page = chief.get("/petugas/koordinasi").await;
        assert_eq!(page.attribute("[data-unrouted]", "data-unrouted").as_deref(), Some("1"), "{}", page.text());
        assert!(!page.html.contains("Judul yang ditahan"), "its words are for moderators");
    }

    async fn people_are_invited_by_email(house: House) {
        let mut head = house.person(HEAD).await;
        let invite = "/petugas/undangan";
        let page = head.act(invite, invite, &[("email", "bukan alamat")]).await;
        assert!(page.status == 422 && page.has("#email-fault") && page.value("email") == "bukan alamat", "{}", page.text());
        // A head invites staff of their own unit, and nobody else.
        let csrf = head.csrf().await;
        for (role, unit) in [("staff", "dinkes"), ("unit_head", "dukcapil"), ("admin", ""), ("staff", "")] {
            let request = head.request(reqwest::Method::POST, invite)
                .form(&[("_csrf", csrf.as_str()), ("email", NEW), ("role", role), ("unit", unit)]);
            assert_eq!(head.receive(request).await.status, 422, "{role} {unit}");
        }
        assert_eq!(house.count("invitation").await, 0);
        let page = head.act(invite, invite, &[("email", NEW), ("name", "Nila Sari"), ("position", "Pelaksana")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert!(head.get(invite).await.text().contains(NEW));
        assert!(!house.person(OTHER_STAFF).await.get(invite).await.html.contains(NEW));
        // Nothing is granted before it is accepted; the link alone does nothing.
        let first = word(&house, NEW).await;
        let link = format!("/undangan/{first}");
        assert_eq!(house.count("role_grant WHERE position = 'Pelaksana'").await, 0);
        let mut guest = house.visitor();
        let page = guest.get(&link).await;
        assert!(page.text().contains("Yusnimar mengundang Anda sebagai"), "{}", page.text());
        assert_eq!(house.count("role_grant WHERE position = 'Pelaksana'").await, 0);
        let page = guest.submit(&link, &[]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let code = house.login_code(NEW).await;
        let page = guest.submit("/masuk/kode", &[("code", &code)]).await;
        assert_eq!((page.status, page.header("location")), (303, "/petugas"), "{}", page.text());
        // The guide is shown on the first visit, put away, and found again.
        let page = guest.get("/petugas").await;
        assert!(page.status == 200 && page.text().contains("Panduan dua menit") && page.has(".guide"), "{}", page.text());
        guest.submit("/petugas/panduan", &[]).await;
        assert!(!guest.get("/petugas").await.has(".guide"));
        assert!(guest.get("/petugas/panduan").await.text().contains("Jawab seperti kepada tamu"));
        // Once.
        let page = house.visitor().get(&link).await;
        assert_eq!(page.status, 409, "{}", page.text());
        let mut other = house.visitor();
        let csrf = other.csrf().await;
        let request = other.request(reqwest::Method::POST, &link).form(&[("_csrf", csrf.as_str())]);
        assert_eq!(other.receive(request).await.status, 409);
        for wrong in ["0".repeat(64), "x".into(), "%00".into()] {
            assert_eq!(house.visitor().get(&format!("/undangan/{wrong}")).await.status, 404);
        }
        audit::verify(house.app.store.read()).await.expect("whole");
        assert_eq!(house.count("audit_entry WHERE act = 'invite'").await, 1);
    }

    /// Withdrawn, over, or by somebody who may not any more: no role comes of it.
    async fn invitations_end(house: House) {
        let mut head = house.person(HEAD).await;
        let mut admin = house.person(ADMIN).await;
        let invite = "/petugas/undangan";
        head.act(invite, invite, &[("email", NEW)]).await;
        let withdrawn = word(&house, NEW).await;
        let page = head.act(invite, "/petugas/undangan/batal", &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(house.visitor().get(&format!("/undangan/{withdrawn}")).await.status, 409);
        head.act(invite, invite, &[("email", "dua@kota.test")]).await;
        let second = word(&house, "dua@kota.test").await;
        admin.act(invite, invite, &[("email", "tiga@kota.test"), ("role", "moderator"), ("unit", "")]).await;
        let third = word(&house, "tiga@kota.test").await;
        end_role(&mut admin, HEAD).await;
        assert_eq!(head.get(invite).await.status, 403, "at the next request");
        let mut guest = house.visitor();
        let csrf = guest.csrf().await;
        let accept = |word: &str| guest.request(reqwest::Method::POST, &format!("/undangan/{word}")).form(&[("_csrf", csrf.as_str())]);
        let request = accept(&second);
        let status = house.visitor().receive(request).await.status;
        assert_eq!(status, 409, "whoever invited may not any more");
        house.app.clock.advance(15 * DAY_MS);
        let request = accept(&third);
        assert_eq!(house.visitor().receive(request).await.status, 409, "over");
        assert_eq!(house.count("role_grant WHERE role = 'moderator'").await, 1);
        // An import invites too, with the same faults as ever.
        let file = format!("email,role,unit\n{NEW},staff,dukcapil\nsalah,staff,dukcapil\n");
        let outcome = import::invite_staff(&house.app, &file, false).await.expect("an outcome");
        assert_eq!(outcome.faults.len(), 1, "{outcome:?}");
        let outcome = import::invite_staff(&house.app, &format!("email,role,unit\n{NEW},staff,dukcapil\n"), false).await.expect("an outcome");
        assert_eq!((outcome.added, outcome.faults.len()), (1, 0));
        let mut guest = house.visitor();
        let link = format!("/undangan/{}", word(&house, NEW).await);
        let page = guest.get(&link).await;
        assert!(page.text().contains("Kota mengundang Anda"), "{}", page.text());
        assert_eq!(guest.submit(&link, &[]).await.status, 200);
    }

    /// A unit that owes something is not closed, by page or by file.
    async fn a_unit_closes_when_it_owes_nothing(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let mut admin = house.person(ADMIN).await;
        let mut staff = house.person(STAFF).await;
        let close = |slug: &'static str| [("unit", slug), ("active", "0")];
        let page = admin.act("/admin/unit", "/admin/unit", &close("dukcapil")).await;
        assert!(page.status == 422 && page.text().contains("Masih ada 1 utas terbuka"), "{}", page.text());
        let page = admin.submit("/admin/unit", &close("dinkes")).await;
        assert!(page.status == 422 && page.text().contains("Puskesmas Talawi"), "{}", page.text());
        let file = "slug,name,active\ndukcapil,Dinas Kependudukan,tidak\n";
        let outcome = import::import(&house.app, What::Units, file, false).await.expect("an outcome");
        assert_eq!(outcome.faults.len(), 1, "{outcome:?}");
        assert!(outcome.faults[0].0 == 2 && outcome.faults[0].1.key == "fault-unit-cases");
        // Answered with a promise, it still owes.
        let case = format!("/petugas/utas/{number}");
        let day = day_in(&house, 3);
        staff.act(&case, &format!("{case}/jadwal"), &[("day", &day), ("what", "Loket dibuka")]).await;
        staff.act(&case, &format!("{case}/jawab"), &[("body", "Kami buka loket.")]).await;
        assert_eq!(admin.act("/admin/unit", "/admin/unit", &close("dukcapil")).await.status, 422);
        staff.act(&case, &format!("{case}/jadwal/tepati"), &[]).await;
        let page = admin.act("/admin/unit", "/admin/unit", &close("dukcapil")).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(house.visitor().get("/unit/dukcapil").await.status, 404);
        assert!(!house.visitor().get("/tulis").await.html.contains("Dinas Kependudukan"));
        assert_eq!(house.visitor().get(&format!("/utas/{number}")).await.status, 200, "what was said stays");
        let page = admin.act("/admin/unit", "/admin/unit", &[("unit", "dukcapil"), ("active", "1")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(house.visitor().get("/unit/dukcapil").await.status, 200);
        assert_eq!(house.count("audit_entry WHERE act IN ('open unit', 'close unit')").await, 2);
    }

    /// Whatever arrives at the very moment at which a unit closes is told so, and is nowhere.
    async fn nothing_lands_in_a_unit_as_it_closes(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[("layanan", "puskesmas/imunisasi")]).await;
        let case = format!("/petugas/utas/{number}");
        let mut other = coordinator(&house).await;
        let mut citizen = house.visitor();
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        other.get(&case).await;
        let city = house.app.city().await.expect("a city");
        let unit = city.directory.unit_by_slug("dukcapil").expect("a unit").id;
        let mut tx = house.app.store.begin().await.expect("a transaction");
        places::lock_unit(&tx, unit).await.expect("a lock");
        places::set_active(&tx, unit, false).await.expect("closed");
        tx.touch(Tag::Everything);
        let fill = [("kind", "complaint"), ("title", "Antrean panjang"), ("body", "Loket tutup sejak pagi tadi."), ("appear", "anonymous"), ("step", "send")];
        let writing = citizen.submit("/tulis", &fill);
        let to = format!("{case}/pindah");
        let moving = other.submit(&to, &[("layanan", "dukcapil/kk"), ("why", "Ini kartu keluarga")]);
        // Both have read that the unit is open, and wait at its lock.
        let closing = async {
            tokio::time::sleep(std::time::Duration::from_millis(700)).await;
            tx.commit().await.expect("a commit");
        };
        let (written, moved, ()) = tokio::join!(writing, moving, closing);
        assert_eq!((written.status, moved.status), (422, 422), "{} {}", written.text(), moved.text());
        assert!(written.value("title") == "Antrean panjang" && moved.html.contains("Ini kartu keluarga"), "what was typed stays: {} {}", written.text(), moved.text());
        assert_eq!(house.count("thread").await, 1);
        assert_ne!(row(&house, &number).await.unit_id, unit);
    }

    /// What is opened again in a unit that was closed goes to the coordinator.
    async fn a_case_of_a_closed_unit_finds_another(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = write_thread(&mut citizen, &[]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let mut staff = house.person(STAFF).await;
        staff.act(&case, &format!("{case}/jawab"), &[("body", "Sudah.")]).await;
        let mut admin = house.person(ADMIN).await;
        let page = admin.act("/admin/unit", "/admin/unit", &[("unit", "dukcapil"), ("active", "0")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let page = citizen.act(&thread, &format!("{thread}/buka-lagi"), &[("body", "Masih antre.")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(row(&house, &number).await.routing, Routing::Contested);
        let mut chief = coordinator(&house).await;
        assert!(chief.get("/petugas/koordinasi").await.has(&format!(".cases a[href='{case}']")), "{}", chief.page.text());
        let page = chief.act(&case, &format!("{case}/pindah"), &[("layanan", "puskesmas/imunisasi"), ("why", "Unitnya ditutup")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert!(house.person(OTHER_STAFF).await.get("/petugas").await.html.contains(&number));
    }

    /// A night and a morning are a few office hours, on the board too.
    async fn answer_times_are_in_office_hours(house: House, "hold_first" = "false", "min_respondents" = "1") {
        morning(&house, 1).await;
        let city = house.app.city().await.expect("a city");
        let now = house.app.now();
        let closing = city.calendar.at(city.calendar.day(now), city.calendar.closes);
        house.app.clock.advance(closing.0 - now.0 - HOUR_MS / 2);
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        morning(&house, 1).await;
        let case = format!("/petugas/utas/{number}");
        let mut staff = house.person(STAFF).await;
        staff.act(&case, &format!("{case}/jawab"), &[("body", "Sudah.")]).await;
        // Half an hour before closing, and an hour after opening, however many days lie between.
        assert_eq!(house.count(&format!("first_answer WHERE work_ms BETWEEN {} AND {} AND took_ms > {}", HOUR_MS * 14 / 10, HOUR_MS * 16 / 10, HOUR_MS * 12)).await, 1);
        let page = house.person(HEAD).await.get("/petugas/papan").await;
        assert!(page.text().contains("1,5 1,0–2,0, dari 1 1,9"), "between one and two hours: {}", page.text());
    }
}
