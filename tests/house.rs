//! The house test: the layers import only what stands to their left, and the files keep their form.

#[path = "house/circles.rs"]
mod circles;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers from left to right; modules of one entry don't import each other.
const LAYERS: [&[&str]; 16] = [
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
    &["report", "check", "fill", "line", "look", "progress"],
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

/// The lines of each function in `text`, with its name. rustfmt closes one at the column where it begins.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let Some(after) = code.strip_prefix("fn ").or_else(|| {
            let (before, after) = code.split_once(" fn ")?;
            let known = ["pub", "const", "async", "extern"];
            let is_head = before
                .split(' ')
                .all(|word| known.iter().any(|known| word.starts_with(known)));
            is_head.then_some(after)
        }) else {
            continue;
        };
        let name: String = after
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let end = format!("{}}}", &line[..line.len() - code.len()]);
        let closed = line.ends_with(['}', ';']);
        let length = if closed {
            1
        } else {
            let rest = lines[at..].iter().position(|line| *line == end);
            rest.map_or(1, |rest| rest + 1)
        };
        found.push((name, length));
    }
    found
}

/// The sources without those that only tests compile, each cut before its unit tests.
fn product() -> Vec<(PathBuf, String)> {
    let only_tests = |path: &Path| {
        path.components()
            .any(|part| part.as_os_str() == "tests" || part.as_os_str() == "testing")
            || ["tests.rs", "sample.rs", "fixture.rs", "testing.rs"]
                .iter()
                .any(|end| path.ends_with(end))
    };
    sources(&root())
        .into_iter()
        .filter(|path| !only_tests(path))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let code = text.split("\n#[cfg(test)]\nmod tests {").next();
            let code = code.unwrap_or_default().to_owned();
            (path, code)
        })
        .collect()
}

#[test]
fn a_function_fits_a_screen() {
    let mut long = Vec::new();
    for (path, code) in product() {
        let inside = path.strip_prefix(root()).expect("the file stands in src");
        for (name, lines) in functions(&code) {
            if lines > 60 {
                long.push(format!("{}: {name}", inside.display()));
            }
        }
    }
    assert!(long.is_empty(), "functions of more than 60 lines: {long:?}");
}

#[test]
fn a_long_function_is_seen() {
    let body = "        work();\n".repeat(61);
    let text =
        format!("impl X {{\n    pub(crate) fn long(\n    ) {{\n{body}    }}\n}}\nfn f() {{}}\n");
    assert_eq!(
        functions(&text),
        [("long".to_owned(), 64), ("f".to_owned(), 1)]
    );
}

#[test]
fn files_are_short() {
    let mut lengths = Vec::new();
    for (path, code) in product() {
        let lines = code.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
        lengths.push(lines);
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 120, "the median file has {median} lines");
}

