//! Does collapse make, hide or flip the line between in-domain and shifted accuracy?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::Measurement;
use crate::measure::interval::near_end;
use crate::measure::line::{self, Effect, Line, LineVerdict};
use crate::policy::Limits;
use crate::probe::Arm;

use super::{Judgement, each_shift};

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    each_shift(evidence, |shift, name| {
        let probes = evidence.probes()?;
        if probes.truth[shift + 1].is_empty() {
            return Err(Unavailable::Undetermined {
                why: format!("{name} has no labelled row"),
                needs: "labelled rows in the shifted set".to_owned(),
            });
        }
        let line = evidence.line(Arm::Embedded, shift)?;
        let held = line::Limits {
            max_distortion: limits.value("max-distortion"),
            min_ceiling: limits.value("min-ceiling"),
        };
        let verdict = line.judge(held);
        let outcome = match verdict {
            LineVerdict::Distorted(_) if !holds_over_rows(evidence, shift, held)? => {
                Outcome::undetermined(
                    "other rows could undo what collapse does to the line here",
                    "more labelled rows on both sides",
                )
            }
            _ => word(&line, verdict, name, held, evidence.seeds() > 1),
        };
        Ok(outcome.with_measurements(measurements(&line, held)))
    })
}

/// Whether the effect exceeds the limit at the near end of its interval over rows, too.
fn holds_over_rows(
    evidence: &Evidence,
    shift: usize,
    held: line::Limits,
) -> Result<bool, Unavailable> {
    let over = evidence.line_over_rows(Arm::Embedded, shift)?;
    Ok(over.is_some_and(|over| near_end(over.change) > held.max_distortion))
}

fn word(
    line: &Line,
    verdict: LineVerdict,
    name: &str,
    held: line::Limits,
    audited: bool,
) -> Outcome {
    match verdict {
        LineVerdict::Sound => Outcome::pass(format!("for {name}, collapse doesn't bend the accuracy line")),
        LineVerdict::Distorted(effect) => {
            let (does, mark) = match effect {
                Effect::Made => ("draws the accuracy line", "made"),
                Effect::Hidden => ("hides the accuracy line", "hidden"),
                Effect::Flipped => ("turns the accuracy line around", "flipped"),
            };
            Outcome::found(format!("for {name}, collapse {does} ({mark})"), "max-distortion").with_help(format!(
                "don't choose models for {name} by their in-domain accuracy on this embedding; leave collapsed models \
                 out first"
            ))
        }
        LineVerdict::MadeByConstruction => Outcome::found(
            format!("for {name}, the accuracy line is made by construction (made): every probe collapsed"),
            "max-distortion",
        )
        .with_help("the line shows class shares and nothing else; cure the collapse before reading it"),
        LineVerdict::Undetermined { why, more } => Outcome::undetermined(
            why.to_string(),
            more.map_or_else(
                || "more labelled rows on both sides".to_owned(),
                |more| settled_by(more, audited),
            ),
        ),
    }
    .with_ceiling(line, verdict, held)
}

/// What would settle a doubt. Runs are not the user's to add one by one: the audit's zoo has more, and
/// beyond it only a cure of the collapse leaves more of them healthy.
fn settled_by(more: line::More, audited: bool) -> String {
    let rows = line::More { runs: 0, ..more }.to_string();
    match (rows.is_empty(), more.runs > 0) {
        (false, true) if !audited => format!("{rows}, and --profile audit"),
        (false, _) => rows,
        (true, _) if audited => "more healthy probes: cure the collapse first".to_owned(),
        (true, _) => "more settings of each family: --profile audit".to_owned(),
    }
}

/// Adds the noise ceiling to the advice where it is what stands in the way.
trait WithCeiling {
    fn with_ceiling(self, line: &Line, verdict: LineVerdict, held: line::Limits) -> Self;
}

impl WithCeiling for Outcome {
    fn with_ceiling(mut self, line: &Line, verdict: LineVerdict, held: line::Limits) -> Self {
        if let (
            LineVerdict::Undetermined {
                why: line::Doubt::Noise,
                ..
            },
            Some(ceiling),
        ) = (verdict, line.ceiling)
        {
            self.help = format!(
                "{} (noise ceiling {:.2}, needs {:.2})",
                self.help, ceiling.r_max, held.min_ceiling
            );
        }
        self
    }
}

fn measurements(line: &Line, held: line::Limits) -> Vec<Measurement> {
    let mut all = Vec::new();
    if let Some(change) = line.change {
        let measured = Measurement::new("change of r by the collapsed probes", change.value)
            .with_n(line.all.runs)
            .with_limit(held.max_distortion);
        all.push(match change.interval {
            Some((low, high)) => measured.with_interval(low, high),
            None => measured,
        });
    }
    let view = |name: &str, view: &line::View| {
        let measured = Measurement::new(name, view.r?).with_n(view.runs);
        Some(match view.interval {
            Some((low, high)) => measured.with_interval(low, high),
            None => measured,
        })
    };
    all.extend(view("r over all probes", &line.all));
    all.extend(view("r over healthy probes", &line.healthy));
    all.extend(
        line.balanced_healthy
            .as_ref()
            .and_then(|balanced| view("r of balanced accuracy, healthy probes", balanced)),
    );
    all.extend(
        line.ceiling.map(|ceiling| {
            Measurement::new("noise ceiling of r over healthy probes", ceiling.r_max)
        }),
    );
    all
}
