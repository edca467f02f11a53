//! What has changed between two versions of a text, word by word.

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    /// Only in the earlier one.
    Gone(String),
    /// Only in the later one.
    New(String),
}

/// Cells of the table of comparison: beyond them, what differs is taken as changed whole.
const CELLS: usize = 4_000_000;

/// The pieces of both texts in order. Work is at most the product of their words, and bounded.
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let (a, b) = (split(before), split(after));
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - start;
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take(rest)
        .take_while(|(x, y)| x == y)
        .count();
    let (mid_a, mid_b) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    let mut out = Vec::new();
    push(&mut out, Piece::Same, &a[..start]);
    if mid_a.len().saturating_mul(mid_b.len()) <= CELLS {
        compare(mid_a, mid_b, &mut out);
    } else {
        push(&mut out, Piece::Gone, mid_a);
        push(&mut out, Piece::New, mid_b);
    }
    push(&mut out, Piece::Same, &a[a.len() - end..]);
    out
}

/// Words, each with the blanks after it.
fn split(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let (mut from, mut blank) = (0, false);
    for (at, c) in text.char_indices() {
        if blank && !c.is_whitespace() {
            all.push(&text[from..at]);
            from = at;
        }
        blank = c.is_whitespace();
    }
    if from < text.len() {
        all.push(&text[from..]);
    }
    all
}

/// By the longest common subsequence.
fn compare(a: &[&str], b: &[&str], out: &mut Vec<Piece>) {
    let width = b.len() + 1;
    let mut longest = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if same(a[i], b[j]) {
                longest[(i + 1) * width + j + 1].saturating_add(1)
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if same(a[i], b[j]) {
            push(out, Piece::Same, &b[j..=j]);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            push(out, Piece::Gone, &a[i..=i]);
            i += 1;
        } else {
            push(out, Piece::New, &b[j..=j]);
            j += 1;
        }
    }
    push(out, Piece::Gone, &a[i..]);
    push(out, Piece::New, &b[j..]);
}

fn same(a: &str, b: &str) -> bool {
    a.trim_end() == b.trim_end()
}

/// Adds words to the last piece, if it is of the same kind.
fn push(out: &mut Vec<Piece>, kind: fn(String) -> Piece, words: &[&str]) {
    if words.is_empty() {
        return;
    }
    let new = kind(words.concat());
    match (out.last_mut(), new) {
        (Some(Piece::Same(text)), Piece::Same(more))
        | (Some(Piece::Gone(text)), Piece::Gone(more))
        | (Some(Piece::New(text)), Piece::New(more)) => text.push_str(&more),
        (_, new) => out.push(new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_changed_word_is_told() {
        let pieces = words("loket dua tutup lagi", "loket tiga tutup");
        assert_eq!(
            pieces,
            [
                Piece::Same("loket ".into()),
                Piece::Gone("dua ".into()),
                Piece::New("tiga ".into()),
                Piece::Same("tutup".into()),
                Piece::Gone("lagi".into()),
            ]
        );
        assert_eq!(words("", ""), []);
        assert_eq!(words("", "a"), [Piece::New("a".into())]);
    }

    #[test]
    fn long_texts_stay_bounded() {
        let (a, b) = ("a b ".repeat(50_000), "c d ".repeat(50_000));
        assert_eq!(words(&a, &b).len(), 2);
    }

    proptest! {
        /// Each version's words stand in its pieces, in their order.
        #[test]
        fn both_versions_are_in_the_pieces(a in "[ab c\n]{0,40}", b in "[ab c\n]{0,40}") {
            let pieces = words(&a, &b);
            let of = |keep: fn(&Piece) -> Option<&String>| -> Vec<String> {
                let text: String = pieces.iter().filter_map(keep).map(|t| format!("{t} ")).collect();
                text.split_whitespace().map(str::to_owned).collect()
            };
            let plain = |t: &str| -> Vec<String> { t.split_whitespace().map(str::to_owned).collect() };
            let early = of(|p| match p { Piece::Same(t) | Piece::Gone(t) => Some(t), Piece::New(_) => None });
            let late = of(|p| match p { Piece::Same(t) | Piece::New(t) => Some(t), Piece::Gone(_) => None });
            prop_assert_eq!(early, plain(&a));
            prop_assert_eq!(late, plain(&b));
        }
    }
}
