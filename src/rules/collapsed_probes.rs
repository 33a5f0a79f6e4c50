//! Do probes trained on the embedding predict one class for every row, where those on the raw columns don't?

mod advice;

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, FamilyCollapse, Probes, Unavailable};
use crate::measure::{Measurement, STRICT_ROWS};
use crate::policy::{Limit, limits};
use crate::probe::{Arm, Family};
use crate::wording::list;

use self::advice::{advise, report_silence};
use super::Judgement;
use super::signal::has_signal;

limits! {
    max_excess = "max-excess",
    max_severity = "max-severity",
}

/// Chance at which a paired difference between the arms counts as established.
const ALPHA: f64 = 0.01;
/// Families that are measured and reported, and decide nothing: how many of their settings collapse depends on
/// how many steps of which length the grid holds, and too few sound datasets have shown where a limit lies.
const REPORTED_ONLY: [Family; 2] = [Family::Mlp, Family::Cvar];
/// A measure this near to its limit, as a share of it, is looked at on two more splits.
const NEAR: f64 = 0.1;

/// How one family's collapse stands to the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Healthy,
    /// Too few rows to establish what is seen.
    Doubtful,
    /// Beyond the limit on average, but not on every split.
    Disputed,
    /// Beyond the limit, but only with regularisation stronger than the defaults.
    Strong,
    /// Beyond the limit, and whoever trains with the defaults meets it.
    Default,
}

/// One family, its standing, and how many splits voted on it.
struct Judged {
    family: FamilyCollapse,
    standing: Standing,
    splits: usize,
}

impl Judged {
    /// A family that decides nothing.
    fn report_only(family: FamilyCollapse) -> Self {
        Self {
            family,
            standing: Standing::Healthy,
            splits: 1,
        }
    }
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let probes = evidence.probes()?;
    let mut judged = Vec::new();
    for family in Family::ALL {
        if let Some(seen) = evidence.family(family)? {
            judged.push(if REPORTED_ONLY.contains(&family) {
                Judged::report_only(seen)
            } else {
                judge(evidence, limits, seen)?
            });
        }
    }
    let worst = judged.iter().map(|family| family.standing).max();
    let Some(worst) = worst else {
        return Err(Unavailable::Undetermined {
            why: "no family of probes could be trained and judged".to_owned(),
            needs: "rows of at least two classes".to_owned(),
        });
    };
    // The families that decide the outcome first: the first measurement is what a report shows.
    judged.sort_by_key(|judged| std::cmp::Reverse(judged.standing));
    let measured: Vec<Measurement> = judged
        .iter()
        .flat_map(|judged| measurements(&judged.family, limits))
        .collect();
    let outcome = match worst {
        Standing::Strong | Standing::Default if !has_signal(probes, Arm::Raw) => {
            Outcome::undetermined(
                "probes predict one class for every row on the embedding, but the raw columns say too little about \
                 the label to compare with",
                "columns or rows that say more about the label",
            )
        }
        Standing::Strong | Standing::Default => report_collapse(probes, &judged, limits),
        Standing::Disputed => Outcome::undetermined(
            "the splits disagree: collapse reaches the limit on some and not on others",
            "more labelled in-domain rows",
        ),
        Standing::Doubtful => Outcome::undetermined(
            "some probes predict one class for nearly every row, but there are too few test rows to be sure",
            match STRICT_ROWS.saturating_sub(probes.truth[0].len()) {
                0 => "more labelled in-domain test rows".to_owned(),
                more => format!("at least {STRICT_ROWS} labelled in-domain test rows: {more} more"),
            },
        ),
        Standing::Healthy => Outcome::pass(report_silence(&judged, limits)),
    };
    Ok(vec![outcome.with_measurements(measured)])
}

