//! Every rule's worked examples, judged at the rule's own limits: a rule's TOML is its documentation,
//! its defaults and its test.

use std::fs;
use std::path::{Path, PathBuf};

use trueline::dataset::{Dataset, DomainRole, Encoding, RoleNames, Source, TextSource};
use trueline::diagnostic::{Outcome, Verdict};
use trueline::embed;
use trueline::evidence::{Evidence, Model, Settings, Unavailable};
use trueline::probe::Profile;
use trueline::rules::words::{Example, Recipe, RuleWords};
use trueline::rules::{Rule, judges_waivers};

/// The file that an example's rows stand in; inline rows are written into `sandbox`.
fn file(example: &Example, sandbox: &Path) -> PathBuf {
    match &example.data {
        Recipe::Fixture(name) => Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(name)
            .join("data.csv"),
        Recipe::Rows(rows) => {
            let path = sandbox.join("data.csv");
            fs::write(&path, rows.trim_start()).expect("the sandbox can be written");
            path
        }
    }
}

fn source(example: &Example, path: PathBuf) -> Source {
    let domain = example.domain.as_ref().map(|written| {
        let (column, values) = written.split_once('=').unwrap_or((written, ""));
        DomainRole {
            column: column.to_owned(),
            train: values
                .split(',')
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
                .collect(),
        }
    });
    Source {
        name: "example".to_owned(),
        paths: vec![path],
        shifted: Vec::new(),
        header: true,
        encoding: Encoding::Utf8,
        roles: RoleNames {
            label: example.label.clone(),
            text: if example.text.is_empty() {
                TextSource::Row
            } else {
                TextSource::Columns(example.text.clone())
            },
            domain,
            split: None,
            group: example.group.clone(),
            exclude: Vec::new(),
            embedding: example.embedding.clone(),
        },
        ..Source::default()
    }
}

fn judge(rule: &Rule, words: &RuleWords, example: &Example, model: &dyn Model) -> Vec<Outcome> {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let source = source(example, file(example, sandbox.path()));
    let dataset =
        Dataset::load(&source).unwrap_or_else(|error| panic!("{}: {error}", example.name));
    let settings = Settings {
        profile: Profile::Quick,
        seed: 0,
        train_rows: None,
    };
    let evidence = Evidence::new(&dataset, settings, model, &());
    match rule.check(&evidence, &words.limits) {
        Ok(outcomes) => outcomes,
        Err(Unavailable::Skipped(why)) => vec![Outcome::skipped(why)],
        Err(Unavailable::Undetermined { why, needs }) => vec![Outcome::undetermined(why, needs)],
        Err(Unavailable::Failed(error)) => panic!("{}: {error}", example.name),
    }
}

/// The rules but those about waivers, which look at no data.
fn about_data() -> impl Iterator<Item = (&'static Rule, RuleWords)> {
    trueline::rules::words()
        .into_iter()
        .filter(|(rule, _)| !judges_waivers(rule.name))
}

/// The gravest of several outcomes is what an example with shifts expects.
fn gravest(outcomes: &[Outcome]) -> Verdict {
    outcomes
        .iter()
        .map(|outcome| outcome.verdict)
        .max()
        .expect("a rule says something")
}

#[test]
fn every_example_is_judged_as_it_says() {
    let model = embed::open("builtin", true).expect("the built-in model opens");
    let mut faults = Vec::new();
    for (rule, words) in about_data() {
        for example in &words.examples {
            let outcomes = judge(rule, &words, example, &model);
            if gravest(&outcomes) != example.expect {
                let said: Vec<String> = outcomes
                    .iter()
                    .map(|outcome| {
                        format!(
                            "{}: {} {:?}",
                            outcome.verdict.word(),
                            outcome.message,
                            outcome.measurements
                        )
                    })
                    .collect();
                faults.push(format!(
                    "{}, example `{}` expects {} but: {}",
                    rule.name,
                    example.name,
                    example.expect.word(),
                    said.join("; ")
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_an_example_that_fires_and_one_that_does_not() {
    for (rule, words) in about_data() {
        let fires = |example: &Example| example.expect == Verdict::Found;
        assert!(
            words.examples.iter().any(fires),
            "{} has no example that fires",
            rule.name
        );
        assert!(
            !words.examples.iter().all(fires),
            "{} has only examples that fire",
            rule.name
        );
    }
}
