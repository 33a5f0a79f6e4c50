//! The zoo: every configuration trained on one arm, and what each of them answered.

use rayon::prelude::*;

use super::{Configuration, Family, Fitted, Predictions, Sureness, TrainTest};

/// What one configuration answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answers {
    /// The predicted class of every row, test set by test set: in-domain first, then each shift.
    pub(crate) predictions: Predictions,
    /// How sure it was of each in-domain row, where the family states probabilities.
    pub(crate) sureness: Option<Sureness>,
}

/// The answers of every configuration on one arm.
#[derive(Debug, Clone)]
pub(crate) struct Zoo {
    /// One entry a configuration, in the order of the grid; `None` where a model can't be fitted.
    pub(crate) answers: Vec<Option<Answers>>,
}

/// Trains every configuration of `families` in `grid` on `data`, on all cores.
///
/// The same training data and seed give the same answers, however many cores there are: no sum depends on
/// the order in which threads finish.
pub(crate) fn train(
    grid: &[Configuration],
    families: &[Family],
    data: &TrainTest,
    seed: u64,
) -> Zoo {
    let fitted: Vec<Fitted> = families
        .par_iter()
        .flat_map_iter(|&family| family.fit(grid, data, seed))
        .collect();
    let mut answers = vec![None; grid.len()];
    for Fitted {
        configuration,
        predictions,
        sureness,
    } in fitted
    {
        answers[configuration] = Some(Answers {
            predictions,
            sureness,
        });
    }
    Zoo { answers }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::super::{Profile, grid};
    use super::*;

    #[test]
    fn every_configuration_answers_every_row() {
        let features = Array2::from_shape_fn((200, 5), |(row, column)| {
            ((row * (7 * column + 3)) % 53) as f64
        });
        let data = TrainTest {
            labels: (0..200)
                .map(|row| u16::from(features[[row, 0]] > 26.0))
                .collect(),
            test_sets: vec![features.clone(), Array2::zeros((0, 5)), features.clone()],
            train: features,
            classes: 2,
            match_factor: 3.0,
            truth: Vec::new(),
        };
        let grid = grid(Profile::Quick);
        let zoo = train(&grid, &Family::ALL, &data, 0);
        for (configuration, answers) in grid.iter().zip(&zoo.answers) {
            let answers = answers
                .as_ref()
                .unwrap_or_else(|| panic!("{configuration:?} wasn't trained"));
            let sizes: Vec<usize> = answers.predictions.iter().map(Vec::len).collect();
            assert_eq!(sizes, [200, 0, 200], "{configuration:?}");
        }
    }
}