/// The families that collapse beyond the limit; lowered where none of them does so at its defaults.
fn report_collapse(probes: &Probes, judged: &[Judged], limits: &Limits) -> Outcome {
    let found: Vec<&Judged> = judged
        .iter()
        .filter(|family| family.standing >= Standing::Strong)
        .collect();
    let names: Vec<&str> = found
        .iter()
        .map(|judged| judged.family.family.name())
        .collect();
    let verb = if found.len() == 1 {
        "predicts"
    } else {
        "predict"
    };
    let mut outcome = Outcome::found(
        format!(
            "on this embedding, {} {verb} one class for every row",
            list(&names)
        ),
        limits.max_excess.key,
    )
    .with_help(advise(probes, &found));
    outcome.lowered = found
        .iter()
        .all(|family| family.standing == Standing::Strong);
    outcome
}

/// The audit has trained on several splits, and what they say together is judged. Elsewhere two more are
/// trained near a limit, and the majority decides.
fn judge(
    evidence: &Evidence,
    limits: &Limits,
    first: FamilyCollapse,
) -> Result<Judged, Unavailable> {
    let near = |value: f64, limit: f64| (value - limit).abs() <= NEAR * limit;
    let severity_excess = first.severity[1] - first.severity[0];
    let unsure = near(first.excess, limits.max_excess.value)
        || (standing(&first, limits) >= Standing::Strong
            && near(severity_excess, limits.max_severity.value));
    if first.splits > 1 || !unsure {
        return Ok(Judged {
            standing: standing(&first, limits),
            splits: 1,
            family: first,
        });
    }
    let mut standings = vec![standing(&first, limits)];
    let more = evidence.more_splits(first.family)?;
    standings.extend(more.iter().map(|family| standing(family, limits)));
    standings.sort_unstable();
    Ok(Judged {
        standing: standings[standings.len() / 2],
        splits: standings.len(),
        family: first,
    })
}

/// Along a path of C the settings aren't separate trials: the path has one frontier, and the excess
/// says how many decades of it collapse. A test over settings would only measure how finely the path
/// is cut. Settings of the other families are paired trials, and McNemar's test must agree. On several
/// splits, each of them must reach the limit.
fn standing(family: &FamilyCollapse, limits: &Limits) -> Standing {
    let max_excess = limits.max_excess.value;
    let established = family.family.has_path() || family.p < ALPHA;
    if family.excess_range.0 >= max_excess && established {
        if family.severity_excess.0 >= limits.max_severity.value {
            Standing::Default
        } else {
            Standing::Strong
        }
    } else if family.splits > 1 && family.excess >= max_excess && established {
        Standing::Disputed
    } else if family.excess_at_most >= max_excess && family.excess < max_excess {
        Standing::Doubtful
    } else {
        Standing::Healthy
    }
}

fn measurements(family: &FamilyCollapse, limits: &Limits) -> Vec<Measurement> {
    let name = family.family.name();
    let excess = Measurement::new(
        format!("share of {name} settings that collapse, beyond the raw columns"),
        family.excess,
    )
    .with_n(family.configurations);
    let severity = Measurement::new(
        format!("severity of {name} at its defaults, beyond the raw columns"),
        family.severity[1] - family.severity[0],
    )
    .with_interval(family.severity_excess.0, family.severity_excess.1)
    .with_n(family.rows);
    let held = |measured: Measurement, limit: Limit| {
        if REPORTED_ONLY.contains(&family.family) {
            measured
        } else {
            measured.with_limit(limit.value)
        }
    };
    let (lowest, highest) = family.excess_range;
    let excess = if family.splits > 1 {
        excess.with_interval(lowest, highest)
    } else {
        excess
    };
    let arms = ["raw columns", "embedded", "standardised"];
    let shares = Arm::ALL.into_iter().zip(arms).map(|(arm, words)| {
        Measurement::new(
            format!("share of {name} settings that collapse, {words}"),
            family.share(arm),
        )
        .with_n(family.configurations)
    });
    let severities = family.severity.iter().zip(arms).map(|(severity, words)| {
        Measurement::new(
            format!("severity of {name} at its defaults, {words}"),
            *severity,
        )
        .with_n(family.rows)
    });
    let mut measured = vec![
        held(excess, limits.max_excess),
        held(severity, limits.max_severity),
    ];
    measured.extend(shares.chain(severities));
    measured
}
