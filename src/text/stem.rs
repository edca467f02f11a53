//! The stem of an Indonesian or Minangkabau word: pelayanan, layani, palayanan → layan.
//!
//! After the ideas of Nazief and Adriani's algorithm and its Enhanced Confix Stripping: affixes are
//! taken off one by one, the letter that a nasal prefix swallowed is put back, and a list of roots
//! says when to stop. The list is ours and short (`assets/search`), so a word that leads to none of
//! them is only shorn of what is surely an affix. A stem is for comparing, not for showing: two
//! words that are shorn to one too eagerly find each other, and nothing worse.

use super::minang;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

thread_local! {
    /// Stems found before: texts say the same words over and over.
    static KNOWN: RefCell<HashMap<String, String>> = RefCell::default();
}
/// Stems remembered by a thread, at most.
const REMEMBERED: usize = 20_000;

static ROOTS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../assets/search/roots.txt")
        .lines()
        .collect()
});

/// Words looked at on the way to a root, at most.
const TRIES: usize = 240;
/// Affixes taken off one word, at most: se-per-…-an-nya.
const DEPTH: usize = 4;
/// Longer words are left as they are.
const LONGEST: usize = 40;

/// Whether the list of roots has the word.
pub fn is_root(word: &str) -> bool {
    ROOTS.contains(word)
}

/// The stem of a word that is in lower case already. Stemming a stem changes nothing.
pub fn stem(word: &str) -> String {
    if word.len() > LONGEST || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    if let Some(known) = KNOWN.with_borrow(|k| k.get(word).cloned()) {
        return known;
    }
    let found = search(word.to_owned());
    KNOWN.with_borrow_mut(|k| {
        if k.len() >= REMEMBERED {
            k.clear();
        }
        k.insert(word.to_owned(), found.clone());
    });
    found
}

fn search(mut word: String) -> String {
    // Each round makes it shorter, or ends an -o; so there is an end.
    loop {
        if let Some(root) = root_of(&word) {
            return root;
        }
        match shorn(&word) {
            Some(less) => word = less,
            None => return word,
        }
    }
}

/// A word that leads to no root, and what it may be without its affixes: of a wrongly written word
/// it is the root that one looks for. At most a dozen or two.
pub fn bare_forms(word: &str) -> Vec<String> {
    /// Shorter forms are like too many words.
    const SHORTEST: usize = 4;
    let mut forms = vec![word.to_owned()];
    if word.len() > LONGEST || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return forms;
    }
    let mut from = 0;
    for _ in 0..2 {
        let level = from..forms.len();
        from = forms.len();
        for at in level {
            let w = forms[at].clone();
            without_affix(&w, &mut |less| {
                if less.len() >= SHORTEST && forms.len() < 24 && !forms.contains(&less) {
                    forms.push(less);
                }
            });
        }
    }
    forms
}

/// The root that is reached by taking off the fewest affixes. A spelling of Minangkabau weighs as
/// one affix more.
fn root_of(word: &str) -> Option<String> {
    let mut before: Vec<String> = Vec::new();
    let mut level = vec![word.to_owned()];
    let mut seen: HashSet<String> = HashSet::new();
    for _ in 0..=DEPTH {
        if let Some(exact) = level.iter().find(|w| is_root(w)) {
            return Some(exact.clone());
        }
        if let Some(folded) = before.iter().find_map(|w| minang::root(w, is_root)) {
            return Some(folded);
        }
        let mut next = Vec::new();
        for w in &level {
            without_affix(w, &mut |less| {
                if less.len() >= 3 && seen.len() < TRIES && seen.insert(less.clone()) {
                    next.push(less);
                }
            });
        }
        before = std::mem::replace(&mut level, next);
    }
    before.iter().find_map(|w| minang::root(w, is_root))
}

const ENCLITICS: [&str; 7] = ["nya", "nyo", "lah", "kah", "pun", "ku", "mu"];

/// Calls `each` with what is left after every affix that the word may carry. Endings come first:
/// "berikan" is rather beri-kan than ber-ikan; and -an before -kan: "masakan" is masak-an.
fn without_affix(w: &str, each: &mut dyn FnMut(String)) {
    for ending in ENCLITICS.iter().chain(&["an", "kan", "i"]) {
        if let Some(rest) = w.strip_suffix(ending) {
            each(rest.to_owned());
        }
    }
    for prefix in [
        "di", "ke", "se", "ber", "ter", "per", "be", "te", "pe", "bar", "tar", "par", "ka", "sa",
        "ba", "ta", "pa",
    ] {
        if let Some(rest) = w.strip_prefix(prefix) {
            each(rest.to_owned());
        }
    }
    for (prefix, teaching) in [
        ("bel", "ajar"),
        ("pel", "ajar"),
        ("bal", "aja"),
        ("pal", "aja"),
    ] {
        if w.strip_prefix(prefix)
            .is_some_and(|r| r.starts_with(teaching))
        {
            each(w[prefix.len()..].to_owned());
        }
    }
    for prefix in ["me", "pe", "ma", "pa"] {
        if let Some(rest) = w.strip_prefix(prefix) {
            nasal(rest, each);
        }
    }
}

