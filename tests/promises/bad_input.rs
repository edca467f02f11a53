//! What comes in wrong gets a clear answer in the visitor's language, loses nothing, and is never
//! a 500.

use crate::house::{CITIZEN, Kind, MODERATOR, STAFF, write_thread};
use crate::on_both;
use reqwest::Method;
use sea_orm::ConnectionTrait;
use std::time::Duration;

const FORM: &str = "application/x-www-form-urlencoded";

on_both! {
    /// Every fault is named beside its field, and what was typed is kept.
    async fn faults_stand_beside_their_fields(house: House) {
        let mut citizen = house.visitor();
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let long = "a".repeat(121);
        let page = citizen.submit("/tulis", &[
            ("title", &long), ("body", "  \u{7}\u{200b} "), ("email", "siti@"),
            ("appear", "pseudonym"), ("overall", "3"), ("step", "preview"),
        ]).await;
        assert_eq!(page.status, 422);
        for field in ["kind", "title", "body", "name", "email"] {
            assert!(page.has(&format!("#{field}-fault")), "{field}");
            assert!(page.has(&format!(".faults a[href='#{field}']")), "{field}");
        }
        assert!(page.text().contains("121"), "says how long it is");
        assert_eq!((page.value("title"), page.value("email")), (long, "siti@".to_owned()));
        assert_eq!(page.value("overall"), "3");
        citizen.lang = "en";
        let page = citizen.submit("/tulis", &[("step", "send")]).await;
        assert!(page.text().contains("Fill this in."), "{}", page.text());
    }

    async fn the_same_form_twice_makes_one_thread(house: House) {
        let mut citizen = house.visitor();
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let form = citizen.page.form("/tulis").expect("a form");
        let fields = [("kind", "question"), ("title", "Jam buka?"), ("body", "Hari Sabtu buka?"),
            ("appear", "anonymous"), ("overall", "2"), ("step", "send")];
        let mut told = Vec::new();
        for _ in 0..2 {
            citizen.send("/tulis", form.clone(), &fields).await;
            let done = citizen.get("/tulis/selesai").await;
            told.push((done.attribute("[data-number]", "data-number"),
                done.attribute("[data-tracking-code]", "data-tracking-code")));
        }
        assert_eq!(told[0], told[1], "the same number and the same code");
        assert!(told[0].1.is_some());
        assert_eq!(house.count("thread").await, 1);
        assert_eq!(house.count("rating").await, 1);
    }

    async fn forms_are_taken_only_from_who_was_given_them(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&number).await;
        let to = format!("/utas/{number}/balas");
        let others = house.visitor().csrf().await;
        for token in ["", "nonsense", "aaaaaaaaaaaaaaaa.bbbb", others.as_str()] {
            let request = citizen.request(Method::POST, &to).form(&[("_csrf", token), ("body", "Tulisan panjang saya")]);
            let page = citizen.receive(request).await;
            assert_eq!(page.status, 403, "{token:?}");
            assert!(page.html.contains("Tulisan panjang saya"), "nothing is lost");
        }
        let csrf = citizen.csrf().await;
        for site in ["cross-site", "same-site"] {
            let request = citizen.request(Method::POST, &to).header("sec-fetch-site", site)
                .form(&[("_csrf", csrf.as_str()), ("body", "x")]);
            assert_eq!(citizen.receive(request).await.status, 403, "{site}");
        }
        assert_eq!(house.count("post").await, 2, "the opening and its way to the unit");
    }

    async fn what_is_no_form_is_refused(house: House) {
        let mut citizen = house.visitor();
        let csrf = citizen.csrf().await;
        let send = |kind: &'static str, body: Vec<u8>| citizen.request(Method::POST, "/tulis")
            .header("content-type", kind).body(body);
        let ok = format!("_csrf={csrf}&title=");
        let requests = [
            (send(FORM, [ok.as_bytes(), b"%ff%fe"].concat()), 400),
            (send(FORM, [ok.as_bytes(), b"\xff\xfe"].concat()), 400),
            (send("application/json", b"{}".to_vec()), 400),
            (send(FORM, [ok.as_bytes(), &b"a".repeat(300_000)].concat()), 413),
            (send(FORM, Vec::new()), 403),
        ];
        for (request, status) in requests {
            let page = citizen.receive(request).await;
            assert_eq!(page.status, status, "{}", page.text());
            assert!(page.has("h1") && page.header("content-type").starts_with("text/html"));
        }
    }

    async fn wrong_ways_lead_to_clear_pages(house: House) {
        let mut visitor = house.visitor();
        for path in ["/nowhere", "/utas/SWL-2026-99999", "/utas/%00", "/utas/..%2f..%2fetc", "/unit/nowhere",
            "/nilai/dukcapil/nowhere", "/tulis?layanan=a/b", "/assets/../Cargo.toml", "/assets/%2e%2e/Cargo.toml",
            "/assets/..%2f..%2f..%2fetc%2fpasswd", "/assets/css/nowhere.css", "/utas/SWL-2026-00001/lapor"] {
            let page = visitor.get(path).await;
            assert_eq!(page.status, 404, "{path}");
            let said = match path.starts_with("/utas/") {
                // Its writer may have a code for it.
                true => page.has("a[href='/lacak'].primary") && page.html.contains("kode pelacakan"),
                false => page.html.contains("Halaman tidak ditemukan"),
            };
            assert!(page.has("h1") && said, "{path}");
        }
        let request = visitor.request(Method::DELETE, "/utas");
        let page = visitor.receive(request).await;
        assert_eq!((page.status, page.header("allow")), (405, "GET, HEAD"));
        let request = visitor.request(Method::HEAD, "/utas");
        let page = visitor.receive(request).await;
        assert_eq!((page.status, page.html.len()), (200, 0));
        // Marks of lists and filters are taken as far as they mean something.
        for query in ["sebelum=x", "sebelum=9.x", "unit=nowhere", "jenis=x&status=y", "q=%25_%27%22", "sesudah=-1.zz", "q=%ff"] {
            assert_eq!(visitor.get(&format!("/utas?{query}")).await.status, 200, "{query}");
        }
        for query in ["q=%27%3B--", "unit=%00", "q=%F0%9F%98%80"] {
            let page = visitor.get(&format!("/tulis?{query}")).await;
            assert!(page.status == 200 || page.status == 404, "{query}: {}", page.status);
        }
    }

    /// Nothing that people write is ever markup.
    async fn words_are_never_markup(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let evil = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) \"'>";
        let (number, _) = house.thread_by(&mut citizen, &[
            ("title", evil), ("body", evil), ("appear", "pseudonym"), ("name", "<b>Uni</b>"), ("overall", "2"),
        ]).await;
        house.publish(&number).await;
        for path in [format!("/utas/{number}"), "/utas".into(), "/".into(), "/unit/dukcapil".into()] {
            let page = house.visitor().get(&path).await;
            assert_eq!(page.count("script:not([src])"), 0, "{path}");
            assert!(!page.has("main img") && !page.has("main b b") && !page.has("[onerror]"), "{path}");
            assert!(!page.has("a[href^='javascript']"), "{path}");
        }
        let page = house.visitor().get("/utas?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
        assert_eq!(page.count("script:not([src])"), 0);
        let csp = page.header("content-security-policy").to_owned();
        assert!(csp.contains("default-src 'none'") && !csp.contains("unsafe"), "{csp}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }

    /// Staff who answer a case that a colleague has just answered are asked to look first.
    async fn answers_do_not_cross(house: House) {
        let mut citizen = house.visitor();
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&number).await;
        let bench = format!("/petugas/utas/{number}");
        let mut first = house.person(STAFF).await;
        let mut second = house.person(crate::house::HEAD).await;
        second.get(&bench).await;
        first.act(&bench, &format!("{bench}/jawab"), &[("body", "Jawaban pertama.")]).await;
        let page = second.submit(&format!("{bench}/jawab"), &[("body", "Jawaban kedua.")]).await;
        assert_eq!(page.status, 409);
        assert!(page.value("body").contains("Jawaban kedua."), "kept");
        assert!(page.text().contains("Jawaban pertama."), "and the other in view");
        assert_eq!(second.submit(&format!("{bench}/jawab"), &[]).await.status, 303, "now knowingly");
    }

    /// Too many requests: 429, the wait in words, and Retry-After.
    async fn floods_are_told_to_wait(house: House, "limit_read" = "5") {
        let mut visitor = house.visitor();
        let mut last = visitor.get("/").await;
        for _ in 0..6 {
            last = visitor.get("/").await;
        }
        assert_eq!(last.status, 429);
        assert!(last.header("retry-after").parse::<u64>().expect("seconds") >= 1);
        assert!(last.text().contains("detik lagi"), "{}", last.text());
        assert_eq!(visitor.get("/nowhere").await.status, 429, "what is not there is counted too");
        assert_eq!(visitor.get("/health/live").await.status, 200, "watchers are not counted");
    }

    /// A database that is locked or gone: 503 with Retry-After; then all is well without a restart.
    async fn a_missing_database_is_waited_for(house: House, "patience_s" = "1") {
        let mut citizen = house.visitor();
        citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
        let form = citizen.page.form("/tulis").expect("a form");
        let fields = [("kind", "question"), ("title", "Jam buka?"), ("body", "Hari Sabtu buka?"),
            ("appear", "anonymous"), ("step", "send")];
        let other = house.database.connect().await;
        let held = match house.database.kind {
            Kind::Sqlite => "BEGIN IMMEDIATE",
            Kind::Postgres => "BEGIN; LOCK TABLE counter, submission IN ACCESS EXCLUSIVE MODE; \
                SET LOCAL lock_timeout = 0",
        };
        let lock = sea_orm::TransactionTrait::begin(&other).await.ok().filter(|_| house.database.kind == Kind::Postgres);
        match &lock {
            Some(tx) => { tx.execute_unprepared("LOCK TABLE counter, submission IN ACCESS EXCLUSIVE MODE").await.expect("a lock"); }
            None => { other.execute_unprepared(held).await.expect("a lock"); }
        }
        let page = citizen.send("/tulis", form.clone(), &fields).await;
        assert_eq!(page.status, 503, "{}", page.text());
        assert!(!page.header("retry-after").is_empty());
        assert!(page.html.contains("Hari Sabtu buka?"), "nothing is lost");
        match lock {
            Some(tx) => tx.rollback().await.expect("free"),
            None => { other.execute_unprepared("ROLLBACK").await.expect("free"); }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        let page = citizen.send("/tulis", form, &fields).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }

    /// Titles of pictures alone, words without end, a heap of tags, text that runs backwards: each
    /// told apart, or taken for what can be seen of it; and nothing typed is lost.
    async fn odd_words_are_told_or_tamed(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let preview = async |citizen: &mut crate::house::browser::Person, title: &str, body: &str| {
            citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
            citizen.submit("/tulis", &[("kind", "question"), ("title", title), ("body", body), ("appear", "anonymous"),
                ("email", "siti@contoh.test"), ("step", "preview")]).await
        };
        let endless = "a".repeat(10_000);
        for (title, body, field, says) in [
            ("😀😀 👍🏽", "Jam buka?", "title", "Tulis judulnya dengan kata-kata"),
            ("!!! ???", "Jam buka?", "title", "Tulis judulnya dengan kata-kata"),
            ("\u{200b}\u{202e}\u{feff}", "Jam buka?", "title", "Isi bagian ini"),
            (endless.as_str(), "Jam buka?", "title", "10000 huruf"),
            ("Jam buka?", endless.as_str(), "body", "10000 huruf"),
        ] {
            let page = preview(&mut citizen, title, body).await;
            assert_eq!(page.status, 422, "{title:.20}");
            let fault = page.has(&format!("#{field}-fault")) && page.has(&format!(".faults a[href='#{field}']"));
            assert!(fault && page.text().contains(says), "{title:.20}: {}", &page.text()[..400]);
            assert_eq!((page.value("title"), page.value("body")), (title.to_owned(), body.to_owned()));
            assert_eq!(page.value("email"), "siti@contoh.test");
        }
        let tags: String = (0..200).map(|n| format!("#tag{n} <b>tag{n}</b> ")).collect();
        let page = preview(&mut citizen, "Dua ratus tagar", &tags).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("#tag199 <b>tag199</b>"), "shown as typed: {}", page.text());
        assert!(!page.has("article.post .words b") && !page.has("article.post h1"));
        // Backwards and unseen: what is shown is what is read.
        let page = preview(&mut citizen, "Ganti \u{202e}malam\u{202c} pu\u{200b}ng\u{ad}li", "Arab: \u{627}\u{644}\u{633}\u{644}\u{627}\u{645} \u{2066}boleh\u{2069}.").await;
        let text = page.text();
        assert!(text.contains("Ganti malam pungli") && text.contains("\u{627}\u{644}\u{633}\u{644}\u{627}\u{645} boleh."), "{text}");
        for hidden in ['\u{202e}', '\u{202c}', '\u{200b}', '\u{ad}', '\u{2066}'] {
            assert!(!text.contains(hidden), "{hidden:?}");
        }
    }

    /// A link that looks like another says in plain letters where it leads.
    async fn links_say_where_they_lead(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        for (body, says) in [
            // The first letters are Cyrillic.
            ("[bankу.go.id](https://b\u{430}nk.go.id/masuk)", "(xn--bnk-6cd.go.id)"),
            ("https://g\u{43e}\u{43e}gle.com", "(xn--ggle-55da.com)"),
            ("[kota.go.id](https://lain.test)", "(lain.test)"),
            ("[lain.test.kota.go.id](https://lain.test/x)", "(lain.test)"),
            ("[https://kota.go.id@lain.test](https://kota.go.id@lain.test)", "(lain.test)"),
            ("[kota.go.id](https://kota.go.id:8443@lain.test)", "(lain.test)"),
        ] {
            citizen.get("/tulis?layanan=dukcapil/ktp-el").await;
            let page = citizen.submit("/tulis", &[("kind", "question"), ("title", "Situs apa ini?"), ("body", body),
                ("appear", "anonymous"), ("step", "preview")]).await;
            assert_eq!(page.status, 200, "{body}: {}", page.text());
            let shown = page.text();
            let linked = page.count("article.post .words a[href^=http]");
            assert!(linked == 0 || shown.contains(says), "{body}: {shown}");
        }
    }

    /// SQL and markup in every field of every form that strangers fill in: taken as words, or refused
    /// beside their field and kept; never a fault of ours.
    async fn every_field_takes_words_as_words(house: House, "hold_first" = "false") {
        let evil = "x'); DROP TABLE thread; -- \"><script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}} ${7*7} %s \\";
        let mut writer = house.visitor();
        let (number, _) = house.thread_by(&mut writer, &[]).await;
        let thread = format!("/utas/{number}");
        let report = house.visitor().get(&thread).await.attribute("a[href*='/lapor']", "href").expect("a link");
        let (report_to, appeal) = (format!("{thread}/lapor"), format!("{thread}/dukung"));
        let forms: [(&str, &str, &[&str]); 8] = [
            ("/tulis?layanan=dukcapil/ktp-el", "/tulis", &["kind", "title", "body", "appear", "name", "email", "overall", "u1", "layanan", "form_id", "answer", "step"]),
            ("/lacak", "/lacak", &["code"]),
            ("/masuk", "/masuk", &["email", "next"]),
            ("/nilai/dukcapil/ktp-el", "/nilai/dukcapil/ktp-el", &["overall", "u9", "form_id"]),
            (&report, &report_to, &["rule", "note", "post"]),
            (&appeal, &appeal, &["undo"]),
            ("/utas", "/utas", &["q", "unit", "layanan", "jenis", "status", "urut", "dari", "sampai", "nilai", "jawaban", "tenggat"]),
            ("/tulis", "/tulis", &["q"]),
        ];
        for (at, action, fields) in forms {
            for field in fields {
                let mut person = house.visitor();
                let page = if matches!(at, "/utas" | "/tulis") {
                    let query = serde_urlencoded::to_string([(field, evil)]).expect("a query");
                    person.get(&format!("{action}?{query}")).await
                } else {
                    person.act(at, action, &[(field, evil)]).await
                };
                assert!(matches!(page.status, 200 | 303 | 403 | 404 | 422), "{action} {field}: {} {}", page.status, page.text());
                assert_eq!(page.count("script:not([src])"), 0, "{action} {field}");
                assert!(!page.has("[onerror]") && !page.html.contains("<img src=x"), "{action} {field}");
                if page.status == 422 && page.has(&format!("main input[name='{field}']:not([type=hidden]):not([type=radio]), main textarea[name='{field}']")) {
                    assert_eq!(page.value(field), evil, "{action} {field}: kept");
                }
            }
        }
        assert_eq!(house.count("thread").await, 1, "the table stands, and holds what it did");
    }

    /// An address may try a few tracking codes; all addresses together, some more. Then no code opens
    /// anything, so that no guess tells, and what was typed is not lost.
    async fn tracking_codes_are_not_guessed(house: House, "limit_track" = "3", "limit_track_wrong" = "6", "trusted_hops" = "1") {
        let mut writer = house.visitor();
        let (number, code) = house.thread_by(&mut writer, &[]).await;
        let from = async |n: usize, code: &str| {
            let mut person = house.visitor();
            let csrf = person.csrf().await;
            let request = person.request(Method::POST, "/lacak").header("x-forwarded-for", format!("10.1.0.{n}"))
                .form(&[("_csrf", csrf.as_str()), ("code", code)]);
            let page = person.receive(request).await;
            (page, person)
        };
        for _ in 0..3 {
            let (page, _) = from(1, "K7QX-4M2P-0000").await;
            assert_eq!((page.status, page.value("code").as_str()), (422, "K7QX-4M2P-0000"));
            assert!(page.has("#code-fault"));
        }
        let (page, _) = from(1, &code).await;
        assert_eq!(page.status, 429, "this address has had its tries");
        assert!(page.html.contains(&code) && !page.header("retry-after").is_empty(), "kept: {}", page.text());
        let (page, mut tracker) = from(2, &code).await;
        assert_eq!(page.status, 303, "another has its own");
        assert_eq!(tracker.get(&format!("/utas/{number}")).await.status, 200);
        for n in 3..7 {
            assert_eq!(from(n, "AAAA-BBBB-CCCC").await.0.status, 422);
        }
        let (page, _) = from(9, &code).await;
        assert_eq!(page.status, 429, "too many wrong ones from everywhere");
        assert!(page.html.contains(&code) && page.text().contains("lagi"), "{}", page.text());
        let mut guesser = house.visitor();
        guesser.cookies.insert(palanta::web::cookies::TRACK.into(), code.clone());
        assert_eq!(guesser.get(&format!("/utas/{number}")).await.status, 404, "nor does a cookie open it meanwhile");
        assert!(guesser.cookies.contains_key(palanta::web::cookies::TRACK), "it is not taken away, though");
    }

    /// A tracking code may be used again and elsewhere, until it is closed there; and it opens its own
    /// thread alone.
    async fn a_tracking_code_is_used_again(house: House) {
        let mut writer = house.visitor();
        let (number, code) = house.thread_by(&mut writer, &[]).await;
        let (other, _) = house.thread_by(&mut house.visitor(), &[("title", "Yang lain")]).await;
        let thread = format!("/utas/{number}");
        for _ in 0..2 {
            let mut browser = house.visitor();
            assert_eq!(browser.get(&thread).await.status, 404);
            assert_eq!(browser.act("/lacak", "/lacak", &[("code", &code.to_lowercase().replace('-', " "))]).await.status, 303);
            assert_eq!(browser.get(&thread).await.status, 200);
            assert_eq!(browser.get(&format!("/utas/{other}")).await.status, 404);
            browser.act("/lacak", "/lacak/tutup", &[]).await;
            assert_eq!(browser.get(&thread).await.status, 404, "closed in this browser");
        }
    }

    /// A form whose page is too old: the words are there under names that people know, and nothing that
    /// only the program reads; and a link leads back to what it was about.
    async fn what_was_typed_has_names_and_a_way_back(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[]).await;
        let case = format!("/petugas/utas/{number}");
        let (mut staff, mut moderator) = (house.person(STAFF).await, house.person(MODERATOR).await);
        for (path, fill, shown, back) in [
            (format!("{case}/jawab"), vec![("body", "Loket dibuka."), ("done", "1"), ("template", "x"), ("alt1", "Loket baru")],
                vec![("Tulisan Anda", "Loket dibuka."), ("Apa yang terlihat di foto", "Loket baru")], case.as_str()),
            (format!("{case}/tolak"), vec![("reason", "Bukan jalan kota"), ("ground", "elsewhere")], vec![("Alasan", "Bukan jalan kota")], case.as_str()),
            ("/moderasi/putusan".into(), vec![("note", "Sudah dibahas"), ("decision", "hide"), ("rule", "insult")], vec![("Catatan", "Sudah dibahas")], "/moderasi"),
        ] {
            let person = if path.starts_with(&case) { &mut staff } else { &mut moderator };
            let page = person.send(&path, vec![("_csrf".into(), "lama".into())], &fill).await;
            assert_eq!(page.status, 403, "{path}: {}", page.text());
            let fields: Vec<(String, String)> = (0..page.count("main textarea")).map(|i| {
                let label = page.html.split(&format!("<label for=\"typed-{i}\">")).nth(1).and_then(|r| r.split('<').next()).expect("a label");
                let words = page.html.split(&format!("<textarea id=\"typed-{i}\"")).nth(1)
                    .and_then(|r| r.split_once('>')).and_then(|(_, r)| r.split('<').next()).expect("words");
                (label.to_owned(), words.to_owned())
            }).collect();
            let wanted: Vec<(String, String)> = shown.iter().map(|(l, w)| ((*l).to_owned(), (*w).to_owned())).collect();
            assert_eq!(fields, wanted, "{path}");
            assert_eq!(page.attribute("main .actions a", "href").as_deref(), Some(back), "{path}");
        }
        // Where it would not open either there is no such link.
        let mut visitor = house.visitor();
        let csrf = visitor.csrf().await;
        let page = visitor.send("/moderasi/putusan", vec![("_csrf".into(), csrf)], &[("note", "Saya juga")]).await;
        assert!(page.status == 401 || page.status == 403, "{}", page.status);
        assert!(!page.has("main .actions a[href='/moderasi']"), "{}", page.text());
    }
}
