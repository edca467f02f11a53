//! What the lexicon says of a text as a whole: how many good and bad words, in which order, in how
//! many clauses, under negation or after "tapi"; and what stands beside praise, as irony has it.
//! Some hundred and ninety yes-or-no signals.

use super::features::REACH;
use super::lexicon::{self, Lexicon};
use super::reading::{Kind, Piece, Reading};
use crate::text::normalise;

/// A good or bad word or phrase where it stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of its first piece.
    pub at: u32,
    /// What the lexicon says: 1 or -1.
    pub plain: i8,
    /// The same after negation.
    pub sign: i8,
    pub phrase: bool,
    /// After "sangat" and the like.
    pub strong: bool,
    /// After "tapi" and the like, in the same sentence.
    pub turned: bool,
    pub clause: u32,
}

/// Kept between texts so that none allocates.
#[derive(Default)]
pub struct Scan {
    pub hits: Vec<Hit>,
}

fn strengthens(word: &str) -> bool {
    matches!(
        word,
        "sangat"
            | "sekali"
            | "amat"
            | "paling"
            | "terlalu"
            | "benar"
            | "sungguh"
            | "super"
            | "begitu"
            | "agak"
            | "cukup"
            | "lumayan"
    )
}

/// Whether the word asks for something to be done.
fn requests(word: &str) -> bool {
    matches!(
        word,
        "mohon"
            | "tolong"
            | "harap"
            | "semoga"
            | "minta"
            | "bantu"
            | "harapan"
            | "sebaik"
            | "seharus"
            | "harus"
            | "perlu"
    )
}

/// Whether the word asks a question.
fn asks(word: &str) -> bool {
    matches!(
        word,
        "apakah"
            | "kapan"
            | "bagaimana"
            | "berapa"
            | "dimana"
            | "mana"
            | "siapa"
            | "apa"
            | "kenapa"
            | "mengapa"
            | "kok"
            | "baa"
            | "bilo"
            | "?"
    )
}

/// Whether a piece that is no word ends a clause.
fn cuts(reading: &Reading, piece: &Piece) -> bool {
    match piece.kind {
        Kind::Word => false,
        Kind::Mark => matches!(reading.word(piece), "!" | "?"),
        Kind::Pause | Kind::Stop => true,
    }
}

/// Finds the lexicon's words and phrases of a reading.
pub fn scan(reading: &Reading, lexicon: &Lexicon, scan: &mut Scan) {
    scan.hits.clear();
    let pieces = reading.pieces();
    let (mut negated, mut strong, mut clause, mut turned) = (0u8, 0u8, 0u32, false);
    let mut at = 0;
    while at < pieces.len() {
        let piece = &pieces[at];
        if !matches!(piece.kind, Kind::Word) {
            if piece.kind != Kind::Mark {
                turned &= piece.kind == Kind::Pause;
            }
            if cuts(reading, piece) {
                (negated, strong) = (0, 0);
                clause += 1;
                at += 1;
                continue;
            }
        }
        let word = reading.word(piece);
        let (mut plain, longest) = lexicon.word(word);
        let mut length = 1;
        if let Some((n, sign)) = phrase(reading, lexicon, &pieces[at..], longest) {
            (length, plain) = (n, sign);
        } else if normalise::contrasts(word) {
            (negated, turned) = (0, true);
            clause += 1;
            at += 1;
            continue;
        } else if normalise::negates(word) {
            negated = REACH;
            at += 1;
            continue;
        } else if word == "salah" && one_of(reading, pieces.get(at + 1)) {
            plain = 0;
        }
        if plain != 0 {
            let phrase = length > 1;
            let sign = if negated > 0 && !phrase {
                -plain
            } else {
                plain
            };
            scan.hits.push(Hit {
                at: at as u32,
                plain,
                sign,
                phrase,
                strong: strong > 0,
                turned,
                clause,
            });
            strong = 0;
        }
        if strengthens(word) {
            strong = 2;
        }
        negated = negated.saturating_sub(1);
        strong = strong.saturating_sub(u8::from(!strengthens(word)));
        if length > 1 {
            negated = 0;
        }
        at += length;
    }
}

/// "Salah satu", "salah ciek": one of, not wrong.
fn one_of(reading: &Reading, next: Option<&Piece>) -> bool {
    next.is_some_and(|p| matches!(reading.word(p), "satu" | "ciek" | "seorang"))
}

