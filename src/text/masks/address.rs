//! Where a person lives, to the house.
//!
//! Where something is broken has to stay readable, or nobody can mend it; where somebody lives does
//! not. So an address is masked
//!
//! - if a street, a house's number and an RT stand together, as in a letter's address;
//! - or if the words before it speak of a home, and it has a street or housing estate with a house's
//!   number or an RT, or an RT with a house's number;
//!
//! but not if the nearest word before it that speaks of a place names an office, a school, a shop or
//! the like. A street alone, and an RT and RW alone (some thirty to fifty households), always stay.

use super::context::Topic;
use super::scan::Scan;
use std::ops::Range;

/// Words of a street's or an estate's name that are read.
const NAME_WORDS: usize = 5;

/// Parts of one address that are read.
const PARTS_MAX: usize = 10;

/// What stands before the name of a street, an estate or a hamlet.
const STREETS: &[&str] = &[
    "jl",
    "jln",
    "jalan",
    "gang",
    "gg",
    "lorong",
    "lr",
    "kompleks",
    "komplek",
    "kompl",
    "perumahan",
    "perum",
    "perumnas",
    "dusun",
    "jorong",
];

/// What stands before the name of a larger place, which may stand within an address.
const AREAS: &[&str] = &[
    "kel",
    "kelurahan",
    "kalurahan",
    "desa",
    "nagari",
    "kec",
    "kecamatan",
    "kota",
];

/// What stands before a house's number.
const HOUSES: &[&str] = &["no", "nomor", "nomer", "nmr", "nr", "num"];

/// Words that no street is named by: a sentence goes on.
const NO_NAME: &[&str] = &[
    "di",
    "ke",
    "ka",
    "dari",
    "dan",
    "yang",
    "yg",
    "nan",
    "depan",
    "muko",
    "belakang",
    "dekat",
    "samping",
    "ini",
    "itu",
    "tu",
    "ko",
    "rusak",
    "macet",
    "gelap",
    "mati",
    "sudah",
    "lah",
    "ada",
    "ado",
    "tidak",
    "saya",
    "ambo",
    "kami",
    "raya",
    "sangat",
    "banyak",
    "berlubang",
    "sepanjang",
    "sempit",
    "sampai",
    "untuk",
    "pada",
    "bulan",
    "tahun",
    "minggu",
    "hari",
    "jam",
    "kaki",
    "keluar",
    "masuk",
    "tol",
    "terus",
    "lain",
    "utas",
    "surat",
    "antrean",
    "antrian",
    "hp",
    "wa",
    "telp",
    "telepon",
    "nik",
    "ktp",
    "kk",
    "rek",
    "rekening",
    "plat",
];

/// What has been read of an address.
#[derive(Copy, Clone, Default)]
struct Parts {
    street: bool,
    house: bool,
    rt: bool,
    /// Where the last part ends that is masked.
    end: usize,
}

