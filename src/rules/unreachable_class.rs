//! Is there a class with enough rows that probes which didn't collapse (almost) never predict?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Probes};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::probe::Arm;
use crate::wording::{list, plural};

use super::Judgement;
use super::signal::has_signal;

limits! {
    min_rows = "min-rows",
    max_recall = "max-recall",
    min_probes = "min-probes",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let probes = evidence.probes()?;
    if probes.healthy(Arm::Embedded).next().is_none() {
        return Ok(vec![Outcome::skipped(
            "every probe on the embedding collapsed, so none is left to judge by",
        )]);
    }
    let classes = Classes::measure(probes, limits);
    if classes.unreached.is_empty() {
        return Ok(vec![classes.pass(probes, limits)]);
    }
    let lost = classes.unreached_on_raw < classes.unreached.len() && has_signal(probes, Arm::Raw);
    let help = if lost {
        "probes on the raw columns do, so the text or its embedding lost it: write what sets it apart into the text, \
         or use another model"
    } else if classes.unreached_on_raw == classes.unreached.len() {
        "probes on the raw columns don't either, so the rows don't say it: add columns that do, or merge the class with \
         another"
    } else {
        "the raw columns say next to nothing about the label, so what their probes predict is chance: add columns that \
         say more, or merge the class with another"
    };
    let mut outcome = Outcome::found(
        format!(
            "healthy probes (almost) never predict {}",
            list(&classes.unreached)
        ),
        limits.min_probes.key,
    )
    .with_help(help)
    .with_measurements(classes.measurements);
    // What no arm reaches but by chance isn't the embedding's doing.
    outcome.lowered = !lost;
    Ok(vec![outcome])
}

/// The classes held against the limits.
struct Classes<'a> {
    /// Those that healthy probes on the embedding (almost) never predict.
    unreached: Vec<&'a str>,
    /// How many of them those on the raw columns don't predict either.
    unreached_on_raw: usize,
    /// How many have too few test rows to judge.
    rare: usize,
    /// Those of the other classes, the most missed first.
    measurements: Vec<Measurement>,
}

impl<'a> Classes<'a> {
    fn measure(probes: &'a Probes, limits: &Limits) -> Self {
        let min_probes = limits.min_probes.value;
        let (mut unreached, mut unreached_on_raw, mut rare) = (Vec::new(), 0, 0);
        let (mut measurements, mut counts) = (Vec::new(), Vec::new());
        for (class, name) in probes.classes.iter().enumerate() {
            let rows = probes.truth[0]
                .iter()
                .filter(|&&truth| usize::from(truth) == class)
                .count();
            if (rows as f64) < limits.min_rows.value {
                rare += 1;
                continue;
            }
            let missed = missing(probes, Arm::Embedded, class, limits);
            counts.push(
                Measurement::count(format!("test rows of class {name}"), rows)
                    .with_n(probes.truth[0].len()),
            );
            measurements.push(
                Measurement::new(
                    format!("share of healthy probes that miss class {name}"),
                    missed,
                )
                .with_n(probes.healthy(Arm::Embedded).count())
                .with_limit(min_probes),
            );
            if missed >= min_probes {
                unreached.push(name.as_str());
                let on_raw = missing(probes, Arm::Raw, class, limits) >= min_probes;
                unreached_on_raw += usize::from(on_raw);
            }
        }
        measurements.sort_by(|a: &Measurement, b| b.value.total_cmp(&a.value));
        measurements.extend(counts);
        Self {
            unreached,
            unreached_on_raw,
            rare,
            measurements,
        }
    }

    /// What to say where each class that can be judged is predicted.
    fn pass(self, probes: &Probes, limits: &Limits) -> Outcome {
        if self.rare == probes.classes.len() {
            return Outcome::undetermined(
                "every class has too few test rows",
                format!("at least {} test rows in a class", limits.min_rows.value),
            );
        }
        let beside = if self.rare > 0 {
            format!(
                "; {} too few test rows to judge",
                plural(self.rare, "class has", "classes have")
            )
        } else {
            String::new()
        };
        Outcome::pass(format!("each class is predicted by healthy probes{beside}"))
            .with_measurements(self.measurements)
    }
}

/// Share of the arm's probes that didn't collapse whose recall of `class` is at most `max-recall`; 1 when all did.
fn missing(probes: &Probes, arm: Arm, class: usize, limits: &Limits) -> f64 {
    let recalls: Vec<f64> = probes
        .healthy(arm)
        .filter_map(|nth| probes.confusions(arm, nth)?.first()?.recall(class))
        .collect();
    if recalls.is_empty() {
        return 1.0;
    }
    recalls
        .iter()
        .filter(|&&recall| recall <= limits.max_recall.value)
        .count() as f64
        / recalls.len() as f64
}
