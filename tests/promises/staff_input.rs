//! What goes wrong at work: each with a clear outcome, and nothing typed is lost.

use crate::house::browser::Person;
use crate::house::{House, OTHER_STAFF, STAFF, write_thread};
use crate::on_both;
use crate::schedule::row;
use palanta::domain::thread::Status;
use palanta::domain::time::{DAY_MS, HOUR_MS};
use palanta::flows::grant::{self, Form, Granter};
use palanta::store::{posts, threads};

async fn coordinator(house: &House, email: &str) -> Person {
    let form = Form {
        email: email.into(),
        role: "coordinator".into(),
        ..Form::default()
    };
    grant::grant(&house.app, Granter::CommandLine, &form)
        .await
        .expect("a grant");
    house.person(email).await
}

on_both! {
    /// An answer on a case that was closed or joined meanwhile.
    async fn an_answer_on_a_closed_case_is_kept_in_its_form(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let (first, _) = write_thread(&mut citizen, &[("title", "Pertama")]).await;
        let (second, _) = write_thread(&mut citizen, &[("title", "Kedua")]).await;
        let (mut staff, mut other) = (house.person(STAFF).await, house.person(STAFF).await);
        for (number, act, fields) in [
            (&first, "tolak", vec![("ground", "elsewhere"), ("reason", "Bukan kewenangan kota")]),
            (&second, "gabung", vec![("into", first.as_str())]),
        ] {
            let case = format!("/petugas/utas/{number}");
            staff.get(&case).await;
            let done = other.act(&case, &format!("{case}/{act}"), &fields).await;
            if act == "gabung" {
                // A declined one takes no more; joining it is a conflict of its own.
                assert!([303, 409, 422].contains(&done.status), "{}", done.text());
            } else {
                assert_eq!(done.status, 303, "{}", done.text());
            }
            if row(&house, number).await.status.is_open() {
                continue;
            }
            let page = staff.submit(&format!("{case}/jawab"), &[("body", "Kami kerjakan.")]).await;
            assert_eq!(page.status, 409, "{act}: {}", page.text());
            assert!(page.text().contains("Kami kerjakan."), "{act}: {}", page.text());
        }
        assert_eq!(row(&house, &first).await.status, Status::Declined);
        assert_eq!(house.count("post WHERE kind = 'official'").await, 0);
    }

    async fn an_answer_on_a_joined_case_goes_nowhere(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let (first, _) = write_thread(&mut citizen, &[("title", "Pertama")]).await;
        let (second, _) = write_thread(&mut citizen, &[("title", "Kedua")]).await;
        let (mut staff, mut other) = (house.person(STAFF).await, house.person(STAFF).await);
        let case = format!("/petugas/utas/{second}");
        staff.get(&case).await;
        let done = other.act(&case, &format!("{case}/gabung"), &[("into", &first)]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let page = staff.submit(&format!("{case}/jawab"), &[("body", "Kami kerjakan.")]).await;
        assert_eq!(page.status, 409, "{}", page.text());
        assert_eq!((row(&house, &second).await.status, house.count("post WHERE kind = 'official'").await), (Status::Merged, 0));
    }

    /// The second of two coordinators is told, and what they typed stays.
    async fn two_coordinators_at_once(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let (case, to) = (format!("/petugas/utas/{number}"), format!("/petugas/utas/{number}/pindah"));
        let mut one = coordinator(&house, "satu@kota.test").await;
        let mut two = coordinator(&house, "dua@kota.test").await;
        one.get(&case).await;
        two.get(&case).await;
        let page = one.submit(&to, &[("layanan", "puskesmas/imunisasi"), ("why", "Ini imunisasi")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let page = two.submit(&to, &[("layanan", "dukcapil/kk"), ("why", "Ini kartu keluarga")]).await;
        assert_eq!((page.status, page.value("why").as_str()), (409, "Ini kartu keluarga"), "{}", page.text());
        assert!(page.text().contains("baru saja dipindahkan"), "{}", page.text());
        let city = house.app.city().await.expect("a city");
        let (unit, _) = city.directory.service_by_path("puskesmas/imunisasi").expect("a service");
        assert_eq!(row(&house, &number).await.unit_id, unit.id);
        // Having seen it, they may.
        assert_eq!(two.act(&case, &to, &[("layanan", "dukcapil/kk"), ("why", "Ini kartu keluarga")]).await.status, 303);
        let steps = posts::timeline(house.app.store.read(), row(&house, &number).await.id, false, None, 50).await.expect("a read");
        assert_eq!(steps.iter().filter(|p| p.step == Some(palanta::domain::thread::Step::Transfer)).count(), 2);
        let _ = house.person(OTHER_STAFF).await;
    }

    /// A server's clock may go back: nothing takes less than no time, and nothing breaks.
    async fn a_clock_that_goes_back_breaks_nothing(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        house.app.clock.advance(6 * HOUR_MS);
        let (number, code) = write_thread(&mut citizen, &[]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let mut staff = house.person(STAFF).await;
        staff.act(&case, &format!("{case}/ambil"), &[]).await;
        let day = crate::schedule::day_in(&house, 3);
        staff.act(&case, &format!("{case}/jadwal"), &[("day", &day), ("what", "Loket dibuka")]).await;
        staff.act(&case, &format!("{case}/tanya"), &[("question", "Loket berapa?")]).await;
        house.app.clock.advance(-5 * HOUR_MS);
        for path in ["/petugas", "/petugas/cuti", case.as_str(), thread.as_str(), "/utas"] {
            assert_eq!(staff.get(path).await.status, 200, "{path}");
        }
        citizen.act("/lacak", "/lacak", &[("code", &code)]).await;
        citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Loket tiga.")]).await;
        house.app.clock.advance(-HOUR_MS / 2);
        let page = staff.act(&case, &format!("{case}/jawab"), &[("body", "Sudah.")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        staff.act(&case, &format!("{case}/jadwal/tepati"), &[]).await;
        assert_eq!(house.count("first_answer WHERE took_ms = 0 AND work_ms = 0 AND on_time").await, 1);
        let model = threads::by_number(house.app.store.read(), &number).await.expect("a read").expect("a thread");
        assert!(model.waited_ms == 0 && model.waited_work_ms == 0 && model.planned_ms.is_none());
        let page = house.visitor().get(&thread).await;
        assert!(page.status == 200 && page.text().contains("ditepati"), "{}", page.text());
        house.app.clock.advance(DAY_MS);
        assert_eq!(house.visitor().get(&thread).await.status, 200);
    }

    /// Late is late in front of everyone: on the thread, in lists, on the unit's page.
    async fn a_late_case_is_marked_late_in_public(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        for path in [format!("/utas/{number}"), "/utas".into(), "/unit/dukcapil".into()] {
            assert!(!house.visitor().get(&path).await.has(".clock.late"), "{path}");
        }
        house.app.clock.advance(20 * DAY_MS);
        for path in [format!("/utas/{number}"), "/utas".into(), "/unit/dukcapil".into()] {
            let page = house.visitor().get(&path).await;
            assert!(page.has(".clock.late"), "{path}: {}", page.text());
        }
    }
}
