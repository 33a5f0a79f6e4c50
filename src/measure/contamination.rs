//! Contamination: the share of labels that contradict their rows, which overlapping classes don't explain.
//!
//! Where classes overlap, a good probe is often wrong, but seldom when it is sure: its errors fade as
//! its confidence grows. Wrong labels stay as frequent where it is surest. The two are told apart by a
//! model with both, fitted to out-of-sample scores.

use linfa_linalg::cholesky::SolveCInplace;
use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;

/// Half the 95 % quantile of the chi-squared distribution with one degree of freedom.
const DROP: f64 = 1.920_729;
/// Widest share of wrong labels that is looked for: beyond a half, the wrong ones are the rule.
const MOST: f64 = 0.5;
/// To how much the share is found.
const PRECISION: f64 = 1e-4;
/// Most steps of the weights at one share.
const MAX_STEPS: usize = 200;
/// Rows that one thread sums before the sums are added in their order.
const CHUNK: usize = 1_024;

/// How labels follow from out-of-sample scores, and how many don't.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contamination {
    /// Share of wrong labels, in \[0, 0.5\].
    pub(crate) share: f64,
    /// Its 95 % interval over the rows, by the profile likelihood.
    pub(crate) interval: (f64, f64),
    /// Probability of each class given the row's scores (`rows x classes`), were no label wrong.
    pub(crate) clean: Array2<f64>,
    /// Weight of each scorer in `clean`.
    pub(crate) weights: Vec<f64>,
}

impl Contamination {
    /// From out-of-sample `scores` (one matrix a scorer, `rows x classes`, log-probabilities but for a
    /// constant a row) and the class of each row. `None` without rows, scorers or a second class.
    ///
    /// p(y | x) = (1 - e) s_y + e (1 - s_y) / (K - 1) with s = softmax of sum_m a_m score_m: a label is
    /// another class than the row's own with probability e, whatever the row. The weights a_m and e are
    /// those of the largest likelihood; the interval of e holds every value whose profile likelihood
    /// lies within half the chi-squared quantile of it.
    ///
    /// Sources: Copas, *Binary regression models for contaminated data* (JRSS B 50, 1988), for two
    /// classes; Wolpert, *Stacked generalization* (Neural Networks 5, 1992) and Guo et al. (arXiv
    /// 1706.04599) for the weights; Venzon & Moolgavkar, *A method for computing profile-likelihood-
    /// based confidence intervals* (Applied Statistics 37, 1988).
    pub(crate) fn of(scores: &[Array2<f64>], labels: &[u16]) -> Option<Self> {
        let classes = scores.first()?.ncols();
        if labels.is_empty() || classes < 2 {
            return None;
        }
        let model = Model {
            scores,
            labels,
            classes,
        };
        let even = vec![1.0 / scores.len() as f64; scores.len()];
        let none = model.best_at(0.0, &even);
        let some = model.best(&none);
        let best = if some.value > none.value { some } else { none };
        let enough = best.value - DROP;
        let low = model.crossing(enough, &best, 0.0);
        let high = model.crossing(enough, &best, MOST);
        let mut clean = Array2::zeros((labels.len(), classes));
        for (row, mut shares) in clean.rows_mut().into_iter().enumerate() {
            model.shares(
                row,
                &best.weights,
                shares.as_slice_mut().unwrap_or_default(),
            );
        }
        Some(Self {
            share: best.share,
            interval: (low, high),
            clean,
            weights: best.weights,
        })
    }
}

impl Contamination {
    /// Probability of each row's label as labels are given, wrong ones included.
    pub(crate) fn given(&self, labels: &[u16]) -> Vec<f64> {
        let others = (self.clean.ncols() - 1) as f64;
        let of = |own: f64| (1.0 - self.share) * own + self.share * (1.0 - own) / others;
        let rows = self.clean.rows().into_iter().zip(labels);
        rows.map(|(row, &label)| of(row[usize::from(label)]))
            .collect()
    }
}

/// One share of wrong labels with the weights that suit it best, and the log-likelihood of both.
#[derive(Clone)]
struct Point {
    share: f64,
    weights: Vec<f64>,
    value: f64,
}

struct Model<'a> {
    scores: &'a [Array2<f64>],
    labels: &'a [u16],
    classes: usize,
}

/// Log-likelihood, its gradient by the weights, and the curvature that a step goes by.
struct Slope {
    value: f64,
    gradient: Array1<f64>,
    curvature: Array2<f64>,
}

impl Slope {
    fn flat(size: usize) -> Self {
        Self {
            value: 0.0,
            gradient: Array1::zeros(size),
            curvature: Array2::zeros((size, size)),
        }
    }

