//! Email addresses, also with words or brackets for their signs.

use super::scan::Scan;
use std::ops::Range;

/// Hosts whose names alone make an address of what is written with blanks or words for the signs.
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
    "protonmail",
];

/// Last parts of host names that are believed when the dots are words.
const TOPS: &[&str] = &[
    "com", "net", "org", "id", "co", "edu", "info", "me", "my", "sg", "test", "example", "kom",
];

/// What stands before "at" without being the name of a mailbox.
const NO_MAILBOX: &[&str] = &[
    "in", "up", "me", "us", "on", "or", "and", "not", "email", "mail", "login", "account", "akun",
    "ke", "di", "atau", "dan", "via", "pakai", "look", "buka", "only", "surel", "it",
];

/// Characters of a mailbox's name (RFC 5321).
const LOCAL_MAX: usize = 64;

/// Characters of a host's name (RFC 1035).
const HOST_MAX: usize = 253;

/// What parts a mailbox from its host, or the parts of a host.
struct Sign {
    /// Where it begins and ends, with the blanks around it.
    span: Range<usize>,
    how: How,
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum How {
    /// The character itself, with nothing around it.
    Plain,
    /// The character itself, with blanks around it.
    Spaced,
    /// A word in brackets or between underscores.
    Marked,
    /// A word.
    Word,
}

impl Scan<'_> {
    /// Email addresses, in order, without overlaps.
    pub(super) fn emails(&self) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for i in 0..self.len() {
            let free = found.last().map_or(0, |e| e.end);
            if i >= free
                && let Some(email) = self.email(i, free)
            {
                found.push(email);
            }
        }
        found
    }

    /// The address around the sign at `i`, not beginning before `free`.
    fn email(&self, i: usize, free: usize) -> Option<Range<usize>> {
        let sign = self.sign(i, free, '@', &["at", "et", "a"])?;
        let mut start = self.local(sign.span.start, free)?;
        let (name, end, worded) = self.host(sign.span.end)?;
        let known = MAIL_HOSTS.contains(&name.split('.').next().unwrap_or(""));
        let top = name.rsplit('.').next().unwrap_or("");
        let whole =
            name.contains('.') && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
        let sure = match sign.how {
            How::Plain => known || whole,
            How::Spaced => known || (whole && worded),
            How::Marked => known || (whole && (!worded || TOPS.contains(&top))),
            How::Word => {
                let mailbox: String = (start..sign.span.start)
                    .filter_map(|j| self.at(j))
                    .collect();
                !NO_MAILBOX.contains(&mailbox.to_ascii_lowercase().as_str())
                    && whole
                    && (known || (worded && TOPS.contains(&top)))
            }
        };
        if !sure {
            return None;
        }
        // "siti dot rahmah at …"
        while sign.how != How::Plain
            && let Some(more) = self.dotted_before(start, free)
        {
            start = more;
        }
        Some(start..end)
    }

    /// Where the mailbox begins whose name ends at `end`.
    fn local(&self, end: usize, free: usize) -> Option<usize> {
        let is_local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
        let most = free.max(end.saturating_sub(LOCAL_MAX));
        let start = (most..end)
            .rev()
            .take_while(|j| self.at(*j).is_some_and(is_local))
            .last()?;
        Some(start)
    }

    /// Where the part of a mailbox's name begins that stands before a word for a dot at `i`.
    fn dotted_before(&self, i: usize, free: usize) -> Option<usize> {
        let most = free.max(i.saturating_sub(10));
        let dot = (most..i).rev().find_map(|j| {
            self.sign(j, free, '.', &["dot", "titik"])
                .filter(|s| s.span.end == i)
        })?;
        // A full stop with a space on either side ends no sentence.
        let parts = match dot.how {
            How::Plain => false,
            How::Spaced => dot.span.len() == 3,
            How::Word | How::Marked => true,
        };
        parts.then(|| self.local(dot.span.start, free)).flatten()
    }

    /// The sign `mark`, or one of `words` in its place, at `i`.
    fn sign(&self, i: usize, free: usize, mark: char, words: &[&str]) -> Option<Sign> {
        let c = self.at(i)?;
        let back = usize::from(i > free && self.is_blank(i - 1));
        let around = |length: usize| {
            let end = i + length;
            i - back..end + usize::from(self.is_blank(end))
        };
        if c == mark {
            let span = around(1);
            let how = if span.len() == 1 {
                How::Plain
            } else {
                How::Spaced
            };
            return Some(Sign { span, how });
        }
        if matches!(c, '(' | '[' | '{' | '<') {
            let inner = i + 1 + usize::from(self.is_blank(i + 1));
            let word = words.iter().find(|w| self.is_here(inner, w));
            let length = match word {
                Some(word) => word.len(),
                None => usize::from(self.at(inner) == Some(mark)),
            };
            if length == 0 {
                return None;
            }
            let close = inner + length;
            let close = close + usize::from(self.is_blank(close));
            return matches!(self.at(close), Some(')' | ']' | '}' | '>')).then(|| Sign {
                span: around(close + 1 - i),
                how: How::Marked,
            });
        }
        let word = |from: usize| {
            words
                .iter()
                .filter(|w| w.len() > 1)
                .find(|w| self.is_here(from, w))
                .map(|w| w.len())
        };
        if c == '_'
            && let Some(length) = word(i + 1)
        {
            return (self.at(i + 1 + length) == Some('_')).then(|| Sign {
                span: i..i + length + 2,
                how: How::Marked,
            });
        }
        if back == 1
            && let Some(length) = word(i)
        {
            return self.is_blank(i + length).then(|| Sign {
                span: around(length),
                how: How::Word,
            });
        }
        None
    }

    /// The host's name at `i` in small letters, where it ends, and whether any dot of it is a word.
    fn host(&self, i: usize) -> Option<(String, usize, bool)> {
        let mut name = String::new();
        let (mut at, mut end, mut worded) = (i, i, false);
        while name.len() < HOST_MAX {
            let Some(c) = self.at(at) else { break };
            if c.is_ascii_alphanumeric() {
                name.push(c.to_ascii_lowercase());
                at += 1;
                end = at;
                continue;
            }
            if c == '-' && !name.ends_with(['.', '-']) {
                name.push(c);
                at += 1;
                continue;
            }
            let blank = usize::from(self.is_blank(at));
            let Some(dot) = self.sign(at + blank, i, '.', &["dot", "titik"]) else {
                break;
            };
            let known = MAIL_HOSTS.contains(&name.as_str());
            let goes_on = self
                .at(dot.span.end)
                .is_some_and(|c| c.is_ascii_alphanumeric());
            let believed = match dot.how {
                How::Plain => true,
                How::Spaced => known,
                How::Marked | How::Word => true,
            };
            if name.ends_with(['.', '-']) || !goes_on || !believed {
                break;
            }
            worded |= dot.how != How::Plain;
            name.push('.');
            at = dot.span.end;
        }
        let name = name.trim_end_matches(['.', '-']).to_owned();
        (!name.is_empty()).then_some((name, end, worded))
    }
}
