//! What citizens say comes back as figures: elements, corrections, roll-ups that can be recounted.

use crate::house::{CITIZEN, HEAD, House, Kind, MODERATOR, OTHER_STAFF, STAFF};
use crate::on_both;
use jiff::ToSpan;
use jiff::civil::Date;
use palanta::domain::ikm::Element;
use palanta::domain::sentiment::Polarity;
use palanta::domain::tally::{self, Delta};
use palanta::queries::marks::{Marks, Spoken};
use palanta::store::inbox;
use palanta::store::rollups::{self, Span};

/// The civil registry's marks of today.
async fn today(house: &House) -> Marks {
    let city = house.app.city().await.expect("a city");
    let unit = city.directory.unit_by_slug("dukcapil").expect("a unit").id;
    let day = house.app.now().day(&house.app.config.zone);
    let day = day.to_string();
    let sums = rollups::of_unit(house.app.store.read(), unit, Span::Days(&day, &day)).await;
    Marks::of(&sums.expect("figures"), house.app.config.min_respondents)
}

/// Adds figures to the civil registry's identity cards on a day.
async fn add(house: &House, day: Date, figures: &[(&'static str, i64)]) {
    add_to(house, ("dukcapil", "ktp-el"), day, figures).await;
}

async fn add_to(house: &House, to: (&str, &str), day: Date, figures: &[(&'static str, i64)]) {
    let city = house.app.city().await.expect("a city");
    let unit = city.directory.unit_by_slug(to.0).expect("a unit").id;
    let service = city.directory.services_of(unit).find(|s| s.slug == to.1);
    let service = service.expect("a service").id;
    let deltas = figures.iter().map(|(measure, n)| Delta {
        measure,
        n: *n,
        total: 0,
    });
    let mut tx = house.app.store.begin().await.expect("a transaction");
    let day = day.to_string();
    rollups::add(&mut tx, unit, service, &day, deltas.collect())
        .await
        .expect("added");
    tx.commit().await.expect("committed");
}

/// So many posts of a day: negative, neutral, positive.
fn posts(negative: i64, neutral: i64, positive: i64) -> [(&'static str, i64); 4] {
    [
        (tally::POSTS, negative + neutral + positive),
        (tally::NEGATIVE, negative),
        (tally::NEUTRAL, neutral),
        (tally::POSITIVE, positive),
    ]
}

/// The Monday so many weeks ago.
fn monday(house: &House, weeks: i64) -> Date {
    let today = house.app.now().day(&house.app.config.zone);
    let back = i64::from(today.weekday().to_monday_zero_offset());
    today.saturating_sub((back + weeks * 7).days())
}

fn spoken(negative: i64, positive: i64) -> Spoken {
    Spoken {
        negative,
        neutral: 0,
        positive,
    }
}

on_both! {
    /// What a post speaks of is found when it is written, and goes and comes with it.
    async fn elements_are_counted_as_posts_are_shown(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[
            ("title", "Antrean lama sekali"),
            ("body", "Petugas ramah, tapi antrean lama sekali dan saya kecewa."),
        ]).await;
        assert_eq!(today(&house).await.speaking, 0, "held");
        house.publish(&number).await;
        let marks = today(&house).await;
        assert_eq!(marks.speaking, 1);
        assert_eq!(marks.spoken(Element::Time), spoken(1, 0));
        assert_eq!(marks.spoken(Element::Conduct), spoken(0, 1));
        let thread = format!("/utas/{number}");
        citizen.act(&thread, &format!("{thread}/balas"), &[("body", "Toiletnya kotor sekali.")]).await;
        let before = today(&house).await;
        assert_eq!(before.spoken(Element::Facilities), spoken(1, 0));
        let mut moderator = house.person(MODERATOR).await;
        let page = moderator.get(&thread).await;
        let form = page.form("/moderasi/putusan").expect("a form");
        moderator.send("/moderasi/putusan", form, &[("rule", "spam")]).await;
        assert_eq!(today(&house).await.speaking, 0, "hidden with its thread");
        let page = moderator.get(&thread).await;
        let form = page.form_with("/moderasi/putusan", ("decision", "restore")).expect("a form");
        moderator.send("/moderasi/putusan", form, &[]).await;
        assert_eq!(today(&house).await.elements, before.elements);
    }

    /// A language the program doesn't know is counted as uncertain, not as neutral.
    async fn what_cannot_be_told_is_uncertain(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[
            ("title", "Жалоба на сервис"), ("body", "これは日本語です。"),
        ]).await;
        house.publish(&number).await;
        let marks = today(&house).await;
        assert_eq!((marks.posts, marks.uncertain, marks.neutral), (1, 1, 0));
        assert_eq!(house.visitor().get("/unit/dukcapil").await.status, 200);
    }

    /// Staff and moderators say what a post really says; figures, history and audit follow.
    async fn a_correction_is_kept_and_counted(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[("body", "Antrean lama sekali, saya kecewa.")]).await;
        house.publish(&number).await;
        assert_eq!(today(&house).await.spoken(Element::Time), spoken(1, 0));
        let bench = format!("/petugas/utas/{number}");
        let action = format!("{bench}/koreksi");
        let mut staff = house.person(STAFF).await;
        let to = staff.get(&bench).await.attribute(".reading a", "href").expect("a link");
        let page = staff.get(&to).await;
        assert_eq!(page.status, 200);
        let mut form = page.form(&action).expect("a form");
        form.retain(|(n, _)| !n.starts_with('u') && n != "polarity");
        let none = staff.send(&action, form.clone(), &[("u7-positive", "1")]).await;
        assert!(none.status == 422 && none.has("input[name='u7-positive'][checked]"), "kept");
        let sent = staff.send(&action, form.clone(), &[("polarity", "positive"), ("u7-positive", "1")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let marks = today(&house).await;
        assert_eq!((marks.positive, marks.negative, marks.corrected), (1, 0, 1));
        assert_eq!(marks.spoken(Element::Time), spoken(0, 0));
        assert_eq!(marks.spoken(Element::Conduct), spoken(0, 1));
        let again = staff.send(&action, form.clone(), &[("polarity", "positive"), ("u7-positive", "1")]).await;
        assert_eq!(again.status, 303);
        assert_eq!(today(&house).await.corrected, 1, "twice the same is once");
        assert!(staff.get(&bench).await.has(".reading .badge"), "shown as corrected");
        // A moderator corrects it back, and is not named.
        let mut moderator = house.person(MODERATOR).await;
        let to = moderator.get(&format!("/utas/{number}")).await.attribute(".reading a", "href").expect("a link");
        let mut form = moderator.get(&to).await.form(&action).expect("a form");
        form.retain(|(n, _)| !n.starts_with('u') && n != "polarity");
        let fill = [("polarity", "negative"), ("u3-negative", "1"), ("u3-neutral", "1")];
        moderator.send(&action, form.clone(), &fill).await;
        assert_eq!(today(&house).await.spoken(Element::Time), spoken(1, 0), "an opinion leaves no room for none");
        let page = staff.get(&to).await.text();
        assert!(page.contains("Rahmi Putri") && !page.contains("Dewi"), "{page}");
        // Nobody else, and nobody of their own words.
        for email in [CITIZEN, OTHER_STAFF, "lain@contoh.test"] {
            assert_eq!(house.person(email).await.get(&to).await.status, 403, "{email}");
        }
        let thread = format!("/utas/{number}");
        staff.act(&thread, &format!("{thread}/balas"), &[("body", "Sebagai warga: toiletnya kotor.")]).await;
        let links = staff.get(&bench).await;
        let mine = links.html.rsplit("koreksi?pos=").next().and_then(|r| r.split('"').next()).expect("a post");
        assert_eq!(staff.get(&format!("{action}?pos={mine}")).await.status, 403);
        assert_eq!(staff.get(&format!("{action}?pos=sembarang")).await.status, 404);
        palanta::store::audit::verify(house.app.store.read()).await.expect("whole");
    }

    /// Figures are open; small counts, and what is inside, are for those who work there.
    async fn a_dashboard_tells_each_what_they_may_know(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[("body", "Petugas kasar sekali, saya kecewa.")]).await;
        house.publish(&number).await;
        let secret = [("appear", "confidential"), ("title", "Pungutan rahasiasekali"),
            ("body", "Petugas meminta uang rahasiasekali di loket, saya takut.")];
        house.thread_by(&mut citizen, &secret).await;
        let to = "/kinerja/unit/dukcapil?kurun=minggu";
        let mut visitor = house.visitor();
        let page = visitor.get(to).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Belum cukup"), "{}", page.text());
        assert!(!page.html.contains("rahasiasekali") && !page.has(".inside") && !page.has(".note"));
        assert!(!page.has(".heat-map"), "of two posts nothing is told apart");
        assert!(page.text().contains("< 5"));
        let mut staff = house.person(STAFF).await;
        let page = staff.get(to).await;
        assert!(page.has(".inside") && page.has(".heat-map") && !page.has(".note"));
        assert!(!page.html.contains("rahasiasekali"), "words are of public threads only");
        assert!(!house.person(OTHER_STAFF).await.get(to).await.has(".inside"), "another unit's");
        for address in ["/kinerja", "/kinerja?ukuran=ikm&kurun=tahun", "/kinerja?ukuran=nada&kurun=triwulan&pada=2020-02-30",
            "/kinerja/unit/dukcapil?kurun=tahun", "/kinerja/unit/dukcapil?kurun=x&pada=9999-99-99",
            "/kinerja/unit/dukcapil?pada=0001-01-01", "/kinerja/unit/dinkes?kurun=triwulan&pada=2100-01-01"] {
            for lang in ["id", "en", "min"] {
                visitor.lang = lang;
                assert_eq!(visitor.get(address).await.status, 200, "{address}");
            }
        }
        assert_eq!(visitor.get("/kinerja/unit/tidak-ada").await.status, 404);
    }

    /// Whoever does not work in a unit cannot reckon a small count from what they are told.
    async fn no_small_count_can_be_reckoned(house: House) {
        let monday = monday(&house, 2);
        let days = |n: i64| monday.saturating_add(n.days());
        add(&house, monday, &posts(1, 0, 15)).await;
        add(&house, days(1), &posts(6, 0, 20)).await;
        add(&house, days(2), &posts(5, 0, 10)).await;
        // One column of a small day, the others none.
        add(&house, days(-7), &posts(3, 0, 0)).await;
        add(&house, days(0), &[(tally::ANSWERED, 2), (tally::ON_TIME, 2),
            (tally::ANSWER_HOURS[0], 1), (tally::ANSWER_HOURS[5], 1)]).await;
        let to = format!("/kinerja/unit/dukcapil?kurun=minggu&pada={monday}");
        let (mut visitor, mut head) = (house.visitor(), house.person(HEAD).await);
        let mut other = house.person(OTHER_STAFF).await;
        let (seen, known) = (visitor.get(&to).await, head.get(&to).await);
        // Drawn to scale, and with their shares: Monday with Tuesday, and the third day with the fourth.
        for page in [&seen, &other.get(&to).await] {
            assert_eq!((page.count("svg rect.neg"), page.count("svg rect.few")), (2, 1), "{}", page.text());
            assert_eq!(page.count("circle.point"), 2);
            assert_eq!(page.count("details td[colspan='5']"), 1);
            assert!(!page.has("table.spread") && page.text().contains("Dari < 5 jawaban"), "{}", page.text());
            assert!(page.text().contains("Belum cukup: < 5, perlu 10"), "{}", page.text());
        }
        assert_eq!((known.count("svg rect.neg"), known.count("svg rect.few")), (4, 0));
        assert!(known.has("table.spread") && known.text().contains("Belum cukup: 2, perlu 10"));
        assert!(!known.text().contains("< 5"), "{}", known.text());
        assert_eq!(known.text().matches("disamarkan").count(), 1, "that others don't see it: {}", known.text());
        // The other way round, it is the same page, but to those who work there.
        add(&house, monday, &posts(5, 0, 5)).await;
        add(&house, days(1), &posts(-5, 0, -5)).await;
        assert_eq!(visitor.get(&to).await.html, seen.html);
        assert_ne!(head.get(&to).await.html, known.html);
    }

    /// The city's own trend and elements are those of all units together.
    async fn the_city_is_told_as_a_whole(house: House) {
        let monday = monday(&house, 2);
        let blame = tally::spoken_measure(Element::Time, Polarity::Negative);
        for (to, n) in [(("dukcapil", "ktp-el"), 40), (("puskesmas", "imunisasi"), 20)] {
            add_to(&house, to, monday, &posts(n, 0, 20)).await;
            add_to(&house, to, monday, &[(blame, n), (tally::SPEAKING, n)]).await;
            add_to(&house, to, monday.saturating_add((-7).days()), &posts(10, 0, 20)).await;
        }
        let page = house.visitor().get(&format!("/kinerja?kurun=minggu&pada={monday}")).await;
        assert!(page.text().contains("60% 50%–69%, dari 100"), "{}", page.text());
        assert!(page.text().contains("60 dari 100 tulisan menyebut unsur"), "{}", page.text());
        assert!(page.text().contains("Waktu penyelesaian 60 60% 50%–69% 0 0 ↑ naik"), "{}", page.text());
        assert_eq!(page.count(".heat-map tbody tr"), 9);
        assert_eq!(page.count("circle.point"), 2, "{}", page.text());
    }

    /// A share is not told if its count or what is left of it is small; not of the city either.
    async fn no_share_tells_a_small_count(house: House) {
        let monday = monday(&house, 3);
        add(&house, monday, &posts(10, 0, 2)).await;
        let of = |path: &str| format!("{path}kurun=minggu&pada={monday}");
        let (unit, city) = (of("/kinerja/unit/dukcapil?"), of("/kinerja?ukuran=nada&"));
        let (mut visitor, mut head) = (house.visitor(), house.person(HEAD).await);
        let mut other = house.person(OTHER_STAFF).await;
        for page in [visitor.get(&unit).await, other.get(&unit).await] {
            assert!(page.text().contains("disamarkan") && !page.text().contains("17%"), "{}", page.text());
        }
        assert!(head.get(&unit).await.text().contains("17%"));
        for page in [visitor.get(&city).await, other.get(&city).await] {
            assert!(!page.text().contains("16,7"), "{}", page.text());
        }
        assert!(head.get(&city).await.text().contains("16,7"), "{}", head.page.text());
        add(&house, monday, &posts(0, 0, 8)).await;
        assert!(visitor.get(&unit).await.text().contains("50%"), "ten of twenty");
        assert!(visitor.get(&city).await.text().contains("Seluruh kota: 50,0"), "{}", visitor.page.text());
    }

    /// What rose is what the page says has risen: many more posts with as many complaints among them
    /// are no rise of complaints.
    async fn what_rose_is_said_alike(house: House) {
        let monday = monday(&house, 2);
        let time = Element::Time.index();
        let blamed = |n: i64| (tally::SPOKEN[time][0], n);
        add(&house, monday.saturating_sub(7.days()), &posts(8, 0, 12)).await;
        add(&house, monday.saturating_sub(7.days()), &[blamed(6)]).await;
        add(&house, monday, &posts(40, 0, 60)).await;
        add(&house, monday, &[blamed(31)]).await;
        let to = format!("/kinerja/unit/dukcapil?kurun=minggu&pada={monday}");
        let page = house.visitor().get(&to).await;
        assert!(page.count(".heat-map .change.alike") >= 1 && !page.has(".heat-map .rose"), "{}", page.text());
        assert!(page.text().contains("Tulisan tentang KTP"), "{}", page.text());
        assert!(!page.text().contains("Keluhan tentang"), "{}", page.text());
        add(&house, monday, &[blamed(50)]).await;
        let page = house.visitor().get(&to).await;
        assert!(page.has(".heat-map .rose") && page.text().contains("Keluhan tentang"), "{}", page.text());
        // The arrow has its heading and its word.
        assert!(!page.has(".heat-map th .word") && page.text().contains("↑ naik"), "{}", page.text());
    }

    /// Whoever works in a unit comes from the figure to the posts whose tone is uncertain, and puts
    /// them right.
    async fn what_is_uncertain_is_found_and_put_right(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (sure, _) = house.thread_by(&mut citizen, &[("body", "Antrean lama sekali, saya kecewa.")]).await;
        let strange = [("title", "Жалоба на сервис"), ("body", "これは日本語です。")];
        let mut unsure = Vec::new();
        for _ in 0..2 {
            unsure.push(house.thread_by(&mut citizen, &strange).await.0);
        }
        let secret = [strange[0], strange[1], ("appear", "confidential")];
        let (confidential, _) = house.thread_by(&mut citizen, &secret).await;
        for number in [&sure, &unsure[0], &unsure[1]] {
            house.publish(number).await;
        }
        unsure.push(confidential);
        let mut staff = house.person(STAFF).await;
        let page = staff.get("/kinerja/unit/dukcapil").await;
        let to = page.attribute(".inside a[href^='/petugas']", "href").expect("a link");
        let all = |page: &crate::house::browser::Page| -> Vec<String> {
            let has = |n: &&String| page.has(&format!("[data-rows] a[href='/petugas/utas/{n}']"));
            unsure.iter().filter(has).cloned().collect()
        };
        let page = staff.get(&to).await;
        assert_eq!(all(&page), unsure, "{}", page.text());
        assert!(!page.html.contains(&sure));
        let other = house.person(OTHER_STAFF).await.get(&to).await;
        assert!(all(&other).is_empty(), "another unit's");
        assert_eq!(house.person(CITIZEN).await.get(&to).await.status, 403);
        assert!(!house.visitor().get("/kinerja/unit/dukcapil").await.html.contains("/petugas?"));
        // Page by page, the newest first, each once.
        let city = house.app.city().await.expect("a city");
        let find = inbox::Find {
            units: vec![city.directory.unit_by_slug("dukcapil").expect("a unit").id],
            uncertain: true,
            ..inbox::Find::default()
        };
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = inbox::page(house.app.store.read(), &find, after, 1).await.expect("a page");
            let Some(t) = page.into_iter().next() else { break };
            after = Some((find.place(&t), t.id));
            found.push(t.number);
        }
        found.reverse();
        assert_eq!(found, unsure);
        // Put right, it is not in the list any more.
        let bench = format!("/petugas/utas/{}", unsure[0]);
        let link = staff.get(&bench).await.attribute(".reading a", "href").expect("a link");
        staff.get(&link).await;
        let sent = staff.submit(&format!("{bench}/koreksi"), &[("polarity", "negative")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert_eq!(all(&staff.get(&to).await), unsure[1..]);
    }

    /// What a unit's head notes of a day stands beside the trend, until it is removed.
    async fn events_explain_a_trend(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut citizen, &[]).await;
        house.publish(&number).await;
        let to = "/kinerja/unit/dukcapil";
        let action = format!("{to}/peristiwa");
        let day = house.app.now().day(&house.app.config.zone).to_string();
        let mut head = house.person(HEAD).await;
        head.get(to).await;
        let bad = head.submit(&action, &[("day", "31 Februari"), ("words", "Loket <pindah>")]).await;
        assert_eq!((bad.status, bad.value("words").as_str()), (422, "Loket <pindah>"));
        let bad = head.submit(&action, &[("day", &day), ("words", &"a".repeat(121))]).await;
        assert_eq!(bad.status, 422);
        let good = head.submit(&action, &[("day", &day), ("words", "Loket <pindah>")]).await;
        assert_eq!(good.status, 303, "{}", good.text());
        let mut visitor = house.visitor();
        let page = visitor.get(to).await;
        assert!(page.text().contains("Loket <pindah>") && page.has("text.event"), "{}", page.text());
        let page = head.get(to).await;
        let form = page.form(&format!("{action}/hapus")).expect("a form");
        assert_eq!(head.send(&format!("{action}/hapus"), form.clone(), &[]).await.status, 303);
        assert_eq!(head.send(&format!("{action}/hapus"), form, &[]).await.status, 404, "once");
        assert!(!visitor.get(to).await.text().contains("Loket <pindah>"));
    }
}

/// What people corrected in public posts leaves as training data, masked; the rest stays.
async fn corrections_are_exported(kind: Kind) {
    let house = House::build(kind, &[]).await;
    let mut citizen = house.person(CITIZEN).await;
    let body = "Antrean lama,\tnomor saya 0812-3456-7890.";
    let (number, _) = house.thread_by(&mut citizen, &[("body", body)]).await;
    house.publish(&number).await;
    let secret = [("appear", "confidential"), ("body", "Ini rahasiasekali.")];
    let (confidential, _) = house.thread_by(&mut citizen, &secret).await;
    let mut staff = house.person(STAFF).await;
    for number in [&number, &confidential] {
        let bench = format!("/petugas/utas/{number}");
        let to = staff
            .get(&bench)
            .await
            .attribute(".reading a", "href")
            .expect("a link");
        let action = format!("{bench}/koreksi");
        staff.get(&to).await;
        let fill = [("polarity", "negative"), ("u3-negative", "1")];
        assert_eq!(staff.submit(&action, &fill).await.status, 303);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_palanta"))
            .args(["--database-url", &house.database.url, "--data-dir"])
            .arg(folder.path())
            .args(args)
            .output()
            .expect("it ran");
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        (out.status.success(), said)
    };
    let file = folder.path().join("corrections.tsv");
    let name = file.to_str().expect("a path");
    let (good, said) = run(&["sentiment", "export-corrections", name]);
    assert!(good, "{said}");
    let text = std::fs::read_to_string(&file).expect("a file");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(
        !text.contains("0812") && !text.contains("rahasiasekali"),
        "{text}"
    );
    assert!(text.ends_with("\twaktu-\tnegative\n"), "{text}");
    let (again, _) = run(&["sentiment", "export-corrections", name]);
    assert!(!again, "nothing is overwritten");
    assert!(
        run(&["sentiment", "eval", name]).0,
        "it fits what reads labelled sentences"
    );
    let elements = folder.path().join("elements.tsv");
    let elements = elements.to_str().expect("a path");
    assert!(run(&["sentiment", "export-corrections", elements, "--elements"]).0);
    assert!(run(&["sentiment", "elements", elements]).0);
    std::fs::write(
        &file,
        "text\tlabel\nbagus\tpositive\nburuk\tmarah\nsaja\nbiasa\tneutral\n",
    )
    .expect("a file");
    let (good, said) = run(&["sentiment", "eval", name]);
    assert!(
        !good && said.contains("line 3") && said.contains("marah") && said.contains("line 4"),
        "{said}"
    );
    for (content, fault) in [
        (&b""[..], "holds no sentence"),
        (
            &b"bagus\tpositive\n\xff\xfe\tnegative\n"[..],
            "is not UTF-8",
        ),
    ] {
        std::fs::write(&file, content).expect("a file");
        for command in ["eval", "elements"] {
            let (good, said) = run(&["sentiment", command, name]);
            assert!(
                !good && said.contains(name) && said.contains(fault),
                "{command}: {said}"
            );
        }
    }
    let (good, said) = run(&["rollup", "check"]);
    assert!(good, "{said}");
}

#[actix_web::test]
async fn corrections_are_exported_from_sqlite() {
    corrections_are_exported(Kind::Sqlite).await;
}

#[actix_web::test]
async fn corrections_are_exported_from_postgres() {
    corrections_are_exported(Kind::Postgres).await;
}

/// Whoever reads no further ends a command quietly.
#[test]
fn a_pipe_that_closes_is_no_fault() {
    let palanta = env!("CARGO_BIN_EXE_palanta");
    let script = format!("yes lambat | {palanta} sentiment label | head -n 1");
    let out = std::process::Command::new("bash")
        .args(["-c", &script])
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(
        String::from_utf8_lossy(&out.stdout),
        "label\tprobability\ttext\n"
    );
}
