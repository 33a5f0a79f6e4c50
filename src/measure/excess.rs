//! Excess: how much more often the rows of one part are wrong than rows elsewhere that are as hard.

use super::interval::{Proportion, effective_wilson};

/// Fewest rows elsewhere that rows of a kind are compared with.
const MIN_ELSEWHERE: usize = 10;

/// One row of a test set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tried {
    /// How hard it is expected to be: rows of one stratum are alike in that.
    pub(crate) stratum: usize,
    /// Whether it was answered wrongly.
    pub(crate) wrong: bool,
}

/// The error inside a part of the rows beyond the error of rows elsewhere in the same strata.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Excess {
    /// Wrong rows inside, of those that have their like elsewhere.
    pub(crate) inside: Proportion,
    /// The error to expect inside if its rows were wrong as often as their like elsewhere.
    pub(crate) expected: f64,
    /// How many rows the expected error is worth.
    effective: f64,
    /// Rows inside without enough of their like elsewhere. They are left out.
    pub(crate) unlike: usize,
}

impl Excess {
    /// Compares the rows for which `inside` holds with the others; `None` where no row inside has its
    /// like elsewhere.
    ///
    /// The expected error is the errors elsewhere, stratum by stratum, weighted by the rows inside:
    /// direct standardisation to the part (Rothman, Greenland and Lash, *Modern epidemiology*, 3rd ed.
    /// 2008, chapter 15). It is worth `1 / sum of w^2 / n` rows (Kish, *Survey sampling*, 1965).
    pub(crate) fn of(rows: &[Tried], inside: &[bool]) -> Option<Self> {
        let strata = rows.iter().map(|row| row.stratum + 1).max()?;
        // Rows and wrong rows inside and elsewhere, stratum by stratum.
        let mut counts = vec![[[0_usize; 2]; 2]; strata];
        for (row, &inside) in rows.iter().zip(inside) {
            let [all, wrong] = &mut counts[row.stratum][usize::from(!inside)];
            *all += 1;
            *wrong += usize::from(row.wrong);
        }
        let enough = |[_, elsewhere]: &&[[usize; 2]; 2]| elsewhere[0] >= MIN_ELSEWHERE;
        let compared: Vec<&[[usize; 2]; 2]> = counts.iter().filter(enough).collect();
        let total: usize = compared.iter().map(|[inside, _]| inside[0]).sum();
        if total == 0 {
            return None;
        }
        let (mut wrong, mut expected, mut spread) = (0, 0.0, 0.0);
        for [inside, elsewhere] in compared {
            let weight = inside[0] as f64 / total as f64;
            wrong += inside[1];
            expected += weight * elsewhere[1] as f64 / elsewhere[0] as f64;
            spread += weight * weight / elsewhere[0] as f64;
        }
        let all: usize = counts.iter().map(|[inside, _]| inside[0]).sum();
        Some(Self {
            inside: Proportion::new(wrong, total),
            expected,
            effective: 1.0 / spread,
            unlike: all - total,
        })
    }

    /// The error inside less the expected one.
    pub(crate) fn value(self) -> f64 {
        self.inside.share() - self.expected
    }

    /// The interval of [`Excess::value`]: the distances of both Wilson intervals, squared and added.
    ///
    /// Source: Newcombe, Statistics in Medicine 17 (1998), method 10; for any two estimates with
    /// intervals Zou and Donner, Statistics in Medicine 27 (2008).
    pub(crate) fn interval(self, confidence: f64) -> (f64, f64) {
        let share = self.inside.share();
        let (low, high) = self.inside.wilson(confidence);
        let (least, most) = effective_wilson(self.expected, self.effective, confidence);
        let reach = |a: f64, b: f64| (a * a + b * b).sqrt();
        (
            (self.value() - reach(share - low, most - self.expected)).max(-1.0),
            (self.value() + reach(high - share, self.expected - least)).min(1.0),
        )
    }

    /// About how many rows inside, in place of those compared here, would tell on which side of
    /// `limit` the excess lies; `None` where it lies too near. The interval shrinks with their root.
    pub(crate) fn rows_to_tell(self, limit: f64, confidence: f64) -> Option<usize> {
        let (low, high) = self.interval(confidence);
        let value = self.value();
        let reach = if value > limit {
            value - low
        } else {
            high - value
        };
        let rows = self.inside.n as f64 * (reach / (value - limit).abs().max(1e-9)).powi(2);
        (rows < 1e6).then(|| rows.ceil() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` rows of `stratum`, the first `wrong` of them wrong.
    fn rows(stratum: usize, wrong: usize, count: usize) -> impl Iterator<Item = Tried> {
        (0..count).map(move |nth| Tried {
            stratum,
            wrong: nth < wrong,
        })
    }

    #[test]
    fn with_one_stratum_it_is_newcombes_difference() {
        let all: Vec<Tried> = rows(0, 56, 70).chain(rows(0, 48, 80)).collect();
        let inside: Vec<bool> = (0..150).map(|row| row < 70).collect();
        let excess = Excess::of(&all, &inside).expect("rows to compare");
        let (low, high) = excess.interval(0.95);
        let newcombe = Proportion::new(56, 70).minus(Proportion::new(48, 80), 0.95);
        assert!((low - newcombe.0).abs() < 1e-12 && (high - newcombe.1).abs() < 1e-12);
    }

    #[test]
    fn a_part_of_hard_rows_is_no_worse_than_its_like() {
        // 30 of 100 hard rows are wrong and 2 of 100 easy ones, inside and elsewhere.
        let all: Vec<Tried> = rows(1, 30, 100)
            .chain(rows(0, 2, 100))
            .chain(rows(1, 30, 100))
            .chain(rows(0, 18, 900))
            .collect();
        let inside: Vec<bool> = (0..all.len()).map(|row| row < 200).collect();
        let excess = Excess::of(&all, &inside).expect("rows to compare");
        assert!(excess.value().abs() < 1e-12, "{excess:?}");
        assert!((excess.expected - 0.16).abs() < 1e-12);
    }

    #[test]
    fn rows_without_their_like_are_left_out() {
        let all: Vec<Tried> = rows(0, 10, 40)
            .chain(rows(1, 40, 40))
            .chain(rows(0, 5, 50))
            .collect();
        let inside: Vec<bool> = (0..all.len()).map(|row| row < 80).collect();
        let excess = Excess::of(&all, &inside).expect("rows to compare");
        assert_eq!(
            (excess.inside, excess.unlike),
            (Proportion::new(10, 40), 40)
        );
        let only: Vec<bool> = vec![true; all.len()];
        assert_eq!(Excess::of(&all, &only), None);
    }
}
