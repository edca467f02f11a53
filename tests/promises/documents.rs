//! What the documents say is so.

use palanta::config::SETTINGS;
use palanta::web::routes::ROUTES;

fn read(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).expect(name)
}

#[test]
fn the_readme_lists_every_setting_with_its_default_and_meaning() {
    let readme = read("README.md");
    for s in SETTINGS {
        let default = if s.default.is_empty() {
            String::new()
        } else {
            format!("`{}`", s.default)
        };
        let line = format!("| `{}` | {default} | {} |", s.name, s.meaning);
        assert!(readme.contains(&line), "README lacks: {line}");
    }
}

#[test]
fn every_public_page_stands_in_the_architecture() {
    let text = read("ARCHITECTURE.md");
    for route in ROUTES {
        let first = route.path.split('/').nth(1).unwrap_or("");
        assert!(
            first.is_empty() || text.contains(&format!("/{first}")),
            "{}",
            route.path
        );
    }
}

#[test]
fn data_has_its_licence_beside_it() {
    for folder in [
        "assets/demo/LICENSES.md",
        "assets/calendar/LICENSE",
        "assets/moderation/LICENSE.md",
        "assets/elements/LICENSE.md",
        "assets/sentiment/README.md",
        "LICENSE",
    ] {
        assert!(read(folder).len() > 200, "{folder}");
    }
}

/// Each test that the threat model names is there.
#[test]
fn the_threat_model_names_tests_that_are_there() {
    let text = read("SECURITY.md");
    let model = text
        .split("## Threat model")
        .nth(1)
        .expect("a threat model");
    let model = model.split("\n## ").next().expect("a section");
    let mut named = 0;
    for name in model.split('`').skip(1).step_by(2) {
        let Some((file, test)) = name.split_once(".rs ") else {
            continue;
        };
        let file = match file.strip_prefix("src/") {
            Some(_) => format!("{file}.rs"),
            None => format!("tests/promises/{file}.rs"),
        };
        assert!(read(&file).contains(&format!("fn {test}(")), "{name}");
        named += 1;
    }
    let lines = model.lines().filter(|l| l.starts_with("| ")).count() - 1;
    assert!(named >= 40 && lines >= 30, "{named} tests, {lines} lines");
}
