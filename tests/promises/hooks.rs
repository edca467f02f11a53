//! Units' own systems are told what happens: signed, again and again, and of nothing private.

use crate::desk::undo;
use crate::house::browser::Person;
use crate::house::receiver::{Got, Receiver};
use crate::house::{ADMIN, CITIZEN, HEAD, MODERATOR, STAFF, write_thread};
use crate::on_both;
use crate::schedule::day_in;
use palanta::domain::hook::Event;
use palanta::domain::notice::Notice;
use palanta::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use palanta::flows::retain;
use palanta::jobs::hooks::{self, Sent};
use palanta::jobs::{following, upkeep};

/// A webhook of the head's unit for every event; its page's path and its secret.
async fn hook(head: &mut Person, receiver: &Receiver, events: &[&str]) -> (String, String) {
    head.get("/sambungan").await;
    let mut form = head.page.form("/sambungan/kait").expect("a form");
    form.push(("address".into(), receiver.url()));
    form.retain(|(n, v)| n != "address" || !v.is_empty());
    for event in events {
        form.push(("events".into(), (*event).to_owned()));
    }
    let made = head.send("/sambungan/kait", form, &[]).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let at = made.header("location").to_owned();
    let secret = secret_of(head, &at, "/rahasia").await;
    (at, secret)
}

async fn secret_of(head: &mut Person, at: &str, act: &str) -> String {
    let shown = head.act(at, &format!("{at}{act}"), &[]).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let text = shown.text();
    let from = text.find("whsec_").expect("a secret");
    text[from..]
        .split_whitespace()
        .next()
        .expect("a secret")
        .to_owned()
}

const ALL: [&str; 11] = [
    "thread.opened",
    "thread.replied",
    "thread.taken",
    "thread.answered",
    "thread.declined",
    "thread.closed",
    "thread.reopened",
    "thread.moved",
    "thread.hidden",
    "thread.restored",
    "service.rated",
];

