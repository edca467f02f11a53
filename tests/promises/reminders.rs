//! Daily reminders: one mail a person and working day, however many cases wait.

use crate::house::{CIVIL, HEAD, House, OTHER_STAFF, STAFF};
use crate::on_both;
use palanta::domain::lang::Lang;
use palanta::domain::notice::{Notice, Reminder};
use palanta::domain::time::{DAY_MS, HOUR_MS};
use palanta::flows::grant::{self, Form, Granter};
use palanta::jobs::reminders::when_due;
use palanta::mail;

/// Moves the clock to nine o'clock of a working day, at least `days` later.
async fn working_morning(house: &House, days: i64) {
    let clock = &house.app.clock;
    clock.advance(days * DAY_MS);
    let city = house.app.city().await.expect("a city");
    let calendar = &city.calendar;
    loop {
        let now = house.app.now();
        let today = calendar.day(now);
        let nine = calendar.at(today, calendar.opens).plus_ms(HOUR_MS);
        if calendar.is_working(today) && now.0 <= nine.0 {
            clock.advance(nine.0 - now.0);
            return;
        }
        clock.advance(calendar.next_midnight(now).0 - now.0);
    }
}

async fn reminders(house: &House, email: &str) -> Vec<Reminder> {
    let letters = house.letters(email).await;
    letters
        .into_iter()
        .filter_map(|l| match l.notice {
            Notice::Reminder(r) => Some(*r),
            _ => None,
        })
        .collect()
}

on_both! {
    async fn one_mail_a_person_and_working_day(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        for n in 0..13 {
            let title = format!("Antrean ke-{n}");
            house.thread_by(&mut citizen, &[("title", &title)]).await;
        }
        let secret = [("title", "Rahasia saya"), ("appear", "confidential")];
        house.thread_by(&mut citizen, &secret).await;
        let desk = house.desk();
        when_due(&desk).await.expect("a run");
        assert!(reminders(&house, STAFF).await.is_empty(), "five working days are left");
        working_morning(&house, 10).await;
        for _ in 0..2 {
            when_due(&desk).await.expect("a run");
        }
        for who in [STAFF, HEAD] {
            let got = reminders(&house, who).await;
            assert_eq!(got.len(), 1, "{who}");
            assert_eq!((got[0].late.len(), got[0].more_late), (10, 4), "{who}");
            assert_eq!(got[0].head, who == HEAD);
            let letter = &house.letters(who).await[0];
            let page = mail::write(&desk.house, letter);
            assert!(page.subject.contains("14"), "{}", page.subject);
            assert!(page.text().contains("/petugas/utas/") && !page.text().contains("Rahasia saya"));
        }
        assert!(reminders(&house, OTHER_STAFF).await.is_empty(), "another unit's");
        working_morning(&house, 1).await;
        when_due(&desk).await.expect("a run");
        assert_eq!(reminders(&house, STAFF).await.len(), 2, "the next working day again");
    }

    /// What a colleague has taken is theirs; nobody writes on days off.
    async fn each_hears_of_their_own(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let mut head = house.person(HEAD).await;
        let bench = format!("/petugas/utas/{number}");
        head.act(&bench, &format!("{bench}/ambil"), &[]).await;
        working_morning(&house, 12).await;
        let city = house.app.city().await.expect("a city");
        while city.calendar.is_working(city.calendar.day(house.app.now())) {
            house.app.clock.advance(DAY_MS);
        }
        when_due(&house.desk()).await.expect("a run");
        assert!(reminders(&house, HEAD).await.is_empty(), "a day off");
        working_morning(&house, 1).await;
        when_due(&house.desk()).await.expect("a run");
        assert_eq!(reminders(&house, HEAD).await.len(), 1);
        assert!(reminders(&house, STAFF).await.is_empty(), "a colleague has it");
    }

    /// Who leads hears of answers that wait, the coordinator of units that are late; still one mail.
    async fn what_waits_is_escalated(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let mut numbers = Vec::new();
        for n in 0..3 {
            let title = format!("Antrean ke-{n}");
            numbers.push(house.thread_by(&mut citizen, &[("title", &title)]).await.0);
        }
        house.thread_by(&mut citizen, &[("layanan", "puskesmas/imunisasi")]).await;
        for (email, role, unit) in [("koordinator@kota.test", "coordinator", ""), ("wakil@kota.test", "deputy", CIVIL)] {
            let form = Form { email: email.into(), name: "Yuni".into(), role: role.into(), unit: unit.into(), position: String::new() };
            grant::grant(&house.app, Granter::CommandLine, &form).await.expect("a grant");
        }
        let mut head = house.person(HEAD).await;
        let csrf = head.csrf().await;
        let rule = head.request(reqwest::Method::POST, "/petugas/pelepasan").form(&[("_csrf", csrf.as_str()), ("unit", "dukcapil"), ("on", "1")]);
        assert_eq!(head.receive(rule).await.status, 303);
        let desk = house.desk();
        let (mut staff, case) = (house.person(STAFF).await, format!("/petugas/utas/{}", numbers[0]));
        staff.act(&case, &format!("{case}/jawab"), &[("body", "Loket dibuka.")]).await;
        working_morning(&house, 1).await;
        when_due(&desk).await.expect("a run");
        // Nothing is late yet: only those who release are written to.
        assert!(reminders(&house, STAFF).await.is_empty(), "nobody releases their own");
        for email in [HEAD, "wakil@kota.test"] {
            let got = reminders(&house, email).await;
            assert_eq!((got.len(), got[0].releases.len(), got[0].late.len()), (1, 1, 0), "{email}");
            let page = mail::write(&desk.house, &house.letters(email).await[0]);
            assert!(page.subject.contains("menunggu pelepasan: 1") && page.text().contains("Rahmi Putri") && page.text().contains(&case), "{}", page.text());
        }
        assert!(reminders(&house, "koordinator@kota.test").await.is_empty());

        working_morning(&house, 14).await;
        for _ in 0..2 {
            when_due(&desk).await.expect("a run");
        }
        let got = reminders(&house, "koordinator@kota.test").await;
        assert_eq!(got.len(), 1, "one a day");
        let units: Vec<(&str, i64)> = got[0].units.iter().map(|u| (u.slug.as_str(), u.late)).collect();
        assert_eq!(units, [("dukcapil", 3), ("puskesmas", 1)]);
        assert!(got[0].late.is_empty() && got[0].units[0].days > 0);
        for lang in [Lang::Id, Lang::En, Lang::Min] {
            let mut letter = house.letters("koordinator@kota.test").await[0].clone();
            letter.lang = lang;
            let page = mail::write(&desk.house, &letter);
            assert!(page.subject.contains('4') && page.text().contains("/petugas/koordinasi"), "{}", page.text());
        }
        let got = reminders(&house, HEAD).await;
        let newest = got.iter().find(|r| !r.late.is_empty()).expect("late ones");
        assert_eq!((got.len(), newest.late.len(), newest.releases.len()), (2, 3, 1));
    }
}
