//! The house test: the layers import only what stands to their left, and the files keep their form.

#[path = "house/circles.rs"]
mod circles;
#[path = "house/judges.rs"]
mod judges;
#[path = "house/sizes.rs"]
mod sizes;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers from left to right; modules of one entry don't import each other.
const LAYERS: [&[&str]; 17] = [
    &["recognise", "wording"],
    &["error", "unfinished"],
    &["policy", "dataset", "cache"],
    &["embed", "split"],
    &["measure"],
    &["probe"],
    &["evidence", "runs"],
    &["diagnostic"],
    &["rules", "baseline"],
    &["outcome"],
    &["plan"],
    &["init"],
    &[
        "report", "check", "compare", "export", "fill", "line", "look", "progress",
    ],
    &["fix"],
    &["cli", "interrupt"],
    &["commands"],
    &["lib", "main", "testing"],
];

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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn module(path: &Path) -> String {
    let inside = path.strip_prefix(root()).expect("the file stands in src");
    let first = inside.components().next().expect("a path has a first part");
    first
        .as_os_str()
        .to_string_lossy()
        .trim_end_matches(".rs")
        .to_owned()
}

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&module))
        .unwrap_or_else(|| panic!("the module {module} has no place in the drawing"))
}

/// The top-level modules that a source text names after `crate::`.
fn imports(text: &str) -> BTreeSet<String> {
    text.split("crate::")
        .skip(1)
        .map(|after| {
            after
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect::<String>()
        })
        .filter(|name| {
            LAYERS
                .iter()
                .flat_map(|layer| layer.iter())
                .any(|known| known == name)
        })
        .collect()
}

#[test]
fn a_layer_imports_only_what_stands_to_its_left() {
    for path in sources(&root()) {
        let here = module(&path);
        let text = fs::read_to_string(&path).expect("the file can be read");
        for import in imports(&text) {
            assert!(
                import == here || layer(&import) < layer(&here),
                "{} imports {import}, which doesn't stand to the left of {here}",
                path.display()
            );
        }
    }
}

/// Circles of files that nobody has untied yet. None is added; who unties one takes it off.
const KNOWN_CIRCLES: [&[&str]; 0] = [];

#[test]
fn no_two_files_need_each_other() {
    assert_eq!(circles::circles(&root(), &sources(&root())), KNOWN_CIRCLES);
}

#[test]
fn every_file_opens_with_a_sentence_on_what_it_owns() {
    for path in sources(&root()) {
        let text = fs::read_to_string(&path).expect("the file can be read");
        assert!(
            text.starts_with("//! "),
            "{} opens with no sentence",
            path.display()
        );
    }
}

/// Each outside crate stands behind one file or folder, so that it can be replaced there.
#[test]
fn outside_crates_stay_behind_their_door() {
    let doors = [
        ("parquet", &["cache", "dataset"][..]),
        ("arrow_array", &["cache", "dataset"]),
        ("arrow_ipc", &["dataset"]),
        ("safetensors", &["export"]),
        ("arrow_schema", &["cache", "dataset"]),
        ("fastembed", &["embed"]),
        ("ort", &["embed"]),
        ("model2vec_rs", &["embed"]),
        ("tokenizers", &["embed"]),
        ("linfa", &["probe"]),
        ("linfa_trees", &["probe"]),
        ("linfa_bayes", &["probe"]),
        ("forust_ml", &["probe"]),
        ("clap", &["cli", "main", "lib"]),
        ("clap_complete", &["cli"]),
        ("clap_mangen", &["cli"]),
        ("git2", &["compare", "error"]),
        ("indicatif", &["progress", "embed"]),
        ("signal_hook", &["interrupt", "dataset"]),
        ("postcard", &["cache", "check", "dataset"]),
        ("dirs", &["plan"]),
        ("chrono", &["policy", "plan", "dataset"]),
        ("minijinja", &["report"]),
        ("bhtsne", &["measure"]),
    ];
    for path in sources(&root()) {
        let text = fs::read_to_string(&path).expect("the file can be read");
        for (crate_name, allowed) in doors {
            let path_in = format!("{crate_name}::");
            let used = text.match_indices(&path_in).any(|(at, _)| {
                !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
            });
            assert!(
                !used || allowed.contains(&module(&path).as_str()),
                "{} uses {crate_name}, which belongs to {allowed:?}",
                path.display()
            );
        }
    }
}

#[test]
fn there_are_no_drawers_for_odds_and_ends() {
    for path in sources(&root()) {
        let stem = path
            .file_stem()
            .expect("a file has a name")
            .to_string_lossy()
            .into_owned();
        assert!(
            !["utils", "util", "helpers", "misc", "common", "mod"].contains(&stem.as_str()),
            "{}",
            path.display()
        );
    }
}

/// The stems of the files with `extension` in `folder`, with dashes.
fn stems(folder: &Path, extension: &str) -> BTreeSet<String> {
    fs::read_dir(folder)
        .expect("the folder can be listed")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().replace('_', "-")))
        .collect()
}

/// build.rs declares the module of each rule; a file that is declared by hand is none.
#[test]
fn a_rule_is_two_files() {
    let text = fs::read_to_string(root().join("rules.rs")).expect("the file can be read");
    let by_hand = |stem: &String| {
        let module = format!("mod {};", stem.replace('-', "_"));
        text.lines().any(|line| line.ends_with(&module))
    };
    let words = stems(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), "toml");
    let code: BTreeSet<String> = stems(&root().join("rules"), "rs")
        .into_iter()
        .filter(|stem| !by_hand(stem))
        .collect();
    assert_eq!(
        words, code,
        "rules/*.toml and src/rules/*.rs name the same rules"
    );
}

/// To add a rule touches its two files: no other file knows one by name, but for those listed here.
#[test]
fn rules_are_known_by_name_in_their_own_files_alone() {
    let names = stems(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), "toml");
    let mut found = BTreeSet::new();
    for path in sources(&root()) {
        let inside = path.strip_prefix(root()).expect("the file stands in src");
        let text = fs::read_to_string(&path).expect("the file can be read");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let only_tests = path
            .file_stem()
            .is_some_and(|stem| stem == "tests" || stem == "sample");
        if inside.starts_with("rules") || only_tests {
            continue;
        }
        for name in &names {
            if code.contains(&format!("\"{name}\"")) {
                found.insert(format!("{} knows {name}", inside.display()));
            }
        }
    }
    let known: BTreeSet<String> = KNOWN_BY_NAME.map(str::to_owned).into();
    assert_eq!(found, known, "files of src that know a rule by its name");
}

/// Files that know a rule by name, each for a reason of its own.
const KNOWN_BY_NAME: [&str; 2] = [
    // What a report draws takes its reasons from the rule that looks at the same thing.
    "check/figures.rs knows collapsed-probes",
    "check/figures.rs knows template-dominated-text",
];
