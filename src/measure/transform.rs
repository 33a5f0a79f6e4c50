//! Transform: what vectors go through before models are trained on them, each step fitted on train rows.

mod numbers;

use ndarray::{Array1, Array2, ArrayView1, Axis};
use serde::{Deserialize, Serialize};

use super::rank::principal::Principal;
pub(crate) use numbers::Numbers;

/// A standard deviation below which a dimension doesn't vary: it becomes 0.
const STILL: f64 = 1e-9;

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    /// Takes the train rows' mean away.
    Centre,
    /// Takes the mean away and divides each dimension by its standard deviation.
    Standardise,
    /// Turns the vectors to their principal components and divides each by its standard deviation, so that nothing
    /// is correlated (PCA whitening: Kessy, Lewin and Strimmer 2018, The American Statistician 72(4); of sentence
    /// embeddings, Su et al., arXiv 2103.15316). Directions in which train rows don't vary become 0.
    Whiten,
    /// Divides each vector by its length; a vector of zeros stays.
    Unit,
}

impl Step {
    /// Every step by its word.
    pub(crate) const WORDS: [(&'static str, Self); 4] = [
        ("centre", Self::Centre),
        ("standardise", Self::Standardise),
        ("whiten", Self::Whiten),
        ("unit", Self::Unit),
    ];

    /// Its word.
    pub(crate) fn word(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        words
            .find(|(_, step)| *step == self)
            .map_or("", |(word, _)| word)
    }

    /// What vectors are after it.
    fn done(self) -> &'static str {
        match self {
            Self::Centre => "centred",
            Self::Standardise => "standardised",
            Self::Whiten => "whitened",
            Self::Unit => "of length 1",
        }
    }
}

/// Steps in their order; without one, vectors stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Transform(pub(crate) Vec<Step>);

impl Transform {
    /// Whether vectors stay as they are.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words of its steps.
    pub(crate) fn words(&self) -> Vec<&'static str> {
        self.0.iter().map(|step| step.word()).collect()
    }

    /// What vectors are after it: `centred, of length 1`; nothing where they stay as they are.
    pub(crate) fn describe(&self) -> Option<String> {
        let done: Vec<&str> = self.0.iter().map(|step| step.done()).collect();
        (!done.is_empty()).then(|| done.join(", "))
    }

    /// Whether the mean of train rows is 0 by it, whatever the vectors.
    pub(crate) fn centres(&self) -> bool {
        matches!(
            self.0.last(),
            Some(Step::Centre | Step::Standardise | Step::Whiten)
        )
    }

    /// Whether standardising what it leaves changes nothing.
    pub(crate) fn standardises(&self) -> bool {
        matches!(self.0.last(), Some(Step::Standardise | Step::Whiten))
    }

    /// Whether all directions vary equally by it, whatever the vectors.
    pub(crate) fn whitens(&self) -> bool {
        self.0.last() == Some(&Step::Whiten)
    }

    /// Fits each step on what the steps before it leave of `train` (a vector a row).
    pub(crate) fn fit(&self, train: &Array2<f64>) -> FittedTransform {
        let mut rows = train.clone();
        let mut steps = Vec::new();
        for step in &self.0 {
            let step = FittedStep::fit(*step, &rows);
            step.apply(&mut rows);
            steps.push(step);
        }
        FittedTransform { steps }
    }
}

/// A transform with the numbers that train rows gave it.
#[derive(Debug, Clone)]
pub(crate) struct FittedTransform {
    steps: Vec<FittedStep>,
}

impl FittedTransform {
    /// Puts `rows` (a vector a row) through it.
    pub(crate) fn apply(&self, rows: &mut Array2<f64>) {
        for step in &self.steps {
            step.apply(rows);
        }
    }
}

#[derive(Debug, Clone)]
enum FittedStep {
    Scale {
        mean: Array1<f64>,
        scale: Array1<f64>,
    },
    Turn {
        mean: Array1<f64>,
        /// One a column.
        directions: Array2<f64>,
        scale: Array1<f64>,
    },
    Unit,
    /// Of rows that are all alike there is nothing to turn to.
    Nothing,
}

