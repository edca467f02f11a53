#![no_main]
//! Imports: any file gives rows or faults with their lines, and no more of them than asked for.

use libfuzzer_sys::fuzz_target;
use palanta_fuzz::text::table;
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    slug: String,
    name: String,
    #[serde(default)]
    active: String,
}

const MAX: usize = 50;

fuzz_target!(|content: &str| {
    let table = table::read::<Row>(content, MAX);
    assert!(table.rows.len() + table.faults.len() <= MAX + 1);
    let lines = content.lines().count() as u64 + 1;
    for (line, row) in &table.rows {
        assert!(*line <= lines);
        for cell in [&row.slug, &row.name, &row.active] {
            assert_eq!(cell.trim(), cell);
        }
    }
});
