//! Label shift: how far the class shares of two samples lie apart, all classes judged at once.

use crate::measure::interval::{Proportion, far_end, near_end};
use crate::measure::within_reach;

/// The chance that the interval misses, over all classes together.
const ALPHA: f64 = 0.05;

/// The class shares of an in-domain and a shifted sample, and the largest difference between them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LabelShift {
    /// Share in-domain and in the shifted set, class by class.
    pub(crate) shares: Vec<(f64, f64)>,
    /// The class whose shares differ most.
    pub(crate) class: usize,
    /// Its share in the shifted set less its share in-domain.
    pub(crate) difference: f64,
    /// The least that the largest absolute difference is, with 95 % confidence over all classes.
    pub(crate) low: f64,
    /// The most that it is.
    pub(crate) high: f64,
    /// Rows in-domain and in the shifted set.
    pub(crate) rows: (usize, usize),
}

/// How a label shift stands to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShiftVerdict {
    /// Every class's shares differ by less.
    Within,
    /// The shares of some class differ by more.
    Beyond,
    /// The interval holds the limit; with so many more rows a side it would not. Without a number, the
    /// difference lies too close to the limit for any that could be collected.
    Undetermined {
        /// More rows a side.
        more_rows: Option<usize>,
    },
}

impl LabelShift {
    /// Compares the counts of each class, in-domain and shifted; the shorter list is taken to end in zeros.
    /// None without classes or when either sample has no row.
    ///
    /// Each class gets Newcombe's interval at 1 - 0.05 / m (Bonferroni; m is the number of classes, but 1 for two
    /// classes, whose differences are one statement). With 95 % confidence all of them hold at once, and then the
    /// largest absolute difference lies between the largest near end and the largest far end.
    /// Source: Newcombe 1998, method 10; Miller 1981, *Simultaneous Statistical Inference*, section 6.2.
    pub(crate) fn between(id: &[usize], shifted: &[usize]) -> Option<Self> {
        let rows = (id.iter().sum(), shifted.iter().sum());
        let classes = id.len().max(shifted.len());
        if rows.0 == 0 || rows.1 == 0 {
            return None;
        }
        let statements = if classes <= 2 { 1 } else { classes };
        let confidence = 1.0 - ALPHA / statements as f64;
        let count = |counts: &[usize], class: usize| counts.get(class).copied().unwrap_or(0);
        let mut shift = Self {
            shares: Vec::with_capacity(classes),
            class: 0,
            difference: 0.0,
            low: 0.0,
            high: 0.0,
            rows,
        };
        for class in 0..classes {
            let here = Proportion::new(count(id, class), rows.0);
            let there = Proportion::new(count(shifted, class), rows.1);
            let interval = there.minus(here, confidence);
            shift.low = shift.low.max(near_end(interval));
            shift.high = shift.high.max(far_end(interval));
            let difference = there.share() - here.share();
            // Two classes differ by the same, but for the last bits: the first of them is named.
            if difference.abs() > shift.difference.abs() + 1e-12 {
                (shift.class, shift.difference) = (class, difference);
            }
            shift.shares.push((here.share(), there.share()));
        }
        Some(shift)
    }

    /// Holds the largest difference against `limit`.
    pub(crate) fn judge(&self, limit: f64) -> ShiftVerdict {
        if self.low > limit {
            ShiftVerdict::Beyond
        } else if self.high <= limit {
            ShiftVerdict::Within
        } else {
            ShiftVerdict::Undetermined {
                more_rows: self.more_rows(limit),
            }
        }
    }

