//! Cart: a classification tree grown by the Gini impurity, all classes in one tree.
//!
//! This is the tree of Breiman et al. (*Classification and Regression Trees*, 1984), grown from values
//! that are sorted once. On columns without equal values it is the tree of linfa-trees, as a test
//! shows. The zoo's tree can't be that of linfa-trees itself (read at 0.8.1):
//! - It compares each row's value with that of the next row of the whole sorted column, also below the
//!   root, where the next row of the node is meant. When the two are equal, no cut is tried there.
//!   Where values repeat, as in columns of integers and of categories (one-hot), the next row of the
//!   whole column nearly always has the same value, and most cuts below the root are never tried. A
//!   test shows it.
//! - Rows at the threshold go left while the tree grows (`<=`) and right when it predicts (`<`).
//! - It is pruned whatever the settings.
//! - Its counts are kept in hash maps, whose random order makes trees of three and more classes differ
//!   from run to run.

mod grower;

use ndarray::{ArrayView1, ArrayView2};

use super::largest;
use grower::Grower;

/// What limits a tree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Growth {
    /// Largest depth; `None` grows until the leaves are pure.
    pub(crate) depth: Option<usize>,
    /// Fewest rows in a leaf, at least 1.
    pub(crate) leaf: usize,
    /// By how much a split must lower the impurity.
    pub(crate) decrease: f64,
}

impl Growth {
    /// That of a probe: a split must lower the impurity by what linfa asks by default.
    pub(super) fn new(depth: Option<usize>, leaf: usize) -> Self {
        Self {
            depth,
            leaf,
            decrease: 1e-5,
        }
    }
}

/// A grown tree. Cut at depth d, it is the tree grown to depth d: no split looks at those below it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cart {
    nodes: Vec<Node>,
    /// Share of each class among the train rows of a node, node after node.
    shares: Vec<f32>,
    classes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    /// The largest class among its train rows.
    says: u16,
    split: Option<Split>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Split {
    feature: usize,
    /// Rows up to here go left.
    threshold: f64,
    left: usize,
    right: usize,
}

impl Cart {
    /// Grows on the `features` (columns) listed in `seen`, one row a train row; nodes name features by
    /// their column.
    pub(crate) fn grow(
        features: &ArrayView2<f64>,
        seen: &[usize],
        labels: &[u16],
        classes: usize,
        growth: Growth,
    ) -> Self {
        let mut tree = Self {
            nodes: Vec::new(),
            shares: Vec::new(),
            classes,
        };
        let mut grower = Grower::new(features, seen, labels, classes, growth);
        let everything = (0, labels.len());
        // A list and not a recursion: a tree that splits off row by row is as deep as it has rows.
        let mut open = vec![(tree.add(&grower, everything), everything, growth.depth)];
        while let Some((at, range, depth)) = open.pop() {
            if depth != Some(0)
                && let Some((column, threshold)) = grower.best_split(range)
            {
                let middle = grower.divide(range, column, threshold);
                let (low, high) = ((range.0, middle), (middle, range.1));
                let (left, right) = (tree.add(&grower, low), tree.add(&grower, high));
                tree.nodes[at].split = Some(Split {
                    feature: seen[column],
                    threshold,
                    left,
                    right,
                });
                let below = depth.map(|depth| depth - 1);
                open.extend([(left, low, below), (right, high, below)]);
            }
        }
        tree
    }

    /// Adds a leaf of the rows in `range`; returns its place.
    fn add(&mut self, grower: &Grower, range: (usize, usize)) -> usize {
        let counts = grower.counts(range);
        let rows = (range.1 - range.0).max(1) as f32;
        self.nodes.push(Node {
            says: largest(counts.iter().map(|&count| count as f64)),
            split: None,
        });
        self.shares
            .extend(counts.iter().map(|&count| count as f32 / rows));
        self.nodes.len() - 1
    }

    /// Where `row` ends in the tree cut at `depth`.
    fn leaf(&self, row: &ArrayView1<f64>, depth: Option<usize>) -> usize {
        let mut at = 0;
        let mut left_to_go = depth.unwrap_or(usize::MAX);
        while left_to_go > 0
            && let Some(split) = self.nodes[at].split
        {
            at = if row[split.feature] <= split.threshold {
                split.left
            } else {
                split.right
            };
            left_to_go -= 1;
        }
        at
    }

    /// The class that `row` is taken for by the tree cut at `depth`.
    pub(crate) fn answer(&self, row: &ArrayView1<f64>, depth: Option<usize>) -> u16 {
        self.nodes[self.leaf(row, depth)].says
    }

    /// Adds the share of each class in the leaf where `row` ends to `votes`.
    pub(crate) fn vote(&self, row: &ArrayView1<f64>, depth: Option<usize>, votes: &mut [f32]) {
        let first = self.leaf(row, depth) * self.classes;
        for (vote, share) in votes.iter_mut().zip(&self.shares[first..]) {
            *vote += share;
        }
    }
}

#[cfg(test)]
mod tests {
    use linfa::DatasetBase;
    use linfa::traits::{Fit, Predict};
    use linfa_trees::DecisionTree;
    use ndarray::{Array1, Array2};
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;

    /// Rows of which each class lies somewhere else in the first three columns.
    fn rows(count: usize, classes: u16, seed: u64) -> (Array2<f64>, Vec<u16>) {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let labels: Vec<u16> = (0..count).map(|_| rng.gen_range(0..classes)).collect();
        let features = Array2::from_shape_fn((count, 8), |(row, column)| {
            let pull = f64::from((labels[row] * 7 + 3 * column as u16) % 5) / 5.0;
            rng.r#gen::<f64>() + if column < 3 { pull } else { 0.0 }
        });
        (features, labels)
    }