fn starts_with_vowel(w: &str) -> bool {
    w.starts_with(['a', 'i', 'u', 'e', 'o'])
}

/// What may stand behind me- or pe-, whose nasal fits, or swallows, the root's first letter.
fn nasal(rest: &str, each: &mut dyn FnMut(String)) {
    // "nyala" and "nganga" are rare beside roots whose first letter became ny or ng: they come last.
    let swallowed = rest.starts_with("ny") || rest.starts_with("ng");
    if !swallowed && rest.starts_with(['l', 'r', 'w', 'y', 'm', 'n']) {
        each(rest.to_owned());
    }
    if let Some(r) = rest.strip_prefix("ny").filter(|r| starts_with_vowel(r)) {
        each(format!("s{r}"));
    }
    if let Some(r) = rest.strip_prefix("ng") {
        if let Some(r) = r.strip_prefix('e') {
            each(r.to_owned());
        }
        if starts_with_vowel(r) {
            each(r.to_owned());
            each(format!("k{r}"));
        } else {
            each(r.to_owned());
        }
    } else if let Some(r) = rest.strip_prefix('n') {
        if starts_with_vowel(r) {
            each(format!("t{r}"));
        } else {
            each(r.to_owned());
        }
    }
    if let Some(r) = rest.strip_prefix('m') {
        if starts_with_vowel(r) {
            each(format!("p{r}"));
        } else {
            each(r.to_owned());
        }
    }
    if swallowed {
        each(rest.to_owned());
    }
}

