//! Planes: one linear classifier a class, each against the rest, solved together along a path of C.
//!
//! What each plane costs alone is the product of its weighted features with themselves, once a step: 77 classes take
//! as many. Here Newton's direction is found by conjugate gradients, which ask only for products of features
//! with vectors, one for every plane: whole matrices. The objective, its minimum and the measure of having reached it are
//! those of [`newton`](super::newton), and gradients and objectives are of double precision; only the search for a
//! direction is of single precision, which changes how a plane gets to its minimum and not where that lies.

mod search;

use linfa_linalg::eigh::Eigh;
use ndarray::{Array1, Array2, ArrayView1, Axis, concatenate};
use rayon::prelude::*;

use super::newton::Loss;
use search::{Curvature, find_directions};

/// Planes that are solved together: each product reads all features once, and the more planes share that, the better.
const BLOCK: usize = 80;
/// Most Newton steps of one fit.
const MAX_STEPS: usize = 100;
/// A plane has converged when its gradient is this small beside the gradient at zero weights: a tenth of what is asked of
/// a whole Newton step, which usually ends far below it.
const TOLERANCE: f64 = 1e-7;
/// Most features that are turned to their principal axes: finding these takes time by the cube of their number.
const MAX_TURNED: usize = 512;

/// The rows that every plane is fitted to.
pub(super) struct Planes {
    /// Centred features with a last column of ones.
    features: Array2<f64>,
    /// The same in single precision.
    single: Array2<f32>,
    /// Their squares.
    squares: Array2<f32>,
    loss: Loss,
}

/// Planes at one C: weights, and scores of the train rows, one row a plane.
struct State {
    weights: Array2<f64>,
    scores: Array2<f64>,
}

/// The objective of several planes at one point.
struct Point {
    values: Vec<f64>,
    gradients: Array2<f64>,
    bends: Array2<f32>,
}

impl Planes {
    /// On `features` with a last column of ones, the others centred.
    pub(super) fn new(features: Array2<f64>, loss: Loss) -> Self {
        let single = features.mapv(|value| value as f32);
        Self {
            squares: single.mapv(|value| value * value),
            single,
            features,
            loss,
        }
    }

    /// The weights (one row a plane) at each of `strengths`, ascending values of C, each from its neighbour's. `signs` says
    /// of each plane on which side each row lies.
    pub(super) fn solve(&self, signs: &[Vec<f64>], strengths: &[f64]) -> Vec<Array2<f64>> {
        let blocks: Vec<Vec<Array2<f64>>> = signs
            .par_chunks(BLOCK)
            .map(|signs| self.solve_block(signs, strengths))
            .collect();
        (0..strengths.len())
            .map(|nth| {
                let parts: Vec<_> = blocks.iter().map(|block| block[nth].view()).collect();
                concatenate(Axis(0), &parts).unwrap_or_default()
            })
            .collect()
    }

    fn solve_block(&self, signs: &[Vec<f64>], strengths: &[f64]) -> Vec<Array2<f64>> {
        let mut state = State {
            weights: Array2::zeros((signs.len(), self.features.ncols())),
            scores: Array2::zeros((signs.len(), self.features.nrows())),
        };
        let every: Vec<usize> = (0..signs.len()).collect();
        let origin = norms(&self.at(1.0, signs, &state, &every).gradients);
        strengths
            .iter()
            .map(|&c| {
                let scales: Vec<f64> = origin.iter().map(|norm| (c * norm).max(1e-12)).collect();
                self.descend(c, signs, &scales, &mut state);
                state.weights.clone()
            })
            .collect()
    }

    /// Newton steps until every plane's gradient is small beside its `scale`.
    fn descend(&self, c: f64, signs: &[Vec<f64>], scales: &[f64], state: &mut State) {
        let mut open: Vec<usize> = (0..signs.len()).collect();
        for _ in 0..MAX_STEPS {
            let here = self.at(c, signs, state, &open);
            let slopes: Vec<f64> = norms(&here.gradients)
                .iter()
                .zip(&open)
                .map(|(norm, &plane)| norm / scales[plane])
                .collect();
            let left: Vec<usize> = (0..open.len())
                .filter(|&at| slopes[at] > TOLERANCE)
                .collect();
            if left.is_empty() {
                break;
            }
            let curvature = Curvature {
                features: &self.single,
                squares: &self.squares,
                bends: here.bends.select(Axis(0), &left),
                // The intercept isn't penalised; a trace of its scale keeps the direction defined when no row bends.
                trace: (1e-10 * (1.0 + c)) as f32,
            };
            let gradients = here.gradients.select(Axis(0), &left);
            let enough: Vec<f32> = left.iter().map(|&at| accuracy(slopes[at])).collect();
            let steps = find_directions(&curvature, &gradients, &enough);
            let moves = steps.dot(&self.features.t());
            open = left
                .iter()
                .enumerate()
                .filter(|&(nth, &at)| {
                    let line = Line {
                        step: steps.row(nth),
                        moves: moves.row(nth),
                        slope: gradients.row(nth).dot(&steps.row(nth)),
                        value: here.values[at],
                    };
                    self.advance(c, &signs[open[at]], open[at], &line, state)
                })
                .map(|(_, &at)| open[at])
                .collect();
        }
    }

