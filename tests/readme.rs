//! The README's first command prints what the README says it prints.

use std::path::Path;
use std::process::Command;

#[test]
fn the_first_command_prints_what_the_readme_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README is there");
    let shown = readme
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("\n```").next());
    let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args(["check", "fixtures/serialised-table", "--fail-on", "never"])
        .current_dir(root)
        // Reports say less in CI.
        .env_remove("CI")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("TF_BUILD")
        .env_remove("JENKINS_URL")
        .env_remove("TEAMCITY_VERSION")
        .env("NO_COLOR", "1")
        .output()
        .expect("trueline runs");
    assert_eq!(done.status.code(), Some(0));
    let seconds = regex::Regex::new(r"\d+\.\d s\b").expect("the pattern is sound");
    let settled = |text: &str| {
        seconds
            .replace_all(text.trim_matches('\n'), "<time> s")
            .into_owned()
    };
    let printed = settled(&String::from_utf8_lossy(&done.stdout));
    assert_eq!(settled(shown.expect("the README shows output")), printed);
}
