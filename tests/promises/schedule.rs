//! A unit says by when something will be done: everyone sees it, it is reminded of, and a broken
//! promise is seen as one.

use crate::house::{CITIZEN, HEAD, House, OTHER_STAFF, STAFF, write_thread};
use crate::on_both;
use palanta::domain::notice::{Notice, Reminder};
use palanta::domain::thread::Status;
use palanta::domain::time::{DAY_MS, HOUR_MS};
use palanta::flows::lapse::lapse;
use palanta::jobs::reminders::when_due;
use palanta::mail;
use palanta::store::entity::thread;
use palanta::store::threads;

pub async fn row(house: &House, number: &str) -> thread::Model {
    threads::by_number(house.app.store.read(), number)
        .await
        .expect("a read")
        .expect("a thread")
}

/// The ISO date so many days from now.
pub fn day_in(house: &House, days: i64) -> String {
    house.app.day(house.app.now().plus_ms(days * DAY_MS))
}

async fn reminder(house: &House, email: &str) -> Option<Reminder> {
    let letters = house.letters(email).await;
    letters.into_iter().find_map(|l| match l.notice {
        Notice::Reminder(r) => Some(*r),
        _ => None,
    })
}

/// Nine o'clock of the first working day that is `days` from now or later.
pub async fn morning(house: &House, days: i64) {
    house.app.clock.advance(days * DAY_MS);
    let city = house.app.city().await.expect("a city");
    let calendar = &city.calendar;
    loop {
        let now = house.app.now();
        let today = calendar.day(now);
        let nine = calendar.at(today, calendar.opens).plus_ms(HOUR_MS);
        if calendar.is_working(today) && now <= nine {
            house.app.clock.advance(nine.0 - now.0);
            return;
        }
        house
            .app
            .clock
            .advance(calendar.next_midnight(now).0 - now.0);
    }
}