impl FittedStep {
    fn fit(step: Step, rows: &Array2<f64>) -> Self {
        let Some(mean) = rows.mean_axis(Axis(0)) else {
            return Self::Nothing;
        };
        match step {
            Step::Centre => Self::Scale {
                scale: Array1::ones(mean.len()),
                mean,
            },
            Step::Standardise => Self::Scale {
                scale: scale(rows),
                mean,
            },
            Step::Whiten => match Principal::of(rows, rows.ncols()) {
                Some(principal) => {
                    let scale = scale(&principal.place(rows));
                    let (mean, directions) = principal.into_parts();
                    Self::Turn {
                        mean,
                        directions,
                        scale,
                    }
                }
                None => Self::Scale {
                    scale: Array1::zeros(mean.len()),
                    mean,
                },
            },
            Step::Unit => Self::Unit,
        }
    }

    fn apply(&self, rows: &mut Array2<f64>) {
        match self {
            Self::Scale { mean, scale } => {
                *rows -= mean;
                *rows *= scale;
            }
            Self::Turn {
                mean,
                directions,
                scale,
            } => {
                let turned = (&*rows - mean).dot(directions) * scale;
                // As many dimensions as before: those in which train rows don't vary are 0.
                rows.fill(0.0);
                for (mut to, from) in rows.axis_iter_mut(Axis(1)).zip(turned.axis_iter(Axis(1))) {
                    to.assign(&from);
                }
            }
            Self::Unit => {
                for mut row in rows.rows_mut() {
                    let length = length(row.view());
                    if length > 0.0 {
                        row /= length;
                    }
                }
            }
            Self::Nothing => {}
        }
    }
}

/// One over each dimension's standard deviation; 0 where it doesn't vary.
fn scale(rows: &Array2<f64>) -> Array1<f64> {
    let one_over = |std: f64| if std > STILL { 1.0 / std } else { 0.0 };
    rows.std_axis(Axis(0), 0.0).mapv(one_over)
}

fn length(row: ArrayView1<f64>) -> f64 {
    row.dot(&row).sqrt()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    /// Rows whose dimensions are correlated, and one that is always 3.
    fn rows() -> Array2<f64> {
        Array2::from_shape_fn((40, 4), |(row, dim)| {
            let (a, b) = ((row * 7 % 40) as f64, (row * 13 % 40) as f64);
            [a + 100.0, 0.5 * a + b, b - 0.2 * a, 3.0][dim]
        })
    }

    fn apply(steps: &[Step], train: &Array2<f64>, rows: &Array2<f64>) -> Array2<f64> {
        let mut rows = rows.clone();
        Transform(steps.to_vec()).fit(train).apply(&mut rows);
        rows
    }

    #[test]
    fn standardising_leaves_mean_0_and_deviation_1_where_anything_varies() {
        let rows = rows();
        let done = apply(&[Step::Standardise], &rows, &rows);
        for (dim, std) in [1.0, 1.0, 1.0, 0.0].into_iter().enumerate() {
            let column = done.column(dim);
            assert!(column.mean().unwrap().abs() < 1e-9);
            assert!((column.std(0.0) - std).abs() < 1e-9, "{dim}");
        }
    }

    #[test]
    fn whitening_leaves_no_correlation() {
        let rows = rows();
        let done = apply(&[Step::Whiten], &rows, &rows);
        let covariance = done.t().dot(&done) / 40.0;
        // Three dimensions vary along two directions.
        let expected = Array2::from_diag(&array![1.0, 1.0, 0.0, 0.0]);
        assert!(
            (&covariance - &expected).iter().all(|off| off.abs() < 1e-6),
            "{covariance}"
        );
    }

    #[test]
    fn numbers_come_from_train_rows_alone_and_steps_follow_each_other() {
        let train = array![[0.0, 2.0], [2.0, 2.0], [4.0, 2.0]];
        let centred = apply(&[Step::Centre], &train, &array![[5.0, 6.0]]);
        assert_eq!(centred, array![[3.0, 4.0]]);
        let unit = apply(
            &[Step::Centre, Step::Unit],
            &train,
            &array![[5.0, 6.0], [2.0, 2.0]],
        );
        assert_eq!(unit, array![[0.6, 0.8], [0.0, 0.0]]);
        let first_unit = apply(&[Step::Unit], &train, &array![[3.0, 4.0]]);
        assert_eq!(first_unit, array![[0.6, 0.8]]);
    }

    #[test]
    fn rows_that_are_alike_and_none_at_all_end_well() {
        let alike = array![[1.0, 2.0], [1.0, 2.0]];
        for step in [Step::Centre, Step::Standardise, Step::Whiten] {
            assert!(
                apply(&[step], &alike, &alike)
                    .iter()
                    .all(|&value| value == 0.0)
            );
        }
        let none = Array2::zeros((0, 2));
        assert_eq!(apply(&[Step::Whiten], &none, &alike), alike);
    }
}
