//! What a plan makes of a file and a command line, and what it says about their mistakes.

use std::path::Path;

use super::settings::dataset::{DOMAIN, LABEL};
use super::settings::{FAIL_ON, IGNORE, MODEL, OFFLINE, PROFILE, SEED, SELECT, STRICT};
use super::*;

use crate::dataset::{DomainRole, Encoding, TextSource};
use crate::outcome::FailOn;
use crate::probe::Profile;

const RARE: &str = include_str!("../../rules/rare-class.toml");
const DUPLICATES: &str = include_str!("../../rules/duplicate-rows.toml");
const COLLAPSED: &str = include_str!("../../rules/collapsed-probes.toml");

/// Plans with a catalogue of three rules; mistakes come back as text.
fn plan(toml: &str, request: &Request) -> Result<Plan, Vec<String>> {
    let words = [
        ("collapsed-probes", COLLAPSED),
        ("duplicate-rows", DUPLICATES),
        ("rare-class", RARE),
    ]
    .map(|(name, text)| RuleWords::parse(name, text).expect("the rule's words have no mistake"));
    let catalogue: Vec<Entry> = words
        .iter()
        .map(|words| Entry {
            words,
            needs_label: words.name != "duplicate-rows",
        })
        .collect();
    let (policy, mistakes) = Policy::parse("trueline.toml", Path::new("data"), toml);
    Plan::new(&policy, mistakes, request, &catalogue).map_err(|error| {
        error
            .mistakes
            .into_iter()
            .map(|mistake| {
                let place = mistake.at.map_or("argv".to_owned(), |at| {
                    (toml[..at.offset()].matches('\n').count() + 1).to_string()
                });
                let help = mistake
                    .help
                    .map_or(String::new(), |help| format!(" ({help})"));
                format!("{place}: {}{help}", mistake.message)
            })
            .collect()
    })
}

fn flags(path: &str) -> Request {
    Request {
        paths: vec![path.into()],
        ..Request::default()
    }
    .with(&LABEL, Value::text("y"))
}

fn texts(list: &[&str]) -> Value {
    Value::Texts(words(list))
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.rules.iter().map(|rule| rule.name).collect()
}

#[test]
fn a_file_and_a_label_are_enough() {
    let plan = plan("", &flags("dir/acs.csv")).expect("no mistake");
    assert_eq!(
        (
            plan.get(&PROFILE),
            plan.get(&SEED),
            plan.get(&MODEL).as_str()
        ),
        (Profile::Standard, 0, "builtin")
    );
    assert_eq!(
        (plan.get(&FAIL_ON), plan.get(&STRICT), plan.get(&OFFLINE)),
        (FailOn::Deny, false, false)
    );
    assert_eq!(plan.formats, [(Format::Human, None)]);
    assert_eq!(
        names(&plan),
        ["collapsed-probes", "duplicate-rows", "rare-class"]
    );
    let [source] = &plan.datasets[..] else {
        panic!("one dataset")
    };
    assert_eq!(
        (source.name.as_str(), source.header, source.encoding),
        ("acs.csv", true, None)
    );
    assert_eq!(source.roles.text, TextSource::Row);
}

#[test]
fn the_command_line_beats_the_file() {
    let toml = r#"
        profile = "quick"
        seed = 1
        fail-on = "warn"
        [dataset.acs]
        path = "acs.csv"
        label = "x"
        text = "t"
        domain = { column = "STATE", train = ["CA"] }
        encoding = "latin-1"
    "#;
    let by_file = plan(toml, &Request::default()).expect("no mistake");
    assert_eq!(
        (
            by_file.get(&PROFILE),
            by_file.get(&SEED),
            by_file.get(&FAIL_ON)
        ),
        (Profile::Quick, 1, FailOn::Warn)
    );
    let source = &by_file.datasets[0];
    assert_eq!(
        (source.name.as_str(), &source.paths),
        ("acs", &vec![PathBuf::from("data/acs.csv")])
    );
    assert_eq!(
        (source.roles.label.as_deref(), source.encoding),
        (Some("x"), Some(Encoding::Windows1252))
    );

    let request = flags("data/acs.csv")
        .with(&PROFILE, Value::text("audit"))
        .with(&SEED, Value::Whole(2))
        .with(&FAIL_ON, Value::text("never"))
        .with(&DOMAIN, Value::text("SITE=a, b"));
    let by_flag = plan(toml, &request).expect("no mistake");
    assert_eq!(
        (
            by_flag.get(&PROFILE),
            by_flag.get(&SEED),
            by_flag.get(&FAIL_ON)
        ),
        (Profile::Audit, 2, FailOn::Never)
    );
    let source = &by_flag.datasets[0];
    assert_eq!(
        (source.name.as_str(), source.roles.label.as_deref()),
        ("acs", Some("y"))
    );
    assert_eq!(
        source.roles.text,
        TextSource::Columns(words(&["t"])),
        "what no flag says is the file's"
    );
    let site = DomainRole {
        column: "SITE".to_owned(),
        train: words(&["a", "b"]),
    };
    assert_eq!(source.roles.domain, Some(site));
}

