//! Simulated shifts: models whose true accuracies are known, tested on finitely many rows.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use trueline::testing::{LineModel, Reading, normal_quantile, probit, read_line};

/// A place on every true line: where the collapsed models stand, unless a shift says otherwise.
pub(crate) const ON_THE_LINE: (f64, f64) = (0.60, 0.55);

/// Where the healthy models' accuracies lie on average.
pub(crate) const AMONG_THE_HEALTHY: (f64, f64) = (0.800, 0.744);

/// How the healthy models' shifted accuracy comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// It follows the in-domain accuracy along a line of probit slope 0.9.
    TrueLine,
    /// It has nothing to do with the in-domain accuracy.
    NoLine,
}

/// One simulated shift.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shift {
    pub(crate) truth: Truth,
    pub(crate) models: usize,
    pub(crate) collapsed: usize,
    /// The shares of the class that the collapsed models say, in-domain and shifted.
    pub(crate) constant: (f64, f64),
    /// Test rows on either side.
    pub(crate) rows: usize,
    /// Standard deviation of the healthy models' true in-domain accuracy.
    pub(crate) id_spread: f64,
    /// Standard deviation of the shifted accuracy about the line, beyond binomial noise.
    pub(crate) line_noise: f64,
}

/// The simulation of the method: 100 models, 20 of them collapsed, healthy in-domain spread 0.01.
pub(crate) fn shift(truth: Truth, rows: usize) -> Shift {
    Shift {
        truth,
        models: 100,
        collapsed: 20,
        constant: ON_THE_LINE,
        rows,
        id_spread: 0.01,
        line_noise: 0.008,
    }
}

impl Shift {
    /// The models' results; five families, all of which collapse equally often.
    fn models(&self, seed: u64) -> Vec<LineModel> {
        let mut chance = Chance(Xoshiro256PlusPlus::seed_from_u64(seed));
        // Collapsed models say the same: they share one draw of the rows, and so one point.
        let point = (
            chance.seen(self.constant.0, self.rows),
            chance.seen(self.constant.1, self.rows),
        );
        (0..self.models)
            .map(|model| {
                let collapsed = model < self.collapsed;
                let (id, shifted) = if collapsed {
                    point
                } else {
                    self.healthy(&mut chance)
                };
                LineModel {
                    family: (model % 5) as u32,
                    id,
                    shifted,
                    collapsed,
                }
            })
            .collect()
    }

    /// Simulates and judges the line at the default limits.
    pub(crate) fn verdict(&self, seed: u64) -> &'static str {
        self.line(seed).verdict
    }

    /// Simulates and reads the line.
    pub(crate) fn line(&self, seed: u64) -> Reading {
        read_line(&self.models(seed), self.rows, seed)
    }

    fn healthy(&self, chance: &mut Chance) -> (f64, f64) {
        let id = AMONG_THE_HEALTHY.0 + self.id_spread * chance.normal();
        let shifted = match self.truth {
            Truth::TrueLine => {
                let z = probit(ON_THE_LINE.1) + 0.9 * (probit(id) - probit(ON_THE_LINE.0));
                normal_cdf(z) + self.line_noise * chance.normal()
            }
            Truth::NoLine => AMONG_THE_HEALTHY.1 + self.id_spread * chance.normal(),
        };
        (
            chance.seen(id, self.rows),
            chance.seen(shifted.min(0.99), self.rows),
        )
    }
}

struct Chance(Xoshiro256PlusPlus);

impl Chance {
    /// A standard normal draw, by inversion.
    fn normal(&mut self) -> f64 {
        let uniform = ((self.0.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        normal_quantile(uniform)
    }

    /// The accuracy seen on `rows` rows of a model whose true accuracy is `share` (normal approximation).
    fn seen(&mut self, share: f64, rows: usize) -> f64 {
        let error = (share * (1.0 - share) / rows as f64).sqrt();
        ((share + error * self.normal()) * rows as f64).round() / rows as f64
    }
}

/// The standard normal distribution function, by bisection of its inverse: slow, but it needs no dependency.
fn normal_cdf(z: f64) -> f64 {
    let (mut low, mut high) = (1e-9, 1.0 - 1e-9);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if normal_quantile(middle) < z {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
