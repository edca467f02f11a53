//! Questions that anyone can answer and a machine that sends the same form a thousand times does
//! not. Asked only while there is a burst; a text, so that screen readers read it.

use super::normalise;

/// The languages in which questions are asked, by their codes.
const TABLES: [(&str, &str); 3] = [
    ("id", include_str!("../../assets/questions/id.tsv")),
    ("en", include_str!("../../assets/questions/en.tsv")),
    ("min", include_str!("../../assets/questions/min.tsv")),
];

fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
}

/// How many questions there are.
pub fn count() -> usize {
    rows(TABLES[0].1).count()
}

/// A question in a language; in Indonesian for one that has none.
pub fn ask(lang: &str, n: usize) -> &'static str {
    let table = TABLES
        .iter()
        .find(|(code, _)| *code == lang)
        .map_or(TABLES[0].1, |(_, t)| *t);
    let n = n % count().max(1);
    rows(table).nth(n).map_or("", |(question, _)| question)
}

/// Whether an answer is right, in whichever language: people mix them.
pub fn is_right(n: usize, answer: &str) -> bool {
    let mut folded = String::new();
    normalise::fold_into(answer, 60, &mut folded);
    let given: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let given = given.join(" ");
    let n = n % count().max(1);
    TABLES.iter().any(|(_, table)| {
        rows(table)
            .nth(n)
            .is_some_and(|(_, right)| right.split('|').any(|r| r == given))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_asks_the_same() {
        for (code, table) in TABLES {
            assert_eq!(rows(table).count(), count(), "{code}");
            for n in 0..count() {
                let (question, answers) = rows(table).nth(n).expect("a row");
                assert!(question.len() > 10 && !answers.is_empty(), "{code} {n}");
                for answer in answers.split('|') {
                    assert!(
                        is_right(n, &format!(" {} . ", answer.to_uppercase())),
                        "{code} {answer}"
                    );
                }
            }
        }
    }

    #[test]
    fn wrong_answers_are_wrong() {
        for n in 0..count() + 3 {
            for answer in ["", "x", "77", "\u{0}", "' OR 1=1"] {
                assert!(!is_right(n, answer), "{n} {answer:?}");
            }
            assert!(!ask("no such", n).is_empty());
        }
    }
}
