//! Writing with ease: the choice of how to appear is remembered, twins are shown while one writes,
//! and a poster's code leads to the form with all filled in.

use crate::house::{CITIZEN, STAFF};
use crate::on_both;
use reqwest::Method;
use scraper::{Html, Selector};

const FORM: &str = "/tulis?layanan=dukcapil/ktp-el";

on_both! {
    async fn the_way_to_appear_is_remembered(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        assert_eq!(citizen.get(FORM).await.value("appear"), "anonymous");
        for (appear, name) in [("pseudonym", "Cucu Nenek"), ("confidential", ""), ("named", "Siti"), ("anonymous", "")] {
            house.thread_by(&mut citizen, &[("appear", appear), ("name", name)]).await;
            let page = citizen.get("/tulis?layanan=puskesmas/imunisasi").await;
            assert_eq!(page.value("appear"), appear, "offered first the next time");
            assert_eq!(page.value("name"), "", "the name is not");
        }
        // Somebody else's browser knows nothing of it, and nonsense is nothing.
        assert_eq!(house.visitor().get(FORM).await.value("appear"), "anonymous");
        citizen.cookies.insert("palanta_tampil".into(), "<b>".into());
        assert_eq!(citizen.get(FORM).await.value("appear"), "anonymous");
        // With an account as well, until one signs out.
        let mut person = house.person(CITIZEN).await;
        // A new account has no name to be named by.
        assert_eq!(person.get(FORM).await.value("appear"), "anonymous");
        house.thread_by(&mut person, &[("appear", "confidential")]).await;
        assert_eq!(person.get(FORM).await.value("appear"), "confidential");
        person.get("/akun").await;
        person.submit("/keluar", &[]).await;
        assert_eq!(person.get(FORM).await.value("appear"), "anonymous");
    }

    /// Nothing of an address is shown unasked, and a reply says under which name it will stand.
    async fn a_reply_says_under_which_name_it_stands(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let (at, to) = (format!("/utas/{number}"), format!("/utas/{number}/balas"));
        let mut person = house.person("rina.wati.1987@contoh.test").await;
        let page = person.get(&at).await;
        assert!(page.text().contains("Tampil sebagai Warga."), "{}", page.text());
        assert!(!page.has("input[name='unnamed']"), "there is no name to leave out");
        assert_eq!(person.act(&at, &to, &[("body", "Di loket dua juga begitu.")]).await.status, 303);
        let seen = house.visitor().get(&at).await;
        assert!(seen.html.contains("Di loket dua") && !seen.html.contains("rina"), "{}", seen.text());
        assert_eq!(person.act("/akun", "/akun/profil", &[("name", "Rina Wati"), ("lang", "id")]).await.status, 303);
        let page = person.get(&at).await;
        assert!(page.text().contains("Tampil sebagai Rina Wati."), "{}", page.text());
        assert_eq!(person.act(&at, &to, &[("body", "Tanpa nama lebih enak."), ("unnamed", "1")]).await.status, 303);
        assert!(!house.visitor().get(&at).await.html.contains("Rina Wati"));
        assert_eq!(person.act(&at, &to, &[("body", "Sekarang sudah lancar.")]).await.status, 303);
        assert!(house.visitor().get(&at).await.html.contains("Rina Wati"));
        // A name can be taken off the account again, but not by who answers for a unit.
        assert_eq!(person.act("/akun", "/akun/profil", &[("name", ""), ("lang", "id")]).await.status, 303);
        let mut staff = house.person(STAFF).await;
        assert_eq!(staff.act("/akun", "/akun/profil", &[("name", ""), ("lang", "id")]).await.status, 422);
    }

    /// What only a code opens is not offered without it.
    async fn a_confidential_thread_is_opened_by_its_code(house: House, "hold_first" = "false") {
        let mut visitor = house.visitor();
        let (number, code) = house.thread_by(&mut visitor, &[("appear", "confidential")]).await;
        let at = format!("/utas/{number}");
        assert!(!visitor.get("/tulis/selesai").await.has(&format!("a[href='{at}']")));
        let page = visitor.get(&at).await;
        assert_eq!((page.status, page.has("a[href='/lacak'].primary")), (404, true));
        visitor.get("/lacak").await;
        visitor.submit("/lacak", &[("code", &code)]).await;
        let page = visitor.get(&at).await;
        assert_eq!(page.status, 200);
        assert!(!page.html.contains("Terbaca semua orang"), "{}", page.text());
    }

    /// Threads that say the same are shown while one writes: those of the unit, public ones alone.
    async fn twins_are_shown_while_one_writes(house: House, "hold_first" = "false") {
        let mut writer = house.visitor();
        let (number, _) = house.thread_by(&mut writer, &[("title", "Lampu loket mati sejak Senin"), ("body", "Gelap sekali.")]).await;
        house.thread_by(&mut writer, &[("title", "Lampu loket mati, rahasia"), ("appear", "confidential")]).await;
        let mut citizen = house.visitor();
        assert!(citizen.get(FORM).await.has("form[data-draft=write] [data-alike]"), "a place for them");
        let csrf = citizen.csrf().await;
        let of_kind = |kind: &str, title: &str, service: &str, csrf: &str| citizen.request(Method::POST, "/tulis/mirip")
            .form(&[("_csrf", csrf), ("layanan", service), ("kind", kind), ("title", title), ("body", "")]);
        let ask = |title: &str, service: &str, csrf: &str| of_kind("complaint", title, service, csrf);
        let found = ask("lampu di loket mati", "dukcapil/ktp-el", &csrf).send().await.expect("an answer");
        assert_eq!((found.status().as_u16(), found.headers()["cache-control"].to_str().ok()), (200, Some("no-store")));
        let found = found.text().await.expect("text");
        assert!(found.contains(&format!("/utas/{number}/dukung")) && !found.contains("rahasia"), "{found}");
        for (title, service, csrf, status) in [("lampu di loket mati", "puskesmas/imunisasi", csrf.as_str(), 200),
            ("Terima kasih", "dukcapil/ktp-el", &csrf, 200), ("", "dukcapil/ktp-el", &csrf, 200),
            ("lampu", "dukcapil/tidak-ada", &csrf, 404), ("lampu", "dukcapil/ktp-el", "", 403)] {
            let answer = ask(title, service, csrf).send().await.expect("an answer");
            assert_eq!(answer.status().as_u16(), status, "{title} {service}");
            if status == 200 {
                assert_eq!(answer.text().await.expect("text"), "", "{title} {service}");
            }
        }
        // Of another kind, or of none yet, it is there to be read; and so is one that is answered.
        let read_only = |found: &str| found.contains(&format!("/utas/{number}\"")) && !found.contains("/dukung") && found.contains("Bacalah dulu");
        for kind in ["praise", "question", ""] {
            let found = of_kind(kind, "lampu di loket mati", "dukcapil/ktp-el", &csrf).send().await.expect("an answer");
            let found = found.text().await.expect("text");
            assert!(read_only(&found), "{kind}: {found}");
        }
        let (mut staff, case) = (house.person(STAFF).await, format!("/petugas/utas/{number}"));
        assert_eq!(staff.act(&case, &format!("{case}/jawab"), &[("body", "Sudah diganti.")]).await.status, 303);
        let found = ask("lampu di loket mati", "dukcapil/ktp-el", &csrf).send().await.expect("an answer");
        let found = found.text().await.expect("text");
        assert!(read_only(&found), "{found}");
    }

    /// Without scripts too: another service, another language, and back, with every word still there.
    async fn what_is_written_goes_along(house: House) {
        const TYPED: [(&str, &str); 7] = [("kind", "complaint"), ("title", "Lampu loket mati"), ("body", "Gelap \u{201c}sekali\u{201d}.\n\nSejak Senin."),
            ("appear", "pseudonym"), ("name", "Cucu Nenek"), ("email", "cucu@contoh.test"), ("overall", "2")];
        let mut writer = house.visitor();
        let page = writer.get(FORM).await;
        let form_id = page.value("form_id");
        let check = |page: &crate::house::browser::Page, what: &str| {
            assert_eq!(page.status, 200, "{what}: {}", page.text());
            for (name, value) in TYPED {
                let form = page.form("/tulis").expect("a form");
                let there = form.iter().find(|(n, _)| n == name).map(|(_, v)| v.replace("\r\n", "\n"));
                assert_eq!(there.as_deref(), Some(value), "{what}: {name}");
            }
            assert_eq!(page.value("form_id"), form_id, "{what}: photos stay with it");
        };
        // The enter key does not lead away.
        let form = page.html.split("<form id=\"tulis\"").nth(1).expect("a form");
        assert!(form.split("<button").nth(1).is_some_and(|b| b.contains("value=\"preview\"")), "{form}");
        assert!(page.has("#tulis button[name=step][value=place][formnovalidate]"), "{}", page.text());
        let fill = |step: &'static str| -> Vec<(&str, &str)> { TYPED.into_iter().chain([("step", step)]).collect() };
        let page = writer.submit("/tulis", &fill("place")).await;
        check(&page, "choosing");
        assert!(!page.text().contains("tidak boleh kosong") && page.has("button[name=unit][value=puskesmas]"), "{}", page.text());
        let page = writer.submit("/tulis", &[("step", "place"), ("q", "imunisasi")]).await;
        check(&page, "found by words");
        assert!(page.has("button[name=pilih][value='puskesmas/imunisasi']"), "{}", page.text());
        let page = writer.submit("/tulis", &[("unit", "puskesmas")]).await;
        check(&page, "a unit's list");
        assert!(page.has("button[name=pilih][value='puskesmas/imunisasi']"), "{}", page.text());
        let page = writer.submit("/tulis", &[("pilih", "puskesmas/imunisasi")]).await;
        check(&page, "another service");
        assert!(page.has("textarea[name=body]") && page.value("layanan") == "puskesmas/imunisasi", "{}", page.text());
        // Another language: a button of the form, on each of its pages.
        for (step, from) in [("edit", "form"), ("place", "choosing"), ("preview", "preview")] {
            writer.get(FORM).await;
            let page = writer.submit("/tulis", &[fill(step), vec![("form_id", form_id.as_str())]].concat()).await;
            let button = format!("nav.languages button[form=tulis][lang=en][name=step][value={step}][formnovalidate]");
            let to = page.attribute(&button, "formaction").unwrap_or_else(|| panic!("{from}: {}", page.text()));
            assert_eq!(to, "/tulis?lang=en");
            assert!(!page.has("nav.languages a"), "{from}");
            let form = page.form("/tulis").expect("a form");
            let page = writer.send(&to, form, &[("step", step)]).await;
            assert!(page.html.contains("<html lang=\"en\">"), "{from}");
            check(&page, from);
            writer.get("/?lang=id").await;
        }
        // Nothing was sent by any of it.
        assert_eq!(house.count("thread").await, 0);
        assert!(house.visitor().get("/utas").await.has("nav.languages a[lang=en]"), "elsewhere they are links");
    }

    /// Without scripts a form that is refused opens where it stands, and one that is taken at the top,
    /// where it is said.
    async fn a_refused_reply_is_in_sight(house: House, "hold_first" = "false") {
        let mut author = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut author, &[]).await;
        let thread = format!("/utas/{number}");
        let page = author.get(&thread).await;
        let to = page.attribute("#balas form button:not([name])", "formaction").expect("an address");
        assert_eq!(to, format!("{thread}/balas#balas"));
        let form = page.form(&format!("{thread}/balas")).expect("a form");
        let page = author.send(&to, form, &[("body", " ")]).await;
        assert!(page.status == 422 && page.has("#balas .faults") && page.has("#balas #body-fault"), "{}", page.text());
        let page = author.submit(&format!("{thread}/balas"), &[("body", "Masih antre.")]).await;
        assert_eq!((page.status, page.header("location")), (303, format!("{thread}#isi").as_str()), "{}", page.text());
        let page = author.get(&thread).await;
        assert!(page.has("main#isi > [role=status]"), "{}", page.text());
        // So does the reason for opening a case again.
        let (mut staff, case) = (house.person(STAFF).await, format!("/petugas/utas/{number}"));
        assert_eq!(staff.act(&case, &format!("{case}/jawab"), &[("body", "Sudah.")]).await.status, 303);
        let page = author.get(&thread).await;
        assert_eq!(page.attribute("#buka-lagi form button", "formaction"), Some(format!("{thread}/buka-lagi#buka-lagi")));
        let page = author.submit(&format!("{thread}/buka-lagi"), &[("body", " ")]).await;
        assert!(page.status == 422 && page.has("#buka-lagi[open] .faults"), "{}", page.text());
        let page = author.submit(&format!("{thread}/buka-lagi"), &[("body", "Belum.")]).await;
        assert_eq!((page.status, page.header("location")), (303, format!("{thread}#isi").as_str()), "{}", page.text());
    }

    /// What was typed and is no service's is not said to be found; what it may have meant is offered.
    async fn guesses_are_called_so(house: House) {
        let mut visitor = house.visitor();
        let page = visitor.get("/tulis?q=ktp+hilang").await;
        assert!(page.text().contains("layanan cocok") && page.has("main .pick a[href='/tulis?layanan=dukcapil/ktp-el']"), "{}", page.text());
        let page = visitor.get("/tulis?q=imunisesi").await;
        assert!(page.text().contains("Tidak ada yang cocok") && page.text().contains("Mungkin yang ini"), "{}", page.text());
        assert!(!page.text().contains("layanan cocok") && page.has(".guessed a[href='/tulis?layanan=puskesmas/imunisasi']"), "{}", page.text());
        let page = visitor.get("/tulis?q=helikopter").await;
        assert!(page.text().contains("Tidak ada yang cocok") && !page.text().contains("Mungkin yang ini"), "{}", page.text());
    }

    /// The codes of posters are read, as a telephone reads them, and lead to forms that are filled in.
    async fn posters_lead_to_forms(house: House) {
        let unit = house.visitor().get("/unit/dukcapil/poster").await;
        assert_eq!(codes(&unit.html), [format!("{}/tulis?unit=dukcapil", house.url)]);
        assert!(house.visitor().get("/unit/dukcapil").await.has("a[href='/unit/dukcapil/poster']"));
        let link = unit.attribute("a[href*='poster?layanan=ktp-el']", "href").expect("a service's poster");
        let poster = house.visitor().get(&link).await;
        assert!(poster.text().contains("KTP"), "{}", poster.text());
        let read = codes(&poster.html);
        assert_eq!(read, [format!("{}/nilai/dukcapil/ktp-el", house.url), format!("{}/tulis?layanan=dukcapil/ktp-el", house.url)]);
        for address in &read {
            // The address stands beside its code, for who has no camera.
            assert!(poster.text().contains(address.as_str()));
            let form = house.visitor().get(&address[house.url.len()..]).await;
            assert!(form.status == 200 && form.text().contains("KTP"), "{address}");
        }
        for path in ["/unit/nowhere/poster", "/unit/dukcapil/poster?layanan=nowhere", "/unit/dukcapil/poster?layanan=..%2fx"] {
            assert_eq!(house.visitor().get(path).await.status, 404, "{path}");
        }
    }
}

