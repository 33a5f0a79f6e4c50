//! Is one class written in several ways?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Spelled};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_count, list, list_some, plural};

use super::Judgement;
use super::witnesses::{list_witnesses, place_of};

limits! {
    max_share = "max-share",
}

/// Classes, and spellings of each, that a message names before it says how many more.
const NAMED: usize = 5;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let labels = evidence.labels()?;
    let spelled = evidence.spellings();
    let labelled = labels.of.iter().flatten().count();
    let rarer = spelled.iter().flat_map(|one| one.rarer().iter());
    let count: usize = rarer.map(|(_, rows)| rows.len()).sum();
    let share = count as f64 / labelled.max(1) as f64;
    let limit = limits.max_share;
    let measured = vec![
        Measurement::new("share of rows with a rarer spelling of their class", share)
            .with_n(labelled)
            .with_limit(limit.value),
        Measurement::count("rows with a rarer spelling of their class", count).with_n(labelled),
        Measurement::count("classes that are spelled in several ways", spelled.len())
            .with_n(labels.classes.len()),
    ];
    let name = |class: usize| labels.classes[class].as_str();
    if share <= limit.value {
        return Ok(vec![
            Outcome::pass(if spelled.is_empty() {
                format!(
                    "no class is spelled in two ways ({} looked at)",
                    plural(labels.classes.len(), "class was", "classes were")
                )
            } else {
                message(spelled, &name)
            })
            .with_measurements(measured),
        ]);
    }
    let notes = note_rows(evidence, spelled);
    Ok(vec![
        Outcome::found(message(spelled, &name), limit.key)
            .with_help(
                "give each class one spelling: models learn each spelling as a class of its own",
            )
            .with_measurements(measured)
            .with_witnesses(list_witnesses(evidence, notes.into_iter())),
    ])
}

/// The rows of the rarer spellings, the rarest first, since it is the likeliest slip; one row of each spelling comes
/// before the rest.
fn note_rows(evidence: &Evidence, spelled: &[Spelled]) -> Vec<(usize, String)> {
    let classes = &evidence.dataset.labels.classes;
    let mut rarer: Vec<_> = spelled
        .iter()
        .flat_map(|one| one.rarer().iter().map(|each| (&one.spellings[0], each)))
        .collect();
    rarer.sort_by_key(|(_, (class, rows))| (rows.len(), *class));
    let mut firsts = Vec::new();
    let mut rest = Vec::new();
    for ((most, often), (class, rows)) in rarer {
        for (nth, &row) in rows.iter().enumerate() {
            let writes = if often.len() == 1 { "writes" } else { "write" };
            let note = format!(
                "labelled {}; {} {writes} {}, the first in {}",
                classes[*class],
                plural(often.len(), "row", "rows"),
                classes[*most],
                place_of(evidence, often[0], row)
            );
            if nth == 0 { &mut firsts } else { &mut rest }.push((row, note));
        }
    }
    firsts.extend(rest);
    firsts
}

/// `2 classes are spelled in several ways: positive (480), Positive (60) and POSITIVE (55); no (3) and No (1)`
fn message<'a>(spelled: &[Spelled], name: &impl Fn(usize) -> &'a str) -> String {
    let each: Vec<String> = spelled
        .iter()
        .take(NAMED)
        .map(|one| {
            let spellings = one.spellings.iter();
            let spellings: Vec<String> = spellings
                .map(|(class, rows)| format!("{} ({})", name(*class), format_count(rows.len())))
                .collect();
            if spellings.len() > NAMED {
                list_some(&spellings, NAMED)
            } else {
                list(&spellings)
            }
        })
        .collect();
    let more = spelled.len().saturating_sub(NAMED);
    let more = if more > 0 {
        format!("; and {} more", format_count(more))
    } else {
        String::new()
    };
    format!(
        "{} spelled in several ways: {}{more}",
        plural(spelled.len(), "class is", "classes are"),
        each.join("; ")
    )
}
