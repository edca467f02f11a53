//! What the public is told: the log without persons, and the figures as page, CSV and feed.

use super::*;
use crate::on_both;
use palanta::domain::time::HOUR_MS;

/// A column of the CSV's last month.
fn last(csv: &str, column: &str) -> String {
    let mut lines = csv.lines();
    let names: Vec<&str> = lines.next().expect("a head").split(',').collect();
    let at = names
        .iter()
        .position(|n| *n == column)
        .unwrap_or_else(|| panic!("{column} in {names:?}"));
    let line = lines.last().expect("a month");
    line.split(',').nth(at).expect("a value").to_owned()
}

on_both! {
    async fn the_figures_add_up(house: House) {
        let none = house.visitor().get("/moderasi/angka").await;
        assert!(none.status == 200 && none.text().contains("Belum ada keputusan"));
        let (mut citizen, number, post) = published(&house, &[]).await;
        let (held, _) = house.thread_by(&mut house.visitor(), &[("title", "Yang ditolak")]).await;
        house.app.clock.advance(30 * HOUR_MS);
        let mut moderator = house.person(MODERATOR).await;
        let refused = opening(&house, &held).await;
        decided(&mut moderator, &refused, "refuse", &[("rule", "spam")]).await;
        decided(&mut moderator, &post, "hide", &[("rule", "insult")]).await;
        decided(&mut moderator, &post, "restore", &[]).await;
        decided(&mut moderator, &post, "warn", &[("rule", "insult")]).await;
        decided(&mut moderator, &post, "lock", &[("rule", "hate")]).await;
        assert_eq!(undo(&mut moderator).await.status, 303);
        let csv = house.visitor().get("/moderasi/angka.csv").await;
        assert!(csv.header("content-type").starts_with("text/csv"));
        let csv = csv.html;
        for (column, value) in [("decisions", "5"), ("restricting", "3"), ("decision_lock", "0"), ("decision_refuse", "1"),
            ("rule_insult", "2"), ("rule_hate", "0"), ("waited", "2"), ("within_day", "1"), ("within_three_days", "2"),
            ("appeals", "0"), ("overturned", "0"), ("reports", "0")] {
            assert_eq!(last(&csv, column), value, "{column}\n{csv}");
        }
        let page = house.visitor().get("/moderasi/angka").await;
        assert!(page.has("tr[data-decision='refuse']") && page.has("tr[data-rule='insult']"));
        assert!(page.text().contains("50%"), "decided within a day: {}", page.text());
        let feed = house.visitor().get("/feed/moderasi").await;
        assert!(feed.header("content-type").starts_with("application/atom+xml"));
        assert!(feed.html.contains("5 keputusan, 3 di antaranya membatasi"), "{}", feed.html);
        for year in ["1999", "2999", "x", "-1", ""] {
            assert_eq!(house.visitor().get(&format!("/moderasi/angka?tahun={year}")).await.status, 200);
        }
        // The log: every decision, no person, nothing of what was taken away.
        let log = house.visitor().get("/moderasi/log").await;
        assert_eq!(log.count("[data-decision]"), 6, "the publishing and what was taken back too");
        assert!(log.text().contains("dibatalkan moderator yang sama"));
        for person in [CITIZEN, MODERATOR, "Dewi", "Yang ditolak", "loket"] {
            assert!(!log.html.contains(person), "{person}");
        }
        assert_eq!(citizen.get(&format!("/utas/{number}")).await.status, 200);
    }
}
