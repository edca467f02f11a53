//! An appeal goes to another moderator by construction, and its outcome gives everything back.

use super::*;
use crate::on_both;
use palanta::domain::notice::Notice;
use palanta::domain::time::DAY_MS;

const APPEAL: &str = "/moderasi/banding";

async fn appeal(person: &mut Person, number: &str, why: &str) -> Page {
    let page = person.get(&format!("/utas/{number}")).await;
    let link = page.attribute("a[href*='/banding']", "href");
    let link = link.unwrap_or_else(|| panic!("no way to appeal: {}", page.text()));
    person
        .act(&link, &format!("/utas/{number}/banding"), &[("body", why)])
        .await
}

async fn answer(moderator: &mut Person, decision: &str, note: &str) -> Page {
    moderator.get("/moderasi?jenis=appeal").await;
    moderator
        .submit(APPEAL, &[("decision", decision), ("note", note)])
        .await
}

on_both! {
    /// Granted: the post is back in its place, the figures are, and the share that fell counts it.
    async fn a_granted_appeal_gives_everything_back(house: House) {
        let (mut citizen, number, post) = published(&house, &[]).await;
        let thread = format!("/utas/{number}");
        let mut first = house.person(MODERATOR).await;
        let row = thread_row(&house, &number).await;
        decided(&mut first, &post, "hide", &[("rule", "off-topic")]).await;
        assert_eq!(house.visitor().get(&thread).await.status, 410);
        assert_eq!(citizen.get(&thread).await.status, 200);
        let short = appeal(&mut citizen, &number, " ").await;
        assert_eq!(short.status, 422);
        assert_eq!(appeal(&mut citizen, &number, "Ini soal layanan KTP, jadi sesuai aturan.").await.status, 303);
        assert!(citizen.get(&thread).await.has("[data-appeal='open']"));
        // The first moderator sees it and can't decide it, whatever they send.
        let queue = first.get("/moderasi?jenis=appeal").await;
        assert!(queue.text().contains("sesuai aturan") && queue.form(APPEAL).is_none(), "{}", queue.text());
        let mut other = second(&house).await;
        let queue = other.get("/moderasi?jenis=appeal").await;
        let form = queue.form(APPEAL).expect("a form");
        let csrf = first.csrf().await;
        let forged = first.send(APPEAL, form, &[("_csrf", &csrf), ("decision", "uphold"), ("note", "Tetap.")]).await;
        assert_eq!(forged.status, 403);
        assert_eq!(answer(&mut other, "overturn", " ").await.status, 422, "with an answer");
        assert_eq!(answer(&mut other, "overturn", "Anda benar.").await.status, 303);
        assert_eq!(house.visitor().get(&thread).await.status, 200);
        assert!(house.visitor().get("/utas").await.html.contains(&number));
        let now = thread_row(&house, &number).await;
        assert_eq!((now.listed_ms, now.due_ms, now.status, now.replies), (row.listed_ms, row.due_ms, row.status, row.replies));
        assert!(citizen.get(&thread).await.has("[data-appeal='granted']"));
        assert!(house.letters(CITIZEN).await.iter().any(|l| matches!(&l.notice,
            Notice::AppealDecided { granted: true, note, .. } if note == "Anda benar.")));
        let figures = house.visitor().get("/moderasi/angka").await.text();
        assert!(figures.contains("1 dari 1 keputusan yang membatasi"), "{figures}");
        // Taken back within minutes, the appeal waits again.
        assert_eq!(undo(&mut other).await.status, 303);
        assert_eq!(house.visitor().get(&thread).await.status, 410);
        assert!(citizen.get(&thread).await.has("[data-appeal='open']"));
        assert!(house.visitor().get("/moderasi/angka").await.text().contains("0 dari 1 keputusan yang membatasi"));
        assert_eq!(answer(&mut other, "overturn", "Tetap benar.").await.status, 303);
    }

    /// Denied: final. An appeal on an appeal is told so, and where else to turn.
    async fn an_appeal_on_an_appeal_is_final(house: House) {
        let (mut citizen, number, post) = published(&house, &[]).await;
        let thread = format!("/utas/{number}");
        let mut first = house.person(MODERATOR).await;
        decided(&mut first, &post, "mask", &[("rule", "insult"), ("cover", "loket")]).await;
        let page = citizen.get(&thread).await;
        let link = page.attribute("a[href*='/banding']", "href").expect("a link");
        citizen.get(&link).await;
        let form = citizen.page.form(&format!("{thread}/banding")).expect("a form");
        let body = ("body", "Itu bukan hinaan.");
        assert_eq!(citizen.send(&format!("{thread}/banding"), form.clone(), &[body]).await.status, 303);
        let twice = citizen.send(&format!("{thread}/banding"), form.clone(), &[body]).await;
        assert_eq!(twice.status, 409);
        assert!(twice.text().contains("menunggu moderator lain"));
        let mut other = second(&house).await;
        assert_eq!(answer(&mut other, "uphold", "Nama petugas tidak perlu.").await.status, 303);
        let again = citizen.send(&format!("{thread}/banding"), form, &[body]).await;
        assert_eq!(again.status, 409);
        assert!(again.text().contains("akhir") && again.text().contains("Ombudsman"), "{}", again.text());
        let page = citizen.get(&thread).await;
        assert!(page.has("[data-appeal='denied']") && !page.has("a[href*='/banding']"));
        assert!(!house.visitor().get(&thread).await.html.contains("loket"));
        // The deciding itself is no decision that could be appealed.
        let actions = palanta::store::entity::moderation_action::Entity::find().all(house.app.store.read()).await.expect("rows");
        let uphold = actions.iter().find(|a| a.decision.as_str() == "uphold").expect("one");
        let csrf = citizen.csrf().await;
        let request = citizen.request(reqwest::Method::POST, &format!("{thread}/banding"))
            .form(&[("_csrf", csrf.as_str()), ("action", &uphold.id.to_string()), body]);
        assert_eq!(citizen.receive(request).await.status, 409);
    }

    /// Who wrote without an account is told by their tracking code, and appeals with it.
    async fn the_anonymous_are_told_and_appeal(house: House) {
        let mut author = house.visitor();
        let (number, code) = house.thread_by(&mut author, &[]).await;
        let post = opening(&house, &number).await;
        let mut first = house.person(MODERATOR).await;
        decided(&mut first, &post, "refuse", &[("rule", "off-topic"), ("note", "Tulis ke provinsi.")]).await;
        let thread = format!("/utas/{number}");
        assert_eq!(house.visitor().get(&thread).await.status, 404);
        let mut later = house.visitor();
        later.act("/lacak", "/lacak", &[("code", &code)]).await;
        let page = later.get(&thread).await;
        assert!(page.has("[data-told='refuse']") && page.text().contains("Tulis ke provinsi."), "{}", page.text());
        assert_eq!(appeal(&mut later, &number, "Ini layanan kota.").await.status, 303);
        // Somebody else can neither see nor appeal it.
        let mut stranger = house.person(NEIGHBOUR).await;
        assert_eq!(stranger.get(&thread).await.status, 404);
        let mut other = second(&house).await;
        assert_eq!(answer(&mut other, "overturn", "Betul, maaf.").await.status, 303);
        assert!(house.visitor().get(&thread).await.text().contains("loket"));
        assert_eq!(thread_row(&house, &number).await.status.as_str(), "routed");
    }

    /// A sanction is lifted; nobody but whom it concerns can appeal; and not for ever.
    async fn sanctions_are_appealed_by_whom_they_concern(house: House, "appeal_days" = "5") {
        let (mut citizen, number, _) = published(&house, &[]).await;
        let thread = format!("/utas/{number}");
        let mut neighbour = house.person(NEIGHBOUR).await;
        neighbour.act(&thread, &format!("{thread}/balas"), &[("body", "Tidak ada gunanya kalian semua.")]).await;
        let posts = posts_of(&house, &number).await;
        let reply = posts.iter().rfind(|p| p.kind.as_str() == "citizen").expect("a reply").id.to_string();
        let mut first = house.person(MODERATOR).await;
        decided(&mut first, &reply, "suspend", &[("rule", "threat"), ("days", "30")]).await;
        assert!(!citizen.get(&thread).await.has("[data-told]"), "it is nobody else's business");
        let account = neighbour.get("/akun").await;
        let link = account.attribute("a[href*='/banding']", "href").expect("a link");
        assert_eq!(citizen.get(&link).await.status, 404);
        neighbour.get(&link).await;
        let sent = neighbour.submit(&format!("{thread}/banding"), &[("body", "Saya hanya marah.")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let mut other = second(&house).await;
        assert_eq!(answer(&mut other, "overturn", "Cukup peringatan.").await.status, 303);
        let free = neighbour.act(&thread, &format!("{thread}/balas"), &[("body", "Terima kasih.")]).await;
        assert_eq!(free.status, 303);
        decided(&mut other, &reply, "hide", &[("rule", "threat")]).await;
        let page = neighbour.get(&thread).await;
        let link = page.attribute("a[href*='/banding']", "href").expect("a link");
        neighbour.get(&link).await;
        let form = neighbour.page.form(&format!("{thread}/banding")).expect("a form");
        house.app.clock.advance(6 * DAY_MS);
        let late = neighbour.send(&format!("{thread}/banding"), form, &[("body", "Terlambat.")]).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("sudah lewat"), "{}", late.text());
    }
}
