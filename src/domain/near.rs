//! Words that are nearly another: how far apart two are, and the pieces by which to look for near
//! ones.

use std::cmp::Reverse;

/// Shorter words are near too many others.
const SHORTEST: usize = 4;
/// Words that one wrongly written word is taken to mean, before it is seen which are in use.
pub const NEAR: usize = 12;

/// Whether a word may stand in the vocabulary by which others are put right: letters, not too
/// few, not too many.
pub fn is_word(word: &str) -> bool {
    (3..=24).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// The pieces of three letters of a word, its ends marked by blanks; each once.
pub fn grams(word: &str) -> Vec<String> {
    let marked: Vec<char> = format!(" {word} ").chars().collect();
    let mut all: Vec<String> = marked.windows(3).map(|w| w.iter().collect()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// How many letters one must put in, leave out, change, or swap with their neighbour to make `b`
/// of `a` (optimal string alignment); more than `most` is `None`.
pub fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row[j] = least;
        }
        if row.iter().all(|d| *d > most) {
            return None;
        }
        before = last;
        last = row;
    }
    last.last().copied().filter(|d| *d <= most)
}

/// Of `words`, those that a wrongly written word may mean, each with how much farther it is than
/// the nearest: the near ones to any of the forms the word may have, else those that begin as its
/// first form does; at most [`NEAR`], the nearest and longest first.
pub fn nearest<'a>(forms: &[String], words: &[&'a str]) -> Vec<(&'a str, usize)> {
    let mut near: Vec<(&str, usize)> = Vec::new();
    for form in forms {
        let most = match form.chars().count() {
            0..SHORTEST => continue,
            SHORTEST..7 => 1,
            _ => 2,
        };
        near.extend(
            words
                .iter()
                .filter_map(|w| Some((*w, distance(form, w, most)?))),
        );
    }
    if let Some(typed) = forms.first()
        && near.is_empty()
        && typed.chars().count() >= SHORTEST
    {
        let longer = words.iter().filter(|w| w.starts_with(typed.as_str()));
        near.extend(longer.map(|w| (*w, 0)));
    }
    near.sort_unstable_by_key(|(w, d)| (*w, *d));
    near.dedup_by_key(|(w, _)| *w);
    let least = near.iter().map(|(_, d)| *d).min().unwrap_or(0);
    for (_, d) in &mut near {
        *d -= least;
    }
    near.sort_unstable_by_key(|(w, d)| (*d, Reverse(w.len()), *w));
    near.truncate(NEAR);
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn distances_count_slips() {
        for (a, b, d) in [
            ("jalan", "jalan", 0),
            ("jaln", "jalan", 1),
            ("jalaan", "jalan", 1),
            ("jalam", "jalan", 1),
            ("jlaan", "jalan", 1),
            ("jln", "jalan", 2),
        ] {
            assert_eq!(distance(a, b, 2), Some(d), "{a}");
        }
        assert_eq!(distance("lampu", "sampah", 2), None);
        assert_eq!(distance("", "ab", 2), Some(2));
    }

    #[test]
    fn the_nearest_win() {
        let words = ["jalan", "jalar", "salam", "dukcapil", "sampah"];
        let nearest = |typed: &str| -> Vec<&str> {
            let found = nearest(&[typed.to_owned()], &words);
            found.into_iter().map(|(w, _)| w).collect()
        };
        assert_eq!(nearest("jalann"), ["jalan"]);
        assert_eq!(nearest("jalas"), ["jalan", "jalar"]);
        assert_eq!(nearest("dukca"), ["dukcapil"]);
        assert_eq!(nearest("sampahh"), ["sampah"]);
        assert!(nearest("ktp").is_empty());
        let forms = ["pengirmn".to_owned(), "kirmn".to_owned()];
        let found = super::nearest(&forms, &["kirim", "kirmin"]);
        assert_eq!(found, [("kirmin", 0)]);
        let forms = ["pelayanen".to_owned(), "layanen".to_owned()];
        let found = super::nearest(&forms, &["layan", "pelayannen"]);
        assert_eq!(found, [("pelayannen", 0), ("layan", 1)]);
        assert_eq!(grams("rt"), [" rt", "rt "]);
    }

    proptest! {
        #[test]
        fn distance_is_even_handed(a in "[a-d]{0,9}", b in "[a-d]{0,9}") {
            prop_assert_eq!(distance(&a, &b, 20), distance(&b, &a, 20));
            prop_assert_eq!(distance(&a, &b, 20) == Some(0), a == b);
            let near = distance(&a, &b, 2);
            prop_assert_eq!(near, distance(&a, &b, 20).filter(|d| *d <= 2));
        }
    }
}
