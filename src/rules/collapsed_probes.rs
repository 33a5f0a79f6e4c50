//! Do probes trained on the embedding predict one class for every row, where those on the raw columns don't?

mod advice;

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, FamilyCollapse, Probes, Unavailable};
use crate::measure::{Measurement, STRICT_ROWS};
use crate::policy::{Limit, limits};
use crate::probe::{Arm, Family};
use crate::wording::{format_count, format_figure, list, round_up};

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

/// How one family's collapse stands to the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Healthy,
    /// Too few test rows to establish what is seen.
    Doubtful,
    /// Beyond the limit, but other rows might show less.
    Disputed,
    /// Beyond the limit, whichever rows are drawn.
    Collapsed,
}

/// One family and its standing.
struct Judged {
    family: FamilyCollapse,
    standing: Standing,
}

impl Judged {
    fn new(family: FamilyCollapse, limits: &Limits) -> Self {
        let standing = if REPORTED_ONLY.contains(&family.family) {
            Standing::Healthy
        } else {
            standing(&family, limits)
        };
        Self { family, standing }
    }

    /// Whether the family is beyond the limit on the rows that were drawn.
    fn exceeds(&self) -> bool {
        self.standing >= Standing::Disputed
    }

    /// Whether whoever trains with the family's defaults meets the collapse, by other rows of the same kind, too. Of a
    /// family whose share other rows may put below the limit, one split doesn't show that.
    fn meets_defaults(&self, limits: &Limits) -> bool {
        let shown = self.standing == Standing::Collapsed || self.family.is_over_rows();
        let severe = self.family.severity_excess_at_least() >= limits.max_severity.value;
        self.exceeds() && shown && severe
    }

    /// Whether draws of the rows may show that.
    fn may_meet_defaults(&self, limits: &Limits) -> bool {
        let severity = self.family.severity[1] - self.family.severity[0];
        self.exceeds() && !self.family.is_over_rows() && severity >= limits.max_severity.value
    }

    /// Whether the finding is about this family: its share is beyond the limit whichever rows are drawn, or it
    /// collapses at its defaults whichever rows are drawn.
    fn is_found(&self, limits: &Limits) -> bool {
        self.standing == Standing::Collapsed || self.meets_defaults(limits)
    }
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let probes = evidence.probes()?;
    let mut judged = judge(evidence, limits)?;
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
        Standing::Collapsed if !has_signal(probes, Arm::Raw) => Outcome::undetermined(
            "probes predict one class for every row on the embedding, but the raw columns say too little about \
                 the label to compare with",
            "columns or rows that say more about the label",
        ),
        Standing::Collapsed => {
            report_collapse(probes, &judged, limits, evidence.standardised().as_deref())
        }
        Standing::Disputed => doubt(&judged[0].family, limits),
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
fn report_collapse(
    probes: &Probes,
    judged: &[Judged],
    limits: &Limits,
    standardised: Option<&str>,
) -> Outcome {
    let found: Vec<&Judged> = judged
        .iter()
        .filter(|family| family.is_found(limits))
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
    .with_help(advise(probes, &found, standardised));
    outcome.lowered = !judged.iter().any(|family| family.meets_defaults(limits));
    outcome
}

/// What to say where other rows might show that `family` collapses, or that it doesn't.
fn doubt(family: &FamilyCollapse, limits: &Limits) -> Outcome {
    let (low, high) = family.excess_interval();
    let needs = match family.rows_to_tell(limits.max_excess.value) {
        Some(more) => format!(
            "about {} more labelled in-domain rows",
            format_count(round_up(more))
        ),
        None => "many more labelled in-domain rows: it lies next to the limit".to_owned(),
    };
    Outcome::undetermined(
        format!(
            "by which rows are drawn, between {} and {} more of the settings of {} predict one class on the embedding \
             than on the raw columns",
            format_figure(low.max(0.0)),
            format_figure(high),
            family.family.name()
        ),
        needs,
    )
}

/// Every family, on the splits of the run. Where those leave a doubt that decides the outcome, the family is trained on
/// more of them.
fn judge(evidence: &Evidence, limits: &Limits) -> Result<Vec<Judged>, Unavailable> {
    let mut judged = Vec::new();
    for family in Family::ALL {
        if let Some(seen) = evidence.family(family)? {
            judged.push(Judged::new(seen, limits));
        }
    }
    let is_collapsed = |judged: &Judged| judged.standing == Standing::Collapsed;
    if !judged.iter().any(is_collapsed) {
        look_again(evidence, limits, &mut judged, |judged| {
            judged.standing == Standing::Disputed
        })?;
    }
    let meets_defaults = |judged: &Judged| judged.meets_defaults(limits);
    if judged.iter().any(is_collapsed) && !judged.iter().any(meets_defaults) {
        look_again(evidence, limits, &mut judged, |judged| {
            judged.may_meet_defaults(limits)
        })?;
    }
    Ok(judged)
}

/// Judges those families anew, over more splits, that `is_open` says.
fn look_again(
    evidence: &Evidence,
    limits: &Limits,
    judged: &mut [Judged],
    is_open: impl Fn(&Judged) -> bool,
) -> Result<(), Unavailable> {
    for one in judged.iter_mut().filter(|one| is_open(one)) {
        if let Some(family) = evidence.family_over_rows(one.family.family)? {
            *one = Judged::new(family, limits);
        }
    }
    Ok(())
}

/// Along a path of C the settings aren't separate trials: the path has one frontier, and the excess
/// says how many decades of it collapse. A test over settings would only measure how finely the path
/// is cut. Settings of the other families are paired trials, and McNemar's test must agree.
fn standing(family: &FamilyCollapse, limits: &Limits) -> Standing {
    let max_excess = limits.max_excess.value;
    let (low, _) = family.excess_interval();
    let established = family.family.has_path() || family.p < ALPHA;
    if low >= max_excess && established {
        Standing::Collapsed
    } else if family.excess < max_excess && family.excess_at_most >= max_excess {
        Standing::Doubtful
    } else if family.excess >= max_excess && established {
        Standing::Disputed
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
    let (low, high) = family.excess_interval();
    let excess = if family.is_over_rows() {
        excess.with_interval(low, high)
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
