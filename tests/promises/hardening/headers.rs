//! The headers of every answer, and what the request's own headers may not bring about.

use super::{address, routes};
use crate::house::browser::{Page, Person};
use crate::house::{ADMIN, CITIZEN, HEAD, House, MODERATOR, STAFF};
use crate::on_both;
use palanta::web::routes::Verb;
use reqwest::Method;

async fn published(house: &House) -> String {
    let mut author = house.visitor();
    let (number, _) = house.thread_by(&mut author, &[]).await;
    house.publish(&number).await;
    number
}

/// What no answer goes without: no script or frame but ours, no guessing of types, no framing.
fn is_dressed(page: &Page, what: &str) {
    let csp = page.header("content-security-policy");
    assert!(csp.contains("default-src 'none'"), "{what}: {csp}");
    assert!(
        !csp.contains("unsafe") && !csp.contains('*'),
        "{what}: {csp}"
    );
    if !csp.contains("sandbox") {
        for part in [
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "script-src 'self'",
        ] {
            assert!(csp.contains(part), "{what} lacks {part}: {csp}");
        }
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), value, "{what}: {name}");
    }
    assert!(
        page.header("permissions-policy").contains("camera=()"),
        "{what}"
    );
    assert_eq!(page.header("server"), "", "{what}");
    assert_eq!(page.header("access-control-allow-origin"), "", "{what}");
    assert!(!page.header("cache-control").is_empty(), "{what}");
}

/// Addresses that are the same for everyone, whoever asks.
fn is_for_all(path: &str) -> bool {
    matches!(
        path,
        "/assets/{path:.*}"
            | "/api/v1/openapi.json"
            | "/favicon.ico"
            | "/luring"
            | "/manifes.webmanifest"
            | "/robots.txt"
            | "/sw.js"
            | "/health/live"
            | "/health/ready"
    )
}

on_both! {
    async fn every_answer_is_dressed(house: House) {
        let number = published(&house).await;
        for email in ["", CITIZEN, STAFF, MODERATOR, ADMIN] {
            let mut person = match email {
                "" => house.visitor(),
                _ => house.person(email).await,
            };
            for route in routes(Verb::Get) {
                let page = person.get(&address(route, &number)).await;
                is_dressed(&page, &format!("{email} {} {}", route.path, page.status));
            }
        }
        let mut visitor = house.visitor();
        for (method, path, status) in [
            (Method::GET, "/nowhere", 404), (Method::GET, "/utas/%00", 404), (Method::DELETE, "/utas", 405),
            (Method::OPTIONS, "/tulis", 405), (Method::TRACE, "/", 405), (Method::POST, "/tulis", 400),
            (Method::GET, "/assets/nowhere", 404), (Method::HEAD, "/", 200),
        ] {
            let request = visitor.request(method.clone(), path);
            let page = visitor.receive(request).await;
            assert_eq!(page.status, status, "{method} {path}");
            is_dressed(&page, &format!("{method} {path}"));
        }
    }

    /// What is one person's is in no cache that others use, whatever the page.
    async fn private_pages_are_in_no_shared_cache(house: House) {
        let number = published(&house).await;
        for email in [CITIZEN, STAFF, HEAD, MODERATOR, ADMIN] {
            let mut person = house.person(email).await;
            for route in routes(Verb::Get).filter(|r| !is_for_all(r.path)) {
                let page = person.get(&address(route, &number)).await;
                let kept = page.header("cache-control");
                assert!(!kept.contains("public"), "{email} {}: {kept}", route.path);
                let told = kept.contains("no-store") || (kept.contains("private") && kept.contains("no-cache"));
                assert!(told, "{email} {}: {kept}", route.path);
                // A page that shows who is signed in is not even kept by their own browser.
                if page.has("form[action='/keluar']") {
                    assert!(kept.contains("no-store"), "{email} {}: {kept}", route.path);
                }
            }
        }
        // An answer that sets a cookie is no one else's either.
        let mut visitor = house.visitor();
        for route in routes(Verb::Get) {
            let page = visitor.get(&address(route, &number)).await;
            if page.headers.contains_key("set-cookie") {
                assert!(page.header("cache-control").contains("no-store"), "{}", route.path);
            }
            visitor.cookies.clear();
        }
        // Visitors are told nothing that was kept for someone with a cookie, or the other way round.
        let mut citizen = house.person(CITIZEN).await;
        citizen.get(&format!("/utas/{number}")).await;
        assert!(!house.visitor().get(&format!("/utas/{number}")).await.has("form[action='/keluar']"));
        assert!(citizen.get(&format!("/utas/{number}")).await.has("form[action='/keluar']"));
    }

    /// Neither `Host` nor what proxies add is ever repeated: not in links, not in redirects.
    async fn the_host_header_leads_nowhere(house: House) {
        let number = published(&house).await;
        let ask = async |person: &mut Person, path: &str| {
            let request = person.request(Method::GET, path).header("host", "jahat.test")
                .header("x-forwarded-host", "jahat.test").header("forwarded", "host=jahat.test")
                .header("x-original-url", "/admin").header("x-rewrite-url", "/admin");
            person.receive(request).await
        };
        for email in ["", CITIZEN, ADMIN] {
            let mut person = match email {
                "" => house.visitor(),
                _ => house.person(email).await,
            };
            for route in routes(Verb::Get) {
                let path = address(route, &number);
                let page = ask(&mut person, &path).await;
                assert!(!page.html.contains("jahat.test"), "{email} {path}");
                assert!(!format!("{:?}", page.headers).contains("jahat.test"), "{email} {path}");
                // Nor is what was kept for it given to others.
                assert!(!house.visitor().get(&path).await.html.contains("jahat.test"), "{path}");
            }
        }
        let mut visitor = house.visitor();
        visitor.get("/masuk").await;
        let form = visitor.page.form("/masuk").expect("a form");
        let mut form = form;
        form.retain(|(n, _)| n != "email");
        form.push(("email".into(), CITIZEN.into()));
        let request = visitor.request(Method::POST, "/masuk").header("host", "jahat.test").form(&form);
        assert_eq!(visitor.receive(request).await.status, 200);
        palanta::jobs::outbox::drain(&house.desk()).await.expect("sent");
        for file in std::fs::read_dir(&house.app.config.mail_dir).expect("mail") {
            let mail = std::fs::read_to_string(file.expect("a file").path()).expect("a mail");
            assert!(!mail.contains("jahat.test"));
        }
    }

    /// With no proxy trusted, the header that says who asks says nothing: a flood is one address.
    async fn forwarded_addresses_are_not_believed(house: House, "limit_read" = "3") {
        let mut visitor = house.visitor();
        let mut last = 0;
        for n in 0..6 {
            let request = visitor.request(Method::GET, "/").header("x-forwarded-for", format!("10.0.0.{n}"));
            last = visitor.receive(request).await.status;
        }
        assert_eq!(last, 429);
    }
}
