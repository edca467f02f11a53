//! Every route as every role: the policy table says what must come of it.

use crate::house::browser::Person;
use crate::house::{ADMIN, CITIZEN, HEAD, House, MODERATOR, OTHER_STAFF, STAFF};
use crate::on_both;
use palanta::domain::person::{Subject, Viewer};
use palanta::domain::policy::{self, Action};
use palanta::flows::grant;
use palanta::queries::viewer;
use palanta::web::cookies;
use palanta::web::routes::{ROUTES, Route, Verb};
use reqwest::Method;

/// Acts on one thread or its unit: whether one may depends on that as well.
fn on_a_thread(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        Support
            | Reply
            | Confirm
            | Reopen
            | Report
            | SeeCase
            | Take
            | Answer
            | Revise
            | Edit
            | Ask
            | Note
            | Schedule
            | Assign
            | Split
            | Release
            | Decline
            | Transfer
            | Merge
            | Contest
            | Decide
            | Correct
            | SeeDigests
            | PlanFollowUp
            | ResendDigest
            | NameDeputy
            | Appeal
            | Unmask
    )
}

fn path(route: &Route, number: &str, post: &str) -> String {
    route
        .path
        .replace("{number}", number)
        .replace("{post}", post)
        .replace("{unit}", "dukcapil")
        .replace("{service}", "ktp-el")
        .replace("{slug}", "dukcapil")
        .replace("{who}", "warga")
        .replace("{id}", "019b0000-0000-7000-8000-000000000000")
        .replace("{period}", "2020-W01")
        .replace("{word}", "tidak-ada")
        .replace("{path:.*}", "css/app.css")
        .replace("{hash}", &"0".repeat(32))
        .replace("{photo}", "00000000-0000-7000-8000-000000000000")
}

async fn viewer_of(house: &House, person: &Person) -> Viewer {
    let mut viewer = Viewer::default();
    if let Some(token) = person.cookies.get(cookies::SESSION) {
        let signed_in = viewer::signed_in(&house.app, token).await.expect("a read");
        viewer.account = signed_in.map(|s| s.account.clone());
    }
    if let Some(code) = person.cookies.get(cookies::TRACK) {
        viewer.tracked = viewer::tracked(&house.app, code).await.expect("a read");
    }
    viewer
}

on_both! {
    async fn every_route_as_every_role(house: House) {
        let mut author = house.visitor();
        let (number, code) = house.thread_by(&mut author, &[]).await;
        house.publish(&number).await;
        author.act("/lacak", "/lacak", &[("code", &code)]).await;
        let thread = house.visitor().get(&format!("/utas/{number}")).await;
        let link = thread.attribute("a[href*='/lapor']", "href").expect("a link");
        let post = link.split("pos=").nth(1).expect("a post").to_owned();
        let model = palanta::store::threads::by_number(house.app.store.read(), &number)
            .await.expect("a read").expect("a thread");
        let mut people = vec![("visitor", house.visitor()), ("author", author)];
        let coordinator = grant::Form {
            email: "koordinator@kota.test".into(),
            role: "coordinator".into(),
            ..grant::Form::default()
        };
        grant::grant(&house.app, grant::Granter::CommandLine, &coordinator).await.expect("a grant");
        people.push(("coordinator", house.person("koordinator@kota.test").await));
        for email in [CITIZEN, STAFF, HEAD, OTHER_STAFF, MODERATOR, ADMIN] {
            people.push((email, house.person(email).await));
        }
        let deputy = grant::Form {
            email: "wakil@kota.test".into(),
            role: "deputy".into(),
            unit: "dukcapil".into(),
            ..grant::Form::default()
        };
        grant::grant(&house.app, grant::Granter::CommandLine, &deputy).await.expect("a grant");
        people.push(("deputy", house.person("wakil@kota.test").await));
        let mut asked = 0;
        for (name, person) in &mut people {
            let viewer = viewer_of(&house, person).await;
            let subject = Subject { unit: Some(model.unit_id), own: viewer.tracked.contains(&model.id) };
            for route in ROUTES {
                // Leaving would change who asks next; it is asked of everyone elsewhere.
                if matches!(route.path, "/keluar" | "/lacak/tutup" | "/akun/sesi" | "/masuk/demo/{who}") {
                    continue;
                }
                let allowed = if on_a_thread(route.action) {
                    policy::may(route.action, &viewer, &subject)
                } else {
                    policy::could(route.action, &viewer)
                };
                let mut to = path(route, &number, &post);
                if route.path.ends_with("/lapor") { to.push_str(&format!("?pos={post}")); }
                let page = match route.verb {
                    Verb::Get => person.get(&to).await,
                    Verb::Post => {
                        let csrf = person.csrf().await;
                        // A form with nothing typed in it: allowed, it is found wanting.
                        let fields = [("_csrf", csrf.as_str()), ("thread", &number), ("post", &post)];
                        let request = person.request(Method::POST, &to).form(&fields);
                        person.receive(request).await
                    }
                };
                let told_to_sign_in = page.status == 401
                    || (page.status == 303 && page.header("location").starts_with("/masuk?"));
                let refused = told_to_sign_in || page.status == 403;
                assert_eq!(!allowed, refused,
                    "{name} {:?} {to}: {} (allowed: {allowed})", route.verb, page.status);
                assert!(page.status < 500, "{name} {to}: {}", page.status);
                if refused && viewer.account.is_some() {
                    // Programs show a token; whose session it is doesn't matter there.
                    let status = if route.action == Action::UseApi { 401 } else { 403 };
                    assert_eq!(page.status, status, "{name} {to}");
                }
                asked += 1;
            }
        }
        assert_eq!(asked, (ROUTES.len() - 5) * people.len());
    }

    /// Roles take effect, and end, at the next request.
    async fn roles_are_granted_and_ended(house: House) {
        let mut admin = house.person(ADMIN).await;
        let mut citizen = house.person(CITIZEN).await;
        assert_eq!(citizen.get("/petugas").await.status, 403);
        admin.get("/admin/orang").await;
        let bad = admin.submit("/admin/orang", &[("email", CITIZEN), ("role", "staff"), ("unit", "")]).await;
        assert_eq!(bad.status, 422);
        assert_eq!(bad.value("email"), CITIZEN, "what was typed is kept");
        let good = admin.submit("/admin/orang", &[("unit", "dinkes"), ("position", "Perawat")]).await;
        assert_eq!(good.status, 303, "{}", good.text());
        assert_eq!(citizen.get("/petugas").await.status, 200);
        let people = admin.get("/admin/orang").await;
        let row = people.html.split("<li").find(|r| r.contains(CITIZEN))
            .or_else(|| people.html.split("<tr").find(|r| r.contains(CITIZEN))).expect("a row");
        let grant = row.split("name=\"grant\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("a grant");
        let form = people.form_with("/admin/orang/akhiri", ("grant", grant)).expect("a form");
        assert_eq!(admin.send("/admin/orang/akhiri", form, &[]).await.status, 303);
        assert_eq!(citizen.get("/petugas").await.status, 403);
        assert_eq!(palanta::store::audit::verify(house.app.store.read()).await.expect("whole"), 8);
    }
}
