//! The lexicon as unit staff have edited it: rows of the built-in file, some changed or switched off,
//! and rows that were added; and the file that all of them make.

use super::lexicon::{Fault, Lexicon, passed_over, same};
use super::{NAMES, NONE};
pub use crate::text::edited::State;
use crate::text::edited::{self, Listed};
use std::collections::{HashMap, HashSet};

/// What a row says, in a word, and the sign for it in the file.
pub const SIGNS: [(&str, &str); 4] = [
    ("good", "+"),
    ("bad", "-"),
    ("around", ""),
    ("opinion", "?"),
];

/// A row: phrase, element (one of [`NAMES`], or [`NONE`]), sign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub phrase: String,
    pub element: String,
    pub sign: String,
}

impl Row {
    fn read(line: &str) -> Option<Row> {
        if passed_over(line) {
            return None;
        }
        let mut columns = line.split('\t').map(|c| c.trim().to_owned());
        Some(Row {
            phrase: columns.next()?,
            element: columns.next()?,
            sign: columns.next().unwrap_or_default(),
        })
    }

    fn line(&self) -> String {
        let line = format!("{}\t{}\t{}", self.phrase, self.element, self.sign);
        line.trim_end_matches('\t').to_owned()
    }
}

impl Listed for Row {
    fn key(&self) -> String {
        let phrase = self.phrase.to_lowercase();
        phrase.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// An edit of one of the staff.
pub type Edit = edited::Edit<Row>;
/// A row as it stands.
pub type Standing = edited::Standing<Row>;

/// What is wrong with a list: in which of its rows, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    pub key: String,
    pub row: Row,
    pub fault: Fault,
}

/// An edit of a row; without an origin, one that was added.
pub fn edit(origin: &str, row: [&str; 3], off: bool) -> Edit {
    let [phrase, element, sign] = row.map(str::to_owned);
    Edit {
        origin: origin.to_owned(),
        row: Row {
            phrase,
            element,
            sign,
        },
        off,
    }
}

fn rows(built_in: &str) -> impl Iterator<Item = Row> {
    built_in.lines().filter_map(Row::read)
}

/// Built-in rows by their keys.
pub fn originals(built_in: &str, keys: &[&str]) -> HashMap<String, Row> {
    rows(built_in)
        .map(|row| (row.key(), row))
        .filter(|(key, _)| keys.contains(&key.as_str()))
        .collect()
}

/// The built-in file with the edits over it. An edit of a phrase that a newer file has taken in stands
/// for that row.
pub fn merged(built_in: &str, edits: &[Edit]) -> Vec<Standing> {
    let there: HashSet<String> = rows(built_in).map(|row| row.key()).collect();
    let mut taken: HashSet<String> = edits.iter().map(|e| e.origin.clone()).collect();
    let edits: Vec<Edit> = edits
        .iter()
        .cloned()
        .map(|mut edit| {
            let key = edit.row.key();
            if !there.contains(&edit.origin) && there.contains(&key) && taken.insert(key.clone()) {
                edit.origin = key;
            }
            edit
        })
        .collect();
    edited::merged(rows(built_in), &edits)
}

/// The lexicon with the edits, but for those that don't go with the built-in file, which are named.
/// They are checked when they are made; the file may be newer.
pub fn in_force(built_in: &str, edits: &[Edit]) -> (Lexicon, Vec<RowFault>) {
    let mut rows = merged(built_in, edits);
    match read(&rows) {
        Ok(lexicon) => (lexicon, Vec::new()),
        Err(faults) => {
            let bad: HashSet<&str> = faults.iter().map(|f| f.key.as_str()).collect();
            rows.retain(|s| s.edit.is_none() || !bad.contains(s.key.as_str()));
            let plain = || Lexicon::parse(built_in).unwrap_or_default();
            (read(&rows).unwrap_or_else(|_| plain()), faults)
        }
    }
}

/// Reads a list.
///
/// # Errors
/// Every row that can't be read; a row that stands twice.
pub fn read(rows: &[Standing]) -> Result<Lexicon, Vec<RowFault>> {
    let on: Vec<&Standing> = rows.iter().filter(|s| !s.off).collect();
    let lines: Vec<String> = on.iter().map(|s| s.row.line()).collect();
    Lexicon::parse(&lines.join("\n")).map_err(|faults| {
        faults
            .into_iter()
            .filter_map(|fault| {
                let standing = on.get(fault.line().checked_sub(1)?)?;
                Some(RowFault {
                    key: standing.key.clone(),
                    row: standing.row.clone(),
                    fault,
                })
            })
            .collect()
    })
}

/// The other row of a list that stands for the same words, also one that is switched off.
pub fn twin<'a>(rows: &'a [Standing], key: &str, row: &Row) -> Option<&'a Standing> {
    let named = row.key();
    rows.iter()
        .filter(|s| s.key != key)
        .find(|s| s.key == named || same(&s.row.phrase, &row.phrase))
}

