//! Softmax: multinomial logistic regression, L2-regularised, all classes at once.
//!
//! The zoo's linear probes solve one plane a class by Newton's method, with a Hessian a step. Cross-
//! validation needs many fits and no more digits than its probabilities show: here one fixed matrix
//! bounds the Hessian, is inverted once, and serves every class and every step.

mod many;

use linfa_linalg::cholesky::SolveCInplace;
use ndarray::{Array2, Axis, concatenate};

use super::TrainTest;

/// Most steps of one fit; a warm start takes some 20, a cold one up to 100.
const MAX_STEPS: usize = 300;
/// A fit has converged when what a step can still gain is this small beside the first step's gain.
const TOLERANCE: f64 = 1e-8;

/// Scores of the rows of the first test set (`rows x classes`, log-probabilities but for a constant a row)
/// at each of `strengths`, ascending values of C: minimise |W|^2 / 2 + C * sum of -ln p(label) over
/// the weights W and unpenalised intercepts.
///
/// Each strength starts from its neighbour's solution. Empty without train rows.
pub(super) fn scores(data: &TrainTest, strengths: &[f64]) -> Vec<Array2<f64>> {
    let turned = data.in_row_space();
    let data = turned.as_ref().unwrap_or(data);
    let (Some(centre), Some(test_set)) = (data.train.mean_axis(Axis(0)), data.test_sets.first())
    else {
        return Vec::new();
    };
    let train = with_ones(&data.train - &centre);
    let test_set = with_ones(test_set - &centre);
    let problem = Problem {
        gram: train.t().dot(&train),
        features: train,
        labels: &data.labels,
        classes: data.classes,
    };
    let single = problem.features.mapv(|value| value as f32);
    let mut weights = Array2::zeros((test_set.ncols(), data.classes));
    strengths
        .iter()
        .map(|&c| {
            weights = if data.classes == 2 {
                problem.solve(c, &weights)
            } else {
                many::solve(&problem, &single, c, &weights)
            };
            test_set.dot(&weights)
        })
        .collect()
}

/// The features with a last column of ones for the intercept.
fn with_ones(features: Array2<f64>) -> Array2<f64> {
    let ones = Array2::ones((features.nrows(), 1));
    concatenate(Axis(1), &[features.view(), ones.view()]).unwrap_or(features)
}

struct Problem<'a> {
    features: Array2<f64>,
    /// Products of the features with each other, summed over rows.
    gram: Array2<f64>,
    labels: &'a [u16],
    classes: usize,
}

