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

    /// Hiding a thread takes its replies from the figures too, and restoring brings all back.
    async fn replies_go_and_come_with_their_thread(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&number).await;
        let thread = format!("/utas/{number}");
        let mut neighbour = house.person("tetangga@contoh.test").await;
        for words in ["Saya juga kecewa sekali.", "Petugas ramah, terima kasih."] {
            neighbour.act(&thread, &format!("{thread}/balas"), &[("body", words)]).await;
        }
        let before = figures(&house).await;
        assert_eq!((before[0].1, before[1].1), (1, 3));
        let mut moderator = house.person(MODERATOR).await;
        let page = moderator.get(&thread).await;
        let form = page.form("/moderasi/putusan").expect("a form");
        moderator.send("/moderasi/putusan", form, &[("rule", "spam")]).await;
        let hidden = figures(&house).await;
        assert_eq!((hidden[0].1, hidden[1].1, hidden[5].1), (0, 0, 3));
        assert!(hidden[2..5].iter().all(|f| f.1 == 0), "{hidden:?}");
        let page = moderator.get(&thread).await;
        let form = page.form_with("/moderasi/putusan", ("decision", "restore")).expect("a form");
        moderator.send("/moderasi/putusan", form, &[]).await;
        assert_eq!(figures(&house).await, before);
    }

    /// Who wrote a reply is told when it is hidden, though the thread is another's.
    async fn the_author_of_a_hidden_reply_is_told(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&number).await;
        let thread = format!("/utas/{number}");
        let email = "tetangga@contoh.test";
        let mut neighbour = house.person(email).await;
        neighbour.act(&thread, &format!("{thread}/balas"), &[("body", "Petugasnya tukang tidur semua.")]).await;
        let mut moderator = house.person(MODERATOR).await;
        let page = moderator.get(&thread).await;
        let reply = page.html.rsplit("name=\"post\" value=\"").next().and_then(|r| r.split('"').next()).expect("a post");
        let form = page.form_with("/moderasi/putusan", ("post", reply)).expect("a form");
        moderator.send("/moderasi/putusan", form, &[("rule", "insult")]).await;
        let page = house.visitor().get(&thread).await;
        assert!(page.status == 200 && !page.text().contains("tukang tidur"), "{}", page.text());
        let letters = house.letters(email).await;
        assert!(letters.iter().any(|l| matches!(&l.notice, Notice::Withheld { hidden: true, .. })));
        let of_author = house.letters(CITIZEN).await;
        assert!(!of_author.iter().any(|l| matches!(&l.notice, Notice::Withheld { .. })));
    }

    /// Nobody acts on a thread that a moderator has withheld.
    async fn withheld_threads_rest(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (refused, _) = house.thread_by(&mut citizen, &[]).await;
        let (hidden, _) = house.thread_by(&mut citizen, &[("title", "Yang kedua")]).await;
        house.publish(&hidden).await;
        let mut moderator = house.person(MODERATOR).await;
        let queue = moderator.get("/moderasi").await;
        let form = queue.form_with("/moderasi/putusan", ("thread", &refused)).expect("a form");
        moderator.send("/moderasi/putusan", form, &[("decision", "refuse"), ("rule", "spam")]).await;
        let page = moderator.get(&format!("/utas/{hidden}")).await;
        let form = page.form("/moderasi/putusan").expect("a form");
        let post = form.iter().find(|(n, _)| n == "post").expect("a post").1.clone();
        moderator.send("/moderasi/putusan", form, &[("rule", "spam")]).await;
        let steps = house.visitor().get(&format!("/utas/{hidden}")).await.text();
        let mut staff = house.person(STAFF).await;
        for number in [&refused, &hidden] {
            for act in ["buka-lagi", "balas", "konfirmasi", "lapor"] {
                let csrf = citizen.csrf().await;
                let request = citizen.request(reqwest::Method::POST, &format!("/utas/{number}/{act}"))
                    .form(&[("_csrf", csrf.as_str()), ("body", "Isi"), ("rule", "spam"), ("post", &post)]);
                assert_eq!(citizen.receive(request).await.status, 409, "{act} {number}");
            }
        }
        for act in ["ambil", "jawab", "catat", "tolak"] {
            let csrf = staff.csrf().await;
            let request = staff.request(reqwest::Method::POST, &format!("/petugas/utas/{hidden}/{act}"))
                .form(&[("_csrf", csrf.as_str()), ("body", "Isi"), ("note", "Isi"), ("reason", "Isi"), ("seen", "routed")]);
            let page = staff.receive(request).await;
            // On the bench a withheld case is no case.
            assert!(matches!(page.status, 404 | 409), "{act}: {}", page.status);
        }
        let after = house.visitor().get(&format!("/utas/{hidden}")).await.text();
        assert_eq!(after, steps, "nothing has moved");
    }

    /// Threats and insults wait for a moderator, whoever writes them; harsh words about work don't.
    async fn abuse_waits_for_a_moderator(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (known, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&known).await;
        let harsh = [("title", "Pelayanan buruk sekali"), ("body", "Petugas lamban, banyak pungli. Kecewa berat!")];
        let (harsh, _) = house.thread_by(&mut citizen, &harsh).await;
        assert_eq!(house.visitor().get(&format!("/utas/{harsh}")).await.status, 200);
        let abusive = [("title", "Petugas loket dua"), ("body", "Dasar anjing kau petugas, goblok semua. Saya bunuh kau nanti!")];
        let (abusive, _) = house.thread_by(&mut citizen, &abusive).await;
        assert_eq!(house.visitor().get(&format!("/utas/{abusive}")).await.status, 404);
        assert!(house.person(MODERATOR).await.get("/moderasi").await.text().contains(&abusive));
    }
}