    fn grow(features: &Array2<f64>, labels: &[u16], classes: usize, growth: Growth) -> Cart {
        let seen: Vec<usize> = (0..features.ncols()).collect();
        Cart::grow(&features.view(), &seen, labels, classes, growth)
    }

    #[test]
    fn it_is_the_tree_that_linfa_grows() {
        for (classes, depth, leaf) in [(2, 1, 1), (2, 3, 1), (2, 4, 12), (5, 2, 1), (5, 3, 12)] {
            let (train, labels) = rows(1_200, classes, 5);
            let (test_set, _) = rows(800, classes, 6);
            let targets: Array1<usize> = labels.iter().map(|&label| usize::from(label)).collect();
            let reference = DecisionTree::params()
                .max_depth(Some(depth))
                .min_weight_leaf(leaf as f32)
                .min_weight_split(2.0 * leaf as f32)
                .fit(&DatasetBase::new(train.view(), targets))
                .expect("linfa grows a tree")
                .predict(&test_set);
            let growth = Growth::new(Some(depth), leaf);
            let tree = grow(&train, &labels, usize::from(classes), growth);
            let differ = test_set
                .rows()
                .into_iter()
                .zip(&reference)
                .filter(|(row, reference)| usize::from(tree.answer(row, None)) != **reference)
                .count();
            assert_eq!(differ, 0, "{classes} classes, depth {depth}, leaf {leaf}");
        }
    }

    #[test]
    fn a_cut_is_the_tree_grown_to_that_depth() {
        let (train, labels) = rows(600, 4, 7);
        let (test_set, _) = rows(500, 4, 8);
        let whole = grow(&train, &labels, 4, Growth::new(None, 2));
        for depth in 0..12 {
            let depth = Some(depth);
            let alone = grow(&train, &labels, 4, Growth::new(depth, 2));
            for row in test_set.rows() {
                assert_eq!(whole.answer(&row, depth), alone.answer(&row, None));
                let (mut cut, mut own) = (vec![0.0; 4], vec![0.0; 4]);
                whole.vote(&row, depth, &mut cut);
                alone.vote(&row, None, &mut own);
                assert_eq!(cut, own);
            }
        }
    }

    #[test]
    fn a_full_tree_knows_its_train_rows() {
        let (train, labels) = rows(700, 20, 9);
        let tree = grow(&train, &labels, 20, Growth::new(None, 1));
        for (row, &label) in train.rows().into_iter().zip(&labels) {
            assert_eq!(tree.answer(&row, None), label);
        }
    }

    #[test]
    fn leaves_keep_their_rows_and_equal_values_stay_together() {
        let (mut train, labels) = rows(900, 3, 10);
        train.mapv_inplace(|value| (value * 6.0).floor());
        let tree = grow(&train, &labels, 3, Growth::new(None, 25));
        let mut held = vec![0; tree.nodes.len()];
        for row in train.rows() {
            held[tree.leaf(&row, None)] += 1;
        }
        let few = held.iter().filter(|&&rows| rows > 0 && rows < 25).count();
        assert_eq!(few, 0, "{held:?}");
        assert!(tree.nodes.len() > 3);
    }

    #[test]
    fn neighbouring_numbers_can_be_told_apart() {
        let low = 1.0_f64;
        let high = low.next_up();
        let train = Array2::from_shape_vec((4, 1), vec![low, low, high, high]).expect("a column");
        let tree = grow(&train, &[0, 0, 1, 1], 2, Growth::new(None, 1));
        let said: Vec<u16> = train
            .rows()
            .into_iter()
            .map(|row| tree.answer(&row, None))
            .collect();
        assert_eq!(said, [0, 0, 1, 1]);
    }

    /// The rows that linfa's tree of depth 3 and this one get wrong, of 800 in four one-hot columns of
    /// which the first and the second together are the class.
    fn count_errors(seed: u64) -> (usize, usize) {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let train = Array2::from_shape_fn((800, 4), |_| f64::from(rng.gen_range(0..2_u8)));
        let labels: Vec<u16> = train
            .rows()
            .into_iter()
            .map(|row| u16::from(row[0] > 0.5 && row[1] > 0.5))
            .collect();
        let targets: Array1<usize> = labels.iter().map(|&label| usize::from(label)).collect();
        let reference = DecisionTree::params()
            .max_depth(Some(3))
            .fit(&DatasetBase::new(train.view(), targets))
            .expect("linfa grows a tree")
            .predict(&train);
        let tree = grow(&train, &labels, 2, Growth::new(Some(3), 1));
        let (mut linfa, mut own) = (0, 0);
        for ((row, &label), &predicted) in train.rows().into_iter().zip(&labels).zip(&reference) {
            linfa += usize::from(predicted != usize::from(label));
            own += usize::from(tree.answer(&row, None) != label);
        }
        (linfa, own)
    }

    #[test]
    fn linfa_misses_cuts_below_the_root_on_one_hot_columns() {
        let errors: Vec<(usize, usize)> = (0..20).map(count_errors).collect();
        assert!(errors.iter().all(|&(_, own)| own == 0), "{errors:?}");
        let missed = errors.iter().filter(|&&(linfa, _)| linfa > 100).count();
        assert!(missed >= 5, "{errors:?}");
    }
}
