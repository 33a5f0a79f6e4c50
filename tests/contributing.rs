//! CONTRIBUTING.md says which files each kind of change touches, and the code agrees.
//!
//! A recipe is held against members that exist: the files that mention one are those that the recipe lists, and those
//! that use the member, which are named here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// A recipe: its heading in CONTRIBUTING.md, the most files that it may list, and a member that exists.
struct Recipe {
    heading: &'static str,
    /// None where nobody has promised how few they are.
    most: Option<usize>,
    /// What stands for the words in capitals in the list of files.
    placeholders: &'static [(&'static str, &'static str)],
    /// The words by which code mentions the member.
    words: &'static [&'static str],
    /// Files beyond the list that use the member.
    users: &'static [&'static str],
}

/// **The one place to adjust**, beside the tables of CONTRIBUTING.md.
const RECIPES: [Recipe; 8] = [
    Recipe {
        heading: "A rule",
        most: Some(2),
        placeholders: &[("NAME.toml", "rare-class.toml"), ("NAME", "rare_class")],
        words: &["\"rare-class\"", "rare_class", "RareClass"],
        users: &[],
    },
    Recipe {
        heading: "A fix",
        most: Some(3),
        placeholders: &[("NAME", "duplicates")],
        words: &["drop_duplicates", "mod duplicates"],
        users: &[],
    },
    Recipe {
        heading: "A fact",
        most: Some(3),
        placeholders: &[("FOLDER", "vectors"), ("NAME", "hubs")],
        words: &["Hubs", "hubs"],
        users: &["src/rules/hub_rows.rs"],
    },
    Recipe {
        heading: "An output format",
        most: Some(3),
        placeholders: &[("NAME", "agent")],
        words: &["\"agent\"", "agent", "Agent"],
        users: &[],
    },
    Recipe {
        heading: "A probe family",
        most: Some(3),
        placeholders: &[("NAME", "bayes")],
        words: &["bayes", "Bayes", "Smoothing"],
        users: &["src/testing/zoo.rs"],
    },
    Recipe {
        heading: "An input format",
        most: None,
        placeholders: &[("READER", "columnar")],
        words: &["\"arrow\"", "arrow", "Arrow"],
        users: &[
            "src/cache/vector_file.rs",
            "src/cache/vector_table.rs",
            "src/dataset/read/columnar/arrow_ipc.rs",
            "src/dataset/read/columnar/decode.rs",
            "src/dataset/read/columnar/parquet_file.rs",
            "src/dataset/read/columnar/source.rs",
        ],
    },
    Recipe {
        heading: "A setting",
        most: Some(2),
        placeholders: &[("USER", "src/check.rs")],
        words: &["SEED"],
        users: &[
            "src/cli/fix.rs",
            "src/fix.rs",
            "src/testing/plan.rs",
            "src/testing/subject.rs",
        ],
    },
    Recipe {
        heading: "A subcommand",
        most: None,
        placeholders: &[("ARGUMENTS", "pages"), ("NAME", "completions")],
        words: &["completions", "Completions", "run_completions"],
        users: &[],
    },
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn contributing() -> String {
    fs::read_to_string(root().join("CONTRIBUTING.md")).expect("CONTRIBUTING.md is there")
}

impl Recipe {
    /// The files in the first column of the recipe's table.
    fn files(&self, page: &str) -> BTreeSet<String> {
        let section = page
            .split("\n### ")
            .find_map(|section| section.strip_prefix(&format!("{}\n", self.heading)))
            .unwrap_or_else(|| panic!("CONTRIBUTING.md has no recipe \"{}\"", self.heading));
        let section = section.split("\n## ").next().unwrap_or(section);
        section
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .map(|file| {
                self.placeholders
                    .iter()
                    .fold(file.to_owned(), |file, (name, is)| file.replace(name, is))
            })
            .collect()
    }

    /// The files of the product whose code mentions the member.
    fn mentions(&self) -> BTreeSet<String> {
        let words: Vec<String> = self.words.iter().map(|word| regex::escape(word)).collect();
        let pattern = format!(r#"(^|[^\w"-])({})($|[^\w"-])"#, words.join("|"));
        let pattern = Regex::new(&pattern).expect("the pattern is sound");
        product_files()
            .into_iter()
            .filter(|file| {
                let text = fs::read_to_string(root().join(file)).expect("a source can be read");
                pattern.is_match(&product_code(&text))
            })
            .collect()
    }
}

/// What of a source is compiled into the product, without comments: its unit tests stand at its end.
fn product_code(text: &str) -> String {
    let code = text
        .split("\n#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// build.rs and every file of src, from the repository's folder, but those that only tests compile.
fn product_files() -> Vec<String> {
    let mut found = vec!["build.rs".to_owned()];
    let mut only_tests = BTreeSet::new();
    let mut folders = vec![root().join("src")];
    let declared = Regex::new(r"#\[cfg\(test\)\]\n(?:pub(?:\([a-z]+\))? )?mod (\w+);")
        .expect("the pattern is sound");
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)
            .expect("a folder can be listed")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source can be read");
                let inside = path.with_extension("");
                only_tests.extend(
                    declared
                        .captures_iter(&text)
                        .map(|module| from_root(&inside.join(format!("{}.rs", &module[1])))),
                );
                found.push(from_root(&path));
            }
        }
    }
    found.retain(|file| !only_tests.contains(file));
    found.sort();
    found
}

