//! What stands before publication: contacts, words, names, links, copies and floods; each outcome
//! with its reason, and the way on.

use crate::house::{ADMIN, CITIZEN, HEAD, House, MODERATOR, STAFF, write_thread};
use crate::on_both;
use palanta::domain::desk::ItemKind;
use palanta::store::entity::{queue_item, unit};
use palanta::store::generations::Tag;
use palanta::store::{audit, places};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// What everyone can read of a thread.
async fn shown(house: &House, number: &str) -> String {
    house.visitor().get(&format!("/utas/{number}")).await.text()
}

async fn items(house: &House, kind: ItemKind) -> Vec<queue_item::Model> {
    queue_item::Entity::find()
        .filter(queue_item::Column::Kind.eq(kind))
        .filter(queue_item::Column::ClosedMs.is_null())
        .all(house.app.store.read())
        .await
        .expect("items")
}

/// Changes the civil registry, as an import would.
async fn change_unit(house: &House, change: impl Fn(&mut unit::Model)) {
    let city = house.app.city().await.expect("a city");
    let mut model = city
        .directory
        .unit_by_slug("dukcapil")
        .expect("a unit")
        .clone();
    change(&mut model);
    let mut tx = house.app.store.begin().await.expect("a transaction");
    places::put_units(&tx, vec![model]).await.expect("a change");
    tx.touch(Tag::Directory);
    tx.commit().await.expect("a commit");
}

/// Someone of whom a thread stands published.
async fn known(house: &House, email: &str) -> crate::house::browser::Person {
    let mut person = house.person(email).await;
    let (number, _) = house.thread_by(&mut person, &[]).await;
    if house.visitor().get(&format!("/utas/{number}")).await.status == 404 {
        house.publish(&number).await;
    }
    person
}

const LONG: &str = "Sudah tiga minggu air PDAM di lingkungan kami tidak mengalir sama sekali, padahal tagihan tetap \
    datang setiap bulan dan petugas yang dihubungi selalu menjawab sedang diperbaiki.";

