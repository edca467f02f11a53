//! Digests: made once for a unit and period, sent once to each reader at the hour they wish, kept
//! as they were, left by one press.

use crate::house::{ADMIN, CIVIL, HEAD, House, MODERATOR, OTHER_STAFF, STAFF};
use crate::on_both;
use mail_parser::MessageParser;
use palanta::domain::digest::{Edition, Every, Period};
use palanta::domain::ids::UnitId;
use palanta::domain::notice::{DigestLetter, Notice};
use palanta::domain::time::{DAY_MS, HOUR_MS};
use palanta::flows::digest::{self as flow, To};
use palanta::flows::grant::{self, Form, Granter};
use palanta::jobs::{digests, outbox};
use palanta::mail;
use palanta::store::digests as store;

pub const DEPUTY: &str = "wakil@kota.test";

fn last_week(house: &House) -> Period {
    Period::before(Every::Week, house.app.now().day(&house.app.config.zone))
}

async fn civil(house: &House) -> UnitId {
    let city = house.app.city().await.expect("a city");
    city.directory.unit_by_slug(CIVIL).expect("a unit").id
}

/// Grants the deputy's role by the command line.
async fn deputy(house: &House) {
    let form = Form {
        email: DEPUTY.into(),
        name: "Nofri".into(),
        role: "deputy".into(),
        unit: CIVIL.into(),
        ..Form::default()
    };
    grant::grant(&house.app, Granter::CommandLine, &form)
        .await
        .expect("a grant");
}

/// Moves the clock on to this weekday (Monday is 0) and hour, at least a minute ahead.
pub async fn go_to(house: &House, weekday: i8, hour: i8) {
    let city = house.app.city().await.expect("a city");
    let now = house.app.now();
    let mut day = city.calendar.day(now);
    loop {
        let at = city.calendar.at(day, jiff::civil::time(hour, 0, 0, 0));
        if day.weekday().to_monday_zero_offset() == weekday && at.0 > now.0 + 60_000 {
            house.app.clock.advance(at.0 - now.0);
            return;
        }
        day = day.tomorrow().expect("a day");
    }
}

/// The digests that wait for an address, newest first.
pub async fn letters(house: &House, email: &str) -> Vec<DigestLetter> {
    let all = house.letters(email).await.into_iter();
    all.filter_map(|l| match l.notice {
        Notice::Digest(d) => Some(*d),
        _ => None,
    })
    .collect()
}

/// A thread of someone new, where none is held.
async fn published(house: &House, title: &str, body: &str) -> String {
    let mut citizen = house.visitor();
    let fields = [("title", title), ("body", body), ("overall", "2")];
    house.thread_by(&mut citizen, &fields).await.0
}

