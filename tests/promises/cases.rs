//! A case and its legal clock: answers, reopening, silence.

use crate::house::{CITIZEN, House, STAFF};
use crate::on_both;
use palanta::domain::time::DAY_MS;
use palanta::flows::lapse::lapse;

/// A published thread by an account, answered once.
async fn answered(house: &House) -> (crate::house::browser::Person, String) {
    let mut citizen = house.person(CITIZEN).await;
    let (number, _) = house.thread_by(&mut citizen, &[]).await;
    house.publish(&number).await;
    answer(house, &number, "Sudah kami tambah satu loket.").await;
    (citizen, number)
}

async fn answer(house: &House, number: &str, words: &str) {
    let mut staff = house.person(STAFF).await;
    let bench = format!("/petugas/utas/{number}");
    let to = format!("{bench}/jawab");
    let page = staff.act(&bench, &to, &[("body", words)]).await;
    assert_eq!(page.status, 303, "{}", page.text());
}

on_both! {
    /// The clock of a reopened case is its own: a late second answer is late.
    async fn a_reopened_case_has_a_clock_of_its_own(house: House) {
        let (mut citizen, number) = answered(&house).await;
        let thread = format!("/utas/{number}");
        assert!(house.visitor().get(&thread).await.has(".clock.met"));
        let to = format!("{thread}/buka-lagi");
        citizen.act(&thread, &to, &[("body", "Masih sama.")]).await;
        assert!(!house.visitor().get(&thread).await.has(".clock.met"), "it runs again");
        house.app.clock.advance(20 * DAY_MS);
        assert!(house.visitor().get(&thread).await.has(".clock.late"), "and runs out");
        answer(&house, &number, "Maaf terlambat.").await;
        let page = house.visitor().get(&thread).await;
        assert!(page.has(".clock.late") && !page.has(".clock.met"), "{}", page.text());
    }

    /// Ten working days of silence close a case, whatever others write meanwhile.
    async fn silence_closes_a_case(house: House) {
        let (_, number) = answered(&house).await;
        let thread = format!("/utas/{number}");
        house.app.clock.advance(9 * DAY_MS);
        let mut neighbour = house.person("tetangga@contoh.test").await;
        let to = format!("{thread}/balas");
        neighbour.act(&thread, &to, &[("body", "Saya juga.")]).await;
        assert_eq!(lapse(&house.app, 10).await.expect("a run"), 0, "not yet");
        house.app.clock.advance(9 * DAY_MS);
        assert_eq!(lapse(&house.app, 10).await.expect("a run"), 1);
        assert!(house.visitor().get(&thread).await.has(".status-resolved"));
        assert_eq!(lapse(&house.app, 10).await.expect("a run"), 0);
    }

    /// A case closed longer ago than one may reopen says so.
    async fn a_case_is_reopened_in_time_or_not(house: House) {
        let (mut citizen, number) = answered(&house).await;
        let thread = format!("/utas/{number}");
        let to = format!("{thread}/buka-lagi");
        citizen.get(&thread).await;
        house.app.clock.advance(31 * DAY_MS);
        let mut citizen_later = house.person(CITIZEN).await;
        let csrf = citizen_later.csrf().await;
        let request = citizen_later
            .request(reqwest::Method::POST, &to)
            .form(&[("_csrf", csrf.as_str()), ("body", "Terlambat saya baca.")]);
        let page = citizen_later.receive(request).await;
        assert_eq!(page.status, 409);
        assert!(page.html.contains("Terlambat saya baca."), "nothing is lost");
    }
}
