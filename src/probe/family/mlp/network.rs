//! Network: one hidden layer of rectified units and a softmax, its loss and the gradient of it.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, Axis, Dim, Ix1, Ix2, Zip};
use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::probe::adam::Adam;

/// The weights: features to units, units to classes.
#[derive(Debug, Clone)]
pub(super) struct Network {
    /// `features x units`
    pub(crate) hidden: Array2<f32>,
    pub(crate) hidden_bias: Array1<f32>,
    /// `units x classes`
    pub(crate) output: Array2<f32>,
    pub(crate) output_bias: Array1<f32>,
}

/// A gradient, or anything else that has a number for each weight.
pub(super) type Gradient = Network;

/// What one pass over a batch fills, kept from step to step.
pub(super) struct Pass {
    /// Activations of the units, `rows x units`; then what each adds to the loss.
    units: Array2<f32>,
    /// Scores of the classes, `rows x classes`; then the loss's slope by them.
    scores: Array2<f32>,
    pulled: Array2<f32>,
    pub(crate) gradient: Gradient,
}

/// The optimiser's state for each part of a network.
pub(super) struct Moments {
    hidden: Adam<Ix2>,
    hidden_bias: Adam<Ix1>,
    output: Adam<Ix2>,
    output_bias: Adam<Ix1>,
}

impl Network {
    /// Weights drawn evenly from ±sqrt(6 / inputs), so that activations neither grow nor vanish behind a
    /// rectifier; biases of zero.
    ///
    /// Source: He et al., *Delving deep into rectifiers* (ICCV 2015), equation 10.
    pub(crate) fn draw(
        features: usize,
        width: usize,
        classes: usize,
        rng: &mut Xoshiro256PlusPlus,
    ) -> Self {
        let mut layer = |inputs: usize, outputs: usize| {
            let reach = (6.0 / inputs.max(1) as f32).sqrt();
            Array2::from_shape_simple_fn((inputs, outputs), || {
                reach * (2.0 * rng.r#gen::<f32>() - 1.0)
            })
        };
        Self {
            hidden: layer(features, width),
            hidden_bias: Array1::zeros(width),
            output: layer(width, classes),
            output_bias: Array1::zeros(classes),
        }
    }

    fn zeros_like(&self) -> Self {
        Self {
            hidden: Array2::zeros(self.hidden.raw_dim()),
            hidden_bias: Array1::zeros(self.hidden_bias.raw_dim()),
            output: Array2::zeros(self.output.raw_dim()),
            output_bias: Array1::zeros(self.output_bias.raw_dim()),
        }
    }

    /// The scores of the classes (`rows x classes`): log-probabilities but for a constant a row.
    pub(crate) fn scores(&self, rows: &ArrayView2<f32>) -> Array2<f32> {
        let mut units = rows.dot(&self.hidden);
        rectify(&mut units, &self.hidden_bias);
        units.dot(&self.output) + &self.output_bias
    }

    /// The mean cross-entropy of a batch, in nats; `pass` then holds its gradient. The penalty of weight
    /// decay is the optimiser's and no part of it.
    pub(crate) fn pass(&self, rows: &ArrayView2<f32>, labels: &[u16], pass: &mut Pass) -> f32 {
        general_mat_mul(1.0, rows, &self.hidden, 0.0, &mut pass.units);
        rectify(&mut pass.units, &self.hidden_bias);
        pass.scores.assign(&self.output_bias);
        general_mat_mul(1.0, &pass.units, &self.output, 1.0, &mut pass.scores);
        let loss = slopes(&mut pass.scores, labels);
        let gradient = &mut pass.gradient;
        general_mat_mul(
            1.0,
            &pass.units.t(),
            &pass.scores,
            0.0,
            &mut gradient.output,
        );
        gradient.output_bias = pass.scores.sum_axis(Axis(0));
        general_mat_mul(1.0, &pass.scores, &self.output.t(), 0.0, &mut pass.pulled);
        Zip::from(&mut pass.pulled)
            .and(&pass.units)
            .for_each(|pull, &unit| *pull = if unit > 0.0 { *pull } else { 0.0 });
        general_mat_mul(1.0, &rows.t(), &pass.pulled, 0.0, &mut gradient.hidden);
        gradient.hidden_bias = pass.pulled.sum_axis(Axis(0));
        loss
    }
}

impl Pass {
    /// Room for batches of `rows` rows.
    pub(crate) fn new(network: &Network, rows: usize) -> Self {
        let (width, classes) = network.output.dim();
        Self {
            units: Array2::zeros((rows, width)),
            scores: Array2::zeros((rows, classes)),
            pulled: Array2::zeros((rows, width)),
            gradient: network.zeros_like(),
        }
    }
}

impl Moments {
    pub(crate) fn new(network: &Network) -> Self {
        Self {
            hidden: Adam::new(network.hidden.raw_dim()),
            hidden_bias: Adam::new(Dim(network.hidden_bias.len())),
            output: Adam::new(network.output.raw_dim()),
            output_bias: Adam::new(Dim(network.output_bias.len())),
        }
    }