impl Problem<'_> {
    /// The weights (`features x classes`, intercepts last) at `c`, starting from `start`.
    ///
    /// The Hessian is at most C/2 X'X in each class (Böhning, *Multinomial logistic regression
    /// algorithm*, Ann. Inst. Statist. Math. 44, 1992), so that steps by the inverse of that bound
    /// plus the penalty never overshoot. They gain momentum, dropped when it points uphill (Nesterov
    /// 1983; O'Donoghue & Candès, *Adaptive restart for accelerated gradient schemes*, 2015).
    fn solve(&self, c: f64, start: &Array2<f64>) -> Array2<f64> {
        let Some(inverse) = self.inverse_bound(0.5 * c) else {
            return start.clone();
        };
        let origin = self.gradient(c, &Array2::zeros(start.raw_dim()));
        let enough = TOLERANCE * (&origin * &inverse.dot(&origin)).sum();
        let mut weights = start.clone();
        let mut ahead = start.clone();
        let mut pace = 1.0_f64;
        for _ in 0..MAX_STEPS {
            let gradient = self.gradient(c, &ahead);
            let step = inverse.dot(&gradient);
            let gain = (&gradient * &step).sum();
            let next = &ahead - &step;
            let moved = &next - &weights;
            if (&gradient * &moved).sum() > 0.0 {
                pace = 1.0;
            }
            let faster = f64::midpoint(1.0, (1.0 + 4.0 * pace * pace).sqrt());
            ahead = &next + &(&moved * ((pace - 1.0) / faster));
            pace = faster;
            weights = next;
            if gain <= enough {
                break;
            }
        }
        weights
    }

    /// The inverse of the penalty plus `curvature` times the features' products.
    fn inverse_bound(&self, curvature: f64) -> Option<Array2<f64>> {
        let mut bound = &self.gram * curvature;
        let last = bound.nrows() - 1;
        for (at, entry) in bound.diag_mut().iter_mut().enumerate() {
            // The intercept isn't penalised, and always bends: every row counts in it.
            *entry += if at == last { 0.0 } else { 1.0 };
        }
        bound.solvec_into(Array2::eye(last + 1)).ok()
    }

    fn gradient(&self, c: f64, weights: &Array2<f64>) -> Array2<f64> {
        let mut pull = self.features.dot(weights);
        for (mut row, &label) in pull.rows_mut().into_iter().zip(self.labels) {
            let top = row.fold(f64::NEG_INFINITY, |top, &score| top.max(score));
            row.mapv_inplace(|score| (score - top).exp());
            let sum = row.sum();
            row.mapv_inplace(|share| c * share / sum);
            row[usize::from(label)] -= c;
        }
        let mut gradient = self.features.t().dot(&pull);
        let last = gradient.nrows() - 1;
        for (mut slopes, weights) in gradient
            .rows_mut()
            .into_iter()
            .zip(weights.rows())
            .take(last)
        {
            slopes += &weights;
        }
        debug_assert_eq!(self.classes, gradient.ncols());
        gradient
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array1;

    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::super::{Configuration, Family, Setting};
    use super::*;

    /// The reference takes 20,000 steps by the bound without stopping, each of which lowers the objective.
    #[test]
    fn many_classes_find_what_many_steps_by_the_bound_find() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(6);
        let labels: Vec<u16> = (0..600).map(|row| row % 6).collect();
        let features = Array2::from_shape_fn((600, 15), |(row, column)| {
            let signal = if column % 6 == row % 6 { 0.4 } else { 0.0 };
            (signal + rng.r#gen::<f64>() - 0.5) * (1.0 + column as f64)
        });
        let features = with_ones(features);
        let problem = Problem {
            gram: features.t().dot(&features),
            features,
            labels: &labels,
            classes: 6,
        };
        let single = problem.features.mapv(|value| value as f32);
        let start = Array2::zeros((16, 6));
        for c in [1e-3, 0.1, 10.0] {
            let inverse = problem
                .inverse_bound(0.5 * c)
                .expect("a bound with a factor");
            let mut exact = start.clone();
            for _ in 0..20_000 {
                exact -= &inverse.dot(&problem.gradient(c, &exact));
            }
            let weights = [exact, many::solve(&problem, &single, c, &start)];
            let [theirs, ours] = weights.map(|weights| {
                let mut shares = problem.features.dot(&weights).mapv(f64::exp);
                let sums: Array1<f64> = shares.sum_axis(Axis(1));
                shares /= &sums.insert_axis(Axis(1));
                shares
            });
            let apart = (&ours - &theirs).fold(0.0_f64, |most, apart| most.max(apart.abs()));
            assert!(apart < 1e-3, "C = {c}: {apart}");
            assert!(
                ours.iter().any(|&share| share > 0.2),
                "C = {c}: nothing was learnt"
            );
        }
    }

    /// With two classes each plane is half of the logistic one, so that the penalty counts half: C here
    /// is 2 C there.
    #[test]
    fn two_classes_find_what_newton_finds() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
        let labels: Vec<u16> = (0..400).map(|row| u16::from(row % 3 == 0)).collect();
        let mut draw = |rows: usize| {
            Array2::from_shape_fn((rows, 8), |(row, column)| {
                let signal = if column < 2 && row % 3 == 0 { 0.6 } else { 0.0 };
                5.0 + signal + rng.r#gen::<f64>() * (1.0 + column as f64)
            })
        };
        let data = TrainTest {
            train: draw(400),
            test_sets: vec![draw(100)],
            labels,
            classes: 2,
            match_factor: 1.0,
            truth: vec![1; 100],
        };
        let strengths = [0.01, 1.0, 30.0];
        for (c, scores) in strengths.iter().zip(scores(&data, &strengths)) {
            let configuration = Configuration {
                family: Family::Logistic,
                setting: Setting::Strength { c: 2.0 * c },
                default: false,
            };
            let theirs = Family::Logistic
                .fit(&[configuration], &data, 0)
                .remove(0)
                .sureness
                .expect("logistic regression states probabilities");
            for row in 0..100 {
                let ours = 1.0 / (1.0 + (scores[[row, 0]] - scores[[row, 1]]).exp());
                assert!(
                    (ours - theirs.of_truth[row]).abs() < 1e-3,
                    "C = {c}, row {row}: {ours} and {}",
                    theirs.of_truth[row]
                );
            }
        }
    }
}
