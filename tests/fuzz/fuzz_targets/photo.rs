#![no_main]
//! Any file gives a photo within its bounds, or a fault; and what we wrote can be read again.

use libfuzzer_sys::{Corpus, fuzz_target};
use palanta_fuzz::media::{FULL, MAX_BYTES, SMALL, photo};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    assert!(bytes.len() as u64 <= MAX_BYTES);
    let Ok(made) = photo(bytes) else {
        return Corpus::Keep;
    };
    for (r, side) in [(&made.full, FULL), (&made.small, SMALL)] {
        assert!(r.width > 0 && r.height > 0 && r.width <= side && r.height <= side);
        assert!(r.bytes.starts_with(&[0xff, 0xd8, 0xff, 0xe0]) && r.bytes.ends_with(&[0xff, 0xd9]));
        for trace in [&b"Exif"[..], b"http://ns.adobe.com", b"ICC_PROFILE"] {
            assert!(!r.bytes.windows(trace.len()).any(|w| w == trace));
        }
    }
    let again = photo(&made.full.bytes).expect("our own picture");
    assert_eq!((again.full.width, again.full.height), (made.full.width, made.full.height));
    Corpus::Keep
});
