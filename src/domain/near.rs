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

/// Of `words`, those that a wrongly written `typed` most likely means: the nearest, else those
/// that begin as it does; at most three, in the order of the alphabet.
pub fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let length = typed.chars().count();
    if length < SHORTEST {
        return Vec::new();
    }
    let mut most = if length < 7 { 1 } else { 2 };
    let mut near: Vec<&str> = Vec::new();
    let mut longer: Vec<&str> = Vec::new();
    for word in words {
        match distance(typed, word, most) {
            Some(d) => {
                if d < most {
                    near.clear();
                    most = d;
                }
                near.push(word);
            }
            None if word.starts_with(typed) => longer.push(word),
            None => {}
        }
    }
    let mut found = if near.is_empty() { longer } else { near };
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
        assert_eq!(nearest("jalann", words), ["jalan"]);
        assert_eq!(nearest("jalas", words), ["jalan", "jalar"]);
        assert_eq!(nearest("dukca", words), ["dukcapil"]);
        assert_eq!(nearest("sampahh", words), ["sampah"]);
        assert!(nearest("ktp", words).is_empty());
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
