//! Privacy masks: what of a text is not published, because it identifies or reaches a person.
//!
//! Rules by form (length, check digits, plausible dates) and, where a form alone says too little,
//! by the words just before. Prices, dates, laws and thread numbers stay. Work is linear in the
//! length of the text. A mask errs: a moderator sees the original and may correct it.

mod address;
mod context;
mod digits;
mod email;
mod groups;
mod identity;
mod number;
mod phone;
mod plate;
mod scan;

use scan::Scan;
use std::collections::HashSet;
use std::ops::Range;

/// What a masked piece of text is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nomor induk kependudukan: 16 digits.
    Nik,
    /// Number of a family card: 16 digits.
    Kk,
    /// Number of a civil servant: 18 digits.
    Nip,
    /// Taxpayer's number: 15 or 16 digits.
    Npwp,
    Phone,
    Email,
    /// Bank or credit card: 16 digits with a Luhn check.
    Card,
    /// Bank account, by the words before it.
    Account,
    /// Health insurance number, by the words before it.
    Insurance,
    /// Number plate of a vehicle.
    Plate,
    /// Where a person lives, to the house.
    Address,
}

impl Reason {
    /// The text that stands in the place of what is masked. Not translated: it is part of a
    /// citizen's Indonesian text.
    pub const fn token(self) -> &'static str {
        match self {
            Reason::Nik => "[••• NIK]",
            Reason::Kk => "[••• KK]",
            Reason::Nip => "[••• NIP]",
            Reason::Npwp => "[••• NPWP]",
            Reason::Phone => "[••• telepon]",
            Reason::Email => "[••• surel]",
            Reason::Card => "[••• kartu]",
            Reason::Account => "[••• rekening]",
            Reason::Insurance => "[••• BPJS]",
            Reason::Plate => "[••• plat]",
            Reason::Address => "[••• alamat]",
        }
    }

    /// Whether it reaches somebody, so that an office may publish its own.
    const fn is_contact(self) -> bool {
        matches!(self, Reason::Phone | Reason::Email)
    }

    /// The reason's name in data and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Nik => "nik",
            Reason::Kk => "kk",
            Reason::Nip => "nip",
            Reason::Npwp => "npwp",
            Reason::Phone => "phone",
            Reason::Email => "email",
            Reason::Card => "card",
            Reason::Account => "account",
            Reason::Insurance => "insurance",
            Reason::Plate => "plate",
            Reason::Address => "address",
        }
    }
}

/// A text ready to be published, and what was masked in it, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    pub text: String,
    pub found: Vec<Reason>,
}

/// A piece of a text, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub range: Range<usize>,
    pub reason: Reason,
}

/// Telephone numbers and addresses of email that are published anyway, such as those of the units.
#[derive(Clone, Debug, Default)]
pub struct Published(HashSet<String>);

impl Published {
    /// From texts in which they stand: "(0754) 61031 / 0811-661-234", "Hubungi dinas@contoh.go.id".
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = HashSet::new();
        for text in texts {
            for part in text.split([',', ';', '/', '|', '\n']) {
                let contacts = find(part).into_iter().filter(|h| h.reason.is_contact());
                all.extend(contacts.map(|h| canonical(&part[h.range])));
                // A field for a number holds one, whatever its form.
                let number = |c: char| c.is_ascii_digit() || " ()+-.".contains(c);
                if part.trim().chars().all(number) {
                    all.insert(canonical(part));
                }
            }
        }
        all.remove("");
        Self(all)
    }

    fn has(&self, contact: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&canonical(contact))
    }
}

/// Masks everything that [`find`] finds.
pub fn mask(text: &str) -> Masked {
    mask_except(text, &Published::default())
}

/// As [`mask`], but leaves telephone numbers and addresses of email that are `published`, in
/// whatever form they are written.
pub fn mask_except(text: &str, published: &Published) -> Masked {
    let mut masked = once(text, published);
    // What stood between digits that belong together may be gone now.
    for _ in 1..PASSES {
        if masked.found.is_empty() {
            break;
        }
        let again = once(&masked.text, published);
        if again.found.is_empty() {
            break;
        }
        masked.text = again.text;
        masked.found.extend(again.found);
    }
    masked
}

/// How often a text in which something was masked is looked through.
const PASSES: usize = 4;

fn once(text: &str, published: &Published) -> Masked {
    let mut masked = String::with_capacity(text.len());
    let mut found = Vec::new();
    let mut from = 0;
    for hit in find(text) {
        if hit.reason.is_contact() && published.has(&text[hit.range.clone()]) {
            continue;
        }
        masked.push_str(&text[from..hit.range.start]);
        masked.push_str(hit.reason.token());
        found.push(hit.reason);
        from = hit.range.end;
    }
    masked.push_str(&text[from..]);
    Masked {
        text: masked,
        found,
    }
}

/// What in `text` is not to be published, in order, without overlaps.
pub fn find(text: &str) -> Vec<Hit> {
    let scan = Scan::new(text);
    let mut hits = Vec::new();
    let mut wide = scan.wide().into_iter().peekable();
    let mut i = 0;
    while i < scan.len() {
        if let Some((span, reason)) = wide.next_if(|(span, _)| span.start <= i) {
            i = span.end.max(i);
            hits.push((span, reason));
            continue;
        }
        let limit = wide.peek().map_or(scan.len(), |(span, _)| span.start);
        if let Some(end) = scan.plate(i, limit) {
            hits.push((i..end, Reason::Plate));
            i = end;
        } else if scan.begins_number(i) {
            i = scan.numbers(i, limit, &mut hits);
        } else {
            i += 1;
        }
    }
    let hit = |(span, reason): (Range<usize>, Reason)| Hit {
        range: scan.byte(span.start)..scan.byte(span.end),
        reason,
    };
    hits.into_iter().map(hit).collect()
}

impl Scan<'_> {
    /// Email addresses and people's addresses, which numbers are part of, in order and apart.
    fn wide(&self) -> Vec<(Range<usize>, Reason)> {
        let emails = self.emails().into_iter().map(|span| (span, Reason::Email));
        let homes = self
            .addresses()
            .into_iter()
            .map(|span| (span, Reason::Address));
        let mut all: Vec<_> = emails.chain(homes).collect();
        all.sort_by_key(|(span, _)| span.start);
        let mut free = 0;
        all.retain(|(span, _)| {
            let kept = span.start >= free;
            if kept {
                free = span.end;
            }
            kept
        });
        all
    }
}

/// One form for all ways to write a telephone number or an email address.
fn canonical(contact: &str) -> String {
    if contact.contains('@') {
        return contact.trim().to_lowercase();
    }
    phone::national(&Scan::new(contact).all_digits())
}

#[cfg(test)]
mod tests;
