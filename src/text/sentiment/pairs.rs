//! Minangkabau words and the Indonesian ones that stand for them, learnt from sentences that people
//! put from one language into the other (IBM model 1 with a leaning to the diagonal).

use super::hashed;
use std::collections::BTreeMap;

/// Rounds of expectation and maximisation.
const ROUNDS: usize = 8;
/// How much likelier a pair is at the same place of both sentences than at opposite ends (e^4).
const DIAGONAL: f64 = 4.0;
/// A pair is kept if this share of its word's uses is explained by it, this often.
const SHARE: f64 = 0.5;
const USES: f64 = 1.5;
/// Or if the two look alike, and this share is.
const SHARE_ALIKE: f64 = 0.35;
/// An Indonesian text has words that look Minangkabau; from this share of words on it is taken for
/// Minangkabau, and there must be two of them if it has more than [`SHORT`] words.
const SPEAKS: f64 = 0.12;
const SHORT: usize = 6;
/// A word that occurs this often in Indonesian sentences may mean something else there.
const COMMON: u32 = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    hash: u64,
    /// Also an Indonesian word, such as capek: fast in Minangkabau, tired in Indonesian.
    doubtful: bool,
    from: u32,
    to: u32,
}

/// From a Minangkabau word's hash to an Indonesian word.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// By hash.
    pairs: Vec<Pair>,
    words: String,
}

impl Pairs {
    fn find(&self, hash: u64) -> Option<&Pair> {
        let at = self.pairs.binary_search_by_key(&hash, |p| p.hash).ok()?;
        self.pairs.get(at)
    }

    /// The hash of a regular word.
    pub fn key(&self, word: &str) -> u64 {
        hashed::of(b'w', word.as_bytes())
    }

    /// Whether a text of these words is Minangkabau.
    pub fn speaks(&self, words: impl Iterator<Item = u64>) -> bool {
        let (mut all, mut hits) = (0usize, 0usize);
        for hash in words {
            all += 1;
            hits += usize::from(self.find(hash).is_some_and(|p| !p.doubtful));
        }
        let few = if all <= SHORT { 1 } else { 2 };
        hits >= few && hits as f64 >= SPEAKS * all as f64
    }

    /// The Indonesian word, if there is a pair; a doubtful one counts in Minangkabau only.
    pub fn get(&self, hash: u64, minangkabau: bool) -> Option<&str> {
        let pair = self.find(hash).filter(|p| minangkabau || !p.doubtful)?;
        self.words.get(pair.from as usize..pair.to as usize)
    }

    pub fn count(&self) -> usize {
        self.pairs.len()
    }

    pub fn new(pairs: &[(String, String, bool)]) -> Pairs {
        let mut all = Pairs::default();
        for (word, meaning, doubtful) in pairs {
            let from = all.words.len() as u32;
            all.words.push_str(meaning);
            all.pairs.push(Pair {
                hash: hashed::of(b'w', word.as_bytes()),
                doubtful: *doubtful,
                from,
                to: all.words.len() as u32,
            });
        }
        all.pairs.sort_by_key(|p| p.hash);
        all.pairs.dedup_by_key(|p| p.hash);
        all
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.pairs.len() as u32).to_le_bytes());
        out.extend_from_slice(&(self.words.len() as u32).to_le_bytes());
        for p in &self.pairs {
            out.extend_from_slice(&p.hash.to_le_bytes());
            out.extend_from_slice(&p.from.to_le_bytes());
            // The highest bit of the end says that the pair is doubtful.
            let to = p.to | (u32::from(p.doubtful) << 31);
            out.extend_from_slice(&to.to_le_bytes());
        }
        out.extend_from_slice(self.words.as_bytes());
    }

    /// Takes pairs off the front of some bytes.
    pub fn read(bytes: &mut &[u8]) -> Option<Pairs> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (pairs, rest) =
            rest.split_at_checked((u32::from_le_bytes(*count) as usize).checked_mul(16)?)?;
        let (words, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let half = |c: &[u8]| u32::from_le_bytes([c[0], c[1], c[2], c[3]]);
        let pairs = pairs
            .chunks_exact(16)
            .map(|c| Pair {
                hash: u64::from(half(c)) | (u64::from(half(&c[4..])) << 32),
                from: half(&c[8..]),
                to: half(&c[12..]) & !(1 << 31),
                doubtful: half(&c[12..]) >> 31 == 1,
            })
            .collect();
        *bytes = rest;
        Some(Pairs {
            pairs,
            words: std::str::from_utf8(words).ok()?.to_owned(),
        })
    }
}

