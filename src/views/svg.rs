//! Plots of a few kinds, as SVG: as wide as the page gives, lines of one width and letters of one
//! size whatever the width, since places across are shares of it and places down are pixels.
//! Each stands for figures that are also written out in a table beside it.

use maud::{Markup, html};

/// Height of the field of a plot, its upper edge, and the height of the whole, in pixels.
const FIELD: f64 = 150.0;
const TOP: f64 = 14.0;
const WHOLE: f64 = 206.0;
/// Height of the mark of what is veiled, in pixels.
const VEILED: f64 = 8.0;
/// Most labels along a plot, so that they fit on a telephone.
const LABELS: usize = 5;

/// A place along the plot: its label, and what stands there.
#[derive(Clone, Debug, Default)]
pub struct Point {
    pub label: String,
    /// Value and interval, each 0 to 1; a gap if there is none.
    pub value: Option<(f64, f64, f64)>,
    /// Heights of a stack, from below, in any one unit.
    pub stack: Vec<i64>,
    /// There is a stack, but of a height that is not told: drawn as one mark, the same for all.
    pub veiled: bool,
    /// Drawn on a ground of its own: what is compared.
    pub present: bool,
    /// Numbers of the events that fall here.
    pub events: Vec<usize>,
}

/// Where the middle of a place lies, of 1000.
fn middle(n: usize, of: usize) -> f64 {
    (n as f64 + 0.5) * 1_000.0 / of.max(1) as f64
}

fn down(value: f64) -> f64 {
    TOP + FIELD * (1.0 - value.clamp(0.0, 1.0))
}

fn percent(of_thousand: f64) -> String {
    format!("{:.2}%", of_thousand / 10.0)
}

/// A ground behind the places that are present.
fn ground(points: &[Point]) -> Markup {
    let from = points.iter().position(|p| p.present);
    html! {
        @if let Some(from) = from {
            @let x = from as f64 * 1_000.0 / points.len() as f64;
            rect.ground x=(percent(x)) y=(TOP) width=(percent(1_000.0 - x)) height=(FIELD) {}
        }
    }
}

/// Lines across, labelled at their left.
fn grid(labels: &[(f64, String)]) -> Markup {
    html! {
        @for (at, text) in labels {
            line.grid x1="0" x2="100%" y1=(down(*at)) y2=(down(*at)) {}
            text.axis x="0" y=(down(*at) - 3.0) { (text) }
        }
    }
}

/// Labels below, and numbers of events under them.
fn below(points: &[Point]) -> Markup {
    let every = points.len().div_ceil(LABELS).max(1);
    html! {
        @for (n, p) in points.iter().enumerate() {
            @let x = middle(n, points.len());
            // Counted from the end, so that the newest is labelled.
            @if (points.len() - 1 - n).is_multiple_of(every) {
                text.axis x=(percent(x)) y=(TOP + FIELD + 16.0) text-anchor=(anchor(x)) { (p.label) }
            }
            @if let Some(first) = p.events.first() {
                line.event x1=(percent(x)) x2=(percent(x)) y1=(TOP) y2=(TOP + FIELD + 24.0) {}
                text.event x=(percent(x)) y=(TOP + FIELD + 37.0) text-anchor="middle" {
                    (first) @if p.events.len() > 1 { "+" }
                }
            }
        }
    }
}

/// Labels at the ends stay within the plot.
fn anchor(of_thousand: f64) -> &'static str {
    match of_thousand {
        x if x < 100.0 => "start",
        x if x > 900.0 => "end",
        _ => "middle",
    }
}

/// Stretches of places that have a value, without gaps.
fn stretches(points: &[Point]) -> Vec<Vec<(f64, f64, f64, f64)>> {
    let mut all = vec![Vec::new()];
    for (n, p) in points.iter().enumerate() {
        match (p.value, all.last_mut()) {
            (Some((value, low, high)), Some(last)) => {
                last.push((middle(n, points.len()), down(value), down(low), down(high)));
            }
            _ => all.push(Vec::new()),
        }
    }
    all.retain(|s| !s.is_empty());
    all
}

fn path(places: impl Iterator<Item = (f64, f64)>) -> String {
    let mut d = String::new();
    for (n, (x, y)) in places.enumerate() {
        d.push_str(&format!("{}{x:.1} {y:.1}", if n == 0 { "M" } else { "L" }));
    }
    d
}

/// A line of shares with the band in which each may lie.
pub fn line(label: &str, points: &[Point]) -> Markup {
    let all = stretches(points);
    let axis: Vec<(f64, String)> = [(0.0, "0%"), (0.5, "50%"), (1.0, "100%")]
        .map(|(at, text)| (at, text.to_owned()))
        .into();
    html! {
        svg.plot width="100%" height=(WHOLE) role="img" aria-label=(label) {
            (ground(points))
            (grid(&axis))
            // The lines are in a field of its own that is pulled to the width.
            svg width="100%" height=(WHOLE) viewBox={ "0 0 1000 " (WHOLE) } preserveAspectRatio="none" {
                @for s in all.iter().filter(|s| s.len() > 1) {
                    path.band d={
                        (path(s.iter().map(|p| (p.0, p.3))))
                        (path(s.iter().rev().map(|p| (p.0, p.2))).replacen('M', "L", 1)) "Z"
                    } {}
                    path.line d=(path(s.iter().map(|p| (p.0, p.1)))) vector-effect="non-scaling-stroke" {}
                }
            }
            @for (x, y, low, high) in all.iter().flatten() {
                line.reach x1=(percent(*x)) x2=(percent(*x)) y1=(format!("{high:.1}")) y2=(format!("{low:.1}")) {}
                circle.point cx=(percent(*x)) cy=(format!("{y:.1}")) r="3.5" {}
            }
            (below(points))
        }
    }
}

