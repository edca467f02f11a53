//! Changing what was written: one's own text for a while, an official answer never silently; what was
//! said before stays readable, and a moderator's decision reaches it.

use crate::house::browser::Person;
use crate::house::{CITIZEN, HEAD, House, MODERATOR, OTHER_STAFF, STAFF};
use crate::on_both;
use palanta::domain::notice::Notice;
use palanta::domain::time::MINUTE_MS;
use palanta::flows::recount;
use palanta::store::{posts, threads};

/// The opening post of a thread.
async fn opening(house: &House, number: &str) -> palanta::store::entity::post::Model {
    let db = house.app.store.read();
    let thread = threads::by_number(db, number)
        .await
        .expect("a read")
        .expect("a thread");
    posts::opening(db, thread.id)
        .await
        .expect("a read")
        .expect("a post")
}

/// Whether every figure is as a recount finds it.
async fn figures_are_right(house: &House) {
    let found = recount::check(&house.app).await.expect("counted");
    assert_eq!(found.differences, 0, "{:?}", found.first);
}

/// The link by which a post that holds these words is changed.
fn link(page: &crate::house::browser::Page, words: &str) -> Option<String> {
    let article = page
        .html
        .split("<article")
        .skip(1)
        .find(|a| a.contains(words))?;
    let at = article
        .split("href=\"")
        .find(|h| h.contains("/ubah?pos="))?;
    at.split('"').next().map(str::to_owned)
}

async fn reply(person: &mut Person, number: &str, words: &str) {
    let at = format!("/utas/{number}");
    let page = person
        .act(&at, &format!("{at}/balas"), &[("body", words)])
        .await;
    assert_eq!(page.status, 303, "{}", page.text());
}

