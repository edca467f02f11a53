//! Mail servers as they are: they hang up, say nothing, refuse for now or for good. Each manner has
//! its outcome; and a process that is killed at any step loses nothing and sends nothing anew.

use crate::digests::letters;
use crate::house::smtp::{Manner, Smtp, Stage};
use crate::house::{CITIZEN, CIVIL, CLINIC, HEALTH, House, Kind};
use crate::on_each;
use mail_parser::MessageParser;
use palanta::domain::digest::{Every, Period};
use palanta::domain::time::{HOUR_MS, MINUTE_MS};
use palanta::flows::grant::{self, Form, Granter};
use palanta::jobs::{digests, following, outbox, reminders};
use palanta::store::{digests as store, mailing, returns};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

async fn house(kind: Kind) -> (House, Smtp) {
    let smtp = Smtp::start().await;
    let url = smtp.url();
    let settings = [
        ("smtp_url", url.as_str()),
        ("smtp_timeout_s", "1"),
        ("mail_from", "Palanta <halo@kota.test>"),
    ];
    (House::build(kind, &settings).await, smtp)
}

/// What becomes of a mail.
#[derive(Copy, Clone, Debug, PartialEq)]
enum Outcome {
    /// It waits, and goes when the server is well again.
    Later,
    /// The server had it and said nothing: it goes again, under the same name.
    Again,
    /// It is given up, and shown to the admin.
    Never,
}

fn say(line: &str) -> Manner {
    Manner::Say(line.to_owned())
}

async fn each_manner_has_its_outcome(kind: Kind) {
    use Outcome::{Again, Later, Never};
    let (house, smtp) = house(kind).await;
    let cases = [
        (Stage::Greeting, Manner::HangUp, Later),
        (Stage::Greeting, Manner::Silence, Later),
        (Stage::Greeting, say("421 too busy"), Later),
        (Stage::Hello, Manner::HangUp, Later),
        (Stage::From, say("451 4.3.0 not now"), Later),
        (Stage::From, say("550 5.7.1 not you"), Never),
        (Stage::From, say("hello, who is there?"), Later),
        (Stage::To, say("450 4.2.1 greylisted"), Later),
        (Stage::To, say("550 not here"), Never),
        (Stage::To, Manner::Silence, Later),
        (Stage::Data, say("451 4.3.1 no room"), Later),
        (Stage::Data, Manner::HangUp, Later),
        (Stage::End, say("452 4.3.1 no room"), Later),
        (Stage::End, say("554 5.7.1 looks like spam"), Never),
        (Stage::End, Manner::HangUp, Again),
        (Stage::End, Manner::Silence, Later),
    ];
    for (n, (stage, manner, outcome)) in cases.into_iter().enumerate() {
        let what = format!("{stage:?} {manner:?}");
        let title = format!("Perkara {n}");
        let mut citizen = house.visitor();
        let fields = [("email", CITIZEN), ("title", title.as_str())];
        house.thread_by(&mut citizen, &fields).await;
        let had = smtp.mails().len();
        smtp.behave(stage, manner);
        // A desk of its own has no connection that is open still.
        let tried = outbox::drain(&house.desk()).await.expect("tried");
        assert_eq!((tried.sent, tried.failed), (0, 1), "{what}");
        let kept = mailing::page(house.app.store.read(), None, 1)
            .await
            .expect("the outbox");
        assert_eq!(kept[0].failed_ms.is_some(), outcome == Never, "{what}");
        assert!(!kept[0].last_error.is_empty(), "{what}");
        assert!(!kept[0].last_error.contains(CITIZEN), "{what}");
        let idle = outbox::drain(&house.desk()).await.expect("not due");
        assert_eq!(
            idle,
            outbox::Sent::default(),
            "{what}: it is not tried at once"
        );
        smtp.be_good();
        house.app.clock.advance(MINUTE_MS + 1_000);
        let sent = outbox::drain(&house.desk()).await.expect("tried").sent;
        let (mails, expected) = match outcome {
            Never => (0, 0),
            Later => (1, 1),
            Again => (2, 1),
        };
        assert_eq!(sent, expected, "{what}");
        let all = smtp.mails();
        assert_eq!(all.len() - had, mails, "{what}");
        if outcome == Again {
            assert_eq!(name(&all[had]), name(&all[had + 1]), "one mail, twice");
        }
    }
    assert!(
        !returns::is_stopped(house.app.store.read(), CITIZEN)
            .await
            .expect("a read"),
        "none of them says that the address is gone"
    );
}

