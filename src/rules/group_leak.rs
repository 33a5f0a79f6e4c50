//! Do rows of one entity stand on both sides of a split?

use std::collections::BTreeSet;

use crate::diagnostic::Outcome;
use crate::evidence::{EntitySide, Evidence, SharedEntities, Sides};
use crate::measure::Measurement;
use crate::policy::{Limit, limits};
use crate::wording::{format_count, list, list_some, plural};

use super::Judgement;
use super::witnesses::{list_witnesses, place_of};

limits! {
    max_share = "max-share",
}

/// Columns that a message names.
const NAMED: usize = 3;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let judge = |side: &EntitySide| judge(evidence, side, limits.max_share);
    Ok(evidence
        .shared_entities()?
        .iter()
        .filter_map(judge)
        .collect())
}

/// One outcome for a side; nothing where no column holds entities.
fn judge(evidence: &Evidence, side: &EntitySide, limit: Limit) -> Option<Outcome> {
    let beyond = find_beyond(side, limit.value);
    let first = *beyond.first().or(side.columns.first().as_ref())?;
    let name = |shared: &SharedEntities| evidence.dataset.columns[shared.column].name.as_str();
    let mut said = message(&side.sides, first, name(first));
    let mut measured = measurements(first, None, limit.value);
    let outcome = if beyond.is_empty() {
        Outcome::pass(said)
    } else {
        let others: Vec<String> = beyond[1..]
            .iter()
            .map(|shared| describe_other(shared, name(shared)))
            .collect();
        if !others.is_empty() {
            said = format!("{said}; so are {}", list_some(&others, NAMED));
        }
        for shared in &beyond[1..] {
            measured.extend(measurements(shared, Some(name(shared)), limit.value));
        }
        let names: Vec<&str> = beyond.iter().map(|shared| name(shared)).collect();
        Outcome::found(said, limit.key)
            .with_help(help(&names, side.is_named))
            .with_witnesses(list_witnesses(evidence, note_rows(evidence, &beyond)))
    };
    let mut outcome = outcome.with_measurements(measured);
    outcome.lowered = !beyond.is_empty() && beyond.iter().all(|shared| !shared.is_certain);
    Some(match &side.sides {
        Sides::Split => outcome,
        Sides::Domain(name) | Sides::File(name) => outcome.about(name.clone()),
    })
}

/// The columns of which too many test rows are shared, but for those that a split by one before them mends, too.
fn find_beyond(side: &EntitySide, most: f64) -> Vec<&SharedEntities> {
    let mut beyond: Vec<&SharedEntities> = Vec::new();
    for shared in side.columns.iter().filter(|shared| shared.share() > most) {
        let is_told = |told: &&SharedEntities| shared.within.contains(&told.column);
        if !beyond.iter().any(is_told) {
            beyond.push(shared);
        }
    }
    beyond
}

/// Each test row that is shared by one of the columns, with what of it is also among the train rows.
fn note_rows<'a>(
    evidence: &'a Evidence,
    beyond: &'a [&SharedEntities],
) -> impl Iterator<Item = (usize, String)> + 'a {
    let mut told = BTreeSet::new();
    let rows = beyond.iter().flat_map(|shared| {
        let leaked = shared.leaked.iter();
        leaked.map(|leaked| (shared.column, *leaked))
    });
    rows.filter(move |(_, (row, ..))| told.insert(*row))
        .map(|(column, (row, first, count))| {
            let more = match count {
                1 => String::new(),
                count => format!(
                    " and {}",
                    plural(count - 1, "more train row", "more train rows")
                ),
            };
            let name = &evidence.dataset.columns[column].name;
            let place = place_of(evidence, first, row);
            (row, format!("its {name} is also that of {place}{more}"))
        })
}

fn help(names: &[&str], is_named: bool) -> String {
    let no_entity = if is_named {
        ""
    } else {
        "; if its values are none that a model could know again, name another column with --entity"
    };
    match names {
        [column] => format!(
            "a model that knows them scores too well: split by {column}, so that all rows of one value fall on \
             one side{no_entity}"
        ),
        names => format!(
            "a model that knows them scores too well: split so that rows that share a value of {} fall on one side; \
             if the values of one are none that a model could know again, name the column that counts with --entity",
            list(names)
        ),
    }
}

/// The first is the one that the limit is held against; of a further column with its `name`.
fn measurements(shared: &SharedEntities, name: Option<&str>, limit: f64) -> Vec<Measurement> {
    let of = name.map_or_else(|| "entity".to_owned(), str::to_owned);
    let sides = name.map_or_else(|| "entities".to_owned(), |name| format!("values of {name}"));
    vec![
        Measurement::new(
            format!("share of test rows whose {of} has train rows"),
            shared.share(),
        )
        .with_n(shared.rows)
        .with_limit(limit),
        Measurement::count(
            format!("test rows whose {of} has train rows"),
            shared.leaked.len(),
        )
        .with_n(shared.rows),
        Measurement::count(format!("{sides} on both sides"), shared.shared).with_n(shared.tested),
    ]
}

/// `52 of 60 values of doctor_id (280 test rows)`
fn describe_other(shared: &SharedEntities, column: &str) -> String {
    format!(
        "{} of {} of {column} ({})",
        format_count(shared.shared),
        plural(shared.tested, "value", "values"),
        plural(shared.leaked.len(), "test row", "test rows")
    )
}

/// `300 of 300 values of patient_id in the test rows are also among the train rows: 300 of 300 rows`
fn message(sides: &Sides, shared: &SharedEntities, column: &str) -> String {
    let test = match sides {
        Sides::Split => "the test rows",
        Sides::Domain(name) | Sides::File(name) => name,
    };
    let (are, them) = if shared.shared == 1 {
        ("is", "it")
    } else {
        ("are", "them")
    };
    let rows = if shared.leaked.is_empty() {
        String::new()
    } else {
        format!(
            "; {} of {} have {them}",
            format_count(shared.leaked.len()),
            plural(shared.rows, "test row", "test rows")
        )
    };
    format!(
        "{} of {} of {column} in {test} {are} also among the train rows{rows}",
        format_count(shared.shared),
        plural(shared.tested, "value", "values")
    )
}
