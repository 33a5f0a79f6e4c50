//! Collapse: whether a probe gives nearly one answer whatever the input, and how near it comes.
//!
//! The definitions are trueline's own reconstruction of the collapse described in arXiv 2506.17989,
//! whose formulas were not available.

use serde::{Deserialize, Serialize};

use super::Confusion;
use super::bootstrap::{Draws, percentile_interval};
use super::interval::Proportion;

/// Fewest test rows on which one answer can be told from nearly one.
pub(crate) const MIN_ROWS: usize = 73;
/// Rows from which the strict share is judged: the Wilson bound of n out of n reaches 0.99 at 381.
pub(crate) const STRICT_ROWS: usize = 381;
/// Share of one answer that counts as collapse, from [`STRICT_ROWS`] rows on.
const STRICT_SHARE: f64 = 0.99;
/// The same between [`MIN_ROWS`] and [`STRICT_ROWS`] rows.
const LOOSE_SHARE: f64 = 0.95;
/// A collapsed probe misses a class: its recall is below this.
const MISSED_RECALL: f64 = 0.05;
/// Above this share of the largest class, a good probe says it nearly always: judged by MCC instead.
const SKEWED_PRIOR: f64 = 0.95;
/// Correlation with the truth below which a probe on skewed classes has given up.
const NO_CORRELATION: f64 = 0.05;
/// Severity from which a probe leans towards one answer.
const HALF_WAY: f64 = 0.5;
/// Resamples of the test rows.
const RESAMPLES: usize = 1_000;

/// Whether one configuration collapsed on the test rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Collapse {
    /// It gives nearly one answer, and that is established.
    Collapsed,
    /// It gives nearly one answer, but it was tested on too few rows to establish that.
    Doubtful,
    /// It tells classes apart, but is more than half way to one answer: its severity is at least 0.5.
    Leaning,
    /// It tells classes apart.
    Healthy,
}

/// How many configurations of one arm stand where, judged in-domain. Each is counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Standings {
    /// Those that give nearly one answer.
    pub(crate) collapsed: usize,
    /// Those that give nearly one answer, on too few rows to establish it.
    pub(crate) doubtful: usize,
    /// Those that are more than half way to one answer.
    pub(crate) leaning: usize,
    /// The others.
    pub(crate) healthy: usize,
}

impl Standings {
    /// Counts `judged`.
    pub(crate) fn of(judged: impl IntoIterator<Item = Collapse>) -> Self {
        let mut standings = Self::default();
        for collapse in judged {
            *match collapse {
                Collapse::Collapsed => &mut standings.collapsed,
                Collapse::Doubtful => &mut standings.doubtful,
                Collapse::Leaning => &mut standings.leaning,
                Collapse::Healthy => &mut standings.healthy,
            } += 1;
        }
        standings
    }

    /// All that were judged.
    pub(crate) fn judged(self) -> usize {
        self.collapsed + self.doubtful + self.leaning + self.healthy
    }
}

impl Collapse {
    /// Judges one test set; `None` below [`MIN_ROWS`] rows.
    ///
    /// Collapsed: the lower end of the 95 % Wilson interval of the largest predicted share reaches
    /// 0.99 (0.95 below 381 rows), and some class's recall is below 0.05. Where the largest class
    /// exceeds 0.95: the MCC and the smallest recall are both below 0.05.
    ///
    /// What isn't collapsed is leaning when its severity reaches 0.5. A probe that forces a share of
    /// its predictions to one class moves on a straight line towards the point where constant answers
    /// sit, and so draws the line that collapse draws: the healthy line is read without it.
    pub(crate) fn of(confusion: &Confusion) -> Option<Self> {
        let collapse = Self::judged(confusion)?;
        let leans = collapse == Self::Healthy && severity(confusion) >= HALF_WAY;
        Some(if leans { Self::Leaning } else { collapse })
    }

    fn judged(confusion: &Confusion) -> Option<Self> {
        let rows = confusion.rows();
        if rows < MIN_ROWS {
            return None;
        }
        if confusion.smallest_recall() >= MISSED_RECALL {
            return Some(Self::Healthy);
        }
        if confusion.prior() > SKEWED_PRIOR {
            let given_up = confusion.mcc() < NO_CORRELATION;
            return Some(if given_up {
                Self::Collapsed
            } else {
                Self::Healthy
            });
        }
        let limit = if rows >= STRICT_ROWS {
            STRICT_SHARE
        } else {
            LOOSE_SHARE
        };
        let (_, said) = confusion.most_said();
        let (low, _) = Proportion::new(said, rows).wilson(0.95);
        Some(if low >= limit {
            Self::Collapsed
        } else if said as f64 >= limit * rows as f64 {
            Self::Doubtful
        } else {
            Self::Healthy
        })
    }
}