fn name(mail: &[u8]) -> String {
    let mail = MessageParser::default().parse(mail).expect("a mail");
    mail.message_id().expect("an id").to_owned()
}

/// Eleven readers of three units.
async fn readers(house: &House) -> usize {
    for n in 0..10usize {
        let form = Form {
            email: format!("wakil{n}@kota.test"),
            role: "deputy".into(),
            unit: [CIVIL, HEALTH, CLINIC][n % 3].into(),
            ..Form::default()
        };
        grant::grant(&house.app, Granter::CommandLine, &form)
            .await
            .expect("a grant");
    }
    11
}

fn process(house: &House, smtp: &Smtp, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_palanta"))
        .args(["--database-url", &house.database.url, "--data-dir"])
        .arg(house.folder.path())
        .args(["--set", &format!("smtp_url={}", smtp.url())])
        .args(["--set", "mail_from=Palanta <halo@kota.test>"])
        .args(["--set", "mail_per_minute=6000", "--set", "log=error"])
        .args(args)
        .stdout(Stdio::null())
        .spawn()
        .expect("a process")
}

/// Where the process is killed.
#[derive(Copy, Clone, Debug)]
enum Step {
    /// So many milliseconds after its start, wherever it is then.
    After(u64),
    /// Once so many mails lie in the outbox: each unit's come in one transaction.
    Written(usize),
    /// When the server has come to this stage.
    Sending(Stage),
}

/// `palanta digest` is killed (SIGKILL) at each step; whoever comes after it brings it to its end.
async fn killed_at_each_step(kind: Kind) {
    let (house, smtp) = house(kind).await;
    let wanted = readers(&house).await;
    let mut period = Period::before(Every::Week, house.app.now().day(&house.app.config.zone));
    let steps = [
        Step::After(20),
        Step::After(100),
        Step::After(200),
        Step::Written(1),
        Step::Written(5),
        Step::Written(wanted),
        Step::Sending(Stage::Greeting),
        Step::Sending(Stage::From),
        Step::Sending(Stage::To),
        Step::Sending(Stage::Data),
        Step::Sending(Stage::End),
    ];
    for step in steps {
        period = period.previous();
        let had = smtp.mails().len();
        let mut child = process(&house, &smtp, &["digest", "--period", &period.name()]);
        match step {
            Step::Sending(stage) => smtp.behave(stage, Manner::Kill(child.id())),
            Step::After(ms) => {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                // It may have come to its end meanwhile.
                let _ = child.kill();
            }
            Step::Written(n) => {
                until_written(&house, &mut child, period, n).await;
                // It may have come to its end meanwhile.
                let _ = child.kill();
            }
        }
        let ended = actix_web::rt::task::spawn_blocking(move || child.wait());
        ended.await.expect("joined").expect("ended");
        smtp.be_good();
        // The next instance comes when the dead one's hold on its mail has ended.
        house.app.clock.advance(HOUR_MS);
        let now = house.app.now();
        digests::make(&house.app, period, None, now)
            .await
            .expect("made");
        outbox::drain(&house.desk()).await.expect("sent");
        let runs = store::runs_of(house.app.store.read(), &[period.name()]).await;
        assert_eq!(runs.expect("a read").len(), wanted, "{step:?}");
        let mails = smtp.mails().split_off(had);
        let to = smtp.recipients().split_off(had);
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (mail, to) in mails.iter().zip(&to) {
            names.entry(to.clone()).or_default().insert(name(mail));
        }
        assert_eq!(names.len(), wanted, "{step:?}: everyone got it");
        assert!(
            names.values().all(|n| n.len() == 1),
            "{step:?}: one mail each"
        );
        // Only what the server had and could not say so comes twice, under one name.
        let most = match step {
            Step::Sending(Stage::End) => wanted + 1,
            // The kill may fall between any two steps of sending.
            Step::After(_) | Step::Written(_) => wanted + 1,
            Step::Sending(_) => wanted,
        };
        assert!(mails.len() <= most, "{step:?}: {} mails", mails.len());
        assert!(
            letters(&house, "wakil3@kota.test").await.is_empty(),
            "{step:?}"
        );
    }
}

