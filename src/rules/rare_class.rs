//! Is a class too rare to train, or to test?

use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_figure, list_some, plural};

use super::Judgement;

limits! {
    min_rows = "min-rows",
}

/// Classes that a message names before it says how many more.
const NAMED: usize = 5;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let labels = evidence.labels()?;
    let limit = limits.min_rows;
    let counts = labels.counts(0..labels.of.len());
    let mut rare: Vec<(usize, &str)> = counts
        .iter()
        .copied()
        .zip(labels.classes.iter().map(String::as_str))
        .filter(|&(count, _)| (count as f64) < limit.value)
        .collect();
    rare.sort_unstable();
    let fewest = counts.iter().copied().min().unwrap_or(0);
    let measure = |name: String, count: usize| {
        Measurement::count(name, count)
            .with_n(labels.of.len())
            .with_limit(limit.value)
    };
    let mut measured = vec![measure("rows of the rarest class".to_owned(), fewest)];
    if rare.len() > 1 {
        let each = |&(count, name): &(usize, &str)| measure(format!("rows of class {name}"), count);
        measured.extend(rare.iter().map(each));
    }
    if rare.is_empty() {
        return Ok(vec![
            Outcome::pass(format!(
                "the rarest class has {}",
                plural(fewest, "row", "rows")
            ))
            .with_measurements(measured),
        ]);
    }
    let names: Vec<String> = rare
        .iter()
        .map(|(count, name)| format!("{name} ({count})"))
        .collect();
    Ok(vec![
        Outcome::found(
            format!(
                "{} fewer than {} rows: {}",
                plural(rare.len(), "class has", "classes have"),
                format_figure(limit.value),
                list_some(&names, NAMED)
            ),
            limit.key,
        )
        .with_help("look for a misspelt label first; then collect more rows, merge the class with another, or leave its rows out")
        .with_measurements(measured),
    ])
}
