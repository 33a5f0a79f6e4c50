//! CVaR-DRO probes: logistic regression trained by the worst share of its losses, along paths of C.

mod worst;

use ndarray::{Array1, Array2, ArrayView2, Axis, stack};
use rayon::prelude::*;

use self::worst::{SOFTNESS, Worst};
use super::linear::{answers, sides};
use crate::probe::descent::{Objective, Point, ridge};
use crate::probe::newton::Loss;
use crate::probe::planes::place;
use crate::probe::{Configuration, Family, Fitted, Profile, Setting, TrainTest};

/// A path of C for one share of the worst losses: places in the grid with their C on the sample, from the
/// smallest up.
struct Path {
    share: f64,
    steps: Vec<(usize, f64)>,
}

/// Trains every CVaR-DRO configuration in `grid`; more than two classes are one against the rest.
///
/// Each share's values of C are solved from the smallest up, each from its neighbour's solution and to
/// convergence, as those of the other linear families are.
pub(super) fn fit(grid: &[Configuration], data: &TrainTest) -> Vec<Fitted> {
    let Some(centre) = data.train.mean_axis(Axis(0)) else {
        return Vec::new();
    };
    let train = place(&data.train, &centre, None);
    let test_sets: Vec<Array2<f64>> = data
        .test_sets
        .iter()
        .map(|test_set| place(test_set, &centre, None))
        .collect();
    let sides = sides(data);
    paths(grid, data.match_factor)
        .par_iter()
        .flat_map_iter(|path| {
            // solved[plane][step]
            let solved: Vec<Vec<Array1<f64>>> = sides
                .par_iter()
                .map(|signs| path.solve(&train.view(), signs))
                .collect();
            let served: Vec<Fitted> = path
                .steps
                .iter()
                .enumerate()
                .map(|(nth, &(configuration, _))| {
                    let score = |test_set: &Array2<f64>| {
                        let mut scores = Array2::zeros((test_set.nrows(), solved.len()));
                        for (mut column, plane) in scores.columns_mut().into_iter().zip(&solved) {
                            column.assign(&test_set.dot(&plane[nth]));
                        }
                        answers(&scores, data.classes)
                    };
                    Fitted {
                        configuration,
                        predictions: test_sets.iter().map(score).collect(),
                        sureness: None,
                    }
                })
                .collect();
            served
        })
        .collect()
}

/// The paths of `grid`, one for each share.
fn paths(grid: &[Configuration], match_factor: f64) -> Vec<Path> {
    let mut paths: Vec<Path> = Vec::new();
    for (at, entry) in grid.iter().enumerate() {
        let Setting::Cvar { c, share } = entry.setting else {
            continue;
        };
        let step = (at, c * match_factor);
        match paths.iter_mut().find(|path| path.share == share) {
            Some(path) => path.steps.push(step),
            None => paths.push(Path {
                share,
                steps: vec![step],
            }),
        }
    }
    for path in &mut paths {
        path.steps.sort_by(|a, b| a.1.total_cmp(&b.1));
    }
    paths
}

impl Path {
    /// The weights at each C (intercept last), for rows on these sides of a plane.
    fn solve(&self, features: &ArrayView2<f64>, signs: &[f64]) -> Vec<Array1<f64>> {
        let problem = Problem {
            features: features.view(),
            signs,
            share: self.share,
        };
        let mut weights = Array1::zeros(features.ncols());
        self.steps
            .iter()
            .map(|&(_, c)| {
                weights = problem.solve(c, &weights);
                weights.clone()
            })
            .collect()
    }
}

/// A two-class problem: minimise |w|^2 / 2 + C * rows * worst(losses) over w and an unpenalised intercept,
/// with the logistic loss and [`Worst`] for the mean of its worst share.
struct Problem<'a> {
    /// Features with a last column of ones for the intercept.
    features: ArrayView2<'a, f64>,
    /// -1 or 1 for each row.
    signs: &'a [f64],
    share: f64,
}

