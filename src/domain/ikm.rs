//! Survei Kepuasan Masyarakat: the satisfaction index (IKM) of PermenPANRB 14/2017.
//!
//! NRR of an element = sum of its answers / number of answers. IKM = sum of NRR × 1/9 × 25.
//! The exact 1/9 is used (tables print 0,111, but publish 100 for a table of all fours), and only
//! what is shown is rounded: half up, two decimals, decided by whole-number arithmetic.

use super::share::{self, Interval};

crate::text_enum! {
    /// The nine elements. Publishers differ in the order of U8 and U9: always show the name.
    pub enum Element {
        /// Persyaratan.
        Requirements = "u1",
        /// Sistem, mekanisme dan prosedur.
        Procedure = "u2",
        /// Waktu penyelesaian.
        Time = "u3",
        /// Biaya/tarif.
        Cost = "u4",
        /// Produk spesifikasi jenis pelayanan.
        Product = "u5",
        /// Kompetensi pelaksana.
        Competence = "u6",
        /// Perilaku pelaksana.
        Conduct = "u7",
        /// Sarana dan prasarana.
        Facilities = "u8",
        /// Penanganan pengaduan, saran dan masukan.
        Complaints = "u9",
    }
}

impl Element {
    /// 0 to 8, for U1 to U9.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// `None` above 8.
    pub fn from_index(i: usize) -> Option<Self> {
        Self::ALL.get(i).copied()
    }

    /// The key of the element's name.
    pub const fn key(self) -> &'static str {
        match self {
            Element::Requirements => "element-u1",
            Element::Procedure => "element-u2",
            Element::Time => "element-u3",
            Element::Cost => "element-u4",
            Element::Product => "element-u5",
            Element::Competence => "element-u6",
            Element::Conduct => "element-u7",
            Element::Facilities => "element-u8",
            Element::Complaints => "element-u9",
        }
    }
}

crate::text_enum! {
    /// The class of a rounded index, A the best.
    pub enum Class {
        /// Sangat baik, 88,31–100,00.
        A = "A",
        /// Baik, 76,61–88,30.
        B = "B",
        /// Kurang baik, 65,00–76,60.
        C = "C",
        /// Tidak baik, 25,00–64,99.
        D = "D",
    }
}

impl Class {
    /// Of an index in hundredths (7874 for 78,74).
    pub const fn of_hundredths(hundredths: u32) -> Self {
        match hundredths {
            8831.. => Class::A,
            7661..=8830 => Class::B,
            6500..=7660 => Class::C,
            _ => Class::D,
        }
    }

    /// The key of the class's name.
    pub const fn key(self) -> &'static str {
        match self {
            Class::A => "ikm-class-a",
            Class::B => "ikm-class-b",
            Class::C => "ikm-class-c",
            Class::D => "ikm-class-d",
        }
    }
}

/// Respondents below which no index is published unless the city sets another number. The
/// regulation names none; of ten, one person moves the index by 7,5 points at most.
pub const MIN_RESPONDENTS: u64 = 10;

/// The answers to one element: how many, and their sum (each 1 to 4).
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct ElementTally {
    pub n: u64,
    pub sum: u64,
}

impl ElementTally {
    /// Counts one answer, 1 to 4.
    pub fn add(&mut self, score: u8) {
        self.n += 1;
        self.sum += u64::from(score);
    }

    /// Whether there are answers, and their sum is one that they can have.
    fn is_valid(self) -> bool {
        let (n, sum) = (u128::from(self.n), u128::from(self.sum));
        n > 0 && (n..=4 * n).contains(&sum)
    }
}

/// One element's result.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct ElementScore {
    pub element: Element,
    /// How many answered it.
    pub n: u64,
    /// The average answer, 1 to 4.
    pub nrr: f64,
    /// NRR × 25, rounded half up to two decimals.
    pub rounded: f64,
    /// The class of `rounded`.
    pub class: Class,
    /// 1 for the best; equal averages share a rank.
    pub rank: u8,
}

