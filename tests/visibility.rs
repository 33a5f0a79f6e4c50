//! What src offers to the outside stays small: everything else is seen by the crate alone, so that the compiler
//! says what nobody uses.

use std::fs;
use std::path::{Path, PathBuf};

/// Most items that are plain `pub`: the command line, the run, and what tests and benches go through.
const MOST: usize = 150;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("src can be listed").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Whether a line makes an item, a method or a field public to everybody.
fn is_public(line: &str) -> bool {
    line.trim_start().starts_with("pub ")
}

#[test]
fn few_items_are_public() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let counts: Vec<(usize, PathBuf)> = sources(&root)
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let count = text.lines().filter(|line| is_public(line)).count();
            (count, path)
        })
        .filter(|(count, _)| *count > 0)
        .collect();
    let all: usize = counts.iter().map(|(count, _)| count).sum();
    assert!(all < MOST, "{all} public items: {counts:#?}");
}

/// Tests and benches go through one door, so that all other names may change without them.
#[test]
fn tests_and_benches_see_the_testing_module_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in [sources(&root.join("tests")), sources(&root.join("benches"))].concat() {
        let text = fs::read_to_string(&path).expect("the file can be read");
        // Put together, so that this file doesn't name it.
        let inside = concat!("trueline", "::");
        for (at, _) in text.match_indices(inside) {
            let named = &text[at + inside.len()..];
            assert!(
                named.starts_with("testing"),
                "{}: {}",
                path.display(),
                named.lines().next().unwrap_or_default()
            );
        }
    }
}

#[test]
fn the_lint_that_keeps_it_so_is_on() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let text = fs::read_to_string(manifest).expect("the manifest can be read");
    assert!(text.contains("unreachable_pub = \"warn\""));
}
