//! Every form of every route: forged, it changes nothing; and nothing in it leads elsewhere.

use super::{NOTHING, address, post, routes};
use crate::house::browser::{File, Person};
use crate::house::{ADMIN, CITIZEN, HEAD, House, MODERATOR, STAFF};
use crate::on_both;
use mail_parser::MessageParser;
use palanta::jobs::outbox;
use palanta::web::routes::Verb;
use reqwest::Method;

/// Taken by the word of its address alone, as mail programs send it (RFC 8058); see the digests'
/// promises. All other forms need our token.
const BY_WORD: &str = "/langganan/{word}";

/// A link or form of a page that leads to the other site.
const AWAY: &str = "[href^='//jahat'], [href^='https://jahat'], [href^='javascript'], \
    [action^='//jahat'], [action^='https://jahat'], [action^='javascript']";

async fn people(house: &House) -> Vec<(&'static str, Person)> {
    let mut all = vec![("visitor", house.visitor())];
    for email in [CITIZEN, STAFF, HEAD, MODERATOR, ADMIN] {
        all.push((email, house.person(email).await));
    }
    all
}

/// How much there is of all that a form could change.
async fn state(house: &House) -> Vec<i64> {
    let mut all = Vec::new();
    for table in [
        "thread",
        "post",
        "support",
        "report",
        "rating",
        "photo",
        "account",
        "session",
        "role_grant",
        "login_code",
        "moderation_action",
        "audit_entry",
        "outbox",
        "webhook",
    ] {
        all.push(house.count(table).await);
    }
    all
}

