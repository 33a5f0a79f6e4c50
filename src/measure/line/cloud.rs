//! Cloud: the runs as points grouped by family, resampled and left out family by family.

use super::{LeaveOneOut, Run};
use crate::measure::bootstrap::{Draws, RESAMPLES, percentile_interval};
use crate::measure::correlation::Moments;
use crate::measure::probit::Scale;
use std::collections::BTreeMap;

/// The confidence of every interval here.
const CONFIDENCE: f64 = 0.95;

/// Families with fewer configurations are resampled together: drawn from itself alone, a family of one never varies, and
/// one of four varies a quarter too little.
const SMALLEST_STRATUM: usize = 5;

/// An interval is withheld when more than this share of the resamples left its statistic undefined.
const UNDEFINED: f64 = 0.05;

/// The runs of one shift as points on the line's scale.
pub(super) struct Cloud {
    families: Vec<Vec<Cluster>>,
}

/// The runs of one configuration, which are drawn together: models of one setting on other splits or
/// from other first weights are no independent trials of the family.
type Cluster = Vec<Point>;

#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
    collapsed: bool,
}

/// 95 % bootstrap intervals of both views and of their differences.
#[derive(Debug, Default)]
pub(super) struct Intervals {
    /// Of r over all runs.
    pub(super) all: Option<(f64, f64)>,
    /// Of r over the healthy runs.
    pub(super) healthy: Option<(f64, f64)>,
    /// Of the one less the other.
    pub(super) change: Option<(f64, f64)>,
    /// Of the one's size less the other's.
    pub(super) excess: Option<(f64, f64)>,
}

/// The sums of some runs, healthy and collapsed ones apart.
#[derive(Clone, Copy, Default)]
struct Sums {
    healthy: Moments,
    collapsed: Moments,
}

impl Sums {
    fn add(&mut self, point: Point) {
        let moments = if point.collapsed {
            &mut self.collapsed
        } else {
            &mut self.healthy
        };
        moments.add(point.x, point.y);
    }

    fn r_all(&self) -> Option<f64> {
        self.healthy.plus(self.collapsed).pearson()
    }

    fn r_healthy(&self) -> Option<f64> {
        self.healthy.pearson()
    }
}

impl Cloud {
    /// Places the runs, centred on the healthy ones: theirs is the small spread that must keep its digits.
    pub(super) fn new(runs: &[Run], scale: Scale) -> Self {
        let mut healthy = Moments::default();
        for run in runs.iter().filter(|run| !run.collapsed) {
            healthy.add(scale.place(run.id), scale.place(run.shifted));
        }
        let (x, y) = healthy.means().unwrap_or_default();
        let mut families: BTreeMap<u32, Vec<Cluster>> = BTreeMap::new();
        let mut known: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for run in runs {
            let point = Point {
                x: scale.place(run.id) - x,
                y: scale.place(run.shifted) - y,
                collapsed: run.collapsed,
            };
            let family = families.entry(run.family).or_default();
            let at = run.configuration.map_or(family.len(), |configuration| {
                *known
                    .entry((run.family, configuration))
                    .or_insert(family.len())
            });
            match family.get_mut(at) {
                Some(cluster) => cluster.push(point),
                None => family.push(vec![point]),
            }
        }
        Self {
            families: families.into_values().collect(),
        }
    }

    /// Resamples configurations within their family; each resample serves both views, so that the intervals of
    /// their differences are paired.
    pub(super) fn intervals(&self, seed: u64) -> Intervals {
        let strata = self.strata();
        let mut draws = Draws::new(seed);
        let mut all = Vec::with_capacity(RESAMPLES);
        let mut healthy = Vec::with_capacity(RESAMPLES);
        let mut both = Vec::with_capacity(RESAMPLES);
        for _ in 0..RESAMPLES {
            let sums = resample(&strata, &mut draws);
            let (r_all, r_healthy) = (sums.r_all(), sums.r_healthy());
            all.extend(r_all);
            healthy.extend(r_healthy);
            both.extend(r_all.zip(r_healthy));
        }
        Intervals {
            all: interval(all),
            healthy: interval(healthy),
            change: interval(both.iter().map(|(all, healthy)| all - healthy).collect()),
            excess: interval(
                both.iter()
                    .map(|(all, healthy)| all.abs() - healthy.abs())
                    .collect(),
            ),
        }
    }

    /// The range of both views when one family at a time is left out; none when there is only one.
    pub(super) fn leave_one_out(&self) -> Option<LeaveOneOut> {
        if self.families.len() < 2 {
            return None;
        }
        let without: Vec<Sums> = (0..self.families.len())
            .map(|left_out| self.sums_without(left_out))
            .collect();
        Some(LeaveOneOut {
            r_all: range(without.iter().filter_map(Sums::r_all)),
            r_healthy: range(without.iter().filter_map(Sums::r_healthy)),
            change: range(
                without
                    .iter()
                    .filter_map(|sums| Some(sums.r_all()? - sums.r_healthy()?)),
            ),
        })
    }