/// What the Hessian needs of a point.
struct Bends {
    worst: Worst,
    /// First derivative of each row's loss by its score.
    pulls: Vec<f64>,
    /// Second derivative of the same.
    curvature: Vec<f64>,
}

/// The objective is convex and its slope continuous, so that where the descent ends is where any method
/// would.
impl Objective for Problem<'_> {
    type Bends = Bends;

    fn at(&self, c: f64, weights: &Array1<f64>) -> Point<Bends> {
        let rows = self.signs.len();
        let scores = self.features.dot(weights);
        let (mut losses, mut pulls, mut bends) =
            (vec![0.0; rows], vec![0.0; rows], vec![0.0; rows]);
        for (row, (score, sign)) in scores.iter().zip(self.signs).enumerate() {
            let (loss, first, second) = Loss::Logistic.at(sign * score);
            (losses[row], pulls[row], bends[row]) = (loss, sign * first, second);
        }
        let worst = Worst::of(&losses, self.share);
        let scale = c * rows as f64;
        let pull: Array1<f64> = worst
            .weights
            .iter()
            .zip(&pulls)
            .map(|(weight, pull)| scale * weight * pull)
            .collect();
        let mut gradient = self.features.t().dot(&pull);
        let ridge = ridge(weights, &mut gradient);
        Point {
            value: ridge + scale * worst.value,
            gradient,
            bends: Bends {
                worst,
                pulls,
                curvature: bends,
            },
        }
    }

    /// The Hessian bends twice: each row's loss does, and rows on the edge gain weight as they lose more,
    /// which adds the covariance of their slopes over the softness.
    fn root(&self, c: f64, here: &Point<Bends>) -> Option<Array2<f64>> {
        let here = &here.bends;
        let scale = c * self.signs.len() as f64;
        let weights = &here.worst.weights;
        let mut rooted: Vec<Array1<f64>> = (0..weights.len())
            .filter(|&row| here.worst.counts(row) && here.curvature[row] > 0.0)
            .map(|row| {
                &self.features.row(row) * (scale * weights[row] * here.curvature[row]).sqrt()
            })
            .collect();
        let edge = &here.worst.on_the_edge;
        let mass: f64 = edge.iter().map(|&row| weights[row]).sum();
        if mass > 0.0 {
            let mut mean = Array1::<f64>::zeros(self.features.ncols());
            for &row in edge {
                mean.scaled_add(
                    weights[row] * here.pulls[row] / mass,
                    &self.features.row(row),
                );
            }
            rooted.extend(edge.iter().map(|&row| {
                let slope = &self.features.row(row) * here.pulls[row] - &mean;
                slope * (scale * weights[row] / SOFTNESS).sqrt()
            }));
        }
        let views: Vec<_> = rooted.iter().map(Array1::view).collect();
        stack(Axis(0), &views).ok()
    }
}

/// Three paths of C as wide as that of logistic regression, in the audit only. The shares lie in the range
/// that TableShift searches (Gardner et al. 2023, arXiv 2312.07577: 1e-4 to 1), from where a sample of
/// a few hundred rows still has some worst ones. No library sets a default: C = 1 as for logistic
/// regression, and the share in the middle.
pub(super) fn configurations(profile: Profile) -> Vec<Configuration> {
    if profile != Profile::Audit {
        return Vec::new();
    }
    let of = |c, share, default| Configuration {
        family: Family::Cvar,
        setting: Setting::Cvar { c, share },
        default,
    };
    let mut all = vec![of(1.0, 0.2, true)];
    for share in [0.05, 0.2, 0.5] {
        for half_decade in -6..=8 {
            let c = 10_f64.powf(f64::from(half_decade) / 2.0);
            all.push(of(c, share, false));
        }
    }
    all
}

#[cfg(test)]
mod tests;