#[test]
fn a_file_that_no_dataset_declares_has_the_roles_of_the_flags_alone() {
    let toml = "[dataset.acs]\npath = \"acs.csv\"\nlabel = \"x\"\nsplit = \"fold\"\n";
    let plan = plan(toml, &flags("other.csv")).expect("no mistake");
    assert_eq!(plan.datasets.len(), 1);
    assert_eq!(
        (
            plan.datasets[0].name.as_str(),
            &plan.datasets[0].roles.split
        ),
        ("other.csv", &None)
    );
}

#[test]
fn a_limit_points_at_whoever_set_it() {
    let toml = "[rules.rare-class]\nmin-rows = 25\nlevel = \"deny\"\n";
    let plan = plan(toml, &flags("a.csv")).expect("no mistake");
    let rule = |name: &str| {
        plan.rules
            .iter()
            .find(|rule| rule.name == name)
            .expect("planned")
    };
    assert_eq!(
        (
            rule("rare-class").level,
            rule("rare-class")
                .limits
                .value("min-rows")
                .expect("the rule's own limit")
        ),
        (Level::Deny, 25.0)
    );
    let users = rule("rare-class").limits.span("min-rows").expect("a span");
    assert_eq!(
        (&*users.file, &users.text[users.range.clone()]),
        ("trueline.toml", "25")
    );
    let own = rule("collapsed-probes")
        .limits
        .span("max-excess")
        .expect("a span");
    assert_eq!(
        (&*own.file, &own.text[own.range.clone()]),
        ("rules/collapsed-probes.toml", "0.20")
    );
}

