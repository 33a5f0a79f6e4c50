//! Proportion: hits among rows, with score intervals for it and for its difference from another.

mod advice;
pub(crate) mod bootstrap;
pub(crate) mod draws;
pub(crate) mod mcnemar;
pub(crate) mod ratio;

pub(crate) use advice::within_reach;

use super::probit::normal_quantile;

/// `hits` among `n` rows that are counted independently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Proportion {
    /// How many rows had the property.
    pub(crate) hits: usize,
    /// How many rows were looked at.
    pub(crate) n: usize,
}

impl Proportion {
    /// `hits` among `n`; hits beyond `n` count as `n`.
    pub(crate) fn new(hits: usize, n: usize) -> Self {
        Self {
            hits: hits.min(n),
            n,
        }
    }

    /// The share in \[0, 1\]; 0 of no rows.
    pub(crate) fn share(self) -> f64 {
        if self.n == 0 {
            0.0
        } else {
            self.hits as f64 / self.n as f64
        }
    }

    /// The two-sided Wilson score interval, for example at `confidence` 0.95; \[0, 1\] of no rows.
    ///
    /// Source: Wilson 1927; Brown, Cai and DasGupta 2001, section 3.1.1.
    pub(crate) fn wilson(self, confidence: f64) -> (f64, f64) {
        self.score_interval(two_sided(confidence))
    }

    /// How large the share may be at most where no row of `n` had the property: the exact one-sided bound, the
    /// share with which none has it by a chance of 1 - `confidence`; 1 of no rows.
    ///
    /// Source: Clopper and Pearson, Biometrika 26 (1934), whose beta quantile has this closed form at 0 hits.
    pub(crate) fn most_if_none(self, confidence: f64) -> f64 {
        if self.n == 0 {
            return 1.0;
        }
        1.0 - (1.0 - confidence).powf(1.0 / self.n as f64)
    }

    /// The interval for `self` minus `other` (independent rows), in \[-1, 1\].
    ///
    /// Source: Newcombe 1998, method 10 (hybrid score: it squares and adds the Wilson distances).
    pub(crate) fn minus(self, other: Self, confidence: f64) -> (f64, f64) {
        if self.n == 0 || other.n == 0 {
            return (-1.0, 1.0);
        }
        let difference = self.share() - other.share();
        let (low, high) = self.wilson(confidence);
        let (other_low, other_high) = other.wilson(confidence);
        let below = hypotenuse(self.share() - low, other_high - other.share());
        let above = hypotenuse(high - self.share(), other.share() - other_low);
        (
            (difference - below).max(-1.0),
            (difference + above).min(1.0),
        )
    }

    fn score_interval(self, z: f64) -> (f64, f64) {
        if self.n == 0 {
            return (0.0, 1.0);
        }
        score(self.share(), self.n as f64, z)
    }
}

/// Wilson's score interval for a `share` in \[0, 1\] that is as well known as one of `effective`
/// independent rows; \[0, 1\] of less than one.
///
/// For shares whose variance isn't binomial: `effective` is then share (1 - share) / variance.
/// Source: Kish, *Survey Sampling* (1965), for the effective sample size; Korn and Graubard, Survey
/// Methodology 24 (1998), put it into an exact interval in the same way.
pub(crate) fn effective_wilson(share: f64, effective: f64, confidence: f64) -> (f64, f64) {
    if effective < 1.0 {
        return (0.0, 1.0);
    }
    score(share, effective, two_sided(confidence))
}

