//! What waits: joined, in order, claimed by one; reports weigh and never decide.

use super::*;
use crate::house::STAFF;
use crate::on_both;
use palanta::domain::desk::{ItemKind, NewItem, Reason, Thing, WEIGHT_MAX};
use palanta::domain::ids::{PostId, QueueItemId};
use palanta::domain::person::Viewer;
use palanta::domain::time::{HOUR_MS, MINUTE_MS};
use palanta::flows::report;
use palanta::store::queue;
use palanta::store::rollups::{self, Span};

fn device(n: u32) -> Viewer {
    Viewer {
        visitor: Some(format!("gawai-{n}")),
        ..Viewer::default()
    }
}

async fn reported(house: &House, who: u32, number: &str, post: &str) {
    report::report(&house.app, &device(who), number, post, "spam", "")
        .await
        .expect("a report");
}

async fn item(house: &House, post: &str, kind: ItemKind) -> Option<queue_item::Model> {
    let post = PostId::parse(post).expect("an id");
    let all = queue::open_of(house.app.store.read(), post)
        .await
        .expect("items");
    all.into_iter().find(|i| i.kind == kind)
}

on_both! {
    /// Hundreds of reports of one post are one item, no heavier than the most, and hide nothing.
    async fn a_flood_of_reports_decides_nothing(house: House) {
        let (_, number, post) = published(&house, &[]).await;
        for n in 0..400 {
            reported(&house, n, &number, &post).await;
        }
        let one = item(&house, &post, ItemKind::Reported).await.expect("an item");
        assert!(one.n == 400 && one.weight <= WEIGHT_MAX, "{one:?}");
        // Nine at a new reporter's weight, then a flood, which adds nothing.
        assert_eq!(one.weight, 54);
        let page = house.visitor().get(&format!("/utas/{number}")).await;
        assert!(page.status == 200 && page.text().contains("loket"));
        let mut moderator = house.person(MODERATOR).await;
        let queue = moderator.get("/moderasi").await;
        assert_eq!(queue.count("[data-item='reported']"), 1);
        assert!(queue.text().contains("Laporan serentak") && queue.text().contains("400 laporan"), "{}", queue.text());
        decided(&mut moderator, &post, "misuse", &[]).await;
        assert!(item(&house, &post, ItemKind::Reported).await.is_none());
        assert_eq!(thread_row(&house, &number).await.reports_open, 0);
        assert_eq!(house.visitor().get("/moderasi/log").await.count("[data-decision='misuse']"), 1);
        // Who misused reports is heard, and weighs nothing.
        let (other, _) = house.thread_by(&mut house.visitor(), &[("title", "Yang lain")]).await;
        house.publish(&other).await;
        let post = opening(&house, &other).await;
        reported(&house, 7, &other, &post).await;
        let again = item(&house, &post, ItemKind::Reported).await.expect("an item");
        assert_eq!((again.weight, again.n), (0, 1));
        assert!(again.reasons.contains("unreliable-reports"));
        reported(&house, 900, &other, &post).await;
        assert_eq!(item(&house, &post, ItemKind::Reported).await.expect("an item").weight, 6);
    }

    /// Two moderators don't do one; what is taken comes back by itself.
    async fn claims_keep_two_from_doing_one(house: House, "claim_minutes" = "15") {
        let mut numbers = Vec::new();
        for title in ["Satu", "Dua"] {
            let (number, _) = house.thread_by(&mut house.visitor(), &[("title", title)]).await;
            numbers.push(number);
            house.app.clock.advance(1_000);
        }
        let mut first = house.person(MODERATOR).await;
        let mut other = second(&house).await;
        let got = first.act("/moderasi", "/moderasi/ambil", &[]).await;
        let mine = got.header("location").to_owned();
        assert_eq!(mine, format!("/moderasi/tinjau/{}", opening(&house, &numbers[0]).await), "the oldest");
        let theirs = other.act("/moderasi", "/moderasi/ambil", &[]).await;
        assert_eq!(theirs.header("location"), format!("/moderasi/tinjau/{}", opening(&house, &numbers[1]).await));
        let page = other.get(&mine).await;
        assert!(page.text().contains("Moderator lain sedang mengerjakannya") && page.form(DECIDE).is_none());
        // Whatever page they have open: the second is told.
        first.get(&mine).await;
        let form = first.page.form(DECIDE).expect("a form");
        let csrf = other.csrf().await;
        let late = other.send(DECIDE, form.clone(), &[("_csrf", &csrf), ("decision", "publish")]).await;
        assert_eq!(late.status, 409);
        let none = other.act("/moderasi", "/moderasi/ambil", &[("item", "")]).await;
        assert_eq!(none.status, 303, "one's own may be taken again: {}", none.text());
        // Given back, or left for too long, it is free.
        first.get(&mine).await;
        assert_eq!(first.submit("/moderasi/lepas", &[]).await.status, 303);
        assert!(other.get(&mine).await.form(DECIDE).is_some());
        first.get(&mine).await;
        assert_eq!(first.submit("/moderasi/ambil", &[]).await.status, 303);
        house.app.clock.advance(16 * MINUTE_MS);
        let csrf = other.csrf().await;
        let now = other.send(DECIDE, form, &[("_csrf", &csrf), ("decision", "publish")]).await;
        assert_eq!(now.status, 303, "{}", now.text());
    }

    /// A moderator who works for a unit, or wrote it, is never given what they may not decide.
    async fn the_next_is_one_that_may_be_decided(house: House) {
        grant_moderator(&house, STAFF).await;
        let mut staff = house.person(STAFF).await;
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        let post = opening(&house, &number).await;
        let mine = item(&house, &post, ItemKind::Held).await.expect("an item").id.to_string();
        let csrf = staff.csrf().await;
        for (what, status) in [("", 409), (mine.as_str(), 403)] {
            let request = staff.request(reqwest::Method::POST, "/moderasi/ambil").form(&[("_csrf", csrf.as_str()), ("item", what)]);
            assert_eq!(staff.receive(request).await.status, status, "{what:?}");
        }
        let page = staff.get(&format!("/moderasi/tinjau/{post}")).await;
        assert!(page.form(DECIDE).is_none() && page.text().contains("Moderator lain yang memutuskan"));
        let request = staff.request(reqwest::Method::POST, DECIDE)
            .form(&[("_csrf", csrf.as_str()), ("thread", &number), ("post", &post), ("decision", "publish")]);
        assert_eq!(staff.receive(request).await.status, 403);
        let (elsewhere, _) = house.thread_by(&mut house.visitor(), &[("title", "Vaksin habis")]).await;
        let mut moderator = house.person(MODERATOR).await;
        let moved = opening(&house, &elsewhere).await;
        decided(&mut moderator, &moved, "move", &[("layanan", "puskesmas/imunisasi"), ("note", "Imunisasi.")]).await;
        let got = staff.act("/moderasi", "/moderasi/ambil", &[]).await;
        assert_eq!(got.header("location"), format!("/moderasi/tinjau/{moved}"));
    }

    /// The worst and the oldest first; page by page, each once.
    async fn in_order_page_by_page(house: House) {
        let (_, number, post) = published(&house, &[]).await;
        let thread = thread_row(&house, &number).await;
        let base = palanta::store::posts::by_id(house.app.store.read(), PostId::parse(&post).expect("an id"))
            .await.expect("a read").expect("a post");
        let tx = house.app.store.begin().await.expect("a transaction");
        let mut models = Vec::new();
        for n in 0..45i64 {
            // Nothing looks the subject up: any will do to fill the queue.
            let item = NewItem {
                thing: Thing::Post { thread: thread.id, post: base.id },
                kind: ItemKind::Doubt,
                unit: thread.unit_id,
                reasons: vec![Reason::Name],
                weight: if n == 40 { 90 } else { 0 },
                detail: format!("nama-{n:02}"),
                since: base.created_ms.plus_ms(n * HOUR_MS),
            };
            let mut model = queue::model(&item, QueueItemId::new());
            model.subject = PostId::new().0;
            models.push(model);
        }
        palanta::store::bulk::insert::<queue_item::Entity, _, _>(&*tx, models).await.expect("rows");
        tx.commit().await.expect("a commit");
        let mut moderator = house.person(MODERATOR).await;
        let (mut at, mut names) = ("/moderasi?jenis=doubt".to_owned(), Vec::new());
        loop {
            let page = moderator.get(&at).await;
            names.extend(page.html.split("<li>nama-").skip(1).filter_map(|r| r.get(..2)).map(str::to_owned));
            match page.attribute("a[rel=next]", "href") {
                Some(next) => at = next,
                None => break,
            }
        }
        assert_eq!(names.len(), 45);
        assert_eq!(names[0], "40", "the worst first");
        let mut rest = names[1..].to_vec();
        rest.sort();
        assert_eq!(names[1..], rest[..], "then the oldest");
    }

    /// A doubtful name: left, or covered with one button; joined when it is found again.
    async fn doubts_are_settled(house: House) {
        let more = [("body", "Bu Zulaikha duduk di loket tiga.")];
        let (_, number, post) = published(&house, &more).await;
        let thread = thread_row(&house, &number).await;
        let doubt = |detail: &str| NewItem {
            thing: Thing::Post { thread: thread.id, post: PostId::parse(&post).expect("an id") },
            kind: ItemKind::Doubt,
            unit: thread.unit_id,
            reasons: vec![Reason::Name],
            weight: 3,
            detail: detail.into(),
            since: thread.created_ms,
        };
        for detail in ["Bu Zulaikha", "Bu Zulaikha"] {
            let tx = house.app.store.begin().await.expect("a transaction");
            queue::enqueue(&tx, doubt(detail)).await.expect("an item");
            tx.commit().await.expect("a commit");
        }
        let one = item(&house, &post, ItemKind::Doubt).await.expect("an item");
        assert_eq!((one.n, one.detail.as_str(), one.weight), (2, "Bu Zulaikha", 3));
        let mut moderator = house.person(MODERATOR).await;
        let queue = moderator.get("/moderasi?jenis=doubt").await;
        let form = queue.form_with(DECIDE, ("cover", "Bu Zulaikha")).expect("a form");
        let done = moderator.send(DECIDE, form, &[("decision", "mask"), ("rule", "personal-data")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(!house.visitor().get(&format!("/utas/{number}")).await.html.contains("Zulaikha"));
        assert!(item(&house, &post, ItemKind::Doubt).await.is_none());
        assert_eq!(undo(&mut moderator).await.status, 303);
        assert!(item(&house, &post, ItemKind::Doubt).await.is_some());
        decided(&mut moderator, &post, "dismiss", &[]).await;
        assert!(house.visitor().get(&format!("/utas/{number}")).await.html.contains("Zulaikha"));
    }

    /// Ratings in doubt are taken out of the figures, and come back.
    async fn ratings_are_counted_or_not(house: House) {
        let mut rater = house.visitor();
        rater.get("/nilai/dukcapil/ktp-el").await;
        let sent = rater.submit("/nilai/dukcapil/ktp-el", &[("overall", "1"), ("u1", "2")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let rating = palanta::store::entity::rating::Entity::find().one(house.app.store.read()).await.expect("a read").expect("a rating");
        let sums = async || {
            let sums = rollups::of_unit(house.app.store.read(), rating.unit_id, Span::Months("2000-01", "2999-12")).await.expect("figures");
            (sums.n("rating.overall"), sums.n("rating.respondents"), sums.n("rating.u1"))
        };
        assert_eq!(sums().await, (1, 1, 1));
        let tx = house.app.store.begin().await.expect("a transaction");
        let item = NewItem {
            thing: Thing::Rating(rating.id),
            kind: ItemKind::Rating,
            unit: rating.unit_id,
            reasons: vec![Reason::SameDevice],
            weight: 0,
            detail: String::new(),
            since: rating.created_ms,
        };
        queue::enqueue(&tx, item).await.expect("an item");
        tx.commit().await.expect("a commit");
        grant_moderator(&house, STAFF).await;
        let own = house.person(STAFF).await.get("/moderasi?jenis=rating").await;
        assert!(own.form("/moderasi/penilaian").is_none(), "not by the unit's own staff");
        let mut moderator = house.person(MODERATOR).await;
        let page = moderator.get("/moderasi?jenis=rating").await;
        assert!(page.text().contains("Satu gawai"), "{}", page.text());
        let form = page.form("/moderasi/penilaian").expect("a form");
        let no_rule = moderator.send("/moderasi/penilaian", form.clone(), &[("decision", "exclude")]).await;
        assert_eq!(no_rule.status, 422);
        let out = moderator.send("/moderasi/penilaian", form.clone(), &[("decision", "exclude"), ("rule", "spam")]).await;
        assert_eq!(out.status, 303, "{}", out.text());
        assert_eq!(sums().await, (0, 0, 0));
        assert_eq!(moderator.send("/moderasi/penilaian", form.clone(), &[("decision", "exclude"), ("rule", "spam")]).await.status, 409);
        assert_eq!(undo(&mut moderator).await.status, 303);
        assert_eq!(sums().await, (1, 1, 1));
        assert_eq!(moderator.send("/moderasi/penilaian", form, &[("decision", "include")]).await.status, 303);
        assert_eq!(sums().await, (1, 1, 1));
        assert!(!moderator.get("/moderasi?jenis=rating").await.has("[data-item]"));
    }
}