    fn add(&mut self, other: &Self) {
        self.value += other.value;
        self.gradient += &other.gradient;
        self.curvature += &other.curvature;
    }

    /// The step of the weights; scorers that say the same share it. `None` when there is none.
    fn step(&self) -> Option<Array1<f64>> {
        let mut curvature = self.curvature.clone();
        // Without this trace of its scale, scorers that say the same would leave it without a factor.
        curvature
            .diag_mut()
            .mapv_inplace(|entry| entry + 1e-9 * (1.0 + entry));
        let gradient = self.gradient.clone().insert_axis(Axis(1));
        Some(curvature.solvec_into(gradient).ok()?.remove_axis(Axis(1)))
    }
}

impl Model<'_> {
    /// The class probabilities of `row`.
    fn shares(&self, row: usize, weights: &[f64], shares: &mut [f64]) {
        for (class, share) in shares.iter_mut().enumerate() {
            let scored = self.scores.iter().zip(weights);
            *share = scored
                .map(|(scores, weight)| weight * scores[[row, class]])
                .sum();
        }
        let top = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for share in shares.iter_mut() {
            *share = (*share - top).exp();
            sum += *share;
        }
        for share in shares.iter_mut() {
            *share /= sum;
        }
    }

    fn slope(&self, share: f64, weights: &[f64]) -> Slope {
        let starts: Vec<usize> = (0..self.labels.len()).step_by(CHUNK).collect();
        let parts: Vec<Slope> = starts
            .into_par_iter()
            .map(|start| self.slope_of(start, share, weights))
            .collect();
        let mut all = Slope::flat(weights.len());
        for part in &parts {
            all.add(part);
        }
        all
    }

    /// The sums over one chunk of rows.
    ///
    /// The curvature leaves out that a row's trust itself moves with the weights, as the steps of an
    /// EM algorithm do: always positive, and exact where no label is wrong.
    fn slope_of(&self, start: usize, share: f64, weights: &[f64]) -> Slope {
        let end = (start + CHUNK).min(self.labels.len());
        let others = (self.classes - 1) as f64;
        let mut slope = Slope::flat(weights.len());
        let mut shares = vec![0.0; self.classes];
        let mut apart = vec![0.0; weights.len()];
        for row in start..end {
            self.shares(row, weights, &mut shares);
            let label = usize::from(self.labels[row]);
            let own = shares[label];
            let likelihood = (1.0 - share) * own + share * (1.0 - own) / others;
            slope.value += likelihood.max(f64::MIN_POSITIVE).ln();
            let trust = (1.0 - share - share / others) * own / likelihood.max(f64::MIN_POSITIVE);
            let mean: Vec<f64> = self
                .scores
                .iter()
                .map(|scores| {
                    (0..self.classes)
                        .map(|k| shares[k] * scores[[row, k]])
                        .sum()
                })
                .collect();
            for (at, scores) in self.scores.iter().enumerate() {
                slope.gradient[at] += trust * (scores[[row, label]] - mean[at]);
            }
            for (k, &each) in shares.iter().enumerate() {
                for (apart, (scores, mean)) in apart.iter_mut().zip(self.scores.iter().zip(&mean)) {
                    *apart = scores[[row, k]] - mean;
                }
                for ((one, other), entry) in slope.curvature.indexed_iter_mut() {
                    *entry += trust * each * apart[one] * apart[other];
                }
            }
        }
        slope
    }

    /// The weights of the largest likelihood at `share`, sought from `start`.
    fn best_at(&self, share: f64, start: &[f64]) -> Point {
        let mut weights = start.to_vec();
        let mut here = self.slope(share, &weights);
        for _ in 0..MAX_STEPS {
            let Some(step) = here.step() else { break };
            if step.dot(&here.gradient).abs() < 1e-4 {
                break;
            }
            let mut scale = 1.0;
            let mut moved = false;
            while scale > 1e-9 {
                let trial: Vec<f64> = weights
                    .iter()
                    .zip(&step)
                    .map(|(weight, step)| weight + scale * step)
                    .collect();
                let there = self.slope(share, &trial);
                if there.value > here.value {
                    (weights, here, moved) = (trial, there, true);
                    break;
                }
                scale *= 0.5;
            }
            if !moved {
                break;
            }
        }
        Point {
            share,
            weights,
            value: here.value,
        }
    }

    /// The share of the largest profile likelihood, by golden section (Kiefer 1953).
    ///
    /// Each share starts from the weights at none: those of a share that is much too large run off
    /// towards infinity, where the likelihood is flat and no step leads back.
    fn best(&self, none: &Point) -> Point {
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        let (mut low, mut high) = (0.0, MOST);
        let mut left = self.best_at(high - golden * (high - low), &none.weights);
        let mut right = self.best_at(low + golden * (high - low), &none.weights);
        while high - low > PRECISION {
            if left.value >= right.value {
                high = right.share;
                right = left.clone();
                left = self.best_at(high - golden * (high - low), &none.weights);
            } else {
                low = left.share;
                left = right.clone();
                right = self.best_at(low + golden * (high - low), &none.weights);
            }
        }
        if left.value >= right.value {
            left
        } else {
            right
        }
    }

    /// Where the profile likelihood falls to `enough` between the best point and `end`; `end` itself
    /// when it doesn't.
    fn crossing(&self, enough: f64, best: &Point, end: f64) -> f64 {
        let (mut within, mut beyond) = (best.share, end);
        let mut weights = best.weights.clone();
        if self.best_at(end, &weights).value >= enough {
            return end;
        }
        while (within - beyond).abs() > PRECISION {
            let point = self.best_at(f64::midpoint(within, beyond), &weights);
            if point.value >= enough {
                within = point.share;
                weights = point.weights;
            } else {
                beyond = point.share;
            }
        }
        within
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::bootstrap::Draws;

    /// Scores that are log-odds at scale `scale`, labels that follow from them but for a share.
    fn data(rows: usize, wrong: f64, seed: u64) -> (Vec<Array2<f64>>, Vec<u16>) {
        let mut draws = Draws::new(seed);
        let mut unit = || (draws.below(1_000_000) as f64 + 0.5) / 1e6;
        let mut scores = Array2::zeros((rows, 2));
        let mut labels = Vec::new();
        for row in 0..rows {
            let z = 8.0 * (unit() - 0.5);
            // The scorer is twice too timid.
            scores[[row, 1]] = z / 2.0;
            let truly = unit() < 1.0 / (1.0 + (-z).exp());
            labels.push(u16::from(truly != (unit() < wrong)));
        }
        (vec![scores], labels)
    }

    #[test]
    fn overlapping_classes_alone_are_no_contamination() {
        let mut beyond = 0;
        for seed in 0..40 {
            let (scores, labels) = data(1_500, 0.0, seed);
            let found = Contamination::of(&scores, &labels).expect("rows");
            beyond += usize::from(found.interval.0 > 0.0);
            assert!(found.share < 0.04, "{}", found.share);
        }
        assert!(beyond <= 4, "{beyond} of 40 established");
    }

    #[test]
    fn the_interval_covers_the_share_of_wrong_labels() {
        let mut covered = 0;
        for seed in 0..60 {
            let (scores, labels) = data(1_500, 0.08, 100 + seed);
            let found = Contamination::of(&scores, &labels).expect("rows");
            covered += usize::from(found.interval.0 <= 0.08 && 0.08 <= found.interval.1);
            assert!((found.weights[0] - 2.0).abs() < 0.9, "{:?}", found.weights);
        }
        assert!(covered >= 51, "{covered} of 60 cover");
    }

    /// Where nothing but wrong labels keeps the classes apart, the interval is that of a count.
    #[test]
    fn separable_classes_give_the_interval_of_a_proportion() {
        let scores = Array2::from_shape_fn((400, 2), |(row, class)| {
            let side = if row % 2 == 0 { -1.0 } else { 1.0 };
            side * class as f64 * (2.0 + (row % 7) as f64)
        });
        let labels: Vec<u16> = (0..400)
            .map(|row| u16::from((row % 2 == 1) != (row % 40 == 3)))
            .collect();
        let found = Contamination::of(&[scores], &labels).expect("rows");
        // 10 of 400: Wilson's interval is 0.0136 to 0.0454, the likelihood's 0.0126 to 0.0434.
        assert!((found.share - 0.025).abs() < 0.001, "{}", found.share);
        assert!((found.interval.0 - 0.0126).abs() < 0.002, "{found:?}");
        assert!((found.interval.1 - 0.0434).abs() < 0.002, "{found:?}");
    }

    #[test]
    fn a_scorer_that_says_nothing_gets_no_weight() {
        let (mut scores, labels) = data(4_000, 0.0, 9);
        let mut draws = Draws::new(1);
        let noise = Array2::from_shape_fn((4_000, 2), |_| draws.below(1_000) as f64 / 250.0);
        scores.push(noise);
        let found = Contamination::of(&scores, &labels).expect("rows");
        assert!(found.weights[1].abs() < 0.1, "{:?}", found.weights);
    }
}
