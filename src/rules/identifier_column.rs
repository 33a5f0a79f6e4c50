//! Does a running number, a key or a hash stand among the columns of the text?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Form, Identifier, Unavailable};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{list_some, plural};

use super::Judgement;
use super::exclude::advise_exclusion;

limits! {
    min_different = "min-different",
}

/// Columns that a message names before it says how many more.
const NAMED: usize = 5;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let identifiers = evidence.identifiers();
    if identifiers.columns == 0 {
        return Err(Unavailable::Skipped("no column is text".to_owned()));
    }
    let limit = limits.min_different.value;
    let (found, doubtful): (Vec<&Identifier>, Vec<&Identifier>) = identifiers
        .found
        .iter()
        .filter(|identifier| identifier.share() >= limit)
        .partition(|identifier| identifier.established);
    let name = |identifier: &&Identifier| {
        evidence.dataset.columns[identifier.column]
            .name
            .as_str()
            .to_owned()
    };
    // Every row is looked at, so the share is counted and has no interval.
    let measured = |of: &[&Identifier]| -> Vec<Measurement> {
        of.iter()
            .map(|identifier| {
                Measurement::new(
                    format!("share of different values in {}", name(identifier)),
                    identifier.share(),
                )
                .with_n(identifier.n)
                .with_limit(limit)
            })
            .collect()
    };
    Ok(vec![if !found.is_empty() {
        let names: Vec<String> = found
            .iter()
            .map(|identifier| format!("{} ({})", name(identifier), form(identifier)))
            .collect();
        let verb = if names.len() == 1 { "tells" } else { "tell" };
        let columns: Vec<usize> = found.iter().map(|identifier| identifier.column).collect();
        Outcome::found(
            format!(
                "{} {verb} rows apart and nothing about them",
                list_some(&names, NAMED)
            ),
            limits.min_different.key,
        )
        .with_help(advise_exclusion(evidence, &columns))
        .with_measurements(measured(&found))
    } else if !doubtful.is_empty() {
        let names: Vec<String> = doubtful.iter().map(name).collect();
        Outcome::undetermined(
            format!("{} may only number the rows", list_some(&names, NAMED)),
            "about 60 rows",
        )
        .with_measurements(measured(&doubtful))
    } else {
        Outcome::pass(format!(
            "no column of the text is an identifier ({} looked at)",
            plural(identifiers.columns, "column was", "columns were")
        ))
    }])
}

/// What a column of this kind holds, in words.
fn form(identifier: &Identifier) -> &'static str {
    match identifier.form {
        Form::RunningNumber => "a running number",
        Form::NumberKey => "whole numbers kept from repeating",
        Form::Uuid => "UUIDs",
        Form::Hash => "hashes",
        Form::Key => "keys",
    }
}
