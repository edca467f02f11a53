#![no_main]
//! Any file is a whole PDF or none, by its marks at both ends; any name of one is made fit to be saved
//! and to stand in a header.

use libfuzzer_sys::fuzz_target;
use palanta_fuzz::media::pdf::{Fault, MAX_BYTES, check, name};

fuzz_target!(|bytes: &[u8]| {
    assert!(bytes.len() as u64 <= MAX_BYTES);
    let begins = bytes.starts_with(b"%PDF-1.") || bytes.starts_with(b"%PDF-2.");
    let ends = bytes.windows(5).any(|w| w == b"%%EOF");
    match check(bytes) {
        Ok(()) => assert!(begins && ends),
        Err(Fault::Unknown) => assert!(!begins || !bytes.get(7).is_some_and(u8::is_ascii_digit)),
        Err(Fault::Broken) => assert!(begins),
        Err(Fault::TooBig) => panic!("within its bounds"),
    }
    // Whole with anything in between, and not without its end.
    let mut whole = b"%PDF-1.7 ".to_vec();
    whole.extend(bytes);
    whole.extend(b"\n%%EOF\n");
    assert_eq!(check(&whole), Ok(()));
    let typed = String::from_utf8_lossy(bytes);
    let fit = name(&typed);
    assert!(fit.ends_with(".pdf") && (5..=84).contains(&fit.chars().count()));
    assert!(!fit.starts_with('.') && !fit.chars().any(char::is_control));
    assert!(!fit.contains(['/', '\\', '"', '\'', ';', '<', '>', '&', '%', ':', '*', '?', '|']));
    assert_eq!(name(&fit), fit, "made fit once");
});