/// Learns pairs from sentences in both languages (Minangkabau first), each a list of words.
/// `uses` is how often a word occurs in Indonesian sentences.
pub fn learn(
    sentences: &[(Vec<String>, Vec<String>)],
    uses: &BTreeMap<String, u32>,
) -> Vec<(String, String, bool)> {
    let mut chance: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let mut counts: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for round in 0..ROUNDS {
        counts.clear();
        for (ours, theirs) in sentences {
            align(ours, theirs, |m, i| {
                if round == 0 {
                    1.0
                } else {
                    chance.get(&(m, i)).copied().unwrap_or(0.0)
                }
            })
            .into_iter()
            .for_each(|(m, i, share)| {
                *counts.entry(m).or_default().entry(i).or_default() += share;
            });
        }
        chance = counts
            .iter()
            .flat_map(|(m, row)| {
                let all: f64 = row.values().sum();
                row.iter().map(move |(i, n)| ((*m, *i), n / all))
            })
            .collect();
    }
    let mut pairs = Vec::new();
    for (word, row) in &counts {
        let best = row
            .iter()
            .fold(None, |best: Option<(&str, f64)>, (i, n)| match best {
                Some((_, m)) if m >= *n => best,
                _ => Some((*i, *n)),
            });
        let Some((meaning, n)) = best else { continue };
        let share = chance.get(&(*word, meaning)).copied().unwrap_or(0.0);
        let sure = share >= SHARE && n >= USES || share >= SHARE_ALIKE && alike(word, meaning);
        if sure && *word != meaning && word.chars().nth(1).is_some() {
            let doubtful = uses.get(*word).is_some_and(|n| *n >= COMMON);
            pairs.push(((*word).to_owned(), meaning.to_owned(), doubtful));
        }
    }
    pairs
}

/// How each Indonesian word's use is shared out among the Minangkabau words of its sentence.
fn align<'a>(
    ours: &'a [String],
    theirs: &'a [String],
    chance: impl Fn(&str, &str) -> f64,
) -> Vec<(&'a str, &'a str, f64)> {
    let mut out = Vec::new();
    for (j, i) in theirs.iter().enumerate() {
        let shares: Vec<f64> = ours
            .iter()
            .enumerate()
            .map(|(k, m)| {
                let apart = k as f64 / ours.len() as f64 - j as f64 / theirs.len() as f64;
                let same = if m == i { 3.0 } else { 1.0 };
                chance(m, i) * (-DIAGONAL * apart.abs()).exp() * same
            })
            .collect();
        let all: f64 = shares.iter().sum();
        for (m, share) in ours.iter().zip(shares) {
            if all > 0.0 && share / all > 1e-3 {
                out.push((m.as_str(), i.as_str(), share / all));
            }
        }
    }
    out
}

/// Whether two words share at least two fifths of their pairs of letters.
fn alike(a: &str, b: &str) -> bool {
    let pairs = |w: &str| -> std::collections::BTreeSet<(char, char)> {
        w.chars().zip(w.chars().skip(1)).collect()
    };
    let (a, b) = (pairs(a), pairs(b));
    2.0 * a.intersection(&b).count() as f64 >= 0.4 * (a.len() + b.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn learns_which_word_stands_for_which() {
        let pairs: Vec<(Vec<String>, Vec<String>)> = [
            ("tampek ko rancak", "tempat ini bagus"),
            ("tampek itu kumuah", "tempat itu kotor"),
            ("makanan ko rancak", "makanan ini bagus"),
            ("makanan kumuah", "makanan kotor"),
        ]
        .map(|(m, i)| (sentence(m), sentence(i)))
        .to_vec();
        let uses = BTreeMap::from([("tampek".to_owned(), 9)]);
        let learnt = learn(&pairs, &uses);
        let has = |m: &str, i: &str, doubtful: bool| {
            learnt.contains(&(m.to_owned(), i.to_owned(), doubtful))
        };
        assert!(has("rancak", "bagus", false) && has("kumuah", "kotor", false));
        assert!(has("tampek", "tempat", true), "{learnt:?}");

        let pairs = Pairs::new(&learnt);
        let mut bytes = Vec::new();
        pairs.write(&mut bytes);
        let again = Pairs::read(&mut bytes.as_slice()).expect("pairs");
        let hash = |w: &str| hashed::of(b'w', w.as_bytes());
        assert_eq!(again.get(hash("rancak"), false), Some("bagus"));
        assert_eq!(again.get(hash("tampek"), false), None);
        assert_eq!(again.get(hash("tampek"), true), Some("tempat"));
        assert!(again.speaks([hash("rancak"), hash("ko")].into_iter()));
        assert!(Pairs::read(&mut &bytes[..bytes.len() - 1]).is_none());
    }
}
