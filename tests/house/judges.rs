//! Judges: rules and check measure, train and draw nothing by themselves.

use std::collections::BTreeSet;
use std::fs;

use super::{module, root, sources};

/// What rules and check may name of the layers that measure and train: facts, verdicts on them, and the words for both.
const FACTS: [(&str, &[&str]); 2] = [
    (
        "measure",
        &[
            "Auc",
            "BATCH",
            "Confusion",
            "Doubt",
            "Effect",
            "Information",
            "Limits",
            "Line",
            "LineVerdict",
            "MIN_ROWS",
            "Measurement",
            "More",
            "Proportion",
            "Ratio",
            "STRICT_ROWS",
            "ShiftVerdict",
            "View",
            "far_end",
            "line",
            "near_end",
            "rows_to_establish",
        ],
    ),
    ("probe", &["Arm", "Family", "Profile"]),
];
/// The only functions of imported types that may be called by their path: they gather or measure nothing.
const HARMLESS: [&str; 3] = ["Measurement::new", "Measurement::count", "Evidence::new"];
/// Facts that a rule fills in itself: limits, and what would settle a doubt.
const FILLED_IN: [&str; 2] = ["Limits", "More"];

/// What a text imports from `layer`: each name, with `self` as the module that it stands for.
fn names_from(layer: &str, text: &str) -> BTreeSet<String> {
    let start = format!("crate::{layer}::");
    let mut names = BTreeSet::new();
    for after in text.split(&start).skip(1) {
        let end = after
            .find(|c: char| !(c.is_alphanumeric() || "_:{}, \n".contains(c)))
            .unwrap_or(after.len());
        let mut module = layer;
        for token in after[..end].split_inclusive([':', '{', '}', ',', ' ', '\n']) {
            let name = token.trim_end_matches([':', '{', '}', ',', ' ', '\n']);
            if token.ends_with(':') && !name.is_empty() {
                module = name;
            } else if name == "self" {
                names.insert(module.to_owned());
            } else if !name.is_empty() {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

/// Where a text of rules or check measures, trains or draws by itself instead of asking the evidence.
fn breaches(text: &str) -> Vec<String> {
    let product = text.split("#[cfg(test)]\nmod ").next().unwrap_or(text);
    let follows = |name: &str| -> Vec<String> {
        let path = format!("{name}::");
        product
            .match_indices(&path)
            .filter(|(at, _)| {
                !product[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            })
            .map(|(at, _)| {
                product[at + path.len()..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect()
            })
            .collect()
    };
    let mut found = Vec::new();
    for (layer, facts) in FACTS {
        for name in names_from(layer, product) {
            if !facts.contains(&name.as_str()) {
                found.push(format!("it imports {name} from {layer}"));
            }
            let is_module = name.starts_with(|c: char| c.is_ascii_lowercase());
            if is_module {
                let strangers = follows(&name).into_iter();
                let strangers = strangers.filter(|inside| !facts.contains(&inside.as_str()));
                found.extend(strangers.map(|inside| format!("it names {name}::{inside}")));
            } else if !FILLED_IN.contains(&name.as_str()) {
                let literal = format!("{name} {{");
                let made = product.match_indices(&literal).any(|(at, _)| {
                    let before = &product[..at];
                    !before.ends_with("-> ") && !before.ends_with(|c: char| c.is_alphanumeric())
                });
                if made {
                    found.push(format!("it makes a {name}"));
                }
            }
        }
    }
    for layer in ["measure", "probe", "evidence"] {
        for name in names_from(layer, product) {
            for function in follows(&name) {
                let call = format!("{name}::{function}");
                if name.starts_with(|c: char| c.is_ascii_uppercase())
                    && function.starts_with(|c: char| c.is_ascii_lowercase())
                    && !HARMLESS.contains(&call.as_str())
                {
                    found.push(format!("it calls {call}"));
                }
            }
        }
    }
    for crate_name in ["rand::", "rand_xoshiro::", "ndarray::"] {
        if product.contains(crate_name) {
            found.push(format!("it uses {crate_name}"));
        }
    }
    found
}

#[test]
fn rules_and_check_measure_nothing_by_themselves() {
    for path in sources(&root()) {
        if ["rules", "check"].contains(&module(&path).as_str()) {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let found = breaches(&text);
            assert!(
                found.is_empty(),
                "{}: {}; that belongs behind Evidence, where it is computed once",
                path.display(),
                found.join(", ")
            );
        }
    }
}

#[test]
fn what_measures_trains_or_draws_is_seen() {
    for text in [
        "use crate::measure::line::{self, Effect, Line, OverRows};",
        "use crate::measure::line::Line;\nfn f() { Line::read(&results, scale, 0) }",
        "use crate::measure::line::{self, Effect};\nfn f() { line::Cloud::new(&runs) }",
        "use crate::evidence::{Evidence, FamilyCollapse};\nfn f() { FamilyCollapse::over(&splits) }",
        "use crate::measure::label_shift::{LabelShift, ShiftVerdict};",
        "use crate::measure::interval::Proportion;\nfn f() { Proportion::new(1, 2) }",
        "use crate::measure::ratio::Ratio;\nfn f() -> Ratio {\n    Ratio { value: 1.0 }\n}",
        "fn f() { crate::measure::principal::Principal::of(&rows, 2) }",
        "use crate::probe::{Arm, train};",
        "use rand::SeedableRng;",
    ] {
        assert!(!breaches(text).is_empty(), "{text}");
    }
    for text in [
        "use crate::measure::line::{self, Effect, Line};\nfn f(line: &Line) -> line::Limits { line::Limits { max: 1.0 } }",
        "use crate::measure::Measurement;\nfn f() { Measurement::new(\"share\", 0.5) }",
        "use crate::evidence::{Evidence, Unavailable};\nfn f() { Unavailable::Skipped(why) }",
        "use crate::measure::ratio::Ratio;\nfn f() -> Ratio {\n    tokens.beyond_natural()\n}",
    ] {
        assert_eq!(breaches(text), Vec::<String>::new(), "{text}");
    }
}