/// The rows that count as a file like the built-in one, by element and phrase, under its first lines.
pub fn written(built_in: &str, rows: &[Standing]) -> String {
    let head = built_in.lines().take_while(|l| l.starts_with('#'));
    let mut out: String = head.flat_map(|l| [l, "\n"]).collect();
    for name in NAMES.into_iter().chain([NONE]) {
        let of = rows.iter().filter(|s| !s.off && s.row.element == name);
        let mut of: Vec<&Row> = of.map(|s| &s.row).collect();
        of.sort_by(|a, b| a.phrase.cmp(&b.phrase));
        if !of.is_empty() {
            out.push_str(&format!("\n# {name}\n"));
        }
        out.extend(of.iter().flat_map(|r| [r.line(), "\n".to_owned()]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{BUILT_IN, find};
    use super::*;
    use crate::text::sentiment;
    use proptest::prelude::*;

    fn edit(origin: &str, phrase: &str, element: &str, sign: &str, off: bool) -> Edit {
        super::edit(origin, [phrase, element, sign], off)
    }

    fn found(text: &str, edits: &[Edit]) -> Vec<&'static str> {
        let lexicon = read(&merged(BUILT_IN, edits)).expect("a lexicon");
        let model = sentiment::load().expect("the model");
        let found = find(text, &lexicon, model);
        found.into_iter().map(|m| NAMES[m.element]).collect()
    }

    #[test]
    fn edits_stand_over_the_built_in_file() {
        let edits = [
            edit("terlambat", "terlambat", "waktu", "-", true),
            edit("", "klotokan", "kompetensi", "-", false),
        ];
        assert_eq!(found("Selalu telat", &[]), ["waktu"]);
        assert_eq!(found("Selalu telat", &edits), [""; 0], "switched off");
        assert_eq!(found("Klotokan semua", &edits), ["kompetensi"], "added");
        let rows = merged(BUILT_IN, &edits);
        assert_eq!(rows.last().map(|s| s.state), Some(State::Added));
        assert_eq!(rows.iter().filter(|s| s.off).count(), 1);
    }

    /// Words of a phrase that is no element tell nothing, neither of one nor about another.
    #[test]
    fn a_phrase_may_be_none() {
        let none = [edit("", "antre sembako", NONE, "", false)];
        let text = "Kemarin ada antre sembako.";
        assert_eq!(found(text, &[]), ["waktu"]);
        assert_eq!(found(text, &none), [""; 0]);
        assert_eq!(
            found("Antre lama. Kemarin antre sembako.", &none),
            ["waktu"]
        );
        // Built in; "liar" is no blame of the staff beside it either.
        let lexicon = read(&merged(BUILT_IN, &[])).expect("a lexicon");
        let model = sentiment::load().expect("the model");
        let text = "Lapor, petugas parkir liar di terminal.";
        let (_, passed) = super::super::explain(text, &lexicon, model);
        assert_eq!(lexicon.written(passed[0].entry), "petugas parkir liar");
        assert_eq!(&text[passed[0].span.clone()], "petugas parkir liar");
        assert!(!found(text, &[]).contains(&"perilaku"));
        assert_eq!(found("Lama tidak jumpa!", &[]), [""; 0]);
    }

    #[test]
    fn faults_name_their_row() {
        for (phrase, element, sign, line) in [
            ("ra*mah", "perilaku", "", "Star"),
            ("x y z", "keramahan", "", "Element"),
            ("x y z", "perilaku", "baik", "Sign"),
            ("x y z", NONE, "+", "Sign"),
            ("lelet", "perilaku", "+", "Twice"),
            ("", "perilaku", "+", "Columns"),
        ] {
            let rows = merged(BUILT_IN, &[edit("", phrase, element, sign, false)]);
            let faults = read(&rows).expect_err("faults");
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert_eq!(faults[0].row.phrase, phrase);
            assert!(
                format!("{:?}", faults[0].fault).starts_with(line),
                "{faults:?}"
            );
        }
        let rows = merged(BUILT_IN, &[edit("lambat", "lelet", "waktu", "-", true)]);
        let row = |phrase: &str| edit("", phrase, "waktu", "", false).row;
        // By what it was called, and by what it is compared as, although it is off.
        assert!(twin(&rows, "", &row("Lambat")).is_some());
        assert!(twin(&rows, "lambat", &row("lambat")).is_none());
        assert!(twin(&rows, "", &row("sanlat")).is_none());
    }

    #[test]
    fn without_edits_the_file_is_the_built_in_one() {
        assert_eq!(written(BUILT_IN, &merged(BUILT_IN, &[])), BUILT_IN);
        let edits = [
            edit("lambat", "lambat", "waktu", "-", true),
            edit("", "klotokan", "sarana", "-", false),
            edit("", "aaa bbb", NONE, "", false),
        ];
        let rows = merged(BUILT_IN, &edits);
        let file = written(BUILT_IN, &rows);
        assert!(file.contains("\nklotokan\tsarana\t-\n") && !file.contains("\nlambat\t"));
        assert!(file.contains("\naaa bbb\tbukan\n"));
        let count = |rows: &[Standing]| rows.iter().filter(|s| !s.off).count();
        assert_eq!(count(&merged(&file, &[])), count(&rows));
        // Built in, it takes the edits without which it was made, and one that no longer fits falls
        // out alone.
        let again = merged(&file, &edits);
        assert_eq!(written(&file, &again), file);
        assert_eq!(again.iter().filter(|s| s.state == State::Added).count(), 1);
        let mut edits = edits.to_vec();
        edits.push(edit("", "x", "keramahan", "", false));
        let (lexicon, faults) = in_force(&file, &edits);
        assert_eq!((lexicon.len(), faults.len()), (count(&rows), 1));
    }

    proptest! {
        /// Switching a row off, or changing it, and putting it back leaves what was.
        #[test]
        fn what_is_put_back_is_as_before(n in any::<prop::sample::Index>(), off: bool, sign in "[+?-]?") {
            let whole = merged(BUILT_IN, &[]);
            let row = n.get(&whole);
            let mut edits = vec![edit("", "klotokan", "sarana", "-", false)];
            let before = merged(BUILT_IN, &edits);
            edits.push(edit(&row.key, &row.row.phrase, "waktu", &sign, off));
            let during = merged(BUILT_IN, &edits);
            prop_assert_eq!(during.len(), before.len());
            prop_assert!(during.iter().any(|s| s.key == row.key && s.state == State::Changed));
            prop_assert!(read(&during).is_ok());
            edits.pop();
            prop_assert_eq!(merged(BUILT_IN, &edits), before);
        }

        #[test]
        fn whatever_is_typed_is_read_or_refused(phrase in ".{0,40}", element in ".{0,12}", sign in ".{0,2}", text in ".{0,60}") {
            let row = edit("", &phrase, &element, &sign, false);
            let rows = merged("lambat\twaktu\t-\n", &[row]);
            let model = sentiment::load().expect("the model");
            let _ = crate::text::elements::of_use(&phrase, model);
            let _ = twin(&rows, "", &rows[0].row);
            if let Ok(lexicon) = read(&rows) {
                prop_assert!(lexicon.len() <= 2);
                for m in find(&text, &lexicon, model) {
                    prop_assert!(text.get(m.span).is_some());
                }
            }
        }
    }
}
