//! Telephone numbers.

use super::context::{Context, Topic};
use super::groups::{Group, joined};
use super::scan::Scan;

/// Area codes of three digits; all others have four (Kepmenhub 4/2001, national numbering plan).
const SHORT_AREAS: &[&str] = &["021", "022", "024", "031", "061"];

impl Scan<'_> {
    /// How many groups are a mobile telephone number: 08…, 628… or +62 8…, 10 to 13 digits; where a
    /// word announces it, also 8….
    pub(super) fn mobile(&self, groups: &[Group], context: &Context) -> Option<usize> {
        let first = &groups[0];
        let embedded = first.span.start > 0
            && self.is_letter(first.span.start - 1)
            && self.is_letter(first.span.end);
        if embedded {
            return None;
        }
        let head = joined(&groups[..groups.len().min(6)]);
        let announced = context.has(Topic::Phone);
        let bare = announced
            && context.nearest(TOPICS) == Some(Topic::Phone)
            && head.starts_with('8')
            && first.len() >= 3;
        let head = if bare {
            format!("0{head}")
        } else {
            national(&head)
        };
        let operator = head.as_bytes().get(2);
        if !head.starts_with("08")
            || !matches!(operator, Some(b'1' | b'2' | b'3' | b'5' | b'7'..=b'9'))
        {
            return None;
        }
        // "Nomor urut 0812-2026-0015" is filed by its year.
        let recorded = context.nearest(&[Topic::Record, Topic::Phone]) == Some(Topic::Record);
        let is_year =
            |g: &Group| g.len() == 4 && (g.digits.starts_with("19") || g.digits.starts_with("20"));
        if recorded && groups.iter().take(3).any(is_year) {
            return None;
        }
        let lengths = |n: usize| groups.get(n).map_or(0, Group::len);
        let alone = groups.iter().take(10).filter(|g| g.len() == 1).count() == 10;
        let parted = groups
            .get(1)
            .is_none_or(|g| !self.is_text(&g.gap, ".") && !self.is_text(&g.gap, ","));
        // Hours, dates and shares begin with 0 and 08 too.
        let plain = match first.digits.as_str() {
            "08" => self.is_spread(groups) && (announced || (lengths(1) >= 3 && lengths(2) >= 3)),
            "0" => alone || (parted && (lengths(1) >= 3 || self.is_mixed(groups))),
            "6" => alone,
            "62" | "0062" => lengths(1) >= 3 || groups.get(1).is_some_and(|g| g.digits == "0"),
            _ => true,
        };
        let prefix = match first.digits.as_str() {
            _ if bare => 0,
            d if d.starts_with("0062") => 4,
            d if d.starts_with("62") => 2,
            "6" => 2,
            _ => 1,
        };
        // The national part has 9 to 12 digits.
        plain
            .then(|| self.gather(groups, 9 + prefix, 12 + prefix, false))
            .flatten()
    }

    /// How many groups are a landline's number: an area's code and 5 to 8 digits, apart from each
    /// other; but not one that is said to be an office's.
    pub(super) fn landline(&self, groups: &[Group], context: &Context) -> Option<usize> {
        let area = &groups[0];
        let (code, rest) = if area.digits == "62" && self.before(area.span.start) == Some('+') {
            (format!("0{}", groups.get(1)?.digits), groups.get(1..)?)
        } else {
            (area.digits.clone(), groups)
        };
        let long = code.len() == 4
            && code.starts_with('0')
            && matches!(code.as_bytes()[1], b'2'..=b'7' | b'9')
            && !SHORT_AREAS.contains(&&code[..3]);
        if !long && !SHORT_AREAS.contains(&code.as_str()) {
            return None;
        }
        let office = context.nearest(&[Topic::Public, Topic::Home]) == Some(Topic::Public);
        let announced = context.has(Topic::Phone);
        let gap = &rest.get(1)?.gap;
        let usual = gap
            .clone()
            .all(|i| self.is_blank(i) || self.at(i).is_some_and(|c| "()-–".contains(c)));
        if office || !(usual || announced) {
            return None;
        }
        let mut total = 0;
        let mut count = 0;
        for group in &rest[1..rest.len().min(4)] {
            let joins = count == 0 || (group.gap.len() == 1 && group.len() >= 2 && usual);
            if !joins || total + group.len() > 8 {
                break;
            }
            total += group.len();
            count += 1;
        }
        (total >= 5).then_some(groups.len() - rest.len() + 1 + count)
    }

    /// Whether the same gaps part the first five groups.
    fn is_spread(&self, groups: &[Group]) -> bool {
        groups.len() > 1 && self.is_uniform(&groups[..groups.len().min(5)])
    }

    /// Whether words and digits stand among the first groups.
    fn is_mixed(&self, groups: &[Group]) -> bool {
        groups.iter().take(4).any(|g| g.span.len() != g.len())
    }

    /// How many groups make up `least` to `most` digits: as few as will do, and after them those
    /// that go on in the same manner, or (if `loose`) with the same gap.
    pub(super) fn gather(
        &self,
        groups: &[Group],
        least: usize,
        most: usize,
        loose: bool,
    ) -> Option<usize> {
        let mut total = groups[0].len();
        let mut count = 1;
        while total < least {
            total += groups.get(count)?.len();
            count += 1;
        }
        while count > 1 && count < groups.len() {
            let (last, next) = (&groups[count - 1], &groups[count]);
            let length = next.len();
            let pair = length == 2 && !COUNTED.contains(&self.word_after(next.span.end).as_str());
            // Between hyphens, a single digit is no word of its own.
            let tied = length == 1 && self.is_text(&next.gap, "-");
            let alike = loose || length >= 3 || length == last.len() || pair || tied;
            // "2100.0210.01234-5": an account's check digit may stand after another sign.
            let joined = self.same(&last.gap, &next.gap)
                || (loose && length <= 2 && self.is_text(&next.gap, "-"));
            if !(alike && joined && total + length <= most) {
                break;
            }
            total += length;
            count += 1;
        }
        (total <= most).then_some(count)
    }
}

/// What a number right before counts, which then is no end of a telephone number.
const COUNTED: &[&str] = &[
    "orang", "urang", "kali", "hari", "minggu", "bulan", "tahun", "jam", "menit", "lembar", "buah",
    "unit", "warga", "ribu", "juta", "keping", "kilo", "meter", "rb", "jt", "kg", "km",
];

/// What may be announced instead of a telephone.
const TOPICS: &[Topic] = &[
    Topic::Nik,
    Topic::Kk,
    Topic::Nip,
    Topic::Npwp,
    Topic::Card,
    Topic::Account,
    Topic::Insurance,
    Topic::Phone,
];

/// Digits of a telephone number with 0 instead of the country's 62.
pub(super) fn national(digits: &str) -> String {
    let rest = digits.strip_prefix("00").unwrap_or(digits);
    match rest.strip_prefix("62") {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => digits.to_owned(),
    }
}
