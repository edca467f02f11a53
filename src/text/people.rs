//! Who is named in a text and how it speaks of them; and putting something else in the place of a
//! name. What is shown of whom is decided in `domain::named`.

use super::elements;
use super::names::{self, Staff, Who};
use super::sentiment::{Model, Polarity};
use std::ops::Range;

/// Words before a name that make it a place's: "Jalan H. Agus Salim", "RSUD dr. Fauziah".
const PLACES: &[&str] = &[
    "jalan",
    "jln",
    "jl",
    "gang",
    "gg",
    "lapangan",
    "gedung",
    "masjid",
    "musala",
    "mushalla",
    "surau",
    "simpang",
    "stadion",
    "taman",
    "jembatan",
    "pasar",
    "toko",
    "warung",
    "kedai",
    "rsud",
    "rs",
    "rsu",
    "klinik",
    "puskesmas",
    "sd",
    "sdn",
    "smp",
    "smpn",
    "sma",
    "sman",
    "tk",
    "paud",
    "universitas",
    "bandara",
    "terminal",
    "perumahan",
    "komplek",
    "kompleks",
    "bengkel",
    "apotek",
    "salon",
    "street",
    "makam",
    "museum",
    "balai",
];

/// Somebody named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// From the title, if there is one, to the end of the name, in bytes.
    pub range: Range<usize>,
    /// The title before the name, in bytes.
    pub title: Option<Range<usize>>,
    /// The name alone.
    pub name: Range<usize>,
    /// Which of the staff, by place in the list; none of somebody else.
    pub staff: Vec<usize>,
    pub polarity: Polarity,
    /// Whether everything that is said of them points one way.
    pub sure: bool,
}

/// Who is named in `text`, in order and without overlaps.
pub fn find(text: &str, staff: &Staff, model: &Model) -> Vec<Person> {
    let mut found: Vec<names::Named> = names::find(text, staff);
    found.retain(|n| {
        let from = n.title.as_ref().map_or(n.name.start, |t| t.start);
        !matches!(n.who, Who::Likely) || !names_a_place(&text[..from])
    });
    let places: Vec<Range<usize>> = found.iter().map(|n| n.name.clone()).collect();
    let towards = elements::towards(text, model, &places);
    found
        .into_iter()
        .zip(towards)
        .map(|(n, toward)| Person {
            range: n.title.as_ref().map_or(n.name.start, |t| t.start)..n.name.end,
            title: n.title,
            name: n.name,
            staff: match n.who {
                Who::Staff(who) => who,
                Who::Likely => Vec::new(),
            },
            polarity: toward.polarity,
            sure: toward.sure,
        })
        .collect()
}

/// Whether what stands before a name makes it a place's.
fn names_a_place(before: &str) -> bool {
    let word = before
        .trim_end_matches(|c: char| c == '.' || c.is_whitespace())
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    word.len() <= 16 && PLACES.contains(&word.to_lowercase().as_str())
}

/// `text` with something else at each range; ranges are in order and without overlaps, and one that
/// is none of the text is passed over.
pub fn replace<'a>(text: &str, with: impl IntoIterator<Item = (Range<usize>, &'a str)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, other) in with {
        let (Some(before), Some(_)) = (text.get(from..range.start), text.get(range.clone())) else {
            continue;
        };
        out.push_str(before);
        out.push_str(other);
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

/// `text` with a backslash before every sign that Markdown might take for a mark.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | '\'') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentiment;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<(String, Vec<usize>, Polarity)> {
        let staff = Staff::new(["Rina Marlina", "Darwis"]);
        let model = sentiment::load().expect("the model");
        find(text, &staff, model)
            .into_iter()
            .map(|p| (text[p.range].to_owned(), p.staff, p.polarity))
            .collect()
    }

    #[test]
    fn people_are_found_with_what_is_said_of_them() {
        let text = "Bu Rina ramah sekali, tapi pak darwis kasar. Pak Syafril ikut menunggu.";
        assert_eq!(
            told(text),
            [
                ("Bu Rina".to_owned(), vec![0], Polarity::Positive),
                ("pak darwis".to_owned(), vec![1], Polarity::Negative),
                ("Pak Syafril".to_owned(), vec![], Polarity::Neutral),
            ]
        );
    }

    #[test]
    fn streets_and_schools_are_no_people() {
        for text in [
            "Jalan H. Agus Salim rusak parah",
            "Jl. Bapak Rasuna berlubang",
            "antrean di RSUD dr. Fauziah lama",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn names_are_replaced() {
        let text = "Pak Darwis kasar.";
        let shown = replace(text, [(0..10, "\\[Kepala Seksi\\]"), (90..99, "x")]);
        assert_eq!(shown, "\\[Kepala Seksi\\] kasar.");
        assert_eq!(escaped("[a_b](c)"), "\\[a\\_b\\]\\(c\\)");
    }

    proptest! {
        #[test]
        fn nothing_breaks(text in any::<String>(), parts in prop::collection::vec(
            prop::sample::select(&["Pak", "Rina", "Marlina", "kasar", ".", "é", "tapi", "\n"][..]), 0..20)) {
            let staff = Staff::new(["Rina Marlina"]);
            let model = sentiment::load().expect("the model");
            for text in [text, parts.join(" ")] {
                let found = find(&text, &staff, model);
                let shown = replace(&text, found.iter().map(|p| (p.range.clone(), "")));
                prop_assert!(shown.len() <= text.len());
            }
        }
    }
}
