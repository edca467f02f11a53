//! Mail that comes back: an address that is gone is left in peace, and the admin is told.

use crate::digests::{go_to, letters};
use crate::house::smtp::{Manner, Smtp, Stage};
use crate::house::{ADMIN, HEAD, House, Kind};
use crate::on_each;
use mail_parser::MessageParser;
use palanta::domain::bounce::SOFT_LIMIT;
use palanta::domain::digest::{Every, Period};
use palanta::domain::notice::Notice;
use palanta::domain::time::DAY_MS;
use palanta::jobs::returns::{self as job, Read};
use palanta::jobs::{digests, outbox};
use palanta::store::returns;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

async fn house(kind: Kind, box_name: &str) -> (House, Smtp, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(box_name);
    if box_name == "maildir" {
        std::fs::create_dir_all(path.join("new")).expect("a maildir");
    } else {
        std::fs::write(&path, b"").expect("an mbox");
    }
    let smtp = Smtp::start().await;
    let url = smtp.url();
    let settings = [
        ("smtp_url", url.as_str()),
        ("mail_from", "Palanta <halo@kota.test>"),
        ("mail_return_to", "kembali@kota.test"),
        ("mail_returns", path.to_str().expect("a path")),
    ];
    (House::build(kind, &settings).await, smtp, folder)
}

/// A report as Postfix writes it.
fn report(id: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.kota.test (Mail Delivery System)\n\
         Subject: Undelivered Mail Returned to Sender\nTo: kembali@kota.test\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"B/mx\"\n\n\
         This is a MIME-encapsulated message.\n\n--B/mx\n\
         Content-Description: Notification\nContent-Type: text/plain; charset=us-ascii\n\n\
         I'm sorry to have to inform you.\n\n--B/mx\n\
         Content-Description: Delivery report\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.kota.test\nArrival-Date: Tue, 24 Nov 2026 08:00:00 +0700\n\n\
         Final-Recipient: rfc822; {HEAD}\nAction: failed\nStatus: {status}\n\
         Remote-MTA: dns; mail.kota.test\n\
         Diagnostic-Code: smtp; 550 {status} <{HEAD}>: Recipient address rejected\n\n\
         --B/mx\nContent-Description: Undelivered Message\nContent-Type: message/rfc822\n\n\
         Message-ID: <{id}>\nFrom: Palanta <halo@kota.test>\nTo: {HEAD}\nSubject: x\n\n\
         Bapak/Ibu Yusnimar,\n\n--B/mx--\n"
    )
}

fn last_week(house: &House) -> Period {
    Period::before(Every::Week, house.app.now().day(&house.app.config.zone))
}

/// Sends the head the digest of a week; returns the mail's Message-ID.
async fn sent(house: &House, smtp: &Smtp, week: Period) -> String {
    let now = house.app.now();
    digests::make(&house.app, week, None, now)
        .await
        .expect("made");
    outbox::drain(&house.desk()).await.expect("sent");
    let mails = smtp.mails();
    let mail = MessageParser::default()
        .parse(mails.last().expect("a mail"))
        .expect("a mail");
    mail.message_id().expect("an id").to_owned()
}

fn drop_in(maildir: &Path, name: &str, mail: &str) {
    std::fs::write(maildir.join("new").join(name), mail).expect("a file");
}

