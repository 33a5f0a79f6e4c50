//! Every rule's worked examples, judged at the rule's own limits: a rule's TOML is its documentation,
//! its defaults and its test.

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::trueline;
use toml::{Table, Value};

/// What a rule may say, the gravest last.
const OUTCOMES: [&str; 4] = ["pass", "skipped", "undetermined", "found"];

/// Each rule about data, and its examples. Rules about waivers look at no data and have none.
fn rules() -> Vec<(String, Vec<Table>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut rules = Vec::new();
    for entry in fs::read_dir(folder).expect("rules can be listed").flatten() {
        let text = fs::read_to_string(entry.path()).expect("a rule can be read");
        let words: Table = text.parse().expect("a rule is TOML");
        let name = entry.path().with_extension("");
        let name = name.file_name().expect("a file has a name");
        let name = name.to_string_lossy().into_owned();
        if name.ends_with("-waiver") {
            continue;
        }
        let examples = words.get("example").and_then(Value::as_array);
        let examples = examples.into_iter().flatten();
        let table = |example: &Value| example.as_table().expect("an example is a table").clone();
        rules.push((name, examples.map(table).collect()));
    }
    rules.sort_by(|(one, _), (other, _)| one.cmp(other));
    rules
}

fn text<'a>(example: &'a Table, key: &str) -> &'a str {
    let value = example.get(key).and_then(Value::as_str);
    value.unwrap_or_else(|| panic!("{key} of {example}"))
}

/// The file that an example's rows stand in; inline rows are written into `sandbox`.
fn file(example: &Table, sandbox: &Path) -> PathBuf {
    if example.contains_key("fixture") {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        return fixtures.join(text(example, "fixture")).join("data.csv");
    }
    let path = sandbox.join("data.csv");
    fs::write(&path, text(example, "rows").trim_start()).expect("the sandbox can be written");
    path
}

/// The flags that say what an example says of its columns.
fn flags(example: &Table) -> Vec<String> {
    let mut flags = Vec::new();
    for (key, value) in example {
        if ["name", "expect", "fixture", "rows"].contains(&key.as_str()) {
            continue;
        }
        let values = match value {
            Value::Array(values) => values.clone(),
            value => vec![value.clone()],
        };
        for value in values {
            let value = value.as_str().expect("an example's columns are texts");
            flags.extend([format!("--{key}"), value.to_owned()]);
        }
    }
    flags
}

/// The gravest thing that `rule` says of an example, and all that it says.
fn judge(rule: &str, example: &Table) -> (String, String) {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let file = file(example, sandbox.path()).display().to_string();
    let flags = flags(example);
    let mut args = vec!["check", file.as_str(), "--isolated", "--no-cache"];
    args.extend(flags.iter().map(String::as_str));
    args.extend(["--select", rule, "--profile", "quick"]);
    args.extend(["--output-format", "json"]);
    let done = trueline(sandbox.path(), &args).output();
    let done = done.expect("trueline runs");
    let refused = String::from_utf8_lossy(&done.stderr).into_owned();
    if refused.contains("no label is named") {
        // A run by nothing but rules that need one doesn't begin; beside others, they are skipped.
        return ("skipped".to_owned(), refused);
    }
    let report: serde_json::Value = serde_json::from_slice(&done.stdout)
        .unwrap_or_else(|error| panic!("{rule}: {error}: {refused}"));
    let outcomes = report["datasets"][0]["outcomes"].as_array();
    let outcomes = outcomes.expect("outcomes are a list");
    let place = |word: &str| OUTCOMES.iter().position(|known| *known == word);
    let gravest = outcomes
        .iter()
        .filter_map(|outcome| outcome["outcome"].as_str())
        .max_by_key(|word| place(word))
        .expect("a rule says something");
    let said: Vec<String> = outcomes.iter().map(ToString::to_string).collect();
    (gravest.to_owned(), said.join("\n"))
}

#[test]
fn every_example_is_judged_as_it_says() {
    let mut faults = Vec::new();
    for (rule, examples) in rules() {
        for example in &examples {
            let (gravest, said) = judge(&rule, example);
            let (name, expected) = (text(example, "name"), text(example, "expect"));
            if gravest != expected {
                faults.push(format!(
                    "{rule}, example `{name}` expects {expected}, but: {said}"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_an_example_that_fires_and_one_that_does_not() {
    for (rule, examples) in rules() {
        let fires = |example: &Table| text(example, "expect") == "found";
        assert!(
            examples.iter().any(fires),
            "{rule} has no example that fires"
        );
        assert!(
            !examples.iter().all(fires),
            "{rule} has only examples that fire"
        );
    }
}
