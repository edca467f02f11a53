//! The main job from end to end, each step a page, without scripts.

use crate::house::{CITIZEN, HEAD, MODERATOR, OTHER_STAFF, STAFF};
use crate::on_both;
use palanta::domain::digest::{Every, Period};
use palanta::domain::notice::Notice;

on_both! {
    /// Write → moderate → take → answer → hear → confirm → support, report, hide, restore → marks.
    async fn a_complaint_goes_all_the_way(house: House) {
        // A citizen without an account finds the service by what they need.
        let mut citizen = house.visitor();
        let found = citizen.get("/tulis?q=ktp+hilang").await;
        assert!(found.has("a[href='/tulis?layanan=dukcapil/ktp-el']"), "{}", found.text());
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let fields = [
            ("kind", "complaint"),
            ("title", "Antrean KTP lebih dari tiga jam"),
            ("body", "Petugas **tidak** ada di loket.\n\nTelepon saya 0812 3456 7890."),
            ("appear", "pseudonym"),
            ("name", "Uni Rahmah"),
            ("email", CITIZEN),
            ("overall", "1"),
            ("u7", "2"),
        ];
        let preview = citizen.submit("/tulis", &[&fields[..], &[("step", "preview")]].concat()).await;
        assert_eq!(preview.status, 200);
        assert!(preview.text().contains("Uni Rahmah"));
        assert!(preview.has("div.words"));
        let words = preview.html.split("class=\"words\"").nth(1).expect("the words");
        assert!(!words.split("</div>").next().expect("an end").contains("3456"), "masked");
        let sent = citizen.submit("/tulis", &[("step", "send")]).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/tulis/selesai"));
        let done = citizen.get("/tulis/selesai").await;
        let number = done.attribute("[data-number]", "data-number").expect("a number");
        let code = done.attribute("[data-tracking-code]", "data-tracking-code").expect("a code");

        // First-time writers are held: nobody sees it but the author and the moderators.
        let thread = format!("/utas/{number}");
        assert_eq!(house.visitor().get(&thread).await.status, 404);
        assert_eq!(house.visitor().get("/utas").await.count(".card"), 0);
        assert!(citizen.act("/lacak", "/lacak", &[("code", &code.to_lowercase())]).await.status == 303);
        assert!(citizen.get(&thread).await.has(".notice"));
        house.publish(&number).await;
        let page = house.visitor().get(&thread).await;
        assert_eq!(page.status, 200);
        assert!(page.has(".clock"), "the clock runs in public");
        assert!(!page.html.contains("3456 7890"));

        // The unit's staff take it and answer; staff of another unit can't.
        let mut other = house.person(OTHER_STAFF).await;
        let bench = format!("/petugas/utas/{number}");
        assert_eq!(other.get(&bench).await.status, 403);
        let mut staff = house.person(STAFF).await;
        assert!(staff.get("/petugas").await.has(&format!("a[href='{bench}']")));
        assert_eq!(staff.act(&bench, &format!("{bench}/ambil"), &[]).await.status, 303);
        assert!(staff.get(&bench).await.has("[data-taken-by]"));
        staff.submit(&format!("{bench}/catat"), &[("note", "Tanya loket dua.")]).await;
        staff.act(&bench, &format!("{bench}/jawab"),
            &[("body", "Loket kini dijaga dua orang. Hubungi (0754) 61234.")]).await;
        let page = house.visitor().get(&thread).await;
        assert!(page.has("article.official"));
        assert!(page.text().contains("Rahmi Putri") && page.text().contains("Kepala Seksi"));
        assert!(!page.text().contains("loket dua"), "notes stay inside");

        // The citizen is told by email, and reopens, then confirms.
        let letters = house.letters(CITIZEN).await;
        assert!(letters.iter().any(|l| matches!(&l.notice, Notice::Answered { .. })), "{letters:?}");
        assert!(letters.iter().all(|l| !format!("{l:?}").contains(&code)), "no code in mail");
        citizen.act(&thread, &format!("{thread}/buka-lagi"), &[("body", "Loket masih tutup.")]).await;
        assert!(house.visitor().get(&thread).await.has(".status-routed"));
        staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Sudah kami buka.")]).await;
        assert_eq!(citizen.act(&thread, &format!("{thread}/konfirmasi"), &[]).await.status, 303);
        assert!(house.visitor().get(&thread).await.has(".status-resolved"));

        // Another citizen supports it and reports a post.
        let mut neighbour = house.visitor();
        neighbour.get(&format!("{thread}/dukung")).await;
        for _ in 0..2 {
            neighbour.get(&format!("{thread}/dukung")).await;
            if neighbour.page.form(&format!("{thread}/dukung")).is_some_and(|f| f.iter().all(|(n, _)| n != "undo")) {
                neighbour.submit(&format!("{thread}/dukung"), &[]).await;
            }
        }
        let page = house.visitor().get(&thread).await;
        assert_eq!(page.attribute("[data-supports]", "data-supports").as_deref(), Some("1"));
        let report = page.attribute("a[href*='/lapor']", "href").expect("a link to report");
        neighbour.get(&report).await;
        let said = neighbour.submit(&format!("{thread}/lapor"), &[("rule", "insult"), ("note", "Kasar")]).await;
        assert_eq!(said.status, 303, "{}", said.text());

        // A moderator hides it by a rule; later restores it; both stand in the public log.
        let mut moderator = house.person(MODERATOR).await;
        let queue = moderator.get("/moderasi").await;
        let form = queue.form_with("/moderasi/putusan", ("thread", &number)).expect("the report");
        let refused = moderator.send("/moderasi/putusan", form.clone(), &[("decision", "hide")]).await;
        assert_eq!(refused.status, 422, "a rule is needed");
        moderator.get("/moderasi").await;
        let hidden = moderator.send("/moderasi/putusan", form, &[("decision", "hide"), ("rule", "insult")]).await;
        assert_eq!(hidden.status, 303, "{}", hidden.text());
        let page = house.visitor().get(&thread).await;
        assert!(!page.html.contains("loket"), "hidden: {}", page.text());
        let page = moderator.get(&thread).await;
        let form = page.form_with("/moderasi/putusan", ("decision", "restore")).expect("restore");
        moderator.send("/moderasi/putusan", form, &[]).await;
        assert!(house.visitor().get(&thread).await.html.contains("loket"));
        let log = house.visitor().get("/moderasi/log").await;
        assert_eq!(log.count("[data-decision='hide']"), 1);
        assert_eq!(log.count("[data-decision='restore']"), 1);
        assert!(!log.text().contains("Dewi"), "moderators are not named");

        // The unit's page shows the marks.
        let unit = house.visitor().get("/unit/dukcapil").await;
        assert!(unit.text().contains("Belum cukup penilaian"), "{}", unit.text());
        assert!(unit.has("[data-sentiment]"));

        // The head's digest says the same.
        let today = house.app.now().day(&house.app.config.zone);
        let week = Period::of(Every::Week, today);
        let made = palanta::jobs::digests::make(&house.app, week, None, house.app.now()).await.expect("digests");
        assert_eq!(made, 1);
        let letter = house.letters(HEAD).await.remove(0);
        let Notice::Digest(digest) = &letter.notice else { panic!("{letter:?}") };
        let now = &digest.edition.now;
        assert_eq!((now.answered, now.ratings), (1, 1));
        assert!(now.posts() >= 2, "{now:?}");
    }
}

