//! Scale: where an accuracy stands on the line's axes (probit or linear), and how well it is known there.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// Accuracies are clipped this far from 0 and 1 before the probit, which is infinite there.
const CLIP: f64 = 1e-6;

/// The axis that accuracies are placed on before a line is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Scale {
    /// The inverse normal distribution function, on which accuracy lines are straight.
    ///
    /// Source: Miller et al. 2021, arXiv 2107.04649.
    #[default]
    Probit,
    /// The accuracy itself.
    Linear,
}

impl Scale {
    /// Where an `accuracy` in \[0, 1\] stands on this scale.
    pub(crate) fn place(self, accuracy: f64) -> f64 {
        match self {
            Self::Probit => probit(accuracy),
            Self::Linear => accuracy,
        }
    }

    /// The binomial standard error, on this scale, of an `accuracy` in \[0, 1\] seen on `rows` rows.
    pub(crate) fn standard_error(self, accuracy: f64, rows: usize) -> f64 {
        match self {
            Self::Probit => probit_standard_error(accuracy, rows),
            Self::Linear => binomial_standard_error(accuracy, rows),
        }
    }
}

/// The probit of an `accuracy` in \[0, 1\], clipped to \[1e-6, 1 - 1e-6\] so that it stays finite.
pub(crate) fn probit(accuracy: f64) -> f64 {
    normal_quantile(accuracy.clamp(CLIP, 1.0 - CLIP))
}

/// The standard error of `probit(accuracy)` when the accuracy was seen on `rows` rows.
///
/// `sqrt(a (1 - a) / n) / phi(z(a))`, by the delta method. The accuracy is first brought half a row inside
/// (0, 1): none wrong among `n` is no proof that none ever is. Infinite without rows.
pub(crate) fn probit_standard_error(accuracy: f64, rows: usize) -> f64 {
    let inside = half_a_row_inside(accuracy, rows);
    binomial_standard_error(inside, rows) / Normal::standard().pdf(probit(inside))
}

/// The quantile of the standard normal distribution at `p` in (0, 1); NaN of what is no probability.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    if (0.0..=1.0).contains(&p) {
        Normal::standard().inverse_cdf(p)
    } else {
        f64::NAN
    }
}

/// `sqrt(a (1 - a) / n)`; infinite without rows.
fn binomial_standard_error(accuracy: f64, rows: usize) -> f64 {
    if rows == 0 {
        return f64::INFINITY;
    }
    let inside = half_a_row_inside(accuracy, rows);
    (inside * (1.0 - inside) / rows as f64).sqrt()
}

fn half_a_row_inside(accuracy: f64, rows: usize) -> f64 {
    let half = 0.5 / rows.max(1) as f64;
    accuracy.clamp(half, 1.0 - half)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64, tolerance: f64) -> bool {
        (left - right).abs() < tolerance
    }

    #[test]
    fn probit_is_the_normal_quantile() {
        assert!(close(probit(0.5), 0.0, 1e-12));
        assert!(close(probit(0.975), 1.959_963_984_540_054, 1e-9));
        assert!(close(probit(0.1), -probit(0.9), 1e-12));
    }

    #[test]
    fn a_perfect_accuracy_is_clipped_not_infinite() {
        assert!(close(probit(1.0), 4.753_424, 1e-5));
        assert!(close(probit(0.0), -4.753_424, 1e-5));
    }

    #[test]
    fn what_is_no_accuracy_has_no_probit_and_does_no_harm() {
        assert!(probit(f64::NAN).is_nan());
        assert!(normal_quantile(1.5).is_nan());
    }

    #[test]
    fn the_standard_error_agrees_with_the_change_of_the_probit() {
        let (accuracy, rows) = (0.8, 10_000);
        let error = 0.004;
        let numeric = (probit(accuracy + error) - probit(accuracy - error)) / 2.0;
        assert!(close(probit_standard_error(accuracy, rows), numeric, 1e-4));
        assert!(close(
            Scale::Linear.standard_error(accuracy, rows),
            error,
            1e-12
        ));
    }

    #[test]
    fn a_perfect_accuracy_still_has_an_error() {
        let error = probit_standard_error(1.0, 1_000);
        assert!(error > 0.1 && error < 1.0, "{error}");
        assert!(probit_standard_error(0.7, 0).is_infinite());
    }
}
