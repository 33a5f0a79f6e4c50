//! Is a class too rare to train, or to test?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::Measurement;
use crate::policy::limits;

use super::{Judgement, listed};

limits! {
    min_rows = "min-rows",
}

/// Classes that a message names before it says how many more.
const NAMED: usize = 5;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let labels = &evidence.dataset.labels;
    if labels.classes.is_empty() {
        return Err(Unavailable::Skipped("no label is named".to_owned()));
    }
    let limit = limits.min_rows.value;
    let counts = labels.counts(0..labels.of.len());
    let mut rare: Vec<(usize, &str)> = counts
        .iter()
        .copied()
        .zip(labels.classes.iter().map(String::as_str))
        .filter(|&(count, _)| (count as f64) < limit)
        .collect();
    rare.sort_unstable();
    let fewest = counts.iter().copied().min().unwrap_or(0);
    let counted = |name: String, count: usize| {
        Measurement::count(name, count)
            .with_n(labels.of.len())
            .with_limit(limit)
    };
    let mut measured = vec![counted("rows of the rarest class".to_owned(), fewest)];
    if rare.len() > 1 {
        let each = |&(count, name): &(usize, &str)| counted(format!("rows of class {name}"), count);
        measured.extend(rare.iter().map(each));
    }
    if rare.is_empty() {
        return Ok(vec![
            Outcome::pass(format!("the rarest class has {fewest} rows"))
                .with_measurements(measured),
        ]);
    }
    let mut names: Vec<String> = rare
        .iter()
        .take(NAMED)
        .map(|(count, name)| format!("{name} ({count})"))
        .collect();
    if rare.len() > NAMED {
        names.push(format!("{} more", rare.len() - NAMED));
    }
    let subject = if rare.len() == 1 {
        "class is"
    } else {
        "classes are"
    };
    Ok(vec![
        Outcome::found(
            format!(
                "{} {subject} too rare to learn or to test: {}",
                rare.len(),
                listed(&names)
            ),
            limits.min_rows.key,
        )
        .with_help("collect more rows of them, merge them, or leave them out on purpose")
        .with_measurements(measured),
    ])
}