fn score(share: f64, n: f64, z: f64) -> (f64, f64) {
    let z2 = z * z;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    // At a share of 0 and 1 the bound is exact; the formula leaves a rounding error there.
    let low = if share <= 0.0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let high = if share >= 1.0 {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    (low, high)
}

/// Rows of which all must have a property so that Wilson's lower bound reaches `share`: n / (n + z^2) does.
pub(crate) fn rows_to_establish(share: f64, confidence: f64) -> usize {
    let z = two_sided(confidence);
    (z * z * share / (1.0 - share).max(1e-3)).ceil() as usize
}

/// The part of an interval for a signed quantity that says how large it is at least: 0 when it holds 0.
pub(crate) fn near_end((low, high): (f64, f64)) -> f64 {
    if low > 0.0 {
        low
    } else if high < 0.0 {
        -high
    } else {
        0.0
    }
}

/// How large a signed quantity is at most, by its interval.
pub(crate) fn far_end((low, high): (f64, f64)) -> f64 {
    low.abs().max(high.abs())
}

fn two_sided(confidence: f64) -> f64 {
    normal_quantile(0.5 + confidence / 2.0)
}

// `f64::hypot` may round differently from one platform to the next.
fn hypotenuse(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    fn near(interval: (f64, f64), expected: (f64, f64), tolerance: f64) {
        assert!(
            (interval.0 - expected.0).abs() < tolerance
                && (interval.1 - expected.1).abs() < tolerance,
            "{interval:?} is not {expected:?}"
        );
    }

    #[test]
    fn the_bound_of_no_hits_is_that_of_clopper_and_pearson() {
        use statrs::distribution::{Beta, ContinuousCDF};
        for (n, confidence) in [(1, 0.95), (24, 0.9875), (900, 0.996)] {
            let beta = Beta::new(1.0, n as f64).expect("the shapes are positive");
            let bound = Proportion::new(0, n).most_if_none(confidence);
            assert!((beta.cdf(bound) - confidence).abs() < 1e-9, "{n}: {bound}");
        }
        assert_eq!(Proportion::new(0, 0).most_if_none(0.95), 1.0);
    }

    #[test]
    fn wilson_agrees_with_newcombes_published_examples() {
        // Newcombe 1998 ("Two-sided confidence intervals for the single proportion"), table I, method 3.
        near(
            Proportion::new(81, 263).wilson(0.95),
            (0.2553, 0.3662),
            5e-5,
        );
        near(
            Proportion::new(15, 148).wilson(0.95),
            (0.0624, 0.1605),
            5e-5,
        );
        near(Proportion::new(0, 20).wilson(0.95), (0.0, 0.1611), 5e-5);
        near(Proportion::new(1, 29).wilson(0.95), (0.0061, 0.1718), 5e-5);
    }

    #[test]
    fn newcombe_agrees_with_his_published_examples() {
        // Newcombe 1998 ("Interval estimation for the difference"), table II, method 10.
        near(
            Proportion::new(56, 70).minus(Proportion::new(48, 80), 0.95),
            (0.0524, 0.3339),
            5e-5,
        );
        near(
            Proportion::new(9, 10).minus(Proportion::new(3, 10), 0.95),
            (0.1705, 0.8090),
            5e-5,
        );
        near(
            Proportion::new(10, 10).minus(Proportion::new(0, 20), 0.95),
            (0.6791, 1.0),
            5e-5,
        );
    }

    #[test]
    fn a_constant_answer_is_established_from_381_rows_on() {
        assert!(Proportion::new(381, 381).wilson(0.95).0 >= 0.99);
        assert!(Proportion::new(380, 380).wilson(0.95).0 < 0.99);
        assert!(Proportion::new(73, 73).wilson(0.95).0 >= 0.95);
        assert!(Proportion::new(72, 72).wilson(0.95).0 < 0.95);
    }

    #[test]
    fn no_rows_say_nothing() {
        assert_eq!(Proportion::new(0, 0).wilson(0.95), (0.0, 1.0));
        assert_eq!(
            Proportion::new(0, 0).minus(Proportion::new(3, 9), 0.95),
            (-1.0, 1.0)
        );
    }

    #[test]
    fn the_near_end_is_what_is_established() {
        assert!((near_end((0.2, 0.4)) - 0.2).abs() < 1e-12);
        assert!((near_end((-0.4, -0.2)) - 0.2).abs() < 1e-12);
        assert!(near_end((-0.1, 0.4)).abs() < 1e-12);
        assert!((far_end((-0.5, 0.4)) - 0.5).abs() < 1e-12);
    }
}
