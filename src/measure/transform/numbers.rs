//! Numbers: what a fitted transform holds as named arrays, to be kept in a file and read from it again.

use ndarray::{Array1, Array2};

use super::{FittedStep, FittedTransform, Step, Transform};

/// One array of numbers, in row-major order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Numbers {
    /// The step by its place from 1, and what the numbers are of it: `step1.mean`.
    pub(crate) name: String,
    /// How many numbers there are along each axis.
    pub(crate) shape: Vec<usize>,
    /// The numbers.
    pub(crate) values: Vec<f64>,
}

impl FittedTransform {
    /// The arrays of each step. `(x - mean) * scale`, or with directions `((x - mean) @ directions) * scale`, is what a
    /// step makes of a vector; a step of length 1 has none.
    pub(crate) fn numbers(&self) -> Vec<Numbers> {
        let mut all = Vec::new();
        for (nth, step) in self.steps.iter().enumerate() {
            let mut add = |what: &str, shape: Vec<usize>, values: Vec<f64>| {
                all.push(Numbers {
                    name: name(nth, what),
                    shape,
                    values,
                });
            };
            match step {
                FittedStep::Scale { mean, scale } => {
                    add("mean", vec![mean.len()], mean.to_vec());
                    add("scale", vec![scale.len()], scale.to_vec());
                }
                FittedStep::Turn {
                    mean,
                    directions,
                    scale,
                } => {
                    add("mean", vec![mean.len()], mean.to_vec());
                    let shape = directions.shape().to_vec();
                    add("directions", shape, directions.iter().copied().collect());
                    add("scale", vec![scale.len()], scale.to_vec());
                }
                FittedStep::Unit | FittedStep::Nothing => {}
            }
        }
        all
    }

    /// The transform of vectors of `dim` numbers whose arrays `numbers` are.
    ///
    /// # Errors
    /// In words, arrays that are missing, of another shape, or hold what is no number.
    pub(crate) fn read(
        transform: &Transform,
        dim: usize,
        numbers: Vec<Numbers>,
    ) -> Result<Self, String> {
        let mut arrays = Arrays(numbers);
        let steps = transform.0.iter().enumerate();
        let steps = steps.map(|(nth, step)| arrays.take_step(nth, *step, dim));
        let steps = steps.collect::<Result<_, _>>()?;
        match arrays.0.first() {
            Some(more) => Err(format!("no step has an array {}", more.name)),
            None => Ok(Self { steps }),
        }
    }
}

fn name(nth: usize, what: &str) -> String {
    format!("step{}.{what}", nth + 1)
}

/// The arrays that no step has taken yet.
struct Arrays(Vec<Numbers>);

impl Arrays {
    fn take_step(&mut self, nth: usize, step: Step, dim: usize) -> Result<FittedStep, String> {
        if step == Step::Unit {
            return Ok(FittedStep::Unit);
        }
        let mean = self.take_vector(&name(nth, "mean"), dim)?;
        let directions = name(nth, "directions");
        // Of rows that are all alike, whitening has no direction.
        if step == Step::Whiten && self.0.iter().any(|array| array.name == directions) {
            let directions = self.take(&directions)?;
            let (array, shape) = (directions.name, directions.shape);
            let kept = match shape[..] {
                [rows, kept] if rows == dim && kept <= dim => kept,
                _ => return Err(format!("{array} has the shape {shape:?}")),
            };
            let directions = Array2::from_shape_vec((dim, kept), directions.values);
            return Ok(FittedStep::Turn {
                mean,
                directions: directions.map_err(|cause| format!("{array}: {cause}"))?,
                scale: self.take_vector(&name(nth, "scale"), kept)?,
            });
        }
        let scale = self.take_vector(&name(nth, "scale"), dim)?;
        Ok(FittedStep::Scale { mean, scale })
    }

    fn take_vector(&mut self, name: &str, length: usize) -> Result<Array1<f64>, String> {
        let Numbers { shape, values, .. } = self.take(name)?;
        if shape != [length] || values.len() != length {
            return Err(format!("{name} has the shape {shape:?}, not [{length}]"));
        }
        Ok(values.into())
    }

    fn take(&mut self, name: &str) -> Result<Numbers, String> {
        let at = self.0.iter().position(|array| array.name == name);
        let array = at.map(|at| self.0.remove(at));
        let array = array.ok_or_else(|| format!("{name} is missing"))?;
        if array.values.iter().all(|value| value.is_finite()) {
            Ok(array)
        } else {
            Err(format!("{name} holds what is no finite number"))
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    fn fit(steps: &[Step]) -> (Transform, FittedTransform, Array2<f64>) {
        let rows = Array2::from_shape_fn((30, 3), |(row, dim)| {
            [(row * 7 % 30) as f64, (row * 11 % 13) as f64, 2.0][dim]
        });
        let transform = Transform(steps.to_vec());
        let fitted = transform.fit(&rows);
        (transform, fitted, rows)
    }

    #[test]
    fn what_is_read_again_treats_rows_alike() {
        for steps in [
            &[Step::Standardise][..],
            &[Step::Centre, Step::Unit],
            &[Step::Whiten],
            &[Step::Unit, Step::Whiten, Step::Centre],
            &[],
        ] {
            let (transform, fitted, rows) = fit(steps);
            let again = FittedTransform::read(&transform, 3, fitted.numbers()).expect("its own");
            let (mut one, mut other) = (rows.clone(), rows);
            fitted.apply(&mut one);
            again.apply(&mut other);
            assert_eq!(one, other, "{steps:?}");
        }
    }

    #[test]
    fn whitening_of_rows_that_are_alike_is_read_again() {
        let alike = Array2::from_elem((4, 2), 3.0);
        let transform = Transform(vec![Step::Whiten]);
        let numbers = transform.fit(&alike).numbers();
        let again = FittedTransform::read(&transform, 2, numbers).expect("its own");
        let mut other = Array2::from_elem((1, 2), 5.0);
        again.apply(&mut other);
        assert_eq!(other, Array2::<f64>::zeros((1, 2)));
    }

    #[test]
    fn arrays_that_do_not_fit_are_refused() {
        let (transform, fitted, _) = fit(&[Step::Whiten]);
        let read = |dim, numbers| FittedTransform::read(&transform, dim, numbers).map(drop);
        let refused = read(4, fitted.numbers()).expect_err("another length");
        assert_eq!(refused, "step1.mean has the shape [3], not [4]");
        let mut numbers = fitted.numbers();
        numbers.remove(0);
        assert_eq!(
            read(3, numbers).expect_err("no mean"),
            "step1.mean is missing"
        );
        let mut numbers = fitted.numbers();
        numbers[2].values[0] = f64::NAN;
        assert!(
            read(3, numbers)
                .expect_err("NaN")
                .contains("no finite number")
        );
        let mut numbers = fitted.numbers();
        numbers.push(Numbers {
            name: "step2.mean".to_owned(),
            shape: vec![3],
            values: vec![0.0; 3],
        });
        let more = read(3, numbers).expect_err("one too many");
        assert_eq!(more, "no step has an array step2.mean");
    }
}
