//! Do test rows have classes that no row trains?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Sides, Unseen};
use crate::measure::Measurement;
use crate::policy::{Limit, limits};
use crate::wording::{format_count, list_some, plural};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_share = "max-share",
}

/// Classes that a message names before it says how many more.
const NAMED: usize = 5;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let judge = |unseen: &Unseen| judge(evidence, unseen, limits.max_share);
    Ok(evidence.unseen_classes()?.iter().map(judge).collect())
}

fn judge(evidence: &Evidence, unseen: &Unseen, limit: Limit) -> Outcome {
    let classes = &evidence.dataset.labels.classes;
    let mut outcome = if unseen.rows == 0 {
        Outcome::skipped(describe_unlabelled(unseen))
    } else if unseen.share() > limit.value {
        let notes = unseen.classes.iter().flat_map(|(class, rows)| {
            let note = format!("labelled {}, which no row trains", classes[*class]);
            rows.iter().map(move |&row| (row, note.clone()))
        });
        Outcome::found(message(unseen, classes), limit.key)
            .with_help(
                "if both sides mean the same classes, give each class one name; else leave these rows out of the test \
                 set, or train on rows of these classes",
            )
            .with_witnesses(list_witnesses(evidence, notes))
    } else {
        Outcome::pass(message(unseen, classes))
    };
    outcome.lowered = unseen.by_chance && !unseen.classes.is_empty();
    let outcome = outcome.with_measurements(vec![
        Measurement::new(
            "share of test rows whose class no row trains",
            unseen.share(),
        )
        .with_n(unseen.rows)
        .with_limit(limit.value),
        Measurement::count("test rows whose class no row trains", unseen.count())
            .with_n(unseen.rows),
        Measurement::count("classes that no row trains", unseen.classes.len()),
        Measurement::count("classes that train", unseen.trained.len()),
    ]);
    match &unseen.sides {
        Sides::Split => outcome,
        Sides::Domain(name) | Sides::File(name) => outcome.about(name.clone()),
    }
}

/// `none of 90 rows in test has a label (each says ?): only rules that need no label judge them`
fn describe_unlabelled(unseen: &Unseen) -> String {
    let word = unseen
        .placeholder
        .as_ref()
        .map_or(String::new(), |word| format!(" (each says {word})"));
    format!(
        "none of {} in {} has a label{word}: only rules that need no label judge them",
        plural(unseen.unlabelled, "row", "rows"),
        name_side(unseen)
    )
}

fn name_side(unseen: &Unseen) -> &str {
    match &unseen.sides {
        Sides::Split => "the test rows",
        Sides::Domain(name) | Sides::File(name) => name,
    }
}

/// `neg (187) and pos (213) are classes of test, and no row trains them; the train rows have 0 and 1`
fn message(unseen: &Unseen, classes: &[String]) -> String {
    let test = name_side(unseen);
    if unseen.classes.is_empty() {
        return format!(
            "every class of {} in {test} has train rows",
            plural(unseen.rows, "labelled row", "labelled rows")
        );
    }
    let names: Vec<String> = unseen
        .classes
        .iter()
        .map(|(class, rows)| format!("{} ({})", classes[*class], format_count(rows.len())))
        .collect();
    let trained: Vec<&str> = unseen
        .trained
        .iter()
        .map(|&class| classes[class].as_str())
        .collect();
    let (are, them) = if names.len() == 1 {
        ("is a class", "it")
    } else {
        ("are classes", "them")
    };
    let known = if trained.is_empty() {
        "no train row has a label".to_owned()
    } else {
        format!("the train rows have {}", list_some(&trained, NAMED))
    };
    format!(
        "{} {are} of {test}, and no row trains {them}; {known}",
        list_some(&names, NAMED)
    )
}
