//! Following: a thread, a unit, a service, a search; news at once on the page and by mail as each
//! wishes, once, and of what may be read only.

use crate::house::browser::Person;
use crate::house::{CITIZEN, HEAD, House, MODERATOR, OTHER_STAFF, STAFF};
use crate::on_both;
use mail_parser::MessageParser;
use palanta::domain::following::NewsLetter;
use palanta::domain::notice::Notice;
use palanta::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use palanta::jobs::{following, outbox};

const READER: &str = "pembaca@contoh.test";

/// Letters with news that wait for an address, the newest first.
async fn letters(house: &House, email: &str) -> Vec<NewsLetter> {
    let all = house.letters(email).await.into_iter();
    all.filter_map(|l| match l.notice {
        Notice::News(n) => Some(*n),
        _ => None,
    })
    .collect()
}

/// Mails of the folder that are about news, in the order of their making.
fn mails(house: &House) -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(house.folder.path().join("mail")) else {
        return Vec::new();
    };
    let mut names: Vec<_> = folder.map(|f| f.expect("a file").path()).collect();
    names.sort();
    names
        .into_iter()
        .map(|name| std::fs::read(name).expect("a mail"))
        .filter_map(|raw| {
            let mail = MessageParser::default().parse(&raw).expect("a mail");
            let text = mail.body_text(0).expect("text").into_owned();
            let subject = mail.subject().unwrap_or("").to_owned();
            text.contains("/ikuti")
                .then(|| format!("{subject}\n{text}"))
        })
        .collect()
}

async fn run(house: &House) {
    following::when_due(&house.desk()).await.expect("a run");
}

async fn send(house: &House) {
    run(house).await;
    outbox::drain(&house.desk()).await.expect("sent");
}

async fn press(person: &mut Person, at: &str, every: &str) {
    person.get(at).await;
    let page = person.submit("/ikuti", &[("every", every)]).await;
    assert_eq!(page.status, 303, "{at}: {}", page.text());
}

/// The unit answers.
async fn answer(house: &House, number: &str, words: &str) {
    let mut staff = house.person(STAFF).await;
    let at = format!("/petugas/utas/{number}");
    let page = staff
        .act(&at, &format!("{at}/jawab"), &[("body", words)])
        .await;
    assert_eq!(page.status, 303, "{}", page.text());
}

/// Someone with an account replies.
async fn reply(person: &mut Person, number: &str, words: &str) {
    let at = format!("/utas/{number}");
    let page = person
        .act(&at, &format!("{at}/balas"), &[("body", words)])
        .await;
    assert_eq!(page.status, 303, "{}", page.text());
}

async fn unread(person: &mut Person) -> usize {
    person.get("/pemberitahuan").await.count("li.unread")
}

