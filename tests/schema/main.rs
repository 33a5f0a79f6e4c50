//! The JSON Schema says what trueline's own reader says of a configuration, no more and no less.
//!
//! `BLESS=1 cargo test --release --test schema` writes docs/trueline.schema.json anew.

mod judges;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use judges::{faults, mistake};
use serde_json::Value;

/// A dataset that needs nothing else.
const DATASET_TEXT: &str = "[dataset.d]\npath = \"d.csv\"\nlabel = \"y\"\n";

/// Values of every type, and words that some key knows.
const VALUES: [&str; 22] = [
    "\"word\"",
    "\"\"",
    "\" \"",
    "\"quick\"",
    "\"deny\"",
    "\"never\"",
    "\"allow\"",
    "\"latin-1\"",
    "\"utf8\"",
    "\"rare-class\"",
    "3",
    "0",
    "-1",
    "0.5",
    "true",
    "[]",
    "[\"a\", \"b\"]",
    "[\"rare-class\", \"empty-text\"]",
    "[\"\"]",
    "[1]",
    "{}",
    "{ other = \"x\" }",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What `trueline ARGS` prints.
fn print(args: &[&str]) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args(args)
        .output()
        .expect("trueline runs");
    assert!(done.status.success());
    String::from_utf8(done.stdout).expect("JSON is UTF-8")
}

fn print_json(args: &[&str]) -> Value {
    serde_json::from_str(&print(args)).expect("JSON")
}

#[test]
fn the_schema_is_what_the_command_prints() {
    let printed = print(&["schema"]);
    let path = root().join("docs/trueline.schema.json");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &printed).expect("the schema can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == printed,
        "docs/trueline.schema.json is stale: BLESS=1 cargo test --release --test schema writes it anew"
    );
}

#[test]
fn the_schema_of_pyproject_holds_the_same_one() {
    let mut whole = print_json(&["schema"]);
    let pyproject = print_json(&["schema", "--pyproject"]);
    let draft = whole
        .as_object_mut()
        .and_then(|whole| whole.shift_remove("$schema"));
    assert_eq!(draft.as_ref(), pyproject.get("$schema"));
    assert_eq!(
        pyproject["properties"]["tool"]["properties"]["trueline"],
        whole
    );
    assert!(pyproject.get("additionalProperties").is_none());
}

/// Each text on which the two judges differ, with what they say.
fn disputed(texts: &[String]) -> Vec<String> {
    let Some(faults) = faults(texts) else {
        return Vec::new();
    };
    texts
        .iter()
        .zip(faults)
        .filter_map(|(text, faults)| {
            let mistake = mistake(text);
            (mistake.is_some() == faults.is_empty())
                .then(|| format!("{text}trueline: {mistake:?}\nschema: {faults:?}\n"))
        })
        .collect()
}

fn assert_agreed(texts: &[String]) {
    let disputed = disputed(texts);
    assert!(
        disputed.is_empty(),
        "{} of {} texts:\n{}",
        disputed.len(),
        texts.len(),
        disputed.join("\n")
    );
}

/// Every trueline.toml below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)
        .expect("the folder can be listed")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.file_name().is_some_and(|name| name == "trueline.toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_configuration_of_the_project_is_judged_alike() {
    let paths = [
        files(&root().join("fixtures")),
        files(&root().join("tests/cli")),
    ]
    .concat();
    assert!(paths.len() > 15, "only {} files", paths.len());
    let texts: Vec<String> = paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("the file can be read"))
        .filter(|text| text.parse::<toml::Table>().is_ok())
        .collect();
    assert_agreed(&texts);
    let good = texts.iter().filter(|text| mistake(text).is_none()).count();
    assert!(
        good > 12 && good < texts.len(),
        "{good} of {} are good",
        texts.len()
    );
}

/// Texts in which `key`, of the table `heading`, has each of the values; none where `schema` says that the
/// key is a table.
fn with_each_value(heading: &str, key: &str, schema: &Value) -> Vec<String> {
    if schema["type"] == "object" {
        return Vec::new();
    }
    // The schema of JSON can't tell 3.0 from 3, so no value is a whole number with a point.
    let line = |value: &str| format!("{key} = {value}\n");
    VALUES
        .iter()
        .map(|value| match heading {
            "" => format!("{}{DATASET_TEXT}", line(value)),
            "dataset" => {
                let others = DATASET_TEXT
                    .lines()
                    .filter(|other| !other.starts_with(&format!("{key} =")));
                let others: Vec<&str> = others.collect();
                format!("{}\n{}", others.join("\n"), line(value))
            }
            inner if inner.contains('{') => {
                let inner = inner.replace("{}", line(value).trim());
                format!("{DATASET_TEXT}{inner}\n")
            }
            table => format!("{DATASET_TEXT}[{table}]\n{}", line(value)),
        })
        .collect()
}

