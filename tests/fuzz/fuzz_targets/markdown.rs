#![no_main]
//! Whatever is typed, what comes out holds only what we allow, in balance.

use libfuzzer_sys::fuzz_target;
use palanta_fuzz::text::{clean, markdown, masks, plain};

const TAGS: [&str; 11] = [
    "p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code", "pre",
];
const ATTRIBUTES: [&str; 3] = ["href", "start", "rel"];

fn is_safe(html: &str) {
    let mut open = Vec::new();
    for piece in html.split('<').skip(1) {
        let inside = piece.split('>').next().unwrap_or("");
        let (name, rest) = inside.split_once(' ').unwrap_or((inside, ""));
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        assert!(TAGS.contains(&name), "<{name}> in {html}");
        if name != "br" {
            open.push(name);
        }
        // Names of attributes stand before each value in quotes.
        for (i, part) in rest.split('"').enumerate() {
            if i % 2 == 0 {
                let attribute = part.trim().trim_end_matches('=');
                assert!(attribute.is_empty() || ATTRIBUTES.contains(&attribute), "{attribute} in {html}");
            } else if rest.starts_with("href") && i == 1 {
                let part = part.to_ascii_lowercase();
                assert!(part.starts_with("http://") || part.starts_with("https://"), "{html}");
            }
        }
    }
    assert!(open.is_empty(), "{html}");
}

fuzz_target!(|typed: &str| {
    let Ok(words) = clean::clean_text(typed, 5_000) else {
        return;
    };
    for html in [markdown::render(&words), markdown::render(&masks::mask(&words).text)] {
        is_safe(&html);
        plain::of_html(&html, 10_000);
    }
    assert!(markdown::excerpt(&words, 200).chars().count() <= 201);
});
