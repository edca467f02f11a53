//! Photos: taken without a script, kept across the preview, cleaned, shown to those who may read,
//! hidden one by one.

use crate::house::browser::{File, Page, Person};
use crate::house::{CITIZEN, MODERATOR, STAFF};
use crate::on_both;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use palanta::jobs::upkeep;
use sea_orm::ConnectionTrait;

const FORM: &str = "/tulis?layanan=dukcapil/ktp-el";

fn pixels(width: u32, height: u32, shade: u8) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| Rgb([shade, (x % 200) as u8, 90]))
}

pub fn jpeg(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let picture = pixels(width, height, shade);
    JpegEncoder::new(&mut out)
        .encode(&picture, width, height, ExtendedColorType::Rgb8)
        .expect("a picture");
    out
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    PngEncoder::new(&mut out)
        .write_image(
            &pixels(width, height, 7),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .expect("a picture");
    out
}

/// As a telephone takes it: on its side, with its place.
fn from_a_telephone() -> Vec<u8> {
    let plain = jpeg(800, 600, 50);
    let mut exif =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend(b"GPSLatitude -0.6833 Xiaomi");
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat()
}

fn file<'a>(field: &'a str, name: &'a str, bytes: &'a [u8]) -> File<'a> {
    File {
        field,
        name,
        kind: "image/jpeg",
        bytes,
    }
}

