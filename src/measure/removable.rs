//! Removable error: which part of what a constant answer gets wrong is got right.

use super::interval::Proportion;

/// Mistakes on rows that a prediction wasn't learned from, beside those of the best constant answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RemovableError {
    /// Rows got wrong.
    pub(crate) mistakes: usize,
    /// Rows that the most frequent class doesn't have: what a constant answer gets wrong.
    pub(crate) removable: usize,
    /// Test rows.
    pub(crate) n: usize,
}

impl RemovableError {
    /// The part removed, (A - p) / (1 - p) for accuracy A and largest class share p: 1 when nothing is got
    /// wrong, 0 when it is no better than a constant answer, below when it is worse. 0 where a constant
    /// answer makes no mistake. Also known as Goodman and Kruskal's lambda (JASA 49, 1954), out of sample.
    pub(crate) fn removed(self) -> f64 {
        self.part(self.mistakes as f64 / self.n.max(1) as f64)
    }

    /// The interval of [`RemovableError::removed`], from that of the mistakes: Wilson's, or exact where there is
    /// none. The class shares count as known.
    pub(crate) fn interval(self, confidence: f64) -> (f64, f64) {
        let mistakes = Proportion::new(self.mistakes, self.n);
        let (low, high) = match self.mistakes {
            0 => (0.0, mistakes.most_if_none(confidence)),
            _ => mistakes.wilson(confidence),
        };
        (self.part(high), self.part(low))
    }

    /// The rows with which the interval would lie beyond `limit`, were the mistakes as frequent as now;
    /// `None` where they are too frequent for that.
    pub(crate) fn rows_beyond(self, limit: f64, confidence: f64) -> Option<usize> {
        let beyond = |times: usize| {
            let more = Self {
                mistakes: self.mistakes * times,
                removable: self.removable * times,
                n: self.n * times,
            };
            more.interval(confidence).0 > limit
        };
        (self.removed() > limit)
            .then(|| (2..=1_000).find(|&times| beyond(times)))
            .flatten()
            .map(|times| self.n * times)
    }

    fn part(self, wrong: f64) -> f64 {
        if self.removable == 0 {
            return 0.0;
        }
        1.0 - wrong * self.n as f64 / self.removable as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(mistakes: usize, removable: usize, n: usize) -> RemovableError {
        RemovableError {
            mistakes,
            removable,
            n,
        }
    }

    #[test]
    fn a_constant_answer_removes_nothing_and_the_truth_everything() {
        assert_eq!(error(100, 100, 1_000).removed(), 0.0);
        assert_eq!(error(0, 100, 1_000).removed(), 1.0);
        assert_eq!(error(50, 100, 1_000).removed(), 0.5);
        assert_eq!(error(0, 0, 10).removed(), 0.0);
    }

    #[test]
    fn the_interval_narrows_with_the_rows() {
        // 0.05 ^ (1 / 300) is 0.9901, so that at most 0.0099 / 0.5 of the error is left.
        let (low, high) = error(0, 150, 300).interval(0.95);
        assert!((low - 0.9801).abs() < 1e-4 && high == 1.0, "{low}");
        assert!(error(0, 100, 200).interval(0.95).0 < 0.98);
        assert_eq!(error(0, 100, 200).rows_beyond(0.98, 0.95), Some(400));
        assert_eq!(error(10, 100, 200).rows_beyond(0.98, 0.95), None);
    }

    #[test]
    fn without_a_mistake_hundreds_of_rows_are_enough_and_dozens_are_not() {
        // Six columns and fourteen, each in two ways.
        assert!(error(0, 378, 900).interval(1.0 - 0.05 / 12.0).0 > 0.98);
        assert!(error(0, 342, 891).interval(1.0 - 0.05 / 28.0).0 > 0.98);
        assert!(error(0, 12, 24).interval(1.0 - 0.05 / 4.0).0 < 0.98);
        // One mistake is estimated, by Wilson's interval as ever.
        assert!(error(1, 378, 900).interval(1.0 - 0.05 / 12.0).0 < 0.98);
    }
}
