//! Adam: the optimiser of the networks, one state for each matrix of weights.

use ndarray::{Array, Dimension, Zip};

/// Decay of the mean of the gradients.
const FIRST: f32 = 0.9;
/// Decay of the mean of their squares.
const SECOND: f32 = 0.999;
/// What keeps the step finite where the gradient vanishes.
const EPSILON: f32 = 1e-8;

/// The running moments of one parameter's gradient.
#[derive(Debug, Clone)]
pub(super) struct Adam<D: Dimension> {
    first: Array<f32, D>,
    second: Array<f32, D>,
    steps: i32,
}

impl<D: Dimension> Adam<D> {
    /// Moments of zero, for a parameter of this shape.
    pub(crate) fn new(shape: D) -> Self {
        Self {
            first: Array::zeros(shape.clone()),
            second: Array::zeros(shape),
            steps: 0,
        }
    }

    /// Moves `parameter` by one step at learning rate `rate` against its `gradient` of the mean loss, to
    /// which weight `decay` adds `decay * parameter`.
    ///
    /// Source: Kingma & Ba, *Adam: a method for stochastic optimization* (ICLR 2015), algorithm 1, in the
    /// order of computation that its section 2 gives as the faster one.
    pub(crate) fn step(
        &mut self,
        parameter: &mut Array<f32, D>,
        gradient: &Array<f32, D>,
        rate: f32,
        decay: f32,
    ) {
        self.steps += 1;
        let pace = rate * (1.0 - SECOND.powi(self.steps)).sqrt() / (1.0 - FIRST.powi(self.steps));
        Zip::from(parameter)
            .and(gradient)
            .and(&mut self.first)
            .and(&mut self.second)
            .for_each(|weight, &slope, first, second| {
                let slope = slope + decay * *weight;
                *first = FIRST * *first + (1.0 - FIRST) * slope;
                *second = SECOND * *second + (1.0 - SECOND) * slope * slope;
                *weight -= pace * *first / (second.sqrt() + EPSILON);
            });
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, Dim, array};

    use super::*;

    #[test]
    fn the_first_step_is_as_long_as_the_rate_whatever_the_gradient() {
        let mut weights = array![1.0_f32, 1.0, 1.0];
        Adam::new(Dim(3)).step(&mut weights, &array![1e-3_f32, -50.0, 0.0], 0.1, 0.0);
        for (weight, expected) in weights.iter().zip([0.9, 1.1, 1.0]) {
            assert!((weight - expected).abs() < 1e-3, "{weights}");
        }
    }

    #[test]
    fn a_bowl_is_descended_to_its_lowest_point_and_decay_pulls_to_zero() {
        let lowest = |decay: f32| {
            let mut weights: Array1<f32> = array![5.0, -3.0];
            let mut adam = Adam::new(Dim(2));
            for _ in 0..4_000 {
                let slope = &weights - &array![1.0, 2.0];
                adam.step(&mut weights, &slope, 0.01, decay);
            }
            weights
        };
        let (free, held) = (lowest(0.0), lowest(1.0));
        for (at, expected) in [1.0_f32, 2.0].into_iter().enumerate() {
            assert!((free[at] - expected).abs() < 1e-2, "{free}");
            assert!((held[at] - expected / 2.0).abs() < 1e-2, "{held}");
        }
    }
}
