//! People named in a text: a unit's staff, and who is likely a person by title and capitals.
//!
//! So that an official named in criticism can be shown by position and unit, and one named in praise
//! by the first name. What is found is offered, not decided: a name may be missed, and a shop may be
//! called Uni Ros.

mod words;

use std::collections::HashMap;
use std::ops::Range;
use words::{Word, read};

/// Most words of one name.
const NAME_WORDS: usize = 4;

/// What stands before a name, in any case. Those with a full stop are titles only with it: "dr" is
/// also short for "dari".
const TITLES: &[&str] = &[
    "ajo", "bang", "bapak", "bapanda", "bpk", "bu", "buk", "bunda", "buya", "da", "dokter", "dr.",
    "drg.", "etek", "h.", "hj.", "ibu", "ibuk", "kak", "mak", "mas", "mbak", "nn.", "ny.", "ny",
    "nyonya", "pak", "saudara", "saudari", "sdr", "sdr.", "sdri", "sdri.", "tn", "tn.", "tuan",
    "uda", "uni", "ustad", "ustadz", "angku", "mister", "mr", "mr.", "mrs", "mrs.", "ms", "ms.",
];

/// Posts that stand before a name, as in "petugas Rina".
const POSTS: &[&str] = &[
    "bidan", "camat", "dokter", "guru", "kadis", "kepsek", "lurah", "oknum", "pegawai", "perawat",
    "petugas", "satpam", "sopir", "staf", "suster", "wali",
];

/// Words that a sentence or an office goes on with, though they are written with a capital.
const NO_NAME: &[&str] = &[
    "ada",
    "admin",
    "anak",
    "apa",
    "apakah",
    "asn",
    "bagaimana",
    "bagian",
    "balai",
    "barangin",
    "bpjs",
    "bupati",
    "camat",
    "dan",
    "dari",
    "dengan",
    "desa",
    "di",
    "dinas",
    "direktur",
    "disdukcapil",
    "dprd",
    "dukcapil",
    "eropa",
    "gubernur",
    "guru",
    "hari",
    "ini",
    "itu",
    "jalan",
    "jangan",
    "jl",
    "kabid",
    "kabupaten",
    "kadis",
    "kami",
    "kantor",
    "kapan",
    "kapolres",
    "kapolsek",
    "kasi",
    "kasubag",
    "kecamatan",
    "kelurahan",
    "kenapa",
    "kepala",
    "ketua",
    "kota",
    "ktp",
    "kk",
    "lembah",
    "loket",
    "lurah",
    "mana",
    "menteri",
    "mengapa",
    "mohon",
    "nagari",
    "nik",
    "padang",
    "pasar",
    "pegawai",
    "pejabat",
    "pemko",
    "perawat",
    "petugas",
    "pkk",
    "pns",
    "polisi",
    "posyandu",
    "presiden",
    "puskesmas",
    "rsud",
    "rt",
    "rumah",
    "rw",
    "satpol",
    "saya",
    "segar",
    "sekda",
    "sekolah",
    "semoga",
    "seksi",
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "sabtu",
    "minggu",
    "silungkang",
    "sudah",
    "sumatera",
    "talawi",
    "tentang",
    "terima",
    "tidak",
    "tolong",
    "tua",
    "unit",
    "untuk",
    "wakil",
    "wali",
    "walikota",
    "warga",
    "yang",
    "yth",
    "sawahlunto",
    "indonesia",
    "the",
    "and",
    "at",
    "is",
    "please",
    "was",
    "hamil",
    "dukuh",
    "sd",
    "smp",
    "sma",
    "paud",
    "tk",
    "bank",
    "pt",
    "cv",
    "komite",
    "jorong",
    "dusun",
    "gang",
    "allah",
    "tuhan",
];

/// Small words within a name.
const WITHIN: &[&str] = &["bin", "binti", "al", "van", "der"];

/// Minangkabau clans, as they stand behind a name whether or not a list of staff has them.
const CLANS: &[&str] = &[
    "bendang",
    "bodi",
    "caniago",
    "chaniago",
    "dalimo",
    "guci",
    "jambak",
    "koto",
    "kutianyir",
    "mandaliko",
    "panyalai",
    "payobada",
    "piliang",
    "pitopang",
    "sikumbang",
    "simabur",
    "sumagek",
    "tanjung",
];

/// What stands before and after names in a list of staff without being one.
const DEGREES: &[&str] = &[
    "dr", "drs", "dra", "drg", "ir", "h", "hj", "prof", "ns", "apt", "bd", "kh",
];

/// Somebody named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The title or post before the name, in bytes; none of staff named without.
    pub title: Option<Range<usize>>,
    /// The name without title, in bytes.
    pub name: Range<usize>,
    pub who: Who,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// One of the staff, by place in the list that was given; several where "Bu Rina" may be two.
    Staff(Vec<usize>),
    /// A person, by title and capitals.
    Likely,
}

/// Names of staff, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub struct Staff {
    /// The words of each name, in small letters, without titles and degrees.
    names: Vec<Vec<String>>,
    /// Who has a word in the name.
    by_word: HashMap<String, Vec<usize>>,
}