/// The longest phrase that begins here: its length in words, and its polarity.
fn phrase(
    reading: &Reading,
    lexicon: &Lexicon,
    rest: &[Piece],
    longest: u8,
) -> Option<(usize, i8)> {
    let mut found = None;
    let mut hash = 0;
    for (n, piece) in rest.iter().take(usize::from(longest)).enumerate() {
        if piece.kind != Kind::Word {
            break;
        }
        let word = reading.word(piece);
        if n == 0 {
            hash = lexicon::start(word);
            continue;
        }
        hash = lexicon::join(hash, word);
        if let Some(sign) = lexicon.phrase(hash) {
            found = Some((n + 1, sign));
        }
    }
    found
}

/// How many signals there are.
pub const COUNT: usize = 192;
/// Equal signals are counted up to this often.
const OFTEN: usize = 4;

/// Calls `each` with the number of every signal.
pub fn each(reading: &Reading, lexicon: &Lexicon, state: &mut Scan, mut each: impl FnMut(u16)) {
    scan(reading, lexicon, state);
    let hits = &state.hits;
    let up = |sign: i8| u16::from(sign > 0);
    let three = |sign: i32| (sign.signum() + 1) as u16;
    let (mut good, mut bad) = (0i32, 0i32);
    let mut kinds = [0usize; 12];
    for hit in hits {
        if hit.sign > 0 {
            good += 1;
        } else {
            bad += 1;
        }
        let mut say = |n: u16| {
            let often = &mut kinds[usize::from(n)];
            *often += 1;
            if *often <= OFTEN {
                each(n);
            }
        };
        let turned = u16::from(hit.plain != hit.sign);
        say(up(hit.plain) + 2 * if hit.phrase { 2 } else { turned });
        if hit.strong {
            say(6 + up(hit.sign));
        }
        if hit.turned {
            say(8 + up(hit.sign));
        }
    }
    let difference = good - bad;
    let first = hits.first().map_or(0, |h| i32::from(h.sign));
    let last = hits.last().map_or(0, |h| i32::from(h.sign));
    each(12 + (difference.clamp(-5, 5) + 5) as u16);
    each(23 + three(first));
    each(26 + three(last));
    each(29 + 3 * three(first) + three(last));
    let both = 4 * good.min(3) as u16 + bad.min(3) as u16;
    each(38 + both);
    each(54 + 3 * both + three(last));
    clauses(hits, &mut each);
    shape(reading, (good + bad).min(3) as u16, difference, &mut each);
    if good > 0 {
        irony(reading, hits, &mut each);
    }
}

/// What the clauses say that say anything.
fn clauses(hits: &[Hit], each: &mut impl FnMut(u16)) {
    let (mut least, mut most, mut last, mut all, mut bad) = (9i32, -9i32, 0i32, 0u16, 0u16);
    for clause in hits.chunk_by(|a, b| a.clause == b.clause) {
        let sum: i32 = clause.iter().map(|h| i32::from(h.sign)).sum();
        if sum != 0 {
            (least, most, last) = (least.min(sum), most.max(sum), sum);
            all += 1;
            bad += u16::from(sum < 0);
        }
    }
    if all > 0 {
        each(102 + (least.clamp(-2, 2) + 2) as u16);
        each(107 + (most.clamp(-2, 2) + 2) as u16);
        each(112 + u16::from(last > 0));
        each(114 + (8 * bad + all) / (2 * all));
    }
}

/// A length of time that nobody is served in gladly, of one word or after a number.
fn is_long(word: &str, numbered: bool) -> bool {
    let unit = matches!(
        word,
        "jam" | "hari" | "minggu" | "pekan" | "bulan" | "tahun"
    );
    (numbered && unit)
        || matches!(
            word,
            "sejam"
                | "sehari"
                | "seminggu"
                | "sepekan"
                | "sebulan"
                | "setahun"
                | "seharian"
                | "semalam"
                | "subuh"
                | "bolak"
                | "bolakbalik"
        )
        || (word.starts_with("ber") && (word.ends_with("jam") || word.ends_with("hari")))
}

fn is_short(word: &str) -> bool {
    matches!(
        word,
        "menit" | "detik" | "sebentar" | "semenit" | "langsung" | "segera"
    )
}

/// A word that takes back or narrows what is praised.
fn narrows(word: &str) -> bool {
    matches!(
        word,
        "cuma"
            | "cuman"
            | "hanya"
            | "saja"
            | "doang"
            | "malah"
            | "keburu"
            | "saking"
            | "sampai"
            | "biar"
            | "baru"
    )
}

