//! Whether an address has an account is told by nothing: not by the answer, not by the work.

use super::post;
use crate::house::{House, STAFF};
use crate::on_both;
use palanta::domain::lang::Lang;
use palanta::flows::sign_in;
use std::sync::{Arc, Mutex};

const UNKNOWN: &str = "tiada@kota.test";

/// A page without what differs by chance: its form's token, and the address typed.
fn plain(html: &str, email: &str) -> String {
    let mut text = html.replace(email, "…");
    while let Some(at) = text.find("name=\"_csrf\" value=\"") {
        let end = text[at + 20..]
            .find('"')
            .map_or(text.len(), |e| at + 20 + e + 1);
        text.replace_range(at..end, "");
    }
    text
}

/// The statements of an act.
async fn work(house: &House, email: &str, wrong: Option<&str>) -> Vec<String> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut app = house.app.clone();
    let told = seen.clone();
    app.store
        .observe(move |sql| told.lock().expect("a list").push(sql.to_owned()));
    match wrong {
        None => {
            sign_in::ask_code(&app, email, Lang::Id)
                .await
                .expect("a code");
        }
        Some(code) => {
            let entered = sign_in::enter_code(&app, email, code, Lang::Id, "").await;
            assert!(entered.is_err());
        }
    }
    let seen = seen.lock().expect("a list");
    seen.clone()
}

on_both! {
    async fn no_answer_tells_of_an_account(house: House) {
        let mut pages = Vec::new();
        for email in [STAFF, UNKNOWN] {
            let mut visitor = house.visitor();
            visitor.get("/masuk").await;
            let asked = visitor.submit("/masuk", &[("email", email)]).await;
            let entered = visitor.submit("/masuk/kode", &[("code", "0")]).await;
            let limited = {
                for _ in 0..4 { visitor.get("/masuk").await; visitor.submit("/masuk", &[("email", email)]).await; }
                visitor.get("/masuk").await;
                visitor.submit("/masuk", &[("email", email)]).await
            };
            pages.push([asked, entered, limited].map(|p| (p.status, p.header("retry-after").to_owned(), plain(&p.html, email))));
        }
        assert_eq!(pages[0].clone().map(|p| p.0), [200, 422, 429]);
        assert_eq!(pages[0], pages[1]);
        assert_eq!(house.count("account WHERE email = 'tiada@kota.test'").await, 0, "none until the code is entered");
    }

    /// The same statements in the same order, so the same time.
    async fn no_work_tells_of_an_account(house: House) {
        let known = work(&house, STAFF, None).await;
        assert!(known.len() >= 3, "{known:?}");
        assert_eq!(known, work(&house, UNKNOWN, None).await);
        assert!(!known.iter().any(|s| s.contains("account")), "not even looked for: {known:?}");
        let wrong = work(&house, STAFF, Some("0")).await;
        assert!(wrong.len() >= 2, "{wrong:?}");
        assert_eq!(wrong, work(&house, UNKNOWN, Some("0")).await);
        assert!(!wrong.iter().any(|s| s.contains("account")));
    }

    /// Wrong tracking codes tell nothing either: one that is nearly right and one that is none.
    async fn no_answer_tells_of_a_tracking_code(house: House) {
        let mut writer = house.visitor();
        let (_, code) = house.thread_by(&mut writer, &[("appear", "confidential")]).await;
        let last = if code.ends_with('0') { "1" } else { "0" };
        let near = format!("{}{last}", &code[..code.len() - 1]);
        let mut pages = Vec::new();
        for code in [near.as_str(), "0000-0000-0000"] {
            let mut visitor = house.visitor();
            let csrf = visitor.csrf().await;
            let page = post(&mut visitor, "/lacak", &[("_csrf", &csrf), ("code", code)]).await;
            pages.push((page.status, plain(&page.html, code)));
        }
        assert_eq!(pages[0], pages[1]);
    }
}
