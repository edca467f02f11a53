//! Number plates of vehicles.

use super::context::Topic;
use super::scan::Scan;
use std::ops::Range;

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
        if !self.is_latin(i) || self.before(i).is_some_and(char::is_alphanumeric) {
            return None;
        }
        let form = self.close_plate(i).or_else(|| self.loose_plate(i))?;
        let end = form.ending.end;
        if end > limit || self.at(end).is_some_and(char::is_alphanumeric) {
            return None;
        }
        let code = self.upper(&form.code);
        let ending = self.upper(&form.ending);
        if !REGIONS.contains(&code.as_str()) {
            return None;
        }
        let capitals = form.code.clone().chain(form.ending.clone());
        let capitals = capitals
            .filter_map(|j| self.at(j))
            .all(|c| !c.is_ascii_lowercase());
        let word = NO_PLATE_END.contains(&ending.to_ascii_lowercase().as_str());
        let announced = || self.before_number(i).has(Topic::Vehicle);
        let sure = match (capitals, code.len()) {
            _ if form.loose => announced(),
            (true, _) if code == "BA" => true,
            (true, 2) => form.digits >= 2 && (form.glued || !word),
            (true, _) => form.digits >= 3 && (form.glued || !word),
            (false, _) => (form.glued && form.digits >= 3) || (!word && announced()),
        };
        sure.then_some(end)
    }

    /// Letters, digits, letters, each with nothing between, and at most one gap between two.
    fn close_plate(&self, i: usize) -> Option<Form> {
        let code = i..i + self.run(i, 3);
        let number = code.end + self.plate_gap(code.end);
        let apart = number > code.end;
        // Right after letters, letters are no digits.
        let is_digit = |j: &usize| self.digit(*j).is_some() && (apart || !self.is_latin(*j));
        let digits = (number..number + 5).take_while(is_digit).count();
        // No plate's number begins with 0.
        if self.digit(number) == Some('0') {
            return None;
        }
        let tail = number + digits + self.plate_gap(number + digits);
        let ending = tail..tail + self.run(tail, 4);
        let glued = ending.end - i == code.len() + digits + ending.len();
        Form {
            code,
            digits,
            ending,
            glued,
            loose: false,
        }
        .whole()
    }

    /// As [`Scan::close_plate`], but with gaps between single letters and digits, or with words for
    /// digits.
    fn loose_plate(&self, i: usize) -> Option<Form> {
        let code = self.spread(i, 2);
        let number = code.end + self.plate_gap(code.end);
        if number == code.end || !self.begins_number(number) {
            return None;
        }
        let (mut digits, mut end) = (0, number);
        for group in self.groups(number, number + 48).iter().take(4) {
            if digits + group.len() > 4 || group.gap.len() > 1 {
                break;
            }
            digits += group.len();
            end = group.span.end;
        }
        let tail = end + self.plate_gap(end);
        let ending = self.spread(tail, 3);
        Form {
            code,
            digits,
            ending,
            glued: false,
            loose: true,
        }
        .whole()
    }

    /// Up to `most` letters from `i` on, together or one by one.
    fn spread(&self, i: usize, most: usize) -> Range<usize> {
        let together = self.run(i, most + 1);
        if together != 1 {
            return i..i + together;
        }
        let mut end = i + 1;
        for _ in 1..most {
            let next = end + self.plate_gap(end);
            if next == end || self.run(next, 2) != 1 {
                break;
            }
            end = next + 1;
        }
        i..end
    }

    /// How many Latin letters there are from `i` on, of at most `most`.
    fn run(&self, i: usize, most: usize) -> usize {
        (i..i + most).take_while(|j| self.is_latin(*j)).count()
    }

    fn is_latin(&self, i: usize) -> bool {
        self.at(i).is_some_and(|c| c.is_ascii_alphabetic())
    }

    fn plate_gap(&self, i: usize) -> usize {
        usize::from(self.is_blank(i) || matches!(self.at(i), Some('-' | '–' | '.' | '_' | '/')))
    }

    /// The letters of `range` in capitals, without what is between.
    fn upper(&self, range: &Range<usize>) -> String {
        let letters = range
            .clone()
            .filter(|j| self.is_latin(*j))
            .filter_map(|j| self.at(j));
        letters.map(|c| c.to_ascii_uppercase()).collect()
    }
}

/// What may be a plate: a region's letters, a number, and letters.
struct Form {
    code: Range<usize>,
    /// How many digits stand between.
    digits: usize,
    ending: Range<usize>,
    /// Whether all of it stands together.
    glued: bool,
    /// Whether letters or digits stand apart, or digits are words.
    loose: bool,
}

impl Form {
    /// Itself, if all its parts have the length that they have on a plate.
    fn whole(self) -> Option<Self> {
        // Of letters that stand apart, the gaps are counted too.
        let (code, ending) = if self.loose { (3, 5) } else { (2, 3) };
        ((1..=code).contains(&self.code.len())
            && (1..=4).contains(&self.digits)
            && (1..=ending).contains(&self.ending.len()))
        .then_some(self)
    }
}
