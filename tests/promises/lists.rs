//! Lists of threads: filters, orders and pages, alone and together; feeds and the site map.

use crate::house::{House, STAFF};
use crate::on_both;
use crate::search::titles;
use palanta::domain::ids::ThreadId;
use palanta::domain::thread::{Appear, Kind, Routing, Status, Visibility};
use palanta::domain::time::{DAY_MS, HOUR_MS, Instant};
use palanta::flows::search;
use palanta::store::entity::thread;
use palanta::store::generations::Tag;
use palanta::store::{bulk, search as index};
use std::collections::BTreeSet;

/// Public threads without posts, as many as asked for; `change` makes each what it is.
async fn threads(house: &House, n: i64, change: impl Fn(i64, &mut thread::Model)) {
    let city = house.app.city().await.expect("a city");
    let (unit, service) = city
        .directory
        .service_by_path("dukcapil/ktp-el")
        .expect("a service");
    let now = house.app.now();
    let all: Vec<thread::Model> = (0..n)
        .map(|i| {
            let mut t = thread::Model {
                id: ThreadId::new(),
                number: format!("T-2026-{i:05}"),
                kind: Kind::Complaint,
                title: format!("Utas nomor {i}"),
                excerpt: String::new(),
                unit_id: unit.id,
                service_id: service.id,
                status: Status::Routed,
                visibility: Visibility::Public,
                appear: Appear::Anonymous,
                author_label: String::new(),
                deadline_class: "simple".into(),
                overall: None,
                supports: 0,
                replies: 0,
                reports_open: 0,
                created_ms: now,
                listed_ms: Some(now.plus_ms((i - n) * HOUR_MS)),
                due_ms: Some(now.plus_ms(9 * DAY_MS)),
                routed_ms: Some(now.plus_ms((i - n) * HOUR_MS)),
                first_answer_ms: None,
                answered_ms: None,
                closed_ms: None,
                active_ms: now,
                assigned_to: None,
                routing: Routing::First,
                asked_ms: None,
                waited_ms: 0,
                waited_work_ms: 0,
                planned_ms: None,
                locked: false,
                whole_title: None,
            };
            change(i, &mut t);
            t
        })
        .collect();
    let documents = all
        .iter()
        .map(|t| search::document(t.id, &t.title, &[]))
        .collect();
    let mut tx = house.app.store.begin().await.expect("a transaction");
    bulk::insert::<thread::Entity, _, _>(&*tx, all)
        .await
        .expect("threads");
    index::insert(&tx, documents).await.expect("words");
    tx.touch(Tag::Everything);
    tx.commit().await.expect("a commit");
}

