//! Where a unit is set so, an answer waits for its head; and files go with answers.

use crate::house::browser::{File, Page, Person};
use crate::house::{ADMIN, CITIZEN, HEAD, House, OTHER_STAFF, STAFF, write_thread};
use crate::office::colleague;
use crate::on_both;
use crate::photos::jpeg;
use crate::schedule::row;
use palanta::domain::notice::Notice;
use palanta::domain::thread::Status;
use palanta::domain::time::{DAY_MS, HOUR_MS};
use palanta::jobs::upkeep;
use palanta::store::audit;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";

async fn set_rule(house: &House, person: &mut Person, on: &str) -> u16 {
    let _ = house;
    let csrf = person.csrf().await;
    let request = person
        .request(reqwest::Method::POST, "/petugas/pelepasan")
        .form(&[("_csrf", csrf.as_str()), ("unit", "dukcapil"), ("on", on)]);
    person.receive(request).await.status
}

/// Answers with files chosen.
async fn answer(person: &mut Person, case: &str, body: &str, files: &[File<'_>]) -> Page {
    let action = format!("{case}/jawab");
    let page = person.get(case).await;
    let form = page.form(&action).expect("a form");
    person
        .send_files(&action, form, &[("body", body)], files)
        .await
}

fn file<'a>(field: &'a str, name: &'a str, bytes: &'a [u8]) -> File<'a> {
    File {
        field,
        name,
        kind: "text/html",
        bytes,
    }
}

