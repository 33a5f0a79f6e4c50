//! Every setting as it is declared: read from a file, resolved, and said by its flag.

use std::path::Path;

use super::dataset::*;
use super::*;
use crate::dataset::{DomainRole, Encoding, TextSource};
use crate::plan::Resolved;
use crate::plan::datasets::resolve_settings;
use crate::policy::{Policy, Statements, Value};

const TEXT_OF_FILE: &str = r#"
            profile = "quick"
            seed = 7
            train-rows = 100
            probes = false
            cache-dir = "kept"
            fail-on = "warn"
            strict = true
            offline = false
            select = ["rare-class", "empty-text"]
            ignore = ["empty-text"]

            [embed]
            model = "builtin"

            [dataset.reviews]
            path = ["a.csv", "b.csv"]
            label = "sentiment"
            text = { template = "{title}: {body}" }
            domain = { column = "source", train = ["amazon"] }
            shifted = "late.csv"
            split = "fold"
            group = "sex"
            exclude = ["id"]
            header = false
            encoding = "latin-1"
            embedding = "vector"

            [dataset.also]
            path = "c.csv"
            text = ["title", "body"]
            domain = "site"

            [rules.rare-class]
            level = "deny"
            min-rows = 20
        "#;

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn every_key_is_read_as_what_it_means() {
    let (policy, mistakes) = Policy::parse("trueline.toml", Path::new("at"), TEXT_OF_FILE);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let run = Resolved::new(TOP, &Statements::default(), &policy.settings, &policy);
    assert_eq!(run.get(&PROFILE), Profile::Quick);
    assert_eq!((run.get(&SEED), run.get(&TRAIN_ROWS)), (7, Some(100)));
    assert_eq!((run.get(&PROBES), run.get(&STRICT)), (false, true));
    assert_eq!(run.get(&CACHE_DIR), Some("at/kept".into()));
    assert_eq!(run.get(&SELECT), Some(words(&["rare-class", "empty-text"])));
    let [reviews, also] = &policy.datasets[..] else {
        panic!("two datasets")
    };
    let settle = |dataset| resolve_settings(&Statements::default(), Some(dataset), &policy);
    let (first, second) = (settle(reviews), settle(also));
    let paths = first.statement(&PATH.key).map(|said| &said.value);
    let wanted = Value::Paths(vec!["at/a.csv".into(), "at/b.csv".into()]);
    assert_eq!(paths, Some(&wanted));
    assert_eq!(
        first.get(&TEXT),
        TextSource::Template("{title}: {body}".into())
    );
    let domain = |column: &str, train: &[&str]| DomainRole {
        column: column.to_owned(),
        train: words(train),
    };
    assert_eq!(first.get(&DOMAIN), Some(domain("source", &["amazon"])));
    assert_eq!(first.get(&GROUP).as_deref(), Some("sex"));
    assert!(!first.get(&HEADER));
    assert_eq!(first.get(&ENCODING), Some(Encoding::Windows1252));
    assert_eq!(second.get(&LABEL), None);
    assert!(second.get(&HEADER));
    assert_eq!(
        second.get(&TEXT),
        TextSource::Columns(words(&["title", "body"]))
    );
    assert_eq!(second.get(&DOMAIN), Some(domain("site", &[])));
    let (key, limit) = &policy.rules[0].limits[0];
    let span = limit.span.as_ref().expect("a value in a file has a place");
    assert_eq!((key.value.as_str(), limit.value), ("min-rows", 20.0));
    assert_eq!(&TEXT_OF_FILE[span.range.clone()], "20");
}

/// A default that its type can't read would stop a run.
#[test]
fn every_setting_has_a_default_of_its_type() {
    let nothing = Statements::default();
    let run = Resolved::new(TOP, &nothing, &nothing, &Policy::default());
    assert_eq!(run.get(&PROFILE), Profile::Standard);
    assert_eq!(run.get(&FAIL_ON), FailOn::Deny);
    assert_eq!((run.get(&SEED), run.get(&CACHE_MAX_GB)), (0, 5));
    assert_eq!((run.get(&STRICT), run.get(&OFFLINE)), (false, false));
    assert_eq!((run.get(&PROBES), run.get(&TRAIN_ROWS)), (true, None));
    assert_eq!((run.get(&SELECT), run.get(&IGNORE)), (None, None));
    assert_eq!(run.get(&BASELINE), None);
    assert_eq!(run.get(&MODEL), "builtin");
    let dataset = resolve_settings(&nothing, None, &Policy::default());
    assert_eq!(dataset.get(&TEXT), TextSource::Row);
    assert_eq!(dataset.get(&ENCODING), None);
    assert_eq!(dataset.get(&INPUT_FORMAT), None);
    assert_eq!((dataset.get(&LABEL), dataset.get(&EXCLUDE)), (None, None));
    assert_eq!((dataset.get(&PATH), dataset.get(&SHIFTED)), (None, None));
}

#[test]
fn a_verdict_depends_on_every_setting_that_does_not_say_otherwise() {
    let nothing = Statements::default();
    let run = Resolved::new(TOP, &nothing, &nothing, &Policy::default());
    let keys: Vec<&str> = run.decisive().iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, ["profile", "probes", "seed", "model"]);
}
