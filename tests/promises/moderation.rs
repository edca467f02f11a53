//! Moderation is by rule, by someone else, reversible; figures follow it exactly.

use crate::house::{CITIZEN, House, MODERATOR, STAFF};
use crate::on_both;
use palanta::domain::notice::Notice;
use palanta::flows::grant::{self, Form, Granter};
use palanta::store::rollups::{self, Span};

/// All figures of the civil registry, by measure.
async fn figures(house: &House) -> Vec<(String, i64)> {
    let city = house.app.city().await.expect("a city");
    let unit = city.directory.unit_by_slug("dukcapil").expect("a unit").id;
    let sums = rollups::of_unit(
        house.app.store.read(),
        unit,
        Span::Months("2000-01", "2999-12"),
    )
    .await
    .expect("figures");
    use palanta::domain::tally;
    [
        tally::THREADS,
        tally::POSTS,
        tally::NEGATIVE,
        tally::NEUTRAL,
        tally::POSITIVE,
        tally::WITHHELD,
    ]
    .into_iter()
    .map(|m| (m.to_owned(), sums.n(m)))
    .collect()
}

on_both! {
    async fn hiding_a_thread_takes_it_from_lists_and_figures(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&number).await;
        let before = figures(&house).await;
        assert_eq!(before[0].1, 1);
        let mut moderator = house.person(MODERATOR).await;
        let thread = format!("/utas/{number}");
        let page = moderator.get(&thread).await;
        let form = page.form("/moderasi/putusan").expect("a form");
        moderator.send("/moderasi/putusan", form, &[("rule", "spam"), ("note", "Jangan beriklan.")]).await;
        assert_eq!(house.visitor().get("/utas").await.count(".card"), 0);
        let page = house.visitor().get(&thread).await;
        assert!(page.status == 410 && !page.text().contains("loket"), "a trace: {}", page.text());
        let hidden = figures(&house).await;
        assert_eq!((hidden[0].1, hidden[5].1), (0, 1));
        let letters = house.letters(CITIZEN).await;
        assert!(letters.iter().any(|l| matches!(&l.notice,
            Notice::Withheld { rule, note, hidden: true, .. } if rule == "spam" && note.contains("beriklan"))));
        let page = moderator.get(&thread).await;
        let form = page.form_with("/moderasi/putusan", ("decision", "restore")).expect("a form");
        moderator.send("/moderasi/putusan", form, &[]).await;
        assert_eq!(figures(&house).await, before);
        assert_eq!(house.visitor().get("/utas").await.count(".card"), 1);
    }

    async fn a_refused_thread_can_still_be_published(house: House) {
        let mut citizen = house.visitor();
        let (number, code) = house.thread_by(&mut citizen, &[]).await;
        let mut moderator = house.person(MODERATOR).await;
        let queue = moderator.get("/moderasi").await;
        let form = queue.form_with("/moderasi/putusan", ("thread", &number)).expect("a form");
        let twice = form.clone();
        moderator.send("/moderasi/putusan", form, &[("decision", "refuse"), ("rule", "off-topic")]).await;
        let late = moderator.send("/moderasi/putusan", twice, &[("decision", "publish")]).await;
        assert_eq!(late.status, 409, "decided already");
        citizen.act("/lacak", "/lacak", &[("code", &code)]).await;
        assert!(citizen.get(&format!("/utas/{number}")).await.has(".notice.bad"));
        assert_eq!(house.visitor().get(&format!("/utas/{number}")).await.status, 404);
    }

    async fn nobody_judges_their_own(house: House) {
        let form = |email: &str, role: &str, unit: &str| Form {
            email: email.into(), name: String::new(), role: role.into(), unit: unit.into(), position: String::new(),
        };
        grant::grant(&house.app, Granter::CommandLine, &form(STAFF, "moderator", "")).await.expect("a grant");
        let mut citizen = house.visitor();
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        let mut staff = house.person(STAFF).await;
        let queue = staff.get("/moderasi").await;
        assert!(queue.text().contains("Moderator lain yang memutuskan"), "{}", queue.text());
        assert!(queue.form_with("/moderasi/putusan", ("thread", &number)).is_none());
        let mut moderator = house.person(MODERATOR).await;
        let (own, _) = house.thread_by(&mut moderator, &[("title", "Tulisan saya sendiri")]).await;
        let queue = moderator.get("/moderasi").await;
        assert!(queue.form_with("/moderasi/putusan", ("thread", &own)).is_none());
        assert!(queue.form_with("/moderasi/putusan", ("thread", &number)).is_some());
    }

    /// Each person's report counts once; unfounded ones are closed and logged.
    async fn reports_count_once(house: House) {
        let mut citizen = house.visitor();
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&number).await;
        let page = house.visitor().get(&format!("/utas/{number}")).await;
        let link = page.attribute("a[href*='/lapor']", "href").expect("a link");
        let mut neighbour = house.visitor();
        let to = format!("/utas/{number}/lapor");
        for _ in 0..2 {
            neighbour.act(&link, &to, &[("rule", "spam")]).await;
        }
        let mut other = house.visitor();
        other.get(&link).await;
        assert_eq!(other.submit(&to, &[]).await.status, 422, "a rule must be chosen");
        other.submit(&to, &[("rule", "insult")]).await;
        let mut moderator = house.person(MODERATOR).await;
        let queue = moderator.get("/moderasi").await;
        assert!(queue.text().contains("2 laporan"), "{}", queue.text());
        let form = queue.form_with("/moderasi/putusan", ("thread", &number)).expect("a form");
        moderator.send("/moderasi/putusan", form, &[("decision", "dismiss")]).await;
        assert!(house.visitor().get(&format!("/utas/{number}")).await.text().contains("loket"));
        assert_eq!(house.visitor().get("/moderasi/log").await.count("[data-decision='dismiss']"), 1);
    }
}
