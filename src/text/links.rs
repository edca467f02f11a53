//! Links in a text, also where nothing but the name of a site is written.

use std::ops::Range;

/// Last parts of names that make a site of what has no `http` before it. Fewer than there are: a
/// full stop without a space after it ("selesai.dan") makes no link.
const TOPS: &[&str] = &[
    "app", "asia", "bet", "biz", "blog", "casino", "cc", "click", "club", "com", "dev", "edu",
    "eu", "example", "fun", "gg", "gov", "id", "info", "io", "link", "live", "ly", "me", "mobi",
    "my", "net", "online", "org", "pro", "pw", "ru", "sg", "shop", "site", "store", "to", "top",
    "tv", "us", "vip", "win", "xyz",
];

/// Bytes of a host's name (RFC 1035).
const HOST_MAX: usize = 253;

/// How many links `text` holds.
pub fn count(text: &str) -> usize {
    find(text).len()
}

/// Where links stand in `text`, in bytes, in order and apart: `http://…`, `https://…`, `www.…`, and
/// bare names such as `contoh.com/daftar`. Addresses of email are none.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(|c: char| c.is_whitespace() || "()[]<>\"'|,;“”".contains(c))
    {
        let end = start + part.len();
        let trimmed = part.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '/'));
        if let Some(at) = link(trimmed) {
            found.push(start + at..start + trimmed.len());
        }
        start = end;
    }
    found
}

/// Where a link begins in `part`, in which nothing parts words.
fn link(part: &str) -> Option<usize> {
    for scheme in ["http://", "https://"] {
        // Glued to a word or not; the last one counts.
        if let Some(at) = rfind_ascii(part, scheme) {
            let rest = &part[at + scheme.len()..];
            return rest.starts_with(char::is_alphanumeric).then_some(at);
        }
    }
    let from = part.find(char::is_alphanumeric)?;
    let host_end = part[from..]
        .find(['/', '?', '#', ':'])
        .map_or(part.len(), |n| from + n);
    let host = &part[from..host_end];
    if host.len() > HOST_MAX || part.contains('@') || !host.contains('.') {
        return None;
    }
    let top = host.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let labels = host.split('.');
    let named = labels.clone().all(|l| {
        !l.is_empty()
            && l.chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    });
    // "1.2.me" is a list, not a site.
    let least = if part[host_end..].starts_with('/') {
        1
    } else {
        2
    };
    let worded = labels.clone().any(|l| {
        l.len() >= least
            && l.bytes().any(|b| b.is_ascii_alphabetic())
            && !l.eq_ignore_ascii_case(&top)
    });
    let known = TOPS.contains(&top.as_str())
        || labels
            .clone()
            .next()
            .is_some_and(|l| l.eq_ignore_ascii_case("www"));
    (named && worded && known).then_some(from)
}

/// Where `what`, of ASCII in small letters, begins last in `text`, whatever the case.
fn rfind_ascii(text: &str, what: &str) -> Option<usize> {
    let (text, what) = (text.as_bytes(), what.as_bytes());
    let last = text.len().checked_sub(what.len())?;
    (0..=last)
        .rev()
        .find(|at| text[*at..at + what.len()].eq_ignore_ascii_case(what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn links_are_found_and_sentences_are_not() {
        for (text, links) in [
            (
                "lihat https://contoh.test/a?b=1, ya.",
                &["https://contoh.test/a?b=1"][..],
            ),
            (
                "HTTP://SLOT.example dan www.judi.asia!",
                &["HTTP://SLOT.example", "www.judi.asia"],
            ),
            (
                "(bit.ly/abc) t.me/grup wa.me/62",
                &["bit.ly/abc", "t.me/grup", "wa.me/62"],
            ),
            ("klik:http://a.xyz/", &["http://a.xyz/"]),
            (
                "dukcapil.sawahluntokota.go.id sudah tutup",
                &["dukcapil.sawahluntokota.go.id"],
            ),
            ("sudah selesai.Terima kasih. jam 08.00, surat.pdf", &[]),
            ("siti@contoh.com dll. Jl.Sudirman No.5 Rp1.000", &[]),
            ("a.b 1.2.me .com http:// www. ", &[]),
            ("", &[]),
        ] {
            let found: Vec<&str> = find(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, links, "{text}");
            assert_eq!(count(text), links.len());
        }
    }

    proptest! {
        #[test]
        fn links_are_in_order_and_apart(text in any::<String>(), dots in "[a.:/h tp@w\\[]{0,60}") {
            for text in [&text, &dots] {
                let mut from = 0;
                for link in find(text) {
                    prop_assert!(from <= link.start && link.start < link.end);
                    prop_assert!(text.get(link.clone()).is_some());
                    from = link.end;
                }
            }
        }
    }
}
