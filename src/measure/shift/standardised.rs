//! Standardised difference: how far two means or shares lie apart, in units of their common standard deviation.
//!
//! |a - b| / sqrt((var a + var b) / 2), of shares with var = p (1 - p). Source: Austin, *Balance diagnostics for
//! comparing the distribution of baseline covariates* (Statistics in Medicine 28, 2009).

/// Of two means, each with its variance; infinite where they differ and neither side varies.
pub(crate) fn of_two_means(here: (f64, f64), there: (f64, f64)) -> f64 {
    let difference = here.0 - there.0;
    if difference == 0.0 {
        0.0
    } else {
        difference.abs() / f64::midpoint(here.1, there.1).max(0.0).sqrt()
    }
}

/// Of two shares in \[0, 1\].
pub(crate) fn of_two_shares(here: f64, there: f64) -> f64 {
    of_two_means((here, here * (1.0 - here)), (there, there * (1.0 - there)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_compared_as_austin_does() {
        // p = 0.3 and 0.5: 0.2 / sqrt((0.21 + 0.25) / 2).
        assert!((of_two_shares(0.3, 0.5) - 0.2 / 0.23_f64.sqrt()).abs() < 1e-12);
        assert_eq!(of_two_shares(0.0, 0.0), 0.0);
        assert_eq!(of_two_shares(0.0, 1.0), f64::INFINITY);
    }
}
