//! A reply that raises another matter becomes a thread of its own: its author stays what they were, both
//! threads name each other, and the figures move.

use crate::house::browser::Person;
use crate::house::{CITIZEN, House, MODERATOR, OTHER_STAFF, STAFF, write_thread};
use crate::on_both;
use crate::schedule::row;
use palanta::domain::notice::Notice;
use palanta::domain::tally;
use palanta::domain::thread::{Appear, Routing};
use palanta::flows::recount;
use palanta::store::rollups::{self, Span};

async fn counted(house: &House, slug: &str) -> (i64, i64) {
    let city = house.app.city().await.expect("a city");
    let unit = city.directory.unit_by_slug(slug).expect("a unit").id;
    let span = Span::Months("2000-01", "2999-12");
    let sums = rollups::of_unit(house.app.store.read(), unit, span)
        .await
        .expect("figures");
    (sums.n(tally::THREADS), sums.n(tally::POSTS))
}

/// The reply that holds these words, as the workbench's form names it.
async fn reply(person: &mut Person, case: &str, words: &str) -> String {
    let page = person.get(case).await;
    let part = page
        .html
        .split("<li id=\"")
        .find(|p| p.contains(words) && p.contains("post citizen"));
    let id = part.expect("a reply").split('"').next().expect("an id");
    uuid::Uuid::parse_str(id).expect("an id").to_string()
}

