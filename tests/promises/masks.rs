//! How well the masks find what is to be masked, on the labelled snippets of `tests/masks.tsv`.

use palanta::text::masks::{self, Hit};
use std::collections::BTreeMap;
use std::fmt;

/// A line of the corpus: what a person wrote, and what of it is to be masked.
struct Snippet {
    set: String,
    text: String,
    expected: Vec<Span>,
}

struct Span {
    reason: String,
    start: usize,
    end: usize,
}

/// Spans of one reason: right, found without need, and missed.
#[derive(Default)]
struct Score {
    right: usize,
    extra: usize,
    missed: usize,
    /// Of the spans that are right: those masked to their last character.
    whole: usize,
}

impl Score {
    fn precision(&self) -> f64 {
        share(self.right, self.right + self.extra)
    }

    fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    fn add(&mut self, other: &Score) {
        self.right += other.right;
        self.extra += other.extra;
        self.missed += other.missed;
        self.whole += other.whole;
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "precision {:.4}, recall {:.4}; {} right ({} whole), {} extra, {} missed",
            self.precision(),
            self.recall(),
            self.right,
            self.whole,
            self.extra,
            self.missed,
        )
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 {
        return 1.0;
    }
    // Counts of a few hundred are exact in 53 bits.
    #[expect(clippy::cast_precision_loss)]
    let share = part as f64 / of as f64;
    share
}

fn corpus() -> Vec<Snippet> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/masks.tsv");
    let file = std::fs::read_to_string(path).expect("the corpus");
    let lines = file.lines().filter(|l| !l.starts_with('#'));
    lines.map(snippet).collect()
}

fn snippet(line: &str) -> Snippet {
    let (set, marked) = line.split_once('\t').expect("a set and a text");
    let marked = unescaped(marked);
    let (mut text, mut expected) = (String::new(), Vec::new());
    let mut rest = marked.as_str();
    while let Some((before, after)) = rest.split_once('⟦') {
        let (reason, after) = after.split_once(':').expect("a reason");
        let (inside, after) = after.split_once('⟧').expect("an end");
        text.push_str(before);
        let start = text.len();
        text.push_str(inside);
        expected.push(Span {
            reason: reason.to_owned(),
            start,
            end: text.len(),
        });
        rest = after;
    }
    text.push_str(rest);
    assert!(matches!(set, "held" | "tune" | "late"), "{line}");
    Snippet {
        set: set.to_owned(),
        text,
        expected,
    }
}

fn unescaped(text: &str) -> String {
    let text = text.replace("\\n", "\n");
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (code, after) = part.split_once('}').expect("a code point");
        let code = u32::from_str_radix(code, 16).expect("hexadecimal");
        out.push(char::from_u32(code).expect("a character"));
        out.push_str(after);
    }
    out
}

/// Compares what was found in one snippet with what was to be found: the reason must be the same,
/// and the spans must overlap.
fn compare(
    snippet: &Snippet,
    found: &[Hit],
    by_reason: &mut BTreeMap<String, Score>,
    faults: &mut Vec<String>,
) {
    let mut used = vec![false; found.len()];
    for span in &snippet.expected {
        let score = by_reason.entry(span.reason.clone()).or_default();
        let at = found.iter().enumerate().position(|(i, hit)| {
            !used[i]
                && hit.reason.code() == span.reason
                && hit.range.start < span.end
                && span.start < hit.range.end
        });
        if let Some(at) = at {
            used[at] = true;
            score.right += 1;
            let range = &found[at].range;
            let whole = range.start <= span.start && span.end <= range.end;
            score.whole += usize::from(whole);
            if !whole {
                let (words, got) = (
                    &snippet.text[span.start..span.end],
                    &snippet.text[range.clone()],
                );
                faults.push(format!("partly {} {got:?} of {words:?}", span.reason));
            }
        } else {
            score.missed += 1;
            let words = &snippet.text[span.start..span.end];
            faults.push(format!(
                "missed {} {words:?} in {:?}",
                span.reason, snippet.text
            ));
        }
    }
    for (hit, _) in found.iter().zip(used).filter(|(_, used)| !used) {
        by_reason
            .entry(hit.reason.code().to_owned())
            .or_default()
            .extra += 1;
        let words = &snippet.text[hit.range.clone()];
        faults.push(format!(
            "extra {} {words:?} in {:?}",
            hit.reason.code(),
            snippet.text
        ));
    }
}

/// Measures one part of the corpus, prints what came out, and gives the whole.
fn measure(name: &str, snippets: &[&Snippet]) -> Score {
    let (mut by_reason, mut faults) = (BTreeMap::new(), Vec::new());
    for snippet in snippets {
        compare(
            snippet,
            &masks::find(&snippet.text),
            &mut by_reason,
            &mut faults,
        );
    }
    let mut total = Score::default();
    let clean = snippets.iter().filter(|s| s.expected.is_empty()).count();
    println!(
        "{name}: {} snippets, {clean} with nothing to mask",
        snippets.len()
    );
    for (reason, score) in &by_reason {
        println!("  {reason:9} {score}");
        total.add(score);
    }
    println!("  {:9} {total}", "all");
    for fault in faults {
        println!("  {fault}");
    }
    total
}

#[test]
fn masks_find_what_is_private_and_leave_the_rest() {
    let corpus = corpus();
    assert!(corpus.len() >= 300);
    let clean = corpus.iter().filter(|s| s.expected.is_empty()).count();
    assert!(
        clean * 10 >= corpus.len() * 4,
        "enough with nothing to mask"
    );
    let part = |set: &str| corpus.iter().filter(|s| s.set == set).collect::<Vec<_>>();
    let parts = [
        ("tuned", part("tune")),
        ("later", part("late")),
        ("held back", part("held")),
    ];
    let scores = parts.map(|(name, part)| (name, measure(name, &part)));
    for (name, score) in scores {
        assert!(
            score.precision() >= 0.98 && score.recall() >= 0.98,
            "{name}: {score}"
        );
    }
}
