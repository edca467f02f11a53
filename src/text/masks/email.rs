//! Email addresses.

use super::scan::Scan;
use std::ops::Range;

/// Hosts whose names alone make an address of what is written with blanks around the @.
const MAIL_HOSTS: &[&str] = &[
    "gmail",
    "yahoo",
    "ymail",
    "hotmail",
    "outlook",
    "icloud",
    "rocketmail",
    "live",
    "proton",
];

impl Scan<'_> {
    /// Email addresses, in order, without overlaps.
    pub(super) fn emails(&self) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for i in 0..self.chars.len() {
            let free = found.last().map_or(0, |e| e.end);
            if i >= free
                && let Some(email) = self.email(i, free)
            {
                found.push(email);
            }
        }
        found
    }

    /// The address around the @ (or "(at)") at `i`, not beginning before `free`.
    fn email(&self, i: usize, free: usize) -> Option<Range<usize>> {
        let sign = match self.at(i)? {
            '@' => 1,
            '(' | '[' | '{' => self.spelled(i, "at")?,
            _ => return None,
        };
        let blank = |j: usize| matches!(self.at(j), Some(' ' | '\u{a0}'));
        let spaced_before = i > free && blank(i - 1);
        let spaced_after = blank(i + sign);
        let local_end = i - usize::from(spaced_before);
        let is_local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
        let local = (free.max(local_end.saturating_sub(64))..local_end)
            .rev()
            .take_while(|j| self.at(*j).is_some_and(is_local))
            .count();
        let (name, end) = self.host(i + sign + usize::from(spaced_after))?;
        let known = MAIL_HOSTS.contains(&name.split('.').next().unwrap_or(""));
        let top = name.rsplit('.').next().unwrap_or("");
        let whole =
            name.contains('.') && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
        let spaced = spaced_before || spaced_after;
        (local > 0 && (known || (whole && !spaced))).then(|| local_end - local..end)
    }

    /// The length of `word` in brackets at `i`, as in "(at)".
    fn spelled(&self, i: usize, word: &str) -> Option<usize> {
        let length = word.len();
        let opened = matches!(self.at(i), Some('(' | '[' | '{'));
        let closed = matches!(self.at(i + length + 1), Some(')' | ']' | '}'));
        let same = word.chars().enumerate().all(|(j, c)| {
            self.at(i + 1 + j)
                .is_some_and(|d| d.eq_ignore_ascii_case(&c))
        });
        (opened && closed && same).then_some(length + 2)
    }

    /// The host's name at `i` in small letters, and where it ends.
    fn host(&self, i: usize) -> Option<(String, usize)> {
        let mut name = String::new();
        let (mut at, mut end) = (i, i);
        while let Some(c) = self.at(at).filter(|_| name.len() < 253) {
            if c.is_ascii_alphanumeric() {
                name.push(c.to_ascii_lowercase());
                at += 1;
                end = at;
            } else if matches!(c, '.' | '-') && !name.ends_with(['.', '-']) {
                name.push(c);
                at += 1;
            } else if let Some(length) = self.spelled(at, "dot") {
                name.push('.');
                at += length;
            } else {
                break;
            }
        }
        let name = name.trim_end_matches(['.', '-']).to_owned();
        (!name.is_empty()).then_some((name, end))
    }
}