/// The index of a service, a unit or the city.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Ikm {
    /// Not rounded, 25 to 100.
    pub index: f64,
    /// Rounded half up to two decimals: the figure to show.
    pub rounded: f64,
    /// The class of `rounded`.
    pub class: Class,
    /// U1 to U9, in order.
    pub elements: [ElementScore; 9],
    /// People who answered at least one element.
    pub respondents: u64,
}

impl Ikm {
    /// `None` if an element has no answer, or a sum that its answers cannot have.
    pub fn of(tallies: &[ElementTally; 9], respondents: u64) -> Option<Ikm> {
        if !tallies.iter().all(|t| t.is_valid()) {
            return None;
        }
        let nrr = tallies.map(|t| t.sum as f64 / t.n as f64);
        let (rounded, class) = shown(tallies);
        let elements = std::array::from_fn(|i| {
            let (rounded, class) = shown(&tallies[i..=i]);
            let better = tallies.iter().filter(|t| is_better(t, &tallies[i])).count();
            ElementScore {
                element: Element::ALL[i],
                n: tallies[i].n,
                nrr: nrr[i],
                rounded,
                class,
                rank: better as u8 + 1,
            }
        });
        Some(Ikm {
            index: nrr.iter().sum::<f64>() * 25.0 / 9.0,
            rounded,
            class,
            elements,
            respondents,
        })
    }

    /// As [`Ikm::of`], and `None` as well below `minimum` respondents
    /// ([`MIN_RESPONDENTS`] unless the city sets another number).
    pub fn published(tallies: &[ElementTally; 9], respondents: u64, minimum: u64) -> Option<Ikm> {
        (respondents >= minimum)
            .then(|| Ikm::of(tallies, respondents))
            .flatten()
    }

    /// Between what bounds the index lies, 25 to 100 (95 in a hundred); see [`share::within`].
    pub fn interval(&self) -> Interval {
        between(self.rounded, self.respondents)
    }

    /// The `count` weakest elements, the weakest first.
    pub fn weakest(&self, count: usize) -> Vec<ElementScore> {
        let mut all = self.elements.to_vec();
        all.sort_by_key(|e| std::cmp::Reverse(e.rank));
        all.truncate(count);
        all
    }
}

impl ElementScore {
    /// As [`Ikm::interval`].
    pub fn interval(&self) -> Interval {
        between(self.rounded, self.n)
    }
}

fn between(rounded: f64, n: u64) -> Interval {
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    share::within(rounded, n, (25.0, 100.0)).unwrap_or(Interval {
        low: 25.0,
        high: 100.0,
    })
}

/// The smallest sample for a population, by Krejcie and Morgan (1970) with χ² = 3.841, P = 0.5,
/// d = 0.05, to the nearest whole person as their table prints it.
pub fn minimum_sample(population: u64) -> u64 {
    if population == 0 {
        return 0;
    }
    // s = χ² N P(1−P) / (d² (N−1) + χ² P(1−P)), both halves times 100,000.
    let n = u128::from(population);
    let above = 96_025 * n;
    let below = 250 * (n - 1) + 96_025;
    u64::try_from((2 * above + below) / (2 * below)).unwrap_or(u64::MAX)
}

/// The average of `tallies` × 25 as shown: the figure and its class.
fn shown(tallies: &[ElementTally]) -> (f64, Class) {
    let hundredths = round_half_up(tallies);
    (
        f64::from(hundredths) / 100.0,
        Class::of_hundredths(hundredths),
    )
}

/// Whether the average of `a` exceeds that of `b`.
fn is_better(a: &ElementTally, b: &ElementTally) -> bool {
    u128::from(a.sum) * u128::from(b.n) > u128::from(b.sum) * u128::from(a.n)
}

