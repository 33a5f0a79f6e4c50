//! Does collapse make, hide or flip the line between in-domain and shifted accuracy?

use crate::diagnostic::Outcome;
use crate::error::ConfigError;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::Measurement;
use crate::measure::interval::near_end;
use crate::measure::line::{self, Effect, Line, LineVerdict};
use crate::policy::{LimitTable, ReadLimits, limits};
use crate::probe::Arm;

use super::Judgement;
use super::shifts::judge_each_shift;

limits! {
    max_distortion = "max-distortion",
    min_ceiling = "min-ceiling",
}

/// The rule that lines are judged by, also those of the user's own models.
pub(crate) const LINE_RULE: &str = "distorted-line";

/// The limits by which lines are judged.
///
/// # Errors
/// A limit that `table` doesn't hold.
pub(crate) fn read_line_limits(table: &LimitTable) -> Result<line::Limits, ConfigError> {
    Ok(Limits::read(table)?.of_line())
}

impl Limits {
    fn of_line(&self) -> line::Limits {
        line::Limits {
            max_distortion: self.max_distortion.value,
            min_ceiling: self.min_ceiling.value,
        }
    }
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    judge_each_shift(evidence, |shift, name| {
        let probes = evidence.probes()?;
        if probes.truth[shift + 1].is_empty() {
            return Err(Unavailable::Undetermined {
                why: format!("{name} has no labelled rows"),
                needs: "labelled rows in the shifted set".to_owned(),
            });
        }
        let line = evidence.line(Arm::Embedded, shift)?;
        let held = limits.of_line();
        let verdict = line.judge(held);
        let outcome = match verdict {
            LineVerdict::Distorted(_) if !holds_over_rows(evidence, shift, held)? => {
                Outcome::undetermined(
                    "with other test rows, the effect of collapsed probes on the line might be gone",
                    "more labelled rows on both sides",
                )
            }
            LineVerdict::Distorted(_) if !holds_on_other_splits(evidence, shift, held)? => {
                Outcome::undetermined(
                    "probes trained on other rows of so few don't show that collapse changes the accuracy line",
                    "more labelled in-domain rows",
                )
            }
            _ => report(&line, verdict, name, limits, evidence.seeds() > 1),
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

/// Whether the line is distorted on every other split that it was read on, too.
fn holds_on_other_splits(
    evidence: &Evidence,
    shift: usize,
    held: line::Limits,
) -> Result<bool, Unavailable> {
    let again = evidence.lines_again(Arm::Embedded, shift)?;
    let is_distorted = |line: &Line| {
        matches!(
            line.judge(held),
            LineVerdict::Distorted(_) | LineVerdict::MadeByConstruction
        )
    };
    Ok(again.iter().all(is_distorted))
}

fn report(
    line: &Line,
    verdict: LineVerdict,
    name: &str,
    limits: &Limits,
    audited: bool,
) -> Outcome {
    match verdict {
        LineVerdict::Sound => Outcome::pass(format!(
            "for {name}, collapsed probes don't change the accuracy line"
        )),
        LineVerdict::Distorted(effect) => {
            let does = match effect {
                Effect::Made => "make an accuracy line that healthy probes don't show",
                Effect::Hidden => "hide the accuracy line that healthy probes show",
                Effect::Flipped => "turn the accuracy line around",
            };
            Outcome::found(
                format!("for {name}, collapsed probes {does}"),
                limits.max_distortion.key,
            )
            .with_help(format!(
                "don't choose models for {name} by their in-domain accuracy on this embedding: leave the collapsed ones \
                 out first, or compare balanced accuracy"
            ))
        }
        LineVerdict::MadeByConstruction => Outcome::found(
            format!("for {name}, every probe collapsed, so the accuracy line shows class shares and nothing else"),
            limits.max_distortion.key,
        )
        .with_help("cure the collapse before you read the line (see collapsed-probes)"),
        LineVerdict::Undetermined { why, more } => Outcome::undetermined(
            why.to_string(),
            more.map_or_else(
                || "more labelled rows on both sides".to_owned(),
                |more| advise_more(more, audited),
            ),
        ),
    }
    .with_ceiling(line, verdict, limits.of_line())
}

/// What would decide it. Probes are not the user's to add one by one: the audit's zoo has more, and
/// beyond it only a cure of the collapse leaves more of them healthy.
fn advise_more(more: line::More, audited: bool) -> String {
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
                "{} (noise leaves r at most {:.2}; {:.2} is needed)",
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
