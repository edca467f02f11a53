//! A digest's figures: each with its count and how sure it is, the same as on the dashboard and for
//! programs; of few it is said that they are few.

use crate::digests::{go_to, letters};
use crate::house::browser::client;
use crate::house::{CIVIL, HEAD, House, MODERATOR, write_thread};
use crate::on_both;
use palanta::domain::digest::choice::Reason;
use palanta::domain::digest::{Every, Figures, Period, Thing};
use palanta::domain::time::DAY_MS;
use palanta::jobs::digests;
use palanta::mail;

const BAD: &str = "Antrean lama sekali, saya kecewa menunggu dari pagi sampai siang.";
const GOOD: &str = "Petugasnya ramah sekali, terima kasih banyak atas bantuannya.";
/// A greeting and a picture of nothing: no tone that is sure.
const UNCLEAR: &str = "これは日本語です、よろしくお願いします。";

/// Makes this week's digest and gives its words, as the head reads them in mail.
async fn words(house: &House) -> String {
    let now = house.app.now();
    let week = Period::of(Every::Week, now.day(&house.app.config.zone));
    digests::make(&house.app, week, None, now)
        .await
        .expect("made");
    let letter = house.letters(HEAD).await.remove(0);
    mail::write(&house.desk().house, &letter).text()
}

