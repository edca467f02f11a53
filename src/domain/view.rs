//! A view of the inbox: which cases, of which place, whose, and how urgent. It is written as the query
//! of an address, so that a view can be linked, kept in the browser's history, and given a name.

use super::ids::AccountId;

crate::text_enum! {
    /// Which cases the inbox shows.
    pub enum Box {
        /// Not answered yet.
        Open = "open",
        /// Taken by the viewer, or by those they stand in for, and not answered.
        Mine = "mine",
        /// The citizen was asked back.
        Asked = "asked",
        /// Answered, waiting for the citizen.
        Answered = "answered",
        /// Closed.
        Closed = "closed",
        /// Of any standing, with a post whose tone the machine could not tell and nobody has put right.
        Uncertain = "uncertain",
    }
}

crate::text_enum! {
    /// How urgent.
    pub enum Urgency {
        /// Past its limit.
        Late = "late",
        /// Due by the end of the next working day, and not late.
        Soon = "soon",
        /// Something was promised for a day.
        Promised = "promised",
        /// A promised day has passed.
        Broken = "broken",
    }
}

/// Whose cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Who {
    #[default]
    Anyone,
    Nobody,
    Account(AccountId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub which: Box,
    /// A unit's slug, or `unit/service`; empty for all.
    pub place: String,
    pub who: Who,
    pub urgency: Option<Urgency>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            which: Box::Open,
            place: String::new(),
            who: Who::Anyone,
            urgency: None,
        }
    }
}

/// Names of one person at most.
pub const NAMED_MAX: usize = 12;
/// Characters of a name.
pub const NAME_MAX: usize = 40;

const NOBODY: &str = "belum";

impl View {
    /// Reads a view from the fields `kotak`, `tempat`, `siapa` and `segera`; what makes no sense is
    /// as if it were not there.
    pub fn read(field: impl Fn(&str) -> String) -> View {
        let place = field("tempat");
        let fits = place.len() <= 130
            && place
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'/'));
        View {
            which: Box::parse(&field("kotak")).unwrap_or(Box::Open),
            place: if fits { place } else { String::new() },
            who: match field("siapa").as_str() {
                NOBODY => Who::Nobody,
                id => AccountId::parse(id).map_or(Who::Anyone, Who::Account),
            },
            urgency: Urgency::parse(&field("segera")),
        }
    }

    /// As [`View::read`], from the query of an address.
    pub fn of_address(address: &str) -> View {
        let value = |name: &str| {
            address
                .split('&')
                .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
                .unwrap_or("")
                .to_owned()
        };
        View::read(value)
    }

    /// The query of its address. Nothing in it needs to be escaped.
    pub fn address(&self) -> String {
        let mut parts = vec![format!("kotak={}", self.which.as_str())];
        if !self.place.is_empty() {
            parts.push(format!("tempat={}", self.place));
        }
        match self.who_text() {
            who if who.is_empty() => {}
            who => parts.push(format!("siapa={who}")),
        }
        if let Some(u) = self.urgency {
            parts.push(format!("segera={}", u.as_str()));
        }
        parts.join("&")
    }

    /// Whose, as a form sends it.
    pub fn who_text(&self) -> String {
        match &self.who {
            Who::Anyone => String::new(),
            Who::Nobody => NOBODY.to_owned(),
            Who::Account(id) => id.to_string(),
        }
    }

    /// The same in another box.
    pub fn in_box(&self, which: Box) -> View {
        View {
            which,
            ..self.clone()
        }
    }

    /// Whether anything but the box narrows it.
    pub fn is_narrowed(&self) -> bool {
        *self != View::default().in_box(self.which)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_makes_no_sense_is_not_there() {
        let view = View::of_address("kotak=apa&tempat=<script>&siapa=saya&segera=kelak&x");
        assert_eq!(view, View::default());
        assert_eq!(View::of_address(""), View::default());
    }

    proptest! {
        #[test]
        fn a_view_is_read_from_its_address(
            which in 0..Box::ALL.len(), place in "|[a-z]{1,9}(/[a-z0-9-]{1,9})?",
            who in 0u8..3, urgency in proptest::option::of(0..Urgency::ALL.len()),
        ) {
            let view = View {
                which: Box::ALL[which],
                place,
                who: match who {
                    0 => Who::Anyone,
                    1 => Who::Nobody,
                    _ => Who::Account(AccountId::new()),
                },
                urgency: urgency.map(|u| Urgency::ALL[u]),
            };
            prop_assert_eq!(View::of_address(&view.address()), view.clone());
            prop_assert!(view.address().bytes().all(|b| b.is_ascii_graphic()));
        }
    }
}
