//! Line: how accuracy under a shift follows in-domain accuracy over many models, and whether collapse drew it.
//!
//! Read over all runs, over the healthy (not collapsed) ones, and on balanced accuracy, which has no class shares
//! in it. What collapse means for one run is the caller's to say; the metrics of collapse are this project's
//! reconstruction. The line itself: Miller et al. 2021, arXiv 2107.04649.

mod ceiling;
mod cloud;
pub(crate) mod correlation;
mod doubt;
mod extrapolation;
mod judge;
mod rows;

pub(crate) use ceiling::Ceiling;
pub(crate) use doubt::{Doubt, More};
pub(crate) use extrapolation::Extrapolation;
pub(crate) use judge::{Effect, Limits, LineVerdict};
pub(crate) use rows::{Marks, OverRows};

use super::probit::Scale;
use cloud::{Cloud, Intervals};
use correlation::{least_squares, pearson, spearman};

/// One model's results on the in-domain and on the shifted rows. Accuracies are shares in \[0, 1\].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Run {
    /// Which family of models it belongs to; configurations are resampled within it.
    pub(crate) family: u32,
    /// Which of its family's configurations it is, where one was trained several times: its runs aren't
    /// independent and are resampled together. `None` for a run that stands alone.
    pub(crate) configuration: Option<u32>,
    /// Accuracy on the in-domain rows.
    pub(crate) id: f64,
    /// Accuracy on the shifted rows.
    pub(crate) shifted: f64,
    /// Balanced accuracy (mean recall of the classes) in-domain, where known.
    pub(crate) id_balanced: Option<f64>,
    /// Balanced accuracy on the shifted rows, where known.
    pub(crate) shifted_balanced: Option<f64>,
    /// Whether it says (nearly) always one class.
    pub(crate) collapsed: bool,
    /// Of a collapsed run: the shares in-domain and shifted of the class c that it says, (`pi_S(c)`, `pi_Q(c)`),
    /// where known. Its own accuracies stand in otherwise.
    pub(crate) constant: Option<(f64, f64)>,
}

/// The runs of one shift and the rows that they were tested on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Results<'a> {
    /// All configurations, collapsed ones too.
    pub(crate) runs: &'a [Run],
    /// In-domain test rows, the same for every run; none when not known.
    pub(crate) id_rows: Option<usize>,
    /// Shifted test rows, the same for every run; none when not known.
    pub(crate) shifted_rows: Option<usize>,
}

/// The line read over some of the runs. Each statistic is absent where undefined (a constant, fewer than three).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct View {
    /// How many runs it was read over.
    pub(crate) runs: usize,
    /// Pearson's r on the line's scale, in \[-1, 1\].
    pub(crate) r: Option<f64>,
    /// Its 95 % bootstrap interval over configurations; absent for views on balanced accuracy.
    pub(crate) interval: Option<(f64, f64)>,
    /// Change of the shifted accuracy for one unit of the in-domain one, on the scale.
    pub(crate) slope: Option<f64>,
    /// The line's height at in-domain accuracy 0 on the scale (one half, on the probit scale).
    pub(crate) intercept: Option<f64>,
    /// The share of the shifted accuracies' variance that the line explains.
    pub(crate) r_squared: Option<f64>,
    /// Spearman's rank correlation, the same on every scale.
    pub(crate) spearman: Option<f64>,
}

/// A difference between two views, with its 95 % interval from resamples that both views share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Difference {
    /// The estimate.
    pub(crate) value: f64,
    /// Lower and upper end; absent when more than one resample in twenty left it undefined.
    pub(crate) interval: Option<(f64, f64)>,
}

/// Lowest and highest value when one family at a time is left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LeaveOneOut {
    /// Of r over all runs.
    pub(crate) r_all: Option<(f64, f64)>,
    /// Of r over the healthy runs.
    pub(crate) r_healthy: Option<(f64, f64)>,
    /// Of r over all runs less r over the healthy ones.
    pub(crate) change: Option<(f64, f64)>,
}

/// The accuracy line of one shift, and what collapse has to do with it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// The scale that r, slope and intercept are on.
    pub(crate) scale: Scale,
    /// Over all runs.
    pub(crate) all: View,
    /// Over the runs that did not collapse.
    pub(crate) healthy: View,
    /// Over all runs, on balanced accuracy; absent unless every run has it.
    pub(crate) balanced: Option<View>,
    /// Over the healthy runs, on balanced accuracy; absent unless every healthy run has it.
    pub(crate) balanced_healthy: Option<View>,
    /// r over all runs less r over the healthy ones.
    pub(crate) change: Option<Difference>,
    /// |r| over all runs less |r| over the healthy ones: above 0, collapse adds to the line.
    pub(crate) excess: Option<Difference>,
    /// What leaving out a family does; absent when there is only one.
    pub(crate) leave_one_out: Option<LeaveOneOut>,
    /// How high r over the healthy runs could be, given the noise of their accuracies.
    pub(crate) ceiling: Option<Ceiling>,
    /// Whether the healthy line foretells where the collapsed runs stand.
    pub(crate) extrapolation: Option<Extrapolation>,
}

