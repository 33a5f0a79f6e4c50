//! Extrapolation: does the line through the healthy runs foretell where the collapsed ones stand?
//!
//! A true line reaches the constant predictors by itself; then collapse made nothing, whatever r does when they
//! are removed. A point counts as one model however many runs share it: they all say the same.

use super::{Run, place};
use crate::measure::correlation::{Moments, centred};
use crate::measure::probit::Scale;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// A point this improbable under the healthy line was not foretold by it.
const IMPROBABLE: f64 = 0.01;

/// Points that agree to this on both axes are one.
const SAME_POINT: f64 = 1e-9;

/// Where one class puts a model that always says it, against what the healthy line says of that place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Foretold {
    /// Accuracy in-domain of a model that always says the class: the class's share there.
    pub(crate) id: f64,
    /// Its accuracy on the shifted rows: the class's share there.
    pub(crate) shifted: f64,
    /// What the healthy line says for the shifted rows, on the line's scale.
    pub(crate) expected: f64,
    /// The shifted accuracy less what was expected, in standard errors of a new observation.
    pub(crate) t: f64,
    /// Two-sided p value of `t`, Student's t with (healthy runs - 2) degrees of freedom.
    pub(crate) p: f64,
    /// The p value if in-domain accuracy said nothing about the shifted one.
    p_flat: f64,
}

/// What the healthy line says of all the collapsed runs' points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Extrapolation {
    /// One entry a point, by in-domain accuracy.
    pub(crate) points: Vec<Foretold>,
}

impl Extrapolation {
    /// Holds the collapsed runs' points against the healthy line; none when there is no point, or no line with at
    /// least three runs.
    ///
    /// Noise on the in-domain axis flattens a fitted line, by `id_reliability` at most (the models share their
    /// rows, so it may be less). A point is foretold when any slope from the fitted one to the one fully corrected
    /// foretells it. Source: Fuller 1987, *Measurement Error Models*, section 1.1.
    pub(super) fn of(runs: &[Run], scale: Scale, id_reliability: f64) -> Option<Self> {
        let healthy: Vec<Run> = runs.iter().copied().filter(|run| !run.collapsed).collect();
        let line = HealthyLine::through(&place(&healthy, scale), id_reliability)?;
        let points: Vec<Foretold> = distinct_points(runs)
            .into_iter()
            .map(|point| line.foretell(point, scale))
            .collect();
        (!points.is_empty()).then_some(Self { points })
    }

    /// The smallest p value, corrected (Bonferroni) for the number of points.
    pub(crate) fn p(&self) -> f64 {
        self.corrected(|point| point.p)
    }

    /// Whether a true line can be ruled out: at least one point is not where it foretells.
    pub(crate) fn contradicts_the_line(&self) -> bool {
        self.p() <= IMPROBABLE
    }

    /// Whether the healthy runs could have told: a flat line, at least, would have been ruled out.
    pub(crate) fn could_tell(&self) -> bool {
        self.corrected(|point| point.p_flat) <= IMPROBABLE
    }

    fn corrected(&self, p: impl Fn(&Foretold) -> f64) -> f64 {
        let smallest = self.points.iter().map(p).fold(1.0, f64::min);
        (smallest * self.points.len() as f64).min(1.0)
    }
}

/// The least-squares line through the healthy runs and its errors.
struct HealthyLine {
    moments: Moments,
    mean: (f64, f64),
    spread_x: f64,
    slopes: (f64, f64),
    residual_variance: f64,
    student: StudentsT,
    reliability: f64,
}

impl HealthyLine {
    fn through(pairs: &[(f64, f64)], id_reliability: f64) -> Option<Self> {
        let (moments, mean) = centred(pairs);
        let fit = moments.fit()?;
        let freedom = moments.count() - 2.0;
        let unexplained = (1.0 - fit.r_squared) * moments.spread_y().unwrap_or(0.0);
        // Half of the variance as noise is already beyond what any ceiling lets pass.
        let reliability = id_reliability.max(0.5);
        Some(Self {
            moments,
            mean,
            spread_x: moments.spread_x()?,
            slopes: (fit.slope, fit.slope / reliability),
            residual_variance: unexplained / freedom,
            student: StudentsT::new(0.0, 1.0, freedom).ok()?,
            reliability,
        })
    }

    fn foretell(&self, (id, shifted): (f64, f64), scale: Scale) -> Foretold {
        let x = scale.place(id) - self.mean.0;
        let y = scale.place(shifted) - self.mean.1;
        let (near, far) = (y - self.slopes.0 * x, y - self.slopes.1 * x);
        let deviation = if near * far < 0.0 {
            0.0
        } else if near.abs() < far.abs() {
            near
        } else {
            far
        };
        let error = self.error_of_new_observation(x);
        let t = ratio(deviation, error);
        Foretold {
            id,
            shifted,
            expected: scale.place(shifted) - deviation,
            t,
            p: self.two_sided(t),
            p_flat: self.two_sided(ratio(y, error)),
        }
    }

