//! Lists, unit page and home at a million threads against a thousand: the slowest of a hundred
//! readings, none of them kept in memory.

use super::house;
use palanta::app::App;
use palanta::domain::sort::Sort;
use palanta::domain::thread::{Kind, Status};
use palanta::queries::asked::Asked;
use palanta::queries::threads;
use palanta::queries::{home, unit};
use palanta::store::generations::Tag;
use std::time::Instant;

const READINGS: usize = 200;
const SIZES: [u32; 2] = [1_000, 1_000_000];

pub fn measure() {
    let mut columns = Vec::new();
    for size in SIZES {
        let folder = tempfile::tempdir().expect("a folder");
        house::found(folder.path(), size);
        columns.push(actix_web::rt::System::new().block_on(async {
            let app = house::open(folder.path()).await;
            read(&app).await
        }));
    }
    println!("\nReading, nothing kept: 99th percentile of {READINGS} in ms");
    println!("| page | 1,000 threads | 1,000,000 | ratio |");
    println!("|---|---|---|---|");
    for (few, many) in columns[0].iter().zip(&columns[1]) {
        println!(
            "| {} | {:.2} | {:.2} | {:.1} |",
            few.0,
            few.1,
            many.1,
            many.1 / few.1
        );
    }
}

async fn read(app: &App) -> Vec<(&'static str, f64)> {
    let mut figures = Vec::new();
    let by = |unit: &str, kind: &str, status: &str| Asked {
        unit: unit.into(),
        kind: Kind::parse(kind),
        status: Status::parse(status),
        ..Asked::default()
    };
    let most_supported = Asked {
        sort: Some(Sort::Supported),
        ..Asked::default()
    };
    let longest_waiting = Asked {
        sort: Some(Sort::Waiting),
        ..by("dukcapil", "", "")
    };
    for (name, asked) in [
        ("list, newest", by("", "", "")),
        ("list of a unit", by("dukcapil", "", "")),
        ("list by status", by("", "", "routed")),
        (
            "list by unit, kind and status",
            by("dukcapil", "praise", "resolved"),
        ),
        ("list, most supported", most_supported),
        ("list of a unit, longest waiting", longest_waiting),
    ] {
        let mut took = Vec::new();
        for _ in 0..READINGS {
            app.store.generations().bump(Tag::Everything);
            let began = Instant::now();
            threads::list(app, &asked).await.expect("a list");
            took.push(began.elapsed());
        }
        figures.push((name, percentile(took)));
    }
    let mut took = Vec::new();
    for _ in 0..READINGS {
        app.store.generations().bump(Tag::Everything);
        let began = Instant::now();
        unit::unit(app, "dukcapil").await.expect("a unit");
        took.push(began.elapsed());
    }
    figures.push(("unit page", percentile(took)));
    let mut took = Vec::new();
    for _ in 0..READINGS {
        app.store.generations().bump(Tag::Everything);
        let began = Instant::now();
        home::home(app).await.expect("a home");
        took.push(began.elapsed());
    }
    figures.push(("home", percentile(took)));
    figures
}

/// The 99th percentile, in milliseconds.
fn percentile(mut took: Vec<std::time::Duration>) -> f64 {
    took.sort();
    took[took.len() * 99 / 100].as_secs_f64() * 1_000.0
}
