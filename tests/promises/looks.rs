//! Looks behind the masks: a moderator's, with a reason, once, audited; and the audit log itself.

use crate::house::{ADMIN, CITIZEN, HEAD, House, MODERATOR, STAFF, write_thread};
use crate::on_both;
use palanta::flows::grant::{self, Form, Granter};
use palanta::store::audit;
use sea_orm::ConnectionTrait;

const SECRET: &str = "Hubungi saya di 0813-1122-3344, nama saya ditulis di sini.";

/// A public thread with a number in it; its number and the opening post's id.
async fn masked(house: &House) -> (String, String) {
    let mut citizen = house.visitor();
    let (number, _) = write_thread(&mut citizen, &[("body", SECRET)]).await;
    let page = house.visitor().get(&format!("/utas/{number}")).await;
    let link = page.attribute("a[href*='/lapor']", "href").expect("a link");
    (
        number,
        link.split("pos=").nth(1).expect("a post").to_owned(),
    )
}

on_both! {
    async fn a_look_needs_a_reason_and_is_written_down(house: House, "hold_first" = "false") {
        let (number, post) = masked(&house).await;
        let mut moderator = house.person(MODERATOR).await;
        let thread = moderator.get(&format!("/utas/{number}")).await;
        assert!(thread.has(&format!("a[href^='/moderasi/asli/{number}']")));
        assert!(!thread.html.contains("1122-3344"));
        let action = format!("/moderasi/asli/{number}");
        let ask = format!("{action}?pos={post}");
        let page = moderator.get(&ask).await;
        assert!(page.status == 200 && !page.html.contains("1122-3344"), "asking shows nothing");
        let before = audit::verify(house.app.store.read()).await.expect("whole");
        for reason in ["", "   ", "perlu"] {
            let page = moderator.submit(&action, &[("reason", reason)]).await;
            assert!(page.status == 422 && page.has("#reason-fault") && !page.html.contains("1122-3344"), "{reason:?}");
        }
        assert_eq!(audit::verify(house.app.store.read()).await.expect("whole"), before, "nothing looked at yet");
        let reason = "Laporan menyebut ancaman lewat 0813-1122-3344";
        let page = moderator.submit(&action, &[("reason", reason)]).await;
        assert!(page.status == 200 && page.text().contains("0813-1122-3344"), "{}", page.text());
        assert!(page.header("cache-control").contains("no-store"));
        assert!(!moderator.get(&ask).await.html.contains("1122-3344"), "once");
        assert_eq!(audit::verify(house.app.store.read()).await.expect("whole"), before + 1);
        let mut admin = house.person(ADMIN).await;
        let log = admin.get("/admin/audit?tindakan=unmask").await;
        let text = log.text();
        assert_eq!(log.count("[data-place]"), 1);
        assert!(text.contains(&number) && text.contains("Dewi") && text.contains("Laporan menyebut ancaman"), "{text}");
        assert!(!log.html.contains("1122-3344") && !log.html.contains("ditulis di sini"), "never the text: {text}");
    }

    /// Nobody without the right: not the unit, not its head, not an admin, not a moderator who works
    /// for any unit, not with a form of their own making; and no such try shows or notes anything.
    async fn nobody_else_looks(house: House, "hold_first" = "false") {
        let (number, post) = masked(&house).await;
        let both = |email: &str, role: &str, unit: &str| Form {
            email: email.into(), name: String::new(), role: role.into(), unit: unit.into(), position: String::new(),
        };
        for form in [both("ganda@kota.test", "moderator", ""), both("ganda@kota.test", "staff", "dinkes")] {
            grant::grant(&house.app, Granter::CommandLine, &form).await.expect("a grant");
        }
        let looks = "audit_entry WHERE act = 'unmask'";
        let before = house.count(looks).await;
        let action = format!("/moderasi/asli/{number}");
        for who in [CITIZEN, STAFF, HEAD, ADMIN, "ganda@kota.test"] {
            let mut person = house.person(who).await;
            assert_eq!(person.get(&format!("{action}?pos={post}")).await.status, 403, "{who}");
            let csrf = person.csrf().await;
            let request = person.request(reqwest::Method::POST, &action)
                .form(&[("_csrf", csrf.as_str()), ("post", &post), ("reason", "Saya ingin sekali tahu")]);
            let page = person.receive(request).await;
            assert!(page.status == 403 && !page.html.contains("1122-3344"), "{who}: {}", page.status);
        }
        let mut visitor = house.visitor();
        assert_eq!(visitor.get(&format!("{action}?pos={post}")).await.status, 303, "signs in first");
        // Nor does a moderator see what is no citizen's, or of another thread, or their own.
        let mut moderator = house.person(MODERATOR).await;
        assert_eq!(moderator.get(&format!("{action}?pos={}", uuid::Uuid::nil())).await.status, 404);
        let (own, _) = write_thread(&mut moderator, &[("title", "Milik saya")]).await;
        assert_eq!(moderator.get(&format!("/moderasi/asli/{own}?pos={post}")).await.status, 403);
        assert_eq!(house.count(looks).await, before);
        audit::verify(house.app.store.read()).await.expect("whole");
    }

    /// The log is paged by place, filtered by who, what and when, and proves itself whole.
    async fn the_log_can_be_read_and_checked(house: House) {
        let mut admin = house.person(ADMIN).await;
        for n in 0..60 {
            let form = Form { email: format!("orang{n}@kota.test"), name: "Orang".into(), role: "staff".into(), unit: "dinkes".into(), position: String::new() };
            grant::grant(&house.app, Granter::CommandLine, &form).await.expect("a grant");
        }
        let page = admin.get("/admin/audit").await;
        assert_eq!(page.count("[data-place]"), 50);
        let older = page.attribute("a[rel=next]", "href").expect("a next page");
        let next = admin.get(&older).await;
        assert_eq!(next.count("[data-place]"), 16, "{}", next.text());
        assert!(next.attribute("[data-place]", "data-place") == Some("16".into()));
        assert_eq!(admin.get("/admin/audit?tindakan=moderation").await.count("[data-place]"), 0);
        assert_eq!(admin.get(&format!("/admin/audit?siapa={ADMIN}")).await.count("[data-place]"), 1, "their own signing in; the command line granted");
        assert!(admin.get("/admin/audit?siapa=nobody@kota.test").await.text().contains("tidak dikenali"));
        assert_eq!(admin.get("/admin/audit?dari=2100-01-01").await.count("[data-place]"), 0);
        assert_eq!(admin.get("/admin/audit?sampai=2100-01-01").await.count("[data-place]"), 50);
        for query in ["dari=x", "sampai=%00", "sebelum=zz", "sebelum=-9", "tindakan=%27"] {
            assert_eq!(admin.get(&format!("/admin/audit?{query}")).await.status, 200, "{query}");
        }
        admin.get("/admin/audit").await;
        let page = admin.submit("/admin/audit/periksa", &[]).await;
        assert!(page.text().contains("utuh: 66"), "{}", page.text());
        for who in [CITIZEN, STAFF, HEAD, MODERATOR] {
            assert_eq!(house.person(who).await.get("/admin/audit").await.status, 403, "{who}");
        }
    }

    /// Whatever is done to the rows shows.
    async fn tampering_shows(house: House) {
        let db = house.database.connect().await;
        let whole = async || audit::verify(house.app.store.read()).await.is_ok();
        assert!(whole().await);
        let undo: [(&str, &str, &str); 6] = [
            ("changed", "UPDATE audit_entry SET detail = detail || 'x' WHERE place = 2",
                "UPDATE audit_entry SET detail = substr(detail, 1, length(detail) - 1) WHERE place = 2"),
            ("another actor", "UPDATE audit_entry SET act = 'grant!' WHERE place = 1",
                "UPDATE audit_entry SET act = 'grant' WHERE place = 1"),
            ("another time", "UPDATE audit_entry SET at_ms = at_ms + 1 WHERE place = 3",
                "UPDATE audit_entry SET at_ms = at_ms - 1 WHERE place = 3"),
            ("reordered", "UPDATE audit_entry SET place = 900 WHERE place = 1",
                "UPDATE audit_entry SET place = 1 WHERE place = 900"),
            ("a gap", "UPDATE audit_entry SET place = place + 1000 WHERE place > 2",
                "UPDATE audit_entry SET place = place - 1000 WHERE place > 1000"),
            ("the head forgotten", "UPDATE setting SET name = 'gone' WHERE name = 'audit-head'",
                "UPDATE setting SET name = 'audit-head' WHERE name = 'gone'"),
        ];
        for (what, tamper, back) in undo {
            db.execute_unprepared(tamper).await.expect(what);
            assert!(!whole().await, "{what}");
            db.execute_unprepared(back).await.expect(what);
            assert!(whole().await, "{what} undone");
        }
        let mut admin = house.person(ADMIN).await;
        db.execute_unprepared("DELETE FROM audit_entry WHERE place = 5").await.expect("the last one");
        assert!(!whole().await, "the last row is missing");
        admin.get("/admin/audit").await;
        let page = admin.submit("/admin/audit/periksa", &[]).await;
        assert!(page.has(".notice.bad") && page.text().contains("tidak utuh"), "{}", page.text());
        db.execute_unprepared("DELETE FROM audit_entry").await.expect("all of them");
        assert!(!whole().await, "all rows are missing");
    }
}
