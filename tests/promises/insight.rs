//! What citizens say comes back as figures: elements, corrections, roll-ups that can be recounted.

use crate::house::{CITIZEN, HEAD, House, Kind, MODERATOR, OTHER_STAFF, STAFF};
use crate::on_both;
use palanta::domain::ikm::Element;
use palanta::queries::marks::{Marks, Spoken};
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