/// The mean of the averages × 25, in hundredths, rounded half up without any floating point.
///
/// With N/D the sum of the averages over one denominator and k of them, the answer is the largest
/// h with h ≤ 2500 N / (k D) + 1/2, that is with 2 k h D ≤ 5000 N + k D.
fn round_half_up(tallies: &[ElementTally]) -> u32 {
    let k = tallies.len() as u64;
    let mut denominator = Wide::from(1);
    for t in tallies {
        denominator = denominator.times(t.n);
    }
    let mut right = denominator.times(k);
    for (i, t) in tallies.iter().enumerate() {
        let mut term = Wide::from(5_000).times(t.sum);
        for (j, other) in tallies.iter().enumerate() {
            if i != j {
                term = term.times(other.n);
            }
        }
        right = right.plus(&term);
    }
    let (mut low, mut high) = (2_500_u32, 10_000_u32);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if denominator.times(2 * k * u64::from(middle)) <= right {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// An unsigned whole number of 768 bits, most significant limb first so that the derived order
/// is the numeric one. Nine 64-bit factors times a few thousand stay far below its end.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Wide([u64; 12]);

impl Wide {
    fn from(n: u64) -> Self {
        let mut limbs = [0; 12];
        limbs[11] = n;
        Self(limbs)
    }

    fn times(&self, factor: u64) -> Self {
        let mut limbs = [0; 12];
        let mut carry = 0_u128;
        for i in (0..12).rev() {
            let product = u128::from(self.0[i]) * u128::from(factor) + carry;
            limbs[i] = product as u64;
            carry = product >> 64;
        }
        Self(limbs)
    }

    fn plus(&self, other: &Self) -> Self {
        let mut limbs = [0; 12];
        let mut carry = 0_u128;
        for i in (0..12).rev() {
            let sum = u128::from(self.0[i]) + u128::from(other.0[i]) + carry;
            limbs[i] = sum as u64;
            carry = sum >> 64;
        }
        Self(limbs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 49 respondents of a published processing table (Sekadau regency, first half of 2019).
    const SEKADAU: &str = include_str!("../../assets/demo/respondents.csv");

    fn tally(rows: impl Iterator<Item = [u8; 9]>) -> ([ElementTally; 9], u64) {
        let mut tallies = [ElementTally::default(); 9];
        let mut respondents = 0;
        for row in rows {
            respondents += 1;
            for (t, score) in tallies.iter_mut().zip(row) {
                t.add(score);
            }
        }
        (tallies, respondents)
    }

    fn sekadau() -> ([ElementTally; 9], u64) {
        tally(SEKADAU.lines().skip(1).map(|line| {
            let mut cells = line.split(',').skip(1);
            std::array::from_fn(|_| cells.next().unwrap().trim().parse().unwrap())
        }))
    }

    #[test]
    fn the_published_table_comes_out_to_the_digit() {
        let (tallies, respondents) = sekadau();
        let ikm = Ikm::of(&tallies, respondents).unwrap();
        assert_eq!(ikm.respondents, 49);
        let nrr = ikm.elements.map(|e| format!("{:.4}", e.nrr));
        let published = [
            "2.8163", "2.8367", "3.0612", "3.6122", "3.2449", "3.3265", "3.2857", "2.9184",
            "3.2449",
        ];
        assert_eq!(nrr, published);
        assert_eq!(ikm.rounded, 78.74);
        assert!((ikm.index - 78.741).abs() < 0.001);
        assert_eq!(ikm.class, Class::B);
        assert_eq!(ikm.weakest(2)[0].element, Element::Requirements);
        assert_eq!(ikm.elements[Element::Cost.index()].rank, 1);
        assert_eq!(ikm.elements[4].rank, ikm.elements[8].rank);
    }

    #[test]
    fn all_fours_are_a_hundred_and_all_ones_twenty_five() {
        for (score, index, class) in [(4, 100.0, Class::A), (1, 25.0, Class::D)] {
            let (tallies, n) = tally((0..7).map(|_| [score; 9]));
            let ikm = Ikm::of(&tallies, n).unwrap();
            assert_eq!((ikm.rounded, ikm.class), (index, class));
            assert!((ikm.index - index).abs() < 1e-9);
            let i = ikm.interval();
            assert!(i.holds(index) && i.high - i.low > 1.0, "{i:?}");
        }
    }

    #[test]
    fn halves_go_up() {
        // 3.5322 × 25 = 88.305 exactly: class A begins at the rounded 88.31.
        let tallies = [ElementTally {
            n: 10_000,
            sum: 35_322,
        }; 9];
        let ikm = Ikm::of(&tallies, 10_000).unwrap();
        assert_eq!((ikm.rounded, ikm.class), (88.31, Class::A));
        // One answer less, among far more respondents: just under the half.
        let mut tallies = [ElementTally {
            n: 10_u64.pow(15),
            sum: 35_322 * 10_u64.pow(11),
        }; 9];
        tallies[3].sum -= 1;
        let ikm = Ikm::of(&tallies, 10_u64.pow(15)).unwrap();
        assert_eq!((ikm.rounded, ikm.class), (88.30, Class::B));
    }

    #[test]
    fn classes_change_where_the_regulation_says() {
        let classes = [6499, 6500, 7660, 7661, 8830, 8831, 10_000].map(Class::of_hundredths);
        use Class::{A, B, C, D};
        assert_eq!(classes, [D, C, C, B, B, A, A]);
    }

    #[test]
    fn no_index_without_answers_or_with_impossible_sums() {
        let good = ElementTally { n: 5, sum: 15 };
        for bad in [(0, 0), (5, 4), (5, 21), (u64::MAX, 1)] {
            let mut tallies = [good; 9];
            tallies[8] = ElementTally {
                n: bad.0,
                sum: bad.1,
            };
            assert_eq!(Ikm::of(&tallies, 5), None);
        }
        assert_eq!(Ikm::published(&[good; 9], 5, MIN_RESPONDENTS), None);
        assert!(Ikm::published(&[good; 9], 5, 5).is_some());
    }

    #[test]
    fn samples_follow_krejcie_and_morgan() {
        let table = [
            (0, 0),
            (1, 1),
            (10, 10),
            (15, 14),
            (100, 80),
            (200, 132),
            (500, 217),
        ];
        let larger = [(1_000, 278), (10_000, 370), (100_000, 383), (u64::MAX, 384)];
        for (population, sample) in table.into_iter().chain(larger) {
            assert_eq!(minimum_sample(population), sample, "of {population}");
        }
    }

    fn any_tally() -> impl Strategy<Value = ElementTally> {
        (1_u64..=u64::MAX / 4)
            .prop_flat_map(|n| (n..=4 * n).prop_map(move |sum| ElementTally { n, sum }))
    }

    proptest! {
        #[test]
        fn an_index_lies_between_25_and_100(t in prop::array::uniform9(any_tally())) {
            let ikm = Ikm::of(&t, 1).unwrap();
            prop_assert!((25.0..=100.0).contains(&ikm.rounded));
            prop_assert!((ikm.rounded - ikm.index).abs() <= 0.005 + 1e-9);
            prop_assert!(ikm.elements.iter().all(|e| (1..=9).contains(&e.rank)));
        }

        #[test]
        fn a_better_answer_never_lowers_it(
            rows in prop::collection::vec(prop::array::uniform9(1_u8..=4), 1..40),
            which in 0_usize..9,
        ) {
            let (before, n) = tally(rows.iter().copied());
            let mut better = rows.clone();
            better[0][which] = 4;
            let (after, _) = tally(better.into_iter());
            let (before, after) = (Ikm::of(&before, n).unwrap(), Ikm::of(&after, n).unwrap());
            prop_assert!(after.rounded >= before.rounded);
            prop_assert!(after.class <= before.class);
        }

        #[test]
        fn with_equal_counts_rounding_matches_plain_fractions(
            n in 1_u64..5_000, share in prop::array::uniform9(0.0_f64..=1.0),
        ) {
            let tallies = share.map(|s| ElementTally { n, sum: n + (s * (3 * n) as f64) as u64 });
            let total: u64 = tallies.iter().map(|t| t.sum).sum();
            let expected = (5_000 * total + 9 * n) / (18 * n);
            prop_assert_eq!(round_half_up(&tallies), expected as u32);
        }
    }
}
