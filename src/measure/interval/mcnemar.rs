//! McNemar's exact test: do two arms of the same configurations differ, judged by those on which they disagree?

use statrs::distribution::{Binomial, DiscreteCDF};

/// The two-sided p value when `only_first` configurations collapsed in the first arm alone and `only_second` in
/// the second alone. 1 when the arms never disagree.
///
/// Twice the smaller tail of a binomial with probability one half, at most 1.
/// Source: McNemar 1947; the exact form as in Agresti, *Categorical Data Analysis*, section 11.1.
pub(crate) fn exact_mcnemar(only_first: usize, only_second: usize) -> f64 {
    let disagreements = (only_first + only_second) as u64;
    let fewer = only_first.min(only_second) as u64;
    Binomial::new(0.5, disagreements).map_or(1.0, |binomial| (2.0 * binomial.cdf(fewer)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_p_value_is_twice_the_smaller_tail() {
        // 2 * (1 + 10 + 45) / 2^10
        assert!((exact_mcnemar(8, 2) - 2.0 * 56.0 / 1024.0).abs() < 1e-12);
        assert!((exact_mcnemar(7, 0) - 2.0 / 128.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_the_arms_does_not_matter() {
        assert!((exact_mcnemar(12, 3) - exact_mcnemar(3, 12)).abs() < 1e-15);
    }

    #[test]
    fn arms_that_agree_or_balance_differ_in_nothing() {
        assert!((exact_mcnemar(0, 0) - 1.0).abs() < 1e-12);
        assert!((exact_mcnemar(5, 5) - 1.0).abs() < 1e-12);
    }
}
