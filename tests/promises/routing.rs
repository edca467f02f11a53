//! Cases move between units: once by a unit, then by the coordinator; figures move along.

use crate::house::browser::Person;
use crate::house::{ADMIN, CITIZEN, House, OTHER_STAFF, STAFF};
use crate::on_both;
use palanta::domain::notice::Notice;
use palanta::domain::tally;
use palanta::flows::grant::{self, Form, Granter};
use palanta::store::rollups::{self, Span};

const COORDINATOR: &str = "koordinator@kota.test";

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

/// Threads and posts that count for a unit.
async fn counted(house: &House, slug: &str) -> (i64, i64) {
    let city = house.app.city().await.expect("a city");
    let unit = city.directory.unit_by_slug(slug).expect("a unit").id;
    let span = Span::Months("2000-01", "2999-12");
    let sums = rollups::of_unit(house.app.store.read(), unit, span)
        .await
        .expect("figures");
    (sums.n(tally::THREADS), sums.n(tally::POSTS))
}

on_both! {
    async fn a_case_goes_where_it_belongs(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&number).await;
        let thread = format!("/utas/{number}");
        citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Tolong dibaca.")]).await;
        assert_eq!(counted(&house, "dukcapil").await, (1, 2));
        let due = house.visitor().get(&thread).await.html.matches("class=\"clock").count();
        let bench = format!("/petugas/utas/{number}");
        let (move_to, contest) = (format!("{bench}/pindah"), format!("{bench}/bukan-kami"));
        let clinic = ("layanan", "puskesmas/imunisasi");

        // What is missing or makes no sense is said, and what was typed is kept.
        let mut staff = house.person(STAFF).await;
        assert!(staff.get(&bench).await.form(&contest).is_none(), "it was not moved here");
        let page = staff.submit(&move_to, &[clinic, ("why", "")]).await;
        assert_eq!((page.status, page.value("layanan")), (422, clinic.1.to_owned()));
        assert!(page.has("#why-fault"));
        let page = staff.submit(&move_to, &[("layanan", "dukcapil/ktp-el"), ("why", "Salah loket")]).await;
        assert_eq!((page.status, page.value("why")), (422, "Salah loket".to_owned()), "to itself");

        let page = staff.submit(&move_to, &[clinic, ("why", "Ini urusan imunisasi, hubungi 0812 3456 7890")]).await;
        assert_eq!((page.status, page.header("location")), (303, "/petugas"), "{}", page.text());
        assert_eq!(staff.get(&bench).await.status, 403, "another unit's now");
        assert_eq!(counted(&house, "dukcapil").await, (0, 0));
        assert_eq!(counted(&house, "puskesmas").await, (1, 2));
        let page = house.visitor().get(&thread).await;
        assert!(page.text().contains("Puskesmas Talawi") && page.text().contains("Ini urusan imunisasi"));
        assert!(!page.html.contains("3456"), "masked");
        assert_eq!(page.html.matches("class=\"clock").count(), due, "the clock runs on");
        let told = house.letters(CITIZEN).await;
        assert!(told.iter().any(|l| matches!(&l.notice, Notice::Moved { .. })));

        // The unit that got it can't pass it on, but say that it isn't theirs: the coordinator decides.
        let mut other = house.person(OTHER_STAFF).await;
        let page = other.get(&bench).await;
        assert!(!page.has("form[action$='/pindah'] option[value='dukcapil/kk']"), "moves only within");
        let csrf = other.csrf().await;
        let fields = [("_csrf", csrf.as_str()), ("layanan", "dukcapil/kk"), ("why", "Bukan kami")];
        let request = other.request(reqwest::Method::POST, &move_to).form(&fields);
        assert_eq!(other.receive(request).await.status, 409);
        let page = other.act(&bench, &contest, &[("contest", "Imunisasi tidak mengurus KTP")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let page = other.get(&bench).await;
        assert!(page.form(&contest).is_none() && page.form(&move_to).is_none(), "once");

        assert_eq!(house.person(ADMIN).await.get("/petugas/koordinasi").await.status, 403);
        let mut chief = coordinator(&house).await;
        let board = chief.get("/petugas/koordinasi").await;
        assert!(board.has(&format!(".cases a[href='{bench}']")), "{}", board.text());
        let page = chief.act(&bench, &move_to, &[("layanan", "dukcapil/kk"), ("why", "Tugas Dukcapil")]).await;
        assert_eq!((page.status, page.header("location")), (303, "/petugas/koordinasi"));
        assert!(!chief.get("/petugas/koordinasi").await.has(&format!(".cases a[href='{bench}']")));
        assert!(!house.visitor().get(&thread).await.text().contains(COORDINATOR));
        assert_eq!(counted(&house, "dukcapil").await, (1, 2));
        assert_eq!(counted(&house, "puskesmas").await, (0, 0));
        // It is decided: the unit answers.
        let page = staff.get(&bench).await;
        assert!(!page.has("form[action$='/pindah'] option[value='puskesmas/imunisasi']"));
        staff.submit(&format!("{bench}/jawab"), &[("body", "Kami tangani.")]).await;
        let csrf = staff.csrf().await;
        let fields = [("_csrf", csrf.as_str()), ("layanan", "dukcapil/ktp-el"), ("why", "Lagi")];
        let request = staff.request(reqwest::Method::POST, &move_to).form(&fields);
        assert_eq!(staff.receive(request).await.status, 409, "answered");
    }
}
