//! Words that are nearly another: how far apart two are, and the pieces by which to look for near
//! ones.

/// Shorter words are near too many others.
const SHORTEST: usize = 4;

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

/// Of `words`, those that a wrongly written word most likely means: the nearest to any of the forms
/// it may have, else those that begin as its first form does; at most three, in the order of the
/// alphabet.
pub fn nearest<'a>(forms: &[String], words: &[&'a str]) -> Vec<&'a str> {
    let mut most = usize::MAX;
    let mut near: Vec<&str> = Vec::new();
    for form in forms {
        let allowed = match form.chars().count() {
            0..SHORTEST => continue,
            SHORTEST..7 => 1,
            _ => 2,
        };
        for word in words {
            let Some(d) = distance(form, word, allowed.min(most)) else {
                continue;
            };
            if d < most {
                near.clear();
                most = d;
            }
            near.push(word);
        }
    }
    let mut found = match forms.first() {
        Some(typed) if near.is_empty() && typed.chars().count() >= SHORTEST => words
            .iter()
            .copied()
            .filter(|w| w.starts_with(typed.as_str()))
            .collect(),
        _ => near,
    };
    found.sort_unstable();
    found.dedup();
    found.truncate(3);
    found
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
        let nearest = |typed: &str| nearest(&[typed.to_owned()], &words);
        assert_eq!(nearest("jalann"), ["jalan"]);
        assert_eq!(nearest("jalas"), ["jalan", "jalar"]);
        assert_eq!(nearest("dukca"), ["dukcapil"]);
        assert_eq!(nearest("sampahh"), ["sampah"]);
        assert!(nearest("ktp").is_empty());
        let forms = ["pengirmn".to_owned(), "kirmn".to_owned()];
        assert_eq!(super::nearest(&forms, &["kirim", "kirmin"]), ["kirmin"]);
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