/// Waits until so many runs are noted, or the process has ended.
async fn until_written(house: &House, child: &mut Child, period: Period, n: usize) {
    let db = house.app.store.read();
    for _ in 0..6_000 {
        let runs = store::runs_of(db, &[period.name()]).await.expect("a read");
        if runs.len() >= n || child.try_wait().expect("asked").is_some() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{n} runs within half a minute");
}

/// Addresses of those who follow a thread, and what happens in it last.
async fn followed(house: &House, round: usize) -> Vec<String> {
    let mut author = house.person(&format!("penulis{round}@contoh.test")).await;
    let title = format!("Lampu jalan putaran {round}");
    let fields = [("title", title.as_str())];
    let (number, _) = house.thread_by(&mut author, &fields).await;
    let at = format!("/utas/{number}");
    let addresses: Vec<String> = (0..6)
        .map(|n| format!("pembaca{round}-{n}@contoh.test"))
        .collect();
    for address in &addresses {
        let mut reader = house.person(address).await;
        reader.get(&at).await;
        assert_eq!(reader.submit("/ikuti", &[("every", "")]).await.status, 303);
    }
    // The codes they signed in by go first, and what the server would write at its start by itself.
    let desk = house.desk();
    digests::when_due(&desk).await.expect("digests");
    reminders::when_due(&desk).await.expect("reminders");
    outbox::drain(&desk).await.expect("sent");
    let words = [("body", "Sudah dua malam jalan ini gelap.")];
    let page = author.act(&at, &format!("{at}/balas"), &words).await;
    assert_eq!(page.status, 303, "{}", page.text());
    addresses
}

/// A server that tells those who follow is killed (SIGKILL) at each step; whoever comes after it
/// tells everyone once, and sends each one mail.
async fn telling_is_killed_at_each_step(kind: Kind) {
    let smtp = Smtp::start().await;
    let url = smtp.url();
    let settings = [
        ("smtp_url", url.as_str()),
        ("mail_from", "Palanta <halo@kota.test>"),
        ("mail_per_minute", "6000"),
        ("hold_first", "false"),
    ];
    let house = House::build(kind, &settings).await;
    let steps = [
        Step::After(150),
        Step::After(400),
        Step::Written(1),
        Step::Written(3),
        Step::Sending(Stage::Greeting),
        Step::Sending(Stage::To),
        Step::Sending(Stage::Data),
        Step::Sending(Stage::End),
    ];
    for (round, step) in steps.into_iter().enumerate() {
        let readers = followed(&house, round).await;
        let had = smtp.mails().len();
        let noted = "notification WHERE mailed_ms IS NOT NULL";
        let before = house.count(noted).await;
        let mut child = process(&house, &smtp, &["--listen", "127.0.0.1:0", "serve"]);
        match step {
            Step::Sending(stage) => smtp.behave(stage, Manner::Kill(child.id())),
            Step::After(ms) => {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                child.kill().expect("killed");
            }
            Step::Written(n) => {
                for _ in 0..6_000 {
                    let written = house.count(noted).await - before;
                    if usize::try_from(written).is_ok_and(|w| w >= n) {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                child.kill().expect("killed");
            }
        }
        let ended = actix_web::rt::task::spawn_blocking(move || child.wait());
        ended.await.expect("joined").expect("ended");
        smtp.be_good();
        // Another instance, once the dead one's hold on the job and its mail has ended.
        house.app.clock.advance(HOUR_MS);
        let desk = house.desk();
        following::when_due(&desk).await.expect("told");
        outbox::drain(&desk).await.expect("sent");
        house.app.clock.advance(-HOUR_MS);
        // For the next round's, which is a server of this hour.
        let free = "DELETE FROM job_lease WHERE name = 'following'";
        let tx = house.app.store.begin().await.expect("a transaction");
        tx.execute_unprepared(free).await.expect("given up");
        tx.commit().await.expect("given up");
        let mails = smtp.mails().split_off(had);
        let to = smtp.recipients().split_off(had);
        let names = |address: &String| -> BTreeSet<String> {
            let all = mails.iter().zip(&to);
            all.filter(|(_, t)| *t == address)
                .map(|(m, _)| name(m))
                .collect()
        };
        for reader in &readers {
            assert_eq!(names(reader).len(), 1, "{step:?}: one mail for {reader}");
            let told = format!(
                "notification n JOIN account a ON a.id = n.account_id WHERE a.email = '{reader}'"
            );
            assert_eq!(
                house.count(&told).await,
                1,
                "{step:?}: {reader} was told once"
            );
        }
        // Only what the server had and could not say so comes twice, under one name.
        let all = to.iter().filter(|t| readers.contains(t)).count();
        let most = match step {
            Step::Sending(Stage::End) | Step::After(_) | Step::Written(_) => readers.len() + 1,
            Step::Sending(_) => readers.len(),
        };
        assert!(all <= most, "{step:?}: {all} mails");
    }
}

on_each!(
    each_manner_has_its_outcome,
    killed_at_each_step,
    telling_is_killed_at_each_step
);
