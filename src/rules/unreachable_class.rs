//! Is there a class with enough rows that probes which didn't collapse (almost) never predict?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Probes, Unavailable};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::probe::Arm;
use crate::wording::{format_count, list, plural, round_up};

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
    let classes = Classes::judge(evidence, probes, limits)?;
    Ok(vec![if !classes.unreached.is_empty() {
        classes.report(probes, limits)
    } else if classes.doubtful.is_empty() {
        classes.pass(probes, limits)
    } else {
        classes.doubt()
    }])
}

/// A class that most healthy probes on the embedding miss.
struct Missed<'a> {
    name: &'a str,
    /// Whether probes on the raw columns miss it, too.
    on_raw: bool,
    /// Whether it is established that they don't.
    found_on_raw: bool,
}

/// The classes held against the limits.
#[derive(Default)]
struct Classes<'a> {
    /// Those that healthy probes on the embedding (almost) never predict.
    unreached: Vec<Missed<'a>>,
    /// Those of which other rows might not show that, and about how many more of them would tell.
    doubtful: Vec<(&'a str, Option<usize>)>,
    /// How many have too few test rows to judge.
    rare: usize,
    /// Those of the other classes, the most missed first.
    measurements: Vec<Measurement>,
}

impl<'a> Classes<'a> {
    fn judge(
        evidence: &Evidence,
        probes: &'a Probes,
        limits: &Limits,
    ) -> Result<Self, Unavailable> {
        let mut classes = Self::default();
        let mut counts = Vec::new();
        for (class, name) in probes.classes.iter().enumerate() {
            let rows = probes.truth[0]
                .iter()
                .filter(|&&truth| usize::from(truth) == class)
                .count();
            if (rows as f64) < limits.min_rows.value {
                classes.rare += 1;
                continue;
            }
            counts.push(
                Measurement::count(format!("test rows of class {name}"), rows)
                    .with_n(probes.truth[0].len()),
            );
            classes.add(evidence, class, name, limits)?;
        }
        classes
            .measurements
            .sort_by(|a: &Measurement, b| b.value.total_cmp(&a.value));
        classes.measurements.extend(counts);
        Ok(classes)
    }

    /// Judges one class. Where most probes of one split miss it, other splits are asked.
    fn add(
        &mut self,
        evidence: &Evidence,
        class: usize,
        name: &'a str,
        limits: &Limits,
    ) -> Result<(), Unavailable> {
        let limit = limits.min_probes.value;
        let max_recall = limits.max_recall.value;
        let mut missed = evidence.missed_class(class, max_recall)?;
        if missed.embedded.share >= limit {
            missed = evidence.missed_class_over_rows(class, max_recall)?;
        }
        let (low, high) = missed.embedded.interval;
        self.measurements.push(
            Measurement::new(
                format!("share of healthy probes that miss class {name}"),
                missed.embedded.share,
            )
            .with_interval(low, high)
            .with_n(missed.embedded.probes)
            .with_limit(limit),
        );
        if low >= limit {
            self.unreached.push(Missed {
                name,
                on_raw: missed.raw.share >= limit,
                found_on_raw: missed.raw.interval.1 < limit,
            });
        } else if missed.embedded.share >= limit {
            self.doubtful.push((name, missed.rows_to_tell(limit)));
        }
        Ok(())
    }

    /// The classes that (almost) no probe predicts. What no arm reaches but by chance isn't the embedding's doing.
    fn report(self, probes: &Probes, limits: &Limits) -> Outcome {
        let has_signal = has_signal(probes, Arm::Raw);
        let lost = has_signal && self.unreached.iter().any(|missed| missed.found_on_raw);
        let help = if self.unreached.iter().all(|missed| missed.on_raw) {
            "probes on the raw columns don't either, so the rows don't say it: add columns that do, or merge the class \
             with another"
        } else if has_signal {
            "probes on the raw columns do, so the text or its embedding lost it: write what sets it apart into the \
             text, or use another model"
        } else {
            "the raw columns say next to nothing about the label, so what their probes predict is chance: add columns \
             that say more, or merge the class with another"
        };
        let names: Vec<&str> = self.unreached.iter().map(|missed| missed.name).collect();
        let mut outcome = Outcome::found(
            format!("healthy probes (almost) never predict {}", list(&names)),
            limits.min_probes.key,
        )
        .with_help(help)
        .with_measurements(self.measurements);
        outcome.lowered = !lost;
        outcome
    }

    /// What to say where other rows might show that a class is predicted.
    fn doubt(self) -> Outcome {
        let names: Vec<&str> = self.doubtful.iter().map(|(name, _)| *name).collect();
        let more: Option<Vec<usize>> = self.doubtful.iter().map(|(_, more)| *more).collect();
        let of = if names.len() == 1 { "it" } else { "each" };
        let needs = match more.and_then(|more| more.into_iter().max()) {
            Some(more) => format!(
                "about {} more test rows of {of}",
                format_count(round_up(more))
            ),
            None => format!("many more test rows of {of}: the limit is very near"),
        };
        Outcome::undetermined(
            format!(
                "whether healthy probes predict {} depends on which rows are drawn",
                list(&names)
            ),
            needs,
        )
        .with_measurements(self.measurements)
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
