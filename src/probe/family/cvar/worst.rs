//! Worst: how much each row's loss counts when only the worst share of them does.

/// How wide the edge of the worst share is, in nats of loss: a loss this far below the edge counts 1/e of
/// one above it. Without it the objective has kinks, on which Newton's method has no second derivative.
pub(super) const SOFTNESS: f64 = 0.05;
/// Rows that count less than this share of an even row are left out of the second derivative.
const NEGLIGIBLE: f64 = 1e-9;

/// The weights of the rows and what they make of the losses.
#[derive(Debug, Clone)]
pub(super) struct Worst {
    /// The softened mean of the worst losses, in nats.
    pub(crate) value: f64,
    /// How much each row counts: at least 0, 1 in sum.
    pub(crate) weights: Vec<f64>,
    /// Rows whose weight lies between nothing and the whole, and so moves with their loss.
    pub(crate) on_the_edge: Vec<usize>,
}

impl Worst {
    /// Weighs `losses` (nats) for the worst `share` of them, above 0 and at most 1.
    ///
    /// The value is the maximum of `sum q l - s KL(q | even)` over weights q of at most
    /// 1 / (share * rows), s the softness: the conditional value at risk (Rockafellar & Uryasev,
    /// *Optimization of conditional value-at-risk*, J. Risk 2, 2000) smoothed by entropy, as in Levy et
    /// al. 2020 (arXiv 2010.05893, section 2). It lies between that value less s ln(1 / share), and that
    /// value. With a share of 1 it is the mean.
    pub(crate) fn of(losses: &[f64], share: f64) -> Self {
        let rows = losses.len();
        let mut order: Vec<usize> = (0..rows).collect();
        order.sort_by(|&a, &b| losses[b].total_cmp(&losses[a]));
        // Logarithms of the sums of exp(loss / softness) over each row and all that lose less.
        let mut tails = vec![f64::NEG_INFINITY; rows + 1];
        for at in (0..rows).rev() {
            tails[at] = log_sum(tails[at + 1], losses[order[at]] / SOFTNESS);
        }
        // The worst rows count whole, as many as their share has room for; the rest follow their loss.
        let cap = 1.0 / (share * rows as f64);
        let mut whole = 0;
        let level = loop {
            let left = 1.0 - whole as f64 * cap;
            if whole == rows || left <= 0.0 {
                break f64::INFINITY;
            }
            let level = tails[whole] - left.ln();
            if losses[order[whole]] / SOFTNESS - level <= cap.ln() {
                break level;
            }
            whole += 1;
        };
        let mut worst = Self {
            value: 0.0,
            weights: vec![0.0; rows],
            on_the_edge: Vec::new(),
        };
        for (nth, &row) in order.iter().enumerate() {
            let weight = if nth < whole {
                cap
            } else {
                (losses[row] / SOFTNESS - level).exp()
            };
            worst.weights[row] = weight;
            if weight > 0.0 {
                let odds = weight * rows as f64;
                worst.value += weight * (losses[row] - SOFTNESS * odds.ln());
            }
        }
        worst.on_the_edge = order[whole..]
            .iter()
            .copied()
            .filter(|&row| worst.counts(row))
            .collect();
        worst.on_the_edge.sort_unstable();
        worst
    }

    /// Whether a row's weight is worth its place in the second derivative.
    pub(crate) fn counts(&self, row: usize) -> bool {
        self.weights[row] * self.weights.len() as f64 > NEGLIGIBLE
    }
}

/// ln(exp(a) + exp(b)), without overflow.
fn log_sum(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY {
        high
    } else {
        high + (low - high).exp().ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn losses() -> Vec<f64> {
        (0..100)
            .map(|row| f64::from((row * 37) % 100) / 25.0)
            .collect()
    }

    #[test]
    fn weights_sum_to_one_and_none_exceeds_its_cap() {
        for share in [0.013, 0.05, 0.2, 0.5, 1.0] {
            let worst = Worst::of(&losses(), share);
            let sum: f64 = worst.weights.iter().sum();
            assert!((sum - 1.0).abs() < 1e-9, "{sum} for {share}");
            let cap = 1.0 / (share * 100.0);
            assert!(
                worst
                    .weights
                    .iter()
                    .all(|&weight| weight <= cap * (1.0 + 1e-9))
            );
        }
    }

    #[test]
    fn the_value_is_the_mean_of_the_worst_but_for_the_softness() {
        let mut sorted = losses();
        sorted.sort_by(|a, b| b.total_cmp(a));
        for (share, rows) in [(0.05, 5), (0.2, 20), (1.0, 100)] {
            let hard = sorted[..rows].iter().sum::<f64>() / rows as f64;
            let soft = Worst::of(&losses(), share).value;
            assert!(soft <= hard + 1e-12 && soft >= hard - SOFTNESS * (1.0 / share).ln() - 1e-12);
            if rows == 100 {
                assert!((soft - hard).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_weights_are_the_slopes_of_the_value() {
        let losses = losses();
        let worst = Worst::of(&losses, 0.2);
        for row in 0..losses.len() {
            let nudged = |by: f64| {
                let mut losses = losses.clone();
                losses[row] += by;
                Worst::of(&losses, 0.2).value
            };
            let slope = (nudged(1e-5) - nudged(-1e-5)) / 2e-5;
            assert!((slope - worst.weights[row]).abs() < 1e-6, "row {row}");
        }
        assert!(!worst.on_the_edge.is_empty());
    }

    #[test]
    fn equal_losses_count_alike_and_enormous_ones_stay_finite() {
        let even = Worst::of(&[0.7; 10], 0.3);
        assert!(
            even.weights
                .iter()
                .all(|weight| (weight - 0.1).abs() < 1e-12)
        );
        let far = Worst::of(&[1e6, 0.0, 1e5, 3.0], 0.5);
        assert!(far.value.is_finite() && (far.weights[0] - 0.5).abs() < 1e-12);
    }
}
