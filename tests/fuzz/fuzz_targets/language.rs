#![no_main]
//! Everything else that reads words: none of it fails on any text.

use libfuzzer_sys::fuzz_target;
use palanta_fuzz::text::{
    abuse, clean, elements, links, names, sentiment, similar, snippet, stem, terms,
};
use std::sync::LazyLock;

static ABUSE: LazyLock<abuse::Lexicon> =
    LazyLock::new(|| abuse::Lexicon::parse(abuse::BUILT_IN).expect("the phrases"));
static STAFF: LazyLock<names::Staff> =
    LazyLock::new(|| names::Staff::new(["Hj. Rina Marlina, S.Sos., M.Si", "Ahmad"]));

fuzz_target!(|typed: &str| {
    let typed: String = typed.chars().take(3_000).collect();
    if let Ok(line) = clean::clean_line(&typed, 120) {
        assert!(line.chars().count() <= 120 && !line.contains('\n'));
    }
    let score = abuse::score(&typed, &ABUSE);
    assert!((0.0..=1.0).contains(&score.total));
    let mut end = 0;
    for range in links::find(&typed) {
        assert!(range.start >= end && typed.is_char_boundary(range.start));
        end = range.end;
        assert!(typed.is_char_boundary(end));
    }
    names::find(&typed, &STAFF);
    let likeness = similar::Sketch::new(&typed).likeness(&similar::Sketch::new("Antrean KTP lama"));
    assert!((0.0..=1.0).contains(&likeness));
    assert!(terms::terms(&typed, 50).len() <= 50);
    let query = terms::query(&typed);
    drop(query);
    for word in typed.split_whitespace().take(50) {
        stem::stem(word);
    }
    let wanted = ["antre".to_owned(), "ktp".to_owned()];
    snippet::passage(&typed, &wanted, 80);
    let model = sentiment::load().expect("the model");
    let label = model.classify(&typed);
    assert!((0.0..=1.0).contains(&f64::from(label.probability)));
    let lexicon = elements::load().expect("the lexicon");
    elements::find(&typed, lexicon, model);
});
