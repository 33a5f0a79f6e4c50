//! Do probes that are healthy overall predict one class inside a group where labels vary?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Group, Unavailable};
use crate::measure::interval::rows_to_establish;
use crate::measure::{MIN_ROWS, Measurement};
use crate::policy::limits;
use crate::probe::Arm;
use crate::wording::{list, list_some, plural};

use super::Judgement;

limits! {
    max_excess = "max-excess",
    min_share = "min-share",
    min_second_class = "min-second-class",
}

/// The chance that any group's interval misses.
const ALPHA: f64 = 0.05;
/// Fewest healthy probes of an arm whose share says something.
const MIN_PROBES: usize = 10;
/// Groups that are named, and groups whose figures are printed.
const NAMED: usize = 3;
const MEASURED: usize = 10;

/// One group whose labels vary, with what its probes do beyond those on the raw columns.
struct GroupExcess<'a> {
    group: &'a Group,
    embedded: f64,
    raw: f64,
    /// The excess of the embedding: what is established, and what it may be at most.
    excess: (f64, f64),
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    if evidence.dataset.roles.group.is_none() && evidence.split()?.shifts.is_empty() {
        return Err(Unavailable::Skipped(
            "none of --group, --domain and --shifted is given".to_owned(),
        ));
    }
    let groups = evidence.groups()?;
    let confidence = 1.0 - ALPHA / groups.len().max(1) as f64;
    let varied =
        |group: &&Group| group.second_share().wilson(confidence).0 >= limits.min_second_class.value;
    let varying: Vec<&Group> = groups.iter().filter(varied).collect();
    if groups.is_empty() {
        return Ok(vec![Outcome::undetermined(
            "no group has enough test rows",
            format!("at least {MIN_ROWS} test rows in a group"),
        )]);
    }
    if varying.is_empty() {
        return Err(Unavailable::Skipped(format!(
            "{}: one class has nearly all rows",
            if groups.len() == 1 {
                "the labels of the one group that is large enough hardly vary".to_owned()
            } else {
                format!("in each of {} groups the labels hardly vary", groups.len())
            }
        )));
    }
    let healthy = |arm| varying[0].collapse(arm, 1.0, confidence).healthy;
    for (arm, seen) in [
        (Arm::Embedded, "the embedding"),
        (Arm::Raw, "the raw columns"),
    ] {
        if healthy(arm) < MIN_PROBES {
            return Err(Unavailable::Skipped(format!(
                "hardly any probe on {seen} is healthy overall (see collapsed-probes)"
            )));
        }
    }
    let mut judged: Vec<GroupExcess> = varying
        .into_iter()
        .map(|group| GroupExcess::of(group, limits, confidence))
        .collect();
    judged.sort_by(|a, b| b.excess.0.total_cmp(&a.excess.0));
    let left_out = groups.len() - judged.len();
    Ok(vec![
        outcome(&judged, left_out, limits, confidence)
            .with_measurements(measurements(&judged, limits)),
    ])
}

impl<'a> GroupExcess<'a> {
    fn of(group: &'a Group, limits: &Limits, confidence: f64) -> Self {
        let of = |arm| group.collapse(arm, limits.min_share.value, confidence);
        let (embedded, raw) = (of(Arm::Embedded), of(Arm::Raw));
        Self {
            group,
            embedded: embedded.share(),
            raw: raw.share_at_most(),
            excess: (
                embedded.share() - raw.share_at_most(),
                embedded.share_at_most() - raw.share(),
            ),
        }
    }
}

fn outcome(judged: &[GroupExcess], left_out: usize, limits: &Limits, confidence: f64) -> Outcome {
    let limit = limits.max_excess.value;
    let found: Vec<&GroupExcess> = judged
        .iter()
        .filter(|judged| judged.excess.0 >= limit)
        .collect();
    if let Some(worst) = found.first() {
        let names: Vec<&str> = found
            .iter()
            .map(|judged| judged.group.name.as_str())
            .collect();
        return Outcome::found(
            format!(
                "in {}, most probes that are healthy overall predict one class for every row",
                list_some(&names, NAMED)
            ),
            limits.max_excess.key,
        )
        .with_help(format!(
            "on the raw columns {}, so the text or its embedding lost what sets the rows of {} apart: train on the \
             columns, or write them into the text in another way, and look at the scores of this group by themselves",
            if worst.raw == 0.0 { "none does" } else { "far fewer do" },
            names[0]
        ));
    }
    let open: Vec<String> = judged
        .iter()
        .filter(|judged| judged.excess.1 >= limit)
        .map(|judged| judged.group.name.clone())
        .collect();
    if !open.is_empty() {
        return Outcome::undetermined(
            format!(
                "in {}, there are too few test rows to tell whether probes predict one class for every row",
                list(&open)
            ),
            format!(
                "at least {} test rows in each",
                rows_to_establish(limits.min_share.value, confidence)
            ),
        );
    }
    let beside = match left_out {
        0 => String::new(),
        few => format!("; in {} labels hardly vary", plural(few, "group", "groups")),
    };
    let inside = match judged {
        [only] => format!("in {}, probes", only.group.name),
        several => format!("in none of {} groups do probes", several.len()),
    };
    let give = if judged.len() == 1 {
        "tell classes apart, or do no worse than on the raw columns"
    } else {
        "predict one class for every row beyond those on the raw columns"
    };
    Outcome::pass(format!("{inside} {give}{beside}"))
}

fn measurements(judged: &[GroupExcess], limits: &Limits) -> Vec<Measurement> {
    judged
        .iter()
        .take(MEASURED)
        .flat_map(|judged| {
            let GroupExcess { group, embedded, raw, excess } = judged;
            [
                Measurement::new(
                    format!("share of healthy probes that predict one class in {}, beyond the raw columns", group.name),
                    excess.0,
                )
                .with_n(group.rows)
                .with_limit(limits.max_excess.value),
                Measurement::new(
                    format!("share of healthy probes that predict one class in {}, embedded", group.name),
                    *embedded,
                )
                .with_n(group.rows),
                Measurement::new(
                    format!("share of healthy probes that predict one class in {}, raw columns", group.name),
                    *raw,
                )
                .with_n(group.rows),
            ]
        })
        .collect()
}
