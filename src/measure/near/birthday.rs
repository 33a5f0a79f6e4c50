//! Birthday: how surprising it is that whole numbers hardly ever repeat within the range that they span.

/// An upper bound of ln P for the event that `n` independent whole numbers out of `range` possible ones
/// repeat an earlier one at most `repeats` times. 0 (no surprise) where the bound says nothing.
///
/// The bound holds whatever the distribution: the uniform one repeats least (Munford 1977, *A note on the
/// uniformity assumption in the birthday problem*). As long as there were at most c repeats, the i-th number
/// meets at least i - 1 - c different ones, and repeats with chance (i - 1 - c) / range; so the repeats are at
/// least a sum of independent trials with mean m = (n - c)(n - c - 1) / (2 range), and Chernoff's bound for
/// their lower tail is exp(c - m) (m / c)^c (Mitzenmacher and Upfal 2005, theorem 4.5).
pub(crate) fn ln_chance(n: usize, repeats: usize, range: f64) -> f64 {
    let c = repeats as f64;
    let left = n.saturating_sub(repeats) as f64;
    let mean = left * (left - 1.0).max(0.0) / (2.0 * range.max(1.0));
    if mean <= c {
        0.0
    } else if repeats == 0 {
        -mean
    } else {
        c - mean + c * (mean / c).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::bootstrap::Draws;

    #[test]
    fn the_bound_lies_above_the_exact_chance_without_repeats() {
        for (n, range) in [(23, 365.0), (30, 30.0), (40, 100.0)] {
            let exact: f64 = (0..n)
                .map(|drawn| (1.0 - f64::from(drawn) / range).ln())
                .sum();
            let bound = ln_chance(n as usize, 0, range);
            assert!(bound >= exact, "{n} of {range}: {bound} < {exact}");
            assert!(bound < 0.0);
        }
    }

    #[test]
    fn uniform_numbers_are_no_surprise() {
        let mut draws = Draws::new(5);
        let mut surprising = 0;
        for _ in 0..2_000 {
            let mut numbers: Vec<usize> = (0..100).map(|_| draws.below(3_000)).collect();
            numbers.sort_unstable();
            numbers.dedup();
            let chance = ln_chance(100, 100 - numbers.len(), 3_000.0);
            surprising += usize::from(chance < 0.05_f64.ln());
        }
        assert!(surprising <= 100, "{surprising} of 2,000 below 0.05");
    }

    #[test]
    fn a_running_number_is_one_and_a_wide_quantity_is_not() {
        assert!(ln_chance(30, 0, 30.0) < 1e-6_f64.ln());
        // Some rows may stand twice.
        assert!(ln_chance(1_000, 20, 1_000.0) < 1e-6_f64.ln());
        // Two hundred populations between one thousand and one thousand million.
        assert!(ln_chance(200, 0, 1e9) > -0.001);
        assert!(ln_chance(1, 0, 1.0) == 0.0 && ln_chance(0, 0, 0.0) == 0.0);
    }
}
