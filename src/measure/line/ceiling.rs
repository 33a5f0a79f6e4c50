//! Ceiling: the highest r that healthy runs could show, given how noisy their accuracies are.
//!
//! A perfect line between true accuracies shows r = `sqrt(reliability_x * reliability_y)` once each accuracy is
//! read off finitely many rows. The models share those rows, so that part of their binomial errors is common and
//! moves all of them alike; binomial errors taken as independent overstate the noise, and the ceiling is, if
//! anything, too low. That errs towards "undetermined". Source: Spearman 1904 (attenuation).

use super::{More, Run};
use crate::measure::probit::Scale;
use crate::measure::within_reach;

/// The noise ceiling of the healthy runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ceiling {
    /// `sqrt[(1 - SE_x^2 / s_x^2) (1 - SE_y^2 / s_y^2)]`, in \[0, 1\].
    pub(crate) r_max: f64,
    id: Side,
    shifted: Side,
}

/// One axis: the healthy runs' variance there, and how much of it is noise.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Side {
    rows: f64,
    variance: f64,
    noise: f64,
}

impl Ceiling {
    /// The ceiling of these healthy runs; none of fewer than two, or when the rows aren't known.
    pub(super) fn of(
        healthy: &[Run],
        id_rows: Option<usize>,
        shifted_rows: Option<usize>,
        scale: Scale,
    ) -> Option<Self> {
        let id = Side::of(healthy.iter().map(|run| run.id), id_rows?, scale)?;
        let shifted = Side::of(healthy.iter().map(|run| run.shifted), shifted_rows?, scale)?;
        Some(Self {
            r_max: (id.reliability() * shifted.reliability()).sqrt(),
            id,
            shifted,
        })
    }

    /// The share of the in-domain accuracies' variance that is not noise, in \[0, 1\].
    pub(crate) fn id_reliability(&self) -> f64 {
        self.id.reliability()
    }

    /// The rows that would lift the ceiling to `goal`: on the noisier side alone or on both, whichever are fewer.
    /// None when the healthy runs differ no more than noise, or so little more that nobody could collect them.
    pub(crate) fn rows_to_reach(&self, goal: f64) -> Option<More> {
        let product = goal * goal;
        let id_alone = self.id.more_for(product / self.shifted.reliability());
        let shifted_alone = self.shifted.more_for(product / self.id.reliability());
        let both = self.id.more_for(goal).zip(self.shifted.more_for(goal));
        [
            id_alone.map(|rows| (rows, 0.0)),
            shifted_alone.map(|rows| (0.0, rows)),
            both,
        ]
        .into_iter()
        .flatten()
        .filter(|&(id, shifted)| {
            within_reach(id, self.id.rows) && within_reach(shifted, self.shifted.rows)
        })
        .min_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)))
        .map(|(id, shifted)| More {
            id_rows: id as usize,
            shifted_rows: shifted as usize,
            runs: 0,
        })
    }
}

impl Side {
    fn of(
        accuracies: impl Iterator<Item = f64> + Clone,
        rows: usize,
        scale: Scale,
    ) -> Option<Self> {
        let n = accuracies.clone().count() as f64;
        if n < 2.0 || rows == 0 {
            return None;
        }
        let placed = accuracies.clone().map(|accuracy| scale.place(accuracy));
        let mean = placed.clone().sum::<f64>() / n;
        let variance = placed.map(|z| (z - mean) * (z - mean)).sum::<f64>() / (n - 1.0);
        let errors = accuracies.map(|accuracy| scale.standard_error(accuracy, rows));
        let noise = errors.map(|error| error * error).sum::<f64>() / n;
        Some(Self {
            rows: rows as f64,
            variance,
            noise,
        })
    }

    fn reliability(&self) -> f64 {
        if self.noise < self.variance {
            1.0 - self.noise / self.variance
        } else {
            0.0
        }
    }

    /// The rows to add for a reliability of `goal`; 0 when it is reached, none when no number of rows is known.
    ///
    /// The observed variance holds the noise: `s^2 = true + SE^2`, and `SE^2` falls as 1 / rows.
    fn more_for(&self, goal: f64) -> Option<f64> {
        let truth = self.variance - self.noise;
        if truth <= 0.0 || !(0.0..1.0).contains(&goal) {
            return None;
        }
        let needed = self.rows * self.noise / truth * goal / (1.0 - goal);
        Some((needed - self.rows).max(0.0).ceil())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(rows: f64, truth: f64) -> Side {
        // Noise of 0.16 / rows: accuracies around 0.8, or 0.2, on the linear scale.
        Side {
            rows,
            variance: truth + 0.16 / rows,
            noise: 0.16 / rows,
        }
    }

    fn ceiling(id: Side, shifted: Side) -> Ceiling {
        Ceiling {
            r_max: (id.reliability() * shifted.reliability()).sqrt(),
            id,
            shifted,
        }
    }

    #[test]
    fn the_ceiling_is_what_noise_leaves_of_a_perfect_line() {
        // Noise as large as the truth on both sides halves both reliabilities.
        let half = ceiling(side(1_600.0, 1e-4), side(1_600.0, 1e-4));
        assert!((half.r_max - 0.5).abs() < 1e-9, "{half:?}");
    }

    #[test]
    fn the_rows_asked_for_reach_the_goal() {
        let low = ceiling(side(4_000.0, 1e-4), side(1_600.0, 1e-4));
        let more = low.rows_to_reach(0.8).expect("there is a true spread");
        let reached = ceiling(
            side(4_000.0 + more.id_rows as f64, 1e-4),
            side(1_600.0 + more.shifted_rows as f64, 1e-4),
        );
        assert!(
            low.r_max < 0.8 && (reached.r_max - 0.8).abs() < 0.01,
            "{more:?} gives {reached:?}"
        );
    }

    #[test]
    fn only_the_noisy_side_needs_rows() {
        let low = ceiling(side(1_000_000.0, 1e-4), side(1_000.0, 1e-4));
        let more = low.rows_to_reach(0.8).expect("there is a true spread");
        assert_eq!(more.id_rows, 0);
        assert!(more.shifted_rows > 1_500, "{more:?}");
    }

    #[test]
    fn runs_that_differ_by_noise_alone_get_no_number() {
        let flat = Side {
            rows: 1_000.0,
            variance: 1e-4,
            noise: 1.6e-4,
        };
        let low = ceiling(flat, side(1_000_000.0, 1e-4));
        assert!(low.r_max.abs() < 1e-12);
        assert_eq!(low.rows_to_reach(0.8), None);
    }
}
