//! The words of a text as searches compare them, and where they stand; and what a person typed
//! into a search as words and phrases. One way of making words regular serves both databases, so
//! that both find the same.

use super::{normalise, stem};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Moves with every change of what [`terms`] gives, so that what is stored is made anew.
pub const VERSION: i64 = 1;
/// Characters of a word that count.
const WORD_MAX: usize = 32;
/// Words of a search that count.
pub const QUERY_MAX: usize = 8;

/// Words that stand everywhere and tell nothing.
#[rustfmt::skip]
const STOP: &[&str] = &[
    "ada", "adalah", "adolah", "agar", "akan", "ambo", "anda", "antara", "apa", "apakah", "apo",
    "atau", "awak", "baa", "bagaimana", "bagi", "bahwa", "bana", "banyak", "bapak", "belum", "bisa",
    "boleh", "bu", "bukan", "dalam", "dan", "dapat", "dari", "dengan", "di", "dia", "hanya",
    "harus", "ibu", "ini", "inyo", "itu", "jadi", "jangan", "jika", "jo", "juga", "kah", "kalau",
    "kalo", "kami", "kapan", "karano", "karena", "ke", "kenapa", "kepada", "ketika", "kini", "kita",
    "kito", "lagi", "lah", "lai", "lalu", "lebih", "maka", "masih", "mau", "mengapa", "mereka",
    "mohon", "nan", "oleh", "pada", "pak", "para", "per", "perlu", "pun", "saat", "saja", "sajo",
    "sampai", "sangat", "saya", "sebagai", "sebuah", "sedang", "sekarang", "semua", "seperti",
    "serta", "siko", "situ", "sudah", "supaya", "tapi", "telah", "tersebut", "terus", "tetapi",
    "the", "tidak", "tolong", "untuak", "untuk", "yaitu", "yang",
];

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub stem: String,
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
}

/// The words of a text in their order, without those that tell nothing; at most `max`.
pub fn terms(text: &str, max: usize) -> Vec<Term> {
    let mut found: Vec<Term> = Vec::new();
    for at in runs(text) {
        if found.len() >= max {
            break;
        }
        let Some(stem) = term(&text[at.clone()]) else {
            continue;
        };
        // anak-anak, bermain-main: one word said twice.
        let doubled = found
            .last()
            .is_some_and(|l| l.stem == stem && text[l.at.end..at.start] == *"-");
        match found.last_mut() {
            Some(last) if doubled => last.at.end = at.end,
            _ => found.push(Term { stem, at }),
        }
    }
    found
}

/// Stretches of letters, digits and the marks on them.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (from, c) = chars.next()?;
            if !c.is_alphanumeric() {
                continue;
            }
            let mut end = from + c.len_utf8();
            while let Some((at, c)) =
                chars.next_if(|(_, c)| c.is_alphanumeric() || is_combining_mark(*c))
            {
                end = at + c.len_utf8();
            }
            return Some(from..end);
        }
    })
}

/// One word made regular, if it tells something.
fn term(word: &str) -> Option<String> {
    let mut folded = String::with_capacity(word.len());
    let (mut last, mut run) = ('\0', 0);
    for c in word
        .chars()
        .take(WORD_MAX)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
    {
        for c in c.to_lowercase() {
            run = if c == last { run + 1 } else { 1 };
            last = c;
            // What compatible forms fall apart into is no part of a word.
            if c.is_alphanumeric() && (run <= 2 || !c.is_alphabetic()) {
                folded.push(c);
            }
        }
    }
    // anak2 is anak-anak; lamaa is lama.
    if folded.len() > 3
        && let Some(single) = folded.strip_suffix('2')
        && single.bytes().all(|b| b.is_ascii_lowercase())
    {
        folded.truncate(folded.len() - 1);
    }
    let bytes = folded.as_bytes();
    if let [.., a, b] = bytes
        && a == b
        && b.is_ascii_lowercase()
        && folded.len() > 3
    {
        folded.truncate(folded.len() - 1);
    }
    // In this place KK is a family's card and no elder brother.
    let regular = match folded.as_str() {
        "kk" => "kk",
        other => normalise::regular(other),
    };
    let counts = regular.chars().nth(1).is_some() || regular.chars().all(|c| c.is_numeric());
    if !counts || regular.is_empty() || is_stop(regular) {
        return None;
    }
    let stem = stem::stem(regular);
    (!is_stop(&stem)).then_some(stem)
}

fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

/// The words of several texts as they are stored: apart by single blanks, with a blank at both
/// ends; between texts two, so that no phrase reaches from one into the next. Empty if there are
/// none; at most `max` words.
pub fn document<'a>(texts: impl IntoIterator<Item = &'a str>, max: usize) -> String {
    let mut document = String::new();
    let mut left = max;
    for text in texts {
        let found = terms(text, left);
        left -= found.len();
        for term in &found {
            document.push(' ');
            document.push_str(&term.stem);
        }
        if !found.is_empty() {
            document.push(' ');
        }
    }
    document
}

/// What a person searches for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Each once, in the order typed; at most [`QUERY_MAX`].
    pub terms: Vec<String>,
    /// Words that stand side by side, as the indices of no list but themselves.
    pub phrases: Vec<Vec<String>>,
}

/// Reads a search: words, and "phrases" in quotation marks. Nothing that is typed is an operator;
/// what is no word is passed over.
pub fn query(typed: &str) -> Query {
    let mut query = Query::default();
    let is_quote = |c| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    for (nth, part) in typed.split(is_quote).enumerate() {
        let left = QUERY_MAX - query.terms.len();
        let words: Vec<String> = terms(part, left).into_iter().map(|t| t.stem).collect();
        if nth % 2 == 1 && words.len() > 1 {
            query.phrases.push(words.clone());
        }
        for word in words {
            if !query.terms.contains(&word) {
                query.terms.push(word);
            }
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stems(text: &str) -> String {
        document([text], 100).trim().to_owned()
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(STOP.windows(2).all(|w| w[0] < w[1]), "binary search");
    }

    #[test]
    fn words_are_made_regular() {
        assert_eq!(
            stems("Pelayanan e-KTP di Dukcapil lamaaa!"),
            "layan ktp dukcapil lama"
        );
        assert_eq!(stems("anak-anak, anak2 bermain-main"), "anak anak main");
        assert_eq!(stems("CAFÉ Ｒｕｓａｋ"), "cafe rusak");
        assert_eq!(stems("KK dan RT05 tahun 2026"), "kk rt05 tahun 2026");
        assert_eq!(stems("😀 … ' OR 1=1; --"), "or 1 1");
        assert_eq!(stems("yang di ke dan"), "");
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "Jalan “berlubang” di Talawi";
        let found = terms(text, 10);
        let words: Vec<&str> = found.iter().map(|t| &text[t.at.clone()]).collect();
        assert_eq!(words, ["Jalan", "berlubang", "Talawi"]);
    }

    #[test]
    fn texts_are_kept_apart() {
        assert_eq!(
            document(["lampu jalan", "😀", "mati"], 9),
            " lampu jalan  mati "
        );
        assert_eq!(document(["satu dua tiga"], 2), " satu dua ");
        assert_eq!(document([], 2), "");
    }

    #[test]
    fn quotation_marks_make_phrases() {
        let q = query("lampu \"jalan rusak\" lampu");
        assert_eq!(q.terms, ["lampu", "jalan", "rusak"]);
        assert_eq!(q.phrases, [["jalan", "rusak"]]);
        assert_eq!(query("“kartu keluarga”").phrases.len(), 1);
        assert_eq!(query("\"").terms.len(), 0);
        assert_eq!(query("lampu \"mati").terms, ["lampu", "mati"]);
        assert_eq!(query(&"kata1 ".repeat(99)).terms.len(), 1);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_words_or_nothing(typed in any::<String>()) {
            let q = query(&typed);
            prop_assert!(q.terms.len() <= QUERY_MAX);
            for t in &q.terms {
                // Safe between quotation marks and in a pattern, on both databases.
                prop_assert!(!t.is_empty() && t.chars().all(char::is_alphanumeric), "{t:?}");
                prop_assert!(t.chars().count() <= 3 * WORD_MAX);
            }
            for t in terms(&typed, 1000) {
                prop_assert!(typed.get(t.at).is_some());
            }
        }

        #[test]
        fn stored_words_are_found_again(typed in "[a-z]{2,12}( [a-z]{2,12}){0,5}") {
            for term in query(&typed).terms {
                let stored = document([typed.as_str()], 100);
                let padded = format!(" {term} ");
                prop_assert!(stored.contains(&padded));
            }
        }
    }
}