fn number(title: &str) -> i64 {
    title
        .rsplit(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .expect("a number")
}

on_both! {
    /// In each order, page by page to the end and back, every thread once and in its place, also
    /// where many are equal.
    async fn pages_hold_everything_once(house: House) {
        threads(&house, 53, |i, t| {
            t.supports = i % 3;
            // Seven at the same moment.
            t.listed_ms = t.listed_ms.map(|at| Instant(at.0 / (7 * HOUR_MS) * (7 * HOUR_MS)));
            t.routed_ms = t.listed_ms;
            if i % 2 == 0 { t.title = format!("Lampu nomor {i}"); }
        }).await;
        let mut visitor = house.visitor();
        for (start, all) in [("/utas", 53), ("/utas?urut=dukungan", 53), ("/utas?urut=menunggu", 53),
            ("/utas?q=nomor", 53), ("/utas?q=nomor+lampu&kata=sebagian", 53), ("/utas?q=lampu&urut=dukungan", 27),
            ("/utas?q=lampu&urut=terbaru", 27), ("/utas?unit=dukcapil&urut=dukungan", 53), ("/utas?jawab=belum&tenggat=dalam", 53)] {
            let mut pages = Vec::new();
            let mut path = start.to_owned();
            loop {
                pages.push(titles(&mut visitor, &path).await);
                match visitor.page.attribute("a[rel='next']", "href") {
                    Some(next) => path = next,
                    None => break,
                }
            }
            let seen: Vec<&String> = pages.iter().flatten().collect();
            assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), all, "{start}");
            assert_eq!(seen.len(), all, "{start}");
            for page in pages.iter().rev().skip(1) {
                let back = visitor.page.attribute("a[rel='prev']", "href").expect("a way back");
                assert_eq!(&titles(&mut visitor, &back).await, page, "{start} back");
            }
            assert!(!visitor.page.has("a[rel='prev']"), "{start}: the first page");
            if start.ends_with("dukungan") {
                let supports: Vec<i64> = seen.iter().map(|t| -(number(t) % 3)).collect();
                assert!(supports.is_sorted(), "{start}");
            }
        }
    }

    async fn filters_alone_and_together(house: House) {
        threads(&house, 12, |i, t| {
            t.kind = Kind::ALL[(i % 4) as usize];
            t.overall = (i % 5 > 0).then_some(i % 5);
            if i >= 6 { t.status = Status::Answered; t.answered_ms = Some(t.created_ms); }
            if i == 11 { t.status = Status::Declined; t.answered_ms = None; }
            // Late: open past due (0, 1), answered past due (6, 7).
            if matches!(i, 0 | 1 | 6 | 7 | 11) { t.due_ms = Some(t.created_ms.plus_ms(-HOUR_MS)); }
        }).await;
        let mut visitor = house.visitor();
        for (query, expected) in [
            ("jenis=complaint", vec![8, 4, 0]),
            ("status=declined", vec![11]),
            ("nilai=4", vec![9, 4]),
            ("nilai=5", (0..12).rev().collect()),
            ("jawab=belum", vec![5, 4, 3, 2, 1, 0]),
            ("jawab=sudah", vec![11, 10, 9, 8, 7, 6]),
            ("tenggat=lewat", vec![7, 6, 1, 0]),
            ("tenggat=dalam", vec![10, 9, 8, 5, 4, 3, 2]),
            ("tenggat=lewat&jawab=belum", vec![1, 0]),
            ("tenggat=lewat&jawab=belum&urut=menunggu", vec![0, 1]),
            ("jawab=sudah&urut=menunggu", vec![]),
            ("unit=dukcapil&layanan=dukcapil%2Fktp-el&jenis=question&nilai=1", vec![6]),
            ("unit=dukcapil&layanan=dukcapil%2Fkk", vec![]),
            // The form sends the service of the unit chosen before along.
            ("unit=dinkes&layanan=dukcapil%2Fktp-el", vec![]),
            ("layanan=dukcapil%2Fktp-el&status=declined", vec![11]),
            ("unit=nowhere", vec![]),
            ("layanan=nowhere%2Fx", vec![]),
            ("q=nomor&jenis=praise", vec![11, 7, 3]),
            ("q=utas+nomor&tenggat=lewat&jawab=sudah", vec![7, 6]),
        ] {
            let found: Vec<i64> = titles(&mut visitor, &format!("/utas?{query}")).await.iter().map(|t| number(t)).collect();
            assert_eq!(found, expected, "{query}");
            let newest = visitor.get(&format!("/feed/utas?{query}")).await;
            let feed = roxmltree::Document::parse(&newest.html).expect("XML");
            let entries = feed.descendants().filter(|n| n.has_tag_name("entry")).count();
            let other_order = query.contains("urut=menunggu");
            assert!(entries == expected.len() || other_order, "the feed of {query}: {entries}");
        }
    }

    /// Days are those of the city, both ends included.
    async fn days_are_the_citys(house: House) {
        // 23:59 on the 9th, midnight and 23:59 on the 10th, midnight on the 11th, in Jakarta.
        let moments = ["2026-03-09T16:59:59.999Z", "2026-03-09T17:00:00Z", "2026-03-10T16:59:59.999Z", "2026-03-10T17:00:00Z"];
        threads(&house, 4, |i, t| {
            t.listed_ms = Some(Instant::from_jiff(moments[i as usize].parse().expect("an instant")));
        }).await;
        let mut visitor = house.visitor();
        for (query, expected) in [
            ("dari=2026-03-10&sampai=2026-03-10", vec![2, 1]),
            ("dari=2026-03-10", vec![3, 2, 1]),
            ("sampai=2026-03-09", vec![0]),
            ("dari=2026-03-11&sampai=2026-03-09", vec![]),
            ("dari=2026-02-30&sampai=x", vec![3, 2, 1, 0]),
        ] {
            let found: Vec<i64> = titles(&mut visitor, &format!("/utas?{query}")).await.iter().map(|t| number(t)).collect();
            assert_eq!(found, expected, "{query}");
        }
    }

    /// What is asked for is in sight, each with a way to let it go; an empty list says what to do.
    async fn a_list_says_what_it_shows(house: House) {
        threads(&house, 2, |_, _| {}).await;
        let mut visitor = house.visitor();
        let page = visitor.get("/utas?q=nomor&unit=dukcapil&jawab=belum&urut=dukungan&dari=2020-01-01").await;
        assert_eq!(page.count(".active li"), 4, "unit, answer, day, and all: {}", page.text());
        let without = page.attribute(".active a", "href").expect("a way");
        assert_eq!(without, "/utas?q=nomor&jawab=belum&dari=2020-01-01&urut=dukungan");
        assert_eq!(page.value("q"), "nomor");
        assert_eq!(page.value("unit"), "dukcapil");
        assert_eq!(page.value("jawab"), "belum");
        assert_eq!(page.value("urut"), "dukungan");
        let feed = page.attribute("head link[type='application/atom+xml']", "href").expect("a feed");
        assert!(feed.starts_with("/feed/utas?q=nomor&unit=dukcapil"), "{feed}");
        let page = visitor.get("/utas?q=helikopter&unit=dukcapil&jenis=praise").await;
        assert!(page.has(".empty a[href='/utas?q=helikopter']") && page.has(".empty a[href='/utas']"));
        assert!(page.has(".empty a[href='/tulis?unit=dukcapil']"), "{}", page.html);
        for query in ["unit=%22%3E%3Cscript%3E", "layanan=%27%3B--", "nilai=-1", "urut=x", "kata=x", "jawab=1", "dari=0000-00-00"] {
            let page = visitor.get(&format!("/utas?{query}")).await;
            assert_eq!(page.status, 200, "{query}");
            assert_eq!(page.count("script:not([src])"), 0, "{query}");
        }
    }

    async fn feeds_tell_what_the_lists_tell(house: House, "hold_first" = "false") {
        let mut citizen = house.visitor();
        let evil = "Lampu <b> & \"mati\" ]]> 😀";
        let (number, _) = house.thread_by(&mut citizen, &[("title", evil), ("body", "Gelap & <i>sepi</i>.")]).await;
        let (secret, _) = house.thread_by(&mut citizen, &[("title", "Rahasia"), ("appear", "confidential")]).await;
        let bench = format!("/petugas/utas/{number}");
        house.app.clock.advance(HOUR_MS);
        house.person(STAFF).await.act(&bench, &format!("{bench}/jawab"), &[("body", "Segera.")]).await;
        let mut reader = house.visitor();
        for path in ["/feed/utas", "/feed/unit/dukcapil", "/feed/utas?q=lampu&jenis=complaint"] {
            let page = reader.get(path).await;
            assert_eq!(page.status, 200);
            assert_eq!(page.header("content-type"), "application/atom+xml; charset=utf-8");
            let etag = page.header("etag").to_owned();
            let feed = roxmltree::Document::parse(&page.html).unwrap_or_else(|e| panic!("{path}: {e}"));
            const ATOM: &str = "http://www.w3.org/2005/Atom";
            let root = feed.root_element();
            assert_eq!(root.tag_name().namespace(), Some(ATOM));
            let of = |node: roxmltree::Node, name: &str| node.children()
                .find(|n| n.has_tag_name((ATOM, name))).and_then(|n| n.text().map(str::to_owned)).unwrap_or_default();
            for name in ["id", "title", "updated"] {
                assert!(!of(root, name).is_empty(), "{path}: {name} (RFC 4287, 4.1.1)");
            }
            assert!(root.descendants().any(|n| n.attribute("rel") == Some("self")
                && n.attribute("href") == Some(format!("{}{path}", house.url).as_str())), "{path}");
            let entries: Vec<_> = root.children().filter(|n| n.has_tag_name((ATOM, "entry"))).collect();
            assert_eq!(entries.len(), 1, "{path}: {secret} is confidential");
            assert_eq!(of(entries[0], "title"), evil);
            assert_eq!(of(entries[0], "id"), format!("{}/utas/{number}", house.url));
            let (published, updated) = (of(entries[0], "published"), of(entries[0], "updated"));
            assert!(published < updated, "the answer counts: {published} {updated}");
            assert_eq!(of(root, "updated"), updated);
            assert!(!page.html.contains("Rahasia"));
            // Kept, and made anew when something changes.
            let again = reader.request(reqwest::Method::GET, path).header("if-none-match", &etag);
            assert_eq!(reader.receive(again).await.status, 304, "{path}");
        }
        assert_eq!(reader.get("/feed/unit/nowhere").await.status, 404);
        let page = reader.get("/unit/dukcapil").await;
        assert!(page.has("head link[rel='alternate'][href='/feed/unit/dukcapil']"));
    }

    async fn the_site_map_names_every_public_page(house: House) {
        threads(&house, 5, |i, t| if i == 2 { t.visibility = Visibility::Hidden }).await;
        let mut robot = house.visitor();
        let robots = robot.get("/robots.txt").await.html;
        assert!(robots.contains(&format!("Sitemap: {}/sitemap.xml", house.url)), "{robots}");
        let index = robot.get("/sitemap.xml").await;
        assert_eq!(index.header("content-type"), "application/xml; charset=utf-8");
        let locations = |xml: &str| -> Vec<String> {
            let document = roxmltree::Document::parse(xml).expect("XML");
            let found = document.descendants().filter(|n| n.tag_name().name() == "loc");
            found.filter_map(|n| n.text()).map(str::to_owned).collect()
        };
        let parts = locations(&index.html);
        assert_eq!(parts.len(), 2);
        let mut all = Vec::new();
        for part in parts {
            let path = part.strip_prefix(&house.url).expect("ours").to_owned();
            let page = robot.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            all.extend(locations(&page.html));
        }
        for path in ["/", "/utas", "/unit/dukcapil", "/utas/T-2026-00000", "/utas/T-2026-00004"] {
            assert!(all.contains(&format!("{}{path}", house.url)), "{path} in {all:?}");
        }
        assert!(!all.iter().any(|a| a.ends_with("/utas/T-2026-00002")), "hidden");
        for path in ["/sitemap/x", "/sitemap/1.2", "/sitemap/..%2f", "/sitemap/99999999999999.00000000-0000-0000-0000-000000000000"] {
            assert_eq!(robot.get(path).await.status, 404, "{path}");
        }
    }
}
