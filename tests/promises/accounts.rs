//! Signing in by code; sessions that can be seen, ended, and are rotated.

use crate::house::{CITIZEN, STAFF};
use crate::on_both;
use palanta::domain::time::{DAY_MS, MINUTE_MS};
use palanta::web::cookies;

on_both! {
    async fn codes_are_good_once_for_ten_minutes(house: House) {
        let mut citizen = house.visitor();
        citizen.get("/masuk?next=/unit/dukcapil").await;
        let page = citizen.submit("/masuk", &[("email", "Warga@Contoh.test ")]).await;
        assert_eq!(page.status, 200);
        assert!(!page.has("[data-demo-code]"), "only the demonstration shows codes");
        let code = house.login_code(CITIZEN).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let page = citizen.submit("/masuk/kode", &[("code", wrong)]).await;
        assert_eq!(page.status, 422);
        assert!(page.has("#code-fault"));
        let page = citizen.submit("/masuk/kode", &[("code", &format!(" {} {}", &code[..3], &code[3..]))]).await;
        assert_eq!((page.status, page.header("location")), (303, "/unit/dukcapil"));
        let mut again = house.visitor();
        again.get("/masuk").await;
        again.submit("/masuk", &[("email", CITIZEN)]).await;
        assert_eq!(again.submit("/masuk/kode", &[("code", &code)]).await.status, 422, "used");
        house.app.clock.advance(11 * MINUTE_MS);
        let late = house.login_code(CITIZEN).await;
        assert_eq!(again.submit("/masuk/kode", &[("code", &late)]).await.status, 422, "expired");
    }

    async fn guesses_are_counted(house: House) {
        let mut thief = house.visitor();
        thief.get("/masuk").await;
        thief.submit("/masuk", &[("email", STAFF)]).await;
        let code = house.login_code(STAFF).await;
        for n in 0..5 {
            let guess = format!("{:06}", (code.parse::<u32>().expect("a code") + 1 + n) % 1_000_000);
            assert_eq!(thief.submit("/masuk/kode", &[("code", &guess)]).await.status, 422);
        }
        let page = thief.submit("/masuk/kode", &[("code", &code)]).await;
        assert_eq!(page.status, 422, "after five wrong guesses the right one is no use");
        for _ in 0..4 {
            thief.get("/masuk").await;
            thief.submit("/masuk", &[("email", STAFF)]).await;
        }
        thief.get("/masuk").await;
        let page = thief.submit("/masuk", &[("email", STAFF)]).await;
        assert_eq!(page.status, 429, "no flood of mail to one address");
        assert!(!page.header("retry-after").is_empty());
    }

    async fn sessions_end_where_one_says(house: House) {
        let mut phone = house.person(CITIZEN).await;
        let mut office = house.person(CITIZEN).await;
        let page = phone.get("/akun").await;
        assert_eq!(page.count("form[action='/akun/sesi']"), 3, "two sessions, and all others");
        let others = page.form_with("/akun/sesi", ("others", "1")).expect("a form");
        phone.send("/akun/sesi", others, &[]).await;
        assert_eq!(office.get("/akun").await.status, 303, "ended elsewhere");
        assert_eq!(phone.get("/akun").await.status, 200);
        phone.submit("/keluar", &[]).await;
        assert!(!phone.cookies.contains_key(cookies::SESSION));
        assert_eq!(phone.get("/akun").await.status, 303);
    }

    async fn session_tokens_rotate_daily(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let first = citizen.cookies[cookies::SESSION].clone();
        citizen.get("/akun").await;
        assert_eq!(citizen.cookies[cookies::SESSION], first);
        house.app.clock.advance(DAY_MS + MINUTE_MS);
        assert_eq!(citizen.get("/akun").await.status, 200);
        assert_ne!(citizen.cookies[cookies::SESSION], first);
        let mut stolen = house.visitor();
        stolen.cookies.insert(cookies::SESSION.into(), first);
        assert_eq!(stolen.get("/akun").await.status, 200, "requests under way are let through");
        house.app.clock.advance(2 * MINUTE_MS);
        assert_eq!(stolen.get("/akun").await.status, 303, "then the old token is nothing");
        house.app.clock.advance(31 * DAY_MS);
        assert_eq!(citizen.get("/akun").await.status, 303, "sessions end unused");
    }

    async fn sign_in_leads_nowhere_else(house: House) {
        for next in ["//jahat.test", "https://jahat.test/", "/\\jahat.test", "javascript:alert(1)", "/\tjahat"] {
            let mut citizen = house.visitor();
            let q = serde_urlencoded::to_string([("next", next)]).expect("a query");
            citizen.get(&format!("/masuk?{q}")).await;
            citizen.submit("/masuk", &[("email", CITIZEN)]).await;
            let code = house.login_code(CITIZEN).await;
            let page = citizen.submit("/masuk/kode", &[("code", &code)]).await;
            if page.status == 429 { break; }
            assert_eq!(page.header("location"), "/akun", "{next}");
        }
    }

    async fn the_demonstration_is_not_here(house: House) {
        for path in ["/masuk/demo/warga", "/_components"] {
            assert_eq!(house.visitor().get(path).await.status, 404);
        }
        let mut visitor = house.visitor();
        let csrf = visitor.csrf().await;
        let request = visitor.request(reqwest::Method::POST, "/masuk/demo/admin").form(&[("_csrf", csrf)]);
        assert_eq!(visitor.receive(request).await.status, 404);
    }
}