impl Scan<'_> {
    /// Addresses of people, in order, without overlaps.
    pub(super) fn addresses(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < self.len() {
            if self.is_letter(i)
                && (i == 0 || !self.is_letter(i - 1))
                && let Some(parts) = self.parts(i)
            {
                if self.is_home(i, parts) {
                    found.push(i..parts.end);
                }
                i = parts.end;
            } else {
                i += 1;
            }
        }
        found
    }

    /// Whether an address at `i` is somebody's home.
    fn is_home(&self, i: usize, parts: Parts) -> bool {
        let context = self.before_address(i);
        let precise = (parts.street && (parts.house || parts.rt)) || (parts.house && parts.rt);
        match context.nearest(&[Topic::Home, Topic::Public]) {
            Some(Topic::Public) => false,
            Some(_) => precise,
            // "alamat" says whose it is only together with another word.
            None if context.has(Topic::Address) => precise,
            None => parts.street && parts.house && parts.rt,
        }
    }

    /// The parts of an address that begins at `i`.
    fn parts(&self, i: usize) -> Option<Parts> {
        let mut parts = Parts::default();
        let mut at = i;
        for n in 0..PARTS_MAX {
            let next = if n == 0 { i } else { self.past_commas(at) };
            let word = self.word(next);
            let after = next + word.chars().count();
            let end = if STREETS.contains(&word.as_str()) {
                let Some(end) = self.name(after) else { break };
                parts.street = true;
                // The number may stand right after the name.
                match self.bare_house(end) {
                    Some(end) => {
                        parts.house = true;
                        end
                    }
                    None => end,
                }
            } else if word == "blok" || word == "block" {
                let Some((end, numbered)) = self.block(after) else {
                    break;
                };
                parts.street = true;
                parts.house |= numbered;
                end
            } else if word == "rt" || word == "rw" {
                let Some(end) = self.rt(after) else { break };
                parts.rt = true;
                end
            } else if HOUSES.contains(&word.as_str()) && n > 0 {
                let Some(end) = self.house(after) else { break };
                parts.house = true;
                end
            } else if AREAS.contains(&word.as_str()) && n > 0 {
                // Left readable unless the address goes on after it.
                let Some(end) = self.name(after) else { break };
                at = end;
                continue;
            } else {
                break;
            };
            at = end;
            parts.end = end;
        }
        (parts.end > i).then_some(parts)
    }

    /// Past blanks and what parts the parts of an address.
    fn past_commas(&self, i: usize) -> usize {
        let parts = |j: &usize| {
            self.is_blank(*j) || matches!(self.at(*j), Some(',' | '.' | '/' | '-' | '–' | '('))
        };
        i + (i..i + 3).take_while(parts).count()
    }

    /// Past blanks, a full stop and a colon.
    fn past_stop(&self, i: usize) -> usize {
        let parts = |j: &usize| self.is_blank(*j) || matches!(self.at(*j), Some('.' | ':'));
        i + (i..i + 3).take_while(parts).count()
    }

    /// Where the name at `i` ends, if there is one.
    fn name(&self, i: usize) -> Option<usize> {
        let mut end = None;
        let mut at = self.past_stop(i);
        for _ in 0..NAME_WORDS {
            let word = self.word(at);
            let known = |list: &[&str]| list.contains(&word.as_str());
            let part = known(STREETS)
                || known(AREAS)
                || known(HOUSES)
                || matches!(word.as_str(), "rt" | "rw" | "blok" | "block");
            if word.is_empty() || known(NO_NAME) || part {
                break;
            }
            at += word.chars().count();
            end = Some(at);
            // "M. Yamin", "Soekarno-Hatta"
            let joint = (at..at + 2)
                .take_while(|j| self.is_blank(*j) || matches!(self.at(*j), Some('.' | '-')))
                .count();
            if joint == 0 {
                break;
            }
            at += joint;
        }
        end
    }

    /// Where the number at `i` ends: up to `most` digits, then perhaps one letter.
    fn small_number(&self, i: usize, most: usize) -> Option<usize> {
        let digits = (i..=i + most)
            .take_while(|j| self.digit(*j).is_some())
            .count();
        if !(1..=most).contains(&digits) {
            return None;
        }
        let end = i + digits;
        let suffix = self.is_letter(end) && !self.at(end + 1).is_some_and(char::is_alphanumeric);
        (suffix || !self.is_letter(end)).then_some(end + usize::from(suffix))
    }

    /// Where a house's number at `i` ends.
    fn house(&self, i: usize) -> Option<usize> {
        let end = self.small_number(self.past_stop(i), 4)?;
        // "No. 5 Tahun 2020" is a law.
        let next = self.word_after(end);
        (next != "tahun" && next != "thn").then_some(end)
    }

    /// Where a house's number ends that stands right after a street's name: only before what ends a
    /// part of an address, since "Jl. Sudirman 3 bulan rusak" counts months.
    fn bare_house(&self, i: usize) -> Option<usize> {
        if !self.is_blank(i) {
            return None;
        }
        let end = self.small_number(i + 1, 3)?;
        let next = self.word_after(end);
        let ends = match self.at(end) {
            None => true,
            Some(c) => {
                matches!(c, ',' | ';' | '\n' | ')') || (c == '.' && self.digit(end + 1).is_none())
            }
        };
        (ends || next == "rt" || HOUSES.contains(&next.as_str())).then_some(end)
    }

    /// Where a block at `i` ends, and whether a house's number is in it: "C", "D2", "B/12", "A 4".
    fn block(&self, i: usize) -> Option<(usize, bool)> {
        let at = self.past_stop(i);
        let length = (at..at + 4)
            .take_while(|j| self.at(*j).is_some_and(|c| c.is_ascii_alphanumeric()))
            .count();
        if !(1..=3).contains(&length) {
            return None;
        }
        let end = at + length;
        let parted = self.is_blank(end) || matches!(self.at(end), Some('/' | '-' | '.'));
        match parted.then(|| self.small_number(end + 1, 3)).flatten() {
            Some(end) => Some((end, true)),
            None => Some((end, false)),
        }
    }

    /// Where "03", "03/RW 05" or "/RW 03/05" after RT or RW ends.
    fn rt(&self, i: usize) -> Option<usize> {
        let mut at = self.past_stop(i);
        if self.at(at) == Some('/') && self.is_here(at + 1, "rw") {
            at = self.past_stop(at + 3);
        }
        let mut end = self.small_number(at, 3)?;
        if self.at(end) == Some('/')
            && let Some(second) = self.small_number(end + 1, 3)
        {
            end = second;
        }
        Some(end)
    }
}