on_both! {
    /// The pages read as well in English and Minangkabau.
    async fn in_three_languages(house: House) {
        let mut visitor = house.visitor();
        for (lang, word) in [("id", "Tulis"), ("en", "Write"), ("min", "Tulih")] {
            visitor.lang = lang;
            for path in ["/", "/utas", "/unit", "/unit/dukcapil", "/tulis", "/lacak", "/masuk", "/privasi", "/moderasi/log"] {
                let page = visitor.get(path).await;
                assert_eq!(page.status, 200, "{path}");
                assert_eq!(page.attribute("html", "lang").as_deref(), Some(lang), "{path}");
                assert!(page.html.contains(word), "{path} {lang}");
            }
        }
        // A choice by link is remembered over what the browser prefers.
        visitor.lang = "id";
        visitor.get("/?lang=en").await;
        assert_eq!(visitor.get("/unit").await.attribute("html", "lang").as_deref(), Some("en"));
    }

    /// A confidential thread is between its author, the unit and the moderators.
    async fn confidential_stays_inside(house: House) {
        let mut citizen = house.visitor();
        let (number, code) = house.thread_by(&mut citizen, &[("appear", "confidential")]).await;
        let thread = format!("/utas/{number}");
        for who in [CITIZEN, OTHER_STAFF, crate::house::ADMIN] {
            assert_eq!(house.person(who).await.get(&thread).await.status, 404, "{who}");
        }
        assert_eq!(house.visitor().get(&thread).await.status, 404);
        assert_eq!(house.visitor().get("/utas").await.count(".card"), 0);
        for who in [STAFF, HEAD, MODERATOR] {
            assert_eq!(house.person(who).await.get(&thread).await.status, 200, "{who}");
        }
        let mut author = house.visitor();
        author.act("/lacak", "/lacak", &[("code", &code)]).await;
        assert_eq!(author.get(&thread).await.status, 200);
    }

    /// Who has been published once is not held again; one person rates a service once a day.
    async fn known_writers_are_not_held(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (first, code) = house.thread_by(&mut citizen, &[("overall", "4")]).await;
        assert!(code.is_empty(), "an account needs no code");
        house.publish(&first).await;
        let (second, _) = house.thread_by(&mut citizen, &[("overall", "1"), ("title", "Sekali lagi")]).await;
        assert_eq!(house.visitor().get(&format!("/utas/{second}")).await.status, 200);
        let n = house.visitor().get("/unit/dukcapil").await;
        assert!(n.text().contains("Nilai umum (1–4) – Belum cukup: < 5, perlu 10"), "{}", n.text());
        assert!(!n.html.contains("data-sentiment=\"2\""), "a small count is nowhere");
        assert!(citizen.get("/akun").await.count(".card") == 2);
    }
}