/// Signature as a receiver works it out, from the documentation alone.
fn signature(secret: &str, got: &Got) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use hmac::{Hmac, KeyInit, Mac};
    let key = STANDARD
        .decode(secret.strip_prefix("whsec_").expect("a prefix"))
        .expect("base 64");
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).expect("a key");
    let (id, at) = (got.header("webhook-id"), got.header("webhook-timestamp"));
    mac.update(format!("{id}.{at}.{}", got.body).as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn types(got: &[Got]) -> Vec<String> {
    got.iter()
        .map(|g| g.json()["type"].as_str().unwrap_or("").to_owned())
        .collect()
}

on_both! {
    /// From opening to closing, each step is told to who listens, and signed.
    async fn a_case_is_told(house: House, "hold_first" = "false", "webhook_private" = "true") {
        let receiver = Receiver::start().await;
        let mut head = house.person(HEAD).await;
        let (_, secret) = hook(&mut head, &receiver, &ALL).await;
        let mut citizen = house.visitor();
        let (number, code) = write_thread(&mut citizen, &[("overall", "2")]).await;
        let mut staff = house.person(STAFF).await;
        let case = format!("/petugas/utas/{number}");
        staff.act(&case, &format!("{case}/ambil"), &[]).await;
        staff.act(&case, &format!("{case}/jawab"), &[("body", "Loket kini buka pukul delapan.")]).await;
        citizen.act("/lacak", "/lacak", &[("code", &code)]).await;
        let thread = format!("/utas/{number}");
        citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Terima kasih banyak.")]).await;
        citizen.act(&thread, &format!("{thread}/konfirmasi"), &[]).await;

        let sent = hooks::drain(&house.desk()).await.expect("sent");
        assert_eq!(sent, Sent { sent: 6, failed: 0 });
        assert_eq!(hooks::drain(&house.desk()).await.expect("sent"), Sent::default());
        let got = receiver.got();
        let mut told = types(&got);
        told.sort();
        assert_eq!(told, ["service.rated", "thread.answered", "thread.closed", "thread.opened",
            "thread.replied", "thread.taken"]);
        for g in &got {
            assert_eq!(g.header("webhook-signature"), signature(&secret, g));
            assert_eq!(g.header("content-type"), "application/json");
            assert_eq!(g.json()["id"].as_str(), Some(g.header("webhook-id")));
            // No words of anybody's, and nothing of who they are.
            for secret in ["Antrean", "menunggu", "Terima", "Loket", &code, "staf@", "Rahmi"] {
                assert!(!g.body.contains(secret), "{secret}: {}", g.body);
            }
        }
        let opened = got.iter().find(|g| g.body.contains("thread.opened")).expect("told").json();
        let data = &opened["data"];
        assert_eq!(data["number"], number.as_str());
        assert_eq!(data["url"], format!("{}/utas/{number}", house.url));
        assert_eq!(data["unit"], "dukcapil");
        assert_eq!(data["service"], "ktp-el");
        assert_eq!(data["kind"], "complaint");
        assert_eq!(data["sentiment"], "negative");
        let rated = got.iter().find(|g| g.body.contains("service.rated")).expect("told").json();
        assert_eq!(rated["data"]["overall"], 2);
    }

    /// A thread that was shown by mistake is taken back from who was told of it.
    async fn what_is_taken_back_is_told(house: House, "webhook_private" = "true") {
        let receiver = Receiver::start().await;
        let mut head = house.person(HEAD).await;
        hook(&mut head, &receiver, &ALL).await;
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        house.publish(&number).await;
        hooks::drain(&house.desk()).await.expect("sent");
        let mut moderator = house.person(MODERATOR).await;
        let undone = undo(&mut moderator).await;
        assert_eq!(undone.status, 303, "{}", undone.text());
        hooks::drain(&house.desk()).await.expect("sent");
        assert_eq!(types(&receiver.got()), ["thread.opened", "thread.hidden"]);
    }

    /// Held, hidden and other units' threads are not told; confidential ones name the staff's page.
    async fn nobody_hears_what_is_not_theirs(house: House, "webhook_private" = "true") {
        let receiver = Receiver::start().await;
        let mut head = house.person(HEAD).await;
        let (at, _) = hook(&mut head, &receiver, &["thread.opened", "thread.hidden"]).await;
        let desk = house.desk();
        let (held, _) = write_thread(&mut house.visitor(), &[]).await;
        let elsewhere = write_thread(&mut house.visitor(), &[("layanan", "puskesmas/imunisasi")]).await;
        house.publish(&elsewhere.0).await;
        hooks::drain(&desk).await.expect("sent");
        assert!(receiver.got().is_empty(), "held, or another unit's");
        house.publish(&held).await;
        let (confidential, _) = write_thread(&mut house.visitor(), &[("appear", "confidential")]).await;
        hooks::drain(&desk).await.expect("sent");
        let got = receiver.got();
        assert_eq!(types(&got), ["thread.opened", "thread.opened"]);
        let of = |number: &str| got.iter().find(|g| g.body.contains(number)).expect("told").json();
        assert_eq!(of(&held)["data"]["confidential"], false);
        assert_eq!(of(&confidential)["data"]["confidential"], true);
        assert_eq!(of(&confidential)["data"]["url"],
            format!("{}/petugas/utas/{confidential}", house.url));
        // Paused, nothing is kept for later.
        head.act(&at, &format!("{at}/jeda"), &[]).await;
        write_thread(&mut house.visitor(), &[("appear", "confidential")]).await;
        head.act(&at, &format!("{at}/lanjut"), &[]).await;
        assert_eq!(hooks::drain(&desk).await.expect("sent"), Sent::default());
    }

    /// A receiver that is away or refuses is tried again; in the end the message is put aside,
    /// and can be sent again by hand.
    async fn what_does_not_go_is_tried_again(house: House, "webhook_private" = "true") {
        let receiver = Receiver::start().await;
        let mut head = house.person(HEAD).await;
        let (at, _) = hook(&mut head, &receiver, &["thread.opened"]).await;
        let desk = house.desk();
        receiver.answer(500, "");
        head.act(&at, &format!("{at}/coba"), &[]).await;
        assert_eq!(hooks::drain(&desk).await.expect("tried"), Sent { sent: 0, failed: 1 });
        assert_eq!(hooks::drain(&desk).await.expect("waits"), Sent::default());
        let page = head.get(&at).await.text();
        assert!(page.contains("HTTP 500"), "{page}");
        assert!(page.contains("1 kali gagal"), "{page}");
        // Redirections are not followed: they could lead into the city's own network.
        receiver.answer(302, "location: http://127.0.0.1:1/\r\n");
        house.app.clock.advance(2 * MINUTE_MS);
        assert_eq!(hooks::drain(&desk).await.expect("tried"), Sent { sent: 0, failed: 1 });
        assert!(head.get(&at).await.text().contains("HTTP 302"));
        // One that asks for quiet gets it, for other messages too.
        receiver.answer(429, "retry-after: 7200\r\n");
        house.app.clock.advance(4 * MINUTE_MS);
        assert_eq!(hooks::drain(&desk).await.expect("tried"), Sent { sent: 0, failed: 1 });
        head.act(&at, &format!("{at}/coba"), &[]).await;
        house.app.clock.advance(HOUR_MS);
        assert_eq!(hooks::drain(&desk).await.expect("quiet"), Sent::default());
        house.app.clock.advance(HOUR_MS + MINUTE_MS);
        receiver.answer(400, "");
        let mut tried = 0;
        for _ in 0..40 {
            tried += hooks::drain(&desk).await.expect("tried").failed;
            house.app.clock.advance(6 * HOUR_MS);
        }
        assert_eq!(tried, 14 + 17, "seventeen tries of each");
        let page = head.get(&format!("{at}?hanya=sisih")).await;
        assert_eq!(page.count("ul.rows > li"), 2, "put aside");
        receiver.answer(204, "");
        head.submit(&format!("{at}/ulang"), &[("message", "")]).await;
        assert_eq!(hooks::drain(&desk).await.expect("sent"), Sent { sent: 2, failed: 0 });
        let page = head.get(&at).await;
        assert!(page.text().contains("Berjalan baik"), "{}", page.text());
        // What went may be sent again as well; it has the same name.
        let id = receiver.got().last().expect("one").header("webhook-id").to_owned();
        let form = page.form_with(&format!("{at}/ulang"), ("message", &id)).expect("a form");
        head.send(&format!("{at}/ulang"), form, &[]).await;
        hooks::drain(&desk).await.expect("sent");
        assert_eq!(receiver.got().last().expect("one").header("webhook-id"), id);
        // After thirty days they are gone.
        house.app.clock.advance(31 * DAY_MS);
        retain::apply(&house.app).await.expect("applied");
        let mut head = house.person(HEAD).await;
        assert!(head.get(&at).await.has(".empty"));
    }

    /// A new secret signs beside the old one for a day.
    async fn secrets_are_changed_over(house: House, "webhook_private" = "true") {
        let receiver = Receiver::start().await;
        let mut head = house.person(HEAD).await;
        let (at, old) = hook(&mut head, &receiver, &["thread.opened"]).await;
        assert_eq!(secret_of(&mut head, &at, "/rahasia").await, old);
        let new = secret_of(&mut head, &at, "/ganti-rahasia").await;
        assert_ne!(old, new);
        let desk = house.desk();
        for both in [true, false] {
            head.act(&at, &format!("{at}/coba"), &[]).await;
            hooks::drain(&desk).await.expect("sent");
            let got = receiver.got().last().expect("one").clone();
            let signs: Vec<&str> = got.header("webhook-signature").split(' ').collect();
            assert!(signs.contains(&signature(&new, &got).as_str()));
            assert_eq!(signs.contains(&signature(&old, &got).as_str()), both);
            house.app.clock.advance(DAY_MS + HOUR_MS);
        }
        // The secret is in no table, and each look at it stands in the audit log.
        head.act(&at, &format!("{at}/hapus"), &[]).await;
        assert_eq!(head.get(&at).await.status, 404);
        palanta::store::audit::verify(house.app.store.read()).await.expect("whole");
    }

    /// Addresses of the inner network are refused at the form, and again at sending.
    async fn inner_networks_are_out_of_reach(house: House) {
        let mut head = house.person(HEAD).await;
        head.get("/sambungan").await;
        let form = head.page.form("/sambungan/kait").expect("a form");
        for (address, fault) in [
            ("http://contoh.go.id/", "https://"),
            ("https://127.0.0.1/", "jaringan dalam"),
            ("https://169.254.169.254/latest/meta-data", "jaringan dalam"),
            ("https://[::1]/", "jaringan dalam"),
            ("https://basisdata.internal/", "jaringan dalam"),
            ("javascript:alert(1)", "alamat lengkap"),
        ] {
            let fill = [("address", address), ("events", "thread.opened")];
            let page = head.send("/sambungan/kait", form.clone(), &fill).await;
            assert_eq!(page.status, 422, "{address}");
            assert!(page.text().contains(fault), "{address}: {}", page.text());
            assert_eq!(page.value("address"), address, "what was typed is kept");
        }
        let none = head.send("/sambungan/kait", form, &[("address", "https://contoh.go.id/")]).await;
        assert!(none.text().contains("satu peristiwa"));
    }

    /// A head manages their own unit's alone; an admin all.
    async fn heads_see_their_own(house: House, "webhook_private" = "true") {
        let receiver = Receiver::start().await;
        let mut admin = house.person(ADMIN).await;
        let mut head = house.person(HEAD).await;
        // The admin's form begins with the whole city.
        let (city, _) = hook(&mut admin, &receiver, &["thread.opened"]).await;
        let (own, _) = hook(&mut head, &receiver, &["thread.opened"]).await;
        assert_eq!(head.get(&city).await.status, 404);
        assert_eq!(admin.get(&own).await.status, 200);
        let form = admin.page.form(&format!("{own}/hapus")).expect("a form");
        let mut csrf = form.clone();
        csrf.retain(|(n, _)| n != "_csrf");
        csrf.push(("_csrf".into(), head.csrf().await));
        for act in ["", "/jeda", "/coba", "/rahasia", "/ganti-rahasia", "/hapus", "/ulang"] {
            let page = head.send(&format!("{city}{act}"), csrf.clone(), &[]).await;
            assert_eq!(page.status, 404, "{act}");
        }
        let list = head.get("/sambungan").await;
        assert_eq!(list.count("a[href^='/sambungan/kait/']"), 1);
        let fill = [("unit", "dinkes"), ("address", "https://contoh.go.id/"), ("events", "thread.opened")];
        let other = head.submit("/sambungan/kait", &fill).await;
        assert_eq!(other.status, 422);
        assert!(other.text().contains("yang Anda pimpin"), "{}", other.text());
        for email in [STAFF, CITIZEN] {
            assert_eq!(house.person(email).await.get("/sambungan").await.status, 403, "{email}");
        }
    }

    /// What is promised, moved, broken and kept is told to other systems and to who follows.
    async fn promises_are_told(house: House, "hold_first" = "false", "webhook_private" = "true") {
        let receiver = Receiver::start().await;
        let mut head = house.person(HEAD).await;
        hook(&mut head, &receiver, &["thread.done", "promise.made", "promise.moved", "promise.kept", "promise.broken", "promise.withdrawn"]).await;
        let (number, _) = write_thread(&mut house.person(CITIZEN).await, &[]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let mut reader = house.person("pembaca@contoh.test").await;
        reader.get(&thread).await;
        assert_eq!(reader.submit("/ikuti", &[("every", "once")]).await.status, 303);
        let mut staff = house.person(STAFF).await;
        let plan = format!("{case}/jadwal");
        let set = |n| day_in(&house, n);
        staff.act(&case, &plan, &[("day", &set(2)), ("what", "Lampu diganti")]).await;
        staff.act(&case, &plan, &[("day", &set(4)), ("what", "Lampu diganti"), ("because", "Barang belum datang")]).await;
        upkeep::run(&house.app).await.expect("a run");
        assert_eq!(house.count("post WHERE step = 'break'").await, 0, "not yet");
        house.app.clock.advance(5 * DAY_MS);
        for _ in 0..2 {
            upkeep::run(&house.app).await.expect("a run");
            house.app.clock.advance(HOUR_MS);
        }
        assert_eq!(house.count("post WHERE step = 'break'").await, 1, "once");
        let page = house.visitor().get(&thread).await;
        assert!(page.text().contains("Hari yang dijanjikan lewat"), "{}", page.text());
        let letters = house.letters(CITIZEN).await;
        assert_eq!(letters.iter().filter(|l| matches!(&l.notice, Notice::Schedule { step, .. } if step == "break")).count(), 1);
        staff.act(&case, &format!("{case}/jadwal/tepati"), &[]).await;
        staff.act(&case, &plan, &[("day", &set(3)), ("what", "Tiang dicat")]).await;
        staff.act(&case, &format!("{plan}/batal"), &[("unable", "Anggarannya dicoret")]).await;
        staff.act(&case, &format!("{case}/jawab"), &[("body", "Lampu menyala lagi."), ("done", "1")]).await;
        hooks::drain(&house.desk()).await.expect("sent");
        let mut told = types(&receiver.got());
        told.sort();
        assert_eq!(told, ["promise.broken", "promise.kept", "promise.made", "promise.made", "promise.moved", "promise.withdrawn", "thread.done"]);
        for g in receiver.got() {
            assert!(!g.body.contains("Lampu") && !g.body.contains("Anggaran"), "{}", g.body);
        }
        following::when_due(&house.desk()).await.expect("a run");
        let news = reader.get("/pemberitahuan").await.text();
        for said in ["menjanjikan kapan dikerjakan", "mengundur janjinya", "lewat harinya", "menepati janjinya", "membatalkan janjinya", "menyatakan selesai dikerjakan"] {
            assert!(news.contains(said), "{said}: {news}");
        }
        let documents = house.visitor().get("/api").await.text();
        for event in Event::ALL {
            assert!(documents.contains(event.as_str()), "{}", event.as_str());
        }
    }
}
