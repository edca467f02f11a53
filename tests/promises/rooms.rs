//! Who may import whom (ARCHITECTURE.md, "Rooms"), read from the sources.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A room and what it may use. `app`, `config` and `keys` are tools that every room but the pure
/// ones is handed. Views know the forms of flows, so that a form that comes back is what was typed.
/// Queries read what people search for by the same rules of language as it was stored by.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &[]),
    ("config", &["domain"]),
    ("keys", &[]),
    ("media", &[]),
    ("store", &["domain", "keys"]),
    ("app", &["config", "domain", "keys", "store"]),
    (
        "flows",
        &["app", "config", "domain", "keys", "media", "store", "text"],
    ),
    (
        "queries",
        &["app", "config", "domain", "keys", "store", "text"],
    ),
    ("views", &["domain", "flows", "queries"]),
    ("mail", &["config", "domain", "views"]),
    (
        "jobs",
        &[
            "app", "config", "domain", "flows", "mail", "queries", "store",
        ],
    ),
    (
        "web",
        &[
            "app", "config", "domain", "flows", "keys", "media", "queries", "store", "text",
            "views",
        ],
    ),
    (
        "cli",
        &[
            "app", "config", "domain", "flows", "jobs", "keys", "mail", "media", "queries",
            "store", "text", "views", "web",
        ],
    ),
];

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The rooms that a source names by `crate::`.
fn used(source: &str, rooms: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for line in source.lines().filter(|l| !l.trim_start().starts_with("//")) {
        for part in line.split("crate::").skip(1) {
            let names: Vec<String> = match part.strip_prefix('{') {
                Some(list) => list.split(',').map(|n| n.trim().to_owned()).collect(),
                None => vec![part.to_owned()],
            };
            for name in names {
                let name: String = name
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if rooms.contains(name.as_str()) {
                    used.insert(name);
                }
            }
        }
    }
    used
}

#[test]
fn rooms_use_only_what_they_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rooms: BTreeSet<&str> = MAY_USE.iter().map(|(room, _)| *room).collect();
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut faults = Vec::new();
    for file in all {
        let inside = file.strip_prefix(&src).expect("inside");
        let first = inside
            .components()
            .next()
            .expect("a name")
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        let room = first.trim_end_matches(".rs");
        if matches!(room, "lib" | "main") {
            continue;
        }
        let (_, may) = MAY_USE
            .iter()
            .find(|(r, _)| *r == room)
            .unwrap_or_else(|| panic!("{room} is no room"));
        let source = std::fs::read_to_string(&file).expect("text");
        // Tests inside a file may look further.
        let source = source.split("#[cfg(test)]").next().unwrap_or("");
        for other in used(source, &rooms) {
            if other != room && !may.contains(&other.as_str()) {
                faults.push(format!("{} uses {other}", inside.display()));
            }
        }
        let sql = source.contains("SELECT ") || source.contains("sea_orm::");
        if sql && room != "store" {
            faults.push(format!("{} knows SQL", inside.display()));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
