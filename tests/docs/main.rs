//! The documentation holds what it says: commands print what is shown, links lead somewhere, and the first page is short.
//!
//! `BLESS=1 cargo test --release --test docs` writes into the pages what their commands print now; read the difference.
#![cfg(unix)]

mod desk;
mod layers;
mod links;
mod replay;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use desk::Desk;
use replay::{Replay, replay};

/// The pages with commands in them, and what stands in the reader's folder: (from the repository, under this name).
const PAGES: [(&str, &[(&str, &str)]); 11] = [
    (
        "README.md",
        &[
            ("fixtures/serialised-table", "fixtures/serialised-table"),
            ("tests/docs/reviews.csv", "reviews.csv"),
            ("tests/cli/line-hidden/runs.csv", "runs.csv"),
        ],
    ),
    (
        "docs/tutorial.md",
        &[("fixtures/suspicious-loans/loans.csv", "loans.csv")],
    ),
    ("docs/data.md", &[("tests/docs/data", ".")]),
    (
        "docs/configuration.md",
        &[("tests/docs/reviews.csv", "data/reviews.csv")],
    ),
    (
        "docs/fix.md",
        &[("fixtures/messy-rows", "fixtures/messy-rows")],
    ),
    (
        "docs/compare.md",
        &[("tests/docs/reviews.csv", "reviews.csv")],
    ),
    (
        "docs/formats.md",
        &[("tests/docs/reviews.csv", "reviews.csv")],
    ),
    (
        "docs/baseline.md",
        &[("tests/docs/reviews.csv", "reviews.csv")],
    ),
    (
        "docs/line.md",
        &[("tests/cli/line-hidden/runs.csv", "runs.csv")],
    ),
    ("docs/terminal.md", &[]),
    (
        "docs/embeddings.md",
        &[
            ("tests/docs/reviews.csv", "reviews.csv"),
            ("tests/docs/reviews.csv", "new.csv"),
        ],
    ),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(page: &str) -> String {
    fs::read_to_string(root().join(page)).unwrap_or_else(|cause| panic!("{page}: {cause}"))
}

/// Replays one page, or writes it anew where `BLESS` is set; what differs.
fn check_page(page: &str, files: &[(&str, &str)]) -> Vec<String> {
    let Replay {
        text,
        commands,
        mut faults,
    } = replay(&read(page), &Desk::new(&root(), files));
    if commands == 0 {
        faults.push("no command was found".to_owned());
    } else if std::env::var_os("BLESS").is_some() {
        fs::write(root().join(page), text).expect("the page can be written");
        // What fails is no output that could be written down.
        faults.retain(|fault| fault.starts_with(replay::FAILED));
    }
    faults
        .iter()
        .map(|fault| format!("{page}: {fault}"))
        .collect()
}

#[test]
fn every_command_prints_what_its_page_shows() {
    let faults: Vec<String> = std::thread::scope(|scope| {
        let pages: Vec<_> = PAGES
            .iter()
            .map(|(page, files)| scope.spawn(|| check_page(page, files)))
            .collect();
        pages
            .into_iter()
            .flat_map(|page| page.join().expect("the page is replayed"))
            .collect()
    });
    assert!(
        faults.is_empty(),
        "{} outputs differ (BLESS=1 cargo test --release --test docs writes them anew):\n{}",
        faults.len(),
        faults.join("\n\n")
    );
}

#[test]
fn a_page_with_commands_is_replayed() {
    for page in pages() {
        let text = read(&page);
        let has_commands = ["```console\n", "```sh\n"]
            .iter()
            .any(|fence| text.contains(fence));
        assert!(
            !has_commands || PAGES.iter().any(|(known, _)| *known == page),
            "{page} has commands: name it in PAGES"
        );
    }
}

/// Every page of documentation, but those that are made from the words of the rules.
fn pages() -> Vec<String> {
    [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(in_docs().into_iter().map(|name| format!("docs/{name}")))
    .collect()
}

/// The names of the pages in docs/.
fn in_docs() -> BTreeSet<String> {
    fs::read_dir(root().join("docs"))
        .expect("docs can be listed")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| {
            Path::new(name)
                .extension()
                .is_some_and(|extension| extension == "md")
        })
        .collect()
}

#[test]
fn the_index_names_every_page() {
    let index = read("docs/README.md");
    for page in in_docs() {
        assert!(
            page == "README.md" || index.contains(&format!("]({page})")),
            "docs/README.md doesn't name {page}"
        );
    }
}

#[test]
fn the_first_page_is_short() {
    let lines = read("README.md").lines().count();
    assert!(lines <= 150, "README.md has {lines} lines; 150 is the most");
}
