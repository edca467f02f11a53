//! A citizen's rating of a service, by the nine elements of PermenPANRB 14/2017.

use super::ikm::Element;

/// A four-point answer, 4 the best.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Score(u8);

impl Score {
    /// `None` unless 1 to 4.
    pub fn new(n: u8) -> Option<Self> {
        (1..=4).contains(&n).then_some(Self(n))
    }

    /// `None` unless the text is one of "1" to "4".
    pub fn parse(s: &str) -> Option<Self> {
        s.parse().ok().and_then(Self::new)
    }

    /// 1 to 4.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// Answers of one person about one service. All are optional, but one at least is given.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    pub overall: Option<Score>,
    pub elements: [Option<Score>; 9],
}

impl Answers {
    pub fn is_empty(&self) -> bool {
        self.overall.is_none() && self.elements.iter().all(Option::is_none)
    }

    /// Whether any of the nine elements is answered: then the person counts as a respondent.
    pub fn has_elements(&self) -> bool {
        self.elements.iter().any(Option::is_some)
    }

    pub fn element(&self, e: Element) -> Option<Score> {
        self.elements[e.index()]
    }
}

crate::text_enum! {
    /// How a rating came.
    pub enum Channel {
        /// With a thread.
        Thread = "thread",
        /// On the rating page.
        Web = "web",
        /// Brought in from a survey.
        Import = "import",
    }
}
