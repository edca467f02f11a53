//! One-time codes by time (RFC 6238): SHA-1, six digits, half a minute, as every authenticator app knows.

use super::time::Instant;
use ring::hmac;

/// Seconds of a step.
const STEP_S: i64 = 30;
/// Steps before and after the present one whose codes are taken: clocks differ.
const AROUND: i64 = 1;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step of time at an instant.
pub fn step(at: Instant) -> i64 {
    at.0.div_euclid(1000 * STEP_S)
}

/// The code of a step (RFC 4226, section 5.3).
pub fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes[19] & 15);
    let four = [bytes[at] & 127, bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
}

/// The step whose code this is, around now and after `used`, the last that was used.
pub fn matching(secret: &[u8], typed: &str, now: Instant, used: i64) -> Option<i64> {
    let present = step(now);
    let mut found = None;
    for at in present - AROUND..=present + AROUND {
        // Each is compared whole, and all are.
        let right = code(secret, at)
            .bytes()
            .zip(typed.bytes())
            .fold(typed.len() == 6, |same, (a, b)| same & (a == b));
        if right && at > used {
            found = Some(at);
        }
    }
    found
}

/// The secret as people type it: base 32 (RFC 4648) in groups of four.
pub fn shown(secret: &[u8]) -> String {
    let mut out = String::new();
    let (mut bits, mut n, mut chars) = (0u32, 0, 0);
    let mut push = |out: &mut String, index: u32| {
        if chars > 0 && chars % 4 == 0 {
            out.push(' ');
        }
        out.push(char::from(BASE32[(index & 31) as usize]));
        chars += 1;
    };
    for b in secret {
        bits = (bits << 8) | u32::from(*b);
        n += 8;
        while n >= 5 {
            n -= 5;
            push(&mut out, bits >> n);
        }
    }
    if n > 0 {
        push(&mut out, bits << (5 - n));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The test vectors of RFC 6238, appendix B, of which six digits are ours.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (s, wanted) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(secret, step(Instant(s * 1000))), wanted, "{s}");
        }
        assert_eq!(shown(secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(shown(b"f"), "MY");
    }

    #[test]
    fn a_code_is_good_around_its_time_and_once() {
        let secret = b"12345678901234567890";
        let now = Instant(1_234_567_890_000);
        let present = step(now);
        for (at, good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(secret, present + at);
            assert_eq!(
                matching(secret, &typed, now, 0),
                good.then_some(present + at),
                "{at}"
            );
        }
        let typed = code(secret, present);
        assert_eq!(matching(secret, &typed, now, present), None, "used");
        assert_eq!(
            matching(secret, &typed, now, present + 1),
            None,
            "a later one was used"
        );
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_it(typed in "\\PC{0,12}", ms in any::<i64>()) {
            let _ = matching(b"12345678901234567890", &typed, Instant(ms / 4), 0);
        }
    }
}
