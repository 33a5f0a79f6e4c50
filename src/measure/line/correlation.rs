//! Correlation: Pearson's r, Spearman's rho and the least-squares line of pairs, absent where undefined.

/// Fewer pairs than this have no correlation worth the name: two always lie on a line.
const FEWEST: f64 = 3.0;

/// Below this share of the raw second moment, what is left after subtracting the mean is rounding error.
const ROUNDING: f64 = 1e-12;

/// Counts and sums of pairs: all that r and the line need, so that a resample costs one pass without a copy.
///
/// Add pairs that are roughly centred (any shift near the mean will do), or digits are lost.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Moments {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

/// The least-squares line of y on x.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fit {
    /// Change of y for one unit of x.
    pub(crate) slope: f64,
    /// y at x = 0.
    pub(crate) intercept: f64,
    /// The share of y's variance that the line explains, in \[0, 1\].
    pub(crate) r_squared: f64,
}

impl Moments {
    /// Counts one pair.
    pub(crate) fn add(&mut self, x: f64, y: f64) {
        self.n += 1.0;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.yy += y * y;
        self.xy += x * y;
    }

    /// The moments of both sets of pairs together.
    #[must_use]
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            x: self.x + other.x,
            y: self.y + other.y,
            xx: self.xx + other.xx,
            yy: self.yy + other.yy,
            xy: self.xy + other.xy,
        }
    }

    /// How many pairs were added.
    pub(crate) fn count(&self) -> f64 {
        self.n
    }

    /// Means of x and y; none without pairs.
    pub(crate) fn means(&self) -> Option<(f64, f64)> {
        (self.n > 0.0).then(|| (self.x / self.n, self.y / self.n))
    }

    /// Sum of squared deviations of x from its mean; none when x is constant.
    pub(crate) fn spread_x(&self) -> Option<f64> {
        spread(self.n, self.x, self.xx)
    }

    /// Sum of squared deviations of y from its mean; none when y is constant.
    pub(crate) fn spread_y(&self) -> Option<f64> {
        spread(self.n, self.y, self.yy)
    }

    /// Pearson's r in \[-1, 1\]; none of fewer than three pairs or when x or y is constant.
    pub(crate) fn pearson(&self) -> Option<f64> {
        if self.n < FEWEST {
            return None;
        }
        let r = self.shared() / (self.spread_x()? * self.spread_y()?).sqrt();
        Some(r.clamp(-1.0, 1.0))
    }

    /// The least-squares line; none of fewer than three pairs or when x is constant.
    pub(crate) fn fit(&self) -> Option<Fit> {
        if self.n < FEWEST {
            return None;
        }
        let spread_x = self.spread_x()?;
        let slope = self.shared() / spread_x;
        let intercept = (self.y - slope * self.x) / self.n;
        let r_squared = self
            .spread_y()
            .map_or(1.0, |spread_y| slope * self.shared() / spread_y);
        Some(Fit {
            slope,
            intercept,
            r_squared: r_squared.clamp(0.0, 1.0),
        })
    }

    /// Sum of the products of the deviations of x and y.
    fn shared(&self) -> f64 {
        self.xy - self.x * self.y / self.n
    }
}

fn spread(n: f64, sum: f64, squares: f64) -> Option<f64> {
    let spread = squares - sum * sum / n;
    (n > 0.0 && spread > ROUNDING * squares).then_some(spread)
}

/// Pearson's r of pairs (x, y); none of fewer than three or when x or y is constant.
pub(crate) fn pearson(pairs: &[(f64, f64)]) -> Option<f64> {
    centred(pairs).0.pearson()
}

/// The least-squares line of y on x; none of fewer than three pairs or when x is constant.
pub(crate) fn least_squares(pairs: &[(f64, f64)]) -> Option<Fit> {
    let (moments, (x, y)) = centred(pairs);
    let fit = moments.fit()?;
    Some(Fit {
        intercept: fit.intercept + y - fit.slope * x,
        ..fit
    })
}

/// Spearman's rho: Pearson's r of the ranks, ties given their average rank.
pub(crate) fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    let (xs, ys): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let ranks: Vec<(f64, f64)> = average_ranks(&xs)
        .into_iter()
        .zip(average_ranks(&ys))
        .collect();
    pearson(&ranks)
}

