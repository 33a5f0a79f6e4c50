//! What networks must learn, and what must not matter to them.

use ndarray::concatenate;
use rand::Rng;
use rayon::ThreadPoolBuilder;

use super::super::linear;
use super::*;
use crate::probe::Family;

/// Configurations of one network, read after each of these numbers of epochs.
fn grid(epochs: &[f64]) -> Vec<Configuration> {
    epochs
        .iter()
        .map(|&epochs| Configuration {
            family: Family::Mlp,
            setting: Setting::Mlp {
                width: 32,
                rate: 1e-2,
                decay: 1e-5,
                epochs,
            },
            default: false,
        })
        .collect()
}

/// Rows drawn evenly from a square, labelled by `class`, to train on and to test.
fn data(rows: usize, classes: usize, class: impl Fn(f64, f64) -> u16) -> TrainTest {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(4);
    let train = Array2::from_shape_simple_fn((rows, 2), || 2.0 * rng.r#gen::<f64>() - 1.0);
    TrainTest {
        labels: train
            .rows()
            .into_iter()
            .map(|row| class(row[0], row[1]))
            .collect(),
        classes,
        test_sets: vec![train.clone()],
        train,
        match_factor: 1.0,
        truth: Vec::new(),
    }
}

/// The share of the first test set that the last configuration gets right; its rows are those that trained.
fn right(fitted: &[Fitted], data: &TrainTest) -> f64 {
    let said = &fitted.last().expect("something was fitted").predictions[0];
    let right = said.iter().zip(&data.labels).filter(|(a, b)| a == b);
    right.count() as f64 / data.labels.len() as f64
}

#[test]
fn a_plain_boundary_is_learned() {
    let data = data(400, 2, |x, y| u16::from(x + y > 0.0));
    let share = right(&fit(&grid(&[100.0]), &data, 0), &data);
    assert!(share > 0.97, "{share}");
}

#[test]
fn exclusive_or_is_learned_and_no_plane_can() {
    let data = data(400, 2, |x, y| u16::from((x > 0.0) != (y > 0.0)));
    let share = right(&fit(&grid(&[200.0]), &data, 0), &data);
    assert!(share > 0.95, "{share}");
    let plane = Configuration {
        family: Family::Logistic,
        setting: Setting::Strength { c: 100.0 },
        default: false,
    };
    let share = right(&linear::fit(Family::Logistic, &[plane], &data), &data);
    assert!(share < 0.7, "{share}");
}

#[test]
fn several_classes_are_learned_together() {
    let data = data(600, 4, |x, y| u16::from(x > 0.0) + 2 * u16::from(y > 0.0));
    let share = right(&fit(&grid(&[100.0]), &data, 0), &data);
    assert!(share > 0.93, "{share}");
}

#[test]
fn a_rare_class_that_can_be_told_is_learned_and_one_that_cannot_is_not() {
    let told = data(1_000, 2, |x, y| u16::from(x > 0.8 && y > 0.0));
    let fitted = fit(&grid(&[200.0]), &told, 0);
    let found = fitted[0].predictions[0].iter().zip(&told.labels);
    let found = found.filter(|(said, truth)| (**said, **truth) == (1, 1));
    let rare = told.labels.iter().filter(|&&label| label == 1).count();
    assert!(10 * found.count() > 7 * rare, "of {rare}");

    // Every row reads alike: nothing is left but the largest class.
    let alike = TrainTest {
        train: Array2::ones((1_000, 2)),
        test_sets: vec![Array2::ones((1_000, 2))],
        ..told
    };
    let fitted = fit(&grid(&[50.0]), &alike, 0);
    assert!(fitted[0].predictions[0].iter().all(|&said| said == 0));
}

#[test]
fn one_training_serves_every_number_of_epochs_as_one_of_its_own_would() {
    let data = data(300, 2, |x, y| u16::from(x * y > 0.0));
    let grid = grid(&[20.0, 2.0, 60.0]);
    let together = fit(&grid, &data, 5);
    assert_eq!(together.len(), 3);
    for fitted in together {
        let alone = fit(&grid[fitted.configuration..=fitted.configuration], &data, 5);
        assert_eq!(fitted.predictions, alone[0].predictions);
    }
}

#[test]
fn the_number_of_cores_changes_nothing_and_the_seed_does() {
    let data = data(300, 3, |x, y| u16::from(x > 0.3) + u16::from(y > 0.1));
    let grid = crate::probe::grid(crate::probe::Profile::Audit);
    let small: Vec<Configuration> = grid
        .into_iter()
        .filter(|entry| matches!(entry.setting, Setting::Mlp { width: 64, .. }))
        .collect();
    let on = |cores: usize, seed| {
        let pool = ThreadPoolBuilder::new().num_threads(cores).build();
        pool.expect("threads start")
            .install(|| fit(&small, &data, seed))
    };
    assert_eq!(on(1, 7), on(4, 7));
    assert_ne!(on(2, 7), on(2, 8));
}

#[test]
fn fewer_rows_than_a_batch_and_a_column_that_never_varies_are_no_trouble() {
    let few = data(40, 2, |x, _| u16::from(x > 0.0));
    let steady = |features: &Array2<f64>| {
        let steady = Array2::from_elem((features.nrows(), 1), 7.0);
        concatenate(Axis(1), &[features.view(), steady.view()]).expect("as many rows")
    };
    let few = TrainTest {
        train: steady(&few.train),
        test_sets: vec![steady(&few.test_sets[0]), Array2::zeros((0, 3))],
        ..few
    };
    let fitted = fit(&grid(&[2_000.0]), &few, 0);
    assert!(right(&fitted, &few) > 0.9);
    assert!(fitted[0].predictions[1].is_empty());
}

#[test]
fn epochs_of_all_rows_are_as_many_steps_on_a_sample() {
    let whole = data(1_000, 2, |x, _| u16::from(x > 0.0));
    let sample = TrainTest {
        match_factor: 4.0,
        truth: Vec::new(),
        ..data(250, 2, |x, _| u16::from(x > 0.0))
    };
    assert_eq!(steps(20.0, &whole), 100);
    assert_eq!(steps(20.0, &sample), 100);
    assert_eq!(steps(1e-9, &sample), 1);
    assert_eq!(steps(1e9, &sample), MOST_STEPS);
}
