//! Judge: what collapse did to a line, as far as the runs can show it.

use super::{Difference, Doubt, Line, More};
use crate::measure::interval::near_end;

/// Fewer healthy runs than this show no line of their own.
const FEWEST_HEALTHY: usize = 10;

/// More runs than this many times the present ones are no advice.
const MOST_TIMES: f64 = 20.0;

/// What the user lets pass.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Limits {
    /// How far collapse may move r (`max-distortion`, 0.1 by default).
    pub(crate) max_distortion: f64,
    /// The noise ceiling below which healthy runs say nothing about a line (0.8 by default).
    pub(crate) min_ceiling: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_distortion: 0.1,
            min_ceiling: 0.8,
        }
    }
}

/// What collapse does to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The collapsed runs draw a line that the healthy ones don't show.
    Made,
    /// The collapsed runs blur a line that the healthy ones show.
    Hidden,
    /// The collapsed runs turn the line around.
    Flipped,
}

/// The judgement on a line, with respect to collapse alone: a sound line may be weak or inverse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum LineVerdict {
    /// Collapse changes r by less than the limit, or the healthy line reaches the collapsed runs by itself.
    Sound,
    /// Collapse changes the line by more than the limit, and that is established.
    Distorted(Effect),
    /// No healthy run is left: the line is drawn by the class shares.
    MadeByConstruction,
    /// The runs cannot carry a judgement.
    Undetermined {
        /// Why not.
        why: Doubt,
        /// What would settle it, where a number is known.
        more: Option<More>,
    },
}

/// Judges what was read of a line: a pure function of it and of the limits.
pub(super) fn judge(line: &Line, limits: Limits) -> LineVerdict {
    if line.all.runs < 3 {
        return doubt(
            Doubt::TooFewRuns,
            Some(More {
                runs: 3 - line.all.runs,
                ..More::default()
            }),
        );
    }
    if line.collapsed() == 0 {
        return LineVerdict::Sound;
    }
    if line.healthy.runs == 0 {
        return line.all.r.map_or(doubt(Doubt::OnePoint, None), |_| {
            LineVerdict::MadeByConstruction
        });
    }
    if line.healthy.runs < FEWEST_HEALTHY {
        let runs = FEWEST_HEALTHY - line.healthy.runs;
        return doubt(
            Doubt::TooFewHealthy,
            Some(More {
                runs,
                ..More::default()
            }),
        );
    }
    match Change::of(line, limits.max_distortion) {
        None => doubt(Doubt::NoSpread, None),
        Some(change) => change.verdict(line, limits),
    }
}

/// r over all and over the healthy runs, and what is established about them.
struct Change {
    r_all: f64,
    r_healthy: f64,
    all: (f64, f64),
    healthy: (f64, f64),
    difference: (f64, f64),
    excess: (f64, f64),
    limit: f64,
}

impl Change {
    fn of(line: &Line, limit: f64) -> Option<Self> {
        Some(Self {
            r_all: line.all.r?,
            r_healthy: line.healthy.r?,
            all: line.all.interval?,
            healthy: line.healthy.interval?,
            difference: line.change?.interval?,
            excess: line.excess?.interval?,
            limit,
        })
    }

    fn verdict(&self, line: &Line, limits: Limits) -> LineVerdict {
        let hidden = self.excess.1 < -self.limit;
        let made = self.excess.0 > self.limit;
        let turned = self.turned();
        // A narrow range cannot turn a line around, but noise about a narrow range can seem to. So a healthy r
        // that is the lesser one, or has no established sign, needs the tests of a made line.
        if made {
            let effect = if turned && self.sign_is_known(line) {
                Effect::Flipped
            } else {
                Effect::Made
            };
            return unless_a_true_line(effect, line, limits);
        }
        if hidden && !(turned && near_end(self.all) > 0.0) {
            return LineVerdict::Distorted(Effect::Hidden);
        }
        if turned && near_end(self.healthy) > 0.0 {
            return LineVerdict::Distorted(Effect::Flipped);
        }
        if turned {
            return match unless_a_true_line(Effect::Flipped, line, limits) {
                // A healthy line too weak to lead anywhere does not lead to where the sign is the other.
                LineVerdict::Undetermined {
                    why: Doubt::FarAway,
                    ..
                } => LineVerdict::Distorted(Effect::Flipped),
                verdict => verdict,
            };
        }
        self.open(line, limits)
    }

