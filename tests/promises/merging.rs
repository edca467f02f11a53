//! Two threads about the same thing are joined, and parted again; nobody who asked is lost.

use crate::house::browser::Person;
use crate::house::{CLINIC, HEALTH, House, OTHER_STAFF, STAFF, write_thread};
use crate::on_both;
use palanta::domain::notice::Notice;
use palanta::domain::thread::Status;
use palanta::flows::{grant, merge};
use palanta::queries::viewer;
use palanta::store::entity::thread;
use palanta::store::threads;
use palanta::web::cookies;

async fn row(house: &House, number: &str) -> thread::Model {
    threads::by_number(house.app.store.read(), number)
        .await
        .expect("a read")
        .expect("a thread")
}

async fn join(staff: &mut Person, from: &str, into: &str) -> crate::house::browser::Page {
    let case = format!("/petugas/utas/{from}");
    staff
        .act(&case, &format!("{case}/gabung"), &[("into", into)])
        .await
}

async fn coordinator(house: &House) -> Person {
    let form = grant::Form {
        email: "koordinator@kota.test".into(),
        role: "coordinator".into(),
        ..grant::Form::default()
    };
    grant::grant(&house.app, grant::Granter::CommandLine, &form)
        .await
        .expect("a grant");
    house.person("koordinator@kota.test").await
}