on_both! {
    async fn an_answer_waits_for_the_head(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = write_thread(&mut citizen, &[]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let (mut staff, mut head) = (house.person(STAFF).await, house.person(HEAD).await);
        let mut other = colleague(&house).await;
        assert_eq!(set_rule(&house, &mut staff, "1").await, 403, "not by staff");
        let mut stranger = house.person(OTHER_STAFF).await;
        assert_eq!(set_rule(&house, &mut stranger, "1").await, 403);
        assert_eq!(set_rule(&house, &mut head, "1").await, 303);

        let page = answer(&mut staff, &case, "Loket keempat dibuka.", &[file("file1", "surat.pdf", PDF)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let hidden = |page: &Page| !page.html.contains("Loket keempat dibuka");
        assert!(hidden(&house.visitor().get(&thread).await) && hidden(&citizen.get(&thread).await), "nobody reads it");
        let before = row(&house, &number).await;
        assert_eq!((before.status, before.first_answer_ms), (Status::Routed, None), "the clock runs");
        // A colleague sees that it waits, and does not send a second one; nobody of another unit does.
        let page = other.get(&case).await;
        assert!(page.text().contains("Jawaban menunggu pelepasan") && !page.has("form[action$='/lepas']"));
        let page = other.submit(&format!("{case}/jawab"), &[("body", "Punya saya.")]).await;
        assert_eq!((page.status, page.value("body").as_str()), (409, "Punya saya."), "{}", page.text());
        assert_eq!(stranger.get(&case).await.status, 403);
        // Upkeep leaves its file alone.
        house.app.clock.advance(20 * HOUR_MS);
        upkeep::run(&house.app).await.expect("a run");
        assert_eq!(house.count("attachment").await, 1);

        // Given back with a note: it is its writer's again, with its file.
        let page = head.act(&case, &format!("{case}/kembalikan"), &[("note-back", " ")]).await;
        assert!(page.status == 422 && page.has("#note-back-fault"), "{}", page.text());
        let page = head.submit(&format!("{case}/kembalikan"), &[("note-back", "Sebut jam bukanya")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert!(house.letters(STAFF).await.iter().any(|l| matches!(&l.notice, Notice::GivenBack { note, .. } if note == "Sebut jam bukanya")));
        assert!(!other.get(&case).await.text().contains("Sebut jam bukanya"), "the writer's alone");
        for _ in 0..2 {
            let page = staff.get(&case).await;
            assert!(page.text().contains("Sebut jam bukanya") && page.text().contains("surat.pdf"), "{}", page.text());
            assert_eq!(page.value("body"), "Loket keempat dibuka.");
        }
        let page = staff.submit(&format!("{case}/jawab"), &[("body", "Loket keempat dibuka pukul delapan.")]).await;
        assert_eq!(page.status, 303, "{}", page.text());

        // Released: it stands under its writer's name, and everything counts from now.
        house.app.clock.advance(5 * DAY_MS);
        let old = head.get(&case).await.form_with(&format!("{case}/lepas"), ("draft", &head.page.value("draft"))).expect("a form");
        let page = head.submit(&format!("{case}/lepas"), &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let page = house.visitor().get(&thread).await;
        assert!(page.text().contains("pukul delapan") && page.text().contains("Rahmi Putri"), "{}", page.text());
        assert!(page.text().contains("surat.pdf") && !page.text().contains("Sebut jam bukanya"));
        let after = row(&house, &number).await;
        assert_eq!((after.status, after.first_answer_ms), (Status::Answered, after.answered_ms));
        assert!(after.first_answer_ms > before.first_answer_ms && after.first_answer_ms >= Some(before.active_ms.plus_ms(5 * DAY_MS)));
        assert_eq!(house.count("first_answer WHERE took_ms > 400000000").await, 1, "five days and more");
        assert!(house.letters(CITIZEN).await.iter().any(|l| matches!(l.notice, Notice::Answered { .. })));
        let again = head.send(&format!("{case}/lepas"), old, &[]).await;
        assert_eq!(again.status, 409, "once");
        audit::verify(house.app.store.read()).await.expect("whole");
        assert_eq!(house.count("audit_entry WHERE act IN ('release rule', 'give answer back', 'release answer')").await, 3);

        // The head's own answers go out at once; and so do all when the rule is lifted.
        let (second, _) = write_thread(&mut citizen, &[("title", "Yang kedua")]).await;
        let bench = format!("/petugas/utas/{second}");
        answer(&mut head, &bench, "Sudah.", &[]).await;
        assert_eq!(row(&house, &second).await.status, Status::Answered);
        let mut admin = house.person(ADMIN).await;
        assert_eq!(set_rule(&house, &mut admin, "0").await, 303);
        let (third, _) = write_thread(&mut citizen, &[("title", "Yang ketiga")]).await;
        answer(&mut staff, &format!("/petugas/utas/{third}"), "Sudah.", &[]).await;
        assert_eq!(row(&house, &third).await.status, Status::Answered);
    }

    /// Who releases sees the photos of what waits; nobody else but its writer does.
    /// A new version of an answer would be out without the release.
    async fn a_new_version_is_the_heads(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let case = format!("/petugas/utas/{number}");
        let (mut staff, mut head) = (house.person(STAFF).await, house.person(HEAD).await);
        assert_eq!(answer(&mut staff, &case, "Loket keempat dibuka.", &[]).await.status, 303);
        let change = staff.get(&case).await.attribute("a[href*='/ubah']", "href").expect("a link");
        let open = staff.get(&change).await;
        assert_eq!(set_rule(&house, &mut head, "1").await, 303);
        let to = format!("{case}/ubah");
        let form = open.form(&to).expect("a form that was open before");
        let page = staff.send(&to, form, &[("body", "Loket kelima dibuka."), ("why", "Salah hitung")]).await;
        assert!(page.status == 409 && page.text().contains("kepala unit"), "{}", page.text());
        assert_eq!(staff.get(&change).await.status, 409);
        assert!(!staff.get(&case).await.has("a[href*='/ubah']"));
        head.get(&change).await;
        let page = head.submit(&to, &[("body", "Loket kelima dibuka."), ("why", "Salah hitung")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }

    async fn a_photo_waits_with_its_answer(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let case = format!("/petugas/utas/{number}");
        let (mut staff, mut head) = (house.person(STAFF).await, house.person(HEAD).await);
        assert_eq!(set_rule(&house, &mut head, "1").await, 303);
        let picture = jpeg(600, 400, 90);
        let page = answer(&mut staff, &case, "Lampunya sudah diganti.", &[file("photo1", "lampu.jpg", &picture)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let shown = head.get(&case).await.attribute("img[src^='/tulis/foto/']", "src").expect("a picture");
        assert_eq!(head.get(&shown).await.status, 200);
        assert_eq!(staff.get(&shown).await.status, 200);
        for person in [&mut house.visitor(), &mut house.person(OTHER_STAFF).await, &mut colleague(&house).await] {
            assert_eq!(person.get(&shown).await.status, 404);
        }
        head.get(&case).await;
        assert_eq!(head.submit(&format!("{case}/lepas"), &[]).await.status, 303);
        assert!(house.visitor().get(&format!("/utas/{number}")).await.has(".photos img"));
    }

    /// A role that ends in mid-form: what waited is not released in that person's name.
    async fn a_writer_who_left_speaks_no_more(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let case = format!("/petugas/utas/{number}");
        let (mut staff, mut head, mut admin) = (house.person(STAFF).await, house.person(HEAD).await, house.person(ADMIN).await);
        set_rule(&house, &mut head, "1").await;
        answer(&mut staff, &case, "Loket dibuka.", &[]).await;
        let ask = staff.get(&case).await.form(&format!("{case}/jawab")).expect("a form");
        let people = admin.get("/admin/orang").await;
        let row = people.html.split("<li").find(|r| r.contains(STAFF)).or_else(|| people.html.split("<tr").find(|r| r.contains(STAFF))).expect("a row");
        let grant = row.split("name=\"grant\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("a grant").to_owned();
        let form = people.form_with("/admin/orang/akhiri", ("grant", &grant)).expect("a form");
        assert_eq!(admin.send("/admin/orang/akhiri", form, &[]).await.status, 303);
        // A form that was open is refused at once, and says so.
        let page = staff.send(&format!("{case}/jawab"), ask, &[("body", "Masih saya")]).await;
        assert_eq!(page.status, 403);
        assert!(page.text().contains("Masih saya"), "what was typed is there to be copied: {}", page.text());
        // The case is anybody's, and the words are there for whoever takes it.
        let page = head.get(&case).await;
        assert!(!page.has("form[action$='/lepas']") && page.has("article.note"), "{}", page.text());
        assert!(page.text().contains("Jawaban yang belum dilepas") && page.text().contains("Loket dibuka."), "{}", page.text());
        assert_eq!(house.count("post WHERE kind = 'official'").await, 0);
        assert_eq!(house.count("answer_draft WHERE state = 'dropped'").await, 1);
        let public = house.visitor().get(&format!("/utas/{number}")).await;
        assert!(!public.html.contains("Loket dibuka.") && !public.html.contains("belum dilepas"), "{}", public.text());
        // The head answers as usual.
        let page = answer(&mut head, &case, "Loket dibuka Senin.", &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(house.count("post WHERE kind = 'official'").await, 1);
    }

    /// Nobody would look at cases in the name of who has left; and another role there keeps them.
    async fn cases_go_back_to_the_unit_with_the_last_role(house: House, "hold_first" = "false") {
        let mut staff = house.person(STAFF).await;
        let (mut head, mut admin) = (house.person(HEAD).await, house.person(ADMIN).await);
        let (mut citizen, mut numbers) = (house.person(CITIZEN).await, Vec::new());
        for title in ["Diambil", "Ditanya", "Menunggu", "Dijawab"] {
            numbers.push(write_thread(&mut citizen, &[("title", title)]).await.0);
        }
        let [taken, asked, held, answered] = &numbers[..] else { panic!("four") };
        let bench = |number: &str| format!("/petugas/utas/{number}");
        staff.act(&bench(taken), &format!("{}/ambil", bench(taken)), &[]).await;
        staff.act(&bench(asked), &format!("{}/tanya", bench(asked)), &[("question", "Loket yang mana?")]).await;
        assert_eq!(answer(&mut staff, &bench(answered), "Sudah.", &[]).await.status, 303);
        assert_eq!(set_rule(&house, &mut head, "1").await, 303);
        assert_eq!(answer(&mut staff, &bench(held), "Besok dibuka.", &[]).await.status, 303);
        assert_eq!(house.count("thread WHERE assigned_to IS NOT NULL").await, 4);
        let end = async |admin: &mut Person, at: usize| {
            let page = admin.get("/admin/orang").await;
            let row = page.html.split("<li").filter(|r| r.contains(STAFF)).nth(at).expect("a row").to_owned();
            let grant = row.split("name=\"grant\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("a grant").to_owned();
            let form = page.form_with("/admin/orang/akhiri", ("grant", &grant)).expect("a form");
            assert_eq!(admin.send("/admin/orang/akhiri", form, &[]).await.status, 303);
            row
        };
        // A second role on the unit: ending either leaves everything as it is.
        let grant = [("email", STAFF), ("name", "Rahmi Putri"), ("role", "unit_head"), ("unit", "dukcapil"), ("position", "Plt.")];
        assert_eq!(admin.act("/admin/orang", "/admin/orang", &grant).await.status, 303);
        let said = end(&mut admin, 0).await;
        assert!(!said.contains("kembali ke unit") && !said.contains("catatan internal"), "{said}");
        assert_eq!(house.count("thread WHERE assigned_to IS NOT NULL").await, 4);
        assert_eq!(house.count("answer_draft WHERE state = 'waiting'").await, 1);
        assert_eq!(house.count("audit_entry WHERE act = 'hand cases back'").await, 0);

        head.get("/petugas").await;
        let said = end(&mut admin, 0).await;
        assert!(said.contains("3 kasus yang ditanganinya kembali") && said.contains("1 jawabannya yang belum dilepas"), "{said}");
        for (number, status) in [(taken, Status::Routed), (asked, Status::Asked), (held, Status::Routed)] {
            let t = row(&house, number).await;
            assert_eq!((t.status, t.assigned_to), (status, None), "{}", t.title);
            let page = house.visitor().get(&format!("/utas/{number}")).await;
            assert_eq!(page.text().matches("Kembali ke unit: petugas yang menanganinya").count(), 1, "{}", page.text());
        }
        assert_eq!(row(&house, answered).await.status, Status::Answered);
        assert_eq!(house.count("answer_draft WHERE state = 'dropped'").await, 1);
        assert_eq!(house.count("audit_entry WHERE act = 'hand cases back' AND detail = '3'").await, 1);
        assert_eq!(house.count("audit_entry WHERE act = 'set answer aside'").await, 1);
        audit::verify(house.app.store.read()).await.expect("whole");
        // Whoever is there takes them, also one whose author is still asked.
        for number in [taken, asked] {
            let page = head.act(&bench(number), &format!("{}/ambil", bench(number)), &[]).await;
            assert_eq!(page.status, 303, "{}", page.text());
            assert!(row(&house, number).await.assigned_to.is_some());
        }
        // What was answered is nobody's when it is opened again.
        assert!(row(&house, answered).await.assigned_to.is_some());
        let thread = format!("/utas/{answered}");
        let page = citizen.act(&thread, &format!("{thread}/buka-lagi"), &[("body", "Masih antre.")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let t = row(&house, answered).await;
        assert_eq!((t.status, t.assigned_to), (Status::Routed, None));
    }

    async fn files_go_with_answers_as_downloads_only(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = write_thread(&mut citizen, &[]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let mut staff = house.person(STAFF).await;
        // What is none is refused with its name; what could be taken is kept, and what was typed too.
        let long = [PDF, &vec![b' '; 6 << 20]].concat();
        let wrong = [
            file("file1", "jahat.pdf", b"<script>alert(1)</script>"),
            file("file2", "Surat Edaran.pdf", PDF),
            file("file3", "panjang.pdf", &long),
        ];
        let page = answer(&mut staff, &case, "Terlampir.", &wrong).await;
        assert_eq!((page.status, page.value("body").as_str()), (422, "Terlampir."), "{}", page.text());
        assert!(page.text().contains("“jahat.pdf” bukan PDF") && page.text().contains("“panjang.pdf” lebih dari 5 MB"), "{}", page.text());
        assert!(page.text().contains("Surat Edaran.pdf"));
        // The same once more is one, and the fourth too many.
        let more = [
            file("file2", "sama.pdf", PDF),
            file("file3", "cut.pdf", b"%PDF-1.4 cut off"),
        ];
        let form = page.form(&format!("{case}/jawab")).expect("a form");
        let page = staff.send_files(&format!("{case}/jawab"), form, &[], &more).await;
        assert!(page.status == 422 && page.text().contains("terpotong"), "{}", page.text());
        assert_eq!(house.count("attachment").await, 1);
        let page = staff.submit(&format!("{case}/jawab"), &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());

        let page = house.visitor().get(&thread).await;
        let address = page.attribute(".files a", "href").expect("a file");
        assert!(page.text().contains("Surat Edaran.pdf PDF, 1 KB"), "{}", page.text());
        let got = house.visitor().get(&address).await;
        assert_eq!((got.status, got.bytes.as_slice()), (200, PDF));
        assert_eq!(got.header("content-type"), "application/pdf");
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
        assert!(got.header("content-disposition").starts_with("attachment; filename=\"Surat Edaran.pdf\""), "{}", got.header("content-disposition"));
        assert_eq!(house.visitor().get(&format!("{thread}/berkas/{}", "0".repeat(32))).await.status, 404);
        assert_eq!(house.visitor().get(&format!("{thread}/berkas/..%2f")).await.status, 404);
        // A hidden answer takes its file with it.
        let mut moderator = house.person(crate::house::MODERATOR).await;
        moderator.get(&thread).await;
        let post = house.visitor().get(&thread).await.attribute("article.official", "aria-label").is_some();
        assert!(post);
        let official = moderator.page.html.split("<li id=\"").find(|p| p.contains("post official")).expect("an answer").split('"').next().expect("an id").to_owned();
        let id = uuid::Uuid::parse_str(&official).expect("an id").to_string();
        let form = moderator.page.form_with("/moderasi/putusan", ("post", &id)).expect("a form");
        let page = moderator.send("/moderasi/putusan", form, &[("rule", "insult")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert!(!house.visitor().get(&thread).await.has(".files a"));
        assert_eq!(house.visitor().get(&address).await.status, 404);
        // A confidential thread's are for who reads it.
        let (secret, _) = write_thread(&mut citizen, &[("appear", "confidential"), ("title", "Rahasia")]).await;
        answer(&mut staff, &format!("/petugas/utas/{secret}"), "Terlampir.", &[file("file1", "rahasia.pdf", PDF)]).await;
        let address = citizen.get(&format!("/utas/{secret}")).await.attribute(".files a", "href").expect("a file");
        let got = citizen.get(&address).await;
        assert_eq!((got.status, got.header("cache-control")), (200, "private, no-store"));
        assert_eq!(house.visitor().get(&address).await.status, 404);
        // A file that is never sent goes.
        let (third, _) = write_thread(&mut citizen, &[("title", "Ketiga")]).await;
        answer(&mut staff, &format!("/petugas/utas/{third}"), " ", &[file("file1", "lupa.pdf", PDF)]).await;
        assert_eq!(house.count("attachment WHERE form_key IS NOT NULL").await, 1);
        house.app.clock.advance(7 * HOUR_MS);
        upkeep::run(&house.app).await.expect("a run");
        assert_eq!(house.count("attachment WHERE form_key IS NOT NULL").await, 0);
    }
}