on_both! {
    async fn a_promise_is_public_moved_with_a_reason_and_kept(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = write_thread(&mut citizen, &[("appear", "named"), ("name", "Siti Rahmah")]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let (set, keep) = (format!("{case}/jadwal"), format!("{case}/jadwal/tepati"));
        let due = row(&house, &number).await.due_ms;
        let mut staff = house.person(STAFF).await;
        // What is missing or makes no sense is said beside the field; what was typed stays.
        for (day, fault) in [("", "#day-fault"), ("besok", "#day-fault"), ("2020-01-01", "#day-fault"), ("2099-01-01", "#day-fault")] {
            let page = staff.act(&case, &set, &[("day", day), ("what", "Loket keempat dibuka")]).await;
            assert!(page.status == 422 && page.has(fault), "{day}: {}", page.text());
            assert_eq!((page.value("what"), page.value("day")), ("Loket keempat dibuka".to_owned(), day.to_owned()));
        }
        let first = day_in(&house, 10);
        let page = staff.submit(&set, &[("day", &first), ("what", "Loket keempat dibuka, hubungi 0812 3456 7890")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let seen = house.visitor().get(&thread).await;
        assert_eq!(seen.attribute(".plan time", "datetime"), Some(first.clone()));
        assert!(seen.text().contains("10 hari lagi") && seen.html.contains("3456 7890"), "{}", seen.text());
        assert!(seen.text().contains("Unit menjanjikan"), "in the timeline");
        assert!(house.visitor().get("/utas").await.text().contains("Dijanjikan"), "in lists");
        assert_eq!(row(&house, &number).await.due_ms, due, "the legal clock runs on");
        let told = house.letters(CITIZEN).await;
        assert!(told.iter().any(|l| matches!(&l.notice, Notice::Schedule { step, day, .. } if step == "schedule" && *day == first)));
        assert!(mail::write(&house.desk().house, &told[0]).text().contains("Loket keempat"));
        // Others may not; nothing else is owed.
        let mut other = house.person(OTHER_STAFF).await;
        let csrf = other.csrf().await;
        let request = other.request(reqwest::Method::POST, &keep).form(&[("_csrf", csrf.as_str())]);
        assert_eq!(other.receive(request).await.status, 403);

        let before = staff.get(&case).await;
        // Another day wants a reason; the old one stays in sight.
        let second = day_in(&house, 20);
        let page = staff.act(&case, &set, &[("day", &second)]).await;
        assert!(page.status == 422 && page.has("#because-fault"), "{}", page.text());
        assert_eq!(page.value("day"), second);
        let page = staff.submit(&set, &[("day", &first), ("because", "Sama saja")]).await;
        assert!(page.status == 422 && page.has("#day-fault"), "the same day");
        let page = staff.submit(&set, &[("day", &second), ("because", "Mejanya belum datang")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let seen = house.visitor().get(&thread).await;
        assert_eq!(seen.attribute(".plan time", "datetime"), Some(second.clone()));
        assert!(seen.has(".plan-before s") && seen.text().contains("Mejanya belum datang"), "{}", seen.text());

        // Who has the promise before in view says nothing of this one.
        let stale = before.form(&keep).expect("a form that was open before");
        let page = staff.send(&keep, stale, &[]).await;
        assert!(page.status == 409 && page.text().contains("sudah berubah"), "{}", page.text());

        // Answered, it does not close by silence before the promise is kept.
        staff.act(&case, &format!("{case}/jawab"), &[("body", "Kami buka loket keempat.")]).await;
        house.app.clock.advance(25 * DAY_MS);
        assert_eq!(lapse(&house.app, 50).await.expect("a run"), 0);
        let seen = house.visitor().get(&thread).await;
        assert_eq!(seen.attribute("[data-plan]", "data-plan").as_deref(), Some("broken"), "{}", seen.text());
        assert!(house.visitor().get("/utas").await.text().contains("belum ditepati"));
        staff.act(&case, &keep, &[]).await;
        let seen = house.visitor().get(&thread).await;
        assert_eq!(seen.attribute("[data-plan]", "data-plan").as_deref(), Some("kept-late"));
        let again = staff.request(reqwest::Method::POST, &keep).form(&[("_csrf", staff.csrf().await.as_str())]);
        assert_eq!(staff.receive(again).await.status, 409, "kept already");
        assert_eq!(lapse(&house.app, 50).await.expect("a run"), 0, "its author has time from now");
        house.app.clock.advance(25 * DAY_MS);
        assert_eq!(lapse(&house.app, 50).await.expect("a run"), 1);
        assert_eq!(row(&house, &number).await.status, Status::Resolved);
    }

    async fn a_promise_is_given_up_with_a_reason(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let case = format!("/petugas/utas/{number}");
        let mut staff = house.person(STAFF).await;
        let day = day_in(&house, 3);
        staff.act(&case, &format!("{case}/jadwal"), &[("day", &day), ("what", "Loket dibuka")]).await;
        let page = staff.act(&case, &format!("{case}/jadwal/batal"), &[("unable", "")]).await;
        assert!(page.status == 422 && page.has("#unable-fault"));
        let page = staff.submit(&format!("{case}/jadwal/batal"), &[("unable", "Anggarannya dicoret")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let seen = house.visitor().get(&format!("/utas/{number}")).await;
        assert_eq!(seen.attribute("[data-plan]", "data-plan").as_deref(), Some("given-up"));
        assert!(seen.text().contains("Anggarannya dicoret"));
        assert_eq!(row(&house, &number).await.planned_ms, None);
        // Declining a case ends what was promised in it.
        staff.act(&case, &format!("{case}/jadwal"), &[("day", &day), ("what", "Loket dibuka")]).await;
        let page = staff.act(&case, &format!("{case}/tolak"), &[("ground", "elsewhere"), ("reason", "Bukan kewenangan kota")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(row(&house, &number).await.planned_ms, None);
        assert_eq!(house.count("schedule WHERE state = 'open'").await, 0);
        let page = staff.request(reqwest::Method::POST, &format!("{case}/jadwal"))
            .form(&[("_csrf", staff.csrf().await.as_str()), ("day", &day), ("what", "Lagi")]);
        assert_eq!(staff.receive(page).await.status, 409, "closed");
    }

    /// The day before, on the day and after: to whoever has the case, and to the head; one mail each.
    async fn promises_are_reminded_of(house: House, "hold_first" = "false", "days_simple" = "60") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[("appear", "confidential"), ("title", "Rahasia saya")]).await;
        morning(&house, 0).await;
        let case = format!("/petugas/utas/{number}");
        let mut staff = house.person(STAFF).await;
        let day = day_in(&house, 7);
        let page = staff.act(&case, &format!("{case}/jadwal"), &[("day", &day), ("what", "Loket dibuka")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let desk = house.desk();
        when_due(&desk).await.expect("a run");
        assert!(reminder(&house, STAFF).await.is_none(), "a week is left");
        let mut heard = Vec::new();
        for _ in 0..9 {
            morning(&house, 1).await;
            when_due(&desk).await.expect("a run");
            for who in [STAFF, HEAD] {
                if let Some(r) = reminder(&house, who).await && !heard.contains(&(who, r.day.clone())) {
                    assert_eq!(r.promised.len(), 1);
                    let days = r.promised[0].days;
                    assert!(days <= 4, "not before the working day before: {days}");
                    heard.push((who, r.day));
                }
            }
        }
        let letters = house.letters(HEAD).await;
        let page = mail::write(&desk.house, &letters[0]);
        assert!(page.subject.contains("Janji kepada warga: 1"), "{}", page.subject);
        assert!(page.text().contains("belum dikerjakan") && !page.text().contains("Rahasia saya"), "{}", page.text());
        let of = |who| heard.iter().filter(|(w, _)| *w == who).count();
        assert!(of(STAFF) >= 3 && of(STAFF) == of(HEAD), "{heard:?}");
    }
}
