//! Cookies: their flags on both kinds of address, and whose a session is.

use super::{NOTHING, post};
use crate::house::{CITIZEN, STAFF};
use crate::on_both;
use palanta::web::cookies;
use reqwest::Method;

/// Every cookie that an answer sets.
fn set(page: &crate::house::browser::Page) -> Vec<String> {
    let all = page.headers.get_all("set-cookie").iter();
    all.map(|v| v.to_str().expect("text").to_owned()).collect()
}

on_both! {
    /// Over https a cookie belongs to this host alone, and a neighbour can't set one for us.
    async fn cookies_are_of_this_host_alone(house: House, "public_url" = "https://palanta.kota.test") {
        let mut citizen = house.visitor();
        let mut seen = Vec::new();
        seen.extend(set(&citizen.get("/masuk?lang=en").await));
        citizen.get("/masuk").await;
        citizen.submit("/masuk", &[("email", CITIZEN)]).await;
        let code = house.login_code(CITIZEN).await;
        seen.extend(set(&citizen.submit("/masuk/kode", &[("code", &code)]).await));
        seen.extend(set(&citizen.get("/akun").await));
        let mut writer = house.visitor();
        let (_, code) = house.thread_by(&mut writer, &[]).await;
        writer.get("/lacak").await;
        seen.extend(set(&writer.submit("/lacak", &[("code", &code)]).await));
        for part in ["sesi", "tamu", "lacak", "bahasa", "pesan"] {
            assert!(seen.iter().any(|c| c.starts_with(&format!("__Host-palanta_{part}="))), "{part}: {seen:?}");
        }
        for cookie in &seen {
            assert!(cookie.starts_with("__Host-"), "{cookie}");
            for flag in ["; HttpOnly", "; SameSite=Lax", "; Secure", "; Path=/"] {
                assert!(cookie.contains(flag), "{flag}: {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        // A session under the plain name, as a neighbour could set it, is none.
        assert_eq!(citizen.get("/akun").await.status, 200);
        let token = citizen.cookies[cookies::named(cookies::SESSION, true)].clone();
        let mut victim = house.visitor();
        victim.cookies.insert(cookies::SESSION.into(), token);
        assert_eq!(victim.get("/akun").await.status, 303);
        assert!(citizen.page.header("strict-transport-security").starts_with("max-age=31536000"));
    }

    async fn over_http_they_have_plain_names(house: House) {
        let citizen = house.person(CITIZEN).await;
        assert!(citizen.cookies.contains_key("palanta_sesi"));
        assert!(!citizen.cookies.keys().any(|n| n.starts_with("__Host-")));
        assert_eq!(citizen.page.header("strict-transport-security"), "");
    }

    /// Whatever a browser held before signing in is no session after it.
    async fn sessions_are_not_fixed_beforehand(house: House) {
        let planted = "a".repeat(64);
        let mut victim = house.visitor();
        victim.cookies.insert(cookies::SESSION.into(), planted.clone());
        victim.get("/masuk").await;
        victim.cookies.insert(cookies::SESSION.into(), planted.clone());
        let before = victim.csrf().await;
        let visitor = victim.cookies.get(cookies::VISITOR).cloned().expect("a cookie");
        victim.get("/masuk").await;
        victim.submit("/masuk", &[("email", CITIZEN)]).await;
        let code = house.login_code(CITIZEN).await;
        assert_eq!(victim.submit("/masuk/kode", &[("code", &code)]).await.status, 303);
        let token = victim.cookies[cookies::SESSION].clone();
        assert_ne!(token, planted);
        let mut thief = house.visitor();
        thief.cookies.insert(cookies::SESSION.into(), planted);
        assert_eq!(thief.get("/akun").await.status, 303);
        // Nor do a visitor's forms, or their cookie, speak for the account.
        assert_eq!(post(&mut victim, "/akun/profil", &[("_csrf", &before), ("name", "x")]).await.status, 403);
        let mut thief = house.visitor();
        thief.cookies.insert(cookies::VISITOR.into(), visitor);
        assert_eq!(thief.get("/akun").await.status, 303);
        // A tracking code that was entered before is forgotten.
        let mut writer = house.visitor();
        let (number, code) = house.thread_by(&mut writer, &[("appear", "confidential")]).await;
        writer.act("/lacak", "/lacak", &[("code", &code)]).await;
        assert_eq!(writer.get(&format!("/utas/{number}")).await.status, 200);
        writer.get("/masuk").await;
        writer.submit("/masuk", &[("email", "lain@contoh.test")]).await;
        let code = house.login_code("lain@contoh.test").await;
        writer.submit("/masuk/kode", &[("code", &code)]).await;
        assert_eq!(writer.get(&format!("/utas/{number}")).await.status, 404);
    }

    /// A session is ended by its own account alone.
    async fn nobody_ends_anothers_session(house: House) {
        let mut victim = house.person(STAFF).await;
        let page = victim.get("/akun").await;
        let theirs = page.attribute("input[name='session']", "value").expect("a session");
        let mut citizen = house.person(CITIZEN).await;
        let csrf = citizen.csrf().await;
        let before = house.count("session").await;
        for id in [theirs.as_str(), NOTHING, "x"] {
            post(&mut citizen, "/akun/sesi", &[("_csrf", &csrf), ("session", id)]).await;
        }
        assert_eq!(house.count("session").await, before);
        assert_eq!(victim.get("/akun").await.status, 200);
        let request = victim.request(Method::GET, "/akun");
        assert_eq!(victim.receive(request).await.status, 200);
    }
}