/// Each outside crate stands behind one file or folder, so that it can be replaced there.
#[test]
fn outside_crates_stay_behind_their_door() {
    let doors = [
        ("polars", &["dataset"][..]),
        ("parquet", &["cache", "dataset"]),
        ("arrow_array", &["cache", "dataset"]),
        ("arrow_ipc", &["dataset"]),
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
/// What rules and check may name of the layers that measure and train: facts, verdicts on them, and the words for both.
const FACTS: [(&str, &[&str]); 2] = [
    (
        "measure",
        &[
            "Auc",
            "BATCH",
            "Confusion",
            "Doubt",
            "Effect",
            "Information",
            "Limits",
            "Line",
            "LineVerdict",
            "MIN_ROWS",
            "Measurement",
            "More",
            "Proportion",
            "Ratio",
            "STRICT_ROWS",
            "ShiftVerdict",
            "View",
            "far_end",
            "line",
            "near_end",
            "rows_to_establish",
        ],
    ),
    ("probe", &["Arm", "Family", "Profile"]),
];
/// The only functions of imported types that may be called by their path: they gather or measure nothing.
const HARMLESS: [&str; 3] = ["Measurement::new", "Measurement::count", "Evidence::new"];
/// Facts that a rule fills in itself: limits, and what would settle a doubt.
const FILLED_IN: [&str; 2] = ["Limits", "More"];

/// What a text imports from `layer`: each name, with `self` as the module that it stands for.
fn names_from(layer: &str, text: &str) -> BTreeSet<String> {
    let start = format!("crate::{layer}::");
    let mut names = BTreeSet::new();
    for after in text.split(&start).skip(1) {
        let end = after
            .find(|c: char| !(c.is_alphanumeric() || "_:{}, \n".contains(c)))
            .unwrap_or(after.len());
        let mut module = layer;
        for token in after[..end].split_inclusive([':', '{', '}', ',', ' ', '\n']) {
            let name = token.trim_end_matches([':', '{', '}', ',', ' ', '\n']);
            if token.ends_with(':') && !name.is_empty() {
                module = name;
            } else if name == "self" {
                names.insert(module.to_owned());
            } else if !name.is_empty() {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

/// Where a text of rules or check measures, trains or draws by itself instead of asking the evidence.
fn breaches(text: &str) -> Vec<String> {
    let product = text.split("#[cfg(test)]\nmod ").next().unwrap_or(text);
    let follows = |name: &str| -> Vec<String> {
        let path = format!("{name}::");
        product
            .match_indices(&path)
            .filter(|(at, _)| {
                !product[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            })
            .map(|(at, _)| {
                product[at + path.len()..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect()
            })
            .collect()
    };
    let mut found = Vec::new();
    for (layer, facts) in FACTS {
        for name in names_from(layer, product) {
            if !facts.contains(&name.as_str()) {
                found.push(format!("it imports {name} from {layer}"));
            }
            let is_module = name.starts_with(|c: char| c.is_ascii_lowercase());
            if is_module {
                let strangers = follows(&name).into_iter();
                let strangers = strangers.filter(|inside| !facts.contains(&inside.as_str()));
                found.extend(strangers.map(|inside| format!("it names {name}::{inside}")));
            } else if !FILLED_IN.contains(&name.as_str()) {
                let literal = format!("{name} {{");
                let made = product.match_indices(&literal).any(|(at, _)| {
                    let before = &product[..at];
                    !before.ends_with("-> ") && !before.ends_with(|c: char| c.is_alphanumeric())
                });
                if made {
                    found.push(format!("it makes a {name}"));
                }
            }
        }
    }
    for layer in ["measure", "probe", "evidence"] {
        for name in names_from(layer, product) {
            for function in follows(&name) {
                let call = format!("{name}::{function}");
                if name.starts_with(|c: char| c.is_ascii_uppercase())
                    && function.starts_with(|c: char| c.is_ascii_lowercase())
                    && !HARMLESS.contains(&call.as_str())
                {
                    found.push(format!("it calls {call}"));
                }
            }
        }
    }
    for crate_name in ["rand::", "rand_xoshiro::", "ndarray::"] {
        if product.contains(crate_name) {
            found.push(format!("it uses {crate_name}"));
        }
    }
    found
}

#[test]
fn rules_and_check_measure_nothing_by_themselves() {
    for path in sources(&root()) {
        if ["rules", "check"].contains(&module(&path).as_str()) {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let found = breaches(&text);
            assert!(
                found.is_empty(),
                "{}: {}; that belongs behind Evidence, where it is computed once",
                path.display(),
                found.join(", ")
            );
        }
    }
}

#[test]
fn what_measures_trains_or_draws_is_seen() {
    for text in [
        "use crate::measure::line::{self, Effect, Line, OverRows};",
        "use crate::measure::line::Line;\nfn f() { Line::read(&results, scale, 0) }",
        "use crate::measure::line::{self, Effect};\nfn f() { line::Cloud::new(&runs) }",
        "use crate::evidence::{Evidence, FamilyCollapse};\nfn f() { FamilyCollapse::over(&splits) }",
        "use crate::measure::label_shift::{LabelShift, ShiftVerdict};",
        "use crate::measure::interval::Proportion;\nfn f() { Proportion::new(1, 2) }",
        "use crate::measure::ratio::Ratio;\nfn f() -> Ratio {\n    Ratio { value: 1.0 }\n}",
        "fn f() { crate::measure::principal::Principal::of(&rows, 2) }",
        "use crate::probe::{Arm, train};",
        "use rand::SeedableRng;",
    ] {
        assert!(!breaches(text).is_empty(), "{text}");
    }
    for text in [
        "use crate::measure::line::{self, Effect, Line};\nfn f(line: &Line) -> line::Limits { line::Limits { max: 1.0 } }",
        "use crate::measure::Measurement;\nfn f() { Measurement::new(\"share\", 0.5) }",
        "use crate::evidence::{Evidence, Unavailable};\nfn f() { Unavailable::Skipped(why) }",
        "use crate::measure::ratio::Ratio;\nfn f() -> Ratio {\n    tokens.beyond_natural()\n}",
    ] {
        assert_eq!(breaches(text), Vec::<String>::new(), "{text}");
    }
}
