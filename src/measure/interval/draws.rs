//! Draws: a measure taken on several draws of the rows, and the interval over rows that they give.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// One measure on several draws of the rows with replacement, each as large as the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OverDraws {
    /// The mean of the draws.
    pub(crate) mean: f64,
    /// Their standard deviation.
    deviation: f64,
    /// One less than the draws.
    freedom: f64,
}

impl OverDraws {
    /// Sums up `values`, one a draw; none of fewer than two.
    ///
    /// Splits of the same rows can't show how far draws of rows lie apart (Bengio and Grandvalet, *No unbiased
    /// estimator of the variance of K-fold cross-validation*, Journal of Machine Learning Research 5, 2004). So the rows
    /// are drawn anew, and with them everything that follows from them: the bootstrap of the whole procedure.
    pub(crate) fn of(values: &[f64]) -> Option<Self> {
        if values.len() < 2 {
            return None;
        }
        let draws = values.len() as f64;
        let mean = values.iter().sum::<f64>() / draws;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Some(Self {
            mean,
            deviation: (squares / (draws - 1.0)).sqrt(),
            freedom: draws - 1.0,
        })
    }

    /// Half the width of the two-sided interval around the mean in which one more draw lies: the prediction interval of
    /// a normal sample, in which Student's t stands for a deviation that is known from few draws (Hahn and Meeker,
    /// *Statistical intervals*, 1991, chapter 4). That deviation is the bootstrap's standard error (Efron and Tibshirani,
    /// *An introduction to the bootstrap*, 1993, chapter 6).
    pub(crate) fn reach(self, confidence: f64) -> f64 {
        let draws = self.freedom + 1.0;
        let deviation = self.deviation * (1.0 + 1.0 / draws).sqrt();
        StudentsT::new(0.0, 1.0, self.freedom).map_or(f64::INFINITY, |student| {
            deviation * student.inverse_cdf(0.5 + confidence / 2.0)
        })
    }
}

/// About how many rows beside the `present` ones would show on which side of a limit a value lies that is `gap`
/// away from it and known to within `reach`, which shrinks with the root of the rows.
pub(crate) fn rows_to_tell(present: usize, reach: f64, gap: f64) -> f64 {
    if gap == 0.0 {
        return f64::INFINITY;
    }
    present as f64 * ((reach / gap).powi(2) - 1.0).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::bootstrap::Draws;

    #[test]
    fn it_is_students_t_times_the_deviation_of_one_more_draw() {
        let values = [0.2, 0.3, 0.25, 0.35, 0.2];
        let over = OverDraws::of(&values).expect("five draws");
        assert!((over.mean - 0.26).abs() < 1e-12);
        // scipy.stats.t.ppf(0.995, 4)
        let expected = 4.604_094_871_349_99 * (0.00425 * 1.2_f64).sqrt();
        assert!((over.reach(0.99) - expected).abs() < 1e-9);
        assert_eq!(OverDraws::of(&values[..1]), None);
    }

    /// The mean of rows whose mean is 0.5: the plainest measure there is.
    #[test]
    fn its_interval_covers_what_other_rows_would_show() {
        let mut draws = Draws::new(11);
        let mut covered = 0;
        for _ in 0..400 {
            let rows: Vec<f64> = (0..100).map(|_| draws.below(101) as f64 / 100.0).collect();
            let values: Vec<f64> = (0..10)
                .map(|_| (0..100).map(|_| rows[draws.below(100)]).sum::<f64>() / 100.0)
                .collect();
            let over = OverDraws::of(&values).expect("ten draws");
            covered += usize::from((over.mean - 0.5).abs() <= over.reach(0.99));
        }
        assert!((385..400).contains(&covered), "covered {covered} of 400");
    }

    #[test]
    fn four_times_the_rows_halve_the_reach() {
        assert_eq!(rows_to_tell(100, 0.2, 0.1), 300.0);
        assert_eq!(rows_to_tell(100, 0.1, 0.2), 0.0);
        assert_eq!(rows_to_tell(100, 0.1, 0.0), f64::INFINITY);
        assert_eq!(rows_to_tell(100, 0.0, 0.0), f64::INFINITY);
    }
}
