//! Many: the same softmax for three and more classes, by fewer products of features with as many planes.
//!
//! Steps by one fixed bound take some hundred products; the more classes there are, the looser the bound is, which is
//! C/2 where the curvature is about C over the number of classes. Newton's direction, found by conjugate gradients with
//! products of single precision, takes a tenth. Objective and gradient are of double precision.

use ndarray::{Array2, Axis, Zip};

use super::{Problem, TOLERANCE};

/// Most Newton steps of one fit.
const MAX_STEPS: usize = 50;
/// Most steps of one search for a direction.
const MAX_SEARCH: usize = 200;

/// The objective at one point.
struct Point {
    value: f64,
    gradient: Array2<f64>,
    /// The probability of each class in each row.
    shares: Array2<f32>,
    /// The mean of p (1 - p) over rows and classes.
    spread: f64,
}

/// The weights at `c`, starting from `start`; `single` is the features in single precision.
pub(super) fn solve(
    problem: &Problem,
    single: &Array2<f32>,
    c: f64,
    start: &Array2<f64>,
) -> Array2<f64> {
    let mut weights = start.clone();
    let mut scores = problem.features.dot(&weights);
    let mut here = point(problem, c, &weights, &scores);
    let Some(inverse) = problem.inverse_bound(c * here.spread.max(1e-6)) else {
        return weights;
    };
    let gain = |gradient: &Array2<f64>| (gradient * &inverse.dot(gradient)).sum();
    let origin = gain(&problem.gradient(c, &Array2::zeros(start.raw_dim())));
    let search = Search {
        single,
        inverse: inverse.mapv(|entry| entry as f32),
        c: c as f32,
    };
    for _ in 0..MAX_STEPS {
        let left = gain(&here.gradient) / origin;
        if left <= TOLERANCE || left.is_nan() {
            break;
        }
        // More exact near the minimum (Eisenstat and Walker, SIAM J. Sci. Comput. 17, 1996).
        let enough = left.sqrt().sqrt().min(0.25);
        let step = search.direction(&here, enough as f32);
        let moves = problem.features.dot(&step);
        let slope = (&here.gradient * &step).sum();
        let mut scale = 1.0;
        let next = loop {
            let (trial, moved) = (&weights + &(&step * scale), &scores + &(&moves * scale));
            if value(problem, c, &trial, &moved) <= here.value + 1e-4 * scale * slope {
                break Some((trial, moved));
            }
            scale *= 0.5;
            if scale < 1e-6 {
                break None;
            }
        };
        // No step lowers the objective any more: the numbers' own precision is reached.
        let Some((trial, moved)) = next else { break };
        (weights, scores) = (trial, moved);
        here = point(problem, c, &weights, &scores);
    }
    weights
}

/// Half the sum of squared weights, intercepts left out, plus C times the sum of losses.
fn value(problem: &Problem, c: f64, weights: &Array2<f64>, scores: &Array2<f64>) -> f64 {
    let penalised = weights.nrows() - 1;
    let squares = weights.rows().into_iter().take(penalised);
    let ridge: f64 = squares.map(|row| row.dot(&row)).sum();
    let rows = scores.rows().into_iter().zip(problem.labels);
    let losses = rows.map(|(row, &label)| {
        let top = row.fold(f64::NEG_INFINITY, |top, &score| top.max(score));
        let sum: f64 = row.iter().map(|score| (score - top).exp()).sum();
        sum.ln() + top - row[usize::from(label)]
    });
    0.5 * ridge + c * losses.sum::<f64>()
}

fn point(problem: &Problem, c: f64, weights: &Array2<f64>, scores: &Array2<f64>) -> Point {
    let mut shares = scores.clone();
    let mut squares = 0.0;
    for mut row in shares.rows_mut() {
        let top = row.fold(f64::NEG_INFINITY, |top, &score| top.max(score));
        row.mapv_inplace(|score| (score - top).exp());
        row /= row.sum();
        squares += row.dot(&row);
    }
    let cells = (shares.len().max(1)) as f64;
    Point {
        value: value(problem, c, weights, scores),
        spread: (shares.nrows() as f64 - squares) / cells,
        gradient: problem.gradient(c, weights),
        shares: shares.mapv(|share| share as f32),
    }
}

struct Search<'a> {
    single: &'a Array2<f32>,
    /// The inverse of what the curvature is about.
    inverse: Array2<f32>,
    c: f32,
}

impl Search<'_> {
    /// Newton's direction, until the residual is `enough` of the gradient, both as the inverse measures them.
    /// Source: Hestenes and Stiefel (J. Res. Nat. Bur. Stand. 49, 1952).
    fn direction(&self, here: &Point, enough: f32) -> Array2<f64> {
        let length = (&here.gradient * &here.gradient).sum().sqrt();
        let mut residual = here.gradient.mapv(|slope| (-slope / length) as f32);
        let mut found = Array2::<f32>::zeros(residual.raw_dim());
        let mut near = self.inverse.dot(&residual);
        let mut direction = near.clone();
        let mut gain = (&residual * &near).sum();
        let stop = enough * enough * gain;
        for _ in 0..MAX_SEARCH {
            let bent = self.bend(here, &direction);
            let width = (&direction * &bent).sum();
            if gain <= stop || width <= 0.0 {
                break;
            }
            let pace = gain / width;
            found.scaled_add(pace, &direction);
            residual.scaled_add(-pace, &bent);
            near = self.inverse.dot(&residual);
            let next = (&residual * &near).sum();
            direction *= next / gain;
            direction += &near;
            gain = next;
        }
        found.mapv(|entry| f64::from(entry) * length)
    }

    /// The product of the Hessian with `vectors`: of a row's scores s it makes C p (s - p's).
    fn bend(&self, here: &Point, vectors: &Array2<f32>) -> Array2<f32> {
        let mut along = self.single.dot(vectors);
        Zip::from(along.rows_mut())
            .and(here.shares.rows())
            .for_each(|mut scores, shares| {
                let mean = scores.dot(&shares);
                scores.zip_mut_with(&shares, |score, share| {
                    *score = self.c * share * (*score - mean);
                });
            });
        let mut product = self.single.t().dot(&along);
        let last = product.nrows() - 1;
        let penalised = product.axis_iter_mut(Axis(0)).zip(vectors.rows());
        for (mut product, vector) in penalised.take(last) {
            product += &vector;
        }
        product
    }
}
