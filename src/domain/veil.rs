//! Which counts are told to everyone. A count of 1 to 4 could point at somebody, such as the writer of
//! a confidential post, so it is veiled; and so is what it could be reckoned from: the parts beside it
//! of a whole that is told, and the same part of the row beside it.
//!
//! The rule holds for what one page tells at one time. It says nothing of pages that cut the same days
//! otherwise, nor of the page of yesterday.

use super::share::Share;

/// A count of fewer things of one kind is not told to everyone.
pub const SMALL: i64 = 5;

pub fn is_small(n: i64) -> bool {
    (1..SMALL).contains(&n)
}

/// Which rows are veiled whole, of rows whose parts add up to known sums, both across and down.
///
/// Rows go in groups of two, by their place alone, the last of three if they are odd; a group that
/// holds a small count is veiled. So whatever is known of the sums, two rows of a group may as well be
/// the other way round, and which of them holds the small count stays open. A lone row is its own group:
/// its sums down are then the whole's, which must not tell its parts either.
pub fn rows<const N: usize>(rows: &[[i64; N]]) -> Vec<bool> {
    let groups = (rows.len() / 2).max(1);
    let group = |i: usize| (i / 2).min(groups - 1);
    let mut veiled = vec![false; groups];
    for (i, row) in rows.iter().enumerate() {
        if row.iter().any(|n| is_small(*n))
            && let Some(v) = veiled.get_mut(group(i))
        {
            *v = true;
        }
    }
    (0..rows.len())
        .map(|i| veiled.get(group(i)).copied().unwrap_or(false))
        .collect()
}

/// Rows joined with their neighbours, so many to one; what is left over goes with the last.
pub fn joined<const N: usize>(rows: &[[i64; N]], many: usize) -> Vec<[i64; N]> {
    let mut all = vec![[0; N]; groups(rows.len(), many)];
    for (i, row) in rows.iter().enumerate() {
        if let Some(sum) = all.get_mut(group(i, rows.len(), many)) {
            for (a, b) in sum.iter_mut().zip(row) {
                *a += b;
            }
        }
    }
    all
}

fn groups(rows: usize, many: usize) -> usize {
    (rows / many.max(1)).max(1).min(rows)
}

/// Into which of the joined rows a row goes.
pub fn group(row: usize, rows: usize, many: usize) -> usize {
    (row / many.max(1)).min(groups(rows, many).saturating_sub(1))
}

/// How many neighbours must be joined in each list until none of them is veiled: in all alike, so that
/// they can be compared, but for lists that are veiled even as a whole. Only sums of what is joined are told
/// then, and no small count among them.
pub fn join<const N: usize>(lists: &[&[[i64; N]]]) -> Vec<usize> {
    let is_open = |l: &[[i64; N]], many: usize| !rows(&joined(l, many)).contains(&true);
    let whole = |l: &[[i64; N]]| l.len().max(1);
    let open: Vec<_> = lists.iter().filter(|l| is_open(l, whole(l))).collect();
    let most = open.iter().map(|l| whole(l)).max().unwrap_or(1);
    let many = (1..most)
        .find(|many| open.iter().all(|l| is_open(l, *many)))
        .unwrap_or(most);
    lists
        .iter()
        .map(|l| if is_open(l, whole(l)) { many } else { whole(l) })
        .collect()
}

/// What follows from a count and the one before it, if it is the same whatever the small ones are.
pub fn sure<T: PartialEq>(now: i64, before: i64, of: impl Fn(i64, i64) -> T) -> Option<T> {
    let all = |n: i64| if is_small(n) { 1..SMALL } else { n..n + 1 };
    let mut found = None;
    for a in all(now) {
        for b in all(before) {
            let this = of(a, b);
            if found.as_ref().is_some_and(|f| *f != this) {
                return None;
            }
            found = Some(this);
        }
    }
    found
}

/// A share as it is told.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Told {
    Share(Share),
    /// Of too few cases; none of a veiled number.
    Few(Option<i64>),
    /// Of enough cases perhaps, but it would tell a small count.
    Veiled,
}

impl Told {
    /// To those who may see small counts.
    pub fn inside(n: i64, of: i64, minimum: u64) -> Told {
        Share::published(n, of, minimum).map_or(Told::Few(Some(of)), Told::Share)
    }

    /// To everyone, of a performance such as answers in time: only how many cases there are is veiled.
    pub fn cases(n: i64, of: i64, minimum: u64) -> Told {
        match Told::inside(n, of, minimum) {
            Told::Few(_) if is_small(of) => Told::Few(None),
            told => told,
        }
    }

    /// To everyone, of what people said: a share and its count tell both parts.
    pub fn parts(n: i64, of: i64, minimum: u64) -> Told {
        match Told::cases(n, of, minimum) {
            Told::Share(_) if is_small(n) || is_small(of - n) => Told::Veiled,
            told => told,
        }
    }

