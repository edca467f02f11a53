//! How a case is handled: declined on a ground, seen before it is sent, resolved with what was done,
//! beside what was done before.

use crate::house::browser::{File, Page, Person};
use crate::house::{CITIZEN, HEAD, OTHER_STAFF, STAFF, write_thread};
use crate::on_both;
use crate::schedule::{day_in, row};
use palanta::domain::lang::Lang;
use palanta::domain::notice::Notice;
use palanta::domain::thread::Status;
use palanta::mail;
use sea_orm::ConnectionTrait;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";

/// Presses a button of the answer's form, with a file chosen.
async fn press(person: &mut Person, case: &str, step: &str, fill: &[(&str, &str)]) -> Page {
    let action = format!("{case}/jawab");
    let mut form = person.page.form(&action).expect("a form");
    form.push(("step".into(), step.into()));
    person.send_files(&action, form, fill, &[]).await
}

on_both! {
    async fn a_case_is_declined_on_a_ground(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = write_thread(&mut citizen, &[]).await;
        let (case, thread, decline) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"), format!("/petugas/utas/{number}/tolak"));
        let mut staff = house.person(STAFF).await;
        let words = "Jalan itu milik provinsi; sampaikan ke Dinas BMCKTR.";
        for (ground, reason, fault) in [("", words, "#ground-fault"), ("karena", words, "#ground-fault"), ("elsewhere", " ", "#reason-fault")] {
            let page = staff.act(&case, &decline, &[("ground", ground), ("reason", reason)]).await;
            assert!(page.status == 422 && page.has(fault), "{ground}: {}", page.text());
            if reason == words {
                assert_eq!(page.value("reason"), words, "what was typed stays");
            }
        }
        // "Not enough to go on" asks first.
        let page = staff.act(&case, &decline, &[("ground", "unclear"), ("reason", words)]).await;
        assert!(page.status == 422 && page.has("#ground-fault"), "{}", page.text());
        assert!(page.has("#ground option[value=unclear][selected]"), "the choice stays");
        assert_eq!(row(&house, &number).await.status, Status::Routed);
        staff.act(&case, &format!("{case}/tanya"), &[("question", "Jalan yang mana?")]).await;
        let page = staff.act(&case, &decline, &[("ground", "unclear"), ("reason", "Lokasinya belum kami kenali.")]).await;
        assert_eq!(page.status, 303, "{}", page.text());

        let (second, _) = write_thread(&mut citizen, &[("title", "Jalan provinsi")]).await;
        let bench = format!("/petugas/utas/{second}");
        let page = staff.act(&bench, &format!("{bench}/tolak"), &[("ground", "elsewhere"), ("reason", words)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(house.count("post WHERE step = 'decline' AND reason = 'elsewhere'").await, 1, "a code");
        let mut reader = house.visitor();
        let page = reader.get(&format!("/utas/{second}")).await;
        assert!(page.text().contains("Bukan kewenangan") && page.text().contains(words), "{}", page.text());
        let letter = house.letters(CITIZEN).await.into_iter()
            .find(|l| matches!(&l.notice, Notice::Declined { number, .. } if *number == second)).expect("a letter");
        for (lang, said) in [(Lang::Id, "Bukan kewenangan"), (Lang::En, "Not within this city"), (Lang::Min, "Indak kuaso")] {
            let mut letter = letter.clone();
            letter.lang = lang;
            let text = mail::write(&house.desk().house, &letter).text();
            assert!(text.contains(said) && text.contains(words), "{text}");
        }
        // One from before there were grounds shows its words.
        let old = "UPDATE post SET reason = NULL WHERE step = 'decline'";
        house.app.store.write().execute_unprepared(old).await.expect("a write");
        let page = staff.get(&bench).await;
        assert!(page.text().contains(words) && !page.text().contains("Bukan kewenangan Pemerintah"), "{}", page.text());
        assert_eq!(house.visitor().get(&thread).await.status, 200);
    }

    async fn an_answer_is_seen_before_it_is_sent(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let action = format!("{case}/jawab");
        let mut staff = house.person(STAFF).await;
        let form = staff.get(&case).await.form(&action).expect("a form");
        let mut form = form;
        form.push(("step".into(), "preview".into()));
        let file = File { field: "file1", name: "surat.pdf", kind: "application/pdf", bytes: PDF };
        let body = "Loket **keempat** dibuka.\n\n- Hubungi 0812 3456 7890";
        let page = staff.send_files(&action, form, &[("body", body), ("done", "1")], &[file]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let look = page.html.split("data-preview").nth(1).and_then(|p| p.split("<form").next()).expect("a preview").to_owned();
        for part in ["<strong>keempat</strong>", "Rahmi Putri", "Kepala Seksi", "surat.pdf", "class=\"seal\""] {
            assert!(look.contains(part), "{part}: {look}");
        }
        assert!(page.text().contains("mungkin data pribadi"), "{}", page.text());
        assert_eq!(house.count("post WHERE kind = 'official'").await, 0, "nothing is sent");
        assert!(!house.visitor().get(&thread).await.html.contains("keempat"));
        // On with the writing: everything is there.
        let page = press(&mut staff, &case, "edit", &[]).await;
        assert_eq!((page.status, page.value("body").as_str()), (200, body), "{}", page.text());
        assert!(page.text().contains("surat.pdf") && page.has("input[name=done][value='1'][checked]"));
        let body = "Loket **keempat** dibuka pukul delapan.";
        let page = press(&mut staff, &case, "preview", &[("body", body)]).await;
        assert!(page.status == 200 && !page.text().contains("mungkin data pribadi"), "{}", page.text());
        let look = page.html.split("<div class=\"words\">").nth(1).and_then(|p| p.split("</div>").next()).expect("words").to_owned();
        let page = press(&mut staff, &case, "send", &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let shown = house.visitor().get(&thread).await;
        assert!(shown.html.contains(&look) && shown.text().contains("surat.pdf"), "exactly so: {}", shown.text());
        // Nothing to see: the fault stands beside the field.
        staff.get(&case).await;
        let page = press(&mut staff, &case, "preview", &[("body", " ")]).await;
        assert!(page.status == 422 && page.has("#body-fault"), "{}", page.text());
        // A colleague who spoke meanwhile is seen at sending, as ever.
        staff.get(&case).await;
        let page = press(&mut staff, &case, "preview", &[("body", "Sekali lagi.")]).await;
        assert_eq!(page.status, 200);
        let mut head = house.person(HEAD).await;
        head.act(&case, &action, &[("body", "Dari kepala.")]).await;
        let page = press(&mut staff, &case, "send", &[]).await;
        assert_eq!((page.status, page.value("body").as_str()), (409, "Sekali lagi."), "{}", page.text());
        // Nobody looks through another unit's form.
        let mut other = house.person(OTHER_STAFF).await;
        let csrf = other.csrf().await;
        let request = other.request(reqwest::Method::POST, &action).form(&[("_csrf", csrf.as_str()), ("body", "Dari luar."), ("step", "preview")]);
        assert_eq!(other.receive(request).await.status, 403);
    }

    /// What was done is more than an answer: it stands in the timeline and the mail, and keeps the
    /// promise that was open.
    async fn a_case_is_resolved_with_what_was_done(house: House, "hold_first" = "false") {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = write_thread(&mut citizen, &[]).await;
        let (case, thread) = (format!("/petugas/utas/{number}"), format!("/utas/{number}"));
        let mut staff = house.person(STAFF).await;
        staff.act(&case, &format!("{case}/jadwal"), &[("day", &day_in(&house, 3)), ("what", "Lampu diganti")]).await;
        let page = staff.act(&case, &format!("{case}/jawab"), &[("body", "Kami ganti dalam tiga hari.")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert!(row(&house, &number).await.planned_ms.is_some(), "an answer keeps no promise");
        let page = staff.act(&case, &format!("{case}/jawab"), &[("body", " "), ("done", "1")]).await;
        assert!(page.status == 422 && page.has("#body-fault") && page.has("input[name=done][value='1'][checked]"), "{}", page.text());
        let done = "Lampu di depan pasar diganti hari ini.";
        let page = staff.act(&case, &format!("{case}/jawab"), &[("body", done), ("done", "1")]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let now = row(&house, &number).await;
        assert_eq!((now.status, now.planned_ms), (Status::Answered, None));
        assert_eq!(house.count("schedule WHERE state = 'kept'").await, 1);
        assert_eq!(house.count("post WHERE step = 'resolve'").await, 1);
        let page = citizen.get(&thread).await;
        assert!(page.text().contains("menyatakan selesai dikerjakan") && page.text().contains(done), "{}", page.text());
        let letter = house.letters(CITIZEN).await.into_iter()
            .find(|l| matches!(l.notice, Notice::Answered { done: true, .. })).expect("a letter");
        let mail = mail::write(&house.desk().house, &letter);
        assert!(mail.subject.contains("selesai dikerjakan") && mail.text().contains(done), "{}", mail.text());
        // The author says whether it is so.
        let page = citizen.act(&thread, &format!("{thread}/konfirmasi"), &[]).await;
        assert_eq!(page.status, 303);
        assert_eq!(row(&house, &number).await.status, Status::Resolved);
        let csrf = staff.csrf().await;
        let request = staff.request(reqwest::Method::POST, &format!("{case}/jawab")).form(&[("_csrf", csrf.as_str()), ("body", done), ("done", "1")]);
        assert_eq!(staff.receive(request).await.status, 409, "closed");
    }

    /// A superior who releases it releases that it is done.
    async fn what_was_done_waits_for_its_release(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let case = format!("/petugas/utas/{number}");
        let (mut staff, mut head) = (house.person(STAFF).await, house.person(HEAD).await);
        let csrf = head.csrf().await;
        let rule = head.request(reqwest::Method::POST, "/petugas/pelepasan").form(&[("_csrf", csrf.as_str()), ("unit", "dukcapil"), ("on", "1")]);
        assert_eq!(head.receive(rule).await.status, 303);
        staff.get(&case).await;
        let page = press(&mut staff, &case, "preview", &[("body", "Lampu diganti."), ("done", "1")]).await;
        assert!(page.text().contains("bila dilepaskan"), "{}", page.text());
        assert_eq!(press(&mut staff, &case, "send", &[]).await.status, 303);
        let page = head.get(&case).await;
        assert!(page.text().contains("Selesai: apa yang sudah dilakukan"), "{}", page.text());
        assert_eq!(head.submit(&format!("{case}/lepas"), &[]).await.status, 303);
        assert_eq!(house.count("post WHERE step = 'resolve'").await, 1);
    }

    async fn earlier_cases_stand_beside_a_case(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let (old, _) = write_thread(&mut citizen, &[("title", "Antrean KTP panjang di loket tiga")]).await;
        let (elsewhere, _) = write_thread(&mut citizen, &[("title", "Jadwal imunisasi"), ("layanan", "puskesmas/imunisasi")]).await;
        let (secret, _) = write_thread(&mut citizen, &[("title", "Antrean KTP rahasia"), ("appear", "confidential")]).await;
        let mut staff = house.person(STAFF).await;
        let mut other = house.person(OTHER_STAFF).await;
        for (who, number) in [(&mut staff, &old), (&mut other, &elsewhere)] {
            let bench = format!("/petugas/utas/{number}");
            who.act(&bench, &format!("{bench}/jawab"), &[("body", "Loket keempat **dibuka** pukul delapan.")]).await;
        }
        let bench = format!("/petugas/utas/{secret}");
        staff.act(&bench, &format!("{bench}/jawab"), &[("body", "Jawaban rahasia.")]).await;
        let (number, _) = write_thread(&mut citizen, &[("title", "Antrean KTP di loket tiga panjang sekali")]).await;
        let page = staff.get(&format!("/petugas/utas/{number}")).await;
        assert_eq!(page.count(&format!(".earlier a[href='/utas/{old}']")), 2, "like it, and answered: {}", page.text());
        assert!(page.text().contains("Loket keempat dibuka pukul delapan."), "{}", page.text());
        assert!(!page.has(&format!(".earlier a[href='/utas/{number}']")), "not itself");
        for not in [&elsewhere, &secret] {
            assert!(!page.has(&format!(".earlier a[href='/utas/{not}']")), "{not}");
        }
        assert!(!page.html.contains("Jawaban rahasia"));
    }
}