on_both! {
    async fn supporters_and_authors_move_along(house: House, "hold_first" = "false") {
        let mut author = house.visitor();
        let (twin, code) = write_thread(&mut author, &[("title", "Loket tutup lagi"), ("email", "twin@contoh.test")]).await;
        let (first, _) = write_thread(&mut house.visitor(), &[("email", "first@contoh.test")]).await;
        let mut both = house.person("dua@contoh.test").await;
        let mut one = house.person("satu@contoh.test").await;
        for (person, numbers) in [(&mut both, vec![&twin, &first]), (&mut one, vec![&twin])] {
            for number in numbers {
                person.act(&format!("/utas/{number}"), &format!("/utas/{number}/dukung"), &[]).await;
            }
        }
        assert_eq!((row(&house, &twin).await.supports, row(&house, &first).await.supports), (2, 1));
        let mut staff = house.person(STAFF).await;
        let case = format!("/petugas/utas/{twin}");
        for (into, fault) in [("", "nomor utas"), ("halo", "nomor utas"), (twin.as_str(), "dirinya sendiri"), ("SWL-2020-99999", "Tidak ada")] {
            let bad = join(&mut staff, &twin, into).await;
            assert_eq!(bad.status, 422, "{into}");
            assert!(bad.text().contains(fault), "{into}: {}", bad.text());
            assert_eq!(bad.value("into"), into, "what was typed is kept");
        }
        let due = row(&house, &twin).await.due_ms;
        staff.act(&case, &format!("{case}/ambil"), &[]).await;
        let joined = join(&mut staff, &twin, &format!("{}/utas/{first}", house.url)).await;
        assert_eq!(joined.status, 303, "{}", joined.text());
        // One who supported both counts once; the twin's author counts now.
        assert_eq!(row(&house, &first).await.supports, 3);
        let page = house.visitor().get(&format!("/utas/{twin}")).await;
        assert_eq!(page.status, 200, "the address keeps working");
        assert!(page.has(&format!("a[href='/utas/{first}']")) && page.text().contains("Loket tutup lagi"));
        assert!(house.visitor().get(&format!("/utas/{first}")).await.text().contains(&twin));
        let list = house.visitor().get("/utas").await;
        assert!(!list.text().contains("Loket tutup lagi"), "only one of them in the lists");
        let letters = house.letters("twin@contoh.test").await;
        assert!(letters.iter().any(|l| matches!(&l.notice, Notice::Merged { into, .. } if *into == first)));
        // Nothing more is said or counted there.
        let reply = both.request(reqwest::Method::POST, &format!("/utas/{twin}/balas"));
        let csrf = both.csrf().await;
        assert_eq!(both.receive(reply.form(&[("_csrf", csrf.as_str()), ("body", "Masih.")])).await.status, 409);
        let support = one.request(reqwest::Method::POST, &format!("/utas/{twin}/dukung"));
        let csrf = one.csrf().await;
        assert_eq!(one.receive(support.form(&[("_csrf", csrf.as_str())])).await.status, 409);

        // The answer reaches both who asked.
        let into = format!("/petugas/utas/{first}");
        staff.act(&into, &format!("{into}/jawab"), &[("body", "Loket buka lagi besok.")]).await;
        for email in ["twin@contoh.test", "first@contoh.test"] {
            let told = house.letters(email).await.into_iter().filter(|l| matches!(l.notice, Notice::Answered { .. })).count();
            assert_eq!(told, 1, "{email}");
        }

        // Parted, all is as it was.
        let parted = staff.act(&case, &format!("{case}/pisah"), &[]).await;
        assert_eq!(parted.status, 303, "{}", parted.text());
        assert_eq!((row(&house, &twin).await.supports, row(&house, &first).await.supports), (2, 1));
        let now = row(&house, &twin).await;
        assert_eq!((now.status, now.due_ms, now.closed_ms), (Status::InProgress, due, None));
        assert!(house.visitor().get("/utas").await.text().contains("Loket tutup lagi"));
        author.act("/lacak", "/lacak", &[("code", &code)]).await;
        let said = author.act(&format!("/utas/{twin}"), &format!("/utas/{twin}/balas"), &[("body", "Terima kasih.")]).await;
        assert_eq!(said.status, 303);
        let again = staff.request(reqwest::Method::POST, &format!("{case}/pisah"));
        let csrf = staff.csrf().await;
        assert_eq!(staff.receive(again.form(&[("_csrf", csrf.as_str())])).await.status, 409);
    }

    /// Chains follow; a circle cannot be made, not even by two at once.
    async fn chains_but_no_circles(house: House, "hold_first" = "false") {
        let mut numbers = Vec::new();
        for n in 0..4 {
            let mut person = house.person(&format!("orang{n}@contoh.test")).await;
            numbers.push(write_thread(&mut person, &[("appear", "named"), ("name", "Siti Rahmah")]).await.0);
        }
        let [a, b, c, d] = &numbers[..] else { panic!("four") };
        let mut staff = house.person(STAFF).await;
        assert_eq!(join(&mut staff, a, b).await.status, 303);
        assert_eq!(row(&house, b).await.supports, 1);
        assert_eq!(join(&mut staff, b, c).await.status, 303);
        assert_eq!(row(&house, c).await.supports, 2, "a's author came along");
        let page = house.visitor().get(&format!("/utas/{a}")).await;
        assert!(page.has(&format!("a[href='/utas/{c}']")), "straight to where it goes on");
        let circle = join(&mut staff, c, a).await;
        assert_eq!(circle.status, 422);
        assert!(circle.text().contains("sudah digabung"), "{}", circle.text());
        // What was joined to the one that is parted stays with it, and so do its people.
        let case = format!("/petugas/utas/{b}");
        staff.act(&case, &format!("{case}/pisah"), &[]).await;
        assert_eq!((row(&house, b).await.supports, row(&house, c).await.supports), (1, 0), "a's author");
        let page = house.visitor().get(&format!("/utas/{a}")).await;
        assert!(page.has(&format!("a[href='/utas/{b}']")) && !page.has(&format!(".notice a[href='/utas/{c}']")), "{}", page.text());

        let token = staff.cookies.get(cookies::SESSION).expect("a session").clone();
        let who = viewer::signed_in(&house.app, &token).await.expect("a read").expect("signed in");
        let me = palanta::domain::person::Viewer {
            account: Some(who.account.clone()),
            ..palanta::domain::person::Viewer::default()
        };
        let (there, back) = tokio::join!(merge::merge(&house.app, &me, c, d), merge::merge(&house.app, &me, d, c));
        assert!(there.is_ok() != back.is_ok(), "{there:?} {back:?}");
    }

    /// Whatever is joined and parted, in whatever order: each thread goes on where what was done leads,
    /// its page says so at once, and each counts those who come along with what is joined to it.
    async fn any_order_of_joining_and_parting(house: House, "hold_first" = "false") {
        const N: usize = 5;
        let mut numbers = Vec::new();
        for n in 0..N {
            let mut person = house.person(&format!("orang{n}@contoh.test")).await;
            numbers.push(write_thread(&mut person, &[("appear", "named"), ("name", "Siti Rahmah")]).await.0);
        }
        let staff = house.person(STAFF).await;
        let token = staff.cookies.get(cookies::SESSION).expect("a session").clone();
        let who = viewer::signed_in(&house.app, &token).await.expect("a read").expect("signed in");
        let me = palanta::domain::person::Viewer {
            account: Some(who.account.clone()),
            ..palanta::domain::person::Viewer::default()
        };
        // What each was joined to, if it is.
        let mut into: [Option<usize>; N] = [None; N];
        let root = |into: &[Option<usize>; N], mut at: usize| {
            while let Some(up) = into[at] { at = up; }
            at
        };
        let (mut reader, mut random, mut depth, mut parted) = (house.visitor(), 20_261_125_u64, 0, 0);
        for act in 0..120 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (a, b) = ((random >> 33) as usize % N, (random >> 45) as usize % N);
            // Chains grow long only if parting is rarer.
            if into[a].is_some() && (random >> 57) % 2 == 1 { continue; }
            let done = if into[a].is_some() {
                let done = merge::part(&house.app, &me, &numbers[a]).await.is_ok();
                assert!(done, "{act}: parting {a} {into:?}");
                parted += usize::from(into.contains(&Some(a)));
                into[a] = None;
                done
            } else {
                let done = merge::merge(&house.app, &me, &numbers[a], &numbers[b]).await.is_ok();
                assert_eq!(done, a != b && into[b].is_none(), "{act}: joining {a} to {b} {into:?}");
                if done { into[a] = Some(b); }
                done
            };
            if !done { continue; }
            // Some happen in the same moment.
            house.app.clock.advance((random >> 60) as i64 % 2);
            for (n, number) in numbers.iter().enumerate() {
                let (t, end) = (row(&house, number).await, root(&into, n));
                assert_eq!(t.status == Status::Merged, into[n].is_some(), "{act}: {n} {into:?}");
                let along = (0..N).filter(|m| *m != n).filter(|m| {
                    let mut at = *m;
                    while let Some(up) = into[at] { at = up; if at == n { return true; } }
                    false
                });
                assert_eq!(t.supports, along.count() as i64, "{act}: supporters of {n} {into:?}");
                let page = reader.get(&format!("/utas/{number}")).await;
                let said = page.attribute("main .notice a[href^='/utas/']", "href");
                assert_eq!(said, (end != n).then(|| format!("/utas/{}", numbers[end])), "{act}: {n} {into:?}");
                let mut steps = 0;
                let mut at = n;
                while let Some(up) = into[at] { at = up; steps += 1; }
                depth = depth.max(steps);
            }
        }
        assert!(depth >= 3 && parted >= 3, "chains, parted in the middle: {depth} {parted}");
    }

    /// Within the unit by its people, across units by the coordinator; confidential threads never.
    async fn who_may_join(house: House, "hold_first" = "false") {
        let (here, _) = write_thread(&mut house.visitor(), &[]).await;
        let (there, _) = write_thread(&mut house.visitor(), &[("layanan", &format!("{CLINIC}/imunisasi"))]).await;
        let (secret, _) = write_thread(&mut house.visitor(), &[("appear", "confidential")]).await;
        let mut staff = house.person(STAFF).await;
        let page = join(&mut staff, &here, &there).await;
        assert!(page.status == 422 && page.text().contains("unit lain"), "{}", page.text());
        let page = join(&mut staff, &here, &secret).await;
        assert!(page.status == 422 && page.text().contains("Tidak ada utas umum"), "not even that it exists");
        assert!(staff.get(&format!("/petugas/utas/{secret}")).await.form(&format!("/petugas/utas/{secret}/gabung")).is_none());
        let csrf = staff.csrf().await;
        let forced = staff.request(reqwest::Method::POST, &format!("/petugas/utas/{secret}/gabung")).form(&[("_csrf", csrf.as_str()), ("into", &here)]);
        assert_eq!(staff.receive(forced).await.status, 409);
        let mut other = house.person(OTHER_STAFF).await;
        assert_eq!(other.get(&format!("/petugas/utas/{here}")).await.status, 403, "{HEALTH}");
        let mut coordinator = coordinator(&house).await;
        assert_eq!(join(&mut coordinator, &here, &there).await.status, 303);
        assert_eq!(row(&house, &here).await.status, Status::Merged);
    }
}
