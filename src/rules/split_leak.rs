//! Do test rows stand among the train rows?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Leak, Sides};
use crate::measure::Measurement;
use crate::policy::limits;

use super::{Judgement, place_of, witnesses};

limits! {
    max_share = "max-share",
    max_domain_share = "max-domain-share",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let leaks = evidence.leaks()?;
    Ok(leaks
        .iter()
        .map(|leak| match &leak.sides {
            Sides::Split => judge(evidence, leak, limits, limits.max_share.key),
            Sides::Domain(name) | Sides::File(name) => {
                let mut outcome =
                    judge(evidence, leak, limits, limits.max_domain_share.key).about(name.clone());
                // A domain is no promise that its rows are new; a file of its own mostly is.
                outcome.lowered = matches!(leak.sides, Sides::Domain(_));
                outcome
            }
        })
        .collect())
}

fn judge(evidence: &Evidence, leak: &Leak, limits: &Limits, key: &'static str) -> Outcome {
    let limit = limits.value(key);
    let said = said(leak);
    let outcome = if leak.share() > limit {
        let mut rows: Vec<_> = leak.leaked.iter().collect();
        rows.sort_by_key(|leaked| !leaked.opposite);
        let notes = rows.into_iter().map(|leaked| {
            let place = place_of(evidence, leaked.known, leaked.row);
            let alike = if leaked.resemblance < 1.0 {
                format!(
                    "nearly the same as {place}, which trains (resemblance {:.2}",
                    leaked.resemblance
                )
            } else {
                format!("the same as {place}, which trains (")
            };
            (
                leaked.row,
                closed(evidence, &alike, leaked.row, leaked.known),
            )
        });
        Outcome::found(said, key)
            .with_help(help(leak))
            .with_witnesses(witnesses(evidence, notes))
    } else {
        Outcome::pass(said)
    };
    outcome.with_measurements(measurements(leak, limit))
}

/// The note with both labels where they differ.
fn closed(evidence: &Evidence, note: &str, row: usize, known: usize) -> String {
    let labels = &evidence.dataset.labels;
    let class = |row: usize| labels.of[row].map(|class| labels.classes[class as usize].as_str());
    let begun = note.ends_with('(');
    match (class(row), class(known)) {
        (Some(here), Some(there)) if here != there => {
            let between = if begun { "" } else { "; " };
            format!("{note}{between}labelled {here} here and {there} there)")
        }
        _ if begun => note.trim_end_matches(" (").to_owned(),
        _ => format!("{note})"),
    }
}

fn said(leak: &Leak) -> String {
    let (_, test) = leak.rows;
    let whose = match &leak.sides {
        Sides::Split => "that test".to_owned(),
        Sides::Domain(name) | Sides::File(name) => format!("in {name}"),
    };
    let known = leak.leaked.len();
    if known == 0 && leak.beyond_chance > 0.0 {
        return format!(
            "{} of {test} rows {whose} repeat train rows, more than chance makes common rows repeat",
            leak.common
        );
    }
    let opposite = leak.leaked.iter().filter(|leaked| leaked.opposite).count();
    let labels = match opposite {
        0 => String::new(),
        all if all == known => ", with opposite labels".to_owned(),
        some => format!(", {some} of them with opposite labels"),
    };
    let are = if known == 1 { "is" } else { "are" };
    format!(
        "{known} of {test} rows {whose} {are} the same or nearly the same as train rows{labels}"
    )
}

fn help(leak: &Leak) -> String {
    let mut help = match leak.sides {
        Sides::Split => "every score on them is flattered: drop them, or split again so that copies fall on one side",
        Sides::Domain(_) | Sides::File(_) => {
            "the two are not apart: drop these rows, or don't call scores on them scores on new data"
        }
    }
    .to_owned();
    if leak.leaked.iter().any(|leaked| leaked.opposite) {
        help.push_str("; where labels are opposite, see whether the text was edited to change its label, or a label is wrong");
    }
    help
}

fn measurements(leak: &Leak, limit: f64) -> Vec<Measurement> {
    let (_, test) = leak.rows;
    let exact = leak
        .leaked
        .iter()
        .filter(|leaked| leaked.resemblance == 1.0)
        .count();
    let opposite = leak.leaked.iter().filter(|leaked| leaked.opposite).count();
    let counted = |name: &str, rows: usize| Measurement::count(name, rows).with_n(test);
    vec![
        Measurement::new(
            "share of rows known from train rows, beyond chance",
            leak.share(),
        )
        .with_n(test)
        .with_limit(limit),
        counted("rows the same as a train row", exact),
        counted(
            "rows nearly the same as a train row",
            leak.leaked.len() - exact,
        ),
        counted("of these, rows with opposite labels", opposite),
        counted("rows the same, but common enough to coincide", leak.common),
        Measurement::new("share of such rows expected by chance", leak.expected)
            .with_n(leak.rows.0),
    ]
}
