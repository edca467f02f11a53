//! What a list is asked for, as its address says it: read, and written again.

use crate::domain::sort::Sort;
use crate::domain::thread::{Kind, Status};
use jiff::civil::Date;

/// Characters of a search that count.
const Q_MAX: usize = 120;

/// What the address asks for. What can't be read at all is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub q: String,
    /// A unit's slug.
    pub unit: String,
    /// `unit-slug/service-slug`.
    pub service: String,
    pub kind: Option<Kind>,
    pub status: Option<Status>,
    /// The overall mark, 1 to 4.
    pub overall: Option<i64>,
    pub answered: Option<bool>,
    pub late: Option<bool>,
    /// First and last day of listing, both included.
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub sort: Option<Sort>,
    /// Threads that hold some of the words will do.
    pub any: bool,
    /// The place in the order after which, or before which, the page is; see `threads::list`.
    pub older: String,
    pub newer: String,
}

impl Asked {
    /// Reads the fields of an address.
    pub fn read(get: impl Fn(&str) -> String) -> Asked {
        let yes = |name: &str, yes: &str, no: &str| match get(name).as_str() {
            v if v == yes => Some(true),
            v if v == no => Some(false),
            _ => None,
        };
        let day = |name: &str| {
            let day: Date = get(name).trim().parse().ok()?;
            (1990..=2200).contains(&day.year()).then_some(day)
        };
        let mut asked = Asked {
            q: get("q").trim().chars().take(Q_MAX).collect(),
            unit: get("unit"),
            service: get("layanan"),
            kind: Kind::parse(&get("jenis")),
            status: Status::parse(&get("status")),
            overall: get("nilai").parse().ok().filter(|n| (1..=4).contains(n)),
            answered: yes("jawab", "sudah", "belum"),
            late: yes("tenggat", "lewat", "dalam"),
            from: day("dari"),
            to: day("sampai"),
            sort: Sort::parse(&get("urut")),
            any: get("kata") == "sebagian",
            older: get("sebelum"),
            newer: get("sesudah"),
        };
        // The form sends the service chosen before along with another unit.
        let of_unit = asked.service.split('/').next() == Some(asked.unit.as_str());
        if !asked.unit.is_empty() && !of_unit {
            asked.service.clear();
        }
        asked
    }

    /// Names and values of everything asked for but the page.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let text = |t: Option<&str>| t.unwrap_or("").to_owned();
        let yes = |b: Option<bool>, yes: &str, no: &str| match b {
            Some(true) => yes.to_owned(),
            Some(false) => no.to_owned(),
            None => String::new(),
        };
        let day = |d: Option<Date>| d.map_or_else(String::new, |d| d.to_string());
        let any = if self.any { "sebagian" } else { "" };
        let mut all = vec![
            ("q", self.q.clone()),
            ("unit", self.unit.clone()),
            ("layanan", self.service.clone()),
            ("jenis", text(self.kind.map(Kind::as_str))),
            ("status", text(self.status.map(Status::as_str))),
            (
                "nilai",
                self.overall.map_or_else(String::new, |n| n.to_string()),
            ),
            ("jawab", yes(self.answered, "sudah", "belum")),
            ("tenggat", yes(self.late, "lewat", "dalam")),
            ("dari", day(self.from)),
            ("sampai", day(self.to)),
            ("urut", text(self.sort.map(Sort::as_str))),
            ("kata", any.to_owned()),
        ];
        all.retain(|(_, value)| !value.is_empty());
        all
    }

    /// The address of this list at a path, with a page's mark if it is not the first.
    pub fn address(&self, path: &str, mark: Option<(&'static str, &str)>) -> String {
        let mut pairs = self.pairs();
        pairs.extend(mark.map(|(name, value)| (name, value.to_owned())));
        if pairs.is_empty() {
            return path.to_owned();
        }
        // Pairs of texts can always be written.
        format!(
            "{path}?{}",
            serde_urlencoded::to_string(pairs).unwrap_or_default()
        )
    }

    /// The same list changed.
    #[must_use]
    pub fn but(&self, change: impl FnOnce(&mut Asked)) -> Asked {
        let mut other = self.clone();
        change(&mut other);
        other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Asked {
        Asked::read(|name| {
            let found = pairs.iter().find(|(n, _)| *n == name);
            found.map_or_else(String::new, |(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn addresses_are_read_and_written_alike() {
        let asked = read(&[
            ("q", " jalan \"rusak\" & "),
            ("unit", "pupr"),
            ("layanan", "pupr/jalan"),
            ("jenis", "complaint"),
            ("status", "in_progress"),
            ("nilai", "2"),
            ("jawab", "belum"),
            ("tenggat", "lewat"),
            ("dari", "2026-01-31"),
            ("sampai", "2026-02-28"),
            ("urut", "dukungan"),
        ]);
        let address = asked.address("/utas", None);
        let query = address.strip_prefix("/utas?").expect("a query");
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).expect("pairs");
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(read(&pairs), asked);
    }

    #[test]
    fn what_means_nothing_is_passed_over() {
        let asked = read(&[
            ("jenis", "x"),
            ("nilai", "5"),
            ("dari", "kemarin"),
            ("sampai", "9999-12-31"),
            ("unit", "a"),
            ("layanan", "b/c"),
            ("urut", "acak"),
        ]);
        let plain = Asked {
            unit: "a".into(),
            ..Asked::default()
        };
        assert_eq!(asked, plain);
        assert_eq!(Asked::default().address("/utas", None), "/utas");
    }
}