const WORDS: [(&str, &str); 4] = [
    ("kind", "complaint"),
    ("title", "Atap loket bocor"),
    ("body", "Air menetes ke kursi tunggu sejak Senin."),
    ("appear", "anonymous"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = WORDS.to_vec();
    all.extend(more);
    all
}

/// Sends a thread with these photos, by way of the preview; returns its number and code.
async fn thread_with(
    person: &mut Person,
    more: &[(&str, &str)],
    files: &[File<'_>],
) -> (String, String) {
    let form = person.get(FORM).await.form("/tulis").expect("a form");
    let mut fill = with(&[("step", "preview"), ("alt1", "Kursi di bawah tetesan air")]);
    for (name, value) in more {
        fill.retain(|(n, _)| n != name);
        fill.push((name, value));
    }
    let preview = person.send_files("/tulis", form, &fill, files).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    let sent = person.submit("/tulis", &[("step", "send")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let done = person.get("/tulis/selesai").await;
    let of = |attribute: &str| done.attribute(&format!("[{attribute}]"), attribute);
    (
        of("data-number").expect("a number"),
        of("data-tracking-code").unwrap_or_default(),
    )
}

/// Addresses of the small and the large picture of the page.
fn addresses(page: &Page) -> (String, String) {
    (
        page.attribute("ul.photos img", "src").expect("a picture"),
        page.attribute("ul.photos a", "href").expect("a link"),
    )
}

on_both! {
    async fn a_photo_is_kept_across_the_preview_and_shown(house: House) {
        let mut author = house.visitor();
        let taken = from_a_telephone();
        let form = author.get(FORM).await.form("/tulis").expect("a form");
        assert!(author.page.has("form[action='/tulis'][enctype='multipart/form-data']"));
        assert_eq!(author.page.count("input[type=file]"), 4);
        assert!(author.page.text().contains("pelat nomor"), "says what not to show");
        let files = [file("photo1", "IMG_1.jpg", &taken), file("photo2", "", b"")];
        let preview = author.send_files("/tulis", form,
            &with(&[("step", "preview"), ("alt1", "Kursi basah, hubungi 0812-3456-7890")]), &files).await;
        assert_eq!(preview.status, 200, "{}", preview.text());
        assert_eq!(preview.count("ul.photos img"), 1);
        let (alt, draft) = (preview.attribute("ul.photos img", "alt").expect("alt"),
            preview.attribute("ul.photos img", "src").expect("src"));
        assert!(alt.starts_with("Kursi basah") && !alt.contains("0812"), "masked: {alt}");
        // Its uploader sees it, from no cache; nobody else does.
        let mine = author.get(&draft).await;
        assert_eq!((mine.status, mine.header("content-type"), mine.header("cache-control")),
            (200, "image/jpeg", "private, no-store"));
        assert_eq!(house.visitor().get(&draft).await.status, 404);
        assert_eq!(house.person(MODERATOR).await.get(&draft).await.status, 404);
        author.page = preview;
        // Back to the form: it is still there, and may be described anew.
        let edit = author.submit("/tulis", &[("step", "edit")]).await;
        assert_eq!((edit.count("ul.photos.held img"), edit.count("input[type=file]")), (1, 3));
        let alt = edit.attribute("ul.photos.held input[type=text]", "name").expect("a field");
        author.submit("/tulis", &[("step", "preview"), (&alt, "Kursi basah di loket")]).await;
        assert_eq!(author.submit("/tulis", &[("step", "send")]).await.status, 303);
        let done = author.get("/tulis/selesai").await;
        let number = done.attribute("[data-number]", "data-number").expect("a number");
        assert_eq!(author.get(&draft).await.status, 404, "no draft any more");
        house.publish(&number).await;

        let page = house.visitor().get(&format!("/utas/{number}")).await;
        let of = |name: &str| page.attribute("ul.photos img", name).unwrap_or_default();
        assert_eq!((of("alt").as_str(), of("loading").as_str()), ("Kursi basah di loket", "lazy"));
        // Upright, and with its room kept.
        assert_eq!((of("width").as_str(), of("height").as_str()), ("360", "480"));
        let (small, large) = addresses(&page);
        for (address, side) in [(&small, 480), (&large, 800)] {
            let got = house.visitor().get(address).await;
            assert_eq!((got.status, got.header("content-type")), (200, "image/jpeg"));
            assert_eq!(got.header("cache-control"), "public, max-age=31536000, s-maxage=300, immutable");
            assert_eq!(got.header("x-content-type-options"), "nosniff");
            assert!(got.header("content-disposition").starts_with("inline; filename=\"SWL-"));
            assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
            assert!(got.header("set-cookie").is_empty());
            let picture = image::load_from_memory(&got.bytes).expect("a picture");
            assert_eq!(picture.height(), side);
            for trace in [&b"GPS"[..], b"Xiaomi", b"Exif"] {
                assert!(!got.bytes.windows(trace.len()).any(|w| w == trace), "metadata is gone");
            }
        }
        assert_eq!(house.visitor().get(&format!("/utas/{number}/foto/{}", "0".repeat(32))).await.status, 404);
        assert_eq!(house.visitor().get(&format!("/utas/{number}/foto/..%2f")).await.status, 404);
    }

    async fn a_double_tap_makes_one_thread_and_one_photo(house: House) {
        let mut author = house.visitor();
        let form = author.get(FORM).await.form("/tulis").expect("a form");
        let taken = jpeg(300, 200, 1);
        let fill = with(&[("step", "send")]);
        for _ in 0..2 {
            let sent = author.send_files("/tulis", form.clone(), &fill, &[file("photo1", "a.jpg", &taken)]).await;
            assert_eq!(sent.status, 303, "{}", sent.text());
        }
        assert_eq!(house.count("thread").await, 1);
        assert_eq!(house.count("photo WHERE post_id IS NOT NULL").await, 1);
        // What the second tap brought is nobody's, and goes.
        house.app.clock.advance(7 * 3_600_000);
        upkeep::run(&house.app).await.expect("upkeep");
        assert_eq!(house.count("photo").await, 1);
    }

    async fn bad_files_are_named_beside_their_field_and_nothing_is_lost(house: House) {
        let mut author = house.visitor();
        author.lang = "en";
        let form = author.get(FORM).await.form("/tulis").expect("a form");
        let good = png(60, 40);
        let long = [jpeg(20, 20, 3), vec![0; 9 << 20]].concat();
        let files = [
            file("photo1", "good.jpg", &good),
            file("photo2", "evil.jpg", b"<html><script>alert(1)</script>"),
            file("photo3", "IMG_2.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
            file("photo4", "long.jpg", &long),
        ];
        let page = author.send_files("/tulis", form, &with(&[("title", ""), ("step", "preview")]), &files).await;
        assert_eq!(page.status, 422, "{}", page.text());
        assert!(page.has("#title-fault"), "all faults at once");
        assert_eq!(page.value("body"), "Air menetes ke kursi tunggu sejak Senin.");
        assert_eq!((page.count("ul.photos.held img"), page.count("input[type=file]")), (1, 3));
        for (field, says) in [("photo2", "“evil.jpg” is no JPEG"), ("photo3", "“IMG_2.HEIC” is HEIC"),
            ("photo4", "“long.jpg” is larger than 8 MB")] {
            assert!(page.has(&format!("#{field}-fault")), "{field}");
            assert!(page.has(&format!(".faults a[href='#{field}']")) && page.has(&format!("#{field}")), "{field}");
            assert!(page.text().contains(says), "{says}: {}", page.text());
        }
        // The good one may be taken back; then all is well.
        let drop = page.attribute("ul.photos.held input[type=checkbox]", "name").expect("a box");
        let page = author.submit("/tulis", &[("title", "Atap bocor"), (&drop, "1"), ("step", "preview")]).await;
        assert_eq!((page.status, page.count("ul.photos img")), (200, 0), "{}", page.text());
        assert_eq!(house.count("photo").await, 0);
    }

    async fn bombs_and_liars_are_refused(house: House) {
        let mut author = house.visitor();
        author.lang = "en";
        let form = author.get(FORM).await.form("/tulis").expect("a form");
        // A JPEG whose head says 60,000 by 60,000 pixels.
        let mut bomb = jpeg(8, 8, 1);
        let frame = bomb.windows(2).position(|w| w == [0xff, 0xc0]).expect("a frame");
        bomb[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
        let files = [
            file("photo1", "bomb.jpg", &bomb),
            file("photo2", "a.jpg", b"PK\x03\x04 zip"),
            file("photo3", "b.png", b"\x89PNG\r\n\x1a\nnothing"),
            File { field: "photo4", name: "c.svg", kind: "image/svg+xml", bytes: b"<svg onload='alert(1)'/>" },
        ];
        let page = author.send_files("/tulis", form.clone(), &with(&[("step", "preview")]), &files).await;
        assert_eq!((page.status, page.count("ul.photos img")), (422, 0));
        for says in ["“bomb.jpg” has too many pixels", "“a.jpg” is no JPEG", "“b.png” is damaged", "“c.svg” is no JPEG"] {
            assert!(page.text().contains(says), "{says}: {}", page.text());
        }
        assert_eq!(house.count("photo").await, 0);
        // A picture and a page in one: only the picture goes on.
        let both = [jpeg(40, 40, 9), b"<script>alert(document.domain)</script>PK\x03\x04".to_vec()].concat();
        let (number, _) = thread_with(&mut author, &[], &[file("photo1", "a.html", &both)]).await;
        house.publish(&number).await;
        let (_, large) = addresses(&house.visitor().get(&format!("/utas/{number}")).await);
        let got = house.visitor().get(&large).await;
        assert_eq!(got.header("content-type"), "image/jpeg");
        assert!(!got.html.contains("script") && !got.bytes.windows(4).any(|w| w == b"PK\x03\x04"));
    }

    /// As large cameras take them, and as a lost line leaves them: told by name, and nothing is lost.
    async fn giants_and_halves_are_named(house: House) {
        let mut author = house.visitor();
        author.lang = "en";
        let form = author.get(FORM).await.form("/tulis").expect("a form");
        // 50 megapixels, most of them the decoder's own: more than is kept of any photo, and taken.
        let mut giant = jpeg(8, 8, 1);
        let frame = giant.windows(2).position(|w| w == [0xff, 0xc0]).expect("a frame");
        giant[frame + 5..frame + 7].copy_from_slice(&5_792u16.to_be_bytes());
        giant[frame + 7..frame + 9].copy_from_slice(&8_688u16.to_be_bytes());
        let (whole, half_png) = (jpeg(900, 600, 4), png(400, 300));
        let files = [
            file("photo1", "giant.jpg", &giant),
            file("photo2", "half.jpg", &whole[..whole.len() / 2]),
            file("photo3", "half.png", &half_png[..half_png.len() / 2]),
        ];
        let page = author.send_files("/tulis", form, &with(&[("step", "preview")]), &files).await;
        assert_eq!((page.status, page.count("ul.photos img")), (422, 1), "{}", page.text());
        for says in ["“half.jpg” is damaged", "“half.png” is damaged"] {
            assert!(page.text().contains(says), "{says}: {}", page.text());
        }
        let taken = page.attribute("ul.photos img", "src").expect("the giant");
        let taken = image::load_from_memory(&author.get(&taken).await.bytes).expect("a picture");
        assert!(taken.width().max(taken.height()) <= 1_600, "{}x{}", taken.width(), taken.height());
        for field in ["photo2", "photo3"] {
            assert!(page.has(&format!("#{field}-fault")), "{field}");
        }
        assert_eq!(page.value("body"), "Air menetes ke kursi tunggu sejak Senin.");
        assert_eq!(house.count("photo").await, 1, "the giant, kept with the form");
    }

    /// More than four; the same twice; a form that is not ours; what has no end.
    async fn forms_with_files_are_bounded(house: House, "body_limit_kib" = "16") {
        let mut author = house.visitor();
        let form = author.get(FORM).await.form("/tulis").expect("a form");
        let pictures: Vec<Vec<u8>> = (0..5).map(|n| jpeg(30, 20, n * 40)).collect();
        let names = ["photo1", "photo2", "photo3", "photo4", "photo4"];
        let files: Vec<File> = names.iter().zip(&pictures).map(|(f, p)| file(f, "a.jpg", p)).collect();
        let page = author.send_files("/tulis", form.clone(), &with(&[("step", "preview")]), &files).await;
        assert_eq!((page.status, page.count("ul.photos.held img")), (422, 4), "{}", page.text());
        assert!(page.text().contains("Paling banyak empat foto."));
        let again = author.send_files("/tulis", form.clone(), &with(&[("step", "preview")]), &files[..2]).await;
        assert_eq!(again.count("ul.photos.held img"), 4, "the same once");
        // Another's form, whose name was overheard: their browser has no part in it.
        let mut other = house.visitor();
        other.get(FORM).await;
        let fields = with(&[("step", "preview")]);
        let page = other.submit("/tulis", &[&fields[..], &[("form_id", &form.iter()
            .find(|(n, _)| n == "form_id").expect("a name").1)]].concat()).await;
        assert_eq!((page.status, page.count("ul.photos img")), (200, 0));
        // Files are taken only with our token before them, and words are bounded beside them.
        let mut forged = form.clone();
        forged.retain(|(n, _)| n != "_csrf");
        assert_eq!(author.send_files("/tulis", forged, &with(&[]), &files[..1]).await.status, 403);
        let words = "a".repeat(20_000);
        let page = author.send_files("/tulis", form.clone(), &with(&[("body", &words)]), &[]).await;
        assert_eq!(page.status, 413);
        let whole = vec![0u8; 65 << 20];
        let page = author.send_files("/tulis", form.clone(), &with(&[]), &[file("photo1", "a.jpg", &whole)]).await;
        assert_eq!(page.status, 413);
        assert!(page.html.contains("Air menetes ke kursi"), "nothing is lost");
        for (kind, body) in [("multipart/form-data", "x"), ("multipart/form-data; boundary=a", "--a\r\n"),
            ("multipart/form-data; boundary=a", "--a\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n\u{0}")] {
            let request = author.request(reqwest::Method::POST, "/tulis").header("content-type", kind).body(body);
            let page = author.receive(request).await;
            assert!(matches!(page.status, 400 | 403), "{kind} {}", page.status);
        }
        // No form but these takes files.
        let csrf = author.csrf().await;
        let page = author.send_files("/masuk", vec![("_csrf".into(), csrf)], &[("email", CITIZEN)], &files[..1]).await;
        assert_eq!(page.status, 400);
        assert_eq!(house.count("thread").await, 0);
    }

    async fn floods_of_photos_are_told_to_wait(house: House, "limit_photos" = "2") {
        let mut author = house.visitor();
        let form = author.get(FORM).await.form("/tulis").expect("a form");
        let pictures: Vec<Vec<u8>> = (0..3).map(|n| jpeg(30, 20, n * 40)).collect();
        let files: Vec<File> = pictures.iter().enumerate()
            .map(|(i, p)| file(["photo1", "photo2", "photo3"][i], "a.jpg", p)).collect();
        let page = author.send_files("/tulis", form, &with(&[("step", "preview")]), &files).await;
        assert_eq!((page.status, page.count("ul.photos.held img")), (422, 2));
        assert!(page.has("#photo3-fault") && page.text().contains("terlalu banyak foto"));
    }

    /// Held, confidential, hidden: whoever may not read the thread does not see its photos, and no
    /// cache that people share keeps them.
    async fn photos_are_seen_by_who_may_read_the_thread(house: House) {
        let picture = jpeg(300, 200, 5);
        let files = [file("photo1", "a.jpg", &picture)];
        let mut author = house.visitor();
        let (number, code) = thread_with(&mut author, &[], &files).await;
        author.act("/lacak", "/lacak", &[("code", &code)]).await;
        let (small, _) = addresses(&author.get(&format!("/utas/{number}")).await);
        let mut moderator = house.person(MODERATOR).await;
        let mut staff = house.person(STAFF).await;
        let private = |p: Page| (p.status, p.header("cache-control").to_owned());
        let seen = (200, "private, no-store".to_owned());
        assert_eq!(private(author.get(&small).await), seen, "held");
        assert_eq!(private(moderator.get(&small).await), seen);
        assert_eq!(staff.get(&small).await.status, 404);
        assert_eq!(house.visitor().get(&small).await.status, 404);
        house.publish(&number).await;
        assert_eq!(house.visitor().get(&small).await.status, 200);
        // The post is hidden, and the thread with it.
        let page = moderator.get(&format!("/utas/{number}")).await;
        let form = page.form_with("/moderasi/putusan", ("decision", "hide")).expect("a form");
        let hidden = moderator.send("/moderasi/putusan", form, &[("rule", "insult")]).await;
        assert_eq!(hidden.status, 303, "{}", hidden.text());
        assert_eq!(house.visitor().get(&small).await.status, 404);
        assert_eq!(author.get(&small).await.status, 404, "as the words of it");
        assert_eq!(private(moderator.get(&small).await), seen);

        let mut other = house.visitor();
        let (secret, code) = thread_with(&mut other, &[("appear", "confidential")], &files).await;
        other.act("/lacak", "/lacak", &[("code", &code)]).await;
        let (small, _) = addresses(&other.get(&format!("/utas/{secret}")).await);
        assert_eq!(private(other.get(&small).await), seen);
        assert_eq!(private(staff.get(&small).await), seen);
        for mut who in [house.visitor(), house.person(CITIZEN).await, house.person("bidan@kota.test").await] {
            assert_eq!(who.get(&small).await.status, 404);
        }
        // The same picture in another thread opens nothing here.
        assert_eq!(other.get(&small.replace(&secret, &number)).await.status, 404);
    }

    /// A reply that waits shows its photos to its writer and, at the desk, to the moderators.
    async fn photos_wait_with_their_reply(house: House) {
        let (number, _) = house.thread_by(&mut house.visitor(), &[]).await;
        house.publish(&number).await;
        let (thread, reply) = (format!("/utas/{number}"), format!("/utas/{number}/balas"));
        let mut citizen = house.person(CITIZEN).await;
        let form = citizen.get(&thread).await.form(&reply).expect("a form");
        let picture = jpeg(200, 300, 10);
        let sent = citizen.send_files(&reply, form, &[("body", "Dasar goblok petugas ini.")], &[file("photo1", "a.jpg", &picture)]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let (small, _) = addresses(&citizen.get(&thread).await);
        let mut moderator = house.person(MODERATOR).await;
        let desk = moderator.get("/moderasi").await;
        assert!(desk.has("article.card ul.photos img"), "the desk shows what it decides on");
        for (who, status) in [(&mut citizen, 200), (&mut moderator, 200), (&mut house.person(STAFF).await, 404), (&mut house.visitor(), 404)] {
            let page = who.get(&small).await;
            assert_eq!(page.status, status);
            assert!(status != 200 || page.header("cache-control") == "private, no-store");
        }
    }

    async fn replies_and_answers_have_photos_too_and_once(house: House) {
        let mut author = house.visitor();
        let (number, _) = house.thread_by(&mut author, &[]).await;
        house.publish(&number).await;
        let thread = format!("/utas/{number}");
        let mut citizen = house.person(CITIZEN).await;
        let reply = format!("{thread}/balas");
        let form = citizen.get(&thread).await.form(&reply).expect("a form");
        let (one, two) = (jpeg(200, 300, 10), jpeg(200, 300, 90));
        let page = citizen.send_files(&reply, form, &[("body", "Ini fotonya.")],
            &[file("photo1", "a.jpg", b"nothing"), file("photo2", "b.jpg", &one)]).await;
        assert_eq!((page.status, page.value("body").as_str()), (422, "Ini fotonya."));
        assert_eq!(page.count("ul.photos.held img"), 1);
        let form = page.form(&reply).expect("the form again");
        for _ in 0..2 {
            let sent = citizen.send(&reply, form.clone(), &[]).await;
            assert_eq!(sent.status, 303, "{}", sent.text());
        }
        let bench = format!("/petugas/utas/{number}");
        let answer = format!("{bench}/jawab");
        let mut staff = house.person(STAFF).await;
        let form = staff.get(&bench).await.form(&answer).expect("a form");
        for _ in 0..2 {
            let sent = staff.send_files(&answer, form.clone(), &[("body", "Sudah diperbaiki."), ("alt1", "Atap baru")],
                &[file("photo1", "b.jpg", &two)]).await;
            assert_eq!(sent.status, 303, "{}", sent.text());
        }
        let page = house.visitor().get(&thread).await;
        assert_eq!((page.count(".post.citizen"), page.count(".post.official")), (2, 1), "a double tap writes once");
        assert_eq!((page.count(".post.citizen .photos img"), page.count(".post.official .photos img")), (1, 1));
        assert_eq!(page.attribute(".official img", "alt").as_deref(), Some("Atap baru"));
        assert!(page.attribute(".citizen .photos img", "alt").expect("alt").contains("tanpa keterangan"));
        assert_eq!(staff.get(&bench).await.count(".photos img"), 2, "and where staff work");
    }

    async fn a_moderator_hides_one_photo_and_shows_it_again(house: House) {
        let mut author = house.person(CITIZEN).await;
        let (one, two) = (jpeg(200, 300, 10), jpeg(200, 300, 90));
        let (number, _) = thread_with(&mut author, &[],
            &[file("photo1", "a.jpg", &one), file("photo2", "b.jpg", &two)]).await;
        house.publish(&number).await;
        let thread = format!("/utas/{number}");
        let (small, _) = addresses(&house.visitor().get(&thread).await);
        assert!(!author.get(&thread).await.has("form[action='/moderasi/foto']"));
        let mut moderator = house.person(MODERATOR).await;
        let form = moderator.get(&thread).await.form("/moderasi/foto").expect("a form");
        assert_eq!(moderator.send("/moderasi/foto", form.clone(), &[]).await.status, 422, "a rule is needed");
        let rule = [("rule", "personal-data"), ("note", "Ada pelat nomor.")];
        // Who may not, may not, with the very form.
        for email in [CITIZEN, STAFF] {
            let mut who = house.person(email).await;
            let csrf = who.csrf().await;
            let mut form = form.clone();
            form.retain(|(n, _)| n != "_csrf");
            form.push(("_csrf".into(), csrf));
            assert_eq!(who.send("/moderasi/foto", form, &rule).await.status, 403, "{email}");
        }
        let sent = moderator.send("/moderasi/foto", form.clone(), &rule).await;
        assert_eq!((sent.status, sent.header("location")), (303, thread.as_str()), "{}", sent.text());
        assert_eq!(moderator.send("/moderasi/foto", form, &rule).await.status, 409, "once");
        let page = house.visitor().get(&thread).await;
        assert_eq!(page.count("ul.photos img"), 1);
        assert!(page.text().contains("Foto ini disembunyikan moderator") && page.text().contains("Atap loket bocor"));
        assert!(!page.html.contains(small.rsplit('/').next().expect("a hash")));
        assert_eq!((house.visitor().get(&small).await.status, author.get(&small).await.status), (404, 404));
        assert_eq!(moderator.get(&small).await.header("cache-control"), "private, no-store");
        let log = house.visitor().get("/moderasi/log").await;
        assert!(log.text().contains("Satu foto disembunyikan"), "{}", log.text());
        let letters = serde_json::to_string(&house.letters(CITIZEN).await).expect("letters");
        assert!(letters.contains("\"about\":\"photo\"") && letters.contains("Ada pelat nomor."));
        let form = moderator.get(&thread).await.form_with("/moderasi/foto", ("decision", "restore-photo")).expect("a form");
        assert_eq!(moderator.send("/moderasi/foto", form, &[]).await.status, 303);
        assert_eq!(house.visitor().get(&thread).await.count("ul.photos img"), 2);
        assert_eq!(house.visitor().get(&small).await.status, 200);
        palanta::store::audit::verify(house.app.store.read()).await.expect("whole");
    }

    async fn photos_that_are_never_sent_are_swept(house: House) {
        let mut author = house.visitor();
        let picture = jpeg(100, 100, 9);
        let form = author.get(FORM).await.form("/tulis").expect("a form");
        author.send_files("/tulis", form, &with(&[("step", "preview")]), &[file("photo1", "a.jpg", &picture)]).await;
        let (kept, _) = thread_with(&mut author, &[], &[file("photo1", "a.jpg", &picture)]).await;
        assert_eq!(house.count("photo").await, 2);
        house.app.clock.advance(5 * 3_600_000);
        upkeep::run(&house.app).await.expect("upkeep");
        assert_eq!(house.count("photo").await, 2, "time to finish writing");
        house.app.clock.advance(2 * 3_600_000);
        upkeep::run(&house.app).await.expect("upkeep");
        assert_eq!(house.count("photo").await, 1, "{kept}");
    }

    /// A backup holds the photos, of either database.
    async fn backups_hold_photos(house: House) {
        let mut author = house.visitor();
        let picture = jpeg(300, 200, 77);
        let (number, _) = thread_with(&mut author, &[], &[file("photo1", "a.jpg", &picture)]).await;
        house.publish(&number).await;
        let (small, large) = addresses(&house.visitor().get(&format!("/utas/{number}")).await);
        let before = (house.visitor().get(&small).await.bytes, house.visitor().get(&large).await.bytes);
        let file = house.folder.path().join("backup.db");
        house.app.store.backup(&file).await.expect("a backup");
        let db = house.app.store.write();
        db.execute_unprepared("DELETE FROM photo").await.expect("lost");
        assert_eq!(house.visitor().get(&small).await.status, 404);
        let scratch = house.folder.path().join("scratch.db");
        house.app.store.restore(&file, &scratch, true).await.expect("restored");
        let after = (house.visitor().get(&small).await.bytes, house.visitor().get(&large).await.bytes);
        assert_eq!(before, after);
    }
}
