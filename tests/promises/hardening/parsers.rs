//! What the program can be made to read. XML and archives it reads nowhere: no crate in its tree
//! would, so there is nothing to bomb.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The crates that the program is built from, without those of its tests and build scripts.
fn tree() -> BTreeSet<String> {
    let out = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .current_dir(root())
        .output()
        .expect("cargo tree");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let text = String::from_utf8(out.stdout).expect("text");
    text.lines()
        .filter_map(|l| l.split(' ').next().map(str::to_owned))
        .collect()
}

#[test]
fn nothing_reads_xml_or_archives() {
    let tree = tree();
    assert!(tree.contains("actix-web") && tree.len() > 100, "{tree:?}");
    for reader in [
        "quick-xml",
        "xml-rs",
        "xml",
        "roxmltree",
        "xmltree",
        "serde-xml-rs",
        "xmlparser",
        "libxml",
        "tar",
        "zstd",
        "bzip2",
        "xz2",
        "lzma-rs",
        "sevenz-rust",
        "unrar",
        "calamine",
        "usvg",
        "resvg",
    ] {
        assert!(
            !tree.contains(reader),
            "{reader} is in the tree: say in SECURITY.md how it is bounded, with a test"
        );
    }
}

/// Compression is what we do to answers. Nothing that comes in is decompressed but pictures, whose
/// pixels are counted first (`media`).
#[test]
fn nothing_that_comes_in_is_decompressed() {
    let mut sources = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                sources.push(path);
            }
        }
    }
    assert!(sources.len() > 150);
    for path in sources {
        let text = std::fs::read_to_string(&path).expect("text");
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for reader in [
            "flate2::read",
            "flate2::bufread",
            "GzDecoder",
            "ZlibDecoder",
            "DeflateDecoder",
            "BrotliDecompress",
            "Decompressor",
            "load_from_memory",
            // The crate that writes archives can read them too.
            "ZipArchive",
            "zip::read",
        ] {
            assert!(
                !code.contains(reader),
                "{} decompresses by {reader}",
                path.display()
            );
        }
    }
    // And actix-web is built without what would inflate a request's body.
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("text");
    let actix = manifest
        .lines()
        .find(|l| l.starts_with("actix-web ="))
        .expect("actix-web");
    assert!(
        actix.contains("default-features = false") && !actix.contains("compress"),
        "{actix}"
    );
}
