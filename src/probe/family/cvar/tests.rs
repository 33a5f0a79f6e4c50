//! What CVaR-DRO regression must find, and what must not matter to it.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::ThreadPoolBuilder;

use super::super::linear;
use super::*;
use crate::probe::Family;
use crate::probe::descent::norm;

fn cvar(c: f64, share: f64) -> Configuration {
    Configuration {
        family: Family::Cvar,
        setting: Setting::Cvar { c, share },
        default: false,
    }
}

/// Rows in which one class in `rare` is told by two noisy columns out of ten.
fn data(classes: usize, rare: usize) -> TrainTest {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(6);
    let labels: Vec<u16> = (0..400)
        .map(|row| {
            if row % rare == 0 {
                1 + (row / rare % (classes - 1)) as u16
            } else {
                0
            }
        })
        .collect();
    let mut draw = || {
        Array2::from_shape_fn((400, 10), |(row, column)| {
            let told = column < 2 && labels[row] > 0 || column == 2 + usize::from(labels[row]);
            3.0 + if told { 0.7 } else { 0.0 } + rng.r#gen::<f64>() + rng.r#gen::<f64>()
        })
    };
    TrainTest {
        train: draw(),
        test_sets: vec![draw()],
        labels,
        classes,
        match_factor: 1.0,
        truth: Vec::new(),
    }
}

fn loss_of(problem: &Problem, weights: &Array1<f64>) -> Vec<f64> {
    problem
        .features
        .dot(weights)
        .iter()
        .zip(problem.signs)
        .map(|(score, sign)| Loss::Logistic.at(sign * score).0)
        .collect()
}

#[test]
fn the_whole_share_is_logistic_regression() {
    for classes in [2, 3] {
        let data = data(classes, 3);
        let strengths = [0.01, 1.0, 100.0];
        let ours: Vec<Configuration> = strengths.map(|c| cvar(c, 1.0)).to_vec();
        let theirs: Vec<Configuration> = strengths
            .map(|c| Configuration {
                family: Family::Logistic,
                setting: Setting::Strength { c },
                default: false,
            })
            .to_vec();
        let ours = fit(&ours, &data);
        for (ours, theirs) in ours
            .iter()
            .zip(linear::fit(Family::Logistic, &theirs, &data))
        {
            let apart = ours.predictions[0]
                .iter()
                .zip(&theirs.predictions[0])
                .filter(|(a, b)| a != b);
            assert!(apart.count() <= 1);
        }
    }
}

#[test]
fn the_gradient_and_the_hessian_are_those_of_finite_differences() {
    let data = data(2, 3);
    let signs = sides(&data).remove(0);
    let centre = data.train.mean_axis(Axis(0)).expect("rows");
    let train = place(&data.train, &centre, None);
    let problem = Problem {
        features: train.view(),
        signs: &signs,
        share: 0.2,
    };
    let mut weights = Array1::from_shape_fn(11, |at| 0.3 * (at as f64 - 4.0) / 5.0);
    let here = problem.at(0.5, &weights);
    for at in 0..11 {
        let nudged = |by: f64| {
            let mut weights = weights.clone();
            weights[at] += by;
            problem.at(0.5, &weights)
        };
        let (up, down) = (nudged(1e-5), nudged(-1e-5));
        let slope = (up.value - down.value) / 2e-5;
        assert!((slope - here.gradient[at]).abs() < 1e-4 * slope.abs().max(1.0));
    }
    // Near the solution Newton's step lands on it: the Hessian is the gradient's own slope.
    weights = problem.solve(0.5, &weights);
    let start = &weights + &Array1::from_elem(11, 1e-4);
    let step = problem
        .step(0.5, &problem.at(0.5, &start))
        .expect("the Hessian has a factor");
    let landed = norm(&(&start + &step - &weights));
    assert!(landed < 0.1 * norm(&(&start - &weights)), "{landed}");
}

#[test]
fn no_other_weights_have_a_lower_objective_and_the_worst_losses_are_lower_than_logistic_ones() {
    let data = data(2, 5);
    let signs = sides(&data).remove(0);
    let centre = data.train.mean_axis(Axis(0)).expect("rows");
    let train = place(&data.train, &centre, None);
    let problem = |share| Problem {
        features: train.view(),
        signs: &signs,
        share,
    };
    let solved = |share| problem(share).solve(10.0, &Array1::zeros(11));
    let (robust, plain) = (solved(0.1), solved(1.0));
    let lowest = problem(0.1).at(10.0, &robust).value;
    assert!(lowest < problem(0.1).at(10.0, &plain).value);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(12);
    for _ in 0..200 {
        let aside = robust.mapv(|weight| weight + 0.1 * (rng.r#gen::<f64>() - 0.5));
        assert!(problem(0.1).at(10.0, &aside).value > lowest);
    }
    let worst_tenth = |weights: &Array1<f64>| {
        let mut losses = loss_of(&problem(1.0), weights);
        losses.sort_by(|a, b| b.total_cmp(a));
        losses[..40].iter().sum::<f64>() / 40.0
    };
    assert!(worst_tenth(&robust) < worst_tenth(&plain));
}

#[test]
fn a_path_finds_what_each_fit_alone_finds_on_any_number_of_cores() {
    for classes in [2, 4] {
        let data = data(classes, 3);
        let grid: Vec<Configuration> = [0.05, 0.5]
            .iter()
            .flat_map(|&share| [0.01, 1.0, 100.0].map(|c| cvar(c, share)))
            .collect();
        let pool = |cores: usize| {
            let pool = ThreadPoolBuilder::new().num_threads(cores).build();
            pool.expect("threads start").install(|| fit(&grid, &data))
        };
        let together = pool(1);
        assert_eq!(together, pool(4));
        for fitted in together {
            let alone = fit(&grid[fitted.configuration..=fitted.configuration], &data);
            let apart = fitted.predictions[0]
                .iter()
                .zip(&alone[0].predictions[0])
                .filter(|(a, b)| a != b);
            assert!(apart.count() <= 1, "{:?}", grid[fitted.configuration]);
        }
    }
}

#[test]
fn a_rare_class_counts_for_more_than_in_logistic_regression() {
    let data = data(2, 12);
    let said = |share| {
        let fitted = fit(&[cvar(0.1, share)], &data);
        let rare = fitted[0].predictions[0].iter().filter(|&&class| class == 1);
        rare.count()
    };
    assert!(said(0.1) > said(1.0), "{} and {}", said(0.1), said(1.0));
}

#[test]
fn one_row_a_column_that_never_varies_and_no_test_set_are_no_trouble() {
    let data = TrainTest {
        train: Array2::from_shape_fn(
            (80, 3),
            |(row, column)| {
                if column == 1 { 5.0 } else { (row % 7) as f64 }
            },
        ),
        labels: (0..80).map(|row| u16::from(row == 0)).collect(),
        classes: 2,
        test_sets: vec![Array2::zeros((0, 3)), Array2::zeros((4, 3))],
        match_factor: 2.0,
        truth: Vec::new(),
    };
    let fitted = fit(&[cvar(1e4, 0.05), cvar(1e-3, 0.5)], &data);
    let sizes: Vec<usize> = fitted[0].predictions.iter().map(Vec::len).collect();
    assert_eq!((fitted.len(), sizes), (2, vec![0, 4]));
}
