//! Newton's method for L2-regularised linear classifiers: logistic and squared hinge loss, two classes.
//!
//! A quasi-Newton solver takes some 100 passes a fit on the badly scaled problems that embeddings
//! make (11 s for 29 values of C on 4,000 x 256, measured with linfa-logistic); Newton's takes two to
//! four from a neighbouring solution, and is exact. A test holds the result against linfa-logistic.

use linfa_linalg::cholesky::SolveCInplace;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};

/// The loss of one row, as a function of its margin y (w x + b), y = -1 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// ln(1 + exp(-m)): logistic regression.
    Logistic,
    /// max(0, 1 - m)^2: the support vector machine of scikit-learn's `LinearSVC`.
    SquaredHinge,
}

impl Loss {
    /// Value, first and second derivative (generalised for the hinge) by the margin.
    pub fn at(self, margin: f64) -> (f64, f64, f64) {
        match self {
            Self::Logistic => {
                let tail = (-margin.abs()).exp();
                let wrong = if margin >= 0.0 {
                    tail / (1.0 + tail)
                } else {
                    1.0 / (1.0 + tail)
                };
                (
                    tail.ln_1p() + (-margin).max(0.0),
                    -wrong,
                    wrong * (1.0 - wrong),
                )
            }
            Self::SquaredHinge => {
                let short = (1.0 - margin).max(0.0);
                (
                    short * short,
                    -2.0 * short,
                    if short > 0.0 { 2.0 } else { 0.0 },
                )
            }
        }
    }
}

/// Most Newton steps of one fit; a warm start needs two to four, a cold one about ten.
const MAX_STEPS: usize = 50;
/// A fit has converged when the gradient is this small beside the gradient at zero weights.
const TOLERANCE: f64 = 1e-6;

/// A two-class problem: minimise |w|^2 / 2 + C * sum of losses over w and an unpenalised intercept.
///
/// The features are centred by the caller: with an unpenalised intercept that doesn't change the
/// separating plane, and it keeps the Hessian well conditioned.
pub(super) struct Problem<'a> {
    /// Features with a last column of ones for the intercept.
    pub features: ArrayView2<'a, f64>,
    /// -1 or 1 for each row.
    pub signs: &'a [f64],
    /// Which loss.
    pub loss: Loss,
}

/// The objective at one point, with what a step needs.
struct Point {
    value: f64,
    gradient: Array1<f64>,
    curvature: Vec<f64>,
}

impl Problem<'_> {
    /// The weights (intercept last) at `c`, starting from `start`.
    ///
    /// Source: Minka, *A comparison of numerical optimizers for logistic regression* (2003); for the
    /// squared hinge, Keerthi & DeCoste, *A modified finite Newton method for fast solution of large
    /// scale linear SVMs* (JMLR 6, 2005). Steps are halved until the objective falls (Armijo).
    pub fn solve(&self, c: f64, start: &Array1<f64>) -> Array1<f64> {
        let stop = TOLERANCE * norm(&self.at(c, &Array1::zeros(start.len())).gradient).max(1e-12);
        let mut weights = start.clone();
        let mut here = self.at(c, &weights);
        for _ in 0..MAX_STEPS {
            if norm(&here.gradient) <= stop {
                break;
            }
            let Some(step) = self.step(c, &here) else {
                break;
            };
            let slope = here.gradient.dot(&step);
            let mut scale = 1.0;
            let next = loop {
                let trial = &weights + &(&step * scale);
                let there = self.at(c, &trial);
                if there.value <= here.value + 1e-4 * scale * slope {
                    break Some((trial, there));
                }
                scale *= 0.5;
                if scale < 1e-6 {
                    break None;
                }
            };
            // No step lowers the objective any more: the numbers' own precision is reached.
            let Some((trial, there)) = next else { break };
            (weights, here) = (trial, there);
        }
        weights
    }

    fn at(&self, c: f64, weights: &Array1<f64>) -> Point {
        let last = weights.len() - 1;
        let mut pull = self.features.dot(weights);
        let mut curvature = vec![0.0; self.signs.len()];
        let mut value = 0.0;
        for ((score, sign), bend) in pull.iter_mut().zip(self.signs).zip(&mut curvature) {
            let (loss, first, second) = self.loss.at(sign * *score);
            value += loss;
            *score = c * sign * first;
            *bend = c * second;
        }
        let mut gradient = self.features.t().dot(&pull);
        let mut penalty = 0.0;
        for (slope, weight) in gradient.iter_mut().zip(weights).take(last) {
            *slope += weight;
            penalty += weight * weight;
        }
        Point {
            value: 0.5 * penalty + c * value,
            gradient,
            curvature,
        }
    }

    /// Minus the inverse Hessian times the gradient; `None` when the Hessian has no factor.
    fn step(&self, c: f64, here: &Point) -> Option<Array1<f64>> {
        let bent: Vec<usize> = (0..here.curvature.len())
            .filter(|&row| here.curvature[row] > 0.0)
            .collect();
        let mut rooted = self.features.select(Axis(0), &bent);
        for (mut row, &at) in rooted.rows_mut().into_iter().zip(&bent) {
            row *= here.curvature[at].sqrt();
        }
        let mut hessian = lower_product(&rooted);
        let last = here.gradient.len() - 1;
        for (at, entry) in hessian.diag_mut().iter_mut().enumerate() {
            // The intercept isn't penalised; a trace of its scale keeps the factor defined when no
            // row bends.
            *entry += if at == last { 1e-10 * (1.0 + c) } else { 1.0 };
        }
        let downhill = here.gradient.mapv(|slope| -slope).insert_axis(Axis(1));
        Some(hessian.solvec_into(downhill).ok()?.remove_axis(Axis(1)))
    }
}

/// Columns that are multiplied at a time.
const BLOCK: usize = 65;

/// The lower triangle of `matrix' matrix`, which is all that the Cholesky factor reads; above the
/// blocks on the diagonal it is left at zero.
pub(super) fn lower_product(matrix: &Array2<f64>) -> Array2<f64> {
    let width = matrix.ncols();
    let mut product = Array2::zeros((width, width));
    for from in (0..width).step_by(BLOCK) {
        let to = (from + BLOCK).min(width);
        let block = matrix.slice_axis(Axis(1), Slice::from(from..to));
        let up_to_it = matrix.slice_axis(Axis(1), Slice::from(..to));
        let mut rows = product.slice_axis_mut(Axis(0), Slice::from(from..to));
        let mut place = rows.slice_axis_mut(Axis(1), Slice::from(..to));
        general_mat_mul(1.0, &block.t(), &up_to_it, 0.0, &mut place);
    }
    product
}

pub(super) fn norm(vector: &Array1<f64>) -> f64 {
    vector.dot(vector).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_triangle_is_that_of_the_whole_product() {
        let matrix = Array2::from_shape_fn((90, 150), |(row, column)| {
            ((row * 31 + column * 17) % 23) as f64 - 11.0
        });
        let (lower, whole) = (lower_product(&matrix), matrix.t().dot(&matrix));
        for ((row, column), &value) in whole.indexed_iter() {
            if column <= row {
                assert_eq!(lower[[row, column]], value);
            }
        }
    }
}