on_both! {
    async fn a_reply_becomes_a_thread_of_its_own(house: House, "hold_first" = "false") {
        let mut author = house.visitor();
        let (number, code) = write_thread(&mut author, &[("email", "penulis@contoh.test")]).await;
        let (case, thread, split) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"), format!("/petugas/utas/{number}/pecah"));
        author.act("/lacak", "/lacak", &[("code", &code)]).await;
        let words = "Selain itu anak saya belum diimunisasi sejak bulan lalu.";
        author.act(&thread, &format!("{thread}/balas"), &[("body", words)]).await;
        let mut citizen = house.person(CITIZEN).await;
        citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Kartu keluarga saya juga salah nama.")]).await;
        assert_eq!(counted(&house, "dukcapil").await, (1, 3));

        let mut staff = house.person(STAFF).await;
        let post = reply(&mut staff, &case, "belum diimunisasi").await;
        let clinic = ("place", "puskesmas/imunisasi");
        let page = staff.act(&case, &split, &[("post", &post), ("title", " "), clinic]).await;
        assert!(page.status == 422 && page.has("#title-fault") && page.value("place") == clinic.1, "{}", page.text());
        let page = staff.submit(&split, &[("post", &post), ("title", "Imunisasi anak"), ("place", "tidak/ada")]).await;
        assert!(page.status == 422 && page.has("#place-fault") && page.value("title") == "Imunisasi anak", "{}", page.text());
        let page = staff.submit(&split, &[("post", &post), ("title", "Imunisasi anak"), clinic]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let link = house.visitor().get(&thread).await.attribute(".step .detail a", "href").expect("a link");
        let new_number = link.rsplit('/').next().expect("a number").to_owned();
        let made = row(&house, &new_number).await;
        assert_eq!((made.appear, made.routing, made.author_label.as_str()), (Appear::Anonymous, Routing::Moved, ""));
        assert!(made.due_ms > row(&house, &number).await.routed_ms && made.assigned_to.is_none());
        // Both ways, and nothing of the author that was not there before.
        let page = house.visitor().get(&thread).await;
        assert!(page.has(&format!("a[href='/utas/{new_number}']")) && !page.html.contains("belum diimunisasi"), "{}", page.text());
        let page = house.visitor().get(&format!("/utas/{new_number}")).await;
        assert!(page.has(&format!("a[href='{thread}']")) && page.text().contains("belum diimunisasi"), "{}", page.text());
        assert!(!page.html.contains("penulis@contoh.test"));
        assert!(house.visitor().get("/utas?q=diimunisasi").await.html.contains(&new_number), "found by its words");
        let mut clinic_staff = house.person(OTHER_STAFF).await;
        assert!(clinic_staff.get("/petugas").await.html.contains(&new_number));
        assert!(!clinic_staff.get(&format!("/petugas/utas/{new_number}")).await.html.contains("penulis@contoh.test"));
        let told = house.letters("penulis@contoh.test").await;
        assert!(told.iter().any(|l| matches!(&l.notice, Notice::Split { into, .. } if *into == new_number)));
        assert_eq!((counted(&house, "dukcapil").await, counted(&house, "puskesmas").await), ((1, 2), (1, 1)));

        // Somebody else's, within the unit: theirs to confirm and reopen from now.
        let post = reply(&mut staff, &case, "salah nama").await;
        staff.act(&case, &split, &[("post", &post), ("title", "Nama di kartu keluarga"), ("place", "dukcapil/kk")]).await;
        let mine = citizen.get("/akun").await;
        assert!(mine.text().contains("Nama di kartu keluarga"), "{}", mine.text());
        assert_eq!((counted(&house, "dukcapil").await, row(&house, &number).await.replies), ((2, 2), 0));
        let found = recount::check(&house.app).await.expect("a count");
        assert_eq!(found.differences, 0, "{:?}", found.first);
        // Not twice, not the opening, not another's case.
        let csrf = staff.csrf().await;
        let send = |post: String| staff.request(reqwest::Method::POST, &split)
            .form(&[("_csrf", csrf.clone()), ("post", post), ("title", "Lagi".to_owned()), ("place", "dukcapil/kk".to_owned())]);
        let request = send(post);
        assert_eq!(staff.receive(request).await.status, 409);
        let opening = reply(&mut house.person(STAFF).await, &case, "menunggu dari pagi").await;
        let request = staff.request(reqwest::Method::POST, &split)
            .form(&[("_csrf", csrf.as_str()), ("post", opening.as_str()), ("title", "Lagi"), ("place", "dukcapil/kk")]);
        assert_eq!(staff.receive(request).await.status, 409);
        let csrf = clinic_staff.csrf().await;
        let request = clinic_staff.request(reqwest::Method::POST, &split).form(&[("_csrf", csrf.as_str())]);
        assert_eq!(clinic_staff.receive(request).await.status, 403);
    }

    /// What is reported is settled where it stands.
    async fn a_reported_reply_stays(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let mut citizen = house.person(CITIZEN).await;
        citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Kartu keluarga saya juga salah nama.")]).await;
        let mut staff = house.person(STAFF).await;
        let post = reply(&mut staff, &case, "salah nama").await;
        let mut reader = house.visitor();
        reader.act(&format!("{thread}/lapor?pos={post}"), &format!("{thread}/lapor"), &[("rule", "spam"), ("note", "")]).await;
        let page = staff.act(&case, &format!("{case}/pecah"), &[("post", &post), ("title", "Nama di KK"), ("place", "dukcapil/kk")]).await;
        assert_eq!((page.status, page.value("title").as_str()), (409, "Nama di KK"), "{}", page.text());
        assert!(house.person(MODERATOR).await.get("/moderasi").await.text().contains("salah nama"));
    }

    /// Who wrote without an account follows the new thread by the code they have; and a split by mistake
    /// is undone by joining the two.
    async fn one_code_leads_to_both(house: House, "hold_first" = "false") {
        let mut author = house.visitor();
        let (number, code) = write_thread(&mut author, &[]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        author.act("/lacak", "/lacak", &[("code", &code)]).await;
        author.act(&thread, &format!("{thread}/balas"), &[("body", "Nama di kartu keluarga juga salah.")]).await;
        let mut staff = house.person(STAFF).await;
        let post = reply(&mut staff, &case, "kartu keluarga juga").await;
        let page = staff.act(&case, &format!("{case}/pecah"), &[("post", &post), ("title", "Nama di kartu keluarga"), ("place", "dukcapil/kk")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        // How to undo it is said.
        assert!(staff.get(&case).await.text().contains("Keliru? Gabungkan"), "{}", staff.page.text());
        let link = house.visitor().get(&thread).await.attribute(".step .detail a", "href").expect("a link");
        let made = link.rsplit('/').next().expect("a number").to_owned();
        let bench = format!("/petugas/utas/{made}");
        staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Sudah kami betulkan.")]).await;

        // On another device, by the same code.
        let mut again = house.visitor();
        let page = again.act("/lacak", "/lacak", &[("code", &code)]).await;
        assert!(page.header("location").starts_with(&thread), "{}", page.header("location"));
        let page = again.get(&thread).await;
        assert!(page.has(&format!(".notice a[href='{link}']")), "{}", page.text());
        let page = again.get("/lacak").await;
        assert!(page.has(&format!("a[href='{link}']")) && page.has(&format!("a[href='{thread}']")), "{}", page.text());
        let page = again.act(&link, &format!("{link}/konfirmasi"), &[]).await;
        assert_eq!(page.status, 303, "theirs: {}", page.text());
        let mut stranger = house.visitor();
        assert!(stranger.get(&link).await.form(&format!("{link}/buka-lagi")).is_none());
        assert!(!stranger.get("/lacak").await.html.contains(&made));
        // Another's code opens neither.
        let (_, other) = write_thread(&mut stranger, &[("title", "Lain")]).await;
        stranger.act("/lacak", "/lacak", &[("code", &other)]).await;
        assert!(stranger.get(&link).await.form(&format!("{link}/buka-lagi")).is_none());
        again.act(&link, &format!("{link}/buka-lagi"), &[("body", "Masih salah.")]).await;

        // By mistake: joined again, all is in one place, and both addresses work.
        let page = staff.act(&bench, &format!("{bench}/gabung"), &[("into", &number)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let page = again.get(&link).await;
        assert!(page.status == 200 && page.has(&format!("a[href='{thread}']")) && page.text().contains("kartu keluarga juga"));
        let found = recount::check(&house.app).await.expect("a count");
        assert_eq!(found.differences, 0, "{:?}", found.first);
    }
}
