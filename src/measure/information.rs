//! Usable information: how many bits about the label a logistic probe reads from the features.

use ndarray::Array2;

/// V-information of a probe family about the label, in bits a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Information {
    /// H_V(Y) - H_V(Y|X): about 0 when the probe learned only the class shares.
    pub(crate) bits: f64,
    /// 95 % interval over the test rows.
    pub(crate) interval: (f64, f64),
    /// Test rows.
    pub(crate) rows: usize,
}

/// Probabilities are kept this far from 0, so that one confident mistake costs at most 20 bits.
const FLOOR: f64 = 1.0 / 1_048_576.0;

impl Information {
    /// From the class shares of the train rows and the `probabilities` that a probe gives to each row's own class, which
    /// `truth` says. `None` without rows.
    ///
    /// The mean of the pointwise V-information log2 p(y|x) - log2 p(y), its interval by the central
    /// limit theorem. Source: Ethayarajh, Choi & Swayamdipta, *Understanding dataset difficulty with
    /// V-usable information* (ICML 2022, arXiv 2110.08420).
    pub(crate) fn new(shares: &[f64], probabilities: &[f64], truth: &[u16]) -> Option<Self> {
        let rows = truth.len();
        if rows == 0 {
            return None;
        }
        let pointwise: Vec<f64> = truth
            .iter()
            .zip(probabilities)
            .map(|(&class, probability)| {
                probability.max(FLOOR).log2() - shares[usize::from(class)].max(FLOOR).log2()
            })
            .collect();
        let bits = pointwise.iter().sum::<f64>() / rows as f64;
        let variance = pointwise
            .iter()
            .map(|value| (value - bits).powi(2))
            .sum::<f64>()
            / rows as f64;
        let reach = 1.959_964 * (variance / rows as f64).sqrt();
        Some(Self {
            bits,
            interval: (bits - reach, bits + reach),
            rows,
        })
    }
}

/// Mean of -ln p(label), p the softmax of the scores.
pub(crate) fn log_loss(scores: &Array2<f64>, labels: &[u16]) -> f64 {
    let losses = scores.rows().into_iter().zip(labels).map(|(row, &label)| {
        let top = row.fold(f64::NEG_INFINITY, |top, &score| top.max(score));
        let sum: f64 = row.iter().map(|score| (score - top).exp()).sum();
        sum.ln() + top - row[usize::from(label)]
    });
    losses.sum::<f64>() / labels.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_that_knows_only_the_shares_reads_nothing() {
        let read = Information::new(&[0.5, 0.5], &[0.5, 0.5], &[0, 1]);
        assert_eq!(read.map(|read| read.bits), Some(0.0));
    }

    #[test]
    fn a_probe_that_knows_the_label_reads_its_entropy() {
        let read = Information::new(&[0.25; 4], &[1.0, 1.0], &[0, 2]);
        assert_eq!(read.map(|read| read.bits), Some(2.0));
    }
}