impl Line {
    /// Reads the line; the same input and `seed` give the same result on every machine.
    pub(crate) fn read(results: &Results, scale: Scale, seed: u64) -> Self {
        let healthy: Vec<Run> = results
            .runs
            .iter()
            .copied()
            .filter(|run| !run.collapsed)
            .collect();
        let cloud = Cloud::new(results.runs, scale);
        let Intervals {
            all,
            healthy: healthy_interval,
            change,
            excess,
        } = cloud.intervals(seed);
        let mut line = Self {
            scale,
            all: View {
                interval: all,
                ..View::of(&place(results.runs, scale))
            },
            healthy: View {
                interval: healthy_interval,
                ..View::of(&place(&healthy, scale))
            },
            balanced: balanced_pairs(results.runs, scale).map(|pairs| View::of(&pairs)),
            balanced_healthy: balanced_pairs(&healthy, scale).map(|pairs| View::of(&pairs)),
            change: None,
            excess: None,
            leave_one_out: cloud.leave_one_out(),
            ceiling: Ceiling::of(&healthy, results.id_rows, results.shifted_rows, scale),
            extrapolation: None,
        };
        if let (Some(r_all), Some(r_healthy)) = (line.all.r, line.healthy.r) {
            line.change = Some(Difference {
                value: r_all - r_healthy,
                interval: change,
            });
            line.excess = Some(Difference {
                value: r_all.abs() - r_healthy.abs(),
                interval: excess,
            });
        }
        let reliability = line.ceiling.map_or(1.0, |ceiling| ceiling.id_reliability());
        line.extrapolation = Extrapolation::of(results.runs, scale, reliability);
        line
    }

    /// What collapse does to the line, by `limits`. It draws nothing anew.
    pub(crate) fn judge(&self, limits: Limits) -> LineVerdict {
        judge::judge(self, limits)
    }

    /// How many runs collapsed.
    pub(crate) fn collapsed(&self) -> usize {
        self.all.runs - self.healthy.runs
    }
}

impl View {
    /// The line over all of `runs`, without an interval.
    pub(crate) fn over(runs: &[Run], scale: Scale) -> Self {
        Self::of(&place(runs, scale))
    }

    /// The line over those of `runs` that did not collapse, without an interval.
    pub(crate) fn over_healthy(runs: &[Run], scale: Scale) -> Self {
        let healthy: Vec<Run> = runs.iter().copied().filter(|run| !run.collapsed).collect();
        Self::over(&healthy, scale)
    }

    fn of(pairs: &[(f64, f64)]) -> Self {
        let fit = least_squares(pairs);
        Self {
            runs: pairs.len(),
            r: pearson(pairs),
            interval: None,
            slope: fit.map(|fit| fit.slope),
            intercept: fit.map(|fit| fit.intercept),
            r_squared: fit.map(|fit| fit.r_squared),
            spearman: spearman(pairs),
        }
    }
}

/// In-domain and shifted accuracy of each run, on the scale.
fn place(runs: &[Run], scale: Scale) -> Vec<(f64, f64)> {
    runs.iter()
        .map(|run| (scale.place(run.id), scale.place(run.shifted)))
        .collect()
}