/// The moments of the pairs around their first mean, and that mean.
pub(crate) fn centred(pairs: &[(f64, f64)]) -> (Moments, (f64, f64)) {
    let n = pairs.len().max(1) as f64;
    let mean_x = pairs.iter().map(|pair| pair.0).sum::<f64>() / n;
    let mean_y = pairs.iter().map(|pair| pair.1).sum::<f64>() / n;
    let mut moments = Moments::default();
    for (x, y) in pairs {
        moments.add(x - mean_x, y - mean_y);
    }
    (moments, (mean_x, mean_y))
}

/// The rank of each value, from 1; equal values share the average of their ranks.
fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0.0;
    for tie in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let ties = tie.len() as f64;
        for &index in tie {
            ranks[index] = f64::midpoint(before + 1.0, before + ties);
        }
        before += ties;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(value: Option<f64>, expected: f64) {
        assert!(
            value.is_some_and(|value| (value - expected).abs() < 1e-9),
            "{value:?} is not {expected}"
        );
    }

    /// Anscombe 1973, the first of his four sets, whose statistics are known.
    const ANSCOMBE: [(f64, f64); 11] = [
        (10.0, 8.04),
        (8.0, 6.95),
        (13.0, 7.58),
        (9.0, 8.81),
        (11.0, 8.33),
        (14.0, 9.96),
        (6.0, 7.24),
        (4.0, 4.26),
        (12.0, 10.84),
        (7.0, 4.82),
        (5.0, 5.68),
    ];

    #[test]
    fn pearson_and_the_line_of_a_known_set() {
        let r = pearson(&ANSCOMBE).expect("defined");
        let fit = least_squares(&ANSCOMBE).expect("defined");
        assert!((r - 0.816_420_5).abs() < 1e-6, "{r}");
        assert!((fit.slope - 0.500_090_9).abs() < 1e-6, "{fit:?}");
        assert!((fit.intercept - 3.000_090_9).abs() < 1e-6, "{fit:?}");
        assert!((fit.r_squared - r * r).abs() < 1e-9, "{fit:?}");
    }

    #[test]
    fn spearman_gives_ties_their_average_rank() {
        is(spearman(&ANSCOMBE), 1.0 - 6.0 * 40.0 / (11.0 * 120.0));
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
        is(
            spearman(&[(1.0, 1.0), (2.0, 5.0), (2.0, 6.0), (9.0, 7.0)]),
            4.5 / 22.5_f64.sqrt(),
        );
    }

    #[test]
    fn spearman_sees_order_only() {
        let curve: Vec<(f64, f64)> = (1..9)
            .map(|x| (f64::from(x), f64::from(x * x * x)))
            .collect();
        is(spearman(&curve), 1.0);
        assert!(pearson(&curve).is_some_and(|r| r < 0.99));
    }

    #[test]
    fn constant_input_and_fewer_than_three_pairs_have_no_correlation() {
        assert_eq!(pearson(&[(0.1, 1.0), (0.1, 2.0), (0.1, 3.0)]), None);
        assert_eq!(pearson(&[(1.0, 0.3), (2.0, 0.3), (3.0, 0.3)]), None);
        assert_eq!(pearson(&[(1.0, 1.0), (2.0, 2.0)]), None);
        assert_eq!(spearman(&[]), None);
        assert_eq!(least_squares(&[(0.1, 1.0), (0.1, 2.0), (0.1, 3.0)]), None);
    }

    #[test]
    fn a_flat_line_explains_a_constant() {
        let fit = least_squares(&[(1.0, 0.25), (2.0, 0.25), (3.0, 0.25)]).expect("x varies");
        assert!(fit.slope.abs() < 1e-12 && (fit.intercept - 0.25).abs() < 1e-12);
    }

    #[test]
    fn a_small_spread_far_from_zero_is_not_taken_for_a_constant() {
        is(
            pearson(&[(0.800_001, 5.0), (0.800_002, 6.0), (0.800_003, 7.0)]),
            1.0,
        );
    }

    #[test]
    fn moments_add_up() {
        let (mut left, mut right) = (Moments::default(), Moments::default());
        for (index, (x, y)) in ANSCOMBE.into_iter().enumerate() {
            if index < 4 {
                left.add(x, y);
            } else {
                right.add(x, y);
            }
        }
        is(left.plus(right).pearson(), 0.816_420_516_345_001_6);
    }
}