/// What the codes drawn on a page say.
fn codes(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let drawings = Selector::parse("svg.qr").expect("a selector");
    let dark = Selector::parse("path[fill='#000']").expect("a selector");
    page.select(&drawings)
        .map(|svg| {
            let side: usize = svg
                .attr("viewbox")
                .or_else(|| svg.attr("viewBox"))
                .and_then(|b| b.split(' ').nth(2)?.parse().ok())
                .expect("a size");
            let path = svg
                .select(&dark)
                .next()
                .and_then(|p| p.attr("d"))
                .expect("a path");
            let mut modules = vec![false; side * side];
            for run in path.split('M').filter(|r| !r.is_empty()) {
                let (x, rest) = run.split_once(' ').expect("a place");
                let (y, rest) = rest.split_once('h').expect("a run");
                let (n, _) = rest.split_once('v').expect("a length");
                let number = |text: &str| text.parse::<usize>().expect("a number");
                for x in number(x)..number(x) + number(n) {
                    modules[number(y) * side + x] = true;
                }
            }
            // Each module several pixels wide, as a camera sees it.
            const SCALE: usize = 4;
            let mut picture =
                rqrr::PreparedImage::prepare_from_greyscale(side * SCALE, side * SCALE, |x, y| {
                    if modules[y / SCALE * side + x / SCALE] {
                        0
                    } else {
                        255
                    }
                });
            let grids = picture.detect_grids();
            assert_eq!(grids.len(), 1, "one code");
            grids[0].decode().expect("it can be read").1
        })
        .collect()
}