/// The same of the balanced accuracies, when every run has them.
fn balanced_pairs(runs: &[Run], scale: Scale) -> Option<Vec<(f64, f64)>> {
    let pairs: Option<Vec<_>> = runs
        .iter()
        .map(|run| {
            Some((
                scale.place(run.id_balanced?),
                scale.place(run.shifted_balanced?),
            ))
        })
        .collect();
    pairs.filter(|pairs| !pairs.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A healthy run, without balanced accuracy, of family 0.
    pub(super) fn healthy(id: f64, shifted: f64) -> Run {
        Run {
            family: 0,
            configuration: None,
            id,
            shifted,
            id_balanced: None,
            shifted_balanced: None,
            collapsed: false,
            constant: None,
        }
    }

    /// A run that always says a class of these shares.
    pub(super) fn constant(id: f64, shifted: f64) -> Run {
        Run {
            collapsed: true,
            constant: Some((id, shifted)),
            ..healthy(id, shifted)
        }
    }

    /// Twenty healthy runs that alternate about a line of this slope; in-domain 0.70 to 0.89.
    pub(super) fn sloped(slope: f64) -> Vec<Run> {
        (0..20)
            .map(|step| {
                let jitter = if step % 2 == 0 { 0.004 } else { -0.004 };
                let x = 0.01 * f64::from(step) - 0.095;
                Run {
                    family: step as u32 % 3,
                    ..healthy(0.795 + x, 0.7 + slope * x + jitter)
                }
            })
            .collect()
    }

    pub(super) fn read(runs: &[Run]) -> Line {
        let results = Results {
            runs,
            id_rows: Some(50_000),
            shifted_rows: Some(50_000),
        };
        Line::read(&results, Scale::Linear, 0)
    }

    #[test]
    fn the_line_is_read_over_all_and_over_healthy_runs() {
        let mut runs = sloped(0.5);
        runs.extend([constant(0.6, 0.9); 5]);
        let line = read(&runs);
        assert_eq!(
            (line.all.runs, line.healthy.runs, line.collapsed()),
            (25, 20, 5)
        );
        assert!(
            line.healthy.r.is_some_and(|r| r > 0.98),
            "{:?}",
            line.healthy
        );
        assert!(
            line.healthy
                .slope
                .is_some_and(|slope| (slope - 0.5).abs() < 0.02)
        );
        assert!(
            line.healthy
                .intercept
                .is_some_and(|height| (height - 0.3).abs() < 0.02)
        );
        assert!(line.all.r.is_some_and(|r| r < -0.5), "{:?}", line.all);
        let change = line.change.map_or(0.0, |change| change.value);
        assert!(
            (change - (line.all.r.unwrap_or(0.0) - line.healthy.r.unwrap_or(0.0))).abs() < 1e-12
        );
    }

    #[test]
    fn balanced_accuracy_is_read_where_every_run_has_it() {
        let mut runs = sloped(0.5);
        assert_eq!(read(&runs).balanced, None);
        for run in &mut runs {
            (run.id_balanced, run.shifted_balanced) = (Some(run.id), Some(1.4 - run.shifted));
        }
        runs.push(constant(0.6, 0.9));
        let line = read(&runs);
        assert_eq!(line.balanced, None, "the collapsed run has none");
        assert!(
            line.balanced_healthy
                .and_then(|view| view.r)
                .is_some_and(|r| r < -0.98)
        );
    }

    #[test]
    fn the_same_seed_gives_the_same_line() {
        let mut runs = sloped(0.5);
        runs.extend([constant(0.6, 0.9); 5]);
        assert_eq!(read(&runs), read(&runs));
        let results = Results {
            runs: &runs,
            id_rows: None,
            shifted_rows: None,
        };
        let other = Line::read(&results, Scale::Linear, 1);
        assert_ne!(other.all.interval, read(&runs).all.interval);
    }

    #[test]
    fn accuracies_of_zero_and_one_stay_finite() {
        let mut runs: Vec<Run> = (0..12)
            .map(|step| healthy(f64::from(step) / 11.0, 1.0))
            .collect();
        runs.push(constant(0.0, 1.0));
        let results = Results {
            runs: &runs,
            id_rows: Some(100),
            shifted_rows: Some(100),
        };
        let line = Line::read(&results, Scale::Probit, 0);
        assert_eq!(line.all.r, None, "the shifted accuracy is constant");
        assert!(line.all.slope.is_some_and(f64::is_finite), "{:?}", line.all);
    }

    #[test]
    fn an_accuracy_that_is_no_number_is_undetermined_not_a_panic() {
        let mut runs = sloped(0.5);
        runs.extend([constant(0.6, 0.9), constant(f64::NAN, 0.5)]);
        runs[3].shifted = f64::NAN;
        for scale in [Scale::Linear, Scale::Probit] {
            let rows = Some(1_000);
            let results = Results {
                runs: &runs,
                id_rows: rows,
                shifted_rows: rows,
            };
            let verdict = Line::read(&results, scale, 0).judge(Limits::default());
            let why = Doubt::NoSpread;
            assert_eq!(verdict, LineVerdict::Undetermined { why, more: None });
        }
    }

    #[test]
    fn no_run_and_single_runs_are_no_trouble() {
        assert_eq!(read(&[]).all.r, None);
        assert_eq!(read(&[healthy(0.8, 0.7)]).leave_one_out, None);
        let each_its_own: Vec<Run> = sloped(0.5)
            .into_iter()
            .zip(0..)
            .map(|(run, family)| Run { family, ..run })
            .collect();
        let interval = read(&each_its_own).all.interval;
        assert!(
            interval.is_some_and(|(low, high)| high > low),
            "{interval:?}"
        );
    }
}
