//! How often a model is right, and how often it says so, counted and printed.

use crate::text::sentiment::eval::{Confusion, PRIOR, Reliability};
use crate::text::sentiment::{Example, Label, Model, Polarity};

/// What is counted of a file.
#[derive(Clone, Default)]
pub(super) struct Tally {
    pub(super) confusion: Confusion,
    pub(super) reliability: Reliability,
    uncertain: u64,
}

impl Tally {
    pub(super) fn count(&mut self, truth: Polarity, label: Label) {
        self.confusion.count(truth, label.polarity);
        self.reliability
            .count(label.probability, truth == label.polarity);
        self.uncertain += u64::from(label.is_uncertain());
    }

    pub(super) fn add(&mut self, other: &Tally) {
        self.confusion.add(&other.confusion);
        self.reliability.add(&other.reliability);
        self.uncertain += other.uncertain;
    }
}

pub(super) fn measure(model: &Model, examples: &[Example]) -> Tally {
    let mut tally = Tally::default();
    for (text, truth) in examples {
        tally.count(*truth, model.classify(text));
    }
    tally
}

/// Each set's figures over all folds, with the spread among them.
pub(super) fn folds(name: &str, folds: &[Tally]) {
    let mut pool = Tally::default();
    folds.iter().for_each(|t| pool.add(t));
    let spread = |f: &dyn Fn(&Confusion) -> f64| -> (f64, f64) {
        let all: Vec<f64> = folds.iter().map(|t| f(&t.confusion)).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let square: f64 = all.iter().map(|x| (x - mean).powi(2)).sum();
        (f(&pool.confusion), (square / (all.len() - 1) as f64).sqrt())
    };
    let (plain, plain_spread) = spread(&Confusion::macro_f1);
    let (weighed, weighed_spread) = spread(&|c| c.macro_f1_under(PRIOR));
    println!(
        "  {name}: {} sentences, macro-F1 {plain:.3} ± {plain_spread:.3}, under even classes \
         {weighed:.3} ± {weighed_spread:.3}, calibration error {:.3}",
        pool.confusion.total(),
        pool.reliability.error()
    );
}

pub(super) fn report(name: &str, tally: &Tally) {
    let c = &tally.confusion;
    println!(
        "{name}: {} sentences, accuracy {:.3}, macro-F1 {:.3}, under even classes {:.3}; \
         {} uncertain",
        c.total(),
        c.accuracy(),
        c.macro_f1(),
        c.macro_f1_under(PRIOR),
        tally.uncertain
    );
    println!("  {:>18} negative  neutral positive", "true \\ given");
    for (p, row) in Polarity::ALL.iter().zip(c.0) {
        println!(
            "  {:>18} {:>8} {:>8} {:>8}",
            p.as_str(),
            row[0],
            row[1],
            row[2]
        );
    }
}

/// How often the label was right, by how likely it was said to be.
pub(super) fn reliability(r: &Reliability) {
    println!("  probability  labels   mean   right");
    for (n, bin) in r.bins().iter().enumerate().filter(|(_, b)| b.count > 0) {
        let count = bin.count as f64;
        println!(
            "  {:>4.1} to {:.1}  {:>6}  {:.3}   {:.3}",
            n as f64 / 10.0,
            (n + 1) as f64 / 10.0,
            bin.count,
            bin.claimed / count,
            bin.right as f64 / count
        );
    }
    println!("  expected calibration error {:.3}", r.error());
}
