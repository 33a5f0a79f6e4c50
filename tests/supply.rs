//! What trueline is built on: each crate has a reason on a page, all come from one place, and actions are pinned.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn parse(path: &str) -> Table {
    read(path)
        .parse()
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names of all direct dependencies, of every kind and platform.
fn direct_dependencies() -> BTreeSet<String> {
    let manifest = parse("Cargo.toml");
    let platforms = manifest.get("target").and_then(Value::as_table);
    let mut tables = vec![&manifest];
    tables.extend(
        platforms
            .into_iter()
            .flat_map(Table::values)
            .filter_map(Value::as_table),
    );
    let kinds = ["dependencies", "build-dependencies", "dev-dependencies"];
    let of_kinds = tables
        .into_iter()
        .flat_map(|table| kinds.map(|kind| table.get(kind)));
    of_kinds
        .flatten()
        .filter_map(Value::as_table)
        .flat_map(Table::keys)
        .cloned()
        .collect()
}

#[test]
fn every_direct_dependency_has_its_reason_and_no_other_has() {
    let page = read("docs/dependencies.md");
    // The first cell of each row of the tables of reasons.
    let tables = page.split("| crate | why |").skip(1);
    let named: BTreeSet<String> = tables
        .flat_map(|table| {
            table
                .lines()
                .take_while(|line| line.is_empty() || line.starts_with('|'))
        })
        .filter_map(|line| line.split('|').nth(1))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect();
    assert_eq!(named, direct_dependencies());
}

#[test]
fn every_package_comes_from_the_registry_that_is_allowed() {
    let deny = parse("deny.toml");
    let allowed = deny["sources"]["allow-registry"]
        .as_array()
        .expect("a list");
    let allowed: Vec<String> = allowed
        .iter()
        .filter_map(Value::as_str)
        .map(|url| format!("registry+{url}"))
        .collect();
    for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
        let lock = parse(lock);
        for package in lock["package"].as_array().expect("a list") {
            let own = ["trueline", "trueline-fuzz"]
                .map(Value::from)
                .contains(&package["name"]);
            let source = package.get("source").and_then(Value::as_str);
            let is_allowed =
                source.is_some_and(|source| allowed.iter().any(|known| known == source));
            assert!(own && source.is_none() || is_allowed, "{package}");
        }
    }
}

/// A crate that may stand there twice does; else its line in deny.toml goes.
#[test]
fn every_exception_for_a_second_version_is_needed() {
    let (deny, lock) = (parse("deny.toml"), parse("Cargo.lock"));
    let packages = lock["package"].as_array().expect("a list");
    for skipped in deny["bans"]["skip"].as_array().expect("a list") {
        let name = skipped["crate"].as_str().expect("a name");
        let (name, version) = name.split_once('@').unwrap_or((name, ""));
        let versions: Vec<&str> = packages
            .iter()
            .filter(|package| package["name"].as_str() == Some(name))
            .filter_map(|package| package["version"].as_str())
            .collect();
        assert!(versions.len() > 1, "{name} has the versions {versions:?}");
        assert!(
            versions.iter().any(|known| known.starts_with(version)),
            "{name}: {versions:?}"
        );
    }
}

/// `uses: owner/action@SHA # vX.Y.Z`: a tag can be moved to other code, a commit can't.
#[test]
fn actions_are_pinned_to_commits_with_their_versions_beside() {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join(".github/workflows"))
        .expect("listed")
        .map(|entry| entry.expect("listed").path())
        .collect();
    files.push(root().join("action.yml"));
    let mut seen = 0;
    for file in files {
        let text = fs::read_to_string(&file).expect("readable");
        for line in text.lines() {
            let Some((_, used)) = line.split_once("uses: ") else {
                continue;
            };
            if used.trim() == "./" {
                continue;
            }
            let (action, version) = used.split_once(" # v").unwrap_or((used, ""));
            let commit = action.split_once('@').map_or("", |(_, commit)| commit);
            let is_commit =
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            let is_version = version.split('.').count() == 3
                && version.split('.').all(|part| part.parse::<u32>().is_ok());
            assert!(is_commit && is_version, "{}: {line}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} actions");
}