impl Staff {
    /// From names as they stand in a list: "Hj. Rina Marlina, S.Sos., M.Si".
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut staff = Self::default();
        for (n, name) in names.into_iter().enumerate() {
            // Degrees follow a comma.
            let name = name.split(',').next().unwrap_or("");
            let words: Vec<String> = read(name)
                .into_iter()
                .map(|w| w.small)
                .filter(|w| !DEGREES.contains(&w.trim_end_matches('.')))
                .collect();
            for word in &words {
                let who = staff.by_word.entry(word.clone()).or_default();
                if who.last() != Some(&n) {
                    who.push(n);
                }
            }
            staff.names.push(words);
        }
        staff
    }

    /// How many of the words at `at` are the name of whom: the longest run of two words or more that
    /// begins one of the names, in any case; or a whole name of one word.
    fn whole(&self, words: &[Word], at: usize) -> Option<(usize, Vec<usize>)> {
        let mut best: (usize, Vec<usize>) = (0, Vec::new());
        for &n in self.by_word.get(&words[at].small)? {
            let name = &self.names[n];
            let rest = &words[at..];
            let same = name.iter().zip(rest).take_while(|(a, b)| **a == b.small);
            let same = same.count().min(joined(rest));
            let enough = same >= 2 || (same == 1 && name.len() == 1);
            if enough && same > best.0 {
                best = (same, vec![n]);
            } else if enough && same == best.0 {
                best.1.push(n);
            }
        }
        (best.0 > 0).then_some(best)
    }

    /// Who of the staff has every one of `words` in the name.
    fn with(&self, words: &[Word]) -> Vec<usize> {
        let Some(first) = words.first().and_then(|w| self.by_word.get(&w.small)) else {
            return Vec::new();
        };
        let has = |n: &&usize| words.iter().all(|w| self.names[**n].contains(&w.small));
        first.iter().filter(has).copied().collect()
    }
}

/// How many of `words` stand together, with nothing but a space between.
fn joined(words: &[Word]) -> usize {
    let apart = words.iter().take(NAME_WORDS).position(|w| w.ends);
    apart.map_or(words.len().min(NAME_WORDS), |n| n + 1)
}

/// Who is named in `text`, in order and without overlaps.
pub fn find(text: &str, staff: &Staff) -> Vec<Named> {
    let words = read(text);
    let mut found = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let title = is_title(&words, i);
        let from = i + usize::from(title);
        let named = if from < words.len() {
            named(&words, i, from, staff)
        } else {
            None
        };
        match named {
            Some((named, next)) => {
                found.push(named);
                i = next;
            }
            None => i += 1,
        }
    }
    found
}

/// Whether word `i` is a title or a post of what follows it.
fn is_title(words: &[Word], i: usize) -> bool {
    let word = &words[i];
    let small = word.small.as_str();
    let stopped = word.stop && TITLES.iter().any(|t| t.strip_suffix('.') == Some(small));
    stopped || (!word.ends && (TITLES.contains(&small) || POSTS.contains(&small)))
}

/// The name that begins at word `from`, after the title at `i` if that is another; and the word
/// after it.
fn named(words: &[Word], i: usize, from: usize, staff: &Staff) -> Option<(Named, usize)> {
    let title = (from > i).then(|| words[i].span.clone());
    let make = |count: usize, who: Who| {
        let clan = |at: usize| {
            let next = words.get(at).filter(|w| w.capital && !words[at - 1].ends);
            next.is_some_and(|w| CLANS.contains(&w.small.as_str()))
        };
        let count = count + usize::from(clan(from + count));
        let name = words[from].span.start..words[from + count - 1].span.end;
        Some((
            Named {
                title: title.clone(),
                name,
                who,
            },
            from + count,
        ))
    };
    if let Some((count, who)) = staff.whole(words, from) {
        // One word alone may be any word: "Indah sekali".
        let lone = count == 1 && title.is_none();
        if !lone || (words[from].capital && !words[from].first) {
            return make(count, Who::Staff(who));
        }
    }
    title.as_ref()?;
    // A part of the name of somebody, after a title: in any case.
    let known = (1..=joined(&words[from..])).rev().find_map(|count| {
        let who = staff.with(&words[from..from + count]);
        (!who.is_empty()).then_some((count, who))
    });
    let likely = likely(&words[from..]);
    match known {
        Some((count, who)) if count >= likely => make(count, Who::Staff(who)),
        _ if likely > 0 => make(likely, Who::Likely),
        _ => None,
    }
}

/// How many of `words`, after a title, are a likely name.
fn likely(words: &[Word]) -> usize {
    let mut count = 0;
    for word in words.iter().take(NAME_WORDS) {
        let small = word.small.as_str();
        let within = count > 0 && WITHIN.contains(&small);
        let name = word.capital && !NO_NAME.contains(&small) && !POSTS.contains(&small);
        if !(within || name) {
            break;
        }
        count += 1;
        if word.ends {
            break;
        }
    }
    // No name ends in "bin".
    while count > 0 && !words[count - 1].capital {
        count -= 1;
    }
    count
}

/// Where the name begins in a `name` that may have a title before it, in bytes.
pub fn after_title(name: &str) -> usize {
    let words = read(name);
    match words.get(1) {
        Some(next) if is_title(&words, 0) => next.span.start,
        _ => 0,
    }
}

/// The first name by which somebody praised is shown: the first word of `name` that is no title.
pub fn first_name(name: &str) -> &str {
    let words = read(name);
    let is_name = |w: &&Word| {
        let small = w.small.as_str();
        !DEGREES.contains(&small) && !TITLES.iter().any(|t| t.trim_end_matches('.') == small)
    };
    // An initial is nobody's name, unless there is nothing else.
    let whole = |w: &&Word| is_name(w) && w.small.chars().count() > 1;
    words
        .iter()
        .find(whole)
        .or_else(|| words.iter().find(is_name))
        .map_or("", |w| &name[w.span.clone()])
}

#[cfg(test)]
mod tests;
