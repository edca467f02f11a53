//! Files in PDF (ISO 32000): told by their own marks, never by what the browser says.
//!
//! What is looked at is that it is one and whole. What is not: nothing of it is changed, so what its
//! maker wrote into it (names, programs, places) stays in it, and scripts or forms in it are not
//! looked for. It leaves the service as a download only, never as a page.

/// Bytes of a file at most: 5 MiB.
pub const MAX_BYTES: u64 = 5 << 20;
/// How far before the end the mark of the end stands, in bytes.
const TAIL: usize = 2048;

/// Why a file is not taken.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No PDF.
    Unknown,
    TooBig,
    /// Without its end.
    Broken,
}

/// Whether bytes are a whole PDF.
///
/// # Errors
/// What is wrong with them.
pub fn check(bytes: &[u8]) -> Result<(), Fault> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Fault::TooBig);
    }
    // The standard lets a reader look for the mark further on; whoever writes one puts it first.
    let version = bytes.strip_prefix(b"%PDF-").ok_or(Fault::Unknown)?;
    match version {
        [b'1' | b'2', b'.', b'0'..=b'9', ..] => {}
        _ => return Err(Fault::Unknown),
    }
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    match tail.windows(5).any(|w| w == b"%%EOF") {
        true => Ok(()),
        false => Err(Fault::Broken),
    }
}

/// A file's name as readers see it and save it as: the last part of a path, of letters, digits and a
/// few signs, ending in `.pdf`; never empty.
pub fn name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or(typed);
    let stem = match last.char_indices().rev().find(|(_, c)| *c == '.') {
        Some((dot, _)) if last[dot..].eq_ignore_ascii_case(".pdf") => &last[..dot],
        _ => last,
    };
    let fit: String = stem
        .chars()
        .map(|c| match c {
            c if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '(' | ')') => c,
            _ => '-',
        })
        .take(80)
        .collect();
    let fit = fit.trim_matches([' ', '.', '-']);
    match fit {
        "" => "berkas.pdf".to_owned(),
        fit => format!("{fit}.pdf"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pdf_is_told_by_its_marks() {
        assert_eq!(check(b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"), Ok(()));
        assert_eq!(check(b"%PDF-2.0 %%EOF"), Ok(()));
        for other in [
            &b""[..],
            b"%PDF-",
            b"%PDF-3.0 %%EOF",
            b"<html>%PDF-1.7 %%EOF",
            b"PK\x03\x04",
            b"GIF89a",
            b" %PDF-1.7 %%EOF",
        ] {
            assert_eq!(check(other), Err(Fault::Unknown), "{other:?}");
        }
        assert_eq!(check(b"%PDF-1.4 cut off"), Err(Fault::Broken));
        let mut long = b"%PDF-1.4 ".to_vec();
        long.resize(6 << 20, b' ');
        assert_eq!(check(&long), Err(Fault::TooBig));
    }

    #[test]
    fn names_are_made_fit() {
        assert_eq!(name("Surat Edaran (1).PDF"), "Surat Edaran (1).pdf");
        assert_eq!(name("../../etc/passwd"), "passwd.pdf");
        assert_eq!(name("C:\\berkas\\sk.pdf"), "sk.pdf");
        assert_eq!(name("a\"; filename=\"b.html"), "a-- filename--b.html.pdf");
        for empty in ["", ".pdf", "///", "...", "\u{0}"] {
            assert_eq!(name(empty), "berkas.pdf", "{empty:?}");
        }
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_place(typed in ".{0,200}") {
            let fit = name(&typed);
            prop_assert!(fit.ends_with(".pdf") && fit.chars().count() <= 84);
            prop_assert!(!fit.contains(['/', '\\', '"', '\r', '\n', ';', '<']));
        }

        #[test]
        fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = check(&bytes);
        }
    }
}