    fn sums_without(&self, left_out: usize) -> Sums {
        let mut sums = Sums::default();
        let others = self
            .families
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != left_out);
        for point in others.flat_map(|(_, family)| family.iter().flatten()) {
            sums.add(*point);
        }
        sums
    }

    /// The families, those too small to vary on their own put together.
    fn strata(&self) -> Vec<Vec<Cluster>> {
        let (mut strata, small): (Vec<_>, Vec<_>) = self
            .families
            .iter()
            .cloned()
            .partition(|family| family.len() >= SMALLEST_STRATUM);
        strata.push(small.concat());
        strata
    }
}

fn resample(strata: &[Vec<Cluster>], draws: &mut Draws) -> Sums {
    let mut sums = Sums::default();
    for stratum in strata {
        for _ in 0..stratum.len() {
            for &point in &stratum[draws.below(stratum.len())] {
                sums.add(point);
            }
        }
    }
    sums
}

fn interval(mut values: Vec<f64>) -> Option<(f64, f64)> {
    let defined = values.len() as f64 / RESAMPLES as f64;
    if defined < 1.0 - UNDEFINED {
        return None;
    }
    percentile_interval(&mut values, CONFIDENCE)
}

fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range: Option<(f64, f64)>, value| {
        let (low, high) = range.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::line::tests::{constant, sloped};

    fn width((low, high): (f64, f64)) -> f64 {
        high - low
    }

    fn with_collapsed() -> Vec<Run> {
        let mut runs = sloped(0.5);
        runs.extend(
            [Run {
                family: 1,
                ..constant(0.6, 0.62)
            }; 4],
        );
        runs
    }

    #[test]
    fn the_intervals_hold_the_estimates() {
        let runs = with_collapsed();
        let intervals = Cloud::new(&runs, Scale::Linear).intervals(0);
        let whole = Cloud::new(&runs, Scale::Linear);
        let sums = whole.sums_without(usize::MAX);
        for (interval, r) in [
            (intervals.all, sums.r_all()),
            (intervals.healthy, sums.r_healthy()),
        ] {
            let ((low, high), r) = (interval.expect("defined"), r.expect("defined"));
            assert!(low < r && r < high, "{r} is not in {low} to {high}");
        }
    }

    #[test]
    fn both_views_share_their_resamples() {
        // Without collapsed runs the views are the same, and so they are in every resample.
        let intervals = Cloud::new(&sloped(0.5), Scale::Linear).intervals(0);
        assert_eq!(intervals.all, intervals.healthy);
        assert_eq!(intervals.change, Some((0.0, 0.0)));
    }

    #[test]
    fn configurations_are_resampled_within_their_family() {
        // Two families far apart, each without a line of its own: together they show one, as long as neither is
        // drawn away.
        let square = [
            (0.0, 0.0),
            (0.0, 0.01),
            (0.01, 0.0),
            (0.01, 0.01),
            (0.005, 0.005),
        ];
        let family = |family, at: f64| {
            square.map(|(x, y)| Run {
                family,
                ..crate::measure::line::tests::healthy(at + x, at + y)
            })
        };
        let apart = [family(0, 0.6), family(1, 0.8)].concat();
        let pooled: Vec<Run> = apart.iter().map(|run| Run { family: 0, ..*run }).collect();
        let interval = |runs: &[Run]| {
            Cloud::new(runs, Scale::Linear)
                .intervals(0)
                .all
                .expect("defined")
        };
        assert!(width(interval(&apart)) < width(interval(&pooled)));
        assert!(interval(&apart).0 > 0.99);
    }

    #[test]
    fn runs_of_one_configuration_are_drawn_together() {
        // Three copies of every run tell nothing new: alone they would narrow the interval, as clusters
        // they leave it as it is.
        let runs = sloped(0.5);
        let copies = |together: bool| -> Vec<Run> {
            let numbered = runs.iter().zip(0..);
            numbered
                .flat_map(|(&run, nth)| {
                    let configuration = together.then_some(nth);
                    [Run {
                        configuration,
                        ..run
                    }; 3]
                })
                .collect()
        };
        let interval = |runs: &[Run]| {
            Cloud::new(runs, Scale::Linear)
                .intervals(0)
                .all
                .expect("defined")
        };
        let (once, clustered) = (interval(&runs), interval(&copies(true)));
        assert!((once.0 - clustered.0).abs() < 1e-9 && (once.1 - clustered.1).abs() < 1e-9);
        assert!(width(interval(&copies(false))) < 0.8 * width(once));
    }

    #[test]
    fn leaving_a_family_out_shows_whose_line_it_is() {
        let runs = with_collapsed();
        let range = Cloud::new(&runs, Scale::Linear)
            .leave_one_out()
            .expect("three families");
        let (low, high) = range.change.expect("defined");
        // Without family 1 no collapsed run is left, and the views agree.
        assert!(low.abs() < 1e-12 || high.abs() < 1e-12, "{low} to {high}");
        assert!(width((low, high)) > 0.0);
    }

    #[test]
    fn a_view_that_is_often_undefined_has_no_interval() {
        let mut runs = vec![constant(0.6, 0.6); 20];
        runs.extend(sloped(0.5).into_iter().take(3));
        let intervals = Cloud::new(&runs, Scale::Linear).intervals(0);
        assert_eq!(intervals.healthy, None);
    }
}
