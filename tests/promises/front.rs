//! What a page tells those who are no reader: search engines, of its languages; browsers, of how to
//! keep it on a home screen and what to show without a line.

use crate::house::{CITIZEN, STAFF};
use crate::on_both;

const LANGS: [&str; 3] = ["id", "en", "min"];

on_both! {
    /// Each page names itself in each language, and those name it: the same everywhere, so that no
    /// search engine passes one over. `x-default` is the address that follows the reader.
    async fn pages_name_their_languages(house: House, "hold_first" = "false") {
        let mut writer = house.visitor();
        let (number, _) = house.thread_by(&mut writer, &[]).await;
        let thread = format!("/utas/{number}");
        let pages = ["/", "/utas", &thread, "/unit", "/unit/dukcapil", "/kinerja", "/kinerja/unit/dukcapil", "/tulis",
            "/tulis?layanan=dukcapil/ktp-el", "/nilai/dukcapil/ktp-el", "/lacak", "/masuk", "/moderasi/log", "/moderasi/angka",
            "/aturan", "/privasi", "/api"];
        for path in pages {
            let with = |lang: &str| format!("{}{path}{}lang={lang}", house.url, if path.contains('?') { '&' } else { '?' });
            let whole = format!("{}{path}", house.url);
            let page = house.visitor().get(path).await;
            assert_eq!(page.attribute("link[rel=canonical]", "href").as_deref(), Some(whole.as_str()), "{path}");
            for lang in LANGS {
                let own = house.visitor().get(&with(lang)[house.url.len()..]).await;
                assert_eq!(own.status, 200, "{path} in {lang}");
                assert_eq!(own.attribute("html", "lang").as_deref(), Some(lang), "{path}");
                assert_eq!(own.attribute("link[rel=canonical]", "href"), Some(with(lang)), "{path} in {lang}");
                for page in [&page, &own] {
                    let there = page.attribute(&format!("link[rel=alternate][hreflang={lang}]"), "href");
                    assert_eq!(there, Some(with(lang)), "{path}");
                    assert!(!page.has("meta[name=robots]"), "{path} may be listed");
                    assert_eq!(page.count("link[hreflang]"), LANGS.len() + 1, "{path}");
                    assert_eq!(page.attribute("link[hreflang=x-default]", "href").as_deref(), Some(whole.as_str()), "{path}");
                    assert!(page.attribute("meta[name=description]", "content").is_some_and(|d| !d.is_empty()), "{path}");
                }
            }
        }
        // What only narrows a list or marks a place in it is the same page.
        let page = house.visitor().get("/utas?unit=dukcapil&q=ktp&lang=en").await;
        assert_eq!(page.attribute("link[rel=canonical]", "href"), Some(format!("{}/utas?lang=en", house.url)));
        let page = house.visitor().get("/tulis?layanan=dukcapil/ktp-el&jenis=praise").await;
        assert_eq!(page.attribute("link[rel=canonical]", "href"), Some(format!("{}/tulis?layanan=dukcapil/ktp-el", house.url)));
    }

    /// What is somebody's, or a question about one thing, is in no search engine.
    async fn what_is_not_for_all_is_not_listed(house: House, "hold_first" = "false") {
        let mut writer = house.visitor();
        let (number, code) = house.thread_by(&mut writer, &[]).await;
        let thread = format!("/utas/{number}");
        let mut citizen = house.person(CITIZEN).await;
        let mut staff = house.person(STAFF).await;
        let unlisted = |page: crate::house::browser::Page, what: &str| {
            assert!(page.has("meta[name=robots][content=noindex]"), "{what}");
            assert!(!page.has("link[rel=canonical]") && !page.has("link[hreflang]:not([rel=alternate]), head link[hreflang]"), "{what}");
        };
        for path in ["/", "/akun", &thread, "/tulis"] {
            unlisted(citizen.get(path).await, path);
        }
        unlisted(staff.get("/petugas").await, "/petugas");
        for path in [format!("{thread}/dukung"), "/luring".into(), "/nowhere".into()] {
            unlisted(house.visitor().get(&path).await, &path);
        }
        let mut tracker = house.visitor();
        tracker.get("/lacak").await;
        tracker.submit("/lacak", &[("code", &code)]).await;
        unlisted(tracker.get(&thread).await, "a tracked thread");
        let robots = house.visitor().get("/robots.txt").await.html;
        for closed in ["/akun", "/admin", "/petugas", "/utas/*/", "/tulis/", "/langganan"] {
            assert!(robots.contains(&format!("Disallow: {closed}\n")), "{closed}");
        }
    }

    /// The manifest speaks the page's language; its icons are there.
    async fn the_manifest_speaks_the_pages_language(house: House) {
        for lang in LANGS {
            let page = house.visitor().get(&format!("/?lang={lang}")).await;
            let address = page.attribute("link[rel=manifest]", "href").expect("a manifest");
            let manifest = house.visitor().get(&address).await;
            assert_eq!(manifest.header("content-type"), "application/manifest+json");
            let said: serde_json::Value = serde_json::from_str(&manifest.html).expect("JSON");
            assert_eq!(said["lang"], lang);
            for icon in said["icons"].as_array().expect("icons") {
                let icon = house.visitor().get(icon["src"].as_str().expect("an address")).await;
                assert_eq!((icon.status, icon.header("content-type")), (200, "image/png"));
                assert!(icon.header("cache-control").contains("immutable"));
            }
        }
    }

    /// The worker names what it keeps, all of it public and there; nobody's name is on the offline
    /// page, whoever asks.
    async fn the_worker_keeps_nothing_of_anybodys(house: House) {
        let mut staff = house.person(STAFF).await;
        let worker = staff.get("/sw.js?lang=en").await;
        assert!(worker.header("content-type").starts_with("text/javascript"));
        assert_eq!(worker.header("cache-control"), "no-cache", "a new one is found at once");
        assert!(worker.header("content-security-policy").contains("worker-src 'self'"));
        let list = |name: &str| {
            let line = worker.html.lines().find(|l| l.starts_with(&format!("const {name} = "))).expect("a line");
            line.split_once(" = ").and_then(|(_, v)| serde_json::from_str::<serde_json::Value>(v.trim_end_matches(';')).ok()).expect("JSON")
        };
        let kept = list("KEPT");
        let kept = kept.as_array().expect("a list");
        assert_eq!(kept.len(), 4);
        for path in kept {
            let path = path.as_str().expect("an address");
            let asset = house.visitor().get(path).await;
            assert!(path.starts_with("/assets/") && asset.header("cache-control").contains("immutable"), "{path}");
        }
        let offline = list("OFFLINE");
        let offline = offline.as_str().expect("an address");
        assert!(offline.starts_with("/luring?lang=en&v="), "{offline}");
        let page = staff.get(offline).await;
        assert_eq!(page.attribute("html", "lang").as_deref(), Some("en"));
        assert!(!page.has("form[action='/keluar']") && !page.has("[name=_csrf]") && page.header("set-cookie").is_empty());
        assert_eq!(page.html, house.visitor().get(offline).await.html, "the same for all");
    }
}
