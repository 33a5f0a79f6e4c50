//! Can every supplied vector be used?

use crate::dataset::VectorFault;
use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_count, list, plural};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_rows = "max-rows",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let broken = evidence.broken_vectors()?;
    let limit = limits.max_rows.value;
    let count = broken.rows.len();
    // Every row is looked at, so the number is counted and has no interval.
    let mut measured = vec![
        Measurement::count("rows with a broken vector", count)
            .with_n(broken.n)
            .with_limit(limit),
    ];
    if broken.are_alike {
        let alike = Measurement::count("rows with one and the same vector", broken.n - count);
        measured.insert(0, alike.with_n(broken.n).with_limit(limit));
    }
    let usable = broken.n - count;
    let outcome = if broken.are_alike && usable as f64 > limit {
        Outcome::found(
            format!(
                "{} one and the same vector: it tells nothing about any of them",
                plural(usable, "row has", "rows have")
            ),
            limits.max_rows.key,
        )
        .with_help("see how the vectors were made: a model gives different texts different vectors")
    } else if count as f64 > limit {
        let notes = broken
            .rows
            .iter()
            .map(|&(row, fault)| (row, note(fault, broken.dim)));
        Outcome::found(
            format!(
                "{} no usable vector: {}",
                plural(count, "row has", "rows have"),
                list(&count_kinds(&broken.rows))
            ),
            limits.max_rows.key,
        )
        .with_help("embed these rows again with the model of the others, or drop them; the other rules left them out")
        .with_witnesses(list_witnesses(evidence, notes))
    } else if count == 0 {
        Outcome::pass(format!(
            "each of {} rows has a finite vector of length {}",
            format_count(broken.n),
            broken.dim
        ))
    } else {
        Outcome::pass(format!(
            "{} of {} rows have no usable vector",
            format_count(count),
            format_count(broken.n)
        ))
    };
    Ok(vec![outcome.with_measurements(measured)])
}

/// How many rows have each kind of fault, in words: `3 missing`.
fn count_kinds(rows: &[(usize, VectorFault)]) -> Vec<String> {
    let count = |of: fn(VectorFault) -> bool| rows.iter().filter(|&&(_, fault)| of(fault)).count();
    [
        (count(|fault| fault == VectorFault::Missing), "missing"),
        (
            count(|fault| fault == VectorFault::NoList),
            "not a list of numbers",
        ),
        (
            count(|fault| matches!(fault, VectorFault::Length(_))),
            "of another length",
        ),
        (count(|fault| fault == VectorFault::NotANumber), "with NaN"),
        (
            count(|fault| fault == VectorFault::Infinite),
            "with an infinite value",
        ),
        (count(|fault| fault == VectorFault::Zero), "all zeros"),
    ]
    .into_iter()
    .filter(|&(count, _)| count > 0)
    .map(|(count, kind)| format!("{count} {kind}"))
    .collect()
}

fn note(fault: VectorFault, dim: usize) -> String {
    match fault {
        VectorFault::Missing => "no vector".to_owned(),
        VectorFault::NoList => "not a list of numbers".to_owned(),
        VectorFault::Length(length) => format!("a vector of length {length}, most have {dim}"),
        VectorFault::NotANumber => "holds NaN".to_owned(),
        VectorFault::Infinite => "holds an infinite value".to_owned(),
        VectorFault::Zero => "every value is 0".to_owned(),
    }
}
