//! Ranges: a decision tree on one number, trained on some rows and tested on others.

use ndarray::{Array2, aview1};

use crate::probe::{Cart, Growth};

/// Up to 32 ranges of at least 3 rows each; a cut that lowers the impurity at all is made.
const GROWTH: Growth = Growth {
    depth: Some(5),
    leaf: 3,
    decrease: 1e-9,
};

/// The number line in ranges, each with its most frequent class.
pub(super) struct Ranges {
    /// The different numbers of the train rows, ascending.
    numbers: Vec<f64>,
    /// Grown on each number's place in `numbers`.
    tree: Cart,
}

impl Ranges {
    /// Trains on numbers with their classes, at least one: the first of equally good cuts is made.
    pub(super) fn train(rows: &[(f64, u32)], classes: usize) -> Self {
        let mut numbers: Vec<f64> = rows.iter().map(|&(number, _)| number).collect();
        numbers.sort_by(f64::total_cmp);
        // 0 and -0 are one number.
        numbers.dedup();
        let places = Array2::from_shape_fn((rows.len(), 1), |(row, _)| {
            numbers.partition_point(|&number| number < rows[row].0) as f64
        });
        let labels: Vec<u16> = rows.iter().map(|&(_, class)| class as u16).collect();
        let tree = Cart::grow(&places.view(), &[0], &labels, classes, GROWTH);
        Self { numbers, tree }
    }

    /// The class of the range that holds `value`.
    pub(super) fn answer(&self, value: f64) -> u32 {
        u32::from(self.tree.answer(&aview1(&[self.place(value)]), None))
    }

    /// The place of the train rows' number that is in the same range as `value` wherever the cuts lie:
    /// half way between two numbers, the range of the higher one begins.
    fn place(&self, value: f64) -> f64 {
        let above = self.numbers.partition_point(|&number| number <= value);
        if above == 0 || above == self.numbers.len() {
            return above.saturating_sub(1) as f64;
        }
        let (low, high) = (self.numbers[above - 1], self.numbers[above]);
        let middle = f64::midpoint(low, high);
        // The middle of two neighbouring numbers may round down to the lower one.
        let is_higher = middle > low && value >= middle;
        (above - usize::from(!is_higher)) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::bootstrap::Draws;

    #[test]
    fn a_threshold_is_found_where_it_lies() {
        let rows: Vec<(f64, u32)> = (0..200)
            .map(|n| (f64::from(n), u32::from(n >= 137)))
            .collect();
        let ranges = Ranges::train(&rows, 2);
        assert_eq!((ranges.answer(136.0), ranges.answer(137.0)), (0, 1));
        assert_eq!((ranges.answer(-1e9), ranges.answer(1e9)), (0, 1));
    }

    #[test]
    fn three_ranges_in_a_row_are_three_ranges() {
        let class = |n: u32| if (50..90).contains(&n) { 2 } else { n / 90 };
        let rows: Vec<(f64, u32)> = (0..150).map(|n| (f64::from(n) / 7.0, class(n))).collect();
        let ranges = Ranges::train(&rows, 3);
        assert!(
            rows.iter()
                .all(|&(value, class)| ranges.answer(value) == class)
        );
    }

    #[test]
    fn a_constant_has_one_range() {
        let ranges = Ranges::train(&[(1.0, 0), (1.0, 1), (1.0, 1)], 2);
        assert_eq!((ranges.answer(0.0), ranges.answer(2.0)), (1, 1));
    }

    /// Upper ends (exclusive) and classes of ranges, by trying every cut of every range as Breiman et
    /// al. describe it; `None` as the end of the last.
    fn search(rows: &[(f64, u32)], classes: usize, depth: usize) -> Vec<(Option<f64>, u32)> {
        let count = |rows: &[(f64, u32)]| {
            let mut counts = vec![0_u32; classes];
            for row in rows {
                counts[row.1 as usize] += 1;
            }
            counts
        };
        let purity = |rows: &[(f64, u32)]| {
            let squares: f64 = count(rows).iter().map(|&n| f64::from(n).powi(2)).sum();
            squares / rows.len() as f64
        };
        let mut best = (purity(rows) + 1e-9 * rows.len() as f64, None);
        for at in 3..(rows.len().max(5) - 2).max(3) {
            let score = purity(&rows[..at]) + purity(&rows[at..]);
            if depth > 0 && rows[at - 1].0 < rows[at].0 && score > best.0 {
                best = (score, Some(at));
            }
        }
        let Some(at) = best.1 else {
            return vec![(None, crate::probe::majority(&count(rows)))];
        };
        let mut ranges = search(&rows[..at], classes, depth - 1);
        if let Some(last) = ranges.last_mut() {
            last.0 = Some(f64::midpoint(rows[at - 1].0, rows[at].0));
        }
        ranges.extend(search(&rows[at..], classes, depth - 1));
        ranges
    }

    #[test]
    fn the_ranges_are_those_of_a_search_through_every_cut() {
        let mut draws = Draws::new(8);
        for columns in 0..60 {
            let (count, values, classes) =
                (20 + 7 * columns, 3 + columns * columns, 2 + columns % 3);
            let mut rows: Vec<(f64, u32)> = (0..count)
                .map(|_| {
                    let value = draws.below(values);
                    let class = if draws.below(3) == 0 {
                        draws.below(classes)
                    } else {
                        5 * value / values % classes
                    };
                    (value as f64 / 4.0, class as u32)
                })
                .collect();
            let ranges = Ranges::train(&rows, classes);
            rows.sort_by(|a, b| a.0.total_cmp(&b.0));
            let expected = search(&rows, classes, 5);
            // Every number of the column, and half way between any two of them.
            for eighths in 0..2 * values {
                let value = eighths as f64 / 8.0;
                let range = expected
                    .iter()
                    .find(|range| range.0.is_none_or(|end| value < end));
                assert_eq!(
                    Some(ranges.answer(value)),
                    range.map(|range| range.1),
                    "{value}"
                );
            }
        }
    }

    #[test]
    fn neighbouring_numbers_can_be_told_apart() {
        let (low, high) = (0.3, 0.1 + 0.2);
        let rows = [
            (low, 0),
            (low, 0),
            (low, 0),
            (high, 1),
            (high, 1),
            (high, 1),
        ];
        let ranges = Ranges::train(&rows, 2);
        assert_eq!((ranges.answer(low), ranges.answer(high)), (0, 1));
    }
}
