//! Folds for cross-validation in which sentences that nearly equal each other, and the two
//! languages of one sentence, stay together.

use super::shuffle;
use std::collections::{BTreeMap, BTreeSet};

/// Sentences that share this much of their words are taken for one.
const SAME: f64 = 0.7;

/// Which sentences belong together: sentence n is in the group with the number at n. `linked` are
/// pairs that belong together whatever their words.
pub fn groups(texts: &[&str], linked: &[(usize, usize)]) -> Vec<usize> {
    let words: Vec<BTreeSet<String>> = texts
        .iter()
        .map(|t| {
            t.to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
                .map(str::to_owned)
                .collect()
        })
        .collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words.iter().flatten() {
        *uses.entry(word).or_default() += 1;
    }
    let mut parent: Vec<usize> = (0..texts.len()).collect();
    for (a, b) in linked {
        unite(&mut parent, *a, *b);
    }
    // Two sets that share so much share one of each's rarest words.
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, set) in words.iter().enumerate() {
        let mut rarest: Vec<&str> = set.iter().map(String::as_str).collect();
        rarest.sort_by_key(|w| (uses[w], *w));
        rarest.truncate(set.len() - (SAME * set.len() as f64).ceil() as usize + 1);
        let mut near = BTreeSet::new();
        for word in rarest {
            let others = holders.entry(word).or_default();
            near.extend(others.iter().copied());
            others.push(n);
        }
        for other in near {
            let both = set.intersection(&words[other]).count();
            let any = set.len() + words[other].len() - both;
            if both as f64 >= SAME * any as f64 {
                unite(&mut parent, n, other);
            }
        }
    }
    (0..texts.len()).map(|n| root(&mut parent, n)).collect()
}

fn root(parent: &mut [usize], mut n: usize) -> usize {
    while parent[n] != n {
        parent[n] = parent[parent[n]];
        n = parent[n];
    }
    n
}

fn unite(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}

/// Deals groups out to `k` folds of about the same size, with each kind (such as set and label) as
/// frequent in each. Gives the fold of each sentence.
pub fn deal(groups: &[usize], kinds: &[usize], k: usize, seed: u64) -> Vec<usize> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, group) in groups.iter().enumerate() {
        members.entry(*group).or_default().push(n);
    }
    let mut order: Vec<&Vec<usize>> = members.values().collect();
    shuffle(&mut order, &mut { seed });
    // Large groups first, while there is room to even them out.
    order.sort_by_key(|m| std::cmp::Reverse(m.len()));
    let most = kinds.iter().max().map_or(1, |k| k + 1);
    let k = k.max(1);
    let mut held = vec![vec![0usize; most]; k];
    let mut fold = vec![0; groups.len()];
    for group in order {
        let load = |f: usize| -> (usize, usize) {
            let of_kind = group.iter().map(|n| held[f][kinds[*n]]).sum();
            (of_kind, held[f].iter().sum())
        };
        let best = (0..k).min_by_key(|f| load(*f)).unwrap_or(0);
        for n in group {
            fold[*n] = best;
            held[best][kinds[*n]] += 1;
        }
    }
    fold
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_stays_together() {
        let texts = [
            "petugas di loket satu sangat ramah",
            "Petugas di loket satu sangat ramah!",
            "antrean lama sekali",
            "lama bana antrian",
        ];
        let groups = groups(&texts, &[(2, 3)]);
        assert_eq!(groups, [0, 0, 2, 2]);
        let fold = deal(&groups, &[0, 0, 1, 1], 2, 1);
        assert_eq!((fold[0], fold[2]), (fold[1], fold[3]));
        assert_ne!(fold[0], fold[2]);
    }
}
