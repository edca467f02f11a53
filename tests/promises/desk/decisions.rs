//! Each decision does what it says, and can be taken back so that everything is as it was.

use super::*;
use crate::house::{CLINIC, HEALTH, OTHER_STAFF, STAFF};
use crate::on_both;
use palanta::domain::notice::Notice;
use palanta::domain::time::{DAY_MS, MINUTE_MS};

async fn reply(person: &mut Person, number: &str, words: &str) -> Page {
    let thread = format!("/utas/{number}");
    person
        .act(&thread, &format!("{thread}/balas"), &[("body", words)])
        .await
}

async fn last_reply(house: &House, number: &str) -> String {
    let posts = posts_of(house, number).await;
    let last = posts
        .iter()
        .rfind(|p| p.kind.as_str() == "citizen" && !p.opening);
    last.expect("a reply").id.to_string()
}

on_both! {
    /// A held reply is nowhere but with its author and the moderators, until it is published.
    async fn replies_wait(house: House) {
        let (_, number, _) = published(&house, &[]).await;
        let thread = format!("/utas/{number}");
        let mut neighbour = house.person(NEIGHBOUR).await;
        reply(&mut neighbour, &number, "Saya juga mengalami.").await;
        let first = last_reply(&house, &number).await;
        let mut moderator = house.person(MODERATOR).await;
        decided(&mut moderator, &first, "limit", &[("rule", "insult"), ("days", "7")]).await;
        let before = state(&house, &number).await;
        let sent = reply(&mut neighbour, &number, "Kalimat yang menunggu zebrawarna.").await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let held = last_reply(&house, &number).await;
        assert_ne!(held, first);
        // Nobody but the author and the moderators.
        let public = house.visitor().get(&thread).await;
        assert!(!public.html.contains("zebrawarna"));
        assert_eq!(thread_row(&house, &number).await.replies, 1);
        assert!(!house.visitor().get("/utas?q=zebrawarna").await.html.contains(&number));
        assert!(!house.person(CITIZEN).await.get(&thread).await.html.contains("zebrawarna"));
        assert!(!house.person(STAFF).await.get(&format!("/petugas/utas/{number}")).await.html.contains("zebrawarna"));
        let own = neighbour.get(&thread).await;
        assert!(own.html.contains("zebrawarna") && own.text().contains("Menunggu moderator"), "{}", own.text());
        let queue = moderator.get("/moderasi?jenis=held").await;
        assert!(queue.text().contains("zebrawarna") && queue.text().contains("Penulis dibatasi"));
        // Published, it counts as if it had never waited.
        decided(&mut moderator, &held, "publish", &[]).await;
        let public = house.visitor().get(&thread).await;
        assert!(public.html.contains("zebrawarna"));
        assert_eq!(thread_row(&house, &number).await.replies, 2);
        assert!(house.visitor().get("/utas?q=zebrawarna").await.html.contains(&number));
        let told = house.letters(NEIGHBOUR).await;
        assert!(told.iter().any(|l| matches!(&l.notice, Notice::Moderated { decision, .. } if decision == "publish")));
        assert_eq!(undo(&mut moderator).await.status, 303);
        // Refused: the author knows why, nobody else that there was anything.
        decided(&mut moderator, &held, "refuse", &[("rule", "off-topic"), ("note", "Bukan soal KTP.")]).await;
        let public = house.visitor().get(&thread).await;
        assert!(!public.html.contains("zebrawarna") && !public.text().contains("Disembunyikan"));
        let own = neighbour.get(&thread).await.text();
        assert!(own.contains("Bukan soal KTP.") && own.contains("zebrawarna"), "{own}");
        decided(&mut moderator, &held, "restore", &[]).await;
        assert!(house.visitor().get(&thread).await.html.contains("zebrawarna"));
        assert_eq!(thread_row(&house, &number).await.replies, 2);
        // Hidden and shown again, counters too.
        decided(&mut moderator, &held, "hide", &[("rule", "spam")]).await;
        assert_eq!(thread_row(&house, &number).await.replies, 1);
        assert_eq!(undo(&mut moderator).await.status, 303);
        assert_eq!(thread_row(&house, &number).await.replies, 2);
        assert_ne!(before, state(&house, &number).await);
    }

    /// Words are covered in the post, the title and the index; what was written stays.
    async fn words_are_covered(house: House) {
        let more = [("title", "Toko Zulkarnain minta uang"), ("body", "Tadi **Toko\nZulkarnain** di loket dua marah-marah.")];
        let (_, number, post) = published(&house, &more).await;
        let thread = format!("/utas/{number}");
        let before = state(&house, &number).await;
        let mut moderator = house.person(MODERATOR).await;
        let wrong = decide(&mut moderator, &post, "mask", &[("rule", "personal-data"), ("cover", "Tidak Ada Begini")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("tidak ada di tulisan ini"), "{}", wrong.text());
        assert_eq!(wrong.value("cover"), "Tidak Ada Begini", "what was typed is kept");
        same("a mask that was not taken", &before, &state(&house, &number).await);
        assert_eq!(decide(&mut moderator, &post, "mask", &[("cover", "Toko")]).await.status, 422, "a rule is needed");
        decided(&mut moderator, &post, "mask", &[("rule", "personal-data"), ("cover", "toko zulkarnain\n")]).await;
        let page = house.visitor().get(&thread).await;
        assert!(!page.html.contains("Zulkarnain") && page.html.contains("[••• moderator]"), "{}", page.text());
        assert!(page.text().contains("loket dua") && page.text().contains("Sebagian tulisan disamarkan"));
        assert!(!house.visitor().get("/utas?q=zulkarnain").await.html.contains(&number));
        assert!(!house.visitor().get("/utas").await.html.contains("Zulkarnain"));
        let posts = posts_of(&house, &number).await;
        assert!(posts[0].body.contains("Zulkarnain"), "the body is kept as written");
        assert!(house.letters(CITIZEN).await.iter().any(|l| matches!(&l.notice,
            Notice::Moderated { decision, rule, .. } if decision == "mask" && rule == "personal-data")));
        let once = state(&house, &number).await;
        // A second mask, then its way back: the first stays.
        decided(&mut moderator, &post, "mask", &[("rule", "insult"), ("cover", "marah-marah")]).await;
        assert!(!house.visitor().get(&thread).await.html.contains("marah-marah"));
        assert_eq!(undo(&mut moderator).await.status, 303);
        same("a second mask taken back", &once, &state(&house, &number).await);
        decided(&mut moderator, &post, "unmask", &[]).await;
        let row = thread_row(&house, &number).await;
        assert_eq!((row.title.as_str(), row.whole_title), ("Toko Zulkarnain minta uang", None));
        assert!(house.visitor().get(&thread).await.html.contains("Zulkarnain"));
        assert!(house.visitor().get("/utas?q=zulkarnain").await.html.contains(&number));
    }

    /// Locked: no replies, and the page says so; the unit answers, the author confirms.
    async fn locked_threads_take_no_replies(house: House) {
        let (mut citizen, number, post) = published(&house, &[]).await;
        let thread = format!("/utas/{number}");
        let mut neighbour = house.person(NEIGHBOUR).await;
        neighbour.get(&thread).await;
        let form = neighbour.page.form(&format!("{thread}/balas")).expect("a form");
        let mut moderator = house.person(MODERATOR).await;
        decided(&mut moderator, &post, "lock", &[("rule", "hate")]).await;
        let late = neighbour.send(&format!("{thread}/balas"), form, &[("body", "Masih sempat?")]).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("mengunci") && late.html.contains("Masih sempat?"), "what was typed is kept");
        let page = house.visitor().get(&thread).await;
        assert!(page.text().contains("Moderator mengunci utas ini"));
        assert!(neighbour.get(&thread).await.form(&format!("{thread}/balas")).is_none());
        let mut staff = house.person(STAFF).await;
        let bench = format!("/petugas/utas/{number}");
        let answered = staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Sudah kami tangani.")]).await;
        assert_eq!(answered.status, 303);
        let confirmed = citizen.act(&thread, &format!("{thread}/konfirmasi"), &[]).await;
        assert_eq!(confirmed.status, 303);
        decided(&mut moderator, &post, "unlock", &[]).await;
        assert_eq!(reply(&mut neighbour, &number, "Terima kasih.").await.status, 303);
    }

    /// Moved by a moderator: figures, inbox and queue go along; the reason is public.
    async fn cases_are_moved(house: House) {
        let (_, number, post) = published(&house, &[]).await;
        let mut moderator = house.person(MODERATOR).await;
        let to = [("layanan", "puskesmas/imunisasi"), ("note", "Ini soal imunisasi.")];
        let no_reason = decide(&mut moderator, &post, "move", &[("layanan", "puskesmas/imunisasi")]).await;
        assert_eq!(no_reason.status, 422);
        assert_eq!(no_reason.value("layanan"), "puskesmas/imunisasi");
        decided(&mut moderator, &post, "move", &to).await;
        let city = house.app.city().await.expect("a city");
        let clinic = city.directory.unit_by_slug(CLINIC).expect("a unit").id;
        assert_eq!(thread_row(&house, &number).await.unit_id, clinic);
        assert!(house.visitor().get(&format!("/utas/{number}")).await.text().contains("Ini soal imunisasi."));
        assert!(house.person(OTHER_STAFF).await.get("/petugas").await.html.contains(&number));
        assert!(!house.person(STAFF).await.get("/petugas").await.html.contains(&number));
        let _ = HEALTH;
        // What is held moves without a step: the unit never had it.
        let mut citizen = house.visitor();
        let (held, _) = house.thread_by(&mut citizen, &[("title", "Salah unit")]).await;
        let held_post = opening(&house, &held).await;
        decided(&mut moderator, &held_post, "move", &to).await;
        let row = thread_row(&house, &held).await;
        assert_eq!((row.unit_id, row.visibility.as_str()), (clinic, "held"));
        let mut other = house.person(OTHER_STAFF).await;
        grant_moderator(&house, OTHER_STAFF).await;
        let queue = other.get("/moderasi?jenis=held").await;
        assert!(queue.form_with(DECIDE, ("thread", &held)).is_none(), "its unit's now");
        decided(&mut moderator, &held_post, "publish", &[]).await;
    }

    /// Every decision can be taken back, and then everything is as before: rows, counters,
    /// figures, index, queue, reports, letters.
    async fn every_decision_can_be_taken_back(house: House) {
        let (mut citizen, number, post) = published(&house, &[]).await;
        let thread = format!("/utas/{number}");
        let mut neighbour = house.person(NEIGHBOUR).await;
        reply(&mut neighbour, &number, "Petugasnya tukang tidur. Nama saya Zulkarnain.").await;
        let reply_id = last_reply(&house, &number).await;
        let mut moderator = house.person(MODERATOR).await;
        let rule = ("rule", "insult");
        let days = ("days", "3");
        let to = ("layanan", "puskesmas/imunisasi");
        let why = ("note", "Alasan.");
        let on_opening: &[(&str, &[(&str, &str)])] = &[
            ("hide", &[rule]), ("lock", &[rule]), ("move", &[to, why]), ("mask", &[rule, ("cover", "loket")]),
            ("warn", &[rule]), ("limit", &[rule, days]), ("suspend", &[rule, days]),
        ];
        let on_reply: &[(&str, &[(&str, &str)])] = &[
            ("hide", &[rule]), ("mask", &[rule, ("cover", "Zulkarnain")]), ("warn", &[rule]), ("suspend", &[rule, days]),
        ];
        for (post, all) in [(&post, on_opening), (&reply_id, on_reply)] {
            for (decision, more) in all {
                let before = state(&house, &number).await;
                decided(&mut moderator, post, decision, more).await;
                assert_ne!(before, state(&house, &number).await, "{decision}");
                let back = undo(&mut moderator).await;
                assert_eq!(back.status, 303, "{decision}: {}", back.text());
                same(decision, &before, &state(&house, &number).await);
            }
        }
        // Reported, and found unfounded; hidden; misused.
        let report = house.visitor().get(&thread).await.attribute("a[href*='/lapor']", "href").expect("a link");
        for _ in 0..2 {
            house.visitor().act(&report, &format!("{thread}/lapor"), &[("rule", "spam"), ("note", "iklan")]).await;
        }
        for (decision, more) in [("dismiss", &[][..]), ("misuse", &[]), ("hide", &[rule]), ("mask", &[rule, ("cover", "loket")])] {
            let before = state(&house, &number).await;
            decided(&mut moderator, &post, decision, more).await;
            assert_eq!(undo(&mut moderator).await.status, 303);
            same(decision, &before, &state(&house, &number).await);
            assert!(moderator.get("/moderasi?jenis=reported").await.text().contains("2 laporan"));
        }
        // Hidden, and then each way on from there.
        for (first, more, then) in [("hide", &[rule][..], "restore"), ("lock", &[rule], "unlock"),
            ("mask", &[rule, ("cover", "loket")], "unmask"), ("suspend", &[rule, days], "lift")] {
            decided(&mut moderator, &post, first, more).await;
            let before = state(&house, &number).await;
            decided(&mut moderator, &post, then, &[]).await;
            assert_eq!(undo(&mut moderator).await.status, 303);
            same(then, &before, &state(&house, &number).await);
            decided(&mut moderator, &post, then, &[]).await;
        }
        // A held thread: published or refused, and back on the desk.
        let (held, _) = house.thread_by(&mut house.visitor(), &[("title", "Yang menunggu")]).await;
        let held_post = opening(&house, &held).await;
        for (decision, more) in [("publish", &[][..]), ("refuse", &[rule]), ("move", &[to, why])] {
            let before = state(&house, &held).await;
            decided(&mut moderator, &held_post, decision, more).await;
            assert_eq!(undo(&mut moderator).await.status, 303);
            same(decision, &before, &state(&house, &held).await);
        }
        assert_eq!(citizen.get("/akun").await.count("[data-told]"), 0, "nothing has been held against anybody");
        let palanta = palanta::store::audit::verify(house.app.store.read()).await.expect("whole");
        assert!(palanta > 50, "the audit log keeps both");
    }

    /// Only for a while, only by the same moderator, and only while nobody has acted on it.
    async fn taking_back_has_its_limits(house: House, "undo_minutes" = "10") {
        let (mut citizen, number, post) = published(&house, &[]).await;
        let mut moderator = house.person(MODERATOR).await;
        moderator.get("/moderasi").await;
        let publish = moderator.page.form("/moderasi/batal").expect("the publishing");
        // The unit has taken it since.
        let mut staff = house.person(STAFF).await;
        let bench = format!("/petugas/utas/{number}");
        staff.act(&bench, &format!("{bench}/ambil"), &[]).await;
        let late = moderator.send("/moderasi/batal", publish, &[]).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("menindaklanjuti"), "{}", late.text());
        decided(&mut moderator, &post, "hide", &[("rule", "spam")]).await;
        moderator.get("/moderasi").await;
        let hide = moderator.page.form("/moderasi/batal").expect("the hiding");
        let mut other = second(&house).await;
        let csrf = other.csrf().await;
        let theirs = other.send("/moderasi/batal", hide.clone(), &[("_csrf", &csrf)]).await;
        assert_eq!(theirs.status, 403, "only one's own");
        // Its letter waits as long as it can be taken back.
        let desk = house.desk();
        palanta::jobs::outbox::drain(&desk).await.expect("sent");
        assert!(house.letters(CITIZEN).await.iter().any(|l| matches!(&l.notice, Notice::Withheld { .. })));
        house.app.clock.advance(11 * MINUTE_MS);
        assert!(moderator.get("/moderasi").await.form("/moderasi/batal").is_none());
        let late = moderator.send("/moderasi/batal", hide, &[]).await;
        assert_eq!(late.status, 409);
        palanta::jobs::outbox::drain(&desk).await.expect("sent");
        assert!(!house.letters(CITIZEN).await.iter().any(|l| matches!(&l.notice, Notice::Withheld { .. })), "it has gone");
        palanta::jobs::upkeep::run(&house.app).await.expect("upkeep");
        let kept = palanta::store::entity::moderation_action::Entity::find().all(house.app.store.read()).await.expect("rows");
        assert!(kept.iter().all(|a| a.before.is_empty()), "what was before is kept no longer than needed");
        assert_eq!(citizen.get(&format!("/utas/{number}")).await.status, 200);
    }

    /// A letter that had gone already is followed by another.
    async fn who_was_told_is_told_again(house: House, "decision_mail_wait_s" = "0") {
        let (_, _, post) = published(&house, &[]).await;
        let mut moderator = house.person(MODERATOR).await;
        decided(&mut moderator, &post, "hide", &[("rule", "spam")]).await;
        palanta::jobs::outbox::drain(&house.desk()).await.expect("sent");
        assert_eq!(undo(&mut moderator).await.status, 303);
        assert!(house.letters(CITIZEN).await.iter().any(|l| matches!(&l.notice,
            Notice::Moderated { decision, .. } if decision == "undone")));
    }

    /// Suspended: told why and until when, may read, follow and appeal; and it ends by itself.
    async fn a_suspension_holds_and_ends(house: House) {
        let (mut citizen, number, post) = published(&house, &[]).await;
        let thread = format!("/utas/{number}");
        let mut staff = house.person(STAFF).await;
        let bench = format!("/petugas/utas/{number}");
        staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Loket buka lagi.")]).await;
        let mut moderator = house.person(MODERATOR).await;
        let bad = decide(&mut moderator, &post, "suspend", &[("rule", "threat"), ("days", "2")]).await;
        assert_eq!(bad.status, 422, "of a usual length");
        decided(&mut moderator, &post, "suspend", &[("rule", "threat"), ("days", "3"), ("note", "Jangan mengancam.")]).await;
        let page = moderator.get(&format!("/moderasi/tinjau/{post}")).await;
        assert!(!page.html.contains(CITIZEN), "nobody is named");
        for (path, fields) in [("/tulis", &[("step", "send")][..]), (&format!("{thread}/balas"), &[("body", "Isi")]), (&format!("{thread}/lapor"), &[])] {
            let csrf = citizen.csrf().await;
            let mut form = vec![("_csrf", csrf.as_str())];
            form.extend(fields);
            let request = citizen.request(reqwest::Method::POST, path).form(&form);
            let page = citizen.receive(request).await;
            assert_eq!(page.status, 403, "{path}");
            assert!(page.text().contains("ditangguhkan") && page.text().contains("Berakhir"), "{}", page.text());
        }
        let account = citizen.get("/akun").await;
        assert!(account.has("[data-told='suspend']") && account.text().contains("Jangan mengancam."));
        assert!(account.has("a[href*='/banding']"), "and may appeal");
        assert_eq!(citizen.get(&thread).await.status, 200);
        let letters = house.letters(CITIZEN).await;
        assert!(letters.iter().any(|l| matches!(&l.notice, Notice::Moderated { decision, until: Some(_), .. } if decision == "suspend")));
        // Their own case they follow: reopening it, the words wait.
        let reopened = citizen.act(&thread, &format!("{thread}/buka-lagi"), &[("body", "Belum beres juga kok.")]).await;
        assert_eq!(reopened.status, 303, "{}", reopened.text());
        assert_eq!(thread_row(&house, &number).await.status.as_str(), "routed");
        assert!(!house.visitor().get(&thread).await.html.contains("Belum beres juga"));
        let log = house.visitor().get("/moderasi/log").await;
        let line = log.html.split("<li>").find(|l| l.contains("data-decision=\"suspend\"")).expect("a line").to_owned();
        assert!(!line.contains(&number), "the log leads to no person: {line}");
        house.app.clock.advance(3 * DAY_MS + 1_000);
        let free = citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Sudah bebas lagi.")]).await;
        assert_eq!(free.status, 303, "{}", free.text());
        assert!(house.visitor().get(&thread).await.html.contains("Sudah bebas lagi."));
        assert_eq!(citizen.get("/akun").await.count("[data-told]"), 0);
    }

    /// A limit: three texts a day, each of which waits. Who has no account can't be sanctioned.
    async fn a_limit_holds_and_nobody_without_account_is_sanctioned(house: House) {
        let (mut citizen, number, post) = published(&house, &[]).await;
        let mut moderator = house.person(MODERATOR).await;
        decided(&mut moderator, &post, "limit", &[("rule", "spam"), ("days", "30")]).await;
        house.app.clock.advance(2 * DAY_MS);
        for n in 0..3 {
            let sent = reply(&mut citizen, &number, &format!("Tulisan ke {n}")).await;
            assert_eq!(sent.status, 303, "{}", sent.text());
        }
        assert!(!house.visitor().get(&format!("/utas/{number}")).await.html.contains("Tulisan ke"));
        let more = reply(&mut citizen, &number, "Tulisan keempat").await;
        assert_eq!(more.status, 409);
        assert!(more.html.contains("Tulisan keempat") && more.text().contains("dibatasi"));
        let (anonymous, _) = house.thread_by(&mut house.visitor(), &[("title", "Tanpa akun")]).await;
        let post = opening(&house, &anonymous).await;
        let (page, form) = review(&mut moderator, &post).await;
        assert!(page.text().contains("tidak punya akun") && !page.has("button[value='warn']"));
        let forced = moderator.send(DECIDE, form.expect("a form"), &[("decision", "warn"), ("rule", "spam")]).await;
        assert_eq!(forced.status, 422);
    }
}
