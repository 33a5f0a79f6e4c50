//! Are rows longer than the encoder reads?

use crate::diagnostic::Outcome;
use crate::embed::Reach;
use crate::evidence::{Evidence, Truncation};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_count, list_some, plural};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_share = "max-share",
    max_lost = "max-lost",
    stand_in_reads = "stand-in-reads",
}

/// Tokens that a transformer in the place of one that reads all adds to every text: the marks of its
/// beginning and end.
const MARKS: usize = 2;
/// Columns that are named.
const NAMED: usize = 5;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let found = evidence.truncation(Reach {
        tokens: limits.stand_in_reads.value as usize,
        added: MARKS,
    })?;
    let (max_share, max_lost) = (limits.max_share.value, limits.max_lost.value);
    let outcome = if found.share.at_least() > max_share && found.lost.at_least() > max_lost {
        let notes = found.cut.iter().map(|row| {
            let note = format!("{} tokens, {} cut off", row.tokens, found.lost_of(row));
            (row.row, note)
        });
        let mut outcome = Outcome::found(message(&found), limits.max_lost.key)
            .with_help(help(&found))
            .with_witnesses(list_witnesses(evidence, notes));
        outcome.by_example = found.sampled;
        outcome
    } else if found.share.at_most() <= max_share || found.lost.at_most() <= max_lost {
        Outcome::pass(message_of_pass(&found))
    } else {
        Outcome::undetermined(
            format!(
                "what is cut off is too near the limits to tell from {} rows",
                format_count(found.n)
            ),
            "all rows counted: --profile audit",
        )
    };
    Ok(vec![outcome.with_measurements(measurements(
        &found, max_share, max_lost,
    ))])
}

/// `503 rows`, or `503 of the 1,707 rows counted` where that isn't all of them.
fn rows(found: &Truncation) -> String {
    if found.sampled {
        format!(
            "{} of the {} rows counted",
            format_count(found.cut.len()),
            format_count(found.n)
        )
    } else {
        plural(found.cut.len(), "row", "rows")
    }
}

fn message(found: &Truncation) -> String {
    let (tokens, lost) = (found.reach.tokens, found.lost.value);
    let rows = rows(found);
    if found.supposed {
        format!(
            "this model reads everything, but one that reads {tokens} tokens would cut {rows} and lose {lost:.2} of \
             all tokens"
        )
    } else {
        let are = if found.cut.len() == 1 { "is" } else { "are" };
        format!(
            "{rows} {are} longer than the {tokens} tokens that the model reads, and {lost:.2} of all tokens are lost"
        )
    }
}

fn message_of_pass(found: &Truncation) -> String {
    let (n, tokens, lost) = (format_count(found.n), found.reach.tokens, found.lost.value);
    let rows = match found.cut.len() {
        0 => format!("none of {n} rows is"),
        1 => format!("1 of {n} rows is"),
        cut => format!("{} of {n} rows are", format_count(cut)),
    };
    let part = if found.cut.is_empty() {
        String::new()
    } else {
        format!("; {lost:.3} of all tokens lie beyond")
    };
    if found.supposed {
        format!("this model reads everything; {rows} longer than {tokens} tokens{part}")
    } else {
        format!("{rows} longer than the {tokens} tokens that the model reads{part}")
    }
}

fn help(found: &Truncation) -> String {
    let mut parts = Vec::new();
    if !found.columns.is_empty() {
        let stand = if found.columns.len() == 1 {
            "stands"
        } else {
            "stand"
        };
        parts.push(format!(
            "{} {stand} wholly beyond the cut in most of these rows: move what matters to the front",
            list_some(&found.columns, NAMED)
        ));
    }
    parts.push(
        "shorten the texts, split each into several rows, or use a model that reads more"
            .to_owned(),
    );
    if found.supposed {
        parts.push("if the model that you will use reads more, set stand-in-reads in [rules.truncated-text]".to_owned());
    }
    parts.join("; ")
}

fn measurements(found: &Truncation, max_share: f64, max_lost: f64) -> Vec<Measurement> {
    let are = if found.supposed { "would be" } else { "are" };
    let lost: usize = found.cut.iter().map(|row| found.lost_of(row)).sum();
    let longest = found.cut.first().map(|row| row.tokens);
    let mut measured: Vec<Measurement> = [
        (
            format!("share of all tokens that {are} cut off"),
            found.lost,
            max_lost,
        ),
        (
            format!("share of rows that {are} cut"),
            found.share,
            max_share,
        ),
    ]
    .into_iter()
    .map(|(name, ratio, limit)| {
        let measurement = Measurement::new(name, ratio.value)
            .with_n(found.n)
            .with_limit(limit);
        match ratio.interval {
            Some((low, high)) => measurement.with_interval(low, high),
            None => measurement,
        }
    })
    .collect();
    measured.push(Measurement::count(format!("tokens that {are} cut off"), lost).with_n(found.n));
    measured.extend(longest.map(|tokens| Measurement::count("tokens of the longest row", tokens)));
    measured
}