    /// The standard error of one more model `x` away from the mean; the slope's part grows with its correction.
    fn error_of_new_observation(&self, x: f64) -> f64 {
        let leverage = x * x / (self.spread_x * self.reliability * self.reliability);
        (self.residual_variance * (1.0 + 1.0 / self.moments.count() + leverage)).sqrt()
    }

    fn two_sided(&self, t: f64) -> f64 {
        if t.is_infinite() {
            0.0
        } else {
            (2.0 * self.student.sf(t.abs())).min(1.0)
        }
    }
}

/// `deviation / error`, where a line without any error is missed infinitely or not at all.
fn ratio(deviation: f64, error: f64) -> f64 {
    if deviation.abs() < SAME_POINT {
        0.0
    } else if error > 0.0 {
        deviation / error
    } else {
        f64::INFINITY.copysign(deviation)
    }
}

/// The distinct points of the collapsed runs, by in-domain accuracy.
fn distinct_points(runs: &[Run]) -> Vec<(f64, f64)> {
    let collapsed = runs.iter().filter(|run| run.collapsed);
    let mut points: Vec<_> = collapsed
        .map(|run| run.constant.unwrap_or((run.id, run.shifted)))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    points.dedup_by(|a, b| (a.0 - b.0).abs() < SAME_POINT && (a.1 - b.1).abs() < SAME_POINT);
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::line::tests::{constant, healthy, sloped};

    fn of(runs: &[Run]) -> Extrapolation {
        Extrapolation::of(runs, Scale::Linear, 1.0).expect("a line and a point")
    }

    #[test]
    fn a_point_on_the_healthy_line_is_foretold() {
        let mut runs = sloped(0.5);
        // 0.7 + 0.5 * (0.5 - 0.795)
        runs.push(constant(0.5, 0.5525));
        let extrapolation = of(&runs);
        assert!(
            extrapolation.p() > 0.1 && extrapolation.could_tell(),
            "{extrapolation:?}"
        );
        assert!(
            (extrapolation.points[0].expected - 0.5525).abs() < 0.01,
            "{extrapolation:?}"
        );
    }

    #[test]
    fn a_point_off_the_healthy_line_contradicts_it() {
        let mut runs = sloped(0.5);
        runs.push(constant(0.5, 0.7));
        assert!(of(&runs).contradicts_the_line(), "{:?}", of(&runs));
    }

    #[test]
    fn a_point_counts_once_however_many_runs_share_it() {
        let mut once = sloped(0.5);
        once.push(constant(0.5, 0.57));
        let mut often = once.clone();
        often.extend(std::iter::repeat_n(constant(0.5, 0.57), 300));
        assert_eq!(of(&once), of(&often));
    }

    #[test]
    fn several_points_share_the_chance_of_a_false_alarm() {
        let mut runs = sloped(0.5);
        runs.push(constant(0.5, 0.57));
        let alone = of(&runs).p();
        runs.push(constant(0.6, 0.6025));
        let together = of(&runs);
        assert_eq!(together.points.len(), 2);
        assert!(
            (together.p() - 2.0 * alone).abs() < 1e-9,
            "{alone} {together:?}"
        );
    }

    #[test]
    fn noise_in_domain_flattens_the_line_and_is_allowed_for() {
        let mut runs = sloped(0.4);
        // A slope of 0.4 that reads 0.8 of a true 0.5, which the point lies on.
        runs.push(constant(0.3, 0.4525));
        let corrected = Extrapolation::of(&runs, Scale::Linear, 0.8).expect("a line and a point");
        assert!(of(&runs).contradicts_the_line(), "{:?}", of(&runs));
        assert!(corrected.p() > 0.5, "{corrected:?}");
    }

    #[test]
    fn too_few_healthy_runs_cannot_tell() {
        let mut runs = vec![
            healthy(0.80, 0.70),
            healthy(0.81, 0.705),
            healthy(0.82, 0.69),
        ];
        runs.push(constant(0.3, 0.45));
        assert!(!of(&runs).could_tell() && !of(&runs).contradicts_the_line());
    }

    #[test]
    fn a_run_of_unknown_class_stands_for_its_own_point() {
        let mut runs = sloped(0.5);
        runs.push(Run {
            constant: None,
            ..constant(0.5, 0.55)
        });
        assert!((of(&runs).points[0].id - 0.5).abs() < 1e-12);
        assert_eq!(Extrapolation::of(&sloped(0.5), Scale::Linear, 1.0), None);
    }
}