on_both! {
    async fn figures_say_how_sure_they_are(house: House, "hold_first" = "false", "min_respondents" = "4") {
        for (body, kind, mark) in [
            (BAD, "complaint", "1"), (BAD, "complaint", "1"), (BAD, "complaint", "2"),
            (GOOD, "praise", "4"), (UNCLEAR, "complaint", ""),
        ] {
            let mut fields = vec![("body", body), ("title", body), ("kind", kind)];
            if !mark.is_empty() { fields.push(("overall", mark)); }
            write_thread(&mut house.visitor(), &fields).await;
        }
        let text = words(&house).await;
        // Three of the four whose tone is clear; the fifth is counted beside them.
        assert!(text.contains("Tulisan negatif, dari yang nadanya jelas: periode ini 75% (30%–95%, dari 4)"), "{text}");
        assert!(text.contains("3 negatif, 0 netral, 1 positif; 1 lagi belum jelas"), "{text}");
        assert!(text.contains("sebelumnya – (Belum cukup: 0, perlu 4)"), "{text}");
        assert!(text.contains("Jawaban dalam batas waktu: periode ini – (Belum cukup: 0, perlu 4)"), "{text}");
        assert!(text.contains("Nilai umum 1–4: periode ini 2,00 ("), "{text}");
        let why = "3 dari 3 sebutan hal ini bernada negatif. Terlalu sedikit untuk persentase.";
        assert!(text.contains(why), "{text}");
        assert!(text.contains("1 dari 1 sebutan tentangnya memuji. Terlalu sedikit"), "{text}");

        // The dashboard and the programs' figures are of the same posts, with the same bounds.
        let mut head = house.person(HEAD).await;
        let board = head.get("/kinerja/unit/dukcapil").await.text();
        let mark = text.split("periode ini 2,00 (").nth(1).and_then(|t| t.split(')').next()).expect("bounds");
        assert!(mark.ends_with(", dari 4 penilaian"), "{mark}");
        assert!(board.contains(&format!("2,00 {mark}")), "{mark}: {board}");
        let fill = [("unit", CIVIL), ("label", "Dasbor")];
        let page = head.act("/sambungan", "/sambungan/token", &fill).await.text();
        let token = page[page.find("palanta_").expect("a token")..].split_whitespace().next().expect("a token").to_owned();
        let answer = client().get(format!("{}/api/v1/units/dukcapil/figures", house.url)).bearer_auth(&token).send().await.expect("an answer");
        let all: serde_json::Value = serde_json::from_str(&answer.text().await.expect("text")).expect("JSON");
        let negative = &all["sentiment"]["negative"];
        assert_eq!((&negative["n"], &negative["share"]), (&3.into(), &0.75.into()));
        let overall = &all["overall"];
        let two = |key: &str| format!("{:.2}", overall[key].as_f64().expect("a figure")).replace('.', ",");
        assert_eq!(mark, format!("{}–{}, dari 4 penilaian", two("low"), two("high")));
    }

    /// A period that runs on is beside as many days of the one before, and says up to when; it is never
    /// sent, nor kept, by hand either.
    async fn what_is_not_over_is_only_previewed(house: House, "hold_first" = "false") {
        let today = house.app.now().day(&house.app.config.zone);
        let month = Period::of(Every::Month, today);
        let page = house.person(HEAD).await.get("/kinerja/unit/dukcapil/surat/pratinjau?tiap=month").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let runs = today < month.last();
        assert_eq!(page.text().contains(", sampai "), runs, "{}", page.text());
        let folder = tempfile::tempdir().expect("a folder");
        let palanta = |args: &[&str]| {
            let out = std::process::Command::new(env!("CARGO_BIN_EXE_palanta"))
                .args(args)
                .args(["--data-dir", folder.path().to_str().expect("a path")])
                .output().expect("the program");
            (out.status.success(), String::from_utf8_lossy(&out.stderr).into_owned())
        };
        let week = Period::of(Every::Week, today);
        for period in [week, Period::of(Every::Week, week.end()), Period::of(Every::Month, today)] {
            let (good, said) = palanta(&["digest", "--period", &period.name()]);
            assert!(!good && said.contains("is not over"), "{said}");
        }
    }

    /// Of fewer than the minimum nothing is said that would need more, by mail, page and program.
    async fn few_are_called_few(house: House, "hold_first" = "false") {
        for _ in 0..3 {
            write_thread(&mut house.visitor(), &[("body", BAD), ("title", BAD), ("overall", "1")]).await;
        }
        let text = words(&house).await;
        assert!(text.contains("dari yang nadanya jelas: periode ini 3 dari 3 (Terlalu sedikit untuk persentase.)"), "{text}");
        assert!(text.contains("Nilai umum 1–4: periode ini – (Belum cukup: 3, perlu 10)"), "{text}");
        let unit = house.app.city().await.expect("a city").directory.unit_by_slug(CIVIL).expect("a unit").id;
        let week = Period::of(Every::Week, house.app.now().day(&house.app.config.zone));
        let edition = palanta::queries::digest::edition(&house.app, unit, week).await.expect("an edition");
        let all = edition.choice.iter().chain(&edition.others);
        assert!(all.clone().all(|c| c.thing != Thing::Marks), "{edition:?}");
        assert!(!all.flat_map(|c| &c.reasons).any(|r| matches!(r, Reason::Rated { .. })), "{edition:?}");
    }

    /// A late case is named by what everyone may read of it, also in digests that are kept.
    async fn a_covered_case_is_named_by_its_number(house: House, "hold_first" = "false") {
        let (number, _) = write_thread(&mut house.visitor(), &[("title", "Antrean lama"), ("body", BAD)]).await;
        house.app.clock.advance(21 * DAY_MS);
        let week = Period::before(Every::Week, house.app.now().day(&house.app.config.zone));
        digests::make(&house.app, week, None, house.app.now()).await.expect("made");
        let here = format!("/kinerja/unit/dukcapil/surat/{}", week.name());
        let mut head = house.person(HEAD).await;
        let page = head.get(&here).await.text();
        assert!(page.contains(&format!("{number} · Antrean lama")), "{page}");
        let mut moderator = house.person(MODERATOR).await;
        let form = moderator.get(&format!("/utas/{number}")).await.form("/moderasi/putusan").expect("a form");
        moderator.send("/moderasi/putusan", form, &[("rule", "spam")]).await;
        let page = head.get(&here).await.text();
        assert!(!page.contains("Antrean lama"), "{page}");
        assert!(page.contains(&format!("{number} · tidak tampil untuk umum")), "{page}");
    }

    /// A quiet week whose plan is overdue says that, in its two lines.
    async fn a_quiet_week_tells_an_overdue_plan(house: House) {
        let week = Period::before(Every::Week, house.app.now().day(&house.app.config.zone));
        digests::make(&house.app, week, None, house.app.now()).await.expect("made");
        let here = format!("/kinerja/unit/dukcapil/surat/{}", week.name());
        let mut head = house.person(HEAD).await;
        head.get(&here).await;
        let day = house.app.now().day(&house.app.config.zone).tomorrow().expect("a day");
        let made = head.submit(&format!("{here}/rencana"), &[("action", "Buka loket dua"), ("due", &day.to_string())]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        house.app.clock.advance(8 * DAY_MS);
        go_to(&house, 0, 9).await;
        digests::when_due(&house.desk()).await.expect("a run");
        let edition = letters(&house, HEAD).await.remove(0).edition;
        assert!(edition.is_quiet() && edition.plans[0].overdue, "{edition:?}");
        let letter = house.letters(HEAD).await.remove(0);
        let text = mail::write(&house.desk().house, &letter).text();
        assert!(text.contains("hari rencana ini sudah lewat") && text.contains("Buka loket dua"), "{text}");
    }
}

/// Editions of before intervals were kept are read as they are.
#[test]
fn older_editions_are_read() {
    let kept = r#"{"negative":3,"neutral":1,"positive":8,"uncertain":2,"answered":4,"on_time":3,"ratings":5,"overall":2.4}"#;
    let figures: Figures = serde_json::from_str(kept).expect("figures");
    assert_eq!(
        (figures.known(), figures.posts(), figures.overall_between),
        (12, 14, None)
    );
    let why: Reason =
        serde_json::from_str(r#"{"why":"marks","mean":2.4,"n":5}"#).expect("a reason");
    assert!(
        matches!(
            why,
            Reason::Marks {
                n: 5,
                between: None,
                ..
            }
        ),
        "{why:?}"
    );
}
