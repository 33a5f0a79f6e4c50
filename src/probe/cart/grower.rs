//! Grower: the train rows of a tree, sorted once, and the search for the split that tells classes apart best.

use ndarray::ArrayView2;

use super::Growth;

/// The train rows, column by column: each column keeps the rows of a node together and in the
/// order of its values, so that a node reads its own rows and no others.
pub(super) struct Grower<'a> {
    labels: &'a [u16],
    classes: usize,
    growth: Growth,
    /// The values of each seen column, row after row.
    values: Vec<Vec<f64>>,
    /// The rows of each seen column, in ascending order of value within each node.
    order: Vec<Vec<u32>>,
    /// Which rows of the node that is being divided go left.
    goes_left: Vec<bool>,
    /// Rows that go right, while a column is being divided.
    aside: Vec<u32>,
}

impl<'a> Grower<'a> {
    pub(crate) fn new(
        features: &ArrayView2<f64>,
        seen: &[usize],
        labels: &'a [u16],
        classes: usize,
        growth: Growth,
    ) -> Self {
        let values: Vec<Vec<f64>> = seen
            .iter()
            .map(|&column| features.column(column).to_vec())
            .collect();
        let order = values
            .iter()
            .map(|values| {
                let mut rows: Vec<u32> = (0..values.len() as u32).collect();
                rows.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
                rows
            })
            .collect();
        Self {
            labels,
            classes,
            growth,
            values,
            order,
            goes_left: vec![false; labels.len()],
            aside: Vec::with_capacity(labels.len()),
        }
    }

    /// Rows of each class in `range`.
    pub(crate) fn counts(&self, (from, to): (usize, usize)) -> Vec<u64> {
        let mut counts = vec![0; self.classes];
        if let Some(order) = self.order.first() {
            for &row in &order[from..to] {
                counts[usize::from(self.labels[row as usize])] += 1;
            }
        }
        counts
    }

    /// The column and threshold that lower the impurity most, the first of equals.
    ///
    /// The impurity of m rows is 1 - sum(m_k^2) / m^2, so that of two parts, weighed by their rows,
    /// is least where sum(l_k^2) / l + sum(r_k^2) / r is greatest. The sums are whole numbers: they
    /// are exact, whatever the order of rows with the same value.
    pub(crate) fn best_split(&self, range: (usize, usize)) -> Option<(usize, f64)> {
        let (from, to) = range;
        let rows = to - from;
        let leaf = self.growth.leaf.max(1);
        let counts = self.counts(range);
        if rows < 2 * leaf || counts.iter().any(|&count| count as usize == rows) {
            return None;
        }
        let squares: u64 = counts.iter().map(|count| count * count).sum();
        let mut least = squares as f64 / rows as f64 + self.growth.decrease * rows as f64;
        let mut best = None;
        let mut left = vec![0_u64; self.classes];
        for (column, (order, values)) in self.order.iter().zip(&self.values).enumerate() {
            left.fill(0);
            let (mut left_squares, mut right_squares) = (0, squares);
            let order = &order[from..to];
            let mut value = values[order[0] as usize];
            for (nth, pair) in order.windows(2).enumerate() {
                let class = usize::from(self.labels[pair[0] as usize]);
                right_squares -= 2 * (counts[class] - left[class]) - 1;
                left_squares += 2 * left[class] + 1;
                left[class] += 1;
                let next = values[pair[1] as usize];
                if next > value {
                    let (low, high) = (nth + 1, rows - nth - 1);
                    if low >= leaf && high >= leaf {
                        let score =
                            left_squares as f64 / low as f64 + right_squares as f64 / high as f64;
                        if score > least {
                            least = score;
                            best = Some((column, between(value, next)));
                        }
                    }
                    value = next;
                }
            }
        }
        best
    }

    /// Moves the rows of `range` that go left before those that go right, in every column; returns
    /// where the right ones begin.
    pub(crate) fn divide(
        &mut self,
        (from, to): (usize, usize),
        column: usize,
        threshold: f64,
    ) -> usize {
        let values = &self.values[column];
        for &row in &self.order[column][from..to] {
            self.goes_left[row as usize] = values[row as usize] <= threshold;
        }
        let mut middle = from;
        for order in &mut self.order {
            self.aside.clear();
            middle = from;
            for at in from..to {
                let row = order[at];
                if self.goes_left[row as usize] {
                    order[middle] = row;
                    middle += 1;
                } else {
                    self.aside.push(row);
                }
            }
            order[middle..to].copy_from_slice(&self.aside);
        }
        middle
    }
}

/// Half way from `low` to `high`, and below `high` also where no number lies between them.
fn between(low: f64, high: f64) -> f64 {
    let middle = low + (high - low) / 2.0;
    if middle < high { middle } else { low }
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn a_threshold_lies_below_the_higher_value() {
        let low = 1.0_f64;
        assert_eq!(between(low, low.next_up()), low);
        assert_eq!(between(low, 2.0), 1.5);
    }
}
