//! Ratio: a part of a whole summed over rows, such as lost tokens of all tokens, with its interval.

use crate::measure::probit::normal_quantile;

/// A ratio of two sums over rows that were drawn at random from a population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ratio {
    /// Sum of the parts over sum of the wholes, in \[0, 1\] when no part exceeds its whole; 0 of nothing.
    pub(crate) value: f64,
    /// Its 95 % interval; `None` when every row of the population was counted.
    pub(crate) interval: Option<(f64, f64)>,
}

impl Ratio {
    /// The ratio over `rows` (part and whole of each), drawn without return from `population` rows.
    ///
    /// v = (1 - f) / (n W^2) * sum (part - R whole)^2 / (n - 1), with f = n / population and W the mean
    /// whole; the interval is R +- 1.96 sqrt(v), cut to \[0, 1\], and all of it from a single row.
    ///
    /// Source: Cochran 1977, Sampling Techniques, section 2.11 (estimation of a ratio).
    pub(crate) fn of(rows: &[(f64, f64)], population: usize) -> Self {
        let (part, whole) = rows
            .iter()
            .fold((0.0, 0.0), |(p, w), row| (p + row.0, w + row.1));
        let value = if whole > 0.0 { part / whole } else { 0.0 };
        let n = rows.len() as f64;
        if rows.len() >= population {
            return Self {
                value,
                interval: None,
            };
        }
        if rows.len() < 2 || whole <= 0.0 {
            return Self {
                value,
                interval: Some((0.0, 1.0)),
            };
        }
        let squares: f64 = rows
            .iter()
            .map(|&(part, whole)| (part - value * whole).powi(2))
            .sum();
        let mean = whole / n;
        let variance = (1.0 - n / population as f64) / (n * mean * mean) * squares / (n - 1.0);
        let reach = normal_quantile(0.975) * variance.sqrt();
        Self {
            value,
            interval: Some(((value - reach).max(0.0), (value + reach).min(1.0))),
        }
    }

    /// The end of the interval that is surely reached; the value itself when all is counted.
    pub(crate) fn at_least(self) -> f64 {
        self.interval.map_or(self.value, |(low, _)| low)
    }

    /// The end of the interval that is surely not exceeded.
    pub(crate) fn at_most(self) -> f64 {
        self.interval.map_or(self.value, |(_, high)| high)
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;

    #[test]
    fn what_is_counted_has_no_interval() {
        let ratio = Ratio::of(&[(1.0, 4.0), (0.0, 6.0)], 2);
        assert_eq!((ratio.value, ratio.interval), (0.1, None));
        assert_eq!((ratio.at_least(), ratio.at_most()), (0.1, 0.1));
    }

    #[test]
    fn by_hand() {
        // R = 3/10, residuals 0.5 and -0.5, mean whole 5, f = 0.5: v = 0.5 / (2 * 25) * 0.5 / 1.
        let ratio = Ratio::of(&[(2.0, 5.0), (1.0, 5.0)], 4);
        let reach = 1.959_964 * 0.005_f64.sqrt();
        let (low, high) = ratio.interval.expect("a sample has an interval");
        assert!((low - (0.3 - reach)).abs() < 1e-6 && (high - (0.3 + reach)).abs() < 1e-6);
    }

    #[test]
    fn one_row_of_many_says_nothing() {
        assert_eq!(Ratio::of(&[(1.0, 2.0)], 9).interval, Some((0.0, 1.0)));
        assert_eq!(Ratio::of(&[], 9).interval, Some((0.0, 1.0)));
        assert_eq!(Ratio::of(&[], 0).value, 0.0);
    }

    #[test]
    fn the_interval_holds_the_truth_about_as_often_as_it_says() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(8);
        let population: Vec<(f64, f64)> = (0..5_000)
            .map(|_| {
                let whole = f64::from(rng.gen_range(20_u32..200));
                let lost = if rng.gen_bool(0.3) { 0.4 } else { 0.0 };
                (whole * lost, whole)
            })
            .collect();
        let truth = Ratio::of(&population, population.len()).value;
        let held = (0..1_000)
            .filter(|_| {
                let rows: Vec<(f64, f64)> =
                    rand::seq::index::sample(&mut rng, population.len(), 400)
                        .into_iter()
                        .map(|row| population[row])
                        .collect();
                let ratio = Ratio::of(&rows, population.len());
                ratio.at_least() <= truth && truth <= ratio.at_most()
            })
            .count();
        assert!((925..=975).contains(&held), "{held} of 1,000");
    }
}
