//! Nearest: the rows of a matrix that lie nearest to others, each pair compared: exact, by products.

use std::cmp::Ordering;

use ndarray::{Array2, ArrayView1, ArrayView2, Axis, LinalgScalar, Slice};
use rayon::prelude::*;

/// Rows asked at once: their products with 20,000 rows take 20 MB a thread in single precision.
const BATCH: usize = 256;

/// A number that distances are measured in.
pub(crate) trait Number: LinalgScalar + Send + Sync {
    /// Which of two is less; every number has its place.
    fn order(&self, other: &Self) -> Ordering;
}

impl Number for f32 {
    fn order(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }
}

impl Number for f64 {
    fn order(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }
}

/// For each row of `asked` the `k` of `rows` that are nearest, with their distances, nearest first.
///
/// `distance` is given the places of the asked row and of the other one and their dot product; `None`
/// leaves a pair out. At a few thousand rows of some hundred columns, products of whole matrices are
/// faster than any tree or index of neighbours. Each product is one thread's own, and equal distances
/// are taken in the order of the rows, so that the answer doesn't depend on the machine's threads.
pub(crate) fn find_nearest<N: Number>(
    asked: ArrayView2<N>,
    rows: ArrayView2<N>,
    k: usize,
    distance: impl Fn(usize, usize, N) -> Option<N> + Sync,
) -> Vec<Vec<(N, usize)>> {
    let starts: Vec<usize> = (0..asked.nrows()).step_by(BATCH).collect();
    let batches: Vec<Vec<Vec<(N, usize)>>> = starts
        .into_par_iter()
        .map(|start| {
            let end = (start + BATCH).min(asked.nrows());
            let products = asked
                .slice_axis(Axis(0), Slice::from(start..end))
                .dot(&rows.t());
            let each = products.rows().into_iter().zip(start..end);
            each.map(|(products, asked)| {
                first(products, k, |row, product| distance(asked, row, product))
            })
            .collect()
        })
        .collect();
    batches.into_iter().flatten().collect()
}

/// The `k` rows at the least distances.
fn first<N: Number>(
    products: ArrayView1<N>,
    k: usize,
    distance: impl Fn(usize, N) -> Option<N>,
) -> Vec<(N, usize)> {
    let by_distance = |a: &(N, usize), b: &(N, usize)| a.0.order(&b.0).then(a.1.cmp(&b.1));
    let most = 2 * k.max(1);
    let mut near: Vec<(N, usize)> = Vec::with_capacity(most.min(products.len()));
    // From the k-th on, no later row belongs to the nearest.
    let mut bound: Option<N> = None;
    for (row, &product) in products.iter().enumerate() {
        let Some(distance) = distance(row, product) else {
            continue;
        };
        if bound.is_some_and(|bound| distance.order(&bound).is_ge()) {
            continue;
        }
        near.push((distance, row));
        if near.len() == most {
            let (_, last, _) = near.select_nth_unstable_by(most / 2 - 1, by_distance);
            bound = Some(last.0);
            near.truncate(most / 2);
        }
    }
    near.sort_unstable_by(by_distance);
    near.truncate(k);
    near
}

/// The `k` nearest rows of each row in `asked` by cosine, nearest first, the row itself left out;
/// `asked.len() * k` places, row by row. `unit` holds vectors of length 1 and more than `k` of them.
pub(crate) fn nearest(unit: &Array2<f32>, asked: &[usize], k: usize) -> Vec<u32> {
    let rows = unit.select(Axis(0), asked);
    // Less the cosine, and 0 where it is 0, whatever its sign.
    let distance = |nth: usize, row, cosine| (row != asked[nth]).then_some(0.0 - cosine);
    find_nearest(rows.view(), unit.view(), k, distance)
        .into_iter()
        .flatten()
        .map(|(_, row)| row as u32)
        .collect()
}

/// `vectors` (one a row) brought to length 1; rows of length 0 stay as they are.
pub(crate) fn unit(mut vectors: Array2<f32>) -> Array2<f32> {
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

    #[test]
    fn the_nearest_are_those_of_sorting_all_distances() {
        let mut draws = Draws::new(5);
        // Few different values, so that many distances are equal.
        let mut made = |rows| Array2::from_shape_fn((rows, 3), |_| draws.below(4) as f64 - 1.0);
        let (asked, rows) = (made(300), made(500));
        let squared = |one: usize, other: usize| {
            let apart = &asked.row(one) - &rows.row(other);
            apart.dot(&apart)
        };
        for k in [1, 7, 90, 500, 600] {
            let distance = |one, other, _| (other % 10 != 3).then(|| squared(one, other));
            let found = find_nearest(asked.view(), rows.view(), k, distance);
            for (one, found) in found.iter().enumerate() {
                let mut expected: Vec<(f64, usize)> = (0..500)
                    .filter(|other| other % 10 != 3)
                    .map(|other| (squared(one, other), other))
                    .collect();
                expected.sort_by(|a, b| a.0.total_cmp(&b.0));
                expected.truncate(k);
                assert_eq!(*found, expected, "row {one}, k {k}");
            }
        }
    }
}
