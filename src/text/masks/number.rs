//! Numbers that identify or reach a person.

use super::Reason;
use super::context::{Context, Topic};
use super::groups::{Group, exactly, has_shape, joined};
use super::identity::{is_card, is_nik, is_nip, is_surely_nik};
use super::scan::Scan;
use std::ops::Range;

/// What stands right before an amount of money.
const MONEY_WORDS: &[&str] = &["rp", "idr"];

/// What stands right after a quantity.
const UNITS: &[&str] = &[
    "rupiah", "ribu", "rb", "juta", "jt", "miliar", "orang", "jiwa", "persen",
];

/// How numbers of 16 digits are usually written. The longer come first.
const SHAPES_16: &[&[usize]] = &[
    &[16],
    &[4, 4, 4, 4],
    &[6, 6, 4],
    &[2, 2, 2, 6, 4],
    &[2, 2, 2, 2, 2, 2, 4],
    &[6, 10],
    &[12, 4],
    &[8, 8],
];

/// How a taxpayer's number of 15 digits is printed.
const NPWP_15: &[usize] = &[2, 3, 3, 1, 3, 3];

impl Scan<'_> {
    /// Reads the numbers from `i` on and returns where they end.
    pub(super) fn numbers(
        &self,
        i: usize,
        limit: usize,
        hits: &mut Vec<(Range<usize>, Reason)>,
    ) -> usize {
        let groups = self.groups(i, limit);
        let mut g = 0;
        while g < groups.len() {
            let (count, reason) = self.number(&groups[g..]);
            if let Some(reason) = reason {
                let end = groups[g + count - 1].span.end;
                hits.push((self.opening(groups[g].span.start, end)..end, reason));
            }
            g += count;
        }
        groups.last().map_or(i + 1, |g| g.span.end)
    }

    /// Takes the plus sign or the bracket before a number into the mask.
    fn opening(&self, start: usize, end: usize) -> usize {
        let closes = (start..end).any(|i| self.at(i) == Some(')'));
        let mut from = start;
        while match self.before(from) {
            Some('+') => true,
            Some('(') => closes,
            _ => false,
        } {
            from -= 1;
        }
        from
    }

    /// How many of `groups` belong together, and what they are.
    fn number(&self, groups: &[Group]) -> (usize, Option<Reason>) {
        let start = groups[0].span.start;
        let solid = groups[0].len();
        // No amount begins with 0, and none is as long as an identity number.
        if solid < 15 && !groups[0].digits.starts_with('0') && self.is_money(start) {
            let same = |w: &&[Group]| w[1].len() == 3 && self.is_text(&w[1].gap, ".");
            let more = groups.windows(2).take_while(|w| same(w));
            return (1 + more.count(), None);
        }
        // The shortest number that is masked has eight digits.
        if groups.iter().take(8).map(Group::len).sum::<usize>() < 8 {
            return (1, None);
        }
        let context = self.before_number(start);
        if let Some((count, reason)) = self.identity(groups, &context) {
            return (count, Some(reason));
        }
        if let Some(count) = self.mobile(groups, &context) {
            return (count, Some(Reason::Phone));
        }
        if let Some(count) = self.calendar_or_amount(groups) {
            return (count, None);
        }
        if let Some(count) = self.insurance(groups, &context) {
            return (count, Some(Reason::Insurance));
        }
        if let Some(count) = self.account(groups, &context) {
            return (count, Some(Reason::Account));
        }
        match self.landline(groups, &context) {
            Some(count) => (count, Some(Reason::Phone)),
            None => (1, None),
        }
    }

    /// Whether "Rp" or the like stands right before `i`.
    fn is_money(&self, i: usize) -> bool {
        let end = (0..i)
            .rev()
            .take(5)
            .find(|j| !self.is_blank(*j) && self.at(*j) != Some('.'));
        let Some(end) = end.filter(|end| i - end <= 4) else {
            return false;
        };
        let start = (0..=end)
            .rev()
            .take_while(|j| self.is_letter(*j))
            .take(4)
            .last();
        start.is_some_and(|start| MONEY_WORDS.contains(&self.word(start).as_str()))
    }

    /// Numbers of 15 to 18 digits.
    fn identity(&self, groups: &[Group], context: &Context) -> Option<(usize, Reason)> {
        if let Some(count) = exactly(groups, 18)
            && is_nip(&joined(&groups[..count]))
        {
            return Some((count, Reason::Nip));
        }
        let named = context.nearest(&[
            Topic::Nik,
            Topic::Kk,
            Topic::Nip,
            Topic::Npwp,
            Topic::Card,
            Topic::Account,
        ]);
        if let Some(count) = exactly(groups, 16)
            && let Some(reason) = self.sixteen(groups, count, named)
        {
            return Some((count, reason));
        }
        if let Some(count) = exactly(groups, 15)
            && (has_shape(groups, NPWP_15) || named == Some(Topic::Npwp))
        {
            return Some((count, Reason::Npwp));
        }
        // A digit forgotten or doubled, where the word before leaves no doubt.
        match (groups[0].len(), named) {
            (14..=19, Some(Topic::Nik)) => Some((1, Reason::Nik)),
            (14..=19, Some(Topic::Kk)) => Some((1, Reason::Kk)),
            (17..=19, Some(Topic::Nip)) => Some((1, Reason::Nip)),
            _ => None,
        }
    }

    /// What 16 digits in `count` groups are.
    fn sixteen(&self, groups: &[Group], count: usize, named: Option<Topic>) -> Option<Reason> {
        let digits = joined(&groups[..count]);
        let usual = SHAPES_16
            .iter()
            .any(|s| s.len() == count && has_shape(groups, s));
        // Of a longer list, any sixteen digits may look like something.
        let listed = groups
            .get(count)
            .is_some_and(|g| self.same(&g.gap, &groups[count - 1].gap))
            && count > 1;
        // So may two dates.
        let dated = self.calendar_or_amount(groups) == Some(3);
        let by_form = if usual {
            is_nik(&digits)
        } else {
            !listed && !dated && is_surely_nik(&digits)
        };
        match named {
            Some(Topic::Nik) => Some(Reason::Nik),
            Some(Topic::Kk) => Some(Reason::Kk),
            Some(Topic::Npwp) => Some(Reason::Npwp),
            Some(Topic::Card) if is_card(&digits) => Some(Reason::Card),
            Some(Topic::Account) => None,
            _ if by_form => Some(Reason::Nik),
            _ => (is_card(&digits) && (count == 1 || has_shape(groups, &[4, 4, 4, 4])))
                .then_some(Reason::Card),
        }
    }

    /// How many groups are a health insurance number: 13 digits that begin with 000; or 11 or 13
    /// after a word that says so.
    fn insurance(&self, groups: &[Group], context: &Context) -> Option<usize> {
        let topics = [Topic::Insurance, Topic::Account];
        let named = context.nearest(&topics) == Some(Topic::Insurance);
        if let Some(count) = exactly(groups, 13)
            && (named || (count == 1 && groups[0].digits.starts_with("000")))
        {
            return Some(count);
        }
        exactly(groups, 11).filter(|count| *count == 1 && named)
    }

    /// How many groups are a bank account's number: 8 to 18 digits after a word that says so.
    fn account(&self, groups: &[Group], context: &Context) -> Option<usize> {
        if !context.has(Topic::Account) {
            return None;
        }
        let count = self.gather(groups, 8, 18, true)?;
        let end = groups[count - 1].span.end;
        let after = self.word_after(end);
        (!UNITS.contains(&after.as_str())).then_some(count)
    }
}