/// How near a probe comes to one answer: (s - pi)+ / (1 - pi), in [0, 1], where s is the largest
/// predicted share and pi the largest class's. 0 keeps the classes' shares, 1 says one class only.
pub(crate) fn severity(confusion: &Confusion) -> f64 {
    let said = confusion.most_said().1 as f64 / confusion.rows().max(1) as f64;
    severity_of(said, confusion.prior())
}

fn severity_of(said: f64, prior: f64) -> f64 {
    if prior >= 1.0 {
        0.0
    } else {
        ((said - prior) / (1.0 - prior)).clamp(0.0, 1.0)
    }
}

/// 95 % interval of the severity of `predicted` in excess of that of `baseline`, over the same rows.
///
/// Percentile bootstrap over rows, paired, 1,000 resamples (Efron & Tibshirani, *An introduction to
/// the bootstrap*, 1993, chapter 13).
pub(crate) fn excess_interval(
    truth: &[u16],
    predicted: &[u16],
    baseline: &[u16],
    classes: usize,
    seed: u64,
) -> (f64, f64) {
    let mut draws = Draws::new(seed);
    let rows = truth.len();
    if rows == 0 {
        return (-1.0, 1.0);
    }
    let mut counts = vec![[0_u32; 3]; classes];
    let mut excesses: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            counts.fill([0; 3]);
            for _ in 0..rows {
                let row = draws.below(rows);
                counts[usize::from(truth[row])][0] += 1;
                counts[usize::from(predicted[row])][1] += 1;
                counts[usize::from(baseline[row])][2] += 1;
            }
            let largest = |of: usize| {
                f64::from(counts.iter().map(|count| count[of]).max().unwrap_or(0)) / rows as f64
            };
            severity_of(largest(1), largest(0)) - severity_of(largest(2), largest(0))
        })
        .collect();
    percentile_interval(&mut excesses, 0.95).unwrap_or((-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confusion(rows: usize, positives: usize, said: usize) -> Confusion {
        let truth: Vec<u16> = (0..rows).map(|row| u16::from(row < positives)).collect();
        let predicted: Vec<u16> = (0..rows).map(|row| u16::from(row < said)).collect();
        Confusion::new(&truth, &predicted, 2)
    }

    #[test]
    fn one_answer_is_collapse_from_73_rows_on() {
        assert_eq!(Collapse::of(&confusion(72, 20, 0)), None);
        assert_eq!(
            Collapse::of(&confusion(73, 20, 0)),
            Some(Collapse::Collapsed)
        );
        assert_eq!(
            Collapse::of(&confusion(381, 100, 0)),
            Some(Collapse::Collapsed)
        );
    }

    #[test]
    fn nearly_one_answer_needs_rows_to_be_established() {
        assert_eq!(
            Collapse::of(&confusion(400, 100, 2)),
            Some(Collapse::Doubtful)
        );
        assert_eq!(
            Collapse::of(&confusion(4_000, 1_000, 20)),
            Some(Collapse::Collapsed)
        );
    }

    #[test]
    fn a_probe_that_finds_a_twentieth_of_each_class_is_healthy() {
        assert_eq!(
            Collapse::of(&confusion(2_000, 500, 300)),
            Some(Collapse::Healthy)
        );
        assert_eq!(
            Collapse::of(&confusion(2_000, 500, 30)),
            Some(Collapse::Leaning)
        );
    }

    #[test]
    fn skewed_classes_are_judged_by_correlation() {
        assert_eq!(
            Collapse::of(&confusion(5_000, 100, 0)),
            Some(Collapse::Collapsed)
        );
        assert_eq!(
            Collapse::of(&confusion(5_000, 100, 60)),
            Some(Collapse::Healthy)
        );
        assert_eq!(
            Collapse::of(&confusion(5_000, 100, 40)),
            Some(Collapse::Leaning)
        );
    }

    #[test]
    fn severity_runs_from_the_prior_to_one_answer() {
        assert_eq!(severity(&confusion(1_000, 250, 0)), 1.0);
        assert_eq!(severity(&confusion(1_000, 250, 250)), 0.0);
        assert!((severity(&confusion(1_000, 250, 125)) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn the_interval_holds_the_excess_and_narrows_with_rows() {
        let width = |rows: usize| {
            let truth: Vec<u16> = (0..rows).map(|row| u16::from(row % 4 == 0)).collect();
            let half: Vec<u16> = (0..rows).map(|row| u16::from(row % 8 == 0)).collect();
            let (low, high) = excess_interval(&truth, &half, &truth, 2, 1);
            assert!(low < 0.5 && 0.5 < high, "{low} {high}");
            high - low
        };
        assert!(width(4_000) < width(400) / 2.0);
    }
}