on_both! {
    /// Without our token, with another's, or from another site: 403, on every route, as anyone.
    async fn forged_forms_change_nothing(house: House) {
        let mut author = house.visitor();
        let (number, _) = house.thread_by(&mut author, &[]).await;
        house.publish(&number).await;
        let mut people = people(&house).await;
        let foreign = house.visitor().csrf().await;
        // Every visitor gets their cookie first, which no request below should bring about.
        for (_, person) in &mut people { person.csrf().await; }
        let before = state(&house).await;
        let mut asked = 0;
        for (name, person) in &mut people {
            let own = person.csrf().await;
            for route in routes(Verb::Post).filter(|r| r.path != BY_WORD) {
                let to = address(route, &number);
                let fields = [("thread", number.as_str()), ("body", "Tulisan"), ("email", "a@b.test"), ("code", "1")];
                for token in [None, Some("aaaaaaaaaaaaaaaa.bbbb"), Some(foreign.as_str())] {
                    let mut form = fields.to_vec();
                    if let Some(token) = token { form.push(("_csrf", token)); }
                    let page = post(person, &to, &form).await;
                    assert_eq!(page.status, 403, "{name} {to} {token:?}");
                }
                for site in ["cross-site", "same-site"] {
                    let form = [&fields[..], &[("_csrf", own.as_str())]].concat();
                    let request = person.request(Method::POST, &to).header("sec-fetch-site", site).form(&form);
                    assert_eq!(person.receive(request).await.status, 403, "{name} {to} {site}");
                }
                // The body of another kind, which a page of another site can send without asking.
                for kind in ["text/plain", "multipart/form-data; boundary=x", "application/json"] {
                    let request = person.request(Method::POST, &to).header("content-type", kind)
                        .body("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n");
                    let status = person.receive(request).await.status;
                    assert!(matches!(status, 400 | 403), "{name} {to} {kind}: {status}");
                }
                asked += 1;
            }
        }
        assert_eq!(asked, (routes(Verb::Post).count() - 1) * people.len());
        assert_eq!(state(&house).await, before, "nothing has changed");
    }

    /// GET changes nothing but cookies.
    async fn reading_changes_nothing(house: House) {
        let mut author = house.visitor();
        let (number, _) = house.thread_by(&mut author, &[]).await;
        house.publish(&number).await;
        let mut people = people(&house).await;
        let before = state(&house).await;
        for (_, person) in &mut people {
            for route in routes(Verb::Get) {
                person.get(&address(route, &number)).await;
            }
        }
        assert_eq!(state(&house).await, before);
    }

    /// Wherever a form or an address says to go on to: only to a path of ours.
    async fn nothing_leads_to_another_site(house: House) {
        let mut author = house.visitor();
        let (number, _) = house.thread_by(&mut author, &[]).await;
        house.publish(&number).await;
        let ours = |to: &str| to.is_empty() || (to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'));
        for (name, person) in &mut people(&house).await {
            for evil in ["//jahat.test/", "https://jahat.test/", "/\\jahat.test/", "/%09/jahat.test", "javascript:alert(1)"] {
                let q = serde_urlencoded::to_string([("next", evil), ("back", evil), ("lang", "id"), ("layanan", evil)]).expect("a query");
                for route in routes(Verb::Get) {
                    let page = person.get(&format!("{}?{q}", address(route, &number))).await;
                    assert!(ours(page.header("location")), "{name} {} {evil}: {}", route.path, page.header("location"));
                    assert!(!page.has(AWAY), "{name} {} {evil}", route.path);
                }
                for route in routes(Verb::Post) {
                    // It would end whoever asks.
                    if matches!(route.path, "/keluar" | "/akun/sesi" | "/akun/profil") { continue; }
                    let csrf = person.csrf().await;
                    let fields = [("_csrf", csrf.as_str()), ("next", evil), ("back", evil), ("thread", evil),
                        ("photo", NOTHING), ("layanan", evil), ("decision", "hide"), ("rule", "spam")];
                    let page = post(person, &address(route, &number), &fields).await;
                    assert!(ours(page.header("location")), "{name} {} {evil}: {}", route.path, page.header("location"));
                }
            }
        }
    }

    /// No text of a person becomes a header of a mail, or a second recipient.
    async fn words_are_no_headers_of_mail(house: House) {
        let evil = "Jam buka?\r\nBcc: jahat@jahat.test\r\nContent-Type: text/html\r\n\r\n<b>x";
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[("title", evil), ("name", evil), ("appear", "pseudonym"),
            ("email", CITIZEN)]).await;
        house.publish(&number).await;
        let mut staff = house.person(STAFF).await;
        let bench = format!("/petugas/utas/{number}");
        staff.act(&bench, &format!("{bench}/jawab"), &[("body", evil)]).await;
        let mut visitor = house.visitor();
        visitor.get("/masuk").await;
        for address in ["a@b.test\r\nBcc: jahat@jahat.test", "a@b.test, jahat@jahat.test", "a@b.test\nTo: jahat@jahat.test",
            "\"a\r\nBcc: x\"@b.test"] {
            assert_eq!(visitor.submit("/masuk", &[("email", address)]).await.status, 422, "{address:?}");
            visitor.get("/masuk").await;
        }
        outbox::drain(&house.desk()).await.expect("sent");
        let folder = house.app.config.mail_dir.clone();
        let mut mails = 0;
        for file in std::fs::read_dir(folder).expect("mail") {
            let raw = std::fs::read(file.expect("a file").path()).expect("a mail");
            let mail = MessageParser::default().parse(&raw).expect("a mail");
            assert!(mail.bcc().is_none() && mail.cc().is_none());
            let to: Vec<_> = mail.to().expect("a recipient").iter().filter_map(|a| a.address().map(str::to_owned)).collect();
            assert_eq!(to.len(), 1, "{to:?}");
            assert!(!to[0].contains("jahat") && to[0].ends_with(".test"));
            assert!(!mail.subject().unwrap_or("").contains(['\r', '\n']));
            mails += 1;
        }
        assert!(mails >= 3, "{mails}");
    }

    /// Files are taken where photos are, and nowhere else, whatever they say they are.
    async fn files_are_taken_nowhere_else(house: House) {
        let mut admin = house.person(ADMIN).await;
        let csrf = admin.csrf().await;
        let zip = [0x50, 0x4b, 0x03, 0x04];
        for route in routes(Verb::Post).filter(|r| !r.takes_files() && r.path != BY_WORD) {
            let file = File { field: "photo1", name: "a.zip", kind: "application/zip", bytes: &zip };
            let form = vec![("_csrf".to_owned(), csrf.clone())];
            let page = admin.send_files(&address(route, "SWL-2026-00001"), form, &[], &[file]).await;
            assert_eq!(page.status, 400, "{}", route.path);
        }
        assert_eq!(routes(Verb::Post).filter(|r| r.takes_files()).count(), 3);
    }
}