#[test]
fn every_key_takes_the_values_that_its_schema_takes() {
    let schema = print_json(&["schema"]);
    let top = &schema["properties"];
    let dataset = &top["dataset"]["additionalProperties"]["properties"];
    // Of the forms of a value, the table.
    let table = |key: &Value| {
        let forms = key["anyOf"].as_array().expect("several forms").iter();
        let mut tables = forms.map(|form| &form["properties"]);
        let found = tables.find(|properties| properties.is_object());
        found.expect("one of them is a table").clone()
    };
    let mut domain = table(&dataset["domain"]);
    let domain_alone = domain.clone();
    domain
        .as_object_mut()
        .and_then(|domain| domain.shift_remove("column"))
        .expect("a domain has a column");
    let tables = [
        ("", top),
        ("embed", &top["embed"]["properties"]),
        ("dataset", dataset),
        ("text = { {} }", &table(&dataset["text"])),
        ("domain = { {} }", &domain_alone),
        ("domain = { column = \"c\", {} }", &domain),
    ];
    let texts: Vec<String> = tables
        .iter()
        .flat_map(|(heading, keys)| {
            let keys = keys.as_object().expect("a table has keys").iter();
            keys.flat_map(|(key, schema)| with_each_value(heading, key, schema))
        })
        .collect();
    let good = texts.iter().filter(|text| mistake(text).is_none()).count();
    assert!(
        good > 100 && texts.len() - good > 200,
        "{good} of {}",
        texts.len()
    );
    assert_agreed(&texts);
}

#[test]
fn every_limit_takes_the_numbers_that_its_schema_takes() {
    let numbers = [
        "0", "-1", "0.5", "1", "1.5", "2", "3.0", "1e9", "\"0.5\"", "true", "[1]",
    ];
    let mut texts = Vec::new();
    let catalogue = print_json(&["rules", "--output-format", "json"]);
    for rule in catalogue["rules"].as_array().expect("rules are a list") {
        let name = rule["name"].as_str().expect("a name is a text");
        let head = format!("{DATASET_TEXT}[rules.{name}]\n");
        for level in ["\"deny\"", "\"warn\"", "\"allow\"", "\"never\"", "1"] {
            texts.push(format!("{head}level = {level}\n"));
        }
        for limit in rule["limits"].as_object().expect("a table").keys() {
            texts.extend(numbers.map(|number| format!("{head}{limit} = {number}\n")));
        }
        texts.push(format!("{head}max-nothing = 1\n"));
    }
    assert_agreed(&texts);
}

#[test]
fn slips_are_refused_wherever_they_stand() {
    let texts = [
        "sede = 1\n",
        "[dataset.d]\nlabel = \"y\"\n",
        "[dataset.d]\npath = \"d.csv\"\nlable = \"y\"\n",
        "[dataset]\nd = 1\n",
        "[dataset.d]\npath = \"d.csv\"\ndomain = { colum = \"x\" }\n",
        "[embed]\nmodle = \"builtin\"\n",
        "embed = \"builtin\"\n",
        "rules = \"rare-class\"\n",
        "[rules]\nrare-class = \"deny\"\n",
        "[rules.rare-clas]\nlevel = \"deny\"\n",
        "[tool.trueline]\nseed = 1\n",
    ]
    .map(str::to_owned);
    for text in &texts {
        assert!(mistake(text).is_some(), "{text}");
    }
    assert_agreed(&texts);
}

/// Who extends another file may leave the path of a dataset to that.
#[test]
fn a_path_may_stand_in_a_file_that_is_extended() {
    let text = "extend = \"base.toml\"\n[dataset.d]\nexclude = \"id\"\n".to_owned();
    if let Some(faults) = faults(&[text]) {
        assert_eq!(faults, [Vec::<String>::new()]);
    }
}
