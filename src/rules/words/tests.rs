//! Tests of the words: every rule has them, without a mistake.

use std::fs;
use std::path::Path;

use super::*;
use crate::diagnostic::Verdict;

/// Every rules/*.toml of the project.
fn all() -> Vec<RuleWords> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let stem = path
                .file_stem()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned();
            let text = fs::read_to_string(path).expect("the file can be read");
            RuleWords::parse(stem.leak(), &text)
                .unwrap_or_else(|error| panic!("{}: {:#?}", path.display(), error.mistakes))
        })
        .collect()
}

#[test]
fn every_rule_has_its_words_without_a_mistake() {
    let all = all();
    assert!(all.len() >= 11, "{} rules", all.len());
    for words in &all {
        for text in [
            &words.what,
            &words.why,
            &words.how,
            &words.remedy,
            &words.fix.what,
        ] {
            assert!(text.ends_with('.'), "{}: {text}", words.name);
        }
        assert!(
            !words.title.ends_with('.') && !words.title.is_empty(),
            "{}",
            words.name
        );
        assert_ne!(words.level, Level::Allow, "{}", words.name);
        assert_eq!(words.limits.0.len(), words.meanings.len(), "{}", words.name);
    }
}

#[test]
fn examples_come_at_least_in_pairs_one_found_and_one_not() {
    for words in all().iter().filter(|words| !words.examples.is_empty()) {
        let found = words
            .examples
            .iter()
            .filter(|example| example.expect == Verdict::Found)
            .count();
        assert!(found > 0 && found < words.examples.len(), "{}", words.name);
    }
}

#[test]
fn a_limit_points_at_its_value_in_the_rules_own_file() {
    let words = all()
        .into_iter()
        .find(|words| words.name == "rare-class")
        .expect("the rule is there");
    let span = words.limits.span("min-rows").expect("a default has a span");
    assert_eq!(&*span.file, "rules/rare-class.toml");
    assert_eq!(&span.text[span.range], "10");
    assert_eq!(words.meanings[0].meaning, "Rows that each class must have.");
}

#[test]
fn mistakes_of_a_rules_file_are_all_reported() {
    let text = "title = \"t\"\nwhat = \"w.\"\nwhy = \"w.\"\nhow = \"h.\"\nlevel = \"denny\"\n[fix]\nsafety = \"save\"\n[limits]\n\
                max-share = 2\n# Rows.\nmin-rows = 3\n[units]\nmax-share = \"share\"\n[[example]]\nname = \"n\"\n\
                expect = \"fond\"\n";
    let mistakes: Vec<String> = RuleWords::parse("r", text)
        .expect_err("the text has mistakes")
        .mistakes
        .into_iter()
        .map(|mistake| {
            format!(
                "{}{}",
                mistake.message,
                mistake
                    .help
                    .map_or(String::new(), |help| format!(" ({help})"))
            )
        })
        .collect();
    assert_eq!(
        mistakes,
        [
            "`remedy` is missing",
            "unknown level `denny` (did you mean `deny`?)",
            "`what` is missing",
            "unknown safety `save` (did you mean `safe`?)",
            "no comment above `max-share` says what it means",
            "`max-share` must be a share from 0 to 1",
            "`min-rows` has no unit in [units]",
            "an example needs either `rows` or `fixture`",
            "unknown outcome `fond` (did you mean `found`?)",
        ]
    );
}