    /// The verdict when no effect is established: sound if none is possible, or only one that a true line explains.
    fn open(&self, line: &Line, limits: Limits) -> LineVerdict {
        let only_made_is_possible = self.excess.0 >= -self.limit && !self.opposite();
        let none_is_possible = only_made_is_possible && self.excess.1 <= self.limit;
        let explained = || unless_a_true_line(Effect::Made, line, limits) == LineVerdict::Sound;
        if none_is_possible || (only_made_is_possible && explained()) {
            LineVerdict::Sound
        } else {
            doubt(Doubt::NotEstablished, self.runs_needed(line))
        }
    }

    /// Whether the signs differ, neither r is trivial, and r moves by more than the limit.
    fn turned(&self) -> bool {
        self.opposite() && near_end(self.difference) > self.limit
    }

    /// Whether the sign of the healthy line is more than chance: its interval lies beyond the limit, or balanced
    /// accuracy, which has no class shares in it, shows the same sign by more than the limit.
    fn sign_is_known(&self, line: &Line) -> bool {
        let balanced = line.balanced_healthy.and_then(|view| view.r);
        near_end(self.healthy) > self.limit
            || balanced.is_some_and(|r| r * self.r_healthy > 0.0 && r.abs() > self.limit)
    }

    fn opposite(&self) -> bool {
        self.r_all * self.r_healthy < 0.0
            && self.r_all.abs() > self.limit
            && self.r_healthy.abs() > self.limit
    }

    /// The runs with which the interval would clear the limit, its width falling as 1 / sqrt(runs).
    fn runs_needed(&self, line: &Line) -> Option<More> {
        let Difference { value, .. } = line.excess?;
        let (room, width) = if value.abs() > self.limit {
            let near = if value > 0.0 {
                self.excess.0
            } else {
                self.excess.1
            };
            (value.abs() - self.limit, (value - near).abs())
        } else {
            let to_low = (value + self.limit, value - self.excess.0);
            let to_high = (self.limit - value, self.excess.1 - value);
            if to_low.1 / to_low.0 > to_high.1 / to_high.0 {
                to_low
            } else {
                to_high
            }
        };
        let times = (width / room) * (width / room);
        let runs = (line.all.runs as f64 * (times - 1.0)).ceil();
        (times > 1.0 && times <= MOST_TIMES).then_some(More {
            runs: runs as usize,
            ..More::default()
        })
    }
}

/// The effect, unless a true line explains it: one hidden by noise, or one that reaches the collapsed runs.
fn unless_a_true_line(effect: Effect, line: &Line, limits: Limits) -> LineVerdict {
    let Some(ceiling) = line.ceiling else {
        return doubt(Doubt::RowsUnknown, None);
    };
    if ceiling.r_max < limits.min_ceiling {
        return doubt(Doubt::Noise, ceiling.rows_to_reach(limits.min_ceiling));
    }
    match &line.extrapolation {
        Some(extrapolation) if extrapolation.contradicts_the_line() => {
            LineVerdict::Distorted(effect)
        }
        Some(extrapolation) if extrapolation.could_tell() => LineVerdict::Sound,
        _ => doubt(Doubt::FarAway, None),
    }
}

