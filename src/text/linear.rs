//! Whatever is typed, work on it grows no faster than its length.

use super::abuse::{BUILT_IN, Lexicon, score};
use super::names::{Staff, find};
use super::similar::Sketch;
use super::{clean, elements, links, masks, sentiment};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// What is repeated to make a long text: each aims at something that looks far ahead or back.
const SEEDS: [&str; 40] = [
    "0",
    "08",
    "0812 ",
    "0812-",
    "1 ",
    "1.",
    "1,",
    "137301 ",
    "４",
    "①",
    "O0",
    "l1",
    "satu ",
    "satu",
    "nol,",
    "a@",
    "@",
    "(at)",
    " at ",
    "a. ",
    ".",
    " ",
    "\u{200b}",
    "e\u{301}",
    "BA 1 ",
    "b a 1 ",
    "rek ",
    "Rp ",
    "+(",
    "x(",
    "> ",
    "\"",
    "Jl. ",
    "Jl. A No. 1 ",
    "RT 1/",
    "blok ",
    "Pak Budi ",
    "dasar anjing ",
    "a*b ",
    "g o b l ",
];

/// Those that are tried at a million characters too; all of them would take minutes.
const LONGEST: [&str; 8] = ["0", "1.", "satu ", "a@", "(at)", "\"", "> ", "Jl. A No. 1 "];

/// `seed` without end. What begins well and ends otherwise is looked at longest.
fn long_text(seed: &str, length: usize) -> String {
    let mut text = seed.repeat(length / seed.chars().count());
    text.push_str(" x 1");
    text
}

fn time(work: impl Fn()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

/// Ten times the length may take up to forty times as long, since machines are noisy; work that grows
/// with the square takes a hundred times as long. What is quick is quick enough.
fn assert_linear(name: &str, work: impl Fn(&str)) {
    let steps = SEEDS.iter().map(|seed| (*seed, 10_000));
    for (seed, length) in steps.chain(LONGEST.map(|seed| (seed, 100_000))) {
        let (short, long) = (long_text(seed, length), long_text(seed, length * 10));
        let enough = Duration::from_millis(200);
        // Others may be using the machine: what is slow is tried again.
        let linear = (0..3).any(|_| {
            let took = time(|| work(&long));
            took < enough || took < time(|| work(&short)) * 40
        });
        assert!(linear, "{name} on {seed:?}");
    }
}

#[test]
fn masks_take_linear_time() {
    assert_linear("masks", |text| {
        let _ = masks::mask(text);
    });
}

#[test]
fn scores_of_abuse_take_linear_time() {
    let lexicon = Lexicon::parse(BUILT_IN).unwrap();
    assert_linear("abuse", |text| {
        let _ = score(text, &lexicon);
    });
}

#[test]
fn names_links_and_likeness_take_linear_time() {
    let staff = Staff::new(["Rina Marlina", "Budi", "Budi Santoso"]);
    assert_linear("names", |text| {
        let _ = find(text, &staff);
    });
    assert_linear("links", |text| {
        let _ = links::count(text);
    });
    assert_linear("likeness", |text| {
        let _ = Sketch::new(text).simhash();
    });
}

#[test]
fn tone_and_elements_take_linear_time() {
    let model = sentiment::load().unwrap();
    let lexicon = elements::load().unwrap();
    assert_linear("tone", |text| {
        let _ = model.classify(text);
    });
    assert_linear("elements", |text| {
        let _ = elements::find(text, lexicon, model);
    });
    for seed in [
        "toilet ",
        "tidak ",
        "toilet, ",
        "tapi toilet ",
        "petugas biaya ",
    ] {
        let text = long_text(seed, 1_000_000);
        let took = time(|| {
            let _ = elements::find(&text, lexicon, model);
        });
        assert!(took < Duration::from_secs(60), "{seed:?}: {took:?}");
    }
}

#[test]
fn cleaning_takes_linear_time() {
    assert_linear("cleaning", |text| {
        let _ = clean::clean_text(text, usize::MAX);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No mixture of the pieces makes any of it fail, or takes long.
    #[test]
    fn mixtures_are_no_worse(parts in prop::collection::vec(prop::sample::select(&SEEDS[..]), 1..40)) {
        let lexicon = Lexicon::parse(BUILT_IN).unwrap();
        let staff = Staff::new(["Budi"]);
        let piece = parts.concat();
        let text = piece.repeat(20_000 / piece.len() + 1);
        let started = Instant::now();
        let _ = masks::mask(&text);
        let _ = score(&text, &lexicon);
        let _ = find(&text, &staff);
        let _ = links::count(&text);
        prop_assert!(started.elapsed() < Duration::from_secs(5), "{piece:?}");
    }
}
