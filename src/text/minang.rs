//! Minangkabau spelled as Indonesian, where the two differ by rule: kampuang–kampung, lapeh–lepas.
//! A rule counts only if it leads to a known root, since many Indonesian words have such endings
//! of their own (uang, ilmiah).

/// Words that differ by no rule.
const WORDS: &[(&str, &str)] = &[
    ("aia", "air"),
    ("ampek", "empat"),
    ("antri", "antre"),
    ("antrian", "antre"),
    ("apotik", "apotek"),
    ("baok", "bawa"),
    ("barasiah", "bersih"),
    ("bayia", "bayar"),
    ("bisuak", "besok"),
    ("ciek", "satu"),
    ("cilako", "celaka"),
    ("doto", "dokter"),
    ("duo", "dua"),
    ("harago", "harga"),
    ("ijin", "izin"),
    ("jadual", "jadwal"),
    ("kanai", "kena"),
    ("karajo", "kerja"),
    ("katarangan", "keterangan"),
    ("ketek", "kecil"),
    ("kwitansi", "kuitansi"),
    ("lansuang", "langsung"),
    ("lapau", "warung"),
    ("nomer", "nomor"),
    ("oto", "mobil"),
    ("pai", "pergi"),
    ("paruik", "perut"),
    ("praktek", "praktik"),
    ("rami", "ramai"),
    ("resiko", "risiko"),
    ("saketek", "sedikit"),
    ("sakola", "sekolah"),
    ("sakolah", "sekolah"),
    ("salasai", "selesai"),
    ("sarok", "sampah"),
    ("sikola", "sekolah"),
    ("sikolah", "sekolah"),
    ("standart", "standar"),
    ("telfon", "telepon"),
    ("telpon", "telepon"),
    ("ubek", "obat"),
    ("urang", "orang"),
    ("usaho", "usaha"),
];

/// Endings of Minangkabau, and what Indonesian may have there.
const ENDINGS: &[(&str, &[&str])] = &[
    ("o", &["a"]),
    ("iak", &["ik"]),
    ("uak", &["uk"]),
    ("iah", &["ih"]),
    ("uah", &["uh"]),
    ("uih", &["us"]),
    ("uik", &["ut"]),
    ("aik", &["at", "it"]),
    ("ik", &["it"]),
    ("ih", &["is"]),
    ("eh", &["as", "es"]),
    ("ek", &["at", "et"]),
    ("iang", &["ing"]),
    ("uang", &["ung"]),
    ("ua", &["ur", "ul", "or"]),
    ("ia", &["ir", "il"]),
    ("a", &["ar", "al"]),
];

/// The Indonesian root that the word is a Minangkabau spelling of, if there is one.
pub fn root(word: &str, is_root: impl Fn(&str) -> bool) -> Option<String> {
    if let Ok(at) = WORDS.binary_search_by(|(min, _)| (*min).cmp(word)) {
        return Some(WORDS[at].1.to_owned());
    }
    if word.len() < 4 {
        return None;
    }
    let mut spelled = vec![word.to_owned()];
    for (min, all) in ENDINGS {
        if let Some(rest) = word.strip_suffix(min) {
            spelled.extend(all.iter().map(|id| format!("{rest}{id}")));
        }
    }
    let fits = |w: &String| is_root(w);
    // As it is but for the ending; then with e for a in front; then with the h that is not spoken.
    if let Some(found) = spelled.iter().skip(1).find(|w| fits(w)) {
        return Some(found.clone());
    }
    let with_e = |w: &String| {
        let at = w.find(['a', 'i', 'u', 'e', 'o'])?;
        (at <= 2 && w[at..].starts_with('a')).then(|| format!("{}e{}", &w[..at], &w[at + 1..]))
    };
    if let Some(found) = spelled.iter().filter_map(with_e).find(fits) {
        return Some(found);
    }
    let with_h = |w: &String| {
        w.starts_with(['a', 'i', 'u', 'e', 'o'])
            .then(|| format!("h{w}"))
    };
    spelled.iter().filter_map(with_h).find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(WORDS.windows(2).all(|w| w[0].0 < w[1].0), "binary search");
    }

    #[test]
    fn spelling_follows_the_rules_to_known_roots_only() {
        let roots = ["kampung", "lepas", "habis", "tempat", "telur"];
        let root = |w: &str| root(w, |r| roots.contains(&r));
        for (min, id) in [
            ("kampuang", "kampung"),
            ("lapeh", "lepas"),
            ("abih", "habis"),
            ("tampek", "tempat"),
            ("talua", "telur"),
        ] {
            assert_eq!(root(min).as_deref(), Some(id), "{min}");
        }
        for word in ["uang", "ruang", "ilmiah", "buah", "ab"] {
            assert_eq!(root(word), None, "{word}");
        }
    }
}
