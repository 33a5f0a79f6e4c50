//! The built-in model is a stand-in: a real transformer must come to the same verdicts.

use std::fs;

use crate::data::{self, ACS, trec, youtube};
use crate::run::{check, is_sound};

#[test]
fn a_real_transformer_gives_the_same_verdicts() {
    let (Some(data), Some(model)) = (data::folder(), data::minilm()) else {
        return;
    };
    let sandbox = tempfile::tempdir().expect("a sandbox");
    // Three states: the transformer reads some hundred rows a second.
    let text = fs::read_to_string(data.join(ACS)).expect("acs is there");
    let kept = text.lines().enumerate().filter(|(nth, line)| {
        *nth == 0
            || [",CA", ",SD", ",MA"]
                .iter()
                .any(|state| line.ends_with(state))
    });
    let acs = sandbox.path().join("acs.csv");
    fs::write(
        &acs,
        kept.map(|(_, line)| line).collect::<Vec<_>>().join("\n"),
    )
    .expect("the sandbox can be written");
    let run = check(&[
        &acs.display().to_string(),
        "--label",
        "PINCP",
        "--domain",
        "STATE=CA",
        "--exclude",
        "index",
        "--profile",
        "quick",
        "--model",
        &model,
    ]);
    assert_eq!(run.verdict("collapsed-probes"), "found");
    let lines = run.verdicts("distorted-line");
    assert_eq!(lines["SD"], "found", "{lines:?}");
    assert_ne!(lines["MA"], "found", "{lines:?}");
    assert_eq!(run.exit, 1);

    let files = youtube(&data);
    let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
    args.extend([
        "--label",
        "label",
        "--text",
        "CONTENT",
        "--profile",
        "quick",
        "--model",
        &model,
    ]);
    is_sound(&check(&args));
    let questions = trec(&data, sandbox.path());
    is_sound(&check(&[
        &questions,
        "--label",
        "label",
        "--text",
        "question",
        "--profile",
        "quick",
        "--model",
        &model,
    ]));
}
