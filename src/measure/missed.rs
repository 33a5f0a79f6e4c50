//! Missed: the share of probes that (almost) never predict a class, and its interval over the class's rows.

use super::bootstrap::{Draws, percentile_interval};

/// Resamples of the rows; each costs one pass over every probe's answers.
const RESAMPLES: usize = 400;
/// Confidence of the interval.
const CONFIDENCE: f64 = 0.99;

/// What one probe answered to rows of the class: the place of each row among all, and whether it was right. A row that
/// was tested on several splits stands there several times.
pub(crate) type Tries = Vec<(u32, bool)>;

/// The share of probes whose recall of a class is at most a limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Missed {
    /// That share; 1 of no probes.
    pub(crate) share: f64,
    /// Where it lies by other rows of the class.
    pub(crate) interval: (f64, f64),
    /// How many probes there are.
    pub(crate) probes: usize,
}

impl Missed {
    /// Counts the `probes` whose recall is at most `max_recall`, and counts again on resamples of the `rows` rows, for
    /// all probes at once.
    ///
    /// Percentile bootstrap (Efron & Tibshirani, *An introduction to the bootstrap*, 1993, chapter 13), 99 %.
    pub(crate) fn of(probes: &[Tries], rows: usize, max_recall: f64, seed: u64) -> Self {
        let share = share(probes, &vec![1; rows], max_recall);
        Self {
            share,
            interval: interval(probes, rows, max_recall, seed).unwrap_or((share, share)),
            probes: probes.len(),
        }
    }
}

fn interval(probes: &[Tries], rows: usize, max_recall: f64, seed: u64) -> Option<(f64, f64)> {
    // A probe that always or never hits does so on every resample.
    let varies = |tries: &Tries| tries.iter().any(|(_, hit)| *hit != tries[0].1);
    if !probes.iter().any(varies) {
        return None;
    }
    let mut draws = Draws::new(seed);
    let mut shares: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let mut weights = vec![0; rows];
            for _ in 0..rows {
                weights[draws.below(rows)] += 1;
            }
            share(probes, &weights, max_recall)
        })
        .collect();
    percentile_interval(&mut shares, CONFIDENCE)
}

fn share(probes: &[Tries], weights: &[u32], max_recall: f64) -> f64 {
    if probes.is_empty() {
        return 1.0;
    }
    let is_missed = |tries: &&Tries| {
        let (mut hits, mut all) = (0, 0);
        for &(row, hit) in *tries {
            let weight = weights[row as usize];
            all += weight;
            hits += u32::from(hit) * weight;
        }
        all > 0 && f64::from(hits) <= max_recall * f64::from(all)
    };
    probes.iter().filter(is_missed).count() as f64 / probes.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A probe that hits the first `hits` of `rows` rows.
    fn probe(hits: usize, rows: usize) -> Tries {
        (0..rows).map(|row| (row as u32, row < hits)).collect()
    }

    #[test]
    fn the_share_counts_probes_and_not_rows() {
        let probes = [probe(0, 40), probe(2, 40), probe(3, 40), probe(40, 40)];
        let missed = Missed::of(&probes, 40, 0.05, 0);
        assert_eq!((missed.share, missed.probes), (0.5, 4));
        assert_eq!(Missed::of(&[], 40, 0.05, 0).share, 1.0);
    }

    #[test]
    fn few_rows_leave_it_open_and_many_settle_it() {
        let width = |times: usize| {
            let probes: Vec<Tries> = (0..20).map(|_| probe(times, 30 * times)).collect();
            let (low, high) = Missed::of(&probes, 30 * times, 0.05, 1).interval;
            high - low
        };
        assert_eq!(width(1), 1.0);
        assert_eq!(width(60), 0.0);
    }

    #[test]
    fn what_never_hits_is_missed_for_sure() {
        let missed = Missed::of(&[probe(0, 30), probe(0, 30)], 30, 0.05, 0);
        assert_eq!(missed.interval, (1.0, 1.0));
    }
}
