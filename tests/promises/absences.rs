//! Somebody is away: who stands in sees their cases and gets their reminders, and coming back undoes it.

use crate::house::{HEAD, House, OTHER_STAFF, STAFF, write_thread};
use crate::office::{colleague, id_of};
use crate::on_both;
use crate::schedule::{day_in, morning};
use palanta::domain::notice::Notice;
use palanta::domain::time::DAY_MS;
use palanta::jobs::reminders::when_due;

const COLLEAGUE: &str = "rekan@kota.test";

async fn reminded(house: &House, email: &str) -> usize {
    let letters = house.letters(email).await;
    letters
        .iter()
        .filter(|l| matches!(l.notice, Notice::Reminder(_)))
        .count()
}

on_both! {
    async fn a_stand_in_takes_over_and_hands_back(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let case = format!("/petugas/utas/{number}");
        let mut staff = house.person(STAFF).await;
        let mut other = colleague(&house).await;
        staff.act(&case, &format!("{case}/ambil"), &[]).await;
        let (zulfa, me, stranger) = (id_of(&house, COLLEAGUE).await, id_of(&house, STAFF).await, id_of(&house, OTHER_STAFF).await);
        let (today, later) = (day_in(&house, 0), day_in(&house, 40));
        // What makes no sense is said beside its field.
        let wrong = [
            ([("from", "kelak"), ("until", later.as_str()), ("stand-in", zulfa.as_str())], "#from-fault"),
            ([("from", later.as_str()), ("until", today.as_str()), ("stand-in", zulfa.as_str())], "#until-fault"),
            ([("from", "2020-01-01"), ("until", "2020-01-02"), ("stand-in", zulfa.as_str())], "#until-fault"),
            ([("from", today.as_str()), ("until", later.as_str()), ("stand-in", me.as_str())], "#stand-in-fault"),
            ([("from", today.as_str()), ("until", later.as_str()), ("stand-in", stranger.as_str())], "#stand-in-fault"),
        ];
        for (form, fault) in wrong {
            let page = staff.act("/petugas/cuti", "/petugas/cuti", &form).await;
            assert!(page.status == 422 && page.has(fault), "{form:?}: {}", page.text());
            assert_eq!(page.value("until"), form[1].1, "what was typed stays");
        }
        assert_eq!(house.count("absence").await, 0);
        let page = staff.act("/petugas/cuti", "/petugas/cuti", &[("from", &today), ("until", &later), ("stand-in", &zulfa)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let told = house.letters(COLLEAGUE).await;
        assert!(told.iter().any(|l| matches!(&l.notice, Notice::StandIn { name, .. } if name == "Rahmi Putri")));
        // Nobody is away twice, and a stand-in is there.
        let page = staff.act("/petugas/cuti", "/petugas/cuti", &[("from", &later), ("until", &later), ("stand-in", &zulfa)]).await;
        assert!(page.status == 422 && page.has("#from-fault"), "{}", page.text());
        let page = other.act("/petugas/cuti", "/petugas/cuti", &[("from", &today), ("until", &later), ("stand-in", &me)]).await;
        assert!(page.status == 422 && page.has("#stand-in-fault"), "{}", page.text());
        let head = id_of(&house, HEAD).await;
        let page = other.submit("/petugas/cuti", &[("stand-in", &head)]).await;
        assert!(page.status == 422 && page.has("#from-fault"), "stands in: {}", page.text());

        let page = other.get("/petugas?kotak=mine").await;
        assert!(page.text().contains("Anda menggantikan Rahmi Putri") && page.has(&format!("ul.cases a[href='{case}']")), "{}", page.text());
        morning(&house, 15).await;
        when_due(&house.desk()).await.expect("a run");
        assert_eq!((reminded(&house, STAFF).await, reminded(&house, COLLEAGUE).await), (0, 1));
        // What is assigned to who is away is seen by who stands in, and the page says so.
        let (second, _) = write_thread(&mut house.visitor(), &[("title", "Yang kedua")]).await;
        let mut chief = house.person(HEAD).await;
        let bench = format!("/petugas/utas/{second}");
        chief.act(&bench, &format!("{bench}/tugaskan"), &[("to", &me)]).await;
        assert_eq!(other.get("/petugas?kotak=mine").await.count("ul.cases > li"), 2);

        // Back: nothing has to be moved back.
        let page = staff.act("/petugas/cuti", "/petugas/cuti/akhiri", &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(other.get("/petugas?kotak=mine").await.count("ul.cases > li"), 0);
        assert_eq!(staff.get("/petugas?kotak=mine").await.count("ul.cases > li"), 2);
        morning(&house, 1).await;
        when_due(&house.desk()).await.expect("a run");
        assert_eq!((reminded(&house, STAFF).await, reminded(&house, COLLEAGUE).await), (1, 1));
        // An absence ends by itself too.
        let (from, until) = (day_in(&house, 1), day_in(&house, 2));
        staff.act("/petugas/cuti", "/petugas/cuti", &[("from", &from), ("until", &until), ("stand-in", &zulfa)]).await;
        assert_eq!(other.get("/petugas?kotak=mine").await.count("ul.cases > li"), 0, "not begun");
        house.app.clock.advance(DAY_MS + DAY_MS / 2);
        assert_eq!(other.get("/petugas?kotak=mine").await.count("ul.cases > li"), 2);
        house.app.clock.advance(2 * DAY_MS);
        assert_eq!(other.get("/petugas?kotak=mine").await.count("ul.cases > li"), 0);
    }

    async fn a_heads_reminders_go_to_who_stands_in(house: House, "hold_first" = "false") {
        write_thread(&mut house.visitor(), &[]).await;
        let mut head = house.person(HEAD).await;
        colleague(&house).await;
        let (today, later) = (day_in(&house, 0), day_in(&house, 40));
        let zulfa = id_of(&house, COLLEAGUE).await;
        let page = head.act("/petugas/cuti", "/petugas/cuti", &[("from", &today), ("until", &later), ("stand-in", &zulfa)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        morning(&house, 15).await;
        when_due(&house.desk()).await.expect("a run");
        assert_eq!((reminded(&house, HEAD).await, reminded(&house, COLLEAGUE).await), (0, 1));
        let csrf = head.csrf().await;
        let request = head.request(reqwest::Method::POST, "/petugas/cuti/akhiri").form(&[("_csrf", csrf.as_str()), ("id", "x")]);
        assert_eq!(head.receive(request).await.status, 404);
    }
}
