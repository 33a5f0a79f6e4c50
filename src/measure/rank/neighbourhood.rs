//! Neighbourhood: a plane in which rows stand beside their nearest neighbours.

use bhtsne::{Neighbor, tSNE};
use ndarray::{Array2, Axis};

use crate::measure::nearest::find_nearest;

/// Neighbours that a row is drawn towards, roughly.
const PERPLEXITY: f64 = 30.0;
/// Neighbours that are looked at: three times the perplexity.
const NEIGHBOURS: usize = 90;
/// Fewest rows: with fewer, all of them would be neighbours.
pub(crate) const FEWEST: usize = 3 * NEIGHBOURS;
/// Rounds; the first quarter of them pulls clusters apart.
const EPOCHS: usize = 600;
/// How coarsely far rows are taken together.
const THETA: f64 = 0.5;
/// Standard deviation of the first coordinate at the start.
const START: f64 = 1e-4;

/// Where each of `vectors` (one a row) stands in the plane, by t-SNE from the start that `principal`
/// gives (two coordinates a row). `None` of fewer than [`FEWEST`] rows, or when no plane is found.
///
/// Source: van der Maaten, *Accelerating t-SNE using tree-based algorithms* (JMLR 2014); the start from
/// principal components: Kobak and Berens, Nature Communications 10 (2019). It runs on one thread, so
/// that sums don't depend on the number of cores.
pub(crate) fn neighbourhood(
    vectors: &Array2<f64>,
    principal: &Array2<f64>,
) -> Option<Vec<[f64; 2]>> {
    let rows = vectors.nrows();
    if rows < FEWEST || principal.ncols() < 2 {
        return None;
    }
    let spread = principal.column(0).std(0.0);
    let start: Vec<f64> = principal
        .rows()
        .into_iter()
        .flat_map(|row| [row[0], row[1]])
        .map(|value| value / spread * START)
        .collect();
    if !start.iter().all(|value| value.is_finite()) {
        return None;
    }
    let neighbours = nearest(vectors);
    let data: Vec<usize> = (0..rows).collect();
    let one_thread = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .ok()?;
    let placed = one_thread.install(|| {
        let mut plane: tSNE<f64, usize, 2> = tSNE::new(&data);
        plane
            .perplexity(PERPLEXITY)
            .epochs(EPOCHS)
            .stop_lying_epoch(EPOCHS / 4)
            .momentum_switch_epoch(EPOCHS / 4)
            .initial_embedding(start)
            .barnes_hut_with_neighbors(THETA, &neighbours);
        plane.embedding()
    });
    let found = placed.iter().all(|value| value.is_finite());
    found.then(|| placed.chunks_exact(2).map(|at| [at[0], at[1]]).collect())
}

/// Each row's nearest others by Euclidean distance, nearest first, the first of equals.
fn nearest(vectors: &Array2<f64>) -> Vec<Vec<Neighbor<f64>>> {
    let squares = squares(vectors);
    let distance = |row: usize, other: usize, product: f64| {
        let squared = squares[row] + squares[other] - 2.0 * product;
        (row != other).then(|| squared.max(0.0).sqrt())
    };
    find_nearest(vectors.view(), vectors.view(), NEIGHBOURS, distance)
        .into_iter()
        .map(|found| {
            found
                .into_iter()
                .map(|(distance, index)| Neighbor { index, distance })
                .collect()
        })
        .collect()
}

/// The product of each row with itself, to the bit as products of whole matrices give it: the distance
/// between equal rows is then 0.
fn squares(vectors: &Array2<f64>) -> Vec<f64> {
    let chunks = vectors.axis_chunks_iter(Axis(0), 64);
    chunks
        .flat_map(|rows| rows.dot(&rows.t()).diag().to_vec())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::bootstrap::Draws;
    use crate::measure::principal::Principal;

    /// Three clouds of 100 rows around corners of a cube in ten dimensions.
    fn clouds() -> Array2<f64> {
        let mut draws = Draws::new(3);
        Array2::from_shape_fn((300, 10), |(row, column)| {
            let corner = if column == row % 3 { 8.0 } else { 0.0 };
            corner + draws.below(1_000) as f64 / 1_000.0
        })
    }

    fn placed(vectors: &Array2<f64>) -> Option<Vec<[f64; 2]>> {
        let principal = Principal::of(vectors, 2)?.place(vectors);
        neighbourhood(vectors, &principal)
    }

    #[test]
    fn rows_stand_beside_rows_of_their_cloud() {
        let places = placed(&clouds()).expect("enough rows");
        let beside = (0..300)
            .filter(|&row| {
                let distance = |other: usize| {
                    (places[row][0] - places[other][0]).hypot(places[row][1] - places[other][1])
                };
                let nearest = (0..300)
                    .filter(|&other| other != row)
                    .min_by(|&a, &b| distance(a).total_cmp(&distance(b)));
                nearest.is_some_and(|nearest| nearest % 3 == row % 3)
            })
            .count();
        assert_eq!(beside, 300);
    }

    #[test]
    fn the_same_rows_give_the_same_plane_to_the_last_bit() {
        let vectors = clouds();
        assert_eq!(placed(&vectors), placed(&vectors));
    }

    #[test]
    fn copies_and_few_rows_are_no_trouble() {
        let copies = Array2::from_shape_fn(
            (400, 4),
            |(row, column)| {
                if row % 2 == column % 2 { 1.0 } else { 0.0 }
            },
        );
        assert_eq!(placed(&copies).map_or(400, |places| places.len()), 400);
        let few: Vec<usize> = (0..50).collect();
        assert_eq!(placed(&clouds().select(Axis(0), &few)), None);
    }

    #[test]
    fn products_of_parts_are_those_of_the_whole_to_the_bit() {
        let mut draws = Draws::new(6);
        let vectors = Array2::from_shape_fn((333, 257), |_| draws.below(1_000_003) as f64 / 7.0);
        let whole = vectors.dot(&vectors.t());
        assert_eq!(squares(&vectors), whole.diag().to_vec());
        let expected = |row: usize, other: usize| {
            let squared = whole[[row, row]] + whole[[other, other]] - 2.0 * whole[[row, other]];
            squared.max(0.0).sqrt()
        };
        for (row, found) in nearest(&vectors).iter().enumerate() {
            let mut all: Vec<f64> = (0..333)
                .filter(|&other| other != row)
                .map(|other| expected(row, other))
                .collect();
            all.sort_by(f64::total_cmp);
            let distances: Vec<f64> = found.iter().map(|found| found.distance).collect();
            assert_eq!(distances, all[..NEIGHBOURS]);
            assert!(
                found
                    .iter()
                    .all(|found| found.distance == expected(row, found.index))
            );
        }
    }
}
