//! Secrets: random tokens, and keyed hashes of what must be recognised but not stored.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

/// What a keyed hash is for. The same text hashes differently for each purpose.
#[derive(Copy, Clone, Debug)]
pub enum Purpose {
    Session,
    LoginCode,
    TrackingCode,
    TrackingCodeOfForm,
    Visitor,
    Csrf,
    Rater,
    Supporter,
    Form,
    Webhook,
    ApiToken,
    Upload,
    /// The word in a mail's link that stops it.
    Unsubscribe,
    /// The word of the link that cancels an erasure.
    Erasure,
    /// By what authenticators know an account.
    PasskeyHandle,
    Challenge,
    RecoveryCode,
    /// What must be read again: the secrets of one-time codes, visits to the identity provider.
    Seal,
    Provider,
    /// The word in an invitation's link.
    Invitation,
    /// An address in an admin's form.
    Address,
    /// Where a request comes from, under the day's key as well.
    Network,
}

/// The instance's secret.
#[derive(Clone)]
pub struct Keys {
    mac: Hmac<Sha256>,
}

impl Keys {
    /// `secret` may be any text; 32 characters or more are asked for by the configuration.
    pub fn new(secret: &str) -> Self {
        // SHA-256's block is 64 bytes; HMAC pads a shorter key with zeros (RFC 2104).
        let mut block = [0u8; 64];
        block[..32].copy_from_slice(&Sha256::digest(secret.as_bytes()));
        Self {
            mac: Hmac::<Sha256>::new(&block.into()),
        }
    }

    fn mac(&self, purpose: Purpose, text: &str) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        mac.update(format!("{purpose:?}\0").as_bytes());
        mac.update(text.as_bytes());
        mac
    }

    /// 64 hexadecimal digits.
    pub fn hash(&self, purpose: Purpose, text: &str) -> String {
        hex(&self.mac(purpose, text).finalize().into_bytes())
    }

    /// The same as bytes.
    pub fn bytes(&self, purpose: Purpose, text: &str) -> [u8; 32] {
        self.mac(purpose, text).finalize().into_bytes().into()
    }

    /// Seals what must be read again, for one use and owner alone (ChaCha20-Poly1305, RFC 8439).
    pub fn seal(&self, about: &str, content: &[u8]) -> Vec<u8> {
        let nonce = random::<12>();
        let mut sealed = content.to_vec();
        // It can only fail past 256 GiB.
        let tag = self.aead().seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(about),
            &mut sealed,
        );
        let mut out = nonce.to_vec();
        out.extend(sealed);
        if let Ok(tag) = tag {
            out.extend(tag.as_ref());
        }
        out
    }

    /// Opens what was sealed; `None` if it was changed, is about something else, or of another key.
    pub fn open(&self, about: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_at_checked(12)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let opened = self
            .aead()
            .open_in_place(nonce, Aad::from(about), &mut rest)
            .ok()?;
        Some(opened.to_vec())
    }

    fn aead(&self) -> LessSafeKey {
        let bytes = self.bytes(Purpose::Seal, "");
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).expect("a key of 32 bytes");
        LessSafeKey::new(key)
    }

    /// Whether `hash` is that of `text`, in time that does not depend on where they differ.
    pub fn verify(&self, purpose: Purpose, text: &str, hash: &str) -> bool {
        unhex(hash).is_some_and(|bytes| self.mac(purpose, text).verify_slice(&bytes).is_ok())
    }
}

impl Keys {
    /// The tracking code of a form, 60 bits in three groups of four, such as `K7QX-4M2P-9TRA`. It
    /// follows from the form's random name, so a browser that lost the first answer and sends the
    /// same form again is told the same code.
    pub fn tracking_code(&self, form_id: &str) -> String {
        let bytes = self
            .mac(Purpose::TrackingCodeOfForm, form_id)
            .finalize()
            .into_bytes();
        let mut code = String::with_capacity(14);
        for (i, b) in bytes.iter().take(12).enumerate() {
            if i == 4 || i == 8 {
                code.push('-');
            }
            code.push(CODE_DIGITS[usize::from(b & 31)] as char);
        }
        code
    }
}

/// The secret of a webhook, 256 bits. Shown as `whsec_` and base 64.
pub struct WebhookSecret([u8; 32]);

impl Keys {
    /// The secret of a webhook's generation. It follows from the instance's secret, so none is
    /// stored, and none is in a backup.
    pub fn webhook_secret(&self, webhook: &str, generation: i64) -> WebhookSecret {
        let text = format!("{webhook} {generation}");
        WebhookSecret(
            self.mac(Purpose::Webhook, &text)
                .finalize()
                .into_bytes()
                .into(),
        )
    }
}

impl WebhookSecret {
    /// As the receiver enters it.
    pub fn shown(&self) -> String {
        format!("whsec_{}", BASE64.encode(self.0))
    }