on_both! {
    /// One press; the page shows it; one press more ends it. Whoever is not signed in is asked to,
    /// and then asked once more.
    async fn a_thread_is_followed_by_one_press(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let at = format!("/utas/{number}");
        let mut visitor = house.visitor();
        let link = visitor.get(&at).await.attribute("a[href^='/ikuti']", "href").expect("a link");
        let away = visitor.get(&link).await;
        assert_eq!(away.status, 303);
        assert!(away.header("location").starts_with("/masuk?next=%2Fikuti"), "{}", away.header("location"));
        let mut reader = house.person(READER).await;
        let offer = reader.get(&link).await;
        assert_eq!(offer.count("input[type='radio'][name='every']"), 4);
        assert!(offer.has("input[value='once'][checked]"), "of a thread at once");
        let bad = reader.submit("/ikuti", &[("every", "hourly")]).await;
        assert_eq!(bad.status, 422);
        press(&mut reader, &at, "").await;
        assert!(reader.get(&at).await.form("/ikuti").expect("a form").iter().any(|(n, _)| n == "end"));
        let mine = reader.get("/ikuti").await;
        assert!(mine.text().contains("Antrean KTP lebih dari tiga jam") && mine.text().contains(READER));
        assert!(mine.has("option[value='once'][selected]"));
        let weekly = reader.submit("/ikuti", &[("every", "week")]).await;
        assert_eq!(weekly.status, 303);
        assert!(reader.get("/ikuti").await.has("option[value='week'][selected]"));
        reader.get(&at).await;
        assert_eq!(reader.submit("/ikuti", &[]).await.header("location"), at, "back where it was");
        assert!(reader.get("/ikuti").await.has(".empty"));
        // Nobody changes another's.
        press(&mut reader, &at, "").await;
        let row = reader.get("/ikuti").await.value("follow");
        let mut other = house.person(CITIZEN).await;
        let csrf = other.csrf().await;
        for more in [("every", "never"), ("end", "1")] {
            let form = vec![("_csrf".to_owned(), csrf.clone()), ("follow".to_owned(), row.clone())];
            assert_eq!(other.send("/ikuti", form, &[more]).await.status, 404);
        }
        assert!(reader.get("/ikuti").await.has("option[value='once'][selected]"));
    }

    /// At once, gathered, with links that sign nobody in; never of what one did oneself, and an
    /// author hears of answers by their own letter alone.
    async fn news_comes_once_and_gathered(house: House, "hold_first" = "false") {
        let mut author = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut author, &[("appear", "named"), ("name", "Siti Rahmah")]).await;
        let at = format!("/utas/{number}");
        press(&mut author, &at, "").await;
        let mut reader = house.person(READER).await;
        press(&mut reader, &at, "").await;
        run(&house).await;
        assert!(letters(&house, READER).await.is_empty(), "what was before is no news");
        reply(&mut reader, &number, "Saya juga mengalaminya kemarin di loket dua.").await;
        answer(&house, &number, "Loket kini dibuka sampai sore.").await;
        run(&house).await;
        let waiting = letters(&house, READER).await;
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].happenings.len(), 1, "not of one's own reply");
        let to_author = letters(&house, CITIZEN).await;
        assert_eq!((to_author.len(), to_author[0].happenings.len()), (1, 1), "of the reply; the answer has its letter");
        assert_eq!(house.letters(CITIZEN).await.iter().filter(|l| matches!(l.notice, Notice::Answered { .. })).count(), 1);
        outbox::drain(&house.desk()).await.expect("sent");
        let all = mails(&house);
        assert_eq!(all.len(), 2);
        let mail = all.iter().find(|m| m.contains("menjawab")).expect("a mail");
        assert!(mail.starts_with("Dinas Kependudukan menjawab: Antrean KTP"), "{mail}");
        assert!(mail.contains("Loket kini dibuka sampai sore") && mail.contains(&format!("{at}/pos/")), "{mail}");
        let link = mail.split(&house.url).find(|p| p.starts_with("/utas/")).and_then(|p| p.split_whitespace().next()).expect("a link");
        let mut stranger = house.visitor();
        let to = stranger.get(link).await.header("location").to_owned();
        assert!(to.starts_with(&format!("{at}#")), "{to}");
        assert!(stranger.get("/akun").await.status == 303, "it signs nobody in");
        // Forty things soon after make one mail, a quarter of an hour after the last.
        for n in 0..40 {
            reply(&mut author, &number, &format!("Tambahan ke-{n} tentang antrean di loket.")).await;
        }
        run(&house).await;
        run(&house).await;
        assert!(letters(&house, READER).await.is_empty());
        house.app.clock.advance(15 * MINUTE_MS);
        run(&house).await;
        run(&house).await;
        let gathered = letters(&house, READER).await;
        assert_eq!(gathered.len(), 1);
        assert_eq!(gathered[0].happenings.len() as i64 + gathered[0].more, 40);
        outbox::drain(&house.desk()).await.expect("sent");
        let mail = mails(&house).pop().expect("a mail");
        assert!(mail.starts_with("40 kabar"), "{mail}");
        assert!(mail.contains("Dan 10 kabar lagi"), "{mail}");
    }

    /// The page of news: counted in the frame, read one by one, by looking, or all at once.
    async fn the_page_of_news(house: House, "hold_first" = "false") {
        let mut author = house.person(CITIZEN).await;
        let (number, _) = house.thread_by(&mut author, &[]).await;
        let at = format!("/utas/{number}");
        let mut reader = house.person(READER).await;
        assert!(reader.get("/pemberitahuan").await.has(".empty"));
        press(&mut reader, &at, "never").await;
        for n in 0..35 {
            reply(&mut author, &number, &format!("Kabar ke-{n} dari loket di dinas.")).await;
        }
        answer(&house, &number, "Terima kasih, kami benahi.").await;
        run(&house).await;
        assert!(letters(&house, READER).await.is_empty(), "no mail was asked for");
        let page = reader.get("/pemberitahuan").await;
        assert_eq!((page.count("li.unread"), page.count(".count")), (30, 1));
        assert!(page.html.contains("36 belum dibaca"));
        assert!(page.text().contains("Dinas Kependudukan menjawab"));
        let older = page.attribute("a[rel='next']", "href").expect("older");
        assert_eq!(reader.get(&older).await.count("li.unread"), 6);
        reader.get("/pemberitahuan").await;
        let form = page.form("/pemberitahuan").expect("a form");
        let one = page.html.split("name=\"one\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("one");
        let read = reader.send("/pemberitahuan", form.clone(), &[("all", ""), ("one", one)]).await;
        assert_eq!(read.status, 303);
        assert!(reader.get("/unit").await.html.contains("35 belum dibaca"), "on each page");
        // The author hears of the answer here too, by looking it is read.
        assert_eq!(unread(&mut author).await, 1);
        author.get(&at).await;
        assert_eq!(unread(&mut author).await, 0);
        assert_eq!(reader.send("/pemberitahuan", form, &[]).await.status, 303);
        assert_eq!(unread(&mut reader).await, 0);
        assert_eq!(reader.get("/").await.count(".count"), 0);
        // And after its time it goes.
        house.app.clock.advance(91 * DAY_MS);
        palanta::flows::retain::apply(&house.app).await.expect("applied");
        assert!(house.person(READER).await.get("/pemberitahuan").await.has(".empty"));
        assert_eq!(house.count("happening").await, 0);
    }

    /// A unit, a service and a search tell of new threads and answers, daily and weekly, in one mail
    /// for all of them.
    async fn places_and_searches_are_followed(house: House, "hold_first" = "false") {
        let mut daily = house.person(READER).await;
        let mut weekly = house.person(CITIZEN).await;
        press(&mut daily, "/unit/dukcapil", "").await;
        press(&mut daily, "/utas?q=loket", "").await;
        press(&mut weekly, "/utas?layanan=dukcapil/ktp-el", "week").await;
        press(&mut weekly, "/utas?q=imunisasi&jenis=question", "week").await;
        let mine = daily.get("/ikuti").await;
        assert_eq!(mine.count("option[value='day'][selected]"), 2);
        assert!(mine.text().contains("Unit: Dinas Kependudukan") && mine.text().contains("Pencarian: “loket”"));
        let mine = weekly.get("/ikuti").await.text();
        assert!(mine.contains("Layanan: KTP elektronik, Dinas Kependudukan") && mine.contains("“imunisasi”, Pertanyaan"), "{mine}");
        house.app.clock.advance(MINUTE_MS);
        let (one, _) = house.thread_by(&mut house.visitor(), &[]).await;
        house.thread_by(&mut house.visitor(), &[("title", "Kapan imunisasi"), ("kind", "question"), ("layanan", "puskesmas/imunisasi"), ("body", "Jadwal imunisasi anak di Talawi kapan?")]).await;
        house.thread_by(&mut house.visitor(), &[("title", "Jadwal kartu keluarga"), ("layanan", "dukcapil/kk"), ("body", "Kapan selesai?")]).await;
        run(&house).await;
        assert!(letters(&house, READER).await.is_empty() && letters(&house, CITIZEN).await.is_empty(), "not yet");
        assert_eq!(unread(&mut daily).await, 2, "the unit's two, the one of them found by a word once");
        assert_eq!(unread(&mut weekly).await, 2);
        house.app.clock.advance(DAY_MS);
        run(&house).await;
        let mail = letters(&house, READER).await;
        assert_eq!((mail.len(), mail[0].happenings.len()), (1, 2));
        outbox::drain(&house.desk()).await.expect("sent");
        let text = mails(&house).pop().expect("a mail");
        assert!(text.contains("Utas baru untuk Dinas Kependudukan") && text.contains(&one), "{text}");
        for _ in 0..7 {
            house.app.clock.advance(DAY_MS);
            run(&house).await;
        }
        assert_eq!(letters(&house, READER).await.len(), 0, "nothing new, no mail");
        let mail = letters(&house, CITIZEN).await;
        assert_eq!((mail.len(), mail[0].happenings.len()), (1, 2));
        outbox::drain(&house.desk()).await.expect("sent");
        let text = mails(&house).pop().expect("a mail");
        assert!(text.contains("Kapan imunisasi") && !text.contains("kartu keluarga"), "{text}");
    }

    /// What was hidden, withheld or made confidential goes to nobody, also between the event, the
    /// outbox and the sending.
    async fn what_may_not_be_read_is_not_told(house: House, "hold_first" = "false", "decision_mail_wait_s" = "0") {
        let mut author = house.visitor();
        let (number, _) = house.thread_by(&mut author, &[]).await;
        let at = format!("/utas/{number}");
        let mut reader = house.person(READER).await;
        press(&mut reader, &at, "").await;
        press(&mut reader, "/unit/dukcapil", "once").await;
        let (secret, _) = house.thread_by(&mut house.visitor(), &[("appear", "confidential"), ("title", "Rahasia pungutan")]).await;
        assert!(!house.person(STAFF).await.get(&format!("/utas/{secret}")).await.has("form.follow"));
        let mut other = house.person(CITIZEN).await;
        reply(&mut other, &number, "Balasan yang nanti disembunyikan.").await;
        let held = other.act(&at, &format!("{at}/balas"), &[("body", "Dasar petugas anjing bangsat, goblok semua!")]).await;
        assert_eq!(held.status, 303);
        run(&house).await;
        let waiting = letters(&house, READER).await;
        assert_eq!((waiting.len(), waiting[0].happenings.len()), (1, 1));
        // It is in the outbox; now it is hidden.
        let mut moderator = house.person(MODERATOR).await;
        let page = moderator.get(&at).await;
        let hide = page.html.split("<article").find(|a| a.contains("nanti disembunyikan")).and_then(|a| a.split("name=\"post\" value=\"").nth(1)).and_then(|a| a.split('"').next()).expect("a form");
        let form = page.form_with("/moderasi/putusan", ("post", hide)).expect("a form");
        assert_eq!(moderator.send("/moderasi/putusan", form, &[("rule", "insult")]).await.status, 303);
        let done = outbox::drain(&house.desk()).await.expect("sent");
        assert_eq!(done.dropped, 1, "{done:?}");
        assert!(mails(&house).is_empty());
        let news = reader.get("/pemberitahuan").await;
        assert!(!news.html.contains("nanti disembunyikan") && news.text().contains("disembunyikan moderator"));
        // A thread that is hidden before it has been told.
        let (gone, _) = house.thread_by(&mut house.visitor(), &[("title", "Judul yang hilang")]).await;
        let page = moderator.get(&format!("/utas/{gone}")).await;
        let form = page.form("/moderasi/putusan").expect("a form");
        assert_eq!(moderator.send("/moderasi/putusan", form, &[("rule", "insult")]).await.status, 303);
        house.app.clock.advance(HOUR_MS);
        send(&house).await;
        assert!(mails(&house).is_empty());
        assert!(!reader.get("/pemberitahuan").await.html.contains("Judul yang hilang"));
        // And what somebody left meanwhile.
        answer(&house, &number, "Jawaban yang tidak lagi ditunggu.").await;
        run(&house).await;
        assert_eq!(letters(&house, READER).await.len(), 1);
        for at in [at.as_str(), "/unit/dukcapil"] {
            reader.get(at).await;
            assert_eq!(reader.submit("/ikuti", &[]).await.status, 303);
        }
        assert_eq!(outbox::drain(&house.desk()).await.expect("sent").dropped, 1);
        assert!(mails(&house).is_empty());
        assert_eq!(house.count("outbox WHERE purpose = 'news'").await, 0);
    }

    /// One press in a mail program stops it, without signing in (RFC 8058); each thing also alone.
    async fn mail_is_left_by_one_press(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let at = format!("/utas/{number}");
        let mut reader = house.person(READER).await;
        press(&mut reader, &at, "").await;
        let mut other = house.person(CITIZEN).await;
        reply(&mut other, &number, "Kabar pertama dari loket.").await;
        send(&house).await;
        let folder = house.folder.path().join("mail");
        let raw = std::fs::read_dir(folder).expect("a folder").map(|f| std::fs::read(f.expect("a file").path()).expect("a mail")).find(|m| String::from_utf8_lossy(m).contains("List-Unsubscribe")).expect("a mail");
        let mail = MessageParser::default().parse(&raw).expect("a mail");
        let link: String = mail.header_raw("List-Unsubscribe").expect("a header").split_whitespace().collect();
        let path = link.trim_matches(['<', '>']).strip_prefix(&house.url).expect("ours").to_owned();
        assert_eq!(mail.header_raw("List-Unsubscribe-Post").map(str::trim), Some("List-Unsubscribe=One-Click"));
        let text = mail.body_text(0).expect("text").into_owned();
        let one = text.split(&house.url).find(|p| p.starts_with("/langganan/i")).and_then(|p| p.split_whitespace().next()).expect("a link").to_owned();
        let client = crate::house::browser::client();
        let press_once = |path: String| {
            let request = client.post(format!("{}{path}", house.url));
            request.header("content-type", "application/x-www-form-urlencoded").body("List-Unsubscribe=One-Click").send()
        };
        // Looking changes nothing; one thing alone is left, and taken back.
        let mut anyone = house.visitor();
        assert!(anyone.get(&one).await.text().contains("Hentikan email tentang ini?"));
        assert!(reader.get("/ikuti").await.has("option[value='once'][selected]"));
        assert_eq!(anyone.submit(&one, &[]).await.status, 200);
        assert!(reader.get("/ikuti").await.has("option[value='never'][selected]"));
        assert_eq!(anyone.submit(&one, &[]).await.status, 200);
        assert!(reader.get("/ikuti").await.has("option[value='once'][selected]"));
        assert!(anyone.cookies.is_empty() || anyone.get("/akun").await.status == 303);
        // All of it, by the program's own press, twice.
        for _ in 0..2 {
            assert_eq!(press_once(path.clone()).await.expect("an answer").status(), 200);
        }
        house.app.clock.advance(HOUR_MS);
        reply(&mut other, &number, "Kabar kedua dari loket.").await;
        run(&house).await;
        assert!(letters(&house, READER).await.is_empty());
        let mine = reader.get("/ikuti").await;
        assert!(mine.text().contains("sedang berhenti"));
        assert_eq!(unread(&mut reader).await, 2, "the page of news goes on");
        reader.get("/ikuti").await;
        let form = mine.form_with("/ikuti", ("resume", "1")).expect("a form");
        assert_eq!(reader.send("/ikuti", form, &[]).await.status, 303);
        reply(&mut other, &number, "Kabar ketiga dari loket.").await;
        run(&house).await;
        assert_eq!(letters(&house, READER).await.len(), 1);
        // A word that is not ours, or of another's, opens nothing.
        let mut forged = path.clone();
        forged.pop();
        for path in [forged, path.replacen("/k", "/i", 1), path.replacen("/k", "/", 1)] {
            assert_eq!(press_once(path).await.expect("an answer").status(), 404);
        }
    }

    /// Who follows a thread that is joined to another hears of that one, until they are parted.
    async fn joined_threads_take_their_followers_along(house: House, "hold_first" = "false") {
        let (from, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let (into, _) = house.thread_by(&mut house.visitor(), &[("title", "Antrean panjang di loket KTP")]).await;
        let mut reader = house.person(READER).await;
        press(&mut reader, &format!("/utas/{from}"), "").await;
        let mut head = house.person(HEAD).await;
        let at = format!("/petugas/utas/{from}");
        assert_eq!(head.act(&at, &format!("{at}/gabung"), &[("into", &into)]).await.status, 303);
        answer(&house, &into, "Loket ketiga dibuka.").await;
        run(&house).await;
        let news = reader.get("/pemberitahuan").await.text();
        assert!(news.contains("Digabung ke utas lain") && news.contains("Antrean panjang di loket KTP"), "{news}");
        assert_eq!(unread(&mut reader).await, 2);
        assert_eq!(head.act(&at, &format!("{at}/pisah"), &[]).await.status, 303);
        let mut other = house.person(OTHER_STAFF).await;
        reply(&mut other, &into, "Sesudah dipisah lagi.").await;
        reply(&mut other, &from, "Masih di utas asal.").await;
        run(&house).await;
        assert_eq!(unread(&mut reader).await, 3, "of its own only");
    }

    /// The author of a thread that is joined to another has letters of its answers and its end, and,
    /// if they follow it, mail of the rest.
    async fn an_author_hears_of_what_theirs_was_joined_to(house: House, "hold_first" = "false") {
        let mut author = house.person(CITIZEN).await;
        let (from, _) = house.thread_by(&mut author, &[]).await;
        let (into, _) = house.thread_by(&mut house.visitor(), &[("title", "Antrean panjang di loket KTP")]).await;
        press(&mut author, &format!("/utas/{from}"), "").await;
        let mut head = house.person(HEAD).await;
        let at = format!("/petugas/utas/{from}");
        assert_eq!(head.act(&at, &format!("{at}/gabung"), &[("into", &into)]).await.status, 303);
        run(&house).await;
        let before = letters(&house, CITIZEN).await.len();
        let case = format!("/petugas/utas/{into}");
        assert_eq!(head.act(&case, &format!("{case}/tanya"), &[("question", "Loket nomor berapa?")]).await.status, 303);
        house.app.clock.advance(HOUR_MS);
        run(&house).await;
        assert_eq!(letters(&house, CITIZEN).await.len(), before + 1, "only the other is asked");
        let form = [("ground", "unverified"), ("reason", "Sudah diperiksa, tidak ada antrean.")];
        let page = head.act(&case, &format!("{case}/tolak"), &form).await;
        assert_eq!(page.status, 303, "{}", page.text());
        house.app.clock.advance(HOUR_MS);
        run(&house).await;
        assert_eq!(letters(&house, CITIZEN).await.len(), before + 1, "the letter says it");
        let declined = house.letters(CITIZEN).await.into_iter().filter(|l| matches!(l.notice, Notice::Declined { .. }));
        assert_eq!(declined.count(), 1);
    }

    /// Two instances at once, a run that broke off, a restart: each is told and written to once.
    async fn nobody_is_told_twice(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let mut people = Vec::new();
        for n in 0..4 {
            let mut person = house.person(&format!("pengikut{n}@contoh.test")).await;
            press(&mut person, &format!("/utas/{number}"), "").await;
            people.push(person);
        }
        let mut other = house.person(CITIZEN).await;
        reply(&mut other, &number, "Kabar dari loket.").await;
        let app = &house.app;
        let (a, b) = tokio::join!(following::spread(app), following::spread(app));
        a.expect("told");
        b.expect("told");
        // As if it had broken off after some were told and before that was noted.
        let tx = app.store.begin().await.expect("a transaction");
        use sea_orm::ConnectionTrait;
        tx.execute_unprepared("UPDATE happening SET spread_ms = NULL").await.expect("back");
        tx.commit().await.expect("a commit");
        following::spread(app).await.expect("told");
        let (a, b) = tokio::join!(following::mail(app), following::mail(app));
        assert_eq!(a.expect("written") + b.expect("written"), 4);
        let tx = app.store.begin().await.expect("a transaction");
        tx.execute_unprepared("UPDATE happening SET spread_ms = NULL").await.expect("back");
        tx.commit().await.expect("a commit");
        let house = house.restart().await;
        house.app.clock.advance(HOUR_MS);
        following::spread(&house.app).await.expect("told");
        assert_eq!(following::mail(&house.app).await.expect("written"), 0);
        outbox::drain(&house.desk()).await.expect("sent");
        assert_eq!(mails(&house).len(), 4);
        assert_eq!(house.count("notification WHERE due_ms IS NOT NULL").await, 0);
    }

    /// Whoever writes or supports is offered to follow.
    async fn writing_offers_to_follow(house: House, "hold_first" = "false") {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let at = format!("/utas/{number}");
        let mut reader = house.person(READER).await;
        reader.act(&at, &format!("{at}/dukung"), &[]).await;
        assert!(reader.get(&at).await.text().contains("Ketuk Ikuti"));
        reader.act(&at, &format!("{at}/balas"), &[("body", "Saya juga menunggu di sana."), ("follow", "1")]).await;
        let page = reader.get(&at).await;
        assert!(page.form("/ikuti").expect("a form").iter().any(|(n, _)| n == "end"));
        assert!(!page.has("input[name='follow']"));
    }

    /// Someone anonymous comes back by their code: told what is new, asked one thing, and answers.
    async fn a_code_tells_what_is_new(house: House, "hold_first" = "false") {
        let mut author = house.visitor();
        let (number, code) = house.thread_by(&mut author, &[]).await;
        let at = format!("/utas/{number}");
        let first = author.act("/lacak", "/lacak", &[("code", &code)]).await;
        assert_eq!(first.header("location"), at);
        house.app.clock.advance(HOUR_MS);
        reply(&mut house.person(CITIZEN).await, &number, "Saya juga menunggu lama di sana.").await;
        answer(&house, &number, "Loket kini dibuka sampai sore.").await;
        let visitor = house.visitor().get(&at).await;
        assert!(visitor.has("#ask a[href='/lacak']"), "who comes by the mail's link is shown the way");
        let mut elsewhere = house.visitor();
        let back = elsewhere.act("/lacak", "/lacak", &[("code", &code)]).await;
        let to = back.header("location").to_owned();
        let page = elsewhere.get(&to).await;
        assert!(page.text().contains("3 yang baru sejak"), "the reply, the answer, its step: {}", page.text());
        let link = page.attribute("a[href*='/pos/']", "href").expect("a link");
        assert!(elsewhere.get(&link).await.header("location").starts_with(&format!("{at}#")));
        // Others gain nothing by the address.
        assert!(!house.visitor().get(&to).await.text().contains("yang baru sejak"));
        elsewhere.get(&at).await;
        assert!(elsewhere.page.has("a[href='#balas']") && elsewhere.page.has("form[action$='/buka-lagi']"));
        assert_eq!(elsewhere.submit(&format!("{at}/konfirmasi"), &[]).await.status, 303);
        reply(&mut elsewhere, &number, "Terima kasih, sudah beres semua.").await;
        assert!(elsewhere.get(&at).await.text().contains("sudah beres semua"));
    }
}
