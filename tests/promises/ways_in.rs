//! Ways in besides the mailed code: passkeys, by an authenticator of our own that can misbehave, and
//! one-time codes for who holds a role.

use crate::house::browser::{Page, Person};
use crate::house::{ADMIN, CITIZEN, House, STAFF};
use crate::on_both;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use palanta::domain::notice::Notice;
use palanta::domain::time::{HOUR_MS, MINUTE_MS, SECOND_MS};
use palanta::domain::totp;
use palanta::flows::grant;
use palanta::web::cookies;
use reqwest::Method;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const ORIGIN: &str = "https://palanta.kota.test";
const RP: &str = "palanta.kota.test";

/// An authenticator with one key on P-256.
struct Authenticator {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    handle: Vec<u8>,
    counter: u32,
    origin: &'static str,
    rp: &'static str,
}

impl Authenticator {
    fn new() -> Self {
        let rng = SystemRandom::new();
        let pkcs8 =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &rng).expect("a key");
        Self {
            key: EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &rng)
                .expect("a key"),
            id: uuid::Uuid::new_v4().as_bytes().to_vec(),
            handle: Vec::new(),
            counter: 1,
            origin: ORIGIN,
            rp: RP,
        }
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = options["publicKey"]["challenge"]
            .as_str()
            .expect("a challenge");
        format!(
            r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{}","crossOrigin":false}}"#,
            self.origin
        )
        .into_bytes()
    }

    fn create(&mut self, options: &Value) -> String {
        let user = &options["publicKey"]["user"];
        self.handle = B64
            .decode(user["id"].as_str().expect("a handle"))
            .expect("base 64");
        assert_eq!(options["publicKey"]["rp"]["id"], RP);
        let point = self.key.public_key().as_ref();
        let mut data = Sha256::digest(self.rp.as_bytes()).to_vec();
        // Present, verified, with a key.
        data.push(0x45);
        data.extend(self.counter.to_be_bytes());
        data.extend([0; 16]);
        data.extend((self.id.len() as u16).to_be_bytes());
        data.extend(&self.id);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..65]);
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x64);
        object.extend(b"none");
        object.push(0x67);
        object.extend(b"attStmt");
        object.extend([0xa0, 0x68]);
        object.extend(b"authData");
        object.extend([0x58, data.len() as u8]);
        object.extend(&data);
        json!({
            "id": B64.encode(&self.id), "rawId": B64.encode(&self.id), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": B64.encode(self.client_data("webauthn.create", options)),
                "attestationObject": B64.encode(object), "transports": ["internal"],
            },
        })
        .to_string()
    }

    fn get(&mut self, options: &Value) -> String {
        self.counter += 1;
        let client = self.client_data("webauthn.get", options);
        let mut data = Sha256::digest(self.rp.as_bytes()).to_vec();
        data.push(0x05);
        data.extend(self.counter.to_be_bytes());
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature = self
            .key
            .sign(&SystemRandom::new(), &signed)
            .expect("a signature");
        json!({
            "id": B64.encode(&self.id), "rawId": B64.encode(&self.id), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": B64.encode(client), "authenticatorData": B64.encode(data),
                "signature": B64.encode(signature.as_ref()), "userHandle": B64.encode(&self.handle),
            },
        })
        .to_string()
    }
}

async fn post(person: &mut Person, path: &str, fields: &[(&str, &str)]) -> Page {
    let csrf = person.csrf().await;
    let mut all = vec![("_csrf", csrf.as_str())];
    all.extend(fields);
    let request = person.request(Method::POST, path).form(&all);
    person.receive(request).await
}

async fn options(person: &mut Person, path: &str) -> Value {
    let page = post(person, path, &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    serde_json::from_slice(&page.bytes).expect("JSON")
}

async fn add(person: &mut Person, device: &mut Authenticator) -> Page {
    let options = options(person, "/akun/kunci/mulai").await;
    let made = device.create(&options);
    post(
        person,
        "/akun/kunci",
        &[("credential", &made), ("name", "Ponsel saya")],
    )
    .await
}

async fn enter(person: &mut Person, device: &mut Authenticator) -> Page {
    let options = options(person, "/masuk/kunci/mulai").await;
    let shown = device.get(&options);
    post(
        person,
        "/masuk/kunci",
        &[("credential", &shown), ("next", "/unit")],
    )
    .await
}

/// Refused, in the words for it, and nobody is signed in.
fn refused(page: &Page, person: &Person, why: &str) {
    assert_eq!(page.status, 422, "{why}: {}", page.text());
    assert!(
        page.text().contains("Kunci sandi tidak diterima"),
        "{why}: {}",
        page.text()
    );
    assert!(
        !person
            .cookies
            .contains_key(cookies::named(cookies::SESSION, true)),
        "{why}"
    );
}

/// The secret that the page shows.
fn secret(page: &Page) -> Vec<u8> {
    let html = scraper::Html::parse_document(&page.html);
    let css = scraper::Selector::parse("[data-secret]").expect("a selector");
    let text: String = html.select(&css).next().expect("a secret").text().collect();
    let mut bits = 0u64;
    let mut n = 0;
    let mut bytes = Vec::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).expect("base 32") as u64;
        bits = (bits << 5) | value;
        n += 5;
        if n >= 8 {
            n -= 8;
            bytes.push((bits >> n) as u8);
        }
    }
    bytes
}

