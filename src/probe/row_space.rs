//! Row space: a wide table turned to as few coordinates as it has train rows, for the probes that can't tell the
//! difference.
//!
//! n train rows span at most n directions, whatever the number of columns. A linear model with an L2 penalty
//! puts no weight on any other direction (the representer theorem: Kimeldorf and Wahba, *Some results on
//! Tchebycheffian spline functions*, J. Math. Anal. Appl. 33, 1971), and what a test row has in other directions lies
//! equally far from every train row. So these probes answer the same in coordinates along an orthonormal basis of
//! that space, and 400 rows of 5,000 columns are solved as 400 columns.

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};

use super::TrainTest;

/// Up to here, columns take so little time that they stay as they are.
const FEW_COLUMNS: usize = 512;
/// Rows that are made orthogonal together.
const BLOCK: usize = 32;
/// A row of which less than this share of its length is left adds no direction.
const ROUNDING: f64 = 1e-9;

impl TrainTest {
    /// The same rows along a basis of the space that its train rows span about their mean; `None` where they aren't
    /// fewer than its columns, or its columns are few. Planes, and distances to train rows but for one summand a test row, stay the same.
    pub(crate) fn in_row_space(&self) -> Option<Self> {
        let (rows, columns) = self.train.dim();
        if columns <= FEW_COLUMNS.max(rows) {
            return None;
        }
        let centre = self.train.mean_axis(Axis(0))?;
        let train = &self.train - &centre;
        let basis = basis(&train.view());
        let place = |rows: &Array2<f64>| (rows - &centre).dot(&basis.t());
        Some(Self {
            train: train.dot(&basis.t()),
            test_sets: self.test_sets.iter().map(place).collect(),
            labels: self.labels.clone(),
            classes: self.classes,
            match_factor: self.match_factor,
            truth: self.truth.clone(),
        })
    }
}

/// An orthonormal basis of the space that `rows` span, one direction a row; at least one direction.
///
/// Gram and Schmidt's method block by block, each block twice, after which the directions are orthogonal to
/// rounding (Giraud, Langou and Rozložník, *The loss of orthogonality in the Gram-Schmidt orthogonalization process*,
/// Comput. Math. Appl. 50, 2005).
fn basis(rows: &ArrayView2<f64>) -> Array2<f64> {
    let mut basis = Array2::zeros(rows.raw_dim());
    let mut found = 0;
    for start in (0..rows.nrows()).step_by(BLOCK) {
        let end = (start + BLOCK).min(rows.nrows());
        let block = rows.slice_axis(Axis(0), Slice::from(start..end));
        let mut rest = block.to_owned();
        let before = basis.slice_axis(Axis(0), Slice::from(..found));
        for _ in 0..2 {
            let along = rest.dot(&before.t());
            rest -= &along.dot(&before);
        }
        let first = found;
        for (whole, left) in block.rows().into_iter().zip(rest.rows()) {
            let mut left = left.to_owned();
            for _ in 0..2 {
                // Also along those before the block: what rounding left of them grows when little is left.
                let known = basis.slice_axis(Axis(0), Slice::from(..found));
                let recent = known.slice_axis(Axis(0), Slice::from(first..));
                left -= &recent.t().dot(&recent.dot(&left));
                left -= &known.t().dot(&known.dot(&left));
            }
            if length(&left) > ROUNDING * whole.dot(&whole).sqrt() {
                left /= length(&left);
                basis.row_mut(found).assign(&left);
                found += 1;
            }
        }
    }
    basis
        .slice_axis(Axis(0), Slice::from(..found.max(1)))
        .to_owned()
}

fn length(row: &Array1<f64>) -> f64 {
    row.dot(row).sqrt()
}
