//! Ranges: a decision tree on one number, learned on some rows and asked on others.

use crate::probe::majority;

/// The greatest depth: up to 32 ranges.
const DEPTH: usize = 5;
/// Rows that each range needs.
const LEAF: usize = 3;

/// The number line in ranges, each with its most frequent class.
pub(super) struct Ranges {
    /// Upper ends (exclusive) of all ranges but the last, ascending.
    ends: Vec<f64>,
    classes: Vec<u32>,
}

impl Ranges {
    /// Learns from numbers with their classes, at least one: greedy cuts by Gini impurity (Breiman et al.
    /// 1984, *Classification and Regression Trees*), the first of equally good ones. Sorts the rows.
    pub(super) fn learn(rows: &mut [(f64, u32)], classes: usize) -> Self {
        rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut ranges = Self {
            ends: Vec::new(),
            classes: Vec::new(),
        };
        ranges.grow(rows, classes, DEPTH, f64::INFINITY);
        ranges.ends.pop();
        ranges
    }

    /// The class of the range that holds `value`.
    pub(super) fn answer(&self, value: f64) -> u32 {
        self.classes[self.ends.partition_point(|&end| end <= value)]
    }

    fn grow(&mut self, rows: &[(f64, u32)], classes: usize, depth: usize, end: f64) {
        let cut = if depth == 0 { None } else { cut(rows, classes) };
        if let Some(at) = cut {
            let between = f64::midpoint(rows[at - 1].0, rows[at].0);
            // The middle of two neighbouring numbers may round down to the lower one.
            let middle = if between > rows[at - 1].0 {
                between
            } else {
                rows[at].0
            };
            self.grow(&rows[..at], classes, depth - 1, middle);
            self.grow(&rows[at..], classes, depth - 1, end);
        } else {
            self.ends.push(end);
            self.classes.push(majority(&counts(rows, classes)));
        }
    }
}

fn counts(rows: &[(f64, u32)], classes: usize) -> Vec<u32> {
    let mut counts = vec![0; classes];
    for &(_, class) in rows {
        counts[class as usize] += 1;
    }
    counts
}

/// Where to cut the sorted `rows`, so that the impurity falls most; `None` where no cut lowers it.
///
/// The impurity of both sides is n - sum of squares / n, so the cut maximises the sum of squared class counts
/// over rows on either side; both sums are carried along.
fn cut(rows: &[(f64, u32)], classes: usize) -> Option<usize> {
    let (mut left, mut right) = (vec![0_u32; classes], counts(rows, classes));
    let square = |count: u32| f64::from(count) * f64::from(count);
    let mut left_squares = 0.0;
    let mut right_squares: f64 = right.iter().copied().map(square).sum();
    let n = rows.len() as f64;
    let mut best: (f64, Option<usize>) = (right_squares / n + 1e-9 * n, None);
    for at in 1..rows.len() {
        let class = rows[at - 1].1 as usize;
        left_squares += 2.0 * f64::from(left[class]) + 1.0;
        right_squares += 1.0 - 2.0 * f64::from(right[class]);
        left[class] += 1;
        right[class] -= 1;
        if rows[at - 1].0 == rows[at].0 || at < LEAF || rows.len() - at < LEAF {
            continue;
        }
        let purity = left_squares / at as f64 + right_squares / (n - at as f64);
        if purity > best.0 {
            best = (purity, Some(at));
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_found_where_it_lies() {
        let mut rows: Vec<(f64, u32)> = (0..200)
            .map(|n| (f64::from(n), u32::from(n >= 137)))
            .collect();
        let ranges = Ranges::learn(&mut rows, 2);
        assert_eq!((ranges.answer(136.0), ranges.answer(137.0)), (0, 1));
        assert_eq!((ranges.answer(-1e9), ranges.answer(1e9)), (0, 1));
    }

    #[test]
    fn three_ranges_in_a_row_are_three_ranges() {
        let class = |n: u32| if (50..90).contains(&n) { 2 } else { n / 90 };
        let mut rows: Vec<(f64, u32)> = (0..150).map(|n| (f64::from(n) / 7.0, class(n))).collect();
        let asked = rows.clone();
        let ranges = Ranges::learn(&mut rows, 3);
        assert!(
            asked
                .iter()
                .all(|&(value, class)| ranges.answer(value) == class)
        );
    }

    #[test]
    fn a_constant_has_one_range() {
        let ranges = Ranges::learn(&mut [(1.0, 0), (1.0, 1), (1.0, 1)], 2);
        assert_eq!((ranges.ends.len(), ranges.answer(0.0)), (0, 1));
    }
}
