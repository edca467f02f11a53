//! Words of a folded text: runs of letters and digits; marks that carry feeling stand alone.

/// Calls `each` with every word, in order.
pub fn words<'a>(folded: &'a str, mut each: impl FnMut(&'a str)) {
    let mut start = None;
    for (at, c) in folded.char_indices() {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            each(&folded[from..at]);
        }
        if matches!(c, '!' | '?') || !(c.is_ascii() || c.is_whitespace()) {
            each(&folded[at..at + c.len_utf8()]);
        }
    }
    if let Some(from) = start {
        each(&folded[from..]);
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn splits_words_and_keeps_feeling_marks() {
        let mut all = Vec::new();
        words("petugas ramah, tapi antre 3 jam! 😡", |w| all.push(w));
        assert_eq!(
            all,
            ["petugas", "ramah", "tapi", "antre", "3", "jam", "!", "😡"]
        );
    }
}