on_both! {
    /// A thread by its tracking code, a reply by its account: within the time, with masks, figures,
    /// search and history.
    async fn ones_own_text_is_changed(house: House, "hold_first" = "false") {
        let mut author = house.visitor();
        let (number, code) = house.thread_by(&mut author, &[("title", "Antrean KTP lama"), ("body", "Petugas tidak ramah dan antrean lama sekali di loket.")]).await;
        let (at, to) = (format!("/utas/{number}"), format!("/utas/{number}/ubah"));
        let mut other = house.person(CITIZEN).await;
        assert_eq!(link(&other.get(&at).await, "antrean lama sekali"), None, "not of others");
        author.act("/lacak", "/lacak", &[("code", &code)]).await;
        let change = link(&author.get(&at).await, "antrean lama sekali").expect("a link");
        let form = author.get(&change).await;
        assert_eq!((form.value("title").as_str(), form.value("body").as_str()), ("Antrean KTP lama", "Petugas tidak ramah dan antrean lama sekali di loket."));
        let bad = author.submit(&to, &[("title", ""), ("body", "")]).await;
        assert_eq!((bad.status, bad.count("p.fault")), (422, 2));
        author.get(&change).await;
        let same = author.submit(&to, &[]).await;
        assert_eq!(same.status, 303);
        assert!(author.get(&at).await.text().contains("Tidak ada yang berubah"));
        author.get(&change).await;
        // Shown first, since something of it is covered; nothing is changed yet.
        let shown = author.submit(&to, &[("title", "Petugas KTP kini ramah"), ("body", "Petugas ramah sekali, terima kasih. Hubungi saya 0812 3456 7890 saja. Kelurahan Sugar.")]).await;
        assert_eq!(shown.status, 200);
        assert!(shown.has("[data-preview] h2") && shown.text().contains("Kelurahan Sugar"));
        assert!(!house.visitor().get(&at).await.text().contains("Sugar"));
        let again = author.submit(&to, &[("step", "edit")]).await;
        assert!(again.value("body").contains("3456") && again.value("title") == "Petugas KTP kini ramah");
        author.submit(&to, &[]).await;
        let done = author.submit(&to, &[("step", "send")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let page = house.visitor().get(&at).await;
        assert!(page.text().contains("Petugas KTP kini ramah") && page.text().contains("ramah sekali"));
        assert!(!page.html.contains("3456") && !page.html.contains("lama sekali"));
        let post = opening(&house, &number).await;
        assert_eq!(post.polarity.map(|p| p.as_str()), Some("positive"));
        figures_are_right(&house).await;
        assert_eq!(house.visitor().get("/utas?q=sugar").await.count(".card"), 1, "found by what it says now");
        assert_eq!(house.visitor().get("/utas?q=%22antrean+lama%22").await.count(".card mark"), 0);
        // Every version, open to all.
        let history = page.attribute("a[href*='/riwayat/']", "href").expect("a history");
        let seen = house.visitor().get(&history).await;
        assert_eq!(seen.count(".versions > li"), 2);
        assert!(seen.has("del") && seen.has("ins") && seen.text().contains("Antrean KTP lama"));
        assert!(!seen.html.contains("3456"));
        // Words that would wait are not taken by the back door.
        author.get(&change).await;
        let abuse = author.submit(&to, &[("body", "Dasar petugas anjing bangsat, goblok semua!")]).await;
        assert_eq!(abuse.status, 422);
        assert!(abuse.value("body").contains("bangsat"), "what was typed is kept");
        // A reply, by its account; nobody else's.
        reply(&mut other, &number, "Saya menunggu dua jam di sana.").await;
        let page = other.get(&at).await;
        let mine = link(&page, "dua jam di sana").unwrap_or_else(|| panic!("{}", page.html));
        assert_eq!(author.get(&mine).await.status, 409, "not one's own");
        assert!(!other.get(&mine).await.has("input[name='title']"));
        let form = other.page.form(&to).expect("a form");
        assert_eq!(other.submit(&to, &[("body", "Saya menunggu tiga jam di sana.")]).await.status, 303);
        assert!(other.get(&at).await.text().contains("tiga jam di sana"));
        let csrf = author.csrf().await;
        assert_eq!(author.send(&to, form.clone(), &[("_csrf", &csrf), ("body", "Bukan saya.")]).await.status, 404);
        let mut nobody = house.visitor();
        let csrf = nobody.csrf().await;
        assert_eq!(nobody.send(&to, form.clone(), &[("_csrf", &csrf)]).await.status, 401);
        figures_are_right(&house).await;
        // After the time one adds a reply.
        house.app.clock.advance(16 * MINUTE_MS);
        assert_eq!(link(&other.get(&at).await, "tiga jam"), None);
        assert_eq!(other.get(&mine).await.status, 409);
        let csrf = other.csrf().await;
        let late = other.send(&to, form, &[("_csrf", &csrf), ("body", "Empat jam.")]).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("Tambahkan tanggapan"));
    }

    /// Whom an edit names is shown to its writer as it will be, and as they choose.
    async fn names_in_an_edit_are_chosen(house: House, "hold_first" = "false") {
        let mut author = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut author, &[]).await;
        let (at, to) = (format!("/utas/{number}"), format!("/utas/{number}/ubah"));
        let change = link(&author.get(&at).await, "dari pagi sampai siang").expect("a link");
        author.get(&change).await;
        let words = "Kemarin Pak Samsul Bahri di loket marah-marah kepada ibu saya.";
        let shown = author.submit(&to, &[("body", words)]).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert!(shown.has("select[name='nama-1']"), "{}", shown.text());
        let chosen = author.submit(&to, &[("nama-1", "covered"), ("step", "send")]).await;
        assert_eq!(chosen.status, 303, "{}", chosen.text());
        let read = house.visitor().get(&at).await.text();
        assert!(!read.contains("Bahri") && read.contains("Pak [••• nama]"), "{read}");
        figures_are_right(&house).await;
    }

    /// What a moderator decides holds for what was said before; hiding hides it all.
    async fn decisions_reach_earlier_versions(house: House, "hold_first" = "false") {
        let mut author = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut author, &[("body", "Tetangga saya si Polan Kaciak yang mengurusnya di loket.")]).await;
        let (at, to) = (format!("/utas/{number}"), format!("/utas/{number}/ubah"));
        let change = link(&author.get(&at).await, "mengurusnya").expect("a link");
        author.get(&change).await;
        assert_eq!(author.submit(&to, &[("body", "Tetangga saya yang mengurusnya di loket dua, rahasianya simsalabim.")]).await.status, 303);
        let history = author.get(&at).await.attribute("a[href*='/riwayat/']", "href").expect("a history");
        let post = opening(&house, &number).await.id.to_string();
        let open = author.get(&change).await;
        let mut moderator = house.person(MODERATOR).await;
        let review = format!("/moderasi/tinjau/{post}");
        let page = moderator.get(&review).await;
        let form = page.form_with("/moderasi/putusan", ("decision", "mask")).or_else(|| page.form("/moderasi/putusan")).expect("a form");
        let masked = moderator.send("/moderasi/putusan", form, &[("decision", "mask"), ("cover", "mengurusnya"), ("rule", "personal-data")]).await;
        assert_eq!(masked.status, 303, "{}", masked.text());
        let seen = house.visitor().get(&history).await;
        assert_eq!(seen.status, 200);
        assert!(!seen.html.contains("mengurusnya"), "in no version: {}", seen.text());
        // Nobody changes it any more.
        assert!(link(&author.get(&at).await, "simsalabim").is_none());
        let refused = author.get(&change).await;
        assert!(refused.status == 409 && refused.text().contains("sudah mengolah"), "{}", refused.text());
        let form = open.form(&to).expect("a form that was open before");
        let touched = author.send(&to, form, &[("body", "Lain lagi.")]).await;
        assert_eq!(touched.status, 409);
        let page = moderator.get(&at).await;
        let form = page.form("/moderasi/putusan").expect("a form");
        assert_eq!(moderator.send("/moderasi/putusan", form, &[("rule", "personal-data")]).await.status, 303);
        assert_eq!(house.visitor().get(&history).await.status, 404);
        assert_eq!(author.get(&history).await.status, 404);
    }

    /// An official answer: by the unit's staff, with a reason, each version dated and named; the author
    /// and those who follow are told each time.
    async fn an_answer_is_revised_in_the_open(house: House, "hold_first" = "false") {
        let mut author = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut author, &[]).await;
        let (at, bench) = (format!("/utas/{number}"), format!("/petugas/utas/{number}"));
        let mut staff = house.person(STAFF).await;
        assert_eq!(staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Loket buka pukul tujuh.")]).await.status, 303);
        let change = link(&staff.get(&bench).await, "pukul tujuh").expect("a link");
        let to = format!("{bench}/ubah");
        for email in [OTHER_STAFF, MODERATOR, CITIZEN] {
            let mut person = house.person(email).await;
            assert_eq!(person.get(&change).await.status, 403, "{email}");
        }
        // By another of the unit, who must say why.
        let mut head = house.person(HEAD).await;
        head.get(&change).await;
        let bad = head.submit(&to, &[("body", "Loket buka pukul delapan."), ("why", "")]).await;
        assert_eq!(bad.status, 422);
        assert_eq!(bad.value("body"), "Loket buka pukul delapan.");
        assert_eq!(head.submit(&to, &[("why", "Jamnya keliru.")]).await.status, 303);
        let page = house.visitor().get(&at).await;
        assert!(page.text().contains("pukul delapan") && !page.text().contains("pukul tujuh"));
        let history = page.attribute("a[href*='/riwayat/']", "href").expect("a history");
        let seen = house.visitor().get(&history).await.text();
        for part in ["pukul tujuh", "Jamnya keliru", "Yusnimar", "Kepala Seksi"] {
            if part == "pukul tujuh" { assert!(seen.contains("tujuh"), "{seen}"); } else { assert!(seen.contains(part), "{part}: {seen}"); }
        }
        head.get(&change).await;
        assert_eq!(head.submit(&to, &[("body", "Loket buka pukul sembilan."), ("why", "Pindah gedung.")]).await.status, 303);
        assert_eq!(house.visitor().get(&history).await.count(".versions > li"), 3);
        let told = house.letters(CITIZEN).await.into_iter().filter(|l| matches!(l.notice, Notice::Revised { .. })).count();
        assert_eq!(told, 2);
        palanta::jobs::following::spread(&house.app).await.expect("told");
        let news = author.get("/pemberitahuan").await.text();
        assert!(news.contains("Dinas Kependudukan mengubah jawabannya"), "{news}");
    }

    /// A reply that quotes, with a link to what is quoted; without script.
    async fn a_reply_quotes(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let at = format!("/utas/{number}");
        let mut citizen = house.person(CITIZEN).await;
        reply(&mut citizen, &number, "Di loket dua lebih cepat.").await;
        let page = citizen.get(&at).await;
        let links: Vec<String> = page.html.split("href=\"").skip(1).filter_map(|h| h.split('"').next()).filter(|h| h.contains("?kutip=")).map(str::to_owned).collect();
        assert_eq!(links.len(), 2);
        assert!(!house.visitor().get(&at).await.html.contains("?kutip="), "who can't reply quotes nothing");
        let quoting = citizen.get(links[1].split('#').next().expect("a path")).await;
        let begun = quoting.value("body");
        assert!(begun.starts_with("> ") && begun.contains("Di loket dua lebih cepat."), "{begun}");
        let sent = citizen.submit(&format!("{at}/balas"), &[("body", &format!("{begun}Betul, terima kasih."))]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let mut visitor = house.visitor();
        let page = visitor.get(&at).await;
        let to = page.attribute("blockquote a", "href").expect("a link");
        assert!(to.starts_with(&format!("{at}/pos/")), "{to}");
        assert_eq!(visitor.get(&to).await.status, 303);
        // A link to another site by that way stays what it was: no link at all.
        reply(&mut citizen, &number, "Lihat [ini](/utas/../masuk) dan [itu](//jahat.test/pos/a).").await;
        assert!(!visitor.get(&at).await.html.contains("href=\"//jahat") && !visitor.page.html.contains("/utas/../masuk"));
        assert_eq!(citizen.get(&format!("{at}?kutip=bukan-id")).await.value("body"), "");
    }

    /// A permalink leads to the page on which its post stands.
    async fn permalinks_reach_later_pages(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let at = format!("/utas/{number}");
        let mut citizen = house.person(CITIZEN).await;
        for n in 0..50 {
            reply(&mut citizen, &number, &format!("Balasan bernomor {n} di sini.")).await;
        }
        let mut visitor = house.visitor();
        let first = visitor.get(&at).await;
        let next = first.attribute("a[rel='next']", "href").expect("a page");
        let later = visitor.get(&next).await;
        let id = later.html.split("<li id=\"").nth(3).and_then(|r| r.split('"').next()).expect("an id").to_owned();
        let to = visitor.get(&format!("{at}/pos/{id}")).await.header("location").to_owned();
        let (path, anchor) = to.split_once('#').expect("an anchor");
        assert_eq!(anchor, id);
        assert!(visitor.get(path).await.html.contains(&format!("id=\"{id}\"")));
        assert_eq!(visitor.get(&format!("{at}/pos/00000000-0000-7000-8000-000000000000")).await.status, 404);
    }
}
