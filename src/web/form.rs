//! What a form sent: fields by name, read once, within the body limit.

use crate::domain::rating::{Answers, Score};

/// The fields that hold words: each has a label, `field-…`.
pub const WORDS: &[&str] = &[
    "action",
    "address",
    "alt",
    "answer",
    "because",
    "body",
    "code",
    "contest",
    "cover",
    "day",
    "due",
    "email",
    "from",
    "into",
    "label",
    "mark",
    "name",
    "note",
    "note-back",
    "phrase",
    "position",
    "question",
    "reason",
    "title",
    "unable",
    "until",
    "what",
    "why",
    "words",
];

/// The fields of a form.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`. Bytes that are no UTF-8 are an error.
    pub fn parse(body: &[u8]) -> Option<Self> {
        if !body.is_ascii() && std::str::from_utf8(body).is_err() {
            return None;
        }
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
        // The decoder puts U+FFFD where escaped bytes were no UTF-8.
        let broken = |s: &String| s.contains('\u{fffd}');
        if fields.iter().any(|(k, v)| broken(k) || broken(v)) {
            return None;
        }
        // No text holds a NUL, and PostgreSQL refuses it.
        Some(Self(
            fields
                .into_iter()
                .map(|(name, value)| (name, value.replace('\0', "")))
                .collect(),
        ))
    }

    /// Adds a field, as [`Fields::parse`] would.
    pub fn push(&mut self, name: String, value: String) {
        self.0.push((name, value.replace('\0', "")));
    }

    /// Fields whose names begin so, by the rest of their names.
    pub fn starting<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter_map(move |(n, v)| Some((n.strip_prefix(prefix)?, v.as_str())))
    }

    /// A field's value; empty if it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    }

    pub fn owned(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    /// Every value of a field that may be sent several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// Fields whose names begin so: the rest of each name, and its value.
    pub fn beginning(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter_map(move |(n, v)| Some((n.strip_prefix(prefix)?, v.as_str())))
    }

    /// What a person wrote in their own words, by the name of its label, for showing it again when the
    /// form can't be taken. Choices, codes and what only programs read are no words.
    pub fn typed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, value)| {
            // What stands under photos has names that are made.
            let of_photo = name
                .strip_prefix("alt")
                .is_some_and(|n| n.starts_with('-') || n.parse::<u8>().is_ok());
            let label = if of_photo { "alt" } else { name.as_str() };
            (WORDS.contains(&label) && !value.trim().is_empty()).then_some((label, value.as_str()))
        })
    }

    /// The rating fields: `overall` and `u1` to `u9`.
    pub fn answers(&self) -> Answers {
        let mut answers = Answers {
            overall: Score::parse(self.get("overall")),
            ..Answers::default()
        };
        for (i, slot) in answers.elements.iter_mut().enumerate() {
            *slot = Score::parse(self.get(&format!("u{}", i + 1)));
        }
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fields_and_refuses_what_is_no_text() {
        let f = Fields::parse(b"a=1&b=dua+kata&a=2").expect("fields");
        assert_eq!((f.get("a"), f.get("b"), f.get("c")), ("1", "dua kata", ""));
        assert!(Fields::parse(b"a=%ff%fe").is_none());
        assert_eq!(Fields::parse(b"a=x%00y").expect("fields").get("a"), "xy");
        assert!(Fields::parse(b"a=\xff").is_none());
        assert_eq!(
            Fields::parse(b"overall=5&u1=4")
                .expect("fields")
                .answers()
                .overall,
            None
        );
    }
}
