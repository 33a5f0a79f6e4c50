//! Newton's method for L2-regularised linear classifiers: logistic and squared hinge loss, two classes.
//!
//! A quasi-Newton solver takes some 100 passes a fit on the badly scaled problems that embeddings
//! make (11 s for 29 values of C on 4,000 x 256, measured with linfa-logistic); Newton's takes two to
//! four from a neighbouring solution, and is exact. A test holds the result against linfa-logistic.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::descent::{Objective, Point, ridge};

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
    pub(crate) fn at(self, margin: f64) -> (f64, f64, f64) {
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

/// A two-class problem: minimise |w|^2 / 2 + C * sum of losses over w and an unpenalised intercept.
///
/// The features are centred by the caller: with an unpenalised intercept that doesn't change the
/// separating plane, and it keeps the Hessian well conditioned.
pub(super) struct Problem<'a> {
    /// Features with a last column of ones for the intercept.
    pub(crate) features: ArrayView2<'a, f64>,
    /// -1 or 1 for each row.
    pub(crate) signs: &'a [f64],
    /// Which loss.
    pub(crate) loss: Loss,
}

/// Source for the squared hinge: Keerthi & DeCoste, *A modified finite Newton method for fast solution of
/// large scale linear SVMs* (JMLR 6, 2005).
impl Objective for Problem<'_> {
    /// The second derivative of each row's loss, times C.
    type Bends = Vec<f64>;

    fn at(&self, c: f64, weights: &Array1<f64>) -> Point<Vec<f64>> {
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
        let ridge = ridge(weights, &mut gradient);
        Point {
            value: ridge + c * value,
            gradient,
            bends: curvature,
        }
    }

    fn root(&self, _: f64, here: &Point<Vec<f64>>) -> Option<Array2<f64>> {
        let bent: Vec<usize> = (0..here.bends.len())
            .filter(|&row| here.bends[row] > 0.0)
            .collect();
        let mut rooted = self.features.select(Axis(0), &bent);
        for (mut row, &at) in rooted.rows_mut().into_iter().zip(&bent) {
            row *= here.bends[at].sqrt();
        }
        Some(rooted)
    }
}