    /// Moves every weight; biases don't decay.
    pub(crate) fn step(
        &mut self,
        network: &mut Network,
        gradient: &Gradient,
        rate: f32,
        decay: f32,
    ) {
        self.hidden
            .step(&mut network.hidden, &gradient.hidden, rate, decay);
        self.hidden_bias
            .step(&mut network.hidden_bias, &gradient.hidden_bias, rate, 0.0);
        self.output
            .step(&mut network.output, &gradient.output, rate, decay);
        self.output_bias
            .step(&mut network.output_bias, &gradient.output_bias, rate, 0.0);
    }
}

/// Adds the bias and cuts at zero.
fn rectify(units: &mut Array2<f32>, bias: &Array1<f32>) {
    for mut row in units.rows_mut() {
        Zip::from(&mut row)
            .and(bias)
            .for_each(|unit, &bias| *unit = (*unit + bias).max(0.0));
    }
}

/// Turns scores into the slope of the mean cross-entropy by each of them, and gives that mean.
fn slopes(scores: &mut Array2<f32>, labels: &[u16]) -> f32 {
    let share = 1.0 / labels.len().max(1) as f32;
    let mut loss = 0.0;
    for (mut row, &label) in scores.rows_mut().into_iter().zip(labels) {
        let top = row.fold(f32::NEG_INFINITY, |top, &score| top.max(score));
        row.mapv_inplace(|score| score - top);
        let said = row[usize::from(label)];
        row.mapv_inplace(f32::exp);
        let sum = row.sum();
        loss += share * (sum.ln() - said);
        row.mapv_inplace(|odds| share * odds / sum);
        row[usize::from(label)] -= share;
    }
    loss
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// Central differences in every weight of a small network, against the gradient.
    #[test]
    fn the_gradient_is_that_of_finite_differences() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(8);
        let rows = Array2::from_shape_simple_fn((7, 4), || 2.0 * rng.r#gen::<f32>() - 1.0);
        let labels = [0, 1, 2, 2, 1, 0, 2];
        let mut network = Network::draw(4, 6, 3, &mut rng);
        network.hidden_bias.fill(0.05);
        let mut pass = Pass::new(&network, 7);
        network.pass(&rows.view(), &labels, &mut pass);
        let slopes = pass.gradient;
        let step = 1e-2;
        let loss =
            |network: &Network| network.pass(&rows.view(), &labels, &mut Pass::new(network, 7));
        let mut compared = 0;
        let mut compare = |slope: f32, nudge: &dyn Fn(&mut Network, f32)| {
            let (mut up, mut down) = (network.clone(), network.clone());
            nudge(&mut up, step);
            nudge(&mut down, -step);
            let measured = (loss(&up) - loss(&down)) / (2.0 * step);
            assert!((measured - slope).abs() < 2e-3, "{measured} and {slope}");
            compared += 1;
        };
        for (at, &slope) in slopes.hidden.indexed_iter() {
            compare(slope, &move |network, by| network.hidden[at] += by);
        }
        for (at, &slope) in slopes.hidden_bias.indexed_iter() {
            compare(slope, &move |network, by| network.hidden_bias[at] += by);
        }
        for (at, &slope) in slopes.output.indexed_iter() {
            compare(slope, &move |network, by| network.output[at] += by);
        }
        for (at, &slope) in slopes.output_bias.indexed_iter() {
            compare(slope, &move |network, by| network.output_bias[at] += by);
        }
        assert_eq!(compared, 4 * 6 + 6 + 6 * 3 + 3);
        let largest = slopes
            .output
            .fold(0.0_f32, |most, slope| most.max(slope.abs()));
        assert!(
            largest > 0.05,
            "a gradient near zero would agree with anything"
        );
    }

    #[test]
    fn the_loss_is_that_of_the_scores() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(9);
        let rows = Array2::from_shape_simple_fn((5, 3), || rng.r#gen::<f32>());
        let network = Network::draw(3, 4, 2, &mut rng);
        let labels = [0, 1, 1, 0, 1];
        let loss = network.pass(&rows.view(), &labels, &mut Pass::new(&network, 5));
        let scores = network.scores(&rows.view());
        let expected: f32 = scores
            .rows()
            .into_iter()
            .zip(labels)
            .map(|(row, label)| (row[0].exp() + row[1].exp()).ln() - row[usize::from(label)])
            .sum::<f32>()
            / 5.0;
        assert!((loss - expected).abs() < 1e-5, "{loss} and {expected}");
    }
}