    /// Signs a message as the Standard Webhooks specification says: `v1,` and the base 64 of the
    /// HMAC-SHA-256 over id, time (seconds since 1970) and body, a dot between them.
    pub fn sign(&self, id: &str, seconds: i64, body: &str) -> String {
        let mut block = [0u8; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()))
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for b in bytes {
        text.push(DIGITS[usize::from(b >> 4)] as char);
        text.push(DIGITS[usize::from(b & 15)] as char);
    }
    text
}

/// Bytes of hexadecimal; `None` if it is none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok())
        .collect()
}

/// `N` bytes from the system's generator.
///
/// # Panics
/// If the system has no random generator: nothing safe could be done then.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system's random generator");
    bytes
}

/// 160 random bits: the secret of one-time codes (RFC 4226, section 4).
pub fn second_secret() -> [u8; 20] {
    random()
}

/// A recovery code of 50 random bits, such as `K7QX4-M2P9T`.
pub fn recovery_code() -> String {
    let mut code = String::with_capacity(11);
    for (i, b) in random::<10>().iter().enumerate() {
        if i == 5 {
            code.push('-');
        }
        code.push(CODE_DIGITS[usize::from(b & 31)] as char);
    }
    code
}

/// A recovery code as it was typed, in its one form.
pub fn normal_recovery_code(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(32)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect()
}

/// A token of 256 random bits, in hexadecimal.
pub fn token() -> String {
    hex(&random::<32>())
}

/// Digits without those that are mistaken for each other (Crockford's base 32).
const CODE_DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A tracking code as it was typed, in its one form: spaces, dashes and case don't matter, and
/// letters that look like digits are read as those. `None` if it can't be one.
pub fn normal_tracking_code(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(14);
    for c in typed.chars().take(64) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            '-' | ' ' | '\u{2013}' | '\u{a0}' => continue,
            c => c,
        };
        if !c.is_ascii() || !CODE_DIGITS.contains(&(c as u8)) {
            return None;
        }
        if code.len() == 4 || code.len() == 9 {
            code.push('-');
        }
        code.push(c);
    }
    (code.len() == 14).then_some(code)
}

/// A sign-in code: six decimal digits.
pub fn login_code() -> String {
    let n = u64::from_be_bytes(random::<8>());
    // 2^64 is so much larger than 10^6 that the remainder is as good as even.
    format!("{:06}", n % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_depend_on_key_and_purpose() {
        let (a, b) = (Keys::new("a"), Keys::new("b"));
        let hash = a.hash(Purpose::Session, "x");
        assert_eq!(hash.len(), 64);
        assert!(a.verify(Purpose::Session, "x", &hash));
        assert!(!a.verify(Purpose::Csrf, "x", &hash));
        assert!(!b.verify(Purpose::Session, "x", &hash));
        assert!(!a.verify(Purpose::Session, "x", "zz"));
        assert!(!a.verify(Purpose::Session, "x", "é"));
    }

    #[test]
    fn tracking_codes_are_read_as_people_type_them() {
        let code = Keys::new("a").tracking_code("form");
        assert_ne!(code, Keys::new("a").tracking_code("another form"));
        assert_eq!(normal_tracking_code(&code), Some(code.clone()));
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(normal_tracking_code(&typed), Some(code));
        assert_eq!(normal_tracking_code("K7QX-4M2P"), None);
        assert_eq!(normal_tracking_code("K7QX-4M2P-9TRAA"), None);
        assert_eq!(normal_tracking_code("UUUU-UUUU-UUUU"), None);
        assert_eq!(normal_tracking_code("日本語"), None);
    }

    /// The example of the Standard Webhooks specification.
    #[test]
    fn messages_are_signed_by_the_standard() {
        let mut secret = WebhookSecret([0; 32]);
        let key = BASE64
            .decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .expect("base 64");
        secret.0[..key.len()].copy_from_slice(&key);
        let body = r#"{"test": 2432232314}"#;
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn what_is_sealed_is_opened_by_the_same_key_for_the_same_thing() {
        let (a, b) = (Keys::new("a"), Keys::new("b"));
        let sealed = a.seal("account 1", b"secret");
        assert_ne!(
            sealed,
            a.seal("account 1", b"secret"),
            "never twice the same"
        );
        assert_eq!(
            a.open("account 1", &sealed).as_deref(),
            Some(&b"secret"[..])
        );
        assert_eq!(a.open("account 2", &sealed), None);
        assert_eq!(b.open("account 1", &sealed), None);
        let mut changed = sealed.clone();
        changed[14] ^= 1;
        assert_eq!(a.open("account 1", &changed), None);
        assert_eq!(a.open("account 1", &[]), None);
    }

    #[test]
    fn login_codes_have_six_digits() {
        for _ in 0..100 {
            let code = login_code();
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
        }
    }
}
