//! Do test rows stand among the train rows?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Leak, Leaked, Sides};
use crate::measure::Measurement;
use crate::policy::{Limit, limits};
use crate::wording::{format_count, plural};

use super::Judgement;
use super::witnesses::{list_places, list_witnesses, place_of};

limits! {
    max_share = "max-share",
    max_domain_share = "max-domain-share",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let leaks = evidence.leaks()?;
    Ok(leaks
        .iter()
        .map(|leak| match &leak.sides {
            Sides::Split => judge(evidence, leak, limits.max_share),
            Sides::Domain(name) | Sides::File(name) => {
                let mut outcome =
                    judge(evidence, leak, limits.max_domain_share).about(name.clone());
                // A domain is no promise that its rows are new; a file of its own mostly is.
                outcome.lowered = matches!(leak.sides, Sides::Domain(_));
                outcome
            }
        })
        .collect())
}

fn judge(evidence: &Evidence, leak: &Leak, limit: Limit) -> Outcome {
    let mut rows: Vec<_> = leak.leaked.iter().collect();
    rows.sort_by_key(|leaked| !leaked.opposite);
    let notes = rows
        .into_iter()
        .map(|leaked| (leaked.row, note(evidence, leaked)));
    let outcome = if leak.share() > limit.value && leak.leaked.is_empty() {
        // Which of them coincide by chance isn't known.
        let notes = leak
            .common
            .iter()
            .map(|leaked| (leaked.row, note(evidence, leaked)));
        Outcome::found(message(leak), limit.key)
            .with_help(help(leak))
            .with_examples(list_witnesses(evidence, notes))
    } else if leak.share() > limit.value {
        Outcome::found(message(leak), limit.key)
            .with_help(help(leak))
            .with_witnesses(list_witnesses(evidence, notes))
    } else {
        Outcome::pass(message(leak)).with_noted(
            leak.leaked.len(),
            notice(evidence, leak),
            list_places(evidence, notes),
        )
    };
    outcome.with_measurements(measurements(leak, limit.value))
}

/// `11 rows of test.csv stand in train.csv`
fn notice(evidence: &Evidence, leak: &Leak) -> String {
    let file = |row: usize| evidence.dataset.place(row).0;
    // The one file of all these rows, where there is one.
    let only = |side: fn(&Leaked) -> usize| {
        let mut files = leak.leaked.iter().map(|leaked| file(side(leaked)));
        let first = files.next()?;
        files.all(|file| file == first).then_some(first)
    };
    let files = (only(|leaked| leaked.row), only(|leaked| leaked.known));
    let count = leak.leaked.len();
    let (rows, train) = match (files, &leak.sides) {
        ((Some(test), Some(train)), _) if test != train => {
            (format!("{} of {test}", plural(count, "row", "rows")), train)
        }
        (_, Sides::Split) => (
            plural(count, "test row", "test rows"),
            "the train rows".to_owned(),
        ),
        (_, Sides::Domain(name) | Sides::File(name)) => (
            format!("{} of {name}", plural(count, "row", "rows")),
            "the train rows".to_owned(),
        ),
    };
    let verb = if count == 1 { "stands" } else { "stand" };
    if leak.leaked.iter().all(|leaked| leaked.resemblance >= 1.0) {
        format!("{rows} {verb} in {train}")
    } else {
        format!("{rows} {verb} in {train}, word for word or nearly so")
    }
}

/// `nearly the same as the train row in line 7 (resemblance 0.91; labelled good here and bad there)`
fn note(evidence: &Evidence, leaked: &Leaked) -> String {
    let labels = &evidence.dataset.labels;
    let class = |row: usize| labels.of[row].map(|class| labels.classes[class as usize].as_str());
    let place = place_of(evidence, leaked.known, leaked.row);
    let mut details = Vec::new();
    let nearly = if leaked.resemblance < 1.0 {
        details.push(format!("resemblance {:.2}", leaked.resemblance));
        "nearly "
    } else {
        ""
    };
    if let (Some(here), Some(there)) = (class(leaked.row), class(leaked.known))
        && here != there
    {
        details.push(format!("labelled {here} here and {there} there"));
    }
    let said = format!("{nearly}the same as the train row in {place}");
    if details.is_empty() {
        said
    } else {
        format!("{said} ({})", details.join("; "))
    }
}

fn message(leak: &Leak) -> String {
    let test = match &leak.sides {
        Sides::Split => plural(leak.rows.1, "test row", "test rows"),
        Sides::Domain(name) | Sides::File(name) => {
            format!("{} in {name}", plural(leak.rows.1, "row", "rows"))
        }
    };
    let known = leak.leaked.len();
    if known == 0 && leak.beyond_chance > 0.0 {
        return format!(
            "{} of {test} repeat train rows, more than chance explains",
            format_count(leak.common.len())
        );
    }
    let opposite = leak.leaked.iter().filter(|leaked| leaked.opposite).count();
    let labels = match opposite {
        0 => String::new(),
        all if all == known => ", with another label".to_owned(),
        some => format!(", {} of them with another label", format_count(some)),
    };
    let are = if known == 1 { "is" } else { "are" };
    format!(
        "{} of {test} {are} the same or nearly the same as train rows{labels}",
        format_count(known)
    )
}

fn help(leak: &Leak) -> String {
    let mut help = match &leak.sides {
        Sides::Split => {
            "every score on them is too good: drop them, or split again so that all copies fall on one side".to_owned()
        }
        Sides::Domain(name) | Sides::File(name) => {
            format!("scores on {name} are too good for new data: drop these rows before you test on it")
        }
    };
    if leak.leaked.iter().any(|leaked| leaked.opposite) {
        help.push_str(
            "; where the labels differ, see whether the text was edited to change its label, or a label is wrong",
        );
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
    let count = |name: &str, rows: usize| Measurement::count(name, rows).with_n(test);
    vec![
        Measurement::new(
            "share of rows known from train rows, beyond chance",
            leak.share(),
        )
        .with_n(test)
        .with_limit(limit),
        count("rows the same as a train row", exact),
        count(
            "rows nearly the same as a train row",
            leak.leaked.len() - exact,
        ),
        count("of these, rows with another label", opposite),
        count(
            "rows the same, but common enough to coincide",
            leak.common.len(),
        ),
        Measurement::new("share of such rows expected by chance", leak.expected)
            .with_n(leak.rows.0),
    ]
}