/// What is left of a word that leads to no root, less one affix that it surely has; `None` if
/// there is none.
fn shorn(w: &str) -> Option<String> {
    let less = |rest: &str, least: usize| (rest.len() >= least).then(|| rest.to_owned());
    for (ending, least) in [("nya", 3), ("nyo", 3), ("lah", 4), ("kah", 4), ("pun", 4)] {
        if let Some(rest) = w.strip_suffix(ending).and_then(|r| less(r, least)) {
            return Some(rest);
        }
    }
    let around = |prefix: &str, ending: &str| {
        let rest = w.strip_prefix(prefix)?.strip_suffix(ending)?;
        less(rest, 4)
    };
    if let Some(rest) = around("ke", "an").or_else(|| around("per", "an")) {
        return Some(rest);
    }
    for prefix in ["me", "pe"] {
        let mut bare = None;
        if let Some(rest) = w.strip_prefix(prefix) {
            nasal(rest, &mut |r| {
                if r.len() >= 4 && bare.is_none() {
                    bare = Some(r);
                }
            });
        }
        // Before l, r, w, y and the nasals themselves "me" and "pe" begin many roots.
        if bare.is_some() && w.get(2..3).is_some_and(|c| matches!(c, "m" | "n")) {
            return bare;
        }
    }
    for prefix in ["ber", "ter", "di"] {
        if let Some(rest) = w.strip_prefix(prefix).and_then(|r| less(r, 4)) {
            return Some(rest);
        }
    }
    if let Some(rest) = w.strip_suffix("kan").and_then(|r| less(r, 4)) {
        return Some(rest);
    }
    if let Some(rest) = w.strip_suffix("an").and_then(|r| less(r, 5)) {
        return Some(rest);
    }
    // Final -o of Minangkabau is -a of Indonesian; where both spell -o, both are folded.
    w.strip_suffix('o')
        .filter(|r| r.len() >= 3)
        .map(|r| format!("{r}a"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn affixes_of_indonesian_come_off() {
        for (root, words) in [
            (
                "layan",
                "layan pelayan pelayanan layani melayani dilayani layanan pelayanannya terlayani layanilah",
            ),
            (
                "tugas",
                "tugas petugas bertugas penugasan menugaskan ditugaskan petugasnya",
            ),
            (
                "urus",
                "urus mengurus pengurusan urusan diurus uruskan terurus",
            ),
            ("sehat", "kesehatan menyehatkan sehatkah"),
            ("kirim", "mengirim kirimkan pengiriman terkirim dikirimkan"),
            ("tulis", "menulis penulis tulisan tertulis dituliskannya"),
            ("pukul", "memukul pemukulan dipukuli"),
            ("sakit", "menyakiti kesakitan sakitnya"),
            ("ajar", "belajar pelajaran mengajar pembelajaran diajarkan"),
            ("kerja", "bekerja pekerjaan mengerjakan dikerjakan kerjakan"),
            ("tanggung", "tertanggung menanggung ditanggung"),
            ("bayar", "pembayaran membayar dibayarkan bayarannya"),
            ("daftar", "pendaftaran mendaftar terdaftar didaftarkan"),
            ("lapor", "laporan melaporkan pelaporan dilaporkan"),
            ("antre", "antrean mengantre antre"),
            ("rusak", "kerusakan merusak perusakan dirusak"),
            ("bersih", "kebersihan membersihkan pembersihan"),
            (
                "jalan",
                "perjalanan berjalan jalanan menjalankan dijalankan",
            ),
            ("beri", "berikan pemberian diberi memberikan"),
            ("cat", "mengecat pengecatan"),
            ("aju", "ajukan mengajukan pengajuan diajukan"),
            ("camat", "kecamatan camat"),
            ("lurah", "kelurahan lurah"),
        ] {
            for word in words.split_whitespace() {
                assert_eq!(stem(word), root, "{word}");
            }
        }
    }

    #[test]
    fn roots_that_look_like_more_are_left_whole() {
        for word in "makan bukan akan ikan teman jalan sekolah masalah jumlah langkah tanya \
            terima berita beras meja menit desa dinas diri selesai sepeda kepala kertas pemerintah \
            bulan hujan badan tangan jembatan halaman selokan minggu kamu buku ilmu"
            .split_whitespace()
        {
            assert_eq!(stem(word), word);
        }
    }

    #[test]
    fn minangkabau_meets_indonesian() {
        for (minang, indonesian) in [
            ("palayanan", "pelayanan"),
            ("malayani", "melayani"),
            ("bakarajo", "bekerja"),
            ("mambuek", "membuat"),
            ("sakik", "sakit"),
            ("panyakik", "sakit"),
            ("surek", "surat"),
            ("cabuik", "cabut"),
            ("masuak", "masuk"),
            ("naiak", "naik"),
            ("kampuang", "kampung"),
            ("tarimo", "terima"),
            ("ditarimo", "diterima"),
            ("sikola", "sekolah"),
            ("ubek", "obat"),
            ("barubek", "berobat"),
            ("jauah", "jauh"),
            ("abih", "habis"),
            ("lapeh", "lepas"),
            ("talambek", "terlambat"),
            ("mananti", "menanti"),
            ("kaluarga", "keluarga"),
            ("rusaknyo", "rusaknya"),
            ("lahia", "lahir"),
            ("baleh", "balas"),
        ] {
            assert_eq!(stem(minang), stem(indonesian), "{minang}");
        }
    }

    #[test]
    fn unknown_words_lose_only_what_is_surely_an_affix() {
        assert_eq!(stem("zorkel"), "zorkel");
        assert_eq!(stem("zorkelnya"), "zorkel");
        assert_eq!(stem("dizorkelkan"), "zorkel");
        assert_eq!(stem("kezorkelan"), "zorkel");
        assert_eq!(stem("skck"), "skck");
        assert_eq!(stem("ktpnya"), "ktp");
    }

    #[test]
    fn wrongly_written_words_are_laid_bare() {
        assert!(bare_forms("pelayanen").contains(&"layanen".to_owned()));
        assert_eq!(bare_forms("Ab1"), ["Ab1"]);
    }

    #[test]
    fn words_of_minangkabau_lead_to_roots() {
        for word in ["ciek", "oto", "doto", "sarok", "lapau", "salasai"] {
            assert!(is_root(&stem(word)), "{word}");
        }
    }

    #[test]
    fn the_roots_are_in_order_and_stems_of_themselves() {
        let all: Vec<&str> = include_str!("../../assets/search/roots.txt")
            .lines()
            .collect();
        assert!(all.windows(2).all(|w| w[0] < w[1]));
        assert!(
            all.iter()
                .all(|w| w.bytes().all(|b| b.is_ascii_lowercase()))
        );
    }

    proptest! {
        #[test]
        fn a_stem_is_its_own_stem(word in "[a-z]{0,50}") {
            let once = stem(&word);
            prop_assert_eq!(stem(&once), once.clone());
            // Putting back a swallowed letter never makes it longer.
            prop_assert!(once.len() <= word.len() + 1);
        }

        #[test]
        fn affixed_words_end_at_a_stem(
            prefix in "(|me|mem|men|meng|meny|pe|pem|peng|ber|ter|di|ke|se|memper|diper|ma|ba|ta|pa|ka)",
            root in "[a-z]{1,12}",
            suffix in "(|kan|an|i|nya|lah|kah|annya|kannyalah|nyo)",
        ) {
            let once = stem(&format!("{prefix}{root}{suffix}"));
            prop_assert_eq!(stem(&once), once);
        }

        #[test]
        fn whatever_comes_never_panics(word in any::<String>()) {
            let once = stem(&word);
            prop_assert_eq!(stem(&once), once);
        }
    }
}