    /// The rows a side, beyond the smaller sample's, with which the interval would clear `limit`: its width falls
    /// as 1 / sqrt(rows).
    fn more_rows(&self, limit: f64) -> Option<usize> {
        let size = self.difference.abs();
        let width = if size > limit {
            size - self.low
        } else {
            self.high - size
        };
        let room = (size - limit).abs();
        let times = (width / room) * (width / room);
        let rows = self.rows.0.min(self.rows.1) as f64;
        let more = (rows * (times - 1.0)).max(1.0).ceil();
        within_reach(more, rows).then_some(more as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_classes_are_one_statement() {
        let shift = LabelShift::between(&[590, 410], &[740, 260]).expect("rows");
        let (low, high) = Proportion::new(740, 1_000).minus(Proportion::new(590, 1_000), 0.95);
        assert!((shift.difference - 0.15).abs() < 1e-12);
        for yes in 0..=300 {
            let shift = LabelShift::between(&[590, 410], &[300 - yes, yes]).expect("rows");
            assert_eq!(shift.class, 0, "{yes}");
        }
        assert!(
            (shift.low - low).abs() < 1e-9 && (shift.high - high).abs() < 1e-9,
            "{shift:?}"
        );
    }

    #[test]
    fn more_classes_widen_the_interval() {
        let two = LabelShift::between(&[590, 410], &[740, 260]).expect("rows");
        let four = LabelShift::between(&[590, 200, 110, 100], &[740, 110, 100, 50]).expect("rows");
        assert_eq!(four.class, 0);
        assert!(four.low < two.low && four.high > two.high, "{four:?}");
    }

    #[test]
    fn a_shift_is_found_only_beyond_chance() {
        let limit = 0.05;
        let large = LabelShift::between(&[590, 410], &[740, 260]).expect("rows");
        let small = LabelShift::between(&[6, 4], &[8, 2]).expect("rows");
        let same = LabelShift::between(&[5_900, 4_100], &[5_910, 4_090]).expect("rows");
        assert_eq!(large.judge(limit), ShiftVerdict::Beyond);
        assert!(matches!(
            small.judge(limit),
            ShiftVerdict::Undetermined { .. }
        ));
        assert_eq!(same.judge(limit), ShiftVerdict::Within);
    }

    #[test]
    fn the_rows_asked_for_settle_it() {
        let shift = LabelShift::between(&[60, 40], &[74, 26]).expect("rows");
        let ShiftVerdict::Undetermined {
            more_rows: Some(more),
        } = shift.judge(0.05)
        else {
            panic!("{shift:?} should want more rows");
        };
        let rows = 100 + more;
        let with_them = LabelShift::between(
            &[rows * 60 / 100, rows * 40 / 100],
            &[rows * 74 / 100, rows * 26 / 100],
        );
        let with_them = with_them.expect("rows");
        assert!(
            (with_them.low - 0.05).abs() < 0.01,
            "{more} more rows give {with_them:?}"
        );
    }

    #[test]
    fn no_number_of_rows_settles_what_lies_at_the_limit() {
        let shift = LabelShift::between(&[5_000, 5_000], &[5_990, 4_010]).expect("rows");
        assert_eq!(
            shift.judge(0.1),
            ShiftVerdict::Undetermined { more_rows: None }
        );
    }

    #[test]
    fn a_class_on_one_side_alone_counts() {
        let shift = LabelShift::between(&[100, 100], &[100, 100, 200]).expect("rows");
        assert_eq!((shift.class, shift.shares[2]), (2, (0.0, 0.5)));
        assert_eq!(LabelShift::between(&[0, 0], &[5, 5]), None);
        assert_eq!(LabelShift::between(&[], &[]), None);
    }

    #[test]
    fn equal_samples_seldom_look_shifted() {
        use crate::measure::bootstrap::Draws;
        let mut draws = Draws::new(1);
        let mut sample = || {
            let mut counts = [0_usize; 6];
            (0..400).for_each(|_| counts[draws.below(6)] += 1);
            counts
        };
        let alarms = (0..300)
            .filter(|_| {
                LabelShift::between(&sample(), &sample()).is_some_and(|shift| shift.low > 0.0)
            })
            .count();
        assert!(
            alarms <= 15 + 10,
            "{alarms} of 300 samples with equal shares looked shifted"
        );
    }
}