/// Stacks of counts; `classes` colour their parts from below.
pub fn stacks(
    label: &str,
    points: &[Point],
    classes: &[&str],
    number: impl Fn(i64) -> String,
) -> Markup {
    let most = points.iter().map(|p| p.stack.iter().sum::<i64>()).max();
    let most = even(most.unwrap_or(0));
    let width = 1_000.0 / points.len().max(1) as f64;
    let axis = [
        (0.0, "0".to_owned()),
        (0.5, number(most / 2)),
        (1.0, number(most)),
    ];
    html! {
        svg.plot width="100%" height=(WHOLE) role="img" aria-label=(label) {
            (ground(points))
            (grid(&axis))
            @for (n, p) in points.iter().enumerate() {
                @let x = n as f64 * width + width * 0.14;
                @if p.veiled {
                    rect.few x=(percent(x)) width=(percent(width * 0.72)) y=(TOP + FIELD - VEILED) height=(VEILED) {}
                }
                @for (i, count) in p.stack.iter().enumerate().filter(|(_, c)| **c > 0) {
                    @let below: i64 = p.stack.iter().take(i).sum();
                    @let (from, to) = (down(below as f64 / most as f64), down((below + count) as f64 / most as f64));
                    rect class=(classes.get(i).copied().unwrap_or("")) x=(percent(x)) width=(percent(width * 0.72))
                        y=(format!("{to:.1}")) height=(format!("{:.1}", from - to)) {}
                }
            }
            (below(points))
        }
    }
}

/// The next number that halves well.
fn even(n: i64) -> i64 {
    let n = n.max(2);
    let mut step = 2;
    for next in [
        4, 10, 20, 40, 100, 200, 400, 1_000, 2_000, 4_000, 10_000, 100_000, 1_000_000,
    ] {
        if n > step * 10 {
            step = next;
        }
    }
    (n + step - 1) / step * step
}

/// A value with its interval on a line of 0 to 100, and a mark at another to compare with.
pub fn interval(value: f64, low: f64, high: f64, mark: Option<f64>, class: &str) -> Markup {
    let at = |v: f64| format!("{:.1}%", v.clamp(0.0, 100.0));
    html! {
        svg.interval width="100%" height="22" aria-hidden="true" focusable="false" {
            line.grid x1="0" x2="100%" y1="11" y2="11" {}
            @if let Some(mark) = mark { line.mark x1=(at(mark)) x2=(at(mark)) y1="0" y2="22" {} }
            line class={ "reach " (class) } x1=(at(low)) x2=(at(high)) y1="11" y2="11" {}
            circle class={ "point " (class) } cx=(at(value)) cy="11" r="5" {}
        }
    }
}

/// A bar of so many of the most.
pub fn bar(n: i64, most: i64, class: &str) -> Markup {
    let width = n.max(0) as f64 * 100.0 / most.max(1) as f64;
    html! {
        svg.bar width="100%" height="10" aria-hidden="true" focusable="false" {
            rect.track x="0" y="0" width="100%" height="10" rx="3" {}
            @if n > 0 { rect class=(class) x="0" y="0" width=(format!("{:.1}%", width.min(100.0))) height="10" rx="3" {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_gap_parts_the_line() {
        let point = |value| Point {
            value,
            ..Point::default()
        };
        let some = Some((0.5, 0.4, 0.6));
        let points = [point(some), point(some), point(None), point(some)];
        let lengths: Vec<usize> = stretches(&points).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 1]);
        let drawn = line("", &points).into_string();
        assert_eq!(drawn.matches("class=\"line\"").count(), 1);
        assert_eq!(drawn.matches("<circle").count(), 3);
        assert!(line("", &[]).into_string().contains("<svg"));
    }

    /// What is veiled looks the same whatever it is, and changes nothing around it.
    #[test]
    fn a_veil_has_no_height_of_its_own() {
        let point = |veiled, n| Point {
            veiled,
            stack: vec![n],
            ..Point::default()
        };
        let drawn = |points: &[Point]| stacks("", points, &["a"], |n| n.to_string()).into_string();
        let one = drawn(&[point(true, 0), point(false, 7)]);
        assert_eq!(one.matches("class=\"few\"").count(), 1);
        assert_eq!(one.matches("class=\"a\"").count(), 1);
    }

    proptest! {
        #[test]
        fn an_axis_holds_what_is_drawn_and_halves(n in 0i64..5_000_000) {
            prop_assert!(even(n) >= n && even(n) % 2 == 0);
        }

        #[test]
        fn no_count_is_drawn_outside(counts in proptest::collection::vec(0i64..1_000, 0..40)) {
            let points: Vec<Point> = counts
                .iter()
                .map(|n| Point { stack: vec![*n, 1], ..Point::default() })
                .collect();
            let drawn = stacks("", &points, &["a", "b"], |n| n.to_string()).into_string();
            prop_assert!(!drawn.contains("NaN") && !drawn.contains("height=\"-"));
        }
    }
}
