//! The README's examples are what trueline prints.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::Sandbox;

const REVIEWS: &str = "review,sentiment
a fine film,pos
dull and long,neg
a fine film,pos
never again,neg
A fine  film,pos
dull and long,pos
";

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    fs::read_to_string(path).expect("the README is there")
}

/// The blocks of the README that begin with this fence.
fn blocks<'a>(readme: &'a str, fence: &str) -> Vec<&'a str> {
    readme
        .split(fence)
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next())
        .collect()
}

#[test]
fn examples_of_formats_are_what_is_printed() {
    let sandbox = Sandbox::new(&[("reviews.csv", REVIEWS.as_bytes())]);
    let readme = readme();
    let mut shown = Vec::new();
    for block in blocks(&readme, "```console\n$ trueline check reviews.csv") {
        let (command, printed) = block.split_once('\n').expect("a command prints something");
        let args: Vec<&str> = std::iter::once("reviews.csv")
            .chain(command.split_whitespace())
            .collect();
        let done = sandbox.check(&args, &[]);
        assert_eq!(String::from_utf8_lossy(&done.stdout).trim_end(), printed);
        shown.extend(args.last().copied());
    }
    assert_eq!(shown, ["agent", "github", "markdown", "junit"]);
}

#[test]
fn examples_in_json_are_what_is_printed() {
    let sandbox = Sandbox::new(&[("reviews.csv", REVIEWS.as_bytes())]);
    let roles = ["reviews.csv", "--label", "sentiment", "--text", "review"];
    let format = |format| {
        let args = [
            &roles[..],
            &["--select", "duplicate-rows", "--output-format", format],
        ]
        .concat();
        String::from_utf8_lossy(&sandbox.check(&args, &[]).stdout).into_owned()
    };
    let lines = format("json-lines");
    let mut sarif: Value = serde_json::from_str(&format("sarif")).expect("SARIF is JSON");
    let result = &mut sarif["runs"][0]["results"][0];
    // The place among the rules changes with every rule that comes, and the README leaves it out.
    result
        .as_object_mut()
        .expect("a result")
        .remove("ruleIndex");
    let readme = readme();
    let shown: Vec<Value> = blocks(&readme, "```json\n")
        .iter()
        .filter_map(|block| serde_json::from_str(block).ok())
        .collect();
    let last = lines.lines().last().expect("a verdict");
    assert!(
        shown.contains(&serde_json::from_str(last).expect("JSON")),
        "{last}"
    );
    assert!(shown.contains(result), "{result:#}");
}