fn codes(page: &Page) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.html);
    let css = scraper::Selector::parse("[data-recovery]").expect("a selector");
    html.select(&css).map(|e| e.text().collect()).collect()
}

fn code(house: &House, secret: &[u8]) -> String {
    totp::code(secret, totp::step(house.app.now()))
}

/// Signs in by the mailed code, without going on.
async fn by_code(house: &House, email: &str) -> (Person, Page) {
    let mut person = house.visitor();
    person.get("/masuk?next=/petugas").await;
    person.submit("/masuk", &[("email", email)]).await;
    let code = house.login_code(email).await;
    let page = person.submit("/masuk/kode", &[("code", &code)]).await;
    (person, page)
}

/// Sets the second step up; returns the secret and the recovery codes.
async fn enrol(house: &House, person: &mut Person) -> (Vec<u8>, Vec<String>) {
    person
        .act("/akun/langkah-kedua", "/akun/langkah-kedua/mulai", &[])
        .await;
    let page = person.get("/akun/langkah-kedua").await;
    assert!(
        page.has("main svg[role='img'] path"),
        "a QR code as a picture"
    );
    let secret = secret(&page);
    let page = person
        .submit("/akun/langkah-kedua", &[("code", &code(house, &secret))])
        .await;
    assert_eq!(page.status, 200, "{}", page.text());
    let codes = codes(&page);
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

on_both! {
    async fn passkeys_are_added_used_named_and_removed(house: House, "public_url" = "https://palanta.kota.test") {
        let mut citizen = house.person(CITIZEN).await;
        let mut device = Authenticator::new();
        let page = add(&mut citizen, &mut device).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert!(citizen.get("/akun/keamanan").await.text().contains("Ponsel saya"));
        assert!(house.letters(CITIZEN).await.iter().any(|l| matches!(&l.notice, Notice::WaysIn { what } if what == "passkey-added")), "told by mail");
        // The same once more is refused, also for another account.
        let mut other = house.person("orang@lain.test").await;
        assert_eq!(add(&mut other, &mut device).await.status, 422);
        device.handle = Vec::new();
        let opts = options(&mut citizen, "/akun/kunci/mulai").await;
        let excluded = opts["publicKey"]["excludeCredentials"].as_array().expect("a list");
        assert_eq!(excluded.len(), 1, "the browser is told what is there");
        device.handle = B64.decode(opts["publicKey"]["user"]["id"].as_str().expect("a handle")).expect("base 64");
        // In, in another browser, without saying who.
        let mut phone = house.visitor();
        let page = enter(&mut phone, &mut device).await;
        assert_eq!((page.status, page.header("location")), (303, "/unit"), "{}", page.text());
        let page = phone.get("/akun").await;
        assert!(page.text().contains(CITIZEN) && page.text().contains("masuk dengan kunci sandi"));
        let id = phone.get("/akun/keamanan").await.attribute("input[name='key']", "value").expect("a key");
        post(&mut phone, "/akun/kunci/nama", &[("key", &id), ("name", "Kunci biru")]).await;
        assert!(phone.get("/akun/keamanan").await.text().contains("Kunci biru"));
        // Another's is not there.
        for path in ["/akun/kunci/nama", "/akun/kunci/hapus"] {
            assert_eq!(post(&mut other, path, &[("key", &id), ("name", "x")]).await.status, 404);
        }
        assert_eq!(post(&mut phone, "/akun/kunci/hapus", &[("key", &id)]).await.status, 303);
        assert_eq!(house.count("passkey").await, 0);
        let mut late = house.visitor();
        let page = enter(&mut late, &mut device).await;
        refused(&page, &late, "removed");
    }

    /// A passkey of another site, a replay, a clone, a late answer, another browser's challenge.
    async fn passkeys_are_refused_for_every_reason_alike(house: House, "public_url" = "https://palanta.kota.test") {
        let mut citizen = house.person(CITIZEN).await;
        let mut device = Authenticator::new();
        for (origin, rp) in [("https://palanta.kota.test.jahat.test", RP), ("http://palanta.kota.test", RP), ("https://palanta.kota.test:444", RP), (ORIGIN, "jahat.test")] {
            (device.origin, device.rp) = (origin, rp);
            assert_eq!(add(&mut citizen, &mut device).await.status, 422, "{origin} {rp}");
        }
        (device.origin, device.rp) = (ORIGIN, RP);
        assert_eq!(house.count("passkey").await, 0);
        // A challenge is good once, and for who asked.
        let opts = options(&mut citizen, "/akun/kunci/mulai").await;
        let made = device.create(&opts);
        let mut other = house.person("orang@lain.test").await;
        assert_eq!(post(&mut other, "/akun/kunci", &[("credential", &made), ("name", "x")]).await.status, 422);
        assert_eq!(post(&mut citizen, "/akun/kunci", &[("credential", &made), ("name", "x")]).await.status, 422, "taken by the wrong one, it is gone");
        let opts = options(&mut citizen, "/akun/kunci/mulai").await;
        let made = device.create(&opts);
        house.app.clock.advance(6 * MINUTE_MS);
        assert_eq!(post(&mut citizen, "/akun/kunci", &[("credential", &made), ("name", "x")]).await.status, 422, "too late");
        assert_eq!(add(&mut citizen, &mut device).await.status, 303);

        let mut visitor = house.visitor();
        for (origin, rp) in [("https://jahat.test", RP), (ORIGIN, "jahat.test")] {
            (device.origin, device.rp) = (origin, rp);
            let page = enter(&mut visitor, &mut device).await;
            refused(&page, &visitor, origin);
        }
        (device.origin, device.rp) = (ORIGIN, RP);
        let opts = options(&mut visitor, "/masuk/kunci/mulai").await;
        let shown = device.get(&opts);
        let mut thief = house.visitor();
        let page = post(&mut thief, "/masuk/kunci", &[("credential", &shown)]).await;
        refused(&page, &thief, "in another browser");
        let opts = options(&mut visitor, "/masuk/kunci/mulai").await;
        let shown = device.get(&opts);
        house.app.clock.advance(6 * MINUTE_MS);
        let page = post(&mut visitor, "/masuk/kunci", &[("credential", &shown)]).await;
        refused(&page, &visitor, "expired");
        // A signature of something else.
        let opts = options(&mut visitor, "/masuk/kunci/mulai").await;
        let shown = device.get(&opts);
        let mut changed: Value = serde_json::from_str(&shown).expect("JSON");
        let mut data = B64.decode(changed["response"]["authenticatorData"].as_str().expect("data")).expect("base 64");
        data[36] ^= 0x40;
        changed["response"]["authenticatorData"] = B64.encode(data).into();
        let page = post(&mut visitor, "/masuk/kunci", &[("credential", &changed.to_string())]).await;
        refused(&page, &visitor, "changed");
        for nonsense in ["", "{}", "[]", "null", "{\"id\":1}", &"x".repeat(10_000)] {
            let page = post(&mut visitor, "/masuk/kunci", &[("credential", nonsense)]).await;
            refused(&page, &visitor, "nonsense");
        }
        // Well used, and then replayed.
        let opts = options(&mut visitor, "/masuk/kunci/mulai").await;
        let shown = device.get(&opts);
        assert_eq!(post(&mut visitor, "/masuk/kunci", &[("credential", &shown)]).await.status, 303);
        let mut again = house.visitor();
        again.cookies = visitor.cookies.clone();
        again.cookies.remove(cookies::named(cookies::SESSION, true));
        let page = post(&mut again, "/masuk/kunci", &[("credential", &shown)]).await;
        refused(&page, &again, "replayed");
        // A clone is behind with its counter.
        device.counter -= 1;
        let page = enter(&mut again, &mut device).await;
        refused(&page, &again, "a counter that does not grow");
        device.counter += 5;
        assert_eq!(enter(&mut again, &mut device).await.status, 303);
        assert_eq!(house.count("ceremony WHERE kind = 'enter'").await, 0, "nothing is left of them");
    }

    /// Without https there are none, and the page says so; the mailed code is there.
    async fn passkeys_are_not_offered_where_browsers_make_none(house: House) {
        let mut citizen = house.person(CITIZEN).await;
        assert!(!citizen.get("/akun/keamanan").await.has("form[data-passkey]"));
        assert_eq!(post(&mut citizen, "/akun/kunci/mulai", &[]).await.status, 404);
        let mut visitor = house.visitor();
        let page = visitor.get("/masuk").await;
        assert!(!page.has("form[data-passkey]") && page.has("form[action='/masuk']"));
        assert_eq!(post(&mut visitor, "/masuk/kunci/mulai", &[]).await.status, 404);
    }

    /// Where the city asks for it, a role is not there before the second step.
    async fn roles_wait_for_the_second_step(house: House, "staff_second_step" = "true", "public_url" = "https://palanta.kota.test") {
        let (mut staff, page) = by_code(&house, STAFF).await;
        assert!(page.header("location").starts_with("/masuk/langkah-kedua?"), "{}", page.header("location"));
        assert_eq!(staff.get(page.header("location")).await.header("location"), "/akun/langkah-kedua", "led to set it up");
        for path in ["/petugas", "/petugas/templat"] {
            let page = staff.get(path).await;
            assert_eq!(page.status, 303, "{path}");
            assert!(page.header("location").starts_with("/masuk/langkah-kedua?"), "{path}");
        }
        assert!(!staff.get("/akun").await.has("a[href='/petugas']"), "nothing of it is in sight");
        let (secret, recovery) = enrol(&house, &mut staff).await;
        assert_eq!(staff.get("/petugas").await.status, 200, "now it is");
        let dump = format!("{:?}", house.count("second_step WHERE confirmed_ms IS NOT NULL").await);
        assert_eq!(dump, "1");
        // Another browser: the code is asked for, and what was used is no use.
        let (mut other, page) = by_code(&house, STAFF).await;
        assert!(page.header("location").starts_with("/masuk/langkah-kedua?"));
        let before = other.cookies[cookies::named(cookies::SESSION, true)].clone();
        other.get("/masuk/langkah-kedua?next=/petugas").await;
        let page = other.submit("/masuk/langkah-kedua", &[("code", &code(&house, &secret))]).await;
        assert_eq!(page.status, 422, "a code is good once, in whichever browser");
        house.app.clock.advance(31 * SECOND_MS);
        let now = code(&house, &secret);
        let page = other.submit("/masuk/langkah-kedua", &[("code", &format!("{} {}", &now[..3], &now[3..]))]).await;
        assert_eq!((page.status, page.header("location")), (303, "/petugas"), "{}", page.text());
        assert_ne!(other.cookies[cookies::named(cookies::SESSION, true)], before, "with a new token");
        let mut stolen = house.visitor();
        stolen.cookies.insert(cookies::named(cookies::SESSION, true).into(), before);
        assert_eq!(stolen.get("/akun").await.status, 303, "the one before is nothing at once");
        // A recovery code, once.
        let (mut third, _) = by_code(&house, STAFF).await;
        third.get("/masuk/langkah-kedua?next=/petugas").await;
        assert_eq!(third.submit("/masuk/langkah-kedua", &[("code", &recovery[0].to_lowercase())]).await.status, 303);
        assert_eq!(third.get("/petugas").await.status, 200);
        house.app.clock.advance(HOUR_MS);
        let (mut fourth, _) = by_code(&house, STAFF).await;
        fourth.get("/masuk/langkah-kedua?next=/petugas").await;
        assert_eq!(fourth.submit("/masuk/langkah-kedua", &[("code", &recovery[0])]).await.status, 422);
        assert_eq!(house.count("recovery_code").await, 9);
        // Guesses are counted; then the right one is no use for a while.
        for _ in 0..4 {
            fourth.get("/masuk/langkah-kedua").await;
            assert_eq!(fourth.submit("/masuk/langkah-kedua", &[("code", "000000")]).await.status, 422);
        }
        fourth.get("/masuk/langkah-kedua").await;
        let page = fourth.submit("/masuk/langkah-kedua", &[("code", &code(&house, &secret))]).await;
        assert_eq!(page.status, 429);
        assert!(!page.header("retry-after").is_empty());
        // Who has read the mail alone adds no way in of their own.
        let half = post(&mut fourth, "/akun/kunci/mulai", &[]).await;
        assert!(half.status == 303 && half.header("location").starts_with("/masuk/langkah-kedua"), "{}", half.status);
        for path in ["/akun/langkah-kedua/mulai", "/akun/langkah-kedua/pemulihan", "/akun/langkah-kedua/lepas"] {
            let page = post(&mut fourth, path, &[("code", "123456")]).await;
            assert!(page.status == 303 && page.header("location").starts_with("/masuk/langkah-kedua"), "{path}: {}", page.status);
        }
        house.app.clock.advance(16 * MINUTE_MS);
        fourth.get("/masuk/langkah-kedua?next=/petugas").await;
        assert_eq!(fourth.submit("/masuk/langkah-kedua", &[("code", &code(&house, &secret))]).await.status, 303);
        // Where the city asks, it can't be taken off.
        house.app.clock.advance(MINUTE_MS);
        assert_eq!(post(&mut fourth, "/akun/langkah-kedua/lepas", &[("code", &code(&house, &secret))]).await.status, 409);
        palanta::store::audit::verify(house.app.store.read()).await.expect("whole");
    }

    /// A passkey is both steps in one; and with one, a mailed code alone sets nothing up.
    async fn a_passkey_is_both_steps(house: House, "staff_second_step" = "true", "public_url" = "https://palanta.kota.test") {
        let (mut staff, _) = by_code(&house, STAFF).await;
        let mut device = Authenticator::new();
        assert_eq!(add(&mut staff, &mut device).await.status, 303, "the first may be added");
        assert_eq!(staff.get("/petugas").await.status, 303, "this session is not by it");
        assert!(staff.get("/masuk/langkah-kedua").await.text().contains("memakai kunci sandi"));
        let page = post(&mut staff, "/akun/langkah-kedua/mulai", &[]).await;
        assert!(page.header("location").starts_with("/masuk/langkah-kedua"), "nothing more is set up by the mail alone");
        let page = enter(&mut staff, &mut device).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert_eq!(staff.get("/petugas").await.status, 200);
        assert_eq!(house.count("audit_entry WHERE act = 'sign in' AND detail = 'passkey'").await, 1);
        assert_eq!(house.count("audit_entry WHERE act = 'add passkey'").await, 1);
    }

    /// Who has lost everything is reset by an admin, which is audited and told.
    async fn an_admin_resets_ways_in(house: House) {
        let (mut staff, _) = by_code(&house, STAFF).await;
        let (secret, _) = enrol(&house, &mut staff).await;
        house.app.clock.advance(HOUR_MS);
        // Set up by oneself, it is asked for, whether the city does or not.
        let (mut again, page) = by_code(&house, STAFF).await;
        assert!(page.header("location").starts_with("/masuk/langkah-kedua?"));
        assert_eq!(again.get("/petugas").await.status, 303);
        let mut admin = house.person(ADMIN).await;
        assert_eq!(admin.act("/admin/orang", "/admin/orang/pulihkan", &[("email", ADMIN)]).await.status, 409, "not one's own");
        assert_eq!(admin.act("/admin/orang", "/admin/orang/pulihkan", &[("email", "tiada@kota.test")]).await.status, 404);
        assert_eq!(admin.act("/admin/orang", "/admin/orang/pulihkan", &[("email", STAFF)]).await.status, 303);
        assert_eq!(staff.get("/akun").await.status, 303, "signed out everywhere");
        assert_eq!((house.count("second_step").await, house.count("recovery_code").await), (0, 0));
        assert!(house.letters(STAFF).await.iter().any(|l| matches!(&l.notice, Notice::WaysIn { what } if what == "reset")));
        assert_eq!(house.count("audit_entry WHERE act = 'reset ways in' AND actor IS NOT NULL").await, 1);
        let (mut fresh, page) = by_code(&house, STAFF).await;
        assert_eq!(page.header("location"), "/petugas");
        assert_eq!(fresh.get("/petugas").await.status, 200);
        // Set up again and taken off again, where the city does not ask.
        let (new, _) = enrol(&house, &mut fresh).await;
        assert_ne!(new, secret);
        house.app.clock.advance(MINUTE_MS);
        let page = post(&mut fresh, "/akun/langkah-kedua/pemulihan", &[("code", &code(&house, &new))]).await;
        assert_eq!(codes(&page).len(), 10, "{}", page.text());
        house.app.clock.advance(MINUTE_MS);
        assert_eq!(post(&mut fresh, "/akun/langkah-kedua/lepas", &[("code", &code(&house, &new))]).await.status, 303);
        assert_eq!((house.count("second_step").await, house.count("recovery_code").await), (0, 0));
    }

    /// The secret and the recovery codes are in no row as they are.
    async fn secrets_are_sealed(house: House) {
        let (mut staff, _) = by_code(&house, STAFF).await;
        let (secret, recovery) = enrol(&house, &mut staff).await;
        let row = palanta::store::ways_in::second_step(house.app.store.read(), palanta::store::accounts::by_email(house.app.store.read(), STAFF).await.expect("a read").expect("an account").id)
            .await.expect("a read").expect("a row");
        assert!(row.secret.len() > secret.len() && !row.secret.windows(secret.len()).any(|w| w == secret));
        let plain = recovery[0].replace('-', "");
        assert_eq!(house.count(&format!("recovery_code WHERE code_hash LIKE '%{plain}%'")).await, 0);
        // Citizens have no use for it, and are told so.
        let mut citizen = house.person(CITIZEN).await;
        assert!(citizen.get("/akun/langkah-kedua").await.text().contains("hanya untuk yang memegang peran"));
        assert_eq!(post(&mut citizen, "/akun/langkah-kedua/mulai", &[]).await.status, 409);
        // A role that ends leaves a plain account.
        let id = palanta::store::accounts::by_email(house.app.store.read(), STAFF).await.expect("a read").expect("an account").id;
        let held = palanta::store::accounts::grants_of(house.app.store.read(), id).await.expect("a read")[0].id;
        grant::end(&house.app, grant::Granter::CommandLine, held).await.expect("ended");
        let (mut plain, page) = by_code(&house, STAFF).await;
        assert_eq!(page.header("location"), "/petugas");
        assert_eq!(plain.get("/petugas").await.status, 403);
    }

    /// What comes back is of a visit of this browser, once; and where nobody answers, the code serves.
    async fn the_provider_is_believed_only_after_a_visit(house: House, "oidc_issuer" = "http://127.0.0.1:9", "oidc_client_id" = "palanta",
        "oidc_client_secret" = "rahasia", "oidc_label" = "SSO Kota") {
        let mut visitor = house.visitor();
        let page = visitor.get("/masuk?next=/petugas").await;
        assert!(page.has("a[href='/masuk/penyedia?next=%2Fpetugas']") && page.text().contains("SSO Kota"));
        let page = visitor.get("/masuk/penyedia").await;
        assert_eq!(page.status, 502);
        assert!(page.text().contains("tidak menjawab") && page.has("form[action='/masuk']"), "{}", page.text());
        let sealed = |state: &str, ends: i64| {
            let visit = json!({"state": state, "nonce": "n", "verifier": "v", "next": "//jahat.test", "ends_ms": ends});
            palanta::keys::hex(&house.app.keys.seal("provider", visit.to_string().as_bytes()))
        };
        let later = house.app.now().0 + 60_000;
        let mut forged = sealed("s", later);
        forged.replace_range(40..42, if &forged[40..42] == "00" { "01" } else { "00" });
        for (cookie, address) in [
            (String::new(), "code=c&state=s"), ("zz".into(), "code=c&state=s"), (forged, "code=c&state=s"),
            (sealed("s", later), "code=c&state=t"), (sealed("s", later), "code=c"), (sealed("s", later - 120_000), "code=c&state=s"),
        ] {
            visitor.cookies.insert(cookies::PROVIDER.into(), cookie);
            let page = visitor.get(&format!("/masuk/penyedia/kembali?{address}")).await;
            assert_eq!(page.status, 422, "{address}");
            assert!(page.text().contains("tidak diterima") && page.has("form[action='/masuk']"));
            assert!(!visitor.cookies.contains_key(cookies::PROVIDER), "forgotten with the answer");
        }
        assert_eq!(house.count("ceremony").await, 0, "nothing was noted of them");
        for (status, why) in [(502, "it goes on to ask"), (422, "once")] {
            visitor.cookies.insert(cookies::PROVIDER.into(), sealed("s", later));
            assert_eq!(visitor.get("/masuk/penyedia/kembali?code=c&state=s").await.status, status, "{why}");
        }
        assert_eq!((house.count("ceremony").await, house.count("session").await), (1, 0));
        // The mailed code is there all the same.
        house.person(STAFF).await;
    }

    async fn without_a_provider_there_is_none(house: House) {
        let mut visitor = house.visitor();
        assert!(!visitor.get("/masuk").await.has("a[href^='/masuk/penyedia']"));
        for path in ["/masuk/penyedia", "/masuk/penyedia/kembali?code=c&state=s"] {
            assert_eq!(visitor.get(path).await.status, 404, "{path}");
        }
    }
}
