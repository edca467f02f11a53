//! Somebody is away: who stands in sees their cases and gets their reminders, and coming back undoes it.

use crate::house::{ADMIN, CIVIL, HEAD, House, OTHER_STAFF, STAFF, write_thread};
use crate::leading::end_role;
use crate::office::{colleague, id_of};
use crate::on_both;
use crate::schedule::{day_in, morning};
use palanta::domain::notice::Notice;
use palanta::domain::time::DAY_MS;
use palanta::flows::grant::{self, Form, Granter};
use palanta::jobs::reminders::when_due;

const DEPUTY: &str = "wakil@kota.test";
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

    /// A deputy who is no staff acts for the head for the span of the absence, and no longer.
    async fn a_deputy_acts_while_the_head_is_away(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let (second, _) = write_thread(&mut house.visitor(), &[("title", "Yang kedua")]).await;
        let (elsewhere, _) = write_thread(&mut house.visitor(), &[("layanan", "puskesmas/imunisasi")]).await;
        let (case, bench) = (format!("/petugas/utas/{number}"), format!("/petugas/utas/{second}"));
        let form = Form { email: DEPUTY.into(), name: "Yuni".into(), role: "deputy".into(), unit: CIVIL.into(), position: "Sekretaris".into() };
        grant::grant(&house.app, Granter::CommandLine, &form).await.expect("a grant");
        let mut deputy = house.person(DEPUTY).await;
        assert_eq!((deputy.get("/petugas").await.status, deputy.get(&case).await.status), (403, 403));
        let mut head = house.person(HEAD).await;
        let (from, until) = (day_in(&house, 1), day_in(&house, 2));
        let me = id_of(&house, DEPUTY).await;
        let page = head.act("/petugas/cuti", "/petugas/cuti", &[("from", &from), ("until", &until), ("stand-in", &me)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(deputy.get(&case).await.status, 403, "not begun");

        house.app.clock.advance(DAY_MS + DAY_MS / 2);
        assert!(deputy.get("/petugas").await.has(&format!("ul.cases a[href='{case}']")), "{}", deputy.page.text());
        assert_eq!(deputy.get(&format!("/petugas/utas/{elsewhere}")).await.status, 403, "another unit's");
        let page = deputy.act(&case, &format!("{case}/jawab"), &[("body", "Loket dibuka besok.")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let page = house.visitor().get(&format!("/utas/{number}")).await;
        assert!(page.text().contains("Yuni") && page.text().contains("Plh. "), "says for whom: {}", page.text());
        // Day by day, and nothing that binds: people and connections are the head's alone.
        for path in ["/petugas/undangan", "/sambungan", "/petugas/nama"] {
            assert_eq!(deputy.get(path).await.status, 403, "{path}");
        }
        // What staff write is released meanwhile.
        let csrf = head.csrf().await;
        let rule = head.request(reqwest::Method::POST, "/petugas/pelepasan").form(&[("_csrf", csrf.as_str()), ("unit", "dukcapil"), ("on", "1")]);
        assert_eq!(head.receive(rule).await.status, 303);
        let mut staff = house.person(STAFF).await;
        staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Dari staf.")]).await;
        let page = deputy.act(&bench, &format!("{bench}/lepas"), &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());

        // Over in mid-form.
        let (third, _) = write_thread(&mut house.visitor(), &[("title", "Yang ketiga")]).await;
        let last = format!("/petugas/utas/{third}");
        let form = deputy.get(&last).await.form(&format!("{last}/jawab")).expect("a form");
        house.app.clock.advance(2 * DAY_MS);
        let page = deputy.send(&format!("{last}/jawab"), form, &[("body", "Masih saya")]).await;
        assert_eq!(page.status, 403, "{}", page.text());
        assert_eq!(deputy.get("/petugas").await.status, 403);
        // Sooner than said, and with the role of who is away.
        let (from, until) = (day_in(&house, 0), day_in(&house, 9));
        head.act("/petugas/cuti", "/petugas/cuti", &[("from", &from), ("until", &until), ("stand-in", &me)]).await;
        assert_eq!(deputy.get(&last).await.status, 200);
        head.act("/petugas/cuti", "/petugas/cuti/akhiri", &[]).await;
        assert_eq!(deputy.get(&last).await.status, 403, "back");
        head.act("/petugas/cuti", "/petugas/cuti", &[("from", &from), ("until", &until), ("stand-in", &me)]).await;
        assert_eq!(deputy.get(&last).await.status, 200);
        end_role(&mut house.person(ADMIN).await, HEAD).await;
        assert_eq!(deputy.get(&last).await.status, 403, "nobody lends what they have not");
    }
}