    /// The objective `|w|^2 / 2 + C * sum of losses` of the planes `open`.
    fn at(&self, c: f64, signs: &[Vec<f64>], state: &State, open: &[usize]) -> Point {
        let mut pull = Array2::zeros((open.len(), self.features.nrows()));
        let mut bends = Array2::zeros(pull.raw_dim());
        let mut values = Vec::with_capacity(open.len());
        for ((&plane, mut pull), mut bends) in
            open.iter().zip(pull.rows_mut()).zip(bends.rows_mut())
        {
            let mut value = 0.0;
            for (row, &score) in state.scores.row(plane).iter().enumerate() {
                let sign = signs[plane][row];
                let (loss, first, second) = self.loss.at(sign * score);
                value += loss;
                pull[row] = c * sign * first;
                bends[row] = (c * second) as f32;
            }
            values.push(ridge(state.weights.row(plane)) + c * value);
        }
        let mut gradients = pull.dot(&self.features);
        for (mut gradient, &plane) in gradients.rows_mut().into_iter().zip(open) {
            let penalised = gradient.len() - 1;
            for (slope, weight) in gradient
                .iter_mut()
                .zip(state.weights.row(plane))
                .take(penalised)
            {
                *slope += weight;
            }
        }
        Point {
            values,
            gradients,
            bends,
        }
    }

    /// Moves a plane along its line, by half and half again until the objective falls (Armijo). False where no step
    /// lowers it any more: the numbers' own precision is reached.
    fn advance(&self, c: f64, signs: &[f64], plane: usize, line: &Line, state: &mut State) -> bool {
        let mut scale = 1.0;
        while scale >= 1e-6 {
            let weights = &state.weights.row(plane) + &(&line.step * scale);
            let scores = &state.scores.row(plane) + &(&line.moves * scale);
            let losses = scores.iter().zip(signs);
            let sum: f64 = losses
                .map(|(score, sign)| self.loss.at(sign * score).0)
                .sum();
            if ridge(weights.view()) + c * sum <= line.value + 1e-4 * scale * line.slope {
                state.weights.row_mut(plane).assign(&weights);
                state.scores.row_mut(plane).assign(&scores);
                return true;
            }
            scale *= 0.5;
        }
        false
    }
}

/// The way that one plane goes from one point.
struct Line<'a> {
    step: ArrayView1<'a, f64>,
    /// By how much each row's score changes.
    moves: ArrayView1<'a, f64>,
    /// How the objective changes at its beginning.
    slope: f64,
    value: f64,
}

/// How small a direction's residual has to be, at most a quarter and less near the minimum, so that steps converge
/// faster than linearly (Eisenstat and Walker, *Choosing the forcing terms in an inexact Newton method*, SIAM J. Sci.
/// Comput. 17, 1996), and no smaller than what the plane still has to go.
fn accuracy(slope: f64) -> f32 {
    let last = 0.5 * TOLERANCE / slope;
    slope.sqrt().min(0.25).max(last).max(1e-4) as f32
}

fn norms(rows: &Array2<f64>) -> Vec<f64> {
    let rows = rows.rows().into_iter();
    rows.map(|row| row.dot(&row).sqrt()).collect()
}

fn ridge(weights: ArrayView1<f64>) -> f64 {
    let penalised = weights.iter().take(weights.len() - 1);
    0.5 * penalised.map(|weight| weight * weight).sum::<f64>()
}

/// The principal axes of centred `features`, one a column; `None` where they are too many, or no numbers.
///
/// A penalty on squared weights is the same in every orthonormal basis, so that a model found along these axes is the
/// model. The features are uncorrelated there, and conjugate gradients take fewer steps.
pub(super) fn axes(features: &Array2<f64>) -> Option<Array2<f64>> {
    if features.ncols() > MAX_TURNED {
        return None;
    }
    let products = features.t().dot(features);
    if products.iter().any(|product| !product.is_finite()) {
        return None;
    }
    products.eigh().ok().map(|(_, axes)| axes)
}

/// Features less their centre, along `axes` where there are any, with a last column of ones.
pub(super) fn place(
    features: &Array2<f64>,
    centre: &Array1<f64>,
    axes: Option<&Array2<f64>>,
) -> Array2<f64> {
    let centred = features - centre;
    let placed = match axes {
        Some(axes) => centred.dot(axes),
        None => centred,
    };
    let ones = Array2::ones((placed.nrows(), 1));
    concatenate(Axis(1), &[placed.view(), ones.view()]).unwrap_or(placed)
}

#[cfg(test)]
mod tests;