fn doubt(why: Doubt, more: Option<More>) -> LineVerdict {
    LineVerdict::Undetermined { why, more }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::line::tests::{constant, healthy, read, sloped};
    use crate::measure::line::{Results, Run};
    use crate::measure::probit::Scale;

    fn verdict(healthy: Vec<Run>, collapsed: &[Run]) -> LineVerdict {
        read(&[healthy, collapsed.to_vec()].concat()).judge(Limits::default())
    }

    fn why(verdict: LineVerdict) -> Option<Doubt> {
        match verdict {
            LineVerdict::Undetermined { why, .. } => Some(why),
            _ => None,
        }
    }

    /// Healthy runs without any line, in-domain and shifted accuracy about 0.8 and 0.7.
    fn scattered() -> Vec<Run> {
        (0..30_u32)
            .map(|step| {
                let (x, y) = (f64::from(step % 6), f64::from(step / 6));
                Run {
                    family: step % 2,
                    ..healthy(0.77 + 0.01 * x, 0.68 + 0.01 * y)
                }
            })
            .collect()
    }

    #[test]
    fn a_line_of_the_collapsed_runs_is_made() {
        let made = verdict(scattered(), &[constant(0.4, 0.3); 10]);
        assert_eq!(made, LineVerdict::Distorted(Effect::Made));
    }

    #[test]
    fn a_line_blurred_by_collapsed_runs_is_hidden() {
        let hidden = verdict(sloped(0.5), &[constant(0.80, 0.90); 8]);
        assert_eq!(hidden, LineVerdict::Distorted(Effect::Hidden));
    }

    #[test]
    fn a_line_turned_by_collapsed_runs_is_flipped() {
        let flipped = verdict(sloped(0.5), &[constant(0.6, 0.9); 8]);
        assert_eq!(flipped, LineVerdict::Distorted(Effect::Flipped));
    }

    #[test]
    fn a_line_that_reaches_the_collapsed_runs_is_sound() {
        assert_eq!(
            verdict(sloped(0.5), &[constant(0.5, 0.5525); 8]),
            LineVerdict::Sound
        );
    }

    #[test]
    fn without_collapse_there_is_nothing_to_distort() {
        assert_eq!(verdict(scattered(), &[]), LineVerdict::Sound);
        assert_eq!(verdict(sloped(-0.5), &[]), LineVerdict::Sound);
    }

    #[test]
    fn without_healthy_runs_the_line_is_made_by_construction() {
        let two_points = [[constant(0.6, 0.5); 5], [constant(0.4, 0.5 - 1e-3); 5]].concat();
        assert_eq!(
            verdict(Vec::new(), &two_points),
            LineVerdict::MadeByConstruction
        );
        assert_eq!(
            why(verdict(Vec::new(), &[constant(0.6, 0.5); 9])),
            Some(Doubt::OnePoint)
        );
    }

    #[test]
    fn too_few_runs_are_undetermined() {
        assert_eq!(why(verdict(Vec::new(), &[])), Some(Doubt::TooFewRuns));
        let nine = scattered().into_iter().take(9).collect();
        let LineVerdict::Undetermined { why, more } = verdict(nine, &[constant(0.4, 0.3); 30])
        else {
            panic!("nine healthy runs were judged");
        };
        assert_eq!(why, Doubt::TooFewHealthy);
        assert_eq!(more.map(|more| more.runs), Some(1));
    }

    #[test]
    fn a_made_line_is_not_judged_through_noise() {
        let runs = [scattered(), vec![constant(0.4, 0.3); 10]].concat();
        let at = |rows| {
            let results = Results {
                runs: &runs,
                id_rows: rows,
                shifted_rows: rows,
            };
            Line::read(&results, Scale::Linear, 0).judge(Limits::default())
        };
        assert_eq!(why(at(Some(600))), Some(Doubt::Noise));
        assert_eq!(why(at(None)), Some(Doubt::RowsUnknown));
    }

    #[test]
    fn a_change_about_the_limit_is_not_established() {
        // Four runs a little off the line move r by about 0.1, in some resamples more and in some less.
        let LineVerdict::Undetermined { why, more } =
            verdict(sloped(0.5), &[constant(0.795, 0.73); 4])
        else {
            panic!("a change about the limit was judged");
        };
        assert_eq!(why, Doubt::NotEstablished);
        assert!(more.is_none_or(|more| more.runs > 0), "{more:?}");
    }

    #[test]
    fn the_limit_is_the_users() {
        let runs = [sloped(0.5), vec![constant(0.80, 0.90); 8]].concat();
        let results = Results {
            runs: &runs,
            id_rows: Some(50_000),
            shifted_rows: Some(50_000),
        };
        let lenient = Limits {
            max_distortion: 0.95,
            ..Limits::default()
        };
        let line = Line::read(&results, Scale::Linear, 0);
        assert_eq!(line.judge(lenient), LineVerdict::Sound);
        assert_ne!(line.judge(Limits::default()), LineVerdict::Sound);
    }
}