fn goes_on(word: &str) -> bool {
    matches!(word, "tetap" | "masih" | "terus" | "lagi" | "juga")
}

fn counts(word: &str) -> bool {
    const NUMBERS: [&str; 16] = [
        "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
        "belas", "puluh", "ratus", "setengah", "beberapa", "sampai",
    ];
    word.as_bytes().first().is_some_and(u8::is_ascii_digit) || NUMBERS.contains(&word)
}

/// What stands in the clauses of a text with praise that have no good word themselves: irony praises
/// first and tells the fault as a bare fact ("Hebat, baru empat jam sudah dipanggil").
fn irony(reading: &Reading, hits: &[Hit], each: &mut impl FnMut(u16)) {
    let mut good = hits
        .iter()
        .filter(|h| h.sign > 0)
        .map(|h| h.clause)
        .peekable();
    let (mut clause, mut numbered, mut words, mut bare) = (0u32, false, 0u32, 0u32);
    let mut praised = good.peek() == Some(&0);
    // Beside praise, and in the same clause.
    let mut said = [[false; 6]; 2];
    let mut short = false;
    for piece in reading.pieces() {
        let word = reading.word(piece);
        if cuts(reading, piece) || piece.kind == Kind::Word && normalise::contrasts(word) {
            bare += u32::from(words > 2 && !praised);
            (clause, words, numbered) = (clause + 1, 0, false);
            while good.next_if(|c| *c < clause).is_some() {}
            praised = good.peek() == Some(&clause);
            continue;
        }
        if piece.kind != Kind::Word {
            continue;
        }
        words += 1;
        let side = usize::from(praised);
        short |= is_short(word);
        for (n, holds) in [
            is_long(word, numbered),
            numbered && word == "kali",
            narrows(word),
            goes_on(word),
            normalise::negates(word),
        ]
        .into_iter()
        .enumerate()
        {
            said[side][n] |= holds;
        }
        numbered = counts(word);
    }
    bare += u32::from(words > 2 && !praised);
    for side in &mut said {
        side[5] = side[..4].iter().filter(|s| **s).count() > 1;
    }
    for (side, all) in said.iter().enumerate() {
        for n in (0..6).filter(|n| all[*n]) {
            each(175 + 6 * side as u16 + n as u16);
        }
    }
    if short {
        each(187);
    }
    each(188 + bare.min(3) as u16);
}

/// Length, and what is said with a request, a question, a number or an exclamation.
fn shape(reading: &Reading, hits: u16, difference: i32, each: &mut impl FnMut(u16)) {
    let (mut words, mut request, mut question, mut number, mut loud) =
        (0u32, false, false, false, false);
    for piece in reading.pieces() {
        let word = reading.word(piece);
        match piece.kind {
            Kind::Word => {
                words += 1;
                request |= requests(word);
                question |= asks(word);
                number |= word.as_bytes()[0].is_ascii_digit();
            }
            Kind::Mark => {
                question |= word == "?";
                loud |= word == "!";
            }
            Kind::Pause | Kind::Stop => {}
        }
    }
    let length = (words + 1).ilog2().min(7) as u16;
    each(120 + length);
    each(128 + 4 * length + hits);
    let sign = (difference.signum() + 1) as u16;
    for (n, holds) in [request, question, number, loud, reading.minangkabau]
        .into_iter()
        .enumerate()
    {
        if holds {
            each(160 + 3 * n as u16 + sign);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentiment::pairs::Pairs;

    fn signs(text: &str) -> Vec<i8> {
        let lexicon = Lexicon::parse("+ ramah bagus cepat\n- lama buruk biasa_saja salah")
            .expect("a lexicon");
        let (mut reading, mut found) = (Reading::default(), Scan::default());
        reading.read(text, &Pairs::default());
        scan(&reading, &lexicon, &mut found);
        found.hits.iter().map(|h| h.sign).collect()
    }

    #[test]
    fn negation_turns_words_but_not_phrases_and_ends_with_the_clause() {
        assert_eq!(signs("ramah tapi lama"), [1, -1]);
        assert_eq!(signs("tidak begitu ramah, cepat"), [-1, 1]);
        assert_eq!(signs("biasa saja"), [-1]);
        assert_eq!(signs("salah satu yang bagus"), [1]);
        assert_eq!(signs(""), [] as [i8; 0]);
    }
}
