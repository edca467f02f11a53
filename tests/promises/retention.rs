//! What is kept goes when its time has come, and the page that tells of it says the very same.

use crate::house::{CITIZEN, House, MODERATOR, write_thread};
use crate::on_both;
use palanta::domain::notice::Notice;
use palanta::domain::retention::{self, Kind};
use palanta::domain::time::DAY_MS;
use palanta::flows::retain;
use palanta::jobs::upkeep;
use sea_orm::ConnectionTrait;

fn days(house: &House, kind: Kind) -> i64 {
    let table = retention::table(&house.app.config.keep);
    table
        .iter()
        .find(|s| s.kind == kind)
        .expect("a schedule")
        .days
}

on_both! {
    /// Hashes of addresses go after seven days, and the keys under which they were made with them.
    async fn addresses_go(house: House, "hold_first" = "false") {
        write_thread(&mut house.visitor(), &[]).await;
        house.visitor().act("/nilai/dukcapil/kk", "/nilai/dukcapil/kk", &[("overall", "3")]).await;
        let mut citizen = house.person(CITIZEN).await;
        write_thread(&mut citizen, &[("title", "Dengan akun")]).await;
        assert_eq!(house.count("trace WHERE address IS NOT NULL").await, 2, "of those without an account");
        assert_eq!(house.count("trace").await, 3);
        assert_eq!(house.count("address_key").await, 1);
        house.app.clock.advance(days(&house, Kind::Addresses) * DAY_MS - 3_600_000);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!(house.count("trace").await, 3, "not before their time");
        // Another day, another key: the same address has another hash.
        write_thread(&mut house.visitor(), &[("title", "Seminggu kemudian")]).await;
        assert_eq!(house.count("address_key").await, 2);
        house.app.clock.advance(2 * 3_600_000);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!((house.count("trace").await, house.count("address_key").await), (1, 1));
        // The address itself is nowhere in the database.
        assert_eq!(house.count("trace WHERE address LIKE '%127.0.0.1%'").await, 0);
    }

    /// Sessions, codes, names of forms and mail go; the job does it, and may do it twice.
    async fn what_has_expired_goes(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        write_thread(&mut citizen, &[("email", "kabar@contoh.test")]).await;
        assert_eq!((house.count("session").await, house.count("login_code").await, house.count("submission").await), (1, 1, 1));
        house.app.clock.advance(days(&house, Kind::Codes) * DAY_MS + 11 * 60_000);
        upkeep::run(&house.app).await.expect("upkeep");
        assert_eq!((house.count("session").await, house.count("login_code").await, house.count("submission").await), (1, 0, 1));
        house.app.clock.advance(days(&house, Kind::Forms) * DAY_MS);
        for _ in 0..2 {
            upkeep::run(&house.app).await.expect("upkeep");
        }
        assert_eq!((house.count("session").await, house.count("submission").await), (1, 0));
        house.app.clock.advance(days(&house, Kind::Sessions) * DAY_MS);
        upkeep::run(&house.app).await.expect("upkeep");
        assert_eq!(house.count("session").await, 0);
        assert_eq!(citizen.get("/akun").await.status, 303, "signed out");
    }

    /// Who gave a rating is known for so long that nobody rates twice, and no longer; the rating stays.
    async fn raters_go_and_ratings_stay(house: House) {
        for service in ["kk", "ktp-el"] {
            let to = format!("/nilai/dukcapil/{service}");
            house.person(CITIZEN).await.act(&to, &to, &[("overall", "3")]).await;
        }
        assert_eq!(house.count("rating WHERE rater < 'g'").await, 2);
        house.app.clock.advance((days(&house, Kind::Raters) - 1) * DAY_MS);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!(house.count("rating WHERE rater < 'g'").await, 2, "not before their time");
        house.app.clock.advance(2 * DAY_MS);
        for _ in 0..2 {
            retain::apply(&house.app).await.expect("applied");
        }
        assert_eq!(house.count("rating").await, 2);
        assert_eq!(house.count("rating WHERE rater LIKE 'gone %' AND LENGTH(rater) > 30").await, 2);
    }

    /// Reports go some time after they are decided, with who made them; what was in doubt as well.
    async fn decided_reports_go(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let (other, _) = write_thread(&mut house.visitor(), &[("title", "Yang lain")]).await;
        for thread in [&number, &other] {
            let thread = format!("/utas/{thread}");
            let mut reader = house.person(CITIZEN).await;
            let link = reader.get(&thread).await.attribute("a[href*='/lapor?']", "href").expect("a link");
            let to = format!("{thread}/lapor");
            let page = reader.act(&link, &to, &[("rule", "spam"), ("note", "Iklan semata.")]).await;
            assert_eq!(page.status, 303, "{}", page.text());
        }
        let db = house.app.store.write();
        db.execute_unprepared("UPDATE queue_item SET detail = 'kata yang meragukan'").await.expect("noted");
        let mut moderator = house.person(MODERATOR).await;
        let queue = moderator.get("/moderasi").await;
        let form = queue.form_with("/moderasi/putusan", ("thread", &number)).expect("a form");
        let decided = moderator.send("/moderasi/putusan", form, &[("decision", "dismiss")]).await;
        assert_eq!(decided.status, 303, "{}", decided.text());
        house.app.clock.advance((days(&house, Kind::Reports) - 1) * DAY_MS);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!((house.count("report").await, house.count("queue_item WHERE detail <> ''").await), (2, 2));
        house.app.clock.advance(2 * DAY_MS);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!(house.count("report").await, 1, "what waits stays");
        assert_eq!(house.count("queue_item WHERE detail <> ''").await, 1);
    }

    /// Refused threads lose their words and their author; what was public stays.
    async fn refused_posts_are_blanked(house: House) {
        let mut citizen = house.visitor();
        let (refused, code) = write_thread(&mut citizen, &[("body", "Rahasia besar saya."), ("email", "kabar@contoh.test")]).await;
        let (public, _) = write_thread(&mut house.visitor(), &[("title", "Yang tampil")]).await;
        house.publish(&public).await;
        let mut moderator = house.person(MODERATOR).await;
        let queue = moderator.get("/moderasi").await;
        let form = queue.form_with("/moderasi/putusan", ("thread", &refused)).expect("a form");
        moderator.send("/moderasi/putusan", form, &[("decision", "refuse"), ("rule", "spam")]).await;
        let kept = days(&house, Kind::Refused);
        house.app.clock.advance((kept - 1) * DAY_MS);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!(house.count("post WHERE body = 'Rahasia besar saya.'").await, 1, "not before their time");
        house.app.clock.advance(2 * DAY_MS);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!(house.count("post WHERE body LIKE '%Rahasia%' OR shown LIKE '%Rahasia%'").await, 0);
        assert_eq!(house.count("thread WHERE excerpt LIKE '%Rahasia%'").await, 0);
        assert_eq!(house.count("thread_contact WHERE email IS NOT NULL").await, 0);
        assert_eq!(house.count("authorship").await, 1, "of the public one only");
        let page = citizen.act("/lacak", "/lacak", &[("code", &code)]).await;
        assert_eq!(page.status, 422, "the code leads nowhere any more");
        assert!(house.visitor().get(&format!("/utas/{public}")).await.text().contains("loket"));
        assert_eq!(house.visitor().get("/moderasi/log").await.count("[data-decision='refuse']"), 1, "that it was refused stays");
        for (kind, gone) in retain::apply(&house.app).await.expect("again") {
            assert_eq!(gone, 0, "{kind:?}: nothing twice");
        }
    }

    /// A thread that nobody decided on is closed, its author told, and later blanked as others are.
    async fn held_posts_do_not_wait_for_ever(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = write_thread(&mut citizen, &[]).await;
        house.app.clock.advance((days(&house, Kind::Held) - 1) * DAY_MS);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!(house.count("thread WHERE visibility = 'held'").await, 1);
        house.app.clock.advance(2 * DAY_MS);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!(house.count("thread WHERE visibility = 'held'").await, 0);
        assert_eq!(house.count("queue_item WHERE closed_ms IS NULL").await, 0, "nor in the queue");
        let told = house.letters(CITIZEN).await;
        assert!(told.iter().any(|l| matches!(&l.notice, Notice::GivenUp { number: n, .. } if *n == number)), "{told:?}");
        house.app.clock.advance((days(&house, Kind::Refused) + 1) * DAY_MS);
        retain::apply(&house.app).await.expect("applied");
        assert_eq!(house.count("authorship").await, 0);
    }

    /// The page says what the table says, in each language, and so does the script of drafts.
    async fn the_page_cannot_lie(house: House, "keep_addresses_days" = "5") {
        for lang in ["id", "en", "min"] {
            let mut visitor = house.visitor();
            visitor.lang = lang;
            let page = visitor.get("/privasi").await;
            let table = retention::table(&house.app.config.keep);
            assert_eq!(page.count("[data-kept]"), table.len());
            for schedule in table {
                let row = format!("[data-kept='{}'] [data-days='{}']", schedule.kind.as_str(), schedule.days);
                assert!(page.has(&row), "{lang} {row}");
            }
        }
        assert_eq!(days(&house, Kind::Addresses), 5);
        let script = include_str!("../../assets/js/app.js");
        let drafts = days(&house, Kind::Drafts) * DAY_MS;
        assert_eq!(drafts, 1_209_600_000);
        assert!(script.contains("12096e5"), "the script keeps drafts as long as the page says");
    }
}
