//! Descent: Newton's method on an objective with a ridge, to convergence.

use linfa_linalg::cholesky::SolveCInplace;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Axis, Slice};

/// Most Newton steps of one fit; a warm start needs two to four, a cold one about ten.
const MAX_STEPS: usize = 50;
/// A fit has converged when the gradient is this small beside the gradient at zero weights.
const TOLERANCE: f64 = 1e-6;

/// The objective at one point.
pub(super) struct Point<B> {
    pub(crate) value: f64,
    pub(crate) gradient: Array1<f64>,
    /// What the Hessian needs beside.
    pub(crate) bends: B,
}

/// `|w|^2 / 2 + C * loss` over weights w and an intercept, which comes last and isn't penalised.
pub(super) trait Objective {
    /// What the Hessian needs of a point.
    type Bends;

    /// The objective at `weights`.
    fn at(&self, c: f64, weights: &Array1<f64>) -> Point<Self::Bends>;

    /// A matrix whose product with itself, turned, is the Hessian of `C * loss`; `None` when there is
    /// none.
    fn root(&self, c: f64, here: &Point<Self::Bends>) -> Option<Array2<f64>>;

    /// The weights (intercept last) at `c`, starting from `start`.
    ///
    /// Newton's method; steps are halved until the objective falls (Armijo). Source: Minka, *A comparison
    /// of numerical optimizers for logistic regression* (2003).
    fn solve(&self, c: f64, start: &Array1<f64>) -> Array1<f64> {
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

    /// Minus the inverse Hessian times the gradient; `None` when the Hessian has no factor.
    fn step(&self, c: f64, here: &Point<Self::Bends>) -> Option<Array1<f64>> {
        let mut hessian = lower_product(&self.root(c, here)?);
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

/// Adds the slope of the ridge to `gradient`; returns its value.
pub(super) fn ridge(weights: &Array1<f64>, gradient: &mut Array1<f64>) -> f64 {
    let last = weights.len() - 1;
    let mut penalty = 0.0;
    for (slope, weight) in gradient.iter_mut().zip(weights).take(last) {
        *slope += weight;
        penalty += weight * weight;
    }
    0.5 * penalty
}

pub(super) fn norm(vector: &Array1<f64>) -> f64 {
    vector.dot(vector).sqrt()
}

/// Columns that are multiplied at a time.
const BLOCK: usize = 65;

/// The lower triangle of `matrix' matrix`, which is all that the Cholesky factor reads; above the
/// blocks on the diagonal it is left at zero.
fn lower_product(matrix: &Array2<f64>) -> Array2<f64> {
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
