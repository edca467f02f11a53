//! The languages the pages and mails speak.

/// A language of the interface. Indonesian is the default.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    #[default]
    Id,
    En,
    Min,
}

impl Lang {
    pub const ALL: [Lang; 3] = [Lang::Id, Lang::En, Lang::Min];

    /// The BCP 47 code, as in `lang="…"`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Id => "id",
            Lang::En => "en",
            Lang::Min => "min",
        }
    }

    /// Reads a BCP 47 tag; a region after the language is ignored.
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Lang::ALL
            .into_iter()
            .find(|l| l.code().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4).
    pub fn negotiate(header: &str) -> Option<Lang> {
        let mut best: Option<(f32, Lang)> = None;
        for part in header.split(',').take(32) {
            let mut halves = part.split(';');
            let Some(lang) = Lang::parse(halves.next().unwrap_or("").trim()) else {
                continue;
            };
            let weight = halves
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
            if weight > 0.0 && best.is_none_or(|(w, _)| weight > w) {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negotiates_by_weight() {
        assert_eq!(Lang::negotiate("fr, en;q=0.5, min;q=0.7"), Some(Lang::Min));
        assert_eq!(Lang::negotiate("en-GB,en;q=0.9"), Some(Lang::En));
        assert_eq!(Lang::negotiate("de"), None);
        assert_eq!(Lang::negotiate("id;q=0"), None);
        assert_eq!(Lang::negotiate(";;;,,,q="), None);
    }
}