    pub fn share(&self) -> Option<&Share> {
        match self {
            Told::Share(s) => Some(s),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All that can be known of some rows: which are veiled, the others, and the sums down.
    type Known<const N: usize> = (Vec<Option<[i64; N]>>, [i64; N]);

    fn known<const N: usize>(all: &[[i64; N]]) -> Known<N> {
        let told = rows(all)
            .into_iter()
            .zip(all)
            .map(|(veiled, row)| (!veiled).then_some(*row))
            .collect();
        (
            told,
            std::array::from_fn(|j| all.iter().map(|r| r[j]).sum()),
        )
    }

    /// Whether something else than the count at a place would look the same: tries every other rows
    /// that differ from these in two rows of one part, or by two rows' being the other way round.
    fn is_open<const N: usize>(all: &[[i64; N]], at: (usize, usize)) -> bool {
        let (i, j) = at;
        let same = |other: &[[i64; N]]| other[i][j] != all[i][j] && known(other) == known(all);
        (0..all.len()).filter(|k| *k != i).any(|k| {
            let mut turned = all.to_vec();
            turned.swap(i, k);
            let moved = (-9i64..=9).any(|d| {
                let mut moved = all.to_vec();
                moved[i][j] += d;
                moved[k][j] -= d;
                moved[i][j] >= 0 && moved[k][j] >= 0 && same(&moved)
            });
            moved || same(&turned)
        })
    }

    #[test]
    fn one_of_five_is_not_told() {
        assert_eq!(rows(&[[1, 4], [9, 8]]), [true, true]);
        assert_eq!(
            rows(&[[0, 9], [9, 8], [1, 9], [9, 9]]),
            [false, false, true, true]
        );
        assert_eq!(
            rows(&[[9], [9], [0], [0], [3]]),
            [false, false, true, true, true]
        );
        assert_eq!(rows(&[[3]]), [true]);
        assert_eq!(rows::<4>(&[]), Vec::<bool>::new());
        assert_eq!(Told::parts(1, 5, 2), Told::Veiled);
        assert_eq!(Told::parts(19, 20, 10), Told::Veiled, "the one that isn't");
        assert_eq!(Told::parts(2, 4, 10), Told::Few(None));
        assert_eq!(Told::parts(2, 7, 10), Told::Few(Some(7)));
        assert_eq!(Told::inside(1, 3, 10), Told::Few(Some(3)));
        assert!(Told::parts(0, 20, 10).share().is_some());
        assert!(Told::cases(19, 20, 10).share().is_some());
    }

    #[test]
    fn what_a_small_count_decides_is_not_told() {
        assert_eq!(sure(30, 2, |a, b| a > b), Some(true));
        assert_eq!(sure(3, 2, |a, b| a > b), None);
        assert_eq!(sure(0, 7, |a, b| a > b), Some(false));
    }

    proptest! {
        #[test]
        fn what_is_told_never_determines_a_small_count(
            all in proptest::collection::vec(proptest::array::uniform4(
                prop_oneof![Just(0i64), 1i64..5, 5i64..9, 0i64..60]), 2..9),
        ) {
            let veiled = rows(&all);
            for (i, row) in all.iter().enumerate() {
                for (j, n) in row.iter().enumerate().filter(|(_, n)| is_small(**n)) {
                    prop_assert!(veiled[i], "{n} of {row:?} is told");
                    prop_assert!(is_open(&all, (i, j)), "{n} of {all:?} can be reckoned");
                }
            }
        }

        /// Of a lone row the whole's share of praise may be told beside it, and how many posts there
        /// are in all: complaints and neutral posts stay open.
        #[test]
        fn a_lone_row_is_not_told_by_the_whole(neg in 0i64..30, neu in 0i64..30, pos in 0i64..30) {
            let of = neg + neu + pos;
            let seen = |neg: i64, neu: i64, pos: i64| {
                let told = Told::parts(pos, neg + neu + pos, 1);
                (rows(&[[neg, neu, pos]]), told)
            };
            for (n, at) in [(neg, 0), (neu, 1), (pos, 2)] {
                if is_small(n) {
                    let open = (0..=of).any(|a| (0..=of - a).any(|b| {
                        let other = [a, b, of - a - b];
                        other[at] != n && seen(other[0], other[1], other[2]) == seen(neg, neu, pos)
                    }));
                    prop_assert!(open, "{neg} {neu} {pos}");
                }
            }
        }

        #[test]
        fn what_is_joined_is_all_there_and_not_small(
            all in proptest::collection::vec(proptest::array::uniform4(0i64..12), 1..30),
        ) {
            let many = join(&[&all])[0];
            let told = joined(&all, many);
            for part in 0..4 {
                let sum = |rows: &[[i64; 4]]| rows.iter().map(|r| r[part]).sum::<i64>();
                prop_assert_eq!(sum(&told), sum(&all));
            }
            prop_assert!(told.len() == 1 || !told.iter().flatten().any(|n| is_small(*n)), "{told:?}");
            if many > 1 {
                let finer = rows(&joined(&all, many - 1));
                prop_assert!(finer.contains(&true), "no more is joined than must be");
            }
        }

        #[test]
        fn a_share_that_is_told_tells_no_small_part(n in 0i64..30, more in 0i64..30, minimum in 1u64..12) {
            if let Told::Share(s) = Told::parts(n, n + more, minimum) {
                prop_assert!(!is_small(s.n) && !is_small(s.of - s.n));
            }
        }
    }
}
