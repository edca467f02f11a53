//! Runs of digits, however they are written and parted.

use super::scan::Scan;
use std::ops::Range;

/// Characters that may stand between two groups of one number.
const GAP_MAX: usize = 4;

/// Digits without anything between them; or one digit, written as a word.
pub(super) struct Group {
    /// Positions of its characters.
    pub(super) span: Range<usize>,
    pub(super) digits: String,
    /// What parts it from the group before; empty for the first.
    pub(super) gap: Range<usize>,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }
}

impl Scan<'_> {
    /// Whether a number begins at `i`, in digits or in words.
    pub(super) fn begins_number(&self, i: usize) -> bool {
        self.digit(i).is_some()
            || (self.is_letter(i)
                && (i == 0 || !self.is_letter(i - 1))
                && self.spelled(i).is_some())
    }

    /// The groups of digits from `i` on that may be of one number. None reaches past `limit`.
    pub(super) fn groups(&self, i: usize, limit: usize) -> Vec<Group> {
        let mut groups = Vec::new();
        let mut gap = i..i;
        while self.read(gap.clone(), limit, &mut groups) {
            let end = groups.last().map_or(i, |g| g.span.end);
            let lone = groups.last().is_some_and(|g| g.len() == 1);
            let Some(length) = self.gap(end, lone) else {
                break;
            };
            gap = end..end + length;
        }
        groups
    }

    /// Every digit of the text, whatever stands between.
    pub(super) fn all_digits(&self) -> String {
        let mut digits = String::new();
        let mut i = 0;
        while i < self.len() {
            if self.begins_number(i) {
                let groups = self.groups(i, self.len());
                digits.push_str(&joined(&groups));
                i = groups.last().map_or(i + 1, |g| g.span.end);
            } else {
                i += 1;
            }
        }
        digits
    }

    /// Reads what stands after `gap` into `groups`, if it is a number.
    fn read(&self, gap: Range<usize>, limit: usize, groups: &mut Vec<Group>) -> bool {
        let start = gap.end;
        let mut digits = String::new();
        let mut end = start;
        while end < limit
            && let Some(digit) = self.digit(end)
        {
            digits.push(digit);
            end += 1;
        }
        if !digits.is_empty() {
            groups.push(Group {
                span: start..end,
                digits,
                gap,
            });
            return true;
        }
        let words = self.spelled(start).unwrap_or_default();
        let length: usize = words.iter().map(|(_, length)| length).sum();
        if words.is_empty() || start + length > limit {
            return false;
        }
        let mut at = start;
        for (digit, length) in words {
            groups.push(Group {
                span: at..at + length,
                digits: digit.to_string(),
                gap: if at == start { gap.clone() } else { at..at },
            });
            at += length;
        }
        true
    }

    /// The digits that the letters at `i` are words for, and how long each word is.
    fn spelled(&self, i: usize) -> Option<Vec<(char, usize)>> {
        // Most words are told apart by their first letter.
        self.at(i)
            .filter(|c| "acdefklnostzACDEFKLNOSTZ".contains(*c))?;
        super::digits::spelled(&self.letters(i))
    }

    /// How many characters part the number that ends at `end` from one that may go on.
    fn gap(&self, end: usize, lone: bool) -> Option<usize> {
        let parts = |j: &usize| {
            self.is_blank(*j)
                || self
                    .at(*j)
                    .is_some_and(|c| ".,-–—‐‑−()_*/\\|·•…~+=:'\"#".contains(c))
        };
        let length = (end..end + GAP_MAX).take_while(parts).count();
        // "0812, 0813" are two numbers; "nol, delapan, satu" is one.
        let listed = (end..end + length).any(|j| self.at(j) == Some(',') && self.is_blank(j + 1));
        (!listed || lone).then_some(length)
    }

    /// Whether all gaps between these groups are the same.
    pub(super) fn is_uniform(&self, groups: &[Group]) -> bool {
        groups.len() > 1
            && groups[1..]
                .windows(2)
                .all(|w| self.same(&w[0].gap, &w[1].gap))
    }

    /// How many groups are exactly a date (12-08-2026, 2026/08/12, 17081945), an hour (08.30) or
    /// an amount in thousands (1.250.000).
    pub(super) fn calendar_or_amount(&self, groups: &[Group]) -> Option<usize> {
        let number = |g: usize| groups.get(g).and_then(|g| g.digits.parse::<u32>().ok());
        let length = |g: usize| groups.get(g).map_or(0, Group::len);
        let gap = |g: usize| {
            groups
                .get(g)
                .and_then(|g| (g.gap.len() == 1).then(|| self.at(g.gap.start)).flatten())
        };
        let (Some(first), second, third) = (number(0), number(1), number(2)) else {
            return None;
        };
        let is_day = |n: Option<u32>| n.is_some_and(|n| (1..=31).contains(&n));
        let is_month = |n: Option<u32>| n.is_some_and(|n| (1..=12).contains(&n));
        let is_year = |n: Option<u32>| n.is_some_and(|n| (1900..=2100).contains(&n));
        if length(0) == 8 {
            let (a, b, c) = (first / 1_000_000, first / 10_000 % 100, first % 10_000);
            let day_first = is_day(Some(a)) && is_month(Some(b)) && is_year(Some(c));
            let (a, b, c) = (first / 10_000, first / 100 % 100, first % 100);
            let year_first = is_year(Some(a)) && is_month(Some(b)) && is_day(Some(c));
            return (day_first || year_first).then_some(1);
        }
        if length(0) <= 2 && length(1) <= 2 && gap(1) == gap(2) && gap(1).is_some() {
            let year = length(2) == 4 && is_year(third);
            if is_day(Some(first)) && is_month(second) && year {
                return Some(3);
            }
        }
        if length(0) == 4
            && is_year(Some(first))
            && is_month(second)
            && is_day(third)
            && length(1) <= 2
            && length(2) <= 2
        {
            return Some(3);
        }
        if (1..=3).contains(&length(0))
            && !groups[0].digits.starts_with('0')
            && matches!(gap(1), Some('.' | ','))
            && length(1) == 3
        {
            let more = groups[1..]
                .iter()
                .take_while(|g| g.len() == 3 && self.same(&g.gap, &groups[1].gap));
            return Some(1 + more.count());
        }
        let clock =
            first < 24 && second.is_some_and(|n| n < 60) && matches!(gap(1), Some('.' | ':'));
        (length(0) == 2 && length(1) == 2 && clock).then_some(2)
    }
}

/// The digits of all `groups`.
pub(super) fn joined(groups: &[Group]) -> String {
    groups.iter().map(|g| g.digits.as_str()).collect()
}

/// How many groups from the first on have exactly `n` digits together.
pub(super) fn exactly(groups: &[Group], n: usize) -> Option<usize> {
    let mut total = 0;
    for (i, group) in groups.iter().enumerate() {
        total += group.len();
        if total >= n {
            return (total == n).then_some(i + 1);
        }
    }
    None
}

/// Whether the first groups have these lengths.
pub(super) fn has_shape(groups: &[Group], shape: &[usize]) -> bool {
    groups.len() >= shape.len() && groups.iter().zip(shape).all(|(g, n)| g.len() == *n)
}