async fn a_hard_return_stops_mail_and_tells_the_admin(kind: Kind) {
    let (house, smtp, folder) = house(kind, "maildir").await;
    let maildir = folder.path().join("maildir");
    let id = sent(&house, &smtp, last_week(&house)).await;
    assert!(
        smtp.sender().contains("<kembali@kota.test>"),
        "{}",
        smtp.sender()
    );
    let desk = house.desk();
    // What anyone may send to the box stops nobody's mail.
    let forged = format!("{}@kota.test", uuid::Uuid::now_v7());
    drop_in(&maildir, "1", &report(&forged, "5.1.1"));
    drop_in(&maildir, "2", "Subject: Cuti\n\nSaya cuti sampai Senin.\n");
    drop_in(&maildir, "3", "\u{0}\u{1}garbage");
    let done = job::run(&desk).await.expect("read");
    assert_eq!(done, Read { mails: 3, noted: 0 });
    let stopped = async || {
        returns::is_stopped(house.app.store.read(), HEAD)
            .await
            .expect("a read")
    };
    assert!(!stopped().await);
    drop_in(&maildir, "4", &report(&id, "5.1.1"));
    drop_in(&maildir, "5", &report(&id, "5.1.1"));
    let done = job::run(&desk).await.expect("read");
    assert_eq!(done, Read { mails: 2, noted: 2 });
    assert!(stopped().await);
    assert_eq!(
        std::fs::read_dir(maildir.join("new")).expect("new").count(),
        0
    );
    assert_eq!(
        std::fs::read_dir(maildir.join("cur")).expect("cur").count(),
        5
    );
    assert_eq!(job::run(&desk).await.expect("read"), Read::default());
    // The admin is told once, and nobody's address is in it.
    let told: Vec<String> = house
        .letters(ADMIN)
        .await
        .iter()
        .filter(|l| matches!(l.notice, Notice::AddressStopped { .. }))
        .map(|l| palanta::mail::write(&desk.house, l).text())
        .collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("k•••@kota.test") && told[0].contains("5.1.1"),
        "{}",
        told[0]
    );
    assert!(!told[0].contains(HEAD));
    // No digest is written for them; what waits is given up; a sign-in code goes.
    house.app.clock.advance(7 * DAY_MS);
    go_to(&house, 0, 9).await;
    digests::when_due(&desk).await.expect("a run");
    assert!(letters(&house, HEAD).await.is_empty());
    let had = smtp.mails().len();
    house.person(HEAD).await;
    outbox::drain(&desk).await.expect("sent");
    assert!(
        smtp.recipients()[had..].iter().any(|to| to == HEAD),
        "the code"
    );
    let mut head = house.person(HEAD).await;
    assert!(
        head.get("/akun").await.has(".notice.bad"),
        "they can see why"
    );
    // The admin lets mail go there again.
    let mut admin = house.person(ADMIN).await;
    let page = admin.get("/admin/surat").await;
    assert!(page.text().contains("k•••@kota.test") && !page.html.contains(HEAD));
    let lifted = admin.submit("/admin/surat/alamat", &[]).await;
    assert_eq!(lifted.status, 303, "{}", lifted.text());
    assert!(!stopped().await);
    digests::when_due(&desk).await.expect("a run");
    assert!(!letters(&house, HEAD).await.is_empty());
    let csrf = admin.get("/admin/surat").await.value("_csrf");
    let again = vec![("_csrf".to_owned(), csrf)];
    let none = admin
        .send("/admin/surat/alamat", again, &[("address", "x")])
        .await;
    assert_eq!(none.status, 404);
}

async fn soft_returns_are_counted(kind: Kind) {
    let (house, smtp, folder) = house(kind, "mbox").await;
    let mbox = folder.path().join("mbox");
    let desk = house.desk();
    let add = |text: &str| {
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .open(&mbox)
            .expect("the mbox");
        file.write_all(text.as_bytes()).expect("written");
    };
    let trouble = async || {
        let found = returns::trouble(house.app.store.read(), HEAD)
            .await
            .expect("a read");
        found.map_or((0, false), |t| (t.soft, t.stopped_ms.is_some()))
    };
    let mut week = last_week(&house);
    for n in 1..=SOFT_LIMIT {
        let id = sent(&house, &smtp, week).await;
        week = week.previous();
        let full = report(&id, "5.2.2").replace("\nI'm sorry", "\n>From my side: I'm sorry");
        let mail = format!("From MAILER-DAEMON  Tue Nov 24 08:00:00 2026\n{full}\n");
        // Half of it first, as while it is being written.
        let (half, rest) = mail.split_at(mail.len() / 2);
        add(half);
        job::run(&desk).await.expect("read");
        assert_eq!(trouble().await.0, n - 1);
        add(rest);
        for _ in 0..2 {
            job::run(&desk).await.expect("read");
        }
        assert_eq!(
            trouble().await,
            (n, n == SOFT_LIMIT),
            "each mail counts once"
        );
    }
    // A box that is emptied is read from its start; one that is gone is told of.
    std::fs::write(&mbox, b"").expect("emptied");
    assert_eq!(job::run(&desk).await.expect("read").mails, 0);
    std::fs::remove_file(&mbox).expect("removed");
    job::run(&desk).await.expect_err("gone");
}

/// A server that says at once that the address is gone counts as a return.
async fn a_refusal_of_the_address_is_a_return(kind: Kind) {
    let (house, smtp, _folder) = house(kind, "maildir").await;
    let now = house.app.now();
    digests::make(&house.app, last_week(&house), None, now)
        .await
        .expect("made");
    let line = format!("550 5.1.1 <{HEAD}>: no such user");
    smtp.behave(Stage::To, Manner::SayTo(HEAD, line));
    let tried = outbox::drain(&house.desk()).await.expect("tried");
    assert_eq!((tried.failed, tried.sent), (1, 1));
    let stopped = returns::is_stopped(house.app.store.read(), HEAD).await;
    assert!(stopped.expect("a read"));
    let admin = |to: &String| to == ADMIN;
    assert!(smtp.recipients().iter().any(admin), "the admin is told");
    // What is tried again for a stopped address stays.
    house.app.clock.advance(DAY_MS);
    assert_eq!(outbox::drain(&house.desk()).await.expect("nothing").sent, 0);
}

on_each!(
    a_hard_return_stops_mail_and_tells_the_admin,
    soft_returns_are_counted,
    a_refusal_of_the_address_is_a_return
);
