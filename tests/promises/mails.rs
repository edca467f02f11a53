//! Mail through a real server: goes once, waits while the server is down, is given up in the end.

use crate::house::smtp::Smtp;
use crate::house::{ADMIN, CITIZEN, House, Kind};
use crate::on_each;
use mail_parser::MessageParser;
use palanta::domain::time::MINUTE_MS;
use palanta::jobs::{Jobs, outbox};
use palanta::store::mailing;
use std::time::Duration;

async fn house(kind: Kind) -> (House, Smtp) {
    let smtp = Smtp::start().await;
    let url = smtp.url();
    let house = House::build(
        kind,
        &[
            ("smtp_url", &url),
            ("mail_from", "Palanta <halo@kota.test>"),
        ],
    )
    .await;
    (house, smtp)
}

async fn mail_goes_once(kind: Kind) {
    let (house, smtp) = house(kind).await;
    let mut citizen = house.visitor();
    let (number, code) = house.thread_by(&mut citizen, &[("email", CITIZEN)]).await;
    let desk = house.desk();
    let (a, b) = tokio::join!(outbox::drain(&desk), outbox::drain(&desk));
    assert_eq!(
        a.expect("sent").sent + b.expect("sent").sent,
        1,
        "two senders, one mail"
    );
    outbox::drain(&desk).await.expect("nothing");
    let mails = smtp.mails();
    assert_eq!(mails.len(), 1);
    let mail = MessageParser::default().parse(&mails[0]).expect("a mail");
    assert!(mail.subject().expect("a subject").contains(&number));
    let text = mail.body_text(0).expect("text");
    let html = mail.body_html(0).expect("html");
    for body in [&text, &html] {
        assert!(body.contains(&format!("/utas/{number}")));
        assert!(!body.contains(&code), "no tracking code in mail");
    }
    assert!(mail.message_id().expect("an id").ends_with("@kota.test"));
    assert_eq!(
        mail.header_raw("Auto-Submitted").map(str::trim),
        Some("auto-generated")
    );
    let kept = mailing::page(house.app.store.read(), None, 10)
        .await
        .expect("the outbox");
    assert!(
        kept[0].content.is_empty(),
        "the text of a mail that went is not kept"
    );
}

async fn mail_waits_for_the_server(kind: Kind) {
    let (house, smtp) = house(kind).await;
    let mut citizen = house.visitor();
    house.thread_by(&mut citizen, &[("email", CITIZEN)]).await;
    let desk = house.desk();
    smtp.answer(451);
    assert_eq!(outbox::drain(&desk).await.expect("tried").failed, 1);
    assert_eq!(
        outbox::drain(&desk).await.expect("not due"),
        outbox::Sent::default()
    );
    house.app.clock.advance(MINUTE_MS + 1_000);
    assert_eq!(outbox::drain(&desk).await.expect("tried").failed, 1);
    house.app.clock.advance(MINUTE_MS + 1_000);
    assert_eq!(
        outbox::drain(&desk).await.expect("two minutes"),
        outbox::Sent::default()
    );
    smtp.answer(250);
    house.app.clock.advance(MINUTE_MS);
    assert_eq!(outbox::drain(&desk).await.expect("sent").sent, 1);
    assert_eq!(smtp.mails().len(), 1);
}

async fn refused_mail_is_given_up_and_shown(kind: Kind) {
    let (house, smtp) = house(kind).await;
    let mut citizen = house.visitor();
    house.thread_by(&mut citizen, &[("email", CITIZEN)]).await;
    smtp.answer(550);
    let desk = house.desk();
    assert_eq!(outbox::drain(&desk).await.expect("tried").failed, 1);
    smtp.answer(250);
    house.app.clock.advance(600 * MINUTE_MS);
    assert_eq!(
        outbox::drain(&desk).await.expect("given up"),
        outbox::Sent::default()
    );
    let mut admin = house.person(ADMIN).await;
    let page = admin.get("/admin/surat").await;
    assert!(page.text().contains("550"), "{}", page.text());
    let form = page.form("/admin/surat/ulang").expect("try again");
    let mail = form
        .iter()
        .find(|(n, _)| n == "mail")
        .expect("a mail")
        .1
        .clone();
    let form = page
        .form_with("/admin/surat/ulang", ("mail", &mail))
        .expect("a form");
    admin.send("/admin/surat/ulang", form, &[]).await;
    outbox::drain(&desk).await.expect("sent");
    assert!(!smtp.mails().is_empty());
}

/// The jobs of a server send by themselves, and stop when told.
async fn jobs_send_and_stop(kind: Kind) {
    let (house, smtp) = house(kind).await;
    let jobs = Jobs::start(&house.desk());
    let mut citizen = house.visitor();
    house.thread_by(&mut citizen, &[("email", CITIZEN)]).await;
    for _ in 0..100 {
        if !smtp.mails().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(smtp.mails().len(), 1);
    tokio::time::timeout(Duration::from_secs(10), jobs.stop())
        .await
        .expect("stopped");
}

on_each!(
    mail_goes_once,
    mail_waits_for_the_server,
    refused_mail_is_given_up_and_shown,
    jobs_send_and_stop
);
