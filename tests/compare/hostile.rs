//! Data that attacks whoever reads about its changes.

use std::fs;

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};

use crate::run;

const ATTACKS: [&str; 9] = [
    "::error::owned",
    "##[error]owned",
    "a##vso[task.setvariable variable=a]b",
    "\u{1b}[31mred\u{1b}[2J\u{9b}2J",
    "<script>alert(1)</script></summary></details>",
    "[click](http://evil.example) ![image](http://evil.example/x.png)",
    "\u{202e}desrever\u{2066}",
    "@everyone #1 owner/name#2 www.evil.example | `code` | **bold**",
    "one line\r\n::error::another\n\n# Heading\n\n- item",
];

fn acts(c: char) -> bool {
    c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn assert_plain(markdown: &str) {
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_))) => {
                panic!("{tag:?}")
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let html = html.trim();
                let opens = html.starts_with("<details><summary>") && html.len() < 80;
                assert!(opens || html == "</details>" || html.is_empty(), "{html}");
                assert_eq!(html.matches("<summary>").count(), usize::from(opens));
            }
            _ => {}
        }
    }
}

#[test]
fn nothing_of_hostile_data_acts_in_any_format() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let (text, label, split) = (
        "text ::error::x <b>",
        "label ##[error]@all",
        "split \u{1b}[1m",
    );
    let write = |name: &str, shift: usize| {
        let rows: String = (0..60)
            .map(|row| {
                let attack = |at: usize| ATTACKS[at % ATTACKS.len()];
                let row = json!({
                    "id": row,
                    text: format!("{} {row}", attack(row + shift)),
                    label: attack(row * 2 + shift * usize::from(row % 3 == 0)),
                    split: attack(row * 5 + shift * usize::from(row % 4 == 0)),
                    attack(shift): 1,
                });
                format!("{row}\n")
            })
            .skip(shift)
            .collect();
        fs::write(folder.path().join(name), rows).expect("written");
    };
    write("old ::error::.jsonl", 0);
    write("new ##[error].jsonl", 1);
    let files = ["old ::error::.jsonl", "new ##[error].jsonl"];
    let roles = ["--label", label, "--split", split, "--key", "id"];
    for format in ["human", "json", "markdown"] {
        let how = ["--show-values", "--output-format", format];
        let done = run(folder.path(), &[&files[..], &roles, &how].concat());
        assert_eq!(done.exit, 0, "{}", done.stderr);
        let said = done.stdout;
        assert_eq!(said.chars().find(|c| acts(*c)), None, "{format}: {said}");
        for line in said.lines() {
            assert!(!line.trim_start().starts_with("::"), "{format}: {line}");
            assert!(!line.contains("##[") && !line.contains("##vso["), "{line}");
        }
        match format {
            "json" => {
                let report: Value = serde_json::from_str(&said).expect("JSON");
                assert_eq!(report["roles"]["label"], label);
            }
            "markdown" => assert_plain(&said),
            _ => {}
        }
    }
}
