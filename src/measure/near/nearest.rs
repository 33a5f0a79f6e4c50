//! Nearest: for each asked row of a matrix, the rows that point most nearly the same way.

use ndarray::{Array2, ArrayView1, Axis};
use rayon::prelude::*;

/// Rows asked at once: their products with 20,000 rows take 20 MB a thread.
const BATCH: usize = 256;

/// The `k` nearest rows of each row in `asked` by cosine, nearest first, the row itself left out;
/// `asked.len() * k` places, row by row. `unit` holds vectors of length 1 and more than `k` of them.
///
/// Exact: every pair is compared, by matrix products. Each product is one thread's own, and equal
/// cosines are taken in the order of the rows, so that the answer doesn't depend on the machine's
/// threads.
pub fn nearest(unit: &Array2<f32>, asked: &[usize], k: usize) -> Vec<u32> {
    let batches: Vec<Vec<u32>> = asked
        .par_chunks(BATCH)
        .map(|batch| {
            let products = unit.select(Axis(0), batch).dot(&unit.t());
            let rows = products.rows().into_iter().zip(batch);
            rows.flat_map(|(products, &row)| first(products, row, k))
                .collect()
        })
        .collect();
    batches.concat()
}

/// The places of the `k` largest products, `own` left out.
fn first(products: ArrayView1<f32>, own: usize, k: usize) -> Vec<u32> {
    let mut best: Vec<(f32, u32)> = Vec::with_capacity(k + 1);
    for (row, &product) in products.iter().enumerate() {
        let full = best.len() == k;
        if row == own || (full && best.last().is_some_and(|worst| product <= worst.0)) {
            continue;
        }
        // Behind its equals: those have stood earlier.
        let at = best.partition_point(|known| known.0 >= product);
        best.insert(at, (product, row as u32));
        best.truncate(k);
    }
    best.into_iter().map(|(_, row)| row).collect()
}

/// `vectors` (one a row) brought to length 1; rows of length 0 stay as they are.
pub fn unit(mut vectors: Array2<f32>) -> Array2<f32> {
    for mut row in vectors.rows_mut() {
        let length = row
            .iter()
            .map(|&value| f64::from(value).powi(2))
            .sum::<f64>()
            .sqrt();
        if length > 0.0 {
            row.mapv_inplace(|value| (f64::from(value) / length) as f32);
        }
    }
    vectors
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::measure::bootstrap::Draws;

    #[test]
    fn nearest_is_by_direction_and_ties_go_by_row() {
        let vectors = unit(array![
            [1.0, 0.0],
            [5.0, 1.0],
            [0.0, 2.0],
            [3.0, 0.0],
            [1.0, 0.0]
        ]);
        assert_eq!(nearest(&vectors, &[0, 2], 2), [3, 4, 1, 0]);
    }

    #[test]
    fn batches_agree_with_a_search_pair_by_pair() {
        let mut draws = Draws::new(4);
        let vectors = unit(Array2::from_shape_fn((700, 5), |_| {
            draws.below(100) as f32 - 50.0
        }));
        let asked: Vec<usize> = (0..700).step_by(2).collect();
        let found = nearest(&vectors, &asked, 3);
        for (nth, &row) in asked.iter().enumerate() {
            let cosine = |other: usize| vectors.row(row).dot(&vectors.row(other));
            let third = cosine(found[3 * nth + 2] as usize);
            let nearer = (0..700).filter(|&other| other != row && cosine(other) > third + 1e-6);
            assert!(nearer.count() <= 2, "row {row}");
        }
    }
}
