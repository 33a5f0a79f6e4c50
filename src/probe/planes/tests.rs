//! Planes against planes solved one by one, and what turning changes.

use ndarray::{Array1, Array2};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::*;
use crate::probe::descent::{Objective, norm};
use crate::probe::largest;
use crate::probe::newton::Problem;

/// Rows of which each class lies a little off in one direction, columns of unlike scale, all of them leaning the same way
/// as those of an embedding do.
fn rows(count: usize, classes: usize, seed: u64) -> (Array2<f64>, Vec<Vec<f64>>) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let labels: Vec<usize> = (0..count).map(|row| row % classes).collect();
    let features = Array2::from_shape_fn((count, 20), |(row, column)| {
        let signal = if column % classes == labels[row] {
            0.5
        } else {
            0.0
        };
        (signal + rng.r#gen::<f64>() + rng.r#gen::<f64>()) * 10_f64.powf(column as f64 / 10.0 - 1.0)
    });
    let signs = (0..classes)
        .map(|class| {
            let sides = labels
                .iter()
                .map(|&label| if label == class { 1.0 } else { -1.0 });
            sides.collect()
        })
        .collect();
    let mean = features.mean_axis(Axis(0)).expect("rows");
    let features = place(&features, &mean, None);
    (features, signs)
}

/// The reference solves one plane after the other, by a Hessian of double precision and its Cholesky factor, and then
/// takes five more whole steps, which double the right digits each time: it is exact. A gradient of 2e-7 of its first
/// length leaves scores within 1e-3 of their range, at the greatest C as well, where the curvature is least; an answer may
/// differ only where two classes score alike to what the scores really lie apart.
#[test]
fn planes_solved_together_are_those_solved_one_by_one() {
    let (features, signs) = rows(500, 7, 1);
    let (tested, _) = rows(400, 7, 2);
    let strengths = [1e-4, 1e-2, 1.0, 100.0, 10_000.0];
    for loss in [Loss::Logistic, Loss::SquaredHinge] {
        let together = Planes::new(features.clone(), loss).solve(&signs, &strengths);
        for (&c, together) in strengths.iter().zip(&together) {
            let mut alone = Array2::zeros(together.raw_dim());
            for (nth, signs) in signs.iter().enumerate() {
                let features = features.view();
                let problem = Problem {
                    features,
                    signs,
                    loss,
                };
                let origin = norm(&problem.at(c, &Array1::zeros(21)).gradient);
                let left = norm(&problem.at(c, &together.row(nth).to_owned()).gradient);
                assert!(
                    left <= 2.0 * TOLERANCE * origin,
                    "{loss:?}, C = {c}: {left} of {origin}"
                );
                alone.row_mut(nth).assign(&solve_exactly(&problem, c));
            }
            let (ours, theirs) = (tested.dot(&together.t()), tested.dot(&alone.t()));
            let reach = theirs.fold(0.0_f64, |most, score| most.max(score.abs()));
            let apart = (&ours - &theirs).fold(0.0_f64, |most, score| most.max(score.abs()));
            assert!(
                apart < 1e-3 * reach,
                "{loss:?}, C = {c}: {apart} of {reach}"
            );
            for (ours, theirs) in ours.rows().into_iter().zip(theirs.rows()) {
                let (ours, said) = (largest(ours.to_vec()), largest(theirs.to_vec()));
                // Where two classes score alike to that tolerance, either may come first.
                let lead = theirs[usize::from(said)] - theirs[usize::from(ours)];
                assert!(lead <= 2.0 * apart, "{loss:?}, C = {c}: {ours} and {said}");
            }
        }
    }
}

fn solve_exactly(problem: &Problem, c: f64) -> Array1<f64> {
    let mut weights = problem.solve(c, &Array1::zeros(problem.features.ncols()));
    for _ in 0..5 {
        let here = problem.at(c, &weights);
        weights += &problem.step(c, &here).expect("a Hessian with a factor");
    }
    weights
}

#[test]
fn turned_features_give_the_same_scores() {
    let (features, signs) = rows(300, 5, 3);
    let plain = features.select(Axis(1), &(0..20).collect::<Vec<_>>());
    let axes = axes(&plain).expect("few features");
    let turned = place(&plain, &Array1::zeros(20), Some(&axes));
    let scores = |features: &Array2<f64>| {
        let weights = Planes::new(features.clone(), Loss::Logistic).solve(&signs, &[0.1, 10.0]);
        features.dot(&weights[1].t())
    };
    let (here, there) = (scores(&features), scores(&turned));
    let reach = here.fold(0.0_f64, |most, score| most.max(score.abs()));
    assert!(
        (&here - &there)
            .iter()
            .all(|apart| apart.abs() < 1e-4 * reach)
    );
}

#[test]
fn features_that_are_no_numbers_have_no_axes() {
    let mut features = Array2::zeros((5, 3));
    features[[2, 1]] = f64::NAN;
    assert!(axes(&features).is_none());
    assert!(axes(&Array2::zeros((5, MAX_TURNED + 1))).is_none());
}
