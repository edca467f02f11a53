#![no_main]
//! What is masked lies in order and apart, on whole characters, and all else is left as it was.

use libfuzzer_sys::fuzz_target;
use palanta_fuzz::text::masks;

fuzz_target!(|typed: &str| {
    let typed: String = typed.chars().take(4_000).collect();
    let mut end = 0;
    let hits = masks::find(&typed);
    for hit in &hits {
        assert!(hit.range.start >= end && hit.range.end > hit.range.start, "{hits:?}");
        assert!(typed.is_char_boundary(hit.range.start) && typed.is_char_boundary(hit.range.end));
        end = hit.range.end;
    }
    assert!(end <= typed.len());
    let masked = masks::mask(&typed);
    assert_eq!(masked.found.len(), hits.len());
    if hits.is_empty() {
        assert_eq!(masked.text, typed);
    }
    // A second time on what came out ends as well.
    masks::mask(&masked.text);
});
