//! The weekly digest: once for each head and week, whatever crashes in between.

use crate::house::{HEAD, House};
use crate::on_both;
use palanta::domain::notice::Notice;
use palanta::flows::digest::{self as flow, To};
use palanta::jobs::{Desk, digests, outbox};
use palanta::queries::digest::{Week, digest};
use palanta::store::mailing;

fn last_week(house: &House) -> Week {
    Week::before(house.app.now().day(&house.app.config.zone))
}

on_both! {
    async fn a_head_gets_a_week_once(house: House) {
        let week = last_week(&house);
        let now = house.app.now();
        let (a, b) = tokio::join!(
            digests::make(&house.app, week, None, now),
            digests::make(&house.app, week, None, now)
        );
        assert_eq!(a.expect("made") + b.expect("made"), 1);
        assert_eq!(digests::make(&house.app, week, None, now).await.expect("made"), 0);
        assert_eq!(house.letters(HEAD).await.len(), 1);
        let sent = outbox::drain(&house.desk()).await.expect("sent");
        assert_eq!(sent.sent, 1);
        let folder = house.folder.path().join("mail");
        let files: Vec<_> = std::fs::read_dir(folder).expect("the folder").collect();
        assert_eq!(files.len(), 1, "without SMTP it is a file");
        let file = files.into_iter().next().expect("a file").expect("a file").path();
        let mail = std::fs::read(file).expect("a mail");
        let mail = mail_parser::MessageParser::default().parse(&mail).expect("a mail").into_owned();
        let (text, html) = (mail.body_text(0).expect("text"), mail.body_html(0).expect("html"));
        for body in [&text, &html] {
            assert!(body.contains("/petugas") && body.contains("/unit/dukcapil"));
            assert!(body.contains("IKM belum dapat dihitung"), "{body}");
        }
        // After a restart nothing is made again.
        let house = house.restart().await;
        assert_eq!(digests::make(&house.app, week, None, house.app.now()).await.expect("made"), 0);
    }

    /// A crash between the outbox and the note leaves neither: both are one transaction.
    async fn a_crash_leaves_all_or_nothing(house: House) {
        let week = last_week(&house);
        let city = house.app.city().await.expect("a city");
        let unit = city.directory.unit_by_slug("dukcapil").expect("a unit").id;
        let heads = palanta::store::accounts::unit_heads(house.app.store.read()).await.expect("heads");
        let head = heads.into_iter().next().expect("a head");
        let made = digest(&house.app, unit, &head.name, week).await.expect("a digest");
        let to = To { unit, account: head.account_id, email: head.email, lang: head.lang, period: week.name() };
        // The task is dropped at every point where it could be waiting.
        for polls in 0..60 {
            let mut steps = Box::pin(flow::write(&house.app, &to, made.clone()));
            let mut done = false;
            for _ in 0..polls {
                if futures_util::poll!(&mut steps).is_ready() { done = true; break; }
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            drop(steps);
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            let letters = house.letters(HEAD).await.len();
            let noted = mailing::digests_made(house.app.store.read(), &week.name()).await.expect("a read").len();
            assert_eq!(letters, noted, "after {polls} polls");
            if done { break; }
        }
        digests::make(&house.app, week, None, house.app.now()).await.expect("made");
        assert_eq!(house.letters(HEAD).await.len(), 1);
    }

    /// Who becomes head after the run was due gets the next one; a missed run is made up for.
    async fn the_job_makes_up_for_a_missed_run(house: House) {
        let desk: Desk = house.desk();
        digests::when_due(&desk).await.expect("a run");
        assert_eq!(house.letters(HEAD).await.len(), 0, "was no head when it was due");
        house.app.clock.advance(8 * palanta::domain::time::DAY_MS);
        digests::when_due(&desk).await.expect("a run");
        digests::when_due(&desk).await.expect("a run");
        let letters = house.letters(HEAD).await;
        assert_eq!(letters.len(), 1);
        assert!(matches!(letters[0].notice, Notice::Digest(_)));
    }
}