on_both! {
    async fn a_reader_gets_a_week_once(house: House) {
        let week = last_week(&house);
        let now = house.app.now();
        let (a, b) = tokio::join!(
            digests::make(&house.app, week, None, now),
            digests::make(&house.app, week, None, now)
        );
        assert_eq!(a.expect("made") + b.expect("made"), 1);
        assert_eq!(digests::make(&house.app, week, None, now).await.expect("made"), 0);
        assert_eq!(letters(&house, HEAD).await.len(), 1);
        let sent = outbox::drain(&house.desk()).await.expect("sent");
        assert_eq!(sent.sent, 1);
        let folder = house.folder.path().join("mail");
        let files: Vec<_> = std::fs::read_dir(folder).expect("the folder").collect();
        assert_eq!(files.len(), 1, "without SMTP it is a file");
        // After a restart nothing is made again.
        let house = house.restart().await;
        assert_eq!(digests::make(&house.app, week, None, house.app.now()).await.expect("made"), 0);
    }

    /// A quiet week says so in two lines.
    async fn a_quiet_week_is_two_lines(house: House) {
        digests::make(&house.app, last_week(&house), None, house.app.now()).await.expect("made");
        let letter = house.letters(HEAD).await.remove(0);
        let page = mail::write(&house.desk().house, &letter);
        let text = page.text();
        let (body, foot) = text.split_once("\n\n-- \n").expect("a foot");
        let lines: Vec<&str> = body.lines().filter(|l| !l.is_empty()).skip(1).collect();
        assert_eq!(lines.len(), 2, "{body}");
        assert!(lines[0].starts_with("Tenang") && lines[1].contains("tidak ada") | lines[1].contains("Tidak ada"), "{body}");
        assert!(foot.contains("/langganan/"));
        assert!(page.pictures().is_empty());
    }

    /// What the mail says, in its two forms and its headers; the next one stands in a row with it.
    async fn the_mail_is_whole(house: House, "hold_first" = "false") {
        let one = published(&house, "Antrean KTP lama sekali", "Antrean lama sekali, dari pagi sampai siang belum juga dipanggil. Hubungi saya 0812 3456 7890.").await;
        published(&house, "Petugas ramah", "Petugas loket ramah sekali dan mau membantu ibu saya yang sudah tua. Terima kasih banyak.").await;
        house.thread_by(&mut house.visitor(), &[("title", "Rahasia antrean"), ("appear", "confidential"), ("body", "Antrean lama sekali dan petugas minta uang kepada saya di loket dua.")]).await;
        let desk = house.desk();
        let now = house.app.now();
        let week = Period::of(Every::Week, now.day(&house.app.config.zone));
        digests::make(&house.app, week, None, now).await.expect("made");
        let first = letters(&house, HEAD).await.remove(0);
        let e = &first.edition;
        assert_eq!(e.now.posts(), 3, "{e:?}");
        assert!(e.voices.iter().any(|v| v.number == one));
        assert!(e.voices.iter().all(|v| !v.words.contains("3456") && v.title != "Rahasia antrean"), "{e:?}");
        outbox::drain(&desk).await.expect("sent");
        house.app.clock.advance(DAY_MS);
        let now = house.app.now();
        digests::make(&house.app, week.previous(), None, now).await.expect("made");
        outbox::drain(&desk).await.expect("sent");
        let folder = house.folder.path().join("mail");
        let mut mails: Vec<Vec<u8>> = Vec::new();
        let mut names: Vec<_> = std::fs::read_dir(folder).expect("the folder").map(|f| f.expect("a file").path()).collect();
        names.sort();
        for name in names {
            let raw = std::fs::read(name).expect("a mail");
            if String::from_utf8_lossy(&raw).contains("List-Id") { mails.push(raw); }
        }
        assert_eq!(mails.len(), 2);
        let parsed: Vec<_> = mails.iter().map(|m| MessageParser::default().parse(m).expect("a mail")).collect();
        let header = |n: usize, name: &str| parsed[n].header_raw(name).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        for n in 0..2 {
            let link = header(n, "List-Unsubscribe");
            assert!(link.starts_with(&format!("<{}/langganan/", house.url)) && link.ends_with('>'), "{link}");
            assert_eq!(header(n, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
            assert_eq!(header(n, "Auto-Submitted"), "auto-generated");
            assert!(header(n, "List-Id").contains("digest.dukcapil."));
        }
        let root = header(0, "References");
        assert_eq!(header(0, "In-Reply-To"), root);
        assert!(header(1, "References").starts_with(&root));
        assert_eq!(header(1, "In-Reply-To"), format!("<{}>", parsed[0].message_id().expect("an id")));
        let (text, html) = (parsed[0].body_text(0).expect("text"), parsed[0].body_html(0).expect("html"));
        for body in [&text, &html] {
            for part in ["Benahi ini dulu", "Tiga angka", "Yang dipuji warga", "/kinerja/unit/dukcapil/surat/", "/langganan/"] {
                assert!(body.contains(part), "{part}: {body}");
            }
            assert!(body.contains(&format!("/utas/{one}")) && !body.contains("Rahasia"), "{body}");
        }
        // Nothing is fetched: each picture is part of the mail, and said in words.
        assert!(html.contains("src=\"cid:") && !html.contains("src=\"http") && !html.contains("url("));
        assert!(html.contains("prefers-color-scheme:dark") && !html.contains("<script"));
        assert_eq!(html.matches("src=\"cid:").count(), parsed[0].attachment_count());
        assert!(text.contains("negatif, "));
        assert!(mails[0].len() < 60_000, "mail programs cut longer ones: {}", mails[0].len());
    }

    /// A unit with one post: no share is made of it, and one voice is no chorus.
    async fn one_post_is_told_as_one(house: House, "hold_first" = "false") {
        let number = published(&house, "Antrean lama", "Antrean lama sekali dan tidak ada kursi untuk menunggu di ruang tunggu.").await;
        let unit = civil(&house).await;
        let now = Period::of(Every::Week, house.app.now().day(&house.app.config.zone));
        let e = palanta::queries::digest::edition(&house.app, unit, now).await.expect("an edition");
        assert_eq!((e.now.posts(), e.voices.len()), (1, 1));
        assert_eq!(e.voices[0].number, number);
        assert_eq!(e.choice, None, "one post outweighs nothing");
        assert!(!e.is_quiet());
    }

    /// Each reader's weekday and hour, in office hours; heads and deputies alike.
    async fn each_on_their_day(house: House) {
        deputy(&house).await;
        let mut head = house.person(HEAD).await;
        let page = head.get("/akun").await;
        assert!(page.has("form[action='/akun/ringkasan']"));
        let bad = head.submit("/akun/ringkasan", &[("every", "hourly"), ("weekday", "sunday"), ("hour", "23")]).await;
        assert_eq!(bad.status, 422);
        assert_eq!(bad.count("p.fault"), 3, "{}", bad.text());
        head.get("/akun").await;
        let set = head.submit("/akun/ringkasan", &[("every", "week"), ("weekday", "thursday"), ("hour", "14")]).await;
        assert_eq!(set.status, 303, "{}", set.text());
        assert_eq!(head.get("/akun").await.value("weekday"), "thursday");
        assert!(!house.person(STAFF).await.get("/akun").await.has("form[action='/akun/ringkasan']"));
        let desk = house.desk();
        house.app.clock.advance(7 * DAY_MS);
        go_to(&house, 0, 7).await;
        digests::when_due(&desk).await.expect("a run");
        assert!(letters(&house, DEPUTY).await.is_empty(), "before the offices open");
        go_to(&house, 0, 8).await;
        digests::when_due(&desk).await.expect("a run");
        assert_eq!(letters(&house, DEPUTY).await.iter().filter(|d| d.edition.period.every == Every::Week).count(), 1);
        // The head's of the week before may be late still; this week's waits for Thursday.
        let week = last_week(&house);
        let of_week = async |house: &House| letters(house, HEAD).await.iter().filter(|d| d.edition.period == week).count();
        assert_eq!(of_week(&house).await, 0);
        go_to(&house, 3, 13).await;
        digests::when_due(&desk).await.expect("a run");
        assert_eq!(of_week(&house).await, 0);
        go_to(&house, 3, 14).await;
        for _ in 0..2 { digests::when_due(&desk).await.expect("a run"); }
        assert_eq!(of_week(&house).await, 1);
        // Nothing goes out at night, even if it is late.
        go_to(&house, 4, 22).await;
        let before = letters(&house, DEPUTY).await.len();
        digests::when_due(&desk).await.expect("a run");
        assert_eq!(letters(&house, DEPUTY).await.len(), before);
    }

    /// The month's comes on the first such weekday of the next, beside the week's.
    async fn the_month_comes_too(house: House) {
        let city = house.app.city().await.expect("a city");
        let next = house.app.now().day(&house.app.config.zone).first_of_month()
            .checked_add(jiff::Span::new().months(2)).expect("a month");
        let due = city.calendar.working_day_from(next);
        let at = city.calendar.at(next.nth_weekday_of_month(1, jiff::civil::Weekday::Monday).expect("a Monday"), jiff::civil::time(9, 0, 0, 0));
        assert!(due <= city.calendar.day(at));
        house.app.clock.advance(at.0 - house.app.now().0);
        digests::when_due(&house.desk()).await.expect("a run");
        let months: Vec<Period> = letters(&house, HEAD).await.into_iter().map(|d| d.edition.period).filter(|p| p.every == Every::Month).collect();
        if city.calendar.is_working(city.calendar.day(at)) {
            assert_eq!(months, [Period::before(Every::Month, next)]);
        }
    }

    /// A crash between the outbox and the note leaves neither: both are one transaction.
    async fn a_crash_leaves_all_or_nothing(house: House) {
        let week = last_week(&house);
        let unit = civil(&house).await;
        let made = digests::edition(&house.app, unit, week).await.expect("an edition");
        let reader = store::readers(house.app.store.read()).await.expect("readers").remove(0);
        let to = To::from(&reader);
        // The task is dropped at every point where it could be waiting.
        for polls in 0..60 {
            let mut steps = Box::pin(flow::write(&house.app, unit, &made, std::slice::from_ref(&to)));
            let mut done = false;
            for _ in 0..polls {
                if futures_util::poll!(&mut steps).is_ready() { done = true; break; }
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            drop(steps);
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            let waiting = letters(&house, HEAD).await.len();
            let noted = store::runs_of(house.app.store.read(), &[week.name()]).await.expect("a read").len();
            assert_eq!(waiting, noted, "after {polls} polls");
            if done { break; }
        }
        digests::make(&house.app, week, None, house.app.now()).await.expect("made");
        assert_eq!(letters(&house, HEAD).await.len(), 1);
    }

    /// Who takes the role after the run was due gets the next one; a missed run is made up for.
    async fn the_job_makes_up_for_a_missed_run(house: House) {
        let desk = house.desk();
        digests::when_due(&desk).await.expect("a run");
        assert_eq!(letters(&house, HEAD).await.len(), 0, "was no head when it was due");
        house.app.clock.advance(7 * DAY_MS);
        go_to(&house, 2, 10).await;
        digests::when_due(&desk).await.expect("a run");
        digests::when_due(&desk).await.expect("a run");
        let weeks = letters(&house, HEAD).await.into_iter().filter(|d| d.edition.period.every == Every::Week).count();
        assert_eq!(weeks, 1);
    }

    /// The clock jumps ahead and back, and the zone changes: nobody gets a week twice.
    async fn clocks_and_zones_may_change(house: House) {
        let desk = house.desk();
        house.app.clock.advance(7 * DAY_MS);
        go_to(&house, 0, 9).await;
        digests::when_due(&desk).await.expect("a run");
        // Of every week and month at most one, whatever the clock does.
        let once = async |house: &House| {
            let mut all: Vec<Period> = letters(house, HEAD).await.into_iter().map(|d| d.edition.period).collect();
            let n = all.len();
            all.sort();
            all.dedup();
            (n, all.len())
        };
        let (first, _) = once(&house).await;
        assert!(first >= 1);
        house.app.clock.advance(-3 * DAY_MS);
        digests::when_due(&desk).await.expect("a run");
        house.app.clock.advance(3 * DAY_MS + HOUR_MS);
        digests::when_due(&desk).await.expect("a run");
        let (again, different) = once(&house).await;
        assert_eq!(again, different);
        // Moved two zones east in the middle of the week: the same week has the same name.
        let mut config = (*house.app.config).clone();
        config.zone = jiff::tz::TimeZone::get("Asia/Jayapura").expect("a zone");
        let east = palanta::app::App::open(config, false).await.expect("a database");
        east.clock.advance(house.app.now().0 - east.now().0 + 3 * HOUR_MS);
        let desk = palanta::jobs::Desk::new(&east, &house.url).expect("mail");
        digests::when_due(&desk).await.expect("a run");
        assert_eq!(once(&house).await, (again, different), "the same weeks and months");
    }

    /// One press without signing in, from a mail program or a browser; and the way back.
    async fn one_press_leaves(house: House) {
        digests::make(&house.app, last_week(&house), None, house.app.now()).await.expect("made");
        let link = format!("/langganan/{}", letters(&house, HEAD).await.remove(0).stop);
        // As RFC 8058 has it: no cookies, no form of ours, either form of body.
        let client = reqwest::Client::new();
        let to = format!("{}{link}", house.url);
        let post = async |body: &'static str, kind: &str| client.post(&to).header("content-type", kind).body(body).send().await.expect("an answer");
        let stopped = async |house: &House| {
            let readers = store::readers(house.app.store.read()).await.expect("readers");
            readers[0].stopped_ms.is_some()
        };
        // Following the link alone changes nothing: mail scanners follow links.
        let mut visitor = house.visitor();
        let page = visitor.get(&link).await;
        assert_eq!(page.status, 200);
        assert!(!stopped(&house).await && !page.html.contains(HEAD) && !page.html.contains("Yusnimar"));
        let done = post("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded").await;
        assert_eq!(done.status(), 200);
        assert!(done.headers().get("set-cookie").is_none(), "signs in nobody");
        assert!(stopped(&house).await);
        let page = visitor.submit(&link, &[]).await;
        assert_eq!(page.status, 200, "twice is once: {}", page.text());
        visitor.submit(&link, &[]).await;
        assert!(!stopped(&house).await, "taken back");
        let multipart = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        assert_eq!(post(multipart, "multipart/form-data; boundary=x").await.status(), 200);
        assert!(stopped(&house).await);
        assert_eq!(visitor.get("/akun").await.status, 303, "signed in nobody");
        // No more digests; the head may have them again.
        house.app.clock.advance(7 * DAY_MS);
        go_to(&house, 0, 9).await;
        digests::when_due(&house.desk()).await.expect("a run");
        assert_eq!(letters(&house, HEAD).await.len(), 1);
        // Nobody sends them one again but they themselves.
        let here = format!("/kinerja/unit/dukcapil/surat/{}", letters(&house, HEAD).await[0].edition.period.name());
        let mut admin = house.person(ADMIN).await;
        admin.get(&here).await;
        let page = admin.submit(&format!("{here}/ulang"), &[]).await;
        assert_eq!(page.status, 409, "{}", page.text());
        assert!(page.text().contains("telah berhenti menerima ringkasan"), "{}", page.text());
        let mut head = house.person(HEAD).await;
        head.get(&here).await;
        assert_eq!(head.submit(&format!("{here}/ulang"), &[]).await.status, 303);
        assert!(head.get("/akun").await.has(".notice.warn"));
        head.submit("/akun/ringkasan", &[]).await;
        digests::when_due(&house.desk()).await.expect("a run");
        assert!(letters(&house, HEAD).await.len() > 2);
        // A word that is not ours opens nothing.
        for bad in ["x", "", ".", "é.é", &link[11..40], &link.replace('a', "b")[11..]] {
            let path = format!("/langganan/{bad}");
            assert_eq!(visitor.get(&path).await.status, 404, "{bad}");
            let request = visitor.request(reqwest::Method::POST, &path).form(&[("a", "b")]);
            assert_eq!(visitor.receive(request).await.status, 404, "{bad}");
        }
    }

    /// Kept as it was sent, for those it concerns; sent again when asked.
    async fn the_archive_keeps_what_was_said(house: House, "hold_first" = "false") {
        published(&house, "Antrean lama", "Antrean lama sekali dan tidak ada kursi untuk menunggu di sana.").await;
        house.app.clock.advance(7 * DAY_MS);
        let week = last_week(&house);
        digests::make(&house.app, week, None, house.app.now()).await.expect("made");
        let here = format!("/kinerja/unit/dukcapil/surat/{}", week.name());
        let mut head = house.person(HEAD).await;
        let before = head.get(&here).await;
        assert_eq!(before.status, 200);
        assert!(before.text().contains("kursi untuk menunggu"), "{}", before.text());
        // What is written and answered since changes nothing in it.
        published(&house, "Satu lagi", "Antrean lama sekali dan loket tutup sebelum jam istirahat.").await;
        let after = head.get(&here).await;
        let part = |p: &crate::house::browser::Page| p.html.split("class=\"letter\"").nth(1).map(|h| h.split("<form").next().unwrap_or("").to_owned());
        assert_eq!(part(&after), part(&before));
        // As mail: a document apart, with a policy of its own.
        let as_mail = head.get(&format!("{here}?sebagai=surat")).await;
        assert!(as_mail.header("content-security-policy").contains("sandbox"));
        assert!(as_mail.html.contains("data:image/png;base64,") && !as_mail.html.contains("cid:"));
        assert!(before.header("content-security-policy").contains("style-src 'self'"));
        for (who, expected) in [(HEAD, 200), (ADMIN, 200), (STAFF, 403), (OTHER_STAFF, 403)] {
            let mut person = house.person(who).await;
            assert_eq!(person.get(&here).await.status, expected, "{who}");
            assert_eq!(person.get("/kinerja/unit/dukcapil/surat").await.status, expected, "{who}");
            assert_eq!(person.get("/kinerja/unit/dukcapil/surat/pratinjau?tiap=month").await.status, expected, "{who}");
        }
        assert_eq!(head.get("/kinerja/unit/dukcapil/surat/2020-W01").await.status, 404);
        assert_eq!(head.get("/kinerja/unit/dinkes/surat").await.status, 403);
        let preview = head.get("/kinerja/unit/dukcapil/surat/pratinjau").await;
        assert!(preview.text().contains("loket tutup"), "{}", preview.text());
        // Sent again three times a day, and no more.
        for expected in [303, 303, 303, 409] {
            head.get(&here).await;
            let page = head.submit(&format!("{here}/ulang"), &[]).await;
            assert_eq!(page.status, expected, "{}", page.text());
        }
        let page = head.get(&here).await;
        assert_eq!(page.text().matches("dikirim ulang").count(), 3, "{}", page.text());
        let all = letters(&house, HEAD).await;
        assert_eq!(all.len(), 4);
        assert!(all.iter().all(|d| d.edition == all[0].edition));
        let mut admin = house.person(ADMIN).await;
        admin.get(&here).await;
        assert_eq!(admin.submit(&format!("{here}/ulang"), &[]).await.status, 409, "the head's, not the admin's");
    }

    /// What a moderator covers is covered in kept digests and in mail that has not gone, until it is
    /// restored.
    async fn what_is_covered_is_in_no_digest(house: House, "hold_first" = "false") {
        let number = published(&house, "Antrean lama", "Antrean lama sekali dan tidak ada kursi untuk menunggu di sana.").await;
        house.app.clock.advance(7 * DAY_MS);
        let week = last_week(&house);
        digests::make(&house.app, week, None, house.app.now()).await.expect("made");
        let here = format!("/kinerja/unit/dukcapil/surat/{}", week.name());
        let thread = format!("/utas/{number}");
        let mails = || -> Vec<String> {
            let folder = house.folder.path().join("mail");
            let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
            let all = files.map(|f| std::fs::read(f.expect("a file").path()).expect("a mail"));
            all.filter(|raw| String::from_utf8_lossy(raw).contains("List-Id"))
                .map(|raw| MessageParser::default().parse(&raw).expect("a mail").body_text(0).expect("words").into_owned())
                .collect()
        };
        let quoting = || mails().iter().filter(|m| m.contains("kursi untuk menunggu")).count();
        let mut head = house.person(HEAD).await;
        let page = head.get(&here).await;
        assert!(page.text().contains("kursi untuk menunggu"));
        let mut moderator = house.person(MODERATOR).await;
        let form = moderator.get(&thread).await.form("/moderasi/putusan").expect("a form");
        moderator.send("/moderasi/putusan", form, &[("rule", "spam")]).await;
        let page = head.get(&here).await;
        assert!(page.status == 200 && !page.html.contains("kursi untuk menunggu"), "{}", page.text());
        assert!(page.text().contains("1 tulisan tidak dikutip lagi"), "{}", page.text());
        assert_eq!(head.submit(&format!("{here}/ulang"), &[]).await.status, 303);
        outbox::drain(&house.desk()).await.expect("sent");
        assert_eq!((mails().len(), quoting()), (2, 0), "that which waited, and that sent again");
        let page = moderator.get(&thread).await;
        let form = page.form_with("/moderasi/putusan", ("decision", "restore")).expect("a form");
        moderator.send("/moderasi/putusan", form, &[]).await;
        assert!(head.get(&here).await.text().contains("kursi untuk menunggu"));
        assert_eq!(head.submit(&format!("{here}/ulang"), &[]).await.status, 303);
        outbox::drain(&house.desk()).await.expect("sent");
        assert_eq!((mails().len(), quoting()), (3, 1));
    }

    /// A plan stands in the digests until it is done; what happened to it stands in the archive.
    async fn plans_are_followed_up(house: House) {
        house.app.clock.advance(7 * DAY_MS);
        go_to(&house, 0, 9).await;
        let desk = house.desk();
        digests::when_due(&desk).await.expect("a run");
        let week = last_week(&house);
        let here = format!("/kinerja/unit/dukcapil/surat/{}", week.name());
        let archive = "/kinerja/unit/dukcapil/surat";
        let mut head = house.person(HEAD).await;
        head.get(&here).await;
        let bad = head.submit(&format!("{here}/rencana"), &[("action", "Buka loket dua"), ("due", "2020-01-01")]).await;
        assert_eq!((bad.status, bad.value("action").as_str()), (422, "Buka loket dua"), "what was typed is kept");
        let day = house.app.now().day(&house.app.config.zone).saturating_add(jiff::Span::new().days(10));
        let made = head.submit(&format!("{here}/rencana"), &[("due", &day.to_string())]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let plan = head.get(archive).await.value("plan");
        let step = "/kinerja/unit/dukcapil/rencana";
        let bad = head.submit(step, &[("step", "moved"), ("due", "kapan")]).await;
        assert_eq!(bad.status, 422);
        assert_eq!(bad.count("p.fault"), 2, "{}", bad.text());
        let later = day.saturating_add(jiff::Span::new().days(30));
        let moved = head.submit(step, &[("step", "moved"), ("note", "Menunggu petugas baru"), ("due", &later.to_string())]).await;
        assert_eq!(moved.status, 303, "{}", moved.text());
        go_to(&house, 0, 9).await;
        digests::when_due(&desk).await.expect("a run");
        let next = letters(&house, HEAD).await.remove(0).edition;
        assert_eq!(next.plans.len(), 1);
        assert_eq!((next.plans[0].due.as_str(), next.plans[0].overdue), (later.to_string().as_str(), false));
        assert!(next.is_quiet());
        let words = mail::write(&desk.house, &house.letters(HEAD).await[0]).text();
        assert!(words.contains("Buka loket dua"), "{words}");
        // Another unit's people can't touch it, nor staff; the deputy can.
        deputy(&house).await;
        let csrf = head.get(archive).await.value("_csrf");
        assert!(!csrf.is_empty());
        let mut second = house.person(DEPUTY).await;
        second.get(archive).await;
        assert_eq!(second.submit(step, &[("plan", &plan), ("step", "done")]).await.status, 303);
        let page = second.get(archive).await;
        for part in ["Menunggu petugas baru", "Nofri", "Yusnimar", "Selesai"] {
            assert!(page.text().contains(part), "{part}: {}", page.text());
        }
        assert!(!page.has("form[action='/kinerja/unit/dukcapil/rencana']"), "it is over");
        go_to(&house, 0, 9).await;
        digests::when_due(&desk).await.expect("a run");
        assert!(letters(&house, HEAD).await.remove(0).edition.plans.is_empty());
    }

    /// A head names deputies among the unit's staff; it takes effect at the next request.
    async fn heads_name_deputies(house: House) {
        let archive = "/kinerja/unit/dukcapil/surat";
        let mut staff = house.person(STAFF).await;
        assert_eq!(staff.get(archive).await.status, 403);
        let mut head = house.person(HEAD).await;
        head.get(archive).await;
        let named = head.submit("/kinerja/unit/dukcapil/wakil", &[]).await;
        assert_eq!(named.status, 303, "{}", named.text());
        assert_eq!(staff.get(archive).await.status, 200);
        assert!(staff.get("/akun").await.has("form[action='/akun/ringkasan']"));
        let again = head.get(archive).await;
        assert!(!again.has("form[action='/kinerja/unit/dukcapil/wakil']"), "nobody is left to name");
        let csrf = again.value("_csrf");
        let stranger = uuid::Uuid::now_v7().to_string();
        let form = vec![("_csrf".to_owned(), csrf)];
        let refused = head.send("/kinerja/unit/dukcapil/wakil", form, &[("deputy", &stranger)]).await;
        assert_eq!(refused.status, 422);
        head.get(archive).await;
        assert_eq!(head.submit("/kinerja/unit/dukcapil/wakil/akhiri", &[]).await.status, 303);
        assert_eq!(staff.get(archive).await.status, 403);
        assert_eq!(staff.get("/petugas").await.status, 200, "staff still");
        palanta::store::audit::verify(house.app.store.read()).await.expect("whole");
    }
}

/// An edition of before this version's fields is not silently read as another.
#[test]
fn what_is_no_edition_is_refused() {
    assert!(serde_json::from_str::<Edition>("{}").is_err());
}