on_both! {
    /// What an office publishes itself stays, however it is written; what is a person's does not.
    async fn office_hotlines_stay(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let body = "Sudah saya hubungi 0812 6677 8899 dan layanan@dukcapil.test, tidak dijawab. Nomor saya 0813-1122-3344, surel saya siti@contoh.test.";
        let (before, _) = write_thread(&mut citizen, &[("body", body)]).await;
        let text = shown(&house, &before).await;
        assert!(!text.contains("8899") && !text.contains("layanan@dukcapil.test"), "{text}");
        change_unit(&house, |u| {
            u.phone = "(0754) 61031 / +62 812-6677-8899".into();
            u.description = "Surel: layanan@dukcapil.test".into();
        }).await;
        let (after, _) = write_thread(&mut citizen, &[("body", body), ("title", "Telepon tidak dijawab")]).await;
        let text = shown(&house, &after).await;
        assert!(text.contains("0812 6677 8899") && text.contains("layanan@dukcapil.test"), "{text}");
        assert!(!text.contains("3344") && !text.contains("siti@"), "{text}");
    }

    /// Admins edit the words; the next text is read by them; every edit is audited; what is wrong
    /// with a row stands beside it.
    async fn words_are_the_admins_to_edit(house: House) {
        let mut citizen = known(&house, CITIZEN).await;
        let odd = [("title", "Loket dua"), ("body", "Petugasnya seperti kadal gurun semua.")];
        let (number, _) = write_thread(&mut citizen, &odd).await;
        assert!(shown(&house, &number).await.contains("kadal"), "not in the list");
        let mut admin = house.person(ADMIN).await;
        let page = admin.get("/admin/kata").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let bad = admin.submit("/admin/kata", &[("act", "save"), ("class", "insult"), ("mark", "7"), ("phrase", "kadal gurun")]).await;
        assert_eq!(bad.status, 422);
        assert!(bad.has("#mark-fault") && bad.value("phrase") == "kadal gurun", "{}", bad.text());
        let bad = admin.submit("/admin/kata", &[("act", "save"), ("mark", "0,7"), ("phrase", ".. kadal")]).await;
        assert!(bad.status == 422 && bad.has("#phrase-fault"), "{}", bad.text());
        let good = admin.submit("/admin/kata", &[("act", "save"), ("mark", "0,7"), ("phrase", "kadal gurun")]).await;
        assert_eq!(good.status, 303, "{}", good.text());
        let (number, _) = write_thread(&mut citizen, &odd).await;
        assert_eq!(house.visitor().get(&format!("/utas/{number}")).await.status, 404, "held");
        // A built-in row is switched off, and put back.
        let insult = [("title", "Loket tiga"), ("body", "Dasar goblok semua petugas loket tiga ini.")];
        let (held, _) = write_thread(&mut citizen, &insult).await;
        assert_eq!(house.visitor().get(&format!("/utas/{held}")).await.status, 404);
        let key = "insult\tgoblok*|gobluk|goblog";
        let page = admin.get("/admin/kata?kelas=insult&kata=goblok*%7Cgobluk").await;
        let form = page.form_with("/admin/kata", ("key", key)).expect("the row");
        let broken = admin.send("/admin/kata", form.clone(), &[("act", "save"), ("mark", "x")]).await;
        assert!(broken.status == 422 && broken.has("[data-key] .fault"), "{}", broken.text());
        assert_eq!(admin.send("/admin/kata", form.clone(), &[("act", "off")]).await.status, 303);
        let page = admin.get("/admin/kata?ubahan=1").await;
        assert_eq!(page.count("[data-key]"), 2, "{}", page.text());
        let (free, _) = write_thread(&mut citizen, &[("title", "Loket empat"), ("body", "goblok")]).await;
        assert!(shown(&house, &free).await.contains("goblok"));
        let form = page.form_with("/admin/kata", ("key", key)).expect("the row");
        assert_eq!(admin.send("/admin/kata", form, &[("act", "restore")]).await.status, 303);
        let (held, _) = write_thread(&mut citizen, &insult).await;
        assert_eq!(house.visitor().get(&format!("/utas/{held}")).await.status, 404);
        // A set that other rows use can't be switched off: the row that would break is named.
        let page = admin.get("/admin/kata?kelas=set").await;
        let form = page.form_with("/admin/kata", ("key", "set\tyou")).expect("the set");
        let broken = admin.send("/admin/kata", form, &[("act", "off")]).await;
        assert!(broken.status == 422 && broken.text().contains("merusak baris lain"), "{}", broken.text());
        let log = admin.get("/admin/audit?tindakan=word+list").await;
        assert_eq!(log.count("[data-place]"), 3, "{}", log.text());
        assert!(audit::verify(house.app.store.read()).await.is_ok());
    }

    /// Criticism shows position and unit, praise the first name; the writer sees it before sending,
    /// and the body stays as written.
    async fn officials_are_shown_by_what_they_are(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let body = "Pak Yusnimar kasar dan lamban sekali, tapi Bu Rahmi Putri ramah dan cepat melayani.";
        let fields = [("kind", "complaint"), ("title", "Loket dua"), ("body", body), ("appear", "anonymous")];
        let mut preview = fields.to_vec();
        preview.push(("step", "preview"));
        let page = citizen.submit("/tulis", &preview).await;
        assert_eq!(page.count(".named select"), 2, "{}", page.text());
        let text = page.text();
        assert!(text.contains("[Kepala Seksi, Dinas Kependudukan] kasar"), "{text}");
        assert!(text.contains("Bu Rahmi ramah"), "{text}");
        let sent = citizen.submit("/tulis", &[("step", "send")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let done = citizen.get("/tulis/selesai").await;
        let number = done.attribute("[data-number]", "data-number").expect("a number");
        let text = shown(&house, &number).await;
        assert!(text.contains("[Kepala Seksi, Dinas Kependudukan] kasar") && text.contains("Bu Rahmi ramah"), "{text}");
        assert!(!text.contains("Yusnimar") && !text.contains("Putri"), "{text}");
        let list = house.visitor().get("/utas").await;
        assert!(!list.html.contains("Yusnimar"), "nor in the excerpt");
        assert_eq!(house.visitor().get("/utas?q=yusnimar").await.count(".card"), 0, "nor in the search");
        // The head learns who was praised, and of nobody who was criticised.
        let mut head = house.person(HEAD).await;
        let praise = head.get("/petugas/pujian").await;
        assert!(praise.text().contains("Rahmi Putri") && praise.text().contains("1 kali"), "{}", praise.text());
        assert!(!praise.html.contains("<b>Yusnimar</b>"));
        assert_eq!(house.person(STAFF).await.get("/petugas/pujian").await.status, 403);
        assert!(items(&house, ItemKind::Doubt).await.is_empty(), "sure of both");
    }

    /// Where it is not sure, what is careful is shown and a moderator decides; the writer may ask
    /// for more than is suggested.
    async fn doubtful_names_are_a_moderators(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let body = "Pak Syafril di loket dua kasar sekali dan marah-marah kepada kami.";
        let (number, _) = write_thread(&mut citizen, &[("body", body)]).await;
        let text = shown(&house, &number).await;
        assert!(text.contains("[••• nama]") && !text.contains("Syafril"), "{text}");
        let doubt = items(&house, ItemKind::Doubt).await;
        assert!(doubt.len() == 1 && doubt[0].detail.contains("Pak Syafril"), "{doubt:?}");
        let mut moderator = house.person(MODERATOR).await;
        let post = doubt[0].post_id.expect("a post");
        let page = moderator.get(&format!("/moderasi/nama/{number}?pos={post}")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let action = format!("/moderasi/nama/{number}");
        let name = page.form(&action).expect("a form").into_iter()
            .find(|(n, _)| n.starts_with("nama-")).expect("a name").0;
        let done = moderator.submit(&action, &[(&name, "first-name")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(shown(&house, &number).await.contains("Pak Syafril di loket"));
        assert!(items(&house, ItemKind::Doubt).await.is_empty());
        for who in [CITIZEN, STAFF, HEAD, ADMIN] {
            let page = house.person(who).await.get(&format!("/moderasi/nama/{number}?pos={post}")).await;
            assert_eq!(page.status, 403, "{who}");
        }
        // A wish to show the whole name of somebody praised.
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let fields = [("kind", "praise"), ("title", "Terima kasih"), ("appear", "anonymous"), ("step", "preview"),
            ("body", "Bu Rahmi Putri sangat ramah dan cepat.")];
        citizen.submit("/tulis", &fields).await;
        let page = citizen.submit("/tulis", &[("step", "preview"), ("nama-1", "as-written")]).await;
        assert!(page.text().contains("Moderator akan memutuskan"), "{}", page.text());
        citizen.submit("/tulis", &[("step", "send")]).await;
        let done = citizen.get("/tulis/selesai").await;
        let number = done.attribute("[data-number]", "data-number").expect("a number");
        assert!(!shown(&house, &number).await.contains("Putri"), "until somebody has decided");
        assert_eq!(items(&house, ItemKind::Doubt).await.len(), 1);
    }

    /// A head lists who works there; those are known from the next text on.
    async fn units_list_their_staff(house: House, "hold_first" = "false") {
        let mut head = house.person(HEAD).await;
        let bad = head.act("/petugas/nama", "/petugas/nama", &[("name", "  ")]).await;
        assert!(bad.status == 422 && bad.has("#name-fault"));
        head.submit("/petugas/nama", &[("name", "Hj. Darlis Amir, S.Sos."), ("position", "Petugas loket")]).await;
        let page = head.get("/petugas/nama").await;
        assert!(page.text().contains("Darlis Amir"), "{}", page.text());
        let mut citizen = house.visitor();
        let (number, _) = write_thread(&mut citizen, &[("body", "Ibu Darlis judes dan kasar sekali kepada kami.")]).await;
        let text = shown(&house, &number).await;
        assert!(text.contains("[Petugas loket, Dinas Kependudukan]") && !text.contains("Darlis"), "{text}");
        let id = page.value("id");
        let form = page.form_with("/petugas/nama/hapus", ("id", &id)).expect("a form");
        assert_eq!(head.send("/petugas/nama/hapus", form, &[]).await.status, 303);
        assert!(!head.get("/petugas/nama").await.text().contains("Darlis"));
        assert_eq!(house.person(STAFF).await.get("/petugas/nama").await.status, 403);
        let other = head.get("/petugas/nama?unit=dinkes").await;
        assert_eq!(other.status, 403, "another's unit");
        assert_eq!(audit::verify(house.app.store.read()).await.expect("whole"), 9);
    }

    /// Links of newcomers wait, and say why on the page of the form, after it, and on the thread.
    async fn links_of_newcomers_wait(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let fields = [("kind", "question"), ("title", "Pinjaman cepat"), ("appear", "anonymous"),
            ("body", "Lihat https://pinjaman.example/daftar ya."), ("step", "preview")];
        let page = citizen.submit("/tulis", &fields).await;
        assert!(page.has("[data-held]") && page.text().contains("ada tautan"), "{}", page.text());
        citizen.submit("/tulis", &[("step", "send")]).await;
        let done = citizen.get("/tulis/selesai").await;
        assert!(done.text().contains("ada tautan") && done.text().contains("ditinjau kembali"), "{}", done.text());
        let code = done.attribute("[data-tracking-code]", "data-tracking-code").expect("a code");
        let number = done.attribute("[data-number]", "data-number").expect("a number");
        assert_eq!(house.visitor().get(&format!("/utas/{number}")).await.status, 404);
        citizen.act("/lacak", "/lacak", &[("code", &code)]).await;
        assert!(citizen.get(&format!("/utas/{number}")).await.text().contains("ada tautan"));
        assert!(items(&house, ItemKind::Held).await.iter().any(|i| i.reasons.contains("links")));
        // Of someone who is known, it is published, with the target in sight and without following.
        let mut known = known(&house, CITIZEN).await;
        let (number, _) = write_thread(&mut known, &[("title", "Situs mati"), ("body", "[Situs resmi](https://lain.example/x) mati.")]).await;
        let page = house.visitor().get(&format!("/utas/{number}")).await;
        assert!(page.text().contains("lain.example"), "{}", page.text());
        let rel = page.attribute(".words a[href^='https://lain.example']", "rel").expect("a link");
        assert!(rel.contains("nofollow"), "{rel}");
    }

    /// The same once more is given back, kept, with the number of the first and the way to a person.
    async fn repetitions_are_given_back(house: House, "hold_first" = "false", "hold_likeness" = "80") {
        let mut citizen = house.visitor();
        let (first, _) = write_thread(&mut citizen, &[("title", "Air mati"), ("body", LONG)]).await;
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let fields = [("kind", "complaint"), ("title", "Air mati"), ("body", LONG), ("appear", "anonymous"), ("step", "send")];
        let form = citizen.page.form("/tulis").expect("a form");
        let page = citizen.submit("/tulis", &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains(&first) && page.value("body").contains("PDAM"), "{}", page.text());
        assert!(page.has("input[name='insists']"));
        let page = citizen.submit("/tulis", &[("insists", "1"), ("step", "send")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert!(items(&house, ItemKind::Held).await.iter().any(|i| i.reasons.contains("duplicate") && i.detail.contains(&first)));
        // The very same form sent again is no repetition but the same thread.
        let _ = form;
        let (number, _) = write_thread(&mut citizen, &[("title", "Lampu"), ("body", "Lampu di simpang empat mati sejak kemarin malam dan jalan menjadi gelap sekali bagi warga.")]).await;
        assert!(shown(&house, &number).await.contains("simpang empat"));
    }

    async fn a_form_sent_twice_is_no_repetition(house: House, "hold_first" = "false", "hold_likeness" = "80") {
        let mut citizen = house.visitor();
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let form = citizen.page.form("/tulis").expect("a form");
        let fields = [("kind", "complaint"), ("title", "Air mati"), ("body", LONG), ("appear", "anonymous"), ("step", "send")];
        for _ in 0..2 {
            assert_eq!(citizen.send("/tulis", form.clone(), &fields).await.status, 303);
        }
    }

    /// Further posts within an hour wait, then are given back; an hour later all is well.
    async fn floods_wait_and_then_end(house: House, "hold_hour" = "3", "refuse_hour" = "5") {
        let mut citizen = known(&house, CITIZEN).await;
        let number = write_thread(&mut citizen, &[("title", "Kedua")]).await.0;
        let (thread, to) = (format!("/utas/{number}"), format!("/utas/{number}/balas"));
        let mut statuses = Vec::new();
        for n in 0..5 {
            let words = format!("Kabar ke-{n} dari saya.");
            let page = citizen.act(&thread, &to, &[("body", &words)]).await;
            statuses.push(page.status);
            if page.status == 422 {
                assert!(page.text().contains("dalam satu jam") && page.value("body") == words, "{}", page.text());
                assert!(!page.has("input[name='insists']"), "nobody reads a flood");
            }
        }
        assert_eq!(statuses, [303, 303, 303, 422, 422]);
        let text = shown(&house, &number).await;
        assert!(text.contains("Kabar ke-0") && !text.contains("Kabar ke-1"), "{text}");
        let held = items(&house, ItemKind::Held).await;
        assert_eq!(held.iter().filter(|i| i.reasons.contains("flood")).count(), 2, "{held:?}");
        house.app.clock.advance(61 * 60 * 1000);
        assert_eq!(citizen.act(&thread, &to, &[("body", "Sejam kemudian.")]).await.status, 303);
        assert!(shown(&house, &number).await.contains("Sejam kemudian"));
    }

    /// The same words from several browsers wait.
    async fn copies_wait(house: House, "hold_first" = "false", "hold_copies" = "2") {
        let mut statuses = Vec::new();
        for n in 0..3 {
            let title = format!("Air mati {n}");
            let (number, _) = write_thread(&mut house.visitor(), &[("title", &title), ("body", LONG)]).await;
            statuses.push(house.visitor().get(&format!("/utas/{number}")).await.status);
        }
        assert_eq!(statuses, [200, 200, 404]);
    }

    /// Whoever had posts withheld lately is held, not walled off, and told so.
    async fn evasion_is_dull(house: House, "hold_withheld" = "2") {
        let mut citizen = known(&house, CITIZEN).await;
        for title in ["Satu", "Dua"] {
            let (number, _) = write_thread(&mut citizen, &[("title", title)]).await;
            let mut moderator = house.person(MODERATOR).await;
            let page = moderator.get(&format!("/utas/{number}")).await;
            let form = page.form("/moderasi/putusan").expect("a form");
            moderator.send("/moderasi/putusan", form, &[("rule", "spam")]).await;
        }
        let (number, _) = write_thread(&mut citizen, &[("title", "Tiga")]).await;
        assert_eq!(house.visitor().get(&format!("/utas/{number}")).await.status, 404);
        let page = citizen.get(&format!("/utas/{number}")).await;
        assert!(page.text().contains("tidak ditayangkan"), "{}", page.text());
        house.app.clock.advance(31 * 24 * 3600 * 1000);
    }

    /// Replies go the same way as threads: insults wait in the queue, worse comes back.
    async fn replies_are_looked_at_too(house: House, "refuse_score" = "95") {
        let mut citizen = known(&house, CITIZEN).await;
        let number = write_thread(&mut citizen, &[("title", "Kedua")]).await.0;
        let (thread, to) = (format!("/utas/{number}"), format!("/utas/{number}/balas"));
        let page = citizen.act(&thread, &to, &[("body", "Dasar goblok petugas ini.")]).await;
        assert_eq!(page.status, 303);
        assert!(citizen.get(&thread).await.html.contains("Moderator membacanya lebih dulu"));
        assert!(!shown(&house, &number).await.contains("goblok"));
        let worst = "Dasar goblok, anjing kau, bangsat, bajingan, keparat! Saya bunuh kau nanti!";
        let page = citizen.act(&thread, &to, &[("body", worst)]).await;
        assert_eq!(page.status, 422, "{}", page.text());
        assert!(page.value("body").contains("keparat") && page.has("input[name='insists']"));
        assert_eq!(citizen.submit(&to, &[("insists", "1")]).await.status, 303);
        assert_eq!(items(&house, ItemKind::Held).await.iter().filter(|i| i.reasons.contains("abuse")).count(), 2);
    }

    /// A reply that would be shown otherwise than it was typed is shown to its writer first, who
    /// chooses how those named appear, goes on writing, or sends it.
    async fn replies_are_seen_before_they_are_sent(house: House, "hold_first" = "false") {
        let mut citizen = known(&house, CITIZEN).await;
        let number = write_thread(&mut citizen, &[("title", "Kedua")]).await.0;
        let (thread, to) = (format!("/utas/{number}"), format!("/utas/{number}/balas"));
        let words = "Terima kasih Bu Rahmi Putri Koto, ramah sekali. Nomor saya 0812-3456-7890.";
        let page = citizen.act(&thread, &to, &[("body", words)]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("Belum terkirim") && page.text().contains("1 data pribadi"), "{}", page.text());
        let preview = |html: &str| -> String {
            html.split_once("data-preview").and_then(|(_, rest)| rest.split_once("<form")).map_or_else(String::new, |(p, _)| p.to_owned())
        };
        let seen = preview(&page.html);
        assert!(seen.contains("Bu Rahmi,") && !seen.contains("Koto") && !seen.contains("0812"), "{seen}");
        assert!(!shown(&house, &number).await.contains("ramah sekali"), "nothing is sent yet");
        let again = citizen.submit(&to, &[("step", "edit")]).await;
        assert_eq!((again.status, again.value("body")), (200, words.to_owned()));
        assert_eq!(citizen.submit(&to, &[]).await.status, 200, "a preview again");
        let page = citizen.submit(&to, &[("nama-1", "covered"), ("step", "preview")]).await;
        assert!(preview(&page.html).contains("[••• nama]"), "{}", page.text());
        assert_eq!(citizen.submit(&to, &[("step", "send")]).await.status, 303);
        let text = shown(&house, &number).await;
        assert!(text.contains("ramah sekali") && !text.contains("Rahmi") && !text.contains("0812"), "{text}");
        // What is shown as typed goes at once.
        assert_eq!(citizen.act(&thread, &to, &[("body", "Sudah beres.")]).await.status, 303);
    }

    /// A question only while a burst is on, in words, answered without a script.
    async fn a_burst_asks_a_question(house: House, "hold_first" = "false", "burst_posts" = "3") {
        let mut citizen = house.visitor();
        for title in ["Satu", "Dua", "Tiga"] {
            assert!(!citizen.get("/tulis?layanan=dukcapil/ktp-el").await.has("#answer"), "calm");
            write_thread(&mut house.visitor(), &[("title", title)]).await;
        }
        let page = citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let question = page.text();
        assert!(page.has("label[for='answer']"), "{question}");
        let fields = [("kind", "question"), ("title", "Jam buka?"), ("body", "Sabtu buka?"), ("appear", "anonymous"), ("step", "send"), ("answer", "zzz")];
        let page = citizen.submit("/tulis", &fields).await;
        assert!(page.status == 422 && page.has("#answer-fault") && page.value("body") == "Sabtu buka?");
        let answers = include_str!("../../assets/questions/id.tsv");
        let (_, right) = answers.lines().filter_map(|l| l.split_once('\t'))
            .find(|(q, _)| question.contains(q)).expect("one of the questions");
        let right = right.split('|').next().expect("an answer").to_uppercase();
        let page = citizen.submit("/tulis", &[("answer", &right), ("step", "send")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        // Who is known, or has an account, is not asked; nor is anyone once it is over.
        assert!(!citizen.get("/tulis?layanan=dukcapil/ktp-el").await.has("#answer"), "known by now");
        assert!(!house.person(CITIZEN).await.get("/tulis?layanan=dukcapil/ktp-el").await.has("#answer"));
        house.app.clock.advance(11 * 60 * 1000);
        assert!(!house.visitor().get("/tulis?layanan=dukcapil/ktp-el").await.has("#answer"));
    }

    /// Many of the lowest marks from one place, for a service that is rated well: a moderator looks.
    async fn made_ratings_come_to_the_desk(house: House) {
        let to = "/nilai/dukcapil/ktp-el";
        for mark in ["4", "3", "4", "4", "3", "4", "4", "3", "4", "4"] {
            house.visitor().act(to, to, &[("overall", mark)]).await;
        }
        assert!(items(&house, ItemKind::Rating).await.is_empty(), "good marks of a good service");
        house.app.clock.advance(2 * 24 * 3600 * 1000);
        for _ in 0..9 {
            house.visitor().act(to, to, &[("overall", "1")]).await;
        }
        let rating = items(&house, ItemKind::Rating).await;
        assert_eq!(rating.len(), 9, "{rating:?}");
        assert!(rating.iter().all(|i| i.detail == "ratings-down" && i.n == 1), "{rating:?}");
    }

    async fn accounts_are_limited_wherever_they_come_from(house: House, "limit_account" = "3") {
        let mut citizen = house.person(CITIZEN).await;
        let mut last = 0;
        for _ in 0..5 {
            last = citizen.act("/akun", "/akun/profil", &[("name", "Siti"), ("lang", "id")]).await.status;
        }
        assert_eq!(last, 429);
        assert_eq!(citizen.get("/akun").await.status, 200, "reading goes on");
    }

    /// No address of email stands on any page that isn't its owner's or the admin's.
    async fn no_address_of_email_is_shown(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = write_thread(&mut citizen, &[
            ("body", "Balas ke warga@contoh.test atau warga [at] contoh [dot] test, terima kasih."), ("appear", "named"), ("name", "Siti Rahmah"), ("email", CITIZEN),
        ]).await;
        for (who, path) in [
            ("", format!("/utas/{number}")), ("", "/utas".into()), ("", "/".into()), ("", "/moderasi/log".into()),
            (STAFF, format!("/petugas/utas/{number}")), (STAFF, "/petugas".into()), (HEAD, "/petugas/pujian".into()),
            (MODERATOR, "/moderasi".into()), (MODERATOR, format!("/utas/{number}")), ("", "/feed/utas".into()),
        ] {
            let mut person = match who { "" => house.visitor(), who => house.person(who).await };
            let page = person.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(!page.html.contains("contoh.test") && !page.html.contains("kota.test"), "{path}");
        }
    }
}

/// The audit log names every act that is written, so that each can be asked for.
#[test]
fn every_audited_act_has_its_name() {
    fn read(folder: &std::path::Path, acts: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(&path, acts);
            } else {
                let text = std::fs::read_to_string(&path).expect("text");
                let said = text
                    .split("act: \"")
                    .skip(1)
                    .filter_map(|r| r.split('"').next());
                acts.extend(said.map(str::to_owned));
            }
        }
    }
    let mut acts = Vec::new();
    read(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut acts,
    );
    assert!(acts.len() > 5, "{acts:?}");
    let connect = include_str!("../../src/flows/connect.rs");
    assert!(acts.len() + connect.matches("note(").count() > 10);
    for act in acts {
        assert!(
            palanta::domain::audit::ACTS.contains(&act.as_str()),
            "{act}"
        );
    }
}

on_both! {
    /// Texts that are too long come back whole with what was found, whatever the body limit lets in.
    async fn a_million_characters_come_back(house: House, "body_limit_kib" = "4096") {
        let mut citizen = house.person(CITIZEN).await;
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        for seed in ["a", "0812 ", "Pak Budi ", "dasar anjing ", "[a](http://b.c) "] {
            let text = seed.repeat(1_000_000 / seed.len());
            let fields = [("kind", "complaint"), ("title", "Panjang"), ("body", text.as_str()), ("appear", "anonymous"), ("step", "send")];
            let page = citizen.submit("/tulis", &fields).await;
            assert_eq!(page.status, 422, "{seed}");
            assert!(page.has("#body-fault") && page.value("body").len() >= text.trim().len(), "{seed}: nothing is lost");
        }
    }

    /// What a pattern would choke on is a text like any other here: there are no patterns to choke.
    async fn bombs_for_patterns_are_plain_text(house: House, "hold_first" = "false", "hold_score" = "0", "refuse_score" = "0") {
        let mut citizen = house.visitor();
        let bombs = [
            "(a+)+$ ".repeat(600), format!("{}!", "a".repeat(4_900)), format!("{}@", "a.".repeat(2_400)),
            "(((((((((([a-z]*)*)*)*)*)*)*)*)*)*)".repeat(100), format!("x{}", " ".repeat(4_800)) + "y",
            "0812-".repeat(900), "a*".repeat(2_000),
        ];
        for (n, bomb) in bombs.iter().enumerate() {
            let title = format!("Pola {n}");
            let (number, _) = write_thread(&mut citizen, &[("title", &title), ("body", bomb)]).await;
            assert_eq!(house.visitor().get(&format!("/utas/{number}")).await.status, 200, "{n}");
        }
        for q in ["(a%2B)%2B%24", "%5B%5B%5B%5B", "a*a*a*a*a*a*a*a*a*a*b", "%25%25%25%25_____"] {
            assert_eq!(house.visitor().get(&format!("/utas?q={q}")).await.status, 200, "{q}");
        }
        let mut admin = house.person(ADMIN).await;
        admin.get("/admin/kata").await;
        for phrase in ["(a+)+$", ".. .. ..", "a b c d e f g", "{you} {me} {you} {me} {you} {me} {you}", "***"] {
            let page = admin.submit("/admin/kata", &[("act", "save"), ("class", "insult"), ("mark", "0.5"), ("phrase", phrase)]).await;
            assert_eq!(page.status, 422, "{phrase}: {}", page.text());
        }
    }

    /// Quotes in quotes stay shallow and whole, and the page stands.
    async fn nested_quotes_stay_shallow(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let deep = format!("{}dalam sekali\n\nLuar.", "> ".repeat(2_000));
        let lists = format!("{}dasar\n\nLuar.", "- ".repeat(2_000));
        for (n, body) in [deep, lists].iter().enumerate() {
            let title = format!("Kutipan {n}");
            let (number, _) = write_thread(&mut citizen, &[("title", &title), ("body", body)]).await;
            let page = house.visitor().get(&format!("/utas/{number}")).await;
            assert_eq!(page.status, 200);
            assert!(page.count(".words blockquote") <= 8 && page.count(".words ul") <= 8, "shallow");
            assert!(page.text().contains("Luar."), "{}", page.text());
        }
    }

    /// Letters that only look like others change nothing: not for insults, not for numbers, not for
    /// names of offices, and not for the host that a link leads to.
    async fn look_alikes_are_seen_through(house: House) {
        let mut known = known(&house, CITIZEN).await;
        for body in ["Dаsаr gоblоk kаu реtugаs", "Dasar ｇｏｂｌｏｋ kau", "D a s a r g\u{200b}o\u{200b}b\u{200b}l\u{200b}o\u{200b}k kau", "dasar g0bl0k"] {
            let (number, _) = write_thread(&mut known, &[("title", "Loket"), ("body", body)]).await;
            assert_eq!(house.visitor().get(&format!("/utas/{number}")).await.status, 404, "{body}");
        }
        let (number, _) = write_thread(&mut known, &[("title", "Nomor"), ("body", "Hubungi ０８１３ １１２２ ３３４４ atau [bank](https://www.bаnk.example/).")]).await;
        let page = house.visitor().get(&format!("/utas/{number}")).await;
        assert!(page.text().contains("[••• telepon]") && page.text().contains("xn--"), "{}", page.text());
        let mut visitor = house.visitor();
        for name in ["Рetugas Dukcapil", "ADM1N", "Dinas Kependudukan"] {
            visitor.get("/tulis?layanan=dukcapil/ktp-el").await;
            let fields = [("kind", "question"), ("title", "Jam buka"), ("body", "Sabtu buka?"), ("appear", "pseudonym"), ("name", name), ("step", "preview")];
            let page = visitor.submit("/tulis", &fields).await;
            assert!(page.text().contains("nama kantor atau petugas"), "{name}: {}", page.text());
        }
    }
}
