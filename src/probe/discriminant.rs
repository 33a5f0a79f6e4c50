//! Discriminant: a linear probe that ranks rows by class, quick enough to be cross-fitted in every domain.

use linfa_linalg::cholesky::SolveCInplace;
use ndarray::{Array1, Array2, ArrayView2, Axis};

/// The least ridge, as a share of a feature's variance.
const LEAST_RIDGE: f64 = 0.1;
/// Standardised values are cut here, so that one outlying row or a feature that hardly varies where the
/// probe was trained does not decide the ranking elsewhere.
const CUT: f64 = 3.0;

/// Regularised linear discriminant analysis. It ranks and does not decide: scores have no offset.
///
/// Features are standardised on the train rows. The score of class k is x' (W + r I)^-1 m_k, with W
/// the covariance within classes, m_k the class's mean, and the ridge r = features / rows, at least 0.1:
/// with few rows to a feature it comes near to the difference of class means. Source: Fisher, Annals of
/// Eugenics 7, 1936; Friedman, *Regularized discriminant analysis* (JASA 84, 1989).
#[derive(Debug, Clone)]
pub(crate) struct Discriminant {
    centre: Array1<f64>,
    scale: Array1<f64>,
    /// `features x classes`
    weights: Array2<f64>,
}

impl Discriminant {
    /// Learns from `features`, one row each, and their `labels`, below `classes`. `None` without rows, or
    /// when the numbers allow no solution.
    pub(crate) fn fit(features: ArrayView2<f64>, labels: &[u16], classes: usize) -> Option<Self> {
        let centre = features.mean_axis(Axis(0))?;
        let scale = features
            .std_axis(Axis(0), 0.0)
            .mapv(|std| if std > 1e-9 { 1.0 / std } else { 0.0 });
        let mut within = standardised(features, &centre, &scale);
        let (rows, width) = within.dim();
        let means = class_means(&within, labels, classes);
        for (mut row, &label) in within.rows_mut().into_iter().zip(labels) {
            row -= &means.row(usize::from(label));
        }
        let used = scale.iter().filter(|&&scale| scale > 0.0).count();
        let ridge = LEAST_RIDGE.max(used as f64 / rows as f64);
        let weights = if rows >= width {
            let covariance = within.t().dot(&within) / rows as f64;
            solve(covariance, ridge, means.t().to_owned())?
        } else {
            // The same by rows instead of features (Woodbury's identity), which are fewer here.
            let products = within.dot(&within.t());
            let inner = solve(products, ridge * rows as f64, within.dot(&means.t()))?;
            (&means.t() - &within.t().dot(&inner)) / ridge
        };
        Some(Self {
            centre,
            scale,
            weights,
        })
    }

    /// The scores (`rows x classes`) of rows from where it was trained.
    pub(crate) fn scores(&self, features: ArrayView2<f64>) -> Array2<f64> {
        standardised(features, &self.centre, &self.scale).dot(&self.weights)
    }

    /// The scores of rows from elsewhere, centred on themselves: where they lie as a whole tells nothing
    /// of their order.
    pub(crate) fn scores_elsewhere(&self, features: ArrayView2<f64>) -> Array2<f64> {
        let centre = features.mean_axis(Axis(0));
        standardised(
            features,
            centre.as_ref().unwrap_or(&self.centre),
            &self.scale,
        )
        .dot(&self.weights)
    }
}

fn standardised(
    features: ArrayView2<f64>,
    centre: &Array1<f64>,
    scale: &Array1<f64>,
) -> Array2<f64> {
    let mut values = (&features - centre) * scale;
    values.mapv_inplace(|value| value.clamp(-CUT, CUT));
    values
}

/// The mean of each class, `classes x features`; 0, the mean of all, for a class without rows.
fn class_means(features: &Array2<f64>, labels: &[u16], classes: usize) -> Array2<f64> {
    let mut means = Array2::zeros((classes, features.ncols()));
    let mut counts = vec![0.0_f64; classes];
    for (row, &label) in features.rows().into_iter().zip(labels) {
        let class = usize::from(label);
        counts[class] += 1.0;
        let mut sum = means.row_mut(class);
        sum += &row;
    }
    for (mut mean, count) in means.rows_mut().into_iter().zip(counts) {
        mean /= count.max(1.0);
    }
    means
}

/// (matrix + ridge I)^-1 right.
fn solve(mut matrix: Array2<f64>, ridge: f64, right: Array2<f64>) -> Option<Array2<f64>> {
    matrix.diag_mut().mapv_inplace(|entry| entry + ridge);
    matrix.solvec_into(right).ok()
}

#[cfg(test)]
mod tests {
    use ndarray::concatenate;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;

    fn table(rows: usize, width: usize, shift: f64) -> (Array2<f64>, Vec<u16>) {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
        let labels: Vec<u16> = (0..rows).map(|row| (row % 2) as u16).collect();
        let features = Array2::from_shape_fn((rows, width), |(row, column)| {
            let signal = if column == 0 {
                f64::from(labels[row])
            } else {
                0.0
            };
            shift + 0.3 * signal + rng.r#gen::<f64>()
        });
        (features, labels)
    }

    fn right(scores: &Array2<f64>, labels: &[u16]) -> f64 {
        let difference = &scores.column(1) - &scores.column(0);
        let middle = difference.mean().unwrap_or(0.0);
        let right = difference
            .iter()
            .zip(labels)
            .filter(|&(&score, &label)| (score > middle) == (label == 1));
        right.count() as f64 / labels.len() as f64
    }

    #[test]
    fn it_ranks_what_differs_and_where_rows_lie_does_not_matter_elsewhere() {
        let (features, labels) = table(400, 5, 0.0);
        let probe = Discriminant::fit(features.view(), &labels, 2).expect("rows");
        assert!(right(&probe.scores(features.view()), &labels) > 0.6);
        let (moved, labels) = table(400, 5, 50.0);
        let here = probe.scores_elsewhere(features.view());
        let there = probe.scores_elsewhere(moved.view());
        assert!(
            here.iter()
                .zip(&there)
                .all(|(here, there)| (here - there).abs() < 1e-6)
        );
        assert_eq!(labels.len(), 400);
    }

    #[test]
    fn fewer_rows_than_features_are_solved_alike() {
        // The same twenty rows, once with their features and once with features that never vary beside.
        let (features, labels) = table(20, 6, 0.0);
        let beside = Array2::zeros((20, 34));
        let wide = concatenate(Axis(1), &[features.view(), beside.view()]).expect("as many rows");
        let narrow = Discriminant::fit(features.view(), &labels, 2).expect("rows");
        let padded = Discriminant::fit(wide.view(), &labels, 2).expect("rows");
        let (one, other) = (narrow.scores(features.view()), padded.scores(wide.view()));
        assert!(
            one.iter()
                .zip(&other)
                .all(|(one, other)| (one - other).abs() < 1e-9)
        );
    }
}
