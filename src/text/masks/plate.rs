//! Number plates of vehicles.

use super::scan::Scan;

/// Words before a plate.
const VEHICLE_WORDS: &[&str] = &[
    "plat",
    "nopol",
    "polisi",
    "motor",
    "mobil",
    "truk",
    "angkot",
    "oto",
    "onda",
    "honda",
    "bus",
    "kendaraan",
    "pelat",
];

/// Codes of regions on number plates.
const REGIONS: &[&str] = &[
    "A", "AA", "AB", "AD", "AE", "AG", "B", "BA", "BB", "BD", "BE", "BG", "BH", "BK", "BL", "BM",
    "BN", "BP", "D", "DA", "DB", "DC", "DD", "DE", "DG", "DH", "DK", "DL", "DM", "DN", "DP", "DR",
    "DS", "DT", "DW", "E", "EA", "EB", "ED", "F", "G", "H", "K", "KB", "KH", "KT", "KU", "L", "M",
    "N", "P", "PA", "PB", "PG", "R", "S", "T", "W", "Z",
];

/// Short words and units that follow a number without being the end of a plate.
const NO_PLATE_END: &[&str] = &[
    "di", "ke", "ka", "dan", "yg", "nan", "jo", "m", "km", "cm", "mm", "kg", "gr", "ml", "ha",
    "rt", "rw", "kk", "rb", "jt", "wib", "jam", "org", "thn", "bln", "hr", "ado", "ada", "itu",
    "ini", "dua", "kw", "gb", "mb",
];

impl Scan<'_> {
    /// Where the number plate ends that begins at `i`.
    pub(super) fn plate(&self, i: usize, limit: usize) -> Option<usize> {
        let letter = |j: usize| self.at(j).filter(|c| j < limit && c.is_ascii_alphabetic());
        if self.before(i).is_some_and(char::is_alphanumeric) {
            return None;
        }
        let run = |from: usize, most: usize| {
            (from..from + most)
                .take_while(|j| letter(*j).is_some())
                .count()
        };
        let gap = |j: usize| usize::from(matches!(self.at(j), Some(' ' | '-' | '.' | '\u{a0}')));
        let code = run(i, 3);
        let number = i + code + gap(i + code);
        let digits = (number..(number + 5).min(limit))
            .take_while(|j| self.digit(*j).is_some())
            .count();
        let tail = number + digits + gap(number + digits);
        let letters = run(tail, 4);
        let end = tail + letters;
        let formed =
            (1..=2).contains(&code) && (1..=4).contains(&digits) && (1..=3).contains(&letters);
        if !formed || self.at(end).is_some_and(char::is_alphanumeric) {
            return None;
        }
        let region = &self.text[self.byte(i)..self.byte(i + code)];
        let ending = &self.text[self.byte(tail)..self.byte(end)];
        if !REGIONS.contains(&region.to_ascii_uppercase().as_str()) {
            return None;
        }
        let glued = end - i == code + digits + letters;
        let capitals = !region.contains(|c: char| c.is_ascii_lowercase())
            && !ending.contains(|c: char| c.is_ascii_lowercase());
        let word = NO_PLATE_END.contains(&ending.to_ascii_lowercase().as_str());
        let sure = match (capitals, code) {
            (true, _) if region == "BA" => true,
            (true, 2) => digits >= 2 && (glued || !word),
            (true, _) => digits >= 3 && (glued || !word),
            (false, _) => (glued && digits >= 3) || (!word && self.says(i, VEHICLE_WORDS)),
        };
        sure.then_some(end)
    }
}