fn from_root(path: &Path) -> String {
    let inside = path
        .strip_prefix(root())
        .expect("it stands in the repository");
    inside.to_string_lossy().into_owned()
}

#[test]
fn each_recipe_lists_the_files_that_a_change_touches() {
    let page = contributing();
    let mut faults = Vec::new();
    for recipe in &RECIPES {
        let listed = recipe.files(&page);
        let heading = recipe.heading;
        for file in &listed {
            if !root().join(file).is_file() {
                faults.push(format!("{heading}: {file} isn't there"));
            }
        }
        if let Some(most) = recipe.most.filter(|most| listed.len() > *most) {
            let count = listed.len();
            faults.push(format!(
                "{heading}: {count} files are listed; {most} are promised"
            ));
        }
        let mentions = recipe.mentions();
        for file in &mentions {
            if !listed.contains(file) && !recipe.users.contains(&file.as_str()) {
                faults.push(format!("{heading}: {file} mentions {:?}", recipe.words));
            }
        }
        // A file of the member's own need not name it.
        let own: Vec<&str> = recipe.placeholders.iter().map(|(_, is)| *is).collect();
        for file in &listed {
            let is_own = own.iter().any(|name| file.contains(name));
            if !is_own && !mentions.contains(file) {
                faults.push(format!(
                    "{heading}: {file} never mentions {:?}",
                    recipe.words
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What stands behind a pattern that sees nothing would be a test that can't fail.
#[test]
fn comments_and_unit_tests_are_no_mention() {
    let text = "//! Agent\nuse super::Agent;\n\n#[cfg(test)]\nmod tests {\n    bayes();\n}\n";
    assert_eq!(product_code(text), "use super::Agent;");
    let files = product_files();
    assert!(files.contains(&"src/lib.rs".to_owned()) && files.len() > 200);
    assert!(
        !files.contains(&"src/dataset/fixture.rs".to_owned()),
        "only tests compile it"
    );
}

#[test]
fn every_path_on_the_page_is_there() {
    let path =
        Regex::new(r"`((?:src|rules|tests|docs|\.ci)/[\w./-]*)`").expect("the pattern is sound");
    let placeholder = Regex::new("[A-Z]{4,}").expect("the pattern is sound");
    for found in path.captures_iter(&contributing()) {
        let named = &found[1];
        assert!(
            placeholder.is_match(named) || root().join(named).exists(),
            "CONTRIBUTING.md names {named}"
        );
    }
}