#[test]
fn rules_are_selected_ignored_and_allowed() {
    let with = |toml: &str, select: &[&str], ignore: &[&str]| {
        let mut request = flags("a.csv");
        for (setting, names) in [(&SELECT, select), (&IGNORE, ignore)] {
            if !names.is_empty() {
                request = request.with(setting, texts(names));
            }
        }
        let plan = plan(toml, &request).expect("no mistake");
        names(&plan)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(with("", &["rare-class"], &[]), ["rare-class"]);
    assert_eq!(
        with("", &[], &["rare-class"]),
        ["collapsed-probes", "duplicate-rows"]
    );
    assert_eq!(with("select = [\"rare-class\"]", &[], &[]), ["rare-class"]);
    assert_eq!(
        with("select = [\"rare-class\"]", &["duplicate-rows"], &[]),
        ["duplicate-rows"]
    );
    let allowed = "ignore = [\"rare-class\"]\n[rules.duplicate-rows]\nlevel = \"allow\"";
    assert_eq!(with(allowed, &[], &[]), ["collapsed-probes"]);
    assert_eq!(
        with(allowed, &["rare-class", "duplicate-rows"], &[]),
        ["duplicate-rows", "rare-class"]
    );
}

#[test]
fn a_label_is_needed_unless_no_selected_rule_needs_it() {
    let bare = Request {
        paths: vec!["a.csv".into()],
        ..Request::default()
    };
    let unlabelled = |request: &Request| {
        let planned = plan("", request).expect("the data may show that there is none");
        let mistake = planned.datasets[0].unlabelled.clone()?;
        Some(format!("{} ({})", mistake.message, mistake.help?))
    };
    assert_eq!(
        unlabelled(&bare).as_deref(),
        Some(
            "no label is named for a.csv (add --label COLUMN, or --no-label if it has none; 1 rule judges without a \
             label: choose some, for example --select duplicate-rows)"
        )
    );
    let said = bare.clone().with(&LABEL, Value::Switch(false));
    assert_eq!(unlabelled(&said), None);
    let free = bare.with(&SELECT, texts(&["duplicate-rows"]));
    assert_eq!(unlabelled(&free), None);
}

#[test]
fn every_mistake_of_file_and_command_line_is_reported_at_once() {
    let toml = r#"profile = "fast"
select = ["rare-classes"]
sead = 3
[dataset.a]
path = "a.csv"
encoding = "latin"
[rules.collapsed-probes]
max-excess = 20
max-severty = 0.1
level = "denied"
[rules.colapsed-probe]
level = "deny"
"#;
    let request = Request {
        formats: words(&["human", "json", "saarif"]),
        ..Request::default()
    }
    .with(&IGNORE, texts(&["duplicates-row"]))
    .with(&DOMAIN, Value::text("=CA"));
    assert_eq!(
        plan(toml, &request).expect_err("mistakes"),
        [
            "1: unknown profile `fast` (known: quick, standard, audit)",
            "2: unknown rule `rare-classes` (did you mean `rare-class`?)",
            "3: unknown key `sead` (did you mean `seed`?)",
            "6: unknown encoding `latin` (did you mean `latin-1`?)",
            "8: `max-excess` must be a share from 0 to 1 (Share of a family's settings that may collapse on the embedding \
             beyond those that collapse on the raw columns.)",
            "9: unknown limit of collapsed-probes: `max-severty` (did you mean `max-severity`?)",
            "10: unknown level `denied` (did you mean `deny`?)",
            "11: unknown rule `colapsed-probe` (did you mean `collapsed-probes`?)",
            "argv: unknown rule `duplicates-row` (did you mean `duplicate-rows`?)",
            "argv: `--domain =CA` names no column (write --domain COLUMN, or --domain COLUMN=VALUE,VALUE for the values \
             whose rows are trained on)",
            "argv: two reports would be written to standard output (give one a file of its own: --output-format json=PATH)",
            "argv: unknown output format `saarif` (did you mean `sarif`?)",
        ]
    );
}

#[test]
fn nothing_to_check_and_no_rule_are_mistakes() {
    assert_eq!(
        plan("", &Request::default()).expect_err("a mistake"),
        [
            "argv: there is nothing to check (name a file (`trueline check FILE --label COLUMN`), or declare a \
          [dataset.NAME] in trueline.toml: `trueline init` writes one)"
        ]
    );
    let none = flags("a.csv")
        .with(&SELECT, texts(&["rare-class"]))
        .with(&IGNORE, texts(&["rare-class"]));
    assert_eq!(
        plan("", &none).expect_err("a mistake"),
        [
            "argv: no rule is left to judge by (select at least one that is neither ignored nor allowed; `trueline rules` \
          lists them)"
        ]
    );
}

#[test]
fn reports_go_where_they_are_sent() {
    let request = Request {
        formats: words(&["human", "json=out/report.json"]),
        ..flags("a.csv")
    };
    assert_eq!(
        plan("", &request).expect("no mistake").formats,
        [
            (Format::Human, None),
            (Format::Json, Some("out/report.json".into()))
        ]
    );
}

const TWO: &str = "[dataset.a]\npath = [\"a.csv\", \"b.csv\"]\nlabel = \"y\"\n\
                   [dataset.c]\npath = \"c.csv\"\nshifted = \"s.csv\"\nlabel = \"y\"\n";

/// The datasets, the files alone and the files left out, after `paths` changed.
fn changed(paths: &[&str]) -> [Vec<String>; 3] {
    let request = Request {
        paths: paths.iter().map(PathBuf::from).collect(),
        changed: true,
        ..Request::default()
    };
    let plan = plan(TWO, &request).expect("no mistake");
    let names = |sources: &[Source]| sources.iter().map(|each| each.name.clone()).collect();
    [
        names(&plan.datasets),
        names(&plan.strays),
        plan.left_out.into_iter().map(|file| file.path).collect(),
    ]
}

#[test]
fn a_changed_file_brings_the_whole_dataset_that_holds_it_and_nothing_else() {
    let none = Vec::<String>::new;
    assert_eq!(changed(&["data/b.csv"]), [words(&["a"]), none(), none()]);
    assert_eq!(
        changed(&["data/s.csv", "data/a.csv", "data/b.csv"]),
        [words(&["a", "c"]), none(), none()]
    );
    assert_eq!(changed(&[]), [none(), none(), none()]);
}

#[test]
fn a_changed_file_of_no_dataset_is_judged_alone_if_it_is_data_by_its_name() {
    assert_eq!(
        changed(&[
            "b.csv",
            "x.jsonl.gz",
            "b.csv",
            "setup.py",
            "data/c.csv",
            "sub/trueline.toml"
        ]),
        [
            words(&["c"]),
            words(&["b.csv", "x.jsonl.gz"]),
            words(&["setup.py", "sub/trueline.toml"])
        ]
    );
}

#[test]
fn a_change_of_the_configuration_concerns_every_dataset() {
    assert_eq!(
        changed(&["data/trueline.toml"]),
        [words(&["a", "c"]), Vec::new(), Vec::new()]
    );
}
