//! Informal spelling made regular: case, width, repeated letters, common abbreviations of
//! Indonesian and Minangkabau chat.

use unicode_normalization::UnicodeNormalization;

/// What people write short, and what they mean. Negations all become one word.
const SHORT: &[(&str, &str)] = &[
    ("ad", "ada"),
    ("aj", "saja"),
    ("aja", "saja"),
    ("ajo", "saja"),
    ("alun", "belum"),
    ("bana", "sangat"),
    ("banget", "sangat"),
    ("bgs", "bagus"),
    ("bgt", "sangat"),
    ("bgtt", "sangat"),
    ("bkn", "bukan"),
    ("blm", "belum"),
    ("brp", "berapa"),
    ("bs", "bisa"),
    ("byk", "banyak"),
    ("cpt", "cepat"),
    ("dg", "dengan"),
    ("dgn", "dengan"),
    ("dlm", "dalam"),
    ("dr", "dari"),
    ("engga", "tidak"),
    ("enggak", "tidak"),
    ("g", "tidak"),
    ("ga", "tidak"),
    ("gak", "tidak"),
    ("gk", "tidak"),
    ("gx", "tidak"),
    ("hrs", "harus"),
    ("indak", "tidak"),
    ("jd", "jadi"),
    ("jgn", "jangan"),
    ("jo", "dengan"),
    ("kalo", "kalau"),
    ("karna", "karena"),
    ("kayak", "seperti"),
    ("kk", "kakak"),
    ("klo", "kalau"),
    ("krn", "karena"),
    ("kyk", "seperti"),
    ("lbh", "lebih"),
    ("lg", "lagi"),
    ("mantab", "mantap"),
    ("msh", "masih"),
    ("nan", "yang"),
    ("ndak", "tidak"),
    ("ndk", "tidak"),
    ("ngga", "tidak"),
    ("nggak", "tidak"),
    ("ngk", "tidak"),
    ("org", "orang"),
    ("pd", "pada"),
    ("sbg", "sebagai"),
    ("sdh", "sudah"),
    ("sgt", "sangat"),
    ("skrg", "sekarang"),
    ("sm", "sama"),
    ("sy", "saya"),
    ("tak", "tidak"),
    ("td", "tadi"),
    ("tdk", "tidak"),
    ("tp", "tapi"),
    ("tpi", "tapi"),
    ("trs", "terus"),
    ("udah", "sudah"),
    ("udh", "sudah"),
    ("utk", "untuk"),
    ("yg", "yang"),
];

/// A word's regular form, if it is one of the known short ones.
pub fn regular(word: &str) -> &str {
    match SHORT.binary_search_by(|(short, _)| (*short).cmp(word)) {
        Ok(at) => SHORT[at].1,
        Err(_) => word,
    }
}

/// Whether a (regular) word turns round what follows it.
pub fn negates(word: &str) -> bool {
    matches!(
        word,
        "tidak" | "bukan" | "belum" | "kurang" | "jangan" | "tanpa"
    )
}

/// Whether a (regular) word sets what follows against what came before.
pub fn contrasts(word: &str) -> bool {
    matches!(
        word,
        "tapi"
            | "namun"
            | "cuma"
            | "hanya"
            | "sayang"
            | "sayangnya"
            | "padahal"
            | "walaupun"
            | "walau"
            | "meski"
            | "meskipun"
            | "malah"
            | "malahan"
            | "justru"
            | "sedangkan"
            | "cumo"
            | "sayangnyo"
    )
}

/// A word without the article-like ending -nya (-nyo): "tempatnya" is "tempat". Words that are
/// something else with it, or too short without it, stay.
pub fn bare(word: &str) -> &str {
    match word
        .strip_suffix("nya")
        .or_else(|| word.strip_suffix("nyo"))
    {
        Some(stem)
            if stem.len() >= 3 && !matches!(stem, "biasa" | "akhir" | "misal" | "sayang") =>
        {
            stem
        }
        _ => word,
    }
}

/// Lower-cases, folds full-width and other compatible forms, and leaves at most two of a letter
/// that is repeated. Writes into `out`, which is cleared first; reads at most `max` characters.
pub fn fold_into(text: &str, max: usize, out: &mut String) {
    out.clear();
    let (mut last, mut run) = ('\0', 0u32);
    let mut push = |c: char| {
        run = if c == last { run + 1 } else { 1 };
        last = c;
        if run <= 2 || !c.is_alphabetic() {
            out.push(c);
        }
    };
    if text.is_ascii() {
        text.chars()
            .take(max)
            .for_each(|c| push(c.to_ascii_lowercase()));
    } else {
        text.chars()
            .take(max)
            .nfkc()
            .flat_map(char::to_lowercase)
            .for_each(&mut push);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(SHORT.windows(2).all(|w| w[0].0 < w[1].0), "binary search");
    }

    #[test]
    fn folds_what_people_stretch_and_widen() {
        let mut out = String::new();
        fold_into("LAMAAAAA Ｂａｇｕｓ", 100, &mut out);
        assert_eq!(out, "lamaa bagus");
        assert_eq!(regular("gk"), "tidak");
        assert_eq!(regular("meja"), "meja");
    }
}
