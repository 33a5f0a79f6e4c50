//! The two judges of a configuration: trueline's own reader, and a validator that knows only the schema.

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use trueline::testing::plan;

/// What no schema can see: these say that something is missing elsewhere, and not that a key is wrong.
const BEYOND: [&str; 4] = [
    "there is nothing to check",
    "no label is named",
    "no rule is left",
    "there is no baseline",
];

/// The first mistake that trueline finds in `text`.
pub(crate) fn mistake(text: &str) -> Option<String> {
    let mistakes = plan(text, &[]).err()?;
    mistakes
        .into_iter()
        .find(|message| !BEYOND.iter().any(|beyond| message.starts_with(beyond)))
}

/// The faults of each of `texts` under docs/trueline.schema.json; absent where nothing is set up.
pub(crate) fn faults(texts: &[String]) -> Option<Vec<Vec<String>>> {
    let Some(python) = env::var_os("TRUELINE_TEST_PYTHON") else {
        assert!(
            env::var_os("CI").is_none(),
            "TRUELINE_TEST_PYTHON is not set: run the tests with `make test`"
        );
        println!("not validated: TRUELINE_TEST_PYTHON is not set; `make test` sets it");
        return None;
    };
    let documents: Vec<Value> = texts.iter().map(|text| json(text)).collect();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut validator = Command::new(Path::new(&python).join("bin/python"))
        .arg(here.join("tests/schema/validate.py"))
        .arg(here.join("docs/trueline.schema.json"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python runs");
    validator
        .stdin
        .take()
        .expect("a pipe")
        .write_all(Value::from(documents).to_string().as_bytes())
        .expect("Python reads");
    let done = validator.wait_with_output().expect("Python ends");
    assert!(done.status.success(), "the validator failed");
    let faults: Vec<Vec<String>> =
        serde_json::from_slice(&done.stdout).expect("the validator writes JSON");
    assert_eq!(faults.len(), texts.len());
    Some(faults)
}

/// A TOML text as an editor shows it to a validator: dates are texts.
fn json(text: &str) -> Value {
    fn value(written: toml::Value) -> Value {
        match written {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Datetime(date) => date.to_string().into(),
            toml::Value::Array(items) => items.into_iter().map(value).collect(),
            toml::Value::Table(table) => table
                .into_iter()
                .map(|(key, inner)| (key, value(inner)))
                .collect(),
        }
    }
    value(toml::Value::Table(
        text.parse()
            .unwrap_or_else(|error| panic!("{error}\n{text}")),
    ))
}
